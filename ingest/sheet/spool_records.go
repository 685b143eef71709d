package sheet

// recordKeeper is a table that is filled by records in their order, some at a time; its
// first rows are kept as they are, those below in a spool.
type recordKeeper struct {
	records
	limit    int // of the cells of all records
	kept     rowKeeper
	progress *Progress

	pending int    // the records that are open
	cells   []Cell // of them
}

func newRecordKeeper(name string, limit, top int) *recordKeeper {
	return &recordKeeper{records: records{name: name}, limit: limit, kept: rowKeeper{top: top}}
}

// admit looks whether so many more records may come.
func (r *recordKeeper) admit(n int) error {
	width := max(1, len(r.names))
	if n < 0 || n > r.limit || (r.rows+n)*width > r.limit || min(r.rows+n, r.kept.top)*width > maxFilled {
		return errBomb
	}
	return nil
}

// open begins n records of blanks.
func (r *recordKeeper) open(n int) {
	r.pending = n
	if n *= len(r.names); n > cap(r.cells) {
		r.cells = make([]Cell, n)
	}
	r.cells = r.cells[:n]
	clear(r.cells)
}

// put fills a cell of the open record k, counted from 0.
func (r *recordKeeper) put(k, col int, c Cell) { r.cells[k*len(r.names)+col] = c }

// drop leaves a column out that has been filled, and says so: record is the one (from 1) that
// holds what no cell can hold.
func (r *recordKeeper) drop(col int, kind string, record int) {
	for k := range r.pending {
		r.put(k, col, Cell{})
	}
	r.kept.leaveOut(col)
	r.leaveOut(col, kind, record)
}

// keep keeps the open records.
func (r *recordKeeper) keep() {
	width := len(r.names)
	for k := range r.pending {
		r.rows++
		r.kept.keep(r.rows+1, r.cells[k*width:(k+1)*width])
	}
	r.progress.count(0, int64(r.pending))
	r.pending = 0
}

// table puts the records into f. A file none of whose columns can be read is a
// fault.
func (r *recordKeeper) table(f *File, format string) error {
	if err := r.header(f, format); err != nil {
		return err
	}
	r.kept.addTo(&f.Tables[0])
	return nil
}
