package ingest

import (
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Completeness says who has figures for which period, and how many figures
// each indicator has.
type Completeness struct {
	Periods []kpi.Period // in which anybody has a figure, in order
	People  []Presence   // sorted by id; those who lack nothing too
	KPIs    []KPICount   // sorted by id
}

// Presence is what one employee has.
type Presence struct {
	Employee kpi.Employee
	Have     []int // for each period: how many of the indicators have a figure
	Due      []int // how many could have: those of the employee that anybody has a figure for in the period
}

// Lacks reports whether a figure is missing in any period.
func (p Presence) Lacks() bool { return !slices.Equal(p.Have, p.Due) }

// KPICount counts the figures of one indicator.
type KPICount struct {
	Indicator                  *kpi.Indicator
	Employees, Periods, Values int // who have a figure, the periods with one, and all of them
	Counted                    int // values with counts behind them
	Blank                      int // rows of people without a figure
}

// Complete finds out who lacks what. An indicator is an employee's when any
// row of hers names it, with a figure or without.
func Complete(set *kpi.Dataset) Completeness {
	type person struct{ employee, indicator int32 }
	type month struct{ indicator, period int32 }
	type figure struct{ employee, indicator, period int32 }
	mine, had, have := map[person]bool{}, map[month]bool{}, map[figure]bool{}
	c := Completeness{People: make([]Presence, len(set.Employees)), KPIs: countKPIs(set)}
	at := make([]int, len(set.Periods)) // index into Periods
	for s, e := range set.Employee {
		k := set.Indicator[s]
		mine[person{e, k}] = true
		for i := set.Rows(s).From; i < set.Rows(s).To; i++ {
			if p := set.Period[i]; set.Measure(i).Known() {
				at[p] = 1
				had[month{k, p}], have[figure{e, k, p}] = true, true
			}
		}
	}
	for p := range at {
		if at[p] == 1 {
			at[p], c.Periods = len(c.Periods), append(c.Periods, set.Periods[p])
		}
	}
	for e := range c.People {
		c.People[e] = Presence{set.Employees[e], make([]int, len(c.Periods)), make([]int, len(c.Periods))}
	}
	for m := range had {
		for e := range c.People {
			if mine[person{int32(e), m.indicator}] {
				c.People[e].Due[at[m.period]]++
			}
		}
	}
	for f := range have {
		c.People[f.employee].Have[at[f.period]]++
	}
	return c
}

func countKPIs(set *kpi.Dataset) []KPICount {
	list := make([]KPICount, len(set.Indicators))
	people, periods := map[[2]int32]bool{}, map[[2]int32]bool{}
	for i, s := 0, 0; i < set.Len(); i++ {
		if i == set.Rows(s).To {
			s++
		}
		at, m := set.Indicator[s], set.Measure(i)
		if !m.Known() {
			list[at].Blank++
			continue
		}
		list[at].Values++
		if m.HasCounts() {
			list[at].Counted++
		}
		people[[2]int32{at, set.Employee[s]}], periods[[2]int32{at, set.Period[i]}] = true, true
	}
	for k := range people {
		list[k[0]].Employees++
	}
	for k := range periods {
		list[k[0]].Periods++
	}
	for i, in := range set.Indicators {
		list[i].Indicator = in
	}
	return list
}
