package sheet

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// isJSON reports whether the lexer takes a text for one value.
func isJSON(text string) bool {
	l := newJSONLexer(iotest.OneByteReader(strings.NewReader(text))) // whatever the pieces
	if err := l.skip(0); err != nil {
		return false
	}
	_, err := l.peek()
	return errors.Is(err, io.EOF)
}

func TestTheGrammarOfJSON(t *testing.T) {
	for _, text := range []string{
		`0`, `-0`, `10`, `01`, `1.`, `.5`, `-`, `1e5`, `1e`, `1E+07`, `+1`, `1.5.5`, `12a`, `true`, `tru`, `True`, `null`, `nullnull`, `NaN`, `Infinity`,
		`""`, `"`, `"a`, `"\"`, `"\\"`, `"\u00e9"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\u12"`, `"\x"`, "\"\t\"", "\"\n\"", "\"\x7f\"", `'a'`, `"a" "b"`,
		`[]`, `[1]`, `[1,]`, `[,1]`, `[1 2]`, `[`, `]`, `[]]`, `[[]`, `[[],{}]`, `{}`, `{"a"}`, `{"a":}`, `{"a":1}`, `{"a":1,}`, `{a:1}`, `{"a" 1}`, `{"a":1 "b":2}`, `{1:2}`, `{"\q":1}`, `{"a":1}}`, `[}`, `{]`,
		"", " ", " \r\n\t[ 1 , { \"a\" : [ ] } ] ", "\ufeff1", "\u00a01", "/* */1", "[1]#",
	} {
		if got, want := isJSON(text), json.Valid([]byte(text)); got != want {
			t.Errorf("%q is a value: %v, encoding/json says %v", text, got, want)
		}
	}
}

// Of texts that are nearly right, those are taken that encoding/json takes.
func TestTheGrammarIsThatOfEncodingJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"{", "}", "[", "]", ",", ":", `"a"`, `"\n"`, `"é"`, `\`, `"`, "1", "-2.50", "1e9", "0", "true", "null", " ", "\n"}), 0, 12).Draw(t, "pieces")
		text := strings.Join(pieces, "")
		if got, want := isJSON(text), json.Valid([]byte(text)); got != want {
			t.Fatalf("%q is a value: %v, encoding/json says %v", text, got, want)
		}
	})
}

func FuzzGrammar(f *testing.F) {
	for _, s := range []string{`{"a":[1,-0.5e7,{"b":"\u00e9\\"}],"":null}`, "[true\r\n,\t\"\x01\"]", `"\ud800"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := isJSON(text), json.Valid([]byte(text)); got != want {
			t.Fatalf("%q is a value: %v, encoding/json says %v", text, got, want)
		}
	})
}

// The cells of a record hold what encoding/json makes of it.
func TestCellsAreWhatEncodingJSONMakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := map[string]string{}
		for _, key := range rapid.SliceOfN(rapid.StringMatching(`[a-z"\\é甲]{1,4}`), 1, 6).Draw(t, "keys") {
			want[key] = rapid.StringMatching(`x[ -~é甲\t\x{1F600}\x{2028}]{0,50}x`).Draw(t, "text")
		}
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		rows := decodeNamed(t, "a.jsonl", append(data, data...))
		for i, name := range rows[0].Cells {
			if rows[1].Cells[i].Text != want[name.Text] || rows[2].Cells[i] != rows[1].Cells[i] {
				t.Fatalf("%q is %q, want %q", name.Text, rows[1].Cells[i].Text, want[name.Text])
			}
		}
	})
}

func TestLinesOfATextAreCounted(t *testing.T) {
	for text, want := range map[string]int{"7": 1, "\n7": 2, "\r\n7": 2, "\r7": 2, "\r\r\n\n7": 4, "\n\r7": 3, " \t\r \n7": 3} {
		l := newJSONLexer(iotest.OneByteReader(strings.NewReader(text)))
		if c, err := l.peek(); c != '7' || err != nil || l.line != want || l.told != 1 {
			t.Errorf("%q: line %d, want %d (%v)", text, l.line, want, err)
		}
		if _, err := l.scalar(); err != nil || l.offset() != int64(len(text)) {
			t.Errorf("%q: stands at %d of %d, %v", text, l.offset(), len(text), err)
		}
	}
}

// What is not a table ends in a fault, and before it is all in memory.
func TestJSONBombsAreRefused(t *testing.T) {
	deep := `{"a":` + strings.Repeat("[", 2*maxNested)
	if f := faultOf(t, "a.json", []byte(deep), Options{}); f.Code != "json.damaged" || !strings.Contains(f.Error(), "deep") {
		t.Errorf("arrays without end: %v", f)
	}
	l := newJSONLexer(io.MultiReader(strings.NewReader(`"`), endless{}))
	if _, err := l.scalar(); !errors.Is(err, errBomb) {
		t.Errorf("a string without end: %v", err)
	}
	long := strings.Repeat("k", 1<<20)
	var keys strings.Builder
	keys.WriteString(`{"` + long + `":{"0":{}`)
	for i := range 300 {
		keys.WriteString(`,"` + numberText(float64(i)) + `x":{}`)
	}
	keys.WriteString("}}")
	if f := faultOf(t, "a.json", []byte(keys.String()), Options{}); f.Code != "file.too_many_cells" {
		t.Errorf("the names of keys within a long one: %v", f)
	}
}
