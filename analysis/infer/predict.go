package infer

import "math"

// RateForecast is what a person is expected to reach in a follow-up when nothing
// is done: a rate of Mean, known as well as Size trials would tell; Size +Inf is
// known. In m trials the events are beta-binomial.
type RateForecast struct{ Mean, Size float64 }

// Forecast returns the forecast from x events in n trials of the baseline: the
// posterior of the true rate, Beta(x+Alpha, n-x+Beta), moved by shift, which is
// what the rest of the team moved by meanwhile. It is the honest opponent of a
// plan: the person with the lowest figure was partly unlucky, and moves back
// towards the team without any plan (statistics: regression to the mean). NaN for
// x outside [0, n].
func (b BetaPrior) Forecast(x, n, shift float64) RateForecast {
	return RateForecast{clamp01(b.Rate(x, n) + shift), n + b.Alpha + b.Beta}
}

// MidP returns the one-sided mid-p values of y events in m trials under the
// forecast: P(Y < y) + P(Y = y)/2, and the same above; the upper one is how
// seldom no plan would have done so well. They add up to 1. NaN when m < 1 or y
// or m is not a whole number with 0 <= y <= m.
func (f RateForecast) MidP(y, m float64) (lower, upper float64) {
	return f.tails(y, m).mid()
}

func (f RateForecast) tails(y, m float64) tails {
	switch {
	case !isCount(y, m) || m < 1 || math.IsNaN(f.Mean):
		return noTails
	case math.IsInf(f.Size, 1) || f.Mean == 0 || f.Mean == 1:
		return binomialTails(y, m, f.Mean)
	}
	a, b := f.Mean*f.Size, (1-f.Mean)*f.Size
	if !isBeta(a, b) {
		return noTails
	}
	at := math.Exp(logBetaBinomial(y, m, a, b))
	if y <= m*f.Mean {
		below := at * sumRises(y, m, a, b)
		return tails{below, at, rest(below, at)}
	}
	above := at * sumRises(m-y, m, b, a)
	return tails{rest(above, at), at, above}
}

// sumRises adds up P(Y = k)/P(Y = y) for k = y-1 … 0. Where a and b are at least
// 1 the ratios of neighbours fall with k, so that what is left is below a geometric
// series.
func sumRises(y, m, a, b float64) float64 {
	sum, term := 0.0, 1.0
	for k := y; k > 0; k-- {
		down := k / (m - k + 1) * ((m - k + b) / (k - 1 + a))
		term *= down
		sum += term
		if a >= 1 && b >= 1 && down < 1 && term*down < 1e-17*sum*(1-down) {
			break
		}
	}
	return sum
}

// logBetaBinomial is log P(Y = y): by Bayes' rule a binomial probability at any
// rate times the prior over the posterior density there; at the posterior mean all
// three keep their accuracy (Loader's expansion).
func logBetaBinomial(y, m, a, b float64) float64 {
	p := (y + a) / (m + a + b)
	return logBinomial(y, m, p) + logBetaDensity(p, a, b) - logBetaDensity(p, a+y, b+m-y)
}

// LevelForecast is RateForecast for levels: normal with its standard deviation.
type LevelForecast struct{ Mean, SD float64 }

// Forecast returns what the mean of a follow-up is expected to be when nothing is
// done: the shrunk level of baseline y (standard error se) moved by shift, with
// the uncertainty of that level and of the follow-up's mean, standard error after.
// NaN where Level is.
func (r RandomEffects) Forecast(y, se, after, shift float64) LevelForecast {
	level, stdErr := r.Level(y, se)
	return LevelForecast{level + shift, math.Sqrt(stdErr*stdErr + after*after)}
}

// Tails returns P(Y <= y) and P(Y >= y) under the forecast; NaN without a
// positive standard deviation.
func (f LevelForecast) Tails(y float64) (lower, upper float64) {
	if !(f.SD > 0) {
		return math.NaN(), math.NaN()
	}
	z := (y - f.Mean) / f.SD
	return normalCDF(z), normalCDF(-z)
}
