package ingest

// laneState is what is known of the rows that have a tuple of cells.
type laneState uint8

const (
	unmet    laneState = iota
	kept               // rows with it are kept
	plain              // nothing in the tuple keeps a row from being plain
	nameless           // of KPIs: as plain, but nothing tells what it is
)

// laneTuples numbers the distinct combinations of cells in some columns.
type laneTuples struct {
	cols   []int
	first  []int32  // by the code in the first column: tuple + 1
	next   []int32  // by tuple: another with the same first code + 1
	codes  []uint32 // of the tuples, len(cols) each
	state  []laneState
	behind []bool  // the row before one with this tuple is kept too
	rows   []int   // plain ones, by tuple
	place  []int32 // by tuple, once it is plain: where its figures are in the cells
	plain  []int32 // by place: the tuple
	ids    []int32
	vector [][]uint32
}

// number finds the tuple of each row of a batch.
func (t *laneTuples) number(b [][]uint32, rows int) []int32 {
	if cap(t.ids) < rows {
		t.ids = make([]int32, rows)
	}
	ids := t.ids[:rows]
	t.vector = t.vector[:0]
	for _, at := range t.cols {
		t.vector = append(t.vector, b[at])
	}
	if len(t.cols) == 0 {
		if len(t.state) == 0 {
			t.add(nil, 0)
		}
		clear(ids)
		return ids
	}
	last := int32(-1)
	for i := range ids {
		if last < 0 || !t.stands(last, i) {
			last = t.find(i)
		}
		ids[i] = last
	}
	return ids
}

// stands reports whether row i of the batch has the tuple.
func (t *laneTuples) stands(tuple int32, i int) bool {
	codes := t.codes[int(tuple)*len(t.cols):]
	for k, v := range t.vector {
		if v[i] != codes[k] {
			return false
		}
	}
	return true
}

func (t *laneTuples) find(i int) int32 {
	code := int(t.vector[0][i])
	for code >= len(t.first) {
		t.first = append(t.first, make([]int32, 1+len(t.first))...)
	}
	for at := t.first[code]; at > 0; at = t.next[at-1] {
		if t.stands(at-1, i) {
			return at - 1
		}
	}
	return t.add(t.vector, i)
}

func (t *laneTuples) add(vector [][]uint32, i int) int32 {
	n := int32(len(t.state))
	t.state, t.behind, t.rows, t.place = append(t.state, unmet), append(t.behind, false), append(t.rows, 0), append(t.place, 0)
	if len(vector) == 0 {
		return n
	}
	code := vector[0][i]
	t.next, t.first[code] = append(t.next, t.first[code]), n+1
	for _, v := range vector {
		t.codes = append(t.codes, v[i])
	}
	return n
}

// admit makes a tuple plain and gives it a place. Those that are kept have none:
// they may be many, and the places are a grid.
func (t *laneTuples) admit(tuple int32) {
	if t.state[tuple] != plain {
		t.state[tuple], t.place[tuple] = plain, int32(len(t.plain))
		t.plain = append(t.plain, tuple)
	}
}

// findCells finds the tuple of a row that is in no vector. code gives the code of
// a cell in a column; where there is none, the tuple is a new one.
func (t *laneTuples) findCells(code func(col int) (uint32, bool)) int32 {
	if len(t.cols) == 0 {
		return t.number(nil, 1)[0]
	}
	t.vector = t.vector[:0]
	for _, at := range t.cols {
		c, known := code(at)
		if !known {
			return t.addOdd()
		}
		t.vector = append(t.vector, []uint32{c})
	}
	return t.find(0)
}

// addOdd adds a tuple that no row of a vector is found to have.
func (t *laneTuples) addOdd() int32 {
	t.codes = append(t.codes, make([]uint32, len(t.cols))...)
	t.next = append(t.next, 0)
	return t.add(nil, 0)
}
