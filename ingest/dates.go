package ingest

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// dateEvidence is what a whole column tells about the ways its dates can be
// read: the order of 3/4/2025, whether 2025.1 has lost a zero, whether the
// number in "Jun 25" is a day.
type dateEvidence struct {
	first, second string // cells that show the day first, or second
	open          int    // dates in which either may be the day
	short         shortDates
	example       string
	padded        bool // 2025.01: months with a zero
	tens          bool // 2025.10 or more as text
	smallTails    bool // "Jun 03"
	serials       int
	decimals      *decimalMonths // nil: none
	// cells that are dates, by their day: above 12 and not; and texts that have a day above 12
	earlyCells, lateCells, lateTexts int
	late                             string // the first of those texts
}

// gather reads a column's cells for evidence.
func (e *dateEvidence) gather(t *sheet.Table, rows []sheet.Row, col int) {
	for _, r := range rows {
		e.look(t, r, col, scanDate)
	}
}

// scannedDate is the shape of a cell's text as a date.
type scannedDate struct {
	shape  string
	n      []digits
	serial bool
}

func scanDate(text string) scannedDate {
	if _, ok := serialOf(text); ok {
		return scannedDate{serial: true}
	}
	tokens, ok := scanPeriod(dateOnly(text))
	if !ok {
		return scannedDate{}
	}
	shape, n := shapeOf(tokens)
	return scannedDate{shape: shape, n: n}
}

// dateOnly is the plain text of a date without its weekday.
func dateOnly(text string) string {
	s := plainDate(text)
	if day, found := cutWeekday(s); found {
		return day
	}
	return s
}

// look reads the cell of a row for evidence.
func (e *dateEvidence) look(t *sheet.Table, r sheet.Row, col int, scan func(string) scannedDate) {
	c := r.At(col)
	if c.Kind == sheet.Date {
		e.takeCell(c)
	}
	if c.Kind != sheet.Text && c.Kind != sheet.Number {
		return
	}
	switch d := scan(c.Text); {
	case d.serial:
		e.serials++
	case d.shape != "":
		e.take(d.shape, d.n, t.Origin(r.Line, col).Cell(), c.Text)
	}
}

func (e *dateEvidence) take(shape string, n []digits, cell, text string) {
	switch shape {
	case "N-N-N", "N.N.N":
		if n[0].len <= 2 {
			e.takeOrder(n, cell, text)
		}
	case "N.N":
		e.takeDecimal(n)
		two := n[1].len == 2
		e.padded = e.padded || two && n[1].value < 10
		e.tens = e.tens || two && n[1].value == 10
	case "MN":
		e.smallTails = e.smallTails || n[1].value <= 12
	}
}

func (e *dateEvidence) takeOrder(n []digits, cell, text string) {
	full := n[2].len == 4 // in 13/4/25 the 13 may be a year
	a, b := n[0].value, n[1].value
	if full && max(a, b) > 12 {
		e.lateTexts++
		e.late = cmp.Or(e.late, text)
	}
	switch {
	case full && (min(a, b) > 12 || max(a, b) > 31): // no day in either order: a slip tells nothing of the others
	case full && n[0].value > 12:
		e.first = cmp.Or(e.first, cell)
	case full && n[1].value > 12:
		e.second = cmp.Or(e.second, cell)
	default:
		e.open++
		e.example = cmp.Or(e.example, text)
	}
	if !full {
		e.short.add(n, cell)
	}
}

// shortDates are dates with a year of two digits, in which any place may hold
// it: what of the three orders each cell leaves possible.
type shortDates struct {
	n           int
	impossible  [3]string // for each of shortOrders, the first cell that can't be read so
	first, last [3]int    // the earliest and the latest year that each order gives
}

var shortOrders = [3]string{"dmy", "mdy", "ymd"}

// widestYears is how many years the dates of one column may lie apart, when that
// alone decides what the year is.
const widestYears = 10

func (s *shortDates) add(n []digits, cell string) {
	for i, order := range shortOrders {
		p, code := readTriple(n, PeriodOptions{Order: order})
		if code != "" {
			s.impossible[i] = cmp.Or(s.impossible[i], cell)
			continue
		}
		year := p.Start.Time().Year()
		if s.first[i] == 0 {
			s.first[i], s.last[i] = year, year
		}
		s.first[i], s.last[i] = min(s.first[i], year), max(s.last[i], year)
		if s.last[i]-s.first[i] > widestYears {
			s.impossible[i] = cmp.Or(s.impossible[i], cell)
		}
	}
	s.n++
}

// order is the one order in which every date can be read, and a cell that rules
// out another; "" when there are several, or none.
func (s *shortDates) order() (string, string) {
	found, by := "", ""
	for i, order := range shortOrders {
		switch {
		case s.impossible[i] != "":
			by = cmp.Or(by, s.impossible[i])
		case found != "":
			return "", ""
		default:
			found = order
		}
	}
	if s.n == 0 || found == "" {
		return "", ""
	}
	return found, by
}

// order returns dmy, mdy, or "" when the column does not tell, and the reason.
func (e *dateEvidence) order() (string, string) {
	switch {
	case e.first != "" && e.second != "":
		return "", ""
	case e.first != "":
		return "dmy", e.first
	case e.second != "":
		return "mdy", e.second
	}
	return e.short.order()
}

// tenth returns the month that 2025.1 means: October where months under ten
// have their zero, January where 2025.10 stands beside it.
func (e *dateEvidence) tenth() int {
	switch {
	case e.padded && !e.tens:
		return 10
	case e.tens && !e.padded:
		return 1
	}
	return 0
}

// settleDates decides how the dates of a column are read, reports what can't be
// decided and returns the options for its cells.
func (g *grid) settleDates(col int, bare kpi.Grain) PeriodOptions {
	given, by := g.dateOrder()
	opt := PeriodOptions{Order: given, Year: g.year, Bare: bare, Serials: true, From04: g.file.Date1904}
	if col < 0 {
		return opt
	}
	var e dateEvidence
	scan := remember(scanDate)
	for _, r := range g.rows() {
		e.look(g.table, r, col, scan)
	}
	g.lane.addDates(g, &e, col)
	c := g.cols[col]
	opt.Days = e.smallTails
	g.settleTenth(c, &e, &opt)
	g.settleTurn(col, &opt)
	if e.maySwapped() {
		g.report(kpi.Warning, "period.swapped_dates", c.Origin.Row, col, kpi.Args{"heading": c.Heading, "cells": countText(e.earlyCells), "texts": countText(e.lateTexts), "text": e.late})
	}
	opt.Order = c.tellOrder(given, by, &e)
	if opt.Order == "" && e.undecided() {
		g.reportOrder(c, &e)
	}
	if e.serials > 0 {
		c.tell(fmt.Sprintf("serials=%d", e.serials))
		if opt.From04 {
			c.tell("date_system=1904")
		}
	}
	if c.Role == RolePeriod {
		g.reading.DateOrder = opt.Order
	}
	g.lane.settleDates(col, opt)
	return opt
}

// dateOrder is the order of dates that the flag gives, else the configuration, and
// which of them does.
func (g *grid) dateOrder() (string, string) {
	if g.run.opt.DateOrder == "" && g.source != nil {
		return g.source.DateOrder, "date_order"
	}
	return g.run.opt.DateOrder, "--date-order"
}

// orderOf is the one order in which the dates of a reading's columns were read, for
// its source; "" where none mattered, or they differ.
func orderOf(cols []Column) string {
	order := ""
	for _, c := range cols {
		for _, fact := range strings.Fields(c.Evidence) {
			one, found := strings.CutPrefix(fact, "order=")
			if found && order != "" && one != order {
				return ""
			}
			if found {
				order = one
			}
		}
	}
	return order
}

// tellOrder is the order of a column's dates, with what decided it as evidence:
// the one that was given, else that of the cells; "" when nothing tells.
func (c *column) tellOrder(given, by string, e *dateEvidence) string {
	order, cell := e.order()
	switch {
	case given != "":
		if e.hasOrder() {
			c.tell("order="+given, "decided_by="+by)
		}
		return given
	case order != "":
		c.tell("order="+order, "decided_by="+cell)
	}
	return order
}

// hasOrder reports whether there are dates whose order matters.
func (e *dateEvidence) hasOrder() bool { return e.open > 0 || e.first != "" || e.second != "" }

// undecided reports whether a column without a known order has dates that can't
// be read, or that contradict each other.
func (e *dateEvidence) undecided() bool { return e.open > 0 || e.first != "" && e.second != "" }

// reportOrder reports that the order of a column's dates can't be decided. Of
// hire dates an attribute alone is lost.
func (g *grid) reportOrder(c *column, e *dateEvidence) {
	c.reported = "period.order_ambiguous"
	sev := kpi.Error
	if c.Role != RolePeriod {
		sev = kpi.Warning
	}
	if e.first != "" && e.second != "" {
		g.report(sev, "period.order_contradictory", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "day_first": e.first, "day_second": e.second})
		return
	}
	g.report(sev, "period.order_ambiguous", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "text": e.example, "rows": fmt.Sprint(e.open)})
}

// tell adds facts to the evidence of a column.
func (c *column) tell(facts ...string) {
	c.Evidence = strings.TrimSpace(c.Evidence + " " + strings.Join(facts, " "))
}
