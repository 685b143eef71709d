package analysis

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"pgregory.net/rapid"
)

// A case is a team on one indicator, person by person and month by month.
type teamCase struct {
	in     *kpi.Indicator
	months [][]kpi.Measure
}

// drawTeamCase draws a team of any scale: counts or values, months missing.
func drawTeamCase(t *rapid.T) teamCase {
	c := teamCase{in: kpi.Builtin().Get(rapid.SampledFrom([]string{"conversion_rate", "complaint_rate", "csat_score", "rework_hours", "test_coverage"}).Draw(t, "kpi"))}
	counted := c.in.Counted() && rapid.Bool().Draw(t, "counted")
	for range rapid.IntRange(2, 9).Draw(t, "people") {
		months := make([]kpi.Measure, rapid.IntRange(1, 7).Draw(t, "months"))
		for m := range months {
			switch {
			case rapid.IntRange(0, 9).Draw(t, "blank") == 0:
				months[m] = kpi.Value(nan)
			case counted:
				n := rapid.Int64Range(1, 400).Draw(t, "n")
				months[m] = counts(rapid.Int64Range(0, n).Draw(t, "x"), n)
			case c.in.Scale == kpi.Proportion:
				months[m] = kpi.Value(float64(rapid.IntRange(0, 100).Draw(t, "value")) / 100)
			default:
				months[m] = kpi.Value(float64(rapid.IntRange(0, 1000).Draw(t, "value")) / 8)
			}
		}
		c.months = append(c.months, months)
	}
	return c
}

// rows are the observations of the case, changed by as.
func (c teamCase) rows(in *kpi.Indicator, as func(kpi.Measure) kpi.Measure) (rows []kpi.Observation) {
	for e, months := range c.months {
		for m, v := range months {
			rows = append(rows, kpi.Observation{Employee: kpi.Employee{ID: id(e)}, Team: "t", Indicator: in,
				Period: kpi.PeriodOf(kpi.DateOf(2025, 1, 1).AddMonths(m), kpi.Month), Measure: as(v), Origin: kpi.Origin{File: "t", Row: 1 + 100*e + m}})
		}
	}
	return rows
}

func scoreRows(t *rapid.T, rows []kpi.Observation) []Gap {
	var b kpi.Builder
	b.Add(rows...)
	ds, _ := b.Build()
	res, err := Run(t.Context(), ds, Default())
	if err != nil {
		t.Fatal(err)
	}
	return res.Gaps
}

// printed writes the gaps with what they point to.
func printed(gaps []Gap) string {
	var b strings.Builder
	for _, g := range gaps {
		if h := g.History; h != nil {
			fmt.Fprintf(&b, "%+v ", *h)
		}
		g.History = nil
		fmt.Fprintf(&b, "%+v\n", g)
	}
	return b.String()
}

func same(m kpi.Measure) kpi.Measure { return m }

// agree fails unless both lists judge everybody alike; factor is by what levels
// differ, sign by what gaps do.
func agree(t *rapid.T, got, want []Gap, shift, factor float64) {
	t.Helper()
	near := func(a, b float64) bool {
		return math.IsNaN(a) && math.IsNaN(b) || a == b || math.Abs(a-b) <= 1e-9*(1+math.Abs(b))
	}
	if len(got) != len(want) {
		t.Fatalf("%d gaps, want %d", len(got), len(want))
	}
	for i := range got {
		g, w := &got[i], &want[i]
		if g.Severity != w.Severity || g.Reason != w.Reason || g.Persistent != w.Persistent || g.N != w.N || g.Comparisons != w.Comparisons || fmt.Sprint(g.Caveats) != fmt.Sprint(w.Caveats) {
			t.Fatalf("%s: %s %s %s, want %s %s %s\n%v\n%v", g.Employee.ID, g.Severity, g.Reason, g.Persistent, w.Severity, w.Reason, w.Persistent, g.Caveats, w.Caveats)
		}
		for what, v := range map[string][2]float64{"p": {g.P, w.P}, "q": {g.Q, w.Q}, "p_material": {g.PMaterial, w.PMaterial},
			"value": {g.Actual.Value, shift + factor*w.Actual.Value}, "rest": {g.Rest, shift + factor*w.Rest},
			"shortfall": {g.Shortfall, math.Abs(factor) * w.Shortfall}, "slope": {g.Slope, factor * w.Slope}} {
			if !near(v[0], v[1]) {
				t.Fatalf("%s: %s %v, want %v", g.Employee.ID, what, v[0], v[1])
			}
		}
	}
}

// Rows in any order, and fed in by any split, give the same gaps, bit for bit.
func TestTheOrderOfRowsDoesNotShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawTeamCase(t)
		rows := c.rows(c.in, same)
		want := printed(scoreRows(t, rows))
		shuffled := rapid.Permutation(rows).Draw(t, "order")
		if got := printed(scoreRows(t, shuffled)); got != want {
			t.Fatalf("%s\n%s", got, want)
		}
		cut := rapid.IntRange(0, len(rows)).Draw(t, "cut")
		var b kpi.Builder
		b.Add(shuffled[cut:]...)
		b.Add(shuffled[:cut]...)
		ds, _ := b.Build()
		res, err := Run(t.Context(), ds, Default())
		if err != nil || printed(res.Gaps) != want {
			t.Fatalf("split at %d: %v", cut, err)
		}
	})
}

// The same figures read the other way round (failures for successes, losses for
// gains) with the other direction judge everybody alike.
func TestDirectionsMirrorOnEveryScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawTeamCase(t)
		if c.in.Scale == kpi.Rate || c.in.Scale == kpi.Quantity {
			return // what is counted from nought up has no mirror image
		}
		in := *c.in
		in.Direction = kpi.Higher + kpi.Lower - c.in.Direction
		top := 1000.0
		flip := func(m kpi.Measure) kpi.Measure {
			if m.HasCounts() {
				return kpi.Counts(m.Trials-m.Events, m.Trials)
			}
			return kpi.Value(top - m.Level)
		}
		if c.in.Scale == kpi.Proportion {
			top = 1
		}
		// What matters is a share of the reference, which the mirror changes: fix it.
		matter := .03
		plain := *c.in
		plain.Material, in.Material = &matter, &matter
		agree(t, scoreRows(t, c.rows(&in, flip)), scoreRows(t, c.rows(&plain, same)), top, -1)
	})
}

// Hours or minutes, points of ten or of a hundred: the unit does not show.
func TestUnitsDoNotShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawTeamCase(t)
		if c.in.Counted() {
			return
		}
		in := *c.in
		in.Floor, in.Ceiling, in.Material, in.Standard = nil, nil, nil, nil
		factor := rapid.SampledFrom([]float64{60, 1000, 1. / 64}).Draw(t, "factor")
		shift := 0.0
		if c.in.Scale == kpi.Score { // hours and money are counted from nought
			shift = rapid.SampledFrom([]float64{0, 512}).Draw(t, "shift")
		}
		got := scoreRows(t, c.rows(&in, func(m kpi.Measure) kpi.Measure { return kpi.Value(shift + factor*m.Level) }))
		agree(t, got, scoreRows(t, c.rows(&in, same)), shift, factor)
	})
}

// A month written as two halves of the same grain pools to the same: a person's
// window depends on the sums alone where trials are independent.
func TestSplitMonthsPoolToTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var whole, split []kpi.Observation
		in := kpi.Builtin().Get("conversion_rate")
		for e := range rapid.IntRange(4, 8).Draw(t, "people") {
			n := rapid.Int64Range(2, 400).Draw(t, "n")
			x := rapid.Int64Range(0, n).Draw(t, "x")
			m := rapid.Int64Range(1, n-1).Draw(t, "m")
			y := rapid.Int64Range(max(0, x-(n-m)), min(x, m)).Draw(t, "y")
			add := func(list []kpi.Observation, month int, x, n int64) []kpi.Observation {
				return append(list, kpi.Observation{Employee: kpi.Employee{ID: id(e)}, Team: "t", Indicator: in,
					Period: kpi.PeriodOf(kpi.DateOf(2025, 1, 1).AddMonths(month), kpi.Month), Measure: counts(x, n), Origin: kpi.Origin{Row: 10*e + month}})
			}
			whole = add(whole, 1, x, n)
			split = add(add(split, 0, y, m), 1, x-y, n-m)
		}
		a, b := scoreRows(t, whole), scoreRows(t, split)
		for i := range a {
			told := func(g Gap) string {
				return fmt.Sprint(g.Numerator, g.Actual, g.P, g.Q, g.PMaterial, g.Shrunk, g.Severity, g.Reason)
			}
			if told(a[i]) != told(b[i]) {
				t.Fatalf("%s\n%s", told(a[i]), told(b[i]))
			}
		}
	})
}
