package ingest

import (
	"sort"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// lineTallies keep what became of the rows of a table, eight bytes for each: its
// line, and which of the few different tallies it has.
type lineTallies struct {
	rows  kpi.Pile[lineTally]
	kinds []rowTally // without lines
	index map[rowTally]uint32
}

type lineTally struct{ line, kind uint32 }

func (t *lineTallies) len() int { return t.rows.Len() }

// add adds a row; lines ascend.
func (t *lineTallies) add(l rowTally) { t.rows.Add(lineTally{uint32(l.line), t.kindOf(l)}) }

func (t *lineTallies) kindOf(l rowTally) uint32 {
	l.line = 0
	at, known := t.index[l]
	if !known {
		if t.index == nil {
			t.index = map[rowTally]uint32{}
		}
		at = uint32(len(t.kinds))
		t.index[l], t.kinds = at, append(t.kinds, l)
	}
	return at
}

// lineOf is the line of a row.
func (t *lineTallies) lineOf(row int) int { return int(t.rows.At(row).line) }

// row is what became of a row.
func (t *lineTallies) row(row int) rowTally {
	r := t.rows.At(row)
	l := t.kinds[r.kind]
	l.line = int(r.line)
	return l
}

// change changes the tally of a row.
func (t *lineTallies) change(row int, do func(l *rowTally)) {
	r := t.rows.At(row)
	l := t.kinds[r.kind]
	do(&l)
	r.kind = t.kindOf(l)
}

// move moves a figure in the tally of a line; false where there is no such line.
func (t *lineTallies) move(line int, to fate) bool {
	row := sort.Search(t.len(), func(i int) bool { return t.lineOf(i) >= line })
	if row == t.len() || t.lineOf(row) != line {
		return false
	}
	t.change(row, func(l *rowTally) { l.move(to) })
	return true
}

// addTo adds the rows to a tally.
func (t *lineTallies) addTo(sum *Tally) {
	for i := range t.len() {
		sum.addLine(t.kinds[t.rows.At(i).kind])
	}
}
