package infer

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Interrupted is a segmented regression of a series with a change at a known
// time: y = Coef[0] + Coef[1] t + Coef[2] D + Coef[3] max(0, t - t0), with t = 1,
// 2, … and D = 1 from t0 on (Wagner et al. 2002, equation 1). In order: level at
// t = 0, slope before, jump, change of slope.
type Interrupted struct {
	Coef, SE, P  [4]float64 // two-sided p with DF degrees of freedom
	Sigma, DF    float64
	DurbinWatson float64 // near 2 without autocorrelation; far below, the SE are too small
}

// InterruptedSeries fits the segmented regression; first is the place, from 0, of
// the first point after the change. It takes three points on each side at least,
// and eight to be trusted; not defined below, and where a value is NaN.
func InterruptedSeries(y []float64, first int) Interrupted {
	n := len(y)
	if first < 3 || n-first < 3 || math.IsNaN(plainSum(y)) {
		return undefinedSeries(n)
	}
	x := mat.NewDense(n, 4, nil)
	for i := range n {
		x.SetRow(i, []float64{1, float64(i + 1), 0, 0})
		if i >= first {
			x.Set(i, 2, 1)
			x.Set(i, 3, float64(i-first))
		}
	}
	var qr mat.QR
	qr.Factorize(x)
	var coef, fit mat.VecDense
	obs := mat.NewVecDense(n, append([]float64(nil), y...))
	if err := qr.SolveVecTo(&coef, false, obs); err != nil {
		return undefinedSeries(n)
	}
	fit.MulVec(x, &coef)
	resid := make([]float64, n)
	for i := range resid {
		resid[i] = y[i] - fit.AtVec(i)
	}
	s := Interrupted{DF: float64(n - 4)}
	sse := sumOf(n, func(i int) float64 { return resid[i] * resid[i] })
	s.Sigma = math.Sqrt(sse / s.DF)
	s.DurbinWatson = sumOf(n-1, func(i int) float64 { return sq(resid[i+1] - resid[i]) }) / sse
	s.fill(&coef, x)
	return s
}

// fill sets coefficients, standard errors and p from the inverse of X'X.
func (s *Interrupted) fill(coef *mat.VecDense, x *mat.Dense) {
	var gram, inverse mat.Dense
	gram.Mul(x.T(), x)
	err := inverse.Inverse(&gram)
	for j := range s.Coef {
		s.Coef[j] = coef.AtVec(j)
		s.SE[j] = s.Sigma * math.Sqrt(inverse.At(j, j))
		if err != nil {
			s.SE[j] = math.NaN()
		}
		s.P[j] = newEffect(s.Coef[j], s.SE[j], s.DF).P
	}
}

func undefinedSeries(n int) Interrupted {
	none := math.NaN()
	all := [4]float64{none, none, none, none}
	return Interrupted{all, all, all, none, float64(n - 4), none}
}
