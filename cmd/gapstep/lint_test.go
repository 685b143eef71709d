package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// runHere runs a command line in a folder of its own and returns what it said.
func runHere(t *testing.T, args ...string) (code int, out, err string) {
	t.Helper()
	var o, e bytes.Buffer
	a := &app{in: strings.NewReader(""), out: &o, err: &e, env: func(string) (string, bool) { return "", false },
		now: func() time.Time { return time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC) }}
	return a.run(context.Background(), args), o.String(), e.String()
}

// A workbook is checked cell by cell: percents as they are shown, blank cells
// under a heading, hidden nothing.
func TestLintNamesTheCellsOfAWorkbook(t *testing.T) {
	t.Chdir(t.TempDir())
	f := excelize.NewFile()
	for i, row := range [][]any{
		{"绩效改进计划表"},
		{"改进事项", "原因", "现状", "目标", "措施", "责任人", "期限", "资源"},
		{"跟进延误率", "没有提醒", 0.3, "连续2个月≤5%", "更新甘特图", "", "", "培训"},
		{"客户满意度", "产品误读", 0.85, "第3个月达到90%，团队平均92%", "每周2个案例", "李娜", "2026-09-30", "手册"},
	} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	style, _ := f.NewStyle(&excelize.Style{NumFmt: 9})
	f.SetCellStyle("Sheet1", "C3", "C4", style)
	f.SetCellValue("Sheet1", "D3", 0.05)
	f.SetCellValue("Sheet1", "E4", "提升10%")
	if err := f.SaveAs("plans.xlsx"); err != nil {
		t.Fatal(err)
	}
	code, out, errs := runHere(t, "lint", "plans.xlsx", "--lang", "zh")
	if code != exitFindings {
		t.Fatalf("exit code %d: %s%s", code, out, errs)
	}
	for _, want := range []string{"plans.xlsx!Sheet1!F3：缺少：责任人 [element.missing]", "plans.xlsx!Sheet1!G3：缺少：期限 [element.missing]", "plans.xlsx!Sheet1!E4：", "[percent.ambiguous]"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "Sheet1!A4") || strings.Contains(out, "Sheet1!C") {
		t.Errorf("a whole cell was named:\n%s", out)
	}
}

func TestLintRefusesATextInAnotherEncoding(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("gbk.txt", []byte{0xcc, 0xe1, 0xc9, 0xfd}, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := runHere(t, "lint", "gbk.txt"); code != exitUsage || !strings.Contains(errs, "UTF-8") {
		t.Errorf("%d %s", code, errs)
	}
}

// The tables that the configuration names stand beside it.
func TestTablesOfTheConfiguration(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(t.TempDir())
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	config := write("gapstep.yaml", "goals: {calendar: works.yaml, library: actions.yaml}\n")
	write("works.yaml", "name: works\nzone: UTC\nhours: ['09:00/17:00']\n")
	write("actions.yaml", "- {id: own.calls, task: {en: calls}, to_week: 4}\n")
	a := &app{env: func(string) (string, bool) { return "", false }, out: &bytes.Buffer{}, err: &bytes.Buffer{}}
	if code := a.run(context.Background(), []string{"lint", "--rules", "--config", config}); code != exitDone {
		t.Fatal(code)
	}
	cal, err := a.workCalendar()
	if err != nil || cal.Name != "works" {
		t.Errorf("%v %v", cal, err)
	}
	lib, err := a.actionLibrary()
	if err != nil || lib[len(lib)-1].ID != "own.calls" {
		t.Errorf("%v", err)
	}
	write("works.yaml", "zone: Nowhere/Else\n")
	if _, err := a.workCalendar(); err == nil {
		t.Error("a table that cannot be used was used")
	}
	write("actions.yaml", "- {id: own.calls}\n")
	if _, err := a.actionLibrary(); err == nil {
		t.Error("a library that cannot be used was used")
	}
	a.set.config.Goals.Library, a.set.config.Goals.Calendar = filepath.Join(dir, "gone.yaml"), "gone.yaml"
	if _, err := a.actionLibrary(); err == nil {
		t.Error("a library that is not there was used")
	}
	if _, err := a.workCalendar(); err == nil {
		t.Error("a table that is not there was used")
	}
	a.set.config.Goals.Library, a.set.config.Goals.Calendar = "", ""
	if lib, err := a.actionLibrary(); err != nil || len(lib) == 0 {
		t.Errorf("%v", err)
	}
	if cal, err := a.workCalendar(); err != nil || cal.Name != "cn" {
		t.Errorf("%v", err)
	}
}
