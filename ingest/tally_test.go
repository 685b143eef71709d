package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// drawTable draws a sheet full of what people put into sheets.
func drawTable(t *rapid.T, name string) sheet.Table {
	headings := rapid.SampledFrom([]string{
		"姓名|月份|客户转化率|NPS", "工号|姓名|部门|月份|成交数|拜访数|转化率", "姓名|指标|数值", "姓名|月份|指标|数值|分子|分母",
		"姓名|指标|2025-01|2025-02", "Employee|Date|Deals|Visits|Rework hours", "姓名|日期|满意度(%)|赢单率||备注",
	}).Draw(t, "headings")
	cell := rapid.SampledFrom([]string{"", "", "甲", "乙", "丙", "E1", "一部", "合计", "2025-01", "2025-02", "6月", "3/4/2025", "13/4/2025", "45809", "NPS", "转化率", "赢单率",
		"0", "1", "0.5", "15", "300", "-4", "15%", "15%!", "N/A", "无", "1,5", "#DIV/0!", "@2025-01-31", "平均", "姓名", "注：x"})
	lines := []string{headings}
	for range rapid.IntRange(0, 12).Draw(t, "rows") {
		row := make([]string, strings.Count(headings, "|")+1)
		for i := range row {
			row[i] = cell.Draw(t, "cell")
		}
		if rapid.Bool().Draw(t, "a person") {
			row[0] = rapid.SampledFrom([]string{"甲", "乙", "丙"}).Draw(t, "person")
		}
		lines = append(lines, strings.Join(row, "|"))
	}
	return tableOf(name, strings.Join(lines, "\n"))
}

func TestTalliesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files := []*sheet.File{fileOf("a.xlsx", drawTable(t, "2025年一部"), drawTable(t, "Sheet2")), fileOf("b.csv", drawTable(t, ""))}
		opt := Options{Unit: rapid.SampledFrom([]string{"", "ratio", "percent"}).Draw(t, "unit"), DateOrder: rapid.SampledFrom([]string{"", "dmy"}).Draw(t, "order")}
		res, err := Tables(files, opt)
		if err != nil && kpi.AsFault(err) == nil {
			t.Fatalf("no fault: %v", err)
		}
		checkTallies(t, res)
		for i, in := range res.Inputs {
			if in.Tally.RowsRead > len(files[i].Tables[0].Rows)+rowsOf(files[i]) {
				t.Fatalf("%d rows read of %d", in.Tally.RowsRead, rowsOf(files[i]))
			}
		}
		if !slices.IsSortedFunc(res.Diagnostics, kpi.Diagnostic.Compare) {
			t.Fatal("diagnostics are not sorted")
		}
		for _, d := range res.Diagnostics {
			if d.Severity == 0 || d.Code == "" {
				t.Fatalf("%+v says nothing", d)
			}
		}
	})
}

func rowsOf(f *sheet.File) int {
	n := 0
	for _, t := range f.Tables {
		n += len(t.Rows)
	}
	return n
}

func TestRejectedValuesAreReported(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		res, _ := Tables([]*sheet.File{fileOf("a.xlsx", drawTable(t, "Sheet1"))}, Options{})
		told := map[int]bool{}
		for _, d := range res.Diagnostics {
			if d.Severity != kpi.Error {
				continue
			}
			switch d.Code { // these speak for all rows of a column or a KPI
			case "unit.ambiguous", "period.order_ambiguous", "period.order_contradictory", "kpi.unknown", "kpi.similar", "table.second":
				return
			}
			told[d.Origin.Row] = true
		}
		if y := res.Inputs[0].Tally; len(told) < y.RowsRejected {
			t.Fatalf("%d rows rejected, but errors at %v", y.RowsRejected, told)
		}
	})
}

func TestTheOrderOfFilesDoesNotShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var files []*sheet.File
		for i := range 3 {
			files = append(files, fileOf(fmt.Sprintf("%d.xlsx", i), drawTable(t, "Sheet1")))
		}
		want, err := Tables(files, Options{})
		other := slices.Clone(files)
		slices.Reverse(other)
		got, err2 := Tables(other, Options{})
		if fmt.Sprint(err) != fmt.Sprint(err2) {
			t.Fatalf("%v, and %v", err, err2)
		}
		if diff := cmp.Diff(fmt.Sprint(facts(want), told(want)), fmt.Sprint(facts(got), told(got))); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(want.Inputs, got.Inputs); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestEveryFigureHasItsCell(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := fileOf("a.xlsx", drawTable(t, "Sheet1"))
		res, _ := Tables([]*sheet.File{f}, Options{})
		g := grid{table: &f.Tables[0]}
		for i := range res.Dataset.Len() {
			o := res.Dataset.At(i)
			text := g.cellText(o.Origin.Row, o.Origin.Col-1)
			if n := parseNumber(strings.Replace(text, ",", ".", 1)); o.Measure.Known() && n.state != used {
				t.Fatalf("%s is said to stand at %s, which holds %q", facts(res)[i], o.Origin, text)
			}
		}
	})
}
