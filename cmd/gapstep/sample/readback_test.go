package sample

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// figure is one count as it stands in a written file.
type figure struct {
	team, id, kpi, month string
	count
}

// kinds name the columns of each count.
var kinds = []struct{ kpi, events, trials string }{
	{"conversion_rate", "成交数", "拜访数"},
	{"followup_delay_rate", "延误节点数", "节点数"},
	{"defect_rate", "Defects", "Items inspected"},
	{"test_coverage", "Covered lines", "Lines of code"},
	{"csat", "满意数", "评价数"},
	{"update_delay_rate", "延误更新数", "更新数"},
	{"needs_match_accuracy", "匹配数", "需求数"},
}

// readBack reads the counts of one set of exports out of the bytes.
func readBack(t *testing.T, dir string) []figure {
	t.Helper()
	var all []figure
	for _, f := range mustFiles(t) {
		if name, in := strings.CutPrefix(f.Path, dir); !in || strings.Contains(name, "/") {
			continue
		}
		for sheetName, rows := range tables(t, f) {
			all = append(all, figuresOf(t, sheetName, rows)...)
		}
	}
	slices.SortFunc(all, func(a, b figure) int {
		return strings.Compare(a.kpi+a.id+a.month, b.kpi+b.id+b.month)
	})
	return all
}

func tables(t *testing.T, f File) map[string][][]string {
	t.Helper()
	out := map[string][][]string{}
	switch {
	case strings.HasSuffix(f.Path, ".csv"):
		rows, err := csv.NewReader(bytes.NewReader(f.Data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		out[""] = rows
	case strings.HasSuffix(f.Path, ".xlsx"):
		book, err := excelize.OpenReader(bytes.NewReader(f.Data))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range book.GetSheetList() {
			if out[name], err = book.GetRows(name, excelize.Options{RawCellValue: true}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

func figuresOf(t *testing.T, sheetName string, rows [][]string) []figure {
	t.Helper()
	for len(rows[0]) == 0 || rows[0][0] != "工号" && rows[0][0] != "Employee ID" {
		rows = rows[1:]
	}
	header := rows[0]
	var out []figure
	for _, row := range rows[1:] {
		if row[0] == "合计" {
			continue
		}
		teamName := cell(header, row, "部门", "Team")
		if teamName == "" {
			teamName = sheetName
		}
		for _, k := range kinds {
			x, errX := strconv.Atoi(cell(header, row, k.events))
			n, errN := strconv.Atoi(cell(header, row, k.trials))
			if errX == nil && errN == nil {
				out = append(out, figure{teamName, row[0], k.kpi, monthText(t, cell(header, row, "月份", "Month")), count{x, n}})
			}
		}
	}
	return out
}

func cell(header, row []string, headings ...string) string {
	for _, h := range headings {
		if i := slices.Index(header, h); i >= 0 && i < len(row) {
			return row[i]
		}
	}
	return ""
}

func monthText(t *testing.T, s string) string {
	t.Helper()
	if serial, err := strconv.ParseFloat(s, 64); err == nil {
		day, err := excelize.ExcelDateToTime(serial, false)
		if err != nil {
			t.Fatal(err)
		}
		return day.Format("2006-01")
	}
	for _, layout := range []string{"2006年1月", "2006-01"} {
		if day, err := time.Parse(layout, s); err == nil {
			return day.Format("2006-01")
		}
	}
	t.Fatalf("month %q", s)
	return ""
}

// window pools the counts of one indicator between two months, inclusive, by
// person.
func window(all []figure, teamName, kpi, from, to string) map[string]count {
	out := map[string]count{}
	for _, f := range all {
		if f.team == teamName && f.kpi == kpi && f.month >= from && f.month <= to {
			out[f.id] = out[f.id].plus(f.count)
		}
	}
	return out
}
