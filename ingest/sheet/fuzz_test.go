package sheet

import (
	"context"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// checkDecoded holds whatever the bytes are: a fault with a code and an
// address, or rows in order without blank ones.
func checkDecoded(t *testing.T, name string, data []byte, opt Options) *File {
	f, err := Decode(context.Background(), name, data, opt)
	if err != nil {
		if fault := kpi.AsFault(err); fault == nil || fault.Code == "" || fault.Origin.File == "" {
			t.Fatalf("the error is no fault with an address: %v", err)
		}
		return nil
	}
	for _, table := range f.Tables {
		last := 0
		for _, row := range table.Rows {
			if row.Line <= last || row.Empty() || row.Cells[len(row.Cells)-1].Kind == Blank {
				t.Fatalf("row after line %d: %+v", last, row)
			}
			last = row.Line
		}
	}
	return f
}

func FuzzDecodeText(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "sep=;\na;b", "sep==\na=b", "\"a\"\"\n,\"b\" x\r\"c", "\xff\xfea\x00,\x00", "\xd5\xc5\xc8\xfd,1\n", "姓名，率\n\u3000,\xff", "\x00,\"\n\",\n"} {
		f.Add([]byte(s), "")
		f.Add([]byte(s), "utf-16")
	}
	f.Fuzz(func(t *testing.T, data []byte, encoding string) {
		got := checkDecoded(t, "a.txt", data, Options{Encoding: encoding})
		if got == nil || got.Encoding != "utf-8" || len(got.Diagnostics) > 0 || len(got.Tables) == 0 {
			return
		}
		// without doubts every character that takes ink is in some cell, a delimiter or a quote
		if cells := len(ink(dumpText(got), got.Delimiter)); cells > len(ink(string(data), got.Delimiter)) {
			t.Fatalf("cells hold more than the text: %q gave %q", data, dumpText(got))
		}
		declared := strings.HasPrefix(strings.ToLower(ink(string(data), "")), "sep=")
		if want := ink(string(data), got.Delimiter); !declared && ink(dumpText(got), got.Delimiter) != want {
			t.Fatalf("%q lost characters: %q", data, dumpText(got))
		}
	})
}

// dumpText is the text of all cells one after another.
func dumpText(f *File) string {
	var b strings.Builder
	for _, row := range f.Tables[0].Rows {
		for _, c := range row.Cells {
			b.WriteString(c.Text)
		}
	}
	return b.String()
}

// ink leaves out of s what may stand between cells.
func ink(s, delimiter string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, delimiter, ""), `"`, "")
	return strings.Map(func(c rune) rune {
		if blank(c) {
			return -1
		}
		return c
	}, s)
}

func FuzzDecodeWorkbook(f *testing.F) {
	f.Add(byHand(f, `<row r="1"><c r="A1" t="s"><v>0</v></c><c><f>A1</f></c></row>`, parts{"xl/sharedStrings.xml": `<sst><si><t>a</t></si></sst>`}))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) { checkDecoded(t, "a.xlsx", data, Options{}) })
}

// FuzzSheetXML reaches what lies behind the zip's checksums.
func FuzzSheetXML(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" s="1"><v>45809</v></c><c r="B1" t="inlineStr"><is><r><t>a_x000D_</t></r></is></c></row>`, `<xf numFmtId="164"/>`, `[h]:mm;"x"0%`)
	f.Add(`<row><c t="d"><v>2025-06-30</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c></row>`, `<xf numFmtId="14"/>`, `yyyy`)
	f.Fuzz(func(t *testing.T, rows, styles, code string) {
		sheet := `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="` + code + `"/></numFmts><cellXfs><xf/>` + styles + `</cellXfs></styleSheet>`
		checkDecoded(t, "a.xlsx", byHand(t, rows, parts{"xl/styles.xml": sheet}), Options{})
	})
}
