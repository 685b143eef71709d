package sheet

import (
	"math"
	"slices"
)

// rowKeeper keeps the rows of a table that is read record by record: the first ones
// as they are, those below packed.
type rowKeeper struct {
	top    int // rows that stay as they are, the header among them
	rows   []Row
	room   shelf
	packer packer
	late   []bool // columns that were left out when rows had been kept
}

// everyRow is a top that has all rows.
const everyRow = math.MaxInt

// keep keeps a row unless it is blank, and reports whether it was packed. The cells are
// the caller's again.
func (k *rowKeeper) keep(line int, cells []Cell) (packed bool) {
	if cells = withoutTrail(cells); len(cells) == 0 {
		return false
	}
	if len(k.rows) >= k.top-1 {
		k.packer.add(line, cells)
		return true
	}
	k.rows = append(k.rows, Row{line, k.room.keep(append(k.room.open(len(cells)), cells...))})
	return false
}

// leaveOut makes a column blank in the rows that were kept. No later row may have a
// value there.
func (k *rowKeeper) leaveOut(col int) {
	for len(k.late) <= col {
		k.late = append(k.late, false)
	}
	k.late[col] = true
}

// addTo adds the rows to a table that has its header.
func (k *rowKeeper) addTo(t *Table) {
	t.Rows = slices.Grow(t.Rows, len(k.rows))
	for _, r := range k.rows {
		t.add(r.Line, k.kept(r.Cells))
	}
	k.packer.flush()
	chunks := k.packer.chunks
	if k.late != nil {
		chunks = k.repack(chunks)
	}
	if s, ok := newSpool(chunks); ok && s.Len() > 0 { // records come in their order
		t.Spool = s
	}
}

// kept are the cells of a row but for those of columns that are left out.
func (k *rowKeeper) kept(cells []Cell) []Cell {
	for i := range min(len(cells), len(k.late)) {
		if k.late[i] {
			cells[i] = Cell{}
		}
	}
	return cells
}

// repack packs rows anew without the columns that are left out.
func (k *rowKeeper) repack(chunks []spoolChunk) []spoolChunk {
	var p packer
	var u unpacker
	for i := range chunks {
		for _, r := range u.unpack(&chunks[i]) {
			if cells := withoutTrail(k.kept(r.Cells)); len(cells) > 0 {
				p.add(r.Line, cells)
			}
		}
		chunks[i].packed = nil
	}
	p.flush()
	return p.chunks
}

// withoutTrail cuts trailing blanks.
func withoutTrail(cells []Cell) []Cell {
	for len(cells) > 0 && cells[len(cells)-1].Kind == Blank {
		cells = cells[:len(cells)-1]
	}
	return cells
}
