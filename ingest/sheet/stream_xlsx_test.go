package sheet

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestStreamedSheets(t *testing.T) {
	for _, odd := range oddXML {
		t.Run(odd, func(t *testing.T) { streamsAsRead(t, byHand(t, amongPlain(odd), scanParts)) })
	}
}

func TestColumnsOfStreamedSheets(t *testing.T) {
	for _, c := range []struct {
		sentence, cell string
		odd            int
	}{
		{"a whole number", `<c r="B2"><v>12</v></c>`, 0},
		{"six decimals", `<c r="B2"><v>-0.123456</v></c>`, 0},
		{"needless zeros", `<c r="B2"><v>45.00000000</v></c>`, 0},
		{"a blank", ``, 0},
		{"a blank with a style", `<c r="B2" s="1"/>`, 0},
		{"a shared string of blanks", `<c r="B2" t="s"><v>3</v></c>`, 0},
		{"a number as text", `<c r="B2" t="inlineStr"><is><t>12</t></is></c>`, 0},
		{"seven decimals", `<c r="B2"><v>0.1234567</v></c>`, 1},
		{"more digits than a float64 keeps", `<c r="B2"><v>1234567890.123456</v></c>`, 1},
		{"a minus zero", `<c r="B2"><v>-0</v></c>`, 1},
		{"an exponent", `<c r="B2"><v>1E+2</v></c>`, 1},
		{"a percent", `<c r="B2" s="1"><v>1</v></c>`, 1},
		{"a date", `<c r="B2" s="2"><v>45809</v></c>`, 1},
		{"a duration", `<c r="B2" s="3"><v>1</v></c>`, 1},
		{"words", `<c r="B2" t="s"><v>0</v></c>`, 1},
		{"a truth", `<c r="B2" t="b"><v>1</v></c>`, 1},
		{"an error", `<c r="B2" t="e"><v>#N/A</v></c>`, 1},
		{"a formula without value", `<c r="B2"><f>A1</f></c>`, 1},
		{"a cell beyond the columns", `<c r="E2"><v>1</v></c>`, 1},
		{"a blank beyond the columns", `<c r="E2" s="1"/><c r="F2" t="s"><v>3</v></c>`, 0},
		{"what the decoder must read", `<c r="B2"><v>1<!-- --></v></c>`, 1},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			g := streamsAsRead(t, byHand(t, `<row r="2"><c r="A2"><v>1</v></c>`+c.cell+`</row><row r="3"><c r="B3"><v>5</v></c></row>`, scanParts))
			if len(g.rows) != 2 || g.odd != c.odd {
				t.Errorf("%d rows, %d of them odd, want 2 and %d", len(g.rows), g.odd, c.odd)
			}
		})
	}
}

// A sheet of several blocks, with rows longer than one, and comments that hold
// the tag at which blocks are cut.
func TestStreamBeyondBlocks(t *testing.T) {
	long := strings.Repeat("长", blockSize/2)
	sheet := func(seldom string) []byte {
		var b strings.Builder
		for i := range 30_000 {
			fmt.Fprintf(&b, `<row r="%d"><c r="A%[1]d" t="inlineStr"><is><t>e%d</t></is></c><c r="B%[1]d"><v>%d</v></c></row>`, 2*i+2, i%700, i)
			if i%9_000 == 8_999 {
				b.WriteString(seldom)
			}
			if i%1_000 == 999 {
				b.WriteString("<!-- </row>\n -->")
			}
		}
		return byHand(t, b.String(), nil)
	}
	for _, c := range []struct {
		sentence, seldom string
		rows             int
	}{
		{"rows alone", "", 30_000},
		{"a long row", `<row><c t="inlineStr"><is><t>` + long + `</t></is></c></row>`, 30_003},
		{"a long comment", `<!--` + long + `</row>` + long + `-->`, 30_000},
		{"a long element that means nothing", `<x><row/>` + long + `<row></row></x>`, 30_000},
		{"a row that stands elsewhere", `<row r="1"><c><v>1</v></c></row>`, 9_000},
	} {
		if g := streamsAsRead(t, sheet(c.seldom)); len(g.rows)/streamRows != c.rows/streamRows {
			t.Errorf("%s: %d rows, want %d", c.sentence, len(g.rows), c.rows)
		}
	}
}

func TestStreamsAreRefused(t *testing.T) {
	row := `<row r="2"><c r="A2"><v>1</v></c></row>`
	merged := func(rows, ref string) parts {
		return parts{"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + rows + `</sheetData><mergeCells><mergeCell ref="` + ref + `"/></mergeCells></worksheet>`}
	}
	uneven := `<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>` + row
	for _, c := range []struct {
		sentence string
		data     []byte
		opt      StreamOptions
		want     string
	}{
		{"rows out of order", byHand(t, `<row r="3"><c r="A3"><v>1</v></c></row>`+row, nil), StreamOptions{Sheet: "S"}, ErrNoStream.Error()},
		{"rows out of order that must be decoded", byHand(t, `<row r="3"><c r="A3"><v>1</v></c></row>`+strings.ReplaceAll(row, "A2", "a2"), nil), StreamOptions{Sheet: "S"}, ErrNoStream.Error()},
		{"merged cells, which are told too late", byHand(t, "", merged(row, "A2:A3")), StreamOptions{Sheet: "S"}, ErrNoStream.Error()},
		{"merged cells that the head did not look for", byHand(t, "", merged(row, "A1:B1")), StreamOptions{Sheet: "S", After: 1}, ErrNoStream.Error()},
		{"merged cells below the head", byHand(t, "", merged(uneven, "A1:A2")), StreamOptions{Sheet: "S", After: 1}, ErrNoStream.Error()},
		{"no sheet of that name", byHand(t, row, nil), StreamOptions{Sheet: "T"}, ErrNoStream.Error()},
		{"no such sheet at all", byHand(t, row, nil), StreamOptions{Sheet: "T", Options: Options{Sheets: []string{"T"}}}, "sheet.not_found"},
		{"half a sheet", byHand(t, row, parts{"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + row}), StreamOptions{Sheet: "S"}, "unexpected EOF"},
		{"half a file", byHand(t, row, nil)[:400], StreamOptions{Sheet: "S"}, "file.damaged"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			if _, _, err := gather(t, onDisk(t, c.data), c.opt); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

func TestStreamEndsWithTheSink(t *testing.T) {
	path, full := onDisk(t, byHand(t, strings.Repeat(`<row><c><v>1</v></c></row>`, 3*streamRows), nil)), errors.New("full")
	calls := 0
	_, err := Stream(context.Background(), path, StreamOptions{Sheet: "S", Wants: []Want{Counted}, NewSink: func() Sink {
		return func(*Batch) error { calls++; return full }
	}})
	if !errors.Is(err, full) || calls != 1 {
		t.Errorf("%v after %d batches", err, calls)
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err = Stream(ctx, path, StreamOptions{Sheet: "S", NewSink: func() Sink { return func(*Batch) error { cancel(); return nil } }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want the context's error", err)
	}
}

func TestHeadOfWorkbook(t *testing.T) {
	rows := strings.Repeat(`<row><c><v>1</v></c></row>`, 3)
	for _, c := range []struct {
		rows, want int
		more       bool
	}{{1, 1, true}, {2, 2, true}, {3, 3, false}, {9, 3, false}} { // one cell wide
		f, more, err := Head(context.Background(), onDisk(t, byHand(t, rows, nil)), Options{}, c.rows)
		must(t, err)
		if len(f.Tables) != 1 || len(f.Tables[0].Rows) != c.want || f.Tables[0].Width != 1 || more != c.more {
			t.Errorf("the first %d of 3 rows: %v, more %v", c.rows, f.Tables, more)
		}
	}
	if _, _, err := Head(context.Background(), onDisk(t, []byte("PK\x03\x04")), Options{}, 1); kpi.AsFault(err) == nil {
		t.Errorf("a damaged workbook: %v", err)
	}
}

// Merged titles above the data are known from the head, however long the sheet.
func TestMergedTitlesAreStreamed(t *testing.T) {
	var rows strings.Builder
	rows.WriteString(`<row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c></row>`)
	for i := range 3 * streamRows {
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%[1]d"><v>1</v></c><c r="B%[1]d"><v>2</v></c></row>`, i+2)
	}
	path := onDisk(t, byHand(t, "", parts{"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + rows.String() + `</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>`}))
	for _, most := range []int{1, 5, 100} {
		head, more, err := Head(context.Background(), path, Options{}, most)
		must(t, err)
		if !more || len(head.Tables[0].Merged) != 1 || len(head.Tables[0].Rows) != most {
			t.Errorf("a head of %d: merged %v, %d rows, more %v", most, head.Tables[0].Merged, len(head.Tables[0].Rows), more)
		}
	}
	_, g, err := gather(t, path, StreamOptions{Sheet: "S", After: 1, Wants: []Want{Counted, Counted}})
	must(t, err)
	if len(g.rows) != 3*streamRows || g.odd > 0 {
		t.Errorf("%d rows, %d of them odd", len(g.rows), g.odd)
	}
}

// All sheets are told of, whichever is streamed.
func TestStreamOneOfSeveralSheets(t *testing.T) {
	path := onDisk(t, written(t, func(x *excelize.File) {
		for _, name := range []string{"S", "Notes", "Empty"} {
			_, err := x.NewSheet(name)
			must(t, err)
		}
		must(t, x.SetCellFormula("Notes", "B1", "A1"))
		must(t, x.MergeCell("Notes", "A1", "A2"))
		must(t, x.SetCellValue("S", "A2", "e1"))
	}))
	f, g, err := gather(t, path, StreamOptions{Sheet: "S", Wants: []Want{Coded}})
	must(t, err)
	whole, err := Read(context.Background(), path, Options{})
	must(t, err)
	same(t, "rows", dump(Table{Rows: g.rows}), "2: \"e1\"\n")
	same(t, "diagnostics", codes(f), codes(whole))
	if len(f.Tables) != len(whole.Tables) || len(f.Tables[2].Merged) != 1 || f.SHA256 != whole.SHA256 {
		t.Errorf("tables %+v", f.Tables)
	}
}

// The order of the parts in the file is nobody's business.
func TestSharedStringsComeLast(t *testing.T) {
	all, err := zip.NewReader(bytes.NewReader(byHand(t, amongPlain(""), scanParts)), int64(len(byHand(t, amongPlain(""), scanParts))))
	must(t, err)
	slices.SortStableFunc(all.File, func(a, b *zip.File) int {
		return cmp.Compare(strings.Count(a.Name, "shared"), strings.Count(b.Name, "shared"))
	})
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range all.File {
		must(t, z.Copy(p))
	}
	must(t, z.Close())
	g := streamsAsRead(t, b.Bytes())
	same(t, "rows", dump(Table{Rows: g.rows}), "5: 0.5 shown as % |  | \"last\"\n6:  | 13\n")
}

// What excelize writes is streamed as it is read, whatever the cells.
func TestStreamedWorkbooksOfExcelize(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.OneOf(
			rapid.SampledFrom([]string{"", "e1", "e2", " 12", "0.5", "x"}).AsAny(), rapid.Float64Range(-1e6, 1e6).AsAny(), rapid.IntRange(-9, 9).AsAny(), rapid.Bool().AsAny(),
		), 1, 5), 1, 8).Draw(rt, "rows")
		path := filepath.Join(dir, "a.xlsx")
		if err := os.WriteFile(path, writtenRows(rt, rows), 0o600); err != nil {
			rt.Fatal(err)
		}
		_, g, err := gather(t, path, StreamOptions{Sheet: "Sheet1", Wants: []Want{Coded, Counted, Unread, Coded, Counted}})
		whole, wrong := Read(context.Background(), path, Options{})
		if err != nil || wrong != nil {
			rt.Fatal(err, wrong)
		}
		if got, want := dump(Table{Rows: g.rows}), dump(whole.Tables[0]); got != want {
			rt.Fatalf("streamed\n%s\nread\n%s", got, want)
		}
	})
}

// FuzzStreamWorkbook holds streams to what is read.
func FuzzStreamWorkbook(f *testing.F) {
	for _, odd := range oddXML {
		f.Add(amongPlain(odd))
	}
	f.Fuzz(func(t *testing.T, rows string) { streamsAsRead(t, byHand(t, rows, scanParts)) })
}
