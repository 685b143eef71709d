package ingest

import (
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// periodCells reads the cells of one column as periods; the same text is read
// once.
type periodCells struct {
	grid  *grid
	col   int
	opt   PeriodOptions
	cache map[periodKey]periodAnswer
}

type periodKey struct {
	text string
	year int
}

type periodAnswer struct {
	period kpi.Period
	code   string
}

func (g *grid) newPeriodCells(col int, bare kpi.Grain) *periodCells {
	return &periodCells{grid: g, col: col, opt: g.settleDates(col, bare), cache: map[periodKey]periodAnswer{}}
}

// read returns the period of a row; the year column, where there is one, gives
// the year of 6月.
func (p *periodCells) read(r sheet.Row) (kpi.Period, string) {
	c, opt := r.At(p.col), p.opt
	if at := p.grid.dims.year; at >= 0 {
		if year, code := p.grid.cellPeriod(r.At(at), PeriodOptions{}); code == "" {
			opt.Year = year.Start.Time().Year()
		}
	}
	if c.Kind != sheet.Text && c.Kind != sheet.Number {
		return p.grid.cellPeriod(c, opt)
	}
	key := periodKey{c.Text, opt.Year}
	a, done := p.cache[key]
	if !done {
		a.period, a.code = p.grid.cellPeriod(c, opt)
		if len(p.cache) >= mostMemo {
			clear(p.cache)
		}
		key.text = strings.Clone(key.text)
		p.cache[key] = a
	}
	return a.period, a.code
}

// readHead reads the dimensions of a row. The first problem found stands for
// the row.
func (g *grid) readHead(r sheet.Row, period, hired *periodCells) *rowHead {
	h := g.readPerson(r, period, hired)
	if h.problem == "" && g.dims.kpi >= 0 && g.fixed == nil {
		g.readIndicator(r, h)
	}
	return h
}

// readPerson reads the dimensions of a row but for the indicator.
func (g *grid) readPerson(r sheet.Row, period, hired *periodCells) *rowHead {
	d := g.dims
	h := &rowHead{team: g.teamAt(r.Line), period: g.periodFixed, col: -1, factor: 1}
	h.employee = kpi.Employee{ID: g.text(r, d.employee), Name: g.text(r, d.name), Role: g.text(r, d.role),
		Level: g.text(r, d.level), Manager: g.text(r, d.manager), Type: g.typeOf(r)}
	if d.employee < 0 {
		g.fillLabelled(&h.employee)
	}
	if h.employee.Name == "" {
		h.employee.Name = h.employee.ID
	}
	g.readHired(r, h, hired)
	if g.second > 0 {
		return h.fail("table.second", -1, "")
	}
	if h.employee.ID == "" && g.reading.Layout != layoutPeople {
		return h.fail("employee.missing", d.employee, "")
	}
	if col := g.tornID(r); col >= 0 {
		return h.fail("employee.missing", col, "")
	}
	if code, col := g.readTeam(r, h); code != "" {
		return h.fail(code, col, r.At(col).Text)
	}
	if d.period >= 0 {
		p, code := period.read(r)
		if code != "" {
			return h.fail(code, d.period, r.At(d.period).Text)
		}
		h.period = p
	}
	return h
}

// readTeam reads the team of a row. The code is what is wrong with it, or with
// the employee beside it.
func (g *grid) readTeam(r sheet.Row, h *rowHead) (code string, col int) {
	d := g.dims
	switch {
	case g.isDamaged(r, d.employee):
		return "employee.control_character", d.employee
	case d.employee >= 0 && isLong(r.At(d.employee).Text):
		return "employee.long", d.employee
	case d.name >= 0 && isLong(r.At(d.name).Text):
		return "employee.long", d.name
	case g.isDamaged(r, d.team):
		return "team.control_character", d.team
	case d.team < 0:
		return "", -1
	}
	if h.team = g.teamOf(r); h.team == "" {
		return "team.missing", max(d.team, g.twin)
	}
	return "", -1
}

func (h *rowHead) fail(code string, col int, text string) *rowHead {
	if h.problem == "" {
		h.problem, h.col, h.text = code, col, text
	}
	return h
}

func (g *grid) teamOf(r sheet.Row) string {
	team := g.text(r, g.dims.team)
	if team == "" && g.twin > 0 {
		team = g.text(r, g.twin)
	}
	if team == "" || g.dims.parent < 0 {
		return team
	}
	if parent := g.text(r, g.dims.parent); parent != "" {
		return parent + "/" + team
	}
	return ""
}

// readIndicator finds the indicator that a KPI cell names, and the unit it or
// --kpi gives.
func (g *grid) readIndicator(r sheet.Row, h *rowHead) {
	if g.reading.Layout == layoutWide {
		return
	}
	text := g.text(r, g.dims.kpi)
	if text == "" {
		h.fail("kpi.missing", g.dims.kpi, "")
		return
	}
	in, m := g.run.words.indicatorOf(text)
	if in == nil {
		h.fail(g.unnamed(m), g.dims.kpi, text)
		return
	}
	h.indicator = in
	switch {
	case m.named != "":
		h.mark = "--kpi " + m.named
	case m.unit == "percent":
		h.mark = "kpi_cell percent"
	}
	g.readUnit(r, h, m)
}

// unnamed is the problem of a KPI cell that names no indicator.
func (g *grid) unnamed(m meaning) string {
	if g.isCount(m) {
		return namesCount
	}
	return "kpi.unknown"
}

// readUnit takes the unit of a row from its unit cell or the mark in its KPI
// cell. A unit that can't be that of the indicator makes the row unusable.
func (g *grid) readUnit(r sheet.Row, h *rowHead, m meaning) {
	in, unit, col := h.indicator, m.unit, g.dims.kpi
	if cell := unitNamed(normal(g.text(r, g.dims.unit))); cell != "" {
		unit, col = cell, g.dims.unit
	}
	if unit == "" {
		unit = g.titleUnit(in)
	}
	factor, ok := convert(unit, in.Unit)
	if !ok && m.rank != rankNamed {
		h.fail("row.unit_mismatch", col, r.At(col).Text)
		h.unit = unit
		return
	}
	h.factor = factor
	if unit == "percent" && h.mark == "" {
		h.mark = "unit_cell percent"
	}
}

// typeOf maps the words for the three types of employees that plans go by;
// others are counted and not kept.
func (g *grid) typeOf(r sheet.Row) string {
	text := g.text(r, g.dims.kind)
	known := words().types[squash(text)]
	if text != "" && known == "" {
		g.unknownTypes.add(text, r.Line)
	}
	return known
}

// readHired reads the day of entry; what can't be read is counted.
func (g *grid) readHired(r sheet.Row, h *rowHead, hired *periodCells) {
	if g.text(r, g.dims.hired) == "" {
		return
	}
	p, code := hired.read(r)
	if code == "" {
		h.employee.Hired = &p.Start
		return
	}
	g.unreadHired.add(code, r.Line)
}

// cellText is the text of the cell at a line of the sheet.
func (g *grid) cellText(line, col int) string {
	return g.rowAt(line).At(col).Text
}
