package infer

import (
	"math"
	"math/bits"
)

// PoissonCDF returns P(X <= x) for a Poisson count of the given mean: 0 below
// 0, x between whole numbers counts as the lower one. NaN for a negative mean.
func PoissonCDF(x, mean float64) float64 {
	switch {
	case math.IsNaN(x) || !(mean >= 0):
		return math.NaN()
	case x < 0:
		return 0
	case mean == 0 || math.IsInf(x, 1):
		return 1
	}
	_, above := gammaTails(mean, math.Floor(x)+1)
	return above
}

// NormalCDF returns P(Z <= z) for the standard normal distribution.
func NormalCDF(z float64) float64 { return normalCDF(z) }

// widestRun is the longest span for which RunWithin keeps every pattern of
// outcomes apart: 2^15 states.
const widestRun = 16

// RunWithin returns the probability that, of independent periods which each
// succeed with probability p, some `of` neighbouring ones hold at least need
// successes (Fu & Koutras 1994: the chain of the outcomes that can still
// matter). need = of asks for a run without a failure; a span that is cut short
// by the beginning counts when it holds enough. 0 when the periods are too few;
// NaN for p outside [0, 1], need < 1, of < need, and of > 16 unless need = of.
func RunWithin(p float64, need, of, periods int) float64 {
	switch {
	case !(p >= 0 && p <= 1) || need < 1 || of < need:
		return math.NaN()
	case need == of && of == periods:
		return math.Pow(p, float64(need))
	case need == of:
		return unbroken(p, need, periods)
	case of > widestRun:
		return math.NaN()
	}
	return scattered(p, need, of, periods)
}

// unbroken is RunWithin for runs without a failure: the state is the length of
// the run so far.
func unbroken(p float64, need, periods int) (done float64) {
	state := make([]float64, need)
	state[0] = 1
	for range periods {
		next := make([]float64, need)
		for length, q := range state {
			next[0] += q * (1 - p)
			if length+1 == need {
				done += q * p
			} else {
				next[length+1] += q * p
			}
		}
		state = next
	}
	return done
}

// scattered is RunWithin where failures may lie between: the state is the set
// of successes among the last of-1 periods.
func scattered(p float64, need, of, periods int) (done float64) {
	state := make([]float64, 1<<(of-1))
	state[0] = 1
	for range periods {
		next := make([]float64, len(state))
		for seen, q := range state {
			if q == 0 {
				continue
			}
			past := seen << 1 & (len(state) - 1)
			next[past] += q * (1 - p)
			if bits.OnesCount(uint(seen))+1 >= need {
				done += q * p
			} else {
				next[past|1] += q * p
			}
		}
		state = next
	}
	return done
}

// DetectableRate returns the smallest change of a rate from p that a one-sided
// test at level alpha finds with the given power, between n1 trials before and n2
// after: z_alpha sqrt(P(1-P)(1/n1+1/n2)) + z_power sqrt(p(1-p)/n1 + r(1-r)/n2) with
// r the rate after and P the pooled one (Fleiss, Levin & Paik 2003, equation
// 4.14, uncorrected). up says in which direction. NaN when no change inside [0, 1]
// is found so surely.
func DetectableRate(p, n1, n2, alpha, power float64, up bool) float64 {
	room := p
	if up {
		room = 1 - p
	}
	variance := func(rate float64) float64 { return rate * (1 - rate) }
	return detectable(p, room, n1, n2, alpha, power, up, variance)
}

// DetectableCount is DetectableRate for events per unit of exposure.
func DetectableCount(rate, exposure1, exposure2, alpha, power float64, up bool) float64 {
	room := rate
	if up {
		room = 10*rate + 100/math.Min(exposure1, exposure2)
	}
	return detectable(rate, room, exposure1, exposure2, alpha, power, up, func(rate float64) float64 { return rate })
}

func detectable(p, room, n1, n2, alpha, power float64, up bool, variance func(float64) float64) float64 {
	if !(p >= 0) || !(n1 > 0 && n2 > 0) {
		return math.NaN()
	}
	za, zb := normalQuantile(1-alpha), normalQuantile(power)
	over := func(d float64) float64 {
		after := p - d
		if up {
			after = p + d
		}
		pooled := (n1*p + n2*after) / (n1 + n2)
		return d - za*math.Sqrt(variance(pooled)*(1/n1+1/n2)) - zb*math.Sqrt(variance(p)/n1+variance(after)/n2)
	}
	if !(over(room) >= 0) {
		return math.NaN()
	}
	return bisect(0, room, over)
}

// DetectableLevel is DetectableRate for the mean of n1 and n2 values that
// scatter by sd: (t_alpha + t_power) sd sqrt(1/n1 + 1/n2) with n1+n2-2 degrees of
// freedom. NaN below three values together.
func DetectableLevel(sd, n1, n2, alpha, power float64) float64 {
	df := n1 + n2 - 2
	if !(sd >= 0) || !(df > 0) {
		return math.NaN()
	}
	return (StudentQuantile(1-alpha, df) + StudentQuantile(power, df)) * sd * math.Sqrt(1/n1+1/n2)
}
