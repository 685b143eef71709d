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
	var s Slopes
	return s.Of(x, y)
}

// Slopes takes the slopes of many short series on much the same x: it remembers
// what the last x gave. It is for one goroutine; the zero value is ready.
type Slopes struct {
	x, dx   []float64 // the last x, and its differences from their mean
	squares float64   // of those, added up; NaN: no two distinct x
	terms   []float64
}

// Of returns what [Slope] does.
func (s *Slopes) Of(x, y []float64) float64 {
	if hasNaN(x) || hasNaN(y) {
		x, y = knownPairs(x, y)
	}
	if s.x == nil || !slices.Equal(x, s.x) {
		s.take(x)
	}
	if math.IsNaN(s.squares) {
		return math.NaN()
	}
	my := Mean(y)
	s.terms = s.terms[:0]
	for i, d := range s.dx {
		s.terms = append(s.terms, d*(y[i]-my))
	}
	return Sum(s.terms) / s.squares
}

func hasNaN(v []float64) bool {
	for _, x := range v {
		if math.IsNaN(x) {
			return true
		}
	}
	return false
}

func (s *Slopes) take(x []float64) {
	s.x, s.dx, s.squares = append(s.x[:0], x...), s.dx[:0], math.NaN()
	if len(x) < 2 || allEqual(x) {
		return
	}
	mx := Mean(x)
	for _, v := range x {
		s.dx = append(s.dx, v-mx)
	}
	s.squares = squares(x)
}
