package analysis

import (
	"fmt"
	"math"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func indicator(t *testing.T, in kpi.Indicator) *kpi.Indicator {
	t.Helper()
	cat, err := kpi.Builtin().With(in)
	if err != nil {
		t.Fatal(err)
	}
	return cat.Get(in.ID)
}

func poolOf(ms ...kpi.Measure) *pool {
	p := &pool{}
	for i, m := range ms {
		p.add(int32(i), m)
	}
	return p
}

func counts(x, n int64) kpi.Measure { return kpi.Counts(kpi.FromInt(x), kpi.FromInt(n)) }

func TestAgainstStandard(t *testing.T) {
	delay := indicator(t, kpi.Indicator{ID: "followup_delay_rate", Standard: ptr(.05)})
	coverage := indicator(t, kpi.Indicator{ID: "test_coverage", Standard: ptr(.8)})
	score := indicator(t, kpi.Indicator{ID: "csat_score", Standard: ptr(90)})
	// With two degrees of freedom P(T ≤ −t) = (1 − t/√(2+t²))/2; t² is 300 for the scores, 200 for the coverage.
	tests := map[string]struct {
		in   *kpi.Indicator
		pool *pool
		want Severity
		p    float64 // NaN: not judged
		tol  float64
	}{
		// P(X ≥ 19) + P(X = 18)/2 of Bin(60, .05) is far below 1e-9.
		"18 late of 60 against 5 %":             {delay, poolOf(counts(18, 60)), Serious, 0, 1e-9},
		"9 nodes are too few":                   {delay, poolOf(counts(9, 9)), NotJudged, nan, 0},
		"three scores around 80 against 90":     {score, poolOf(kpi.Value(79), kpi.Value(80), kpi.Value(81)), Serious, (1 - math.Sqrt(300./302)) / 2, 1e-12},
		"three equal scores prove nothing":      {score, poolOf(kpi.Value(80), kpi.Value(80), kpi.Value(80)), NotJudged, nan, 0},
		"two scores are too few":                {score, poolOf(kpi.Value(79), kpi.Value(80)), NotJudged, nan, 0},
		"equal coverage has the binomial width": {coverage, poolOf(counts(40, 100), counts(40, 100), counts(40, 100)), Credible, (1 - math.Sqrt(200./202)) / 2, 1e-12},
		"better than the standard":              {score, poolOf(kpi.Value(95), kpi.Value(96), kpi.Value(99)), Normal, 1, 0.05},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			v := []verdict{againstStandard(c.in, c.pool, 4, Default())}
			gradeFamily(v, .05)
			if math.IsNaN(c.p) != math.IsNaN(v[0].p) || math.Abs(c.p-v[0].p) > c.tol {
				t.Errorf("p = %v, want %v", v[0].p, c.p)
			}
			if v[0].severity != c.want && c.want != Serious || c.want == Serious && v[0].severity < Credible {
				t.Errorf("severity %s, want %s", v[0].severity, c.want)
			}
		})
	}
}

func TestMaterial(t *testing.T) {
	tests := map[string]struct {
		in   *kpi.Indicator
		ref  float64
		want float64
	}{
		"a tenth of a small rate":  {kpi.Builtin().Get("conversion_rate"), .22, .022},
		"five points of a big one": {kpi.Builtin().Get("csat"), .92, .05},
		"a tenth of a rate":        {kpi.Builtin().Get("complaint_rate"), 3, .3},
		"half the team's sd":       {kpi.Builtin().Get("rework_hours"), 12, 4},
		"what the catalogue says":  {indicator(t, kpi.Indicator{ID: "csat", Material: ptr(.01)}), .92, .01},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			if got := materialOf(c.in, c.ref, 8); math.Abs(got-c.want) > 1e-15 {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

func TestGrade(t *testing.T) {
	v := func(p, q, need, serious float64) verdict {
		return verdict{judged: true, shortfall: .07, material: .022, p: p, q: q, pNeed: need, pSerious: serious}
	}
	small := v(.001, .001, .99, .99)
	small.shortfall = .01
	tests := map[string]struct {
		v      verdict
		want   Severity
		reason Reason
	}{
		"credible, sure and far beyond the others":   {v(.0005, .005, .99, .95), Serious, ""},
		"far, but one of many comparisons":           {v(.0005, .02, .99, .95), Credible, ""},
		"far, but not beyond the others' own spread": {v(.0005, .005, .99, .5), Credible, ""},
		"credible, but no more than people differ":   {v(.0005, .005, .5, .2), Watch, ReasonSpread},
		"far and sure, not sure enough for serious":  {v(.0005, .005, .99, .85), Credible, ""},
		"far and sure, mid-p just above .001":        {v(.0011, .005, .99, .95), Credible, ""},
		"sure enough by a hair":                      {v(.0011, .05, .80, .2), Credible, ""},
		"not sure enough by a hair":                  {v(.0011, .05, .79, .2), Watch, ReasonSpread},
		"not credible by a hair":                     {v(.02, .051, .99, .9), Watch, ReasonChance},
		"a mid-p above .05 is not even watched":      {v(.051, .3, .9, .9), Normal, ""},
		"perhaps chance":                             {v(.03, .2, .9, .9), Watch, ReasonChance},
		"not even that":                              {v(.3, .6, .4, .1), Normal, ""},
		"credible but too small to matter":           {small, Normal, ""},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			c.v.grade(.05)
			if c.v.severity != c.want || c.v.reason != c.reason {
				t.Errorf("%s/%q, want %s/%q", c.v.severity, c.v.reason, c.want, c.reason)
			}
		})
	}
}

// Serious needs a q over all the team's indicators: the same p that is serious
// alone is only a gap among two hundred comparisons.
func TestSeriousIsConfirmedOverTheTeam(t *testing.T) {
	hot := verdict{judged: true, p: .0009, severity: Serious}
	alone := [][]verdict{{hot}}
	confirmSerious(alone, .05)
	if alone[0][0].severity != Serious {
		t.Errorf("alone: %s", alone[0][0].severity)
	}
	many := make([]verdict, 200)
	for i := range many {
		many[i] = verdict{judged: true, p: .5, severity: Normal}
	}
	crowd := [][]verdict{{hot}, many}
	confirmSerious(crowd, .05)
	if crowd[0][0].severity != Credible {
		t.Errorf("among 201: %s", crowd[0][0].severity)
	}
}

func TestDescriptiveRulesOnlyList(t *testing.T) {
	var s sheet
	for i, x := range []int64{18, 20, 20, 20, 20, 20} {
		s.counts("t", fmt.Sprint(i), "conversion_rate", xn{x, 100})
		s.counts("t", fmt.Sprint(i), "defect_rate", xn{40 - x, 100})
	}
	// 18 is 8.5 % below the mean of 19.67, 22 defects 8.2 % above 20.33: not 10 %
	for rule, want := range map[Rule]int{RuleFair: 0, RuleMean: 0, RuleSigma: 2} {
		opt := Default()
		opt.Rule = rule
		res, n := run(t, s.dataset(), opt), 0
		for i := range res.Gaps {
			if res.Gaps[i].Listed {
				n++
			}
			if res.Gaps[i].Finding() {
				t.Errorf("%s: %s is a finding", rule, res.Gaps[i].Employee.ID)
			}
		}
		if n != want {
			t.Errorf("%s lists %d, want %d", rule, n, want)
		}
		if rule != RuleFair && !(res.RuleExpected > 0) {
			t.Errorf("%s expects %v", rule, res.RuleExpected)
		}
	}
}

// Exactly a tenth below is on the list whatever the decimals; a rule has no expected
// number for clustered counts, whose chance no binomial tells.
func TestDescriptiveRulesAtTheirEdge(t *testing.T) {
	for i, n := range []int64{100, 1000, 7000} {
		var s sheet
		for e := range 5 {
			x := 61 * n / 100
			if e == 0 {
				x = 54 * n / 100 // with 61 61 61 63 the mean is 60
			}
			if e == 4 {
				x = 63 * n / 100
			}
			s.counts("t", id(e), "conversion_rate", xn{x, n}).counts("t", id(e), "test_coverage", xn{x, n})
		}
		opt := Default()
		opt.Rule = RuleMean
		res := run(t, s.dataset(), opt)
		for _, indicator := range []string{"conversion_rate", "test_coverage"} {
			if !find(t, res, id(0), indicator).Listed {
				t.Errorf("n %d: 54 of a mean of 60 is not listed", n)
			}
		}
		// R: 5 * pbinom(.54 * n, n, .6)
		want := []float64{5 * 0.1311, 5 * 6.6e-05, 0}[i]
		if math.Abs(res.RuleExpected-want) > .01 {
			t.Errorf("n %d: expects %v, want %v", n, res.RuleExpected, want)
		}
	}
	var s sheet
	for e := range 5 {
		s.counts("t", id(e), "test_coverage", xn{54 + int64(e), 100})
	}
	opt := Default()
	opt.Rule = RuleMean
	if got := run(t, s.dataset(), opt).RuleExpected; !math.IsNaN(got) {
		t.Errorf("clustered counts: %v expected", got)
	}
}

func TestMixedCountsTakeTheMeanOfThePeriods(t *testing.T) {
	var s sheet
	s.add("t", "a", "conversion_rate", 1, counts(10, 100)).add("t", "a", "conversion_rate", 2, kpi.Value(.3))
	s.add("t", "b", "conversion_rate", 1, counts(5, 10)).add("t", "b", "conversion_rate", 2, counts(50, 90))
	res := run(t, s.dataset(), Default())
	a, b := find(t, res, "a", "conversion_rate"), find(t, res, "b", "conversion_rate")
	if math.Abs(a.Actual.Value-.2) > 1e-15 || !hasCaveat(a, "gap.mixed_counts") || a.Denominator != 0 {
		t.Errorf("a: %v %v", a.Actual.Value, a.Caveats)
	}
	if b.Actual.Value != .55 || math.Abs(b.Rest-.2) > 1e-15 || math.Abs(a.Rest-.55) > 1e-15 {
		t.Errorf("b: %v, rest of b %v, of a %v", b.Actual.Value, b.Rest, a.Rest)
	}
}

// Half events are no draws: with several periods these are the sample, with one
// the values of the others are.
func TestFractionalCountsAreNoDraws(t *testing.T) {
	var s sheet
	for i := range 6 {
		for m := range 3 {
			x := kpi.One/2 + kpi.FromInt(int64((i+m*m)%4))
			s.add("t", fmt.Sprint(i), "conversion_rate", m+1, kpi.Counts(x, kpi.FromInt(20)))
		}
	}
	g := find(t, run(t, s.dataset(), Default()), "0", "conversion_rate")
	if g.Severity != Normal || !hasCaveat(g, "gap.values_only") || g.N != 60 {
		t.Errorf("%s of n %d %v", g.Severity, g.N, g.Caveats)
	}
}

// A finding against colleagues and one against the standard in one row: the
// graver one is what the row stands against.
func TestBothReferences(t *testing.T) {
	delay := indicator(t, kpi.Indicator{ID: "followup_delay_rate", Standard: ptr(.05)})
	var b kpi.Builder
	for e, x := range []int64{30, 4, 5, 4, 5, 4, 5} {
		for m := range 6 {
			b.Add(kpi.Observation{Employee: kpi.Employee{ID: fmt.Sprint("e", e)}, Team: "t", Indicator: delay,
				Period: kpi.PeriodOf(kpi.DateOf(2025, 1, 1).AddMonths(m), kpi.Month), Measure: counts(x, 100), Origin: kpi.Origin{Row: 10*m + e + 1}})
		}
	}
	ds, _ := b.Build()
	g := find(t, run(t, ds, Default()), "e0", "followup_delay_rate")
	level, std := g.Against()
	if !g.Finding() || g.Standard.Severity < Credible || g.Severity < Credible || g.Persistent != PersistentYes || !std || level != .05 {
		t.Errorf("%s, standard %s, persistent %s, against %v (%v)", g.Severity, g.Standard.Severity, g.Persistent, level, std)
	}
	o := find(t, run(t, ds, Default()), "e1", "followup_delay_rate")
	if level, std := o.Against(); std || level != o.TeamMean || o.Flagged() != Normal {
		t.Errorf("a colleague: %v %v %s", level, std, o.Flagged())
	}
}
