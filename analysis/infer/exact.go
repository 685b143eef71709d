package infer

import "math"

// ExactTest holds the p-values of an exact test of a count X: P(X <= x), P(X >=
// x), and the two-sided one, the sum of all P(X = k) that are not above P(X = x)
// (1 + 1e-7) as in R. They count the whole of P(X = x); the mid-p values
// (MidPRest, MidPCounts) half of it.
type ExactTest struct {
	Less, Greater, TwoSided float64
}

// FisherExact tests a person's x of n against the rest's restX of restN given
// the margins (Fisher 1935; R's fisher.test). NaN where MidPRest is. The
// two-sided value looks at every possible table: mind counts of many millions.
func FisherExact(x, n, restX, restN float64) ExactTest {
	t := hypergeometricTails(x, n, restX, restN)
	events, all := x+restX, n+restN
	if events == 0 || events == all {
		return t.exact(func(float64) float64 { return 0 }, x, x, x)
	}
	return t.exact(func(k float64) float64 {
		return logHypergeometric(k, n, events-k, restN)
	}, x, math.Max(0, events-restN), math.Min(n, events))
}

// CountTest tests a count with its exposure against the rest's: conditional
// binomial (R's poisson.test for two counts). NaN where MidPCounts is.
func CountTest(x, exposure, restX, restExposure float64) ExactTest {
	t := countTails(x, exposure, restX, restExposure)
	share, all := exposure/(exposure+restExposure), x+restX
	return t.exact(func(k float64) float64 { return logBinomial(k, all, share) }, x, 0, all)
}

// exact completes the tails to a test; logP gives log P(X = k) for lo <= k <= hi.
func (t tails) exact(logP func(k float64) float64, x, lo, hi float64) ExactTest {
	if math.IsNaN(t.at) {
		return ExactTest{math.NaN(), math.NaN(), math.NaN()}
	}
	bound := logP(x) + math.Log1p(1e-7)
	var sum float64
	for k := lo; k <= hi; k++ {
		if l := logP(k); l <= bound {
			sum += math.Exp(l)
		}
	}
	return ExactTest{t.below + t.at, t.above + t.at, math.Min(1, sum)}
}

// OddsRatio returns the conditional maximum likelihood estimate of the odds
// ratio of a person's x of n against the rest, given the margins: the ratio at
// which x is the expected count (R's fisher.test). 0 and +Inf at the ends of
// what the margins allow; NaN where they allow one table only.
func OddsRatio(x, n, restX, restN float64) float64 {
	if !isCount(x, n) || !isCount(restX, restN) || n < 1 || restN < 1 {
		return math.NaN()
	}
	events := x + restX
	lo, hi := math.Max(0, events-restN), math.Min(n, events)
	switch {
	case lo == hi:
		return math.NaN()
	case x == lo:
		return 0
	case x == hi:
		return math.Inf(1)
	}
	logs := make([]float64, int(hi-lo)+1)
	for i := range logs {
		k := lo + float64(i)
		logs[i] = logHypergeometric(k, n, events-k, restN)
	}
	return math.Exp(bisect(-50, 50, func(logOdds float64) float64 {
		return tiltedMean(logs, logOdds) - (x - lo)
	}))
}

// tiltedMean is the mean of the place i under weights exp(logs[i] + i theta).
func tiltedMean(logs []float64, theta float64) float64 {
	top := math.Inf(-1)
	for i, l := range logs {
		top = math.Max(top, l+float64(i)*theta)
	}
	var sum, mean float64
	for i, l := range logs {
		w := math.Exp(l + float64(i)*theta - top)
		sum += w
		mean += w * float64(i)
	}
	return mean / sum
}

// bisect finds a zero of the rising function f between lo and hi.
func bisect(lo, hi float64, f func(float64) float64) float64 {
	for range 200 {
		mid := lo + (hi-lo)/2
		if mid == lo || mid == hi {
			break
		}
		if f(mid) < 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo + (hi-lo)/2
}
