package reports

import (
	"fmt"
	"iter"
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
	rows   iter.Seq[[]entry] // made anew each time they are asked for, so that none is held; nil: none
	empty  string            // what an empty table says
	locked int               // columns that stay in view
	bare   bool              // without grid lines, not frozen: a page to read
	charts []chart
}

// entry is what stands in a cell, and its look. A nil value is not known and stays empty.
type entry struct {
	value   any
	look    look
	formula string // that gives the value anew in a spreadsheet, "" for none; never made of text from an input
	link    string // a place in the workbook: 'Sheet'!A1
}

// field is one column of a table of things.
type field[T any] struct {
	head  string // id of the heading's text
	entry func(T) entry
}

// fill makes the headings and the rows of a table. A row is valid until the next
// one.
func fill[T any](s *sheet, p *locale.Printer, fields []field[T], things []T) {
	for _, f := range fields {
		s.heads = append(s.heads, p.Text(f.head, nil))
	}
	if len(things) == 0 {
		return
	}
	s.rows = func(yield func([]entry) bool) {
		row := make([]entry, len(fields))
		for _, thing := range things {
			for i, f := range fields {
				row[i] = f.entry(thing)
			}
			if !yield(row) {
				return
			}
		}
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
	if index == 0 {
		if err := b.file.SetSheetName(b.file.GetSheetName(0), s.name); err != nil {
			return err
		}
	} else if _, err := b.file.NewSheet(s.name); err != nil {
		return err
	}
	seen := s.survey()
	for _, step := range []func(*sheet, *survey) error{b.layOut, b.addCharts, b.addConditions, b.addLinks, b.dress} {
		if err := step(s, seen); err != nil {
			return err
		}
	}
	stream, err := b.file.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	if err := b.frame(stream, s); err != nil {
		return err
	}
	if err := b.head(stream, s, seen); err != nil {
		return err
	}
	b.rowsOf[fmt.Sprintf("xl/worksheets/sheet%d.xml", index+1)] = func(out *blocks) error { return b.body(out, s, seen) }
	return stream.Flush()
}

// head writes the lead and the headings, and makes a table of them and the rows
// that will stand below.
func (b *book) head(stream *excelize.StreamWriter, s *sheet, seen *survey) error {
	for i, line := range append(s.lead, s.headings(seen)) {
		if err := b.line(stream, i+1, line, rowHeight(line, seen.widths)); err != nil {
			return err
		}
	}
	top := len(s.lead) + 1
	return stream.AddTable(&excelize.Table{Range: area(1, top, len(s.heads), top+seen.rows), Name: s.table, StyleName: "TableStyleLight1"})
}

// body writes the rows, when the workbook is packed: they are made, encoded and
// packed one after another.
func (b *book) body(out *blocks, s *sheet, seen *survey) error {
	w := newRowWriter(out, seen, b.styles, len(s.lead)+1)
	for line := range s.lines() {
		if err := w.write(line); err != nil {
			return err
		}
	}
	w.end()
	return nil
}

// dress makes the styles of the rows: they have to be known before the first
// part of the workbook is written.
func (b *book) dress(_ *sheet, seen *survey) error {
	for _, l := range append(seen.looks, look{}) {
		if _, err := b.style(l); err != nil {
			return err
		}
	}
	return nil
}

// mostLinks bounds the links of a sheet: setting one takes as long as there are
// others.
const mostLinks = 2000

// addLinks sets the links of the rows.
func (b *book) addLinks(s *sheet, seen *survey) error {
	for _, l := range seen.links {
		if err := b.file.SetCellHyperLink(s.name, cellName(l.column+1, len(s.lead)+1+l.row), l.to, "Location"); err != nil {
			return err
		}
	}
	return nil
}

// lines are the rows, or the one line that says there is none.
func (s *sheet) lines() iter.Seq[[]entry] {
	if s.rows != nil {
		return s.rows
	}
	return func(yield func([]entry) bool) { yield([]entry{words(s.empty)}) }
}

// headings are the cells of the heading row; those over figures are centred.
func (s *sheet) headings(seen *survey) []entry {
	heads := make([]entry, len(s.heads))
	for i, h := range s.heads {
		heads[i] = entry{value: h, look: look{role: "head"}}
		if seen.figures[i] {
			heads[i].look.role = "figures"
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
		values[i] = excelize.Cell{StyleID: id, Value: c.value, Formula: c.formula}
	}
	return stream.SetRow(area(1, row, 1, row), values, excelize.RowOpts{Height: height})
}

// area is the address of a rectangle, A1 for a single cell; columns and rows
// count from 1 and lie within what Excel allows.
func area(left, top, right, bottom int) string {
	from, to := cellName(left, top), cellName(right, bottom)
	if from == to {
		return from
	}
	return from + ":" + to
}

// columnName is A for 1; a number beyond the sheet's edge is A too: no table is
// so wide.
func columnName(col int) string { return strings.TrimRight(cellName(col, 1), "1") }

func cellName(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return "A1" // no table is so wide
	}
	return name
}
