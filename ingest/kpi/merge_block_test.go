package kpi_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// blockOf makes a block of observations, of which several may have one key. Of an
// employee it has what the first of them says.
func blockOf(rows []kpi.Observation) *kpi.Dataset {
	var d kpi.Dataset
	var places []kpi.Origin
	add := func(o kpi.Observation) kpi.Key {
		o.Origin.Row = 0
		if !slices.Contains(places, o.Origin) {
			places = append(places, o.Origin)
		}
		return kpi.Key{entry(&d.Teams, o.Team, strings.Compare), entry(&d.Indicators, o.Indicator, func(a, b *kpi.Indicator) int { return strings.Compare(a.ID, b.ID) }),
			entry(&d.Employees, o.Employee, func(a, b kpi.Employee) int { return strings.Compare(a.ID, b.ID) }), entry(&d.Periods, o.Period, kpi.Period.Compare)}
	}
	for range 2 { // until the dictionaries hold all
		for _, o := range rows {
			add(o)
		}
	}
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b kpi.Observation) int { return add(a).Compare(add(b)) })
	block := kpi.NewBlock(d, places, len(rows))
	for _, o := range rows {
		at := o.Origin
		at.Row = 0
		block.Add(add(o), o.Measure, kpi.Place{At: uint32(slices.Index(places, at)), Line: uint32(o.Origin.Row)})
	}
	return block.Dataset()
}

// entry is the index of an entry of a sorted list, into which it is put.
func entry[T any](list *[]T, v T, compare func(a, b T) int) int32 {
	at, found := slices.BinarySearchFunc(*list, v, compare)
	if !found {
		*list = slices.Insert(*list, at, v)
	}
	return int32(at)
}

// leftRows are the rows that a builder left out, sorted.
func leftRows(b *kpi.Builder) []kpi.LeftRow {
	return slices.SortedFunc(b.LeftOut().All(), func(a, b kpi.LeftRow) int {
		if c := a.Origin.Compare(b.Origin); c != 0 {
			return c
		}
		return strings.Compare(a.Code+a.KPI, b.Code+b.KPI)
	})
}

// Rows that stand in blocks are settled as single ones are, whether a block holds a
// key several times, several hold it, or a single row beside them.
func TestBlocksAreSettledAsSingleRowsAre(t *testing.T) {
	doubles := 0
	rapid.Check(t, func(t *rapid.T) {
		rows := observations().Draw(t, "rows")
		for i := range rows { // of one employee a block says one thing
			rows[i].Employee.Name = "name of " + rows[i].Employee.ID
			if rapid.IntRange(0, 3).Draw(t, "value") == 0 {
				rows[i].Measure = kpi.Value(0.5)
			}
		}
		var single, mixed kpi.Builder
		single.Add(rows...)
		var parts [3][]kpi.Observation
		for _, o := range rows {
			at := rapid.IntRange(0, 2).Draw(t, "part")
			parts[at] = append(parts[at], o)
		}
		mixed.Add(parts[0]...)
		for _, part := range parts[1:] {
			if len(part) > 0 {
				mixed.AddBlock(blockOf(part))
			}
		}
		want, wantDiags := single.Build()
		got, gotDiags := mixed.Build()
		if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()) + cmp.Diff(wantDiags, gotDiags) + cmp.Diff(leftRows(&single), leftRows(&mixed)); diff != "" {
			t.Fatal(diff)
		}
		doubles += mixed.LeftOut().Len()
	})
	if doubles == 0 {
		t.Error("no row was left out: the test shows nothing")
	}
}

func TestABlockAloneIsSettled(t *testing.T) {
	var b kpi.Builder
	b.AddBlock(blockOf([]kpi.Observation{sale("e1", "", 9, counts(1, 2)), sale("e1", "", 2, counts(0, 0)), sale("e1", "", 5, counts(1, 2)),
		sale("e2", "", 3, counts(1, 2)), sale("e2", "", 4, counts(1, 3))}))
	set, diags := b.Build()
	if set.Len() != 2 || set.Measure(0) != counts(1, 2) || set.OriginAt(0).Row != 5 || set.Measure(1).Known() {
		t.Errorf("kept %v and %v", set.At(0), set.At(1))
	}
	want := []kpi.Diagnostic{rowDiagnostic("row.conflict", "e2", 3, "sales.csv!C4"), rowDiagnostic("row.conflict", "e2", 4, "sales.csv!C3"),
		rowDiagnostic("row.duplicate", "e1", 9, "sales.csv!C5")}
	if diff := cmp.Diff(want, diags); diff != "" {
		t.Error(diff)
	}
}

// Rows that are left out are many in exports that overlap: each costs a few bytes,
// in a block and across blocks.
func TestRowsLeftOutCostAFewBytes(t *testing.T) {
	const people, months = 500, 48
	file := func(name string, copies int, same bool) *kpi.Dataset {
		d := kpi.Dataset{Teams: []string{"north"}, Indicators: []*kpi.Indicator{kpi.Builtin().Get("csat")}}
		for p := range people {
			d.Employees = append(d.Employees, kpi.Employee{ID: string([]byte{'e', 'a' + byte(p/26), 'a' + byte(p%26)})})
		}
		for m := range months {
			d.Periods = append(d.Periods, kpi.PeriodOf(kpi.DateOf(2022+m/12, time.Month(1+m%12), 1), kpi.Month))
		}
		b := kpi.NewBlock(d, []kpi.Origin{{File: name, Col: 3}}, copies*people*months)
		for at := range people * months {
			for c := range copies {
				m := counts(3, 4)
				if !same {
					m = counts(int64(c), 9)
				}
				b.Add(kpi.Key{0, 0, int32(at / months), int32(at % months)}, m, kpi.Place{Line: uint32(2 + at + c*people*months)})
			}
		}
		return b.Dataset()
	}
	for _, c := range []struct {
		sentence string
		blocks   []*kpi.Dataset
		left     int
	}{
		{"three copies in one file", []*kpi.Dataset{file("a.csv", 3, true)}, 2 * people * months},
		{"three versions in one file", []*kpi.Dataset{file("a.csv", 3, false)}, 3 * people * months},
		{"two files with the same rows", []*kpi.Dataset{file("a.csv", 1, true), file("b.csv", 1, true)}, people * months},
	} {
		var b kpi.Builder
		rows := 0
		for _, set := range c.blocks {
			b.AddBlock(set)
			rows += set.Len()
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		b.Build()
		runtime.ReadMemStats(&after)
		each := float64(after.TotalAlloc-before.TotalAlloc) / float64(rows)
		t.Logf("%s: %.0f bytes a row", c.sentence, each)
		if b.LeftOut().Len() != c.left || each > 100 {
			t.Errorf("%s: %d rows left out, %.0f bytes made for each row", c.sentence, b.LeftOut().Len(), each)
		}
	}
}
