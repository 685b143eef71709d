package sheet

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRecordsInJSON(t *testing.T) {
	for _, c := range []struct {
		sentence, name, text string
		want, codes          []string
	}{
		{
			sentence: "an object a line, keys in the order of their first appearance",
			name:     "a.jsonl",
			text:     `{"name": " 张三 ", "won": 45}` + "\n\n" + `{"name": "李四", "visits": 300, "won": 6.50}` + "\r\n",
			want:     []string{`1: "name" | "won" | "visits"`, `2: "张三" | 45`, `3: "李四" | 6.5 | 300`},
		},
		{
			sentence: "an array of objects over several lines, with a mark at its head",
			name:     "a.json",
			text:     "\ufeff[\n {\"a\": 1,\n  \"b\": true},\n {\"a\": null, \"b\": false}\n]\n",
			want:     []string{`1: "a" | "b"`, `2: 1 | TRUE`, `3:  | FALSE`},
		},
		{
			sentence: "numbers keep their digits: an id beyond the exact ones is a text",
			name:     "a.ndjson",
			text:     `{"id": 9007199254740993, "x": 1e400, "y": -0.10, "z": 12345678901234567890.5}`,
			want:     []string{`1: "id" | "x" | "y" | "z"`, `2: "9007199254740993" | "1e400" | -0.1 | 12345678901234567000`},
		},
		{
			sentence: "a record without a value counts and is no row",
			name:     "a.jsonl",
			text:     "{\"a\": 1}\n{}\n{\"a\": \"\"}\n{\"a\": 2}\n",
			want:     []string{`1: "a"`, `2: 1`, `5: 2`},
		},
		{
			sentence: "what no cell can hold is left out with its line, once a column",
			name:     "a.jsonl",
			text:     `{"a": 1, "tags": "x", "n": 1}` + "\n" + `{"a": 2, "tags": ["y", {"z": []}], "n": 2}` + "\n" + `{"a": 3, "tags": [1], "n": 3}` + "\n",
			want:     []string{`1: "a" |  | "n"`, `2: 1 |  | 1`, `3: 2 |  | 2`, `4: 3 |  | 3`},
			codes:    []string{`warning column.no_cells a.jsonl!B3 column="tags" line="2" type="array"`},
		},
		{
			sentence: "a key that comes twice",
			name:     "a.jsonl",
			text:     `{"a": 1, "b": 2, "a": 3}`,
			want:     []string{`1: "a" | "b"`, `2: 3 | 2`},
			codes:    []string{`warning json.repeated_key a.jsonl!A2 column="a" line="1"`},
		},
		{
			sentence: "stdin has no suffix: the beginning tells",
			name:     "stdin",
			text:     `{"a": "x,y"}`,
			want:     []string{`1: "a"`, `2: "x,y"`},
		},
		{
			sentence: "a csv whose first heading has braces is none",
			name:     "stdin",
			text:     "{a},b\n1,2\n",
			want:     []string{`1: "{a}" | "b"`, `2: "1" | "2"`},
		},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			f := decoded(t, c.name, []byte(c.text), Options{})
			same(t, "cells", dump(f.Tables[0]), lines(c.want...))
			same(t, "diagnostics", codes(f), lines(c.codes...))
		})
	}
	f := decoded(t, "a.jsonl", []byte("{\"a\": 1}\n{}\n"), Options{})
	if f.Tables[0].Records != 2 || f.Tables[0].Width != 1 {
		t.Errorf("%d records of %d columns, want 2 of 1", f.Tables[0].Records, f.Tables[0].Width)
	}
}

func TestRefusedJSON(t *testing.T) {
	for _, c := range []struct{ sentence, text, want string }{
		{"cut within a record", "{\"a\": 1}\n{\"a\": ", `json.damaged line="2": unexpected EOF`},
		{"cut within an array", "[{\"a\": 1}", `json.damaged line="1": unexpected EOF`},
		{"cut within a value that is left out", `{"a": [1, `, `json.damaged line="1": unexpected EOF`},
		{"a value that is none", "{\"a\": 1}\n\n{\"a\": NaN}\n", `json.damaged line="3"`},
		{"a record that breaks off before the next", "{\"a\": 1}\n{\"a\": 1\n{\"a\": 3}\n", `json.damaged line="2"`},
		{"split, as pandas writes it", `{"columns":["a","b"],"index":[0],"data":[[1,2]]}`, "json.by_columns"},
		{"lists, as pandas writes them", `{"a":[1,2],"b":[3,4]}`, "json.by_columns"},
		{"columns, as pandas writes them unasked", `{"a":{"0":1,"1":2},"b":{"0":3,"1":4}}`, "json.by_columns"},
		{"rows by their number, as pandas writes them", `{"0":{"a":1,"b":3},"1":{"a":2,"b":4}}`, "json.by_columns"},
		{"two brackets too many", "[]]\n", `json.damaged line="1"`},
		{"a number alone", "{\"a\": 1}\n7\n", `json.not_records line="2"`},
		{"arrays of values", "[[1, 2]]", `json.not_records line="1"`},
		{"blank space", " \n", "file.empty"},
	} {
		f := faultOf(t, "a.json", []byte(c.text), Options{})
		if !strings.HasPrefix(f.Error(), "a.json: "+c.want) {
			t.Errorf("%s: %v, want %s", c.sentence, f, c.want)
		}
	}
	far := "{\"a\": 1" + strings.Repeat(`, "%d": null`, 10) + "}"
	decoded(t, "a.jsonl", []byte(far), Options{})
}

// What encoding/json writes is read back, whatever the values are.
func TestRecordsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.StringMatching(`[a-z\p{Han}"\\/,{}\[\] ]{0,12}x`), 1, 20).Draw(t, "texts")
		var b bytes.Buffer
		for i, s := range texts {
			line, err := json.Marshal(map[string]any{"text": s, "n": i})
			if err != nil {
				t.Fatal(err)
			}
			b.Write(append(line, '\n'))
		}
		rows := decodeNamed(t, "a.jsonl", b.Bytes())
		for i, s := range texts {
			if got := rows[i+1]; got.Line != i+2 || got.Cells[0].Number != float64(i) || got.Cells[1].Text != trim(s) {
				t.Fatalf("record %d is %+v, want %q", i, got, s)
			}
		}
	})
}

func gzipped(t testing.TB, data string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(data))
	must(t, err)
	must(t, w.Close())
	return b.Bytes()
}

func TestCompressedTexts(t *testing.T) {
	for name, data := range map[string][]byte{
		"a.csv.gz":   gzipped(t, "a,b\n1,2\n"),
		"a.tsv.GZ":   gzipped(t, "a\tb\n1\t2\n"),
		"a.jsonl.gz": gzipped(t, `{"a": "1", "b": "2"}`),
		"a.csv":      gzipped(t, "a,b\n1,2\n"), // the bytes tell
		"two.csv.gz": append(gzipped(t, "a,b\n"), gzipped(t, "1,2\n")...),
	} {
		f := decoded(t, name, data, Options{})
		same(t, name, dump(f.Tables[0]), "1: \"a\" | \"b\"\n2: \"1\" | \"2\"\n")
		same(t, "hash of the bytes as they are", f.SHA256, sum(data))
		same(t, "name", f.Tables[0].File+f.Path, name+name)
	}
	whole := gzipped(t, strings.Repeat("a,b\n", 1000))
	bad := bytes.Clone(whole)
	bad[len(bad)-5]++ // in the checksum
	for _, c := range []struct {
		sentence string
		data     []byte
		want     string
	}{
		{"cut", whole[:len(whole)-9], `a.csv.gz: file.broken format="gzip": unexpected EOF`},
		{"a wrong checksum", bad, `a.csv.gz: file.broken format="gzip": gzip: invalid checksum`},
		{"no more than a head", []byte(gzipMagic), `a.csv.gz: file.broken format="gzip": unexpected EOF`},
		{"a bomb", gzipped(t, strings.Repeat(" ", freePart+1)), `a.csv.gz: file.unfolds format="gzip"`},
		{"nothing", gzipped(t, ""), `a.csv.gz: file.empty`},
		{"a workbook", gzipped(t, string(byHand(t, "", nil))), `a.csv.gz: file.not_spreadsheet format="gzip"`},
		{"twice", gzipped(t, string(gzipped(t, "a"))), `a.csv.gz: file.not_spreadsheet format="gzip"`},
		{"a page", gzipped(t, "<html>"), `a.csv.gz: file.resave format="html"`},
		{"a text", []byte("a,b\n1,2\n"), `a.csv.gz: file.text_suffix suffix=".gz" to=".csv"`},
	} {
		if f := faultOf(t, "a.csv.gz", c.data, Options{}); !strings.HasPrefix(f.Error(), c.want) || strings.Contains(f.Error(), "\n") {
			t.Errorf("%s: %v, want %s", c.sentence, f, c.want)
		}
	}
}

func FuzzDecodeRecords(f *testing.F) {
	for _, s := range []string{`{"a":1}`, `[{"a":[{}]},{"b":"x"}]`, "{\"a\":1}\n{\"a\":", `[[`, "{\"\u3000\":null,\"\":1}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkDecoded(t, "a.json", data, Options{}) })
}

func FuzzDecodeColumns(f *testing.F) {
	f.Add(asStream(f, kpis(f)))
	f.Add(asIPCFile(f, nested(f, true)))
	f.Add(asParquet(f, kpis(f), 0, 2))
	f.Fuzz(func(t *testing.T, data []byte) { checkDecoded(t, "a", data, Options{}) })
}

// Rows of a JSON file keep the number of their record, so that a wrong cell is found.
func TestAddressesInRecords(t *testing.T) {
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, "{\"n\": %d}\n", i)
	}
	f := decoded(t, "a.jsonl", []byte(b.String()), Options{})
	row := f.Tables[0].Rows[50]
	same(t, "address of record 50", f.Tables[0].Origin(row.Line, 0).String(), "a.jsonl!A51")
	same(t, "its value", row.Cells[0].Text, "49")
}
