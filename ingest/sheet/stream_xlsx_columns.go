package sheet

import "github.com/gapstep/gapstep/ingest/kpi"

// streamRows is how many rows are in a batch.
const streamRows = 4096

// tableColumns turns the rows of a sheet into batches. Without a sink it only
// checks them.
type tableColumns struct {
	w      *workbook
	after  int
	sink   Sink
	cols   []sheetColumn
	unread sheetColumn // stands for those that are not asked for
	batch  Batch
	text   []byte // of the batch's rows
	starts []int  // of each of them in text
	last   int    // the number of the row taken last
	again  scanner
}

func newTableColumns(w *workbook, opt StreamOptions) *tableColumns {
	t := &tableColumns{w: w, after: opt.After, sink: opt.NewSink(), cols: make([]sheetColumn, len(opt.Wants))}
	t.batch.Cols, t.batch.Row = make([]Vector, len(opt.Wants)), t.row
	for i, want := range opt.Wants {
		t.cols[i].want, t.cols[i].coder = want, newCoder()
	}
	return t
}

// take takes a decoded row, as an odd one.
func (t *tableColumns) take(row Row) error {
	if row.Line <= t.last {
		return ErrNoStream // batches are in order; and it may be there twice
	}
	if t.last = row.Line; !t.delivers(row.Line) {
		return nil
	}
	t.batch.Odd = append(t.batch.Odd, row)
	return t.deliverFull()
}

func (t *tableColumns) takeRaw(s *scanner) (filled int, err error) {
	before, rows := t.w.budget, len(t.batch.Lines)
	filled, odd, ok := t.putCells(s)
	switch {
	case !ok:
		t.cut(rows)
		t.w.budget = before
		return -1, nil
	case odd:
		t.cut(rows)
		return filled, t.take(t.w.rowOf(s))
	case filled == 0:
		t.cut(rows)
		return 0, nil
	case s.line <= t.last:
		return filled, ErrNoStream
	}
	if t.last = s.line; !t.delivers(s.line) {
		return filled, nil
	}
	for i := range t.cols {
		t.cols[i].level(rows + 1)
	}
	t.batch.Lines, t.starts = append(t.batch.Lines, s.line), append(t.starts, len(t.text))
	t.text = append(t.text, s.b[:s.i]...)
	return filled, t.deliverFull()
}

// delivers reports whether the rows of a line are for the sink.
func (t *tableColumns) delivers(line int) bool { return line > t.after && t.sink != nil }

// putCells puts the cells of a row into the columns. It is odd when a cell can't
// be counted or stands beyond them; ok is false when the decoder must read it.
func (t *tableColumns) putCells(s *scanner) (filled int, odd, ok bool) {
	width, deliver := 0, t.delivers(s.line)
	for i := range s.cells {
		c, col := &s.cells[i], &t.unread
		beyond := deliver && c.col >= len(t.cols)
		if deliver && !beyond {
			col = &t.cols[c.col]
		}
		switch v := col.put(t.w, c); v {
		case cellWrong:
			return filled, odd, false
		case cellBlank:
			continue
		default:
			odd = odd || beyond || v == cellOdd
		}
		if !t.w.budget.pass(c.col - width) {
			return filled, odd, false
		}
		filled, width = filled+1, c.col+1
	}
	return filled, odd, true
}

// pass counts a cell that is not kept, and the blanks before it, as put does.
func (b *budget) pass(blanks int) bool {
	b.filled++
	b.blanks += blanks
	return b.filled <= maxFilled && b.blanks <= freeBlanks+maxBlanks*b.filled
}

// cut takes from the columns what was put after their first n rows.
func (t *tableColumns) cut(n int) {
	for i := range t.cols {
		c := &t.cols[i]
		c.codes, c.numbers = c.codes[:min(n, len(c.codes))], c.numbers[:min(n, len(c.numbers))]
	}
}

// row reads a row of the batch again.
func (t *tableColumns) row(i int) Row {
	t.again.row(t.text[t.starts[i]:], t.batch.Lines[i]-1)
	return t.w.rowOf(&t.again)
}

func (t *tableColumns) deliverFull() error {
	if max(len(t.batch.Lines), len(t.batch.Odd)) < streamRows {
		return nil
	}
	return t.deliver()
}

// deliver hands the batch to the sink and begins another.
func (t *tableColumns) deliver() error {
	if len(t.batch.Lines)+len(t.batch.Odd) == 0 {
		return nil
	}
	for i := range t.cols {
		c := &t.cols[i]
		switch c.want {
		case Coded:
			t.batch.Cols[i] = Vector{Codes: c.codes, Cells: c.coder.cells}
		case Counted:
			t.batch.Cols[i] = Vector{Numbers: c.numbers}
		}
	}
	err := t.sink(&t.batch)
	t.cut(0)
	t.batch.Lines, t.batch.Odd, t.text, t.starts = t.batch.Lines[:0], nil, t.text[:0], t.starts[:0]
	return err
}

// sheetColumn is a column of the batch that is being filled.
type sheetColumn struct {
	want    Want
	codes   []uint32
	numbers []kpi.Decimal
	coder   coder
	shared  []uint32         // by index of the shared string, the code and one; 0 where it was not met
	seen    rawCache[uint32] // the codes of other cells
}

// verdict is what a column makes of a cell.
type verdict uint8

const (
	cellWrong verdict = iota // the decoder gives the error
	cellBlank
	cellOdd
	cellPlain
)

// put adds a cell to the column.
func (s *sheetColumn) put(w *workbook, c *rawCell) verdict {
	switch s.want {
	case Coded:
		return s.putCode(w, c)
	case Counted:
		return s.putNumber(w, c)
	}
	if _, ok := readShort(c.text); ok && c.what == rawNumber {
		return cellPlain
	}
	cell, ok := w.cellOf(c)
	return verdictOf(cell, ok)
}

func verdictOf(cell Cell, ok bool) verdict {
	switch {
	case !ok:
		return cellWrong
	case cell.Kind == Blank:
		return cellBlank
	}
	return cellPlain
}

func (s *sheetColumn) putCode(w *workbook, c *rawCell) verdict {
	code, ok := s.codeOf(w, c)
	if !ok {
		return cellWrong
	}
	s.codes = append(s.codes, code)
	return verdictOf(s.coder.cells[code], true)
}

// codeOf is the code of a cell; those of shared strings are found without a
// look at the text.
func (s *sheetColumn) codeOf(w *workbook, c *rawCell) (code uint32, ok bool) {
	if c.what == rawShared {
		i, ok := w.sharedAt(c)
		if !ok {
			return 0, false
		}
		if s.shared == nil {
			s.shared = make([]uint32, len(w.strings))
		}
		if s.shared[i] == 0 {
			s.shared[i] = s.coder.code(w.strings[i]) + 1
		}
		return s.shared[i] - 1, true
	}
	slot, found := s.seen.find(c)
	if found {
		return slot.made, true
	}
	cell, ok := w.cellOf(c)
	if ok {
		code = s.coder.code(cell)
		*slot = cached[uint32]{c.what, c.style, string(c.text), code}
	}
	return code, ok
}

func (s *sheetColumn) putNumber(w *workbook, c *rawCell) verdict {
	if c.what == rawNumber && w.formatAt(c.style) == asNumber {
		if n, ok := countOf(c.text); ok {
			s.numbers = append(s.numbers, n)
			return cellPlain
		}
	}
	cell, ok := w.cellOf(c)
	v := verdictOf(cell, ok)
	if v != cellPlain {
		return v // a blank comes by itself
	}
	n := numberOf(cell)
	if c.what == rawNumber || n == oddNumber {
		return cellOdd
	}
	s.numbers = append(s.numbers, n)
	return cellPlain
}

// countOf is a number as streams give it.
func countOf(text []byte) (kpi.Decimal, bool) {
	p, ok := readShort(text)
	if !ok || p.decimals > kpi.Digits {
		return 0, false
	}
	scale := int64(powers[kpi.Digits-p.decimals])
	if most := (int64(MostStreamed) - 1) / scale; p.mantissa > most || p.mantissa < -most {
		return 0, false
	}
	return kpi.Decimal(p.mantissa * scale), true
}

// level gives the column its nth row, a blank, unless it has one.
func (s *sheetColumn) level(n int) {
	switch {
	case s.want == Coded && len(s.codes) < n:
		s.codes = append(s.codes, s.coder.code(Cell{}))
	case s.want == Counted && len(s.numbers) < n:
		s.numbers = append(s.numbers, BlankNumber)
	}
}
