package ingest

import "github.com/gapstep/gapstep/ingest/kpi"

// pointAtPeople gives what is said of names the address of the name, or of the id where
// no column holds names: the observation that tells it stands at a figure.
func (r *run) pointAtPeople(diags []kpi.Diagnostic) {
	for i, d := range diags {
		if d.Code != "employee.same_name" && d.Code != "employee.name_changed" {
			continue
		}
		for _, g := range r.gridsAt(d.Origin) {
			if at, ok := g.personCell(d); ok {
				diags[i].Origin = at
				break
			}
		}
	}
}

// personCell is the cell that names the person of a figure; ok is false where the
// table does not hold the figure, or no cell of it names her.
func (g *grid) personCell(d kpi.Diagnostic) (at kpi.Origin, ok bool) {
	col := d.Origin.Col - 1
	switch {
	case g.eventRows == nil && !g.holdsSlot(col):
		return at, false
	case g.reading.Layout == layoutPeople:
		return g.cols[col].Origin, true
	}
	row := g.rowAt(d.Origin.Row)
	for _, col := range []int{g.dims.name, g.dims.employee} {
		if col < 0 || len(row.Cells) > 0 && g.text(row, col) != d.Args["name"] { // a lane keeps no rows
			continue
		}
		return g.address(g.table.Origin(d.Origin.Row, col)), true
	}
	return at, false
}
