package main

import (
	"context"
	"io"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) evaluateCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "evaluate [PLAN...]", Short: "Final evaluation: attainment, before and after beside what was expected without a plan",
		Long: "Holds plans, all agreed ones or those named, against the figures: attainment, before and after beside\n" +
			"the value expected without any plan, the difference to the colleagues' change with placebo ranks, the\n" +
			"class of a failure, the cost and the cadence kept. No outcome is proposed: people decide (plan close).\n" +
			"Name the exports of everybody with --data: without colleagues nobody may speak of an effect.",
		Example: "  gapstep evaluate abc123 --data sales-2026.xlsx --as-of 2026-12-31",
		RunE:    func(cmd *cobra.Command, ids []string) error { return a.evaluate(cmd.Context(), ids) },
	}
	addPlanDataFlags(c)
	return c
}

// evaluated is an evaluation as machines read it. NaN is null.
type evaluated struct {
	Plan          string       `json:"plan"`
	Employee      string       `json:"employee"`
	KPI           string       `json:"kpi"`
	AsOf          kpi.Date     `json:"as_of"`
	Status        goals.Status `json:"status"`
	Met           bool         `json:"met"`
	Attainment    *float64     `json:"attainment"`
	Baseline      string       `json:"baseline"`
	Before        *float64     `json:"before"`
	After         *float64     `json:"after"`
	Movement      *float64     `json:"movement"`
	Expected      *interval    `json:"expected"`
	Effect        *effect      `json:"effect"`
	NotAssessable []kpi.Caveat `json:"not_assessable"`
	Failures      []failure    `json:"failures"`
	Caveats       []kpi.Caveat `json:"caveats"`
	Process       process      `json:"process"`
	Missing       []kpi.Caveat `json:"missing"`
}

type interval struct {
	Value float64 `json:"value"`
	Lo    float64 `json:"lo"`
	Hi    float64 `json:"hi"`
}

type effect struct {
	interval
	P          float64 `json:"p"`
	Colleagues int     `json:"colleagues"`
	Rank       int     `json:"rank"`
	Worked     bool    `json:"worked"`
}

type failure struct {
	Class    string     `json:"class"`
	Evidence kpi.Caveat `json:"evidence"`
}

// process is what a plan cost and how its cadence was kept, apart from whether
// it was met.
type process struct {
	Done     int `json:"actions_done"`
	Actions  int `json:"actions"`
	Talks    int `json:"talks"`
	Minutes  int `json:"minutes"`
	Weeks    int `json:"weeks"`
	Checks   int `json:"health_checks"`
	Versions int `json:"versions"`
}

func processOf(l *goals.Life, asOf kpi.Date) process {
	p := process{Checks: len(l.HealthChecks), Versions: len(l.Versions), Weeks: int(asOf-*l.Plan.Start)/7 + 1}
	p.Done, p.Actions = l.Completed()
	for _, c := range l.CheckIns {
		if c.Talk {
			p.Talks, p.Minutes = p.Talks+1, p.Minutes+c.Minutes
		}
	}
	return p
}

func (a *app) evaluate(ctx context.Context, ids []string) error {
	if err := a.checkFormat(); err != nil {
		return err
	}
	d, err := a.planData(ctx, ids)
	if err != nil {
		return err
	}
	docs := []evaluated{}
	var b strings.Builder
	for _, l := range d.lives {
		if err := l.Agreed(); err != nil {
			return err
		}
		opt := goals.DefaultEvaluate()
		opt.AsOf, opt.Level, opt.Peers, opt.WithPlan = d.asOf, a.set.config.Analysis.Level, d.peers, others(d.lives, l)
		if err := opt.Validate(); err != nil {
			return err
		}
		in := a.set.catalogue.Get(l.Plan.Indicator)
		ev := goals.Evaluate(l.Plan, d.ds, in, opt)
		doc := documentOf(a.shown(l), &ev, d.asOf)
		docs = append(docs, doc)
		a.printEvaluation(&b, l, doc, in)
	}
	if a.asJSON() {
		return a.writeDocument(docs)
	}
	if len(docs) == 0 {
		a.note("cmd.track.none", locale.Args{"store": a.set.config.Store})
	}
	_, err = io.WriteString(a.out, b.String())
	return err
}

// others are the colleagues with a plan of their own for the same indicator.
func others(lives []*goals.Life, of *goals.Life) (ids []string) {
	for _, l := range lives {
		if l != of && l.Plan.Indicator == of.Plan.Indicator && l.Plan.Start != nil {
			ids = append(ids, l.Plan.Employee.ID)
		}
	}
	return ids
}

func documentOf(l *goals.Life, ev *goals.Evaluation, asOf kpi.Date) evaluated {
	doc := evaluated{Plan: l.Plan.ID, Employee: l.Plan.Employee.ID, KPI: l.Plan.Indicator, AsOf: asOf, Status: ev.Progress.Status, Met: ev.Met,
		Attainment: known(ev.Attainment), Baseline: string(ev.Baseline), Before: known(ev.Before.Value), After: known(ev.After.Value),
		Movement: known(ev.Movement), NotAssessable: emptied(ev.NotAssessable), Failures: []failure{}, Caveats: emptied(ev.Caveats),
		Process: processOf(l, asOf), Missing: emptied(l.Gaps(asOf))}
	if e := ev.Expected; known(e.Value) != nil && known(e.Lo) != nil && known(e.Hi) != nil {
		doc.Expected = &interval{e.Value, e.Lo, e.Hi}
	}
	if e := ev.Effect; e != nil {
		doc.Effect = &effect{interval{e.Estimate.Value, e.Estimate.Lo, e.Estimate.Hi}, e.P, e.Colleagues, e.Rank, e.Worked}
	}
	for _, f := range ev.Failures {
		doc.Failures = append(doc.Failures, failure{string(f.Class), f.Evidence})
	}
	return doc
}

// known is a figure, nil where there is none.
func known(f float64) *float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil
	}
	return &f
}

// printEvaluation writes an evaluation in sentences. The word effect is said
// only where colleagues make a comparison.
func (a *app) printEvaluation(b *strings.Builder, l *goals.Life, doc evaluated, in *kpi.Indicator) {
	level := func(f *float64) string {
		if f == nil {
			return ""
		}
		return a.text.Level(*f, in)
	}
	say := func(id string, args locale.Args) { b.WriteString("  " + a.text.Text("evaluated."+id, args) + "\n") }
	b.WriteString(a.text.Text("evaluated.head", locale.Args{"id": doc.Plan, "person": nameOf(l.Plan.Employee), "title": a.text.TitleOf(doc.KPI), "as_of": doc.AsOf.String()}) + "\n")
	attained := ""
	if doc.Attainment != nil {
		attained = a.text.Percent(*doc.Attainment)
	}
	say("status", locale.Args{"status": a.text.Word("status", string(doc.Status)), "attained": attained})
	if doc.Before != nil && doc.After != nil {
		say("change", locale.Args{"before": level(doc.Before), "after": level(doc.After), "baseline": doc.Baseline})
	}
	if e := doc.Expected; e != nil {
		say("expected", locale.Args{"value": level(&e.Value), "lo": level(&e.Lo), "hi": level(&e.Hi)})
	}
	if e := doc.Effect; e != nil {
		say("effect", locale.Args{"value": a.text.Points(e.Value, in), "lo": a.text.Points(e.Lo, in), "hi": a.text.Points(e.Hi, in), "rank": e.Rank, "of": e.Colleagues + 1, "worked": e.Worked})
	} else {
		say("no_effect", nil)
	}
	a.listCaveats(b, doc.NotAssessable, in)
	for _, f := range doc.Failures {
		a.listCaveats(b, []kpi.Caveat{f.Evidence}, in)
	}
	a.listCaveats(b, doc.Caveats, in)
	p := doc.Process
	say("process", locale.Args{"done": p.Done, "actions": p.Actions, "talks": p.Talks, "minutes": p.Minutes, "weeks": p.Weeks, "checks": p.Checks, "versions": p.Versions})
	if len(doc.Missing) > 0 {
		say("missing", locale.Args{"missing": a.sentences(doc.Missing, doc.KPI)})
	}
	say("decide", locale.Args{"id": doc.Plan})
}
