package forms

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"html"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// attacks are texts that a person could write into a name, a task or a comment.
var attacks = map[string]string{
	"a formula":             `=HYPERLINK("http://evil","x")`,
	"a function of Lotus":   `@SUM(1)`,
	"a plus":                `+1`,
	"dynamic data exchange": `=cmd|'/C calc'!A0`,
	"a script":              `<script>alert(1)</script>`,
	"an attribute's end":    `"><img src=x onerror=alert(1)>`,
	"a tab and a formula":   "\t=1+1",
	"a line break":          "a\n=1+1",
	"an escape sequence":    "\x1b[31mred\x07",
	"a turned direction":    "abc\u202Efdp.exe",
	"a template":            `{{.Secret}}`,
	"a NUL":                 "a\x00b",
	"no UTF-8":              "a\xffb",
	"a very long name":      strings.Repeat("长", 40_000),
}

// attacked is the fixture with the text wherever a person writes one.
func attacked(t testing.TB, text string) Input {
	t.Helper()
	in := evaluatedInput(t)
	r := in.Report
	in.Employee.Name, in.Employee.Role, in.Employee.Manager, in.Team = text, text, text, text
	for i := range r.Gaps {
		r.Gaps[i].Team = text
	}
	for i := range r.Summaries {
		r.Summaries[i].Team = text
	}
	plan := &r.Plans[0]
	plan.Team, plan.Content.EmployeeComment = text, text
	plan.Content.Causes = []goals.Cause{{Code: "individual.skill", Hypothesis: text, Evidence: []goals.Evidence{{Source: goals.SourceData, Text: text}}}}
	plan.Content.Actions = []goals.Action{{ID: "1", Task: text, Owner: text, Method: text, Reviewer: text, Acceptance: &goals.Acceptance{Text: text},
		Quantity: &goals.Quantity{Done: 1, Of: 2, Unit: text}, Resources: []goals.Resource{{Name: text}}}}
	for i := range r.Evaluations {
		ev := &r.Evaluations[i]
		ev.Progress.Plan.Team = text
		ev.Record.Closing = &goals.Closing{Outcome: goals.OutcomeMet, Note: text, Mark: goals.Mark{By: text}}
	}
	return in
}

// inertIn are the checks of each form that forms are written in, by its writer.
var inertIn = map[string]func(t *testing.T, list []Form, text string){"WriteXLSX": inertBook, "WriteHTML": inertPage}

func TestTextsArePlainInEveryForm(t *testing.T) {
	for name, text := range attacks {
		t.Run(name, func(t *testing.T) {
			in := attacked(t, text)
			list := append(filled(t, in, "en"), FillExecutive(Summary{Report: in.Report, MinGroup: 1}, printer(t, "en")))
			for _, check := range inertIn {
				check(t, list, text)
			}
		})
	}
}

// A writer that nobody attacked is a fault of this test.
func TestEveryWriterIsAttacked(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Write") && inertIn[f.Name.Name] == nil {
				t.Errorf("%s: nothing attacks %s", name, f.Name.Name)
			}
		}
	}
}

// inertBook: there is no formula and no link, every text is a cell of text, and the
// sheets have names that a spreadsheet takes.
func inertBook(t *testing.T, list []Form, text string) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteXLSX(&b, list, printer(t, "en"), kpi.DateOf(2025, 6, 30)); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := []rune(locale.Plain(text))
	found := false
	for _, sheet := range f.GetSheetList() {
		if reports.SheetName(sheet) != sheet || sheet == "" {
			t.Errorf("a sheet is called %q", sheet)
		}
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for y, row := range rows {
			for x, cell := range row {
				at, _ := excelize.CoordinatesToCellName(x+1, y+1)
				if formula, _ := f.GetCellFormula(sheet, at); formula != "" {
					t.Errorf("%s!%s holds the formula %s", sheet, at, formula)
				}
				found = found || strings.HasPrefix(cell, string(want[:min(len(want), 1000)]))
			}
		}
	}
	if !found {
		t.Errorf("no cell shows %.40q", locale.Plain(text))
	}
}

var active = regexp.MustCompile(`(?i)<(script|img|iframe|object|embed|link|base)\b|<[^>]*\s(href|src|action|on[a-z]+)\s*=`)

// inertPage: nothing on the page is active, and the text stands there as it was.
func inertPage(t *testing.T, list []Form, text string) {
	t.Helper()
	var b strings.Builder
	if err := WriteHTML(&b, list, printer(t, "en")); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if m := active.FindString(page); m != "" {
		t.Errorf("the page holds %q", m)
	}
	if strings.ContainsAny(page, "\x00\x1b\u202e\t\x07") {
		t.Error("the page holds control characters")
	}
	if !strings.Contains(html.UnescapeString(page), locale.Plain(text)) {
		t.Errorf("the page lost %.40q", text)
	}
}
