package analysis

import (
	"math"
	"slices"
	"strconv"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// state turns the verdicts of a family into gaps, one for each person with a
// row in the window, appended to gaps.
func (t *team) state(f *family, gaps []Gap) []Gap {
	values := t.floats.take(len(f.people))
	for i := range f.people {
		values[i] = f.people[i].now.value()
	}
	center := describe(values)
	shrunk, spread := t.shrink(f)
	f.rests = newRests(f.nowAt, t.floats.take(len(f.people))[:0])
	first, courses := len(gaps), t.newCourses(f)
	for i := range f.people {
		if f.people[i].now.rows == 0 {
			continue // no longer measured here
		}
		gaps = append(gaps, Gap{})
		g := &gaps[len(gaps)-1]
		t.caveats = t.caveats[:0]
		t.describePerson(g, f, &f.people[i])
		g.TeamN, g.TeamMean, g.TeamSD, g.TeamMedian = center.n, center.mean, center.sd, center.median
		g.PointGap = g.Actual.Value - center.mean
		g.RelativeGap = over(g.PointGap, center.mean)
		g.Z = over(g.PointGap, center.sd)
		g.setRest(f.rests.without(&f.people[i].now))
		t.setVerdict(g, &f.now.rest[i], &f.before.rest[i], f.judged)
		t.setShrunk(g, shrunk[i], spread)
		if f.now.standard != nil {
			g.setStandard(&f.now.standard[i], &f.before.standard[i])
		}
		g.Listed = listed(t.opt.Rule, g)
		t.addCaveats(f, &f.people[i].now, g)
		g.Caveats = t.keepCaveats()
		if !t.opt.Brief || g.Finding() {
			g.Series = courses.of(&f.people[i])
		}
	}
	if !t.opt.Brief {
		t.histories(gaps[first:])
	}
	return gaps
}

// center is the description of the members' values.
type center struct {
	n                int
	mean, sd, median float64
}

func describe(values []float64) center {
	known := values
	if slices.ContainsFunc(values, math.IsNaN) {
		known = slices.DeleteFunc(slices.Clone(values), math.IsNaN)
	}
	return center{len(known), infer.Mean(known), infer.SD(known), infer.Median(known)}
}

// over is a/b, NaN when b is 0 or not known.
func over(a, b float64) float64 {
	if b == 0 {
		return nan
	}
	return a / b
}

func (t *team) describePerson(g *Gap, f *family, p *person) {
	g.Employee, g.Team, g.Indicator = t.data.Employees[p.id], t.data.Teams[t.data.Team[t.span.From]], f.in
	g.Window, g.CohortMean = f.window, nan
	g.N = p.now.size(f.in)
	if p.now.hasCounts() {
		g.Numerator, g.Denominator = p.now.x.Decimal(), p.now.n.Decimal()
	}
	g.Actual = p.now.estimate(f.in, t.opt.Level, t.intervals)
	x, y := t.line.x[:0], t.line.y[:0]
	for i := p.span.From; i < p.span.To; i++ {
		if at := t.data.Period[i]; t.looksAt(at, f.grain) {
			if level := t.data.Level(i); !math.IsNaN(level) {
				x, y = append(x, t.x[at]), append(y, level)
			}
		}
	}
	t.line.x, t.line.y = x, y
	g.Slope = t.slopes.Of(x, y)
}

// looksAt reports whether a period is one of a family's by its grain, and not after
// the as-of date.
func (s *scorer) looksAt(period int32, grain kpi.Grain) bool {
	return s.cal.slots[period] != after && s.data.Periods[period].Grain == grain
}

// rests gives the rest of the team for each person in closed form: the pooled
// ratio where everybody has counts, the mean of the others' values else.
type rests struct {
	counts bool
	x, n   kpi.Sum
	values []float64
	sum    float64
}

// newRests adds up the team; room is for its values.
func newRests(pools []*pool, room []float64) rests {
	r := rests{counts: true, values: room}
	for _, p := range pools {
		if len(p.levels) == 0 {
			continue
		}
		r.counts = r.counts && p.hasCounts()
		r.x.Merge(p.x)
		r.n.Merge(p.n)
		r.values = append(r.values, p.value())
	}
	r.sum = infer.Sum(r.values)
	return r
}

func (r *rests) without(p *pool) float64 {
	known := len(p.levels) > 0
	if r.counts {
		if known {
			return r.x.Minus(p.x).Over(r.n.Minus(p.n))
		}
		return r.x.Over(r.n)
	}
	if known {
		return over(r.sum-p.value(), float64(len(r.values)-1))
	}
	return over(r.sum, float64(len(r.values)))
}

func (g *Gap) setRest(rest float64) {
	g.Rest = rest
	g.RestGap = g.Actual.Value - rest
	g.RestRelativeGap = over(g.RestGap, rest)
	g.Shortfall = g.Indicator.Direction.Shortfall(g.Actual.Value, rest)
	g.Material = materialOf(g.Indicator, rest, g.TeamSD)
}

func (t *team) setVerdict(g *Gap, v, prior *verdict, judged int) {
	g.P, g.Q, g.PMaterial = v.p, v.q, v.pNeed
	g.Severity, g.Reason = v.severity, v.reason
	g.Persistent = persistence(v, prior)
	if v.judged {
		g.Comparisons = judged
		g.setRest(v.reference) // what is shown is what was compared
		g.Material = v.material
		if g.Cohort = v.group.cohort; g.Cohort != "" {
			g.CohortMean, g.CohortN = v.group.mean, v.group.n
		}
		if v.group.wide {
			t.caveats = append(t.caveats, kpi.Caveat{Code: "gap.small_cohort"})
		}
	}
}

func (g *Gap) setStandard(v, prior *verdict) {
	level := *g.Indicator.Standard
	g.Standard = &Standard{Level: level, Gap: g.Actual.Value - level, P: v.p, Q: v.q, PMaterial: v.pNeed, Severity: v.severity, Persistent: persistence(v, prior)}
	if v.reason == ReasonTeam && g.Severity < Watch {
		g.Reason = ReasonTeam
	}
	if v.severity < Credible {
		return
	}
	if g.Severity < Credible {
		g.Persistent = g.Standard.Persistent
		if g.Severity != Watch {
			g.Reason = ReasonStandard
		}
		return
	}
	if g.Standard.Persistent == PersistentYes {
		g.Persistent = PersistentYes
	}
}

// persistence tells whether a finding of the window stood in the window before.
func persistence(v, prior *verdict) Persistence {
	switch {
	case !prior.judged:
		return PersistentUnknown
	case v.severity >= Credible && prior.confirms:
		return PersistentYes
	}
	return PersistentNo
}

// addCaveats says what the reader of a figure has to know.
func (t *team) addCaveats(f *family, p *pool, g *Gap) {
	say := func(c kpi.Caveat) { t.caveats = append(t.caveats, c) }
	whyNotJudged(f, p, g, say)
	if f.others > 0 {
		say(kpi.Caveat{Code: "gap.mixed_grains", Args: kpi.Args{"grain": f.grain.String(), "rows": strconv.Itoa(f.others)}})
	}
	if g.Cohort != "" {
		say(kpi.Caveat{Code: "gap.cohort", Args: kpi.Args{"cohort": g.Cohort, "rest": decimal(g.Rest), "mean": decimal(g.CohortMean), "n": strconv.Itoa(g.CohortN)}})
	}
	if g.TeamN == 1 {
		say(kpi.Caveat{Code: "gap.alone"})
	}
	if g.Finding() && g.Persistent != PersistentYes {
		say(kpi.Caveat{Code: "gap.seen_once"})
	}
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// whyNotJudged names the first thing that keeps the person from being judged
// against the colleagues, or makes the judgement weak.
func whyNotJudged(f *family, p *pool, g *Gap, say func(kpi.Caveat)) {
	if g.Severity != NotJudged {
		if code := weakness(f, p); code != "" {
			say(kpi.Caveat{Code: code})
		}
		return
	}
	if code, args := unusable(f, p); code != "" {
		say(kpi.Caveat{Code: code, Args: args})
		return
	}
	if g.Reason == "" {
		say(kpi.Caveat{Code: "gap.no_variation"})
		return
	}
	code, args := tooFew(f, g)
	say(kpi.Caveat{Code: code, Args: args})
}

// unusable tells that the person's values are not of the kind that the family
// is judged by.
func unusable(f *family, p *pool) (code string, args kpi.Args) {
	counted := f.kind == draws || f.kind == exposure
	switch {
	case len(p.levels) == 0:
		return "gap.no_data", nil
	case p.counted > 0 && !p.hasCounts():
		return "gap.mixed_counts", kpi.Args{"counted": strconv.Itoa(p.counted), "periods": strconv.Itoa(len(p.levels))}
	case counted && p.counted == 0:
		return "gap.no_counts", nil
	case counted && !p.binomial(f.in) && !p.poisson(f.in):
		return "gap.counts_not_whole", nil
	}
	return "", nil
}

// tooFew tells whether it is the person's data or the team that is too small.
func tooFew(f *family, g *Gap) (code string, args kpi.Args) {
	n, members := kpi.Args{"n": strconv.Itoa(g.N)}, kpi.Args{"members": strconv.Itoa(g.TeamN)}
	switch {
	case f.judged > 0 && f.kind == periods:
		return "gap.few_periods", n
	case f.judged > 0:
		return "gap.few_trials", n
	case f.kind == periods:
		return "gap.team_few_periods", members
	}
	return "gap.team_too_small", members
}

// weakness says of a judged person what the judgement rests on, where that is
// less than counts of independent trials.
func weakness(f *family, p *pool) string {
	switch {
	case f.kind == singles:
		return "gap.single_values"
	case f.kind == periods && f.in.Clustered() && p.hasCounts():
		return "gap.clustered"
	case f.kind == periods && f.in.Counted():
		return "gap.values_only"
	}
	return ""
}
