package reports

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// sheetOf writes one sheet of rows and reads it back.
func sheetOf(t testing.TB, rows ...[]entry) *excelize.File {
	t.Helper()
	b := newBook(&Report{Catalogue: kpi.Builtin()}, printer(t, "en"))
	s := &sheet{name: "Sheet", table: "rows", rows: slices.Values(rows)}
	for range rows[0] {
		s.heads = append(s.heads, "Head "+columnName(len(s.heads)+1))
	}
	if err := b.write(0, s); err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	if err := pack(&packed, b.file, b.rowsOf); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&packed)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func held(t testing.TB, f *excelize.File, at string) string {
	t.Helper()
	v, err := f.GetCellValue("Sheet", at, rawCells)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestCellsComeBackAsTheyWereWritten(t *testing.T) {
	for name, c := range map[string]struct {
		cell entry
		want string
	}{
		"a text":                         {words("张伟"), "张伟"},
		"markup":                         {words(`<b a="1">&amp;'`), `<b a="1">&amp;'`},
		"what reads like a code":         {words("_x0041_x0042_"), "_x0041_x0042_"},
		"nearly one":                     {words("_x004_ _x00GG_ a_x"), "_x004_ _x00GG_ a_x"},
		"lines":                          {prose("one", "two "), "one\ntwo "},
		"spaces at the ends":             {entry{value: "  a "}, "  a "},
		"no text":                        {words(""), ""},
		"a whole number":                 {whole(-12), "-12"},
		"a fraction":                     {figure(0.125, "0.0%"), "0.125"},
		"a small chance":                 {figure(1e-12, chanceFormat), "0.000000000001"},
		"a day":                          {date(day(t, "2025-06-30")), "45838"},
		"the first day that is counted":  {date(day(t, "1900-03-01")), "61"},
		"a day that the format mistakes": {entry{value: time.Date(1900, 2, 28, 0, 0, 0, 0, time.UTC)}, "1900-02-28"},
		"something else":                 {entry{value: true}, "true"},
		"not known":                      {entry{look: look{format: wholeFormat}}, ""},
	} {
		f := sheetOf(t, []entry{c.cell, words("next")})
		if got := held(t, f, "A2"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if got := held(t, f, "B2"); got != "next" {
			t.Errorf("%s: the cell beside it is %q", name, got)
		}
	}
}

// The formula and the figure that it gives stand in one cell, of either kind.
func TestFormulasKeepTheirFigures(t *testing.T) {
	f := sheetOf(t, []entry{{value: 3, formula: `IF(1<2,3,"&")`}, {value: "a&b", formula: `"a"&"&b"`}})
	for at, want := range map[string][2]string{"A2": {`IF(1<2,3,"&")`, "3"}, "B2": {`"a"&"&b"`, "a&b"}} {
		formula, err := f.GetCellFormula("Sheet", at)
		if got := held(t, f, at); err != nil || formula != want[0] || got != want[1] {
			t.Errorf("%s: %q gives %q, want %q (%v)", at, formula, got, want, err)
		}
	}
}

func TestAnyTextIsOneCell(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.String().Draw(rt, "text")
		f := sheetOf(t, []entry{words(text), words("next")}, []entry{words(text), whole(1)})
		want := words(text).value.(string) //nolint:forcetypeassert // words are text
		want = strings.NewReplacer("\uFFFE", "\uFFFD", "\uFFFF", "\uFFFD").Replace(want)
		for _, at := range []string{"A2", "A3"} {
			if got := held(t, f, at); got != want {
				rt.Errorf("%s: %q, want %q", at, got, want)
			}
		}
		if held(t, f, "B2") != "next" || held(t, f, "B3") != "1" {
			rt.Error("the cells beside it changed")
		}
	})
}

// A cell holds 32,767 units of UTF-16; a character is not cut in two.
func TestLongTextIsCutAtWhatACellHolds(t *testing.T) {
	for text, want := range map[string]int{strings.Repeat("a", 40_000): 32_767, strings.Repeat("𠮷", 20_000): 16_383, strings.Repeat("员", 32_767): 32_767} {
		cut := cutCell(text)
		if got := utf8.RuneCountInString(cut); got != want || !utf8.ValidString(cut) {
			t.Errorf("%.3s…: %d characters, want %d", text, got, want)
		}
	}
}

func TestRowsBeyondTheSheetAreAnError(t *testing.T) {
	out := newBlocks(io.Discard)
	w := newRowWriter(out, &survey{widths: []float64{9}}, map[look]int{}, excelize.TotalRows-1)
	if err := w.write([]entry{whole(1)}); err != nil {
		t.Errorf("the last row: %v", err)
	}
	if err := w.write([]entry{whole(1)}); !errors.Is(err, excelize.ErrMaxRows) {
		t.Errorf("a row beyond it: %v", err)
	}
	if err := out.close(); err != nil {
		t.Error(err)
	}
}

// disk is one that holds so many bytes.
type disk struct{ left int }

var errFull = errors.New("no space left")

func (f *disk) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWorkbookThatCannotBeWrittenSaysSo(t *testing.T) {
	r := large(t, 400)
	for _, size := range []int{0, 1_000, 200_000} {
		if err := WriteXLSX(&disk{size}, r, printer(t, "en")); !errors.Is(err, errFull) {
			t.Errorf("on a disk of %d bytes: %v", size, err)
		}
	}
}

// Parts stand in the order of their names, and the library is not asked for files.
func TestPartsStandInOrder(t *testing.T) {
	var b bytes.Buffer
	if err := WriteXLSX(&b, fixture(t), printer(t, "en")); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(z.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("parts are not sorted")
	}
	if err := (bookParts{}).AddFS(nil); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("%v", err)
	}
	if err := writeRows(io.Discard, []byte("<worksheet/>"), nil); err == nil {
		t.Error("a sheet without rows takes some")
	}
}
