package infer

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// effectUnits draws levels with standard errors.
func effectUnits(t *rapid.T) (y, se []float64) {
	y = values(t, 2, 12)
	return y, rapid.SliceOfN(rapid.Float64Range(.1, 100), len(y), len(y)).Draw(t, "se")
}

func TestEffectsOfEveryMethod(t *testing.T) {
	methods := map[string]func(y, se []float64) RandomEffects{"DL": DerSimonianLaird, "PM": PauleMandel, "REML": REML}
	for name, fit := range methods {
		rapid.Check(t, func(t *rapid.T) {
			y, se := effectUnits(t)
			r := fit(y, se)
			if !(r.Tau2 >= 0 && r.I2 >= 0 && r.I2 <= 100 && r.SE > 0) || r.K != float64(len(y)) {
				t.Fatalf("%s: %+v", name, r)
			}
			for i := range y {
				level, stdErr := r.Level(y[i], se[i])
				if level < math.Min(y[i], r.Mu)-1e-9 || level > math.Max(y[i], r.Mu)+1e-9 || !(stdErr > 0) {
					t.Fatalf("%s: %v shrinks to %v past %v (se %v)", name, y[i], level, r.Mu, stdErr)
				}
			}
		})
	}
}

func TestPauleMandelMakesQItsExpectation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, se := effectUnits(t)
		r, u := PauleMandel(y, se), knownUnits(y, se)
		if r.Tau2 > 0 {
			near(t, "Q", u.q(r.Tau2), r.K-1, 1e-9)
		} else if u.q(0) > r.K-1+1e-9 {
			t.Fatalf("Q %v asks for a spread", u.q(0))
		}
	})
}

// With one standard error for all, every method gives the plain mean, and DL,
// PM and REML agree: tau² = max(0, s² - se²).
func TestEqualErrorsHaveAClosedForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := values(t, 2, 12)
		se := make([]float64, len(y))
		for i := range se {
			se[i] = 3
		}
		want := math.Max(0, sq(SD(y))-9)
		for _, r := range []RandomEffects{DerSimonianLaird(y, se), PauleMandel(y, se), REML(y, se)} {
			if math.Abs(r.Tau2-want) > 1e-6*(1+want) || math.Abs(r.Mu-Mean(y)) > 1e-9 {
				t.Fatalf("%+v, want tau² %v, mean %v", r, want, Mean(y))
			}
		}
	})
}

func TestEffectsEdges(t *testing.T) {
	none := math.NaN()
	r := DerSimonianLaird(nil, nil)
	isNaN(t, "nobody", r.Mu, r.SE, r.Tau2, r.Q)
	r = DerSimonianLaird([]float64{4, none, 5}, []float64{.5, 1, 0})
	if r.Mu != 4 || r.SE != .5 || r.K != 1 {
		t.Errorf("one known unit: %+v", r)
	}
	isNaN(t, "one unit has no spread", r.Tau2, r.I2)
	level, stdErr := r.Level(4, .5)
	isNaN(t, "not shrunk without a spread", level, stdErr)
	level, stdErr = DerSimonianLaird([]float64{4, 5}, []float64{1, 1}).Level(4, 0)
	isNaN(t, "no standard error", level, stdErr)
	if got := DerSimonianLaird([]float64{4, 4, 4}, []float64{1, 2, 3}); got.Tau2 != 0 || math.Abs(got.Mu-4) > 1e-15 {
		t.Errorf("equal levels: %+v", got)
	}
	if got := DerSimonianLaird([]float64{1, 2, 3}, []float64{1}); got.K != 1 {
		t.Errorf("levels without errors are used: %+v", got)
	}
}
