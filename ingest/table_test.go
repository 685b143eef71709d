package ingest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// cellOf makes the cell that a test text stands for: numbers are numbers,
// "15%!" a cell with a percent format, "@2025-06-30" a date, "#DIV/0!" an error,
// "'15" the text 15.
func cellOf(s string) sheet.Cell {
	if text, ok := strings.CutPrefix(s, "'"); ok {
		return sheet.Cell{Kind: sheet.Text, Text: text}
	}
	if day, ok := strings.CutPrefix(s, "@"); ok {
		d, err := kpi.ParseDate(day)
		if err != nil {
			panic(err)
		}
		return sheet.Cell{Kind: sheet.Date, Text: day, Number: float64(d)}
	}
	if p, ok := strings.CutSuffix(s, "%!"); ok {
		f, _ := strconv.ParseFloat(p+"e-2", 64)
		return sheet.Cell{Kind: sheet.Number, Text: strconv.FormatFloat(f, 'f', -1, 64), Number: f, Percent: true}
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil && !strings.HasPrefix(s, "0") || s == "0" || strings.HasPrefix(s, "0.") {
		return sheet.Cell{Kind: sheet.Number, Text: s, Number: f}
	}
	switch {
	case s == "":
		return sheet.Cell{}
	case strings.HasPrefix(s, "#"):
		return sheet.Cell{Kind: sheet.Fault, Text: s}
	}
	return sheet.Cell{Kind: sheet.Text, Text: s}
}

// tableOf makes a table of lines whose cells are parted by "|"; blank lines are
// left out but counted, as the readers do.
func tableOf(name, text string) sheet.Table {
	t := sheet.Table{Sheet: name}
	for i, line := range strings.Split(strings.Trim(text, "\n"), "\n") {
		row := sheet.Row{Line: i + 1}
		for _, c := range strings.Split(line, "|") {
			row.Cells = append(row.Cells, cellOf(strings.TrimSpace(c)))
		}
		if !row.Empty() {
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// fileOf makes a file of tables.
func fileOf(path string, tables ...sheet.Table) *sheet.File {
	f := &sheet.File{Path: path, SHA256: "sum of " + path, Encoding: "utf-8", Tables: tables}
	for i := range f.Tables {
		f.Tables[i].File = path
	}
	return f
}

// csvOf makes a text file: one table without a name, every cell a text.
func csvOf(path, text string) *sheet.File {
	t := tableOf("", text)
	for _, r := range t.Rows {
		for i, c := range r.Cells {
			if c.Kind != sheet.Blank {
				r.Cells[i] = sheet.Cell{Kind: sheet.Text, Text: c.Text}
			}
		}
	}
	return fileOf(path, t)
}

// must reads files that give figures.
func must(t *testing.T, opt Options, files ...*sheet.File) *Result {
	t.Helper()
	res, err := Tables(files, opt)
	if err != nil {
		t.Fatalf("Tables: %v\n%s", err, told(res))
	}
	checkTallies(t, res)
	return res
}

// told lists the diagnostics, one a line.
func told(res *Result) string {
	if res == nil {
		return ""
	}
	var b strings.Builder
	for _, d := range res.Diagnostics {
		fmt.Fprintf(&b, "%s %s %s %s\n", d.Severity, d.Code, d.Origin, d.Args)
	}
	return b.String()
}

// facts lists the observations: team employee kpi period measure.
func facts(res *Result) []string {
	var list []string
	for i := range res.Dataset.Len() {
		o := res.Dataset.At(i)
		m := "none"
		switch {
		case o.Measure.HasCounts():
			m = o.Measure.Events.String() + "/" + o.Measure.Trials.String()
		case o.Measure.Known():
			m = strconv.FormatFloat(o.Measure.Level, 'g', -1, 64)
		}
		list = append(list, fmt.Sprintf("%s %s %s %s %s", o.Team, o.Employee.ID, o.Indicator.ID, o.Period, m))
	}
	return list
}

// codes lists the codes of the diagnostics of a severity, each once.
func codes(res *Result, sev kpi.Severity) []string {
	var list []string
	for _, d := range res.Diagnostics {
		if d.Severity == sev && !slices.Contains(list, d.Code) {
			list = append(list, d.Code)
		}
	}
	slices.Sort(list)
	return list
}

// find returns the first diagnostic with the code.
func find(t *testing.T, res *Result, code string) kpi.Diagnostic {
	t.Helper()
	for _, d := range res.Diagnostics {
		if d.Code == code {
			return d
		}
	}
	t.Fatalf("no diagnostic %s in\n%s", code, told(res))
	return kpi.Diagnostic{}
}

// checkTallies holds the identities of Tally.
func checkTallies(t interface {
	Helper()
	Errorf(string, ...any)
}, res *Result) {
	t.Helper()
	used := 0
	for _, in := range res.Inputs {
		y := in.Tally
		if y.RowsRead != y.RowsUsed+y.RowsRejected+y.RowsBlank+y.RowsLeftOut || y.ValuesRead != y.ValuesUsed+y.ValuesRejected+y.ValuesBlank+y.ValuesLeftOut {
			t.Errorf("tally does not add up: %+v", y)
		}
		used += y.ValuesUsed
	}
	known := 0
	for i := range res.Dataset.Len() {
		if res.Dataset.Measure(i).Known() {
			known += 1 + rowsAddedTo(res, res.Dataset.OriginAt(i))
		}
	}
	for _, d := range res.Diagnostics {
		if d.Code == "counts.from_rows" { // several rows each
			rows, _ := strconv.Atoi(d.Args["rows"])
			figures, _ := strconv.Atoi(d.Args["figures"])
			known += rows - figures
		}
	}
	if known != used {
		t.Errorf("%d values used but %d in the dataset", used, known)
	}
}

// rowsAddedTo is how many more rows were added up in the figure at an address.
func rowsAddedTo(res *Result, at kpi.Origin) int {
	for _, d := range res.Diagnostics {
		if d.Code == "period.days_added" && d.Origin == at {
			n, _ := strconv.Atoi(d.Args["rows"])
			return n - 1
		}
	}
	return 0
}

// one is a file of one sheet.
func one(path, text string) []*sheet.File {
	return []*sheet.File{fileOf(path, tableOf("Sheet1", text))}
}

// read reads one sheet inside a property.
func read(t interface{ Fatalf(string, ...any) }, text string) *Result {
	res, err := Tables(one("a.xlsx", text), Options{})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return res
}

// one2 is a file of two sheets.
func one2(path, name, text, other, more string) []*sheet.File {
	return []*sheet.File{fileOf(path, tableOf(name, text), tableOf(other, more))}
}
