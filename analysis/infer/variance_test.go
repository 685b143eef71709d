package infer

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// gonum's F distribution is another computation of the same probability.
func TestVarianceRatioAgainstTheFDistribution(t *testing.T) {
	for _, c := range []struct{ v1, df1, v2, df2 float64 }{{4, 5, 1, 10}, {1, 3, 1, 3}, {9, 11, 2, 66}, {.5, 4, 2, 8}, {0, 4, 2, 8}} {
		want := 1 - distuv.F{D1: c.df1, D2: c.df2}.CDF(c.v1/c.v2)
		if got := VarianceRatio(c.v1, c.df1, c.v2, c.df2); math.Abs(got-want) > 1e-10 {
			t.Errorf("%+v: %v, want %v", c, got, want)
		}
	}
	for _, c := range [][4]float64{{1, 0, 1, 5}, {1, 5, 0, 5}, {math.NaN(), 5, 1, 5}, {math.Inf(1), 5, 1, 5}} {
		if got := VarianceRatio(c[0], c[1], c[2], c[3]); !math.IsNaN(got) {
			t.Errorf("%v: %v, want NaN", c, got)
		}
	}
}
