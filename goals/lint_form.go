package goals

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Form is a sheet that people filled in: rows of cells with their places, blank
// ones included.
type Form [][]Sentence

// LintForm checks a form. A row that names at least three elements of a plan is
// its heading and each row below is a plan; a column that does so has the
// values beside it and is one plan; else each cell is a sentence by itself. An
// element that has a heading and no value, or no heading at all, is missing.
func LintForm(f Form, opt LintOptions) []kpi.Diagnostic {
	l := newLinter(opt)
	switch row, column := l.headings(f); {
	case row >= 0:
		l.text(l.tableOf(f, row))
	case column >= 0:
		l.text(l.pageOf(f, column))
	default:
		l.text(slices.Concat(f...))
	}
	return l.sorted()
}

// enough is how many elements make a heading.
const enough = 3

// headings finds the row or the column of headings, -1 for none.
func (l *linter) headings(f Form) (row, column int) {
	width := 0
	for i, cells := range f {
		width = max(width, len(cells))
		if len(l.elementsOf(cells)) >= enough && i+1 < len(f) {
			return i, -1
		}
	}
	for col := range width {
		if len(l.elementsOf(f.column(col))) >= enough {
			return -1, col
		}
	}
	return -1, -1
}

func (f Form) column(col int) []Sentence {
	var cells []Sentence
	for _, row := range f {
		if col < len(row) {
			cells = append(cells, row[col])
		}
	}
	return cells
}

// elementsOf are the elements that cells name as headings: short texts only.
func (l *linter) elementsOf(cells []Sentence) map[string]int {
	found := map[string]int{}
	for i, c := range cells {
		text := plainSigns(c.Text)
		if len([]rune(text)) > 30 {
			continue
		}
		if e := l.Phrases.elementOf(text); e != "" {
			if _, twice := found[e]; !twice {
				found[e] = i
			}
		}
	}
	return found
}

// needed are the elements of a plan that a form must ask for.
func needed() []string {
	return []string{"item", "cause", "current", "target", "measures", "owner", "due", "resources"}
}

// tableOf labels the cells below a row of headings.
func (l *linter) tableOf(f Form, head int) []Sentence {
	elements := l.elementsOf(f[head])
	for _, e := range needed() {
		if _, there := elements[e]; !there && len(f[head]) > 0 {
			place := f[head][0].Origin
			place.Col = 0
			l.report("element.missing", place, kpi.Args{"element": e})
		}
	}
	var out []Sentence
	for i, cells := range f[head+1:] {
		if !slices.ContainsFunc(cells, filled) {
			continue
		}
		for _, e := range needed() {
			if col, there := elements[e]; there && col < len(cells) && !filled(cells[col]) {
				l.report("element.missing", cells[col].Origin, kpi.Args{"element": e})
			}
		}
		for col, c := range cells {
			c.Group = fmt.Sprint("row ", i)
			if col < len(f[head]) {
				c.Label = plainSigns(f[head][col].Text)
			}
			out = append(out, c)
		}
	}
	return out
}

func filled(s Sentence) bool { return strings.TrimSpace(plainSigns(s.Text)) != "" }

// pageOf labels the cells beside a column of headings.
func (l *linter) pageOf(f Form, col int) []Sentence {
	elements := l.elementsOf(f.column(col))
	for _, e := range needed() {
		if _, there := elements[e]; !there {
			place := f[0][0].Origin
			place.Row, place.Col = 0, 0
			l.report("element.missing", place, kpi.Args{"element": e})
		}
	}
	var out []Sentence
	for _, cells := range f {
		if col >= len(cells) {
			out = append(out, cells...)
			continue
		}
		label := plainSigns(cells[col].Text)
		values := cells[col+1:]
		if e := l.Phrases.elementOf(label); e != "" && !slices.ContainsFunc(values, filled) {
			l.report("element.missing", cells[col].Origin, kpi.Args{"element": e})
		}
		for i, c := range cells {
			if i > col {
				c.Label = label
			}
			out = append(out, c)
		}
	}
	return out
}
