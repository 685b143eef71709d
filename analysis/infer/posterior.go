package infer

import "math"

// JeffreysBelow returns P(true rate <= c | x of n) under Jeffreys' prior
// Beta(1/2, 1/2): the regularised incomplete beta function I_c(x+1/2, n-x+1/2)
// (Brown, Cai & DasGupta 2001, section 3.1.2). c at or below 0 gives 0, at or
// above 1 gives 1. n = 0 is the prior alone. NaN for x outside [0, n].
func JeffreysBelow(x, n, c float64) float64 {
	if !(x >= 0 && x <= n) {
		return math.NaN()
	}
	return betaBelow(c, x+0.5, n-x+0.5)
}

// JeffreysAbove returns P(true rate >= c | x of n), the complement of
// JeffreysBelow.
func JeffreysAbove(x, n, c float64) float64 {
	if !(x >= 0 && x <= n) {
		return math.NaN()
	}
	_, above := betaTails(c, x+0.5, n-x+0.5)
	return above
}

// JeffreysCountBelow returns P(true rate <= c per unit of exposure | x events)
// under Jeffreys' prior for a Poisson mean: Gamma(x+1/2, exposure). c at or below
// 0 gives 0. NaN for x < 0 and exposure <= 0.
func JeffreysCountBelow(x, exposure, c float64) float64 {
	if !(x >= 0 && exposure > 0) {
		return math.NaN()
	}
	below, _ := gammaTails(c*exposure, x+0.5)
	return below
}

// JeffreysCountAbove returns P(true rate >= c | x events), the complement of
// JeffreysCountBelow.
func JeffreysCountAbove(x, exposure, c float64) float64 {
	if !(x >= 0 && exposure > 0) {
		return math.NaN()
	}
	_, above := gammaTails(c*exposure, x+0.5)
	return above
}
