package infer

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// product page, section 4: exact binomials (90 ratings of 100, at most one late
// node of twenty), by hand p^s of the binomial probability.
func TestSustainedLevelsOfTheProductPage(t *testing.T) {
	least := func(k, n, p float64) float64 { return 1 - BinomialCDF(k-1, n, p) }
	for name, c := range map[string]struct {
		p    float64
		need int
		want float64
	}{
		"90 of 100, three months, true 90 %": {least(90, 100, 0.90), 3, 0.20},
		"true 92 %":                          {least(90, 100, 0.92), 3, 0.56},
		"true 93 %":                          {least(90, 100, 0.93), 3, 0.75},
		"true 95 %":                          {least(90, 100, 0.95), 3, 0.97},
		"at most 1 of 20, two months, 5 %":   {BinomialCDF(1, 20, 0.05), 2, 0.54},
		"true 3 %":                           {BinomialCDF(1, 20, 0.03), 2, 0.775},
		"true 2 %":                           {BinomialCDF(1, 20, 0.02), 2, 0.885},
		"true 1 %":                           {BinomialCDF(1, 20, 0.01), 2, 0.97},
	} {
		if got := RunWithin(c.p, c.need, c.need, c.need); math.Abs(got-c.want) > 0.006 {
			t.Errorf("%s: %.4f, want %.2f", name, got, c.want)
		}
	}
}

// enumerate adds up the probabilities of all outcomes that hold enough
// successes in some window.
func enumerate(p float64, need, of, periods int) float64 {
	sum := 0.0
	for seen := range 1 << periods {
		q, done := 1.0, false
		for i := range periods {
			hits := 0
			for j := max(0, i-of+1); j <= i; j++ {
				hits += seen >> j & 1
			}
			done = done || hits >= need
			if seen>>i&1 == 1 {
				q *= p
			} else {
				q *= 1 - p
			}
		}
		if done {
			sum += q
		}
	}
	return sum
}

func TestRunsAgainstEveryOutcome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.Float64Range(0, 1).Draw(t, "p")
		need := rapid.IntRange(1, 5).Draw(t, "need")
		of := need + rapid.IntRange(0, 3).Draw(t, "spare")
		periods := rapid.IntRange(0, 10).Draw(t, "periods")
		if got, want := RunWithin(p, need, of, periods), enumerate(p, need, of, periods); math.Abs(got-want) > 1e-12 {
			t.Fatalf("%d of %d within %d at %g: %g, want %g", need, of, periods, p, got, want)
		}
	})
}

func TestRunsOfNonsenseAreNotDefined(t *testing.T) {
	for _, got := range []float64{RunWithin(-0.1, 1, 1, 1), RunWithin(math.NaN(), 1, 1, 1), RunWithin(0.5, 0, 1, 1), RunWithin(0.5, 3, 2, 5), RunWithin(0.5, 3, 40, 50)} {
		if !math.IsNaN(got) {
			t.Errorf("%g", got)
		}
	}
	if got := RunWithin(1, 60, 60, 60); got != 1 {
		t.Errorf("sixty certain periods: %g", got)
	}
}

// ppois(2, 3) and ppois(0, .5) of R 4.2.2.
func TestPoissonCDF(t *testing.T) {
	for _, c := range [][3]float64{{2, 3, 0.42319008112684353}, {2.9, 3, 0.42319008112684353}, {0, 0.5, 0.60653065971263342}, {-1, 3, 0}, {4, 0, 1}} {
		if got := PoissonCDF(c[0], c[1]); math.Abs(got-c[2]) > 1e-14 {
			t.Errorf("P(X <= %g | %g) = %.17g, want %.17g", c[0], c[1], got, c[2])
		}
	}
	if got := PoissonCDF(1, -1); !math.IsNaN(got) {
		t.Errorf("%g", got)
	}
}

// The change is found about as often as it says, by the exact test that tracking
// uses, in 4,000 simulated pairs.
func TestDetectableChangesAreFoundInFourOfFiveCases(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	for name, c := range map[string]struct {
		p, n float64
		up   bool
	}{"conversion 15 %, 300 visits": {0.15, 300, true}, "defects 12 %, 300 items": {0.12, 300, false}, "satisfaction 85 %, 600 ratings": {0.85, 600, true}} {
		d := DetectableRate(c.p, c.n, c.n, 0.05, 0.8, c.up)
		after := c.p + d
		if !c.up {
			after = c.p - d
		}
		found, runs := 0, 4000
		for range runs {
			lower, upper := MidPRest(draw(r, c.n, after), c.n, draw(r, c.n, c.p), c.n)
			if c.up && upper <= 0.05 || !c.up && lower <= 0.05 {
				found++
			}
		}
		if share := float64(found) / float64(runs); math.Abs(share-0.8) > 0.035 {
			t.Errorf("%s: a change of %.3f is found in %.3f of the cases", name, d, share)
		}
	}
}

func draw(r *rand.Rand, n, p float64) (x float64) {
	for range int(n) {
		if r.Float64() < p {
			x++
		}
	}
	return x
}

func TestDetectableEdges(t *testing.T) {
	if d := DetectableRate(0.15, 5, 5, 0.05, 0.8, false); !math.IsNaN(d) {
		t.Errorf("a fall from 15 %% found in five cases: %g", d)
	}
	if d := DetectableRate(math.NaN(), 50, 50, 0.05, 0.8, true); !math.IsNaN(d) {
		t.Errorf("%g", d)
	}
	// 100 events in each of two exposures of 10: (1.645 sqrt(2 m) + .842 sqrt(10+r))/sqrt(10) with m the mean of both rates
	d := DetectableCount(10, 10, 10, 0.05, 0.8, true)
	m := 10 + d/2
	if want := (1.6448536*math.Sqrt(2*m) + 0.8416212*math.Sqrt(20+d)) / math.Sqrt(10); math.Abs(d-want) > 1e-6 {
		t.Errorf("counts: %g, want %g", d, want)
	}
	// t quantiles .95 and .8 with 4 degrees of freedom: 2.131847, 0.940965 (R)
	if d := DetectableLevel(2, 3, 3, 0.05, 0.8); math.Abs(d-(2.131847+0.940965)*2*math.Sqrt(2.0/3)) > 1e-5 {
		t.Errorf("levels: %g", d)
	}
	if d := DetectableLevel(2, 1, 1, 0.05, 0.8); !math.IsNaN(d) {
		t.Errorf("two values: %g", d)
	}
}

func TestMoreTrialsDetectSmallerChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, n := rapid.Float64Range(0.02, 0.98).Draw(t, "p"), rapid.Float64Range(20, 1e5).Draw(t, "n")
		up := rapid.Bool().Draw(t, "up")
		few, many := DetectableRate(p, n, n, 0.05, 0.8, up), DetectableRate(p, 2*n, 2*n, 0.05, 0.8, up)
		if !math.IsNaN(few) && !(many < few && many > 0) {
			t.Fatalf("%g with %g trials, %g with twice as many", few, n, many)
		}
	})
}
