package reports

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// sheet is one table of the workbook, with lines above it where something has
// to be said first.
type sheet struct {
	name   string // in the reader's language
	table  string // name of the table: ASCII, the same in every language
	lead   [][]entry
	heads  []string
	rows   [][]entry
	empty  string // what an empty table says
	locked int    // columns that stay in view
	pages  int    // pages side by side in print; 0: one
	bare   bool   // without grid lines, not frozen: a page to read
}

// entry is what stands in a cell, and its look. A nil value is not known and stays empty.
type entry struct {
	value any
	look  look
}

// field is one column of a table of things.
type field[T any] struct {
	head  string // id of the heading's text
	entry func(T) entry
}

// fill makes the headings and the rows of a table.
func fill[T any](s *sheet, p *locale.Printer, fields []field[T], things []T) {
	for _, f := range fields {
		s.heads = append(s.heads, p.Text(f.head, nil))
	}
	for _, thing := range things {
		row := make([]entry, len(fields))
		for i, f := range fields {
			row[i] = f.entry(thing)
		}
		s.rows = append(s.rows, row)
	}
}

// words is text from a message or a file; what came from a file is made plain.
func words(s string) entry { return entry{value: locale.Plain(s), look: look{role: "text"}} }

// prose is a longer text, which may have lines and is wrapped.
func prose(lines ...string) entry {
	if len(lines) == 0 {
		return entry{}
	}
	return entry{value: strings.Join(lines, "\n"), look: look{role: "wrap"}}
}

func toned(word, tone string) entry { return entry{value: word, look: look{tone: tone, role: "text"}} }

func whole(n int) entry { return entry{value: n, look: look{format: wholeFormat}} }

// number is a figure; NaN and infinities are not known.
func figure(v float64, format string) entry {
	if !finite(v) {
		return entry{look: look{format: format}}
	}
	return entry{value: v, look: look{format: format}}
}

func date(d *kpi.Date) entry {
	if d == nil {
		return entry{}
	}
	return entry{value: d.Time(), look: look{format: dateFormat}}
}

// write adds a sheet to the workbook, the first in the place of the empty one
// that a new file has.
func (b *book) write(index int, s *sheet) error {
	s.name = sheetName(s.name)
	if index == 0 {
		if err := b.file.SetSheetName(b.file.GetSheetName(0), s.name); err != nil {
			return err
		}
	} else if _, err := b.file.NewSheet(s.name); err != nil {
		return err
	}
	if err := b.layOut(s); err != nil {
		return err
	}
	stream, err := b.file.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	if err := b.frame(stream, s); err != nil {
		return err
	}
	if err := b.body(stream, s); err != nil {
		return err
	}
	return stream.Flush()
}

// body writes the lead, the headings, the rows, and makes a table of them.
func (b *book) body(stream *excelize.StreamWriter, s *sheet) error {
	rows, widths := s.rows, s.widths()
	if len(rows) == 0 {
		rows = [][]entry{{words(s.empty)}}
	}
	lines := append(append(append([][]entry{}, s.lead...), s.headings()), rows...)
	for i, line := range lines {
		if err := b.line(stream, i+1, line, rowHeight(line, widths)); err != nil {
			return err
		}
	}
	from, err := excelize.CoordinatesToCellName(1, len(s.lead)+1)
	if err != nil {
		return err
	}
	to, err := excelize.CoordinatesToCellName(len(s.heads), len(lines))
	if err != nil {
		return err
	}
	return stream.AddTable(&excelize.Table{Range: from + ":" + to, Name: s.table, StyleName: "TableStyleLight1"})
}

// headings are the cells of the heading row; those over figures are centred.
func (s *sheet) headings() []entry {
	heads := make([]entry, len(s.heads))
	for i, h := range s.heads {
		heads[i] = entry{value: h, look: look{role: "head"}}
		for _, row := range s.rows {
			if _, text := row[i].value.(string); !text && row[i].value != nil {
				heads[i].look.role = "figures"
				break
			}
		}
	}
	return heads
}

func (b *book) line(stream *excelize.StreamWriter, row int, cells []entry, height float64) error {
	values := make([]any, len(cells))
	for i, c := range cells {
		id, err := b.style(c.look)
		if err != nil {
			return err
		}
		values[i] = excelize.Cell{StyleID: id, Value: c.value}
	}
	at, err := excelize.CoordinatesToCellName(1, row)
	if err != nil {
		return err
	}
	return stream.SetRow(at, values, excelize.RowOpts{Height: height})
}
