package sheet

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/ipc"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// readIPC reads an arrow file (Feather 2) or stream, one batch after another. The file is
// the stream with a magic word before it and a footer behind: it is read as the
// stream, and the footer must agree with it.
func readIPC(ctx context.Context, in *input, f *File, opt Options, top int) error {
	const format = "arrow"
	hash := sha256.New()
	all := io.TeeReader(stoppable{ctx, io.NewSectionReader(in.counting(opt.Progress), 0, in.size)}, hash)
	m := &ipcMessages{from: all, left: in.size}
	r := newRecordKeeper(f.Path, freeCells+cellsPerByte*int(in.size), top)
	r.progress = opt.Progress
	isFile := in.beginsWith(ipcMagic)
	err := guard(func() (err error) {
		if isFile {
			err = r.readIPCFile(ctx, in, m)
		} else {
			err = r.readMessages(ctx, m, in.size)
		}
		if err == nil {
			_, err = io.Copy(io.Discard, all) // the footer too is hashed
		}
		return err
	})
	if err != nil {
		return damaged(f.Path, format, err)
	}
	f.SHA256 = hex.EncodeToString(hash.Sum(nil))
	if !m.ended && !isFile { // a file's footer has told
		f.report(kpi.Warning, "file.no_end", kpi.Origin{}, kpi.Args{"format": format})
	}
	return r.table(f, format)
}

// stoppable is a stream that ends with the context.
type stoppable struct {
	ctx context.Context
	io.Reader
}

// Read reads on unless the context has ended.
func (s stoppable) Read(to []byte) (int, error) {
	if s.ctx.Err() != nil {
		return 0, s.ctx.Err()
	}
	return s.Reader.Read(to)
}

// readIPCFile reads the stream in an arrow file.
func (r *recordKeeper) readIPCFile(ctx context.Context, in *input, m *ipcMessages) error {
	footer, err := readIPCFooter(in)
	if err != nil {
		return err
	}
	if _, err := io.CopyN(io.Discard, m.from, ipcHead); err != nil {
		return cut(err)
	}
	m.left = footer.end - ipcHead
	if err := m.addSchema(in, footer.meta); err != nil {
		return err
	}
	if err := r.readMessages(ctx, m, in.size); err != nil {
		return err
	}
	if m.batches != footer.batches {
		return fmt.Errorf("%d record batches of %d", m.batches, footer.batches)
	}
	return nil
}

// readMessages puts the record batches of a stream, from a file of so many bytes, into r.
func (r *recordKeeper) readMessages(ctx context.Context, m *ipcMessages, size int64) error {
	rr, err := ipc.NewReader(m, ipc.WithAllocator(&allowance{left: maxColumnBytes + 4*int(size)}), ipc.WithEnsureNativeEndian(true))
	batches := 0
	if err == nil {
		defer rr.Release()
		batches, err = r.takeBatches(ctx, rr)
	}
	if err == nil || errors.Is(m.err, io.EOF) {
		_, _ = io.Copy(io.Discard, m) // what stands behind the last batch: m keeps the error
	}
	switch {
	case m.err != nil && !errors.Is(m.err, io.EOF):
		return m.err // of which that of the reader tells less
	case err == nil && batches != m.batches:
		return fmt.Errorf("%d record batches of %d", batches, m.batches)
	}
	return err
}

// takeBatches takes the records of all batches, and returns how many there were.
func (r *recordKeeper) takeBatches(ctx context.Context, rr *ipc.Reader) (batches int, err error) {
	fields := rr.Schema().Fields()
	r.begin(len(fields))
	for i, f := range fields {
		r.head(i, f.Name)
		if !isFlat(f.Type) {
			r.leaveOut(i, f.Type.Name(), 0)
		}
	}
	for ; rr.Next(); batches++ {
		if err := r.takeBatch(ctx, rr.Record()); err != nil {
			return batches, err
		}
	}
	return batches, rr.Err()
}

// takeBatch takes the records of a batch, some thousand cells at a time.
func (r *recordKeeper) takeBatch(ctx context.Context, batch arrow.Record) error {
	n := int(batch.NumRows())
	if err := r.admit(n); err != nil {
		return err
	}
	values := make([]func(int) (Cell, bool), len(r.names))
	for i, col := range batch.Columns() {
		if col.Len() != n {
			return fmt.Errorf("column %s: %d values of %d", r.names[i], col.Len(), n)
		}
		if !r.dropped[i] {
			values[i] = valuesOf(col)
			ts, ok := col.DataType().(*arrow.TimestampType)
			r.utc[i] = ok && isUTC(ts.TimeZone)
		}
	}
	piece := max(1, chunkCells/max(1, len(r.names)))
	for from := 0; from < n && ctx.Err() == nil; from += piece {
		r.open(min(piece, n-from))
		for i, col := range batch.Columns() {
			r.fillColumn(i, from, col, values[i])
		}
		r.keep()
	}
	return ctx.Err()
}

// fillColumn puts the values of a column from one on into the records that are open.
func (r *recordKeeper) fillColumn(col, from int, a arrow.Array, value func(int) (Cell, bool)) {
	for k := 0; k < r.pending && !r.dropped[col]; k++ {
		if a.IsNull(from + k) {
			continue
		}
		cell, ok := value(from + k)
		if !ok {
			r.drop(col, a.DataType().Name(), r.rows+k+1)
			return
		}
		r.put(k, col, cell)
	}
}
