package goals_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// wholePlan breaks no rule.
func wholePlan(t testing.TB) goals.Plan {
	start := dateOf(t, "2026-07-01")
	evidence := []goals.Evidence{{Source: goals.SourceData, Text: "30 % of nodes late"}, {Source: goals.SourcePeer, Text: "sat in on two talks"}}
	return goals.Plan{
		ID: "p1", Employee: kpi.Employee{ID: "S1", Name: "Ann"}, Indicator: "conversion_rate", Direction: kpi.Higher, State: goals.Agreed,
		Baseline: 150_000, BaselineN: 300, Reference: 220_000, Basis: goals.BasisMean, AsOf: start - 1, Start: &start,
		Milestones: []goals.Milestone{{Level: 180_000, Operator: goals.AtLeast, FromMonth: 3, Sustain: 1}, {Level: 200_000, Operator: goals.AtLeast, ByMonth: 6, Sustain: 1}},
		Content: goals.Content{
			Causes: []goals.Cause{{Code: "individual.skill", Hypothesis: "needs are asked about on the surface", Evidence: evidence, Whys: []string{"few latent needs found", "no industry cases known"}}},
			Actions: []goals.Action{
				{ID: "a1", Task: "Study one industry case", Owner: "Ann", ToWeek: 4, Recurrence: &goals.Recurrence{Times: 1, Per: kpi.Week}, Resources: []goals.Resource{{Name: "Report library"}}, Acceptance: &goals.Acceptance{Text: "discussed"}},
				{ID: "a2", Task: "Weekly talk", Owner: "Li", ToWeek: 26, Recurrence: &goals.Recurrence{Times: 1, Per: kpi.Week}, Resources: []goals.Resource{{Name: "Time"}}, Acceptance: &goals.Acceptance{Text: "noted"}},
			},
		},
	}
}

func rulesOf(list []kpi.Diagnostic) []string {
	var rules []string
	for _, d := range list {
		rules = append(rules, d.Code+" "+d.Origin.Sheet)
	}
	return rules
}

// Each row breaks one thing of a whole plan, and that is what is found.
func TestLintOfAPlan(t *testing.T) {
	opt := goals.DefaultLint()
	if got := goals.Lint(wholePlan(t), opt); len(got) != 0 {
		t.Fatalf("a whole plan: %v", got)
	}
	action := func(p *goals.Plan) *goals.Action { return &p.Content.Actions[0] }
	cause := func(p *goals.Plan) *goals.Cause { return &p.Content.Causes[0] }
	for _, c := range []struct {
		sentence string
		change   func(*goals.Plan)
		want     []string
	}{
		{"S0-02 no cause", func(p *goals.Plan) { p.Content.Causes = nil }, []string{"cause.missing causes"}},
		{"a cause of no known kind", func(p *goals.Plan) { cause(p).Code = "individual.zeal" }, []string{"cause.not_in_taxonomy causes[0]"}},
		{"S0-03 one source, twice", func(p *goals.Plan) { cause(p).Evidence[1].Source = goals.SourceData }, []string{"cause.one_source causes[0]"}},
		{"no evidence", func(p *goals.Plan) { cause(p).Evidence = nil }, []string{"cause.no_evidence causes[0]"}},
		{"S2-04 the whys end in a trait", func(p *goals.Plan) { cause(p).Whys = []string{"nodes late", "his personality"} }, []string{"cause.trait causes[0]"}},
		{"S2-04 in Chinese", func(p *goals.Plan) { cause(p).Whys = []string{"节点延误", "性格内向"} }, []string{"cause.trait causes[0]"}},
		{"six whys", func(p *goals.Plan) { cause(p).Whys = strings.Split("a b c d e f", " ") }, []string{"cause.whys_long causes[0]"}},
		{"S2-03 a blocked process is nobody's plan", func(p *goals.Plan) { cause(p).Code = "process.blocked" }, []string{"cause.not_individual causes"}},
		{"a rule misread is the person's to learn", func(p *goals.Plan) { cause(p).Code = "process.misunderstood" }, nil},
		{"the later reading counts", func(p *goals.Plan) {
			*cause(p) = cause(p).Revise(goals.Cause{Code: "process.no_standard", Evidence: cause(p).Evidence})
		}, []string{"cause.not_individual causes"}},
		{"S0-07 naked improvement", func(p *goals.Plan) { p.Content.Actions = nil }, []string{"action.missing actions"}},
		{"nobody does it", func(p *goals.Plan) { action(p).Owner = " " }, []string{"action.no_owner actions[0]"}},
		{"no day", func(p *goals.Plan) { action(p).ToWeek = 0 }, []string{"action.no_due actions[0]"}},
		{"a lead is a day", func(p *goals.Plan) { action(p).ToWeek, action(p).Lead = 0, &goals.Lead{Event: "review", Days: -1} }, nil},
		{"nothing to do it with", func(p *goals.Plan) { action(p).Resources = nil }, []string{"action.no_resource actions[0]"}},
		{"unless the plan has it", func(p *goals.Plan) {
			action(p).Resources, p.Content.Resources = nil, []goals.Resource{{Name: "Library"}}
		}, nil},
		{"done well is not said", func(p *goals.Plan) { action(p).Acceptance = nil }, []string{"action.no_acceptance actions[0]"}},
		{"S1-06 a resource is not there", func(p *goals.Plan) { action(p).Resources[0].Status = goals.Missing }, []string{"resource.lacking actions[0]"}},
		{"S0-08 counselling in the open", func(p *goals.Plan) { p.Content.Resources = []goals.Resource{{Name: "一次EAP心理援助"}} }, []string{"resource.not_confidential resources[0]"}},
		{"L8 actions end in week 12", func(p *goals.Plan) { p.Content.Actions[1].ToWeek = 12 }, []string{"actions.end_early actions"}},
		{"S2-09 no buffer", func(p *goals.Plan) { action(p).Recurrence, action(p).ToWeek = nil, 27 }, []string{"calendar.no_buffer actions"}},
		{"L10 a base of 3", func(p *goals.Plan) { p.BaselineN = 3 }, []string{"base.too_few baseline"}},
		{"three months of covered lines", func(p *goals.Plan) {
			p.BaselineN, p.Standing = 3, &goals.Standing{Periods: 3, Trials: kpi.FromInt(30_000)}
		}, nil},
		{"no base", func(p *goals.Plan) { p.NoBaseline, p.Baseline, p.BaselineN = true, 0, 0 }, []string{"base.missing baseline"}},
		{"L7 no peers", func(p *goals.Plan) { p.Basis = goals.BasisHeadroom }, []string{"reference.missing reference"}},
		{"L5 no deadline", func(p *goals.Plan) { p.Milestones[0].FromMonth = 0 }, []string{"deadline.missing milestones[0]"}},
		{"no target at all", func(p *goals.Plan) { p.Milestones = nil }, []string{"element.missing milestones"}},
		{"no indicator", func(p *goals.Plan) { p.Indicator = "" }, []string{"element.missing kpi"}},
		{"L4 other modules", func(p *goals.Plan) {
			p.Content.Scope = &goals.Scope{Baseline: "2 projects", Target: "new modules"}
		}, []string{"scope.changed scope"}},
		{"L3 another exposure", func(p *goals.Plan) {
			p.Content.Scope = &goals.Scope{BaselinePer: "3 reviews", TargetPer: "month"}
		}, []string{"unit.changed scope"}},
		{"the same exposure", func(p *goals.Plan) { p.Content.Scope = &goals.Scope{BaselinePer: "Month", TargetPer: "month "} }, nil},
		{"S0-28 a label", func(p *goals.Plan) { cause(p).Hypothesis = "a low performer" }, []string{"tone.label causes[0]"}},
		{"a placeholder", func(p *goals.Plan) { action(p).Task = "Study X cases ___" }, []string{"placeholder.unfilled actions[0]"}},
		{"S0-27 paper for success", func(p *goals.Plan) { action(p).Acceptance.Text = "document completion rate 100 %" }, []string{"completion.hollow actions[0]"}},
		{"a label in the evidence of the gap", func(p *goals.Plan) {
			p.Content.Evidence = []goals.Evidence{{Source: goals.SourcePeer, Text: "同事说他懒惰"}}
		}, []string{"tone.label evidence[0]"}},
		{"the employee's own words are nobody's to correct", func(p *goals.Plan) { p.Content.EmployeeComment = "I was careless, +5 %" }, nil},
	} {
		p := wholePlan(t)
		c.change(&p)
		if got := rulesOf(goals.Lint(p, opt)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.sentence, got, c.want)
		}
	}
}

func TestSpansOfDraftsAreInWeeks(t *testing.T) {
	p := wholePlan(t)
	p.Start, p.State, p.Content.Actions[1].ToWeek = nil, goals.Draft, 12
	got := goals.Lint(p, goals.DefaultLint())
	if len(got) != 1 || got[0].Args["last_week"] != "12" || got[0].Args["target_week"] != "27" {
		t.Errorf("%v", got)
	}
}

// A finding quotes; what is for HR alone is quoted only when asked for.
func TestLintKeepsSecrets(t *testing.T) {
	p := wholePlan(t)
	p.Content.Causes = []goals.Cause{{Code: goals.Wellbeing, Hypothesis: "secret: careless", HROnly: true}}
	opt := goals.DefaultLint()
	if got := goals.Lint(p, opt); len(got) != 0 {
		t.Errorf("%v", got)
	}
	opt.Confidential = true
	p.Content.Actions[0].HROnly, p.Content.Actions[0].Resources[0].Name = true, "EAP"
	if got := rulesOf(goals.Lint(p, opt)); !slices.Equal(got, []string{"cause.trait causes[0]", "tone.label causes[0]", "cause.no_evidence causes[0]"}) {
		t.Errorf("%v", got)
	}
}

func TestLintOfManyPlans(t *testing.T) {
	var plans []goals.Plan
	for _, id := range []string{"p1", "p2", "p3", "p4"} {
		p := wholePlan(t)
		p.ID = id
		plans = append(plans, p)
	}
	opt := goals.DefaultLint()
	count := map[string]int{}
	for _, d := range goals.LintAll(plans, opt) {
		count[d.Code]++
	}
	if diff := cmp.Diff(map[string]int{"targets.too_many": 4, "actions.identical": 12}, count); diff != "" {
		t.Error(diff)
	}
	plans[3].State = goals.Closed
	plans[0].Content.Actions[0].Task, plans[1].Content.Actions[0].Task = "one thing", "another thing"
	count = map[string]int{}
	for _, d := range goals.LintAll(plans, opt) {
		count[d.Code]++
	}
	if count["targets.too_many"] != 0 || count["actions.identical"] != 8 {
		t.Errorf("%v", count)
	}
	opt.Concurrent, opt.Repeats = 0, 4
	if got := goals.LintAll(plans, opt); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestEveryRuleHasWordsAndAnIDOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, lang := range locale.Languages() {
		p, err := locale.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range goals.Rules() {
			if seen[lang+r.ID] || !p.Has(r.ID+".problem") || !p.Has(r.ID+".remedy") || !p.Has("lint.rule."+r.ID) {
				t.Errorf("%s: %s", lang, r.ID)
			}
			seen[lang+r.ID] = true
			if r.Severity != kpi.Error && r.Severity != kpi.Warning {
				t.Errorf("%s has no severity", r.ID)
			}
		}
		for _, s := range goals.Sources() {
			if !p.Has("evidence_source." + string(s)) {
				t.Errorf("%s: source %s", lang, s)
			}
		}
	}
}
