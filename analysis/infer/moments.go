package infer

import (
	"math"
	"slices"
)

// Sum returns the correctly rounded sum of v: the same bits in any order
// (Shewchuk 1997, Discrete Comput Geom 18:305; as Python's math.fsum).
// The sum of nothing is 0; a value that is not finite gives NaN or an infinity.
func Sum(v []float64) float64 {
	var parts []float64
	for _, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return plainSum(v)
		}
		parts = addExactly(parts, x)
	}
	return roundParts(parts)
}

// addExactly adds x to a sum held as non-overlapping parts of rising size.
func addExactly(parts []float64, x float64) []float64 {
	kept := parts[:0]
	for _, y := range parts {
		if math.Abs(x) < math.Abs(y) {
			x, y = y, x
		}
		hi := x + y
		if lo := y - (hi - x); lo != 0 {
			kept = append(kept, lo)
		}
		x = hi
	}
	return append(kept, x)
}

// roundParts rounds the exact sum to the nearest float64, ties to even.
func roundParts(parts []float64) float64 {
	n := len(parts)
	if n == 0 {
		return 0
	}
	hi, lo := parts[n-1], 0.0
	n--
	for n > 0 && lo == 0 {
		n--
		x, y := hi, parts[n]
		hi = x + y
		lo = y - (hi - x)
	}
	// A tie that the parts below break: double rounding would go the wrong way.
	if n > 0 && lo != 0 && (lo < 0) == (parts[n-1] < 0) {
		if up := hi + 2*lo; up-hi == 2*lo {
			return up
		}
	}
	return hi
}

func plainSum(v []float64) float64 {
	var s float64
	for _, x := range v {
		s += x
	}
	return s
}

// sumOf is the exact sum of f(0) … f(n-1).
func sumOf(n int, f func(i int) float64) float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = f(i)
	}
	return Sum(v)
}

// Mean returns the arithmetic mean of v, NaN of nothing.
func Mean(v []float64) float64 {
	if len(v) == 0 {
		return math.NaN()
	}
	return Sum(v) / float64(len(v))
}

// SD returns the sample standard deviation of v (divisor n-1), NaN for fewer
// than two values. Values that are all equal have exactly 0.
func SD(v []float64) float64 {
	if len(v) < 2 {
		return math.NaN()
	}
	return math.Sqrt(squares(v) / float64(len(v)-1))
}

// squares is the sum of the squared deviations from the mean, exactly 0 when
// all values are equal (a mean of equal decimals can be off by one bit).
func squares(v []float64) float64 {
	if allEqual(v) {
		return 0
	}
	m := Mean(v)
	return sumOf(len(v), func(i int) float64 { return (v[i] - m) * (v[i] - m) })
}

func allEqual(v []float64) bool {
	for _, x := range v {
		if x != v[0] {
			return false
		}
	}
	return len(v) > 0
}

// Median returns the middle value of v, the mean of the middle two when their
// number is even, NaN of nothing or when a value is NaN.
func Median(v []float64) float64 { return Quantile(v, 0.5) }

// Quantile returns the p-quantile of v by linear interpolation between order
// statistics (Hyndman & Fan 1996, type 7; R's default). NaN of nothing, of a
// NaN, and for p outside [0, 1].
func Quantile(v []float64, p float64) float64 {
	if len(v) == 0 || !(p >= 0 && p <= 1) || slices.ContainsFunc(v, math.IsNaN) {
		return math.NaN()
	}
	s := slices.Sorted(slices.Values(v))
	at := p * float64(len(s)-1)
	lo := int(math.Floor(at))
	if part := at - float64(lo); part > 0 {
		return s[lo] + part*(s[lo+1]-s[lo])
	}
	return s[lo]
}
