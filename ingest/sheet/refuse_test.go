package sheet

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestReadFaults(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.csv")
	must(t, os.WriteFile(file, []byte("a,b\n1,2\n"), 0o600))
	f, err := Read(context.Background(), file, Options{})
	must(t, err)
	same(t, "cells", dump(f.Tables[0]), "1: \"a\" | \"b\"\n2: \"1\" | \"2\"\n")
	same(t, "hash of the bytes", f.SHA256, "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470")
	for path, code := range map[string]string{
		filepath.Join(dir, "none.csv"):     "file.not_found",
		filepath.Join(dir, "none", "deep"): "file.not_found",
		dir:                                "file.is_directory",
		file + "\x00":                      "file.unreadable",
	} {
		_, err := Read(context.Background(), path, Options{})
		if fault := kpi.AsFault(err); fault == nil || fault.Code != code || fault.Origin.File != path {
			t.Errorf("reading %q gave %v, want %s", path, err, code)
		}
	}
}

func TestRefusedFiles(t *testing.T) {
	compound := func(stream string) string {
		return compoundMagic + strings.Repeat("\x00", 504) + string(utf16le(stream))
	}
	zip := func(name string) string { return string(zipped(t, parts{name: "x"})) }
	whole := string(byHand(t, `<row><c><v>1</v></c></row>`, nil))
	for _, c := range []struct{ sentence, name, data, want string }{
		{"no bytes", "a.xlsx", "", "file.empty"},
		{"blank space only", "a.csv", "\ufeff \r\n\t\u3000\n", "file.empty"},
		{"an old workbook", "a.xls", compound("Workbook"), "file.old_xls"},
		{"an older one, under another suffix", "a.xlsx", compound("Book"), "file.old_xls"},
		{"an encrypted workbook", "a.xlsx", compound("EncryptedPackage"), "file.encrypted"},
		{"an old text document", "a.doc", compound("WordDocument"), `file.not_spreadsheet format="ole"`},
		{"a binary workbook", "a.xlsb", zip("xl/workbook.bin"), "file.xlsb"},
		{"a zip file without a workbook", "a.xlsx", zip("readme.txt"), `file.archive format="zip"`},
		{"a text document", "a.xlsx", zip("word/document.xml"), `file.not_spreadsheet format="docx"`},
		{"an OpenDocument sheet", "a.ods", zip("content.xml"), `file.resave format="ods"`},
		{"a picture", "a.xlsx", "\x89PNG\r\n\x1a\n", `file.not_spreadsheet format="png"`},
		{"a pdf", "a.csv", "%PDF-1.7\n", `file.not_spreadsheet format="pdf"`},
		{"a page saved as .xls", "a.xls", "\ufeff\n<HTML><table><tr><td>1", `file.resave format="html"`},
		{"a table saved as .xls", "a.xls", "<table border=1>", `file.resave format="html"`},
		{"a page behind a comment", "a.xls", "<!-- x -->\n<style>td{}</style><table>", `file.resave format="html"`},
		{"a part of a page", "a.xls", "<div><table><tr>", `file.resave format="html"`},
		{"a page in UTF-16", "a.xls", "\xff\xfe" + string(utf16le("<html><table><tr>")), `file.resave format="html"`},
		{"a page in UTF-16 without a mark, under its indentation", "a.csv", string(utf16le("\r\n  <TABLE>\r\n<tr>")), `file.resave format="html"`},
		{"a notice", "a.csv", "<p>Session expired</p>", `file.resave format="html"`},
		{"a page behind the warning of a server", "a.xls", "Warning: foo in x.php on line 3<br/>\n<table border=1><tr>", `file.resave format="html"`},
		{"a page that begins with a line break", "a.xls", "<br/><b>Warning</b>: foo in x.php<br/><table>", `file.resave format="html"`},
		{"a page within a mail", "a.xls", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n", `file.resave format="mht"`},
		{"a flat OpenDocument sheet", "a.fods", `<?xml version="1.0"?><office:document>`, `file.resave format="xml"`},
		{"several files in an archive", "a.zip", zip("2025-06.csv"), `file.archive format="zip"`},
		{"a text that calls itself parquet", "a.parquet", "a,b\n1,2\n", `file.text_suffix suffix=".parquet" to=".csv"`},
		{"a text that calls itself gzip", "a.csv.gz", "a,b\n1,2\n", `file.text_suffix suffix=".gz" to=".csv"`},
		{"a delimited text that calls itself json", "a.json", "工号,签约量\nE1,2\n", `file.text_suffix suffix=".json" to=".csv"`},
		{"zero bytes behind good rows, as after a crash", "a.csv", "a,b\n1,2\n" + strings.Repeat("\x00", 4096), `file.torn line="3"`},
		{"an xml workbook of 2003", "a.xls", `<?xml version="1.0"?><Workbook>`, `file.resave format="xml"`},
		{"a text that calls itself .xlsx", "a.XLSX", "a,b\n1,2\n", `file.text_suffix suffix=".xlsx" to=".csv"`},
		{"a wide text that calls itself .xlsm", "a.xlsm", "\xff\xfea\x00,\x00b\x00", `file.text_suffix suffix=".xlsm" to=".csv"`},
		{"objects under .xlsx", "a.xlsx", `[{"a":1}]`, `file.text_suffix suffix=".xlsx" to=".json"`},
		{"noise under .xlsx", "a.xlsx", "\x01\x02\x03\x04\x05\x06\x07\x08", `file.not_spreadsheet format="unknown"`},
		{"noise", "a.dat", "\x01\x02\x03\x04\x05\x06\x07\x08", `file.not_spreadsheet format="binary"`},
		{"half a zip file", "a.xlsx", whole[:len(whole)/2], `file.damaged part="zip": zip: not a valid zip file`},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			f := faultOf(t, c.name, []byte(c.data), Options{})
			same(t, "fault", f.Error(), c.name+": "+c.want)
		})
	}
}

// Texts that begin like markup, or have some in their cells, are read; objects under .csv too.
func TestTextsThatAreNoMarkup(t *testing.T) {
	for text, told := range map[string]string{
		"<TICKER>,<DATE>\nx,1\n":                   "",
		"<p,q\n1,2\n":                              "",
		"id,note\n1,<table>\n2,see <html> of it\n": "",
		"subject: x,b\n1,2\n":                      "",
		"{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\n":   "note file.by_content a.csv format=\"json\" suffix=\".csv\"\n",
	} {
		f := decoded(t, "a.csv", []byte(text), Options{})
		same(t, "diagnostics of "+text, codes(f), told)
		if f.Tables[0].Width != 2 {
			t.Errorf("%s: %d columns", text, f.Tables[0].Width)
		}
	}
}

// A part that does not parse to its end, or does not mean anything, may hold
// less than was written: it is never read as far as it goes.
func TestDamagedParts(t *testing.T) {
	sheet := func(rows string) parts {
		return parts{"xl/worksheets/sheet1.xml": `<worksheet` + nsMain + `><sheetData>` + rows}
	}
	for _, c := range []struct {
		sentence string
		more     parts
		want     string
	}{
		{"the sheet breaks off between rows", sheet(`<row r="1"><c r="A1"><v>1</v></c></row>`), "unexpected EOF"},
		{"the sheet breaks off in a cell", sheet(`<row r="1"><c r="A1"><v>1`), "cell A1: XML syntax error"},
		{"the sheet breaks off after the rows", sheet(`</sheetData>`), "unexpected EOF"},
		{"an end tag of another element", sheet(`<row r="1"></rowX></sheetData></worksheet>`), "closed by"},
		{"bytes that are not UTF-8", sheet("<row><c><v>\xff</v></c></row></sheetData></worksheet>"), "invalid UTF-8"},
		{"a row beyond Excel's last", sheet(`<row r="231999999999940"/></sheetData></worksheet>`), "row number 231999999999940"},
		{"a row zero", sheet(`<row r="0"/></sheetData></worksheet>`), "row number 0"},
		{"a row number in words", sheet(`<row r="one"/></sheetData></worksheet>`), `row number "one"`},
		{"a column beyond XFD", sheet(`<row r="1"><c r="XFE1"><v>1</v></c></row></sheetData></worksheet>`), `cell address "XFE1"`},
		{"a cell of another row", sheet(`<row r="1"><c r="A2"><v>1</v></c></row></sheetData></worksheet>`), `cell address "A2" in row 1`},
		{"an address without a row", sheet(`<row r="1"><c r="A"><v>1</v></c></row></sheetData></worksheet>`), `cell address "A"`},
		{"the same cell twice", sheet(`<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row></sheetData></worksheet>`), "cell A1 stands there twice"},
		{"the same row twice", sheet(`<row r="1"><c><v>1</v></c></row><row r="1"><c><v>2</v></c></row></sheetData></worksheet>`), "row 1 stands there twice"},
		{"a string that is not there", sheet(`<row r="1"><c t="s"><v>7</v></c></row></sheetData></worksheet>`), "no shared string 7"},
		{"a string before the first", sheet(`<row r="1"><c t="s"><v>-1</v></c></row></sheetData></worksheet>`), "no shared string -1"},
		{"a number that is none", sheet(`<row r="1"><c><v>12,5</v></c></row></sheetData></worksheet>`), `number "12,5"`},
		{"a number without end", sheet(`<row r="1"><c><v>Inf</v></c></row></sheetData></worksheet>`), `number "Inf"`},
		{"entities that unfold", parts{"xl/sharedStrings.xml": `<!DOCTYPE s [<!ENTITY a "b">]><sst><si><t>&a;</t></si></sst>`}, "invalid character entity"},
		{"half the strings", parts{"xl/sharedStrings.xml": `<sst><si><t>a</t></si>`}, "unexpected EOF"},
		{"broken styles", parts{"xl/styles.xml": `<styleSheet><cellXfs>`}, "unexpected EOF"},
		{"no sheets", parts{"xl/workbook.xml": `<workbook><sheets/></workbook>`}, "no sheets"},
		{"a sheet without a part", parts{"xl/_rels/workbook.xml.rels": relations()}, "sheet without a part: S"},
		{"a part that is not in the file", parts{"xl/_rels/workbook.xml.rels": relations("worksheet", "../../etc/passwd")}, "the part is missing"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			f := faultOf(t, "a.xlsx", byHand(t, "", c.more), Options{})
			if f.Code != "file.damaged" || f.Args["part"] == "" || !strings.Contains(f.Error(), c.want) {
				t.Errorf("%v, want file.damaged with a part and %q", f, c.want)
			}
		})
	}
}

func TestBombsAreRefused(t *testing.T) {
	far := ""
	for i := 1; i < 300; i++ {
		far += strings.ReplaceAll(`<row r="#"><c r="XFD#"><v>1</v></c></row>`, "#", numberText(float64(i)))
	}
	f := faultOf(t, "a.xlsx", byHand(t, far, nil), Options{})
	same(t, "cells far to the right of nothing", f.Code, "file.too_many_cells")
	f = faultOf(t, "a.xlsx", byHand(t, strings.Repeat(" ", freePart), nil), Options{})
	same(t, "a part of blanks", f.Code, "file.too_large")
	f = faultOf(t, "a.csv", []byte("a\n"+strings.Repeat(",", freeBlanks+100)+"x\n"), Options{})
	same(t, "a row of commas", f.Code, "file.too_many_cells")
	same(t, "one far cell is no bomb", dump(decoded(t, "a.xlsx", byHand(t, `<row r="1048576"><c r="C1048576"><v>1</v></c></row>`, nil), Options{}).Tables[0]), "1048576:  |  | 1\n")
}

func TestReadingStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, data := range map[string][]byte{"a.xlsx": byHand(t, `<row><c><v>1</v></c></row>`, nil), "a.csv": []byte("a,b\n")} {
		if _, err := Decode(ctx, name, data, Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want the context's error", name, err)
		}
	}
}
