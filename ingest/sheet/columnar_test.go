package sheet

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestColumnarFormatsGiveTheSameTable(t *testing.T) {
	rec := kpis(t)
	first, rest := rec.NewSlice(0, 2), rec.NewSlice(2, 3)
	for name, data := range map[string][]byte{
		"plain.parquet":  asParquet(t, rec, compress.Codecs.Uncompressed, 3),
		"snappy.parquet": asParquet(t, rec, compress.Codecs.Snappy, 3),
		"zstd.parquet":   asParquet(t, rec, compress.Codecs.Zstd, 3),
		"gzip.parquet":   asParquet(t, rec, compress.Codecs.Gzip, 3),
		"brotli.parquet": asParquet(t, rec, compress.Codecs.Brotli, 3),
		"groups.parquet": asParquet(t, rec, compress.Codecs.Snappy, 1),
		"a.arrow":        asIPCFile(t, rec),
		"batches.arrow":  asIPCFile(t, first, rest),
		"a.arrows":       asStream(t, rec),
		"batches":        asStream(t, first, rest),
	} {
		t.Run(name, func(t *testing.T) {
			f := decoded(t, name, data, Options{})
			same(t, "cells", dump(f.Tables[0]), kpisDump)
			same(t, "diagnostics", codes(f), "note column.utc "+name+`!J1 column="sent"`+"\n")
			if got := f.Tables[0]; got.Records != 3 || got.Width != 12 {
				t.Errorf("%d records of %d columns, want 3 of 12", got.Records, got.Width)
			}
			same(t, "hash of the bytes", f.SHA256, sum(data))
		})
	}
}

func TestColumnsThatNoCellHoldsAreLeftOutAndSaid(t *testing.T) {
	for name, data := range map[string][]byte{
		"a.parquet": asParquet(t, nested(t, true), compress.Codecs.Snappy, 3),
		"a.arrow":   asIPCFile(t, nested(t, true)),
	} {
		f := decoded(t, name, data, Options{})
		same(t, "cells", dump(f.Tables[0]), lines(`1:  |  | "n"`, `2:  |  | 0`, `3:  |  | 1`, `4:  |  | 2`))
		same(t, "diagnostics", codes(f), lines(
			`warning column.no_cells `+name+`!A1 column="tags" type="list"`,
			`warning column.no_cells `+name+`!B3 column="raw" type="binary"`))
	}
	fault := faultOf(t, "a.parquet", asParquet(t, nested(t, false), compress.Codecs.Snappy, 3), Options{})
	same(t, "nothing but these", fault.Error(), `a.parquet: file.no_columns format="parquet"`)
}

func TestDamagedColumnarFilesAreRefused(t *testing.T) {
	pq, file, stream := asParquet(t, kpis(t), compress.Codecs.Snappy, 3), asIPCFile(t, kpis(t)), asStream(t, kpis(t))
	for _, c := range []struct {
		sentence, name string
		data           []byte
		want           string
	}{
		{"a parquet file without its end", "a.parquet", pq[:len(pq)-1], "file.broken"},
		{"the head of one alone", "a.parquet", []byte("PAR1PAR1"), "file.broken"},
		{"a footer longer than the file", "a.parquet", append(bytes.Repeat([]byte("PAR1"), 3), "\xff\xff\xff\x7fPAR1"...), "file.broken"},
		{"an encrypted footer", "a.parquet", []byte("PAR1............PARE"), "file.encrypted"},
		{"a text that calls itself parquet", "a.parquet", []byte("a,b\n1,2\n"), "file.text_suffix"},
		{"an arrow file without its end", "a.arrow", file[:len(file)-1], "file.broken"},
		{"the head of one alone", "a.arrow", []byte(ipcMagic), "file.broken"},
		{"a stream cut within a batch", "a.arrows", stream[:len(stream)-100], "file.broken"},
		{"a stream cut within its schema", "a.arrows", stream[:50], "file.broken"},
		{"a stream that begins with a batch", "a.arrows", stream[schemaEnd(stream):], "file.broken"},
	} {
		if f := faultOf(t, c.name, c.data, Options{}); f.Code != c.want {
			t.Errorf("%s: %v, want %s", c.sentence, f, c.want)
		}
	}
}

// schemaEnd is where the first message of a stream, which has no body, ends.
func schemaEnd(stream []byte) int {
	return 8 + int(binary.LittleEndian.Uint32(stream[4:]))
}

func TestAStreamWithoutItsEndIsDoubted(t *testing.T) {
	stream := asStream(t, kpis(t))
	f := decoded(t, "a.arrows", stream[:len(stream)-8], Options{})
	same(t, "cells", dump(f.Tables[0]), kpisDump)
	if got := codes(f); !strings.HasPrefix(got, `warning file.no_end a.arrows format="arrow"`) {
		t.Errorf("diagnostics:\n%s", got)
	}
}

func TestAFooterMustAgreeWithItsStream(t *testing.T) {
	one, two := asIPCFile(t, kpis(t)), asIPCFile(t, kpis(t), kpis(t))
	outer, err := readIPCFooter(inMemory("a.arrow", two))
	must(t, err)
	if outer.batches != 2 {
		t.Fatalf("%d batches, want 2", outer.batches)
	}
	inner, err := readIPCFooter(inMemory("a.arrow", one))
	must(t, err)
	lying := slices.Concat(two[:outer.end], one[inner.end:])
	if f := faultOf(t, "a.arrow", lying, Options{}); f.Code != "file.broken" || !strings.Contains(f.Error(), "2 record batches of 1") {
		t.Error(f)
	}
}

// A run of equal values takes no room in a file: what it unfolds to has a bound.
func TestColumnarBombsAreRefused(t *testing.T) {
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int8}}, nil))
	b.Field(0).(*array.Int8Builder).AppendValues(make([]int8, freeCells+freeCells/2), nil)
	data := asParquet(t, b.NewRecord(), compress.Codecs.Zstd, 1<<30)
	if f := faultOf(t, "a.parquet", data, Options{}); f.Code != "file.unfolds" {
		t.Errorf("%d bytes gave %v", len(data), f)
	}
}

func TestTheAllowanceEnds(t *testing.T) {
	a := &allowance{left: 100}
	b := a.Allocate(60)
	b = a.Reallocate(40, b)
	for _, ask := range []func(){func() { a.Allocate(41) }, func() { a.Allocate(-1) }, func() { a.Reallocate(1<<40, b) }} {
		if err := guard(func() error { ask(); return nil }); !errors.Is(err, errBomb) {
			t.Errorf("gave %v, want the bound's error", err)
		}
	}
	a.Free(b)
	if err := guard(func() error { panic("odd") }); err == nil || err.Error() != "odd" {
		t.Errorf("a panic with a text gave %v", err)
	}
}

func TestColumnarReadingStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, data := range map[string][]byte{"a.parquet": asParquet(t, kpis(t), compress.Codecs.Snappy, 3), "a.arrow": asIPCFile(t, kpis(t)), "a.jsonl": []byte(`{"a":1}`)} {
		if _, err := Decode(ctx, name, data, Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want the context's error", name, err)
		}
	}
}

// Whatever happens to the bytes, a file is refused or gives as many records as
// it held.
func TestDamagedBytesNeverLoseRecords(t *testing.T) {
	files := map[string][]byte{
		"a.parquet": asParquet(t, kpis(t), compress.Codecs.Snappy, 2),
		"a.arrow":   asIPCFile(t, kpis(t)),
		"a.arrows":  asStream(t, kpis(t)),
	}
	for name, whole := range files {
		rapid.Check(t, func(t *rapid.T) {
			data := bytes.Clone(whole)
			for range rapid.IntRange(1, 4).Draw(t, "places") {
				at, piece := rapid.IntRange(4, len(data)-1).Draw(t, "at"), rapid.SliceOfN(rapid.Byte(), 0, 5).Draw(t, "bytes")
				cut := min(len(data), at+rapid.IntRange(0, 5).Draw(t, "cut"))
				data = slices.Concat(data[:at], piece, data[cut:])
			}
			checkRecords(t, name, data)
		})
	}
}

// Every word of the messages' metadata is in turn one that makes a careless
// reader allocate without bound or follow its own tail.
func TestHostileMetadataIsRefused(t *testing.T) {
	for name, whole := range map[string][]byte{"a.arrows": asStream(t, kpis(t)), "a.arrow": asIPCFile(t, kpis(t)), "b.arrows": asStream(t, nested(t, true))} {
		for at := 4; at+4 <= len(whole); at += 4 {
			for _, word := range []string{"\xff\xff\xff\xff", "\xff\xff\xff\x7f", "\x00\x00\x00\x10", "\x00\x00\x00\x00", "\xfc\xff\xff\xff", "\x00\xff\xff\xff"} {
				data := bytes.Clone(whole)
				copy(data[at:], word)
				checkRecords(t, name, data)
			}
		}
	}
}

// checkRecords holds that data is refused with a fault, or read with the three
// records that kpis and nested have. A stream may seem to end before them, with the
// doubt said.
func checkRecords(t interface{ Fatalf(string, ...any) }, name string, data []byte) {
	f, err := Decode(context.Background(), name, data, Options{})
	if err != nil {
		if fault := kpi.AsFault(err); fault == nil || fault.Code == "" {
			t.Fatalf("the error is no fault: %v", err)
		}
		return
	}
	if f.Tables[0].Records != 3 && !strings.Contains(codes(f), "file.no_end") {
		t.Fatalf("%d records of 3", f.Tables[0].Records)
	}
}
