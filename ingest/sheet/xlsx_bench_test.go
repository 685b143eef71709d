package sheet

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// benchRows is how many rows the workbooks here have, of seven cells: five
// words and two counts.
const benchRows = 50_000

// longWorkbook is a workbook as Excel writes it, with shared strings, or with the words
// in the cells as streaming writers do; size is that of the sheet's XML.
func longWorkbook(b *testing.B, inline bool) (data []byte, size int) {
	b.Helper()
	var rows, items strings.Builder
	words := 0
	word := func(ref string, text string, index int) {
		if inline {
			fmt.Fprintf(&rows, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, ref, text)
			return
		}
		for ; words <= index; words++ {
			fmt.Fprintf(&items, `<si><t>成交 %d</t></si>`, words)
		}
		fmt.Fprintf(&rows, `<c r="%s" t="s"><v>%d</v></c>`, ref, index)
	}
	for i := range benchRows {
		fmt.Fprintf(&rows, `<row r="%d" spans="1:7">`, i+1)
		for j, of := range []int{1000, 1000, 80, 24, 5} {
			word(fmt.Sprint(string(rune('A'+j)), i+1), fmt.Sprintf("成交 %d", i%of), i%of)
		}
		fmt.Fprintf(&rows, `<c r="F%d"><v>%d</v></c><c r="G%[1]d"><v>%d</v></c></row>`, i+1, i%50, 100+i%900)
	}
	data = byHand(b, rows.String(), parts{"xl/sharedStrings.xml": `<sst` + nsMain + `>` + items.String() + `</sst>`})
	return data, rows.Len()
}

// benchmarkRows reports MB/s of the sheet's XML, and rows a second.
func benchmarkRows(b *testing.B, size int, read func() int) {
	b.Helper()
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		if n := read(); n != benchRows {
			b.Fatal(n)
		}
	}
	b.ReportMetric(float64(benchRows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func benchmarkRead(b *testing.B, inline, strict bool) {
	data, size := longWorkbook(b, inline)
	benchmarkRows(b, size, func() int {
		f := &File{Path: "a.xlsx"}
		must(b, (&workbook{name: f.Path, strict: strict}).decode(context.Background(), f, data, Options{}))
		return len(f.Tables[0].Rows)
	})
}

func benchmarkStream(b *testing.B, inline bool) {
	data, size := longWorkbook(b, inline)
	path := onDisk(b, data)
	opt := StreamOptions{Sheet: "S", Wants: []Want{Coded, Coded, Coded, Coded, Coded, Counted, Counted}}
	benchmarkRows(b, size, func() (n int) {
		opt.NewSink = func() Sink {
			return func(batch *Batch) error { n += len(batch.Lines); return nil }
		}
		_, err := Stream(context.Background(), path, opt)
		must(b, err)
		return n
	})
}

func BenchmarkWorkbookRead(b *testing.B)         { benchmarkRead(b, false, false) }
func BenchmarkWorkbookReadInline(b *testing.B)   { benchmarkRead(b, true, false) }
func BenchmarkWorkbookDecoded(b *testing.B)      { benchmarkRead(b, false, true) }
func BenchmarkWorkbookStream(b *testing.B)       { benchmarkStream(b, false) }
func BenchmarkWorkbookStreamInline(b *testing.B) { benchmarkStream(b, true) }

// BenchmarkWorkbookExcelize is what others do.
func BenchmarkWorkbookExcelize(b *testing.B) {
	data, size := longWorkbook(b, false)
	benchmarkRows(b, size, func() (n int) {
		x, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
		must(b, err)
		defer x.Close()
		rows, err := x.Rows("S")
		must(b, err)
		for ; rows.Next(); n++ {
			_, err := rows.Columns()
			must(b, err)
		}
		return n
	})
}
