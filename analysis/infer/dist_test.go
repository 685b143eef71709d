package infer

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

func TestStudentQuantileInvertsTheDistribution(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		df := rapid.Float64Range(1, 5000).Draw(t, "df")
		p := rapid.Float64Range(1e-6, 1-1e-6).Draw(t, "p")
		q := StudentQuantile(p, df)
		near(t, "cdf of the quantile", StudentCDF(q, df), p, 1e-9)
		near(t, "mirror", StudentQuantile(1-p, df), -q, 1e-8)
		if p < .5 != (q < 0) {
			t.Fatalf("the %v-quantile is %v", p, q)
		}
	})
}

func TestStudentOfOneDegreeIsCauchy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-1e6, 1e6).Draw(t, "t")
		want := .5 + math.Atan(x)/math.Pi
		if x < -1 {
			want = math.Atan(-1/x) / math.Pi // no cancellation in the tail
		}
		near(t, "cdf", StudentCDF(x, 1), want, 1e-11)
	})
}

func TestStudentEdges(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"middle", StudentCDF(0, 3), .5},
		{"lower end", StudentCDF(-inf, 3), 0},
		{"upper end", StudentCDF(inf, 3), 1},
		{"normal", StudentCDF(1.959963984540054, inf), .975},
		{"quantile 0", StudentQuantile(0, 3), -inf},
		{"quantile 1", StudentQuantile(1, 3), inf},
		{"quantile 1/2", StudentQuantile(.5, 3), 0},
		{"normal quantile", StudentQuantile(.975, inf), 1.959963984540054},
	} {
		near(t, c.what, c.got, c.want, 1e-13)
	}
	isNaN(t, "nonsense", StudentCDF(math.NaN(), 3), StudentCDF(1, 0), StudentCDF(1, math.NaN()),
		StudentQuantile(-1, 3), StudentQuantile(2, 3), StudentQuantile(.5, -1), StudentQuantile(math.NaN(), 3))
}

func TestNormalQuantile(t *testing.T) {
	near(t, "95 %", zFor(.95), 1.959963984540054, 1e-14)
	near(t, "99.8 %", zFor(.998), 3.090232306167813, 1e-14)
	isNaN(t, "nonsense", zFor(0), zFor(1), zFor(math.NaN()), normalQuantile(-.1), normalQuantile(1.1))
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.Float64Range(1e-12, 1-1e-12).Draw(t, "p")
		near(t, "cdf of the quantile", normalCDF(normalQuantile(p)), p, 1e-12)
	})
}

func TestBetaAndGammaQuantilesInvert(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Float64Range(.5, 3000).Draw(t, "a"), rapid.Float64Range(.5, 3000).Draw(t, "b")
		q := rapid.Float64Range(1e-4, 1-1e-4).Draw(t, "q")
		if x := betaQuantile(q, a, b); x < 1-1e-6 { // beyond, 1-x has few digits left
			near(t, "beta", betaBelow(x, a, b), q, 1e-9)
		}
		near(t, "gamma", distuv.Gamma{Alpha: a, Beta: 1}.CDF(gammaQuantile(q, a)), q, 1e-9)
	})
	inf := math.Inf(1)
	near(t, "ends", betaQuantile(0, 2, 3)+betaQuantile(1, 2, 3)+gammaQuantile(0, 2), 1, 0)
	near(t, "upper end", gammaQuantile(1, 2), inf, 0)
	isNaN(t, "nonsense", betaQuantile(-1, 2, 3), betaQuantile(.5, 0, 3), betaQuantile(.5, inf, 3), gammaQuantile(2, 3),
		gammaQuantile(.5, 0), gammaQuantile(.5, inf), betaBelow(.5, inf, 1), betaBelow(math.NaN(), 1, 1), betaBelow(.5, 0, 1))
	if betaBelow(-1, 2, 3) != 0 || betaBelow(2, 2, 3) != 1 {
		t.Error("the beta distribution does not end at 0 and 1")
	}
}
