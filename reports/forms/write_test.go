package forms

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gapstep/gapstep/ingest/kpi"
)

var day = kpi.DateOf(2025, 6, 30)

func all(t testing.TB, lang string) []Form {
	t.Helper()
	in := input(t)
	var list []Form
	for _, kind := range Kinds() {
		list = append(list, fill(t, kind, in, lang))
	}
	return list
}

func TestWorkbookOfForms(t *testing.T) {
	var b, again bytes.Buffer
	if err := WriteXLSX(&b, all(t, "zh"), printer(t, "zh"), day); err != nil {
		t.Fatal(err)
	}
	if err := WriteXLSX(&again, all(t, "zh"), printer(t, "zh"), day); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Error("two writings differ")
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := []string{"绩效数据统计表", "员工自评表", "面谈议程表", "绩效改进计划表", "面谈效果评估表（双向）", "经理每周管理表"}
	if got := strings.Join(f.GetSheetList(), " "); got != strings.Join(want, " ") {
		t.Errorf("sheets %s", got)
	}
	names := 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, cell := range row {
				at, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, _ := f.GetCellFormula(sheet, at); formula != "" {
					t.Errorf("%s!%s holds the formula %s", sheet, at, formula)
				}
				if strings.HasPrefix(cell, hostile) {
					names++
				}
			}
		}
	}
	if names != len(want) {
		t.Errorf("the name stands on %d of %d forms", names, len(want))
	}
}

// A level is a number with its format, so that it can be sorted and summed.
func TestFiguresAreNumbers(t *testing.T) {
	var b bytes.Buffer
	if err := WriteXLSX(&b, []Form{fill(t, DataSheet, input(t), "en")}, printer(t, "en"), day); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetList()[0]
	rows, _ := f.GetRows(sheet)
	raw, _ := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	for i, row := range rows {
		if at := slices.Index(row, "15.0%"); at >= 0 {
			if raw[i][at] != "0.15" {
				t.Errorf("the cell holds %s", raw[i][at])
			}
			return
		}
	}
	t.Error("15.0% stands nowhere")
}

func TestPageOfForms(t *testing.T) {
	var b, again bytes.Buffer
	if err := WriteHTML(&b, all(t, "en"), printer(t, "en")); err != nil {
		t.Fatal(err)
	}
	if err := WriteHTML(&again, all(t, "en"), printer(t, "en")); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if page != again.String() {
		t.Error("two writings differ")
	}
	for _, bad := range []string{"<script", "http://x\"", "src=", "@import", "url("} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %s", bad)
		}
	}
	for _, want := range []string{"&lt;script&gt;", "15 → 18 deals of 100", "Improvement plan", "<main>", `lang="en"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}
