package kpi_test

import (
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestRowsInOtherPeriods(t *testing.T) {
	day := func(n, row int) kpi.Observation {
		o := sale("e1", "", row, counts(int64(n), 100))
		o.Period = kpi.PeriodOf(june().Start+kpi.Date(n), kpi.Day)
		return o
	}
	other := sale("e2", "", 9, counts(7, 0))
	d, _ := build(day(3, 5), day(4, 6), day(40, 7), other)
	whole := kpi.PeriodOf(june().Start, kpi.Month)
	got := d.InPeriods([]int32{-1, 0, 1, -1}, []kpi.Period{whole, whole.Next()})
	if got.Len() != 2 || len(got.Employees) != 1 || len(d.Employees) != 2 || d.Len() != 4 {
		t.Fatalf("%d rows of %v, from %d of %v", got.Len(), got.Employees, d.Len(), d.Employees)
	}
	for i, want := range []kpi.Observation{day(4, 6), day(40, 7)} {
		o := got.At(i)
		if o.Period != []kpi.Period{whole, whole.Next()}[i] || o.Measure != want.Measure || o.Origin != want.Origin || o.Employee.ID != "e1" {
			t.Errorf("row %d: %+v", i, o)
		}
	}
}
