package kpi

import "slices"

// InPeriods returns the rows of d for which to is not negative, each in the
// period to which it points: an index into periods, which are sorted. The rows
// keep their order, so the caller sees to it that it is one of periods too and
// that no key comes twice.
func (d *Dataset) InPeriods(to []int32, periods []Period) *Dataset {
	rows := 0
	for _, at := range to {
		if at >= 0 {
			rows++
		}
	}
	b := NewBlock(Dataset{Teams: d.Teams, Indicators: d.Indicators, Employees: slices.Clone(d.Employees), Periods: periods}, d.origins.places, rows)
	for s := range d.Series() {
		for i := d.Rows(s).From; i < d.Rows(s).To; i++ {
			if to[i] >= 0 {
				b.Add(Key{d.Team[s], d.Indicator[s], d.Employee[s], to[i]}, d.Measure(i), Place{d.origins.placeOf(i), d.origins.line[i]})
			}
		}
	}
	return b.Dataset()
}
