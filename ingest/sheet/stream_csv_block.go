package sheet

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"strings"
)

// textBlockSize is how much of a text a worker reads at a time: what a core's
// cache holds.
const textBlockSize = 512 << 10

// textBlock is whole records of a text.
type textBlock struct {
	text   []byte // ends with a line end
	line   int    // on which it begins
	offset int64  // of its end in the file
	last   bool
}

// next reads the next block in the order of the file, one worker after
// another. It ends where a line ends outside quotes, as far as counting them
// tells; a worker sees whether that was right. The end of the text is io.EOF.
func (s *textStream) next(buf []byte) (textBlock, []byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	buf = append(buf[:0], s.rest...)
	n, err := s.fill(buf[len(buf):cap(buf)])
	if err != nil {
		return textBlock{}, buf, err
	}
	buf = buf[:len(buf)+n]
	b := textBlock{line: s.line, last: s.ended}
	cut := len(buf)
	if !b.last {
		if cut = cutRecords(buf, s.quote); cut == 0 {
			return b, buf, ErrNoStream // a line longer than a block
		}
	}
	s.rest = append(s.rest[:0], buf[cut:]...)
	b.offset = s.at - int64(len(s.rest))
	if buf = buf[:cut]; cut == 0 {
		return b, buf, io.EOF
	}
	s.line += countBreaks(buf)
	if buf[cut-1] != '\n' {
		buf = append(buf, '\n')
	}
	b.text = buf
	return b, buf, nil
}

// fill reads on from where the stream stands.
func (s *textStream) fill(buf []byte) (int, error) {
	n, err := io.ReadFull(s.source, buf)
	s.at += int64(n)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF) && (s.isPlain() || isWhole(s.source)):
		s.ended = true
	case err != nil && s.isPlain():
		return 0, accessFault(s.file.Path, err)
	case err != nil:
		return 0, ErrNoStream // it is damaged: Read says how
	}
	s.ended = s.ended || s.isPlain() && s.at == s.input.size
	return n, nil
}

// isPlain reports whether the text stands in the file as it is.
func (s *textStream) isPlain() bool { return s.encoding == "" && !s.input.packed }

// mostCuts is how many lines with quotes are looked at for a place to cut.
const mostCuts = 64

// cutRecords returns the end of the last line of a block that has an even
// number of quotes in front of it, or of the last line when none of the last ones has: then
// a quote is broken.
func cutRecords(buf []byte, quote byte) int {
	end := bytes.LastIndexByte(buf, '\n') + 1
	odd := bytes.Count(buf[:end], []byte{quote})%2 == 1
	at := end
	for range mostCuts {
		if !odd || at == 0 {
			break
		}
		cut := bytes.LastIndexByte(buf[:max(0, bytes.LastIndexByte(buf[:at], quote))], '\n') + 1
		odd = bytes.Count(buf[cut:at], []byte{quote})%2 == 0
		at = cut
	}
	if odd || at == 0 {
		return end
	}
	return at
}

// countBreaks counts the line ends in a block.
func countBreaks(b []byte) int {
	n := bytes.Count(b, []byte{'\n'})
	if bytes.IndexByte(b, '\r') < 0 {
		return n
	}
	return n + bytes.Count(b, []byte{'\r'}) - bytes.Count(b, []byte("\r\n"))
}

// textWorker reads blocks into batches.
type textWorker struct {
	*textStream
	file     File // its diagnostics
	sink     Sink
	block    textBlock
	columns  []textColumn
	lines    []int
	starts   []int // of the rows, in the block
	before   int   // where the row before begins in the block; −1: it is none that was read plainly
	ends     []int // where its fields end, but for the last, with their delimiters, from its beginning
	odd      []Row
	spelled  string    // the block, once texts of it are asked for
	stop     [256]bool // the bytes that end a field without quotes
	widths   map[int]int
	ragged   ragged
	disguise disguise
	none     uint32 // no entry: where a column has none to its left
	far      int    // records for which more than the block was read
}

func newTextWorker(s *textStream) *textWorker {
	w := &textWorker{textStream: s, sink: s.opt.NewSink(), columns: make([]textColumn, s.width), ends: make([]int, s.width-1), widths: map[int]int{}}
	w.file.Path = s.file.Path
	w.stop['\n'], w.stop['\r'], w.stop[s.delimiter[0]] = true, true, true
	for i := range w.columns {
		want := Unread
		if i < len(s.opt.Wants) {
			want = s.opt.Wants[i]
		}
		w.columns[i].begin(want)
	}
	return w
}

func (w *textWorker) run(ctx context.Context) error {
	buf := make([]byte, 0, cmp.Or(w.opt.block, textBlockSize))
	for {
		var err error
		w.block, buf, err = w.next(buf)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = w.readBlock()
		}
		if err == nil {
			err = w.deliver()
		}
		if err != nil {
			return err
		}
	}
}

// readBlock reads the records of the block.
func (w *textWorker) readBlock() error {
	w.lines, w.starts, w.odd, w.before, w.spelled = w.lines[:0], w.starts[:0], nil, -1, ""
	room := len(w.block.text)/w.width + 1
	for i := range w.columns {
		w.columns[i].makeRoom(room)
	}
	if bytes.IndexByte(w.block.text, 0) >= 0 {
		return ErrNoStream // a damage: Read says where
	}
	pos, line := 0, w.block.line
	for pos < len(w.block.text) {
		if next := w.readPlain(pos, line); next > pos {
			pos, line = next, line+1
			continue
		}
		r, err := w.record(pos, line)
		if err != nil {
			return err
		}
		w.before = -1
		if len(r.fields) > 0 {
			w.takeRecord(r, pos)
		}
		pos, line = pos+r.pos, r.line
	}
	w.widths[w.width] += len(w.lines) // those of records have been counted, and taken off
	return nil
}

// readPlain reads the record at pos if it is a plain one below the head, and
// returns where the next one begins; else pos.
func (w *textWorker) readPlain(pos, line int) int {
	if line <= w.opt.After {
		return pos
	}
	next, filled := w.readRow(pos)
	if filled && next > pos {
		w.lines, w.starts = append(w.lines, line), append(w.starts, pos)
	} else {
		w.before = -1
	}
	return next
}

// deliver gives the block's rows to the sink.
func (w *textWorker) deliver() error {
	b := Batch{Lines: w.lines, Odd: w.odd, Cols: make([]Vector, len(w.columns)), Row: w.row}
	for i := range w.columns {
		c := &w.columns[i]
		if c.broken {
			return ErrNoStream // bytes that are not of the encoding
		}
		w.disguise.merge(c.disguise)
		switch c.want {
		case Coded:
			b.Cols[i] = Vector{Codes: c.codes[:len(w.lines)], Cells: c.cells}
		case Counted:
			b.Cols[i].Numbers = c.numbers[:len(w.lines)]
		case Spelled:
			b.Cols[i].Texts = c.texts[:len(w.lines)]
		}
	}
	return w.sink(&b)
}

// row reads a row of the block again.
func (w *textWorker) row(i int) Row {
	r, err := w.record(w.starts[i], 0)
	if err != nil {
		return Row{Line: w.lines[i]} // it was read before
	}
	row := ownRow(r)
	row.Line = w.lines[i] // blank lines may stand in front of it
	return row
}

func (w *textWorker) reader(text string, line int) *recordReader {
	return &recordReader{text: text, delimiter: w.delimiter, quote: w.quote, line: line}
}

// mostFar is how many records with doubtful quotes are read by looking ahead;
// in a text with more of them that takes too long.
const mostFar = 2000

// nearby is how much of a block is looked at for one record, at first.
const nearby = 512

// record reads one record as the reader of whole texts does. Where a quote is
// not closed on its line, what follows the block tells too; a record that ends
// there shows that the block was cut in the wrong place.
func (w *textWorker) record(pos, line int) (*recordReader, error) {
	near := w.block.text[pos:min(pos+nearby, len(w.block.text))]
	r := w.reader(string(near), line)
	if r.next(); r.wasted == 0 && r.pos < len(near) {
		return r, nil
	}
	rest := string(w.block.text[pos:])
	r = w.reader(rest, line)
	r.next()
	if r.wasted == 0 && (r.pos < len(rest) || strings.Count(rest[:len(rest)-1], "\n") == 0) {
		return r, nil
	}
	if w.far++; w.far > mostFar {
		return nil, ErrNoStream
	}
	ahead, err := w.ahead()
	if err != nil {
		return nil, err
	}
	r = w.reader(rest+string(ahead), line)
	r.next()
	if r.pos > len(rest) || r.wasted > len(r.text) || r.long {
		return nil, ErrNoStream
	}
	w.mu.Lock()
	w.wasted += r.wasted
	w.mu.Unlock()
	return r, nil
}

// ahead is what of the text follows the block.
func (w *textWorker) ahead() ([]byte, error) {
	if w.block.last {
		return nil, nil
	}
	if !w.isPlain() {
		return nil, ErrNoStream
	}
	ahead := make([]byte, min(2*maxQuoted, w.input.size-w.block.offset))
	if n, err := w.input.ReadAt(ahead, w.block.offset); n < len(ahead) {
		return nil, accessFault(w.file.Path, err)
	}
	return ahead, nil
}
