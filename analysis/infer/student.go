package infer

import "math"

// TTest is a one-sided t test: the statistic, its degrees of freedom, and the
// probabilities of one this small and this large. Without spread it is NaN:
// three equal months are no proof.
type TTest struct {
	T, DF, Lower, Upper float64
}

func newTTest(t, df float64) TTest {
	if math.IsNaN(t) || math.IsInf(t, 0) {
		return TTest{math.NaN(), df, math.NaN(), math.NaN()}
	}
	return TTest{t, df, StudentCDF(t, df), StudentCDF(-t, df)}
}

// OneSampleT tests the mean of v against a standard: t = (mean - standard) /
// (sd / sqrt n), n-1 degrees of freedom. Upper is also the posterior
// probability, under the reference prior, that the true mean lies below the
// standard. NaN for fewer than two values and for values without spread.
func OneSampleT(v []float64, standard float64) TTest {
	n := float64(len(v))
	sd := SD(v)
	if !(sd > 0) {
		return newTTest(math.NaN(), n-1)
	}
	return newTTest((Mean(v)-standard)/(sd/math.Sqrt(n)), n-1)
}

// LeftOut compares one value with the others: their mean and sample standard
// deviation, and the test of the value against them.
type LeftOut struct {
	Mean, SD float64
	TTest
}

// LeaveOneOut tests each value of v against the rest: t = (x - mean of the
// rest) / (sd of the rest sqrt(1 + 1/(n-1))), n-2 degrees of freedom, the
// externally studentised residual of the intercept-only model (Cook & Weisberg
// 1982, equation 2.2.8). NaN where the rest has no spread or fewer than two
// values.
func LeaveOneOut(v []float64) []LeftOut {
	n := float64(len(v))
	out := make([]LeftOut, len(v))
	mean, ss := Mean(v), 0.0
	if n > 0 {
		ss = squares(v)
	}
	for i, x := range v {
		restMean := mean - (x-mean)/(n-1)
		restSS := ss - (x-mean)*(x-mean)*n/(n-1)
		if !(restSS > 1e-4*ss) {
			// Almost all of the spread is this one value: subtracting would cancel.
			restMean, restSS = withoutOne(v, i)
		}
		out[i] = leftOut(x, restMean, restSS, n)
	}
	return out
}

func leftOut(x, restMean, restSS, n float64) LeftOut {
	if n < 2 {
		return LeftOut{math.NaN(), math.NaN(), newTTest(math.NaN(), n-2)}
	}
	if n < 3 {
		return LeftOut{restMean, math.NaN(), newTTest(math.NaN(), n-2)}
	}
	sd := math.Sqrt(restSS / (n - 2))
	t := (x - restMean) / (sd * math.Sqrt(1+1/(n-1)))
	return LeftOut{restMean, sd, newTTest(t, n-2)}
}

func withoutOne(v []float64, i int) (mean, ss float64) {
	others := append(append(make([]float64, 0, len(v)), v[:i]...), v[i+1:]...)
	if len(others) == 0 {
		return math.NaN(), math.NaN()
	}
	return Mean(others), squares(others)
}
