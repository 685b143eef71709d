package kpi_test

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestMeasures(t *testing.T) {
	for _, c := range []struct {
		sentence      string
		m             kpi.Measure
		level         float64
		counted, some bool
	}{
		{"45 of 300", counts(45, 300), 0.15, true, true},
		{"none of 10 is a known zero", counts(0, 10), 0, true, true},
		{"no trials are no data, not zero", counts(0, 0), math.NaN(), false, false},
		{"events without trials are no data", counts(3, 0), math.NaN(), false, false},
		{"a level alone", kpi.Value(6), 6, false, true},
		{"a level of zero is known", kpi.Value(0), 0, false, true},
		{"a level that is no number is none", kpi.Value(math.NaN()), math.NaN(), false, false},
	} {
		same := c.m.Level == c.level || math.IsNaN(c.m.Level) && math.IsNaN(c.level)
		if !same || c.m.HasCounts() != c.counted || c.m.Known() != c.some {
			t.Errorf("%s: %+v", c.sentence, c.m)
		}
	}
	if m := counts(3, 0); m != counts(3, 0) && m.Events != 0 {
		t.Error("events without trials are not kept") // NaN: the structs differ, the events must not
	}
}

// The columns are sorted by team, indicator, employee, period, no key stands
// twice, every index points into its dictionary, and At gives back the rows.
func TestDatasetIsSortedColumns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, _ := build(observations().Draw(t, "rows")...)
		for _, col := range [][]int32{d.Team, d.Indicator, d.Employee} {
			if len(col) != d.Series() {
				t.Fatalf("columns of %d and %d series", len(col), d.Series())
			}
		}
		at := 0
		for s := range d.Series() {
			rows := d.Rows(s)
			if rows.From != at || rows.To <= rows.From || d.SeriesOf(rows.From) != s || d.SeriesOf(rows.To-1) != s {
				t.Fatalf("series %d of rows %v, after row %d", s, rows, at)
			}
			for at = rows.From + 1; at < rows.To; at++ {
				if d.Period[at-1] >= d.Period[at] {
					t.Fatalf("row %d does not come after row %d", at, at-1)
				}
			}
			if s > 0 && cmp.Or(cmp.Compare(d.Team[s-1], d.Team[s]), cmp.Compare(d.Indicator[s-1], d.Indicator[s]), cmp.Compare(d.Employee[s-1], d.Employee[s])) >= 0 {
				t.Fatalf("series %d does not come after the one before it", s)
			}
		}
		if at != d.Len() || d.RowsOf(d.All()) != (kpi.Span{From: 0, To: d.Len()}) {
			t.Fatalf("the series end at row %d of %d", at, d.Len())
		}
		if !slices.IsSorted(d.Teams) || !slices.IsSortedFunc(d.Employees, func(a, b kpi.Employee) int { return strings.Compare(a.ID, b.ID) }) ||
			!slices.IsSortedFunc(d.Indicators, func(a, b *kpi.Indicator) int { return strings.Compare(a.ID, b.ID) }) ||
			!slices.IsSortedFunc(d.Periods, kpi.Period.Compare) {
			t.Fatal("a dictionary is not sorted")
		}
	})
}

func TestAtGivesTheObservation(t *testing.T) {
	want := sale("e1", "王伟", 14, counts(15, 100))
	d, _ := build(want, sale("e2", "李娜", 15, counts(22, 100)))
	if diff := gocmp.Diff(want, d.At(0)); diff != "" {
		t.Error(diff)
	}
	if d.At(1).Employee.ID != "e2" || d.Measure(1).Level != 0.22 {
		t.Errorf("%+v", d.At(1))
	}
}

func TestTheSpanOfAllRows(t *testing.T) {
	d, _ := build(sale("e1", "", 2, counts(1, 2)), sale("e2", "", 3, counts(1, 2)))
	if d.All() != (kpi.Span{From: 0, To: 2}) || (&kpi.Dataset{}).Len() != 0 || (&kpi.Dataset{}).All() != (kpi.Span{}) {
		t.Error("spans")
	}
}
