package infer

import "math"

// MidPRest returns the exact one-sided mid-p values of a person with x events
// in n trials against the rest with restX in restN, given the margins (Fisher's
// hypergeometric): P(X < x) + P(X = x)/2 and P(X > x) + P(X = x)/2. They add up
// to 1. Nothing happened to anybody, or always: 1/2 each. NaN when a side has
// no trials or a count is not a whole number within its trials.
//
// The point probability comes from Loader's binomials, as in R's dhyper; the
// tail is summed by ratios from it, so that a p of 1e-200 is still exact in
// relative terms, for any size of n.
func MidPRest(x, n, restX, restN float64) (lower, upper float64) {
	return hypergeometricTails(x, n, restX, restN).mid()
}

func hypergeometricTails(x, n, restX, restN float64) tails {
	if !isCount(x, n) || !isCount(restX, restN) || n < 1 || restN < 1 {
		return noTails
	}
	events, all := x+restX, n+restN
	if events == 0 || events == all {
		return tails{0, 1, 0}
	}
	at := math.Exp(logHypergeometric(x, n, restX, restN))
	if x*all <= n*events {
		below := at * sumRatios(x, math.Max(0, events-restN), func(k float64) float64 {
			return k / (n - k + 1) * ((restN - events + k) / (events - k + 1))
		})
		return tails{below, at, rest(below, at)}
	}
	// The mirror image: events and non-events change places.
	failed := all - events
	above := at * sumRatios(n-x, math.Max(0, failed-restN), func(k float64) float64 {
		return k / (n - k + 1) * ((restN - failed + k) / (failed - k + 1))
	})
	return tails{rest(above, at), at, above}
}

// logHypergeometric is log P(X = x): of the events drawn among n of n+restN.
// Three binomials at the common rate; the rate cancels.
func logHypergeometric(x, n, restX, restN float64) float64 {
	p := (x + restX) / (n + restN)
	return logBinomial(x, n, p) + logBinomial(restX, restN, p) - logBinomial(x+restX, n+restN, p)
}
