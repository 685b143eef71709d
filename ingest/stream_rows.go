package ingest

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/sheet"
)

// A large table whose rows are only gone through, each time from the first to
// the last, is never whole in memory: its rows stay packed in a spool, and what the
// configuration says of each (aliases, joins, exclusions) is done to them
// every time anew. So are those of events, and of whatever is joined to a roster.
// All that whole columns decide is decided as it is of any other table. What
// must hold all rows at once (tables beside or below each other, blocks to
// be filled) collects them.

// feed is where the rows of a table come from. The zero value stands for the rows
// of the table.
type feed struct {
	raw    *sheet.Table // before anything was done to the rows; nil: the grid's
	stages []stage      // what is done to each row, in this order
	lazy   bool         // it is done every time that the rows are gone through
}

// stage changes a row that is a copy; false leaves it out.
type stage func(r *sheet.Row) bool

// rows goes through the rows below the headings. The cells of a row are valid
// until the next one.
func (g *grid) rows() iter.Seq2[int, sheet.Row] {
	if !g.feed.lazy && g.table.Spool == nil {
		return slices.All(g.table.Rows[g.last+1:])
	}
	return func(yield func(int, sheet.Row) bool) {
		n, f := 0, &g.feed
		var cells []sheet.Cell // of the row in hand
		for r := range g.rawRows() {
			if f.lazy {
				cells = append(cells[:0], r.Cells...)
				r.Cells = cells
				keep := f.pass(&r)
				if cells = r.Cells; !keep {
					continue
				}
			}
			if !yield(n, r) {
				return
			}
			n++
		}
	}
}

// pass takes a row through all stages.
func (f *feed) pass(r *sheet.Row) bool {
	for _, do := range f.stages {
		if !do(r) {
			return false
		}
	}
	return true
}

// rawRows goes through the rows below the headings as the file has them, but for
// decimal commas.
func (g *grid) rawRows() iter.Seq[sheet.Row] {
	return func(yield func(sheet.Row) bool) {
		t := g.rawTable()
		for _, r := range t.Rows[g.last+1:] {
			if !yield(r) {
				return
			}
		}
		for r := range t.Spool.All() {
			if !yield(g.commas.written(r)) {
				return
			}
		}
	}
}

func (g *grid) rawTable() *sheet.Table {
	if g.feed.raw != nil {
		return g.feed.raw
	}
	return g.table
}

// written is a row of a spool with its decimal commas written as points.
func (found commas) written(r sheet.Row) sheet.Row {
	if len(found.decimal) > 0 {
		r.Cells = found.withPoints(r)
	}
	return r
}

// rowAt is the row at a line of the sheet, as rows has it, without cells where there is
// none.
func (g *grid) rowAt(line int) sheet.Row {
	if at := rowAt(g.table.Rows, line); at < len(g.table.Rows) && g.table.Rows[at].Line == line && (!g.feed.lazy || at <= g.last) {
		return g.table.Rows[at]
	}
	if r, ok := g.passAt(line); ok {
		return r
	}
	return sheet.Row{}
}

// firstRow is the first row below the headings, without a line where there is none.
func (g *grid) firstRow() sheet.Row {
	for _, r := range g.rows() {
		return ownCells(r)
	}
	return sheet.Row{}
}

// passAt takes the row at a line through the stages again.
func (g *grid) passAt(line int) (sheet.Row, bool) {
	t := g.rawTable()
	at := rowAt(t.Rows, line)
	if at < len(t.Rows) && t.Rows[at].Line == line {
		r := sheet.Row{Line: line, Cells: slices.Clone(t.Rows[at].Cells)}
		return r, at > g.last && g.feed.pass(&r)
	}
	r, ok := t.Spool.At(line)
	if !ok {
		return sheet.Row{}, false
	}
	r = g.commas.written(r)
	r.Cells = slices.Clone(r.Cells)
	return r, g.feed.pass(&r)
}

// hasRow reports whether a row is of a kind.
func (g *grid) hasRow(is func(sheet.Row) bool) bool {
	for _, r := range g.rows() {
		if is(r) {
			return true
		}
	}
	return false
}

// collect makes all rows, as they are now, the table's own.
func (g *grid) collect() {
	if !g.feed.lazy && g.table.Spool == nil {
		return
	}
	g.feed.raw = g.rawTable()
	t := *g.table
	t.Rows, t.Spool = slices.Clone(t.Rows[:g.last+1]), nil
	for _, r := range g.rows() {
		t.Rows = append(t.Rows, ownCells(r))
	}
	g.table, g.feed.lazy = &t, false
}

// ownCells is a row that may be kept.
func ownCells(r sheet.Row) sheet.Row {
	r.Cells = slices.Clone(r.Cells)
	return r
}

// tableRows goes through all rows of a table.
func tableRows(t *sheet.Table) iter.Seq2[int, sheet.Row] {
	return func(yield func(int, sheet.Row) bool) {
		n := 0
		for _, r := range t.Rows {
			if !yield(n, r) {
				return
			}
			n++
		}
		for r := range t.Spool.All() {
			if !yield(n, r) {
				return
			}
			n++
		}
	}
}

// unspool gives a table all its rows.
func unspool(t *sheet.Table) *sheet.Table {
	out := *t
	out.Rows, out.Spool = make([]sheet.Row, 0, len(t.Rows)+t.Spool.Len()), nil
	for _, r := range tableRows(t) {
		r = ownCells(r)
		for i := range r.Cells {
			r.Cells[i].Text = strings.Clone(r.Cells[i].Text)
		}
		out.Rows = append(out.Rows, r)
	}
	return &out
}

// settleTable settles the commas of a table, and gives it all its rows where they must be
// there at once.
func (r *run) settleTable(f *sheet.File, t *sheet.Table) (*sheet.Table, commas) {
	out, found := settleCommas(t, f.Delimiter, r.decimalOf(t))
	if t.Spool != nil && !r.isOneTable(out, found) {
		return settleCommas(unspool(t), f.Delimiter, r.decimalOf(t))
	}
	return out, found
}

// isOneTable reports whether it is certain of a spooled table that it is one table,
// whose headings are all among its first rows.
func (r *run) isOneTable(t *sheet.Table, found commas) bool {
	lines := r.headerLines(t)
	if len(t.Merged) > 0 || len(t.Rows) < leastTop || slices.Max(append(lines, 0)) > t.Rows[searchDepth].Line {
		return false
	}
	top := *t
	top.Spool = nil
	if len(r.words.splitTable(&top, lines)) != 1 {
		return false
	}
	memo := map[string]bool{}
	headed := slices.ContainsFunc(t.Rows, func(row sheet.Row) bool { return r.words.isHeadingRow(row, memo) })
	for row := range t.Spool.All() {
		if slices.ContainsFunc(row.Cells, func(c sheet.Cell) bool { return isPeopleHeading(c, memo) }) || !headed && namesSomebody(found.written(row)) {
			return false
		}
	}
	return true
}

// namesSomebody reports whether a label in a row says whose table it is in.
func namesSomebody(row sheet.Row) bool {
	if !slices.ContainsFunc(row.Cells, func(c sheet.Cell) bool { return hasColon(c.Text) && strings.Trim(c.Text, timeSigns) != "" }) {
		return false
	}
	l := labels{}
	l.readRow(row)
	return l.first(dimID, dimName, dimPerson) != ""
}

// timeSigns are those of times and instants, which are no labels.
const timeSigns = "0123456789:-/.+ TZ"

func hasColon(text string) bool { return strings.Contains(text, ":") || strings.Contains(text, "：") }

// leastTop is how many of its first rows a spooled table has as they are, at
// least: those that the headings are searched in, and their neighbours.
const leastTop = searchDepth + 2*headDepth + 6

// from is where the bytes of a file are, when not at its path.
func (o Options) from(file string) string {
	if file == Stdin {
		return o.Stdin
	}
	return ""
}

// spools reports whether a file is one whose rows are spooled when it is large.
func (o Options) spools(path string) bool {
	return slices.ContainsFunc(o.Sources, func(s Source) bool {
		return s.reads(path) && (s.isEvents() || len(s.Aliases)+len(s.Excludes)+len(s.Joins) > 0)
	})
}

// spoolFile reads a large file with its rows spooled.
func spoolFile(ctx context.Context, path string, opt Options) (*sheet.File, error) {
	return sheet.Spooled(ctx, path, opt.SheetOptions(path), cmp.Or(opt.spoolTop, topRows))
}
