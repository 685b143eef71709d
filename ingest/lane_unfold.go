package ingest

import (
	"runtime"

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

// observe makes a figure a single observation.
func (f *lanePart) observe(p *lanePerson, m *laneMeasure, period kpi.Period, measure kpi.Measure, line int) {
	if len(f.lane.slots) > 1 && measure.Known() {
		f.lines = append(f.lines, uint32(line))
	}
	f.observations.Add(kpi.Observation{Employee: p.employee, Team: p.team, Indicator: m.indicator,
		Period: period, Measure: measure, Origin: f.grid.table.Origin(line, m.slot.col())})
}

// manyRows is from how many rows on it is worth a collection to let go of what the
// workers held, before more is made: it is as much again as the rows themselves.
const manyRows = 1 << 20

// settle puts the parts together, and the block and the single observations into the
// run.
func (f *laneFold) settle(parts []*lanePart) {
	g, blocks := f.grid, []*kpi.Block(nil)
	for _, p := range parts {
		if p.unsure != "" {
			f.lane.doubt(p.unsure)
		}
		for _, o := range p.observations.All() {
			g.run.observed.Add(o)
		}
		f.lane.single = append(f.lane.single, p.lines...)
		blocks = append(blocks, p.block)
	}
	f.block.Join(blocks)
	f.lane.set = f.block.Dataset()
	if f.lane.set.Len() > 0 {
		g.run.blocks = append(g.run.blocks, f.lane.set)
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
