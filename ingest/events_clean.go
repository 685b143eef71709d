package ingest

import (
	"fmt"
	"slices"

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
	g.ownTable()
	g.renameCells(0)
	g.joinedAt = g.widest()
	for _, j := range s.Joins {
		if f := g.joinRoster(j); f != nil {
			return f
		}
	}
	g.renameCells(g.joinedAt)
	g.dropRows()
	return nil
}

// ownTable makes the rows the grid's own: the file's are not to be changed.
func (g *grid) ownTable() {
	t := *g.table
	t.Rows = slices.Clone(t.Rows)
	for i := range t.Rows {
		t.Rows[i].Cells = slices.Clone(t.Rows[i].Cells)
	}
	g.table, g.head = &t, sheet.Row{Line: g.head.Line, Cells: slices.Clone(g.head.Cells)}
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
		words := set(a.From, cleanText)
		for _, r := range g.rows() {
			if at < len(r.Cells) && words[cleanText(r.Cells[at].Text)] {
				r.Cells[at] = sheet.Cell{Kind: sheet.Text, Text: a.To}
			}
		}
	}
}

// dropRows leaves out the rows with excluded values, and says how many.
func (g *grid) dropRows() {
	for _, e := range g.source.Excludes {
		at := headed(g.head, e.Column)
		if at < 0 {
			continue // said as a heading that the table lacks
		}
		words := set(e.Values, cleanText)
		first, before := 0, len(g.table.Rows)
		rows := g.rows()
		kept := g.table.Rows[:before-len(rows)]
		for _, r := range rows {
			if !words[cleanText(r.At(at).Text)] {
				kept = append(kept, r)
				continue
			}
			g.excluded = append(g.excluded, r.Line)
			if first == 0 {
				first = r.Line
			}
		}
		g.table.Rows = kept
		if n := before - len(kept); n > 0 {
			g.run.report(kpi.Note, "rows.excluded", g.table.Origin(first, at), kpi.Args{"rows": fmt.Sprint(n), "heading": e.Column})
		}
	}
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
