package ingest

import (
	"slices"

	"github.com/gapstep/gapstep/ingest/sheet"
)

// fillMerged returns the table with the value of cells merged downwards written
// into each of their rows, as spreadsheets show it, in the columns that are
// wanted (counted from 0) and in rows [from, to). Figures are never wanted: one
// figure over three people is no figure of each.
func fillMerged(t *sheet.Table, from, to int, wanted func(col int) bool) *sheet.Table {
	if len(t.Merged) == 0 {
		return t
	}
	out := *t
	out.Rows = slices.Clone(t.Rows)
	const most = 4 << 20 // cells; areas of a damaged file may overlap without end
	filled := 0
	for _, a := range t.Merged {
		col := a.Left - 1
		if a.Bottom <= a.Top || col < 0 || !wanted(col) {
			continue
		}
		top := rowAt(out.Rows, a.Top)
		if top == len(out.Rows) || out.Rows[top].Line != a.Top {
			continue
		}
		value := out.Rows[top].At(col)
		for i := max(top+1, from); i < min(to, len(out.Rows)) && out.Rows[i].Line <= a.Bottom && filled < most; i++ {
			out.Rows[i].Cells = withCell(out.Rows[i].Cells, col, value)
			filled++
		}
	}
	return &out
}

// rowAt is the index of the first row at or below a line.
func rowAt(rows []sheet.Row, line int) int {
	at, _ := slices.BinarySearchFunc(rows, line, func(r sheet.Row, l int) int { return r.Line - l })
	return at
}

// withCell returns the cells with one that was blank written anew.
func withCell(cells []sheet.Cell, col int, value sheet.Cell) []sheet.Cell {
	if col < len(cells) && cells[col].Kind != sheet.Blank {
		return cells
	}
	out := make([]sheet.Cell, max(len(cells), col+1))
	copy(out, cells)
	out[col] = value
	return out
}

// fillDimensions fills the merged cells of the columns that may be dimensions.
func (g *grid) fillDimensions() {
	wanted := func(col int) bool {
		return col < len(g.cols) && (g.cols[col].dimension != "" && g.cols[col].dimension != dimValue || g.isConfiguredDimension(col))
	}
	g.table = fillMerged(g.table, g.last+1, len(g.table.Rows), wanted)
}

func (g *grid) isConfiguredDimension(at int) bool {
	c := g.columns()
	for _, h := range []string{c.Employee, c.Name, c.Team, c.Period, c.KPI, c.Role, c.Level, c.Manager, c.Type, c.Hired} {
		if h != "" && g.find(h) == at {
			return true
		}
	}
	return false
}
