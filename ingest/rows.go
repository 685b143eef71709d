package ingest

import (
	"math"
	"strconv"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// rowHead is what the dimension cells of a row say. A row with a problem can't
// be used.
type rowHead struct {
	employee  kpi.Employee
	team      string
	period    kpi.Period // zero in the periods layout
	indicator *kpi.Indicator
	mark      string  // who gives the unit of the value, and which: "kpi_cell percent" for 转化率(%)
	factor    float64 // from the row's unit of time to the indicator's
	problem   string  // code
	col       int     // of the problem
	text      string  // that is wrong
	unit      string  // that is not the indicator's
}

// figure is one measure of a row before units are decided.
type figure struct {
	row, slot       int // indexes into lines and slots
	head            *rowHead
	indicator       *kpi.Indicator
	value, num, den number
	group           *unitGroup // of the value
}

// readRows reads the rows below the header: first every cell as a number, then,
// with whole columns seen, the units, then the measures.
func (g *grid) readRows() {
	period := g.newPeriodCells(g.dims.period, g.dims.bare)
	hired := g.newPeriodCells(g.dims.hired, 0)
	groups := newGroups(g)
	unknown := newMentionList()
	g.unreadHired, g.unknownTypes = newMentionList(), newMentionList()
	figures := &undecided{people: &g.run.observed}
	var row []figure
	aside := map[string][]int{}
	for _, r := range g.rows() {
		if kind := g.setAside(r); kind != "" {
			aside[kind] = append(aside[kind], r.Line)
			continue
		}
		head := g.readHead(r, period, hired)
		row = g.readFigures(row[:0], r, head, groups)
		tally := rowTally{line: r.Line, blank: len(g.slots) - len(row)}
		switch head.problem {
		case "":
			g.addBlanks(r, head, row)
			figures.add(row)
		case namesCount:
			g.keepCounts(head, row)
		default:
			tally.rejected = len(row)
			g.reportHead(r, head, len(row), unknown)
			g.run.boundTable()
		}
		g.tallies.add(tally)
	}
	if g.tallies.len() == 0 && g.lane == nil {
		g.report(kpi.Warning, "table.no_rows", g.head.Line, -1, kpi.Args{"headings": g.headings()})
	}
	g.reportAside(aside)
	g.reportAttributes()
	g.reportUnknown(unknown)
	g.lane.addGroups(groups)
	covered := g.joinCounts(figures)
	groups.decide()
	for i := range figures.len() {
		if !covered[i] {
			g.finishFigure(figures.at(i), groups)
		}
		figures.letGo(i)
		g.run.boundTable()
	}
	g.reportFractions()
	g.lane.showLevels(groups)
	groups.tell()
}

// readFigures reads the cells of each slot as numbers and adds those that are
// not blank to the list.
func (g *grid) readFigures(list []figure, r sheet.Row, head *rowHead, groups *unitGroups) []figure {
	for i, s := range g.slots {
		f := figure{row: g.tallies.len(), slot: i, head: head, indicator: s.indicator}
		if f.indicator == nil {
			f.indicator = head.indicator
		}
		f.value, f.num, f.den = g.number(r, s.value).times(head.factor), g.number(r, s.num), g.number(r, s.den)
		f.value = g.clockIn(f.value, f.indicator, s.value)
		if f.value.state == blank && f.num.state == blank && f.den.state == blank {
			continue
		}
		if f.indicator != nil {
			f.group = groups.of(f.indicator, s, head.mark, r.Line)
			if f.value.state == used && head.problem == "" && !f.value.truth {
				f.group.add(f.value)
				f.group.needed = f.group.needed || f.num.state == blank && f.den.state == blank
			}
		}
		list = append(list, f)
	}
	return list
}

func (g *grid) number(r sheet.Row, col int) number {
	if col < 0 {
		return number{}
	}
	n := g.cols[col].settleMark(readNumber(r.At(col), g.missing[col]))
	return g.refuseOpen(n, r, col).times(g.cols[col].factor)
}

// times converts between units of time and counts out 万. Where the factor is a
// power of ten the decimal notation keeps the value exact. Durations and yes or
// no have their unit in them.
func (n number) times(factor float64) number {
	if n.state != used || factor == 1 || n.clock != noClock || n.truth {
		return n
	}
	exponent := math.Log10(factor)
	if v, err := strconv.ParseFloat(n.plain+"e"+strconv.Itoa(int(exponent)), 64); err == nil && exponent == math.Trunc(exponent) && !n.signed {
		n.value, n.plain = v, strconv.FormatFloat(v, 'f', -1, 64)
		return n
	}
	n.value *= factor
	n.plain = ""
	return n
}

// addBlanks adds an observation without data for each blank slot of a person
// who is known, so that the person appears with n = 0.
func (g *grid) addBlanks(r sheet.Row, head *rowHead, filled []figure) {
	at := 0
	for i, s := range g.slots {
		if at < len(filled) && filled[at].slot == i {
			at++
			continue
		}
		in := s.indicator
		if in == nil {
			in = head.indicator
		}
		g.observe(head, in, s, noData(), g.table.Origin(r.Line, s.col()))
	}
}

// col is the column that stands for the slot in addresses.
func (s slot) col() int {
	if s.num >= 0 {
		return s.num
	}
	return s.value
}

func (g *grid) observe(head *rowHead, in *kpi.Indicator, s slot, m kpi.Measure, at kpi.Origin) {
	p, who := s.period, head.employee
	if p.Grain == 0 {
		p = head.period
	}
	if s.employee != "" {
		who = kpi.Employee{ID: s.employee, Name: s.employee}
	}
	g.run.observed.Add(kpi.Observation{Employee: who, Team: head.team, Indicator: in, Period: p, Measure: m, Origin: at})
}

// finishFigure turns a figure into an observation. One that can't be used
// becomes a diagnostic, and no data of a person who appears all the same.
func (g *grid) finishFigure(f figure, groups *unitGroups) {
	s, line := g.slots[f.slot], g.tallies.lineOf(f.row)
	m, err := f.measure(s, groups.verdict(f.group))
	if err != nil {
		g.tallies.change(f.row, func(l *rowTally) { l.rejected++ })
		g.reportFigure(f, err, line)
		g.observe(f.head, f.indicator, s, noData(), g.table.Origin(line, s.col()))
		return
	}
	if m.Known() {
		f.show(m, groups.verdict(f.group))
		g.tallies.change(f.row, func(l *rowTally) { l.used++ })
		g.compare(f, s, m, line)
	} else {
		g.tallies.change(f.row, func(l *rowTally) { l.blank++ })
	}
	at := s.col()
	if m.Known() && !m.HasCounts() {
		at = s.value
	}
	if m.HasCounts() && s.num >= 0 {
		g.noteFractions(f, s, line)
	}
	g.observe(f.head, f.indicator, s, m, g.table.Origin(line, at))
}
