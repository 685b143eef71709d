package ingest

import (
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// takeDatesOfRows takes, in a table without a column of time that is known, the
// one column of dates that tells the rows of the same people apart ("Survey date"; of
// "Interval start" and "Interval end" the start): as figures of one period they would
// only contradict each other. A date that
// stands once for each person (of entry, of a contract's end) is none.
func (g *grid) takeDatesOfRows() {
	layout := g.reading.Layout
	if layout != layoutWide && layout != layoutLong || g.dims.employee < 0 || slices.ContainsFunc(g.slots, func(s slot) bool { return s.period.Grain != 0 }) {
		return
	}
	found := slices.DeleteFunc(slices.Clone(g.cols), func(c *column) bool { return !c.isNameless() || !g.holdsDays(c.at) })
	if len(found) == 0 {
		return
	}
	g.lane.doubt("dates of rows")
	found = slices.DeleteFunc(found, func(c *column) bool { return !g.tellsRowsApart(c.at) })
	if starts := slices.DeleteFunc(slices.Clone(found), func(c *column) bool { return !c.saysStart() }); len(starts) == 1 {
		found = starts // of a span of time
	}
	switch len(found) {
	case 0:
	case 1:
		c := found[0]
		g.dims.period = c.at
		g.give(c.at, RolePeriod)
		g.report(kpi.Warning, "period.by_rows", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading})
	default:
		g.report(kpi.Warning, "period.several_dates", found[0].Origin.Row, found[0].at, kpi.Args{"heading": found[0].Heading, "other": found[1].Heading})
	}
}

// saysStart reports whether a heading says that its dates are those on which something
// begins.
func (c *column) saysStart() bool {
	_, says := holdsWord(normal(c.Heading), words().StartWords)
	return says
}

// isNameless reports whether the heading of a column says nothing that is known.
func (c *column) isNameless() bool {
	return c.Role == RoleIgnored && len(c.hits) == 0 && c.dimension == "" && c.Heading != "" && c.notActual == ""
}

// tellsRowsApart reports whether most people have several rows, each with
// another cell in a column.
func (g *grid) tellsRowsApart(at int) bool {
	type rowKey struct{ employee, kpi, cell string }
	people, cells, rows := map[rowKey]bool{}, map[rowKey]bool{}, 0
	for _, r := range g.rows() {
		if g.text(r, g.dims.employee) == "" || r.At(at).Kind == sheet.Blank {
			continue
		}
		rows++
		key := rowKey{employee: g.text(r, g.dims.employee), kpi: r.At(g.dims.kpi).Text}
		people[key] = true
		key.cell = r.At(at).Text
		cells[key] = true
	}
	return 2*len(people) <= rows && len(cells) == rows
}

// holdsDays reports whether the cells of a column are days, but for blank ones.
func (g *grid) holdsDays(at int) bool {
	days := 0
	for _, r := range g.rows() {
		switch c := r.At(at); {
		case c.Kind == sheet.Date, c.Kind == sheet.Text && isDayText(c.Text):
			days++
		case c.Kind != sheet.Blank:
			return false
		}
	}
	return days > 1
}
