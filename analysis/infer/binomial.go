package infer

import "math"

// stirlingError is the remainder of Stirling's formula for log n!, n > 0 or 0
// (Loader 2000, section 2): tabulated for the whole and half numbers below 16.
func stirlingError(n float64) float64 {
	if n < 16 {
		if half := int(2 * n); float64(half) == 2*n {
			return stirlingErrors[half]
		}
		lg, _ := math.Lgamma(n + 1)
		return lg - (n+0.5)*math.Log(n) + n - math.Log(2*math.Pi)/2
	}
	const s0, s1, s2, s3, s4 = 1.0 / 12, 1.0 / 360, 1.0 / 1260, 1.0 / 1680, 1.0 / 1188
	nn := n * n
	return (s0 - (s1-(s2-(s3-s4/nn)/nn)/nn)/nn) / n
}

// stirlingErrors are stirlingError(0), (1/2), (1) … (31/2).
var stirlingErrors = [...]float64{
	0.0, 0.1534264097200273452914, 0.08106146679532725821967, 0.05481412105191765389614,
	0.04134069595540929409382, 0.03316287351993628748511, 0.02767792568499833914879, 0.02374616365629749597133,
	0.02079067210376509311152, 0.01848845053267318523078, 0.01664469118982119216319, 0.01513497322191737887351,
	0.01387612882307074799875, 0.01281046524292022692425, 0.01189670994589177009506, 0.01110455975820691732663,
	0.01041126526197209649748, 0.00979941612615880329839, 0.009255462182712732917729, 0.008768700134139385462955,
	0.008330563433362871256469, 0.00793411456431402054725, 0.007573675487951840794972, 0.007244554301320383179546,
	0.006942840107209529865664, 0.006665247032707682442356, 0.00640899418800420706844, 0.006171712263039457647535,
	0.005951370112758847735624, 0.005746216513010115682026, 0.005554733551962801371039, 0.005375599032926834493642,
}

// deviance is x log(x/m) + m - x without cancellation near x = m (Loader 2000,
// equation 5: D0 scaled).
func deviance(x, m float64) float64 {
	if math.Abs(x-m) >= 0.1*(x+m) {
		return x*math.Log(x/m) + m - x
	}
	v := (x - m) / (x + m)
	s := (x - m) * v
	term := 2 * x * v
	for j := 3.0; j < 1000; j += 2 { // |v| < 0.1: a dozen terms
		term *= v * v
		next := s + term/j
		if next == s {
			break
		}
		s = next
	}
	return s
}

// logBinomial is log P(X = x) for X ~ Bin(n, p), whole 0 <= x <= n, 0 < p < 1.
func logBinomial(x, n, p float64) float64 {
	switch {
	case n == 0:
		return 0
	case x == 0:
		return n * math.Log1p(-p)
	case x == n:
		return n * math.Log(p)
	}
	return logBinomialOf(x, n, p, 1-p)
}

// logBinomialOf is the same for 0 < x < n, which need not be whole, by the saddle
// point expansion of Loader (2000): relative accuracy of the probability near
// 1e-14 for n of any size.
func logBinomialOf(x, n, p, q float64) float64 {
	c := stirlingError(n) - stirlingError(x) - stirlingError(n-x) - deviance(x, n*p) - deviance(n-x, n*q)
	return c + math.Log(n/(2*math.Pi*x)/(n-x))/2
}

// MidPBinomial returns the exact one-sided mid-p values of x events in n
// trials against the rate p0: P(X < x) + P(X = x)/2 and P(X > x) + P(X = x)/2,
// X ~ Bin(n, p0) (Lancaster 1961). They add up to 1. NaN when n < 1, when x or n
// is not a whole number with 0 <= x <= n, or p0 lies outside [0, 1].
func MidPBinomial(x, n, p0 float64) (lower, upper float64) {
	t := binomialTails(x, n, p0)
	return t.mid()
}

// tails holds P(X < x), P(X = x), P(X > x).
type tails struct{ below, at, above float64 }

var noTails = tails{math.NaN(), math.NaN(), math.NaN()}

// mid gives the two mid-p values; the smaller one keeps its relative accuracy.
func (t tails) mid() (lower, upper float64) {
	if t.below < t.above {
		lower = t.below + t.at/2
		return lower, 1 - lower
	}
	upper = t.above + t.at/2
	return 1 - upper, upper
}

func binomialTails(x, n, p float64) tails {
	switch {
	case !isCount(x, n) || n < 1 || !(p >= 0 && p <= 1):
		return noTails
	case p == 0:
		return pointTails(x, 0)
	case p == 1:
		return pointTails(x, n)
	}
	at := math.Exp(logBinomial(x, n, p))
	odds := p / (1 - p)
	if x <= n*p {
		below := at * sumRatios(x, 0, func(k float64) float64 { return k / (n - k + 1) / odds })
		return tails{below, at, rest(below, at)}
	}
	above := at * sumRatios(n-x, 0, func(k float64) float64 { return k / (n - k + 1) * odds })
	return tails{rest(above, at), at, above}
}

// pointTails are the tails of a variable that is always c.
func pointTails(x, c float64) tails {
	switch {
	case x < c:
		return tails{0, 0, 1}
	case x > c:
		return tails{1, 0, 0}
	}
	return tails{0, 1, 0}
}

// sumRatios adds up the terms t(from-1), t(from-2) … t(to) relative to t(from),
// where down(k) = t(k-1)/t(k) falls with k; it stops when the terms no longer
// matter.
func sumRatios(from, to float64, down func(k float64) float64) float64 {
	sum, term := 0.0, 1.0
	for k := from; k > to; k-- {
		term *= down(k)
		sum += term
		if term < 1e-17*sum {
			return sum
		}
	}
	return sum
}

func rest(a, b float64) float64 { return math.Max(0, 1-a-b) }

// maxCount bounds the counts that the exact methods take: a hundred million
// million. Their time grows with the square root.
const maxCount = 1e14

// isCount says whether x and n are whole numbers with 0 <= x <= n <= maxCount.
func isCount(x, n float64) bool {
	return x >= 0 && x <= n && x == math.Trunc(x) && n == math.Trunc(n) && n <= maxCount
}

// BinomialCDF returns P(X <= x) for X ~ Bin(n, p): 0 below 0, 1 from n on, x
// between whole numbers counts as the lower one. NaN when n is not a whole
// number >= 0 or p lies outside [0, 1].
func BinomialCDF(x, n, p float64) float64 {
	switch {
	case math.IsNaN(x) || !isCount(1, n) || !(p >= 0 && p <= 1):
		return math.NaN()
	case x < 0:
		return 0
	case x >= n:
		return 1
	}
	t := binomialTails(math.Floor(x), n, p)
	if t.below < t.above {
		return t.below + t.at
	}
	return 1 - t.above
}

// BinomialQuantile returns the smallest whole r with P(X <= r) >= q for X ~
// Bin(n, p), as R's qbinom (a relative slack of 64 rounding units keeps a q that
// is itself such a probability where it belongs). NaN for q outside [0, 1] and
// where BinomialCDF is not defined.
func BinomialQuantile(q, n, p float64) float64 {
	if !(q >= 0 && q <= 1) || math.IsNaN(BinomialCDF(0, n, p)) {
		return math.NaN()
	}
	q *= 1 - 64*0x1p-53
	lo, hi := -1.0, n // P(X <= lo) < q <= P(X <= hi), or q = 0
	for hi-lo > 1 {
		mid := math.Floor((lo + hi) / 2)
		if BinomialCDF(mid, n, p) >= q {
			hi = mid
		} else {
			lo = mid
		}
	}
	return hi
}
