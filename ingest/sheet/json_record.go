package sheet

import (
	"context"
	"errors"
	"io"
	"strconv"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// objectReader reads objects into rows.
type objectReader struct {
	*jsonLexer
	file     *File
	progress *Progress

	root    jsonKey // over the keys of records
	named   int     // bytes that the keys take
	columns map[string]int
	names   []string
	dropped []bool
	last    []int // the row of the last value of each column

	row     Row // in hand
	records int
	cells   map[string]Cell // of short tokens that were met
	kept    rowKeeper
	spent   budget
}

// jsonKey is a key where it stands in records.
type jsonKey struct {
	name   string              // with those of the objects around it
	column int                 // from 1; 0: it has had no value of its own
	under  map[string]*jsonKey // as they are written
}

func newObjectReader(f *File, src io.Reader, top int) *objectReader {
	return &objectReader{jsonLexer: newJSONLexer(src), file: f, columns: map[string]int{}, cells: map[string]Cell{}, kept: rowKeeper{top: top}}
}

// errNotRecords is told of a document that is something else than objects.
var errNotRecords = errors.New("not an object")

// readAll reads every object of the text, those of arrays too; of an envelope the
// one array that comes.
func (r *objectReader) readAll(enveloped bool) error {
	for first := true; ; first = false {
		c, err := r.peek()
		switch {
		case errors.Is(err, io.EOF) && first:
			return fault("file.empty", r.file.Path, nil)
		case errors.Is(err, io.EOF):
			return nil
		case err == nil && c == '[':
			err = r.array(r.readRecord)
		case err == nil:
			err = r.readRecord()
		}
		if err != nil || enveloped {
			return err
		}
	}
}

// readRecord reads an object as a row.
func (r *objectReader) readRecord() error {
	switch c, err := r.next(); {
	case err != nil:
		return err
	case c != '{':
		if err := r.skip(0); err != nil {
			return err
		}
		return errNotRecords
	}
	r.records++
	r.row = Row{Line: r.records + 1, Cells: r.row.Cells[:0]}
	before := r.spent.filled
	if err := r.readObject(&r.root, 0); err != nil {
		return err
	}
	if r.kept.keep(r.row.Line, r.row.Cells) {
		r.spent.packed += r.spent.filled - before
	}
	r.progress.count(0, 1)
	return nil
}

// mostNested is how many objects may lie in each other in a record.
const mostNested = 8

// readObject reads an object into the row.
func (r *objectReader) readObject(key *jsonKey, depth int) error {
	return r.object(func(raw []byte) error {
		key, err := r.under(key, raw)
		if err != nil {
			return err
		}
		c, err := r.next()
		switch {
		case err != nil:
			return err
		case c == '{' && depth < mostNested:
			return r.readObject(key, depth+1)
		case c == '{' || c == '[':
			return r.leaveOut(r.column(key), c)
		}
		raw, err = r.scalar()
		if err != nil {
			return err
		}
		cell, err := r.cellOf(raw)
		if err != nil {
			return err
		}
		return r.put(r.column(key), cell)
	})
}

// The bytes that the keys of a file may take, and what each takes beside its name.
const (
	maxNamed = 256 << 20
	keySize  = 128
)

// under is a key within the object of another.
func (r *objectReader) under(key *jsonKey, raw []byte) (*jsonKey, error) {
	if k := key.under[string(raw)]; k != nil {
		return k, nil
	}
	name, err := unquote(raw)
	if err != nil {
		return nil, err
	}
	if r.named += keySize + len(raw) + len(key.name) + len(name); r.named > maxNamed {
		return nil, tooMany(kpi.Origin{File: r.file.Path, Row: r.row.Line})
	}
	if key != &r.root {
		name = key.name + "." + name
	}
	if key.under == nil {
		key.under = map[string]*jsonKey{}
	}
	k := &jsonKey{name: name}
	key.under[string(raw)] = k
	return k, nil
}

// column is the number of the column of a key.
func (r *objectReader) column(key *jsonKey) int {
	if key.column > 0 {
		return key.column - 1
	}
	col, ok := r.columns[key.name]
	if !ok {
		col = len(r.names)
		r.columns[key.name] = col
		r.names, r.dropped, r.last = append(r.names, key.name), append(r.dropped, false), append(r.last, 0)
	}
	key.column = col + 1
	return col
}

// put puts a cell into the row. Of a repeated key the last value counts.
func (r *objectReader) put(col int, cell Cell) error {
	line := r.row.Line
	if r.last[col] == line {
		r.warn(r.line, "json.repeated_key", col, nil)
		if col < len(r.row.Cells) {
			r.row.Cells[col] = Cell{}
		}
	}
	r.last[col] = line
	if !r.dropped[col] && !r.spent.put(&r.row, col, cell) {
		return tooMany(kpi.Origin{File: r.file.Path, Row: line, Col: col + 1})
	}
	return nil
}

// leaveOut reads an array, or an object too deep in others, which fit into no cell: their
// column is left out, and said to be; of arrays of objects, which may hold the
// figures, as an error.
func (r *objectReader) leaveOut(col int, begins byte) error {
	line, kind := r.line, "object"
	var err error
	if begins == '{' {
		err = r.skip(0)
	} else {
		kind, err = r.skipArray()
	}
	if err != nil {
		return err
	}
	if !r.dropped[col] {
		r.dropped[col] = true
		r.kept.leaveOut(col)
		r.warn(line, "column.no_cells", col, kpi.Args{"type": kind})
	}
	return r.put(col, Cell{})
}

// skipArray skips an array, and tells one of objects from others by its first
// element.
func (r *objectReader) skipArray() (kind string, err error) {
	kind, first := "array", true
	err = r.array(func() error {
		if c, _ := r.next(); first && c == '{' {
			kind = "objects"
		}
		first = false
		return r.skip(0)
	})
	return kind, err
}

// Short tokens are often met again: their cells, and their texts, are made once.
const (
	shortToken = 40
	mostTokens = 16 << 10
)

// cellOf is the cell of a scalar.
func (r *objectReader) cellOf(raw []byte) (Cell, error) {
	if c, ok := r.cells[string(raw)]; ok {
		return c, nil
	}
	c, err := jsonCell(raw)
	if err == nil && len(raw) <= shortToken && len(r.cells) < mostTokens {
		r.cells[string(raw)] = c
	}
	return c, err
}

func jsonCell(raw []byte) (Cell, error) {
	if raw[0] == '"' {
		s, err := unquote(raw)
		return textCell(s), err
	}
	if err := checkScalar(raw); err != nil {
		return Cell{}, err
	}
	switch raw[0] {
	case 't', 'f':
		return boolCell(raw[0] == 't'), nil
	case 'n':
		return Cell{}, nil
	}
	return decimalCell(string(raw)), nil
}

func (r *objectReader) warn(line int, code string, col int, args kpi.Args) {
	all := kpi.Args{"column": r.names[col], "line": strconv.Itoa(line)}
	for k, v := range args {
		all[k] = v
	}
	sev := kpi.Warning
	if all["type"] == "objects" {
		sev, code = kpi.Error, "json.records_within"
	}
	r.file.report(sev, code, kpi.Origin{Row: r.row.Line, Col: col + 1}, all)
}

// fault puts the line into the error of a text that is not what it should be.
func (r *objectReader) fault(err error) error {
	switch {
	case err == nil, kpi.AsFault(err) != nil, errors.Is(err, errDoubtful), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, errBomb):
		return damaged(r.file.Path, "json", err)
	case errors.Is(err, errNotRecords):
		return fault("json.not_records", r.file.Path, kpi.Args{"line": strconv.Itoa(r.line)})
	}
	line := r.line
	if errors.Is(err, io.ErrUnexpectedEOF) {
		line = r.told
	}
	f := fault("json.damaged", r.file.Path, kpi.Args{"line": strconv.Itoa(line)})
	f.Err = err
	return f
}

// table is what was read, without the columns that are left out.
func (r *objectReader) table() Table {
	t := Table{File: r.file.Path, Width: len(r.names), Records: r.records}
	head := make([]Cell, len(r.names))
	for i, name := range r.names {
		if !r.dropped[i] {
			head[i] = textCell(name)
		}
	}
	t.add(1, head)
	r.kept.addTo(&t)
	return t
}
