package analysis

import (
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// slot tells which window a period belongs to.
type slot uint8

const (
	outside slot = iota // earlier than both windows: of use for the slope
	before              // the window before
	now                 // the window
	after               // ends after the as-of date: not looked at
)

// calendar sorts the periods of a dataset into windows.
type calendar struct {
	asOf  kpi.Date
	slots []slot // by period index
	grain map[kpi.Grain]Window
}

// newCalendar takes, for each grain by itself, the last size distinct periods
// that end by asOf as the window and the size before them as the window
// before; less than two thirds of that make no window before. size 0 takes all. asOf 0 is the end of the last period.
func newCalendar(periods []kpi.Period, asOf kpi.Date, size int) calendar {
	c := calendar{asOf: asOf, slots: make([]slot, len(periods)), grain: map[kpi.Grain]Window{}}
	if asOf == 0 {
		c.asOf = lastDay(periods)
	}
	byGrain := map[kpi.Grain][]int{}
	for i, p := range periods {
		if p.Grain != kpi.Whole && p.End() > c.asOf {
			c.slots[i] = after
			continue
		}
		byGrain[p.Grain] = append(byGrain[p.Grain], i)
	}
	for g, at := range byGrain {
		n := len(at)
		if size > 0 {
			n = min(size, n)
		}
		current := at[len(at)-n:]
		c.mark(current, now)
		if earlier := len(at) - n; size > 0 && 3*earlier >= 2*n { // a much shorter window before would be another test
			c.mark(at[max(0, earlier-n):earlier], before)
		}
		c.grain[g] = Window{From: periods[current[0]], To: periods[current[n-1]], Periods: n}
	}
	return c
}

func (c *calendar) mark(at []int, s slot) {
	for _, i := range at {
		c.slots[i] = s
	}
}

// lastDay is the end of the last period that has a calendar, 0 when none has.
func lastDay(periods []kpi.Period) kpi.Date {
	var last kpi.Date
	for _, p := range periods {
		if p.Grain != kpi.Whole {
			last = max(last, p.End())
		}
	}
	return last
}

// commonest is the window of the grain with the most rows, for headings.
func (c *calendar) commonest(ds *kpi.Dataset) Window {
	var rows [kpi.Whole + 1]int
	for _, p := range ds.Period {
		rows[ds.Periods[p].Grain]++
	}
	var best kpi.Grain
	for _, g := range []kpi.Grain{kpi.Month, kpi.Quarter, kpi.Week, kpi.Day, kpi.Half, kpi.Year, kpi.Whole} {
		if _, used := c.grain[g]; used && (best == 0 || rows[g] > rows[best]) {
			best = g
		}
	}
	return c.grain[best]
}

// months lists the month ordinals of the periods, the x of a slope.
func months(periods []kpi.Period) []float64 {
	x := make([]float64, len(periods))
	for i, p := range slices.All(periods) {
		x[i] = p.MonthOrdinal()
	}
	return x
}
