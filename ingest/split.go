package ingest

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/sheet"
)

// peopleHeadings are the dimensions of which every table has one.
var peopleHeadings = []string{dimID, dimName, dimPerson}

// splitTable cuts a sheet that holds several tables, below each other or beside
// each other, into those tables. Their cells keep their addresses.
//
// Lines are those of the header rows that a configuration names.
func (v *vocabulary) splitTable(t *sheet.Table, lines []int) []*sheet.Table {
	var parts []*sheet.Table
	starts := append(v.tableStarts(t, lines), len(t.Rows))
	from := 0
	for _, to := range starts {
		if to > from {
			part := *t
			part.Rows = t.Rows[from:to]
			parts = append(parts, v.splitSideways(&part)...)
		}
		from = to
	}
	return parts
}

// tableStarts returns the indexes of the rows at which another table begins:
// its titles, or its headings. The same headings again without a title are
// those of the next page.
func (v *vocabulary) tableStarts(t *sheet.Table, lines []int) []int {
	filled := fillMerged(t, 0, len(t.Rows), func(int) bool { return true })
	var starts []int
	memo := map[string]bool{}
	first, last := -1, -1 // rows of headings: the first of the table, the last that was met
	for i, r := range t.Rows {
		if !slices.Contains(lines, r.Line) && !v.isHeadingRow(filled.Rows[i], memo) {
			continue
		}
		switch titles := titlesAbove(t.Rows, i, last+1); {
		case first < 0:
			first = i
		case i == last+1 && r.Line <= t.Rows[last].Line+1: // a header of two rows
		case titles == i && sameHeadings(filled.Rows[i], filled.Rows[first]):
		default:
			first = i
			starts = append(starts, titles)
		}
		last = i
	}
	if first < 0 {
		return personStarts(t.Rows, memo)
	}
	return starts
}

// isHeadingRow reports whether a row is one of headings: one of a person,
// another that is known, no figures, and not less than half of the cells known.
func (v *vocabulary) isHeadingRow(r sheet.Row, memo map[string]bool) bool {
	if !slices.ContainsFunc(r.Cells, func(c sheet.Cell) bool { return isPeopleHeading(c, memo) }) {
		return false
	}
	known, cells := 0, 0
	for _, c := range r.Cells {
		if c.Kind == sheet.Blank {
			continue
		}
		cells++
		m := v.match(headingText(c))
		switch {
		case len(m.hits) > 0 || m.dimension != "" || headingPeriod(c, PeriodOptions{Year: 2000, Month: 1}).Grain != 0 || crosses(v, headingText(c)):
			known++
		case !readNumber(c, nil).isWord():
			return false
		}
	}
	return known > 1 && 2*known >= cells && !isLabelRow(r)
}

// mostMemo is how many texts of a sheet are remembered; ids may be all
// different.
const mostMemo = 1 << 16

func isPeopleHeading(c sheet.Cell, memo map[string]bool) bool {
	if c.Kind != sheet.Text || len(c.Text) > 40 || c.Text[0] >= '0' && c.Text[0] <= '9' || isCode(c.Text) {
		return false
	}
	is, done := memo[c.Text]
	if !done {
		is = slices.Contains(peopleHeadings, words().dimensions[squash(c.Text)])
		if len(memo) < mostMemo {
			memo[strings.Clone(c.Text)] = is
		}
	}
	return is
}

// titlesAbove returns the index of the first of the title rows right above the
// headings in row at: single texts, of which one names a period or which stand
// below a blank line.
func titlesAbove(rows []sheet.Row, at, from int) int {
	top, period := at, at
	for top > from && isTitle(rows[top-1]) && rows[top-1].Line >= rows[top].Line-2 {
		top--
		if findPeriod(rowText(rows[top]), 2000).period.Grain != 0 {
			period = top
		}
	}
	if top < at && top > 0 && rows[top].Line > rows[top-1].Line+1 {
		return top
	}
	return period
}

func isTitle(r sheet.Row) bool {
	texts := 0
	for _, c := range r.Cells {
		switch c.Kind {
		case sheet.Blank:
		case sheet.Text:
			texts++
		default:
			return false
		}
	}
	return texts == 1
}

func rowText(r sheet.Row) string {
	var list []string
	for _, c := range r.Cells {
		if c.Kind != sheet.Blank {
			list = append(list, c.Text)
		}
	}
	return strings.Join(list, " ")
}

func sameHeadings(a, b sheet.Row) bool {
	for i := range max(len(a.Cells), len(b.Cells)) {
		if fold(a.At(i).Text).key != fold(b.At(i).Text).key {
			return false
		}
	}
	return true
}

// splitSideways cuts tables that stand beside each other: the heading of the
// people comes again behind a column that is blank from top to bottom.
func (v *vocabulary) splitSideways(t *sheet.Table) []*sheet.Table {
	at := slices.IndexFunc(t.Rows, func(r sheet.Row) bool { return v.isHeadingRow(r, map[string]bool{}) })
	if at < 0 || at > searchDepth {
		return []*sheet.Table{t}
	}
	head := t.Rows[at]
	var cuts []int
	last, seen := 0, map[string]bool{}
	for i, c := range head.Cells {
		key := fold(c.Text).key
		if !slices.Contains(peopleHeadings, words().dimensions[key]) {
			continue
		}
		if gap := blankColumn(t.Rows[at:], last+1, i); seen[key] && gap >= 0 {
			cuts, seen = append(cuts, gap), map[string]bool{}
		}
		last, seen[key] = i, true
	}
	if len(cuts) == 0 {
		return []*sheet.Table{t}
	}
	var parts []*sheet.Table
	from := 0
	for _, to := range append(cuts, widest(t.Rows)) {
		parts = append(parts, cutColumns(t, cut{at, cuts[0], from, to}))
		from = to
	}
	return parts
}

// blankColumn returns the last column in [from, to) without any cell, −1 when
// there is none.
func blankColumn(rows []sheet.Row, from, to int) int {
	for col := to - 1; col >= from; col-- {
		if !slices.ContainsFunc(rows, func(r sheet.Row) bool { return r.At(col).Kind != sheet.Blank }) {
			return col
		}
	}
	return -1
}

// isEverybodys reports whether a row above tables that stand beside each other is of
// all of them: it is merged beyond the first, which ends before column to, or stands
// over the first alone, and was not merged over just that.
func isEverybodys(t *sheet.Table, r sheet.Row, to int) bool {
	for _, a := range t.Merged {
		if a.Top <= r.Line && r.Line <= a.Bottom && a.Left-1 < to && a.Right > a.Left {
			return a.Right-1 > to
		}
	}
	return !slices.ContainsFunc(r.Cells[min(to, len(r.Cells)):], func(c sheet.Cell) bool { return c.Kind != sheet.Blank })
}

func cutRow(r sheet.Row, from, to int) sheet.Row {
	cells := make([]sheet.Cell, min(to, len(r.Cells)))
	if from < len(cells) {
		copy(cells[from:], r.Cells[from:len(cells)])
	}
	return sheet.Row{Line: r.Line, Cells: cells}
}

// cut is where one of the tables that stand beside each other lies: the index of the
// row of headings, where the first table ends, and the columns [from, to).
type cut struct{ head, first, from, to int }

// cutColumns keeps the cells of the columns in [from, to), where they stand, and of
// the rows above the headings the titles that are the table's.
func cutColumns(t *sheet.Table, c cut) *sheet.Table {
	out := *t
	out.Rows = nil
	for i, r := range t.Rows {
		row := r
		if i >= c.head || !isEverybodys(t, r, c.first) {
			row = cutRow(r, c.from, c.to)
		}
		if !row.Empty() {
			out.Rows = append(out.Rows, row)
		}
	}
	return &out
}
