package sheet

import (
	"bytes"
	"math"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/decimal128"
	"github.com/apache/arrow/go/v17/arrow/ipc"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"
)

// kpis is a batch of records with a column of every kind that cells hold, its
// second record wholly null.
func kpis(t testing.TB) arrow.Record {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "姓名", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "team", Type: &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}, Nullable: true},
		{Name: "id", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
		{Name: "visits", Type: arrow.PrimitiveTypes.Uint16, Nullable: true},
		{Name: "rate", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
		{Name: "score", Type: arrow.PrimitiveTypes.Float32, Nullable: true},
		{Name: "amount", Type: &arrow.Decimal128Type{Precision: 12, Scale: 2}, Nullable: true},
		{Name: "day", Type: arrow.FixedWidthTypes.Date32, Nullable: true},
		{Name: "at", Type: &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "Asia/Shanghai"}, Nullable: true},
		{Name: "sent", Type: &arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "UTC"}, Nullable: true},
		{Name: "clock", Type: arrow.FixedWidthTypes.Time32s, Nullable: true},
		{Name: "met", Type: arrow.FixedWidthTypes.Boolean, Nullable: true},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	const june30 = 20269 // 2025-06-30
	night := int64(june30)*86400 + 17*3600
	b.Field(0).(*array.StringBuilder).AppendValues([]string{" 张三 ", "", "李四"}, []bool{true, false, true})
	must(t, b.Field(1).(*array.BinaryDictionaryBuilder).AppendString("north"))
	b.Field(1).AppendNull()
	must(t, b.Field(1).(*array.BinaryDictionaryBuilder).AppendString("north"))
	b.Field(2).(*array.Int64Builder).AppendValues([]int64{9007199254740993, 0, -5}, []bool{true, false, true})
	b.Field(3).(*array.Uint16Builder).AppendValues([]uint16{300, 0, 65535}, []bool{true, false, true})
	b.Field(4).(*array.Float64Builder).AppendValues([]float64{0.15, 0, math.NaN()}, []bool{true, false, true})
	b.Field(5).(*array.Float32Builder).AppendValues([]float32{4.5, 0, float32(math.Inf(1))}, []bool{true, false, true})
	b.Field(6).(*array.Decimal128Builder).AppendValues([]decimal128.Num{decimal128.FromI64(123450), {}, decimal128.FromI64(-5)}, []bool{true, false, true})
	b.Field(7).(*array.Date32Builder).AppendValues([]arrow.Date32{june30, 0, -1}, []bool{true, false, true})
	b.Field(8).(*array.TimestampBuilder).AppendValues([]arrow.Timestamp{arrow.Timestamp(night * 1e6), 0, 0}, []bool{true, false, true})
	b.Field(9).(*array.TimestampBuilder).AppendValues([]arrow.Timestamp{arrow.Timestamp(night * 1e3), 0, 0}, []bool{true, false, false})
	b.Field(10).(*array.Time32Builder).AppendValues([]arrow.Time32{45000, 0, 0}, []bool{true, false, true})
	b.Field(11).(*array.BooleanBuilder).AppendValues([]bool{true, false, false}, []bool{true, false, true})
	return b.NewRecord()
}

// kpisDump is what cells hold of kpis: times on the clock of their zone, an id
// beyond the exact numbers as text.
const kpisDump = `1: "姓名" | "team" | "id" | "visits" | "rate" | "score" | "amount" | "day" | "at" | "sent" | "clock" | "met"
2: "张三" | "north" | "9007199254740993" | 300 | 0.15 | 4.5 | 1234.5 | @2025-06-30 | @2025-07-01 01:00:00 | @2025-06-30 17:00:00 | ~12:30:00 | TRUE
4: "李四" | "north" | -5 | 65535 | "NaN" | "+Inf" | -0.05 | @1969-12-31 | @1970-01-01 08:00:00 |  | ~0:00:00 | FALSE
`

// nested is a batch with a list, and with bytes that are no text.
func nested(t testing.TB, flat bool) arrow.Record {
	t.Helper()
	fields := []arrow.Field{{Name: "tags", Type: arrow.ListOf(arrow.BinaryTypes.String)}, {Name: "raw", Type: arrow.BinaryTypes.Binary}}
	if flat {
		fields = append(fields, arrow.Field{Name: "n", Type: arrow.PrimitiveTypes.Int32})
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer b.Release()
	for i := range 3 {
		list := b.Field(0).(*array.ListBuilder)
		list.Append(true)
		list.ValueBuilder().(*array.StringBuilder).AppendValues([]string{"a", "b"}, nil)
		b.Field(1).(*array.BinaryBuilder).Append([]byte([]string{"text", "\xff\xfe\xfd", "more"}[i]))
		if flat {
			b.Field(2).(*array.Int32Builder).Append(int32(i))
		}
	}
	return b.NewRecord()
}

func asParquet(t testing.TB, rec arrow.Record, codec compress.Compression, groupRows int64) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := pqarrow.NewFileWriter(rec.Schema(), &b, parquet.NewWriterProperties(parquet.WithCompression(codec)), pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	must(t, err)
	for i := int64(0); i < rec.NumRows(); i += groupRows {
		must(t, w.Write(rec.NewSlice(i, min(i+groupRows, rec.NumRows()))))
	}
	must(t, w.Close())
	return b.Bytes()
}

func asStream(t testing.TB, batches ...arrow.Record) []byte {
	t.Helper()
	var b bytes.Buffer
	w := ipc.NewWriter(&b, ipc.WithSchema(batches[0].Schema()))
	for _, rec := range batches {
		must(t, w.Write(rec))
	}
	must(t, w.Close())
	return b.Bytes()
}

func asIPCFile(t testing.TB, batches ...arrow.Record) []byte {
	t.Helper()
	var b seekBuffer
	w, err := ipc.NewFileWriter(&b, ipc.WithSchema(batches[0].Schema()))
	must(t, err)
	for _, rec := range batches {
		must(t, w.Write(rec))
	}
	must(t, w.Close())
	return b.Bytes()
}

// seekBuffer is a buffer that tells where its end is, which is all the seeking
// of the writer.
type seekBuffer struct{ bytes.Buffer }

func (b *seekBuffer) Seek(int64, int) (int64, error) { return int64(b.Len()), nil }
