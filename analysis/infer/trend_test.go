package infer

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// points draws a series of points with distinct x.
func points(t *rapid.T, least int) (x, y []float64) {
	x = rapid.SliceOfNDistinct(rapid.Float64Range(-100, 100), least, 15, rapid.ID[float64]).Draw(t, "x")
	return x, rapid.SliceOfN(rapid.Float64Range(-1e3, 1e3), len(x), len(x)).Draw(t, "y")
}

// spreadOut says whether the x differ enough for a slope to be a number.
func spreadOut(x []float64) bool { return slices.Max(x)-slices.Min(x) > 1e-3 }

func TestTheilSenFollowsShiftAndScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := points(t, 2)
		l := TheilSen(x, y, .95)
		if !(l.Lo <= l.Slope && l.Slope <= l.Hi) {
			t.Fatalf("the interval does not hold the slope: %+v", l)
		}
		turned := slices.Clone(y)
		for i := range y {
			turned[i] = -y[i]
		}
		m := TheilSen(x, turned, .95)
		within(t, "mirrored", m.Slope, -l.Slope, 1e-9*math.Abs(l.Slope))
	})
}

func TestTheilSenOfALineWithAnOutlier(t *testing.T) {
	x, y := make([]float64, 9), make([]float64, 9)
	for i := range x {
		x[i], y[i] = float64(i), 3+2*float64(i)
	}
	y[4] = 1000
	near(t, "slope", TheilSen(x, y, .95).Slope, 2, 0)
	if ols := Slope([]float64{0, 1, 2, 3, 8}, []float64{0, 1, 2, 3, 1000}); ols < 50 {
		t.Errorf("least squares does not care for the outlier: %v", ols)
	}
}

func TestTrendEdges(t *testing.T) {
	for what, l := range map[string]TheilSenLine{
		"nothing":           TheilSen(nil, nil, .95),
		"one point":         TheilSen([]float64{1}, []float64{2}, .95),
		"one date":          TheilSen([]float64{1, 1, 1}, []float64{2, 3, 4}, .95),
		"different lengths": TheilSen([]float64{1, 2}, []float64{2}, .95),
	} {
		isNaN(t, what, l.Slope, l.InterceptJoint, l.InterceptSeparate, l.Lo, l.Hi)
	}
	l := TheilSen([]float64{1, 2, 3, 4}, []float64{1, math.NaN(), 5, 7}, 2)
	near(t, "a hole is left out", l.Slope, 2, 0)
	isNaN(t, "no such level", l.Lo, l.Hi)
	for what, m := range map[string]MannKendallTest{
		"nothing": MannKendall(nil), "one": MannKendall([]float64{3}), "all equal": MannKendall([]float64{3, 3, 3}),
	} {
		isNaN(t, what, m.Z, m.P, m.Tau, m.Exact, m.TwoSided)
	}
}

// The exact null distribution by going through every order of n values.
func TestKendallExactAgainstAllOrders(t *testing.T) {
	for n := 2; n <= 7; n++ {
		scores := map[float64]int{}
		orders := 0
		permute(make([]float64, 0, n), n, func(y []float64) {
			scores[kendallScore(y)]++
			orders++
		})
		for s := range scores {
			low, high := 0, 0
			for other, count := range scores {
				if other <= s {
					low += count
				}
				if other >= s {
					high += count
				}
			}
			want := math.Min(1, 2*float64(min(low, high))/float64(orders))
			near(t, "p", kendallExact(n, s), want, 1e-12)
		}
	}
}

// permute calls f with every order of 0 … n-1.
func permute(y []float64, n int, f func([]float64)) {
	if len(y) == n {
		f(y)
		return
	}
	for v := range n {
		if !slices.Contains(y, float64(v)) {
			permute(append(y, float64(v)), n, f)
		}
	}
}

func TestMannKendallUsesTheExactTestForShortSeries(t *testing.T) {
	short := MannKendall([]float64{1, 2, 3, 4, 5})
	near(t, "five rising", short.P, 2.0/120, 1e-12) // one order of 5!, two sides
	if short.P != short.Exact || short.P == short.TwoSided {
		t.Errorf("five points are judged by the approximation: %+v", short)
	}
	tied := MannKendall([]float64{1, 2, 2, 4, 5})
	isNaN(t, "ties have no exact test", tied.Exact)
	if tied.P != tied.TwoSided {
		t.Errorf("ties: %+v", tied)
	}
	var long []float64
	for i := range 11 {
		long = append(long, float64(i))
	}
	if m := MannKendall(long); m.P != m.TwoSided {
		t.Errorf("eleven points are judged by the exact test: %+v", m)
	}
}

func TestSlopeDoesNotDependOnTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := points(t, 3)
		r := rand.New(rand.NewPCG(uint64(len(x)), 7))
		a, b := slices.Clone(x), slices.Clone(y)
		r.Shuffle(len(a), func(i, j int) { a[i], a[j], b[i], b[j] = a[j], a[i], b[j], b[i] })
		// As text, so that NaN equals NaN.
		if got, want := fmt.Sprintf("%x", FitLine(a, b)), fmt.Sprintf("%x", FitLine(x, y)); got != want {
			t.Fatalf("shuffled %s, want %s", got, want)
		}
	})
}

func TestLineLeavesNothingToExplain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := points(t, 3)
		if !spreadOut(x) {
			return
		}
		l := FitLine(x, y)
		var sum, along float64
		for i := range x {
			r := y[i] - l.Intercept - l.Slope*x[i]
			sum, along = sum+r, along+r*(x[i]-l.MeanX)
		}
		if scale := 1e-9 * (1 + math.Abs(l.Slope)) * 1e4; math.Abs(sum) > scale || math.Abs(along) > scale*100 {
			t.Fatalf("residuals sum to %v, along x to %v: %+v", sum, along, l)
		}
		mean, next := l.At(l.MeanX, .8)
		if !(next.Lo <= mean.Lo && mean.Lo <= mean.Value && mean.Hi <= next.Hi) {
			t.Fatalf("mean %+v, next %+v", mean, next)
		}
		far, _ := l.At(l.MeanX+1000, .8)
		if far.Hi-far.Lo < mean.Hi-mean.Lo {
			t.Fatal("the future is better known than the present")
		}
		up, higher := l.ReachUp(l.MeanX, 0), l.ReachUp(l.MeanX, 1)
		if higher > up+1e-12 {
			t.Fatalf("a higher target is likelier: %v after %v", higher, up)
		}
	})
}

func TestLineEdges(t *testing.T) {
	for what, l := range map[string]Line{
		"nothing":   FitLine(nil, nil),
		"one point": FitLine([]float64{1}, []float64{2}),
		"one date":  FitLine([]float64{1, 1}, []float64{2, 3}),
	} {
		mean, next := l.At(1, .8)
		isNaN(t, what, l.Slope, l.Intercept, l.Sigma, mean.Value, next.Lo, l.ReachUp(1, 2))
	}
	two := FitLine([]float64{1, 2}, []float64{3, 5})
	near(t, "two points have a slope", two.Slope, 2, 0)
	_, next := two.At(3, .8)
	isNaN(t, "and no interval", two.Sigma, next.Lo, next.Hi, two.ReachUp(3, 5))
	flat := FitLine([]float64{1, 2, 3}, []float64{4, 4, 4})
	near(t, "flat", flat.Slope+flat.Sigma, 0, 0)
	isNaN(t, "flat explains nothing", flat.R2, flat.SlopeP)
	near(t, "a target that is met", flat.ReachUp(4, 4), 1, 0)
	near(t, "a target above", flat.ReachUp(4, 5), 0, 0)
	mean, _ := FitLine([]float64{1, 2, 3}, []float64{1, 2, 4}).At(2, 3)
	isNaN(t, "no such level", mean.Lo, mean.Hi)
}
