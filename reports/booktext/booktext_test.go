package booktext

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// book is a workbook with one of everything.
func book(t *testing.T, change func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	format, value := "0.0%", 0.15
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Size: 16, Color: "1D2733"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8ECEF"}},
		Alignment: &excelize.Alignment{WrapText: true}, CustomNumFmt: &format, Border: []excelize.Border{{Type: "bottom", Style: 1, Color: "000000"}}})
	fail := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	fail(err)
	fail(f.SetDocProps(&excelize.DocProperties{Title: "T", Language: "en"}))
	fail(f.SetSheetRow("Sheet1", "A1", &[]any{"name", "rate"}))
	fail(f.SetSheetRow("Sheet1", "A2", &[]any{"=SUM(1)", value}))
	fail(f.SetCellFormula("Sheet1", "C2", "SUM(B2:B2)"))
	fail(f.SetCellStyle("Sheet1", "B2", "B2", bold))
	fail(f.SetCellStr("Sheet1", "A4", "both"))
	fail(f.MergeCell("Sheet1", "A4", "B4"))
	fail(f.AddTable("Sheet1", &excelize.Table{Range: "A1:B2", Name: "people", StyleName: "TableStyleLight1"}))
	fail(f.InsertPageBreak("Sheet1", "A6"))
	fail(f.SetColWidth("Sheet1", "A", "B", 20))
	fail(f.SetRowHeight("Sheet1", 2, 30))
	fail(f.SetCellHyperLink("Sheet1", "A2", "'Sheet1'!A1", "Location"))
	fail(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "Sheet1!$1:$1", Scope: "Sheet1"}))
	red, err := f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: "B42318"}})
	fail(err)
	fail(f.SetConditionalFormat("Sheet1", "A2:A2", []excelize.ConditionalFormatOptions{{Type: "cell", Criteria: "==", Value: `"x"`, Format: &red}}))
	fail(f.AddChart("Sheet1", "E2", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Name: "Sheet1!$B$1", Categories: "Sheet1!$A$2:$A$2", Values: "Sheet1!$B$2:$B$2"}},
		Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: "rates"}}}, Format: excelize.GraphicOptions{AltText: "a chart"}}))
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	fail(f.Write(&b))
	return b.Bytes()
}

func text(t *testing.T, data []byte) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, data); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEveryFeatureHasItsLine(t *testing.T) {
	got := strings.Split(text(t, book(t, nil)), "\n")
	for _, want := range []string{
		`name _xlnm.Print_Titles of "Sheet1" = Sheet1!$1:$1`,
		`sheet "Sheet1" visible=true`,
		`widths A-B:20 C:9.140625`,
		`row 2 height 30`,
		`print new page after row 5`,
		`link A2 to 'Sheet1'!A1`,
		`A4:B4 "both"`,
		`table people A1:B2 style=TableStyleLight1`,
		`    text "rates"`,
		`    tx = Sheet1!$B$1`,
		`    cat = Sheet1!$A$2:$A$2`,
		`    val = Sheet1!$B$2:$B$2`,
		`  barChart`,
	} {
		if !slices.Contains(got, want) {
			t.Errorf("no line %s", want)
		}
	}
	for _, want := range []string{`A2 "=SUM(1)"`, `B2 0.15 shown "15.0%" {0.0%} [bold 16 #1D2733 fill #E8ECEF`, `C2 "" = SUM(B2:B2)`, `rule A2:A2 cell`, `chart E2:`, `view gridlines=`, `print `} {
		if !slices.ContainsFunc(got, func(line string) bool { return strings.HasPrefix(line, want) }) {
			t.Errorf("no line begins with %s in\n%s", want, strings.Join(got, "\n"))
		}
	}
}

// What two workbooks differ in is what their texts differ in.
func TestAChangeShows(t *testing.T) {
	before := strings.Split(text(t, book(t, nil)), "\n")
	for name, change := range map[string]func(*excelize.File){
		"a value":            func(f *excelize.File) { f.SetCellValue("Sheet1", "B2", 0.16) },
		"a text like before": func(f *excelize.File) { f.SetCellStr("Sheet1", "B2", "0.15") },
		"a formula":          func(f *excelize.File) { f.SetCellFormula("Sheet1", "C2", "SUM(B2)") },
		"a width":            func(f *excelize.File) { f.SetColWidth("Sheet1", "A", "A", 21) },
		"a merged area":      func(f *excelize.File) { f.UnmergeCell("Sheet1", "A4", "B4") },
		"a title":            func(f *excelize.File) { f.SetDocProps(&excelize.DocProperties{Title: "U", Language: "en"}) },
		"a series": func(f *excelize.File) {
			f.AddChart("Sheet1", "E30", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Values: "Sheet1!$B$2:$B$2"}}})
		},
	} {
		if after := strings.Split(text(t, book(t, change)), "\n"); slices.Equal(before, after) {
			t.Errorf("%s: the texts are the same", name)
		}
	}
}

func TestNoWorkbookIsAnError(t *testing.T) {
	for _, data := range []string{"", "PK", "a,b\n1,2\n"} {
		if err := Write(&strings.Builder{}, []byte(data)); err == nil {
			t.Errorf("%q is taken for a workbook", data)
		}
	}
}
