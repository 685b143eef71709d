package goals

import (
	"math"
	"slices"
	"sort"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// reading is one row of a person: they may have moved between teams.
type reading struct {
	period  kpi.Period
	team    string
	measure kpi.Measure
}

// readings finds the rows of an employee and an indicator over all teams, by
// binary search in each, and the indicator as the data knows it (nil: no row).
func readings(ds *kpi.Dataset, employee, indicator string) ([]reading, *kpi.Indicator) {
	who, known := sort.Find(len(ds.Employees), func(i int) int { return compare(employee, ds.Employees[i].ID) })
	what, measured := sort.Find(len(ds.Indicators), func(i int) int { return compare(indicator, ds.Indicators[i].ID) })
	if !known || !measured {
		return nil, nil
	}
	var list []reading
	for at := 0; at < ds.Series(); {
		team := equalRange(ds.Team, kpi.Span{From: at, To: ds.Series()}, ds.Team[at])
		series := equalRange(ds.Employee, equalRange(ds.Indicator, team, int32(what)), int32(who))
		rows := ds.RowsOf(series)
		for i := rows.From; i < rows.To; i++ {
			list = append(list, reading{ds.Periods[ds.Period[i]], ds.Teams[ds.Team[at]], ds.Measure(i)})
		}
		at = team.To
	}
	return list, ds.Indicators[what]
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// equalRange is the run of id in the part span of a column that is sorted there.
func equalRange(col []int32, span kpi.Span, id int32) kpi.Span {
	part := col[span.From:span.To]
	from := sort.Search(len(part), func(i int) bool { return part[i] >= id })
	to := sort.Search(len(part), func(i int) bool { return part[i] > id })
	return kpi.Span{From: span.From + from, To: span.From + to}
}

// commonest is the grain of most of the readings since a day (of all of them
// where there is none since), the shorter one of equals; Month without any.
func commonest(list []reading, since kpi.Date) kpi.Grain {
	var recent, all [kpi.Whole + 1]int
	for _, r := range list {
		if !r.measure.Known() || r.period.Grain == kpi.Whole {
			continue
		}
		all[r.period.Grain]++
		if r.period.End() >= since {
			recent[r.period.Grain]++
		}
	}
	for _, count := range [][kpi.Whole + 1]int{recent, all} {
		if most := slices.Max(count[:]); most > 0 {
			return kpi.Grain(slices.Index(count[:], most))
		}
	}
	return kpi.Month
}

// firstCounted is the first period that counts for a plan that starts on day:
// the month that holds it is month 1; of longer grains the first that does not
// begin before that month, of shorter ones the first that does not begin before
// the day.
func firstCounted(day kpi.Date, g kpi.Grain) kpi.Period {
	if g < kpi.Month {
		return firstPeriodFrom(day, g)
	}
	return firstPeriodFrom(kpi.PeriodOf(day, kpi.Month).Start, g)
}

// countedPeriods lists the periods from the first counted one to the last that
// is over by asOf.
func countedPeriods(start, asOf kpi.Date, g kpi.Grain) []kpi.Period {
	var list []kpi.Period
	for p := firstCounted(start, g); p.End() <= asOf; p = p.Next() {
		list = append(list, p)
	}
	return list
}

// align puts the readings on the periods. Two rows of one period, from two
// teams, are added up where both have counts; else nobody can know which is
// right and neither is used (torn).
func align(list []reading, periods []kpi.Period, in *kpi.Indicator, level float64) (series []Observed, torn []kpi.Period) {
	series = make([]Observed, len(periods))
	for i, p := range periods {
		m, ok := merge(list, p)
		if !ok {
			torn = append(torn, p)
		}
		series[i] = observe(p, m, in, level)
	}
	return series, torn
}

func merge(list []reading, p kpi.Period) (kpi.Measure, bool) {
	sum := kpi.Measure{Level: math.NaN()}
	for _, r := range list {
		switch {
		case r.period != p || !r.measure.Known():
		case !sum.Known():
			sum = r.measure
		case sum.HasCounts() && r.measure.HasCounts():
			sum = kpi.Counts(sum.Events+r.measure.Events, sum.Trials+r.measure.Trials)
		default:
			return kpi.Measure{Level: math.NaN()}, false
		}
	}
	return sum, true
}

// observe adds the interval: Wilson's for independent trials, the Poisson one
// for events over exposure. Covered lines and values without counts have none.
func observe(p kpi.Period, m kpi.Measure, in *kpi.Indicator, level float64) Observed {
	o := Observed{Period: p, Measure: m, Value: m.Level, Lo: math.NaN(), Hi: math.NaN()}
	if in == nil || !m.HasCounts() || in.Clustered() {
		return o
	}
	var e infer.Estimate
	switch in.Scale {
	case kpi.Proportion:
		e = infer.Wilson(m.Events.Float(), m.Trials.Float(), level)
	case kpi.Rate:
		e = infer.CountInterval(m.Events.Float(), m.Trials.Float(), level)
	default:
		return o
	}
	o.Lo, o.Hi = e.Lo, e.Hi
	return o
}

// known reports whether anything was measured.
func (o Observed) known() bool { return o.Measure.Known() }
