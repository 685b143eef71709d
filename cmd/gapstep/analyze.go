package main

import (
	"cmp"
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) analyzeCommand() *cobra.Command {
	c := &cobra.Command{
		Use:  "analyze FILE...",
		Args: a.someArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.analyze(cmd.Context(), args) },
	}
	addReadingFlags(c.Flags())
	addJudgingFlags(c.Flags())
	addFailingFlags(c.Flags())
	addOutputFlags(c.Flags())
	return c
}

func (a *app) analyze(ctx context.Context, paths []string) error {
	if err := a.checkOutput("csv", "json", "jsonl", "md"); err != nil {
		return err
	}
	a.sketch = !a.showsPlans()
	if file, yes := a.streamed(); yes {
		return a.analyzeStreamed(ctx, paths, file)
	}
	score := scoring(scoreAll)
	if a.listsOnly() {
		score = scoreListed
	}
	g, err := a.gatherBy(ctx, paths, score)
	if err != nil {
		return err
	}
	g.report.All, _ = a.set.flags.GetBool("all")
	if err := a.deliver(g.report, "gaps"); err != nil {
		return err
	}
	return a.conclude(g.report, paths)
}

// showsPlans reports whether a form that is asked for holds plans; tables and
// rows do not.
func (a *app) showsPlans() bool {
	format, _ := a.set.flags.GetString("format")
	out, _ := a.set.flags.GetString("output")
	suffix, single := formatOf(out)
	return format == "json" || out != "" && (!single || slices.Contains(wholeFormats, suffix))
}

// conclude ends with the next step and the exit code asked for.
func (a *app) conclude(r *reports.Report, paths []string) error {
	a.suggestNext(r, paths)
	if a.fails(r) {
		return errFindings
	}
	return nil
}

// suggestNext ends with the next command to type.
func (a *app) suggestNext(r *reports.Report, paths []string) {
	if slices.Contains(paths, "-") {
		return // what was on stdin is gone
	}
	found := 0
	for i := range r.Gaps {
		if r.Gaps[i].Finding() {
			found++
		}
	}
	args := locale.Args{"files": a.again(paths...), "count": cmp.Or(len(r.Plans), found)}
	switch {
	case r.Descriptive():
		a.note("cmd.next.inspect", args)
	case len(r.Plans) > 0:
		a.note("cmd.next.plan", args)
	case found > 0:
		a.note("cmd.next.once", args)
	case !r.All:
		a.note("cmd.next.all", args)
	}
}
