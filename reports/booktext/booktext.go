// Package booktext writes a workbook as text, a line a cell or a feature, so
// that two workbooks can be compared by eye and by a diff. It serves the golden
// files of the packages that write workbooks.
//
// A merged area is a cell, called by both its ends; what it covers is written only
// where it looks otherwise. A cell's line is its address, the value as it is stored, the value as it is
// shown where that differs, the formula, and the look: {0.0%} is the number format,
// [bold 16 #1D2733 fill #E8ECEF wrap] the rest. Behind the cells of a sheet stand
// its merged areas, tables, rules, links, charts, and how it is viewed and
// printed. Names of parts and numbers of styles mean nothing to a reader and are
// left out.
package booktext

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Write writes the workbook in data, an xlsx file, to w. It errs where the file
// is no workbook, or one that can't be read to its end.
func Write(w io.Writer, data []byte) error {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	defer f.Close()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	d := &dump{file: f, parts: z, looks: map[int]string{}}
	if err := d.properties(); err != nil {
		return err
	}
	for _, name := range f.GetSheetList() {
		if err := d.sheet(name); err != nil {
			return fmt.Errorf("sheet %s: %w", name, err)
		}
	}
	_, err = w.Write(d.out.Bytes())
	return err
}

// dump is a text in the making.
type dump struct {
	file  *excelize.File
	parts *zip.Reader
	looks map[int]string // of styles, by id
	out   bytes.Buffer

	merged  map[string]string // of the sheet: the area that begins at a cell
	covered map[string]string // the first cell of the area that covers a cell
}

func (d *dump) line(format string, args ...any) { fmt.Fprintf(&d.out, format+"\n", args...) }

func (d *dump) properties() error {
	p, err := d.file.GetDocProps()
	if err != nil {
		return err
	}
	d.line("book title=%q creator=%q modified_by=%q created=%s modified=%s language=%s", p.Title, p.Creator, p.LastModifiedBy, p.Created, p.Modified, p.Language)
	for _, n := range d.file.GetDefinedName() {
		d.line("name %s of %q = %s", n.Name, n.Scope, n.RefersTo)
	}
	return nil
}

func (d *dump) sheet(name string) error {
	seen, err := d.file.GetSheetVisible(name)
	if err != nil {
		return err
	}
	d.line("\nsheet %q visible=%t", name, seen)
	for _, part := range []func(string) error{d.columns, d.cells, d.areas, d.rules, d.charts, d.view, d.print} {
		if err := part(name); err != nil {
			return err
		}
	}
	return nil
}

// size is the last column and row of a sheet that hold a cell: what the file
// says of its size need not be so.
func (d *dump) size(sheet string) (columns, rows int, err error) {
	part, err := d.partOf(sheet)
	if err != nil {
		return 0, 0, err
	}
	var grid struct {
		Cells []struct {
			At string `xml:"r,attr"`
		} `xml:"sheetData>row>c"`
	}
	if err := d.decode(part, &grid); err != nil {
		return 0, 0, err
	}
	for _, c := range grid.Cells {
		x, y, err := excelize.CellNameToCoordinates(c.At)
		if err != nil {
			return 0, 0, err
		}
		columns, rows = max(columns, x), max(rows, y)
	}
	return columns, rows, nil
}

// columns writes the widths, columns of the same width beside each other as one.
func (d *dump) columns(sheet string) error {
	columns, _, err := d.size(sheet)
	if err != nil {
		return err
	}
	var said []string
	last, from := -1.0, ""
	for x := 1; x <= columns; x++ {
		name, err := excelize.ColumnNumberToName(x)
		if err != nil {
			return err
		}
		width, err := d.file.GetColWidth(sheet, name)
		if err != nil {
			return err
		}
		if width == last {
			said[len(said)-1] = fmt.Sprintf("%s-%s:%s", from, name, short(width))
			continue
		}
		last, from = width, name
		said = append(said, name+":"+short(width))
	}
	d.line("widths %s", strings.Join(said, " "))
	return nil
}

func short(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// cells writes each row, its height where it is not the usual one, then the
// cells that hold something or have a look.
func (d *dump) cells(sheet string) error {
	columns, rows, err := d.size(sheet)
	if err != nil {
		return err
	}
	if err := d.readMerged(sheet); err != nil {
		return err
	}
	for y := 1; y <= rows; y++ {
		height, err := d.file.GetRowHeight(sheet, y)
		if err != nil {
			return err
		}
		if height != 15 {
			d.line("row %d height %s", y, short(height))
		}
		for x := 1; x <= columns; x++ {
			if err := d.cell(sheet, x, y); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *dump) cell(sheet string, x, y int) error {
	at, err := excelize.CoordinatesToCellName(x, y)
	if err != nil {
		return err
	}
	look, err := d.look(sheet, at)
	if err != nil {
		return err
	}
	if first := d.covered[at]; first != "" {
		frame, err := d.look(sheet, first)
		if err == nil && look != "" && frame != look {
			d.line("%s covered %s", at, look)
		}
		return err
	}
	held, err := d.holds(sheet, at)
	if err != nil || held == "" && look == "" {
		return err
	}
	d.line("%s", strings.TrimSpace(cmp.Or(d.merged[at], at)+" "+held+" "+look))
	return d.link(sheet, at)
}

// holds is what a cell holds: the value as it is stored, as it is shown where that
// differs, and the formula; "" for nothing.
func (d *dump) holds(sheet, at string) (string, error) {
	raw, err := d.file.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
	if err != nil {
		return "", err
	}
	shown, err := d.file.GetCellValue(sheet, at)
	if err != nil {
		return "", err
	}
	formula, err := d.file.GetCellFormula(sheet, at)
	if err != nil || raw == "" && formula == "" {
		return "", err
	}
	kind, err := d.file.GetCellType(sheet, at)
	said := value(raw, kind)
	if shown != raw {
		said += " shown " + strconv.Quote(shown)
	}
	if formula != "" {
		said += " = " + formula
	}
	return said, err
}

// value tells text from numbers: text stands in quotes.
func value(raw string, kind excelize.CellType) string {
	switch kind {
	case excelize.CellTypeInlineString, excelize.CellTypeSharedString, excelize.CellTypeFormula:
		return strconv.Quote(raw)
	}
	return raw
}

func (d *dump) link(sheet, at string) error {
	there, target, err := d.file.GetCellHyperLink(sheet, at)
	if there {
		d.line("link %s to %s", at, target)
	}
	return err
}
