package infer

import "math"

// The incomplete gamma function is computed here for the reason that the
// incomplete beta function is: gonum's inverse has no answer at shape 1,
// probability 1/2, and panics outside its domain.

// gammaTails are P(G <= x) and P(G >= x) for G ~ Gamma(shape a, scale 1), for
// any x; the smaller one keeps its relative accuracy. NaN unless a is positive and
// no more than about maxCount.
func gammaTails(x, a float64) (below, above float64) {
	switch {
	case math.IsNaN(x) || !isShape(a):
		return math.NaN(), math.NaN()
	case x <= 0:
		return 0, 1
	case math.IsInf(x, 1):
		return 1, 0
	}
	// x^a e^-x / Gamma(a+1): a Poisson probability at a of mean x.
	front := math.Exp(-stirlingError(a)-deviance(a, x)) / math.Sqrt(2*math.Pi*a)
	if x < a+1 {
		below = math.Min(1, front*gammaSeries(x, a))
		return below, 1 - below
	}
	above = math.Min(1, front*a*gammaFraction(x, a))
	return 1 - above, above
}

func isShape(a float64) bool { return a > 0 && a <= 1.01*maxCount }

// gammaSeries is 1 + x/(a+1) + x²/((a+1)(a+2)) + … (DLMF 8.11.4).
func gammaSeries(x, a float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1.0; k < 1e9 && term > 1e-17*sum; k++ {
		term *= x / (a + k)
		sum += term
	}
	return sum
}

// gammaFraction is 1/(x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - … (DLMF 8.9.2,
// contracted), by Lentz's method.
func gammaFraction(x, a float64) float64 {
	b := x + 1 - a
	c, d := math.Inf(1), 1/b
	f := d
	for k := 1.0; k < 1e8; k++ {
		term := k * (a - k)
		b += 2
		d = 1 / (b + term*d)
		c = b + term/c
		f *= c * d
		if math.Abs(c*d-1) < 1e-15 {
			break
		}
	}
	return f
}

// gammaQuantile is the q-quantile of Gamma(shape a, scale 1); half a chi-square
// quantile with 2a degrees of freedom.
func gammaQuantile(q, a float64) float64 {
	switch {
	case !(q >= 0 && q <= 1) || !isShape(a):
		return math.NaN()
	case q == 0:
		return 0
	case q == 1:
		return math.Inf(1)
	}
	d := distribution{
		tails: func(x float64) (below, above float64) { return gammaTails(x, a) },
		density: func(x float64) float64 {
			return math.Exp(-stirlingError(a)-deviance(a, x)) / math.Sqrt(2*math.Pi*a) * a / x
		},
	}
	return d.quantile(q, a, math.Inf(1))
}
