package ingest

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// A sheet that was added to a workbook after its configuration was written.
func TestASheetThatNoSourceMeansIsSaid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Q3.xlsx")
	f := excelize.NewFile()
	for _, name := range []string{"CRM", "返工", "目标", "hidden"} {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range [][]any{{"姓名", "月份", "NPS"}, {"张三", "2025-06", 5}} {
			if err := f.SetSheetRow(name, "A"+string(rune('1'+i)), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.SetSheetVisible("hidden", false); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	source := Source{Match: "Q*.xlsx", Sheet: "CRM"}
	warned := func(opt Options) (sheets []string) {
		res, err := Files(context.Background(), []string{path}, opt)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range res.Diagnostics {
			if d.Code == "sheet.no_source" && d.Severity == kpi.Warning && d.Origin.Sheet == d.Args["sheet"] {
				sheets = append(sheets, d.Args["sheet"])
			}
		}
		return sheets
	}
	if got := warned(Options{Sources: []Source{source}}); len(got) != 1 || got[0] != "返工" {
		t.Errorf("not Sheet1, which is empty, nor targets, nor what is hidden: %v", got)
	}
	for why, opt := range map[string]Options{
		"no source for the file":     {Sources: []Source{{Match: "b.xlsx", Sheet: "CRM"}}, Sheet: "CRM"},
		"a flag names the sheet":     {Sources: []Source{source}, Sheet: "CRM"},
		"every sheet has a source":   {Sources: []Source{source, {Match: "Q*.xlsx", Sheet: "返工", Corrects: true}}},
		"a source of all its sheets": {Sources: []Source{{Match: "Q*.xlsx", Sheet: "all"}}, Sheet: "CRM"},
	} {
		if got := warned(opt); got != nil {
			t.Errorf("%s: %v", why, got)
		}
	}
}
