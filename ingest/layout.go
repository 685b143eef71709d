package ingest

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// The layouts.
const (
	layoutLong    = "long"
	layoutWide    = "wide"
	layoutPeriods = "periods"
)

// chooseLayout decides the layout from what was recognised and makes the
// slots. It returns the code of why the table can't be read, "" when it can.
func (g *grid) chooseLayout() string {
	if g.reading.Layout = g.configuredLayout(); g.reading.Layout == "" {
		g.reading.Layout = g.findLayout()
	}
	switch g.reading.Layout {
	case layoutLong:
		return g.layLong()
	case layoutPeriods:
		return g.layPeriods()
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
	hasValue := g.dims.value >= 0 || g.dims.numerator >= 0 && g.dims.denominator >= 0
	periods := len(g.periodColumns())
	wide := slices.ContainsFunc(g.cols, func(c *column) bool { return len(c.hits) > 0 }) || g.hasMeasures()
	switch {
	case g.dims.kpi >= 0 && hasValue:
		return layoutLong
	case periods > 1 && !wide || periods > 0 && g.dims.kpi >= 0:
		return layoutPeriods
	case !wide && hasValue:
		return layoutLong
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
	g.slots = []slot{s}
	g.demoteHits(kpi.Note)
	return ""
}

// layPeriods makes a slot of each column whose heading is a period.
func (g *grid) layPeriods() string {
	cols := g.periodColumns()
	if len(cols) == 0 {
		return "table.no_value"
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
		g.slots = append(g.slots, slot{indicator: g.fixed, period: c.span, value: c.at, num: -1, den: -1})
	}
	for _, at := range []int{g.dims.period, g.dims.value, g.dims.numerator, g.dims.denominator} {
		g.give(at, RoleIgnored)
	}
	g.dims.period = -1
	g.reading.PeriodFrom = "columns"
	g.demoteHits(kpi.Note)
	return ""
}

// periodColumns are the columns with a period for a heading and figures below,
// the years left out where shorter periods stand beside them: they are sums.
func (g *grid) periodColumns() []*column {
	var cols []*column
	shortest := kpi.Whole
	for _, c := range g.cols {
		if c.span.Grain != 0 && c.cells.texts <= c.cells.numbers+1 {
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

// fixIndicator finds the one KPI of a table without KPI headings: in the
// sheet's name, a title, the file's name.
func (g *grid) fixIndicator() bool {
	for _, from := range []struct {
		place string
		texts []string
	}{{"sheet", []string{g.table.Sheet}}, {"title", g.titles}, {"file", []string{baseName(g.table.File)}}} {
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

// candidates are the columns that may hold a part of an indicator.
type candidates [3][]*column

// bindHits gathers the columns of each indicator and binds them, in the order
// of the headings.
func (g *grid) bindHits() {
	found := map[*kpi.Indicator]*candidates{}
	var order []*kpi.Indicator
	for _, c := range g.cols {
		if c.Role != RoleIgnored {
			continue
		}
		if g.namesSeveral(c) {
			continue
		}
		for _, h := range c.hits {
			if found[h.indicator] == nil {
				found[h.indicator] = &candidates{}
				order = append(order, h.indicator)
			}
			list := &found[h.indicator][h.part]
			*list = append(*list, c)
		}
	}
	for _, in := range order {
		g.bindIndicator(in, found[in])
	}
	g.nameParts()
}

// namesSeveral reports a heading that is the name of several indicators.
func (g *grid) namesSeveral(c *column) bool {
	var ids []string
	for _, h := range c.hits {
		if h.part == valuePart {
			ids = append(ids, h.indicator.ID)
		}
	}
	if len(ids) < 2 {
		return false
	}
	g.report(kpi.Error, "column.two_indicators", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "kpis": strings.Join(ids, ", "), "suggestion": quoteNaming(c.Heading, ids[0])})
	return true
}

// bindIndicator makes the slot of an indicator: its counts when both parts
// stand in the sheet, with the value column to check them, else the value.
func (g *grid) bindIndicator(in *kpi.Indicator, cand *candidates) {
	value := g.settle(in, cand, valuePart)
	num, den := g.settleCounts(in, cand, value)
	if value != nil && !g.takeUnit(value, in) {
		value = nil
	}
	s := slot{indicator: in, value: -1, num: -1, den: -1}
	if value != nil {
		s.value = value.at
		g.bind(value, RoleValue, in)
	}
	if num != nil && den != nil {
		s.num, s.den = num.at, den.at
		g.bind(num, RoleNumerator, in)
		g.bind(den, RoleDenominator, in)
	}
	switch {
	case s.value >= 0 || s.num >= 0:
		g.slots = append(g.slots, s)
	case num != nil:
		g.report(kpi.Note, "column.unpaired", num.Origin.Row, num.at, kpi.Args{"heading": num.Heading, "kpi": in.ID, "missing": strings.Join(in.Denominator, ", ")})
	}
}

// bind gives a column its role; one that serves several indicators (visits
// under two rates) lists them all.
func (g *grid) bind(c *column, role Role, in *kpi.Indicator) {
	c.Bindings = append(c.Bindings, Binding{in.ID, role})
	if c.KPI != "" {
		c.KPI += "," + in.ID
		return
	}
	c.Role, c.KPI, c.Evidence = role, in.ID, c.evidence()
	if c.cumulative() {
		g.report(kpi.Warning, "column.cumulative", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "kpi": in.ID})
	}
}

// settle chooses among the columns for one part of an indicator: the surest
// match. Two that are equally sure are rivals, and neither is used.
func (g *grid) settle(in *kpi.Indicator, cand *candidates, p part) *column {
	list := cand[p]
	if len(list) == 0 {
		return nil
	}
	best := slices.MinFunc(list, func(a, b *column) int { return a.rank - b.rank })
	var rival *column
	for _, c := range list {
		switch {
		case c == best:
		case c.rank == best.rank:
			rival = c
			g.rivals(in, p, c, best)
		default:
			g.report(kpi.Note, "column.surplus", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "dimension": in.ID})
		}
	}
	if rival == nil {
		return best
	}
	g.rivals(in, p, best, rival)
	return nil
}

// rivals reports a column that means the same as another one. Value columns
// are told apart by --kpi, parts by the measures of a configuration.
func (g *grid) rivals(in *kpi.Indicator, p part, c, other *column) {
	args := kpi.Args{"heading": c.Heading, "other": other.Heading, "cell": other.Origin.Cell(), "kpi": in.ID}
	code := "column.part_rivals"
	if p == valuePart {
		code = "column.rivals"
		args["suggestion"] = quoteNaming(c.Heading, in.ID)
	}
	g.report(kpi.Error, code, c.Origin.Row, c.at, args)
}

// nameParts names the indicator of parts that stayed without their partner.
func (g *grid) nameParts() {
	for _, c := range g.cols {
		if c.Role == RoleIgnored && len(c.hits) > 0 {
			c.Evidence = c.evidence()
		}
	}
}
