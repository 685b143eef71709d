package reports

import (
	"strings"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestWorkbookSaysEachFindingInWords(t *testing.T) {
	r := fixture(t)
	r.Gaps[2].Cohort = "new"
	f := workbook(t, r, "en")
	for head, want := range map[string]string{
		"In words":        "45 of 300 visits (15.0%), colleagues about 67 of as many (22.5%); at most 1 chance in 1,000",
		"Own course":      "Loses ground on the colleagues, 1.0 pp a month since Nov 2024",
		"Behind on too":   "Follow-up delay rate: 30.0% against 5.0% of the colleagues",
		"Compared within": "new staff (below 6 months)",
	} {
		if got, _ := f.GetCellValue("Gaps", under(t, f, "Gaps", head, 2)); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q", head, got, want)
		}
	}
	if got, _ := f.GetCellValue("Gaps", under(t, f, "Gaps", "In words", 1)); !strings.HasPrefix(got, "40.0% over 3 periods") {
		t.Errorf("against the standard: %q", got)
	}
}

func TestWorkbookHasNoColumnsOfNothing(t *testing.T) {
	r := fixture(t)
	r.Gaps[2].History, r.Gaps[2].Drivers = nil, nil
	f := workbook(t, r, "en")
	rows, err := f.GetRows("Gaps")
	if err != nil {
		t.Fatal(err)
	}
	for _, head := range rows[0] {
		if head == "Own course" || head == "Behind on too" || head == "Compared within" {
			t.Errorf("a column %q without an entry", head)
		}
	}
	summary, _ := f.GetRows("Summary")
	for _, row := range summary {
		for _, cell := range row {
			if cell == "The team as a whole" {
				t.Error("a column of team notes where no team has one")
			}
		}
	}
}

func TestWorkbookWritesPeriodsAsPeriods(t *testing.T) {
	r := fixture(t)
	r.Plans[0].Indicator, r.Plans[0].BaselineN = "test_coverage", 3
	en, zh := workbook(t, r, "en"), workbook(t, r, "zh")
	wantColumn(t, en, "All rows", "n", "3 periods", "3 periods", "300")
	wantColumn(t, zh, "全部行", "样本量", "3 期", "3 期", "300")
	wantColumn(t, en, "Plans", "Sample of the baseline", "3 periods", "3 periods", "300")
	r.Plans[0].BaselineN = 0
	wantColumn(t, workbook(t, r, "en"), "Plans", "Sample of the baseline", "", "", "300")
}

func TestNoSignedNothingInACell(t *testing.T) {
	b := &book{p: printer(t, "en"), formats: map[*kpi.Indicator]unitFormats{}}
	in := kpi.Builtin().Get("conversion_rate")
	for v, want := range map[float64]float64{-1e-17: 0, 1e-12: 0, 0.0005: 0.05, -0.07: -7} {
		if got := b.difference(v, in).value.(float64); got-want > 1e-12 || want-got > 1e-12 || got == 0 && want != 0 {
			t.Errorf("%g: %g, want %g", v, got, want)
		}
	}
}

func TestWatchSheetSaysTheChanceWithoutCallingItAFinding(t *testing.T) {
	r := fixture(t)
	r.Gaps[4].P = 0.03
	f := workbook(t, r, "en")
	got, _ := f.GetCellValue("Watch (analyst)", under(t, f, "Watch (analyst)", "In words", 1))
	if !strings.Contains(got, "at most 1 chance in 20") || strings.Contains(got, "comparisons") || r.Gaps[4].Flagged() != analysis.Watch {
		t.Errorf("%q", got)
	}
}
