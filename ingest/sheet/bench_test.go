package sheet

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
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
