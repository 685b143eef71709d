package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// written is a plan with everything that people write around its targets, some of
// it for HR and the employee alone.
func written() goals.Content {
	due, level := kpi.DateOf(2025, 7, 31), kpi.Decimal(800_000)
	return goals.Content{
		Causes: []goals.Cause{
			{Code: "individual.skill", Level: goals.LevelIndividual, Hypothesis: "reads customers late", Whys: []string{"few offers", "needs unknown"},
				Evidence: []goals.Evidence{{Source: "customer", Text: "three calls"}}, Revised: &goals.Cause{Code: "process.misunderstood", Level: goals.LevelProcess, Hypothesis: "leads come late"}},
			{Code: goals.Wellbeing, Level: goals.LevelIndividual, Hypothesis: "PRIVATE", HROnly: true},
		},
		Actions: []goals.Action{
			{ID: "a1", Task: "Read 30 modules", Owner: "张伟", Quantity: &goals.Quantity{Done: 7, Of: 30, Unit: "modules"}, Due: &due,
				Acceptance: &goals.Acceptance{Text: "test", Level: &level}, Completion: goals.Done, Quality: goals.Accepted, Effect: "visible",
				Resources: []goals.Resource{{Name: "coach", Kind: goals.People, Status: "granted"}}},
			{ID: "a2", Task: "SECRET session", HROnly: true},
		},
		EmployeeComment: "the territory changed",
	}
}

// withContent is the fixture with a plan that says all that a plan can say.
func withContent(t testing.TB) *Report {
	r := fixture(t)
	odds := goals.Odds{Attain: 270_000, Sustain: 20_000}
	for i := range r.Plans {
		plan := &r.Plans[i]
		plan.Content, plan.Since, plan.Cycle = written(), kpi.DateOf(2025, 1, 1), 2
		plan.Standing = &goals.Standing{Grain: kpi.Month, Periods: 3, Events: 45 * kpi.One, Trials: 300 * kpi.One, PerPeriod: 100 * kpi.One}
		plan.Chances = &goals.Chances{PerPeriod: 100 * kpi.One, Periods: 3, Milestones: []goals.Chance{{Level: 180_000, Sustain: 3, Of: 4, Unchanged: odds, AtTarget: odds}}}
		plan.Achievable = &goals.Achievable{Verdict: "reachable", Colleagues: 9, Months: 6}
	}
	for i := range r.Progress {
		pr := &r.Progress[i]
		pr.Plan.Content, pr.Plan.Standing, pr.Plan.Achievable = written(), r.Plans[0].Standing, r.Plans[0].Achievable
		pr.Steps[0].Milestone.Of, pr.Steps[0].Attained = 4, 0.5
		pr.Forecast = &goals.Forecast{Period: june2025.Next(), Level: 180_000, Value: 0.185, Lo: 0.15, Hi: 0.22, P: 0.55, Word: "uncertain"}
		pr.Signals = []goals.Signal{{Period: june2025, Kind: "outside", Worse: true}}
	}
	return r
}

func TestWhatPeopleWroteStandsInEveryFormOfTheReport(t *testing.T) {
	r := withContent(t)
	if len(r.Plans) == 0 || len(r.Progress) == 0 {
		t.Fatal("the fixture has no plan")
	}
	doc := writeJSON(t, r)
	if err := validate(t, doc); err != nil {
		t.Errorf("schema: %v", err)
	}
	page := pageOf(t, r, "en")
	book := strings.Join(allCells(t, r, "en"), "\n")
	for form, text := range map[string]string{"json": string(doc), "html": page, "xlsx": book} {
		for _, want := range []string{"Read 30 modules", "leads come late", "coach"} {
			if form == "xlsx" && want == "coach" {
				continue // resources stand in the plan's form
			}
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q", form, want)
			}
		}
		for _, hidden := range []string{"PRIVATE", "SECRET"} {
			if strings.Contains(text, hidden) {
				t.Errorf("%s shows %q", form, hidden)
			}
		}
	}
	for _, want := range []string{"7 of 30 modules", "accepted", "visible", "1 of 1 done", "Process", "first taken for", "the territory changed", "within reach",
		"18.5% in Jul 2025", "uncertain", "50%", "beyond the usual band", "before 15.0%", "since the start 19.0%"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	r.HR = true
	if hr := pageOf(t, r, "zh"); !strings.Contains(hr, "PRIVATE") || !strings.Contains(hr, "SECRET session") {
		t.Error("HR's page lacks its own items")
	}
	if !bytes.Contains(writeJSON(t, r), []byte("PRIVATE")) || validate(t, writeJSON(t, r)) != nil {
		t.Error("HR's document lacks its own items, or is not of the schema")
	}
}

func pageOf(t testing.TB, r *Report, lang string) string {
	t.Helper()
	var b strings.Builder
	if err := WriteHTML(&b, r, printer(t, lang)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// allCells are the texts of every cell of the workbook, as they are shown.
func allCells(t testing.TB, r *Report, lang string) (texts []string) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteXLSX(&b, r, printer(t, lang)); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			texts = append(texts, row...)
		}
	}
	return texts
}

// A picture of before and after needs both; it never speaks of an effect.
func TestBeforeAndSinceNeedsBoth(t *testing.T) {
	p := printer(t, "en")
	in := kpi.Builtin().Get("conversion_rate")
	pr := withContent(t).Progress[0]
	pic := drawChange(p, &pr, in)
	if pic == nil || len(pic.Marks) != 2 || !pic.Marks[0].Interval || !pic.Marks[1].Interval || !strings.Contains(pic.Caption, "no effect") {
		t.Fatalf("%+v", pic)
	}
	if pic.Marks[0].X >= pic.Marks[1].X {
		t.Error("15 % is not left of 19 %")
	}
	pr.Series = nil
	if drawChange(p, &pr, in) != nil {
		t.Error("drawn without figures since the start")
	}
	pr = withContent(t).Progress[0]
	pr.Plan.NoBaseline = true
	if drawChange(p, &pr, in) != nil {
		t.Error("drawn without a baseline")
	}
}

// A reference that was rounded to steps is not printed as the team's mean.
func TestARoundedReferenceSaysWhatItWas(t *testing.T) {
	plan := draftPlan()
	plan.Reference = 240_000
	r := &Report{Catalogue: kpi.Builtin()}
	in := indicatorOf(r, plan.Indicator)
	for _, c := range []struct {
		lang, basis, line string
		rounded           bool
	}{
		{"en", "team mean", "team mean 24.0%", false},
		{"en", "team mean 23.2%, rounded", "team mean 23.2%, rounded to 24.0%", true},
		{"zh", "团队均值 23.2%，已取整", "团队均值 23.2%，取整为 24.0%", true},
	} {
		plan.Arithmetic = nil
		if c.rounded {
			plan.Arithmetic = []kpi.Caveat{{Code: "arithmetic.reference_rounded", Args: kpi.Args{"from": "0.232", "to": "0.24", "step": "0.02"}}}
		}
		p := printer(t, c.lang)
		if got := BasisText(p, &plan, in); got != c.basis {
			t.Errorf("%s: basis %q, want %q", c.lang, got, c.basis)
		}
		if got := referenceText(p, &plan, in); got != c.line {
			t.Errorf("%s: line %q, want %q", c.lang, got, c.line)
		}
		if got := planBasis(p, r, &plan, in); !strings.Contains(got, "24.0%") || !strings.Contains(got, c.basis) {
			t.Errorf("%s: %q", c.lang, got)
		}
	}
}
