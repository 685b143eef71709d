package infer

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestHoltFollowsALine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Float64Range(.05, .95).Draw(t, "alpha")
		b := rapid.Float64Range(.05, .95).Draw(t, "beta")
		// A series that moves by phi + … + phi² as the damped trend itself does.
		state := Holt{a, b, .9, 10, 2}
		y := state.Forecast(8)
		f := state.Fit(y)
		if f.SSE > 1e-18 {
			t.Fatalf("its own forecast surprises it: %v", f.SSE)
		}
		next, whole := f.State.Forecast(4), state.Forecast(12)
		for i := range next {
			near(t, "continued", next[i], whole[8+i], 1e-12)
		}
	})
}

func TestHoltEdges(t *testing.T) {
	h := NewHolt([]float64{5}, .5, .2, .9)
	isNaN(t, "one observation", h.Level, h.Trend)
	isNaN(t, "has no forecast", h.Forecast(2)...)
	if got := h.Forecast(-1); len(got) != 0 {
		t.Errorf("no steps: %v", got)
	}
	if f := h.Fit(nil); len(f.Fitted) != 0 || f.SSE != 0 {
		t.Errorf("nothing to fit: %+v", f)
	}
	near(t, "undamped", Holt{Phi: 1, Level: 1, Trend: 2}.Forecast(3)[2], 7, 0)
}

func TestDiffInDiffOfRates(t *testing.T) {
	same := Counts{30, 100}
	e := RateCells{same, same, same, same}.DiffInDiff()
	near(t, "nothing changed", e.Value, 0, 0)
	near(t, "p", e.P, 1, 0)
	near(t, "standard error", e.SE, math.Sqrt(4*.3*.7/100), 1e-15)
	l := RateCells{same, Counts{0, 100}, same, same}.LogOddsInteraction()
	isNaN(t, "an empty cell has no odds", l.Value, l.P)
	none := RateCells{same, Counts{0, 0}, same, same}.DiffInDiff()
	isNaN(t, "no trials", none.Value, none.P)
	rapid.Check(t, func(t *rapid.T) {
		var c [4]Counts
		for i := range c {
			c[i].X, c[i].N = part(t, 300)
		}
		a := RateCells{c[0], c[1], c[2], c[3]}.DiffInDiff()
		b := RateCells{c[2], c[3], c[0], c[1]}.DiffInDiff() // the sides change places
		within(t, "mirror", b.Value, -a.Value, 1e-12)
		within(t, "standard error", b.SE, a.SE, 1e-12)
	})
}

func TestDiffInDiffOfValues(t *testing.T) {
	c := ValueCells{[]float64{1, 3}, []float64{6, 8}, []float64{2, 4}, []float64{3, 5}}
	separate, pooled := c.DiffInDiff()
	near(t, "5 - 1", separate.Value, 4, 0)
	near(t, "equal cells: the same error", pooled.SE, separate.SE, 1e-15)
	near(t, "degrees of freedom", pooled.DF, 4, 0)
	separate, pooled = ValueCells{nil, []float64{1}, []float64{1}, []float64{1}}.DiffInDiff()
	isNaN(t, "an empty cell", separate.Value, pooled.Value, separate.P)
}

func TestPlaceboChanges(t *testing.T) {
	got := PlaceboChanges([]float64{1, 2, 3, math.NaN()}, []float64{5, 3, 3, 9})
	for i, want := range []float64{4 - .5, 1 - 2, 0 - 2.5, math.NaN()} {
		near(t, "change", got[i], want, 1e-15)
	}
	isNaN(t, "nobody to compare with", PlaceboChanges([]float64{1}, []float64{2})...)
	rapid.Check(t, func(t *rapid.T) {
		before := values(t, 2, 10)
		after := rapid.SliceOfN(rapid.Float64Range(-1e3, 1e3), len(before), len(before)).Draw(t, "after")
		if s := Sum(PlaceboChanges(before, after)); math.Abs(s) > 1e-9 {
			t.Fatalf("the changes against the others do not cancel: %v", s)
		}
	})
}

func TestInterruptedSeriesFindsWhatWasPutIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.IntRange(3, 12).Draw(t, "before")
		n := first + rapid.IntRange(3, 12).Draw(t, "after")
		want := [4]float64{
			rapid.Float64Range(-9, 9).Draw(t, "level"), rapid.Float64Range(-2, 2).Draw(t, "slope"),
			rapid.Float64Range(-9, 9).Draw(t, "jump"), rapid.Float64Range(-2, 2).Draw(t, "turn"),
		}
		y := make([]float64, n)
		for i := range y {
			y[i] = want[0] + want[1]*float64(i+1)
			if i >= first {
				y[i] += want[2] + want[3]*float64(i-first)
			}
		}
		got := InterruptedSeries(y, first)
		for i := range want {
			if math.Abs(got.Coef[i]-want[i]) > 1e-8 {
				t.Fatalf("coefficients %v, want %v", got.Coef, want)
			}
		}
	})
}

func TestInterruptedSeriesEdges(t *testing.T) {
	y := []float64{1, 2, 3, 4, 5, 6, 7}
	for what, s := range map[string]Interrupted{
		"too few before": InterruptedSeries(y, 2),
		"too few after":  InterruptedSeries(y, 5),
		"a hole":         InterruptedSeries([]float64{1, 2, 3, math.NaN(), 5, 6, 7}, 3),
		"nothing":        InterruptedSeries(nil, 0),
	} {
		isNaN(t, what, s.Coef[0], s.SE[3], s.P[2], s.Sigma, s.DurbinWatson)
	}
}

func TestRegressionToTheMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Selection{
			Sigma: rapid.Float64Range(.1, 50).Draw(t, "sigma"), Mu: rapid.Float64Range(-50, 50).Draw(t, "mu"),
			Cutoff: rapid.Float64Range(-100, 100).Draw(t, "cutoff"), Rho: rapid.Float64Range(0, .99).Draw(t, "rho"),
			Measurements: float64(rapid.IntRange(1, 12).Draw(t, "m")),
		}
		below, above := s.RegressionToMean()
		mirror := s
		mirror.Cutoff = 2*s.Mu - s.Cutoff
		mirrorBelow, mirrorAbove := mirror.RegressionToMean()
		if !(below >= 0 && above >= 0) {
			t.Fatalf("%+v: %v, %v", s, below, above)
		}
		within(t, "mirror", mirrorBelow, above, 1e-6*(1+above))
		within(t, "mirror", mirrorAbove, below, 1e-6*(1+below))
		more := s
		more.Measurements++
		if less, _ := more.RegressionToMean(); less > below*(1+1e-12) {
			t.Fatalf("more measurements regress more: %v after %v", less, below)
		}
	})
	near(t, "far out: z + 1/z - 2/z³", hazard(36), 36+1.0/36-2.0/(36*36*36), 1e-15)
	near(t, "continuous", hazard(35.0001), hazard(34.9999), 1e-5)
	for _, bad := range []Selection{{0, 0, 0, .5, 1}, {1, 0, 0, 2, 1}, {1, 0, 0, .5, 0}, {math.NaN(), 0, 0, .5, 1}} {
		below, above := bad.RegressionToMean()
		isNaN(t, "nonsense", below, above)
	}
}
