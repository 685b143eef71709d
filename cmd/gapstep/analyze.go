package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) analyzeCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "analyze FILE...",
		Short: "Gaps of every employee and KPI",
		Long: "Compares each employee with the team on each KPI and lists the gaps that are credible and\n" +
			"material. The table goes to stdout; -o writes reports: a folder (gaps.xlsx, gaps.html, gaps.json,\n" +
			"gaps.csv) or one file by its suffix.",
		Example: "  gapstep analyze 绩效.xlsx\n  gapstep analyze sales.csv -o out/\n  gapstep analyze sales.csv --format json | jq '.gaps[].employee'\n" +
			"  gapstep analyze sales.csv --fail-on gap",
		Args: someArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.analyze(cmd.Context(), args) },
	}
	addReadingFlags(c.Flags())
	addJudgingFlags(c.Flags())
	addOutputFlags(c.Flags())
	return c
}

func (a *app) analyze(ctx context.Context, paths []string) error {
	if err := a.checkFailOn(); err != nil {
		return err
	}
	g, err := a.gather(ctx, paths)
	if err != nil {
		return err
	}
	g.report.All, _ = a.set.flags.GetBool("all")
	if err := a.deliver(g.report, "gaps"); err != nil {
		return err
	}
	switch {
	case g.report.Descriptive():
		a.note("cmd.next.inspect", locale.Args{"files": shellWords(paths)})
	case len(g.report.Plans) > 0:
		a.note("cmd.next.plan", locale.Args{"files": shellWords(paths), "count": len(g.report.Plans)})
	case len(g.report.Shown()) > 0:
		a.note("cmd.next.once", locale.Args{"files": shellWords(paths)})
	default:
		a.note("cmd.next.all", locale.Args{"files": shellWords(paths)})
	}
	if a.fails(g.report) {
		return errFindings
	}
	return nil
}
