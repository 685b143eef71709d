package sheet

import (
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// sheetReader reads one worksheet part.
type sheetReader struct {
	w       *workbook
	d       *xml.Decoder
	at      kpi.Origin // the cell being read
	rows    []Row
	merged  []Area
	last    int // number of the row read last
	unknown int // formulas without a value
	first   kpi.Origin
}

// readSheet reads the sheet's rows. Row and cell numbers that are absent follow
// from the one before.
func (w *workbook) readSheet(ctx context.Context, f *File, s sheetRef) (Table, error) {
	r := &sheetReader{w: w, at: kpi.Origin{File: f.Path, Sheet: s.name}}
	err := w.parse(s.part, func(d *xml.Decoder) error {
		r.d = d
		if err := root(d); err != nil {
			return err
		}
		return children(d, func(e xml.StartElement) error {
			switch e.Name.Local {
			case "sheetData":
				return r.readRows(ctx)
			case "mergeCells":
				return r.readMerged()
			}
			return d.Skip()
		})
	})
	if err != nil {
		return Table{}, err
	}
	if r.unknown > 0 {
		f.report(kpi.Warning, "cell.formula_without_value", r.first, kpi.Args{"count": strconv.Itoa(r.unknown)})
	}
	slices.SortStableFunc(r.rows, func(a, b Row) int { return cmp.Compare(a.Line, b.Line) })
	return Table{File: f.Path, Sheet: s.name, Rows: r.rows, Merged: r.merged}, r.checkDoubles(s.part)
}

// checkDoubles refuses a sheet that gives the same row twice: which one counts
// is not known.
func (r *sheetReader) checkDoubles(part string) error {
	for i := 1; i < len(r.rows); i++ {
		if r.rows[i].Line == r.rows[i-1].Line {
			return r.w.damaged(part, fmt.Errorf("row %d stands there twice", r.rows[i].Line))
		}
	}
	return nil
}

func (r *sheetReader) readRows(ctx context.Context) error {
	return children(r.d, func(e xml.StartElement) error {
		if e.Name.Local != "row" {
			return r.d.Skip()
		}
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
		if err := r.readRow(&row); err != nil {
			return err
		}
		if len(row.Cells) > 0 {
			r.rows = append(r.rows, row)
		}
		return nil
	})
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

// stored is what a cell element holds.
type stored struct {
	value, inline, formula string
	hasValue, hasFormula   bool
}

func (r *sheetReader) readCell(kind, style string) (Cell, error) {
	var s stored
	err := children(r.d, func(e xml.StartElement) (err error) {
		switch e.Name.Local {
		case "v":
			s.hasValue = true
			s.value, err = content(r.d)
		case "f":
			s.hasFormula = true
			s.formula, err = content(r.d)
		case "is":
			s.inline, err = richText(r.d)
		default:
			err = r.d.Skip()
		}
		return err
	})
	if err != nil {
		return Cell{}, err
	}
	return r.decodeCell(kind, style, s)
}

// decodeCell turns what is stored into a cell.
func (r *sheetReader) decodeCell(kind, style string, s stored) (Cell, error) {
	v := strings.TrimSpace(s.value)
	computed := s.inline != "" || v != "" || s.hasValue && kind == "str" // an empty text is a value
	switch {
	case s.hasFormula && !computed:
		return r.withoutValue(s.formula), nil
	case kind == "str":
		return textCell(unescape(s.value)), nil
	case v == "" || kind == "inlineStr":
		return textCell(s.inline), nil
	}
	return r.decodeValue(kind, style, v)
}

// decodeValue reads the value v by the cell's type.
func (r *sheetReader) decodeValue(kind, style, v string) (Cell, error) {
	switch kind {
	case "s":
		return r.shared(v)
	case "", "n":
		return r.number(v, style)
	case "b":
		return boolCell(isTrue(v)), nil
	case "d":
		if days, ok := isoDays(v); ok {
			return Cell{Kind: Date, Text: dateText(days), Number: days}, nil
		}
	}
	return Cell{Kind: Fault, Text: v}, nil // kind e, and what can't be read
}

func (r *sheetReader) number(v, style string) (Cell, error) {
	n, err := strconv.ParseFloat(v, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return Cell{}, fmt.Errorf("number %q", v)
	}
	return r.w.numberCell(n, r.w.formatOf(style)), nil
}

// withoutValue is a formula that no program has computed. It is a fault and
// not a blank: somebody put a figure there.
func (r *sheetReader) withoutValue(formula string) Cell {
	if r.unknown == 0 {
		r.first = r.at
	}
	r.unknown++
	return Cell{Kind: Fault, Text: "=" + formula}
}

func (r *sheetReader) shared(index string) (Cell, error) {
	i, err := strconv.Atoi(index)
	if err != nil || i < 0 || i >= len(r.w.strings) {
		return Cell{}, errors.New("no shared string " + index)
	}
	return textCell(r.w.strings[i]), nil
}

// textCell is a text without the blank space around it; Blank when nothing is
// left.
func textCell(s string) Cell {
	if s = trim(s); s == "" {
		return Cell{}
	}
	return Cell{Kind: Text, Text: s}
}

func boolCell(b bool) Cell {
	if b {
		return Cell{Kind: Bool, Text: "TRUE", Number: 1}
	}
	return Cell{Kind: Bool, Text: "FALSE"}
}
