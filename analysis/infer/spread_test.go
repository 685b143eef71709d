package infer

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestWithoutIsTheSpreadOfTheOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, n := team(t, 3)
		all := NewRateSpread(x, n)
		i := rapid.IntRange(0, len(x)-1).Draw(t, "i")
		rest := NewRateSpread(append(append([]float64{}, x[:i]...), x[i+1:]...), append(append([]float64{}, n[:i]...), n[i+1:]...))
		got := all.Without(x[i], n[i])
		near(t, "pooled", got.Pooled(), rest.Pooled(), 1e-12)
		if diff := math.Abs(got.Tau() - rest.Tau()); diff > 1e-6 {
			t.Fatalf("tau %v, want %v", got.Tau(), rest.Tau())
		}
	})
}

// Tau is DerSimonian and Laird's with the variances of the pooled rate.
func TestTauIsDerSimonianLairds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, n := team(t, 2)
		s := NewRateSpread(x, n)
		p := s.Pooled()
		var y, se []float64
		for i := range x {
			y, se = append(y, x[i]/n[i]), append(se, math.Sqrt(p*(1-p)/n[i]))
		}
		if p == 0 || p == 1 {
			near(t, "nothing or all", s.Tau(), 0, 0)
			return
		}
		if want := DerSimonianLaird(y, se).Tau2; math.Abs(s.Tau()*s.Tau()-want) > 1e-9 {
			t.Fatalf("tau² %v, want %v", s.Tau()*s.Tau(), want)
		}
	})
}

func TestSpreadEdges(t *testing.T) {
	one := NewRateSpread([]float64{3}, []float64{10})
	isNaN(t, "one unit", one.Tau(), one.Rho(), one.AnovaRho())
	single := NewRateSpread([]float64{0, 1, 1}, []float64{1, 1, 1})
	isNaN(t, "one trial each", single.Rho())
	none := NewRateSpread(nil, nil)
	isNaN(t, "nobody", none.Pooled(), none.Tau(), none.Rho())
	for what, s := range map[string]RateSpread{
		"nothing happened":    NewRateSpread([]float64{0, 0, 0}, []float64{10, 20, 30}),
		"everything happened": NewRateSpread([]float64{10, 20}, []float64{10, 20}),
		"equal rates":         NewRateSpread([]float64{2, 4, 8}, []float64{10, 20, 40}),
	} {
		near(t, what, s.Tau(), 0, 0)
		near(t, what, s.Rho(), 0, 0)
	}
	near(t, "all or nothing", NewRateSpread([]float64{0, 50}, []float64{50, 50}).Rho(), 1, 1e-12)
	if got := NewRateSpread([]float64{1, 2, math.NaN()}, []float64{0, 10, 10}); got.K != 1 || got.N != 10 {
		t.Errorf("units without trials count: %+v", got)
	}
}

func TestShrunkRatesLieBetweenTheirOwnAndThePooled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, n := team(t, 2)
		rates, prior := ShrinkRates(x, n)
		pooled := NewRateSpread(x, n).Pooled()
		near(t, "prior mean", prior.Mu, pooled, 0)
		for i, r := range rates {
			own := x[i] / n[i]
			if r < math.Min(own, pooled)-1e-12 || r > math.Max(own, pooled)+1e-12 {
				t.Fatalf("%v of %v: %v is not between %v and %v", x[i], n[i], r, own, pooled)
			}
			if prior.Rho == 0 && r != pooled {
				t.Fatalf("no evidence that people differ, yet %v, pooled %v", r, pooled)
			}
			e := prior.Posterior(x[i], n[i], .95)
			if prior.Rho == 1 {
				near(t, "everybody keeps their own", r, own, 1e-12)
				continue
			}
			if !(e.Lo <= e.Hi) || prior.Rho == 0 && e.Lo != e.Hi {
				t.Fatalf("posterior %+v of rho %v", e, prior.Rho)
			}
			if prior.Rho > 0 {
				a, b := x[i]+prior.Alpha, n[i]-x[i]+prior.Beta
				if m := betaQuantile(.5, a, b); m > 1e-12 && m < 1-1e-6 { // else not to be told from 0 and 1
					near(t, "half of the posterior below its median", prior.Below(x[i], n[i], m), .5, 1e-7)
				}
				// Beside 0 the difference of two rates leaves no relative exactness: 4e-17 for 2e-17.
				if want := a / (a + b); math.Abs(r-want) > 1e-9*want+1e-15 {
					t.Fatalf("mean %v, by alpha and beta %v", r, want)
				}
			}
		}
	})
}

func TestPriorEdges(t *testing.T) {
	known := NewBetaPrior(.2, 0)
	if known.Below(1, 10, .19) != 0 || known.Below(1, 10, .2) != 1 || known.Rate(0, 0) != .2 {
		t.Errorf("a prior without width: %+v", known)
	}
	own := NewBetaPrior(.2, 1)
	near(t, "nothing shared", own.Rate(3, 10), .3, 1e-15)
	isNaN(t, "nonsense", own.Rate(11, 10), own.Rate(-1, 10), own.Below(11, 10, .5), known.Below(1, 10, math.NaN()),
		known.Posterior(1, 10, 2).Lo, known.Posterior(11, 10, .95).Value)
	rates, prior := ShrinkRates(nil, nil)
	isNaN(t, "nobody", prior.Mu)
	if len(rates) != 0 {
		t.Errorf("rates of nobody: %v", rates)
	}
	rates, _ = ShrinkRates([]float64{1, 0}, []float64{1, 0})
	near(t, "one trial: the pooled rate", rates[0], 1, 0)
	near(t, "no trials: the pooled rate", rates[1], 1, 0)
}

func TestBetaBinomialFitIsAMaximum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, n := team(t, 3)
		fit := FitBetaBinomial(x, n)
		var u [][2]float64
		for i := range x {
			u = append(u, [2]float64{x[i], n[i] - x[i]})
		}
		theta := fit.Prior.Rho / (1 - fit.Prior.Rho)
		for _, step := range [][2]float64{{.999, 1}, {1.001, 1}, {1, .99}, {1, 1.01}} {
			mu, th := fit.Prior.Mu*step[0], theta*step[1]
			if mu <= 0 || mu >= 1 || math.IsInf(th, 1) {
				continue
			}
			if polyaLogLik(u, mu, th) > fit.LogLik+1e-7 {
				t.Fatalf("%+v: more likely at mu %v theta %v", fit, mu, th)
			}
		}
	})
	bad := FitBetaBinomial([]float64{1.5}, []float64{10})
	isNaN(t, "half an event", bad.LogLik, bad.Prior.Mu)
	all := FitBetaBinomial([]float64{10, 20}, []float64{10, 20})
	if !all.Boundary || all.Prior.Mu != 1 {
		t.Errorf("everything happened: %+v", all)
	}
}

func TestOtherShrinkers(t *testing.T) {
	z, c := JamesStein([]float64{1, 1, 1, 1}, .1)
	if c != 0 || z[0] != 1 {
		t.Errorf("equal levels: %v, %v", z, c)
	}
	z, c = JamesStein([]float64{1, 2, 4}, .1)
	if c != 1 || z[2] != 4 {
		t.Errorf("three levels gain nothing: %v, %v", z, c)
	}
	if z, _ = JamesStein(nil, .1); len(z) != 0 {
		t.Errorf("nobody: %v", z)
	}
	_, c = JamesStein([]float64{1, 2, 3, 4}, 100)
	near(t, "noise alone", c, 0, 0)
	isNaN(t, "no spread", MomentPrior([]float64{.2, .2}).Alpha)
	rates, _ := MartuzziElliott([]float64{0, 5, 0}, []float64{0, 10, 10})
	near(t, "no trials: the pooled rate", rates[0], .25, 0)
	rates, s2 := MartuzziElliott([]float64{0, 0}, []float64{10, 10})
	near(t, "nothing happened", rates[0]+s2, 0, 0)
	rapid.Check(t, func(t *rapid.T) {
		x, n := team(t, 2)
		pooled := NewRateSpread(x, n).Pooled()
		rates, _ := MartuzziElliott(x, n)
		for i, r := range rates {
			if own := x[i] / n[i]; r < math.Min(own, pooled)-1e-12 || r > math.Max(own, pooled)+1e-12 {
				t.Fatalf("%v is not between %v and %v", r, own, pooled)
			}
		}
	})
}
