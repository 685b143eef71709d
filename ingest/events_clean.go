package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// clean takes a table through what the source says about its rows before they
// have a meaning: aliases, joins, rows that are left out.
func (g *grid) clean() *kpi.Fault {
	s := g.source
	if !s.isPlain() {
		g.reading.Source = s
	}
	g.noteCorrecting()
	if s == nil || len(s.Aliases)+len(s.Excludes)+len(s.Joins) == 0 {
		return nil
	}
	g.head = sheet.Row{Line: g.head.Line, Cells: slices.Clone(g.head.Cells)}
	g.fillKeys()
	g.feed = feed{raw: g.table, lazy: true}
	g.renameCells(0)
	g.joinedAt = g.widest()
	for _, j := range s.Joins {
		if f := g.joinRoster(j); f != nil {
			return f
		}
	}
	g.renameCells(g.joinedAt)
	g.dropRows()
	if g.table.Spool == nil {
		g.collect()
	}
	return nil
}

// fillKeys fills the merged cells of the columns by which rosters are joined.
func (g *grid) fillKeys() {
	for _, j := range g.source.Joins {
		left := headed(g.head, j.Left)
		g.table = fillMerged(g.table, g.last+1, len(g.table.Rows), func(col int) bool { return col == left })
	}
}

// widest is the number of columns.
func (g *grid) widest() int {
	width := len(g.head.Cells)
	for _, r := range g.rows() {
		width = max(width, len(r.Cells))
	}
	return width
}

// width is the number of columns of the file itself.
func (g *grid) width() int {
	if g.joinedAt > 0 {
		return g.joinedAt
	}
	return len(g.cols)
}

// headed finds a column of a header row by its heading, −1.
func headed(head sheet.Row, heading string) int {
	want := headingText(sheet.Cell{Text: heading})
	if at := slices.IndexFunc(head.Cells, func(c sheet.Cell) bool { return headingText(c) == want }); at >= 0 {
		return at
	}
	key := fold(heading).key
	return slices.IndexFunc(head.Cells, func(c sheet.Cell) bool { return key != "" && fold(headingText(c)).key == key })
}

// renameCells writes the aliases of the columns from one on.
func (g *grid) renameCells(from int) {
	for _, a := range g.source.Aliases {
		at := headed(g.head, a.Column)
		if at < from {
			continue
		}
		is, to := g.watch("aliases", a.Column, at, a.From, a.To), sheet.Cell{Kind: sheet.Text, Text: a.To}
		g.feed.stages = append(g.feed.stages, func(r *sheet.Row) bool {
			if at < len(r.Cells) && is(*r) {
				r.Cells[at] = to
			}
			return true
		})
	}
}

// remember keeps what a function gives for the texts that it was called with
// lately.
func remember[T any](f func(text string) T) func(string) T {
	memo := map[string]T{}
	return func(text string) T {
		v, known := memo[text]
		if !known {
			v = f(text)
			if len(memo) >= mostRemembered {
				clear(memo)
			}
			memo[strings.Clone(text)] = v
		}
		return v
	}
}

// mostRemembered is how many texts that are.
const mostRemembered = 1 << 12

// exclusion is one of the source's, for a table.
type exclusion struct {
	Exclude
	at          int // the column
	is          func(sheet.Row) bool
	rows, first int // that it leaves out; the line of the first
}

// dropRows leaves out the rows with excluded values, and says how many.
func (g *grid) dropRows() {
	var list []*exclusion
	for _, e := range g.source.Excludes {
		if at := headed(g.head, e.Column); at >= 0 { // else said as a heading that the table lacks
			list = append(list, &exclusion{Exclude: e, at: at, is: g.watch("exclude", e.Column, at, e.Values)})
		}
	}
	by := func(r sheet.Row) *exclusion {
		for _, e := range list {
			if e.is(r) && !g.hasNoCell(r, e.at) {
				return e
			}
		}
		return nil
	}
	if len(list) == 0 {
		return
	}
	for _, r := range g.rows() {
		if e := by(r); e != nil {
			e.drop(r)
			g.noteExcluded(r)
		}
	}
	g.feed.stages = append(g.feed.stages, func(r *sheet.Row) bool { return by(*r) == nil })
	for _, e := range list {
		if e.rows > 0 {
			g.run.report(kpi.Note, "rows.excluded", g.table.Origin(e.first, e.at), kpi.Args{"rows": fmt.Sprint(e.rows), "heading": e.Column})
		}
	}
}

func (e *exclusion) drop(r sheet.Row) {
	if e.rows == 0 {
		e.first = r.Line
	}
	e.rows++
}

// noteCorrecting writes into the reading that the file corrects the others. Of
// events the sums are the source's, whichever file a row stands in, so that it
// must stay one source.
func (g *grid) noteCorrecting() {
	late := g.run.late.files[g.table.File] != nil
	g.reading.Corrects = late && !(g.source != nil && g.source.Corrects)
	if !g.reading.Corrects || g.source.isEvents() {
		return
	}
	s := Source{}
	if g.reading.Source != nil {
		s = *g.reading.Source
	}
	s.Corrects = true
	g.reading.Source = &s
}
