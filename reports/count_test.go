package reports

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/analysis"
)

func TestFamilyTalliesCountEachComparisonByItself(t *testing.T) {
	r := fixture(t)
	all := familyTallies(r)
	if got := all[familyOf(&r.Gaps[2])]; got != (familyTally{judged: 5, found: 1}) {
		t.Errorf("north: %+v", got)
	}
	if got := all[familyOf(&r.Gaps[0])]; got != (familyTally{held: 1, behind: 1}) {
		t.Errorf("engineering, judged against the standard alone: %+v", got)
	}
}

// TestHeadlineCountsAgree: the terminal, the page and the workbook say the same
// number of gaps and of comparisons.
func TestHeadlineCountsAgree(t *testing.T) {
	r := fixture(t)
	r.Progress = nil
	for name, change := range map[string]func(){
		"as it is":                     func() {},
		"one is unjudged":              func() { r.Gaps[5].Severity = analysis.NotJudged },
		"a gap against both":           func() { r.Gaps[0].Severity = analysis.Serious },
		"all findings are of standard": func() { r.Gaps[2].Severity, r.Gaps[0].Severity = analysis.Normal, analysis.NotJudged },
	} {
		change()
		o := outcomeOf(r)
		var table bytes.Buffer
		if err := WriteTable(&table, r, TextOptions{Printer: printer(t, "en")}); err != nil {
			t.Fatal(err)
		}
		noun := "gaps"
		if o.found == 1 {
			noun = "gap"
		}
		if want := fmt.Sprintf("%d %s found in %d comparisons.", o.found, noun, o.compared); !strings.Contains(table.String(), want) {
			t.Errorf("%s: the table does not say %q:\n%s", name, want, table.String())
		}
		if strings.Contains(table.String(), "No credible gap was found") {
			t.Errorf("%s: the table says that there is none", name)
		}
		page, f := headlineOf(t, r), workbook(t, r, "en")
		if want := fmt.Sprintf("comparisons judged: %d", o.compared); !strings.Contains(page.Scope, want) {
			t.Errorf("%s: the page says %q, want %q", name, page.Scope, want)
		}
		if got, _ := f.GetCellValue("Summary", "A2"); got != page.Headline {
			t.Errorf("%s: the workbook says %q, the page %q", name, got, page.Headline)
		}
		if rows, _ := f.GetRows("Gaps"); len(rows) != o.found+1 {
			t.Errorf("%s: %d rows of findings, want %d", name, len(rows)-1, o.found)
		}
	}
}

// TestSeverityIsTheSameInEveryForm: a finding against the standard alone is one
// everywhere.
func TestSeverityIsTheSameInEveryForm(t *testing.T) {
	r := fixture(t)
	r.All = true
	var table bytes.Buffer
	if err := WriteTable(&table, r, TextOptions{Printer: printer(t, "en")}); err != nil {
		t.Fatal(err)
	}
	f := workbook(t, r, "en")
	for i := range r.Gaps {
		want := printer(t, "en").Word("severity", r.Gaps[i].Flagged().String())
		if got, _ := f.GetCellValue("All rows", under(t, f, "All rows", "Severity", i+1)); got != want {
			t.Errorf("workbook: %s is %q, want %q", r.Gaps[i].Employee.ID, got, want)
		}
		if got := newListedRow(printer(t, "en"), &r.Gaps[i]).Severity; got != want {
			t.Errorf("page: %s is %q, want %q", r.Gaps[i].Employee.ID, got, want)
		}
	}
	first, _, _ := strings.Cut(table.String(), "Against the standard")
	if strings.Count(first, "not judged") != outcomeOf(r).severities[analysis.NotJudged] {
		t.Errorf("the table names another number of rows not judged:\n%s", first)
	}
}

// missing makes engineering a team that misses its standard as a whole.
func missing(t *testing.T) *Report {
	t.Helper()
	r := fixture(t)
	level := 0.8
	in := *r.Summaries[0].Indicator
	in.Standard = &level
	r.Summaries[0].Indicator, r.Summaries[0].MissesStandard = &in, true
	r.Gaps[0].Indicator, r.Gaps[1].Indicator = &in, &in
	r.Gaps[0].Standard.Severity, r.Gaps[0].Reason = analysis.Watch, analysis.ReasonTeam
	return r
}

func TestATeamThatMissesTheStandardIsNoMatterOfOnePerson(t *testing.T) {
	r := missing(t)
	const want = "engineering, Test coverage: the whole team (mean 62.5%) misses the standard of 80.0%: a matter of team or process; nobody is listed for it."
	var table bytes.Buffer
	if err := WriteTable(&table, r, TextOptions{Printer: printer(t, "en")}); err != nil {
		t.Fatal(err)
	}
	page, f := htmlPage(t, r, "en"), workbook(t, r, "en")
	if !strings.Contains(table.String(), want) || strings.Count(page, want) != 2 { // with the standards and with the team
		t.Errorf("not said: table %v, page %d times", strings.Contains(table.String(), want), strings.Count(page, want))
	}
	wantColumn(t, f, "Summary", "The team as a whole", want, "")
	if strings.Contains(table.String(), "王芳") {
		t.Error("a person is listed for it")
	}
}

func TestUnsteadyFiguresAreCountedAndListedForTheAnalystAlone(t *testing.T) {
	r := fixture(t)
	r.Gaps[5].History = &analysis.History{Periods: 8, P: 1, Spread: 4, SpreadP: 0.001, SpreadQ: 0.005, OwnSpread: 0.03, Unsteady: true}
	var table bytes.Buffer
	if err := WriteTable(&table, r, TextOptions{Printer: printer(t, "en")}); err != nil {
		t.Fatal(err)
	}
	page, _, _ := strings.Cut(htmlPage(t, r, "en"), `<section id="quality"`)
	if !strings.Contains(table.String(), "1 comparison shows more ups and downs") || !strings.Contains(page, "In one comparison a person") {
		t.Error("unsteady figures are not counted")
	}
	if strings.Contains(page, "José") || strings.Contains(table.String(), "José") {
		t.Error("somebody who is only unsteady is named")
	}
	f := workbook(t, r, "en")
	const sheet = "Unsteady (analyst)"
	wantColumn(t, f, sheet, "Name", "José")
	wantColumn(t, f, sheet, "Variance, times the colleagues'", "4.0")
	wantColumn(t, f, sheet, "SD of the difference", "+3.0 pp")
	if strings.Contains(htmlPage(t, fixture(t), "en"), `id="unsteady"`) {
		t.Error("the page has a section of nothing")
	}
}
