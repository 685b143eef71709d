package infer

import "math"

// MidPCounts returns the one-sided mid-p values of a count against the count
// of the rest, each with its exposure: given their sum the count is binomial
// with the person's share of the exposure (Przyborowski & Wilenski 1940; R's
// poisson.test for two counts). P(X < x) + P(X = x)/2 and P(X > x) + P(X = x)/2;
// they add up to 1. No events at all: 1/2 each. NaN for counts that are not
// whole or negative, and exposures that are not positive.
func MidPCounts(x, exposure, restX, restExposure float64) (lower, upper float64) {
	return countTails(x, exposure, restX, restExposure).mid()
}

func countTails(x, exposure, restX, restExposure float64) tails {
	whole := isCount(x, x) && isCount(restX, restX)
	if !whole || !(exposure > 0 && restExposure > 0) || math.IsInf(exposure+restExposure, 1) {
		return noTails
	}
	if x+restX == 0 {
		return tails{0, 1, 0}
	}
	return binomialTails(x, x+restX, exposure/(exposure+restExposure))
}
