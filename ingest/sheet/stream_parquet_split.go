package sheet

import (
	"context"
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v17/parquet"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// byteStreamSplit is the encoding that has the first bytes of all values of a page
// first, then the second ones. Arrow does not know it; DuckDB writes fractions so where
// it is asked for version 2 of the format, others whole numbers and decimals too.
// Reference: Apache Parquet, Encodings.md (BYTE_STREAM_SPLIT).
const byteStreamSplit parquet.Encoding = 9

// joined puts the bytes of each value of a page together, in room where that suffices.
func joined(split []byte, width int, room []byte) []byte {
	n := len(split) / width
	if n*width != len(split) {
		panic(errShort)
	}
	out := slices.Grow(room[:0], len(split))[:len(split)]
	for k := range width {
		for i, b := range split[k*n : (k+1)*n] {
			out[i*width+k] = b
		}
	}
	return out
}

// isSplit reports whether a column has pages of the encoding.
func (p *parquetFile) isSplit(leaf int) bool {
	for g := range p.pf.NumRowGroups() {
		if chunk, err := p.pf.MetaData().RowGroup(g).ColumnChunk(leaf); err == nil && slices.Contains(chunk.Encodings(), byteStreamSplit) {
			return true
		}
	}
	return false
}

// readInto reads all rows of a column into r, with the readers here.
func (p *parquetFile) readInto(ctx context.Context, r *recordColumns, field int) error {
	w := &parquetWorker{file: p}
	c := newParquetColumn(p, field, Coded)
	if !c.field.known {
		return &kpi.Fault{Code: "file.parquet_encoding", Origin: kpi.Origin{File: r.name},
			Args: kpi.Args{"encoding": byteStreamSplit.String(), "column": c.field.name}}
	}
	r.utc[field] = c.field.utc && p.rows > 0
	for _, piece := range p.cut(1, batchRows) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := w.readColumns([]*parquetColumn{c}, piece); err != nil {
			return err
		}
		if len(c.vector.Codes) != piece.rows {
			return fmt.Errorf("%d values of %d", len(c.vector.Codes), piece.rows)
		}
		for k, code := range c.vector.Codes {
			r.set(piece.line-2+k, field, c.vector.Cells[code])
		}
	}
	return nil
}
