package reports

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// parts are the parts of a workbook, by name.
func parts(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]string{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if list[f.Name] != "" {
			t.Errorf("%s stands twice in the file", f.Name)
		}
		list[f.Name] = string(text)
	}
	return list
}

type tablePart struct {
	ID      string `xml:"id,attr"`
	Name    string `xml:"name,attr"`
	Display string `xml:"displayName,attr"`
	Ref     string `xml:"ref,attr"`
	Columns []struct {
		ID   string `xml:"id,attr"`
		Name string `xml:"name,attr"`
	} `xml:"tableColumns>tableColumn"`
}

// What makes Excel repair a workbook, of the rules of ECMA-376 part 1 and of the
// faults reported for writers: tables whose names, ids or headings are not unique or
// not those of the cells, relations to parts that are not there, parts without a type,
// sheets' names that are too long or not unique, text beyond 32,767 characters.
func TestExcelHasNothingToRepair(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		var b bytes.Buffer
		r := withContent(t)
		r.All = true
		if err := WriteXLSX(&b, r, printer(t, lang)); err != nil {
			t.Fatal(err)
		}
		all := parts(t, b.Bytes())
		for name, text := range all {
			if err := wellFormed(text); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		checkTables(t, all, b.Bytes())
		checkRelations(t, all)
		checkSheets(t, b.Bytes())
		for name, text := range all {
			if strings.HasPrefix(name, "xl/charts/") && (strings.Contains(text, "invertIfNegative") || categoryOnly.MatchString(valueAxis.FindString(text))) {
				t.Errorf("%s holds what the schema has elsewhere", name)
			}
		}
	}
}

func checkTables(t *testing.T, all map[string]string, data []byte) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	headings := map[string][]string{} // of each table, from the cells
	for _, sheet := range f.GetSheetList() {
		tables, err := f.GetTables(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range tables {
			from, to, _ := strings.Cut(table.Range, ":")
			left, top, _ := excelize.CellNameToCoordinates(from)
			right, bottom, _ := excelize.CellNameToCoordinates(to)
			if bottom <= top {
				t.Errorf("the table %s has no row below its heading: %s", table.Name, table.Range)
			}
			for col := left; col <= right; col++ {
				at, _ := excelize.CoordinatesToCellName(col, top)
				text, _ := f.GetCellValue(sheet, at)
				headings[table.Name] = append(headings[table.Name], text)
			}
		}
	}
	names, ids := map[string]bool{}, map[string]bool{}
	for name, text := range all {
		if !strings.HasPrefix(name, "xl/tables/") {
			continue
		}
		var table tablePart
		if err := xml.Unmarshal([]byte(text), &table); err != nil {
			t.Fatal(err)
		}
		key := strings.ToLower(table.Display)
		if names[key] || ids[table.ID] || !regexp.MustCompile(`^[a-z][a-z0-9_]*$`).MatchString(key) {
			t.Errorf("%s: the name %s or the id %s is not its own, or no name", name, table.Display, table.ID)
		}
		names[key], ids[table.ID] = true, true
		var heads []string
		for _, c := range table.Columns {
			if low := strings.ToLower(c.Name); c.Name == "" || slices.Contains(heads, low) {
				t.Errorf("%s: the heading %q stands twice or is empty", name, c.Name)
			}
			heads = append(heads, strings.ToLower(c.Name))
		}
		for i, cell := range headings[table.Name] {
			if i >= len(heads) || strings.ToLower(cell) != heads[i] {
				t.Errorf("%s: column %d is called otherwise than its cell %q", name, i+1, cell)
			}
		}
	}
	if len(names) < 8 {
		t.Errorf("%d tables", len(names))
	}
}

func checkRelations(t *testing.T, all map[string]string) {
	t.Helper()
	target := regexp.MustCompile(`Target="([^"]*)"( TargetMode="(\w+)")?`)
	for name, text := range all {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		from := path.Dir(path.Dir(name))
		for _, m := range target.FindAllStringSubmatch(text, -1) {
			to := path.Join(from, m[1])
			if strings.HasPrefix(m[1], "/") {
				to = m[1][1:]
			}
			if m[3] == "External" {
				t.Errorf("%s leads out of the workbook: %s", name, m[1])
			} else if all[to] == "" {
				t.Errorf("%s leads to %s, which is not there", name, to)
			}
		}
	}
	types := all["[Content_Types].xml"]
	for name := range all {
		known := strings.Contains(types, `PartName="/`+name+`"`) || strings.Contains(types, `Extension="`+strings.TrimPrefix(path.Ext(name), ".")+`"`)
		if name != "[Content_Types].xml" && !known {
			t.Errorf("%s has no type", name)
		}
	}
}

func checkSheets(t *testing.T, data []byte) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	names := map[string]bool{}
	for _, sheet := range f.GetSheetList() {
		if low := strings.ToLower(sheet); names[low] || len([]rune(sheet)) > 31 || strings.ContainsAny(sheet, `[]:*?/\`) {
			t.Errorf("the sheet is called %q", sheet)
		} else {
			names[low] = true
		}
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if len([]rune(cell)) > excelize.TotalCellChars {
					t.Errorf("%s: a cell of %d characters", sheet, len(cell))
				}
			}
		}
	}
}

// The children of a font stand in the order of the schema, and none is lost.
func TestFontsAreInTheOrderOfTheSchema(t *testing.T) {
	in := `<fonts><font><sz val="11"/><color rgb="FF"/><name val="Calibri"></name><family val="2"/><u val="single"/><b/></font></fonts>`
	want := `<fonts><font><b/><u val="single"/><sz val="11"/><color rgb="FF"/><name val="Calibri"></name><family val="2"/></font></fonts>`
	if got := string(strict("xl/styles.xml", []byte(in))); got != want {
		t.Errorf("%s", got)
	}
	if got := string(strict("xl/workbook.xml", []byte(in))); got != in {
		t.Error("another part was changed")
	}
}
