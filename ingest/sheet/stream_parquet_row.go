package sheet

import "github.com/gapstep/gapstep/ingest/kpi"

// Rows are put together from the vectors of a batch, and from what stands in the
// columns that no vector has: those are read when a row is asked for.

// readRest reads the rows of the batch in the columns that are not delivered as codes.
func (w *parquetWorker) readRest() error {
	if w.rest == nil {
		w.rest = []*parquetColumn{}
		for i := range w.file.fields {
			if w.file.fields[i].flat && !w.isCoded(i) {
				w.rest = append(w.rest, newParquetColumn(w.file, i, Coded))
			}
		}
	}
	w.hasRest = true
	return w.readColumns(w.rest, w.piece)
}

// isCoded reports whether a column's codes are read for the batch.
func (w *parquetWorker) isCoded(field int) bool {
	for _, c := range w.cols {
		if c.at == field {
			return c.want != Counted
		}
	}
	return false
}

// needsRest reports whether a row that fits the vectors has more than they tell: cells of
// columns that nobody asked for, or texts that were counted.
func (w *parquetWorker) needsRest() bool {
	told := 0
	for _, c := range w.cols {
		if c.want != Counted || c.field.isNumber() {
			told++
		}
	}
	for _, f := range w.file.fields {
		if f.flat {
			told--
		}
	}
	return told < 0
}

// isNumber reports whether a column holds nothing but numbers.
func (v *valueType) isNumber() bool { return v.step > 0 || v.fraction != nil }

// deliverRow is row i of the batch as it is delivered. What goes wrong is kept for when
// the sink returns.
func (w *parquetWorker) deliverRow(i int) Row {
	line := w.batch.Lines[i]
	if !w.hasRest && w.needsRest() && w.failed == nil {
		w.failed = guard(w.readRest)
	}
	if w.failed != nil {
		return Row{Line: line}
	}
	return w.row(i, line-w.piece.line)
}

// row is the row that stands at i in the vectors, and at k in the piece, without
// trailing blanks.
func (w *parquetWorker) row(i, k int) Row {
	cells := make([]Cell, len(w.file.fields))
	for _, c := range w.cols {
		if c.want == Counted {
			cells[c.at] = numberCell(c.vector.Numbers[i])
		} else {
			cells[c.at] = c.vector.Cells[c.vector.Codes[i]]
		}
	}
	if w.hasRest {
		for _, c := range w.rest {
			cells[c.at] = c.vector.Cells[c.vector.Codes[k]]
		}
	}
	last := len(cells)
	for last > 0 && cells[last-1].Kind == Blank {
		last--
	}
	return Row{Line: w.piece.line + k, Cells: cells[:last:last]}
}

// numberCell is the cell of a number that was streamed.
func numberCell(n kpi.Decimal) Cell {
	if n == BlankNumber {
		return Cell{}
	}
	return Cell{Kind: Number, Text: n.String(), Number: n.Float()}
}

// addRows adds the rows of a piece to a table, of a worker without columns of its own.
func (w *parquetWorker) addRows(t *Table, piece parquetPiece) error {
	w.piece = piece
	if err := w.readRest(); err != nil {
		return err
	}
	for k := range piece.rows {
		if row := w.row(k, k); len(row.Cells) > 0 {
			t.Rows = append(t.Rows, row)
		}
	}
	return nil
}
