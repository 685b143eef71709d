package infer

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// exactBinomial is P(X = x), as a fraction of whole numbers: p = num/den.
func exactBinomial(x, n, num, den int64) *big.Rat {
	up := new(big.Int).Binomial(n, x)
	up.Mul(up, new(big.Int).Exp(big.NewInt(num), big.NewInt(x), nil))
	up.Mul(up, new(big.Int).Exp(big.NewInt(den-num), big.NewInt(n-x), nil))
	return new(big.Rat).SetFrac(up, new(big.Int).Exp(big.NewInt(den), big.NewInt(n), nil))
}

func TestMidPBinomialAgainstWholeNumberArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 120).Draw(t, "n")
		x := rapid.Int64Range(0, n).Draw(t, "x")
		num := rapid.Int64Range(1, 99).Draw(t, "percent")
		below := new(big.Rat)
		for k := int64(0); k < x; k++ {
			below.Add(below, exactBinomial(k, n, num, 100))
		}
		at := exactBinomial(x, n, num, 100)
		mid, _ := new(big.Rat).Add(below, new(big.Rat).Mul(at, big.NewRat(1, 2))).Float64()
		cdf, _ := new(big.Rat).Add(below, at).Float64()
		lower, upper := MidPBinomial(float64(x), float64(n), float64(num)/100)
		near(t, "lower", lower, mid, 1e-11)
		near(t, "sum", lower+upper, 1, 1e-15)
		near(t, "cdf", BinomialCDF(float64(x), float64(n), float64(num)/100), cdf, 1e-11)
	})
}

func TestMidPBinomialMirrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, n := part(t, 100000)
		p := rapid.Float64Range(.001, .999).Draw(t, "p")
		lower, upper := MidPBinomial(x, n, p)
		mirrorLower, mirrorUpper := MidPBinomial(n-x, n, 1-p)
		// 1-p is rounded, and n rounding errors add up in the far tail.
		if math.Abs(lower-mirrorUpper) > 1e-10 || math.Abs(upper-mirrorLower) > 1e-10 {
			t.Fatalf("%v, %v against the mirror image %v, %v", lower, upper, mirrorUpper, mirrorLower)
		}
		if more, _ := MidPBinomial(min(x+1, n), n, p); more < lower-1e-15 {
			t.Fatalf("one more event has less below it: %v after %v", more, lower)
		}
	})
}

// The figures of the examples that everybody quotes: 15 % where the rest has
// 22 %. Computed with exact binomial sums in whole-number arithmetic.
func TestChanceExplainsSmallSamples(t *testing.T) {
	cases := []struct {
		what      string
		got, want float64
	}{
		{"15 % or less of 40 visits at a true 22 %", BinomialCDF(6, 40, .22), .19},
		{"of 50 equally good people", 50 * BinomialCDF(6, 40, .22), 9.6},
		{"15 % of 120 visits", BinomialCDF(18, 120, .22), .037},
		{"15 % of 200 visits", BinomialCDF(30, 200, .22), .0085},
		{"a true 15 % shows 18 % in 20 visits", 1 - BinomialCDF(3, 20, .15), .35},
		{"in 40 visits", 1 - BinomialCDF(7, 40, .15), .24},
		{"in 80 visits", 1 - BinomialCDF(14, 80, .15), .21},
		{"in 160 visits", 1 - BinomialCDF(28, 160, .15), .16},
		{"a true 90 % holds 90 % of 100 for three months", math.Pow(1-BinomialCDF(89, 100, .90), 3), .20},
		{"a true 92 %", math.Pow(1-BinomialCDF(89, 100, .92), 3), .56},
		{"a true 93 %", math.Pow(1-BinomialCDF(89, 100, .93), 3), .75},
		{"a true 95 %", math.Pow(1-BinomialCDF(89, 100, .95), 3), .97},
		{"a true 5 % delay holds 1 of 20 for two months", math.Pow(BinomialCDF(1, 20, .05), 2), .54},
		{"a true 3 %", math.Pow(BinomialCDF(1, 20, .03), 2), .77},
		{"a true 2 %", math.Pow(BinomialCDF(1, 20, .02), 2), .88},
		{"a true 1 %", math.Pow(BinomialCDF(1, 20, .01), 2), .97},
	}
	for _, c := range cases {
		digits := math.Pow(10, math.Floor(math.Log10(c.want))-1) // printed to two digits
		if math.Abs(c.got-c.want) > digits/2 {
			t.Errorf("%s: %.4f, want %v", c.what, c.got, c.want)
		}
	}
}

// Those of equal people who were seen at 15 % or less of 40 had 12.9 % on average,
// and reach 18 % next time with probability .68, without any plan.
func TestSelectedPeopleRegressToTheMean(t *testing.T) {
	var mass, mean float64
	for x := 0.0; x <= 6; x++ {
		p := math.Exp(logBinomial(x, 40, .22))
		mass, mean = mass+p, mean+p*x/40
	}
	if got := mean / mass; math.Abs(got-.129) > .0005 {
		t.Errorf("mean of the selected = %.4f, want .129", got)
	}
	if got := 1 - BinomialCDF(7, 40, .22); math.Abs(got-.68) > .005 {
		t.Errorf("reach 18 %% by chance = %.4f, want .68", got)
	}
}

func TestBinomialEdges(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		what                string
		x, n, p, low, upper float64
	}{
		{"nothing can happen and did not", 0, 5, 0, .5, .5},
		{"nothing can happen and did", 1, 5, 0, 1, 0},
		{"everything must happen and did", 5, 5, 1, .5, .5},
		{"everything must happen and did not", 4, 5, 1, 0, 1},
		{"one trial", 0, 1, .25, .375, .625},
		{"no event of ten", 0, 10, .5, math.Pow(.5, 11), 1 - math.Pow(.5, 11)},
	} {
		lower, upper := MidPBinomial(c.x, c.n, c.p)
		near(t, c.what, lower, c.low, 1e-13)
		near(t, c.what, upper, c.upper, 1e-13)
	}
	for _, bad := range [][3]float64{
		{0, 0, .5}, {-1, 5, .5}, {6, 5, .5}, {1.5, 5, .5}, {1, 5.5, .5}, {1, 5, -.1}, {1, 5, 1.1},
		{math.NaN(), 5, .5}, {1, math.NaN(), .5}, {1, 5, math.NaN()}, {1, inf, .5},
	} {
		lower, upper := MidPBinomial(bad[0], bad[1], bad[2])
		isNaN(t, "mid-p of nonsense", lower, upper)
	}
	isNaN(t, "CDF of nonsense", BinomialCDF(math.NaN(), 5, .5), BinomialCDF(1, 0, .5), BinomialCDF(1, 5, 2))
	if BinomialCDF(-1, 5, .5) != 0 || BinomialCDF(5, 5, .5) != 1 || BinomialCDF(9, 5, .5) != 1 {
		t.Error("the distribution function does not end at 0 and 1")
	}
	near(t, "between whole numbers", BinomialCDF(2.7, 5, .5), BinomialCDF(2, 5, .5), 0)
}

func TestBinomialQuantileInvertsTheDistribution(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := float64(rapid.IntRange(1, 3000).Draw(t, "n"))
		p, q := rapid.Float64Range(.001, .999).Draw(t, "p"), rapid.Float64Range(.001, .999).Draw(t, "q")
		r := BinomialQuantile(q, n, p)
		if BinomialCDF(r, n, p) < q*(1-1e-14) || BinomialCDF(r-1, n, p) >= q {
			t.Fatalf("%v is not the %v-quantile of Bin(%v, %v)", r, q, n, p)
		}
	})
	near(t, "q = 0", BinomialQuantile(0, 10, .5), 0, 0)
	near(t, "q = 1", BinomialQuantile(1, 10, .5), 10, 0)
	isNaN(t, "nonsense", BinomialQuantile(-1, 10, .5), BinomialQuantile(.5, 10, 2), BinomialQuantile(math.NaN(), 10, .5))
}
