package ingest

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

func TestTheRowInForce(t *testing.T) {
	entries := []rosterEntry{{since: noDay}, {since: 100}, {since: 200}}
	for _, c := range []struct {
		sentence string
		list     []rosterEntry
		day      kpi.Date
		want     int
	}{
		{"before the first dated row the undated one counts", entries, 99, 0},
		{"a row counts from its day on", entries, 100, 1},
		{"until the next", entries, 199, 1},
		{"the last counts for ever", entries, 20000, 2},
		{"nothing counts before everything", entries[1:], 99, -1},
		{"an event without a day meets undated rows only", entries, noDay, 0},
		{"and no dated one", entries[1:], noDay, -1},
		{"no rows", nil, 5, -1},
	} {
		if got := inForce(c.list, c.day); got != c.want {
			t.Errorf("%s: %d", c.sentence, got)
		}
	}
}

// The row in force is the latest of those that have begun.
func TestTheRowInForceIsTheLatestBegun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := kpi.Date(rapid.IntRange(0, 50).Draw(t, "day"))
		var entries []rosterEntry
		at := kpi.Date(0)
		for range rapid.IntRange(0, 8).Draw(t, "n") {
			at += kpi.Date(rapid.IntRange(1, 10).Draw(t, "gap"))
			entries = append(entries, rosterEntry{since: at})
		}
		got := inForce(entries, day)
		for i, e := range entries {
			if (e.since <= day) != (i <= got) {
				t.Fatalf("row %d since %d on day %d: %d", i, e.since, day, got)
			}
		}
	})
}

// rosterBook writes a roster as HR keeps it: a title, merged teams, a total, a
// second sheet.
func rosterBook(t *testing.T, dir string) {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	rows := [][]any{{"2025 花名册"}, {"团队", "员工编号", "姓名", "入职日期"}, {"华东", 1, "甲", "2024-05-06"}, {nil, 2, "乙", "2023-01-09"}, {"华南", 3, "丙", nil}, {"合计", "合计", 3}}
	for i, r := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &r); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.MergeCell("Sheet1", "A3", "A4"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.NewSheet("说明"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellValue("说明", "A1", "员工编号为六位"); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(filepath.Join(dir, "花名册.xlsx")); err != nil {
		t.Fatal(err)
	}
}

func TestARosterMayBeAWorkbook(t *testing.T) {
	dir := t.TempDir()
	rosterBook(t, dir)
	path := write(t, dir, "data.csv", "id,closed,stage\n1,2025-06-02,Won\n2,2025-06-03,Lost\n2,2025-06-04,Won")
	for _, name := range []string{"", "Sheet1"} {
		s := teams()
		s.Match, s.Columns.Team = "data.csv", "团队"
		s.Joins = []Join{{File: "花名册.xlsx", Sheet: name, Left: "id", Right: "员工编号"}}
		res, err := Files(context.Background(), []string{path}, Options{Sources: []Source{s}})
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"华东 1 conversion_rate 2025-06 1/1", "华东 2 conversion_rate 2025-06 1/2", "华南 3 conversion_rate 2025-06 none"}
		if diff := cmp.Diff(want, facts(res)); diff != "" {
			t.Errorf("sheet %q: %s", name, diff)
		}
		e := res.Dataset.Employees
		if e[0].Name != "甲" || e[0].Hired == nil || e[0].Hired.String() != "2024-05-06" || e[2].Name != "丙" || e[2].Hired != nil {
			t.Errorf("sheet %q: %+v", name, e)
		}
	}
}

// Several tables, one roster: it is read once, and what is wrong with it is
// said once.
func TestARosterIsReadOnce(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "roster.csv", "工号,team\n1,A\n1,B\n2,C\n3,C")
	paths := []string{write(t, dir, "data1.csv", "id,closed,stage\n2,2025-06-02,Won"), write(t, dir, "data2.csv", "id,closed,stage\n2,2025-07-02,Won\n3,2025-07-02,Lost")}
	s := teams()
	s.Match = "data*.csv"
	res, err := Files(context.Background(), paths, Options{Sources: []Source{s}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"C 2 conversion_rate 2025-06 1/1", "C 2 conversion_rate 2025-07 1/1", "C 3 conversion_rate 2025-07 0/1"}
	if diff := cmp.Diff(want, facts(res)); diff != "" {
		t.Error(diff)
	}
	said := 0
	for _, d := range res.Diagnostics {
		if d.Code == "join.two_answers" {
			said++
		}
	}
	if said != 1 || len(res.Inputs) != 3 {
		t.Errorf("said %d times; %d inputs", said, len(res.Inputs))
	}
}

// A roster that is among the inputs, too, is no second input.
func TestARosterAmongTheInputs(t *testing.T) {
	dir := t.TempDir()
	paths := []string{write(t, dir, "data.csv", "id,closed,stage\n1,2025-06-02,Won"), write(t, dir, "roster.csv", "工号,team\n1,A")}
	s := teams()
	s.Match = "data.csv"
	res, err := Files(context.Background(), paths, Options{Sources: []Source{s}})
	if err != nil || len(res.Inputs) != 2 {
		t.Fatalf("%v %v", err, res)
	}
}

// Diagnostics about a roster's cells lead to the roster.
func TestAddressesOfJoinedCells(t *testing.T) {
	s := teams()
	s.Measures = []Measure{{KPI: "conversion_rate", Numerator: `stage == "Won"`, Denominator: "quota > 0"}}
	res, err := readJoined(t, s, map[string]string{"data.csv": "id|closed|stage\n1|2025-06-02|Won\n2|2025-06-02|Won", "roster.csv": "team|工号|quota\nA|1|5\nA|2|many"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"error value.not_a_number roster.csv!C3"}, remarks(res)); diff != "" {
		t.Error(diff)
	}
	var origins []string
	for _, c := range res.Readings[0].Columns {
		origins = append(origins, filepath.Base(c.Origin.File)+" "+c.Origin.Cell())
	}
	if diff := cmp.Diff([]string{"data.csv A1", "data.csv B1", "data.csv C1", "roster.csv A1", "roster.csv C1"}, origins); diff != "" {
		t.Error(diff)
	}
	if o := res.Dataset.OriginAt(0); o.Row != 2 || o.Col != 3 || filepath.Base(o.File) != "data.csv" {
		t.Errorf("a figure stands in the data: %s", o)
	}
}

func TestMergedRosterRows(t *testing.T) {
	tb := tableOf("", "工号|team|grade|note\n1|A|P1|\n1|A||x\n1|B|P1|x")
	r := &run{words: newVocabulary(kpi.Builtin(), nil), ctx: context.Background()}
	ro, f := r.readRoster(&sheet.File{Path: "r.csv"}, &tb, Join{Right: "工号"})
	if f != nil {
		t.Fatal(f)
	}
	var cells []string
	for _, c := range ro.entries["1"][0].row.Cells {
		cells = append(cells, c.Text)
	}
	if diff := cmp.Diff([]string{"1", "", "P1", "x"}, cells); diff != "" {
		t.Errorf("what differs is blank, what one row lacks is filled: %s", diff)
	}
	if len(ro.entries["1"]) != 1 || len(r.diagnostics) != 2 || r.diagnostics[1].Args["headings"] != "team" {
		t.Errorf("%v", r.diagnostics)
	}
}
