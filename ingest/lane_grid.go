package ingest

import (
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// Here the lane stands for the plain rows wherever a whole column of a
// table decides something. Of no lane, and while the first rows are read, nothing is
// added.

// addProfiles adds the cells of the plain rows to the columns' profiles.
func (l *lane) addProfiles(cols []*column) {
	if !l.streaming() {
		return
	}
	for _, c := range cols {
		for _, w := range l.workers {
			if c.at < len(w.columns) {
				c.cells.merge(w.columns[c.at].numbers, 1)
			}
		}
		l.eachCell(c.at, func(cell sheet.Cell, rows int) {
			var one profile
			one.count(cell)
			c.cells.merge(one, rows)
		})
	}
}

// merge adds another profile so many times.
func (p *profile) merge(o profile, times int) {
	p.numbers += times * o.numbers
	p.percents += times * o.percents
	p.texts += times * o.texts
	p.words += times * o.words
	p.between += times * o.between
}

// eachCell calls do for each distinct cell of a column of texts and for the
// number of plain rows that hold it; some come twice, from two workers.
func (l *lane) eachCell(at int, do func(c sheet.Cell, rows int)) {
	if !l.streaming() {
		return
	}
	for _, w := range l.workers {
		if at >= len(w.columns) {
			continue
		}
		for code, rows := range w.columns[at].rows {
			if rows > 0 {
				do(w.columns[at].cells[code], rows)
			}
		}
		for cell, rows := range w.columns[at].odd { // nothing depends on the order
			do(cell, rows)
		}
	}
}

// addDates adds what the cells of a column of dates show. Those of periods are
// all shown by rows that are kept, so that only their numbers are to be added; others
// must show nothing.
func (l *lane) addDates(g *grid, e *dateEvidence, at int) {
	l.eachCell(at, func(c sheet.Cell, rows int) {
		var one dateEvidence
		one.gather(g.table, []sheet.Row{{Line: 1, Cells: []sheet.Cell{c}}}, 0)
		e.open += rows * one.open
		e.serials += rows * one.serials
		e.short.n += rows * one.short.n
		e.earlyCells += rows * one.earlyCells
		e.lateCells += rows * one.lateCells
		e.lateTexts += rows * one.lateTexts
		if one.decimals.isLost() {
			l.doubt("months of one digit")
		}
		one.serials, one.earlyCells, one.lateCells, one.lateTexts, one.decimals = 0, 0, 0, 0, nil
		if at != g.dims.period && one != (dateEvidence{}) {
			l.doubt("the order of dates")
		}
	})
}

// settleDates keeps how a column of dates is read, and later compares.
func (l *lane) settleDates(at int, opt PeriodOptions) {
	switch {
	case l == nil:
	case l.learning:
		l.dates[at] = opt
	case l.dates[at] != opt:
		l.doubt("the order of dates")
	}
}

// addGroups adds the plain values to the evidence of their units.
func (l *lane) addGroups(us *unitGroups) {
	if l == nil {
		return
	}
	if l.learning {
		l.groups = us
		return
	}
	for _, w := range l.workers {
		for i, m := range w.measures {
			if m.group.cells == 0 {
				continue
			}
			u := us.byKey[us.grid.groupKey(m, w.meanings[i/len(l.slots)].mark)]
			if u == nil {
				l.doubt("a unit")
				continue
			}
			if u.merge(&m.group); u.clocks > 0 && u.bare > 0 && u.hasOpenTimes() {
				l.doubt("durations")
			}
		}
	}
}

// groupKey is the key of the unit group of a measure of the lane.
func (g *grid) groupKey(m *laneMeasure, mark string) groupKey {
	return groupKey{g.run.words.catalogue.Get(m.indicator.ID), m.slot.value, mark}
}

// merge adds the evidence of plain numbers.
func (u *unitGroup) merge(o *unitGroup) {
	if o.plain() > 0 {
		if u.plain() == 0 {
			u.lowest, u.highest = o.lowest, o.highest
		}
		u.lowest, u.highest = min(u.lowest, o.lowest), max(u.highest, o.highest)
	}
	u.needed = true
	u.cells += o.cells
	u.zeros += o.zeros
	u.below += o.below
	u.ones += o.ones
	u.above += o.above
}

// verdictOf is the unit of a measure's values as far as the first rows tell it.
func (l *lane) verdictOf(m *laneMeasure) verdict {
	u := l.groups.byKey[groupKey{m.indicator, m.slot.value, m.mark}]
	if u == nil || l.groups.verdicts[u].isDoubt() {
		return ""
	}
	return l.groups.verdicts[u]
}

// showLevels puts the levels of the plain values among those that were read.
func (l *lane) showLevels(us *unitGroups) {
	if !l.streaming() || l.unsure != "" {
		return
	}
	for _, w := range l.workers {
		for i, m := range w.measures {
			if m.group.cells == 0 {
				continue
			}
			u := us.byKey[us.grid.groupKey(m, w.meanings[i/len(l.slots)].mark)]
			m.verdict = us.verdicts[u]
			least, fits := m.level(m.least, m.verdict)
			most, fit := m.level(m.most, m.verdict)
			if !fits || !fit {
				l.doubt("a unit")
				continue
			}
			u.shown.take(least)
			u.shown.take(most)
			u.shown.n += m.group.cells - 2
		}
	}
}

// verify compares how the table was understood with what the stream went by.
func (l *lane) verify(g *grid) {
	t := l.trial
	same := func(a, b slot) bool {
		id := func(in *kpi.Indicator) string {
			if in == nil {
				return ""
			}
			return in.ID
		}
		return a.value == b.value && a.num == b.num && a.den == b.den && id(a.indicator) == id(b.indicator)
	}
	switch {
	case g.dims != l.dims, g.reading.Layout != l.layout, !slices.EqualFunc(g.slots, l.slots, same):
		l.doubt("the columns")
	case g.second > 0, g.head.Line != t.head.Line, g.last != t.last, g.unitRow != t.unitRow:
		l.doubt("the headings")
	case g.teamFixed != t.teamFixed, g.periodFixed != t.periodFixed, g.person != t.person:
		l.doubt("a name")
	case l.needsCommas(g):
		l.doubt("commas")
	case l.needsTitles(g):
		l.doubt("titles")
	case g.dims.year >= 0 && g.hasRow(g.lacks(g.dims.year)), slices.ContainsFunc([]int{g.dims.period, g.dims.parent, g.dims.team}, func(at int) bool { return l.mayFillDown(g, at) }):
		l.doubt("blocks")
	}
}

// lacks reports of rows of people that a cell is blank.
func (g *grid) lacks(at int) func(sheet.Row) bool {
	return func(r sheet.Row) bool { return g.text(r, g.dims.employee) != "" && g.text(r, at) == "" }
}

// mayFillDown reports whether a column with blanks may name its values once a
// block, for all that its first rows tell: they are all there.
func (l *lane) mayFillDown(g *grid, at int) bool {
	if at < 0 || !g.hasRow(g.lacks(at)) {
		return false
	}
	seen, block := map[string]bool{}, ""
	for _, r := range g.rows() {
		if r.Line > l.after {
			return true
		}
		if g.text(r, g.dims.employee) == "" || g.isSum(r) {
			continue
		}
		if b := g.blockOf(r, at); b != block {
			block, seen = b, map[string]bool{}
		}
		name := g.text(r, at)
		if name == "" && len(seen) == 0 || seen[name] {
			return false
		}
		seen[name] = name != ""
	}
	return true
}

// needsCommas reports whether commas in numbers may be decimal ones, for all
// that the rows tell that were kept.
func (l *lane) needsCommas(g *grid) bool {
	for _, w := range l.workers {
		if slices.ContainsFunc(w.columns, func(c *laneColumn) bool { return c.commaCell }) {
			return true
		}
	}
	return len(g.commas.decimal) > 0 || slices.ContainsFunc(countCommas(g.table, false), func(n *commaCount) bool {
		return n != nil && !n.grouped && !n.withDots && (n.decimal.Row > 0 || n.either > 0)
	})
}

// needsTitles reports whether headings that come again stand below what may be
// a title.
func (l *lane) needsTitles(g *grid) bool {
	rows, memo := g.table.Rows, map[string]bool{}
	for i := max(g.last+1, 1); i < len(rows); i++ {
		if rows[i].Line > l.after && isTitle(rows[i-1]) && g.run.words.isHeadingRow(rows[i], memo) {
			return true
		}
	}
	return false
}
