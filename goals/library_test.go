package goals_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func ids(list []goals.Entry) []string {
	var out []string
	for _, e := range list {
		out = append(out, e.ID)
	}
	return out
}

// Every entry is whole in both languages: a task, an owner, a reviewer, a time,
// a resource, an acceptance, and names only indicators of the catalogue.
func TestEveryEntryOfTheLibraryIsWhole(t *testing.T) {
	phrases := goals.DefaultLint()
	for _, e := range goals.BuiltinLibrary() {
		for _, lang := range []string{"en", "zh"} {
			a := e.Action(lang, map[string]string{"employee": "Ann", "manager": "Li", "mentor": "Wu", "hr": "HR", "operations": "Ops", "sponsor": "Sun"})
			if err := a.Validate(); err != nil {
				t.Errorf("%s: %v", e.ID, err)
			}
			if a.Owner == "" || a.Reviewer == "" || len(a.Resources) == 0 || a.Acceptance == nil || a.ToWeek == 0 && a.Lead == nil {
				t.Errorf("%s is not whole: %+v", e.ID, a)
			}
			plan := goals.Plan{ID: "p", Indicator: "csat", Content: goals.Content{Actions: []goals.Action{a}}}
			for _, d := range goals.Lint(plan, phrases) {
				if strings.HasPrefix(d.Origin.Sheet, "actions[") {
					t.Errorf("%s (%s) breaks the lint's own rules: %s %v", e.ID, lang, d.Code, d.Args)
				}
			}
		}
		if e.Task.ZH == "" || e.Task.EN == "" || e.Task.ZH == e.Task.EN {
			t.Errorf("%s: %v", e.ID, e.Task)
		}
		for _, k := range e.KPIs {
			if kpi.Builtin().Get(k) == nil {
				t.Errorf("%s: no indicator %s", e.ID, k)
			}
		}
	}
}

// Every element of the worked posts and cases is there (S0-06, S0-08, S0-09,
// S0-13, S0-14, S0-17, S0-18, S0-20 to S0-22, S0-24, S3-08, S3-10, S4-03, S4-08, S4-09).
func TestTheLibraryHoldsTheWorkedExamples(t *testing.T) {
	lib := map[string]goals.Action{}
	for _, e := range goals.BuiltinLibrary() {
		lib[e.ID] = e.Action("en", nil)
	}
	week := func(times, every int) *goals.Recurrence {
		return &goals.Recurrence{Times: times, Every: every, Per: kpi.Week}
	}
	for _, c := range []struct {
		source, id string
		from, to   int
		of         int
		every      *goals.Recurrence
		level      float64
	}{
		{"S0-06 30 modules in 8 weeks", "service.handbook", 1, 8, 30, nil, 0},
		{"S0-06 examination of 95 %", "service.exam", 8, 8, 0, nil, 0.95},
		{"S0-06 two talks a month", "service.cross_talk", 1, 26, 0, &goals.Recurrence{Times: 2, Per: kpi.Month}, 0},
		{"S0-08 w1-2: 2 case analyses a week", "service.case_analysis", 1, 2, 0, week(2, 0), 0},
		{"S0-08 w3-4: 3 trainings", "service.training", 3, 4, 3, nil, 0},
		{"S0-08 w3-4: 5 matching exercises", "service.matching", 3, 4, 5, nil, 0},
		{"S0-08 w5-6: shadow twice a week", "service.shadow", 5, 6, 0, week(2, 0), 0},
		{"S0-08 w7-8: 10 customer groups, 80 %", "service.solo", 7, 8, 10, nil, 0.8},
		{"S0-09 skill test every 2 weeks", "service.skill_test", 1, 8, 0, week(1, 2), 0.8},
		{"S0-24 five templates", "service.templates", 3, 6, 5, nil, 0},
		{"S0-13 w1-4: 1 case a week", "sales.case_study", 1, 4, 0, week(1, 0), 0},
		{"S0-13 2 pain-point reports", "sales.pain_report", 1, 4, 2, nil, 0},
		{"S0-13 w5-8: weekly workshop", "sales.workshop", 5, 8, 0, week(1, 0), 0},
		{"S0-13 video", "sales.video", 5, 8, 0, week(1, 0), 0},
		{"S0-13 Gantt every Monday", "sales.gantt", 9, 12, 0, &goals.Recurrence{Times: 1, Per: kpi.Week, Weekday: "monday"}, 0},
		{"S0-14 test every 2 weeks, pass 80", "sales.needs_test", 1, 12, 0, week(1, 2), 0.8},
		{"S3-08 three follow-ups a week", "sales.followups", 1, 26, 0, week(3, 0), 0},
		{"S0-17 boot camp 2 a week, 8 lessons", "dev.boot_camp", 1, 4, 8, week(2, 0), 0},
		{"S0-17 tests for 2 legacy modules", "dev.legacy_tests", 1, 4, 2, nil, 0},
		{"S0-17 weekly proposal", "dev.proposal", 5, 8, 0, week(1, 0), 0},
		{"S0-18 weekly unit-test report", "dev.unit_report", 1, 13, 0, week(1, 0), 0},
		{"S3-14 two projects", "dev.practice", 5, 13, 2, nil, 0},
		{"S0-20 ledger in one month", "admin.ledger", 1, 4, 0, nil, 0},
		{"S0-21 three departments", "admin.template", 1, 4, 3, nil, 0},
		{"S4-08 weekly review", "assembly.review", 1, 8, 0, week(1, 0), 0},
		{"S4-09 weekly cross-team meeting", "product.cross_meeting", 1, 13, 0, week(1, 0), 0},
		{"S3-13 new staff: 3 weeks", "general.basics", 1, 3, 0, week(2, 0), 0},
	} {
		a, there := lib[c.id]
		if !there || a.FromWeek != c.from || a.ToWeek != c.to {
			t.Errorf("%s: %s %+v", c.source, c.id, a)
			continue
		}
		if (a.Quantity == nil) != (c.of == 0) || a.Quantity != nil && a.Quantity.Of != c.of {
			t.Errorf("%s: quantity %+v", c.source, a.Quantity)
		}
		if (a.Recurrence == nil) != (c.every == nil) || c.every != nil && *a.Recurrence != *c.every {
			t.Errorf("%s: recurrence %+v", c.source, a.Recurrence)
		}
		if level := a.Acceptance.Level; (level == nil) != (c.level == 0) || level != nil && level.Float() != c.level {
			t.Errorf("%s: acceptance %v", c.source, level)
		}
	}
	for _, c := range []struct {
		source, id string
		lead       goals.Lead
	}{
		{"S0-13 reason and remedy in 24 h", "sales.node_remedy", goals.Lead{Event: "overdue node", Hours: 24}},
		{"S0-17 code read a day before the review", "dev.preread", goals.Lead{Event: "code review", Days: -1, Working: true}},
		{"S0-21 published two days before", "admin.matrix", goals.Lead{Event: "event", Days: -2}},
		{"S0-21 objections in 24 h", "admin.objections", goals.Lead{Event: "objection", Hours: 24}},
		{"S0-21 questionnaire within 1 day", "admin.questionnaire", goals.Lead{Event: "event", Days: 1}},
		{"S0-21 analysis within 3 days", "admin.analysis", goals.Lead{Event: "event", Days: 3}},
	} {
		if a := lib[c.id]; a.Lead == nil || *a.Lead != c.lead {
			t.Errorf("%s: %+v", c.source, a.Lead)
		}
	}
	if eap := lib["service.eap"]; !eap.HROnly || !eap.Resources[0].HROnly {
		t.Error("S0-08: the counselling session is for HR alone")
	}
}

// S0-26: the same low conversion, three causes, three lists.
func TestSuggestGoesByCause(t *testing.T) {
	lib := goals.BuiltinLibrary()
	for _, c := range []struct{ sentence, indicator, cause, kind, first, never string }{
		{"a skill: negotiation is trained", "conversion_rate", "individual.skill", "", "sales.case_study", "sales.customer_filter"},
		{"a method: customers are sorted", "conversion_rate", "individual.method", "", "sales.pain_report", "sales.product_knowledge"},
		{"the product misread", "conversion_rate", "process.misunderstood", "", "sales.product_knowledge", "sales.negotiation"},
		{"an indicator of nobody: what fits any", "sales_value", "data.artefact", "", "general.check_data", "general.tool"},
		{"a new colleague gets the basics", "defect_rate", "individual.skill", "new", "dev.boot_camp", "general.career"},
	} {
		got := ids(lib.Suggest(c.indicator, c.cause, c.kind))
		if len(got) == 0 || got[0] != c.first || slices.Contains(got, c.never) {
			t.Errorf("%s: %v", c.sentence, got)
		}
	}
	if got := ids(lib.Suggest("conversion_rate", "", "")); !slices.Contains(got, "sales.negotiation") || !slices.Contains(got, "sales.product_knowledge") {
		t.Errorf("without a cause every list is open: %v", got)
	}
	if got := ids(lib.Suggest("defect_rate", "individual.skill", "new")); !slices.Contains(got, "general.basics") {
		t.Errorf("%v", got)
	}
}

const ownLibrary = `- id: own.calls
  kpis: [conversion_rate]
  causes: [individual]
  task: {zh: 每天回访两位客户}
  owner: employee
  recurrence: {times: 2, per: day}
  to_week: 4
- id: sales.gantt
  kpis: [followup_delay_rate]
  task: {en: our own chart}
  to_week: 4
`

func TestAFileExtendsTheLibrary(t *testing.T) {
	own, err := goals.ParseLibrary("actions.yaml", []byte(ownLibrary))
	if err != nil {
		t.Fatal(err)
	}
	lib := goals.BuiltinLibrary().With(own)
	if len(lib) != len(goals.BuiltinLibrary())+1 {
		t.Errorf("%d entries", len(lib))
	}
	i := slices.IndexFunc(lib, func(e goals.Entry) bool { return e.ID == "sales.gantt" })
	if lib[i].Task.EN != "our own chart" || lib[len(lib)-1].ID != "own.calls" {
		t.Error("the own entry does not replace the built-in one")
	}
	a := lib[len(lib)-1].Action("en", map[string]string{"employee": "Ann"})
	if a.Task != "每天回访两位客户" || a.Owner != "Ann" || a.Reviewer != "" || a.From != "own.calls" {
		t.Errorf("%+v", a)
	}
	a.Recurrence.Times = 9
	if lib[len(lib)-1].Recurrence.Times != 2 {
		t.Error("an action shares its recurrence with the library")
	}
}

func TestALibraryThatCannotBeUsedIsRefused(t *testing.T) {
	for _, c := range []struct{ sentence, was, is, says string }{
		{"an unknown key", "kpis: [conversion_rate]", "kpi: conversion_rate", "kpi"},
		{"no task", "task: {en: our own chart}", "method: {en: m}", "sales.gantt"},
		{"no id", "- id: own.calls\n  kpis", "- kpis", "action.invalid"},
		{"the same id twice", "id: sales.gantt", "id: own.calls", "own.calls"},
		{"a role that is none", "owner: employee", "owner: boss", "boss"},
		{"a cause that is none", "[individual]", "[individual.laziness]", "laziness"},
		{"a recurrence that cannot be", "times: 2", "times: 0", "recurrence.times"},
		{"a grain that is none", "per: day", "per: fortnight", "fortnight"},
		{"no list", ownLibrary, "{", "yaml"},
	} {
		_, err := goals.ParseLibrary("actions.yaml", []byte(strings.Replace(ownLibrary, c.was, c.is, 1)))
		f := kpi.AsFault(err)
		if f == nil || f.Code != "library.invalid" || f.Origin.File != "actions.yaml" || !strings.Contains(f.Error(), c.says) {
			t.Errorf("%s: %v", c.sentence, err)
		}
	}
}

func FuzzParseLibrary(f *testing.F) {
	f.Add([]byte(ownLibrary))
	f.Fuzz(func(t *testing.T, data []byte) {
		lib, err := goals.ParseLibrary("f.yaml", data)
		if err != nil {
			return
		}
		for _, e := range lib.Suggest("conversion_rate", "individual.skill", "new") {
			if err := e.Action("zh", nil).Validate(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
