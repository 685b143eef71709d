package infer

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Computed with mpmath at 40 digits: sums of C(m, k) B(k+a, m-k+b)/B(a, b).
func TestForecastsAreBetaBinomial(t *testing.T) {
	for what, c := range map[string]struct {
		f           RateForecast
		y, m        float64
		lower, tail float64 // P(Y < y) + P(Y = y)/2 and the upper one
	}{
		"in the middle":                {RateForecast{0.22, 149}, 33, 150, 0.515549754734218, 0.484450245265782},
		"far above":                    {RateForecast{0.15, 250}, 60, 150, 0.999999988930042, 1.10699580674495e-08},
		"far below":                    {RateForecast{0.6, 40}, 2, 30, 9.04050070359862e-07, 0.99999909594993},
		"a prior of less than a trial": {RateForecast{0.3, 0.8}, 4, 12, 0.639163938343824, 0.360836061656176},
		"nothing":                      {RateForecast{0.05, 500}, 0, 80, 0.0111507807360957, 0.988849219263904},
		"all":                          {RateForecast{0.9, 60}, 50, 50, 0.988874826137562, 0.0111251738624385},
	} {
		lower, upper := c.f.MidP(c.y, c.m)
		near(t, what+", lower", lower, c.lower, 1e-9)
		near(t, what+", upper", upper, c.tail, 1e-9)
	}
}

func TestForecastsOfNothingAreUndefined(t *testing.T) {
	for _, c := range [][2]float64{{1.5, 10}, {11, 10}, {0, 0}, {-1, 4}, {math.NaN(), 4}} {
		if lower, upper := (RateForecast{.5, 10}).MidP(c[0], c[1]); !math.IsNaN(lower) || !math.IsNaN(upper) {
			t.Errorf("%v: %v %v", c, lower, upper)
		}
	}
	if f := NewBetaPrior(.2, .01).Forecast(5, 4, 0); !math.IsNaN(f.Mean) {
		t.Errorf("5 of 4: %+v", f)
	}
	if _, upper := (LevelForecast{1, 0}).Tails(2); !math.IsNaN(upper) {
		t.Error("a forecast without spread")
	}
}

// Where nobody differs (rho 0) everybody is expected at the team's rate, and the
// follow-up is plain binomial.
func TestWithoutSpreadTheForecastIsTheTeam(t *testing.T) {
	f := NewBetaPrior(.22, 0).Forecast(5, 50, .03)
	near(t, "mean", f.Mean, .25, 1e-15)
	_, upper := f.MidP(20, 50)
	_, want := MidPBinomial(20, 50, .25)
	near(t, "upper", upper, want, 1e-12)
}

// The levels' forecast by hand: tau² 4, se 1 (lambda .8), mean 80 known to 1/2:
// level 80 + .8 × -5 = 76, se² .8 + .04 × .25 = .81; after with se 1: sd √1.81.
func TestForecastOfLevelsByHand(t *testing.T) {
	f := RandomEffects{Mu: 80, SE: .5, Tau2: 4}.Forecast(75, 1, 1, 2)
	near(t, "mean", f.Mean, 78, 1e-12)
	near(t, "sd", f.SD, math.Sqrt(1.81), 1e-12)
	lower, upper := f.Tails(78 + 1.959963984540054*math.Sqrt(1.81))
	near(t, "upper", upper, .025, 1e-12)
	near(t, "lower", lower, .975, 1e-12)
}

// Properties: mirrored events give mirrored tails; more events are less likely.
func TestForecastTailsMirrorAndFall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := RateForecast{rapid.Float64Range(.001, .999).Draw(t, "mean"), rapid.Float64Range(.5, 1e5).Draw(t, "size")}
		m := float64(rapid.IntRange(1, 3000).Draw(t, "m"))
		y := float64(rapid.IntRange(0, int(m)).Draw(t, "y"))
		_, upper := f.MidP(y, m)
		mirrored, _ := RateForecast{1 - f.Mean, f.Size}.MidP(m-y, m)
		if math.Abs(upper-mirrored) > 1e-9 || !(upper >= 0 && upper <= 1) {
			t.Fatalf("%v of %v under %+v: %v, mirrored %v", y, m, f, upper, mirrored)
		}
		if y < m {
			if _, next := f.MidP(y+1, m); next > upper+1e-12 {
				t.Fatalf("%v of %v: %v, one more %v", y, m, upper, next)
			}
		}
	})
}
