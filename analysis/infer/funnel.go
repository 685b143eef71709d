package infer

import "math"

// Limits is a band around an expected figure.
type Limits struct{ Lo, Hi float64 }

// FunnelScore returns the limits p0 ∓ z sqrt(p0(1-p0)/n) between which a unit of
// n trials at the common rate p0 lies with probability level (.95, .998), within
// [0, 1] (Spiegelhalter 2005, section 3.1; the same band as the "Wilson inverse"
// of Public Health England). NaN for n <= 0 and p0 outside [0, 1].
func FunnelScore(p0, n, level float64) Limits {
	z := zFor(level)
	if !(n > 0) || !(p0 >= 0 && p0 <= 1) {
		z = math.NaN()
	}
	half := z * math.Sqrt(p0*(1-p0)/n)
	return Limits{clamp01(p0 - half), clamp01(p0 + half)}
}

// FunnelExact returns the exact binomial limits as whole counts over n:
// qbinom((1-level)/2)/n and qbinom((1+level)/2)/n.
func FunnelExact(p0, n, level float64) Limits {
	lo, hi := BinomialQuantile((1-level)/2, n, p0), BinomialQuantile((1+level)/2, n, p0)
	return Limits{lo / n, hi / n}
}

// FunnelInterpolated returns the exact binomial limits without their steps
// (Spiegelhalter 2005, appendix A.1.1): r the least count with P(R <= r) >= q,
// alpha = (P(R <= r) - q)/P(R = r), limit (r - alpha)/n, not below 0.
func FunnelInterpolated(p0, n, level float64) Limits {
	at := func(q float64) float64 {
		r := BinomialQuantile(q, n, p0)
		t := binomialTails(r, n, p0)
		return clamp01((r - (t.below+t.at-q)/t.at) / n)
	}
	return Limits{at((1 - level) / 2), at((1 + level) / 2)}
}

// FunnelArcsine returns the limits on the variance-stabilised scale: sin²(asin
// sqrt p0 ∓ z sqrt(1/(4n) + tau2)), with tau2 the variance between units beyond
// chance (Overdispersion), 0 for none. Where the angle leaves [0, pi/2] the
// limit is 0 or 1: sin² would fold back.
func FunnelArcsine(p0, n, level, tau2 float64) Limits {
	return arcsineLimits(p0, n, zFor(level), tau2)
}

func arcsineLimits(p0, n, z, tau2 float64) Limits {
	if !(n > 0) || !(p0 >= 0 && p0 <= 1) || !(tau2 >= 0) {
		z = math.NaN()
	}
	centre, half := math.Asin(math.Sqrt(p0)), z*math.Sqrt(1/(4*n)+tau2)
	back := func(angle float64) float64 {
		return sq(math.Sin(math.Max(0, math.Min(math.Pi/2, angle))))
	}
	return Limits{back(centre - half), back(centre + half)}
}

// Widen returns the limits around centre with their distance from it times
// sqrt(phi) where phi > 1 (multiplicative overdispersion, Spiegelhalter 2005
// QSHC 14:347), within [0, 1]. Never in a team below ten: it hides the one real
// low performer.
func (l Limits) Widen(centre, phi float64) Limits {
	f := math.Sqrt(math.Max(1, phi))
	return Limits{clamp01(centre - f*(centre-l.Lo)), clamp01(centre + f*(l.Hi-centre))}
}

// RatioLimits returns the Poisson limits of observed / expected at an expected
// count e and target 1: ChiSqInv(a; 2e)/(2e), ChiSqInv(1-a; 2(e+1))/(2e), a =
// (1-level)/2.
func RatioLimits(e, level float64) Limits {
	a := (1 - level) / 2
	if !(e > 0) {
		return Limits{math.NaN(), math.NaN()}
	}
	return Limits{gammaQuantile(a, e) / e, gammaQuantile(1-a, e+1) / e}
}

// ExpectedLimits returns the expected counts at which an observed count would
// lie on the limits: the greatest e with P(X <= observed | e) = a, as Hi, and the
// least with P(X >= observed | e) = a, as Lo (0 at observed = 0).
func ExpectedLimits(observed, level float64) Limits {
	lo, hi := PoissonExact(observed, level)
	return Limits{lo, hi}
}
