package infer

import "math"

// VarianceRatio returns the one-sided p of a variance v1 on df1 degrees of
// freedom against v2 on df2: P(F >= v1/v2), F the variance ratio distribution
// (Fisher; Abramowitz & Stegun 26.6.2). NaN where v2 or a df is not positive.
func VarianceRatio(v1, df1, v2, df2 float64) float64 {
	if !(v1 >= 0) || !(v2 > 0) || !(df1 > 0) || !(df2 > 0) || math.IsInf(v1, 1) {
		return math.NaN()
	}
	return betaBelow(df2/(df2+df1*v1/v2), df2/2, df1/2)
}
