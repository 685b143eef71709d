package infer

import "math"

// BetaPrior is the distribution of the true rates of a team, Beta(Alpha, Beta),
// with its mean Mu and intra-class correlation Rho = 1/(Alpha+Beta+1). Rho = 0:
// no evidence that people differ; Alpha and Beta are then infinite and everybody
// has the rate Mu. Rho = 1: nothing is shared, everybody keeps their own rate.
type BetaPrior struct {
	Mu, Rho, Alpha, Beta float64
}

// NewBetaPrior returns the prior of mean mu in [0, 1] and correlation rho in [0, 1].
func NewBetaPrior(mu, rho float64) BetaPrior {
	if rho == 0 {
		return BetaPrior{mu, 0, math.Inf(1), math.Inf(1)}
	}
	size := 1/rho - 1
	return BetaPrior{mu, rho, mu * size, (1 - mu) * size}
}

// BetaPriorOf returns the prior Beta(alpha, beta), both positive.
func BetaPriorOf(alpha, beta float64) BetaPrior {
	size := alpha + beta
	return BetaPrior{alpha / size, 1 / (size + 1), alpha, beta}
}

// Rate returns the mean of the posterior Beta(x+Alpha, n-x+Beta): the rate x/n
// shrunk towards Mu, with weight n Rho/(1 + (n-1) Rho) left to x/n. n = 0 has the
// rate Mu. NaN for x outside [0, n].
func (b BetaPrior) Rate(x, n float64) float64 {
	if !isPart(x, n) && n != 0 {
		return math.NaN()
	}
	if n == 0 || b.Rho == 0 {
		return b.Mu
	}
	keep := n * b.Rho / (1 + (n-1)*b.Rho)
	return keep*(x/n) + (1-keep)*b.Mu
}

// Posterior returns the shrunk rate with the equal-tailed interval of the
// posterior at level. With Rho = 0 the interval has no width: it takes Mu as
// known. With Rho = 1 and x = 0 or n there is none.
func (b BetaPrior) Posterior(x, n, level float64) Estimate {
	e := undefined(level, n)
	e.Value = b.Rate(x, n)
	if math.IsNaN(e.Value) || !(level > 0 && level < 1) {
		return e
	}
	if b.Rho == 0 {
		e.Lo, e.Hi = b.Mu, b.Mu
		return e
	}
	a := (1 - level) / 2
	e.Lo = betaQuantile(a, x+b.Alpha, n-x+b.Beta)
	e.Hi = betaQuantile(1-a, x+b.Alpha, n-x+b.Beta)
	return e
}

// Below returns the posterior P(true rate <= c | x of n).
func (b BetaPrior) Below(x, n, c float64) float64 {
	switch {
	case math.IsNaN(b.Rate(x, n)) || math.IsNaN(c):
		return math.NaN()
	case b.Rho == 0 && c >= b.Mu:
		return 1
	case b.Rho == 0:
		return 0
	}
	return betaBelow(c, x+b.Alpha, n-x+b.Beta)
}

// KleinmanPrior fits the prior of a team from its sums: the pooled rate and
// Kleinman's rho (RateSpread.Rho). Where rho is not defined (one unit, one trial
// each) there is no evidence that people differ: rho 0.
func KleinmanPrior(s RateSpread) BetaPrior {
	rho := s.Rho()
	if !(rho > 0) {
		rho = 0
	}
	return NewBetaPrior(s.Pooled(), rho)
}

// ShrinkRates returns the empirical Bayes rates of a team under KleinmanPrior,
// in the order given; NaN where x and n are not counts.
func ShrinkRates(x, n []float64) (rates []float64, prior BetaPrior) {
	prior = KleinmanPrior(NewRateSpread(x, n))
	rates = make([]float64, min(len(x), len(n)))
	for i := range rates {
		rates[i] = prior.Rate(x[i], n[i])
	}
	return rates, prior
}

// JamesStein returns the levels y, all of variance sigma2, shrunk towards their
// mean: z = ybar + c(y - ybar), c = max(0, 1 - (k-3) sigma2 / sum (y - ybar)²)
// (Efron & Morris 1975, equation 2.9). Below k = 4 nothing is gained: c = 1.
// Levels that are all equal stay.
func JamesStein(y []float64, sigma2 float64) (z []float64, c float64) {
	k, mean := float64(len(y)), Mean(y)
	c = 1
	if k >= 4 {
		c = math.Max(0, 1-(k-3)*sigma2/squares(y))
	}
	if k > 0 && allEqual(y) {
		c = 0
	}
	z = make([]float64, len(y))
	for i, v := range y {
		z[i] = mean + c*(v-mean)
	}
	return z, c
}
