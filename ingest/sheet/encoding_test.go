package sheet

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

const (
	sales = "姓名,部门,成交数,拜访数\n张三,华东一组,45,300\n李四,华东一组,66,300\n"
	// mostly digits, two characters: what detectors by statistics fail on
	digits = "employee,team,won,visits\ne001,北,45,300\n" + "e002,n,66,300\ne003,n,71,300\ne004,n,70,300\ne005,n,69,300\n"
	// the same table in traditional characters
	trad = "姓名,部門,成交數,拜訪數\n張三,華東一組,45,300\n李四,華東一組,66,300\n"
)

func encoded(t testing.TB, e encoding.Encoding, text string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(text))
	must(t, err)
	return b
}

func TestEncodingsAreFoundOut(t *testing.T) {
	le, be := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	for _, c := range []struct {
		sentence, text string
		data           []byte
		want           string
	}{
		{"UTF-8", sales, []byte(sales), "utf-8"},
		{"ASCII", "a,b\n1,2\n", []byte("a,b\n1,2\n"), "utf-8"},
		{"UTF-8 with a mark", sales, []byte(bomUTF8 + sales), "utf-8-bom"},
		{"UTF-16 with a mark, little endian", sales, encoded(t, le, "\ufeff"+sales), "utf-16le"},
		{"UTF-16 with a mark, big endian", sales, encoded(t, be, "\ufeff"+sales), "utf-16be"},
		{"UTF-16 without a mark, little endian", sales, encoded(t, le, sales), "utf-16le"},
		{"UTF-16 without a mark, big endian", sales, encoded(t, be, sales), "utf-16be"},
		{"GBK", sales, encoded(t, simplifiedchinese.GBK, sales), "gb18030"},
		{"GBK, mostly digits", digits, encoded(t, simplifiedchinese.GBK, digits), "gb18030"},
		{"GB18030 with a character of four bytes", sales + "㐀,一组,1,2\n", encoded(t, simplifiedchinese.GB18030, sales+"㐀,一组,1,2\n"), "gb18030"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			f := decoded(t, "a.csv", c.data, Options{})
			same(t, "encoding", f.Encoding, c.want)
			same(t, "cells", dump(f.Tables[0]), dump(decoded(t, "a.csv", []byte(c.text), Options{Encoding: "utf-8"}).Tables[0]))
			same(t, "diagnostics", codes(f), "")
		})
	}
}

// A file that is ASCII but for its heading is decided by the heading, even when the
// few Chinese characters there are valid UTF-8 by chance; the letters of
// other languages are not taken for Chinese.
func TestTheHeadingDecides(t *testing.T) {
	rows := "\n" + strings.Repeat("e001,45,300\n", 200)
	for _, heading := range []string{"平台,won,visits", "业,n,b", "\"平台\",won,visits", "姓名,成交数,拜访数", "月份,a,b", "绩效,a,b"} {
		f := decoded(t, "a.csv", encoded(t, simplifiedchinese.GBK, heading+rows), Options{})
		same(t, "encoding of "+heading, f.Encoding, "gb18030")
		same(t, "first heading", f.Tables[0].Rows[0].Cells[0].Text, strings.Trim(strings.Split(heading, ",")[0], `"`))
	}
	for _, heading := range []string{"Größe,a,b", "Имя,a,b", "Όνομα,a,b", "lương,a,b", "přírůstek,a,b", "שם,a,b", "número,a,b", "平台,a,b", "naïve café,a,b", "Şehir ğ,a,b"} {
		f := decoded(t, "a.csv", []byte(heading+rows), Options{})
		same(t, "encoding of "+heading, f.Encoding, "utf-8")
		same(t, "heading", f.Tables[0].Rows[0].Cells[0].Text, strings.Split(heading, ",")[0])
	}
}

// Bytes that other encodings share with GB18030 must not be read as Chinese
// that nobody wrote.
func TestEncodingsThatAreNotGuessed(t *testing.T) {
	for _, c := range []struct {
		sentence, name string
		enc            encoding.Encoding
		text           string
		line           string
	}{
		{"Big5", "big5", traditionalchinese.Big5, trad, "1"},
		{"Latin-1", "windows-1252", charmap.Windows1252, "name,rate\nRené,15\nJosé Müller,20\n", "2"},
	} {
		data := encoded(t, c.enc, c.text)
		f := faultOf(t, "a.csv", data, Options{})
		if f.Code != "encoding.unknown" || f.Args["line"] != c.line || !strings.HasPrefix(f.Args["byte"], "0x") {
			t.Errorf("%s: %v", c.sentence, f)
		}
		got := decoded(t, "a.csv", data, Options{Encoding: c.name})
		same(t, c.sentence+" by name", got.Encoding, c.name)
		same(t, c.sentence, dump(got.Tables[0]), dump(decoded(t, "a.csv", []byte(c.text), Options{}).Tables[0]))
	}
}

func TestEncodingsByName(t *testing.T) {
	le, be := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	for name, data := range map[string][]byte{
		"utf-8": []byte(sales), "UTF8": []byte(bomUTF8 + sales), " utf-16 ": encoded(t, be, sales), "utf-16le": encoded(t, le, sales), "utf-16be": encoded(t, be, "\ufeff"+sales),
		"gb18030": encoded(t, simplifiedchinese.GB18030, sales), "gbk": encoded(t, simplifiedchinese.GBK, sales), "gb2312": encoded(t, simplifiedchinese.GBK, sales), "auto": []byte(sales),
	} {
		f := decoded(t, "a.csv", data, Options{Encoding: name})
		same(t, name, dump(f.Tables[0]), dump(decoded(t, "a.csv", []byte(sales), Options{}).Tables[0]))
	}
	for _, name := range []string{"klingon", "replacement", "x-user-defined"} {
		f := faultOf(t, "a.csv", []byte(sales), Options{Encoding: name})
		if f.Code != "encoding.unknown_name" || f.Class != kpi.Usage || f.Args["encoding"] != name {
			t.Errorf("%s: %v", name, f)
		}
	}
}

func TestBrokenBytesAreTold(t *testing.T) {
	long := strings.Repeat("张三,华东一组,45,300\n", 20)
	for _, c := range []struct {
		sentence string
		data     string
		opt      Options
		want     string
	}{
		{"one byte in a text of UTF-8", sales + "王\xff五,1,2,3\n" + long, Options{}, "warning encoding.undecodable_line a.csv!4 count=\"1\" encoding=\"utf-8\"\n"},
		{"one byte where ASCII was promised", "a,b\n1,\xff2\n" + strings.Repeat("1,2\n", 50), Options{Encoding: "utf-8"}, "warning encoding.undecodable_line a.csv!2 count=\"1\" encoding=\"utf-8\"\n"},
		{"one byte in GBK by name", string(encoded(t, simplifiedchinese.GBK, long)) + "a,\xff\n", Options{Encoding: "gbk"}, "warning encoding.undecodable_line a.csv!21 count=\"1\" encoding=\"gbk\"\n"},
		{"an odd byte at the end of UTF-16", string(encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), long)) + "x", Options{}, "warning encoding.undecodable_line a.csv!21 count=\"1\" encoding=\"utf-16le\"\n"},
		{"a character that was lost before", "a,b\n\ufffd,2\n", Options{}, "warning encoding.replacement_found a.csv!2 count=\"1\" encoding=\"utf-8\"\n"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			var told strings.Builder
			for l := range strings.Lines(codes(decoded(t, "a.csv", []byte(c.data), c.opt))) {
				if strings.Contains(l, "encoding.") {
					told.WriteString(l)
				}
			}
			same(t, "diagnostics", told.String(), c.want)
		})
	}
	f := faultOf(t, "a.csv", encoded(t, simplifiedchinese.GBK, "a,b\n"+sales), Options{Encoding: "utf-8"})
	same(t, "the wrong name", f.Error(), `a.csv: encoding.undecodable encoding="utf-8" line="2"`)
}

// Whatever simplified Chinese is written, both encodings of it read the same.
func TestChineseReadsTheSameInBothEncodings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[张李王赵刘陈杨黄周吴华东南西北一二三组部门率数]{1,12}`)
		text := "姓名,成交数\n" + strings.Join(rapid.SliceOfN(name, 1, 20).Draw(t, "names"), ",1\n") + ",1\n"
		gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		compareRows(t, decodeDrawn(t, gbk), decodeDrawn(t, []byte(text)))
	})
}

// A few characters, or none that is familiar, make a guess doubtful: it is said, and shows
// what is read. The names are such as exports hold; what is read of those in other
// encodings is nonsense.
func TestDoubtfulEncodingsAreSaid(t *testing.T) {
	gbk := simplifiedchinese.GBK
	head := "employee,team,won,visits\n"
	for _, c := range []struct {
		sentence string
		data     []byte
		want     string
	}{
		{"names of rare characters", encoded(t, gbk, head+"徐晗翀,A,1,2\n李赟珂,A,2,3\n曹睿喆,A,1,2\n"), `encoding="gb18030" text="徐晗翀 李赟珂 曹睿喆"`},
		{"Korean", encoded(t, korean.EUCKR, head+"김민준,A,1,2\n이서연,A,2,3\n"), `encoding="gb18030" text="辫刮霖 捞辑楷"`},
		{"Japanese", encoded(t, japanese.EUCJP, head+"佐藤健,A,1,2\n鈴木愛,A,2,3\n"), `encoding="gb18030" text="捍疲夫 坞腾唉"`},
		{"one character that is a letter of UTF-8 too", encoded(t, gbk, "id,sex,won\ne1,女,1\ne2,,2\n"), `encoding="utf-8" text="Ů"`},
		{"common names", encoded(t, gbk, head+"张伟,A,1,2\n王芳,A,2,3\n"), ""},
		{"signs that stand alone", []byte("id,Sales (£),± °\n1,2,3\n"), ""},
		{"a letter within a word", []byte("id,přírůstek\n1,2\n"), ""},
	} {
		want := ""
		if c.want != "" {
			want = "warning encoding.guessed a.csv " + c.want + "\n"
		}
		same(t, c.sentence, codes(decoded(t, "a.csv", c.data, Options{})), want)
	}
}

// A byte that was lost doesn't cost the file, in GBK no more than in UTF-8.
func TestOneBrokenByteInChinese(t *testing.T) {
	good := encoded(t, simplifiedchinese.GBK, sales+strings.Repeat("张三,华东一组,45,300\n", 20))
	bad := append(bytes.Clone(good), "\xcd\xff,1,2,3\n"...)
	f := decoded(t, "a.csv", bad, Options{})
	same(t, "diagnostics", codes(f), "warning encoding.undecodable_line a.csv!24 count=\"2\" encoding=\"gb18030\"\n")
	if n := len(f.Tables[0].Rows); n != 24 {
		t.Errorf("%d rows", n)
	}
	fault := faultOf(t, "a.csv", append(bytes.Clone(good), strings.Repeat("\xff\xff\xff\xff\n", 40)...), Options{})
	same(t, "of a text that is no Chinese further down", fault.Code+" "+fault.Args["line"], "encoding.unknown 24")
}

// What the guess rests on must not depend on the length of the text.
func TestEncodingsOfLongTexts(t *testing.T) {
	long := "姓名,部门,成交数,拜访数\n" + strings.Repeat("张三,华东一组,45,300\n", 20_000)
	utf16 := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	for want, data := range map[string][]byte{
		"utf-8":    []byte(long),
		"utf-16be": encoded(t, utf16, long),
		"gb18030":  encoded(t, simplifiedchinese.GBK, long),
	} {
		f := decoded(t, "a.csv", data, Options{})
		same(t, "encoding", f.Encoding, want)
		if n := len(f.Tables[0].Rows); n != 20_001 {
			t.Errorf("%s: %d rows", want, n)
		}
	}
}

func TestMarksOfOtherEncodings(t *testing.T) {
	f := decoded(t, "a.csv", encoded(t, simplifiedchinese.GB18030, "\ufeff"+sales), Options{})
	same(t, "GB18030 with a mark", f.Encoding, "gb18030")
	same(t, "cells", dump(f.Tables[0]), dump(decoded(t, "a.csv", []byte(sales), Options{}).Tables[0]))
	be := encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), sales)
	same(t, "UTF-16 by name, the mark tells the order", decoded(t, "a.csv", be, Options{Encoding: "utf-16"}).Encoding, "utf-16be")
	utf32 := []byte("\xff\xfe\x00\x00a\x00\x00\x00,\x00\x00\x00b\x00\x00\x00\n\x00\x00\x00")
	if _, err := Decode(t.Context(), "a.csv", utf32, Options{}); kpi.AsFault(err) == nil {
		t.Errorf("UTF-32 gave %v, want a fault", err)
	}
}

func TestLinesOfBrokenBytes(t *testing.T) {
	f := &File{Path: "a.csv", Encoding: "utf-8"}
	f.reportBroken("x", "\ufffd\ra\r\n\ufffdb\ufffd\n\n\ufffd")
	same(t, "each line once, whatever ends it", codes(f), lines(
		`warning x a.csv!1 count="1" encoding="utf-8"`,
		`warning x a.csv!3 count="2" encoding="utf-8"`,
		`warning x a.csv!5 count="1" encoding="utf-8"`,
	))
}
