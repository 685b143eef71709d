package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// records is what is known of a table of a known number of columns that is being filled
// by records: row 1 of the table is the header, record k stands in row k + 1.
type records struct {
	name    string
	names   []string
	rows    int
	dropped []bool
	utc     []bool // columns of times in UTC
	notes   []kpi.Diagnostic
}

// recordColumns are records that are filled column by column.
type recordColumns struct {
	records
	bytes int    // of the file: what it may unfold to depends on it
	cells []Cell // row by row
}

// The cells that the records of a file may unfold to: any file, and for each
// of its bytes. A run of equal values takes next to nothing in columnar formats.
const (
	freeCells    = 4 << 20
	cellsPerByte = 256
)

func (r *records) begin(width int) {
	r.names, r.dropped, r.utc = make([]string, width), make([]bool, width), make([]bool, width)
}

func (r *records) head(col int, name string) { r.names[col] = trim(name) }

// grow adds n records of blanks.
func (r *recordColumns) grow(n int) error {
	width := max(1, len(r.names))
	limit := min(maxFilled, freeCells+cellsPerByte*r.bytes)
	if n < 0 || n > limit || (r.rows+n)*width > limit {
		return errBomb
	}
	r.rows += n
	r.cells = append(r.cells, make([]Cell, n*len(r.names))...)
	return nil
}

func (r *recordColumns) set(row, col int, c Cell) { r.cells[row*len(r.names)+col] = c }

// drop leaves a column out and says so: record is the one (from 1) that holds
// what no cell can hold, 0 when its type tells.
func (r *recordColumns) drop(col int, kind string, record int) {
	for row := range r.rows {
		r.set(row, col, Cell{})
	}
	r.leaveOut(col, kind, record)
}

// leaveOut says that a column is left out.
func (r *records) leaveOut(col int, kind string, record int) {
	r.dropped[col] = true
	at := kpi.Origin{File: r.name, Row: record + 1, Col: col + 1}
	r.notes = append(r.notes, kpi.Diagnostic{Severity: kpi.Warning, Code: "column.no_cells", Origin: at, Args: kpi.Args{"column": r.names[col], "type": kind}})
}

// table puts the records into f. A file none of whose columns can be read is a
// fault.
func (r *recordColumns) table(f *File, format string) error {
	if err := r.header(f, format); err != nil {
		return err
	}
	t := &f.Tables[0]
	for i := range r.rows {
		t.add(i+2, r.cells[i*len(r.names):(i+1)*len(r.names):(i+1)*len(r.names)])
	}
	return nil
}

// header puts the table with its header row into f, and what there is to say.
func (r *records) header(f *File, format string) error {
	kept := 0
	t := Table{File: f.Path, Width: len(r.names), Records: r.rows}
	head := make([]Cell, len(r.names))
	for i, name := range r.names {
		if r.dropped[i] {
			continue
		}
		kept++
		head[i] = textCell(name)
		if r.utc[i] {
			f.report(kpi.Note, "column.utc", kpi.Origin{Row: 1, Col: i + 1}, kpi.Args{"column": name})
		}
	}
	f.Diagnostics = append(f.Diagnostics, r.notes...)
	if kept == 0 {
		return fault("file.no_columns", f.Path, kpi.Args{"format": format})
	}
	t.add(1, head)
	f.Tables = []Table{t}
	return nil
}

// add adds a row without its trailing blanks, unless it is wholly blank.
func (t *Table) add(line int, cells []Cell) {
	if cells = withoutTrail(cells); len(cells) > 0 {
		t.Rows = append(t.Rows, Row{Line: line, Cells: cells})
	}
}

const parquetMagic, ipcMagic = "PAR1", "ARROW1"

// decodeParquet reads a parquet file column by column.
func decodeParquet(ctx context.Context, f *File, data []byte, _ Options) error {
	const format = "parquet"
	if bytes.HasSuffix(data, []byte("PARE")) {
		return fault("file.encrypted", f.Path, nil)
	}
	if !bytes.HasSuffix(data, []byte(parquetMagic)) || len(data) < 12 {
		return damaged(f.Path, format, errCut)
	}
	r := &recordColumns{records: records{name: f.Path}, bytes: len(data)}
	if err := guard(func() error { return readParquet(ctx, r, data) }); err != nil {
		return damaged(f.Path, format, err)
	}
	return r.table(f, format)
}

var errCut = errors.New("the end of the file is missing")

// guard runs read, a reader of another's making, and returns its panics as
// errors.
func guard(read func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // of this goroutine only
	defer func() {
		switch p := recover().(type) {
		case nil:
		case error:
			err = p
		default:
			err = errors.New(fmt.Sprint(p))
		}
	}()
	return read()
}

// damaged is the fault of a file of records that can't be read to its end.
func damaged(name, format string, err error) error {
	if kpi.AsFault(err) != nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	code := "file.broken"
	if errors.Is(err, errBomb) {
		code = "file.unfolds"
	}
	return &kpi.Fault{Code: code, Origin: kpi.Origin{File: name}, Args: kpi.Args{"format": format}, Err: err}
}
