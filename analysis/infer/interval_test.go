package infer

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestProportionIntervalsHoldTheRateAndMoveWithIt(t *testing.T) {
	for name, interval := range map[string]func(x, n, level float64) Estimate{
		"Wilson": Wilson, "Clopper-Pearson": ClopperPearson,
	} {
		rapid.Check(t, func(t *rapid.T) {
			x, n := part(t, 5000)
			c := level(t)
			e := interval(x, n, c)
			if !(0 <= e.Lo && e.Lo <= e.Value && e.Value <= e.Hi && e.Hi <= 1) || e.Value != x/n || e.N != n || e.Level != c {
				t.Fatalf("%s(%v, %v, %v) = %+v", name, x, n, c, e)
			}
			if wide := interval(x, n, (1+c)/2); wide.Lo > e.Lo || wide.Hi < e.Hi {
				t.Fatalf("%s: a higher level is narrower: %+v in %+v", name, wide, e)
			}
			if x < n {
				if more := interval(x+1, n, c); more.Lo < e.Lo || more.Hi < e.Hi {
					t.Fatalf("%s: one more event lowers the interval: %+v after %+v", name, more, e)
				}
			}
			mirror := interval(n-x, n, c)
			if math.Abs(mirror.Lo-(1-e.Hi)) > 1e-9 {
				t.Fatalf("%s: %+v does not mirror %+v", name, mirror, e)
			}
		})
	}
}

func TestWilsonInvertsTheScoreTest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, n := part(t, 5000)
		c := level(t)
		e := Wilson(x, n, c)
		for _, p := range []float64{e.Lo, e.Hi} {
			if p > 0 && p < 1 {
				near(t, "|score| at the end", math.Abs(x/n-p)/math.Sqrt(p*(1-p)/n), zFor(c), 1e-6)
			}
		}
	})
}

func TestClopperPearsonInvertsTheExactTest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, n := part(t, 2000)
		c := level(t)
		e := ClopperPearson(x, n, c)
		if x > 0 {
			near(t, "P(X >= x) at the lower end", 1-BinomialCDF(x-1, n, e.Lo), (1-c)/2, 1e-6)
		}
		if x < n {
			near(t, "P(X <= x) at the upper end", BinomialCDF(x, n, e.Hi), (1-c)/2, 1e-6)
		}
	})
}

func TestIntervalEndsWhereNothingOrAllHappened(t *testing.T) {
	for _, n := range []float64{1, 3, 100, 1e7} {
		for _, e := range []Estimate{Wilson(0, n, .95), ClopperPearson(0, n, .95)} {
			if e.Lo != 0 || !(e.Hi > 0 && e.Hi < 1) {
				t.Errorf("0 of %v: %+v", n, e)
			}
		}
		for _, e := range []Estimate{Wilson(n, n, .95), ClopperPearson(n, n, .95)} {
			if e.Hi != 1 || !(e.Lo > 0 && e.Lo < 1) {
				t.Errorf("%v of %v: %+v", n, n, e)
			}
		}
	}
}

func TestIntervalsOfNonsenseAreNotDefined(t *testing.T) {
	inf, none := math.Inf(1), math.NaN()
	for _, bad := range [][2]float64{{0, 0}, {1, 0}, {-1, 5}, {6, 5}, {none, 5}, {1, none}, {1, inf}} {
		for _, e := range []Estimate{Wilson(bad[0], bad[1], .95), ClopperPearson(bad[0], bad[1], .95)} {
			isNaN(t, "interval", e.Value, e.Lo, e.Hi)
		}
	}
	for _, level := range []float64{0, 1, -1, 2, none} {
		a, b := Wilson(0, 10, level), ClopperPearson(3, 10, level)
		isNaN(t, "level", a.Lo, a.Hi, b.Lo, b.Hi)
		lo, hi := Byar(0, level)
		isNaN(t, "Byar", lo, hi)
		lo, hi = PoissonExact(3, level)
		isNaN(t, "Poisson", lo, hi)
		m := MeanInterval([]float64{1, 2, 3}, level)
		isNaN(t, "mean", m.Lo, m.Hi)
	}
}

func TestCountIntervalChangesMethodAtTen(t *testing.T) {
	for _, c := range []struct {
		x, t float64
		from func(x, level float64) (lo, hi float64)
	}{{0, 4, PoissonExact}, {9, 4, PoissonExact}, {10, 4, Byar}, {250, .5, Byar}} {
		lo, hi := c.from(c.x, .95)
		e := CountInterval(c.x, c.t, .95)
		near(t, "lower", e.Lo, lo/c.t, 1e-15)
		near(t, "upper", e.Hi, hi/c.t, 1e-15)
		near(t, "rate", e.Value, c.x/c.t, 0)
	}
	for _, e := range []Estimate{
		CountInterval(3, 0, .95), CountInterval(-1, 5, .95), CountInterval(math.NaN(), 5, .95),
		CountInterval(3, math.Inf(1), .95), CountInterval(math.Inf(1), 5, .95),
	} {
		isNaN(t, "nonsense", e.Lo, e.Hi)
	}
	lo, hi := Byar(math.NaN(), .95)
	isNaN(t, "Byar of nothing", lo, hi)
}

func TestCountIntervalsHoldTheCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, c := float64(rapid.IntRange(0, 100000).Draw(t, "x")), level(t)
		e, more := CountInterval(x, 2, c), CountInterval(x+1, 2, c)
		if !(e.Lo <= e.Value && e.Value <= e.Hi) {
			t.Fatalf("%v: %+v does not hold the rate", x, e)
		}
		if x != 9 && (more.Lo < e.Lo || more.Hi < e.Hi) { // at 10 the method changes
			t.Fatalf("one more event lowers the interval: %+v after %+v", more, e)
		}
		lo, hi := PoissonExact(x, c)
		if blo, bhi := Byar(x, c); x >= 10 && (math.Abs(blo-lo) > .02*lo+.3 || math.Abs(bhi-hi) > .02*hi+.3) {
			t.Fatalf("Byar %v, %v is far from exact %v, %v", blo, bhi, lo, hi)
		}
	})
}

func TestMeanInterval(t *testing.T) {
	e := MeanInterval([]float64{5, 5, 5}, .95)
	if e != (Estimate{5, 5, 5, .95, 3}) {
		t.Errorf("equal values: %+v", e)
	}
	e = MeanInterval([]float64{7}, .95)
	if e.Value != 7 || e.N != 1 {
		t.Errorf("one value: %+v", e)
	}
	isNaN(t, "one value", e.Lo, e.Hi)
	e = MeanInterval(nil, .95)
	isNaN(t, "nothing", e.Value, e.Lo, e.Hi)
	// 1, 2, 3: mean 2, sd 1, t(.975, 2) = 4.302652729749464 (R's qt).
	e = MeanInterval([]float64{1, 2, 3}, .95)
	near(t, "upper end", e.Hi, 2+4.302652729749464/math.Sqrt(3), 1e-12)
}
