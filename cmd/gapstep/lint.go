package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) lintCommand() *cobra.Command {
	c := &cobra.Command{
		Use:  "lint [FILE|PLAN]...",
		RunE: func(cmd *cobra.Command, args []string) error { return a.lint(cmd.Context(), args) },
	}
	f := c.Flags()
	f.String("format", "table", "")
	f.String("percent", "", "")
	f.Bool("as-hr", false, "")
	f.Bool("rules", false, "")
	f.String("encoding", "auto", "")
	f.String("sheet", "", "")
	return c
}

func (a *app) lint(ctx context.Context, args []string) error {
	if err := a.checkFormat(); err != nil {
		return err
	}
	if list, _ := a.set.flags.GetBool("rules"); list {
		return a.listRules()
	}
	opt, err := a.lintOptions()
	if err != nil {
		return err
	}
	found, checked, err := a.lintEach(ctx, args, opt)
	if err != nil {
		return err
	}
	if err := a.writeFindings(found); err != nil {
		return err
	}
	if len(found) > 0 {
		a.note("lint.count", locale.Args{"count": len(found), "checked": checked})
		return errFindings
	}
	a.note("lint.clean", locale.Args{"count": checked})
	return nil
}

func (a *app) lintOptions() (goals.LintOptions, error) {
	opt := goals.DefaultLint()
	opt.Catalogue, opt.Concurrent, opt.MinN = a.set.catalogue, a.set.config.Goals.Concurrent, a.set.config.Analysis.MinN
	opt.Percent = goals.PercentMode(a.textFlag("percent"))
	opt.Confidential, _ = a.set.flags.GetBool("as-hr")
	if opt.Percent != "" && opt.Percent != goals.Relative && opt.Percent != goals.Points {
		return opt, badFlag("percent", string(opt.Percent), "relative, points")
	}
	return opt, nil
}

// lintEach checks files one by one and plans together, for some faults show in
// all of them only; checked is how many plans and files that were.
func (a *app) lintEach(ctx context.Context, args []string, opt goals.LintOptions) (found []kpi.Diagnostic, checked int, err error) {
	var ids []string
	var plans []goals.Plan
	for _, arg := range args {
		if !isInput(arg) {
			ids = append(ids, arg)
			continue
		}
		in, err := a.lintInput(ctx, arg)
		if err != nil {
			return nil, 0, err
		}
		plans, checked = append(plans, in.plans...), checked+1
		for _, form := range in.forms {
			found = append(found, goals.LintForm(form, opt)...)
		}
		found = append(found, goals.LintText(in.text, opt)...)
	}
	if len(ids) > 0 || len(args) == 0 {
		more, err := a.lintedPlans(ctx, ids)
		if err != nil {
			return nil, 0, err
		}
		plans, checked = append(plans, more...), checked+len(more)
	}
	found = append(found, goals.LintAll(plans, opt)...)
	slices.SortStableFunc(found, kpi.Diagnostic.Compare)
	return found, checked, nil
}

// lintedPlans are the plans of the ids; without ids, all that are not closed.
func (a *app) lintedPlans(ctx context.Context, ids []string) ([]goals.Plan, error) {
	lives, err := a.lives(ctx, ids)
	if err != nil {
		return nil, err
	}
	var plans []goals.Plan
	for _, life := range lives {
		if len(ids) > 0 || life.Plan.State != goals.Closed {
			plans = append(plans, life.Plan)
		}
	}
	return plans, nil
}

// writeFindings writes every finding with its place, rule, problem and remedy.
func (a *app) writeFindings(found []kpi.Diagnostic) error {
	if a.asJSON() {
		return a.writeDocument(lintDocument(found))
	}
	for _, d := range found {
		problem, remedy := a.text.Problem(d)
		line := a.text.Text("lint.line", locale.Args{"severity": a.text.Word("doubt", d.Severity.String()), "where": d.Origin.String(),
			"problem": problem, "rule": d.Code})
		if _, err := fmt.Fprintln(a.out, line); err != nil {
			return err
		}
		if remedy != "" {
			fmt.Fprintln(a.out, "  → "+remedy)
		}
	}
	return nil
}

// finding is a finding as machines read it: nothing in it is translated.
type finding struct {
	Rule     string       `json:"rule"`
	Severity kpi.Severity `json:"severity"`
	Place    string       `json:"place"`
	Origin   kpi.Origin   `json:"origin"`
	Args     kpi.Args     `json:"args"`
}

type lintReport struct {
	Schema   string    `json:"schema"`
	Findings []finding `json:"findings"`
}

func lintDocument(found []kpi.Diagnostic) lintReport {
	doc := lintReport{Schema: "gapstep.lint/1", Findings: []finding{}}
	for _, d := range found {
		doc.Findings = append(doc.Findings, finding{d.Code, d.Severity, d.Origin.String(), d.Origin, d.Args})
	}
	return doc
}

func (a *app) listRules() error {
	rules := goals.Rules()
	if a.asJSON() {
		return a.writeDocument(rules)
	}
	var rows [][]string
	for _, r := range rules {
		rows = append(rows, []string{r.ID, a.text.Word("doubt", r.Severity.String()), a.text.Text("lint.rule."+r.ID, nil)})
	}
	heads := []string{a.text.Text("lint.col.rule", nil), a.text.Text("lint.col.severity", nil), a.text.Text("lint.col.about", nil)}
	return reports.WriteGrid(a.out, heads, rows, a.textOptions())
}
