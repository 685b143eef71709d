package sheet

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"sync/atomic"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"
	"golang.org/x/sync/errgroup"
)

// A parquet file is streamed by readers of our own for the encodings that are in use
// everywhere: columns of a dictionary become codes without a look at their texts. Whatever
// they do not know, and whatever in a file is not as it should be, ends in
// ErrNoStream, so that the file is read, or refused, as [Read] does it.

// parquetFile is an open file whose footer was verified.
type parquetFile struct {
	in     *input
	pf     *file.Reader
	fields []parquetField
	rows   int
}

// parquetField is a column as the footer describes it.
type parquetField struct {
	valueType
	name     string
	leaf     int
	flat     bool   // cells hold its values; else it is left out
	kind     string // the name of its type
	known    bool   // to the readers here
	optional bool   // values may be missing
	binary   bool   // it does not say that its bytes are texts
	utc      bool
}

// openParquet verifies the footer of a file.
func openParquet(in *input) (p *parquetFile, err error) {
	err = guard(func() (err error) {
		p, err = readFooter(in)
		return err
	})
	if err != nil {
		return nil, errors.Join(ErrNoStream, err)
	}
	return p, nil
}

func readFooter(in *input) (*parquetFile, error) {
	tail, err := readTail(in)
	if err != nil {
		return nil, err
	}
	if err := verifyFooter(tail); err != nil {
		return nil, err
	}
	pf, err := file.NewParquetReader(io.NewSectionReader(in, 0, in.size))
	if err != nil {
		return nil, err
	}
	if err := verifyOrigin(pf.MetaData().KeyValueMetadata()); err != nil {
		return nil, err
	}
	p := &parquetFile{in: in, pf: pf}
	if p.rows, err = parquetRows(in.path, pf); err != nil {
		return nil, err
	}
	fr, err := pqarrow.NewFileReader(pf, pqarrow.ArrowReadProperties{}, nil)
	if err != nil {
		return nil, err
	}
	for i := range fr.Manifest.Fields {
		p.fields = append(p.fields, p.describe(&fr.Manifest.Fields[i]))
	}
	if int64(p.rows)*int64(len(p.fields)) > freeCells+cellsPerByte*in.size {
		return nil, errBomb
	}
	return p, nil
}

// readTail returns the footer, with what stands before and behind it.
func readTail(in *input) ([]byte, error) {
	const frame = 12 // the magic word at both ends, and the length
	end := make([]byte, 8)
	if in.size < frame {
		return nil, errCut
	}
	if _, err := in.ReadAt(end, in.size-8); err != nil {
		return nil, err
	}
	if !bytes.HasSuffix(end, []byte(parquetMagic)) {
		return nil, errCut
	}
	tail := make([]byte, min(in.size, frame+int64(binary.LittleEndian.Uint32(end))))
	_, err := in.ReadAt(tail, in.size-int64(len(tail)))
	return tail, err
}

func (p *parquetFile) describe(f *pqarrow.SchemaField) parquetField {
	t := f.Field.Type
	out := parquetField{name: trim(f.Field.Name), leaf: f.ColIndex, flat: f.IsLeaf() && isFlat(t), kind: t.Name()}
	if !out.flat {
		return out
	}
	leaf := p.pf.MetaData().Schema.Column(f.ColIndex)
	out.valueType, out.known = valueTypeOf(leaf, t)
	out.known = out.known && leaf.MaxRepetitionLevel() == 0 && leaf.MaxDefinitionLevel() <= 1
	out.optional = leaf.MaxDefinitionLevel() == 1
	out.binary = t.ID() == arrow.BINARY || t.ID() == arrow.LARGE_BINARY
	ts, ok := t.(*arrow.TimestampType)
	out.utc = ok && isUTC(ts.TimeZone)
	return out
}

// table puts the table, without rows but for the header, into f, with what there is to say.
func (p *parquetFile) table(f *File) error {
	r := &records{name: f.Path, rows: p.rows}
	r.begin(len(p.fields))
	for i, field := range p.fields {
		r.head(i, field.name)
		if !field.flat {
			r.leaveOut(i, field.kind, 0)
		}
		r.utc[i] = field.utc && p.rows > 0
	}
	if err := r.header(f, "parquet"); err != nil {
		return errors.Join(ErrNoStream, err)
	}
	return nil
}

// headParquet reads the first rows.
func headParquet(ctx context.Context, in *input, f *File, _ Options, rows int) (more bool, err error) {
	p, err := openParquet(in)
	if err != nil {
		return false, err
	}
	if err := p.table(f); err != nil {
		return false, err
	}
	t := &f.Tables[0]
	more = p.rows > 0 || rows < len(t.Rows)
	t.Rows = t.Rows[:min(rows, len(t.Rows))]
	w := &parquetWorker{file: p}
	for _, piece := range p.cut(1, batchRows) {
		piece.rows = min(piece.rows, rows-len(t.Rows))
		if piece.rows <= 0 || ctx.Err() != nil {
			break
		}
		err := guard(func() error { return w.addRows(t, piece) })
		if err != nil {
			return false, errors.Join(ErrNoStream, err)
		}
		more = piece.line+piece.rows < 2+p.rows
	}
	return more, ctx.Err()
}

// parquetPiece is some rows of a row group.
type parquetPiece struct {
	group, first, rows int
	line               int // of the first row
}

// cut deals the rows behind line after into pieces of at most so many.
func (p *parquetFile) cut(after, most int) (pieces []parquetPiece) {
	line := 2
	for g := range p.pf.NumRowGroups() {
		n := int(p.pf.MetaData().RowGroup(g).NumRows())
		for first := min(n, max(0, after+1-line)); first < n; first += most {
			pieces = append(pieces, parquetPiece{group: g, first: first, rows: min(most, n-first), line: line + first})
		}
		line += n
	}
	return pieces
}

// streamParquet deals the rows to workers.
func streamParquet(ctx context.Context, in *input, f *File, opt StreamOptions) error {
	p, err := openParquet(in)
	if err != nil {
		return err
	}
	if err := p.table(f); err != nil {
		return err
	}
	head := f.Tables[0].Rows
	f.Tables[0].Rows = nil
	cores := runtime.GOMAXPROCS(0)
	pieces := p.cut(max(1, opt.After), max(4*batchRows, p.rows/(4*cores)+1))
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return f.hash(in) })
	var next atomic.Int64
	for i := range max(1, min(cores, len(pieces))) {
		w := newParquetWorker(p, opt)
		if i == 0 && opt.After < 1 {
			w.batch.Odd = append(w.batch.Odd, head...)
		}
		group.Go(func() error { return w.run(ctx, pieces, &next) })
	}
	return group.Wait()
}
