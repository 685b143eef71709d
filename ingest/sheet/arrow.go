package sheet

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/metadata"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"
	"github.com/apache/arrow/go/v17/parquet/schema"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// This file, arrow_ipc.go and arrow_value.go are all that knows of the arrow module: another
// version of it is a change of their imports. The module is made for files that
// are whole; what it does with others was measured: it panics in goroutines of its
// own, asks for terabytes, and stops early as if the data were at their end. So
// columns are read one at a time in our goroutine under recover, memory comes
// from [allowance], and the rows of every column are counted.

// allowance hands out memory up to a bound, and panics beyond it: the callers
// within arrow know no errors of allocation. It is used by one reader; finalizers of
// the module free at any time, hence nothing is counted back.
type allowance struct{ left int }

// The memory that is handed out: at a time, and in all for a column of parquet, or
// for the columns of arrow beside four times the file.
const (
	maxPiece       = 512 << 20
	maxColumnBytes = 2 << 30
)

func (a *allowance) take(size int) {
	if size < 0 || size > maxPiece || size > a.left {
		panic(errBomb)
	}
	a.left -= size
}

// Allocate returns size bytes.
func (a *allowance) Allocate(size int) []byte {
	a.take(size)
	return memory.DefaultAllocator.Allocate(size)
}

// Reallocate returns size bytes that begin with those of b.
func (a *allowance) Reallocate(size int, b []byte) []byte {
	if size > cap(b) {
		a.take(size)
	}
	return memory.DefaultAllocator.Reallocate(size, b)
}

// Free gives b back.
func (a *allowance) Free(b []byte) { memory.DefaultAllocator.Free(b) }

// batchRows is how many values of a column are decoded at a time.
const batchRows = 16 << 10

// readParquet puts the columns of a parquet file into r.
func readParquet(ctx context.Context, r *recordColumns, data []byte) error {
	if err := verifyFooter(data); err != nil {
		return err
	}
	mem := &allowance{left: maxColumnBytes}
	pf, err := file.NewParquetReader(bytes.NewReader(data), file.WithReadProps(parquet.NewReaderProperties(mem)))
	if err != nil {
		return err
	}
	if err := verifyOrigin(pf.MetaData().KeyValueMetadata()); err != nil {
		return err
	}
	rows, err := parquetRows(r.name, pf)
	if err != nil {
		return err
	}
	fr, err := pqarrow.NewFileReader(pf, pqarrow.ArrowReadProperties{}, mem)
	if err != nil {
		return err
	}
	fields := fr.Manifest.Fields
	r.begin(len(fields))
	if err := r.grow(rows); err != nil {
		return err
	}
	own := &parquetFile{in: &input{ReaderAt: bytes.NewReader(data), path: r.name, size: int64(len(data))}, pf: pf, rows: rows}
	for i := range fields {
		f := &fields[i]
		own.fields = append(own.fields, own.describe(f))
		r.head(i, f.Field.Name)
		if !f.IsLeaf() || !isFlat(f.Field.Type) {
			r.drop(i, f.Field.Type.Name(), 0)
			continue
		}
		mem.left = maxColumnBytes // of a column: what the one before it took is free again
		err := verifyColumn(pf, data, f.ColIndex)
		if err == nil {
			err = own.readColumn(ctx, r, fr, i)
		}
		if err != nil {
			return fmt.Errorf("column %s: %w", f.Field.Name, err)
		}
	}
	return nil
}

// verifyOrigin looks at the arrow schema that arrow's writers put into the
// footer, as its reader would follow it.
func verifyOrigin(meta metadata.KeyValueMetadata) error {
	text := meta.FindValue("ARROW:schema")
	if text == nil {
		return nil
	}
	encoded, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(*text, "="))
	if err != nil {
		return err
	}
	_, err = verifyIPC(encoded)
	return err
}

// parquetRows is the number of rows, which the file says three times: for all of
// it, for each row group, and for each chunk of a column without repetition.
func parquetRows(name string, pf *file.Reader) (int, error) {
	meta := pf.MetaData()
	sum := int64(0)
	for g := range pf.NumRowGroups() {
		group := meta.RowGroup(g)
		n := group.NumRows()
		if n < 0 || group.NumColumns() != meta.Schema.NumColumns() {
			return 0, fmt.Errorf("row group %d of %d rows and %d columns", g, n, group.NumColumns())
		}
		sum += n
		for c := range group.NumColumns() {
			chunk, err := group.ColumnChunk(c)
			if err != nil {
				return 0, err
			}
			if codec := chunk.Compression(); verifiers[codec] == nil {
				return 0, &kpi.Fault{Code: "file.compression", Origin: kpi.Origin{File: name}, Args: kpi.Args{"compression": codec.String()}}
			}
			if meta.Schema.Column(c).MaxRepetitionLevel() == 0 && chunk.NumValues() != n {
				return 0, fmt.Errorf("row group %d has %d rows, its column %d has %d values", g, n, c, chunk.NumValues())
			}
		}
	}
	if sum != meta.GetNumRows() {
		return 0, fmt.Errorf("%d rows, and %d in the row groups", meta.GetNumRows(), sum)
	}
	return int(sum), nil
}

// verifiers are the compressions that are read, each with what is looked at before
// it is unfolded. LZ4 of the old kind and LZO nobody knows here.
var verifiers = map[compress.Compression]func([]byte, int64) error{
	compress.Codecs.Uncompressed: verifyPlain,
	compress.Codecs.Snappy:       verifySnappy,
	compress.Codecs.Gzip:         verifyStream,
	compress.Codecs.Brotli:       verifyStream,
	compress.Codecs.Zstd:         verifyZstd,
	lz4Raw:                       verifyLZ4,
}

// verifyColumn walks the pages of a leaf column in every row group.
func verifyColumn(pf *file.Reader, data []byte, leaf int) error {
	for g := range pf.NumRowGroups() {
		pages, at, err := locatePages(pf, int64(len(data)), g, leaf)
		if err != nil {
			return err
		}
		pages.bytes = data[at[0]:at[1]]
		if err := pages.verify(); err != nil {
			return err
		}
	}
	return nil
}

// locatePages finds where the pages of a leaf column in a row group begin and end in a
// file of the given size; their bytes are to be filled in.
func locatePages(pf *file.Reader, fileSize int64, group, leaf int) (pages chunkOfPages, at [2]int64, err error) {
	chunk, err := pf.MetaData().RowGroup(group).ColumnChunk(leaf)
	if err != nil {
		return pages, at, err
	}
	start, size := chunk.DataPageOffset(), chunk.TotalCompressedSize()
	if chunk.HasDictionaryPage() && chunk.DictionaryPageOffset() > 0 {
		start = min(start, chunk.DictionaryPageOffset())
	}
	if start < 0 || size < 0 || start > fileSize || size > fileSize-start {
		return pages, at, errCut
	}
	const slack = 100 // old writers did not count the header of the dictionary (PARQUET-816), readers add as much
	pages = chunkOfPages{values: chunk.NumValues(), width: leastWidth(pf.MetaData().Schema.Column(leaf)), packed: verifiers[chunk.Compression()]}
	return pages, [2]int64{start, min(start+size+slack, fileSize)}, nil
}

// leastWidth is the least number of bytes that a value takes in a dictionary.
func leastWidth(c *schema.Column) int64 {
	switch c.PhysicalType() {
	case parquet.Types.Boolean:
		return 1 // nobody makes dictionaries of them
	case parquet.Types.Int64, parquet.Types.Double:
		return 8
	case parquet.Types.Int96:
		return 12
	case parquet.Types.FixedLenByteArray:
		return int64(max(1, c.TypeLength()))
	}
	return 4
}

// readColumn reads a column by arrow, or by the readers here where arrow can't.
func (p *parquetFile) readColumn(ctx context.Context, r *recordColumns, fr *pqarrow.FileReader, i int) error {
	if p.isSplit(fr.Manifest.Fields[i].ColIndex) {
		return p.readInto(ctx, r, i)
	}
	return readParquetColumn(ctx, r, fr, i)
}

func readParquetColumn(ctx context.Context, r *recordColumns, fr *pqarrow.FileReader, i int) error {
	col, err := fr.GetColumn(ctx, i) // by field, not by leaf
	if err != nil {
		return err
	}
	defer col.Release()
	row := 0
	for {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		batch, err := col.NextBatch(batchRows)
		if err != nil {
			return err
		}
		if batch == nil || batch.Len() == 0 {
			break
		}
		if row+batch.Len() > r.rows {
			return fmt.Errorf("more than %d values", r.rows)
		}
		for _, chunk := range batch.Chunks() {
			r.fill(i, row, chunk)
			row += chunk.Len()
		}
		batch.Release()
	}
	if row != r.rows {
		return fmt.Errorf("%d values of %d", row, r.rows)
	}
	return nil
}
