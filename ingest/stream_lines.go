package ingest

import (
	"encoding/binary"
	"iter"
	"slices"
)

// eventRows keeps what became of the rows of a table of events, six bytes for
// each: its line, and which of the few different tallies it has.
type eventRows struct {
	from  int // the number of the first row among those of all tables of the source
	kinds []rowTally
	kind  []uint16
	line  []uint32
}

// add adds a row.
func (e *eventRows) add(l rowTally) {
	e.line = append(e.line, uint32(l.line)) // sheets have fewer lines
	e.kind = append(e.kind, e.kindOf(l))
}

func (e *eventRows) kindOf(l rowTally) uint16 {
	l.line = 0
	at := slices.Index(e.kinds, l)
	if at < 0 {
		at = len(e.kinds)
		e.kinds = append(e.kinds, l)
	}
	return uint16(at)
}

// move moves a figure in the tally of a row, by its number.
func (e *eventRows) move(row int, to fate) {
	at := row - e.from
	l := e.kinds[e.kind[at]]
	l.move(to)
	e.kind[at] = e.kindOf(l)
}

// at is the tally of a row, by its place in the table.
func (e *eventRows) at(i int) rowTally {
	l := e.kinds[e.kind[i]]
	l.line = int(e.line[i])
	return l
}

// lineOf is the line of a row, by its number.
func (e *eventRows) lineOf(row int) int { return int(e.line[row-e.from]) }

// next is the number of the row that is added next.
func (e *eventRows) next() int { return e.from + len(e.line) }

// counts are how many rows have each of the tallies.
func (e *eventRows) counts() []int {
	n := make([]int, len(e.kinds))
	for _, k := range e.kind {
		n[k]++
	}
	return n
}

// addTo adds the rows to a tally. Of no table of events it adds nothing.
func (e *eventRows) addTo(t *Tally) {
	if e == nil {
		return
	}
	for k, n := range e.counts() {
		for range n {
			t.addLine(e.kinds[k])
		}
	}
}

// used counts the rows of which a figure is used.
func (e *eventRows) used() int {
	used := 0
	for k, n := range e.counts() {
		if e.kinds[k].used > 0 {
			used += n
		}
	}
	return used
}

// tableOf is the table of a row, by its number.
func (e *events) tableOf(row int) *eventTable {
	at, found := slices.BinarySearchFunc(e.tables, row, func(t *eventTable, row int) int { return t.eventRows.from - row })
	for found && at+1 < len(e.tables) && e.tables[at+1].eventRows.from == row {
		at++ // tables without rows
	}
	if !found {
		at--
	}
	return e.tables[at]
}

// rowList is the numbers of rows, ascending: about two bytes for each.
type rowList struct {
	n, first, last int
	packed         []byte // the steps between them
}

func (l *rowList) add(row int) {
	if l.n == 0 {
		l.first, l.last = row, row
	}
	l.packed = binary.AppendUvarint(l.packed, uint64(row-l.last))
	l.last = row
	l.n++
}

func (l *rowList) all() iter.Seq[int] {
	return func(yield func(int) bool) {
		row := l.first
		for at := 0; at < len(l.packed); {
			step, size := binary.Uvarint(l.packed[at:])
			row, at = row+int(step), at+size
			if !yield(row) {
				return
			}
		}
	}
}

func (l *rowList) remove(row int) {
	var rest rowList
	for r := range l.all() {
		if r != row {
			rest.add(r)
		}
	}
	*l = rest
}
