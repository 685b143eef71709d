package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// written returns the bytes of a workbook that excelize writes after fill.
func written(t testing.TB, fill func(*excelize.File)) []byte {
	t.Helper()
	x := excelize.NewFile()
	defer x.Close()
	fill(x)
	var b bytes.Buffer
	must(t, x.Write(&b))
	return b.Bytes()
}

// parts are the parts of a workbook written by hand, for what excelize won't
// write.
type parts map[string]string

const (
	nsMain = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	nsRel  = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
)

// byHand is a workbook of one sheet "S" with the given rows; more parts may be
// added or replaced.
func byHand(t testing.TB, rows string, more parts) []byte {
	t.Helper()
	all := parts{
		"_rels/.rels":                relations("officeDocument", "xl/workbook.xml"),
		"xl/workbook.xml":            `<workbook` + nsMain + ` xmlns:r="` + nsRel + `"><sheets><sheet name="S" sheetId="1" r:id="r0"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": relations("worksheet", "worksheets/sheet1.xml", "sharedStrings", "sharedStrings.xml", "styles", "styles.xml"),
		"xl/worksheets/sheet1.xml":   `<worksheet` + nsMain + `><sheetData>` + rows + `</sheetData></worksheet>`,
	}
	for name, text := range more {
		all[name] = text
	}
	return zipped(t, all)
}

func relations(kindsAndTargets ...string) string {
	var b strings.Builder
	b.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i := 0; i < len(kindsAndTargets); i += 2 {
		fmt.Fprintf(&b, `<Relationship Id="r%d" Type="%s/%s" Target="%s"/>`, i/2, nsRel, kindsAndTargets[i], kindsAndTargets[i+1])
	}
	return b.String() + `</Relationships>`
}

func zipped(t testing.TB, all parts) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		w, err := z.Create(name)
		must(t, err)
		_, err = w.Write([]byte(all[name]))
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// decoded decodes data that must be readable.
func decoded(t testing.TB, name string, data []byte, opt Options) *File {
	t.Helper()
	f, err := Decode(context.Background(), name, data, opt)
	must(t, err)
	return f
}

// faultOf returns the fault of decoding data; not having one is an error.
func faultOf(t testing.TB, name string, data []byte, opt Options) *kpi.Fault {
	t.Helper()
	_, err := Decode(context.Background(), name, data, opt)
	f := kpi.AsFault(err)
	if f == nil {
		t.Fatalf("decoding %s gave %v, want a fault", name, err)
	}
	return f
}

// dump writes a table one row a line, "3: text | 15 | 20%", with marks for the kinds:
// numbers bare, text in quotes, dates after @, times after ~, faults after !.
func dump(t Table) string {
	var b strings.Builder
	for _, row := range t.Rows {
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = mark(c)
		}
		fmt.Fprintf(&b, "%d: %s\n", row.Line, strings.Join(cells, " | "))
	}
	return b.String()
}

func mark(c Cell) string {
	switch c.Kind {
	case Text:
		return fmt.Sprintf("%q", c.Text)
	case Number:
		if c.Percent {
			return c.Text + " shown as %"
		}
		return c.Text
	case Date:
		return "@" + c.Text
	case Time:
		return "~" + c.Text
	case Bool:
		return c.Text
	case Fault:
		return "!" + c.Text
	}
	return ""
}

// codes writes the diagnostics one a line: severity, code, address, arguments.
func codes(f *File) string {
	var b strings.Builder
	for _, d := range f.Diagnostics {
		fmt.Fprintln(&b, strings.TrimRight(fmt.Sprint(d.Severity, " ", d.Code, " ", d.Origin, " ", d.Args), " "))
	}
	return b.String()
}

// lines ends each of its arguments with a line end.
func lines(all ...string) string {
	var b strings.Builder
	for _, l := range all {
		b.WriteString(l + "\n")
	}
	return b.String()
}

func same(t testing.TB, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
	}
}

// writtenRows returns a workbook that excelize writes from the rows.
func writtenRows(t *rapid.T, rows [][]any) []byte {
	x := excelize.NewFile()
	defer x.Close()
	for i, row := range rows {
		if err := x.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// decodeDrawn returns the rows of a text that a property has drawn.
func decodeDrawn(t *rapid.T, data []byte) []Row { return decodeNamed(t, "a.csv", data) }

func decodeNamed(t *rapid.T, name string, data []byte) []Row {
	f, err := Decode(context.Background(), name, data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f.Tables[0].Rows
}
