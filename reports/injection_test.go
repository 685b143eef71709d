package reports

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"html"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// attacks are texts that a person could write into a name, a team, a heading or
// the name of a file. The rules that they must not trigger: a spreadsheet's formulas
// and dynamic data exchange (OWASP, CSV injection), markup and scripts, Markdown's
// links and tables, a terminal's sequences, the turned direction of reading.
var attacks = map[string]string{
	"a formula":               `=HYPERLINK("http://evil","x")`,
	"a function of Lotus":     `@SUM(1)`,
	"a plus":                  `+1`,
	"a minus":                 `-1`,
	"dynamic data exchange":   `=cmd|'/C calc'!A0`,
	"a script":                `<script>alert(1)</script>`,
	"an attribute's end":      `"><img src=x onerror=alert(1)>`,
	"a tab before a formula":  "\t=1+1",
	"a line break":            "a\n=1+1",
	"a carriage return":       "\r=1+1",
	"an escape sequence":      "\x1b[31mred\x1b]0;title\x07",
	"an 8-bit sequence":       "\u009b31mred",
	"a column of a table":     `a|b`,
	"a link of Markdown":      `[x](javascript:alert(1))`,
	"a turned direction":      "abc\u202Efdp.exe",
	"a template":              `{{.Secret}}`,
	"a comment's end":         `--> ]]> </svg>`,
	"no UTF-8":                "a\xffb",
	"a NUL":                   "a\x00b",
	"a sheet's name":          `'[x]*?:/\`,
	"an entity":               `&lt;b&gt;&#x3c;`,
	"a quote and a separator": `",;'`,
}

// attacked is the fixture with the text wherever one comes from an input.
func attacked(t testing.TB, text string) *Report {
	r := withContent(t)
	in := *r.Catalogue.Get("conversion_rate")
	in.Title = kpi.Titles{ZH: text, EN: text}
	for i := range r.Gaps {
		g := &r.Gaps[i]
		g.Team, g.Employee.Name, g.Employee.Role, g.Employee.Manager = text, text, text, text
		if g.Indicator.ID == in.ID {
			g.Indicator = &in
		}
	}
	for i := range r.Summaries {
		r.Summaries[i].Team = text
		for j := range r.Summaries[i].Members {
			r.Summaries[i].Members[j].Employee.Name = text
		}
	}
	for i := range r.Plans {
		plan := &r.Plans[i]
		plan.Team, plan.Employee.Name, plan.By = text, text, text
		plan.Content.Actions[0].Task, plan.Content.Causes[0].Revised.Hypothesis, plan.Content.EmployeeComment = text, text, text
		plan.Content.Actions[0].Owner, plan.Content.Actions[0].Method, plan.Content.Actions[0].Resources[0].Name = text, text, text
		plan.Content.Causes[0].Revised.Evidence = []goals.Evidence{{Source: goals.SourceData, Text: text}}
	}
	for i := range r.Progress {
		r.Progress[i].Plan = r.Plans[len(r.Plans)-1]
	}
	for i := range r.Inputs {
		r.Inputs[i].Path = text + ".xlsx"
	}
	for i := range r.Diagnostics {
		r.Diagnostics[i].Origin = kpi.Origin{File: text, Sheet: text}
		for k := range r.Diagnostics[i].Args {
			if k == "team" || k == "heading" || k == "text" {
				r.Diagnostics[i].Args[k] = text
			}
		}
	}
	r.Evaluations = []Evaluated{met(), missed()}
	for i := range r.Evaluations {
		ev := &r.Evaluations[i]
		ev.Progress.Plan = r.Plans[len(r.Plans)-1]
		ev.Record.CheckIns = []goals.CheckIn{{Progress: text, Mark: goals.Mark{By: text}, SelfReported: []goals.Evidence{{Source: goals.SourceData, Text: text}}}}
		ev.Record.Comments = []goals.Comment{{Text: text, Mark: goals.Mark{By: text}, Answer: &goals.Reply{Text: text, Mark: goals.Mark{By: text}}}}
		ev.Record.Closing = &goals.Closing{Outcome: goals.OutcomeMet, Note: text, Mark: goals.Mark{By: text}}
	}
	r.Records = []Record{r.Evaluations[0].Record}
	r.Records[0].Plan = r.Plans[len(r.Plans)-1].ID
	r.All = true
	return r
}

// inertIn are the checks of each form that a report is written in, by its writer.
var inertIn = map[string]func(t *testing.T, r *Report, text string){
	"WriteXLSX":     inertWorkbook,
	"WriteCSV":      inertCSV,
	"WriteHTML":     inertPage,
	"WriteSite":     inertSite,
	"WriteMarkdown": inertMarkdown,
	"WriteTable":    inertTable,
	"WritePlans":    inertPlans,
	"WriteProgress": inertProgress,
	"WriteQuality":  inertQuality,
	"WriteGrid":     inertGrid,
	"WriteJSON":     inertJSON,
	"WriteJSONL":    inertJSONLines,
	"WriteParquet":  inertParquet,
	"WriteArrow":    inertArrow,
	"WriteBundle":   inertBundle,
}

func TestTextsFromInputsAreInertInEveryForm(t *testing.T) {
	for name, text := range attacks {
		t.Run(name, func(t *testing.T) {
			r := attacked(t, text)
			for _, check := range inertIn {
				check(t, r, text)
			}
		})
	}
}

// A writer that nobody attacked is a fault of this test.
func TestEveryWriterIsAttacked(t *testing.T) {
	fset := token.NewFileSet()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Write") && inertIn[f.Name.Name] == nil {
				t.Errorf("%s: nothing attacks %s", name, f.Name.Name)
			}
		}
	}
}

// inertWorkbook: every formula is the writer's own, links stay in the workbook,
// and the cell shows the text as it was, control characters as their signs.
func inertWorkbook(t *testing.T, r *Report, text string) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteXLSX(&b, r, printer(t, "en")); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	found := false
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for y, row := range rows {
			for x, shown := range row {
				at, _ := excelize.CoordinatesToCellName(x+1, y+1)
				formula, _ := f.GetCellFormula(sheet, at)
				if strings.Contains(formula, "HYPERLINK") || strings.Contains(formula, "cmd|") || strings.HasPrefix(formula, "1+1") || strings.Contains(formula, "SUM(1)") {
					t.Errorf("%s!%s holds the formula %s", sheet, at, formula)
				}
				if kind, _ := f.GetCellType(sheet, at); shown == locale.Plain(text) && (kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString) {
					found = true
				}
			}
		}
	}
	if !found {
		t.Errorf("no cell of text shows %q", locale.Plain(text))
	}
}

// inertCSV: no field begins as a formula, and what was put before it can be
// taken away again.
func inertCSV(t *testing.T, r *Report, text string) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteCSV(&b, r, CSVOptions{}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, row := range rows[1:] {
		for _, field := range row {
			if isNumber := regexp.MustCompile(`^-?[0-9.e+-]+$`).MatchString(field) && field != text; isNumber {
				continue
			}
			if field != "" && strings.ContainsRune("=+-@\t\r", rune(field[0])) {
				t.Errorf("a field begins as a formula: %q", field)
			}
			found = found || strings.TrimPrefix(field, "'") == locale.Plain(text) || strings.TrimPrefix(field, "'") == text
		}
	}
	if !found {
		t.Errorf("csv lost %q", text)
	}
}

var (
	ownTags   = regexp.MustCompile(`(?i)<(script|img|iframe|object|embed|link|base|form)\b`)
	activeURL = regexp.MustCompile(`(?i)(href|src|action)\s*=\s*["']?\s*(javascript|data|vbscript):`)
	handlers  = regexp.MustCompile(`(?i)<[^>]*\son[a-z]+\s*=`)
	safeName  = regexp.MustCompile(`^[a-z0-9./-]+$`)
	pictures  = regexp.MustCompile(`(?s)<svg\b.*?</svg>`)
)

// inertMarkup: the page's own script is its only active part, and each picture
// is well-formed.
func inertMarkup(t *testing.T, name, page string) {
	t.Helper()
	if n := len(ownTags.FindAllString(page, -1)); n != 1 { // the filter's script
		t.Errorf("%s: %d active tags", name, n)
	}
	for _, bad := range []*regexp.Regexp{activeURL, handlers} {
		if m := bad.FindString(page); m != "" {
			t.Errorf("%s: %q", name, m)
		}
	}
	if strings.ContainsAny(page, "\x1b\u202e\u009b") {
		t.Errorf("%s holds control characters", name)
	}
	for _, svg := range pictures.FindAllString(page, -1) {
		if err := wellFormed(svg); err != nil {
			t.Fatalf("%s: a picture is no XML: %v\n%s", name, err, svg)
		}
	}
}

func inertPage(t *testing.T, r *Report, text string) {
	for _, lang := range []string{"en", "zh"} {
		page := pageOf(t, r, lang)
		inertMarkup(t, lang, page)
		if !strings.Contains(html.UnescapeString(page), locale.Plain(text)) {
			t.Errorf("%s: the page lost the text", lang)
		}
	}
}

// inertSite: the site's files have names of their own.
func inertSite(t *testing.T, r *Report, _ string) {
	err := WriteSite("gaps.html", r, printer(t, "en"), func(name string) (io.WriteCloser, error) {
		if !safeName.MatchString(name) || strings.Contains(name, "..") {
			t.Errorf("the site has a file %q", name)
		}
		return &checked{name: name, done: func(name, page string) { inertMarkup(t, name, page) }}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// checked is a file that is looked at when it is whole.
type checked struct {
	strings.Builder
	name string
	done func(name, page string)
}

func (c *checked) Close() error { c.done(c.name, c.String()); return nil }

func wellFormed(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
