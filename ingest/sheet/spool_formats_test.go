package sheet

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/ipc"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

// spooledFrom reads bytes as the file of the given name, spooled below so many rows, and
// gives the table all its rows again.
func spooledFrom(name string, data []byte, top int) (*File, error) {
	f := &File{Path: name}
	format, err := chooseFormat(name, data)
	if err == nil {
		err = format.readRows(context.Background(), inMemory(name, data), f, Options{}, top)
	}
	if errors.Is(err, ErrNoStream) {
		return Decode(context.Background(), name, data, Options{})
	}
	if err != nil {
		return nil, err
	}
	return allRows(f), nil
}

// allRows gives a table the rows of its spool.
func allRows(f *File) *File {
	for i := range f.Tables {
		t := &f.Tables[i]
		t.Rows, t.Spool = append(slices.Clip(t.Rows), gone(t.Spool)...), nil
	}
	return f
}

// anyRecords draws a text of records, with whatever a program may put into them, and what
// may happen to it on its way.
func anyRecords(t *rapid.T) []byte {
	value := func() string {
		return rapid.SampledFrom([]string{"1", "-0.50", `"a"`, `" 张三 "`, `"\u00e9\n"`, "true", "null", "9007199254740993", "1e400", `""`, `{"x":1,"y":{"z":"q"}}`, "{}"}).Draw(t, "value")
	}
	var b strings.Builder
	rows := rapid.IntRange(0, 60).Draw(t, "rows")
	for i := range rows {
		var members []string
		for _, key := range rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "c", "x", "张", "o"}), 0, 5).Draw(t, "keys") {
			members = append(members, fmt.Sprintf("%q: %s", key, value()))
		}
		if rapid.IntRange(0, 15).Draw(t, "array") == 0 {
			members = append(members, rapid.SampledFrom([]string{`"b": ["x", {}]`, `"c":[{"k":1}]`, `"a":[]`}).Draw(t, "list"))
		}
		b.WriteString("{" + strings.Join(members, ",") + "}")
		if i < rows-1 {
			b.WriteString(rapid.SampledFrom([]string{"\n", ",\r\n"}).Draw(t, "end"))
		}
	}
	text := b.String()
	if strings.Contains(text, ",\r\n") {
		text = "[" + strings.ReplaceAll(strings.ReplaceAll(text, ",\r\n", "\n"), "\n", ",\r\n") + "]"
		if rapid.Bool().Draw(t, "envelope") {
			text = `{"total": 1, "page": {"n": [1]},` + "\n" + `"data": ` + text + `, "next": null}`
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "damage") == 0 && text != "" {
		at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		text = text[:at] + rapid.SampledFrom([]string{"", "\xff", "]", `"`, ","}).Draw(t, "what") + text[min(len(text), at+rapid.IntRange(0, 3).Draw(t, "cut")):]
	}
	return []byte(text)
}

// Of records in JSON all is the same however many of their rows are packed: values, lines,
// what is said of them, the hash, and where the text is damaged, the fault.
func TestRecordsAreTheSameWhenTheyArePacked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data, name := anyRecords(t), "a.json"
		switch rapid.IntRange(0, 5).Draw(t, "packing") {
		case 0:
			data, name = gzippedWithin(data), "a.json.gz"
		case 1:
			data, _ = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(data)
		case 2:
			data, _ = simplifiedchinese.GB18030.NewEncoder().Bytes(data)
		}
		if len(data) == 0 {
			return
		}
		want, wantErr := Decode(context.Background(), name, data, Options{})
		for _, top := range []int{1, 2, 7} {
			got, err := spooledFrom(name, data, top)
			sameOutcome(t, want, wantErr, got, err)
		}
		if wantErr == nil && want.SHA256 != sum(data) {
			t.Fatalf("the hash is %s, that of the bytes %s", want.SHA256, sum(data))
		}
	})
}

func gzippedWithin(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

// anyBatches draws a stream or file of batches, one of whose columns may turn out to be
// no text, and what may happen to it on its way.
func anyBatches(t *rapid.T) []byte {
	words := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}
	schema := arrow.NewSchema([]arrow.Field{{Name: "raw", Type: arrow.BinaryTypes.Binary, Nullable: true}, {Name: "team", Type: words, Nullable: true},
		{Name: "n", Type: arrow.PrimitiveTypes.Int64, Nullable: true}, {Name: "tags", Type: arrow.ListOf(arrow.BinaryTypes.String), Nullable: true},
		{Name: "sent", Type: &arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "UTC"}, Nullable: true}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	raw := b.Field(0).(*array.BinaryBuilder)
	var batches []arrow.Record
	for range rapid.IntRange(1, 4).Draw(t, "batches") {
		for range rapid.IntRange(0, 30).Draw(t, "rows") {
			if rapid.IntRange(0, 5).Draw(t, "blank") == 0 {
				for i := range schema.NumFields() {
					b.Field(i).AppendNull()
				}
				continue
			}
			raw.AppendString(rapid.SampledFrom([]string{"a", "", "张", "a", "b", "\xff"}[:5+rapid.IntRange(0, 20).Draw(t, "bytes")/20]).Draw(t, "raw"))
			if err := b.Field(1).(*array.BinaryDictionaryBuilder).AppendString(rapid.SampledFrom([]string{"north", "south"}).Draw(t, "team")); err != nil {
				t.Fatal(err)
			}
			b.Field(2).(*array.Int64Builder).Append(rapid.Int64().Draw(t, "n"))
			b.Field(3).AppendNull()
			b.Field(4).AppendNull()
		}
		batches = append(batches, b.NewRecord())
	}
	data := streamOf(t, batches)
	if rapid.IntRange(0, 3).Draw(t, "damage") == 0 {
		at := rapid.IntRange(0, len(data)-1).Draw(t, "at")
		data = slices.Concat(data[:at], []byte{byte(rapid.IntRange(0, 255).Draw(t, "byte"))}, data[at+rapid.IntRange(0, 1).Draw(t, "cut"):])
	}
	return data
}

func streamOf(t *rapid.T, batches []arrow.Record) []byte {
	var b bytes.Buffer
	w := ipc.NewWriter(&b, ipc.WithSchema(batches[0].Schema()), ipc.WithDictionaryDeltas(true))
	for _, rec := range batches {
		if err := w.Write(rec); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// And so it is of batches.
func TestBatchesAreTheSameWhenTheyArePacked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := anyBatches(t)
		want, wantErr := Decode(context.Background(), "a.arrows", data, Options{})
		for _, top := range []int{1, 7} {
			if format, err := chooseFormat("a.arrows", data); err != nil || format.read == nil {
				return // it is no stream any more
			}
			got, err := spooledFrom("a.arrows", data, top)
			sameOutcome(t, want, wantErr, got, err)
		}
	})
}

// And of the rows of a query, some of which hold bytes that are no text.
func TestResultsAreTheSameWhenTheyArePacked(t *testing.T) {
	source := "sqlite:" + filled(t, `CREATE TABLE k (name, n, raw, late); WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 500)
		INSERT INTO k SELECT CASE WHEN i % 9 THEN 'e' || (i % 7) END, CASE WHEN i % 3 THEN i / 7.0 END, x'fffe', CASE i WHEN 300 THEN x'ff' ELSE 'text' END FROM c`)
	for _, statement := range []string{"SELECT * FROM k", "SELECT late, name FROM k", "SELECT late FROM k WHERE late = 'text'", "SELECT n, n AS n FROM k LIMIT 3", "SELECT name FROM k WHERE 0"} {
		want, wantErr := ReadQuery(t.Context(), Query{Source: source, SQL: statement, top: everyRow})
		must(t, wantErr)
		for _, top := range []int{1, 2, 100} {
			got, err := ReadQuery(t.Context(), Query{Source: source, SQL: statement, top: top})
			must(t, err)
			if packed := got.Tables[0].Spool.Len(); len(got.Tables[0].Rows) > max(1, top) || len(want.Tables[0].Rows) > 200 && packed == 0 {
				t.Errorf("%s: %d rows as they are, %d packed", statement, len(got.Tables[0].Rows), packed)
			}
			sameOutcome(t, want, nil, allRows(got), nil)
		}
	}
	if _, err := ReadQuery(t.Context(), Query{Source: source, SQL: "SELECT late FROM k"}); err == nil || !strings.Contains(err.Error(), "file.no_columns") {
		t.Errorf("a column that is left out late, alone: %v", err)
	}
}

// A column that is left out late is blank in all rows, and rows that held nothing else are none.
func TestColumnsAreLeftOutLate(t *testing.T) {
	var b strings.Builder
	for i := range 6000 {
		fmt.Fprintf(&b, `{"n": %d, "tags": "x"}`+"\n{\"tags\": \"alone\"}\n", i)
	}
	b.WriteString(`{"n": 7, "tags": ["y"]}` + "\n" + `{"n": 8, "tags": "z"}`)
	path := filepath.Join(t.TempDir(), "a.jsonl")
	must(t, os.WriteFile(path, []byte(b.String()), 0o600))
	f, err := Spooled(t.Context(), path, Options{}, 100)
	must(t, err)
	table := f.Tables[0]
	if table.Records != 12002 || len(table.Rows)+table.Spool.Len() != 6003 || table.Spool.Len() == 0 {
		t.Errorf("%d records, %d rows and %d packed", table.Records, len(table.Rows), table.Spool.Len())
	}
	same(t, "diagnostics", codes(f), strings.ReplaceAll(`warning column.no_cells FILE!B12002 column="tags" line="12001" type="array"`, "FILE", path)+"\n")
	for row := range table.All() {
		if row.At(1).Kind != Blank || row.Line > 1 && (row.Line < 12002 && row.Line%2 != 0 || row.At(0).Kind != Number) {
			t.Fatalf("%+v", row)
		}
	}
}

// The bytes and the records are counted as they are read, whatever the format.
func TestRecordsAreCounted(t *testing.T) {
	lines := bytes.Repeat([]byte(`{"name":"张三","n":1}`+"\n"), 50_000)
	var list bytes.Buffer
	list.WriteString(`{"data":[`)
	list.Write(bytes.TrimSuffix(bytes.ReplaceAll(lines, []byte("\n"), []byte(",")), []byte(",")))
	list.WriteString("]}")
	for name, c := range map[string]struct {
		data []byte
		rows int64
	}{
		"a.jsonl": {lines, 50_000}, "a.json": {list.Bytes(), 50_000}, "a.jsonl.gz": {gzippedWithin(lines), 50_000},
		"a.arrows": {asStream(t, kpis(t), kpis(t)), 6}, "a.arrow": {asIPCFile(t, kpis(t)), 3},
	} {
		path := filepath.Join(t.TempDir(), name)
		must(t, os.WriteFile(path, c.data, 0o600))
		for _, read := range []func(p *Progress) (*File, error){
			func(p *Progress) (*File, error) { return Read(t.Context(), path, Options{Progress: p}) },
			func(p *Progress) (*File, error) { return Spooled(t.Context(), path, Options{Progress: p}, 5) },
			func(p *Progress) (*File, error) { return Decode(t.Context(), path, c.data, Options{Progress: p}) },
		} {
			var p Progress
			f, err := read(&p)
			must(t, err)
			if got, want := p.Done(), (Done{Bytes: int64(len(c.data)), Rows: c.rows, Files: 1}); got != want || f.SHA256 != sum(c.data) {
				t.Errorf("%s: %+v, want %+v", name, got, want)
			}
		}
	}
	var p Progress
	_, err := ReadQuery(t.Context(), Query{Source: "sqlite:" + filled(t, "CREATE TABLE k (a); INSERT INTO k VALUES (1), (2)"), Table: "k", Progress: &p})
	must(t, err)
	if p.Done().Rows != 2 {
		t.Errorf("a query: %+v", p.Done())
	}
}

// The sum of rows tells any two results apart, but not those that differ in their order.
func TestTheSumOfRows(t *testing.T) {
	sumOf := func(rows ...string) rowSum {
		var s rowSum
		for _, r := range rows {
			s.add(sha256.Sum256([]byte(r)))
		}
		return s
	}
	if sumOf("a", "b", "c") != sumOf("c", "a", "b") {
		t.Error("the order shows")
	}
	different := []rowSum{sumOf(), sumOf("a"), sumOf("a", "a"), sumOf("a", "a", "a"), sumOf("b"), sumOf("a", "b"), sumOf("a", "b", "b")}
	for i, a := range different {
		for _, b := range different[:i] {
			if a == b {
				t.Errorf("two results have the sum %v", a)
			}
		}
	}
	var s rowSum
	s.add([32]byte(bytes.Repeat([]byte{0xff}, 32)))
	s.add([32]byte{1})
	if s.limbs != [4]uint64{} || s.rows != 2 {
		t.Errorf("2^256 is %v", s)
	}
}

func TestAQueryWithoutAnEndIsStopped(t *testing.T) {
	r := newRecordKeeper("k", mostQueried, queryTop)
	r.begin(4)
	r.rows = mostQueried / 4
	if err := r.admit(1); err == nil {
		t.Error("one record more than a result may have was taken")
	}
	r = newRecordKeeper("a.arrow", 1<<40, everyRow)
	r.begin(1 << 10)
	if err := r.admit(maxFilled/1024 + 1); err == nil {
		t.Error("more cells than memory holds were taken as they are")
	}
	r = newRecordKeeper("a.arrow", 1<<40, 10)
	r.begin(1 << 10)
	must(t, r.admit(maxFilled))
}

func TestKeysOfRecordsMayBeAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfNDistinct(rapid.String(), 1, 8, rapid.ID[string]).Draw(t, "keys")
		var b strings.Builder
		for i, k := range keys {
			data, err := json.Marshal(map[string]int{k: i})
			if err != nil {
				t.Fatal(err)
			}
			b.Write(append(data, '\n'))
		}
		f, err := spooledFrom("a.jsonl", []byte(b.String()), 1)
		if err != nil {
			t.Fatal(err)
		}
		for row := range f.Tables[0].All() {
			if row.Line > 1 && (len(row.Cells) != row.Line-1 || row.Cells[row.Line-2].Number != float64(row.Line-2)) {
				t.Fatalf("%+v of %q", row, keys)
			}
		}
	})
}
