package infer

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// anyFloats draws values of every size, so that sums cancel.
func anyFloats(t *rapid.T) []float64 {
	return rapid.SliceOfN(rapid.Float64Range(-1e18, 1e18), 0, 40).Draw(t, "values")
}

func TestSumIsCorrectlyRoundedInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := anyFloats(t)
		exact := new(big.Float).SetPrec(2000)
		for _, x := range v {
			exact.Add(exact, new(big.Float).SetFloat64(x))
		}
		want, _ := exact.Float64()
		shuffled := slices.Clone(v)
		r := rand.New(rand.NewPCG(1, 2))
		r.Shuffle(len(v), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if got, again := Sum(v), Sum(shuffled); got != want || again != want {
			t.Fatalf("Sum = %v, shuffled %v, want %v", got, again, want)
		}
	})
}

func TestSumOfSpecialCases(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		what string
		v    []float64
		want float64
	}{
		{"nothing", nil, 0},
		{"ten tenths", []float64{.1, .1, .1, .1, .1, .1, .1, .1, .1, .1}, 1},
		{"a small one between two that cancel", []float64{1e100, 1, -1e100}, 1},
		{"a tie broken by what is far below", []float64{1, 0x1p-53, 0x1p-106}, 1 + 0x1p-52},
		{"a tie that stays", []float64{1, 0x1p-53}, 1},
		{"an infinity", []float64{1, inf}, inf},
		{"both infinities", []float64{inf, -inf}, math.NaN()},
		{"a hole", []float64{1, math.NaN()}, math.NaN()},
	} {
		near(t, c.what, Sum(c.v), c.want, 0)
	}
}

func TestMeanAndSDOfEqualDecimals(t *testing.T) {
	v := []float64{.1, .1, .1, .1, .1, .1, .1}
	near(t, "mean", Mean(v), .1, 1e-16)
	if SD(v) != 0 {
		t.Errorf("sd of equal values = %v, want exactly 0", SD(v))
	}
	isNaN(t, "too few", Mean(nil), SD(nil), SD([]float64{3}), Median(nil))
	near(t, "two values", SD([]float64{1, 3}), math.Sqrt2, 1e-15)
	near(t, "far from 0", SD([]float64{1e9, 1e9 + 1, 1e9 + 2}), 1, 1e-12)
}

func TestMedianAndQuantile(t *testing.T) {
	v := []float64{4, 1, 3, 2}
	near(t, "median of four", Median(v), 2.5, 0)
	near(t, "median of three", Median([]float64{9, 1, 5}), 5, 0)
	// R 4.2.2: quantile(c(1,2,3,4), c(.1,.25,.9)) = 1.3 1.75 3.7
	near(t, "10 %", Quantile(v, .1), 1.3, 1e-15)
	near(t, "25 %", Quantile(v, .25), 1.75, 0)
	near(t, "90 %", Quantile(v, .9), 3.7, 1e-15)
	near(t, "ends", Quantile(v, 0)+Quantile(v, 1), 5, 0)
	isNaN(t, "nonsense", Quantile(v, -1), Quantile(v, 2), Quantile(v, math.NaN()), Quantile([]float64{1, math.NaN()}, .5))
	if !slices.Equal(v, []float64{4, 1, 3, 2}) {
		t.Error("the values were moved")
	}
}

func TestQuantileIsMonotoneAndInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := values(t, 1, 20)
		p := rapid.Float64Range(0, 1).Draw(t, "p")
		q := Quantile(v, p)
		if q < slices.Min(v) || q > slices.Max(v) || q > Quantile(v, math.Min(1, p+.1))+1e-9 {
			t.Fatalf("quantile %v of %v = %v", p, v, q)
		}
	})
}

func TestRobustScores(t *testing.T) {
	isNaN(t, "no spread", RobustZ([]float64{5, 5, 5, 5, 9})...)
	isNaN(t, "all equal", ZScores([]float64{2, 2, 2})...)
	if got := MAD([]float64{1, 2, 10}); math.Abs(got-1.4826) > 1e-12 {
		t.Errorf("MAD = %v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		v := values(t, 3, 30)
		bound := float64(len(v)-1) / math.Sqrt(float64(len(v)))
		for _, z := range ZScores(v) {
			if math.Abs(z) > bound+1e-9 {
				t.Fatalf("a z of %v among %d, above %v", z, len(v), bound)
			}
		}
	})
}
