package main

import (
	"bytes"
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/reports/exporter"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) metricsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:  "metrics FILE...",
		Args: a.someArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.metrics(cmd.Context(), args) },
	}
	addReadingFlags(c.Flags())
	addJudgingFlags(c.Flags())
	c.Flags().Bool("per-employee-metrics", false, "")
	c.Flags().String("textfile", "", "")
	return c
}

func (a *app) sampleOptions(made time.Time) exporter.Options {
	return exporter.Options{Build: buildVersion(), MinGroup: a.set.config.Reports.MinGroup,
		PerEmployee: a.set.config.Serve.PerEmployeeMetrics, Success: func() time.Time { return made }}
}

func (a *app) metrics(ctx context.Context, paths []string) error {
	g, err := a.gather(ctx, paths)
	if err != nil {
		return err
	}
	if err := a.follow(ctx, g, false); err != nil {
		return err
	}
	opt := a.sampleOptions(a.now())
	target, _ := a.set.flags.GetString("textfile")
	if target == "" || target == "-" {
		return exporter.WriteText(a.out, g.report, opt)
	}
	var b bytes.Buffer
	if err := exporter.WriteText(&b, g.report, opt); err != nil {
		return err
	}
	if err := replaceFile(target, b.Bytes(), forEverybody); err != nil {
		return err
	}
	a.note("cmd.metrics.wrote", locale.Args{"series": exporter.Series(g.report, opt), "path": target})
	return nil
}
