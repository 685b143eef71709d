package sheet

import (
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestWorkbookCells(t *testing.T) {
	data := written(t, func(x *excelize.File) {
		style := func(s excelize.Style) int {
			id, err := x.NewStyle(&s)
			must(t, err)
			return id
		}
		custom := func(code string) int { return style(excelize.Style{CustomNumFmt: &code}) }
		put := func(at string, v any, styleID int) {
			must(t, x.SetCellValue("Sheet1", at, v))
			if styleID > 0 {
				must(t, x.SetCellStyle("Sheet1", at, at, styleID))
			}
		}
		put("A2", " 姓名\u3000", 0)
		put("B2", 15, 0)
		put("C2", 0.15, style(excelize.Style{NumFmt: 9}))
		put("D2", 0.155, style(excelize.Style{NumFmt: 10}))
		put("E2", 0.2, custom(`0.0%;[Red]-0.0%`))
		put("A4", 45809, style(excelize.Style{NumFmt: 14}))
		put("B4", 45809, custom(`yyyy"年"m"月"`))
		put("C4", 45809.5, style(excelize.Style{NumFmt: 22}))
		put("D4", 1.25, custom(`[h]:mm`))
		put("E4", true, 0)
		put("F4", false, 0)
		must(t, x.SetCellRichText("Sheet1", "A5", []excelize.RichTextRun{{Text: "成"}, {Text: "交数", Font: &excelize.Font{Bold: true}}}))
		put("C5", "  ", 0)
		put("D5", "last", 0)
		put("A7", "\u00a0", 0)
	})
	f := decoded(t, "a.xlsx", data, Options{})
	same(t, "cells", dump(f.Tables[0]), `2: "姓名" | 15 | 0.15 shown as % | 0.155 shown as % | 0.2 shown as %
4: @2025-06-01 | @2025-06-01 | @2025-06-01 12:00:00 | ~30:00:00 | TRUE | FALSE
5: "成交数" |  |  | "last"
`)
	same(t, "diagnostics", codes(f), "")
	same(t, "address", f.Tables[0].Origin(4, 2).String(), "a.xlsx!Sheet1!C4")
}

func TestStoredCells(t *testing.T) {
	shared := parts{"xl/sharedStrings.xml": `<sst` + nsMain + `><si><t>first</t></si><si><r><t>two </t></r><r><t>runs</t></r><rPh><t>reading</t></rPh></si><si><t xml:space="preserve"> </t></si></sst>`}
	for _, c := range []struct{ sentence, cells, want string }{
		{"a shared string", `<c r="A1" t="s"><v>0</v></c>`, `"first"`},
		{"runs are joined, readings are left out", `<c r="A1" t="s"><v>1</v></c>`, `"two runs"`},
		{"a string of blanks is a blank", `<c r="A1" t="s"><v>2</v></c><c r="B1"><v>1</v></c>`, ` | 1`},
		{"an inline string", `<c r="A1" t="inlineStr"><is><t>in</t></is></c>`, `"in"`},
		{"a formula's text", `<c r="A1" t="str"><f>B1</f><v>out</v></c>`, `"out"`},
		{"a formula's empty text is a blank", `<c r="A1" t="str"><f>B1</f><v></v></c><c r="B1"><v>1</v></c>`, ` | 1`},
		{"a formula's number", `<c r="A1"><f>1+1</f><v>2</v></c>`, `2`},
		{"a formula never computed is a fault", `<c r="A1"><f>SUM(B1:B9)</f></c>`, `!=SUM(B1:B9)`},
		{"a spreadsheet error", `<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>`, `!#DIV/0!`},
		{"booleans", `<c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c>`, `TRUE | FALSE`},
		{"a date in ISO form", `<c r="A1" t="d"><v>2025-06-30</v></c><c r="B1" t="d"><v>2025-06-30T14:05:00</v></c>`, `@2025-06-30 | @2025-06-30 14:05:00`},
		{"a date that is none", `<c r="A1" t="d"><v>June</v></c>`, `!June`},
		{"numbers in scientific form are written out", `<c r="A1"><v>1.5E-3</v></c><c r="B1"><v>1E+20</v></c><c r="C1"><v>1E+300</v></c>`, `0.0015 | 100000000000000000000 | 1e+300`},
		{"the shortest decimal of what Excel stores in 17 digits", `<c r="A1"><v>0.14999999999999999</v></c>`, `0.15`},
		{"addresses may be absent", `<c><v>1</v></c><c r="C1"><v>3</v></c><c><v>4</v></c>`, `1 |  | 3 | 4`},
		{"cells may be out of order", `<c r="B1"><v>2</v></c><c r="A1"><v>1</v></c>`, `1 | 2`},
		{"escaped characters", `<c r="A1" t="inlineStr"><is><t>a_x000D_b_x005F_x000D_c_xD83D__xDE00_</t></is></c>`, `"a\rb_x000D_c😀"`},
		{"an empty cell with a style is nothing", `<c r="A1"><v>1</v></c><c r="B1" s="1"/>`, `1`},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			f := decoded(t, "a.xlsx", byHand(t, `<row r="1">`+c.cells+`</row>`, shared), Options{})
			same(t, "cells", dump(f.Tables[0]), "1: "+c.want+"\n")
		})
	}
}

func TestRowsOfSheet(t *testing.T) {
	for _, c := range []struct{ sentence, rows, want string }{
		{"blank rows are left out, numbers stay", `<row r="2"><c r="A2"><v>2</v></c></row><row r="3"/><row r="5"><c r="B5"><v>5</v></c></row>`, "2: 2\n5:  | 5\n"},
		{"numbers may be absent", `<row><c><v>1</v></c></row><row r="7"><c><v>7</v></c></row><row><c><v>8</v></c></row>`, "1: 1\n7: 7\n8: 8\n"},
		{"rows out of order are put in order", `<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>`, "1: 1\n3: 3\n"},
		{"hidden rows are read", `<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>`, "1: 1\n"},
		{"no rows", ``, ""},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			f := decoded(t, "a.xlsx", byHand(t, c.rows, nil), Options{})
			same(t, "rows", dump(f.Tables[0]), c.want)
		})
	}
}

func TestFormulasWithoutValueAreTold(t *testing.T) {
	rows := `<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><f>A1</f></c><c r="C2"><f>A1</f><v/></c></row>`
	f := decoded(t, "a.xlsx", byHand(t, rows, nil), Options{})
	same(t, "diagnostics", codes(f), "warning cell.formula_without_value a.xlsx!S!B2 count=\"2\"\n")
}

func TestSheetsAreChosen(t *testing.T) {
	data := written(t, func(x *excelize.File) {
		must(t, x.SetSheetName("Sheet1", "Q2"))
		for _, name := range []string{"Q1", "Lists", "Notes"} {
			_, err := x.NewSheet(name)
			must(t, err)
			must(t, x.SetCellValue(name, "A1", name))
		}
		must(t, x.SetSheetVisible("Lists", false))
		must(t, x.SetSheetVisible("Notes", false, true))
		must(t, x.AddChartSheet("Chart", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Values: "Q1!$A$1:$A$2"}}}))
	})
	names := func(f *File) (all []string) {
		for _, table := range f.Tables {
			all = append(all, table.Sheet)
		}
		return all
	}
	f := decoded(t, "a.xlsx", data, Options{})
	if got := names(f); len(got) != 2 || got[0] != "Q2" || got[1] != "Q1" {
		t.Errorf("visible sheets in their order: %q", got)
	}
	same(t, "diagnostics", codes(f), `note sheet.hidden a.xlsx!Lists sheet="Lists"
note sheet.hidden a.xlsx!Notes sheet="Notes"
note sheet.no_cells a.xlsx!Chart kind="chartsheet" sheet="Chart"
note sheet.empty a.xlsx!Q2 sheet="Q2"
`)
	if got := names(decoded(t, "a.xlsx", data, Options{Sheets: []string{"lists", " Q1"}})); len(got) != 2 || got[0] != "Q1" || got[1] != "Lists" {
		t.Errorf("sheets by name, whatever the case, hidden or not: %q", got)
	}
	fault := faultOf(t, "a.xlsx", data, Options{Sheets: []string{"Q1", "Q3"}})
	same(t, "fault", fault.Error(), `a.xlsx: sheet.not_found available="Q2, Q1, Lists, Notes" sheet="Q3"`)
}
