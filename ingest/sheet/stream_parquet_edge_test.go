package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"
	"pgregory.net/rapid"
)

// longTable is a record of so many rows: people, teams, a count and a fraction.
func longTable(rows int) arrow.Record {
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{
		{Name: "employee", Type: arrow.BinaryTypes.String}, {Name: "team", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "won", Type: arrow.PrimitiveTypes.Int32}, {Name: "rate", Type: arrow.PrimitiveTypes.Float64},
	}, nil))
	defer b.Release()
	for i := range rows {
		b.Field(0).(*array.StringBuilder).Append(fmt.Sprintf("E%06d", i/40))
		if i%97 == 0 {
			b.Field(1).AppendNull()
		} else {
			b.Field(1).(*array.StringBuilder).Append(fmt.Sprintf("team %d", i/4000))
		}
		b.Field(2).(*array.Int32Builder).Append(int32(i))
		b.Field(3).(*array.Float64Builder).Append(float64(i%1000) / 1000)
	}
	return b.NewRecord()
}

// parquetOnDisk is a parquet file in a folder of its own.
func parquetOnDisk(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.parquet")
	must(t, os.WriteFile(path, data, 0o600))
	return path
}

// One row group of many pages is dealt to several workers: each steps over the pages of the
// others.
func TestRowGroupsAreCutIntoPieces(t *testing.T) {
	const rows = 5 * 4 * batchRows / 2
	for name, props := range map[string][]parquet.WriterProperty{
		"dictionaries": {parquet.WithDataPageSize(20_000)},
		"plain":        {parquet.WithDictionaryDefault(false), parquet.WithDataPageSize(50_000), parquet.WithCompression(compress.Codecs.Zstd)},
	} {
		var b bytes.Buffer
		must(t, pqarrow.WriteTable(array.NewTableFromRecords(longTable(1).Schema(), []arrow.Record{longTable(rows)}), &b, rows, parquet.NewWriterProperties(props...), pqarrow.DefaultWriterProps()))
		t.Run(name, func(t *testing.T) {
			checkStream(t, b.Bytes(), []Want{Coded, Coded, Counted, Counted})
			checkStream(t, b.Bytes(), []Want{Unread, Coded})
		})
	}
}

func TestWhatIsNotDelivered(t *testing.T) {
	data := asParquet(t, kpis(t), compress.Codecs.Snappy, 2)
	_, rows, err := streamed(t, data, []Want{Coded}, 3)
	must(t, err)
	if len(rows) != 1 || rows[0].Line != 4 {
		t.Errorf("behind line 3: %v", rows)
	}
	_, rows, err = streamed(t, data, []Want{Coded}, 0)
	must(t, err)
	if len(rows) != 3 || rows[0].Line != 1 || rows[0].Cells[0].Text != "姓名" {
		t.Errorf("with the header: %v", rows)
	}
	_, rows, err = streamed(t, asParquet(t, nested(t, true), compress.Codecs.Snappy, 3), nil, 1)
	if !errors.Is(err, ErrNoStream) {
		t.Errorf("bytes that are no text, and may be: %v %v", rows, err)
	}
}

// Columns that are left out, and those beyond the last one, are blank.
func TestAbsentColumnsAreBlank(t *testing.T) {
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{{Name: "tags", Type: arrow.ListOf(arrow.PrimitiveTypes.Int8)}, {Name: "n", Type: arrow.PrimitiveTypes.Int32}}, nil))
	for i := range 3 {
		b.Field(0).(*array.ListBuilder).Append(true)
		b.Field(1).(*array.Int32Builder).Append(int32(i))
	}
	data := asParquet(t, b.NewRecord(), compress.Codecs.Snappy, 2)
	checkStream(t, data, []Want{Coded, Counted, Coded})
	checkStream(t, data, []Want{Counted, Coded, Counted})
	f, _, err := streamed(t, data, []Want{Coded}, 1)
	must(t, err)
	if len(f.Diagnostics) != 1 || f.Diagnostics[0].Code != "column.no_cells" {
		t.Errorf("diagnostics %v", f.Diagnostics)
	}
}

func TestHeadsOfParquet(t *testing.T) {
	data := asParquet(t, kpis(t), compress.Codecs.Zstd, 2)
	path := parquetOnDisk(t, data)
	want := decoded(t, path, data, Options{})
	for rows := range 6 {
		f, more, err := Head(t.Context(), path, Options{}, rows)
		must(t, err)
		n := min(rows, len(want.Tables[0].Rows))
		if got := f.Tables[0].Rows; !slices.EqualFunc(got, want.Tables[0].Rows[:n], func(a, b Row) bool { return a.Line == b.Line && slices.Equal(a.Cells, b.Cells) }) {
			t.Errorf("%d rows: %v", rows, got)
		}
		if more != (n < 3) {
			t.Errorf("%d rows: more %v", rows, more)
		}
		same(t, "diagnostics", codes(f), codes(want))
	}
}

func TestParquetStreamsEnd(t *testing.T) {
	path := parquetOnDisk(t, asParquet(t, longTable(3*batchRows), compress.Codecs.Snappy, batchRows))
	stop := errors.New("enough")
	sinkOf := func(err error) func() Sink { return func() Sink { return func(*Batch) error { return err } } }
	if _, err := Stream(t.Context(), path, StreamOptions{After: 1, NewSink: sinkOf(stop)}); !errors.Is(err, stop) {
		t.Errorf("a sink's error: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var batches atomic.Int64
	_, err := Stream(ctx, path, StreamOptions{After: 1, Wants: []Want{Coded}, NewSink: func() Sink {
		return func(*Batch) error { batches.Add(1); cancel(); return nil }
	}})
	if !errors.Is(err, context.Canceled) || batches.Load() > 2 {
		t.Errorf("asked to stop: %v after %d batches", err, batches.Load())
	}
}

// Whatever happens to the bytes, a stream gives the rows that Decode gives, or
// says that there is none.
func TestDamagedBytesDoNotStream(t *testing.T) {
	whole := asParquet(t, kpis(t), compress.Codecs.Snappy, 2)
	wants := slices.Repeat([]Want{Coded, Counted}, 6)
	streams := 0
	rapid.Check(t, func(rt *rapid.T) {
		data := bytes.Clone(whole)
		for range rapid.IntRange(1, 3).Draw(rt, "places") {
			data[rapid.IntRange(4, len(data)-1).Draw(rt, "at")] = rapid.Byte().Draw(rt, "byte")
		}
		_, rows, err := streamed(t, data, wants, 1)
		if err != nil {
			if !errors.Is(err, ErrNoStream) {
				rt.Fatalf("the error is another one: %v", err)
			}
			return
		}
		streams++
		if len(rows) > 3 {
			rt.Fatalf("%d rows of 3", len(rows))
		}
	})
	t.Logf("%d of the files passed for whole", streams)
}

// A small file that says it has a billion rows is not streamed to its end.
func TestBombsDoNotStream(t *testing.T) {
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int8}}, nil))
	b.Field(0).(*array.Int8Builder).AppendValues(make([]int8, freeCells+freeCells/2), nil)
	if _, _, err := streamed(t, asParquet(t, b.NewRecord(), compress.Codecs.Zstd, 1<<30), []Want{Coded}, 1); !errors.Is(err, ErrNoStream) || !errors.Is(err, errBomb) {
		t.Errorf("gave %v", err)
	}
}

// BenchmarkParquetStream streams a file as an analysis does: three columns as
// codes and one as numbers.
func BenchmarkParquetStream(b *testing.B) {
	const rows = 400_000
	data := asParquet(b, longTable(rows), compress.Codecs.Zstd, 122_880)
	path := parquetOnDisk(b, data)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := Stream(b.Context(), path, StreamOptions{After: 1, Wants: []Want{Coded, Coded, Counted, Coded}, NewSink: func() Sink { return func(*Batch) error { return nil } }})
		must(b, err)
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
