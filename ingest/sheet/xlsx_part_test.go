package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

const oneCell = `<row r="2"><c r="B2" t="inlineStr"><is><t>成交数</t></is></c></row>`

// Producers lay out the same workbook in many ways; all of these hold the
// one cell.
func TestLayoutsOfWorkbooks(t *testing.T) {
	sheet := `<worksheet><sheetData>` + oneCell + `</sheetData></worksheet>`
	declared := func(name string) string { return `<?xml version="1.0" encoding="` + name + `"?>` + sheet }
	for _, c := range []struct {
		sentence string
		more     parts
	}{
		{
			sentence: "as most programs write it",
		},
		{
			sentence: "without a word on where the workbook is",
			more:     parts{"_rels/.rels": relations()},
		},
		{
			sentence: "targets from the root of the package",
			more:     parts{"xl/_rels/workbook.xml.rels": relations("worksheet", "/xl/worksheets/sheet1.xml")},
		},
		{
			sentence: "targets with backslashes and another case",
			more:     parts{"xl/_rels/workbook.xml.rels": relations("worksheet", `Worksheets\Sheet1.xml`)},
		},
		{
			sentence: "a target with steps up",
			more:     parts{"xl/_rels/workbook.xml.rels": relations("worksheet", "../xl/worksheets/sheet1.xml")},
		},
		{
			sentence: "the strict namespaces",
			more: parts{"xl/_rels/workbook.xml.rels": strings.ReplaceAll(relations("worksheet", "worksheets/sheet1.xml"),
				"http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument")},
		},
		{
			sentence: "elements with a prefix",
			more:     parts{"xl/worksheets/sheet1.xml": `<x:worksheet xmlns:x="m"><x:sheetData>` + strings.NewReplacer("</", "</x:", "<", "<x:").Replace(oneCell) + `</x:sheetData></x:worksheet>`},
		},
		{
			sentence: "a sheet in UTF-16",
			more:     parts{"xl/worksheets/sheet1.xml": string(encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), declared("UTF-16")))},
		},
		{
			sentence: "a sheet in UTF-8 with a mark",
			more:     parts{"xl/worksheets/sheet1.xml": bomUTF8 + declared("utf-8")},
		},
		{
			sentence: "a sheet in GB2312",
			more:     parts{"xl/worksheets/sheet1.xml": string(encoded(t, simplifiedchinese.GBK, declared("gb2312")))},
		},
		{
			sentence: "elements and text that mean nothing here",
			more: parts{"xl/worksheets/sheet1.xml": `<worksheet><!-- note --><sheetPr><tabColor/></sheetPr><cols><col min="1"/></cols><sheetData><x/>` +
				strings.ReplaceAll(oneCell, "<is>", "<x>y<z/></x><is>") + `</sheetData><extLst><ext>z</ext></extLst></worksheet>`},
		},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			f := decoded(t, "a.xlsx", byHand(t, oneCell, c.more), Options{})
			same(t, "cells", dump(f.Tables[0]), "2:  | \"成交数\"\n")
		})
	}
}

func TestUnknownEncodingOfPart(t *testing.T) {
	f := faultOf(t, "a.xlsx", byHand(t, "", parts{"xl/worksheets/sheet1.xml": `<?xml version="1.0" encoding="klingon"?><worksheet/>`}), Options{})
	same(t, "code", f.Code, "file.damaged")
	same(t, "part", f.Args["part"], "xl/worksheets/sheet1.xml")
}

// Where the zip file itself lies about a part, the part is not believed.
func TestLyingZipFiles(t *testing.T) {
	whole := byHand(t, oneCell, nil)
	at := bytes.LastIndex(whole, []byte("PK\x01\x02")) // the last directory entry: sheet1.xml
	const flags, checksum, size = 8, 16, 24
	change := func(field int, value uint32) []byte {
		b := bytes.Clone(whole)
		binary.LittleEndian.PutUint32(b[at+field:], value)
		return b
	}
	for _, c := range []struct {
		sentence, code string
		data           []byte
	}{
		{"another checksum", "file.damaged", change(checksum, 12345)},
		{"fewer bytes than there are", "file.damaged", change(size, 20)},
		{"more bytes than there are", "file.damaged", change(size, 9999)},
		{"more bytes than can be", "file.too_large", change(size, 1<<31)},
		{"a password on a part", "file.encrypted", change(flags, 1)},
	} {
		f := faultOf(t, "a.xlsx", c.data, Options{})
		same(t, c.sentence, f.Code, c.code)
	}
}

func TestEmptyZipFile(t *testing.T) {
	var b bytes.Buffer
	must(t, zip.NewWriter(&b).Close())
	f := faultOf(t, "a.xlsx", b.Bytes(), Options{})
	same(t, "fault", f.Error(), `a.xlsx: file.archive format="zip"`)
}

func TestMergedCells(t *testing.T) {
	sheet := func(merges string) []byte {
		return byHand(t, "", parts{"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + oneCell + `</sheetData><mergeCells>` + merges + `</mergeCells></worksheet>`})
	}
	f := decoded(t, "a.xlsx", sheet(`<mergeCell ref="B2:B9"/><mergeCell ref="A1:XFD1"/><mergeCell ref="C3"/>`), Options{})
	want := []Area{{Top: 2, Left: 2, Bottom: 9, Right: 2}, {Top: 1, Left: 1, Bottom: 1, Right: 16384}, {Top: 3, Left: 3, Bottom: 3, Right: 3}}
	if got := fmt.Sprint(f.Tables[0].Merged); got != fmt.Sprint(want) {
		t.Errorf("merged areas %s, want %v", got, want)
	}
	for _, ref := range []string{"", "B2:9", ":B9", "B0:B2", "XFE1:XFE2", "B2:B1048577"} {
		f := faultOf(t, "a.xlsx", sheet(`<mergeCell ref="`+ref+`"/>`), Options{})
		same(t, ref, f.Code, "file.damaged")
	}
}

func TestAddresses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		col, row := rapid.IntRange(1, maxCol).Draw(t, "col"), rapid.IntRange(1, maxRow).Draw(t, "row")
		gotCol, gotRow, err := parseAddress(kpi.Origin{Row: row, Col: col}.Cell())
		if err != nil || gotCol != col || gotRow != row {
			t.Fatalf("column %d row %d came back as %d, %d, %v", col, row, gotCol, gotRow, err)
		}
	})
}

func TestUnescape(t *testing.T) {
	for s, want := range map[string]string{
		"plain":              "plain",
		"a_x":                "a_x",
		"_x0041_":            "A",
		"_x0041":             "_x0041",
		"_x00G1_":            "_x00G1_",
		"_x_x0041_":          "_xA",
		"_x005F_x0041_":      "_x0041_",
		"_xD83D__xDE00_!":    "😀!",
		"_xD83D_":            "\ufffd",
		"成_x000D__x000A_交_x": "成\r\n交_x",
	} {
		same(t, s, unescape(s), want)
	}
}
