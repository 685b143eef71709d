package ingest

import (
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// read reads the figure of a row; ok is false where it is not plain.
func (m *laneMeasure) read(b *sheet.Batch, i int) (f laneFigure, ok bool) {
	s := m.slot
	if s.value < 0 {
		return m.readCounts(b.Cols[s.num].Numbers[i], b.Cols[s.den].Numbers[i])
	}
	v := b.Cols[s.value].Numbers[i]
	if v == sheet.BlankNumber {
		return laneFigure{x: v}, true
	}
	if !m.met {
		m.met = true
		return f, false
	}
	if m.verdict == "" {
		return laneFigure{x: v}, true
	}
	_, ok = m.level(v, m.verdict)
	return laneFigure{x: v}, ok
}

// readCounts reads counts as [figure.counts] does where nothing is wrong.
func (m *laneMeasure) readCounts(x, n kpi.Decimal) (laneFigure, bool) {
	switch {
	case x == sheet.BlankNumber && n == sheet.BlankNumber:
		return laneFigure{}, true
	case x < 0, n < 0: // a blank too
		return laneFigure{}, false
	case n == 0:
		return laneFigure{}, x == 0
	case x%kpi.One != 0 && m.indicator.Scale <= kpi.Rate, n%kpi.One != 0 && m.indicator.Scale == kpi.Proportion:
		return laneFigure{}, false // doubtful counts are told
	case m.indicator.Scale == kpi.Proportion && x > n:
		return laneFigure{}, false
	case m.bounded:
		code, _ := checkBounds(m.indicator, x.Float()/n.Float())
		return laneFigure{x, n}, code == ""
	}
	return laneFigure{x, n}, true
}

// level is the level of a value, as [unitGroup.level] has it; ok is false where
// it can't be used.
func (m *laneMeasure) level(v kpi.Decimal, unit verdict) (level float64, ok bool) {
	switch {
	case unit.isDoubt():
		return 0, false
	case v == 0:
	case unit == asPercent, unit == mixed && m.indicator.Scale == kpi.Proportion && v > kpi.One:
		level = exactRatio(v, 100)
	case unit == mixed:
		return 0, false
	default:
		level = v.Float()
	}
	code, _ := checkBounds(m.indicator, level)
	return level, code == ""
}

// keep counts a figure as evidence, and returns 1 where there is one.
func (m *laneMeasure) keep(f laneFigure) int {
	if m.slot.value < 0 {
		return int(min(f.n, 1))
	}
	if f.x == sheet.BlankNumber {
		return 0
	}
	if m.group.cells == 0 {
		m.least, m.most = f.x, f.x
	}
	m.least, m.most = min(m.least, f.x), max(m.most, f.x)
	m.group.add(number{state: used, value: f.x.Float()})
	return 1
}
