package sheet

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

func TestReadFormat(t *testing.T) {
	for _, c := range []struct {
		code string
		want format
	}{
		{"General", asNumber}, {"0.00", asNumber}, {"#,##0.00", asNumber}, {"0.00E+00", asNumber}, {"@", asNumber}, {"", asNumber},
		{"0%", asPercent}, {"0.0%;[Red]-0.0%", asPercent}, {`[=0]"-";0.0%`, asPercent}, {"0.00 %", asPercent},
		{`0"%"`, asNumber}, {`0\%`, asNumber}, {`0.0"days"`, asNumber}, {`#,##0 "h"`, asNumber}, {`[$¥-804]#,##0.00`, asNumber}, {`_ * #,##0_ ;`, asNumber},
		{"yyyy-mm-dd", asDate}, {"d/m/yy", asDate}, {"mmm-yy", asDate}, {"mmm", asDate}, {`yyyy"年"m"月"`, asDate}, {`m"月"d"日"`, asDate},
		{"[$-804]yyyy/m/d h:mm", asDate}, {"aaaa", asDate}, {"yyyy-mm-dd;@", asDate}, {"[Blue]d mmmm", asDate},
		{"h:mm", asTime}, {"[h]:mm:ss", asTime}, {"[mm]:ss", asTime}, {"mm:ss.0", asTime}, {"h:mm AM/PM", asTime}, {`h"时"mm"分"`, asTime}, {"[S]", asTime},
		{`"unclosed`, asNumber}, {`[unclosed`, asNumber}, {`\`, asNumber}, {"[]0", asNumber},
	} {
		if got := readFormat(c.code); got != c.want {
			t.Errorf("%q is read as %d, want %d", c.code, got, c.want)
		}
	}
}

func TestBuiltinFormats(t *testing.T) {
	want := map[format][]int{
		asPercent: {9, 10},
		asDate:    {14, 15, 16, 17, 22, 27, 31, 36, 50, 57, 58},
		asTime:    {18, 19, 20, 21, 32, 33, 45, 46, 47},
		asNumber:  {0, 1, 2, 3, 4, 11, 12, 13, 37, 44, 48, 49, 59, 164},
	}
	for f, ids := range want {
		for _, id := range ids {
			if got := builtin(id); got != f {
				t.Errorf("number format %d is read as %d, want %d", id, got, f)
			}
		}
	}
}

func TestDateSerials(t *testing.T) {
	for _, c := range []struct {
		sentence string
		since04  bool
		serial   float64
		want     string
	}{
		{"the first day", false, 1, "@1900-01-01"},
		{"the last day before the leap day that never was", false, 59, "@1900-02-28"},
		{"the leap day that never was", false, 60, "!1900-02-29"},
		{"noon of that day", false, 60.5, "!1900-02-29"},
		{"the first day after it", false, 61, "@1900-03-01"},
		{"the first day of Unix time", false, 25569, "@1970-01-01"},
		{"a day of 2025", false, 45809, "@2025-06-01"},
		{"with a time", false, 45809.75, "@2025-06-01 18:00:00"},
		{"a computed midnight stays on its day", false, 45808.99999999999, "@2025-06-01"},
		{"Excel's last day", false, 2958465, "@9999-12-31"},
		{"beyond it", false, 2958466, "!2958466"},
		{"before the beginning", false, -1, "!-1"},
		{"the first day since 1904", true, 0, "@1904-01-01"},
		{"a day of 2025 since 1904", true, 44347, "@2025-06-01"},
		{"since 1904 there is no false leap day", true, 60, "@1904-03-01"},
	} {
		w := &workbook{since04: c.since04}
		if got := mark(w.dateCell(c.serial)); got != c.want {
			t.Errorf("%s: %v gives %s, want %s", c.sentence, c.serial, got, c.want)
		}
	}
}

// From March 1900 on the serials must mean what excelize takes them for.
func TestDatesAgreeWithExcelize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		since04 := rapid.Bool().Draw(t, "since04")
		serial := float64(rapid.IntRange(61, 2900000).Draw(t, "day")) + float64(rapid.IntRange(0, 86399).Draw(t, "second"))/86400
		want, err := excelize.ExcelDateToTime(serial, since04)
		if err != nil {
			t.Fatal(err)
		}
		cell := (&workbook{since04: since04}).dateCell(serial)
		got := time.Unix(0, 0).UTC().AddDate(0, 0, int(math.Floor(cell.Number)))
		if d := want.Round(time.Second); got.Format(time.DateOnly) != d.Format(time.DateOnly) {
			t.Fatalf("serial %v is %s, want %s", serial, got.Format(time.DateOnly), d)
		}
	})
}

func TestClockText(t *testing.T) {
	for days, want := range map[float64]string{0.5: "12:00:00", 1.25: "30:00:00", -0.25: "-6:00:00", 1.0 / 86400: "0:00:01", 1e300: numberText(1e300)} {
		if got := clockText(days); got != want {
			t.Errorf("%v days are %s, want %s", days, got, want)
		}
	}
}

// What excelize writes must come back, cell by cell.
func TestWorkbooksRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.OneOf(
			rapid.StringMatching(`[a-z成交数_x0-9]{0,6}`).AsAny(), rapid.Float64Range(-1e9, 1e9).AsAny(), rapid.IntRange(-9, 9).AsAny(), rapid.Bool().AsAny(),
		), 1, 5), 1, 6).Draw(t, "rows")
		f, _ := decodeBoth(t, rows)
		at := make(map[int]Row)
		for _, row := range f.Tables[0].Rows {
			at[row.Line] = row
		}
		for i, row := range rows {
			for j, v := range row {
				if got, want := at[i+1].At(j), cellOf(v); got != want {
					t.Fatalf("row %d column %d is %+v, want %+v", i+1, j+1, got, want)
				}
			}
		}
	})
}

func cellOf(v any) Cell {
	switch v := v.(type) {
	case string:
		return textCell(v)
	case bool:
		return boolCell(v)
	case int:
		return Cell{Kind: Number, Text: fmt.Sprint(v), Number: float64(v)}
	}
	n := v.(float64)
	return Cell{Kind: Number, Text: numberText(n), Number: n}
}

// An independent reader of the same bytes must see the same texts.
func TestTextsAgreeWithExcelize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.OneOf(
			rapid.StringMatching(`[a-z成交数&<>"'0-9]{0,6}`).AsAny(), rapid.IntRange(-99999, 99999).AsAny(),
		), 1, 6), 1, 8).Draw(t, "rows")
		f, theirs := decodeBoth(t, rows)
		for _, row := range f.Tables[0].Rows {
			for i, c := range row.Cells {
				if want := theirs[row.Line-1][i]; c.Text != want {
					t.Fatalf("line %d column %d is %q, excelize reads %q", row.Line, i+1, c.Text, want)
				}
			}
		}
	})
}

// decodeBoth writes the rows and reads them with this package and with
// excelize.
func decodeBoth(t *rapid.T, rows [][]any) (*File, [][]string) {
	data := writtenRows(t, rows)
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
	return f, theirs
}

func TestSince1904(t *testing.T) {
	data := written(t, func(x *excelize.File) {
		yes := true
		must(t, x.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
		id, err := x.NewStyle(&excelize.Style{NumFmt: 14})
		must(t, err)
		must(t, x.SetCellValue("Sheet1", "A1", 44347))
		must(t, x.SetCellStyle("Sheet1", "A1", "A1", id))
	})
	f := decoded(t, "a.xlsx", data, Options{})
	same(t, "cells", dump(f.Tables[0]), "1: @2025-06-01\n")
}

// A workbook that a program wrote but never computed has formulas without
// values; they must not pass for blanks.
func TestFormulasOfExcelize(t *testing.T) {
	data := written(t, func(x *excelize.File) {
		must(t, x.SetCellValue("Sheet1", "A1", 15))
		must(t, x.SetCellFormula("Sheet1", "B1", "A1*2"))
	})
	f := decoded(t, "a.xlsx", data, Options{})
	same(t, "cells", dump(f.Tables[0]), "1: 15 | !=A1*2\n")
	same(t, "diagnostics", codes(f), lines(`warning cell.formula_without_value a.xlsx!Sheet1!B1 count="1"`))
}

func TestStylesBeyondTheList(t *testing.T) {
	styles := parts{"xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="10" formatCode="0.00"/></numFmts><cellXfs><xf numFmtId="9"/><xf numFmtId="10"/></cellXfs></styleSheet>`}
	f := decoded(t, "a.xlsx", byHand(t, `<row><c s="0"><v>1</v></c><c s="1"><v>2</v></c><c s="2"><v>3</v></c><c s="x"><v>4</v></c><c s="-1"><v>5</v></c></row>`, styles), Options{})
	same(t, "a format given by the workbook wins over the built-in one", dump(f.Tables[0]), "1: 1 shown as % | 2 | 3 | 4 | 5\n")
}
