package infer

import "math"

// Scores are the standings of units on a common scale: Y the transformed
// figures, S their standard errors under chance alone, Z = (Y - Target)/S.
type Scores struct {
	Target  float64
	Y, S, Z []float64
}

func newScores(k int, target float64, at func(i int) (y, s float64)) Scores {
	v := Scores{target, make([]float64, k), make([]float64, k), make([]float64, k)}
	for i := range k {
		v.Y[i], v.S[i] = at(i)
		v.Z[i] = (v.Y[i] - target) / v.S[i]
	}
	return v
}

// ArcsineScores places rates x/n on the arcsine scale: Y = asin sqrt(x/n), S =
// 1/(2 sqrt n), against the pooled rate.
func ArcsineScores(x, n []float64) Scores {
	k := min(len(x), len(n))
	p0 := NewRateSpread(x, n).Pooled()
	return newScores(k, math.Asin(math.Sqrt(p0)), func(i int) (y, s float64) {
		return math.Asin(math.Sqrt(x[i] / n[i])), 1 / (2 * math.Sqrt(n[i]))
	})
}

// BinomialScores places rates x/n against the pooled rate p0: Y = x/n, S =
// sqrt(p0(1-p0)/n), so that Z² is the chi-square of R's prop.test.
func BinomialScores(x, n []float64) Scores {
	k := min(len(x), len(n))
	p0 := NewRateSpread(x, n).Pooled()
	return newScores(k, p0, func(i int) (y, s float64) {
		return x[i] / n[i], math.Sqrt(p0 * (1 - p0) / n[i])
	})
}

// LogRatioScores places observed / expected on the log scale: Y = log(O/E), S =
// 1/sqrt E, target 0 (SHMI). O = 0 gives -Inf.
func LogRatioScores(observed, expected []float64) Scores {
	return newScores(min(len(observed), len(expected)), 0, func(i int) (y, s float64) {
		return math.Log(observed[i] / expected[i]), 1 / math.Sqrt(expected[i])
	})
}

// RootRatioScores places observed / expected on the square root scale: Y =
// sqrt(O/E), S = 1/(2 sqrt E), target 1 (Care Quality Commission).
func RootRatioScores(observed, expected []float64) Scores {
	return newScores(min(len(observed), len(expected)), 1, func(i int) (y, s float64) {
		return math.Sqrt(observed[i] / expected[i]), 1 / (2 * math.Sqrt(expected[i]))
	})
}

// LogCountScores places counts with exposure on the log scale: Y = log((x +
// 1/2)/(n + 1/2)), S = sqrt(x/(x + 1/2)² + n/(n + 1/2)²), target log(sum x / sum
// n).
func LogCountScores(x, exposure []float64) Scores {
	k := min(len(x), len(exposure))
	target := math.Log(NewRateSpread(x, exposure).Pooled())
	return newScores(k, target, func(i int) (y, s float64) {
		a, b := x[i]+0.5, exposure[i]+0.5
		return math.Log(a / b), math.Sqrt(x[i]/(a*a) + exposure[i]/(b*b))
	})
}

// Overdispersion tells by how much units differ beyond chance: Phi the mean
// squared score, 1 if by chance alone, and Tau2 the variance between units on
// the scale of the scores. Trimmed are the scores that went in, NaN where one
// was left out.
type Overdispersion struct {
	Trimmed   []float64
	Phi, Tau2 float64
}

// Overdispersion estimates phi and tau² from the scores after winsorising them at
// their trim and 1-trim quantiles (Spiegelhalter 2005 QSHC 14:347, appendix):
// tau² = (I phi - (I-1)) / (sum w - sum w²/sum w), w = 1/S², and 0 where the
// numerator is negative.
func (s Scores) Overdispersion(trim float64) Overdispersion {
	lo, hi := Quantile(s.Z, trim), Quantile(s.Z, 1-trim)
	w := make([]float64, len(s.Z))
	for i, z := range s.Z {
		w[i] = math.Max(lo, math.Min(hi, z))
	}
	return s.dispersion(w)
}

// OverdispersionTruncated does the same with the lowest and highest share trim of
// the units left out (NHS Digital 2020, SHMI methodology): unit of rank r, ties
// averaged, stays when 0 < floor(r / trim / (I+1)) < 1/trim - 1. Below 1/trim
// units nobody is left out.
func (s Scores) OverdispersionTruncated(trim float64) Overdispersion {
	parts, units := 1/trim, float64(len(s.Z))
	kept := make([]float64, len(s.Z))
	for i, r := range averageRanks(s.Z) {
		kept[i] = s.Z[i]
		if at := math.Floor(r * parts / (units + 1)); !(at > 0 && at < parts-1) {
			kept[i] = math.NaN()
		}
	}
	return s.dispersion(kept)
}

// dispersion takes phi and tau² from the scores that are not NaN.
func (s Scores) dispersion(trimmed []float64) Overdispersion {
	var z2, w, w2 []float64
	for i, z := range trimmed {
		if !math.IsNaN(z) {
			precision := 1 / (s.S[i] * s.S[i])
			z2, w, w2 = append(z2, z*z), append(w, precision), append(w2, precision*precision)
		}
	}
	k, sumW := float64(len(z2)), Sum(w)
	phi := Sum(z2) / k
	return Overdispersion{trimmed, phi, math.Max(0, (k*phi-(k-1))/(sumW-Sum(w2)/sumW))}
}

// averageRanks are the ranks of v from 1, ties sharing their mean rank; a NaN has
// rank NaN.
func averageRanks(v []float64) []float64 {
	ranks := make([]float64, len(v))
	for i := range ranks {
		ranks[i] = math.NaN()
	}
	order := ranked(v)
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && v[order[to]] == v[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			ranks[i] = float64(from+to+1) / 2
		}
		from = to
	}
	return ranks
}

// Additive returns the scores with tau² added to each variance: (Y -
// Target)/sqrt(S² + tau2).
func (s Scores) Additive(tau2 float64) []float64 {
	z := make([]float64, len(s.Y))
	for i := range z {
		z[i] = (s.Y[i] - s.Target) / math.Sqrt(s.S[i]*s.S[i]+tau2)
	}
	return z
}

// Multiplicative returns the scores over sqrt(phi), unchanged where phi <= 1.
func (s Scores) Multiplicative(phi float64) []float64 {
	f := math.Sqrt(math.Max(1, phi))
	z := make([]float64, len(s.Z))
	for i := range z {
		z[i] = s.Z[i] / f
	}
	return z
}
