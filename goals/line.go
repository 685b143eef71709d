package goals

import (
	"math/big"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// path is the expected line: straight in calendar time from the baseline, on
// the eve of the start, to each milestone on the day it is due.
type path []point

type point struct {
	day   kpi.Date
	level kpi.Decimal
}

// newPath draws the line of an agreed plan for data of grain g. Without a
// baseline it begins at the first milestone; without any day there is none.
func newPath(plan Plan, g kpi.Grain) path {
	var p path
	for _, m := range plan.Milestones {
		day, ok := m.due(g)
		if !ok {
			continue
		}
		for len(p) > 0 && p[len(p)-1].day >= day { // on coarse data two levels may be due at once
			p = p[:len(p)-1]
		}
		p = append(p, point{day, m.Level})
	}
	if plan.NoBaseline || len(p) == 0 {
		return p
	}
	return append(path{{*plan.Start - 1, plan.Baseline}}, p...)
}

// at is the expected level at the end of a day, rounded to a millionth towards
// the level the line comes from; ok is false before the line begins.
func (p path) at(day kpi.Date) (level kpi.Decimal, ok bool) {
	for i, to := range p {
		if day > to.day {
			continue
		}
		if i == 0 {
			return to.level, day == to.day
		}
		from := p[i-1]
		way := new(big.Int).Mul(big.NewInt(int64(to.level-from.level)), big.NewInt(int64(day-from.day)))
		return from.level + kpi.Decimal(way.Quo(way, big.NewInt(int64(to.day-from.day))).Int64()), true
	}
	if len(p) == 0 {
		return 0, false
	}
	return p[len(p)-1].level, true
}

// due is the day on which the level is first asked for with data of grain g:
// "by" its day (of grains longer than a month the end of the period that holds
// it), "from" the end of the first period that begins then or later.
func (m Milestone) due(g kpi.Grain) (day kpi.Date, ok bool) {
	switch {
	case m.By != nil && g > kpi.Month && g < kpi.Whole:
		return kpi.PeriodOf(*m.By, g).End(), true
	case m.By != nil:
		return *m.By, true
	case m.From != nil:
		return firstPeriodFrom(*m.From, g).End(), true
	}
	return 0, false
}

// holds reports whether a period may count towards the milestone.
func (m Milestone) holds(p kpi.Period) bool {
	if m.From != nil && p.Start < *m.From {
		return false
	}
	if m.By == nil {
		return true
	}
	day, _ := m.due(p.Grain)
	return p.End() <= day
}
