package analysis

import (
	"math"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// tieTolerance lets a gap of exactly what matters count in spite of rounding.
const tieTolerance = 1e-12

// The thresholds of the grades. They were settled by simulation: see
// TestEqualTeamsHoldFewFalseFlags and its neighbours.
const (
	chanceP     = 0.05  // watch: mid-p at most this
	smoothShare = 0.85  // of the false discovery rate, for Student's tests; see below
	gapTau      = 0.95  // gap: need in standard deviations between the others; 1.00 finds .15 in 94 % where 95 % are asked for
	gapSure     = 0.80  // gap: P(true gap ≥ need) at least this
	seriousP    = 0.001 // serious: mid-p at most this
	seriousQ    = 0.01  // serious: q of the family at most this; a mid-p of .001 alone accuses somebody in 2.7 % of equal teams of 30
	seriousTau  = 1.645 // serious: need in standard deviations between the others
	seriousFor  = 0.90  // serious: P(true gap ≥ need) at least this
)

// Why smoothShare: exact tests of counts leave a tenth to a half of their level
// unused, Student's t uses all of it, and comparisons with the rest hang together
// negatively, for which Simes's inequality gives no bound. At the full rate 1.1 to
// 5.6 % of equal teams held a false flag (2,000 teams for each of five kinds of
// values and 4 to 30 people); at 0.85 of it at most 4.6 % of 4,000 do, and who is
// three standard deviations behind with three months is still found in 97 %.

// The defaults of what matters: for a proportion the smaller of a tenth of the
// reference and five points, for a rate a tenth of the reference, for scores and
// quantities half of the team's standard deviation.
const (
	materialShare  = 0.10
	materialPoints = 0.05
	materialSD     = 0.5
)

// verdict is the outcome of one comparison of one person, with a reference
// that is either the rest of the team or a standard.
type verdict struct {
	judged    bool
	reference float64
	shortfall float64
	material  float64
	p, q      float64 // one-sided, worse; q over the family
	smooth    bool    // the test is Student's: nothing of its level is left unused
	pNeed     float64 // P(true gap ≥ need)
	pSerious  float64 // P(true gap ≥ need of serious)
	severity  Severity
	reason    Reason
	confirms  bool   // of the window before: the finding of the window stood then too
	group     *group // whom the person was compared with
}

// unjudged is the verdict where nothing is decided.
func unjudged(reason Reason) verdict {
	return verdict{reference: nan, shortfall: nan, material: nan, p: nan, q: nan, pNeed: nan, pSerious: nan, severity: NotJudged, reason: reason}
}

// materialOf is the smallest gap to reference that matters; sd is the standard
// deviation of the team's values, for scores and quantities.
func materialOf(in *kpi.Indicator, reference, sd float64) float64 {
	switch {
	case in.Material != nil:
		return *in.Material
	case in.Scale == kpi.Proportion:
		return math.Min(materialShare*reference, materialPoints)
	case in.Scale == kpi.Rate:
		return materialShare * math.Abs(reference)
	}
	return materialSD * sd
}

// tails are the two one-sided probabilities of a test.
type tails struct{ lower, upper float64 }

func pair(lower, upper float64) tails { return tails{lower, upper} }

// worse picks the tail on the bad side.
func worse(d kpi.Direction, t tails) float64 {
	if d == kpi.Lower {
		return t.upper
	}
	return t.lower
}

// grade gives the severity that the family's q and the probabilities allow;
// serious is only provisional, for it also needs the q over all indicators of
// the team.
func (v *verdict) grade(fdr float64) {
	v.severity = Normal
	switch {
	case !v.judged:
		v.severity = NotJudged
	case v.shortfall < v.material-tieTolerance || v.shortfall <= 0: // too small to matter
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

// settle grades, in the window before, those who are found now, and reports whether
// that can be done without the p of the others: the q of a family lies between p and
// p times the number of the judged, and nothing hangs on where.
func settle(vs, found []verdict, fdr float64) bool {
	judged := 0
	for i := range vs {
		judged += count(vs[i].judged)
	}
	for i := range vs {
		if found[i].severity < Credible {
			continue
		}
		least, most := vs[i], &vs[i]
		least.setQ(least.p)
		most.setQ(math.Min(1, float64(judged)*most.p))
		least.grade(fdr)
		most.grade(fdr)
		if min(least.severity, Credible) != min(most.severity, Credible) {
			return false
		}
	}
	return true
}

// setQ takes the q that the tests of the family give.
func (v *verdict) setQ(q float64) {
	if v.smooth {
		q = math.Min(1, q/smoothShare)
	}
	v.q = q
}

// gradeFamily controls the false discovery rate over the judged verdicts and
// grades each.
func gradeFamily(vs []verdict, fdr float64) {
	var room [32]float64
	p := pValues(vs, room[:0])
	infer.AdjustBH(p)
	for i, q := range p {
		vs[i].setQ(q)
		vs[i].grade(fdr)
	}
}

// pValues appends those of the judged, NaN for the others.
func pValues(vs []verdict, p []float64) []float64 {
	for i := range vs {
		if vs[i].judged {
			p = append(p, vs[i].p)
		} else {
			p = append(p, nan)
		}
	}
	return p
}

// confirm marks, in the verdicts of the window before, those that bear out a
// finding of the window now: the gap was a finding then too, or it was material and
// its p stands the false discovery rate over those who are found now. For nobody
// else is asked about: a replication tests what the first study selected (Benjamini
// & Heller 2008; Heller, Bogomolov & Benjamini 2014, PNAS 111:16262). A team that
// missed the standard then bears out nothing of one person.
func confirm(now, before []verdict, fdr float64) {
	var room [32]float64
	q := room[:0]
	for i := range now {
		if now[i].severity >= Credible {
			q = append(q, before[i].p)
		}
	}
	infer.AdjustBH(q)
	for i := range now {
		if now[i].severity < Credible {
			continue
		}
		b := &before[i]
		b.confirms = b.severity >= Credible || b.severity == Watch && b.reason != ReasonTeam && q[0] <= fdr
		q = q[1:]
	}
}

// confirmSerious lowers to gap every serious verdict that is not credible over
// all the team's indicators together.
func confirmSerious(families [][]verdict, fdr float64) {
	people, largest := 0, 0.0
	for _, f := range families {
		people += len(f)
		for i := range f {
			if f[i].severity == Serious {
				largest = math.Max(largest, f[i].p)
			}
		}
	}
	if largest*float64(people) <= fdr {
		return // no q is more than that; or nobody is serious
	}
	var room [128]float64
	q, at := room[:0], 0
	for _, f := range families {
		q = pValues(f, q)
	}
	infer.AdjustBH(q)
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
// where the trials are independent, by a t test over the periods else. sd is the
// standard deviation of the team's values.
func againstStandard(in *kpi.Indicator, p *pool, sd float64, opt Options) verdict {
	standard := *in.Standard
	v := newVerdict(in, p.value(), standard, materialOf(in, standard, sd))
	if p.binomial(in) {
		if p.size(in) < opt.MinN {
			return unjudged(ReasonTooFew)
		}
		x, n := p.x.Float(), p.n.Float()
		v.p = worse(in.Direction, pair(infer.MidPBinomial(x, n, standard)))
		v.believe(0, func(need float64) float64 { return drawBeyond(in, x, n, standard, need) })
		return v
	}
	if len(p.levels) < opt.MinPeriods {
		return unjudged(ReasonTooFew)
	}
	v.smooth = true
	se, df := p.spread()*math.Sqrt(p.noise()), float64(len(p.levels)-1)
	if !(se > 0) {
		return unjudged("")
	}
	if math.IsNaN(v.material) { // nobody else to say what matters
		v.material = 0
	}
	v.p = infer.StudentCDF(-v.shortfall/se, df)
	v.believe(0, func(need float64) float64 { return infer.StudentCDF((v.shortfall-need)/se, df) })
	return v
}
