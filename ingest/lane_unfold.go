package ingest

import (
	"maps"
	"runtime"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// valueMeasure is the measure of a value without counts.
func (f *lanePart) valueMeasure(m *laneMeasure, v kpi.Decimal) kpi.Measure {
	if v == sheet.BlankNumber {
		return noData()
	}
	level, ok := m.level(v, m.verdict)
	if !ok {
		f.unsure = "a unit" // the greatest and the least could be used
	}
	return kpi.Value(level)
}

// unfold makes a figure a single observation.
func (f *lanePart) unfold(h *laneHere, period int32) {
	f.observe(h.worker.people[h.who], h.measure, f.periods[period], f.measure(h), int(h.worker.cells.lineOf(h.cell)))
}

func (f *lanePart) observe(p *lanePerson, m *laneMeasure, period kpi.Period, measure kpi.Measure, line int) {
	l := f.lines[line]
	if l == nil {
		l = &rowTally{line: line}
		f.lines[line] = l
	}
	if measure.Known() {
		l.used++
	} else {
		l.blank++
	}
	f.observations = append(f.observations, kpi.Observation{Employee: p.employee, Team: p.team, Indicator: m.indicator,
		Period: period, Measure: measure, Origin: f.grid.table.Origin(line, m.slot.col())})
}

// manyRows is from how many rows on it is worth a collection to let go of what the
// workers held, before more is made: it is as much again as the rows themselves.
const manyRows = 1 << 20

// settle puts the parts together and the block into the run, and the lines of
// single observations among those of the table.
func (f *laneFold) settle(parts []*lanePart) {
	g, blocks := f.grid, []*kpi.Block(nil)
	for _, p := range parts {
		if p.unsure != "" {
			f.lane.doubt(p.unsure)
		}
		g.run.observations = append(g.run.observations, p.observations...)
		for _, line := range slices.Sorted(maps.Keys(p.lines)) {
			l := *p.lines[line]
			f.lane.whole.take(l)
			g.lines = append(g.lines, l)
		}
		blocks = append(blocks, p.block)
	}
	f.block.Join(blocks)
	slices.SortStableFunc(g.lines, func(a, b rowTally) int { return a.line - b.line })
	if set := f.block.Dataset(); set.Len() > 0 {
		g.run.blocks, f.lane.set = append(g.run.blocks, set), set
	}
	for _, w := range f.lane.workers { // what is folded is held once
		w.cells, w.who = laneCells{}, laneTuples{}
	}
	if f.block.Len() >= manyRows {
		runtime.GC()
	}
}

// take takes a row away again.
func (t *Tally) take(l rowTally) {
	var one Tally
	one.addLine(l)
	t.RowsRead -= one.RowsRead
	t.RowsUsed -= one.RowsUsed
	t.RowsBlank -= one.RowsBlank
	t.ValuesRead -= one.ValuesRead
	t.ValuesUsed -= one.ValuesUsed
	t.ValuesBlank -= one.ValuesBlank
}
