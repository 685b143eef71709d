package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/goals/ledger"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

func (a *app) trackCommand() *cobra.Command {
	c := &cobra.Command{
		Use:  "track FILE...",
		Args: a.someArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.track(cmd.Context(), args) },
	}
	addReadingFlags(c.Flags())
	addJudgingFlags(c.Flags())
	addFailingFlags(c.Flags())
	addOutputFlags(c.Flags())
	addActorFlag(c)
	addCalendarFlag(c.Flags())
	return c
}

func (a *app) track(ctx context.Context, paths []string) error {
	if err := a.checkOutput("json"); err != nil {
		return err
	}
	g, err := a.gather(ctx, paths)
	if err != nil {
		return err
	}
	if err := a.follow(ctx, g, true); err != nil {
		return err
	}
	if len(g.report.Progress) == 0 {
		a.note("cmd.track.none", locale.Args{"store": a.set.config.Store})
	}
	open, err := a.trackAlerts(ctx, g)
	if err != nil {
		return err
	}
	return a.deliverOther(g.report, "progress", func() error {
		if err := reports.WriteProgress(a.out, g.report.Progress, g.report.Catalogue, a.textOptions()); err != nil {
			return err
		}
		a.printForecasts(g.report.Progress)
		if len(open) == 0 {
			return nil
		}
		fmt.Fprintln(a.out)
		return a.printAlerts(open)
	})
}

// hideConfidential leaves out what HR and the employee alone may see, unless
// --hr or --as-hr asks for it.
func (a *app) hideConfidential(r *reports.Report) {
	if a.asksConfidential() {
		return
	}
	for i := range r.Plans {
		r.Plans[i].Content = r.Plans[i].Content.ForManager()
	}
	for i := range r.Progress {
		r.Progress[i].Plan.Content = r.Progress[i].Plan.Content.ForManager()
	}
}

// printForecasts says where the person's own line leads, for plans whose current
// milestone is within its reach.
func (a *app) printForecasts(list []goals.Progress) {
	for _, pr := range list {
		f, in := pr.Forecast, a.set.catalogue.Get(pr.Plan.Indicator)
		if f == nil {
			continue
		}
		fmt.Fprintln(a.out, a.text.Text("track.forecast", locale.Args{"id": pr.Plan.ID, "period": a.text.Period(f.Period), "value": a.text.Level(f.Value, in),
			"lo": a.text.Level(f.Lo, in), "hi": a.text.Level(f.Hi, in), "level": a.text.Target(f.Level, in), "word": a.text.Word("likelihood", string(f.Word))}))
	}
}

// trackAlerts writes down which nodes of the plans became due, late or
// escalated since, and returns what is open: now, or on the day of --as-of.
func (a *app) trackAlerts(ctx context.Context, g *gathered) ([]planAlerts, error) {
	if len(g.report.Progress) == 0 {
		return nil, nil
	}
	l, err := a.openThere(ctx)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	return a.noteAlerts(ctx, l, nil, a.momentOf(g.report.AsOf))
}

// follow puts the ledger's plans and their progress into the report, without what
// HR and the employee alone may see. With keep the periods' figures are written
// into the ledger.
func (a *app) follow(ctx context.Context, g *gathered, keep bool) error {
	g.report.Plans = nil
	there, err := ledger.Exists(a.set.config.Store)
	if err != nil || !there {
		return err
	}
	l, err := ledger.Open(ctx, a.set.config.Store)
	if err != nil {
		return err
	}
	defer l.Close()
	lives, err := l.Lives(ctx)
	if err != nil {
		return err
	}
	for _, life := range lives {
		g.report.Plans = append(g.report.Plans, life.Plan)
	}
	g.report.Records = a.records(lives, g.report.AsOf)
	if keep {
		if err := a.keepFigures(ctx, l, g); err != nil {
			return err
		}
	}
	kept, err := l.Kept(ctx)
	if err != nil {
		return err
	}
	a.trackPlans(g, kept)
	for i, life := range lives {
		g.report.Plans[i].State = life.State(a.dayIn(life, a.now())) // in force since its start, or amended
	}
	a.hideConfidential(g.report)
	return nil
}

// trackPlans adds the progress of the agreed plans, by the data and the figures
// that only the ledger holds.
func (a *app) trackPlans(g *gathered, kept []ledger.Measured) {
	ds := a.withKept(g.data.Dataset, kept)
	opt := goals.DefaultTrack()
	opt.AsOf, opt.Level = g.report.AsOf, a.set.config.Analysis.Level
	if asked, _ := a.set.flags.GetString("as-of"); asked == "" {
		opt.AsOf = max(opt.AsOf, lastKept(kept)) // an older file again doesn't turn the clock back
	}
	for _, p := range g.report.Plans {
		if in := a.set.catalogue.Get(p.Indicator); in != nil && p.State == goals.Agreed {
			g.report.Progress = append(g.report.Progress, goals.Track(p, ds, in, opt))
		}
	}
}

// keepFigures writes the figures of the agreed plans into the ledger and says
// which differ from those kept before, and whom the data do not speak of.
func (a *app) keepFigures(ctx context.Context, l *ledger.Ledger, g *gathered) error {
	r := g.report
	corrected, err := l.Keep(ctx, a.stamp(), figuresOf(g.data.Dataset, r.Plans, r.AsOf)...)
	if err != nil {
		return err
	}
	for _, c := range corrected {
		r.Diagnostics = append(r.Diagnostics, correction(c))
	}
	r.Diagnostics = append(r.Diagnostics, absentees(g.data.Dataset, r.Plans)...)
	slices.SortFunc(r.Diagnostics, kpi.Diagnostic.Compare)
	return nil
}

// correction tells that a figure differs from the one kept before.
func correction(c ledger.Correction) kpi.Diagnostic {
	return kpi.Diagnostic{Severity: kpi.Warning, Code: "track.corrected", Origin: c.New.Origin, Args: kpi.Args{
		"plan": c.New.Plan, "kpi": c.New.Indicator, "period": c.New.Period().String(), "old": figure(c.Old), "new": figure(c.New)}}
}

func figure(m ledger.Measured) string {
	if m.Trials != 0 {
		return m.Events.String() + "/" + m.Trials.String()
	}
	return strconv.FormatFloat(m.Level, 'g', -1, 64)
}

// withKept adds to the data the figures that only the ledger holds. A figure of
// the data, in whatever team, replaces the one kept; a blank does not.
func (a *app) withKept(ds *kpi.Dataset, kept []ledger.Measured) *kpi.Dataset {
	type key struct {
		employee, indicator string
		period              kpi.Period
	}
	var b kpi.Builder
	have := map[key]bool{}
	for i := range ds.Len() {
		o := ds.At(i)
		b.Add(o)
		k := key{o.Employee.ID, o.Indicator.ID, o.Period}
		have[k] = have[k] || o.Measure.Known()
	}
	for _, m := range kept {
		k := key{m.Employee, m.Indicator, m.Period()}
		in := a.set.catalogue.Get(m.Indicator)
		if have[k] || in == nil {
			continue
		}
		have[k] = true
		b.Add(kpi.Observation{Employee: kpi.Employee{ID: m.Employee}, Team: m.Team, Indicator: in, Period: m.Period(), Measure: m.Measure(), Origin: m.Origin})
	}
	all, _ := b.Build() // doubles were said when the files were read
	return all
}

// lastKept is the end of the latest period that the ledger holds a figure of.
func lastKept(kept []ledger.Measured) (day kpi.Date) {
	for _, m := range kept {
		if p := m.Period(); p.Grain != kpi.Whole {
			day = max(day, p.End())
		}
	}
	return day
}

// absentees are the agreed plans whose person and indicator no row of the data
// speaks of: a changed id would look the same.
func absentees(ds *kpi.Dataset, plans []goals.Plan) []kpi.Diagnostic {
	type key struct{ employee, indicator string }
	there := map[key]bool{}
	for s := range ds.Series() {
		there[key{ds.Employees[ds.Employee[s]].ID, ds.Indicators[ds.Indicator[s]].ID}] = true
	}
	var list []kpi.Diagnostic
	for _, p := range plans {
		if p.State == goals.Agreed && !there[key{p.Employee.ID, p.Indicator}] {
			list = append(list, kpi.Diagnostic{Severity: kpi.Warning, Code: "track.not_in_files",
				Args: kpi.Args{"plan": p.ID, "employee": p.Employee.ID, "kpi": p.Indicator}})
		}
	}
	return list
}
