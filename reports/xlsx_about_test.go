package reports

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestSummaryAddsUp(t *testing.T) {
	r := fixture(t)
	f := workbook(t, r, "en")
	wantColumn(t, f, "Summary", "Team", "engineering", "north", "")
	wantColumn(t, f, "Summary", "Members", "2", "6")
	wantColumn(t, f, "Summary", "Mean", "62.5%", "20.8%")
	wantColumn(t, f, "Summary", "Pooled", "62.5%", "21.0%")
	wantColumn(t, f, "Summary", "Median", "", "") // not known in the fixture
	wantColumn(t, f, "Summary", "Judged", "0", "5")
	rows, err := f.GetRows("Summary")
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]string{}
	for _, row := range rows {
		if len(row) == 3 { // a word, its count, what it means
			counts[row[0]] = row[1]
		}
	}
	for word, want := range map[string]string{"serious gap": "1", "gap": "1", "watch": "1", "normal variation": "3", "not judged": "3", "holding": "1"} {
		if counts[word] != want {
			t.Errorf("%s: %q, want %s", word, counts[word], want)
		}
	}
	if !strings.Contains(rows[4][0], "people decide") {
		t.Errorf("the fifth line is %q", rows[4])
	}
}

// A criterion of a conditional mean knows wildcards (* ? ~), comparisons (< > =), numbers, dates and
// truth, and no case (Microsoft's reference of the function): a mean over another team's rows
// would look like the own one.
func TestNamesThatMeanSomethingElseToASpreadsheetHaveNoFormula(t *testing.T) {
	for _, c := range []struct {
		team    string
		formula bool
	}{
		{"south", true}, {"华东 2 组", true}, {"R&D (A/B)", true}, {"café", true},
		{"A*", false}, {"why?", false}, {"A~", false}, {">5", false}, {"=north", false}, {"＝north", false}, {"<>", false},
		{"12", false}, {"1e3", false}, {"2025-06", false}, {"TRUE", false}, {"False", false},
		{"north ", false}, {"NORTH", false}, {"ＮＯＲＴＨ", false}, {strings.Repeat("long", 70), false},
	} {
		r := fixture(t)
		for i := range r.Gaps {
			if r.Gaps[i].Team == "engineering" {
				r.Gaps[i].Team = c.team
			}
		}
		one := slices.IndexFunc(r.Summaries, func(s analysis.Summary) bool { return s.Team == "engineering" })
		r.Summaries[one].Team = c.team
		f := workbook(t, r, "en")
		at := under(t, f, "Summary", "Mean", 1)
		if name, _ := f.GetCellValue("Summary", under(t, f, "Summary", "Team", 1)); name != c.team { // they are sorted
			at = under(t, f, "Summary", "Mean", 2)
		}
		formula, err := f.GetCellFormula("Summary", at)
		if err != nil || (formula != "") != c.formula {
			t.Errorf("team %q: formula %q (%v)", c.team, formula, err)
		}
		if got, _ := f.GetCellValue("Summary", at); got != "62.5%" {
			t.Errorf("team %q: mean %q", c.team, got)
		}
	}
}

func TestAboutSaysHowToMakeItAgain(t *testing.T) {
	f := workbook(t, fixture(t), "en")
	rows, err := f.GetRows("About")
	if err != nil {
		t.Fatal(err)
	}
	facts := map[string]string{}
	for _, row := range rows {
		if len(row) > 1 {
			facts[row[0]] = row[1]
		}
	}
	for term, want := range map[string]string{
		"As of": "2025-06-30", "Window": "the last 3 periods, pooled", "Rule": "fair procedure", "gapstep version": "0.1.0",
		"Configuration (SHA-256)": "c0ffee", "False discovery rate of a family": "5%", "Targets start from": "team mean",
		"Families with a false flag, at most, if nobody differed": "0.05", "Comparisons with colleagues": "5 in 1 families (team × KPI)",
	} {
		if facts[term] != want {
			t.Errorf("%s: %q, want %q", term, facts[term], want)
		}
	}
	wantColumn(t, f, "About", "File", "sales.xlsx", "coverage.csv")
	wantColumn(t, f, "About", "SHA-256", "aa11", "bb22")
	wantColumn(t, f, "About", "Rows read", "20", "9")
	wantColumn(t, f, "About", "Rows used", "17", "9")
	wantColumn(t, f, "About", "Rows rejected", "2", "0")
	wantColumn(t, f, "About", "Blank rows", "1", "0")
}

func TestWindowsInWords(t *testing.T) {
	for window, want := range map[int]string{0: "all periods", 1: "the last period", 6: "the last 6 periods, pooled"} {
		r := fixture(t)
		r.Method.Window = window
		if got := methodFacts(printer(t, "en"), r)[1].Detail; got != want {
			t.Errorf("%d: %q, want %q", window, got, want)
		}
	}
}

// TestEveryDiagnosticIsInTheWorkbook: the page cuts a long list, the workbook
// never does.
func TestEveryDiagnosticIsInTheWorkbook(t *testing.T) {
	r := fixture(t)
	r.Diagnostics = r.Diagnostics[:0]
	for i := range 500 {
		r.Diagnostics = append(r.Diagnostics, kpi.Diagnostic{Severity: kpi.Warning, Code: "gap.seen_once", Origin: kpi.Origin{File: "a.xlsx", Sheet: "Q2", Row: i + 1, Col: 3}})
	}
	f := workbook(t, r, "en")
	rows, err := f.GetRows("Data quality")
	if err != nil || len(rows) != 502 {
		t.Fatalf("%d rows (%v)", len(rows), err)
	}
	if got := rows[501][:4]; !slices.Equal(got, []string{"warning", "a.xlsx", "Q2", "C500"}) {
		t.Errorf("the last row: %q", got)
	}
}

func TestDiagnosticSaysWhereWhatAndWhatToDo(t *testing.T) {
	f := workbook(t, fixture(t), "zh")
	rows, err := f.GetRows("数据质量")
	if err != nil {
		t.Fatal(err)
	}
	row := rows[2]
	if row[0] != "错误" || row[1] != "sales.xlsx" || row[2] != "Q2" || row[3] != "C14" || row[4] == "" || row[5] == "" || row[6] != fixture(t).Diagnostics[0].Code {
		t.Errorf("%q", row)
	}
}

// TestHeadingsOfATableDiffer: Excel repairs, that is changes, a workbook in
// which a table has a heading twice.
func TestHeadingsOfATableDiffer(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		b := &book{r: fixture(t), p: printer(t, lang), formats: map[*kpi.Indicator]unitFormats{}}
		tables := map[string]bool{}
		for _, s := range b.sheets() {
			if tables[s.table] || s.table == "" {
				t.Errorf("table %q stands twice", s.table)
			}
			tables[s.table] = true
			seen := map[string]bool{}
			for _, h := range s.heads {
				if folded := strings.ToLower(h); seen[folded] || strings.Contains(h, "⟦") {
					t.Errorf("%s, sheet %s: heading %q", lang, s.name, h)
				} else {
					seen[folded] = true
				}
			}
			if s.rows == nil {
				continue
			}
			for row := range s.rows {
				if len(row) != len(s.heads) {
					t.Errorf("sheet %s: a row has %d cells under %d headings", s.name, len(row), len(s.heads))
				}
			}
		}
	}
}

func TestWorkbookHasWordsForEverything(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		_, parts := packed(t, fixture(t), lang)
		for name, xml := range parts {
			if at := strings.Index(xml, "⟦"); at >= 0 {
				t.Errorf("%s: %s: %s", lang, name, fmt.Sprintf("%.60s", xml[at:]))
			}
		}
	}
}

func TestStandardsStandInColumnsOfTheirOwn(t *testing.T) {
	r := fixture(t)
	f := workbook(t, r, "en")
	wantColumn(t, f, "Gaps", "Standard", "80.0%", "")
	wantColumn(t, f, "Gaps", "Gap to the standard", "-40.0 pp", "")
	wantColumn(t, f, "Gaps", "Gap, % of the standard", "-50.0%", "")
	wantColumn(t, f, "Gaps", "Severity", "gap", "serious gap") // the graver one, as on the page
	wantColumn(t, f, "Gaps", "Severity against colleagues", "not judged", "serious gap")
	wantColumn(t, f, "Gaps", "Severity against the standard", "gap", "")
	r.Gaps[0].Standard = nil
	rows, err := workbook(t, r, "en").GetRows("Gaps")
	if err != nil || slices.Contains(rows[0], "Standard") {
		t.Errorf("without a standard the sheet to read has no columns for it: %q (%v)", rows[0], err)
	}
	rows, err = workbook(t, r, "en").GetRows("All rows")
	if err != nil || !slices.Contains(rows[0], "Standard") {
		t.Errorf("the sheet of all rows always has the same columns: %q (%v)", rows[0], err)
	}
}
