package main

import (
	"context"
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
		Use:   "track FILE...",
		Short: "Hold new data against the agreed plans",
		Long: "Tells for each milestone of each agreed plan where it stands: pending, on track, at risk, met,\n" +
			"sustained n of m, not reached, inconclusive, no data. The ledger keeps each period's figures, so the\n" +
			"new file alone is enough and a corrected figure shows.",
		Example: "  gapstep track sales-2026-07.xlsx\n  gapstep track sales-2026-07.xlsx --fail-on missed -o progress.html",
		Args:    someArgs,
		RunE:    func(cmd *cobra.Command, args []string) error { return a.track(cmd.Context(), args) },
	}
	addReadingFlags(c.Flags())
	addJudgingFlags(c.Flags())
	addOutputFlags(c.Flags())
	addActorFlag(c)
	return c
}

func (a *app) track(ctx context.Context, paths []string) error {
	if err := a.checkFailOn(); err != nil {
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
	if format, _ := a.set.flags.GetString("format"); format != "table" {
		err = a.deliver(g.report, "progress")
	} else if err = reports.WriteProgress(a.out, g.report.Progress, g.report.Catalogue, a.textOptions()); err == nil {
		err = a.deliverFiles(g.report, "progress")
	}
	if err != nil {
		return err
	}
	if a.fails(g.report) {
		return errFindings
	}
	return nil
}

// follow puts the ledger's plans and their progress into the report. With keep
// the periods' figures are written into the ledger.
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
	if g.report.Plans, err = l.Plans(ctx); err != nil {
		return err
	}
	figures := figuresOf(g.data.Dataset, g.report.Plans, g.report.AsOf)
	if keep {
		corrected, err := l.Keep(ctx, a.stamp(), figures...)
		if err != nil {
			return err
		}
		for _, c := range corrected {
			g.report.Diagnostics = append(g.report.Diagnostics, correction(c))
		}
		slices.SortFunc(g.report.Diagnostics, kpi.Diagnostic.Compare)
	}
	kept, err := l.Kept(ctx)
	if err != nil {
		return err
	}
	ds := a.withKept(g.data.Dataset, kept)
	opt := goals.DefaultTrack()
	opt.AsOf, opt.Level = g.report.AsOf, a.set.config.Analysis.Level
	for _, p := range g.report.Plans {
		if in := a.set.catalogue.Get(p.Indicator); in != nil && p.State == goals.Agreed {
			g.report.Progress = append(g.report.Progress, goals.Track(p, ds, in, opt))
		}
	}
	return nil
}

// figuresOf are the rows of the agreed plans' people and indicators since the
// plans' starts.
func figuresOf(ds *kpi.Dataset, plans []goals.Plan, asOf kpi.Date) []ledger.Measured {
	type key struct{ employee, indicator string }
	wanted := map[key][]goals.Plan{}
	for _, p := range plans {
		if p.State != goals.Agreed {
			continue
		}
		for _, id := range indicatorsOf(p) {
			wanted[key{p.Employee.ID, id}] = append(wanted[key{p.Employee.ID, id}], p)
		}
	}
	var list []ledger.Measured
	for i := range ds.Len() {
		o := ds.At(i)
		for _, p := range wanted[key{o.Employee.ID, o.Indicator.ID}] {
			if o.Measure.Known() && o.Period.End() >= *p.Start && o.Period.End() <= asOf {
				list = append(list, ledger.Measured{Plan: p.ID, Employee: o.Employee.ID, Team: o.Team, Indicator: o.Indicator.ID, Start: o.Period.Start,
					Grain: o.Period.Grain, Events: o.Measure.Events, Trials: o.Measure.Trials, Level: o.Measure.Level, Origin: o.Origin})
			}
		}
	}
	return list
}

// indicatorsOf are the indicators that a plan's milestones speak of.
func indicatorsOf(p goals.Plan) []string {
	ids := []string{p.Indicator}
	for _, m := range p.Milestones {
		for _, c := range m.Also {
			if !slices.Contains(ids, c.Indicator) {
				ids = append(ids, c.Indicator)
			}
		}
	}
	return ids
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

// withKept adds to the data the figures that only the ledger holds.
func (a *app) withKept(ds *kpi.Dataset, kept []ledger.Measured) *kpi.Dataset {
	type key struct {
		employee, team, indicator string
		period                    kpi.Period
	}
	var b kpi.Builder
	have := map[key]bool{}
	for i := range ds.Len() {
		o := ds.At(i)
		b.Add(o)
		have[key{o.Employee.ID, o.Team, o.Indicator.ID, o.Period}] = o.Measure.Known()
	}
	for _, m := range kept {
		k := key{m.Employee, m.Team, m.Indicator, m.Period()}
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
