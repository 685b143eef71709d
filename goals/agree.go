package goals

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Agree fixes a draft: the actor's name, the start, and the days of every
// milestone. The month that holds the start is month 1, so a plan that starts
// on 1 July has month 3 in September; "from" is the first and "by" the last day
// of its month.
//
// The faults: plan.already_agreed, plan.no_actor, plan.date_before_start (a
// milestone is due before the plan starts), target.dates (due before it begins),
// target.too_short (its streak has no room). A start inside the data that the
// plan was drafted from is a caveat: those periods would count as progress.
func Agree(plan Plan, actor string, start kpi.Date) (Plan, error) {
	switch {
	case plan.State != Draft:
		return Plan{}, usage("plan.already_agreed", kpi.Args{"id": plan.ID, "by": plan.By, "start": when(plan.Start, 0)})
	case strings.TrimSpace(actor) == "":
		return Plan{}, usage("plan.no_actor", kpi.Args{"id": plan.ID})
	}
	plan.Milestones = slices.Clone(plan.Milestones)
	for i := range plan.Milestones {
		m := &plan.Milestones[i]
		m.date(start)
		if err := cmp.Or(m.checkDates(plan.ID, start), m.checkRoom(plan, start)); err != nil {
			return Plan{}, err
		}
	}
	if start <= plan.AsOf {
		plan.Caveats = append(slices.Clone(plan.Caveats), kpi.Caveat{Code: "plan.start_in_baseline",
			Args: kpi.Args{"start": start.String(), "as_of": plan.AsOf.String()}})
	}
	plan.State, plan.Start, plan.By = Agreed, &start, actor
	return plan, nil
}

// date puts the plan months of m on the calendar; days that are set stay.
func (m *Milestone) date(start kpi.Date) {
	month := func(n int) kpi.Period {
		return kpi.PeriodOf(kpi.PeriodOf(start, kpi.Month).Start.AddMonths(n-1), kpi.Month)
	}
	if m.From == nil && m.FromMonth > 0 {
		from := month(m.FromMonth).Start
		m.From = &from
	}
	if m.By == nil && m.ByMonth > 0 {
		by := month(m.ByMonth).End()
		m.By = &by
	}
}

func (m *Milestone) checkDates(id string, start kpi.Date) error {
	switch {
	case m.By == nil:
		return nil
	case *m.By < start:
		return usage("plan.date_before_start", kpi.Args{"id": id, "by": m.By.String(), "start": start.String()})
	case m.From != nil && *m.By < *m.From:
		return usage("target.dates", kpi.Args{"from": m.From.String(), "by": m.By.String()})
	}
	return nil
}

// checkRoom is the fault target.too_short of a milestone whose streak has no room
// between start and day: nobody could meet it. It is told by the grain of the
// baseline; without one nobody knows.
func (m *Milestone) checkRoom(plan Plan, start kpi.Date) error {
	if m.By == nil || plan.Standing == nil || plan.Standing.Grain >= kpi.Whole {
		return nil
	}
	n := 0
	day, _ := m.due(plan.Standing.Grain)
	for p := firstCounted(start, plan.Standing.Grain); p.End() <= day && n < m.sustain(); p = p.Next() {
		if m.holds(p) {
			n++
		}
	}
	if n < m.sustain() {
		return usage("target.too_short", kpi.Args{"id": plan.ID, "by": day.String(), "start": start.String(), "periods": itoa(n), "sustain": itoa(m.sustain())})
	}
	return nil
}

// EarliestClose is the first day on which the milestone of an agreed plan can
// be met with data of grain g, where from counts: the end of the last period of
// a streak that begins there. ok is false without a from.
func (m Milestone) EarliestClose(g kpi.Grain) (day kpi.Date, ok bool) {
	if m.From == nil || g == kpi.Whole {
		return 0, false
	}
	p := firstPeriodFrom(*m.From, g)
	for range max(1, m.Sustain) - 1 {
		p = p.Next()
	}
	return p.End(), true
}

// firstPeriodFrom is the first period of grain g that begins on day or later.
func firstPeriodFrom(day kpi.Date, g kpi.Grain) kpi.Period {
	p := kpi.PeriodOf(day, g)
	if p.Start < day {
		return p.Next()
	}
	return p
}
