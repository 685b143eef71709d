package infer

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// trigamma(1) = π²/6 and trigamma(1/2) = π²/2 (Abramowitz & Stegun 6.4.2, 6.4.4).
func TestTrigamma(t *testing.T) {
	for x, want := range map[float64]float64{1: math.Pi * math.Pi / 6, .5: math.Pi * math.Pi / 2} {
		if got := trigamma(x); math.Abs(got-want) > 1e-12 {
			t.Errorf("trigamma(%v) = %v, want %v", x, got, want)
		}
	}
	for _, y := range []float64{1e-4, .01, .3, 1, 2.5, 40, 1e4, 1e7} {
		if got := trigammaInverse(trigamma(y)); math.Abs(got-y) > 1e-6*y {
			t.Errorf("the inverse of trigamma(%v) is %v", y, got)
		}
	}
}

// Variances drawn as Smyth's model says, s0² F(d, d0), give s0² and d0 back.
func TestVariancePriorFindsWhatItWasDrawnFrom(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const d, d0, s0 = 4, 8, 2.5
	s2, df := make([]float64, 20_000), make([]float64, 20_000)
	for i := range s2 {
		s2[i], df[i] = s0*distuv.F{D1: d, D2: d0, Src: r}.Rand(), d
	}
	p := NewVariancePrior(s2, df)
	if math.Abs(p.S2-s0) > .05*s0 || math.Abs(p.DF-d0) > .1*d0 {
		t.Errorf("%+v, want %v on %v", p, s0, d0)
	}
}

func TestVariancePriorOfThinData(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for name, c := range map[string]struct {
		s2, df []float64
		want   VariancePrior
	}{
		"two people":            {[]float64{1, 9}, []float64{2, 2}, VariancePrior{5, inf}},
		"no spread":             {[]float64{0, 0, 0}, []float64{2, 2, 2}, VariancePrior{0, inf}},
		"all alike":             {[]float64{3, 3, 3, 3}, []float64{2, 2, 2, 2}, VariancePrior{3, inf}},
		"unknown, and infinite": {[]float64{3, nan, inf, 5}, []float64{2, 2, 2, 2}, VariancePrior{4, inf}},
	} {
		if got := NewVariancePrior(c.s2, c.df); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestModerate(t *testing.T) {
	p := VariancePrior{S2: 2, DF: 6}
	if v, df := p.Moderate(10, 2); v != 4 || df != 8 { // (6·2 + 2·10)/8
		t.Errorf("%v on %v", v, df)
	}
	if v, df := p.Moderate(10, 0); v != 2 || df != 6 {
		t.Errorf("without degrees of freedom of one's own: %v on %v", v, df)
	}
	p.DF = math.Inf(1)
	if v, df := p.Moderate(10, 2); v != 2 || !math.IsInf(df, 1) {
		t.Errorf("nobody differs: %v on %v", v, df)
	}
}
