package sheet

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// BenchmarkWorkbook decodes 20,000 rows of 8 cells: text, numbers, percents
// and dates.
func BenchmarkWorkbook(b *testing.B) {
	data := written(b, func(x *excelize.File) {
		percent, err := x.NewStyle(&excelize.Style{NumFmt: 10})
		must(b, err)
		date, err := x.NewStyle(&excelize.Style{NumFmt: 14})
		must(b, err)
		w, err := x.NewStreamWriter("Sheet1")
		must(b, err)
		for i := range 20_000 {
			must(b, w.SetRow(fmt.Sprint("A", i+1), []any{fmt.Sprint("e", i%500), "华东一组", excelize.Cell{StyleID: date, Value: 45000 + i%300},
				i % 50, 300, excelize.Cell{StyleID: percent, Value: float64(i%50) / 300}, float64(i) / 7, "note"}))
		}
		must(b, w.Flush())
	})
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if f := decoded(b, "a.xlsx", data, Options{}); len(f.Tables[0].Rows) != 20_000 {
			b.Fatal(len(f.Tables[0].Rows))
		}
	}
}

// BenchmarkText decodes 200,000 lines of 8 cells.
func BenchmarkText(b *testing.B) {
	data := []byte(strings.Repeat("e001,华东一组,2025-06,45,300,15%,\"a, b\",note\n", 200_000))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(context.Background(), "a.csv", data, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// benchmarkDecode decodes data of so many rows again and again.
func benchmarkDecode(b *testing.B, name string, data []byte, rows int) {
	b.Helper()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if f := decoded(b, name, data, Options{}); len(f.Tables[0].Rows) != rows {
			b.Fatal(len(f.Tables[0].Rows))
		}
	}
}

// BenchmarkGBK decodes 200,000 lines that have to be converted.
func BenchmarkGBK(b *testing.B) {
	data := encoded(b, simplifiedchinese.GBK, strings.Repeat("e001,华东一组,2025-06,45,300,15%,note\n", 200_000))
	benchmarkDecode(b, "a.csv", data, 200_000)
}

// benchmarkSpooled reads a file of so many rows again and again with them packed.
func benchmarkSpooled(b *testing.B, name string, data []byte, rows int) {
	b.Helper()
	path := filepath.Join(b.TempDir(), name)
	must(b, os.WriteFile(path, data, 0o600))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		f, err := Spooled(context.Background(), path, Options{}, 250)
		if must(b, err); len(f.Tables[0].Rows)+f.Tables[0].Spool.Len() != rows {
			b.Fatal(len(f.Tables[0].Rows), f.Tables[0].Spool.Len())
		}
	}
}

// recordsOf is 100,000 objects of 6 values, one of which no other has.
func recordsOf(between string) []byte {
	var text strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&text, `{"employee":"e%03d","team":"华东一组","month":"2025-06","won":%d,"visits":300,"rate":%v}%s`, i%500, i%50, float64(i)/300, between)
	}
	return []byte(text.String())
}

// BenchmarkRecords decodes objects in lines.
func BenchmarkRecords(b *testing.B) {
	benchmarkDecode(b, "a.jsonl", recordsOf("\n"), 100_001)
}

// BenchmarkSpooledRecords packs the same.
func BenchmarkSpooledRecords(b *testing.B) {
	benchmarkSpooled(b, "a.jsonl", recordsOf("\n"), 100_001)
}

// BenchmarkEnvelope packs the same in an array within an object, which is read twice.
func BenchmarkEnvelope(b *testing.B) {
	data := recordsOf(",")
	benchmarkSpooled(b, "a.json", slices.Concat([]byte(`{"data":[`), data[:len(data)-1], []byte("]}")), 100_001)
}

// BenchmarkCompressedRecords packs the same from gzip; MB/s are of the file.
func BenchmarkCompressedRecords(b *testing.B) {
	benchmarkSpooled(b, "a.jsonl.gz", gzipped(b, string(recordsOf("\n"))), 100_001)
}

// BenchmarkSpooledArrow packs the rows of an arrow stream.
func BenchmarkSpooledArrow(b *testing.B) {
	benchmarkSpooled(b, "a.arrows", asStream(b, columnsOf(b)), 200_001)
}

// BenchmarkCompressed decodes 200,000 compressed lines; MB/s are of the file.
func BenchmarkCompressed(b *testing.B) {
	var lines strings.Builder
	for i := range 200_000 {
		fmt.Fprintf(&lines, "e%03d,华东一组,2025-06,%d,300,%d%%,note\n", i%997, i%50, i%100)
	}
	benchmarkDecode(b, "a.csv.gz", gzipped(b, lines.String()), 200_000)
}

// columnsOf is 200,000 records of a text, a word of a dictionary, two counts and a date.
func columnsOf(b *testing.B) arrow.Record {
	b.Helper()
	words := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
	r := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{{Name: "employee", Type: arrow.BinaryTypes.String}, {Name: "team", Type: words},
		{Name: "won", Type: arrow.PrimitiveTypes.Int64}, {Name: "rate", Type: arrow.PrimitiveTypes.Float64}, {Name: "day", Type: arrow.FixedWidthTypes.Date32}}, nil))
	for i := range 200_000 {
		r.Field(0).(*array.StringBuilder).Append(fmt.Sprint("e", i%500))
		must(b, r.Field(1).(*array.BinaryDictionaryBuilder).AppendString("华东一组"))
		r.Field(2).(*array.Int64Builder).Append(int64(i % 50))
		r.Field(3).(*array.Float64Builder).Append(float64(i%50) / 300)
		r.Field(4).(*array.Date32Builder).Append(arrow.Date32(20000 + i%300))
	}
	return r.NewRecord()
}

// BenchmarkParquet decodes 200,000 rows of 5 columns; MB/s are of the compressed
// file.
func BenchmarkParquet(b *testing.B) {
	benchmarkDecode(b, "a.parquet", asParquet(b, columnsOf(b), compress.Codecs.Snappy, 50_000), 200_001)
}

// BenchmarkArrow decodes the same as an arrow stream.
func BenchmarkArrow(b *testing.B) {
	benchmarkDecode(b, "a.arrows", asStream(b, columnsOf(b)), 200_001)
}

// BenchmarkQuery reads 50,000 rows of a SQLite file, and packs them; MB/s are of the file.
func BenchmarkQuery(b *testing.B) {
	file := filled(b, `CREATE TABLE k (name TEXT, won INT, rate REAL);
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) INSERT INTO k SELECT 'e' || (i % 500), i % 50, i / 7.0 FROM n`)
	info, err := os.Stat(file)
	must(b, err)
	b.SetBytes(info.Size())
	b.ReportAllocs()
	for b.Loop() {
		f, err := ReadQuery(context.Background(), Query{Source: "sqlite:" + file, Table: "k"})
		if err != nil || f.Tables[0].Records != 50_000 {
			b.Fatal(err)
		}
	}
}
