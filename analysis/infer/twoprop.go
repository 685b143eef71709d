package infer

import "math"

// TwoProportions is the score test of the difference of two rates: Diff = p1 -
// p2, Z the pooled score with its two-sided P, and the same with the N/(N-1)
// larger variance of Miettinen & Nurminen, which ScoreDifference inverts.
type TwoProportions struct {
	Diff, Z, P           float64
	UnbiasedZ, UnbiasedP float64
}

// ScoreTest compares x1 of n1 with x2 of n2: z = (p1 - p2) / sqrt(p(1-p)(1/n1 +
// 1/n2)), p pooled, no continuity correction (R's prop.test(correct = FALSE):
// Z² is its chi-square). Fit for n >= 40 and five expected events; the exact
// tests otherwise. Z is NaN when nothing or everything happened.
func ScoreTest(x1, n1, x2, n2 float64) TwoProportions {
	if !isPart(x1, n1) || !isPart(x2, n2) {
		return TwoProportions{math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()}
	}
	n := n1 + n2
	d, p := x1/n1-x2/n2, (x1+x2)/n
	z := d / math.Sqrt(p*(1-p)*(1/n1+1/n2))
	if p == 0 || p == 1 {
		z = math.NaN()
	}
	unbiased := z * math.Sqrt((n-1)/n)
	return TwoProportions{d, z, 2 * normalCDF(-math.Abs(z)), unbiased, 2 * normalCDF(-math.Abs(unbiased))}
}

func isPart(x, n float64) bool { return n > 0 && x >= 0 && x <= n && !math.IsInf(n, 1) }

// Newcombe returns p1 - p2 with the hybrid score interval of Newcombe (1998,
// method 10): d - sqrt((p1-l1)² + (u2-p2)²), d + sqrt((u1-p1)² + (p2-l2)²) from
// the two Wilson intervals. N is n1 + n2.
func Newcombe(x1, n1, x2, n2, level float64) Estimate {
	a, b := Wilson(x1, n1, level), Wilson(x2, n2, level)
	d := a.Value - b.Value
	return Estimate{
		Value: d,
		Lo:    d - math.Hypot(a.Value-a.Lo, b.Hi-b.Value),
		Hi:    d + math.Hypot(a.Hi-a.Value, b.Value-b.Lo),
		Level: level, N: n1 + n2,
	}
}

// ScoreDifference returns p1 - p2 with the score interval of Miettinen & Nurminen
// (1985): the differences that the score test with restricted maximum likelihood
// variance times N/(N-1) does not reject. N is n1 + n2.
func ScoreDifference(x1, n1, x2, n2, level float64) Estimate {
	z := zFor(level)
	if !isPart(x1, n1) || !isPart(x2, n2) || math.IsNaN(z) {
		return undefined(level, n1+n2)
	}
	d := x1/n1 - x2/n2
	score := func(delta float64) float64 {
		se := math.Sqrt(restrictedVariance(x1, n1, x2, n2, delta))
		switch {
		case se > 0:
			return (d - delta) / se
		case d == delta:
			return 0
		}
		return math.Copysign(math.Inf(1), d-delta)
	}
	return Estimate{
		Value: d,
		Lo:    bisect(-1, d, func(delta float64) float64 { return z - score(delta) }),
		Hi:    bisect(d, 1, func(delta float64) float64 { return -z - score(delta) }),
		Level: level, N: n1 + n2,
	}
}

// restrictedVariance is the variance of p1 - p2 at the maximum likelihood rates
// whose difference is delta: the closed form root of a cubic (Miettinen &
// Nurminen 1985, appendix I).
func restrictedVariance(x1, n1, x2, n2, delta float64) float64 {
	n, x := n1+n2, x1+x2
	l2 := (n1+2*n2)*delta - n - x
	l1 := (n2*delta-n-2*x2)*delta + x
	l0 := x2 * delta * (1 - delta)
	third := l2 / (3 * n)
	q := third*third*third - l1*l2/(6*n*n) + l0/(2*n)
	p := math.Copysign(math.Sqrt(math.Max(0, third*third-l1/(3*n))), q)
	a := math.Pi / 3
	if p != 0 {
		a = (math.Pi + math.Acos(math.Max(-1, math.Min(1, q/(p*p*p))))) / 3
	}
	p2 := clamp01(2*p*math.Cos(a) - third)
	p1 := clamp01(p2 + delta)
	return (p1*(1-p1)/n1 + p2*(1-p2)/n2) * n / (n - 1)
}
