package infer

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// betaBinomial is P(X <= k of m) with X beta-binomial after x of n under
// Jeffreys' prior, term by term.
func betaBinomial(k, m, x, n float64) (sum float64) {
	a, b := x+0.5, n-x+0.5
	for j := 0.0; j <= k; j++ {
		lg := func(v float64) float64 { l, _ := math.Lgamma(v); return l }
		choose := lg(m+1) - lg(j+1) - lg(m-j+1)
		sum += math.Exp(choose + logBeta(j+a, m-j+b) - logBeta(a, b))
	}
	return sum
}

func TestTheMeanOverARateIsTheBetaBinomial(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := float64(rapid.IntRange(0, 400).Draw(t, "n"))
		x := math.Floor(n * rapid.Float64Range(0, 1).Draw(t, "rate"))
		m := float64(rapid.IntRange(1, 60).Draw(t, "m"))
		k := math.Floor(m * rapid.Float64Range(0, 1).Draw(t, "k"))
		got := MeanOverRate(x, n, func(p float64) float64 { return BinomialCDF(k, m, p) })
		if want := betaBinomial(k, m, x, n); math.Abs(got-want) > 1e-7 {
			t.Fatalf("P(X <= %g of %g | %g of %g) = %.9f, want %.9f", k, m, x, n, got, want)
		}
	})
}

// After x events in an exposure e the next count over f is negative binomial:
// size x + 1/2, probability e/(e+f); at 0 it is (e/(e+f))^(x+1/2).
func TestTheMeanOverACountIsTheNegativeBinomial(t *testing.T) {
	for _, c := range [][3]float64{{0, 10, 5}, {3, 10, 5}, {40, 12, 4}, {400, 1000, 100}} {
		got := MeanOverCount(c[0], c[1], func(rate float64) float64 { return PoissonCDF(0, rate*c[2]) })
		if want := math.Pow(c[1]/(c[1]+c[2]), c[0]+0.5); math.Abs(got-want) > 1e-7 {
			t.Errorf("after %g in %g none in %g: %.9f, want %.9f", c[0], c[1], c[2], got, want)
		}
	}
}

func TestTheMeanOverALevelIsStudents(t *testing.T) {
	for _, n := range []float64{2, 3, 6, 12, 100} {
		for _, c := range []float64{-3, -0.5, 0, 1, 4} {
			got := MeanOverLevel(10, 2, n, func(mu, sigma float64) float64 { return NormalCDF((c*2 + 10 - mu) / sigma) })
			// with one or two degrees of freedom the spread itself has a tail that a grid cuts off
			if want := StudentCDF(c/math.Sqrt(1+1/n), n-1); math.Abs(got-want) > 5e-3/(n*n) {
				t.Errorf("n %g, %g sd: %.6f, want %.6f", n, c, got, want)
			}
		}
	}
}

func TestMeansOverNonsenseAreNotDefined(t *testing.T) {
	one := func(float64) float64 { return 1 }
	for _, got := range []float64{MeanOverRate(3, 2, one), MeanOverRate(-1, 2, one), MeanOverCount(1, 0, one), MeanOverCount(-1, 2, one),
		MeanOverLevel(1, 0, 5, func(float64, float64) float64 { return 1 }), MeanOverLevel(1, 2, 1, func(float64, float64) float64 { return 1 })} {
		if !math.IsNaN(got) {
			t.Errorf("%g", got)
		}
	}
}

// sleep data (Student 1908), t.test(var.equal = TRUE) of R: t = -1.8608, df = 18,
// p = 0.07919 two-sided.
func TestTwoSampleT(t *testing.T) {
	a := []float64{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0}
	b := []float64{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4}
	got := TwoSampleT(a, b)
	if math.Abs(got.T+1.860813) > 1e-6 || got.DF != 18 || math.Abs(2*got.Lower-0.07918671) > 1e-7 || math.Abs(got.Lower+got.Upper-1) > 1e-12 {
		t.Errorf("%+v", got)
	}
	for _, none := range []TTest{TwoSampleT(nil, b), TwoSampleT([]float64{1}, []float64{2}), TwoSampleT([]float64{1, 1}, []float64{1, 1})} {
		if !math.IsNaN(none.T) {
			t.Errorf("%+v", none)
		}
	}
}
