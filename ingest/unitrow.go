package ingest

import (
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// takeUnitRow reads a row of nothing but units right below the headings (%, 小时,
// (元)) as if each stood in its heading.
func (g *grid) takeUnitRow() {
	r := g.firstRow()
	if r.Line == 0 {
		return
	}
	units := map[int]string{}
	for i, c := range r.Cells {
		if c.Kind == sheet.Blank {
			continue
		}
		unit := cellUnit(c)
		if unit == "" {
			return
		}
		units[i] = unit
	}
	g.unitRow = r.Line
	for i, unit := range units {
		if g.cols[i].meaning.unit == "" {
			g.cols[i].meaning.unit = unit
		}
	}
	g.report(kpi.Note, "rows.units", r.Line, -1, kpi.Args{"row": g.table.Origin(r.Line, -1).Cell()})
}

// cellUnit is the unit that a cell names, in brackets or not.
func cellUnit(c sheet.Cell) string {
	if c.Kind != sheet.Text {
		return ""
	}
	text := normal(c.Text)
	if unit := unitNamed(text); unit != "" {
		return unit
	}
	if rest, unit := cutUnit(text); rest == "" {
		return unit
	}
	return ""
}
