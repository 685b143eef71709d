package infer

import (
	"math"
	"slices"
)

// Line is a least squares line with what its intervals need.
type Line struct {
	Intercept, Slope float64
	SlopeSE, SlopeP  float64 // standard error, two-sided p against a slope of 0
	R2, Sigma, DF    float64 // share explained, residual sd, degrees of freedom n-2
	N, MeanX, SXX    float64 // points, their mean x, sum of (x - MeanX)²
}

// FitLine fits y = Intercept + Slope x by least squares. Points with a NaN are
// left out. Fewer than two distinct x: nothing is defined; two points: no
// Sigma, SlopeSE, SlopeP. A perfect fit has Sigma 0 and SlopeP NaN where the slope
// is 0 as well. The order of the points changes no bit.
func FitLine(x, y []float64) Line {
	x, y = knownPairs(x, y)
	n := float64(len(x))
	l := Line{math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN(), n - 2, n, Mean(x), math.NaN()}
	if n < 2 || allEqual(x) {
		return l
	}
	my := Mean(y)
	l.SXX = squares(x)
	sxy := sumOf(len(x), func(i int) float64 { return (x[i] - l.MeanX) * (y[i] - my) })
	l.Slope = sxy / l.SXX
	l.Intercept = my - l.Slope*l.MeanX
	if n < 3 {
		return l
	}
	sse := sumOf(len(x), func(i int) float64 {
		r := (y[i] - my) - l.Slope*(x[i]-l.MeanX)
		return r * r
	})
	l.Sigma = math.Sqrt(sse / l.DF)
	l.SlopeSE = l.Sigma / math.Sqrt(l.SXX)
	l.SlopeP = 2 * StudentCDF(-math.Abs(l.Slope/l.SlopeSE), l.DF)
	l.R2 = 1 - sse/squares(y)
	return l
}

func knownPairs(x, y []float64) (kx, ky []float64) {
	for i := range min(len(x), len(y)) {
		if !math.IsNaN(x[i]) && !math.IsNaN(y[i]) {
			kx, ky = append(kx, x[i]), append(ky, y[i])
		}
	}
	return kx, ky
}

// Slope returns the least squares slope of y on x, the same bits in whatever
// order the points come. Points with a NaN are left out; NaN for fewer than two
// distinct x.
func Slope(x, y []float64) float64 {
	if slices.ContainsFunc(x, math.IsNaN) || slices.ContainsFunc(y, math.IsNaN) {
		x, y = knownPairs(x, y)
	}
	if len(x) < 2 || allEqual(x) {
		return math.NaN()
	}
	mx, my := Mean(x), Mean(y)
	sxy := sumOf(len(x), func(i int) float64 { return (x[i] - mx) * (y[i] - my) })
	return sxy / squares(x)
}
