package infer

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The simulations are seeded: the same figures on every run. Their bounds are
// those of the method's design, with room for the Monte Carlo error.

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 2026)) }

// drawBinomial counts n trials at rate p.
func drawBinomial(r *rand.Rand, n int, p float64) float64 {
	x := 0.0
	for range n {
		if r.Float64() < p {
			x++
		}
	}
	return x
}

// equalTeam draws k people of one true rate with 10 to 400 trials each.
func equalTeam(r *rand.Rand, k int, p float64) (x, n []float64) {
	for range k {
		trials := int(10 * math.Pow(40, r.Float64()))
		n = append(n, float64(trials))
		x = append(x, drawBinomial(r, trials, p))
	}
	return x, n
}

// lowerAgainstRest are the mid-p values of each person against the others.
func lowerAgainstRest(x, n []float64) []float64 {
	all := NewRateSpread(x, n)
	p := make([]float64, len(x))
	for i := range x {
		rest := all.Without(x[i], n[i])
		p[i], _ = MidPRest(x[i], n[i], rest.X, rest.N)
	}
	return p
}

// Of teams of equally good people no more than 5 % may have anybody below q .05.
func TestEqualTeamsAreRarelyFlagged(t *testing.T) {
	for _, k := range []int{4, 8, 20} {
		r := seeded(uint64(k))
		const teams = 600
		flagged, naive := 0, 0
		for range teams {
			x, n := equalTeam(r, k, .22)
			if slices.Min(BH(lowerAgainstRest(x, n))) <= .05 {
				flagged++
			}
			rates := make([]float64, k)
			for i := range x {
				rates[i] = x[i] / n[i]
			}
			if slices.Min(ZScores(rates)) <= -1 {
				naive++
			}
		}
		if share := float64(flagged) / teams; share > .065 {
			t.Errorf("%d equal people: anybody flagged in %.3f of the teams", k, share)
		}
		if share := float64(naive) / teams; share < .6 {
			t.Errorf("%d equal people: z <= -1 flags in only %.3f: the simulation is no challenge", k, share)
		}
	}
}

// One at .11 among colleagues at .22 with 150 trials each is found in most teams.
func TestALowPerformerIsFound(t *testing.T) {
	r := seeded(11)
	const teams = 300
	found := 0
	for range teams {
		x, n := make([]float64, 12), make([]float64, 12)
		for i := range x {
			rate := .22
			if i == 0 {
				rate = .11
			}
			n[i], x[i] = 150, drawBinomial(r, 150, rate)
		}
		if BH(lowerAgainstRest(x, n))[0] <= .05 {
			found++
		}
	}
	if share := float64(found) / teams; share < .72 {
		t.Errorf("found in %.3f of the teams, want .78 or so", share)
	}
}

// Exact coverage over a grid of true rates: never below the level for Clopper
// and Pearson, near it on average for Wilson.
func TestCoverageOfProportionIntervals(t *testing.T) {
	for _, n := range []float64{5, 20, 100} {
		least, sum, steps := 1.0, 0.0, 0.0
		for p := .01; p < .995; p += .01 {
			var guaranteed, score float64
			for x := 0.0; x <= n; x++ {
				mass := math.Exp(logBinomial(x, n, p))
				if e := ClopperPearson(x, n, .95); e.Lo <= p && p <= e.Hi {
					guaranteed += mass
				}
				if e := Wilson(x, n, .95); e.Lo <= p && p <= e.Hi {
					score += mass
				}
			}
			least, sum, steps = math.Min(least, guaranteed), sum+score, steps+1
		}
		if least < .95-1e-9 {
			t.Errorf("n = %v: Clopper-Pearson covers %.4f somewhere", n, least)
		}
		if mean := sum / steps; math.Abs(mean-.95) > .012 {
			t.Errorf("n = %v: Wilson covers %.4f on average", n, mean)
		}
	}
}

// In-control series that any of the four rules marks, by length (2.0, 7.3 and
// 18.7 % in the design): the reason to freeze the limits on a baseline.
func TestXmRFalseAlarmsGrowWithTheLength(t *testing.T) {
	for _, c := range []struct {
		n    int
		want float64
	}{{6, .020}, {12, .073}, {24, .187}} {
		r := seeded(uint64(c.n))
		const series = 3000
		marked := 0
		for range series {
			y := make([]float64, c.n)
			for i := range y {
				y[i] = r.NormFloat64()
			}
			stands := func(m Mark) bool { return m.Signal != NoSignal }
			if slices.ContainsFunc(XmRLimits(y, XmRMultiple, true).Signals(y, MakingDataCount()), stands) {
				marked++
			}
		}
		within(t, "share of in-control series marked", float64(marked)/series, c.want, .02)
	}
}

// The nominal 80 % interval of a linear forecast holds the next value in 80 % of
// the series that are what it takes them for.
func TestPredictionIntervalCovers(t *testing.T) {
	r := seeded(80)
	const series = 3000
	held := 0
	x := []float64{1, 2, 3, 4, 5, 6, 7, 8}
	for range series {
		y := make([]float64, len(x))
		for i := range y {
			y[i] = 15 + .4*x[i] + r.NormFloat64()
		}
		_, next := FitLine(x, y).At(10, .8)
		if v := 15 + .4*10 + r.NormFloat64(); next.Lo <= v && v <= next.Hi {
			held++
		}
	}
	within(t, "coverage", float64(held)/series, .8, .022)
}

// Those picked below a cut-off come back by what the formula says.
func TestRegressionToTheMeanHappens(t *testing.T) {
	r := seeded(5)
	s := Selection{Sigma: 15, Mu: 60, Cutoff: 50, Rho: .3, Measurements: 1}
	between, inside := math.Sqrt(.3)*15, math.Sqrt(.7)*15
	var picked, change float64
	for range 60000 {
		level := 60 + between*r.NormFloat64()
		if before := level + inside*r.NormFloat64(); before < 50 {
			picked, change = picked+1, change+level+inside*r.NormFloat64()-before
		}
	}
	below, _ := s.RegressionToMean()
	within(t, "mean change of the picked", change/picked, below, .3)
}

// Shrunk rates are nearer to the truth than raw ones, in all and on average.
func TestShrunkRatesAreNearerToTheTruth(t *testing.T) {
	r := seeded(3)
	var raw, shrunk float64
	for range 200 {
		var x, n, truth []float64
		for range 12 {
			p := .22 + .04*r.NormFloat64()
			trials := 10 + r.IntN(190)
			truth, n, x = append(truth, p), append(n, float64(trials)), append(x, drawBinomial(r, trials, p))
		}
		rates, _ := ShrinkRates(x, n)
		for i := range x {
			raw += sq(x[i]/n[i] - truth[i])
			shrunk += sq(rates[i] - truth[i])
		}
	}
	if shrunk > raw/1.5 {
		t.Errorf("squared error %.4f shrunk, %.4f raw", shrunk, raw)
	}
}

// Two ways to one number: binomial tails by summing, and by the incomplete beta
// function; Poisson tails by summing, and by the incomplete gamma function.
func TestIncompleteFunctionsAtEverySize(t *testing.T) {
	for _, n := range []float64{10, 1e3, 1e6, 1e8, 1e10} {
		for _, off := range []float64{-5, -1, 0, 1, 5} {
			x := math.Max(1, math.Round(n*.22+off*math.Sqrt(n*.22*.78)))
			tail := binomialTails(x, n, .22)
			below, above := betaTails(.22, x, n-x+1)
			near(t, "P(X >= x)", below, tail.at+tail.above, 1e-9)
			near(t, "P(X < x)", above, tail.below, 1e-9)
		}
	}
	for _, mean := range []float64{.5, 8, 300} {
		sum, term := 0.0, math.Exp(-mean)
		for k := 0.0; k <= mean; k++ {
			sum += term
			term *= mean / (k + 1)
		}
		_, above := gammaTails(mean, math.Floor(mean)+1)
		near(t, "P(X <= mean)", above, sum, 1e-10)
	}
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Float64Range(.01, 1e6).Draw(t, "a")
		x := a * rapid.Float64Range(.5, 2).Draw(t, "ratio")
		below, above := gammaTails(x, a)
		near(t, "both tails", below+above, 1, 1e-14)
		next, _ := gammaTails(x, a+1) // P(a, x) - P(a+1, x) is a Poisson probability
		front := math.Exp(-stirlingError(a)-deviance(a, x)) / math.Sqrt(2*math.Pi*a)
		within(t, "recurrence", below-next, front, 1e-11)
	})
}
