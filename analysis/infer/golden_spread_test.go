package infer

import (
	"math"
)

func goldenEffects(g *golden) {
	y, se := g.nums("y"), g.nums("se")
	fit, known := map[string]func(y, se []float64) RandomEffects{
		"DL": DerSimonianLaird, "PM": PauleMandel, "REML": REML,
	}[g.text("method")]
	if !known {
		g.Fatalf("method %q is not known", g.text("method"))
	}
	r := fit(y, se)
	g.check("mu", r.Mu)
	g.check("se_mu", r.SE)
	g.check("tau2", r.Tau2)
	g.check("Q", r.Q)
	g.check("I2", r.I2)
	var level, stdErr []float64
	for i := range y {
		l, s := r.Level(y[i], se[i])
		level, stdErr = append(level, l), append(stdErr, s)
	}
	g.check("blup", level)
	g.check("blup_se", stdErr)
}

func goldenRho(g *golden) {
	s := NewRateSpread(g.nums("x"), g.nums("n"))
	g.check("rho_anova", s.AnovaRho())
	g.check("rho_kleinman", s.Rho())
}

func goldenBetaBinomial(g *golden) {
	x, n := g.nums("x"), g.nums("n")
	switch method := g.text("method"); method {
	case "mm_unweighted":
		rates := make([]float64, len(x))
		for i := range x {
			rates[i] = x[i] / n[i]
		}
		goldenPrior(g, MomentPrior(rates))
	case "martuzzi_elliott":
		rates, s2 := MartuzziElliott(x, n)
		g.check("s2", s2)
		g.check("mean", NewRateSpread(x, n).Pooled())
		g.check("estimate", rates)
	case "mle":
		fit := FitBetaBinomial(x, n)
		g.check("boundary", fit.Boundary)
		g.check("loglik", fit.LogLik)
		g.check("binomial_loglik", fit.LogLik)
		goldenPrior(g, fit.Prior)
		goldenPosterior(g, fit.Prior, x, n)
		goldenBelow(g, "prob_below_pooled", fit.Prior, NewRateSpread(x, n).Pooled())
	case "fixed_prior":
		prior := BetaPriorOf(g.num("alpha"), g.num("beta"))
		goldenPosterior(g, prior, x, n)
		goldenBelow(g, "prob_below_threshold", prior, g.numOr("threshold", math.NaN()))
	default:
		g.Fatalf("method %q is not known", method)
	}
}

func goldenPrior(g *golden, b BetaPrior) {
	g.check("mu", b.Mu)
	g.check("rho", b.Rho)
	g.check("alpha", b.Alpha)
	g.check("beta", b.Beta)
}

func goldenPosterior(g *golden, b BetaPrior, x, n []float64) {
	var mean, lo, hi []float64
	for i := range x {
		e := b.Posterior(x[i], n[i], .95)
		mean, lo, hi = append(mean, e.Value), append(lo, e.Lo), append(hi, e.Hi)
	}
	g.check("posterior_mean", mean)
	g.check("ci95_low", lo)
	g.check("ci95_high", hi)
}

func goldenBelow(g *golden, field string, b BetaPrior, c float64) {
	x, n := g.nums("x"), g.nums("n")
	var p []float64
	for i := range x {
		p = append(p, b.Below(x[i], n[i], c))
	}
	g.check(field, p)
}

func goldenJamesStein(g *golden) {
	g.ignore("players")
	hits, bats := g.nums("hits"), g.num("at_bats")
	y := make([]float64, len(hits))
	for i, h := range hits {
		y[i] = h / bats
	}
	mean := Mean(y)
	sigma2 := mean * (1 - mean) / bats
	z, c := JamesStein(y, sigma2)
	g.check("grand_mean", mean)
	g.check("sigma2", sigma2)
	g.check("c", c)
	g.check("james_stein", z)
	if !g.has("rest_of_season") {
		return
	}
	truth := g.nums("rest_of_season")
	g.check("sse_raw", sumOf(len(y), func(i int) float64 { return sq(y[i] - truth[i]) }))
	g.check("sse_js", sumOf(len(y), func(i int) float64 { return sq(z[i] - truth[i]) }))
}

func goldenRegression(g *golden) {
	s := Selection{g.num("sigma_total"), g.num("mu"), g.num("cutoff"), g.num("rho"), g.num("baseline_measurements")}
	below, above := s.RegressionToMean()
	g.check("rtm_below_cutoff", below)
	g.check("rtm_above_cutoff", above)
}

func goldenParedMean(g *golden) {
	x, n, low := g.nums("x"), g.nums("n"), g.yes("lower_is_better")
	rates := make([]float64, len(x))
	for i := range x {
		rates[i] = x[i] / n[i]
	}
	quartile, decile := Quantile(rates, .75), Quantile(rates, .9)
	if low {
		quartile, decile = Quantile(rates, .25), Quantile(rates, .1)
	}
	g.check("top_quartile_rate", quartile)
	g.check("top_decile_rate", decile)
	g.check("top_decile", decile)
	if g.textOr("variant", "") == "gamut" {
		g.check("benchmark", gamutBenchmark(x, n, low))
		return
	}
	b := ParedMean(x, n, g.numOr("share", .1), !low)
	g.check("apf", b.Adjusted)
	g.check("units_used", b.Used)
	g.check("benchmark", b.Rate)
	if g.has("id") {
		ids := g.input("id").([]any)
		ranking := make([]any, len(b.Order))
		for i, at := range b.Order {
			ranking[i] = ids[at]
		}
		g.check("ranking", ranking)
	}
}

// gamutBenchmark is the deviation that ParedMean avoids: ranked by (x+1)/(n+1),
// units are kept while their trials are at most a tenth, which may be none.
func gamutBenchmark(x, n []float64, low bool) float64 {
	score, all := make([]float64, len(x)), 0.0
	for i := range x {
		score[i] = (x[i] + 1) / (n[i] + 1)
		if !low {
			score[i] = -score[i]
		}
		all += n[i]
	}
	var events, trials float64
	for _, i := range ranked(score) {
		if trials+n[i] > all/10 {
			break
		}
		events, trials = events+x[i], trials+n[i]
	}
	return events / trials
}
