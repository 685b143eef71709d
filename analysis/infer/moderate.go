package infer

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// VariancePrior is what a team tells about the variances of its people: they
// scatter about S2 as if each had been seen on DF degrees of freedom before
// (Smyth 2004, Stat Appl Genet Mol Biol 3:3). DF is +Inf where they scatter no more
// than chance makes them.
type VariancePrior struct{ S2, DF float64 }

// varianceFloor is the part of the mean variance that a smaller one counts as:
// rounded figures repeat themselves, and their variance of nothing has no logarithm.
const varianceFloor = 0.01

// NewVariancePrior estimates the prior from variances s2 on df degrees of freedom by
// the moments of their logarithms (Smyth's section 6.2; limma's fitFDist). Entries
// that are not known or have no degrees of freedom do not count; with fewer than
// three, or none above 0, DF is +Inf and S2 the pooled variance.
func NewVariancePrior(s2, df []float64) VariancePrior {
	ss, all, k := 0.0, 0.0, 0.0
	for i, v := range s2 {
		if isVariance(v, df[i]) {
			ss, all, k = ss+df[i]*v, all+df[i], k+1
		}
	}
	pooled := VariancePrior{ss / all, math.Inf(1)}
	if k < 3 || !(pooled.S2 > 0) {
		return pooled
	}
	var room [32]float64 // teams are small
	e, chance := room[:0], 0.0
	var half, mean, scatter float64 // of the logarithm of a variance; most people have the same df
	for i, v := range s2 {
		if !isVariance(v, df[i]) {
			continue
		}
		if df[i]/2 != half {
			half = df[i] / 2
			mean, scatter = mathext.Digamma(half), trigamma(half)
		}
		e = append(e, math.Log(math.Max(v, varianceFloor*pooled.S2))-mean+math.Log(half))
		chance += scatter / k
	}
	extra := squares(e)/(k-1) - chance
	if !(extra > 0) {
		return pooled
	}
	half = trigammaInverse(extra)
	return VariancePrior{math.Exp(Mean(e) + mathext.Digamma(half) - math.Log(half)), 2 * half}
}

func isVariance(v, df float64) bool { return v >= 0 && !math.IsInf(v, 1) && df > 0 }

// Moderate returns the variance s2 on df degrees of freedom drawn to the prior, and
// the degrees of freedom that it has then.
func (p VariancePrior) Moderate(s2, df float64) (variance, total float64) {
	if math.IsInf(p.DF, 1) || !isVariance(s2, df) {
		return p.S2, p.DF
	}
	return (p.DF*p.S2 + df*s2) / (p.DF + df), p.DF + df
}

// trigamma is the second derivative of the logarithm of the gamma function.
func trigamma(x float64) float64 { return mathext.Zeta(2, x) }

// trigammaInverse solves trigamma(y) = x > 0 by Newton's method (Smyth 2004,
// appendix), which rises to the root from below.
func trigammaInverse(x float64) float64 {
	switch {
	case x > 1e7:
		return 1 / math.Sqrt(x)
	case x < 1e-6:
		return 1 / x
	}
	y := 0.5 + 1/x
	for range 50 {
		tri := trigamma(y)
		step := tri * (1 - tri/x) / (-2 * mathext.Zeta(3, y))
		y += step
		if math.Abs(step) <= 1e-10*y {
			break
		}
	}
	return y
}
