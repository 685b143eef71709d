package sheet

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// decodeJSON reads records: an object a line (jsonl, ndjson), or an array of
// objects. The keys in the order of their first appearance are the header, and
// record k stands in row k + 1, as if it were a sheet. Keys of objects within
// objects are joined by points (employee.id). Where the text is one object, around
// one array of objects, these are the records: {"total": 2, "data": [{…}, {…}]}.
func decodeJSON(ctx context.Context, f *File, data []byte, opt Options) error {
	text, err := decodeBytes(f, data, opt.Encoding)
	if err != nil {
		return err
	}
	if trim(text) == "" {
		return fault("file.empty", f.Path, nil)
	}
	r := &objectReader{file: f, text: text, line: 1, columns: map[string]int{}}
	if err := r.open(); err != nil {
		return err
	}
	r.dec = json.NewDecoder(strings.NewReader(r.text))
	r.dec.UseNumber()
	if err := r.readAll(ctx); err != nil {
		return r.fault(err)
	}
	f.Tables = []Table{r.table()}
	return nil
}

// looksJSON reports whether a text without a telling name begins as records
// do, and as no delimited text does.
func looksJSON(data []byte) bool {
	head := strings.Join(strings.Fields(strings.TrimPrefix(string(data[:min(len(data), 512)]), bomUTF8)), "")
	return strings.HasPrefix(head, `{"`) && strings.Contains(head, `":`) || strings.HasPrefix(head, `[{`)
}

// objectReader reads objects into rows.
type objectReader struct {
	file              *File
	text              string
	dec               *json.Decoder
	line              int // of the byte at counted
	counted           int
	inArray, inObject bool

	columns map[string]int
	names   []string
	dropped []bool
	last    []int // the row of the last value of each column
	rows    [][]Cell
	spent   budget
}

// errNotRecords is told of a document that is something else than objects.
var errNotRecords = errors.New("not an object")

// readAll reads every object of the text, those of arrays too.
func (r *objectReader) readAll(ctx context.Context) error {
	for {
		if len(r.rows)%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		err := r.step()
		if errors.Is(err, io.EOF) && r.whole() {
			return nil
		}
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
	}
}

// whole reports whether the text may end here.
func (r *objectReader) whole() bool { return !r.inArray && !r.inObject }

// step reads one object, or a bracket around objects.
func (r *objectReader) step() error {
	tok, err := r.dec.Token()
	switch {
	case err != nil:
		return err
	case tok == json.Delim('[') && !r.inArray:
		r.inArray = true
	case tok == json.Delim(']'):
		r.inArray = false
	case tok == json.Delim('{'):
		r.inObject = true
		err = r.readRecord()
		r.inObject = err != nil
	default:
		err = errNotRecords
	}
	return err
}

// readRecord reads the rest of an object as a row.
func (r *objectReader) readRecord() error {
	row := Row{Line: len(r.rows) + 2, Cells: make([]Cell, 0, len(r.names))}
	if err := r.readObject(&row, ""); err != nil {
		return err
	}
	r.rows = append(r.rows, row.Cells)
	return nil
}

// readObject reads the rest of an object into a row; path is what stands in front
// of its keys.
func (r *objectReader) readObject(row *Row, path string) error {
	for r.dec.More() {
		key, err := r.dec.Token()
		if err != nil {
			return err
		}
		name := path + key.(string) // the decoder lets nothing else pass for a key
		tok, err := r.dec.Token()
		if err != nil {
			return err
		}
		if tok == json.Delim('{') && strings.Count(path, ".") < mostNested {
			err = r.readObject(row, name+".")
		} else {
			err = r.readCell(row, name, tok)
		}
		if err != nil {
			return err
		}
	}
	_, err := r.dec.Token()
	return err
}

// mostNested is how many objects may lie in each other in a record.
const mostNested = 8

// readCell reads the value that a token is or begins into a row.
func (r *objectReader) readCell(row *Row, name string, tok json.Token) error {
	col := r.column(name)
	cell, err := r.valueOf(tok, col, row.Line)
	if err != nil {
		return err
	}
	if r.last[col] == row.Line {
		r.warn("json.repeated_key", row.Line, col, nil)
	}
	r.last[col] = row.Line
	if col < len(row.Cells) {
		row.Cells[col] = Cell{} // of a repeated key the last value counts
	}
	if !r.spent.put(row, col, cell) {
		return tooMany(kpi.Origin{File: r.file.Path, Row: row.Line, Col: col + 1})
	}
	return nil
}

// column is the number of the column of a key.
func (r *objectReader) column(key string) int {
	col, ok := r.columns[key]
	if !ok {
		col = len(r.names)
		r.columns[key] = col
		r.names, r.dropped, r.last = append(r.names, key), append(r.dropped, false), append(r.last, 0)
	}
	return col
}

// valueOf is the cell of a value. Arrays, and objects too deep in others, fit into
// no cell: their column is left out, and said to be; of arrays of objects, which
// may hold the figures, as an error.
func (r *objectReader) valueOf(tok json.Token, col, row int) (Cell, error) {
	switch v := tok.(type) {
	case json.Delim:
		kind := "object"
		if v == '[' {
			kind = r.arrayKind()
		}
		if !r.dropped[col] {
			r.dropped[col] = true
			r.warn("column.no_cells", row, col, kpi.Args{"type": kind})
		}
		return Cell{}, r.skip()
	case json.Number:
		return decimalCell(v.String()), nil
	case string:
		return textCell(v), nil
	case bool:
		return boolCell(v), nil
	}
	return Cell{}, nil
}

// arrayKind tells an array of objects from others, by its first element.
func (r *objectReader) arrayKind() string {
	rest := strings.TrimLeft(r.text[min(int(r.dec.InputOffset()), len(r.text)):], " \t\r\n")
	if strings.HasPrefix(rest, "{") {
		return "objects"
	}
	return "array"
}

// skip reads to the end of the object or array that was just entered.
func (r *objectReader) skip() error {
	for depth := 1; depth > 0; {
		tok, err := r.dec.Token()
		if err != nil {
			return err
		}
		switch tok {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
	return nil
}

func (r *objectReader) warn(code string, row, col int, args kpi.Args) {
	all := kpi.Args{"column": r.names[col], "line": strconv.Itoa(r.lineOf(int(r.dec.InputOffset())))}
	for k, v := range args {
		all[k] = v
	}
	sev := kpi.Warning
	if all["type"] == "objects" {
		sev, code = kpi.Error, "json.records_within"
	}
	r.file.report(sev, code, kpi.Origin{Row: row, Col: col + 1}, all)
}

// lineOf is the line of the text on which a byte stands, asked for in rising
// order.
func (r *objectReader) lineOf(offset int) int {
	if offset = min(offset, len(r.text)); offset > r.counted {
		r.line += countLines(r.text[r.counted:offset])
		r.counted = offset
	}
	return r.line
}

// fault puts the line into the error of a text that is not what it should be.
func (r *objectReader) fault(err error) error {
	if kpi.AsFault(err) != nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	at := min(int(r.dec.InputOffset()), len(r.text)) // the end of the last token
	code := "json.not_records"
	if !errors.Is(err, errNotRecords) {
		code = "json.damaged"
	}
	if f := (*json.SyntaxError)(nil); errors.As(err, &f) { // which is behind it
		at += len(r.text[at:]) - len(strings.TrimLeft(r.text[at:], " \t\r\n,:"))
	}
	f := fault(code, r.file.Path, kpi.Args{"line": strconv.Itoa(r.lineOf(at))})
	if code == "json.damaged" {
		f.Err = err
	}
	return f
}

// table is what was read, without the columns that are left out.
func (r *objectReader) table() Table {
	t := Table{File: r.file.Path, Width: len(r.names), Records: len(r.rows)}
	head := make([]Cell, len(r.names))
	for i, name := range r.names {
		if !r.dropped[i] {
			head[i] = textCell(name)
		}
	}
	t.add(1, head)
	for i, cells := range r.rows {
		for col := range cells {
			if r.dropped[col] {
				cells[col] = Cell{}
			}
		}
		t.add(i+2, cells)
	}
	return t
}
