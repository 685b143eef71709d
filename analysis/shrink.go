package analysis

import (
	"math"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// shrink returns the empirical Bayes estimates of the family, NaN where a
// person has no data of the family's kind, and whether the team shows any spread
// to shrink by: beta-binomial for draws, normal random effects for the others.
func (t *team) shrink(f *family) (rates []float64, spread bool) {
	if f.kind == periods {
		return shrinkPeriods(f.nowAt, f.spreadWithin(f.nowAt))
	}
	y, n := t.floats.take(len(f.people)), t.floats.take(len(f.people))
	for i, p := range f.nowAt {
		y[i] = nan
		if f.kind == draws && p.binomial(f.in) || f.kind == exposure && p.poisson(f.in) {
			y[i], n[i] = p.x.Float(), p.n.Float()
		}
	}
	f.kept = infer.NewRateSpread(y, n)
	if f.kind == draws {
		return shrinkRates(y, n, infer.KleinmanPrior(f.kept))
	}
	se := t.floats.take(len(y))
	for i := range y {
		y[i], se[i] = y[i]/n[i], math.Sqrt(f.kept.Pooled()/n[i])
	}
	return shrinkLevels(y, se)
}

// shrinkPeriods takes the spread of single periods as everybody's noise.
func shrinkPeriods(pools []*pool, w within) (levels []float64, spread bool) {
	y, se := make([]float64, len(pools)), make([]float64, len(pools))
	for i, p := range pools {
		y[i], se[i] = nan, nan
		if len(p.levels) > 0 {
			y[i], se[i] = p.value(), w.sd*math.Sqrt(p.noise())
		}
	}
	return shrinkLevels(y, se)
}

func shrinkLevels(y, se []float64) (levels []float64, spread bool) {
	re := infer.DerSimonianLaird(y, se)
	for i := range y {
		y[i], _ = re.Level(y[i], se[i])
	}
	return y, re.Tau2 > 0
}

// shrinkRates puts the shrunk rates in the place of the events.
func shrinkRates(x, n []float64, prior infer.BetaPrior) (rates []float64, spread bool) {
	for i := range x {
		if n[i] == 0 {
			x[i] = nan
		} else {
			x[i] = prior.Rate(x[i], n[i])
		}
	}
	return x, prior.Rho > 0
}

// setShrunk takes the shrunk estimate. Without spread it would say that
// everybody has the same rate: what the test has just refuted for a person with a
// finding, to whom it therefore does not apply.
func (t *team) setShrunk(g *Gap, rate float64, spread bool) {
	g.Shrunk = rate
	if !spread && g.Severity >= Credible && !math.IsNaN(rate) {
		g.Shrunk = nan
		t.caveats = append(t.caveats, kpi.Caveat{Code: "gap.no_shrinkage"})
	}
}
