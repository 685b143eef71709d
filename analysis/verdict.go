package analysis

import (
	"math"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// The thresholds of the grades. They were settled by simulation: see
// TestEqualTeamsHoldFewFalseFlags and its neighbours.
const (
	chanceP    = 0.05  // watch: mid-p at most this
	gapSure    = 0.80  // gap: P(true gap ≥ need) at least this
	seriousP   = 0.001 // serious: mid-p at most this
	seriousQ   = 0.01  // serious: q of the family at most this; a mid-p of .001 alone accuses somebody in 2.7 % of equal teams of 30
	seriousTau = 1.645 // serious: need in standard deviations between the others
	seriousFor = 0.90  // serious: P(true gap ≥ need) at least this
)

// The default of what matters for a proportion: the smaller of a tenth of the
// reference and five points.
const (
	materialShare  = 0.10
	materialPoints = 0.05
)

// verdict is the outcome of one comparison of one person, with a reference
// that is either the rest of the team or a standard.
type verdict struct {
	judged    bool
	reference float64
	shortfall float64
	material  float64
	p, q      float64 // one-sided, worse; q over the family
	pNeed     float64 // P(true gap ≥ need)
	pSerious  float64 // P(true gap ≥ need of serious)
	severity  Severity
	reason    Reason
}

// unjudged is the verdict where nothing is decided.
func unjudged(reason Reason) verdict {
	return verdict{reference: nan, shortfall: nan, material: nan, p: nan, q: nan, pNeed: nan, pSerious: nan, severity: NotJudged, reason: reason}
}

// materialOf is the smallest gap to reference that matters.
func materialOf(in *kpi.Indicator, reference float64) float64 {
	if in.Material != nil {
		return *in.Material
	}
	if in.Scale == kpi.Proportion {
		return math.Min(materialShare*reference, materialPoints)
	}
	return materialShare * math.Abs(reference)
}

// againstRest compares a person's events with those of the rest, tau being the
// standard deviation between the true rates of the others.
func againstRest(in *kpi.Indicator, x, n float64, rest infer.RateSpread) verdict {
	v := verdict{judged: true, reference: rest.Pooled()}
	v.shortfall = in.Direction.Shortfall(x/n, v.reference)
	v.material = materialOf(in, v.reference)
	v.p = worse(in, pair(infer.MidPRest(x, n, rest.X, rest.N)))
	tau := rest.Tau()
	if !(tau > 0) {
		tau = 0
	}
	v.pNeed = jeffreysBeyond(in, x, n, v.reference, math.Max(v.material, tau))
	v.pSerious = jeffreysBeyond(in, x, n, v.reference, math.Max(v.material, seriousTau*tau))
	return v
}

// tails are the two one-sided probabilities of a test.
type tails struct{ lower, upper float64 }

func pair(lower, upper float64) tails { return tails{lower, upper} }

// worse picks the tail on the bad side.
func worse(in *kpi.Indicator, t tails) float64 {
	if in.Direction == kpi.Lower {
		return t.upper
	}
	return t.lower
}

// jeffreysBeyond is the posterior probability that the true rate is worse than
// reference by at least need.
func jeffreysBeyond(in *kpi.Indicator, x, n, reference, need float64) float64 {
	if in.Direction == kpi.Lower {
		return infer.JeffreysAbove(x, n, reference+need)
	}
	return infer.JeffreysBelow(x, n, reference-need)
}

// grade gives the severity that the family's q and the probabilities allow;
// serious is only provisional, for it also needs the q over all indicators of
// the team.
func (v *verdict) grade(fdr float64) {
	v.severity = Normal
	switch {
	case !v.judged:
		v.severity = NotJudged
	case v.shortfall < v.material || v.shortfall <= 0: // too small to matter
	case v.q <= fdr:
		v.gradeCredible()
	case v.p <= chanceP:
		v.severity, v.reason = Watch, ReasonChance
	}
}

// gradeCredible grades a gap that is material and no matter of chance: by how
// surely it is more than colleagues differ by anyway.
func (v *verdict) gradeCredible() {
	switch {
	case v.pNeed < gapSure:
		v.severity, v.reason = Watch, ReasonSpread
	case v.p <= seriousP && v.q <= seriousQ && v.pSerious >= seriousFor:
		v.severity = Serious
	default:
		v.severity = Credible
	}
}

// gradeFamily controls the false discovery rate over the judged verdicts and
// grades each.
func gradeFamily(vs []verdict, fdr float64) {
	for i, q := range infer.BH(pValues(vs)) {
		vs[i].q = q
		vs[i].grade(fdr)
	}
}

func pValues(vs []verdict) []float64 {
	p := make([]float64, len(vs))
	for i := range vs {
		p[i] = nan
		if vs[i].judged {
			p[i] = vs[i].p
		}
	}
	return p
}

// confirmSerious lowers to gap every serious verdict that is not credible over
// all the team's indicators together.
func confirmSerious(families [][]verdict, fdr float64) {
	var all []verdict
	for _, f := range families {
		all = append(all, f...)
	}
	q, at := infer.BH(pValues(all)), 0
	for _, f := range families {
		for i := range f {
			if f[i].severity == Serious && !(q[at] <= fdr) {
				f[i].severity = Credible
			}
			at++
		}
	}
}

// againstStandard compares a person with the indicator's standard: exactly
// where the trials are independent, by a t test over the periods else.
func againstStandard(in *kpi.Indicator, p *pool, opt Options) verdict {
	standard := *in.Standard
	v := verdict{judged: true, reference: standard, material: materialOf(in, standard)}
	v.shortfall = in.Direction.Shortfall(p.value(), standard)
	if p.binomial(in) {
		if p.size(in) < opt.MinN {
			return unjudged(ReasonTooFew)
		}
		x, n := p.x.Float(), p.n.Float()
		v.p = worse(in, pair(infer.MidPBinomial(x, n, standard)))
		v.pNeed = jeffreysBeyond(in, x, n, standard, v.material)
		v.pSerious = v.pNeed
		return v
	}
	m := float64(len(p.levels))
	if len(p.levels) < opt.MinPeriods {
		return unjudged(ReasonTooFew)
	}
	se, df := p.spread()/math.Sqrt(m), m-1
	if !(se > 0) {
		return unjudged("")
	}
	v.p = infer.StudentCDF(-v.shortfall/se, df)
	v.pNeed = infer.StudentCDF((v.shortfall-v.material)/se, df)
	v.pSerious = v.pNeed
	return v
}
