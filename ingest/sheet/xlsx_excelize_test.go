package sheet

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// numFmts are number formats by what a number becomes that has them.
var numFmts = map[int]format{0: asNumber, 2: asNumber, 4: asNumber, 9: asPercent, 10: asPercent, 14: asDate, 22: asDate, 46: asTime}

// drawnCell is a cell as excelize is told to write it.
type drawnCell struct {
	value  any
	rich   []string // runs of a rich text
	numFmt int
}

func drawCell(t *rapid.T) drawnCell {
	text := rapid.StringMatching(`[a-z成交数&<>"' 0-9]{1,6}`)
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		return drawnCell{value: text.Draw(t, "text")}
	case 1:
		return drawnCell{rich: rapid.SliceOfN(text, 2, 3).Draw(t, "runs")}
	case 2:
		return drawnCell{value: rapid.Bool().Draw(t, "truth")}
	case 3:
		return drawnCell{value: rapid.IntRange(-99999, 99999).Draw(t, "count"), numFmt: rapid.SampledFrom([]int{0, 2, 9}).Draw(t, "format")}
	case 4:
		return drawnCell{value: rapid.Float64Range(0, 1).Draw(t, "rate"), numFmt: rapid.SampledFrom([]int{0, 4, 10, 46}).Draw(t, "format")}
	}
	serial := float64(rapid.IntRange(61, 60000).Draw(t, "day")) + float64(rapid.IntRange(0, 86399).Draw(t, "second"))/86400
	return drawnCell{value: serial, numFmt: rapid.SampledFrom([]int{14, 22}).Draw(t, "format")}
}

// writeDrawn writes the cells, with the words in a table of strings or, streamed, in
// the cells.
func writeDrawn(t *rapid.T, rows [][]drawnCell, since04, streamed bool) []byte {
	x := excelize.NewFile()
	defer x.Close()
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	check(x.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &since04}))
	styles := make(map[int]int)
	for _, id := range []int{0, 2, 4, 9, 10, 14, 22, 46} {
		style, err := x.NewStyle(&excelize.Style{NumFmt: id})
		check(err)
		styles[id] = style
	}
	if streamed {
		w, err := x.NewStreamWriter("Sheet1")
		check(err)
		for i, row := range rows {
			cells := make([]any, len(row))
			for j, c := range row {
				cells[j] = excelize.Cell{Value: c.plain(), StyleID: styles[c.numFmt]}
			}
			check(w.SetRow(fmt.Sprint("A", i+1), cells))
		}
		check(w.Flush())
	} else {
		for i, row := range rows {
			for j, c := range row {
				at := fmt.Sprint(string(rune('A'+j)), i+1)
				check(c.set(x, at))
				check(x.SetCellStyle("Sheet1", at, at, styles[c.numFmt]))
			}
		}
	}
	var b bytes.Buffer
	check(x.Write(&b))
	return b.Bytes()
}

func (c drawnCell) plain() any {
	if c.rich != nil {
		return strings.Join(c.rich, "")
	}
	return c.value
}

func (c drawnCell) set(x *excelize.File, at string) error {
	if c.rich == nil {
		return x.SetCellValue("Sheet1", at, c.value)
	}
	runs := make([]excelize.RichTextRun, len(c.rich))
	for i, text := range c.rich {
		runs[i] = excelize.RichTextRun{Text: text, Font: &excelize.Font{Bold: i%2 == 0}}
	}
	return x.SetCellRichText("Sheet1", at, runs)
}

// reference is the cell that excelize's reading amounts to.
func reference(c drawnCell, raw string, since04 bool) Cell {
	switch c.value.(type) {
	case nil, string:
		return textCell(raw)
	case bool:
		return boolCell(raw == "1" || raw == "TRUE")
	}
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return Cell{Kind: Fault, Text: err.Error()}
	}
	f := numFmts[c.numFmt]
	if f != asDate {
		return (&workbook{}).numberCell(n, f)
	}
	day, err := excelize.ExcelDateToTime(n, since04)
	if err != nil {
		return Cell{Kind: Fault, Text: err.Error()}
	}
	return wallCell(day.Round(time.Second))
}

// excelize's own reading of its own workbooks is the reference, whatever the
// cells and their formats, in both date systems, with shared and inline strings.
func TestCellsAgreeWithExcelize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.Custom(drawCell), 1, 6), 1, 6).Draw(t, "rows")
		since04, streamed := rapid.Bool().Draw(t, "since04"), rapid.Bool().Draw(t, "streamed")
		data := writeDrawn(t, rows, since04, streamed)
		x, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		theirs, err := x.GetRows("Sheet1", excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		f, err := Decode(context.Background(), "a.xlsx", data, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if f.Date1904 != since04 {
			t.Fatalf("serials since 1904: %v, want %v", f.Date1904, since04)
		}
		at := make(map[int]Row)
		for _, row := range f.Tables[0].Rows {
			at[row.Line] = row
		}
		for i, row := range rows {
			for j, c := range row {
				got, want := at[i+1].At(j), reference(c, theirs[i][j], since04)
				if got.Kind == Date { // to the second, as the reference is
					got.Number = want.Number
				}
				if got != want {
					t.Fatalf("row %d column %d is %+v, excelize reads %+v", i+1, j+1, got, want)
				}
			}
		}
	})
}
