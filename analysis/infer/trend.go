package infer

import (
	"math"
	"slices"
)

// TheilSenLine is the median slope of all pairs of points, with an interval.
type TheilSenLine struct {
	Slope             float64
	InterceptSeparate float64 // median y - Slope median x
	InterceptJoint    float64 // median of y - Slope x
	Lo, Hi            float64 // interval of the slope (Sen 1968), from its order statistics
	Covered           bool    // false: too few pairs for the level; Lo and Hi are then the extreme slopes
}

// TheilSen returns the median of (y_j - y_i)/(x_j - x_i) over the pairs with x_i
// != x_j (Theil 1950; Sen 1968), with Sen's interval at level: the order
// statistics at (N -/+ z sqrt V)/2, N pairs, V the tie-corrected variance of
// Kendall's S. Points with a NaN are left out; nothing is defined with fewer than
// two distinct x. It takes the time and space of n² pairs.
func TheilSen(x, y []float64, level float64) TheilSenLine {
	x, y = knownPairs(x, y)
	slopes := pairSlopes(x, y)
	if len(slopes) == 0 {
		return TheilSenLine{math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN(), false}
	}
	l := TheilSenLine{Slope: Median(slopes)}
	l.InterceptSeparate = Median(y) - l.Slope*Median(x)
	off := make([]float64, len(x))
	for i := range x {
		off[i] = y[i] - l.Slope*x[i]
	}
	l.InterceptJoint = Median(off)
	half := zFor(level) * math.Sqrt(kendallVariance(len(x), y)-tieVariance(x))
	l.Lo, l.Hi, l.Covered = middleSlopes(slopes, half)
	return l
}

// MedianSlope is the Slope of [TheilSen] alone. NaN values are not allowed.
func MedianSlope(x, y []float64) float64 { return medianInPlace(pairSlopes(x, y)) }

func pairSlopes(x, y []float64) []float64 {
	s := make([]float64, 0, max(0, len(x)*(len(x)-1)/2))
	for i := range x {
		for j := i + 1; j < len(x); j++ {
			if x[i] != x[j] {
				s = append(s, (y[j]-y[i])/(x[j]-x[i]))
			}
		}
	}
	return s
}

// middleSlopes returns the slopes of rank (N ∓ half)/2, rounded to even as numpy
// and R do, held within the slopes there are.
func middleSlopes(slopes []float64, half float64) (lo, hi float64, covered bool) {
	if math.IsNaN(half) {
		return math.NaN(), math.NaN(), false
	}
	slices.Sort(slopes)
	n := float64(len(slopes))
	first := math.RoundToEven((n-half)/2) - 1
	last := math.RoundToEven((n + half) / 2)
	covered = first >= 0 && last <= n-1
	return slopes[int(max(first, 0))], slopes[int(min(last, n-1))], covered
}

// MannKendallTest is the test of a monotone trend.
type MannKendallTest struct {
	S, VarS, Tau, Z      float64 // Kendall's score, its variance with ties, tau-b, continuity-corrected z
	Increasing           float64 // one-sided p of a rise, normal approximation
	Decreasing, TwoSided float64 // of a fall, and two-sided
	Exact                float64 // two-sided by the exact null distribution; NaN with ties and from 50 values on
	P                    float64 // the one to use: Exact for n <= 10 without ties, else TwoSided
}

// MannKendall tests the series y, in the order of time, for a monotone trend
// (Mann 1945; Kendall 1975): S = sum of sign(y_j - y_i), Var S = (n(n-1)(2n+5) -
// sum t(t-1)(2t+5))/18, z = sign(S)(|S|-1)/sqrt(Var S). At n = 4 the
// approximation can never reject: P takes the exact distribution up to n = 10.
// NaN values are left out; fewer than two values, or all equal: not defined.
func MannKendall(y []float64) MannKendallTest {
	y, _ = knownPairs(y, y)
	n := len(y)
	s, pairs := kendallScore(y), float64(n*(n-1))/2
	v := kendallVariance(n, y)
	if n < 2 || v == 0 || allEqual(y) {
		none := math.NaN()
		return MannKendallTest{s, v, none, none, none, none, none, none, none}
	}
	tied, z := tiedPairs(y), kendallZ(s, v)
	m := MannKendallTest{S: s, VarS: v, Tau: s / math.Sqrt(pairs*(pairs-tied)), Z: z}
	m.Increasing, m.Decreasing = normalCDF(-z), normalCDF(z)
	m.TwoSided, m.Exact = 2*normalCDF(-math.Abs(z)), math.NaN()
	m.P = m.TwoSided
	if tied == 0 && n < 50 {
		m.Exact = kendallExact(n, s)
		if n <= exactKendall {
			m.P = m.Exact
		}
	}
	return m
}

// MonotoneP is the P of [MannKendall] alone, without the exact distribution
// where it is not the one to use. NaN values are not allowed.
func MonotoneP(y []float64) float64 {
	if n := len(y); n <= exactKendall || allEqual(y) {
		return MannKendall(y).P
	}
	return 2 * normalCDF(-math.Abs(kendallZ(kendallScore(y), kendallVariance(len(y), y))))
}

// exactKendall is the longest series whose P is taken from the exact distribution.
const exactKendall = 10

// kendallZ is the score S in standard deviations, corrected for continuity.
func kendallZ(s, variance float64) float64 {
	if s == 0 {
		return 0
	}
	return math.Copysign((math.Abs(s)-1)/math.Sqrt(variance), s)
}

func kendallScore(y []float64) float64 {
	var s float64
	for i := range y {
		for j := i + 1; j < len(y); j++ {
			s += sign(y[j] - y[i])
		}
	}
	return s
}

func sign(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// kendallVariance is the variance of S for n points under no trend, less what
// ties in y take away.
func kendallVariance(n int, y []float64) float64 {
	k := float64(n)
	return k*(k-1)*(2*k+5)/18 - tieVariance(y)
}

func tieVariance(v []float64) float64 {
	return tieSum(v, func(t float64) float64 { return t * (t - 1) * (2*t + 5) / 18 })
}

func tiedPairs(v []float64) float64 {
	return tieSum(v, func(t float64) float64 { return t * (t - 1) / 2 })
}

// tieSum adds f(t) over the groups of t > 1 equal values.
func tieSum(v []float64, f func(t float64) float64) float64 {
	var room [32]float64
	s := append(room[:0], v...)
	slices.Sort(s)
	var sum float64
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && s[j] == s[i] {
			j++
		}
		if j-i > 1 {
			sum += f(float64(j - i))
		}
		i = max(j, i+1)
	}
	return sum
}

// kendallExact is the two-sided p of S among all orders of n distinct values:
// twice the smaller tail, at most 1 (R's cor.test). The number of orders with c
// inversions grows one value at a time (Kendall 1975, section 5.3).
func kendallExact(n int, s float64) float64 {
	p := []float64{1} // probabilities of 0, 1, … inversions of the values so far
	for k := 2; k <= n; k++ {
		next := make([]float64, len(p)+k-1)
		for c, v := range p {
			for add := range k {
				next[c+add] += v / float64(k)
			}
		}
		p = next
	}
	top := len(p) - 1
	rises := int((s + float64(top)) / 2)
	tail := math.Min(plainSum(p[:rises+1]), plainSum(p[rises:]))
	return math.Min(1, 2*tail)
}
