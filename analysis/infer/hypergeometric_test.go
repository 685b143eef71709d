package infer

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestMidPRestAgainstWholeNumberArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, n := part(t, 60)
		rx, rn := part(t, 200)
		choose := func(n, k float64) *big.Int { return new(big.Int).Binomial(int64(n), int64(k)) }
		all, sum := choose(n+rn, x+rx), new(big.Int)
		for k := math.Max(0, x+rx-rn); k < x; k++ {
			sum.Add(sum, new(big.Int).Mul(choose(n, k), choose(rn, x+rx-k)))
		}
		at := new(big.Int).Mul(choose(n, x), choose(rn, rx))
		sum.Add(sum.Mul(sum, big.NewInt(2)), at)
		want, _ := new(big.Rat).SetFrac(sum, new(big.Int).Mul(all, big.NewInt(2))).Float64()
		lower, upper := MidPRest(x, n, rx, rn)
		near(t, "lower", lower, want, 1e-11)
		near(t, "sum", lower+upper, 1, 1e-15)
	})
}

// bigMidP sums the whole support by ratios in 200 bits, from the lowest table on:
// no logarithm, no shortcut.
func bigMidP(x, n, rx, rn int64) float64 {
	events := x + rx
	lo, hi := max(0, events-rn), min(n, events)
	f := func(v int64) *big.Float { return new(big.Float).SetPrec(200).SetInt64(v) }
	term, below, all := f(1), f(0), f(0)
	for k := lo; ; k++ {
		if k < x {
			below.Add(below, term)
		}
		if k == x {
			below.Add(below, new(big.Float).Quo(term, f(2)))
		}
		all.Add(all, term)
		if k == hi {
			break
		}
		term = new(big.Float).Mul(term, new(big.Float).Mul(f(n-k), f(events-k)))
		term.Quo(term, new(big.Float).Mul(f(k+1), f(rn-events+k+1)))
	}
	p, _ := new(big.Float).Quo(below, all).Float64()
	return p
}

func TestMidPRestOfManyTrials(t *testing.T) {
	for _, c := range []struct {
		what         string
		x, n, rx, rn int64
	}{
		{"2,500 calls against eleven colleagues", 375, 2500, 6050, 27500},
		{"a small tail of 5,000", 600, 5000, 9000, 45000},
		{"a big person in a small team", 15000, 100000, 4400, 20000},
		{"far out in the lower tail", 100, 20000, 40000, 200000},
		{"far out in the upper tail", 9000, 20000, 40000, 200000},
		{"a million trials", 9900, 1000000, 30000, 3000000},
	} {
		lower, upper := MidPRest(float64(c.x), float64(c.n), float64(c.rx), float64(c.rn))
		want := bigMidP(c.x, c.n, c.rx, c.rn)
		if want < .5 {
			near(t, c.what, lower, want, 1e-9)
			continue
		}
		mirror := bigMidP(c.n-c.x, c.n, c.rn-c.rx, c.rn)
		near(t, c.what+", upper", upper, mirror, 1e-9)
	}
}

func TestMidPRestStaysFiniteAndOrdered(t *testing.T) {
	for _, n := range []float64{1e6, 1e9, 1e12} {
		last := 0.0
		for _, share := range []float64{.10, .2, .2199, .22, .2201, .3} {
			lower, upper := MidPRest(math.Round(share*n), n, math.Round(.22*11*n), 11*n)
			if !(lower >= last && lower <= 1 && upper >= 0) {
				t.Errorf("n = %g, rate %v: lower %v after %v, upper %v", n, share, lower, last, upper)
			}
			last = lower
		}
		if lower, _ := MidPRest(math.Round(.22*n), n, math.Round(.22*11*n), 11*n); math.Abs(lower-.5) > .01 {
			t.Errorf("n = %g: equal rates give %v", n, lower)
		}
	}
}

func TestMidPRestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, n := part(t, 500)
		rx, rn := part(t, 5000)
		lower, upper := MidPRest(x, n, rx, rn)
		if !(lower >= 0 && upper >= 0 && lower <= 1 && upper <= 1) {
			t.Fatalf("%v, %v are not probabilities", lower, upper)
		}
		mirrorLower, mirrorUpper := MidPRest(n-x, n, rn-rx, rn)
		near(t, "mirror", mirrorUpper, lower, 1e-9)
		near(t, "mirror", mirrorLower, upper, 1e-9)
		if x < n && rx > 0 { // the margins stay
			if more, _ := MidPRest(x+1, n, rx-1, rn); more < lower {
				t.Fatalf("one more event of the same margins: %v after %v", more, lower)
			}
		}
		exact := FisherExact(x, n, rx, rn)
		if exact.Less < lower || exact.Greater < upper || exact.TwoSided < math.Min(exact.Less, exact.Greater)-1e-9 {
			t.Fatalf("mid-p %v, %v is above the exact %+v", lower, upper, exact)
		}
	})
}

func TestMidPRestEdges(t *testing.T) {
	for _, c := range []struct {
		what         string
		x, n, rx, rn float64
	}{
		{"nothing happened to anybody", 0, 10, 0, 50},
		{"everything always happened", 10, 10, 50, 50},
	} {
		lower, upper := MidPRest(c.x, c.n, c.rx, c.rn)
		near(t, c.what, lower, .5, 0)
		near(t, c.what, upper, .5, 0)
		if e := FisherExact(c.x, c.n, c.rx, c.rn); e != (ExactTest{1, 1, 1}) {
			t.Errorf("%s: exact %+v, want all 1", c.what, e)
		}
		isNaN(t, c.what, OddsRatio(c.x, c.n, c.rx, c.rn))
	}
	for _, bad := range [][4]float64{
		{0, 0, 3, 10}, {3, 10, 0, 0}, {-1, 10, 3, 10}, {11, 10, 3, 10}, {3, 10, 11, 10}, {2.5, 10, 3, 10},
		{3, 10, math.NaN(), 10}, {3, math.Inf(1), 3, 10},
	} {
		lower, upper := MidPRest(bad[0], bad[1], bad[2], bad[3])
		e := FisherExact(bad[0], bad[1], bad[2], bad[3])
		isNaN(t, "nonsense", lower, upper, e.Less, e.Greater, e.TwoSided, OddsRatio(bad[0], bad[1], bad[2], bad[3]))
	}
	near(t, "the lowest table", OddsRatio(0, 10, 3, 10), 0, 0)
	near(t, "the highest table", OddsRatio(3, 3, 0, 10), math.Inf(1), 0)
}

func TestOddsRatioMakesTheObservedCountExpected(t *testing.T) {
	// R 4.2.2: fisher.test(matrix(c(3,1,1,3),2))$estimate = 6.408309 (tea tasting),
	// found by a root search that stops at about 1e-4.
	near(t, "tea tasting", OddsRatio(3, 4, 1, 4), 6.408309, 1e-5)
	near(t, "equal halves", OddsRatio(5, 10, 5, 10), 1, 1e-9)
}

func BenchmarkMidPRest(b *testing.B) {
	for b.Loop() {
		MidPRest(45, 300, 726, 3300)
	}
}

func BenchmarkMidPRestOfAMillion(b *testing.B) {
	for b.Loop() {
		MidPRest(219000, 1000000, 2420000, 11000000)
	}
}
