package infer

import "math"

// RateFit is a maximum likelihood fit of the beta-binomial.
type RateFit struct {
	Prior    BetaPrior
	LogLik   float64
	Boundary bool // the likelihood rises towards rho = 0: no evidence that people differ
}

// FitBetaBinomial maximises the beta-binomial likelihood of x of n (Skellam 1948).
// Where it rises towards rho = 0 the fit is the plain binomial at the pooled rate,
// with its log-likelihood. Every unit needs whole 0 <= x <= n; units without
// trials do not count. It is a check of KleinmanPrior; the surface is flat in
// Alpha + Beta, so compare LogLik first. Time grows with the sum of n.
func FitBetaBinomial(x, n []float64) RateFit {
	var units [][2]float64 // events, non-events
	for i := range min(len(x), len(n)) {
		if !isCount(x[i], n[i]) {
			return RateFit{BetaPrior{math.NaN(), math.NaN(), math.NaN(), math.NaN()}, math.NaN(), false}
		}
		units = append(units, [2]float64{x[i], n[i] - x[i]})
	}
	pooled := NewRateSpread(x, n).Pooled()
	if !(pooled > 0 && pooled < 1) || polyaSlope(units, pooled, 0) <= 0 {
		return RateFit{NewBetaPrior(pooled, 0), polyaLogLik(units, pooled, 0), true}
	}
	// theta = rho/(1-rho); by the envelope theorem the slope of the profile is
	// the partial slope at the best mean.
	theta := math.Exp(bisect(-30, 15, func(logTheta float64) float64 {
		t := math.Exp(logTheta)
		return -polyaSlope(units, polyaMean(units, t), t)
	}))
	mu := polyaMean(units, theta)
	return RateFit{NewBetaPrior(mu, theta/(1+theta)), polyaLogLik(units, mu, theta), false}
}

// polyaSum adds f(j) for j = 0 … k-1.
func polyaSum(k float64, f func(j float64) float64) float64 {
	var s float64
	for j := 0.0; j < k; j++ {
		s += f(j)
	}
	return s
}

// polyaLogLik is the log-likelihood as a product of rising factors, which is
// exact at theta = 0 too: C(n,x) prod(mu + j theta) prod(1 - mu + j theta) /
// prod(1 + j theta).
func polyaLogLik(units [][2]float64, mu, theta float64) float64 {
	var sum float64
	for _, u := range units {
		n := u[0] + u[1]
		sum += -logBeta(u[0]+1, u[1]+1) - math.Log(n+1)
		sum += polyaSum(u[0], func(j float64) float64 { return math.Log(mu + j*theta) })
		sum += polyaSum(u[1], func(j float64) float64 { return math.Log(1 - mu + j*theta) })
		sum -= polyaSum(n, func(j float64) float64 { return math.Log1p(j * theta) })
	}
	return sum
}

// polyaSlope is the derivative of the log-likelihood by theta.
func polyaSlope(units [][2]float64, mu, theta float64) float64 {
	var sum float64
	for _, u := range units {
		sum += polyaSum(u[0], func(j float64) float64 { return j / (mu + j*theta) })
		sum += polyaSum(u[1], func(j float64) float64 { return j / (1 - mu + j*theta) })
		sum -= polyaSum(u[0]+u[1], func(j float64) float64 { return j / (1 + j*theta) })
	}
	return sum
}

// polyaMean is the best mu for a theta: the log-likelihood is concave in mu.
func polyaMean(units [][2]float64, theta float64) float64 {
	return bisect(0, 1, func(mu float64) float64 {
		var fall float64
		for _, u := range units {
			fall += polyaSum(u[1], func(j float64) float64 { return 1 / (1 - mu + j*theta) })
			fall -= polyaSum(u[0], func(j float64) float64 { return 1 / (mu + j*theta) })
		}
		return fall
	})
}

// MomentPrior fits Beta(alpha, beta) to the plain mean and variance of the rates,
// alpha = ((1-mu)/v - 1/mu) mu², beta = alpha(1/mu - 1) (ebbr). It ignores the
// binomial noise of small n and so shrinks too little; KleinmanPrior does not.
// NaN without spread.
func MomentPrior(rates []float64) BetaPrior {
	mu, sd := Mean(rates), SD(rates)
	if !(sd > 0) {
		return BetaPrior{mu, math.NaN(), math.NaN(), math.NaN()}
	}
	alpha := ((1-mu)/(sd*sd) - 1/mu) * mu * mu
	return BetaPriorOf(alpha, alpha*(1/mu-1))
}

// MartuzziElliott returns the rates shrunk towards the pooled rate (Martuzzi &
// Elliott 1996, Stat Med 15:1867) and the weighted variance s2 of the raw ones:
// rho_i = (n_i s2 - (n_i/nbar) b(1-b)) / ((n_i-1) s2 + ((nbar-n_i)/nbar) b(1-b)),
// estimate rho_i p_i + (1-rho_i) b. The weights are kept in [0, 1]: below
// binomial spread the formula leaves them.
func MartuzziElliott(x, n []float64) (rates []float64, s2 float64) {
	s := NewRateSpread(x, n)
	b, nbar := s.Pooled(), s.N/s.K
	k := min(len(x), len(n))
	s2 = sumOf(k, func(i int) float64 {
		if n[i] == 0 {
			return 0
		}
		return n[i] * (x[i]/n[i] - b) * (x[i]/n[i] - b)
	}) / s.N
	rates = make([]float64, k)
	noise := b * (1 - b)
	for i := range rates {
		rho := (n[i]*s2 - n[i]/nbar*noise) / ((n[i]-1)*s2 + (nbar-n[i])/nbar*noise)
		if rho = clamp01(rho); n[i] == 0 || math.IsNaN(rho) || noise == 0 {
			rates[i] = b
			continue
		}
		rates[i] = rho*x[i]/n[i] + (1-rho)*b
	}
	return rates, s2
}
