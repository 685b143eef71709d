package sheet

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// gone lists the rows of a spool as they are gone through.
func gone(s *Spool) []Row {
	var list []Row
	for r := range s.All() {
		list = append(list, Row{Line: r.Line, Cells: slices.Clone(r.Cells)})
	}
	return list
}

// anyCell draws a cell of any kind.
func anyCell(t *rapid.T) Cell {
	return Cell{Kind: Kind(rapid.IntRange(int(Blank), int(Time)).Draw(t, "kind")), Text: rapid.SampledFrom([]string{"", "a", "甲", "15%", strings.Repeat("x", 300)}).Draw(t, "text"),
		Number: rapid.SampledFrom([]float64{0, 1, -0.5, math.MaxFloat64, math.Copysign(0, -1)}).Draw(t, "number"), Percent: rapid.Bool().Draw(t, "percent")}
}

// Whatever rows are packed, and in whatever pieces: they come out as they were.
func TestRowsComeOutOfASpoolAsTheyWent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rows []Row
		var chunks []spoolChunk
		line := 0
		for range rapid.IntRange(0, 4).Draw(t, "workers") {
			var p packer
			for range rapid.IntRange(0, 40).Draw(t, "rows") {
				line += rapid.IntRange(1, 1000).Draw(t, "lines")
				r := Row{Line: line, Cells: rapid.SliceOfN(rapid.Custom(anyCell), 0, 12).Draw(t, "cells")}
				rows = append(rows, r)
				p.add(r.Line, r.Cells)
				if rapid.IntRange(0, 9).Draw(t, "flush") == 0 {
					p.flush()
				}
			}
			p.flush()
			chunks = append(p.chunks, chunks...) // in any order
		}
		s, ok := newSpool(chunks)
		if !ok || s.Len() != len(rows) {
			t.Fatalf("%d rows, want %d", s.Len(), len(rows))
		}
		if diff := cmp.Diff(rows, gone(s), cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
		for _, r := range rows {
			got, ok := s.At(r.Line)
			if diff := cmp.Diff(r, got, cmpopts.EquateEmpty()); !ok || diff != "" {
				t.Fatal(ok, diff)
			}
			if _, ok := s.At(r.Line + 1); ok != slices.ContainsFunc(rows, func(o Row) bool { return o.Line == r.Line+1 }) {
				t.Fatalf("line %d is there, or isn't", r.Line+1)
			}
		}
	})
}

func TestChunksThatOverlapMakeNoSpool(t *testing.T) {
	if _, ok := newSpool([]spoolChunk{{first: 1, last: 5}, {first: 5, last: 9}}); ok {
		t.Error("a line stands in two chunks")
	}
	var none *Spool
	if _, ok := none.At(1); ok || none.Len() != 0 || len(gone(none)) > 0 {
		t.Error("no spool has rows")
	}
}

// A wide row among narrow ones, and more rows than a chunk may have.
func TestChunksStaySmall(t *testing.T) {
	var p packer
	for i := range 3 * chunkRows {
		p.add(i+1, []Cell{{Kind: Text, Text: fmt.Sprint(i)}})
	}
	p.add(1e6, make([]Cell, maxCol))
	p.add(1e6+1, []Cell{{Kind: Text, Text: "after"}})
	p.flush()
	for _, c := range p.chunks {
		var u unpacker
		if rows := u.unpack(&c); len(rows) > chunkRows || len(u.cells) > 2*chunkCells {
			t.Errorf("%d rows, %d cells", len(rows), len(u.cells))
		}
	}
	s, _ := newSpool(p.chunks)
	if r, ok := s.At(1e6 + 1); !ok || r.At(0).Text != "after" {
		t.Errorf("%v %v", r, ok)
	}
}

// Spooled gives what Read gives, of every format that streams.
func TestSpooledGivesWhatReadGives(t *testing.T) {
	var b strings.Builder
	b.WriteString("a,b,c\n")
	for i := range 5_000 {
		switch i % 497 {
		case 10:
			b.WriteString("\n\"two\nlines\",1\n")
		case 20:
			b.WriteString("x,y,z,w,v\n")
		case 30:
			b.WriteString("\"open,1,2\n")
		default:
			fmt.Fprintf(&b, "%d,\"q \"\"%d\"\"\", 甲 %d\n", i, i%7, i%300)
		}
	}
	excel := written(t, func(x *excelize.File) {
		for i := range 90 {
			must(t, x.SetSheetRow("Sheet1", fmt.Sprintf("A%d", 1+i+i/30), &[]any{fmt.Sprint("name ", i%7), i, float64(i) / 8, i%2 == 0, nil, time.Date(2025, 6, 1+i%9, 0, 0, 0, 0, time.UTC)}))
		}
	})
	for name, data := range map[string][]byte{"a.csv": []byte(b.String()), "a.tsv": []byte(strings.ReplaceAll(b.String(), ",", "\t")),
		"kpis.parquet": asParquet(t, kpis(t), compress.Codecs.Snappy, 2), "a.xlsx": excel} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			must(t, os.WriteFile(path, data, 0o600))
			for _, top := range []int{1, 3} {
				want, err := Read(context.Background(), path, Options{})
				must(t, err)
				got, err := Spooled(context.Background(), path, Options{}, top)
				if errors.Is(err, ErrNoStream) && top > 1 {
					continue // too small
				}
				must(t, err)
				slices.SortStableFunc(want.Diagnostics, kpi.Diagnostic.Compare)
				slices.SortStableFunc(got.Diagnostics, kpi.Diagnostic.Compare)
				got.dialect = dialect{}
				table := &got.Tables[0]
				table.Rows = append(slices.Clone(table.Rows), gone(table.Spool)...)
				table.Spool = nil
				if diff := cmp.Diff(want, got, cmp.AllowUnexported(File{}, dialect{})); diff != "" {
					t.Error(top, diff[:min(len(diff), 2000)])
				}
			}
		})
	}
}

// Bytes may stand elsewhere than under the name by which a file is called.
func TestAFileIsCalledByItsPathWhereverItsBytesAre(t *testing.T) {
	at := filepath.Join(t.TempDir(), "somewhere")
	must(t, os.WriteFile(at, []byte("a,b\n1,2\n3,4\n5,6\n"), 0o600))
	opt := Options{From: at}
	whole, err := Read(context.Background(), "stdin", opt)
	must(t, err)
	spooled, err := Spooled(context.Background(), "stdin", opt, 1)
	must(t, err)
	if whole.Path != "stdin" || spooled.Path != "stdin" || spooled.Tables[0].File != "stdin" || spooled.SHA256 != whole.SHA256 {
		t.Errorf("%+v %+v", whole, spooled)
	}
}
