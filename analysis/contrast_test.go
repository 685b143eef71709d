package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// pooled pools the months of one person.
func pooled(months ...kpi.Measure) *pool {
	p := &pool{}
	for i, m := range months {
		p.add(int32(i), m)
	}
	return p
}

// The variance of Σ n y / Σ n with independent y of equal variance is Σ n² / (Σ n)².
func TestNoiseOfAPool(t *testing.T) {
	for name, c := range map[string]struct {
		pool *pool
		want float64
		even bool
	}{
		"nothing":                  {pooled(), nan, false},
		"values":                   {pooled(kpi.Value(3), kpi.Value(nan), kpi.Value(4)), 1. / 2, true},
		"equal months":             {pooled(counts(5, 10), counts(7, 10), counts(1, 10)), 1. / 3, true},
		"nearly equal months":      {pooled(counts(5, 90), counts(7, 100), counts(1, 110)), 30200. / 90000, true},
		"one month decides":        {pooled(counts(5, 10), counts(7, 10), counts(1, 80)), .66, false},
		"counts and values: means": {pooled(counts(5, 10), kpi.Value(.5)), 1. / 2, true},
	} {
		got := c.pool.noise()
		if math.Abs(got-c.want) > 1e-12 || math.IsNaN(got) != math.IsNaN(c.want) || c.pool.even() != c.even {
			t.Errorf("%s: %v, even %t, want %v %t", name, got, c.pool.even(), c.want, c.even)
		}
	}
}

// The interval stands about the value that is shown, is as wide as the few periods
// that decide it make it, and holds no share beyond the possible.
func TestTheIntervalStandsAboutTheValue(t *testing.T) {
	in := kpi.Builtin().Get("test_coverage")
	p := pooled(counts(90, 100), counts(80, 100), counts(700, 1000))
	e := p.estimate(in, .95, infer.NewMeanIntervals(.95))
	// sd(.9 .8 .7) = .1; noise (100² + 100² + 1000²)/1200²; t(.975, 2) = 4.302652729911275
	half := 4.302652729911275 * .1 * math.Sqrt(1020000./1440000)
	if e.Value != .725 || math.Abs(e.Lo-(.725-half)) > 1e-9 || e.Hi != 1 {
		t.Errorf("%+v, want .725 - %v to 1", e, half)
	}
}

// Hours and money have the logarithms of their figures, shares without counts those
// of their distance from the good end; noughts get half of the smallest figure.
func TestLogs(t *testing.T) {
	hours, score := kpi.Builtin().Get("rework_hours"), kpi.Builtin().Get("csat_score")
	won, defects := kpi.Builtin().Get("conversion_rate"), kpi.Builtin().Get("defect_rate")
	for name, c := range map[string]struct {
		in     *kpi.Indicator
		levels []float64
		want   []float64 // nil: none
	}{
		"positive":      {hours, []float64{1, math.E}, []float64{0, 1}},
		"with noughts":  {hours, []float64{0, 2}, []float64{0, math.Log(3)}},
		"only noughts":  {hours, []float64{0, 0}, nil},
		"money lost":    {hours, []float64{-1, 5}, nil},
		"share won":     {won, []float64{1 - 1/math.E, 0}, []float64{-1, 0}},
		"share of bad":  {defects, []float64{1 / math.E, 1}, []float64{-1, 0}},
		"beyond 100 %":  {won, []float64{1.2, .5}, nil},
		"of scores":     {score, []float64{1, 2}, nil},
		"nothing known": {hours, []float64{nan}, nil},
	} {
		p := pooled()
		for i, v := range c.levels {
			p.add(int32(i), kpi.Value(v))
		}
		list, ok := logs(c.in, []*pool{p})
		if ok != (c.want != nil) {
			t.Errorf("%s: %t", name, ok)
			continue
		}
		for i, want := range c.want {
			if got := list.pools[0].levels[i]; math.Abs(got-want) > 1e-12 || p.levels[i] != c.levels[i] {
				t.Errorf("%s: %v, want %v; the figures are now %v", name, list.pools[0].levels, c.want, p.levels)
			}
		}
	}
}

// With equal spreads and no counts the contrast is the classical one of a mean
// with the mean of the others' means.
func TestContrastOfPlainMeans(t *testing.T) {
	pools := []*pool{pooled(kpi.Value(1), kpi.Value(3)), pooled(kpi.Value(4), kpi.Value(6)), pooled(kpi.Value(9), kpi.Value(7)), pooled()}
	c := newContrast(pools, spreadWithin(pools[:3]).moderate(), (*pool).value)
	if got := c.rest(0); got != 6.5 {
		t.Errorf("the rest of the first is %v, want (5 + 8)/2", got)
	}
	c = newContrast(pools, within{sd: 2, df: 9, own: make([]float64, 4), ownDF: make([]float64, 4), prior: infer.VariancePrior{S2: 4, DF: math.Inf(1)}}, (*pool).value)
	if se, df := c.se(0); math.Abs(se-2*math.Sqrt(1./2+(1./2+1./2)/4)) > 1e-12 || df != 9 {
		t.Errorf("%v on %v", se, df)
	}
}

// Somebody who varies more than the others is behind now and then without being
// worse: their own spread speaks, and nobody gains by a smaller one.
func TestUnsteadyPeopleAreMeasuredByTheirOwnSpread(t *testing.T) {
	w := within{sd: 2, df: 20, own: []float64{1, 1.2, .9, 60, 1.1, .8}, ownDF: []float64{2, 2, 2, 2, 2, 2}}.moderate()
	if v, df := w.of(3); !(v > 20) || !(df < 6) {
		t.Errorf("the unsteady one: %v on %v", v, df)
	}
	if v, df := w.of(0); v != 4 || df != 20 {
		t.Errorf("a steady one: %v on %v", v, df)
	}
}

// How far this goes is measured: equal people whose spreads differ, by a standard
// deviation of .5 in their logarithm, with three months. Without it a false flag
// stands in 11 and 21 % of teams of 12 and 30; three months tell no more.
func TestSpreadsThatDiffer(t *testing.T) {
	teams := 400 * *simulated
	for k, limit := range map[int]float64{12: .11, 30: .165} {
		r, flagged := rand.New(rand.NewPCG(3, uint64(k))), 0
		for range teams {
			var s sheet
			for i := range k {
				sd := 5 * math.Exp(.5*r.NormFloat64())
				s.values("t", id(i), "csat_score", 80+sd*r.NormFloat64(), 80+sd*r.NormFloat64(), 80+sd*r.NormFloat64())
			}
			found := false
			for _, g := range run(t, s.dataset(), Default()).Gaps {
				found = found || g.Finding()
			}
			flagged += count(found)
		}
		share := float64(flagged) / float64(teams)
		t.Logf("%d equal people whose spreads differ: any false flag in %.1f %%", k, 100*share)
		if share > limit {
			t.Errorf("%d people: %s", k, fmt.Sprintf("%.1f %%, want ≤ %.1f", 100*share, 100*limit))
		}
	}
}
