package sheet

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"pgregory.net/rapid"
)

// column is a batch of one column of the given type, from json.
func column(t testing.TB, dt arrow.DataType, values string) arrow.Record {
	t.Helper()
	a, _, err := array.FromJSON(memory.DefaultAllocator, dt, strings.NewReader(values))
	must(t, err)
	return array.NewRecord(arrow.NewSchema([]arrow.Field{{Name: "x", Type: dt, Nullable: true}}, nil), []arrow.Array{a}, int64(a.Len()))
}

func TestEveryTypeOfColumn(t *testing.T) {
	for _, c := range []struct {
		dt           arrow.DataType
		values, want string
	}{
		{arrow.PrimitiveTypes.Int8, `[-128, null, 127]`, "-128 127"},
		{arrow.PrimitiveTypes.Int16, `[-32768, 0]`, "-32768 0"},
		{arrow.PrimitiveTypes.Int32, `[2147483647]`, "2147483647"},
		{arrow.PrimitiveTypes.Int64, `[45, -45]`, "45 -45"},
		{arrow.PrimitiveTypes.Uint8, `[255]`, "255"},
		{arrow.PrimitiveTypes.Uint16, `[65535]`, "65535"},
		{arrow.PrimitiveTypes.Uint32, `[4294967295]`, "4294967295"},
		{arrow.PrimitiveTypes.Uint64, `[7, 300]`, "7 300"},
		{arrow.FixedWidthTypes.Float16, `[0.5]`, "0.5"},
		{arrow.PrimitiveTypes.Float32, `[0.25, 1e6]`, "0.25 1000000"},
		{arrow.PrimitiveTypes.Float64, `[0.1, -3]`, "0.1 -3"},
		{&arrow.Decimal128Type{Precision: 38, Scale: 10}, `["1.5000000000", "-0.0000000010"]`, "1.5 -0.000000001"},
		{&arrow.Decimal256Type{Precision: 50, Scale: 0}, `["12345678901234567890123", "12"]`, `"12345678901234567890123" 12`},
		{arrow.FixedWidthTypes.Boolean, `[true, null, false]`, "TRUE FALSE"},
		{arrow.BinaryTypes.String, `["张三", " ", "", "a b"]`, `"张三" "a b"`},
		{arrow.BinaryTypes.LargeString, `["x"]`, `"x"`},
		{arrow.BinaryTypes.StringView, `["short", "one that is longer than twelve bytes"]`, `"short" "one that is longer than twelve bytes"`},
		{arrow.BinaryTypes.Binary, `["YWJj"]`, `"abc"`},
		{arrow.BinaryTypes.LargeBinary, `["YWJj"]`, `"abc"`},
		{arrow.FixedWidthTypes.Date32, `["2025-06-30", "1969-12-31"]`, "@2025-06-30 @1969-12-31"},
		{arrow.FixedWidthTypes.Date64, `["2025-06-30"]`, "@2025-06-30"},
		{&arrow.TimestampType{Unit: arrow.Second}, `["2025-06-30 14:05:00", "1960-01-01"]`, "@2025-06-30 14:05:00 @1960-01-01"},
		{&arrow.TimestampType{Unit: arrow.Nanosecond, TimeZone: "+08:00"}, `["2025-06-30T17:00:00Z"]`, "@2025-07-01 01:00:00"},
		{&arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "America/New_York"}, `["2025-07-01T02:00:00Z"]`, "@2025-06-30 22:00:00"},
		{arrow.FixedWidthTypes.Time32ms, `["12:30:00.500"]`, "~12:30:01"},
		{arrow.FixedWidthTypes.Time64ns, `["00:00:45"]`, "~0:00:45"},
		{arrow.FixedWidthTypes.Duration_s, `["5400s"]`, "~1:30:00"},
		{arrow.Null, `[null, null]`, ""},
		{&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}, `["a", null, "b", "a"]`, `"a" "b" "a"`},
	} {
		t.Run(c.dt.String(), func(t *testing.T) {
			f := decoded(t, "a.arrows", asStream(t, column(t, c.dt, c.values)), Options{})
			var got []string
			for _, row := range f.Tables[0].Rows[1:] {
				got = append(got, mark(row.Cells[0]))
			}
			same(t, "cells", strings.Join(got, " "), c.want)
			same(t, "diagnostics", codes(f), "")
		})
	}
}

func TestTypesThatNoCellHolds(t *testing.T) {
	for _, c := range []struct {
		dt           arrow.DataType
		values, kind string
	}{
		{arrow.ListOf(arrow.PrimitiveTypes.Int8), `[[1], []]`, "list"},
		{arrow.StructOf(arrow.Field{Name: "a", Type: arrow.PrimitiveTypes.Int8}), `[{"a": 1}]`, "struct"},
		{arrow.MapOf(arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int8), `[[{"key": "a", "value": 1}]]`, "map"},
		{&arrow.FixedSizeBinaryType{ByteWidth: 3}, `["YWJj"]`, "fixed_size_binary"},
		{arrow.FixedWidthTypes.MonthInterval, `[{"months": 1}]`, "month_interval"},
		{arrow.BinaryTypes.Binary, `["//79"]`, "binary"},
	} {
		data := asStream(t, column(t, c.dt, c.values))
		r := newRecordKeeper("a.arrows", freeCells, everyRow)
		must(t, r.readMessages(t.Context(), messagesOf(data), int64(len(data))))
		if !r.dropped[0] || len(r.notes) != 1 || r.notes[0].Args["type"] != c.kind {
			t.Errorf("%s: %v %v, want it left out as %s", c.dt, r.dropped, r.notes, c.kind)
		}
	}
}

// Columns are found by their place among the fields, not among the leaves: a
// nested column before them must not shift them.
func TestColumnsBehindNestedOnes(t *testing.T) {
	pair := arrow.StructOf(arrow.Field{Name: "a", Type: arrow.PrimitiveTypes.Int64}, arrow.Field{Name: "b", Type: arrow.PrimitiveTypes.Int64})
	parts, _, err := array.FromJSON(memory.DefaultAllocator, pair, strings.NewReader(`[{"a": 1, "b": 2}, {"a": 3, "b": 4}]`))
	must(t, err)
	figures, _, err := array.FromJSON(memory.DefaultAllocator, arrow.PrimitiveTypes.Int64, strings.NewReader(`[15, 22]`))
	must(t, err)
	schema := arrow.NewSchema([]arrow.Field{{Name: "pair", Type: pair}, {Name: "won", Type: arrow.PrimitiveTypes.Int64}, {Name: "again", Type: arrow.PrimitiveTypes.Int64}}, nil)
	rec := array.NewRecord(schema, []arrow.Array{parts, figures, figures}, 2)
	for name, data := range map[string][]byte{"a.parquet": asParquet(t, rec, compress.Codecs.Snappy, 2), "a.arrows": asStream(t, rec)} {
		f := decoded(t, name, data, Options{})
		same(t, name, dump(f.Tables[0]), lines(`1:  | "won" | "again"`, `2:  | 15 | 15`, `3:  | 22 | 22`))
	}
}

// However many records there are, and however they are cut into batches and row
// groups, every value comes back to its record.
func TestColumnsComeBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(-exact+1, exact-1), 1, 200).Draw(rt, "values")
		b := array.NewInt64Builder(memory.DefaultAllocator)
		b.AppendValues(values, nil)
		a := b.NewArray()
		rec := array.NewRecord(arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int64}}, nil), []arrow.Array{a}, int64(len(values)))
		cut := rapid.Int64Range(1, int64(len(values))).Draw(rt, "cut")
		batches := []arrow.Record{rec.NewSlice(0, cut), rec.NewSlice(cut, int64(len(values)))}
		for name, data := range map[string][]byte{"a.parquet": asParquet(t, rec, compress.Codecs.Zstd, cut), "a.arrow": asIPCFile(t, batches...), "a.arrows": asStream(t, batches...)} {
			rows := decodeNamed(rt, name, data)
			if len(rows) != len(values)+1 {
				rt.Fatalf("%s: %d rows of %d", name, len(rows)-1, len(values))
			}
			for i, v := range values {
				if got := rows[i+1]; got.Line != i+2 || got.Cells[0].Text != fmt.Sprint(v) {
					rt.Fatalf("%s: record %d is %+v, want %d", name, i, got, v)
				}
			}
		}
	})
}

// Bytes that two rows of a text share with a buffer that is given back would
// change under the reader's hands.
func TestTextsOutliveTheirFile(t *testing.T) {
	data := asStream(t, column(t, arrow.BinaryTypes.String, `["first", "second"]`))
	f := decoded(t, "a.arrows", data, Options{})
	for i := range data {
		data[i] = 'X'
	}
	same(t, "cells", dump(f.Tables[0]), lines(`1: "x"`, `2: "first"`, `3: "second"`))
}

func TestAnUnknownCompressionIsNamed(t *testing.T) {
	for codec, want := range map[compress.Compression]bool{compress.Codecs.Uncompressed: true, compress.Codecs.Snappy: true, compress.Codecs.Gzip: true,
		compress.Codecs.Brotli: true, compress.Codecs.Zstd: true, lz4Raw: true, compress.Codecs.Lz4: false, compress.Codecs.Lzo: false} {
		if (verifiers[codec] != nil) != want {
			t.Errorf("%s is read: %v", codec, !want)
		}
	}
}
