package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) evaluateCommand() *cobra.Command {
	c := &cobra.Command{
		Use:  "evaluate [PLAN...]",
		RunE: func(cmd *cobra.Command, ids []string) error { return a.evaluate(cmd.Context(), ids) },
	}
	addPlanDataFlags(c)
	c.Flags().StringP("output", "o", "", "")
	return c
}

func (a *app) evaluate(ctx context.Context, ids []string) error {
	if err := a.checkOutput("json"); err != nil {
		return err
	}
	d, err := a.planData(ctx, ids)
	if err != nil {
		return err
	}
	all, err := a.lives(ctx, nil)
	if err != nil {
		return err
	}
	list, err := a.evaluations(d, all)
	if err != nil {
		return err
	}
	if err := a.printEvaluations(list); err != nil {
		return err
	}
	if len(list) == 0 {
		a.note("cmd.track.none", locale.Args{"store": a.set.config.Store})
		return nil
	}
	return a.deliverFiles(a.evaluationReport(d, list), "evaluations", wholeFormats)
}

// evaluations holds the plans against the data; all are the lives of the ledger,
// for a colleague with a plan is no comparison. What HR and the employee alone may
// see is left out unless it is asked for.
func (a *app) evaluations(d *planData, all []*goals.Life) ([]reports.Evaluated, error) {
	var list []reports.Evaluated
	for _, l := range d.lives {
		if err := l.Agreed(); err != nil {
			return nil, err
		}
		opt := goals.DefaultEvaluate()
		opt.AsOf, opt.Level, opt.Peers, opt.WithPlan = d.asOf, a.set.config.Analysis.Level, d.peers, others(all, l)
		if err := opt.Validate(); err != nil {
			return nil, err
		}
		ev := goals.Evaluate(l.Plan, d.ds, a.set.catalogue.Get(l.Plan.Indicator), opt)
		seen := a.shown(l)
		ev.Progress.Plan = seen.Plan
		list = append(list, reports.Evaluated{Evaluation: ev, Record: reports.RecordOf(seen, d.asOf, a.zoneOf(l))})
	}
	return list, nil
}

// others are the colleagues with a plan of their own for the same indicator.
func others(lives []*goals.Life, of *goals.Life) (ids []string) {
	for _, l := range lives {
		if l.Plan.ID != of.Plan.ID && l.Plan.Indicator == of.Plan.Indicator && l.Plan.Start != nil {
			ids = append(ids, l.Plan.Employee.ID)
		}
	}
	return ids
}

// evaluateEnded puts into a report for packs the evaluations of the running plans
// whose last day has come: a talk about the outcome is due.
func (a *app) evaluateEnded(g *gathered, lives []*goals.Life) error {
	d := &planData{ds: a.withKept(g.data.Dataset, keptOf(lives)), asOf: g.report.AsOf}
	for _, l := range lives {
		if l.Plan.State == goals.Agreed && l.Plan.Start != nil {
			d.lives = append(d.lives, l)
		}
	}
	if len(d.lives) == 0 {
		return nil
	}
	d.peers = goals.NewPeers(d.ds, d.asOf)
	list, err := a.evaluations(d, lives)
	g.report.Evaluations = slices.DeleteFunc(list, func(ev reports.Evaluated) bool { return !ev.Ended() })
	return err
}

// zoneOf is where a plan's days begin: its own zone, else that of the calendar.
func (a *app) zoneOf(l *goals.Life) *time.Location {
	if zone, err := time.LoadLocation(l.Cadence.Zone); err == nil && l.Cadence.Zone != "" {
		return zone
	}
	return a.calendarZone()
}

// calendarZone is where the plans' calendar is.
func (a *app) calendarZone() *time.Location {
	if cal, err := a.workCalendar(); err == nil { // else it is said where the calendar is used
		return cal.Zone
	}
	return time.UTC
}

// records are what was written down beside the plans; lives without anything are
// left out.
func (a *app) records(lives []*goals.Life, asOf kpi.Date) []reports.Record {
	var list []reports.Record
	for _, l := range lives {
		if seen := a.shown(l); len(seen.CheckIns)+len(seen.Comments) > 0 {
			list = append(list, reports.RecordOf(seen, asOf, a.zoneOf(l)))
		}
	}
	return list
}

// evaluationReport is the report of evaluations alone.
func (a *app) evaluationReport(d *planData, list []reports.Evaluated) *reports.Report {
	r := &reports.Report{AsOf: d.asOf, Catalogue: a.set.catalogue, Evaluations: list, Records: a.records(d.lives, d.asOf)}
	r.Method = reports.Method{Level: a.set.config.Analysis.Level, Version: buildVersion(), ConfigHash: a.set.hash()}
	r.HR, _ = a.set.flags.GetBool("as-hr")
	for i := range list {
		r.Plans = append(r.Plans, list[i].Progress.Plan)
		r.Progress = append(r.Progress, list[i].Progress)
	}
	if d.read != nil {
		r.Inputs, r.Diagnostics = inputs(d.read), slices.Clone(d.read.Diagnostics)
	}
	return r
}

// printEvaluations writes evaluations in sentences, or as JSON.
func (a *app) printEvaluations(list []reports.Evaluated) error {
	if a.asJSON() {
		docs := make([]reports.EvaluationJSON, len(list))
		for i := range list {
			docs[i] = reports.NewEvaluationJSON(&list[i])
		}
		return a.writeDocument(docs)
	}
	var b strings.Builder
	for i := range list {
		a.printEvaluation(&b, &list[i])
	}
	_, err := io.WriteString(a.out, b.String())
	return err
}

// printEvaluation writes an evaluation in sentences. The word effect is said
// only where colleagues make a comparison.
func (a *app) printEvaluation(b *strings.Builder, ev *reports.Evaluated) {
	plan := &ev.Progress.Plan
	in := a.set.catalogue.Get(plan.Indicator)
	w := reports.WordEvaluation(a.text, &reports.Report{Catalogue: a.set.catalogue}, ev)
	say := func(id string, args locale.Args) {
		b.WriteString("  " + a.text.Text("evaluated."+id, args) + "\n")
	}
	fmt.Fprintln(b, a.text.Text("evaluated.head", locale.Args{"id": plan.ID, "person": nameOf(plan.Employee), "title": a.text.TitleOf(plan.Indicator), "as_of": ev.Progress.AsOf.String()}))
	say("status", locale.Args{"status": w.Status, "attained": w.Attained})
	if w.Before != "" && w.After != "" {
		say("change", locale.Args{"before": w.Before, "after": w.After, "baseline": string(ev.Baseline)})
	}
	if w.Expected != "" {
		say("expected", locale.Args{"value": a.text.Level(ev.Expected.Value, in), "lo": a.text.Level(ev.Expected.Lo, in), "hi": a.text.Level(ev.Expected.Hi, in)})
	}
	if e := ev.Effect; e != nil {
		say("effect", locale.Args{"value": a.text.Points(e.Estimate.Value, in), "lo": a.text.Points(e.Estimate.Lo, in), "hi": a.text.Points(e.Estimate.Hi, in),
			"rank": e.Rank, "of": e.Colleagues + 1, "worked": e.Worked})
	} else {
		say("no_effect", nil)
	}
	a.listCaveats(b, ev.NotAssessable, in)
	for _, f := range ev.Failures {
		a.listCaveats(b, []kpi.Caveat{f.Evidence}, in)
	}
	a.listCaveats(b, ev.Caveats, in)
	b.WriteString("  " + w.Process + "\n")
	if len(w.Missing) > 0 {
		say("missing", locale.Args{"missing": strings.Join(w.Missing, a.text.Text("list.and", nil))})
	}
	if w.Outcome != "" {
		say("outcome", locale.Args{"outcome": w.Outcome})
		return
	}
	say("decide", locale.Args{"id": plan.ID})
}
