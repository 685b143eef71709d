package ingest

import (
	"fmt"
	"math"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// partsOf makes a grid of each table that a sheet holds.
func (r *run) partsOf(f *sheet.File, t *sheet.Table) []*grid {
	t, found := r.settleTable(f, t)
	list := []*sheet.Table{t}
	if len(t.Rows) > 0 && t.Spool == nil {
		list = r.words.splitTable(t, r.headerLines(t))
	}
	grids := make([]*grid, len(list))
	top := titlesOnTop(list[0])
	until := math.MaxInt
	for i := len(list) - 1; i >= 0; i-- {
		part := list[i]
		g := &grid{run: r, file: f, table: part, until: until, stacked: len(list) > 1, commas: found}
		g.reading = Reading{File: t.File, Sheet: t.Sheet, Encoding: f.Encoding, Delimiter: f.Delimiter}
		grids[i] = g
		if i == 0 {
			break
		}
		g.above = top
		at := part.Rows[0]
		r.report(kpi.Note, "table.stacked", part.Origin(at.Line, firstColumn(at)), kpi.Args{"table": fmt.Sprint(i + 1)})
		if list[i-1].Rows[0].Line < at.Line {
			g.from, until = at.Line, at.Line
		}
	}
	for i, g := range grids[1:] {
		if g.from == 0 { // beside another table
			g.from, g.beside, grids[i].beside = grids[i].from, true, true
		}
	}
	return grids
}

// titlesOnTop are the titles with which a sheet begins: they hold for the tables below
// or beside the first, too, where these have none that says the same.
func titlesOnTop(t *sheet.Table) []string {
	var titles []string
	for _, r := range t.Rows {
		if !isTitle(r) {
			break
		}
		titles = append(titles, rowText(r))
	}
	return titles
}

// headerLines are the header rows that sources name for a sheet.
func (r *run) headerLines(t *sheet.Table) []int {
	var lines []int
	for i := range r.opt.Sources {
		if s := &r.opt.Sources[i]; s.HeaderRow > 0 && s.matches(t.File) && s.forSheet(t.Sheet) {
			lines = append(lines, s.HeaderRow)
		}
	}
	return lines
}

func firstColumn(r sheet.Row) int {
	return slices.IndexFunc(r.Cells, func(c sheet.Cell) bool { return c.Kind != sheet.Blank })
}

// copyOf returns the file among the earlier ones that holds the same bytes and
// is read in the same way: what is handed in twice under two names counts once.
func (r *run) copyOf(f *sheet.File, earlier []*sheet.File) *sheet.File {
	for _, e := range earlier {
		if e.SHA256 != "" && e.SHA256 == f.SHA256 && !slices.ContainsFunc(r.opt.Sources, func(s Source) bool { return s.matches(e.Path) != s.matches(f.Path) }) {
			return e
		}
	}
	return nil
}
