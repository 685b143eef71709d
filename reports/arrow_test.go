package reports

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/ipc"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"
)

// The columns for machines hold, cell by cell, what the csv holds: its reader is
// another library, and its text is the golden file.
func TestParquetAndArrowHoldWhatCSVHolds(t *testing.T) {
	r := fixture(t)
	r.All = true
	want, err := csv.NewReader(bytes.NewReader(writeCSV(t, r, CSVOptions{}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for name, read := range map[string]func(*testing.T, *Report) arrow.Table{"parquet": parquetTable, "arrow": arrowTable} {
		t.Run(name, func(t *testing.T) {
			table := read(t, r)
			if got := fmt.Sprint(names(table)); got != fmt.Sprint(want[0]) {
				t.Fatalf("columns %s, want %s", got, want[0])
			}
			if int(table.NumRows()) != len(want)-1 {
				t.Fatalf("%d rows, want %d", table.NumRows(), len(want)-1)
			}
			for col := range want[0] {
				chunk := table.Column(col).Data().Chunk(0)
				for row := range want[1:] {
					if got := cellText(chunk, row); got != raw(r, want, row, col) {
						t.Errorf("row %d, %s: %q, want %q", row, want[0][col], got, want[row+1][col])
					}
				}
			}
		})
	}
}

// raw is the csv's cell; names stand in the csv made harmless and here as they
// were.
func raw(r *Report, records [][]string, row, col int) string {
	if records[0][col] == "name" {
		return r.Shown()[row].Employee.Name
	}
	return records[row+1][col]
}

func names(table arrow.Table) (list []string) {
	for _, f := range table.Schema().Fields() {
		list = append(list, f.Name)
	}
	return list
}

func cellText(a arrow.Array, row int) string {
	if a.IsNull(row) {
		return ""
	}
	switch a := a.(type) {
	case *array.Int64:
		return strconv.FormatInt(a.Value(row), 10)
	case *array.Float64:
		return strconv.FormatFloat(a.Value(row), 'g', -1, 64)
	}
	return a.ValueStr(row)
}

func parquetTable(t *testing.T, r *Report) arrow.Table {
	var b bytes.Buffer
	if err := WriteParquet(&b, r); err != nil {
		t.Fatal(err)
	}
	in, err := file.NewParquetReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	reader, err := pqarrow.NewFileReader(in, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	table, err := reader.ReadTable(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func arrowTable(t *testing.T, r *Report) arrow.Table {
	var b bytes.Buffer
	if err := WriteArrow(&b, r); err != nil {
		t.Fatal(err)
	}
	in, err := ipc.NewFileReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	record, err := in.Record(0)
	if err != nil {
		t.Fatal(err)
	}
	return array.NewTableFromRecords(in.Schema(), []arrow.Record{record})
}

func TestColumnarFilesOfTheSameReportAreTheSameBytes(t *testing.T) {
	for name, write := range map[string]func(*bytes.Buffer, *Report) error{
		"parquet": func(b *bytes.Buffer, r *Report) error { return WriteParquet(b, r) },
		"arrow":   func(b *bytes.Buffer, r *Report) error { return WriteArrow(b, r) },
		"jsonl":   func(b *bytes.Buffer, r *Report) error { return WriteJSONL(b, r) },
	} {
		var one, two bytes.Buffer
		if err := write(&one, fixture(t)); err != nil {
			t.Fatal(err)
		}
		if err := write(&two, fixture(t)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Errorf("two runs of %s differ", name)
		}
	}
}

// A report without rows is still a file that readers open.
func TestColumnarFilesWithoutRows(t *testing.T) {
	empty := &Report{Catalogue: fixture(t).Catalogue}
	if n := parquetTable(t, empty).NumRows(); n != 0 {
		t.Errorf("parquet holds %d rows", n)
	}
	if n := arrowTable(t, empty).NumRows(); n != 0 {
		t.Errorf("arrow holds %d rows", n)
	}
}

// Each line is the element of gaps[] in the document.
func TestJSONLinesAreTheGapsOfTheDocument(t *testing.T) {
	r := fixture(t)
	r.All = true
	var document, lines bytes.Buffer
	if err := WriteJSON(&document, r); err != nil {
		t.Fatal(err)
	}
	if err := WriteJSONL(&lines, r); err != nil {
		t.Fatal(err)
	}
	list := strings.Split(strings.TrimSpace(lines.String()), "\n")
	if len(list) != len(r.Gaps) {
		t.Fatalf("%d lines, want %d", len(list), len(r.Gaps))
	}
	for _, line := range list {
		if !strings.Contains(document.String(), "\n"+line) {
			t.Errorf("not in the document: %s", line)
		}
	}
}
