package infer

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// strange draws any number that a cell may turn into.
func strange(t *rapid.T) float64 {
	return rapid.OneOf(
		rapid.SampledFrom([]float64{0, 1, -1, .5, 2, 10, 1e300, -1e300, 5e-324, 1e15, .1 + .2, math.NaN(), math.Inf(1), math.Inf(-1)}),
		rapid.Float64Range(-10, 50),
		rapid.Map(rapid.IntRange(-3, 60), func(i int) float64 { return float64(i) }),
	).Draw(t, "number")
}

// Nothing that comes from a sheet may panic or run away.
func TestNoNumberPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c, d, e := strange(t), strange(t), strange(t), strange(t), strange(t)
		for _, p := range []float64{
			Wilson(a, b, c).Lo, ClopperPearson(a, b, c).Lo, CountInterval(a, b, c).Lo, Newcombe(a, b, c, d, e).Lo,
			ScoreDifference(a, b, c, d, e).Lo, BinomialCDF(a, b, c), BinomialQuantile(a, b, c), StudentCDF(a, b),
			JeffreysBelow(a, b, c), JeffreysAbove(a, b, c), JeffreysCountBelow(a, b, c), JeffreysCountAbove(a, b, c),
			ScoreTest(a, b, c, d).P, OddsRatio(small(a), small(b), small(c), small(d)),
		} {
			if math.IsInf(p, -1) {
				t.Fatalf("minus infinity among the results of %v %v %v %v %v", a, b, c, d, e)
			}
		}
		for _, pair := range [][2]float64{
			two(MidPRest(a, b, c, d)), two(MidPBinomial(a, b, c)), two(MidPCounts(a, b, c, d)),
		} {
			if sum := pair[0] + pair[1]; !math.IsNaN(sum) && math.Abs(sum-1) > 1e-12 {
				t.Fatalf("mid-p %v of %v %v %v %v", pair, a, b, c, d)
			}
		}
		FisherExact(small(a), small(b), small(c), small(d))
		CountTest(small(a), b, small(c), d)
		StudentQuantile(a, b)
		betaQuantile(a, b, c)
		gammaQuantile(a, b)
		PoissonExact(a, b)
		Byar(a, b)
		limits(a, b, c, d)
		Selection{a, b, c, d, e}.RegressionToMean()
		prior := NewBetaPrior(a, b)
		prior.Posterior(c, d, e)
		prior.Below(c, d, e)
	})
}

func two(a, b float64) [2]float64 { return [2]float64{a, b} }

// small keeps the number of tables that a two-sided exact test looks at in reach.
func small(x float64) float64 {
	if math.Abs(x) > 1e4 {
		return math.NaN()
	}
	return x
}

func limits(a, b, c, d float64) {
	FunnelScore(a, b, c).Widen(a, d)
	FunnelExact(a, b, c)
	FunnelInterpolated(a, b, c)
	FunnelArcsine(a, b, c, d)
	RatioLimits(a, b)
	ExpectedLimits(a, b)
	PLimits(a, b)
	ULimits(a, b)
}

func TestNoSamplePanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SliceOfN(rapid.Custom(strange), 0, 12).Draw(t, "v")
		w := rapid.SliceOfN(rapid.Custom(strange), 0, 12).Draw(t, "w")
		p := strange(t)
		Sum(v)
		MeanInterval(v, p)
		Quantile(v, p)
		LeaveOneOut(v)
		OneSampleT(v, p)
		RobustZ(v)
		ZScores(v)
		for _, adjust := range adjustments() {
			adjust(v)
		}
		samplePairs(v, w, p)
	})
}

func samplePairs(v, w []float64, p float64) {
	DerSimonianLaird(v, w).Level(p, p)
	PauleMandel(v, w)
	REML(v, w)
	s := NewRateSpread(v, w)
	s.Tau()
	s.AnovaRho()
	ShrinkRates(v, w)
	MartuzziElliott(v, w)
	ParedMean(v, w, p, true)
	PlaceboChanges(v, w)
	ValueCells{v, w, v, w}.DiffInDiff()
	TheilSen(v, w, p)
	MannKendall(v)
	FitLine(v, w).At(p, p)
	FitLine(v, w).ReachUp(p, p)
	InterruptedSeries(v, 4)
	ArcsineScores(v, w).Overdispersion(p)
	LogRatioScores(v, w).OverdispersionTruncated(p)
	LogCountScores(v, w).Additive(p)
	XmRLimits(v, p, true).Signals(v, MakingDataCount())
	JudgeRuns(v, p)
	JamesStein(v, p)
	MomentPrior(v)
	for rule := range 10 {
		Nelson(rule, v)
	}
	h := NewHolt(v, p, p, p).Fit(v)
	h.State.Forecast(3)
}
