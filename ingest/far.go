package ingest

import (
	"fmt"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// farYears is how many years without a figure part periods that hardly belong
// together.
const farYears = 3

// reportFar warns of periods that lie far from most of the figures: 2077 for 2027. One
// such cell would be the last period, and the window ends with that.
func (r *run) reportFar(set *kpi.Dataset) {
	var periods []int // in their order, as the dictionary is
	for i, p := range set.Periods {
		if p.Grain != kpi.Whole {
			periods = append(periods, i)
		}
	}
	if len(periods) < 2 || !isFar(set.Periods[periods[0]], set.Periods[periods[len(periods)-1]]) {
		return // without a look at every figure
	}
	first, figures, all := countPeriods(set)
	periods = slices.DeleteFunc(periods, func(i int) bool { return figures[i] == 0 })
	before := 0
	for i := range len(periods) - 1 {
		at, next := periods[i], periods[i+1]
		before += figures[at]
		if !isFar(set.Periods[at], set.Periods[next]) {
			continue
		}
		few, other := before, next
		if 2*before >= all {
			few, at, other = all-before, next, at
		}
		r.report(kpi.Warning, "period.far", set.OriginAt(first[at]), kpi.Args{"period": set.Periods[at].String(), "values": fmt.Sprint(few), "other": set.Periods[other].String()})
	}
}

func isFar(a, b kpi.Period) bool { return b.Start >= a.End().AddMonths(12*farYears) }

// countPeriods counts the figures of each period, and says the row of its first one.
func countPeriods(set *kpi.Dataset) (first, figures []int, all int) {
	first, figures = make([]int, len(set.Periods)), make([]int, len(set.Periods))
	for i, p := range set.Period {
		if !set.Measure(i).Known() {
			continue
		}
		if figures[p] == 0 {
			first[p] = i
		}
		figures[p]++
		all++
	}
	return first, figures, all
}
