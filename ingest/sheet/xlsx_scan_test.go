package sheet

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// decodedBy reads a workbook, with the XML decoder alone if strict, and writes out
// what came of it: the tables and the diagnostics, or the fault.
func decodedBy(t testing.TB, data []byte, strict bool) string {
	t.Helper()
	f := &File{Path: "a.xlsx"}
	err := (&workbook{name: f.Path, strict: strict}).decode(context.Background(), f, data, Options{})
	if err != nil {
		fault := kpi.AsFault(err)
		if fault == nil {
			t.Fatalf("no fault: %v", err)
		}
		return fmt.Sprint(fault.Code, " ", fault.Origin, " ", fault.Args["part"]) // lines of the XML are counted otherwise
	}
	var b strings.Builder
	for _, table := range f.Tables {
		fmt.Fprintf(&b, "%s merged %v\n%s", table.Sheet, table.Merged, dump(table))
	}
	return b.String() + codes(f)
}

// sameByBoth reads a workbook with and without the scanner.
func sameByBoth(t testing.TB, data []byte) {
	t.Helper()
	same(t, "by the scanner", decodedBy(t, data, false), decodedBy(t, data, true))
}

// oddXML is what the scanner may stumble over; each is put into rows among
// plain ones.
var oddXML = []string{
	`<row r="2"><c r="A2"><v>1</v></c></row>`, `<row r="2" spans="1:3" x14ac:dyDescent="0.25" ht='15'><c r="A2"><v>1</v></c></row>`,
	`<row r="2"/>`, `<row r="2"></row>`, `<row/>`, `<row r="2" ><c r="A2" ><v >1</v ></c ></row >`, "<row\n\tr=\"2\">\r\n <c r=\"A2\">\n<v>1</v>\n</c>\n</row>",
	`<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v> 1 </v></c><c r="D2" t="s"><v>2</v></c></row>`, `<row r="2"><c r="A2" t="s"><v>9</v></c></row>`, `<row r="2"><c r="A2" t="s"><v></v></c></row>`,
	`<row r="2"><c r="A2" s="1"><v>0.5</v></c><c r="B2" s="2"><v>45809.25</v></c><c r="C2" s="3" t="n"><v>0.25</v></c><c r="D2" s="99"><v>7</v></c><c r="E2" s="x"><v>7</v></c><c r="F2" s="12345"><v>7</v></c><c r="G2" s=""><v>7</v></c></row>`,
	`<row r="2"><c r="A2"><v>1.50</v></c><c r="B2"><v>-0</v></c><c r="C2"><v>007</v></c><c r="D2"><v>1E-3</v></c><c r="E2"><v>0.14999999999999999</v></c><c r="F2"><v>12345678901234567890</v></c><c r="G2"><v>.5</v></c><c r="H2"><v>5.</v></c><c r="I2"><v>0.0000000001</v></c></row>`,
	`<row r="2"><c r="A2"><v>1-2</v></c></row>`, `<row r="2"><c r="A2"><v>..</v></c></row>`, `<row r="2"><c r="A2"><v>-</v></c></row>`, `<row r="2"><c r="A2"><v>1<!-- 2 -->3</v></c></row>`, `<row r="2"><c r="A2"><v><![CDATA[12]]></v></c></row>`,
	`<row r="2"><c r="A2"><v>&#49;</v></c></row>`, `<row r="&#50;"><c r="A2"><v>1</v></c></row>`, `<row r="2"><c r="A&#50;"><v>1</v></c></row>`, `<row r="2"><c r="a2"><v>1</v></c></row>`, `<row r="02"><c r="A2"><v>1</v></c><c r="B02"><v>2</v></c></row>`,
	`<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row>`, `<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>`, `<row r="2"><c r="A3"><v>1</v></c></row>`, `<row r="2"><c r="XFD2"><v>1</v></c></row>`, `<row r="2"><c r="XFE2"><v>1</v></c></row>`,
	`<row r="2"><c r="A2" r="B2"><v>1</v></c></row>`, `<row r="2"><c x:r="B2" r="A2"><v>1</v></c></row>`, `<row r="2"><c r="A2" y:t="s" t="n"><v>1</v></c></row>`, `<row r="2"><c><v>1</v></c><c r="C2"><v>3</v></c><c><v>4</v></c></row>`,
	`<row r="2"><c r="A2" t="inlineStr"><is><t>R&amp;D &lt;&gt;&quot;&apos;</t></is></c></row>`, `<row r="2"><c r="A2" t="inlineStr"><is><t>a&#65;</t></is></c></row>`, `<row r="2"><c r="A2" t="inlineStr"><is><t>a&nbsp;</t></is></c></row>`, `<row r="2"><c r="A2" t="inlineStr"><is><t>a&amp</t></is></c></row>`,
	"<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> a\r\nb\tc_x000D_ </t></is></c></row>", `<row r="2"><c r="A2" t="inlineStr"><is><t/></is></c><c r="B2" t="inlineStr"><is/></c></row>`, `<row r="2"><c r="A2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>`,
	"<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>\xff</t></is></c></row>", "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>\uFFFF</t></is></c></row>", "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>\x01</t></is></c></row>", `<row r="2"><c r="A2" t="inlineStr"><is><t>a]]>b</t></is></c></row>`, `<row r="2"><c r="A2" t="inlineStr"><is><t>a>b</t></is></c></row>`,
	`<row r="2"><c r="A2" t="str"><f>B2&amp;"x"</f><v>成 </v></c><c r="B2" t="str"><f>A2</f><v></v></c><c r="C2"><f>A2</f></c><c r="D2"><f>A2</f><v/></c><c r="E2"><f t="shared" si="0"/><v>5</v></c><c r="F2" t="str"><v/></c></row>`, `<row r="2"><c r="A2"><f>B2&nope;</f><v>1</v></c></row>`,
	`<row r="2"><c r="A2" t="b"><v>1</v></c><c r="B2" t="b"><v>true</v></c><c r="C2" t="e"><v>#N/A</v></c><c r="D2" t="d"><v>2025-06-30</v></c><c r="E2" t="z"><v>1</v></c><c r="F2" t="b"/></row>`,
	`<row r="2"><c r="A2"><is><t>x</t></is></c><c r="B2" t="inlineStr"><v>1</v></c><c r="C2"><v>1</v><is><t>x</t></is></c></row>`, `<row r="2"><c r="A2"><v>1</v><v>2</v></c></row>`, `<row r="2"><c r="A2"><v>1</v><extLst><ext/></extLst></c><x/></row>`, `<row r="2"><c r="A2"><v>1<w/></v></c></row>`,
	`<!-- </row> --><row r="2"><c r="A2"><v>1</v></c><!-- <c> --></row>`, `<?pi <row?><row r="2"><c r="A2"><v>1</v></c></row>`, `<![CDATA[<row>]]><row r="2"><c r="A2"><v>1</v></c></row>`, `text<row r="2">text<c r="A2">text<v>1</v>text</c></row>`,
	`<:row r="2"><c r="A2"><v>1</v></c></:row>`, `<y:row r="2"><y:c r="A2"><y:v>1</y:v></y:c></y:row>`, `<x:row r="2"><c r="A2"><v>1</v></c></x:row>`, `<x:row r="2"><c r="A2"><v>1</v></c></row>`,
	`<x><row r="7"><c r="A7"><v>7</v></c></row></x>`, `<row r="2"><row r="3"/></row>`, `<rows r="2"/>`, `<row r="1048576"/><row/>`, `<row r="0"/>`, `<row r="-1"/>`, `<row r="x"/>`, `<row r="1048577"/>`, `<row r="1"><c r="A1"><v>2</v></c></row>`, `<row r="99"><c r="A99"><v>2</v></c></row>`,
	`<row r="2"><c r="A2"><v>1</v></c>`, `<row r="2"><c r="A2"><v>1</v></row>`, `</sheetData><sheetData><row r="2"><c r="A2"><v>1</v></c></row>`, `<row r="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet><worksheet><sheetData>`,
	`<row r="2"><c r="A2"cm="1"><v>1</v></c></row>`, `<row r="2"><c r = "A2"><v>1</v></c></row>`, `<row r="2"><c r="A2" cm="<"><v>1</v></c></row>`, `<row r="2"><c r="A2" é="1"><v>1</v></c></row>`, `<row r="2"><c r="A2" 1a="1"><v>1</v></c></row>`, `<row r="2"><c r="A2" a:1b="1"><v>1</v></c></row>`, `<row r="2"><c r="A2" cm=1><v>1</v></c></row>`,
}

// scanParts are strings and styles for rows by hand.
var scanParts = parts{
	"xl/sharedStrings.xml": `<sst><si><t>first</t></si><si><t xml:space="preserve"> second &amp; </t><phoneticPr fontId="1"/></si> <si><r><t>third</t></r></si><si><t/></si><!-- --><si><t>last</t></si></sst>`,
	"xl/styles.xml":        `<styleSheet><cellXfs><xf/><xf numFmtId="10"/><xf numFmtId="22"/><xf numFmtId="46"/></cellXfs></styleSheet>`,
}

func amongPlain(odd string) string {
	return `<row r="1" spans="1:2"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>12</v></c></row>` + odd + `<row r="5"><c r="A5" s="1"><v>0.5</v></c><c r="C5" t="s"><v>4</v></c></row><row r="6"><c r="B6"><v>13</v></c></row>`
}

// prefixed gives the elements a prefix, as some programs do.
func prefixed(rows string) string {
	return regexp.MustCompile(`<(/?)([a-z])`).ReplaceAllString(rows, "<${1}x:$2")
}

// Whatever a row holds, the scanner must take it as the decoder does, or leave
// it.
func TestScannerAgreesWithDecoder(t *testing.T) {
	for _, odd := range oddXML {
		t.Run(odd, func(t *testing.T) {
			sameByBoth(t, byHand(t, amongPlain(odd), scanParts))
			sameByBoth(t, byHand(t, odd, scanParts))
			sameByBoth(t, byHand(t, amongPlain(prefixed(odd)), scanParts))
			sameByBoth(t, byHand(t, prefixed(amongPlain(odd)), scanParts))
		})
	}
}

// The rows that the scanner is there for must not be left to the decoder.
func TestScannerTakesPlainRows(t *testing.T) {
	for _, c := range []struct{ sentence, row string }{
		{"as Excel writes it", `<row r="3" spans="1:5" x14ac:dyDescent="0.25"><c r="A3" t="s"><v>0</v></c><c r="B3" s="1"><v>0.5</v></c><c r="C3" s="4"/><c r="D3" t="str"><f>A3&amp;"x"</f><v>firstx</v></c><c r="E3" t="e"><v>#N/A</v></c></row>`},
		{"as streaming writers write it", `<row r="3"><c r="A3" t="inlineStr"><is><t>成交数</t></is></c><c r="B3" t="n"><v>-12.5</v></c><c r="C3" t="b"><v>1</v></c></row>`},
		{"without addresses", `<row><c><v>1</v></c><c t="inlineStr"><is><t xml:space="preserve">a </t></is></c></row>`},
		{"set out in lines", "\n  <row r=\"3\">\n    <c r=\"A3\">\n      <v>1</v>\n    </c>\n  </row>"},
		{"blank", `<row r="3" ht="15"/>`},
	} {
		for _, row := range []string{c.row, prefixed(c.row)} {
			var s scanner
			if n, ok := s.row([]byte(row), 2); !ok || n != len(row) || s.line != 3 {
				t.Errorf("%s: %d of %d bytes of %s, %v, line %d", c.sentence, n, len(row), row, ok, s.line)
			}
		}
	}
}

// Half an element must never be taken for a whole one.
func TestScannerTakesNoPart(t *testing.T) {
	for _, whole := range oddXML {
		for n := range len(whole) {
			var s scanner
			if at, ok := s.row([]byte(whole[:n]), 0); ok && !strings.HasSuffix(whole[:at], "</row>") && !strings.HasSuffix(whole[:at], "/>") {
				t.Errorf("%q is taken for a row", whole[:at])
			}
		}
	}
}

func TestShortNumbersAreAsParsed(t *testing.T) {
	w := &workbook{}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`-?[0-9]{0,17}(\.[0-9]{0,12})?`).Draw(t, "number")
		n, text, ok := shortNumber(s)
		if !ok {
			return
		}
		if c := (Cell{Kind: Number, Text: text, Number: n}); c != w.numberCell(parsed(t, s), asNumber) {
			t.Fatalf("%s gives %v", s, c)
		}
	})
}

func parsed(t *rapid.T, s string) float64 {
	var n float64
	if _, err := fmt.Sscan(s, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// FuzzScanner holds the scanner to the decoder.
func FuzzScanner(f *testing.F) {
	for _, odd := range oddXML {
		f.Add(amongPlain(odd), `<si><t>a</t></si>`)
	}
	f.Add(prefixed(amongPlain(``)), `<x:si><x:t>a</x:t></x:si>`)
	f.Add(`<row><c t="s"><v>0</v></c></row>`, `<si><t>a&amp;b</t><phoneticPr/></si><si><r><t>_x0041_</t></r></si><si/>`)
	f.Fuzz(func(t *testing.T, rows, items string) {
		sameByBoth(t, byHand(t, rows, parts{"xl/styles.xml": scanParts["xl/styles.xml"], "xl/sharedStrings.xml": `<sst>` + items + `</sst>`}))
	})
}
