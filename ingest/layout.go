package ingest

import (
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// The layouts.
const (
	layoutLong    = "long"
	layoutWide    = "wide"
	layoutPeriods = "periods"
	layoutPeople  = "people"
)

// chooseLayout decides the layout from what was recognised and makes the
// slots. It returns the code of why the table can't be read, "" when it can.
func (g *grid) chooseLayout() string {
	if g.reading.Layout = g.configuredLayout(); g.reading.Layout == "" {
		g.reading.Layout = g.findLayout()
	}
	if code := g.openHeadings(); code != "" && g.reading.Layout != layoutLong && len(g.periodColumns()) == 0 && !g.hasMeasures() {
		g.tellOpen()
		return code
	}
	switch g.reading.Layout {
	case layoutLong:
		return g.layLong()
	case layoutPeriods:
		return g.layPeriods()
	case layoutPeople:
		return g.layPeople()
	}
	return g.layWide()
}

func (g *grid) configuredLayout() string {
	if g.source == nil {
		return ""
	}
	return g.source.Layout
}

func (g *grid) findLayout() string {
	switch {
	case g.hasMeasures():
		return g.chooseBetween(layoutWide)
	case g.hasCrossed():
		return layoutPeriods
	case g.dims.employee < 0 && g.dims.kpi >= 0 && len(g.peopleColumns()) > 1:
		return layoutPeople
	case g.headsPeople():
		return layoutPeople
	case slices.ContainsFunc(g.cols, func(c *column) bool { return len(c.hits) > 0 }):
		return g.chooseBetween(layoutWide)
	case g.dims.kpi < 0 && (len(g.periodColumns()) > 1 || slices.ContainsFunc(g.periodColumns(), func(c *column) bool { return c.actual })):
		return layoutPeriods
	}
	return g.chooseBetween(layoutLong)
}

// chooseBetween decides for long where values stand beside the names of KPIs,
// for periods where figures stand under periods, and else for the layout given,
// for long only where there are values.
func (g *grid) chooseBetween(other string) string {
	hasValue := g.dims.value >= 0 || g.dims.numerator >= 0 && g.dims.denominator >= 0
	switch {
	case g.dims.kpi >= 0 && hasValue:
		return layoutLong
	case g.dims.kpi >= 0 && len(g.periodColumns()) > 0:
		return layoutPeriods
	case hasValue:
		return other
	}
	return layoutWide
}

// layLong makes the one slot of a long sheet: its value column, its counts, or
// both. Without a KPI column the sheet's name or a title must name the one KPI.
func (g *grid) layLong() string {
	s := slot{value: g.dims.value, num: g.dims.numerator, den: g.dims.denominator}
	if s.num < 0 || s.den < 0 {
		s.num, s.den = -1, -1
	}
	if s.value < 0 && s.num < 0 {
		return "table.no_value"
	}
	if g.dims.kpi < 0 && !g.fixIndicator() {
		return "table.no_kpi"
	}
	s.indicator = g.fixed
	if !g.takeFixedUnit(s) {
		return "table.no_value"
	}
	g.slots = []slot{s}
	g.demoteHits(kpi.Note)
	return ""
}

// layPeriods makes a slot of each column whose heading is a period, or of each
// indicator in each of its periods.
func (g *grid) layPeriods() string {
	if g.hasCrossed() {
		return g.layCrossed()
	}
	cols := g.periodColumns()
	if len(cols) == 0 {
		return "table.no_value"
	}
	if mixesActual(cols) {
		return "table.actual_unclear"
	}
	if g.dims.kpi < 0 && !g.fixIndicator() {
		return "table.no_kpi"
	}
	months := oneDayAMonth(cols)
	for _, c := range cols {
		if months && c.span.Grain == kpi.Day {
			c.span = kpi.PeriodOf(c.span.Start, kpi.Month)
		}
		span := c.span
		c.Role, c.Period = RoleValue, &span
		s := slot{indicator: g.fixed, period: c.span, value: c.at, num: -1, den: -1}
		if g.takeFixedUnit(s) {
			g.slots = append(g.slots, s)
		}
	}
	g.takePeriodsFromHeadings()
	g.demoteHits(kpi.Note)
	return ""
}

func (g *grid) takePeriodsFromHeadings() {
	for _, at := range []int{g.dims.period, g.dims.value, g.dims.numerator, g.dims.denominator} {
		if at >= 0 && g.cols[at].KPI == "" {
			g.give(at, RoleIgnored)
		}
	}
	g.dims.period = -1
	g.reading.PeriodFrom = "columns"
}

// periodColumns are the columns with a period for a heading and figures below,
// the years left out where shorter periods stand beside them: they are sums.
func (g *grid) periodColumns() []*column {
	var cols []*column
	shortest := kpi.Whole
	for _, c := range g.cols {
		if c.span.Grain != 0 && c.notActual == "" && c.cells.texts <= c.cells.numbers+1 {
			cols = append(cols, c)
			shortest = min(shortest, c.span.Grain)
		}
	}
	return slices.DeleteFunc(cols, func(c *column) bool { return c.span.Grain != shortest })
}

// oneDayAMonth reports whether headings that are days name each month once: a
// spreadsheet's dates shown as "Jun-25".
func oneDayAMonth(cols []*column) bool {
	months := map[kpi.Period]bool{}
	for _, c := range cols {
		months[kpi.PeriodOf(c.span.Start, kpi.Month)] = true
	}
	return len(months) == len(cols)
}

// takeFixedUnit takes the unit mark of a value column of the one KPI of a table.
func (g *grid) takeFixedUnit(s slot) bool {
	return g.fixed == nil || s.value < 0 || g.takeUnit(g.cols[s.value], g.fixed)
}

// fixIndicator finds the one KPI of a table without KPI headings: in the
// sheet's name, a title, the file's name.
func (g *grid) fixIndicator() bool {
	for _, from := range []struct {
		place string
		texts []string
	}{{"sheet", []string{g.table.Sheet}}, {"title", slices.Concat(g.titles, g.titlesAboveAll())}, {"file", []string{baseName(g.table.File)}}} {
		for _, text := range from.texts {
			if in := g.run.words.indicatorIn(text); in != nil {
				g.fixed = in
				g.report(kpi.Note, "kpi.from_"+from.place, 0, -1, kpi.Args{"kpi": in.ID, "text": text})
				return true
			}
		}
	}
	return false
}

// demoteHits passes over the columns that name indicators where the layout
// takes its figures elsewhere, and says so.
func (g *grid) demoteHits(sev kpi.Severity) {
	for _, c := range g.cols {
		if c.Role == RoleIgnored && len(c.hits) > 0 {
			if g.namesMeasures() {
				continue // said with the columns of figures
			}
			g.report(sev, "column.other_layout", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "layout": g.reading.Layout})
		}
	}
}

// layWide makes a slot for each indicator that the headings name.
func (g *grid) layWide() string {
	if g.hasMeasures() {
		g.bindMeasures()
	} else {
		g.bindHits()
	}
	if len(g.slots) == 0 {
		return "table.no_kpi"
	}
	for _, at := range []int{g.dims.value, g.dims.numerator, g.dims.denominator, g.dims.kpi} {
		if at >= 0 && g.cols[at].KPI == "" {
			g.give(at, RoleIgnored)
		}
	}
	return ""
}
