package reports

import (
	"archive/zip"
	"bytes"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// workbook writes r and reads it back.
func workbook(t testing.TB, r *Report, lang string) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := WriteXLSX(&b, r, printer(t, lang)); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// rawCells gives what a cell holds, not what it shows.
var rawCells = excelize.Options{RawCellValue: true}

// under finds the cell of a row under a heading, by the heading's text.
func under(t testing.TB, f *excelize.File, sheet, head string, row int) string {
	t.Helper()
	for col := 1; col < 80; col++ {
		for line := 1; line < 40; line++ {
			at, _ := excelize.CoordinatesToCellName(col, line)
			if v, _ := f.GetCellValue(sheet, at); v == head {
				at, _ = excelize.CoordinatesToCellName(col, line+row)
				return at
			}
		}
	}
	t.Fatalf("sheet %s has no heading %q", sheet, head)
	return ""
}

func TestWorkbookHasItsSheetsInTheLanguage(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"Summary", "Gaps", "Watch (analyst)", "Too few data", "Unsteady (analyst)", "Conversion rate", "Test coverage", "Plans", "Progress", "Data quality", "All rows", "Data", "About", "Chart data"},
		"zh": {"概要", "差距", "观察（分析员）", "数据不足", "起伏（分析员）", "客户转化率", "测试覆盖率", "计划", "进展", "数据质量", "全部行", "数据", "说明", "图表数据"},
	} {
		got := workbook(t, fixture(t), lang).GetSheetList()
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

func TestWorkbookFiguresAreNumbersWithFormats(t *testing.T) {
	f := workbook(t, fixture(t), "en")
	for _, c := range []struct {
		head  string
		raw   float64
		shown string
	}{
		{"Value", 0.15, "15.0%"},
		{"Numerator", 45, "45"},
		{"Denominator", 300, "300"},
		{"Gap to the mean", -5.833333333333, "-5.8 pp"}, // 45/300 against the mean of 15, 23, 18, 24, 25 and 20 %
		{"Gap, % of the mean", -0.28, "-28.0%"},
		{"Shrunk estimate", 0.1640625, "16.4%"},
		{"p", 0.000375, "0.0004"},
		{"Team members with data", 6, "6"},
	} {
		at := under(t, f, "All rows", c.head, 3) // the serious gap is the third row
		kind, err := f.GetCellType("All rows", at)
		if err != nil || kind != excelize.CellTypeNumber && kind != excelize.CellTypeUnset {
			t.Errorf("%s is of type %v, want a number (%v)", c.head, kind, err)
		}
		raw, _ := f.GetCellValue("All rows", at, excelize.Options{RawCellValue: true})
		if v, err := strconv.ParseFloat(raw, 64); err != nil || math.Abs(v-c.raw) > 1e-9 {
			t.Errorf("%s holds %s, want %g (%v)", c.head, raw, c.raw, err)
		}
		if shown, _ := f.GetCellValue("All rows", at); shown != c.shown {
			t.Errorf("%s shows %q, want %q", c.head, shown, c.shown)
		}
	}
}

func TestWorkbookSaysTheUnitInTheLanguage(t *testing.T) {
	f := workbook(t, fixture(t), "zh")
	if got, _ := f.GetCellValue("差距", under(t, f, "差距", "与均值之差", 2)); got != "-5.8 个百分点" {
		t.Errorf("the gap shows %q", got)
	}
	if got, _ := f.GetCellValue("计划", under(t, f, "计划", "自何时起", 1)); got != "第 3 个月" {
		t.Errorf("the month shows %q", got)
	}
}

func TestWhatIsNotKnownIsAnEmptyCell(t *testing.T) {
	f := workbook(t, fixture(t), "en")
	for _, head := range []string{"Value", "Numerator", "Denominator", "Gap to the mean", "p", "Standard", "Shrunk estimate"} {
		at := under(t, f, "All rows", head, 9) // the person without data
		if got, _ := f.GetCellValue("All rows", at, excelize.Options{RawCellValue: true}); got != "" {
			t.Errorf("%s of a person without data is %q, want nothing: a blank is never zero", head, got)
		}
	}
}

func TestWorkbookTablesHaveFrozenHeadingsAndFilters(t *testing.T) {
	f := workbook(t, fixture(t), "en")
	for i, sheet := range f.GetSheetList() {
		tables, err := f.GetTables(sheet)
		if err != nil || len(tables) != 1 {
			t.Fatalf("%s has %d tables (%v)", sheet, len(tables), err)
		}
		xml := part(t, f, i)
		if !strings.Contains(xml, "<tablePart ") {
			t.Errorf("%s: the table is not part of the sheet", sheet)
		}
		if slices.Contains([]string{"Summary", "About", "Conversion rate", "Test coverage"}, sheet) {
			continue // pages to read
		}
		panes, err := f.GetPanes(sheet)
		if err != nil || !panes.Freeze || panes.YSplit == 0 {
			t.Errorf("%s is not frozen: %+v (%v)", sheet, panes, err)
		}
		if head, _, _ := strings.Cut(tables[0].Range, ":"); !strings.HasSuffix(head, string(rune('0'+panes.YSplit))) {
			t.Errorf("%s: the table starts at %s, frozen are %d rows", sheet, head, panes.YSplit)
		}
	}
	if !strings.Contains(string(mustPart(t, f, "xl/tables/table2.xml")), "<autoFilter ") {
		t.Error("the findings have no filter")
	}
	names := f.GetDefinedName()
	if len(names) < 6 || names[0].Name != "_xlnm.Print_Titles" {
		t.Errorf("print titles: %+v", names)
	}
}

func part(t testing.TB, f *excelize.File, sheet int) string {
	t.Helper()
	return string(mustPart(t, f, "xl/worksheets/sheet"+strconv.Itoa(sheet+1)+".xml"))
}

func mustPart(t testing.TB, f *excelize.File, name string) []byte {
	t.Helper()
	v, ok := f.Pkg.Load(name)
	if !ok {
		t.Fatalf("no part %s", name)
	}
	return v.([]byte)
}

// packed is every part of the workbook as it is stored.
func packed(t testing.TB, r *Report, lang string) (whole []byte, parts map[string]string) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteXLSX(&b, r, printer(t, lang)); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	parts = map[string]string{}
	for _, f := range z.File {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if _, err := text.ReadFrom(rc); err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = text.String()
	}
	return b.Bytes(), parts
}

// The formulas are the writer's own: means over the rows, never text of an input.
func TestTextNeverBecomesAFormula(t *testing.T) {
	own := regexp.MustCompile(`<f>AVERAGEIFS\([^<]*\)</f>`) //nolint:misspell // Excel calls it so
	r := fixture(t)
	r.Gaps[2].Team, r.Gaps[2].Employee.Role = "=1+1", "@SUM(A1)"
	r.Inputs[0].Path = "=cmd|' /C calc'!A0"
	_, parts := packed(t, r, "en")
	for name, xml := range parts {
		if strings.HasPrefix(name, "xl/charts/") {
			continue // their references are called formulas
		}
		if xml = own.ReplaceAllString(xml, ""); strings.Contains(xml, "<f>") || strings.Contains(xml, "<f ") {
			t.Errorf("%s holds a formula", name)
		}
		if strings.ContainsAny(xml, "\x1b\x00") {
			t.Errorf("%s holds control characters", name)
		}
	}
	f := workbook(t, r, "en")
	at := under(t, f, "All rows", "Name", 4)
	if got, _ := f.GetCellValue("All rows", at); got != `=HYPERLINK("http://x")` {
		t.Errorf("the name is %q", got)
	}
	if formula, _ := f.GetCellFormula("All rows", at); formula != "" {
		t.Errorf("formula %q", formula)
	}
	if got, _ := f.GetCellValue("All rows", under(t, f, "All rows", "Name", 5)); got != "Li␛[31m Na␊x" {
		t.Errorf("a name with controls is %q", got)
	}
}

func TestWorkbookIsTheSameBytesTwice(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		first, parts := packed(t, fixture(t), lang)
		for range 5 {
			if again, _ := packed(t, fixture(t), lang); !bytes.Equal(first, again) {
				t.Fatalf("%s: two writings differ", lang)
			}
		}
		if !strings.Contains(parts["docProps/core.xml"], "2025-06-30T00:00:00Z") {
			t.Errorf("the workbook's times are not the report's: %s", parts["docProps/core.xml"])
		}
	}
}

func TestSeverityStandsAsAWord(t *testing.T) {
	f := workbook(t, fixture(t), "en")
	at := under(t, f, "Gaps", "Severity", 2)
	if got, _ := f.GetCellValue("Gaps", at); got != "serious gap" {
		t.Errorf("%s is %q", at, got)
	}
	if got, _ := f.GetCellValue("Gaps", under(t, f, "Gaps", "Severity against the standard", 1)); got != "gap" {
		t.Errorf("against the standard: %q", got)
	}
	if got, _ := f.GetCellValue("Watch (analyst)", under(t, f, "Watch (analyst)", "Severity", 1)); got != "watch" {
		t.Errorf("watch: %q", got)
	}
	if got, _ := f.GetCellValue("Progress", under(t, f, "Progress", "Status of the plan", 1)); got != "holding" {
		t.Errorf("progress: %q", got)
	}
}

func TestEveryRowIsThereForReconciliation(t *testing.T) {
	r := fixture(t)
	f := workbook(t, r, "en")
	rows, err := f.GetRows("All rows")
	if err != nil || len(rows) != len(r.Gaps)+1 {
		t.Errorf("%d rows of %d (%v)", len(rows), len(r.Gaps)+1, err)
	}
	rows, err = f.GetRows("Gaps")
	if err != nil || len(rows) != 3 {
		t.Errorf("%d findings with their headings, want 3 (%v)", len(rows), err)
	}
	r.All = true
	if rows, _ = workbook(t, r, "en").GetRows("Gaps"); len(rows) != 3 {
		t.Errorf("with all rows asked for the sheet of findings has %d, want 3", len(rows))
	}
}

func TestEmptyReportIsAWorkbook(t *testing.T) {
	f := workbook(t, &Report{Method: Method{Rule: "fair", RuleExpected: math.NaN(), Reference: "rest"}}, "en")
	if got, _ := f.GetCellValue("Summary", "A2"); got != "Nothing to compare: no row could be scored" {
		t.Errorf("it says %q", got)
	}
	if got, _ := f.GetCellValue("Gaps", "A2"); got == "" {
		t.Error("the sheet of findings says nothing")
	}
}

func TestDescriptiveReportListsEveryRow(t *testing.T) {
	r := fixture(t)
	for i := range r.Gaps {
		r.Gaps[i].Severity, r.Gaps[i].Standard = analysis.NotJudged, nil
	}
	f := workbook(t, r, "en")
	rows, _ := f.GetRows("Gaps")
	if len(rows) != len(r.Gaps)+2 || !strings.HasPrefix(rows[0][0], "Descriptive table") {
		t.Errorf("%d rows under %q", len(rows), rows[0])
	}
}

func TestThousandsOfRowsTakeSeconds(t *testing.T) {
	r := fixture(t)
	one := r.Gaps[2]
	for len(r.Gaps) < 2000 {
		g := one
		g.Employee = kpi.Employee{ID: "x" + string(rune('a'+len(r.Gaps)%26)), Name: "欧阳建国"}
		r.Gaps = append(r.Gaps, g)
	}
	f := workbook(t, r, "zh")
	if rows, err := f.GetRows("全部行"); err != nil || len(rows) != 2001 {
		t.Errorf("%d rows (%v)", len(rows), err)
	}
}
