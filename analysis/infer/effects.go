package infer

import "math"

// RandomEffects is the normal model y_i ~ N(theta_i, se_i²), theta_i ~ N(Mu,
// Tau2).
type RandomEffects struct {
	Mu, SE float64 // weighted mean of the true levels and its standard error
	Tau2   float64 // variance between the true levels, >= 0
	Q, I2  float64 // Cochran's heterogeneity, df K-1; share of Tau2 in percent
	K      float64 // units used: both figures known, se > 0
}

// DerSimonianLaird fits the random effects model to levels y with standard
// errors se (DerSimonian & Laird 1986, equations 4 and 8): w = 1/se², Q = sum
// w(y - ybar)², tau² = max(0, (Q-(k-1)) / (sum w - sum w²/sum w)), then weights
// 1/(se² + tau²). Units with NaN or se <= 0 are left out; one unit has no
// spread (Tau2 NaN) and its own level as the mean; none gives NaN.
func DerSimonianLaird(y, se []float64) RandomEffects {
	return fitEffects(y, se, func(u units) float64 {
		return math.Max(0, (u.q(0)-(u.k()-1))/u.c())
	})
}

// PauleMandel fits the same model with the tau² at which Q with weights 1/(se² +
// tau²) is k-1 (Paule & Mandel 1982), 0 where Q is less at tau² = 0.
func PauleMandel(y, se []float64) RandomEffects {
	return fitEffects(y, se, func(u units) float64 {
		return u.rootTau2(func(tau2 float64) float64 { return u.k() - 1 - u.q(tau2) })
	})
}

// REML fits the same model by restricted maximum likelihood (Viechtbauer 2005,
// equation 11): the tau² at which sum w²(y-mu)² = sum w - sum w²/sum w, w = 1/(se²
// + tau²).
func REML(y, se []float64) RandomEffects {
	return fitEffects(y, se, func(u units) float64 {
		return u.rootTau2(func(tau2 float64) float64 {
			mu, sumW := u.mean(tau2)
			over := u.sum(func(i int) float64 { return sq(u.w(i, tau2) * (u.y[i] - mu)) })
			return sumW - u.sum(func(i int) float64 { return sq(u.w(i, tau2)) })/sumW - over
		})
	})
}

// Level returns the shrunk true level of a unit, Mu + lambda (y - Mu) with
// lambda = Tau2/(Tau2 + se²), and its standard error, sqrt(lambda se² +
// (1-lambda)² SE²) (best linear unbiased prediction; Raudenbush & Bryk 1985,
// as metafor's blup). Without spread between units (Tau2 NaN) it is NaN.
func (r RandomEffects) Level(y, se float64) (level, stdErr float64) {
	if !(se > 0) {
		return math.NaN(), math.NaN()
	}
	lambda := r.Tau2 / (r.Tau2 + se*se)
	level = lambda*y + (1-lambda)*r.Mu
	return level, math.Sqrt(lambda*se*se + sq((1-lambda)*r.SE))
}

func sq(x float64) float64 { return x * x }

// units are levels with their standard errors, all known and positive.
type units struct{ y, se []float64 }

func knownUnits(y, se []float64) units {
	k := min(len(y), len(se))
	u := units{make([]float64, 0, k), make([]float64, 0, k)}
	for i := range min(len(y), len(se)) {
		if isUnit(y[i], se[i]) {
			u.y, u.se = append(u.y, y[i]), append(u.se, se[i])
		}
	}
	return u
}

func fitEffects(y, se []float64, tau2 func(u units) float64) RandomEffects {
	u := knownUnits(y, se)
	switch len(u.y) {
	case 0:
		return RandomEffects{math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN(), 0}
	case 1:
		return RandomEffects{u.y[0], u.se[0], math.NaN(), 0, math.NaN(), 1}
	}
	r := RandomEffects{Tau2: tau2(u), Q: u.q(0), K: u.k()}
	mu, sumW := u.mean(r.Tau2)
	r.Mu, r.SE = mu, 1/math.Sqrt(sumW)
	// The variance of a typical unit is (k-1)/c (Higgins & Thompson 2002, eq. 9).
	r.I2 = 100 * r.Tau2 / (r.Tau2 + (r.K-1)/u.c())
	return r
}

func (u units) k() float64 { return float64(len(u.y)) }

func (u units) sum(f func(i int) float64) float64 { return sumOf(len(u.y), f) }

func (u units) w(i int, tau2 float64) float64 { return 1 / (u.se[i]*u.se[i] + tau2) }

func (u units) mean(tau2 float64) (mu, sumW float64) {
	sumW = u.sum(func(i int) float64 { return u.w(i, tau2) })
	return u.sum(func(i int) float64 { return u.w(i, tau2) * u.y[i] }) / sumW, sumW
}

// q is Cochran's Q with weights 1/(se² + tau2).
func (u units) q(tau2 float64) float64 {
	mu, _ := u.mean(tau2)
	return u.sum(func(i int) float64 { return u.w(i, tau2) * sq(u.y[i]-mu) })
}

// c is sum w - sum w²/sum w at tau2 = 0.
func (u units) c() float64 {
	_, sumW := u.mean(0)
	return sumW - u.sum(func(i int) float64 { return sq(u.w(i, 0)) })/sumW
}

// rootTau2 finds the tau² >= 0 at which the rising function f is 0; 0 where f is
// not below 0 there.
func (u units) rootTau2(f func(tau2 float64) float64) float64 {
	if !(f(0) < 0) {
		return 0
	}
	hi := sq(u.se[0])
	for f(hi) < 0 {
		hi *= 2
	}
	return bisect(0, hi, f)
}
