package reports

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

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
	r.All = true
	return r
}

func TestTextsFromInputsAreInertInEveryForm(t *testing.T) {
	for name, text := range attacks {
		t.Run(name, func(t *testing.T) {
			r := attacked(t, text)
			inertWorkbook(t, r, text)
			inertCSV(t, r, text)
			inertPages(t, r)
			inertText(t, r)
			if err := validate(t, writeJSON(t, r)); err != nil {
				t.Errorf("json: %v", err)
			}
		})
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

// inertPages: the page's own script is its only active part, each picture is
// well-formed, and the site's files have names of their own.
func inertPages(t *testing.T, r *Report) {
	t.Helper()
	check := func(name, page string) {
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
	for _, lang := range []string{"en", "zh"} {
		check(lang, pageOf(t, r, lang))
	}
	err := WriteSite("gaps.html", r, printer(t, "en"), func(name string) (io.WriteCloser, error) {
		if !safeName.MatchString(name) || strings.Contains(name, "..") {
			t.Errorf("the site has a file %q", name)
		}
		return &checked{name: name, done: check}, nil
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

// inertText: no sequence reaches a terminal, and Markdown has no link, no markup
// and as many columns in each row as in its heading.
func inertText(t *testing.T, r *Report) {
	t.Helper()
	var table, md strings.Builder
	if err := WriteTable(&table, r, TextOptions{Printer: printer(t, "en"), Width: 120}); err != nil {
		t.Fatal(err)
	}
	if err := WriteMarkdown(&md, r, printer(t, "en")); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{table.String(), md.String()} {
		if strings.ContainsAny(text, "\x1b\u009b\u202e\r\t\x07") {
			t.Error("control characters reach the reader")
		}
	}
	if regexp.MustCompile(`[^\\]\]\(`).MatchString(md.String()) || strings.Contains(md.String(), "<script") || strings.Contains(md.String(), "<img") {
		t.Error("markup stands in Markdown")
	}
	columns := 0
	for line := range strings.Lines(md.String()) {
		n := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if !strings.HasPrefix(line, "|") {
			n = 0
		}
		if n != 0 && columns != 0 && n != columns {
			t.Errorf("a row of %d in a table of %d columns: %s", n, columns, line)
		}
		columns = n
	}
}
