package infer

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// normalCDF is P(Z <= z), accurate in both tails.
func normalCDF(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// normalQuantile is the z with P(Z <= z) = p; NaN for p outside [0, 1].
func normalQuantile(p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	return mathext.NormalQuantile(p)
}

// zFor is the two-sided normal quantile of a confidence level in (0, 1): 1.96 for .95.
func zFor(level float64) float64 {
	if !(level > 0 && level < 1) {
		return math.NaN()
	}
	return -normalQuantile((1 - level) / 2)
}

// farDF are degrees of freedom from which Student's t is the normal distribution
// to twelve digits.
const farDF = 1e12

// StudentCDF returns P(T <= t) for Student's t with df > 0 degrees of freedom,
// by the regularised incomplete beta function (Abramowitz & Stegun 26.7.1).
func StudentCDF(t, df float64) float64 {
	if math.IsNaN(t) || !(df > 0) {
		return math.NaN()
	}
	if df > farDF {
		return normalCDF(t)
	}
	tail := studentTail(math.Abs(t), df)
	if t > 0 {
		return 1 - tail
	}
	return tail
}

// studentTail is P(T > t) for t >= 0: no cancellation however small it is.
func studentTail(t, df float64) float64 {
	if math.IsInf(t, 1) {
		return 0
	}
	if t*t < df { // near the middle the other argument is the accurate one
		return 0.5 - betaBelow(t*t/(df+t*t), 0.5, df/2)/2
	}
	return betaBelow(df/(df+t*t), df/2, 0.5) / 2
}

// StudentQuantile returns the t with P(T <= t) = p for df > 0 degrees of
// freedom; ±Inf at p = 0 and 1, NaN outside.
func StudentQuantile(p, df float64) float64 {
	if !(p >= 0 && p <= 1) || !(df > 0) {
		return math.NaN()
	}
	if p > 0.5 {
		return -studentLower(1-p, df)
	}
	return studentLower(p, df)
}

// studentLower is the quantile for p <= 1/2.
func studentLower(p, df float64) float64 {
	switch {
	case p == 0:
		return math.Inf(-1)
	case p == 0.5:
		return 0
	case df > farDF:
		return normalQuantile(p)
	}
	x := betaQuantile(2*p, df/2, 0.5)
	t := math.Sqrt(df * (1 - x) / x)
	return -polish(t, func(t float64) (excess, slope float64) {
		return p - studentTail(t, df), studentDensity(t, df)
	})
}

func studentDensity(t, df float64) float64 {
	return math.Exp(-logBeta(df/2, 0.5)-(df+1)/2*math.Log1p(t*t/df)) / math.Sqrt(df)
}

// distribution is a continuous distribution on the positive numbers.
type distribution struct {
	tails   func(x float64) (below, above float64)
	density func(x float64) float64
}

// quantile finds the q-quantile, 0 < q < 1, between 0 and hi from a start on:
// Newton's steps within a bracket that shrinks; a bad step becomes a halving, or a
// doubling where the bracket is open.
func (d distribution) quantile(q, start, hi float64) float64 {
	lo, x := 0.0, start
	for range 1200 { // down to the smallest number by halving
		below, above := d.tails(x)
		excess := below - q
		if q > 0.5 {
			excess = (1 - q) - above
		}
		if excess > 0 {
			hi = x
		} else {
			lo = x
		}
		next := x - excess/d.density(x)
		if !(next > lo && next < hi) {
			next = math.Min(lo+(hi-lo)/2, 2*x)
		}
		if math.Abs(next-x) <= 0x1p-52*x {
			return next
		}
		x = next
	}
	return x
}

// polish improves a root x > 0 by Newton steps while they stay small and in
// reach; a start that is already exact, or too flat to improve, is kept.
func polish(x float64, f func(float64) (excess, slope float64)) float64 {
	for range 4 {
		excess, slope := f(x)
		step := excess / slope
		if !(math.Abs(step) < 0.1*x) {
			return x
		}
		x -= step
		if math.Abs(step) < 1e-16*x {
			return x
		}
	}
	return x
}

// logBeta is the logarithm of the beta function for a, b > 0.
func logBeta(a, b float64) float64 {
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	return la + lb - lab
}
