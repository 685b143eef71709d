package main

import (
	"slices"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/goals/ledger"
	"github.com/gapstep/gapstep/ingest/kpi"
)

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
	at := map[ledger.Measured]int{} // by plan, indicator and period
	for i := range ds.Len() {
		o := ds.At(i)
		for _, p := range wanted[key{o.Employee.ID, o.Indicator.ID}] {
			if !o.Measure.Known() || o.Period.End() < *p.Start || o.Period.End() > asOf {
				continue
			}
			slot := ledger.Measured{Plan: p.ID, Indicator: o.Indicator.ID, Start: o.Period.Start, Grain: o.Period.Grain}
			if n, twice := at[slot]; twice {
				list[n] = inBothTeams(list[n], o.Measure)
				continue
			}
			at[slot] = len(list)
			list = append(list, ledger.Measured{Plan: p.ID, Employee: o.Employee.ID, Team: o.Team, Indicator: o.Indicator.ID, Start: o.Period.Start,
				Grain: o.Period.Grain, Events: o.Measure.Events, Trials: o.Measure.Trials, Level: o.Measure.Level, Origin: o.Origin})
		}
	}
	return list
}

// inBothTeams adds up the figures of somebody who worked in two teams within a
// period: the counts, or the mean of levels without counts.
func inBothTeams(m ledger.Measured, more kpi.Measure) ledger.Measured {
	if m.Trials == 0 || more.Trials == 0 {
		m.Events, m.Trials, m.Level = 0, 0, (m.Level+more.Level)/2
		return m
	}
	sum := kpi.Counts(m.Events+more.Events, m.Trials+more.Trials)
	m.Events, m.Trials, m.Level = sum.Events, sum.Trials, sum.Level
	return m
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
