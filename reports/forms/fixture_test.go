package forms

import (
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// hostile is a name that attacks a spreadsheet and a page.
const hostile = `=HYPERLINK("http://x")<script>alert(1)</script>`

// input is the sales case: 15 of 100 visits a month against a mean of 22 of 100, agreed
// targets 18 % from month 3 and 20 % by month 6, a library action, a cause that
// was revised, and one that HR alone may see.
func input(t testing.TB) Input {
	t.Helper()
	cat := kpi.Builtin()
	in := cat.Get("conversion_rate")
	var b kpi.Builder
	for person := range 8 {
		for month := range 6 {
			won := int64(23)
			if person == 0 {
				won = 15
			}
			b.Add(kpi.Observation{Employee: kpi.Employee{ID: string(rune('a' + person)), Name: "n", Manager: "王经理"}, Team: "north",
				Indicator: in, Period: kpi.PeriodOf(kpi.DateOf(2025, 1, 1).AddMonths(month), kpi.Month),
				Measure: kpi.Counts(kpi.FromInt(won), kpi.FromInt(100)), Origin: kpi.Origin{File: "x.csv", Row: 10*person + month + 2, Col: 3}})
		}
	}
	set, _ := b.Build()
	res, err := analysis.Run(t.Context(), set, analysis.Default())
	if err != nil {
		t.Fatal(err)
	}
	r := &reports.Report{AsOf: res.AsOf, Window: res.Window, Gaps: res.Gaps, Summaries: res.Summaries, Catalogue: cat}
	for i := range r.Gaps {
		if !r.Gaps[i].Finding() {
			continue
		}
		plan, err := goals.Propose(&r.Gaps[i], goals.Default())
		if err != nil {
			t.Fatal(err)
		}
		plan.Content = content(t)
		if plan, err = goals.Agree(plan, "王经理", kpi.DateOf(2025, 7, 1)); err != nil {
			t.Fatal(err)
		}
		r.Plans = append(r.Plans, plan)
	}
	if len(r.Plans) != 1 || r.Plans[0].Employee.ID != "a" {
		t.Fatalf("plans of the fixture: %+v", r.Plans)
	}
	who := r.Plans[0].Employee
	who.Name = hostile
	return Input{Report: r, Employee: who, Team: "north"}
}

func content(t testing.TB) goals.Content {
	t.Helper()
	first, err := goals.NewCause("individual.skill", "stiff wording", "mgr", nil)
	if err != nil {
		t.Fatal(err)
	}
	later, err := goals.NewCause("process.misunderstood", "misread the new product", "mgr", nil)
	if err != nil {
		t.Fatal(err)
	}
	later.Evidence = []goals.Evidence{{Source: goals.SourceCustomer, Text: "three calls"}, {Source: goals.SourceData, Text: "error log"}}
	private, err := goals.NewCause(goals.Wellbeing, "PRIVATE", "hr", nil)
	if err != nil {
		t.Fatal(err)
	}
	due := kpi.DateOf(2025, 7, 25)
	return goals.Content{
		Causes: []goals.Cause{first.Revise(later), private},
		Actions: []goals.Action{
			{ID: "1", Task: "Read 30 modules", Owner: "a", Quantity: &goals.Quantity{Done: 7, Of: 30, Unit: "modules"}, Due: &due, Reviewer: "mentor"},
			{ID: "2", Task: "EAP session", HROnly: true},
		},
		Resources: []goals.Resource{{Name: "library", Status: goals.Granted}},
	}
}

func printer(t testing.TB, lang string) *locale.Printer {
	t.Helper()
	p, err := locale.New(lang)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func fill(t testing.TB, kind Kind, in Input, lang string) Form {
	t.Helper()
	f, err := Fill(kind, in, printer(t, lang))
	if err != nil {
		t.Fatal(err)
	}
	return f
}
