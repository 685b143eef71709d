package ingest

import (
	"slices"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// The tabs of a workbook stand in the order of the year, not of the alphabet.
func TestDiagnosticsFollowTheSheetsOfTheWorkbook(t *testing.T) {
	names := []string{"Sep", "Oct", "Nov", "Dec", "Apr"}
	var tables []sheet.Table
	for _, name := range names {
		tables = append(tables, tableOf(name, "姓名|NPS\n张三|五\n李四|7\n王芳|七"))
	}
	res := must(t, Options{}, fileOf("b 2025.xlsx", tables...), fileOf("a 2025.xlsx", tableOf("z1月", "姓名|NPS\n张三|五\n李四|7")))
	var got []string
	for _, d := range res.Diagnostics {
		if d.Code == "value.not_a_number" {
			got = append(got, d.Origin.String())
		}
	}
	want := []string{"a 2025.xlsx!z1月!B2"}
	for _, name := range names {
		want = append(want, "b 2025.xlsx!"+name+"!B2", "b 2025.xlsx!"+name+"!B4")
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWhatIsSaidOfTheFileStandsFirst(t *testing.T) {
	said := func(file, sheet string, row int) kpi.Diagnostic {
		return kpi.Diagnostic{Origin: kpi.Origin{File: file, Sheet: sheet, Row: row}}
	}
	list := []kpi.Diagnostic{said("", "", 0), said("a", "", 0), said("a", "A", 1), said("a", "A", 2), said("a", "hidden", 0), said("a", "B", 1)}
	inSheetOrder(list, []*sheet.File{fileOf("a", tableOf("B", "x"), tableOf("A", "x"))})
	want := []kpi.Diagnostic{said("", "", 0), said("a", "", 0), said("a", "B", 1), said("a", "A", 1), said("a", "A", 2), said("a", "hidden", 0)}
	if !slices.EqualFunc(list, want, func(a, b kpi.Diagnostic) bool { return a.Origin == b.Origin }) {
		t.Errorf("%v", list)
	}
}
