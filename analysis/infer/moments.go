package infer

import (
	"math"
	"slices"
)

// Sum returns the correctly rounded sum of v: the same bits in any order
// (Shewchuk 1997, Discrete Comput Geom 18:305; as Python's math.fsum).
// The sum of nothing is 0; a value that is not finite gives NaN or an infinity.
//
// Nearly always a sum with one term of compensation settles it: either nothing is
// lost besides that term, or the error, at most n²u² of the sum of magnitudes
// (Ogita, Rump & Oishi 2005, proposition 4.5), cannot change the rounding.
func Sum(v []float64) float64 {
	var s, low, lost, size float64
	for _, x := range v {
		var e, l float64
		s, e = twoSum(s, x)
		low, l = twoSum(low, e)
		lost += math.Abs(l)
		size += math.Abs(x)
	}
	sum, left := twoSum(s, low)
	n := float64(len(v))
	doubt := n * n * 0x1p-103 * size
	if lost == 0 || sum+(left+doubt) == sum && sum+(left-doubt) == sum && !math.IsInf(sum, 0) {
		return sum
	}
	return exactSum(v)
}

// twoSum is a + b and what its rounding loses (Knuth).
func twoSum(a, b float64) (sum, lost float64) {
	sum = a + b
	z := sum - a
	return sum, (a - (sum - z)) + (b - z)
}

func exactSum(v []float64) float64 {
	var room [16]float64
	parts := room[:0]
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
	var room [64]float64 // teams and series are short
	v := room[:0]
	for i := range n {
		v = append(v, f(i))
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

// medianInPlace is Median of values without a NaN; it reorders them, and takes
// time in proportion to their number (Hoare's selection).
func medianInPlace(v []float64) float64 {
	if len(v) == 0 {
		return math.NaN()
	}
	mid := (len(v) - 1) / 2
	for lo, hi := 0, len(v)-1; lo < hi; {
		i, j := lo, hi
		for pivot := v[lo+(hi-lo)/2]; i <= j; {
			for v[i] < pivot {
				i++
			}
			for v[j] > pivot {
				j--
			}
			if i <= j {
				v[i], v[j] = v[j], v[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case mid <= j:
			hi = j
		case mid >= i:
			lo = i
		default:
			lo = hi
		}
	}
	if len(v)%2 == 1 {
		return v[mid]
	}
	return v[mid] + 0.5*(slices.Min(v[mid+1:])-v[mid])
}

// Quantile returns the p-quantile of v by linear interpolation between order
// statistics (Hyndman & Fan 1996, type 7; R's default). NaN of nothing, of a
// NaN, and for p outside [0, 1].
func Quantile(v []float64, p float64) float64 {
	if len(v) == 0 || !(p >= 0 && p <= 1) || slices.ContainsFunc(v, math.IsNaN) {
		return math.NaN()
	}
	var room [32]float64
	s := append(room[:0], v...)
	slices.Sort(s)
	at := p * float64(len(s)-1)
	lo := int(math.Floor(at))
	if part := at - float64(lo); part > 0 {
		return s[lo] + part*(s[lo+1]-s[lo])
	}
	return s[lo]
}
