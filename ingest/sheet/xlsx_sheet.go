package sheet

import (
	"cmp"
	"context"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// sheetReader reads one worksheet part: rows as most programs write them by
// the scanner, and whatever it leaves by the decoder.
type sheetReader struct {
	w       *workbook
	src     *blocks
	d       *xml.Decoder
	scanner scanner
	to      taker
	stopped error      // of the taker
	at      kpi.Origin // the cell being read
	merged  []Area
	last    int // number of the row read last
	outline outline
	unknown int // formulas without a value
	first   kpi.Origin
}

// taker is given the rows of a sheet that have any cell, one after another, in
// the order in which they stand there. Its errors end the reading.
type taker interface {
	take(row Row) error
	// takeRaw takes a row as it was scanned, if need be without any cell, and returns how many of
	// its cells are filled; a negative number when it must be decoded, for then nothing is taken.
	takeRaw(s *scanner) (filled int, err error)
}

// readSheet hands the sheet's rows to the taker and returns the table without
// them, and what its first rows look like. Row and cell numbers that are absent
// follow from the one before.
func (w *workbook) readSheet(ctx context.Context, f *File, s sheetRef, to taker) (Table, outline, error) {
	r := &sheetReader{w: w, to: to, at: kpi.Origin{File: f.Path, Sheet: s.name}}
	err := w.parseAhead(s.part, "</row>", func(src *blocks, d *xml.Decoder) error {
		r.src, r.d = src, d
		return r.readParts(ctx)
	})
	t := Table{File: f.Path, Sheet: s.name, Merged: r.merged}
	if r.stopped != nil {
		err = r.stopped
	}
	if err != nil {
		return t, r.outline, err
	}
	if r.unknown > 0 {
		f.report(kpi.Warning, "cell.formula_without_value", r.first, kpi.Args{"count": strconv.Itoa(r.unknown)})
	}
	if r.outline.rows == 0 {
		f.report(kpi.Note, "sheet.empty", kpi.Origin{Sheet: s.name}, kpi.Args{"sheet": s.name})
	}
	return t, r.outline, nil
}

func (r *sheetReader) readParts(ctx context.Context) error {
	if err := root(r.d); err != nil {
		return err
	}
	return children(r.d, func(e xml.StartElement) error {
		switch e.Name.Local {
		case "sheetData":
			return r.readRows(ctx)
		case "mergeCells":
			return r.readMerged()
		}
		return r.d.Skip()
	})
}

func (r *sheetReader) readRows(ctx context.Context) error {
	if !r.src.closed() {
		if err := r.scanRows(ctx); err != nil {
			return err
		}
	}
	return children(r.d, func(e xml.StartElement) error {
		if e.Name.Local != "row" {
			return r.d.Skip()
		}
		if err := r.decodeRow(ctx, e); err != nil {
			return err
		}
		return r.scanRows(ctx)
	})
}

// scanRows takes the rows from where the decoder stands on that need no
// decoder.
func (r *sheetReader) scanRows(ctx context.Context) error {
	for !r.src.converted {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, ok := r.scanner.row(r.src.rest(), r.last)
		if !ok {
			return nil
		}
		if ok, err := r.takeScanned(); !ok || err != nil {
			return err
		}
		r.src.skip(n)
	}
	return nil
}

func (r *sheetReader) takeScanned() (ok bool, err error) {
	filled, err := r.to.takeRaw(&r.scanner)
	if filled < 0 && err == nil {
		return false, nil
	}
	r.last = r.scanner.line
	for _, c := range r.scanner.cells {
		if c.what == rawFormula {
			r.at.Row, r.at.Col = r.last, c.col+1
			r.tellUnknown()
		}
	}
	return true, r.taken(filled, err)
}

// taken takes note of a row that the taker has, or of why it wants no more.
func (r *sheetReader) taken(filled int, err error) error {
	r.outline.see(filled)
	if err == nil && r.outline.enough(r.w.most) {
		err = errEnough
	}
	r.stopped = err
	return err
}

// decodeRow reads the row that the decoder has entered.
func (r *sheetReader) decodeRow(ctx context.Context, e xml.StartElement) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	row := Row{Line: r.last + 1}
	if text := attr(e.Attr, "r"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Errorf("row number %q", text)
		}
		row.Line = n
	}
	if row.Line < 1 || row.Line > maxRow {
		return fmt.Errorf("row number %d", row.Line)
	}
	r.last = row.Line
	if err := r.readRow(&row); err != nil || len(row.Cells) == 0 {
		return err
	}
	return r.taken(filledCells(row.Cells), r.to.take(row))
}

func (r *sheetReader) readRow(row *Row) error {
	next := 0
	return children(r.d, func(e xml.StartElement) error {
		if e.Name.Local != "c" {
			return r.d.Skip()
		}
		col, err := r.column(attr(e.Attr, "r"), row.Line, next)
		if err != nil {
			return err
		}
		next = col + 1
		r.at.Row, r.at.Col = row.Line, col+1
		cell, err := r.readCell(attr(e.Attr, "t"), attr(e.Attr, "s"))
		if err != nil {
			return fmt.Errorf("cell %s: %w", r.at.Cell(), err)
		}
		if row.At(col).Kind != Blank {
			return fmt.Errorf("cell %s stands there twice", r.at.Cell())
		}
		if !r.w.budget.put(row, col, cell) {
			return tooMany(r.at)
		}
		return nil
	})
}

// readMerged reads the areas of merged cells.
func (r *sheetReader) readMerged() error {
	return children(r.d, func(e xml.StartElement) error {
		from, to, _ := strings.Cut(attr(e.Attr, "ref"), ":")
		if to == "" {
			to = from
		}
		a, err := parseArea(from, to)
		if err != nil {
			return err
		}
		if r.merged = append(r.merged, a); len(r.merged) > maxRow {
			return tooMany(kpi.Origin{File: r.at.File, Sheet: r.at.Sheet})
		}
		return r.d.Skip()
	})
}

func parseArea(from, to string) (Area, error) {
	left, top, err := parseAddress(from)
	right, bottom, err2 := parseAddress(to)
	return Area{Top: top, Left: left, Bottom: bottom, Right: right}, cmp.Or(err, err2)
}

// column reads the column (from 0) of a cell's address, which must be of the
// row it stands in; next when there is no address.
func (r *sheetReader) column(address string, line, next int) (int, error) {
	if address == "" {
		return next, nil
	}
	col, row, err := parseAddress(address)
	if err == nil && row != line {
		err = fmt.Errorf("cell address %q in row %d", address, line)
	}
	return col - 1, err
}

// parseAddress reads an address such as AB12 into numbers counted from 1.
func parseAddress(address string) (col, row int, err error) {
	letters := strings.TrimRight(address, "0123456789")
	for _, c := range strings.ToUpper(letters) {
		if c < 'A' || c > 'Z' || col > maxCol {
			return 0, 0, fmt.Errorf("cell address %q", address)
		}
		col = col*26 + int(c-'A') + 1
	}
	row, err = strconv.Atoi(address[len(letters):])
	if err != nil || row < 1 || row > maxRow || col < 1 || col > maxCol {
		return 0, 0, fmt.Errorf("cell address %q", address)
	}
	return col, row, nil
}
