package ingest

import (
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// rowTally is what became of the values of a line.
type rowTally struct{ line, used, rejected, blank, left int }

// fate is what becomes of a figure that had been used.
type fate uint8

const (
	toRejected fate = iota // it is wrong after all
	toBlank                // it stands for no data
	toLeft                 // the configuration leaves it out
)

func (l *rowTally) move(to fate) {
	l.used--
	switch to {
	case toRejected:
		l.rejected++
	case toBlank:
		l.blank++
	case toLeft:
		l.left++
	}
}

// figureAt tells figures apart: one column may count for several indicators.
type figureAt struct {
	at        kpi.Origin
	indicator string
}

// takeBack moves the rows that the builder left out from used to rejected.
func (r *run) takeBack(diags []kpi.Diagnostic) {
	for _, d := range diags {
		if d.LeavesOut() {
			r.recount(figureAt{d.Origin, d.Args["kpi"]}, toRejected)
		}
	}
}

// recount moves a figure in the tallies of its rows: all those of the events
// that it sums up, else the one at its address.
func (r *run) recount(f figureAt, to fate) {
	if sum := r.sums[f]; sum != nil {
		sum.move(to)
		return
	}
	for _, g := range r.gridsAt(f.at) {
		if g.holdsSlot(f.at.Col - 1) {
			g.recountLine(f.at.Row, to)
		}
	}
}

// gridsAt are the tables that were read of the sheet in which an address lies.
func (r *run) gridsAt(at kpi.Origin) []*grid {
	if r.bySheet == nil {
		r.bySheet = map[kpi.Origin][]*grid{}
		for _, g := range r.grids {
			key := g.table.Origin(0, -1)
			r.bySheet[key] = append(r.bySheet[key], g)
		}
	}
	return r.bySheet[kpi.Origin{File: at.File, Sheet: at.Sheet}]
}

// holdsSlot reports whether a column stands for one of the table's measures; of
// tables beside each other only one has it.
func (g *grid) holdsSlot(col int) bool {
	return slices.ContainsFunc(g.slots, func(s slot) bool { return s.value == col || s.num == col })
}

func (g *grid) recountLine(line int, to fate) {
	at, ok := slices.BinarySearchFunc(g.lines, line, func(l rowTally, line int) int { return l.line - line })
	if ok {
		g.lines[at].move(to)
	} else {
		g.lane.recount(line, to)
	}
}

// tally sums the lines of a table, and the rows that were left out before they
// had a meaning.
func (g *grid) tally() Tally {
	t := g.lane.tally()
	for _, l := range g.lines {
		t.addLine(l)
	}
	g.eventRows.addTo(&t)
	for range g.excluded {
		t.addLine(rowTally{left: g.measuresOfRow()})
	}
	return t
}

// measuresOfRow is how many values a row of the table has.
func (g *grid) measuresOfRow() int {
	if g.source.isEvents() {
		return len(g.source.Measures)
	}
	return len(g.slots)
}

func (t *Tally) addLine(l rowTally) {
	one := Tally{RowsRead: 1, ValuesRead: l.used + l.rejected + l.blank + l.left, ValuesUsed: l.used, ValuesRejected: l.rejected,
		ValuesBlank: l.blank, ValuesLeftOut: l.left}
	switch {
	case l.used > 0:
		one.RowsUsed = 1
	case l.rejected > 0:
		one.RowsRejected = 1
	case l.left > 0:
		one.RowsLeftOut = 1
	default:
		one.RowsBlank = 1
	}
	t.add(one)
}

func (t *Tally) add(o Tally) {
	t.RowsRead += o.RowsRead
	t.RowsUsed += o.RowsUsed
	t.RowsRejected += o.RowsRejected
	t.RowsBlank += o.RowsBlank
	t.RowsLeftOut += o.RowsLeftOut
	t.ValuesRead += o.ValuesRead
	t.ValuesUsed += o.ValuesUsed
	t.ValuesRejected += o.ValuesRejected
	t.ValuesBlank += o.ValuesBlank
	t.ValuesLeftOut += o.ValuesLeftOut
}
