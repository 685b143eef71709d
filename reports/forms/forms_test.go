package forms

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// text is everything that a form says.
func text(f Form) string { return fmt.Sprintf("%+v", f) }

func TestEveryFormHasItsWordsInBothLanguages(t *testing.T) {
	in := input(t)
	for _, lang := range []string{"en", "zh"} {
		for _, kind := range Kinds() {
			f := fill(t, kind, in, lang)
			if f.Title == "" || len(f.Blocks) == 0 || strings.Contains(text(f), "⟦") {
				t.Errorf("%s %s: %s", lang, kind, text(f))
			}
			for _, b := range f.Blocks {
				for _, row := range b.Rows {
					if len(row) != len(b.Heads) {
						t.Errorf("%s %s, %s: %d cells under %d heads", lang, kind, b.Heading, len(row), len(b.Heads))
					}
				}
			}
		}
	}
	if f := fill(t, Plan, in, "zh"); f.Title != "绩效改进计划表" {
		t.Errorf("the plan is called %s", f.Title)
	}
}

func TestUnknownForm(t *testing.T) {
	if _, err := Fill("letter", input(t), printer(t, "en")); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "form.unknown" {
		t.Errorf("%v", err)
	}
}

// F17: 5 + 15 + 20 + 10 = 50 minutes, inside 30 to 60.
func TestF17TheTalkTakesFiftyMinutes(t *testing.T) {
	m := DefaultMinutes()
	if m.Total() != 50 || m.Validate() != nil {
		t.Errorf("%d minutes, %v", m.Total(), m.Validate())
	}
	for _, bad := range []Minutes{{5, 10, 10, 4}, {10, 20, 20, 11}, {0, 20, 20, 10}} {
		if f := kpi.AsFault(bad.Validate()); f == nil || f.Code != "form.minutes" {
			t.Errorf("%+v: %v", bad, f)
		}
	}
}

// S3-12 and the report's page in counts: 15 % is 15, 18 % is 18 of 100 visits.
func TestTargetsStandInCountsToo(t *testing.T) {
	got := text(fill(t, Plan, input(t), "en"))
	for _, want := range []string{"15 → 18 deals of 100 visits", "15 → 20 deals of 100 visits", "15.0%"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %s", want, got)
		}
	}
}

func TestNeededCounts(t *testing.T) {
	dec := func(s string) kpi.Decimal {
		d, err := kpi.ParseDecimal(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		level  string
		trials float64
		op     goals.Operator
		want   float64
	}{{"0.2", 40, goals.AtLeast, 8}, {"0.18", 40, goals.AtLeast, 8}, {"0.05", 30, goals.AtMost, 1}, {"0.1", 10, goals.AtMost, 1}, {"0.07", 100, goals.AtLeast, 7}} {
		if got := Needed(dec(c.level), c.trials, c.op); got != c.want {
			t.Errorf("%s of %g: %g, want %g", c.level, c.trials, got, c.want)
		}
	}
}

// What HR and the employee alone may see is in no other form.
func TestConfidentialItemsStandInHRsFormsOnly(t *testing.T) {
	in := input(t)
	for _, kind := range Kinds() {
		in.HR = false
		if got := text(fill(t, kind, in, "en")); strings.Contains(got, "PRIVATE") || strings.Contains(got, "EAP") {
			t.Errorf("%s shows what is confidential", kind)
		}
	}
	in.HR = true
	if got := text(fill(t, Plan, in, "en")); !strings.Contains(got, "PRIVATE") || !strings.Contains(got, "EAP session") {
		t.Error("HR's plan lacks its own items")
	}
	if got := text(fill(t, Plan, input(t), "en")); !strings.Contains(got, "misread the new product") || !strings.Contains(got, "customer: three calls") {
		t.Error("the cause in force with its evidence is missing")
	}
}

// S0-10: praise only beyond noise.
func TestFeedbackPraisesNothingInsideTheNoise(t *testing.T) {
	in := input(t)
	p := printer(t, "en")
	conversion := in.Report.Catalogue.Get("conversion_rate")
	noise := goals.Improvement{Employee: in.Employee, Indicator: conversion, Before: goals.Stretch{Value: 0.15}, After: goals.Stretch{Value: 0.17}}
	gain := goals.Improvement{Employee: in.Employee, Indicator: conversion, Before: goals.Stretch{Value: 0.6}, After: goals.Stretch{Value: 0.85}, Real: true}
	in.Improvements = []goals.Improvement{noise}
	s := Feedback(in, p)
	if strings.Contains(s.Well, "17.0%") || !strings.Contains(s.Well, "seen yourself") {
		t.Errorf("praise inside the noise: %s", s.Well)
	}
	if !strings.Contains(s.Open, "15.0%") || !strings.Contains(s.Next, "Read 30 modules") {
		t.Errorf("%+v", s)
	}
	in.Improvements = []goals.Improvement{noise, gain}
	if s = Feedback(in, p); !strings.Contains(s.Well, "from 60.0% to 85.0%") {
		t.Errorf("the real improvement is not named: %s", s.Well)
	}
}

// Somebody on watch is told nothing of it: that list is the analyst's.
func TestWatchedPeopleAreNotToldSo(t *testing.T) {
	in := input(t)
	for i := range in.Report.Gaps {
		if in.Report.Gaps[i].Employee.ID == "a" {
			in.Report.Gaps[i].Severity = 3 // watch
		}
	}
	if got := text(fill(t, DataSheet, in, "en")); strings.Contains(got, "watch") {
		t.Error("the data sheet says watch")
	}
}

// S3-13: phrases by the employee's type; an unknown one gets the common ones.
func TestPhrasesByEmployeeType(t *testing.T) {
	in := input(t)
	said := map[string]bool{}
	for _, kind := range []string{"needs_improvement", "high_potential", "new", "", "something"} {
		in.Employee.Type = kind
		f := fill(t, Agenda, in, "zh")
		at := slices.IndexFunc(f.Blocks, func(b Block) bool { return b.Heading == "话术参考" })
		if at < 0 || len(f.Blocks[at].Lines) != 4 {
			t.Fatalf("%s: no phrases", kind)
		}
		said[strings.Join(f.Blocks[at].Lines, "")] = true
	}
	if len(said) != 4 {
		t.Errorf("%d sets of phrases, want one for each type and the common one", len(said))
	}
}

// Without data or plans each form is still one to fill in by hand.
func TestEmptyForms(t *testing.T) {
	in := input(t)
	in.Employee, in.Team = kpi.Employee{ID: "nobody"}, "south"
	for _, kind := range Kinds() {
		if f := fill(t, kind, in, "en"); len(f.Blocks) == 0 {
			t.Errorf("%s is empty", kind)
		}
	}
}
