package ingest

import (
	"math"
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
func (r *run) takeBack(left *kpi.LeftOut) {
	for row := range left.All() {
		r.recount(figureAt{row.Origin, row.KPI}, toRejected)
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
	if !g.tallies.move(line, to) {
		g.lane.recount(line, to)
	}
}

// tally sums the lines of a table, and the rows that were left out before they
// had a meaning. A table that several sources read has each row once.
func (g *grid) tally() Tally {
	switch {
	case g.again:
		return Tally{}
	case len(g.together) > 1:
		return tallyTogether(g.together)
	}
	t := g.lane.tally()
	g.tallies.addTo(&t)
	g.eventRows.addTo(&t)
	for range g.excluded {
		t.addLine(rowTally{left: g.measuresOfRow()})
	}
	return t
}

// tallyTogether sums the rows of a table that several sources read: a row is one, and
// has the values of all of them.
func tallyTogether(list []*grid) (t Tally) {
	at := make([]rowCursor, len(list))
	for i, g := range list {
		at[i].grid = g
	}
	for {
		one := rowTally{line: math.MaxInt}
		for i := range at {
			one.line = min(one.line, at[i].line())
		}
		if one.line == math.MaxInt {
			return t
		}
		for i := range at {
			one.add(at[i].take(one.line))
		}
		t.addLine(one)
	}
}

func (l *rowTally) add(o rowTally) {
	l.used, l.rejected, l.blank, l.left = l.used+o.used, l.rejected+o.rejected, l.blank+o.blank, l.left+o.left
}

// rowCursor goes through the rows of a table as one source reads them, by their lines.
type rowCursor struct {
	*grid
	read, out int // rows that were met, and rows that exclude leaves out
}

// line is that of the next row, the greatest number behind the last.
func (c *rowCursor) line() int {
	next := math.MaxInt
	if c.read < c.rowCount() {
		next = c.row(c.read).line
	}
	if c.out < len(c.outside) {
		next = min(next, c.outside[c.out])
	}
	return next
}

// take is what became of the row at a line, nothing where there is none.
func (c *rowCursor) take(line int) (l rowTally) {
	if c.read < c.rowCount() && c.row(c.read).line == line {
		l = c.row(c.read)
		c.read++
	}
	if c.out < len(c.outside) && c.outside[c.out] == line {
		l.left += c.measuresOfRow()
		c.out++
	}
	return l
}

func (c *rowCursor) rowCount() int {
	if c.eventRows != nil {
		return len(c.eventRows.line)
	}
	return c.tallies.len()
}

func (c *rowCursor) row(at int) rowTally {
	if c.eventRows != nil {
		return c.eventRows.at(at)
	}
	return c.tallies.row(at)
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
