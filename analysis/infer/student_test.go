package infer

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestLeaveOneOutIsTheTestAgainstTheOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := values(t, 3, 30)
		for i, l := range LeaveOneOut(v) {
			others := append(append([]float64{}, v[:i]...), v[i+1:]...)
			mean, sd := Mean(others), SD(others)
			within(t, "mean", l.Mean, mean, 1e-10*(1+math.Abs(v[i])))
			within(t, "sd", l.SD, sd, 1e-9*(1e-3+sd))
			if sd == 0 {
				isNaN(t, "no spread", l.T, l.Lower, l.Upper)
				continue
			}
			near(t, "lower + upper", l.Lower+l.Upper, 1, 1e-12)
			if (v[i] < mean) != (l.Lower < .5) && math.Abs(v[i]-mean) > 1e-6 {
				t.Fatalf("%v against a mean of %v: P(this small) = %v", v[i], mean, l.Lower)
			}
		}
	})
}

func TestOneOutlierHoldsAllTheSpread(t *testing.T) {
	v := []float64{5, 5.1, 4.9, 5, 1e9}
	out := LeaveOneOut(v)[4]
	near(t, "mean of the rest", out.Mean, 5, 1e-15)
	near(t, "sd of the rest", out.SD, SD(v[:4]), 1e-15)
	if !(out.Upper < 1e-9 && out.Lower > .999) {
		t.Errorf("the outlier: %+v", out)
	}
}

// Equal colleagues are no proof that a slightly different one is worse.
func TestNoSpreadIsNotDefined(t *testing.T) {
	for what, l := range map[string]LeftOut{
		"the rest is equal": LeaveOneOut([]float64{.1, .1, .1, .1, .2})[4],
		"all are equal":     LeaveOneOut([]float64{3, 3, 3})[0],
		"two people":        LeaveOneOut([]float64{3, 4})[0],
		"one person":        LeaveOneOut([]float64{3})[0],
	} {
		isNaN(t, what, l.T, l.Lower, l.Upper)
	}
	if got := LeaveOneOut(nil); len(got) != 0 {
		t.Errorf("nobody: %v", got)
	}
	two := LeaveOneOut([]float64{3, 4})[0]
	near(t, "the other one", two.Mean, 4, 1e-15)
	isNaN(t, "of one", two.SD)
}

func TestOneSampleT(t *testing.T) {
	// By hand: mean 60, sd 10, n 4, standard 80: t = -20/(10/2) = -4; R: pt(-4, 3) = 0.01400423.
	v := []float64{60 - 12.24744871391589, 60, 60, 60 + 12.24744871391589}
	got := OneSampleT(v, 80)
	near(t, "t", got.T, -4, 1e-12)
	near(t, "lower", got.Lower, 0.0140042264, 1e-6)
	near(t, "upper", got.Upper, 1-got.Lower, 1e-12)
	near(t, "df", got.DF, 3, 0)
	for _, bad := range [][]float64{nil, {5}, {5, 5, 5}, {1, math.NaN()}} {
		r := OneSampleT(bad, 4)
		isNaN(t, "no spread", r.T, r.Lower, r.Upper)
	}
	rapid.Check(t, func(t *rapid.T) {
		v := values(t, 2, 12)
		c := rapid.Float64Range(-1e3, 1e3).Draw(t, "standard")
		a, b := OneSampleT(v, c), OneSampleT(v, c+1)
		if a.Lower < 1e-12 || !(SD(v) > 1e-6) {
			return
		}
		if b.Lower > a.Lower {
			t.Fatalf("a higher standard is easier to meet: %+v after %+v", b, a)
		}
	})
}

func TestMidPCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, rx := float64(rapid.IntRange(0, 300).Draw(t, "x")), float64(rapid.IntRange(0, 3000).Draw(t, "rest"))
		e, re := rapid.Float64Range(.1, 1e4).Draw(t, "e"), rapid.Float64Range(.1, 1e4).Draw(t, "re")
		lower, upper := MidPCounts(x, e, rx, re)
		near(t, "sum", lower+upper, 1, 1e-15)
		scaledLower, _ := MidPCounts(x, 8*e, rx, 8*re) // the unit of exposure does not matter
		near(t, "scaled", scaledLower, lower, 1e-12)
		if more, _ := MidPCounts(x, 2*e, rx, re); more > lower+1e-12 {
			t.Fatalf("the same count of twice the exposure is less low: %v after %v", more, lower)
		}
		exact := CountTest(x, e, rx, re)
		if exact.Less < lower || exact.Greater < upper {
			t.Fatalf("mid-p %v, %v is above the exact %+v", lower, upper, exact)
		}
	})
	lower, upper := MidPCounts(0, 3, 0, 50)
	near(t, "no events", lower, .5, 0)
	near(t, "no events", upper, .5, 0)
	for _, bad := range [][4]float64{{1.5, 1, 1, 1}, {-1, 1, 1, 1}, {1, 0, 1, 1}, {1, 1, 1, 0}, {1, 1, 1, math.Inf(1)}, {1, math.NaN(), 1, 1}} {
		lower, upper := MidPCounts(bad[0], bad[1], bad[2], bad[3])
		isNaN(t, "nonsense", lower, upper)
	}
}

func TestPosteriorsAgreeWithTheirIntervals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, n := part(t, 2000)
		c := rapid.Float64Range(0, 1).Draw(t, "c")
		near(t, "below + above", JeffreysBelow(x, n, c)+JeffreysAbove(x, n, c), 1, 1e-12)
		q := betaQuantile(.1, x+.5, n-x+.5)
		near(t, "a tenth lies below its quantile", JeffreysBelow(x, n, q), .1, 1e-8)
		if x < n && JeffreysBelow(x+1, n, c) > JeffreysBelow(x, n, c)+1e-12 {
			t.Fatal("one more event makes a low rate likelier")
		}
		g := gammaQuantile(.9, x+.5) / n
		near(t, "nine tenths of a count", JeffreysCountBelow(x, n, g), .9, 1e-8)
		near(t, "the rest", JeffreysCountAbove(x, n, g), .1, 1e-7)
	})
}

func TestPosteriorEdges(t *testing.T) {
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"no data: the prior", JeffreysBelow(0, 0, .5), .5},
		{"a bound below 0", JeffreysBelow(3, 10, -.1), 0},
		{"a bound above 1", JeffreysBelow(3, 10, 1.2), 1},
		{"above a bound above 1", JeffreysAbove(3, 10, 1.2), 0},
		{"a count below 0", JeffreysCountBelow(3, 10, 0), 0},
		{"a count below infinity", JeffreysCountBelow(3, 10, math.Inf(1)), 1},
	} {
		near(t, c.what, c.got, c.want, 1e-12)
	}
	none := math.NaN()
	isNaN(t, "nonsense", JeffreysBelow(-1, 5, .5), JeffreysBelow(6, 5, .5), JeffreysBelow(none, 5, .5), JeffreysBelow(1, 5, none),
		JeffreysAbove(6, 5, .5), JeffreysCountBelow(-1, 5, .5), JeffreysCountBelow(1, 0, .5), JeffreysCountBelow(1, 5, none),
		JeffreysCountBelow(math.Inf(1), 5, 1))
}
