package ingest

import (
	"path"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// readdress gives what came from a roster its address in the roster: a table
// has no column beyond its own, and a user must be able to go to the cell.
func (g *grid) readdress(diagnostics []kpi.Diagnostic, from int) {
	if len(g.joined) == 0 {
		return
	}
	for i := range diagnostics {
		diagnostics[i].Origin = g.address(diagnostics[i].Origin)
	}
	for i, o := range g.run.observed.From(from) {
		if o.Origin.Col > g.joinedAt && o.Origin.File == g.table.File {
			o.Origin.Col = g.joined[0].left + 1 // the row's own cell: doubles are counted there
			g.run.observed.Set(i, o)
		}
	}
	for _, c := range g.cols[min(g.joinedAt, len(g.cols)):] {
		c.Origin = g.address(c.Origin)
		c.tell("joined=" + path.Base(c.Origin.File))
	}
}

// address is where a cell stands in its file. The cell of a row without a
// partner in the roster is that of its key.
func (g *grid) address(at kpi.Origin) kpi.Origin {
	if at.File != g.table.File || at.Sheet != g.table.Sheet || at.Col <= g.joinedAt {
		return at
	}
	for i := len(g.joined) - 1; i >= 0; i-- {
		jr := g.joined[i]
		col := at.Col - 1 - jr.from
		if col < 0 || col >= len(jr.columns) {
			continue
		}
		line, ok := g.rosterLine(jr, at.Row)
		switch at.Row {
		case g.head.Line:
			line, ok = jr.grid.head.Line, true
		case 0:
			ok = true
		}
		if !ok {
			return g.table.Origin(at.Row, jr.left)
		}
		return jr.grid.table.Origin(line, jr.columns[col])
	}
	return at
}
