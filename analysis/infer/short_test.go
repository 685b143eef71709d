package infer

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The short forms are the long ones: what they leave out changes no bit.

func drawSeries(t *rapid.T, least int) (x, y []float64) {
	n := rapid.IntRange(least, 40).Draw(t, "n")
	for i := range n {
		x = append(x, float64(i+rapid.IntRange(0, 1).Draw(t, "gap")))
		y = append(y, float64(rapid.IntRange(-50, 50).Draw(t, "y"))/8)
	}
	return x, y
}

func TestShortTrendsAreThoseOfTheFullTests(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := drawSeries(t, 0)
		if got, want := MonotoneP(y), MannKendall(y).P; got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Fatalf("MonotoneP(%v) = %v, want %v", y, got, want)
		}
		if got, want := MedianSlope(x, y), TheilSen(x, y, .95).Slope; got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Fatalf("MedianSlope(%v, %v) = %v, want %v", x, y, got, want)
		}
		if got, want := Slope(x, y), FitLine(x, y).Slope; got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Fatalf("Slope(%v, %v) = %v, want %v", x, y, got, want)
		}
	})
}

func TestSlopeLeavesUnknownPointsOut(t *testing.T) {
	nan := math.NaN()
	near(t, "slope", Slope([]float64{1, 2, 3, nan, 5}, []float64{2, nan, 6, 7, 10}), 2, 1e-15)
	if s := Slope([]float64{1, 1}, []float64{2, 3}); !math.IsNaN(s) {
		t.Errorf("one x: %v", s)
	}
}

func TestMedianInPlaceIsTheMedian(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SliceOfN(rapid.Float64Range(-9, 9), 0, 60).Draw(t, "v")
		if rapid.Bool().Draw(t, "ties") {
			for i := range v {
				v[i] = math.Round(v[i])
			}
		}
		want := Median(v)
		if got := medianInPlace(v); got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

func TestMeanIntervalsRememberRightly(t *testing.T) {
	m := NewMeanIntervals(.9)
	for n := range 80 {
		v := make([]float64, n)
		for i := range v {
			v[i] = float64(i*i%7) + float64(n)
		}
		for range 2 { // the second comes from memory
			got, want := m.Of(v), MeanInterval(v, .9)
			near(t, "lo", got.Lo, want.Lo, 0)
			near(t, "hi", got.Hi, want.Hi, 0)
			if n > 1 {
				half := StudentQuantile(.95, float64(n-1)) * SD(v) / math.Sqrt(float64(n))
				near(t, "half", got.Hi-got.Value, half, 1e-12)
			}
		}
	}
	if e := NewMeanIntervals(1).Of([]float64{1, 2}); !math.IsNaN(e.Lo) {
		t.Errorf("level 1: %+v", e)
	}
}

// Leaving one out of the sums is the model without it (DerSimonian and Laird).
func TestLevelSpreadsLeaveOneOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 20).Draw(t, "n")
		y, se := make([]float64, n), make([]float64, n)
		for i := range y {
			y[i], se[i] = rapid.Float64Range(70, 90).Draw(t, "y"), rapid.Float64Range(.5, 5).Draw(t, "se")
		}
		if rapid.Bool().Draw(t, "unknown") {
			y[0] = math.NaN()
		}
		i := n - 1
		without := NewLevelSpread(y, se).Without(y[i], se[i]).Tau()
		re := DerSimonianLaird(y[:i], se[:i])
		if want := math.Sqrt(re.Tau2); math.Abs(without-want) > 1e-6 && !(math.IsNaN(without) && math.IsNaN(want)) {
			t.Fatalf("%v, want %v", without, want)
		}
	})
	if tau := NewLevelSpread([]float64{1, 2}, []float64{1, 0}).Tau(); !math.IsNaN(tau) {
		t.Errorf("one unit: %v", tau)
	}
}

// Sums of few terms often end half-way between two numbers, where a bound on the
// error settles nothing: the exact way must agree.
func TestSumsAtTheirTies(t *testing.T) {
	for _, v := range [][]float64{
		{1, 0x1p-53}, {1 + 0x1p-52, 0x1p-53}, {1, 0x1p-53, 0x1p-106}, {1, 0x1p-53, -0x1p-106}, {0x1p60, 1, -0x1p60},
		{.1, .2}, {.1, .2, .3}, {1e16, 1, 1},
	} {
		if got, want := Sum(v), exactSum(v); got != want {
			t.Errorf("Sum(%v) = %v, want %v", v, got, want)
		}
	}
}

// Half numbers from the table and from the gamma function are the same.
func TestStirlingErrorsOfHalves(t *testing.T) {
	for i, got := range stirlingErrors {
		n := float64(i) / 2
		lg, _ := math.Lgamma(n + 1)
		if i > 0 && math.Abs(got-(lg-(n+.5)*math.Log(n)+n-math.Log(2*math.Pi)/2)) > 1e-13 {
			t.Errorf("%v: %v", n, got)
		}
	}
}
