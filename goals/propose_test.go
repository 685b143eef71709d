package goals

import (
	"math"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/google/go-cmp/cmp"
)

var nan = math.NaN()

// indicator is a catalogue entry, changed by the test where it must be.
func indicator(t *testing.T, id string, change ...func(*kpi.Indicator)) *kpi.Indicator {
	t.Helper()
	in := kpi.Builtin().Get(id)
	if in == nil {
		t.Fatalf("no indicator %s", id)
	}
	own := *in
	for _, c := range change {
		c(&own)
	}
	return &own
}

// gap is a gap of e017 with x of n in the window ending June 2025 (n = 0: the
// value alone) against a team mean.
func gap(in *kpi.Indicator, value float64, x, n int64, mean float64) *analysis.Gap {
	june := kpi.Period{Start: kpi.DateOf(2025, 6, 1), Grain: kpi.Month}
	april := kpi.Period{Start: kpi.DateOf(2025, 4, 1), Grain: kpi.Month}
	g := &analysis.Gap{Employee: kpi.Employee{ID: "e017", Name: "张伟"}, Team: "north", Indicator: in,
		Window: analysis.Window{From: april, To: june, Periods: 3}, N: int(n), Numerator: kpi.FromInt(x), Denominator: kpi.FromInt(n),
		Actual: infer.Estimate{Value: value}, TeamN: 12, TeamMean: mean, Rest: nan, Shrunk: nan, Severity: analysis.Credible}
	if math.IsNaN(mean) {
		g.TeamN = 1
	}
	return g
}

func required(level float64) func(*kpi.Indicator) {
	return func(in *kpi.Indicator) { in.Standard = &level }
}

func horizon(k kpi.Kind, months int) Options {
	o := Default()
	p := o.Policies[k]
	p.Horizon = months
	o.Policies[k] = p
	return o
}

// summary writes milestones as "≥0.18 from m3", "≤0.05 by m3 ×2".
func summary(list []Milestone) string {
	var words []string
	for _, m := range list {
		w := map[Operator]string{AtLeast: "≥", AtMost: "≤"}[m.Operator] + m.Level.String()
		if m.FromMonth > 0 {
			w += " from m" + itoa(m.FromMonth)
		}
		if m.ByMonth > 0 {
			w += " by m" + itoa(m.ByMonth)
		}
		if m.Sustain != 1 {
			w += " ×" + itoa(m.Sustain)
		}
		words = append(words, w)
	}
	return strings.Join(words, ", ")
}

// The acceptance fixtures of the product page, section 2, from gaps to plans.
func TestProposedPlansOfTheFixtures(t *testing.T) {
	for name, c := range map[string]struct {
		gap   *analysis.Gap
		opt   Options
		want  string
		basis Basis
	}{
		"F1 conversion 15 % against a mean of 22 %": {
			gap(indicator(t, "conversion_rate"), 0.15, 45, 300, 0.22), Default(), "≥0.18 from m3, ≥0.2 by m6", BasisMean},
		"F2 defects 12 % against a mean of 5 %": {
			gap(indicator(t, "defect_rate"), 0.12, 36, 300, 0.05), Default(), "≤0.08 from m2, ≤0.05 by m6", BasisMean},
		"F3 coverage 40 % against a standard of 80 %": {
			gap(indicator(t, "test_coverage", required(0.8)), 0.4, 0, 0, 0.55), Default(), "≥0.6 by m1, ≥0.8 by m3", BasisStandard},
		"F4 delay 30 % against a standard of 5 %, 2 months": {
			gap(indicator(t, "followup_delay_rate", required(0.05)), 0.3, 18, 60, 0.1), Default(), "≤0.05 by m3 ×2", BasisStandard},
		"F5 CSAT 85 % against a mean of 92 %, 3 months": {
			gap(indicator(t, "csat"), 0.85, 510, 600, 0.92), Default(), "≥0.9 from m3 ×3", BasisMean},
		"F5b CSAT score 80 of 100 without peers": {
			gap(indicator(t, "csat_score"), 80, 0, 0, nan), Default(), "≥90 by m3", BasisHeadroom},
		"F6 needs depth 6 of 10 in 2 months": {
			gap(indicator(t, "needs_depth_score"), 6, 0, 0, nan), horizon(kpi.Perception, 2), "≥8 by m2", BasisHeadroom},
		"F7 event satisfaction 75 of 100 in 6 months": {
			gap(indicator(t, "event_satisfaction"), 75, 0, 0, nan), horizon(kpi.Perception, 6), "≥85 by m6", BasisHeadroom},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := Propose(c.gap, c.opt)
			if err != nil {
				t.Fatal(err)
			}
			if got := summary(plan.Milestones); got != c.want || plan.Basis != c.basis {
				t.Errorf("%s on %s, want %s on %s", got, plan.Basis, c.want, c.basis)
			}
			if plan.State != Draft || plan.Version != 1 || plan.Start != nil || plan.AsOf != kpi.DateOf(2025, 6, 30) {
				t.Errorf("not a first draft as of the end of the window: %+v", plan)
			}
			if weak := hasCode(plan.Caveats, "plan.weak_basis"); weak != (c.basis == BasisHeadroom) {
				t.Errorf("caveats %v", plan.Caveats)
			}
		})
	}
}

func hasCode(list []kpi.Caveat, code string) bool { return len(withCode(list, code)) > 0 }

func withCode(list []kpi.Caveat, code string) (found []kpi.Caveat) {
	for _, c := range list {
		if c.Code == code {
			found = append(found, c)
		}
	}
	return found
}

func TestF8HealthCheckRaisesTheTarget(t *testing.T) {
	lower := func(in *kpi.Indicator) { in.Direction = kpi.Lower }
	for name, c := range map[string]struct {
		in                     *kpi.Indicator
		level, reference, step string
		best, want             string
		ok                     bool
	}{
		"F8: 20 % reached, mean 22 %: 23 %":        {indicator(t, "conversion_rate"), "0.20", "0.22", "0.01", "", "0.23", true},
		"no further than peers ever improved":      {indicator(t, "conversion_rate"), "0.20", "0.22", "0.01", "0.02", "0.22", true},
		"a best beyond the step does not bind":     {indicator(t, "conversion_rate"), "0.20", "0.22", "0.01", "0.1", "0.23", true},
		"peers who never improved leave it alone":  {indicator(t, "conversion_rate"), "0.20", "0.22", "0.01", "0", "0.20", false},
		"lower is better: one step further down":   {indicator(t, "defect_rate"), "0.05", "0.05", "0.01", "", "0.04", true},
		"the floor holds":                          {indicator(t, "defect_rate"), "0.005", "0.005", "0.01", "", "0", true},
		"at the end of the scale there is no more": {indicator(t, "csat"), "1", "1", "0.05", "", "1", false},
		"reached more than that already":           {indicator(t, "csat", lower), "0.1", "0.5", "0.05", "", "0.45", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := Reach{Level: dec(t, c.level), Reference: dec(t, c.reference), Step: dec(t, c.step)}
			if c.best != "" {
				best := dec(t, c.best)
				r.Best = &best
			}
			next, lines, ok := Raise(r, c.in)
			if next != dec(t, c.want) || ok != c.ok || len(lines) == 0 {
				t.Errorf("%s %t (%v), want %s %t", next, ok, lines, c.want, c.ok)
			}
		})
	}
}

func TestTheReferenceIsTakenInOrder(t *testing.T) {
	graded := func(g *analysis.Gap, level float64, colleagues, required analysis.Severity) *analysis.Gap {
		g.Severity, g.Standard = colleagues, &analysis.Standard{Level: level, Severity: required}
		return g
	}
	conv := indicator(t, "conversion_rate")
	rest := gap(conv, 0.15, 45, 300, 0.22)
	rest.Rest = 0.226
	ofRest := Default()
	ofRest.Reference = ReferenceRest
	for name, c := range map[string]struct {
		gap   *analysis.Gap
		opt   Options
		basis Basis
		ref   string
	}{
		"the standard before the mean": {graded(gap(conv, 0.15, 45, 300, 0.22), 0.18, analysis.Serious, analysis.Credible), Default(), BasisStandard, "0.18"},
		"a standard that is met gives way": {
			graded(gap(conv, 0.15, 45, 300, 0.22), 0.15, analysis.Serious, analysis.Normal), Default(), BasisMean, "0.22"},
		"a finding against colleagues alone is about them": {
			graded(gap(conv, 0.15, 45, 300, 0.22), 0.16, analysis.Serious, analysis.Normal), Default(), BasisMean, "0.22"},
		"a finding against the standard alone is about it": {
			graded(gap(conv, 0.15, 45, 300, 0.16), 0.3, analysis.Normal, analysis.Credible), Default(), BasisStandard, "0.3"},
		"the rest when asked for, rounded to the step": {rest, ofRest, BasisRest, "0.23"},
		"a mean is shown rounded to the step":          {gap(conv, 0.15, 45, 300, 0.2165), Default(), BasisMean, "0.22"},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := Propose(c.gap, c.opt)
			if err != nil {
				t.Fatal(err)
			}
			if plan.Basis != c.basis || plan.Reference != dec(t, c.ref) {
				t.Errorf("%s %s, want %s %s", plan.Basis, plan.Reference, c.basis, c.ref)
			}
		})
	}
}

func TestNoPlanWithoutAGapOrAReference(t *testing.T) {
	conv := indicator(t, "conversion_rate")
	for name, c := range map[string]struct {
		gap  *analysis.Gap
		code string
	}{
		"as good as the mean":                                 {gap(conv, 0.22, 66, 300, 0.22), "plan.no_gap"},
		"better than the mean":                                {gap(conv, 0.30, 90, 300, 0.22), "plan.no_gap"},
		"a gap smaller than what is shown":                    {gap(conv, 0.2196, 0, 0, 0.2204), "plan.no_gap"},
		"fewer defects than the mean":                         {gap(indicator(t, "defect_rate"), 0.03, 9, 300, 0.05), "plan.no_gap"},
		"no value in the window":                              {gap(conv, nan, 0, 0, 0.22), "plan.no_baseline"},
		"alone, an outcome has no headroom policy":            {gap(conv, 0.15, 45, 300, nan), "plan.no_reference"},
		"alone on a scale without an end":                     {gap(indicator(t, "rework_hours"), 30, 0, 0, nan), "plan.no_reference"},
		"alone at the end of the scale":                       {gap(indicator(t, "csat_score"), 100, 0, 0, nan), "plan.no_gap"},
		"alone with a mean that is one's own value, no plan":  {alone(gap(conv, 0.15, 45, 300, 0.15)), "plan.no_reference"},
		"the standard is met and there is nobody to compare":  {gap(indicator(t, "test_coverage", required(0.8)), 0.9, 0, 0, nan), "plan.no_reference"},
		"numbers beyond the range of a Decimal are no values": {gap(indicator(t, "sales_value"), 1e20, 0, 0, 1e21), "plan.no_baseline"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Propose(c.gap, Default())
			f := kpi.AsFault(err)
			if f == nil || f.Code != c.code || f.Args["employee"] != "e017" || f.Args["kpi"] == "" {
				t.Errorf("error %v, want %s", err, c.code)
			}
		})
	}
}

func alone(g *analysis.Gap) *analysis.Gap {
	g.TeamN = 1
	return g
}

// The sum of F1 as a manager does it again: 22.0 % − 15.0 % = 7.0 points;
// 7.0/5 = 1.4 → steps of 1; 15 + 0.7 × 7 = 19.9 → 20; 15 + ½ × 5 = 17.5 → 18.
func TestTheArithmeticOfF1IsPrintedWhole(t *testing.T) {
	plan, err := Propose(gap(indicator(t, "conversion_rate"), 0.15, 45, 300, 0.22), Default())
	if err != nil {
		t.Fatal(err)
	}
	want := []kpi.Caveat{
		{Code: "arithmetic.basis.team_mean", Args: kpi.Args{"reference": "0.22"}},
		{Code: "arithmetic.step", Args: kpi.Args{"gap": "0.07", "fifth": "0.014", "step": "0.01"}},
		{Code: "arithmetic.gap", Args: kpi.Args{"baseline": "0.15", "reference": "0.22", "gap": "0.07"}},
		{Code: "arithmetic.last", Args: kpi.Args{"baseline": "0.15", "share": "0.7", "gap": "0.07", "raw": "0.199", "level": "0.2", "step": "0.01"}},
		{Code: "arithmetic.first", Args: kpi.Args{"baseline": "0.15", "share": "0.5", "way": "0.05", "raw": "0.175", "level": "0.18", "step": "0.01"}},
		{Code: "arithmetic.month.from", Args: kpi.Args{"kind": "outcome", "level": "0.18", "month": "3", "sustain": "1"}},
		{Code: "arithmetic.month.by", Args: kpi.Args{"kind": "outcome", "level": "0.2", "month": "6", "sustain": "1"}},
	}
	if diff := cmp.Diff(want, withoutCodes(plan.Arithmetic, "arithmetic.chances")); diff != "" {
		t.Error(diff)
	}
}

func TestTheArithmeticSaysWhatWasDoneToReferenceAndStep(t *testing.T) {
	for name, c := range map[string]struct {
		gap  *analysis.Gap
		want kpi.Caveat
	}{
		"a mean that was rounded": {gap(indicator(t, "defect_rate"), 0.12, 36, 300, 0.0508),
			kpi.Caveat{Code: "arithmetic.reference_rounded", Args: kpi.Args{"from": "0.051", "to": "0.05", "step": "0.01"}}},
		"all of the gap is closed": {gap(indicator(t, "defect_rate"), 0.12, 36, 300, 0.05),
			kpi.Caveat{Code: "arithmetic.last_reference", Args: kpi.Args{"level": "0.05"}}},
		"a scale's step": {gap(indicator(t, "nps"), 20, 0, 0, nan),
			kpi.Caveat{Code: "arithmetic.step_scale", Args: kpi.Args{"scale": "200", "step": "10"}}},
		"a step that had to be finer": {gap(indicator(t, "csat_score"), 95, 0, 0, nan),
			kpi.Caveat{Code: "arithmetic.step_finer", Args: kpi.Args{"step": "2", "was": "5"}}},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := Propose(c.gap, Default())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]kpi.Caveat{c.want}, withCode(plan.Arithmetic, c.want.Code)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheShrunkEstimateWarnsOnlyWhereItMatters(t *testing.T) {
	for name, c := range map[string]struct {
		shrunk float64
		code   string
		other  string
	}{
		"other milestones":               {0.18, "plan.shrunk_differs", "0.195 0.21"},
		"the same milestones":            {0.153, "", ""},
		"no gap at all once luck is out": {0.22, "plan.shrunk_no_gap", ""},
		"not estimated":                  {nan, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			g := gap(indicator(t, "conversion_rate"), 0.15, 45, 300, 0.22)
			g.Shrunk = c.shrunk
			plan, err := Propose(g, Default())
			if err != nil {
				t.Fatal(err)
			}
			caveats := withoutCodes(plan.Caveats, "chances.")
			if c.code == "" {
				if len(caveats) != 0 {
					t.Errorf("caveats %v", caveats)
				}
				return
			}
			if len(caveats) != 1 || caveats[0].Code != c.code {
				t.Fatalf("caveats %v, want %s", caveats, c.code)
			}
			args := caveats[0].Args
			if other := strings.TrimSpace(args["other_first"] + " " + args["other_last"]); other != c.other || args["first"] != "0.18" || args["last"] != "0.2" {
				t.Errorf("arguments %v, want other levels %s", args, c.other)
			}
		})
	}
}

func TestPlanIDsAreStableAndTellFieldsApart(t *testing.T) {
	id := PlanID("e017", "conversion_rate")
	if id != PlanID("e017", "conversion_rate") || len(id) != 10 || id != strings.ToLower(id) {
		t.Errorf("id %q", id)
	}
	for _, other := range []string{PlanID("e017c", "onversion_rate"), PlanID("e018", "conversion_rate"), PlanID("e017", "csat")} {
		if other == id {
			t.Errorf("two plans have the id %q", id)
		}
	}
	// Ids stand in journals: this one must never change.
	if want := "kjlr5nlm6d"; id != want {
		t.Errorf("id %q, want %q", id, want)
	}
}

func TestPersistsLooksAtTheFindingsAlone(t *testing.T) {
	yes, no := analysis.PersistentYes, analysis.PersistentNo
	for name, c := range map[string]struct {
		gap  analysis.Gap
		want bool
	}{
		"a finding that stood before":           {analysis.Gap{Severity: analysis.Credible, Persistent: yes}, true},
		"a finding seen once":                   {analysis.Gap{Severity: analysis.Serious, Persistent: no}, false},
		"watch is never a reason":               {analysis.Gap{Severity: analysis.Watch, Persistent: yes}, false},
		"the standard's own persistence counts": {analysis.Gap{Severity: analysis.Normal, Persistent: no, Standard: &analysis.Standard{Severity: analysis.Serious, Persistent: yes}}, true},
		"but only of a finding":                 {analysis.Gap{Severity: analysis.Credible, Persistent: no, Standard: &analysis.Standard{Severity: analysis.Watch, Persistent: yes}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Persists(&c.gap); got != c.want {
				t.Errorf("got %t", got)
			}
		})
	}
}

// A sketch has the levels and days of the plan, without what takes long.
func TestASketchHasTheSameLevels(t *testing.T) {
	opt := Default()
	full, err := Propose(gap(indicator(t, "conversion_rate"), 0.15, 45, 300, 0.22), opt)
	if err != nil {
		t.Fatal(err)
	}
	opt.Sketch = true
	sketch, err := Propose(gap(indicator(t, "conversion_rate"), 0.15, 45, 300, 0.22), opt)
	if err != nil || sketch.Chances != nil || full.Chances == nil {
		t.Fatalf("%v, chances %v of %v", err, sketch.Chances, full.Chances)
	}
	if diff := cmp.Diff(full.Milestones, sketch.Milestones); diff != "" || sketch.ID != full.ID {
		t.Errorf("levels differ (-full +sketch):\n%s", diff)
	}
}
