package reports

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// named is a report on people in two teams, all behind, in the order of their ids.
func named(t *testing.T) *Report {
	t.Helper()
	r := &Report{AsOf: kpi.DateOf(2025, 6, 30), Window: spring, Catalogue: kpi.Builtin(), All: true}
	r.Method = Method{Rule: "fair", Window: 3, MinN: 10, MinTeam: 4, FDR: 0.05, Level: 0.95, RuleExpected: math.NaN()}
	conversion := r.Catalogue.Get("conversion_rate")
	var people []person
	for i, name := range []string{"张三", "李四", "王五", "阿明", "Ärger", "Zoë", "重庆", "李四"} {
		people = append(people, person{string(rune('a' + i)), name, int64(20 + i), 300, analysis.Serious, ""})
	}
	add(r, "10组", conversion, people)
	add(r, "2组", conversion, []person{{"x", "孙一", 20, 300, analysis.Serious, ""}})
	for i := range r.Gaps {
		g := &r.Gaps[i]
		r.Plans = append(r.Plans, goals.Plan{ID: "p" + g.Employee.ID, Employee: g.Employee, Team: g.Team, Indicator: g.Indicator.ID,
			Direction: g.Indicator.Direction, State: goals.Agreed, Milestones: draftPlan().Milestones})
		r.Progress = append(r.Progress, goals.Progress{Plan: r.Plans[i], Steps: []goals.Step{{Milestone: r.Plans[i].Milestones[0]}}})
	}
	return r
}

// Two by the name 李四 stand by id; the team 2组 stands before 10组.
var inPinyin = []string{"孙一", "Ärger", "Zoë", "阿明", "李四", "李四", "王五", "张三", "重庆"}

// told are the names in text, in its order.
func told(text string) []string {
	var names []string
	for text != "" {
		at := slices.IndexFunc(inPinyin, func(n string) bool { return strings.HasPrefix(text, n) })
		if at < 0 {
			text = text[1:]
			continue
		}
		names = append(names, inPinyin[at])
		text = text[len(inPinyin[at]):]
	}
	return names
}

func TestPeopleStandInTheOrderOfTheirLanguage(t *testing.T) {
	r, opt := named(t), TextOptions{Printer: printer(t, "zh"), Width: 200}
	written := func(write func(*bytes.Buffer) error) string {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"the table":    written(func(b *bytes.Buffer) error { return WriteTable(b, r, opt) }),
		"Markdown":     written(func(b *bytes.Buffer) error { return WriteMarkdown(b, r, opt.Printer) }),
		"the plans":    written(func(b *bytes.Buffer) error { return WritePlans(b, r.Plans, r.Catalogue, opt) }),
		"the progress": written(func(b *bytes.Buffer) error { return WriteProgress(b, r.Progress, r.Catalogue, opt) }),
	} {
		if diff := cmp.Diff(inPinyin, told(text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s\n%s", name, diff, text)
		}
	}
	pg := newPage(r, opt.Printer)
	var found, listed, followed, teams []string
	for i := range pg.Findings {
		found = append(found, pg.Findings[i].Name)
	}
	for i := range pg.Listed.Rows {
		listed = append(listed, pg.Listed.Rows[i].Name)
	}
	for i := range pg.Progress {
		followed = append(followed, pg.Progress[i].Name)
	}
	for i := range pg.Teams {
		teams = append(teams, pg.Teams[i].Team)
	}
	for name, got := range map[string][]string{"findings": found, "rows": listed, "progress": followed} {
		if diff := cmp.Diff(inPinyin, got); diff != "" {
			t.Errorf("the page's %s (-want +got):\n%s", name, diff)
		}
	}
	if diff := cmp.Diff([]string{"2组", "10组"}, teams); diff != "" {
		t.Errorf("teams (-want +got):\n%s", diff)
	}
}

func TestSheetsStandInTheOrderOfTheirLanguage(t *testing.T) {
	f := workbook(t, named(t), "zh")
	p := printer(t, "zh")
	for _, id := range []string{"sheet.gaps", "sheet.plans", "sheet.progress"} {
		rows, err := f.GetRows(p.Text(id, nil))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range rows {
			for _, cell := range row {
				if slices.Contains(inPinyin, cell) {
					got = append(got, cell)
				}
			}
		}
		if diff := cmp.Diff(slices.Compact(slices.Clone(inPinyin)), slices.Compact(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
}

// What machines read stands by id in every language: a diff of two runs is of what changed.
func TestMachinesKeepTheOrderOfIDs(t *testing.T) {
	r := named(t)
	var doc, rows bytes.Buffer
	if err := WriteJSONL(&doc, r); err != nil {
		t.Fatal(err)
	}
	if err := WriteCSV(&rows, r, CSVOptions{}); err != nil {
		t.Fatal(err)
	}
	want := []string{"张三", "李四", "王五", "阿明", "Ärger", "Zoë", "重庆", "李四", "孙一"}
	for name, text := range map[string]string{"jsonl": doc.String(), "csv": rows.String()} {
		if diff := cmp.Diff(want, told(text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Rows that differ in nothing a reader looks up keep their order.
func TestOrderIsStable(t *testing.T) {
	type row struct{ at int }
	rows := []row{{0}, {1}, {2}, {3}}
	p, err := locale.New("zh")
	if err != nil {
		t.Fatal(err)
	}
	got := inOrder(p, rows, func(r row) place { return place{team: "t", who: kpi.Employee{Name: []string{"b", "a"}[r.at%2]}} })
	if want := []row{{1}, {3}, {0}, {2}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
