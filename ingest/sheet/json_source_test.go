package sheet

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// asWhole reads a JSON text that is decoded as a whole.
func asWhole(in *input, opt Options) (*File, error) {
	f := &File{Path: in.path}
	text, err := wholeJSON(in, f, opt)
	if err == nil {
		err = readObjects(f, text, nil, everyRow)
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// manyRecords is a text of records longer than the head that tells its encoding.
func manyRecords(first, name string) string {
	var b strings.Builder
	b.WriteString(first)
	for i := 0; b.Len() < 2*topSize; i++ {
		fmt.Fprintf(&b, `{"姓名":"%s %d","n":%d}`+"\n", name, i, i)
	}
	return b.String()
}

// A text that is decoded while it is read gives what it does when it is decoded as a whole.
func TestTextsAreDecodedWhileTheyAreRead(t *testing.T) {
	with := func(e encoding.Encoding, text string) []byte { return encoded(t, e, text) }
	long, plain := manyRecords("", "张三"), strings.Repeat(`{"name":"Ann","n":1}`+"\n", 60_000)
	for _, c := range []struct {
		sentence string
		data     []byte
		opt      Options
		doubtful bool // the beginning does not tell
	}{
		{"UTF-8", []byte(long), Options{}, false},
		{"UTF-8 with a mark", []byte("\ufeff" + long), Options{}, false},
		{"UTF-8 by name", []byte(long), Options{Encoding: "UTF8"}, false},
		{"an array on one line", []byte("[" + strings.ReplaceAll(strings.TrimSpace(long), "\n", ",") + "]"), Options{}, false},
		{"UTF-16 with a mark", with(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), long), Options{}, false},
		{"UTF-16, big end first", with(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "x"+long)[2:][2:], Options{}, false},
		{"characters of two units, one cut by the head", with(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), `{"a":"`+strings.Repeat("\U0001F600", topSize)+`"}`), Options{}, false},
		{"GB18030", with(simplifiedchinese.GB18030, long), Options{}, false},
		{"GBK by name", with(simplifiedchinese.GBK, long), Options{Encoding: "gbk"}, false},
		{"Big5 by name", with(traditionalchinese.Big5, manyRecords("", "張三")), Options{Encoding: "big5"}, false},
		{"ASCII, and Chinese at its end", []byte(plain + long), Options{}, false},
		{"ASCII, and GB18030 at its end", append([]byte(plain), with(simplifiedchinese.GB18030, long)...), Options{}, true},
		{"ASCII, and Chinese that passes for UTF-8 at its end", append([]byte(plain), with(simplifiedchinese.GB18030, `{"平台":1}`)...), Options{}, true},
		{"a broken byte at its end", []byte(long + "{\"姓名\":\"\xff\"}"), Options{}, true},
		{"a character that was lost before", []byte(long + "{\"姓名\":\"\ufffd\"}\n"), Options{}, true},
		{"a character cut by the end", []byte(long + "{\"姓名\":\"\xe5\xbc"), Options{}, true},
		{"another encoding by name", []byte(`{"name":"J\u00fcrgen"}`), Options{Encoding: "windows-1252"}, true},
		{"a name of no encoding", []byte(`{"a":1}`), Options{Encoding: "klingon"}, true},
		{"blank space", []byte(" \r\n\u3000"), Options{}, false},
		{"more blank space than the head", []byte(strings.Repeat(" \n", topSize)), Options{}, false},
		{"damage, and a broken byte behind it", []byte(long + "{\"a\" 1}\n{\"a\":\"\xff\"}"), Options{}, true},
		{"damage", []byte(long + "{\"a\" 1}\n" + long), Options{}, false},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			in := inMemory("a.json", c.data)
			want, wantErr := asWhole(in, c.opt)
			got, err := Decode(t.Context(), "a.json", c.data, c.opt)
			sameOutcome(t, want, wantErr, got, err)
			told := &File{Path: in.path}
			text, err := streamedJSON(t.Context(), in, told, c.opt)
			if err == nil {
				err = readObjects(told, text, nil, everyRow)
			}
			if errors.Is(err, errDoubtful) != c.doubtful {
				t.Errorf("decoded while it is read: %v", err)
			}
		})
	}
}

// sameOutcome holds that two ways of reading give the same file or the same fault.
func sameOutcome(t interface {
	Helper()
	Fatalf(string, ...any)
}, want *File, wantErr error, got *File, err error,
) {
	t.Helper()
	if fmt.Sprint(wantErr) != fmt.Sprint(err) {
		t.Fatalf("%v, want %v", err, wantErr)
	}
	if reflect.DeepEqual(want, got) {
		return // sooner told
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(File{}, dialect{}), cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%s", diff[:min(len(diff), 2000)])
	}
}

// Whatever pieces a text comes in, letters at their ends are seen together.
func TestPiecesOfATextAreLookedAtTogether(t *testing.T) {
	disguised := encoded(t, simplifiedchinese.GB18030, "{\"平台\":1}")
	for text, doubtful := range map[string]bool{string(disguised): true, string(disguised) + " é": true, string(disguised) + " sé": false, `{"姓名":"é"}`: false, "\"a\xff\"": true, "\"\xe5\xbc\xa0\"": false, "\"\xe5\xbc\"": true} {
		source := &textSource{Reader: iotest.OneByteReader(strings.NewReader(text))}
		c := &checkedText{ctx: context.Background(), textSource: source, dialect: dialect{sure: true}}
		if err := settle(c, nil); errors.Is(err, errDoubtful) != doubtful {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// lapsing is a context that ends when it has been asked so many times.
type lapsing struct {
	context.Context
	left *int
}

// Err asks once more.
func (l lapsing) Err() error {
	if *l.left--; *l.left < 0 {
		return context.Canceled
	}
	return nil
}

// A job that is called off ends where it is, whichever way the text is being read.
func TestReadingJSONStopsOnTheWay(t *testing.T) {
	long := manyRecords("", "张三")
	for sentence, text := range map[string]string{"lines": long, "an envelope": `{"data":[` + strings.ReplaceAll(strings.TrimSpace(long), "\n", ",") + `],"n":1}`, "damage at the beginning": `{"a" 1}` + long} {
		for asked := range 12 {
			ctx := lapsing{t.Context(), &asked}
			if _, err := Decode(ctx, "a.json", []byte(text), Options{}); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", sentence, err)
			}
		}
	}
}

func TestEnvelopesOfManyTablesNameSome(t *testing.T) {
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, `,"t%d":[{"a":1}]`, i)
	}
	f := faultOf(t, "a.json", []byte("{"+b.String()[1:]+"}"), Options{})
	same(t, "keys", f.Args["keys"], "t0, t1, t2, t3, t4, t5, t6, t7, t8, …")
	inner := strings.ReplaceAll(b.String()[1:], `[{"a":1}]`, `{"rows":[{"a":1}]}`)
	f = faultOf(t, "a.json", []byte("{"+inner+"}"), Options{})
	if f.Code != "json.several_arrays" || kpi.AsFault(f) == nil || !strings.HasSuffix(f.Args["keys"], "t8.rows, …") {
		t.Error(f)
	}
}
