package sheet

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// errEnough ends the reading of a sheet's head.
var errEnough = errors.New("enough rows")

// outline tells whether the first rows of a sheet look like those of a plain
// table. The areas of merged cells stand behind the rows: sheets that may have
// some above the data are read to their end for their head.
type outline struct {
	rows, filled int
	uneven       bool
}

const outlineRows = 10

// see takes a row with so many filled cells into account.
func (o *outline) see(filled int) {
	if filled == 0 {
		return
	}
	if o.rows > 0 && o.rows < outlineRows && filled != o.filled {
		o.uneven = true
	}
	o.rows, o.filled = o.rows+1, filled
}

// enough reports whether a head of so many rows is complete.
func (o *outline) enough(most int) bool {
	return most > 0 && o.rows > max(most, outlineRows) && !o.uneven
}

// filledCells counts the cells that are not blank.
func filledCells(cells []Cell) (n int) {
	for i := range cells {
		if cells[i].Kind != Blank {
			n++
		}
	}
	return n
}

// tableRows keeps the rows of a sheet.
type tableRows struct {
	w     *workbook
	rows  []Row
	more  bool // than suffice
	shelf shelf
}

func (t *tableRows) take(row Row) error {
	if t.w.most > 0 && len(t.rows) == t.w.most {
		t.more = true
		return nil
	}
	t.rows = append(t.rows, row)
	return nil
}

func (t *tableRows) takeRaw(s *scanner) (filled int, err error) {
	cells := s.cells
	if len(cells) == 0 {
		return 0, nil
	}
	row := Row{Line: s.line, Cells: t.shelf.open(cells[len(cells)-1].col + 1)}
	before := t.w.budget
	for i := range cells {
		cell, ok := t.w.cellOf(&cells[i])
		if !ok || !t.w.budget.put(&row, cells[i].col, cell) {
			t.w.budget = before
			return -1, nil
		}
	}
	if len(row.Cells) == 0 {
		return 0, nil
	}
	row.Cells = t.shelf.keep(row.Cells)
	return filledCells(row.Cells), t.take(row)
}

// inOrder returns the rows in the order of their numbers. A sheet that gives
// the same row twice is refused: which one counts is not known.
func (t *tableRows) inOrder(part string) ([]Row, error) {
	slices.SortStableFunc(t.rows, func(a, b Row) int { return cmp.Compare(a.Line, b.Line) })
	for i := 1; i < len(t.rows); i++ {
		if t.rows[i].Line == t.rows[i-1].Line {
			return nil, t.w.damaged(part, fmt.Errorf("row %d stands there twice", t.rows[i].Line))
		}
	}
	return t.rows, nil
}
