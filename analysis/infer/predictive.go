package infer

import "math"

// The means over a posterior below are sums over a grid of the variable in which
// the posterior is nearly normal and, at the ends of its range, even, so that the
// midpoint rule is accurate to seven digits with this many points, as long as f
// is no steeper than the posterior (a period holds no more trials than were seen).
const (
	gridPoints = 64
	gridReach  = 7.0 // standard deviations on either side at the ends of the range, more inside
)

// MeanOverRate returns the mean of f(p) when the true rate p is known from x of
// n draws under Jeffreys' prior: with f a binomial probability it is the
// beta-binomial predictive probability. In theta = arcsin sqrt p the prior is flat
// and the posterior the likelihood itself. n = 0 is the prior alone. NaN for x
// outside [0, n].
func MeanOverRate(x, n float64, f func(p float64) float64) float64 {
	if !(x >= 0 && x <= n) {
		return math.NaN()
	}
	middle, reach := math.Pi/4, math.Pi/4
	if n > 0 {
		middle, reach = math.Asin(math.Sqrt(x/n)), gridReach/math.Sqrt(2*n)
	}
	lo, hi := math.Max(0, middle-reach), math.Min(math.Pi/2, middle+reach)
	return meanOver(lo, hi, func(theta float64) (weight, value float64) {
		p := sq(math.Sin(theta))
		return xlogy(x, p) + xlogy(n-x, 1-p), f(p)
	})
}

// MeanOverCount returns the mean of f(rate) when the true rate is known from x
// events in an exposure under Jeffreys' prior for a Poisson mean; flat in the
// square root of the rate. NaN for x < 0 and exposure <= 0.
func MeanOverCount(x, exposure float64, f func(rate float64) float64) float64 {
	if !(x >= 0 && exposure > 0) {
		return math.NaN()
	}
	middle, reach := math.Sqrt(x/exposure), gridReach/math.Sqrt(2*exposure)
	return meanOver(math.Max(0, middle-reach), middle+reach, func(u float64) (weight, value float64) {
		rate := u * u
		return xlogy(x, rate) - rate*exposure, f(rate)
	})
}

// MeanOverLevel returns the mean of f(mu, sigma) when mean and spread of single
// values are known from n of them with this mean and sd, under the reference prior
// 1/sigma: with f = Phi((c-mu)/sigma) it is Student's t distribution of a further
// value. NaN for fewer than two values and without spread.
func MeanOverLevel(mean, sd, n float64, f func(mu, sigma float64) float64) float64 {
	df := n - 1
	if !(df >= 1) || !(sd > 0) {
		return math.NaN()
	}
	top := math.Sqrt((df - 1) / 2) // the mode of u, u² = df sd² / (2 sigma²)
	return meanOver(math.Max(0, top-gridReach/math.Sqrt2), top+gridReach/math.Sqrt2, func(u float64) (weight, value float64) {
		sigma := sd * math.Sqrt(df/2) / u
		inner := meanOver(-gridReach, gridReach, func(z float64) (weight, value float64) {
			return -z * z / 2, f(mean+sigma*z/math.Sqrt(n), sigma)
		})
		return xlogy(df-1, u) - u*u, inner
	})
}

// meanOver is the mean of value under exp(weight) on [lo, hi]; weights are
// logarithms, up to a constant.
func meanOver(lo, hi float64, at func(x float64) (weight, value float64)) float64 {
	var weights, values [gridPoints]float64
	most := math.Inf(-1)
	for i := range gridPoints {
		weights[i], values[i] = at(lo + (hi-lo)*(float64(i)+0.5)/gridPoints)
		most = math.Max(most, weights[i])
	}
	total, sum := 0.0, 0.0
	for i, w := range weights {
		w = math.Exp(w - most)
		total += w
		sum += w * values[i]
	}
	return sum / total
}

// xlogy is x log y, 0 for x = 0 whatever y is.
func xlogy(x, y float64) float64 {
	if x == 0 {
		return 0
	}
	return x * math.Log(y)
}

// TwoSampleT tests the difference of the means of a and b with a common
// variance: Lower is the probability of a difference a - b this low by chance,
// Upper of one this high. NaN below three values together, without a value in
// either, and without spread.
func TwoSampleT(a, b []float64) TTest {
	n, m := float64(len(a)), float64(len(b))
	df := n + m - 2
	if n < 1 || m < 1 || df < 1 {
		return newTTest(math.NaN(), df)
	}
	sd := math.Sqrt((squares(a) + squares(b)) / df)
	return newTTest((Mean(a)-Mean(b))/(sd*math.Sqrt(1/n+1/m)), df)
}
