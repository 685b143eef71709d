package sheet

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"

	"github.com/apache/arrow/go/v17/parquet/compress"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// parquetWorker reads pieces of a file, one after another.
type parquetWorker struct {
	file  *parquetFile
	sink  Sink
	cols  []*parquetColumn // that are read, in the order of the fields
	batch Batch
	out   []bool       // rows of the batch that are set apart
	piece parquetPiece // of the batch
	// The same rows in the columns that cols has not as codes; nil until they are asked for.
	rest    []*parquetColumn
	hasRest bool  // they are those of the batch
	failed  error // to read them
	// What stands in columns that are asked for and left out.
	zeros  []uint32
	blanks []kpi.Decimal
}

func newParquetWorker(p *parquetFile, opt StreamOptions) *parquetWorker {
	w := &parquetWorker{file: p, sink: opt.NewSink(), zeros: make([]uint32, batchRows), blanks: make([]kpi.Decimal, batchRows)}
	w.batch.Cols = make([]Vector, max(len(opt.Wants), len(p.fields)))
	w.batch.Row = w.deliverRow
	for i := range w.blanks {
		w.blanks[i] = BlankNumber
	}
	wants := append(slices.Clone(opt.Wants), make([]Want, len(w.batch.Cols)-len(opt.Wants))...)
	for i, want := range wants {
		if i < len(p.fields) && p.fields[i].flat {
			if want != Unread || p.fields[i].binary { // whether these are texts must be known in any case
				w.cols = append(w.cols, newParquetColumn(p, i, want))
			}
			continue
		}
		switch want {
		case Coded:
			w.batch.Cols[i] = Vector{Codes: w.zeros, Cells: []Cell{{}}}
		case Counted:
			w.batch.Cols[i] = Vector{Numbers: w.blanks}
		}
	}
	return w
}

func newParquetColumn(p *parquetFile, i int, want Want) *parquetColumn {
	return &parquetColumn{field: &p.fields[i], at: i, want: want, codes: newCoder(), group: -1}
}

// run reads pieces until there are none left.
func (w *parquetWorker) run(ctx context.Context, pieces []parquetPiece, next *atomic.Int64) error {
	if len(w.batch.Odd) > 0 { // the header, when it is asked for
		if err := w.sink(&w.batch); err != nil {
			return err
		}
	}
	for at := next.Add(1) - 1; at < int64(len(pieces)); at = next.Add(1) - 1 {
		if err := w.runPiece(ctx, pieces[at]); err != nil {
			return err
		}
	}
	return nil
}

func (w *parquetWorker) runPiece(ctx context.Context, piece parquetPiece) error {
	for end := piece.first + piece.rows; piece.first < end; piece.first, piece.line = piece.first+piece.rows, piece.line+piece.rows {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		piece.rows = min(batchRows, end-piece.first)
		w.piece, w.hasRest = piece, false
		if err := guard(w.fill); err != nil {
			return errors.Join(ErrNoStream, err)
		}
		if len(w.batch.Lines)+len(w.batch.Odd) == 0 {
			continue
		}
		if err := w.sink(&w.batch); err != nil {
			return err
		}
		if w.failed != nil {
			return errors.Join(ErrNoStream, w.failed)
		}
	}
	return nil
}

// fill reads a batch.
func (w *parquetWorker) fill() error {
	piece := w.piece
	w.batch.Lines, w.batch.Odd = w.batch.Lines[:0], nil
	for k := range piece.rows {
		w.batch.Lines = append(w.batch.Lines, piece.line+k)
	}
	if err := w.readColumns(w.cols, piece); err != nil {
		return err
	}
	blank, odd := true, false
	for _, c := range w.cols {
		blank, odd = blank && c.blanks > 0, odd || c.odd > 0
	}
	if blank || odd {
		if err := w.setApart(); err != nil {
			return err
		}
	}
	w.deliver()
	return nil
}

// readColumns reads the rows of a piece, of which the columns stand at an earlier row or
// in another group.
func (w *parquetWorker) readColumns(cols []*parquetColumn, piece parquetPiece) error {
	for _, c := range cols {
		if c.group != piece.group || c.row > piece.first {
			if err := w.open(c, piece.group); err != nil {
				return err
			}
		}
		c.skip(piece.first - c.row)
		c.reset()
		c.read(piece.rows)
	}
	return nil
}

// open reads the bytes of a column in a row group, and verifies its pages.
func (w *parquetWorker) open(c *parquetColumn, group int) error {
	if !c.field.known {
		return errors.New("a column of the type " + c.field.kind)
	}
	pages, at, err := locatePages(w.file.pf, w.file.in.size, group, c.field.leaf)
	if err != nil {
		return err
	}
	data := make([]byte, at[1]-at[0], at[1]-at[0]+spare)
	if _, err := w.file.in.ReadAt(data, at[0]); err != nil {
		return err
	}
	pages.bytes = data
	if err := pages.verify(); err != nil {
		return err
	}
	chunk, err := w.file.pf.MetaData().RowGroup(group).ColumnChunk(c.field.leaf)
	if err != nil {
		return err
	}
	if chunk.CryptoMetadata() != nil {
		return errors.New("an encrypted column")
	}
	if c.codec, err = compress.GetCodec(chunk.Compression()); err != nil {
		return err
	}
	c.open(group, pages.found)
	return nil
}

// setApart takes rows out of the vectors: the odd ones, and those that are
// blank in every column of the file.
func (w *parquetWorker) setApart() error {
	if err := w.readRest(); err != nil {
		return err
	}
	w.out = append(w.out[:0], make([]bool, w.piece.rows)...)
	for k := range w.piece.rows {
		odd, blank := false, true
		for _, c := range w.cols {
			odd, blank = odd || c.isOdd(k), blank && c.isBlank(k)
		}
		if !odd && !blank {
			continue
		}
		row := w.row(k, k)
		w.out[k] = odd || len(row.Cells) == 0
		if odd {
			w.batch.Odd = append(w.batch.Odd, row)
		}
	}
	w.batch.Lines = without(w.batch.Lines, w.out)
	for _, c := range w.cols {
		if c.want == Counted {
			c.vector.Numbers = without(c.vector.Numbers, w.out)
		} else {
			c.vector.Codes = without(c.vector.Codes, w.out)
		}
	}
	return nil
}

// without moves what is not out to the front.
func without[T any](s []T, out []bool) []T {
	kept := s[:0]
	for i, v := range s {
		if !out[i] {
			kept = append(kept, v)
		}
	}
	return kept
}

// deliver puts the vectors into the batch.
func (w *parquetWorker) deliver() {
	n := len(w.batch.Lines)
	for i := range w.batch.Cols {
		v := &w.batch.Cols[i]
		v.Codes, v.Numbers = v.Codes[:min(n, cap(v.Codes))], v.Numbers[:min(n, cap(v.Numbers))]
	}
	for _, c := range w.cols {
		if c.want != Unread {
			w.batch.Cols[c.at] = c.vector
		}
	}
}
