package sheet

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/decimal128"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"
	"pgregory.net/rapid"
)

// streamed streams data and puts its rows back together: coded cells as they are,
// counted ones as numbers.
func streamed(t testing.TB, data []byte, wants []Want, after int) (*File, []Row, error) {
	t.Helper()
	return streamedBy(t, data, wants, after, func(b *Batch, k int) Row {
		row := Row{Line: b.Lines[k], Cells: make([]Cell, len(wants))}
		for i, want := range wants {
			switch want {
			case Coded:
				row.Cells[i] = b.Cols[i].Cells[b.Cols[i].Codes[k]]
			case Counted:
				row.Cells[i] = numberCell(b.Cols[i].Numbers[k])
			}
		}
		return row
	})
}

// streamedBy streams data, its rows made by row.
func streamedBy(t testing.TB, data []byte, wants []Want, after int, row func(*Batch, int) Row) (*File, []Row, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.parquet")
	must(t, os.WriteFile(path, data, 0o600))
	var lock sync.Mutex
	var rows []Row
	sink := func(b *Batch) error {
		lock.Lock()
		defer lock.Unlock()
		for k := range b.Lines {
			rows = append(rows, row(b, k))
		}
		rows = append(rows, b.Odd...)
		return nil
	}
	f, err := Stream(t.Context(), path, StreamOptions{Wants: wants, After: after, NewSink: func() Sink { return sink }})
	slices.SortFunc(rows, func(a, b Row) int { return a.Line - b.Line })
	if f != nil {
		f.Path = "a.parquet"
	}
	return f, rows, err
}

// checkStream holds that a stream gives what Decode gives, whatever is asked of the
// columns.
func checkStream(t testing.TB, data []byte, wants []Want) {
	t.Helper()
	f, rows, err := streamed(t, data, wants, 1)
	must(t, err)
	want := decoded(t, "a.parquet", data, Options{})
	table := want.Tables[0]
	if len(rows) != len(table.Rows)-1 {
		t.Fatalf("%d rows, want %d", len(rows), len(table.Rows)-1)
	}
	_, kept, err := streamedBy(t, data, wants, 1, func(b *Batch, k int) Row { return b.Row(k) })
	must(t, err)
	sameRow := func(a, b Row) bool { return a.Line == b.Line && slices.Equal(a.Cells, b.Cells) }
	if !slices.EqualFunc(kept, table.Rows[1:], sameRow) {
		t.Fatalf("the rows to be kept:\n%v\nwant\n%v", kept, table.Rows[1:])
	}
	for i, row := range rows {
		read := table.Rows[i+1]
		for col := range wants {
			got := row.At(col)
			if wants[col] == Unread && got.Kind == Blank {
				continue
			}
			counted := wants[col] == Counted && read.At(col).Kind == Text && got == numberCell(numberOf(read.At(col)))
			if got != read.At(col) && !counted || row.Line != read.Line {
				t.Fatalf("line %d, column %d: %v, want %v of line %d", row.Line, col, got, read.At(col), read.Line)
			}
		}
	}
	if f.SHA256 != want.SHA256 || f.Tables[0].Width != table.Width || f.Tables[0].Records != table.Records || len(f.Tables[0].Rows) != 0 {
		t.Errorf("the file: %+v", f)
	}
}

func TestParquetStreamsLikeItIsRead(t *testing.T) {
	every := func(w Want) []Want { return slices.Repeat([]Want{w}, 12) }
	for _, codec := range []compress.Compression{compress.Codecs.Uncompressed, compress.Codecs.Snappy, compress.Codecs.Zstd, compress.Codecs.Gzip, compress.Codecs.Brotli} {
		for _, rows := range []int64{1, 2, 3} {
			data := asParquet(t, kpis(t), codec, rows)
			for _, wants := range [][]Want{every(Coded), every(Counted), every(Unread), {Coded, Unread, Unread, Counted}, {Coded}} {
				checkStream(t, data, wants)
			}
		}
	}
}

// drawn is a batch of columns of several types, with blanks here and there.
func drawn(t *rapid.T) arrow.Record {
	rows := rapid.IntRange(1, 120).Draw(t, "rows")
	var fields []arrow.Field
	var columns []arrow.Array
	makers := []func(*rapid.T, int) arrow.Array{texts, wholes, fractions, truthValues, days, instants, amounts}
	for i := range rapid.IntRange(1, 4).Draw(t, "columns") {
		a := rapid.SampledFrom(makers).Draw(t, "type")(t, rows)
		columns = append(columns, a)
		fields = append(fields, arrow.Field{Name: string(rune('a' + i)), Type: a.DataType(), Nullable: a.NullN() > 0 || rapid.Bool().Draw(t, "nullable")})
	}
	return array.NewRecord(arrow.NewSchema(fields, nil), columns, int64(rows))
}

func drawColumn[T any](t *rapid.T, rows int, b array.Builder, add func(T), value *rapid.Generator[T]) arrow.Array {
	few := rapid.SliceOfN(value, 1, 5).Draw(t, "few")
	blanks := rapid.SampledFrom([]int{0, 0, 1, 7, 10}).Draw(t, "blanks of ten")
	for range rows {
		switch {
		case rapid.IntRange(0, 9).Draw(t, "blank") < blanks:
			b.AppendNull()
		case rapid.IntRange(0, 3).Draw(t, "again") > 0:
			add(rapid.SampledFrom(few).Draw(t, "value"))
		default:
			add(value.Draw(t, "value"))
		}
	}
	return b.NewArray()
}

func texts(t *rapid.T, rows int) arrow.Array {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	return drawColumn(t, rows, b, b.Append, rapid.SampledFrom([]string{"", " ", "a", " a", "张三", "12", "-0.5", "1e3", "0012", "-0", "3.0000001"}))
}

func wholes(t *rapid.T, rows int) arrow.Array {
	b := array.NewInt64Builder(memory.DefaultAllocator)
	return drawColumn(t, rows, b, b.Append, rapid.OneOf(rapid.Int64Range(-3, 300), rapid.Int64()))
}

func fractions(t *rapid.T, rows int) arrow.Array {
	b := array.NewFloat64Builder(memory.DefaultAllocator)
	return drawColumn(t, rows, b, b.Append, rapid.OneOf(rapid.SampledFrom([]float64{0.15, 1e-7, 1e300, -2.5, 0, math.Copysign(0, -1), math.NaN()}), rapid.Float64()))
}

func truthValues(t *rapid.T, rows int) arrow.Array {
	b := array.NewBooleanBuilder(memory.DefaultAllocator)
	return drawColumn(t, rows, b, b.Append, rapid.Bool())
}

func days(t *rapid.T, rows int) arrow.Array {
	b := array.NewDate32Builder(memory.DefaultAllocator)
	return drawColumn(t, rows, b, b.Append, rapid.Map(rapid.Int32Range(-1000, 30000), func(n int32) arrow.Date32 { return arrow.Date32(n) }))
}

func instants(t *rapid.T, rows int) arrow.Array {
	b := array.NewTimestampBuilder(memory.DefaultAllocator, &arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "Asia/Shanghai"})
	return drawColumn(t, rows, b, b.Append, rapid.Map(rapid.Int64Range(0, 1e13), func(n int64) arrow.Timestamp { return arrow.Timestamp(n) }))
}

func amounts(t *rapid.T, rows int) arrow.Array {
	scale := rapid.SampledFrom([]int32{0, 2, 8}).Draw(t, "scale")
	b := array.NewDecimal128Builder(memory.DefaultAllocator, &arrow.Decimal128Type{Precision: rapid.SampledFrom([]int32{9, 18, 30}).Draw(t, "precision"), Scale: scale})
	return drawColumn(t, rows, b, b.Append, rapid.Map(rapid.Int64Range(-99999999, 99999999), decimal128.FromI64))
}

// parquetOf is a record as a parquet file, cut into groups and pages as drawn.
func parquetOf(t *rapid.T, rec arrow.Record) []byte {
	version := parquet.DataPageV1
	if rapid.Bool().Draw(t, "version 2") {
		version = parquet.DataPageV2
	}
	props := parquet.NewWriterProperties(parquet.WithCompression(rapid.SampledFrom([]compress.Compression{compress.Codecs.Uncompressed, compress.Codecs.Snappy, compress.Codecs.Zstd}).Draw(t, "codec")),
		parquet.WithDictionaryDefault(rapid.Bool().Draw(t, "dictionaries")), parquet.WithDataPageVersion(version), parquet.WithBatchSize(10),
		parquet.WithDataPageSize(rapid.Int64Range(1, 200).Draw(t, "page")), parquet.WithDictionaryPageSizeLimit(rapid.Int64Range(20, 2000).Draw(t, "dictionary")))
	arrowProps := []pqarrow.WriterOption{pqarrow.WithDeprecatedInt96Timestamps(rapid.Bool().Draw(t, "int96"))}
	var b bytes.Buffer
	w, err := pqarrow.NewFileWriter(rec.Schema(), &b, props, pqarrow.NewArrowWriterProperties(arrowProps...))
	if err != nil {
		t.Fatal(err)
	}
	group := rapid.Int64Range(1, 200).Draw(t, "group")
	for i := int64(0); i < rec.NumRows(); i += group {
		if err := w.Write(rec.NewSlice(i, min(i+group, rec.NumRows()))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// However a file is cut, coded and compressed, a stream gives its rows.
func TestParquetStreamsWhateverWasWritten(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rec := drawn(rt)
		data := parquetOf(rt, rec)
		wants := rapid.SliceOfN(rapid.SampledFrom([]Want{Unread, Coded, Coded, Counted}), 0, int(rec.NumCols())+1).Draw(rt, "wants")
		checkStream(t, data, wants)
	})
}
