package sheet

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// What DuckDB and parquet-rs write into a parquet file is what DuckDB writes into the
// csv of the same rows, type by type; writers.mjs and writers_split.mjs beside them made
// them. They are read alike as a whole and as a stream.
func TestParquetOfOtherProgramsEqualsItsText(t *testing.T) {
	folder := filepath.Join("..", "..", "testdata", "ingest", "formats")
	text, err := Read(t.Context(), filepath.Join(folder, "types.csv"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, streams := range map[string]bool{"types": true, "types_lz4": true, "types_lz4_v2": false, "types_split": true} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(folder, name+".parquet")
			f, err := Read(t.Context(), path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			equalTypes(t, text.Tables[0], f.Tables[0])
			data, err := os.ReadFile(path)
			must(t, err)
			_, rows, err := streamed(t, data, slices.Repeat([]Want{Coded}, f.Tables[0].Width), 1)
			if streams != (err == nil) || err != nil && !errors.Is(err, ErrNoStream) {
				t.Fatalf("streamed: %v", err)
			}
			if streams && !slices.EqualFunc(withoutTails(rows), f.Tables[0].Rows[1:], func(a, b Row) bool { return a.Line == b.Line && slices.Equal(a.Cells, b.Cells) }) {
				t.Error("the stream has other rows")
			}
		})
	}
}

func equalTypes(t *testing.T, text, columns Table) {
	t.Helper()
	if len(text.Rows) != 13 || len(columns.Rows) != 13 || len(columns.Rows[0].Cells) != 20 {
		t.Fatalf("%d rows of text, %d of parquet, %d columns", len(text.Rows), len(columns.Rows), len(columns.Rows[0].Cells))
	}
	for i, row := range text.Rows {
		for col := range text.Rows[0].Cells {
			want, got := row.At(col), columns.Rows[i].At(col)
			if !alikeText(want.Text, got) {
				t.Errorf("%s of row %d is %+v, want %s", text.Rows[0].At(col).Text, i, got, want.Text)
			}
		}
	}
}

// alikeText reports whether a cell is what a text says: a number of the same
// value, a date with the time cut to the second, the same word.
func alikeText(want string, got Cell) bool {
	switch got.Kind {
	case Blank:
		return want == ""
	case Number:
		f, err := strconv.ParseFloat(want, 64)
		return err == nil && f == got.Number
	case Bool:
		return want == strconv.FormatBool(got.Number == 1)
	case Date:
		second, _, _ := strings.Cut(want, ".")
		return second == got.Text
	case Time:
		return strings.TrimPrefix(want, "0") == got.Text
	}
	return want == got.Text
}

// A part of a second before midnight is still that day, in whatever unit a file
// counts: the figure belongs to June.
func TestTheLastMomentOfADay(t *testing.T) {
	f, err := Read(t.Context(), filepath.Join("..", "..", "testdata", "ingest", "formats", "types.parquet"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	const june30 = 20269
	head := f.Tables[0].Rows[0]
	for col, c := range head.Cells {
		switch c.Text {
		case "us", "ms", "s", "ns":
			if got := f.Tables[0].Rows[1].At(col); int(got.Number) != june30 || !strings.HasPrefix(got.Text, "2025-06-30") {
				t.Errorf("%s is %+v", c.Text, got)
			}
		}
	}
}
