package sample

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func open(t *testing.T, path string) *excelize.File {
	t.Helper()
	for _, f := range mustFiles(t) {
		if f.Path == path {
			book, err := excelize.OpenReader(bytes.NewReader(f.Data))
			if err != nil {
				t.Fatal(err)
			}
			return book
		}
	}
	t.Fatalf("no file %s", path)
	return nil
}

// rowOf returns the number of the row of a person in a month as shown.
func rowOf(t *testing.T, book *excelize.File, sheetName, id, month string) int {
	t.Helper()
	rows, err := book.GetRows(sheetName)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if len(row) > 3 && row[0] == id && (row[3] == month || row[2] == month) {
			return i + 1
		}
	}
	t.Fatalf("no row of %s in %s", id, month)
	return 0
}

func shown(t *testing.T, book *excelize.File, sheetName, column string, row int) string {
	t.Helper()
	v, err := book.GetCellValue(sheetName, column+strconv.Itoa(row))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTitleRowsStandAboveTheHeader(t *testing.T) {
	for _, c := range []struct{ path, sheet, title, header string }{
		{"sales.xlsx", "销售绩效", "销售绩效统计表（2025年7月—2026年6月）", "A3"},
		{"next/sales.xlsx", "销售绩效", "销售绩效统计表（2026年7月—2026年9月）", "A3"},
		{"admin.xlsx", "行政服务", "行政服务质量月报", "A2"},
	} {
		book := open(t, c.path)
		if got := shown(t, book, c.sheet, "A", 1); got != c.title {
			t.Errorf("%s: title %q", c.path, got)
		}
		if got, err := book.GetCellValue(c.sheet, c.header); err != nil || got != "工号" {
			t.Errorf("%s: %s holds %q, %v", c.path, c.header, got, err)
		}
		if merged, err := book.GetMergeCells(c.sheet); err != nil || len(merged) == 0 {
			t.Errorf("%s: titles are not merged: %v, %v", c.path, merged, err)
		}
	}
}

// TestWarts holds the package comment to its word, cell by cell.
func TestWarts(t *testing.T) {
	sales, admin := open(t, "sales.xlsx"), open(t, "admin.xlsx")
	for _, c := range []struct {
		sentence, id, month string
		book                *excelize.File
		sheet, column, want string
	}{
		{"a text in a column of counts", "S203", "2025年9月", sales, "销售绩效", "F", "待补"},
		{"no rate beside it", "S203", "2025年9月", sales, "销售绩效", "G", ""},
		{"blank nodes", "S208", "2025年10月", sales, "销售绩效", "H", ""},
		{"blank delayed nodes", "S208", "2025年10月", sales, "销售绩效", "I", ""},
		{"no rate beside the blanks", "S208", "2025年10月", sales, "销售绩效", "J", ""},
		{"a score that is not available", "A103", "2025-11", admin, "行政服务", "I", "N/A"},
	} {
		row := rowOf(t, c.book, c.sheet, c.id, c.month)
		if got := shown(t, c.book, c.sheet, c.column, row); got != c.want {
			t.Errorf("%s: %s%d holds %q, want %q", c.sentence, c.column, row, got, c.want)
		}
	}
}

func TestRatesAreShownAsPercents(t *testing.T) {
	book := open(t, "sales.xlsx")
	row := rowOf(t, book, "销售绩效", "S105", "2026年6月")
	if got := shown(t, book, "销售绩效", "G", row); got != "15.0%" {
		t.Errorf("15 of 100 is shown as %q", got)
	}
	if got := shown(t, book, "销售绩效", "J", row); got != "35.0%" {
		t.Errorf("7 of 20 is shown as %q", got)
	}
	raw, err := book.GetCellValue("销售绩效", "G"+strconv.Itoa(row), excelize.Options{RawCellValue: true})
	if err != nil || raw != "0.15" {
		t.Errorf("the cell holds %q, %v; want the ratio", raw, err)
	}
}

func TestMonthsOfSupportAreDates(t *testing.T) {
	book := open(t, "support.xlsx")
	for _, name := range []string{"客服一组", "客服二组"} {
		if got := shown(t, book, name, "C", 2); got != "2025年7月" {
			t.Errorf("%s: C2 is shown as %q", name, got)
		}
		raw, err := book.GetCellValue(name, "C2", excelize.Options{RawCellValue: true})
		if err != nil || raw != "45839" { // 2025-07-01 as Excel counts days
			t.Errorf("%s: C2 holds %q, %v", name, raw, err)
		}
	}
}

// TestTheTotalRowAddsUp sums the sheet's own counts; what is 待补 or blank in a
// cell still stands in the total, as where totals come from another system.
func TestTheTotalRowAddsUp(t *testing.T) {
	c := hire()
	newDealer().fill(c)
	for _, s := range spans() {
		book := open(t, s.dir+"sales.xlsx")
		rows, err := book.GetRows("销售绩效")
		if err != nil {
			t.Fatal(err)
		}
		last := len(rows)
		if rows[last-1][0] != "合计" || len(rows) != 3+(12+14)*(s.to-s.from)+1 {
			t.Fatalf("%ssales.xlsx: %d rows, the last %v", s.dir, last, rows[last-1])
		}
		var deals count
		for _, e := range slices.Concat(c.east.people, c.south.people) {
			for _, m := range e.counts["conversion_rate"][s.from:s.to] {
				deals = deals.plus(m)
			}
		}
		if rows[last-1][4] != strconv.Itoa(deals.trials) || rows[last-1][5] != strconv.Itoa(deals.events) {
			t.Errorf("%ssales.xlsx: total %v, want %v", s.dir, rows[last-1], deals)
		}
	}
}

// TestEveryHeadingIsKnown: the demo needs no mapping, for each heading is a
// dimension or stands in the built-in catalogue.
func TestEveryHeadingIsKnown(t *testing.T) {
	known := map[string]bool{}
	for _, h := range []string{"工号", "姓名", "部门", "月份", "Employee ID", "Name", "Team", "Month"} {
		known[strings.ToLower(h)] = true
	}
	for _, in := range kpi.Builtin().All() {
		for _, h := range slices.Concat(in.Names(), in.Numerator, in.Denominator) {
			known[strings.ToLower(h)] = true
		}
	}
	for _, f := range mustFiles(t) {
		for name, rows := range tables(t, f) {
			for len(rows[0]) < 2 {
				rows = rows[1:]
			}
			for _, h := range rows[0] {
				if !known[strings.ToLower(h)] {
					t.Errorf("%s %s: heading %q", f.Path, name, h)
				}
			}
		}
	}
}

// TestEventSatisfactionOfTheLastWindows: A102's mean is 75.0 in both.
func TestEventSatisfactionOfTheLastWindows(t *testing.T) {
	book := open(t, "admin.xlsx")
	for _, months := range [][]string{{"2026-01", "2026-02", "2026-03"}, {"2026-04", "2026-05", "2026-06"}} {
		sum := 0.0
		for _, m := range months {
			v, err := strconv.ParseFloat(shown(t, book, "行政服务", "I", rowOf(t, book, "行政服务", "A102", m)), 64)
			if err != nil {
				t.Fatal(err)
			}
			sum += v
		}
		if math.Abs(sum-225) > 1e-9 {
			t.Errorf("%v: mean %.3f", months, sum/3)
		}
	}
}

func TestConfigNamesIndicatorsOfTheCatalogue(t *testing.T) {
	for _, line := range strings.Split(config, "\n") {
		if id, is := strings.CutPrefix(line, "  - id: "); is && kpi.Builtin().Get(id) == nil {
			t.Errorf("the configuration names %q", id)
		}
	}
}
