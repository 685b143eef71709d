package sheet

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// exportLines is a text of so many rows, beyond the head when they are many.
func exportLines(rows int) string {
	var b strings.Builder
	b.WriteString("工号,姓名,月份,数量,备注\n")
	for i := range rows {
		fmt.Fprintf(&b, "E%05d,\"张三, 李四%d\",2025年%02d月,%d.5,%s\n", i%977, i%31, 1+i%12, i, strings.Repeat("7", rows/3))
	}
	return b.String()
}

func writtenIn(t testing.TB, enc encoding.Encoding, text string) string {
	t.Helper()
	out, err := enc.NewEncoder().String(text)
	must(t, err)
	return out
}

func TestCompressedAndOtherTextsAreStreamed(t *testing.T) {
	small, large := exportLines(300), exportLines(1500)
	utf16le, utf16be := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	for name, c := range map[string]struct{ file, text string }{
		"gzip, small":                     {"x.csv.gz", string(gzipped(t, small))},
		"gzip, larger than the head":      {"x.csv.gz", string(gzipped(t, large))},
		"gzip of a text with a mark":      {"x.csv.gz", string(gzipped(t, bomUTF8+large))},
		"two gzip members":                {"x.csv.gz", string(gzipped(t, small)) + string(gzipped(t, "E9,x,2025年01月,1,2\n"))},
		"utf-16le with a mark":            {"x.csv", writtenIn(t, utf16le, large)},
		"utf-16be without a mark":         {"x.csv", writtenIn(t, utf16be, large)},
		"gb18030":                         {"x.csv", writtenIn(t, simplifiedchinese.GB18030, large)},
		"gb18030 with a mark":             {"x.csv", "\x84\x31\x95\x33" + writtenIn(t, simplifiedchinese.GB18030, small)},
		"gzip of gb18030":                 {"x.csv.gz", string(gzipped(t, writtenIn(t, simplifiedchinese.GB18030, large)))},
		"a declaration of the delimiter":  {"x.csv", writtenIn(t, utf16le, "sep=;\n"+strings.ReplaceAll(small, ",", ";"))},
		"tabs behind a name without .gz":  {"x.dat", string(gzipped(t, strings.ReplaceAll(small, ",", "\t")))},
		"a quote that goes over the head": {"x.csv.gz", string(gzipped(t, small+"E1,\"a\nb\",2025年01月,3,4\n"+large))},
	} {
		t.Run(name, func(t *testing.T) {
			if !checkStreamOf(t, c.file, c.text, 64<<10) {
				t.Error("it was not streamed")
			}
		})
	}
}

func TestWhatIsWrongWithATextThatIsUnfoldedIsLeftToRead(t *testing.T) {
	large := exportLines(1500)
	packed := string(gzipped(t, large))
	gb := writtenIn(t, simplifiedchinese.GB18030, large)
	for name, c := range map[string]struct{ file, text string }{
		"a gzip that is cut":                       {"x.csv.gz", packed[:len(packed)-9]},
		"a gzip without its checksum":              {"x.csv.gz", packed[:len(packed)-8]},
		"a wrong checksum":                         {"x.csv.gz", packed[:len(packed)-8] + "\x01\x02\x03\x04" + packed[len(packed)-4:]},
		"something behind the end":                 {"x.csv.gz", packed + "rest"},
		"a gzip of json":                           {"x.json.gz", string(gzipped(t, `{"a":1}`))},
		"a gzip of nothing":                        {"x.csv.gz", string(gzipped(t, ""))},
		"gb18030 that ends in half a letter":       {"x.csv", gb + "E1,\xd5"},
		"gb18030 with a broken letter":             {"x.csv", gb + "E1,\xff\xff,x,2,3\n"},
		"gb18030 in front of other letters":        {"x.csv", gb + strings.Repeat("E1,\x81\x40\x81\x41\x81\x42\x81\x43,2025,1,2\n", 60_000)},
		"utf-16 with half a unit at the end":       {"x.csv", writtenIn(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), large) + "x"},
		"utf-8 in front of gb18030, past the head": {"x.csv", strings.Repeat("E1,a,2025,1,2\n", 60_000) + gb},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), c.file)
			must(t, os.WriteFile(path, []byte(c.text), 0o600))
			_, err := streamedText(t, path, 64<<10, 0, func(int) []Want { return nil })
			if !errors.Is(err, ErrNoStream) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestTheEncodingThatIsSaidIsStreamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.csv")
	must(t, os.WriteFile(path, []byte(writtenIn(t, simplifiedchinese.GBK, exportLines(50))), 0o600))
	for name, streams := range map[string]bool{"gbk": true, " GB18030": true, "windows-1252": false, "utf-8": false, "nonsense": false} {
		_, _, err := Head(context.Background(), path, Options{Encoding: name}, 10)
		if got := err == nil; got != streams {
			t.Errorf("%s: %v", name, err)
		}
	}
}
