package analysis

import (
	"fmt"
	"math"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func quarter(q int) kpi.Period {
	return kpi.PeriodOf(kpi.DateOf(2025, 1, 1).AddMonths(3*q-3), kpi.Quarter)
}

// A month and its quarter hold the same figures: they are not added up.
func TestGrainsAreNotPooled(t *testing.T) {
	var s sheet
	for i, x := range []int64{9, 6, 6, 7, 6} {
		months := []xn{{x, 30}, {x, 30}, {x, 30}}
		s.counts("t", fmt.Sprint("e", i), "conversion_rate", months...)
		s.b.Add(kpi.Observation{Employee: kpi.Employee{ID: fmt.Sprint("e", i)}, Team: "t", Indicator: kpi.Builtin().Get("conversion_rate"),
			Period: quarter(1), Measure: counts(3*x, 90), Origin: kpi.Origin{Row: 900 + i}})
	}
	g := find(t, run(t, s.dataset(), Default()), "e0", "conversion_rate")
	if g.N != 90 || g.Window.Periods != 3 || !hasCaveat(g, "gap.mixed_grains") || len(g.Series) != 3 {
		t.Errorf("n %d over %d periods, series of %d, %v", g.N, g.Window.Periods, len(g.Series), g.Caveats)
	}
}

// The window before is judged with the team of that window: somebody who has
// left since was a colleague then.
func TestPersistenceIsJudgedWithTheTeamOfThen(t *testing.T) {
	low, par := xn{15, 300}, xn{66, 300}
	var s sheet
	six := func(c xn) []xn { return []xn{c, c, c, c, c, c} }
	s.counts("t", "low", "conversion_rate", six(low)...)
	s.counts("t", "b", "conversion_rate", six(par)...).counts("t", "c", "conversion_rate", six(par)...)
	s.counts("t", "left", "conversion_rate", par, par, par)
	for m := 4; m <= 6; m++ {
		s.add("t", "joined", "conversion_rate", m, counts(par.x, par.n))
	}
	res := run(t, s.dataset(), Default())
	if g := find(t, res, "low", "conversion_rate"); g.Persistent != PersistentYes || g.TeamN != 4 {
		t.Errorf("persistent %s in a team of %d; four were judged in each window", g.Persistent, g.TeamN)
	}
	for i := range res.Gaps {
		if res.Gaps[i].Employee.ID == "left" {
			t.Error("somebody who left has a row")
		}
	}
}

// A window before of one month is another test than a window of three: unknown.
// Two months of three will do.
func TestAMuchShorterWindowBeforeTellsNothing(t *testing.T) {
	for months, want := range map[int]Persistence{4: PersistentUnknown, 5: PersistentYes, 6: PersistentYes} {
		var s sheet
		for i := range 5 {
			c := xn{66, 300}
			if i == 0 {
				c.x = 15
			}
			for m := range months {
				s.add("t", fmt.Sprint("e", i), "conversion_rate", m+1, counts(c.x, c.n))
			}
		}
		if g := find(t, run(t, s.dataset(), Default()), "e0", "conversion_rate"); g.Persistent != want || !g.Finding() {
			t.Errorf("%d months: persistent %s, want %s", months, g.Persistent, want)
		}
	}
}

// What is shown is what was compared: a member without counts changes the
// plain mean, not the rest that decides.
func TestTheRestShownIsTheRestThatDecided(t *testing.T) {
	var s sheet
	s.counts("t", "a", "conversion_rate", xn{20, 200})
	for _, e := range []string{"b", "c", "d", "e"} {
		s.counts("t", e, "conversion_rate", xn{44, 200})
	}
	s.values("t", "v", "conversion_rate", .01)
	g := find(t, run(t, s.dataset(), Default()), "a", "conversion_rate")
	if math.Abs(g.Rest-.22) > 1e-12 || math.Abs(g.Shortfall-.12) > 1e-12 || !g.Finding() {
		t.Errorf("rest %v, shortfall %v, %s", g.Rest, g.Shortfall, g.Severity)
	}
}

// A gap of exactly what matters counts, whatever binary fractions make of it.
func TestAGapOfExactlyWhatMattersCounts(t *testing.T) {
	reference, value := .5, .45 // variables: constants would be subtracted exactly
	v := verdict{judged: true, shortfall: reference - value, material: .05, p: 1e-6, q: 1e-5, pNeed: .5}
	if v.shortfall >= v.material {
		t.Fatal("the counter-example needs a shortfall just below")
	}
	if v.grade(.05); v.severity != Watch || v.reason != ReasonSpread {
		t.Errorf("%s %s", v.severity, v.reason)
	}
}
