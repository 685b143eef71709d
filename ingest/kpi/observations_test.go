package kpi

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

var drawnIndicators = []*Indicator{{ID: "a"}, {ID: "b"}, {ID: "c"}}

// drawnObservation draws an observation of few people, so that much comes again.
func drawnObservation(t *rapid.T) Observation {
	pick := func(what string, from ...string) string { return rapid.SampledFrom(from).Draw(t, what) }
	e := Employee{ID: pick("id", "1", "2", "3", "4"), Name: pick("name", "", "N", "M"), Role: pick("role", "", "R")}
	if rapid.Bool().Draw(t, "hired") {
		day := Date(rapid.IntRange(0, 2).Draw(t, "day"))
		e.Hired = &day
	}
	m := rapid.SampledFrom([]Measure{Counts(3*One, 20*One), Counts(One, One), Counts(0, One), Counts(One/2, 7*One), Counts(-One, One), Counts(5*One, 5_000_000_000*One),
		Value(0), Value(math.Copysign(0, -1)), Value(0.15), Value(math.NaN()), {Events: One, Level: 4}, {Events: One, Trials: 2 * One, Level: 0.75}}).Draw(t, "measure")
	return Observation{Employee: e, Team: pick("team", "A", "B"), Indicator: rapid.SampledFrom(drawnIndicators).Draw(t, "kpi"),
		Period:  Period{Date(31 * rapid.IntRange(0, 2).Draw(t, "start")), rapid.SampledFrom([]Grain{Day, Month}).Draw(t, "grain")},
		Measure: m, Origin: Origin{pick("file", "a.csv", "b.xlsx"), pick("sheet", "", "S"), rapid.IntRange(1, 9).Draw(t, "row"), rapid.IntRange(0, 3).Draw(t, "col")}}
}

// A list of observations gives back what was put into it, whatever is done to it.
func TestObservationsAreASlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l Observations
		var want []Observation
		for range rapid.IntRange(0, 40).Draw(t, "times") {
			o := drawnObservation(t)
			at := 0
			if len(want) > 0 {
				at = rapid.IntRange(0, len(want)-1).Draw(t, "at")
			}
			switch what := rapid.IntRange(0, 9).Draw(t, "what"); {
			case what == 0:
				l.Truncate(at)
				want = want[:at]
			case what == 1:
				i := 0
				want = slices.DeleteFunc(want, func(x Observation) bool { i++; return (i-1)%3 == at%3 })
				l.DeleteFunc(func(i int, _ Observation) bool { return i%3 == at%3 })
			case what == 2 && len(want) > 0:
				l.Set(at, o)
				want[at] = o
			default:
				l.Add(o)
				want = append(want, o)
			}
		}
		from := rapid.IntRange(0, len(want)).Draw(t, "from")
		var got []Observation
		for i, o := range l.From(from) {
			if i != from+len(got) {
				t.Fatalf("observation %d comes as %d", from+len(got), i)
			}
			got = append(got, o)
		}
		if diff := cmp.Diff(want[from:], got, cmpopts.EquateNaNs(), cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

// What goes through the list meanwhile is not gone through: a caller may add to it.
func TestObservationsThatAreAddedMeanwhile(t *testing.T) {
	var l Observations
	l.Add(Observation{Employee: Employee{ID: "1"}, Indicator: drawnIndicators[0]}, Observation{Employee: Employee{ID: "2"}, Indicator: drawnIndicators[0]})
	for _, o := range l.All() {
		o.Team = "B"
		l.Add(o)
	}
	if l.Len() != 4 || l.At(3).Employee.ID != "2" || l.At(3).Team != "B" {
		t.Errorf("%d observations, the last %+v", l.Len(), l.At(l.Len()-1))
	}
}

// A builder that takes a list over gives what one gives that was told of each
// observation, in any order.
func TestABuilderTakesAListOver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(drawnObservation), 0, 40).Draw(t, "rows")
		for i := range rows { // each in a cell of its own, which orders them
			rows[i].Origin.Row = 1 + i
			if m := &rows[i].Measure; m.HasCounts() { // a Dataset holds no level that its counts deny
				*m = Counts(m.Events, m.Trials)
			}
		}
		var one, other Builder
		var list Observations
		cut := rapid.IntRange(0, len(rows)).Draw(t, "cut")
		list.Add(rows[:cut]...)
		list.Truncate(cut / 2)
		one.AddList(list)
		var more Observations
		more.Add(rows[cut/2:]...)
		one.AddList(more)
		for _, i := range rapid.Permutation(slices.Collect(func(yield func(int) bool) {
			for i := range rows {
				if !yield(i) {
					return
				}
			}
		})).Draw(t, "order") {
			other.Add(rows[i])
		}
		set, diags := one.Build()
		wantSet, wantDiags := other.Build()
		if !set.Equal(wantSet) || !slices.EqualFunc(diags, wantDiags, func(a, b Diagnostic) bool { return a.Compare(b) == 0 }) {
			t.Fatalf("%v\n%v", diags, wantDiags)
		}
		checkAgainstMap(t, rows, set)
	})
}

// checkAgainstMap holds a Dataset against the observations, key by key.
func checkAgainstMap(t *rapid.T, rows []Observation, set *Dataset) {
	type key struct {
		team, indicator, employee string
		period                    Period
	}
	keyOf := func(o Observation) key { return key{o.Team, o.Indicator.ID, o.Employee.ID, o.Period} }
	byKey := map[key][]Observation{}
	for _, o := range rows {
		byKey[keyOf(o)] = append(byKey[keyOf(o)], o)
	}
	if set.Len() != len(byKey) {
		t.Fatalf("%d rows of %d keys", set.Len(), len(byKey))
	}
	for i := range set.Len() {
		o := set.At(i)
		if i > 0 && compareKeys(set.At(i-1), o) >= 0 {
			t.Fatalf("row %d is not behind the one before it", i)
		}
		same := byKey[keyOf(o)]
		if len(same) == 1 && (!sameFigures(same[0].Measure, o.Measure) || same[0].Origin != o.Origin) {
			t.Fatalf("%+v, want %+v", o, same[0])
		}
	}
}

// What is said of a person stands in memory once, not with each of her figures.
func BenchmarkObservations(b *testing.B) {
	people := make([]Employee, 1000)
	for i := range people {
		people[i] = Employee{ID: fmt.Sprint("E", i), Name: fmt.Sprint("name ", i), Manager: "M"}
	}
	b.ReportAllocs()
	for b.Loop() {
		var l Observations
		for i := range 120_000 {
			l.Add(Observation{Employee: people[i/120], Team: "A", Indicator: drawnIndicators[i%3], Period: Period{Date(i / 3 % 40), Day},
				Measure: Counts(Decimal(i%7)*One, 9*One), Origin: Origin{File: "a.csv", Row: i + 2, Col: 5}})
		}
	}
	b.ReportMetric(120_000, "figures/op")
}
