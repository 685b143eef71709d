package ingest

import (
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// fillDown fills teams and periods that stand in the first row of their block
// alone, as sheets look whose merged cells were exported as text: in a period
// each name stands once, and not fewer rows lack one than names there are. Where a
// name comes again, a blank is somebody whose team is not known.
func (g *grid) fillDown() {
	for _, at := range []int{g.dims.period, g.dims.year, g.dims.parent, g.dims.team} {
		if at < 0 || at >= g.width() || at == g.dims.team && g.twin > 0 || g.dims.employee < 0 || !g.standsInBlocks(at) {
			continue
		}
		g.lane.doubt("blocks")
		g.fillColumn(at)
	}
}

// standsInBlocks reports whether a column names each of its values once, above
// the rows that it is for.
func (g *grid) standsInBlocks(at int) bool {
	if at == g.dims.year {
		return g.yearsStandInBlocks()
	}
	seen, named, blanks := map[string]bool{}, 0, 0
	block := ""
	for _, r := range g.rows() {
		if g.text(r, g.dims.employee) == "" || g.isSum(r) {
			continue
		}
		if b := g.blockOf(r, at); b != block {
			block, seen = b, map[string]bool{}
		}
		name := g.text(r, at)
		switch {
		case name == "" && len(seen) == 0, seen[name]:
			return false
		case name == "":
			blanks++
		default:
			seen[name] = true
			named++
		}
	}
	return blanks > 0 && blanks >= named
}

// yearsStandInBlocks reports whether the column of years, beside one of its parts,
// names a year above the rows that it is for: never again within the rows of a part.
func (g *grid) yearsStandInBlocks() bool {
	named, blanks, part := 0, 0, ""
	for _, r := range g.rows() {
		if g.dims.period < 0 || g.text(r, g.dims.employee) == "" || g.isSum(r) {
			continue
		}
		p := g.text(r, g.dims.period)
		switch name := g.text(r, g.dims.year); {
		case name == "" && named == 0, name != "" && named > 0 && p == part:
			return false
		case name == "":
			blanks++
		default:
			named++
		}
		part = p
	}
	return blanks > 0 && blanks >= named
}

// blockOf is the period of a row, in which a column's names stand once.
func (g *grid) blockOf(r sheet.Row, at int) string {
	if at == g.dims.period || at == g.dims.year {
		return ""
	}
	return g.text(r, g.dims.period)
}

// isSum reports whether a row is of totals: no block goes on behind it.
func (g *grid) isSum(r sheet.Row) bool {
	return slices.ContainsFunc([]int{g.dims.employee, g.dims.name, g.dims.team, g.dims.parent}, func(at int) bool {
		return at >= 0 && g.known(r.At(at).Text).total
	})
}

func (g *grid) fillColumn(at int) {
	g.collect()
	t := *g.table
	t.Rows = slices.Clone(t.Rows)
	var above sheet.Cell
	var lines []int
	block := ""
	for i := g.last + 1; i < len(t.Rows); i++ {
		r := t.Rows[i]
		if b := g.blockOf(r, at); b != block {
			block, above = b, sheet.Cell{}
		}
		switch {
		case g.isSum(r):
			above = sheet.Cell{}
		case g.text(r, at) != "":
			above = r.At(at)
		case above.Kind != sheet.Blank && r.At(at).Kind == sheet.Blank && g.text(r, g.dims.employee) != "":
			t.Rows[i].Cells = withCell(slices.Clone(r.Cells), at, above)
			lines = append(lines, r.Line)
		}
	}
	if len(lines) == 0 {
		return
	}
	g.table = &t
	g.report(kpi.Warning, "column.filled_down", lines[0], at, kpi.Args{"heading": g.heading(at), "rows": countText(len(lines)), "lines": listLines(lines)})
}
