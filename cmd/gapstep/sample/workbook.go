package sample

import (
	"bytes"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/xuri/excelize/v2"
)

// sheet is a worksheet as its author laid it out; nil cells stay blank.
type sheet struct {
	name    string
	titles  []string // rows above the header, merged over its width
	header  []string
	rows    [][]any
	percent []int // columns shown as percents, counted from 0
	dates   []int // columns shown as year and month
}

// workbook writes the sheets. Nothing of the run's moment gets into the bytes:
// the library's document properties are constants and its zip entries have no
// time.
func workbook(sheets ...sheet) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	for i, s := range sheets {
		if err := addSheet(f, i, s); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	err := f.Write(&b)
	return b.Bytes(), err
}

func addSheet(f *excelize.File, i int, s sheet) error {
	if i == 0 {
		if err := f.SetSheetName("Sheet1", s.name); err != nil {
			return err
		}
	} else if _, err := f.NewSheet(s.name); err != nil {
		return err
	}
	if err := writeTitles(f, s); err != nil {
		return err
	}
	at := len(s.titles) + 1
	if err := setRow(f, s.name, at, s.header); err != nil {
		return err
	}
	for n, row := range s.rows {
		if err := setRow(f, s.name, at+1+n, row); err != nil {
			return err
		}
	}
	return formatColumns(f, s)
}

func setRow[T any](f *excelize.File, name string, line int, row []T) error {
	cell, err := excelize.CoordinatesToCellName(1, line)
	if err != nil {
		return err
	}
	return f.SetSheetRow(name, cell, &row)
}

func writeTitles(f *excelize.File, s sheet) error {
	for i, title := range s.titles {
		from, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		to, err := excelize.CoordinatesToCellName(len(s.header), i+1)
		if err != nil {
			return err
		}
		if err := f.MergeCell(s.name, from, to); err != nil {
			return err
		}
		if err := f.SetCellStr(s.name, from, title); err != nil {
			return err
		}
	}
	return nil
}

// columnWidth in characters holds the widest month and the headings.
const columnWidth = 13

// formatColumns sets widths, and number formats on the cells below the header.
func formatColumns(f *excelize.File, s sheet) error {
	if err := f.SetColWidth(s.name, "A", kpi.ColumnName(len(s.header)), columnWidth); err != nil {
		return err
	}
	for format, columns := range [][]int{s.percent, s.dates} {
		code := []string{"0.0%", `yyyy"年"m"月"`}[format]
		for _, col := range columns {
			if err := formatColumn(f, s, col+1, code); err != nil {
				return err
			}
		}
	}
	return nil
}

func formatColumn(f *excelize.File, s sheet, col int, code string) error {
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
	if err != nil {
		return err
	}
	from, err := excelize.CoordinatesToCellName(col, len(s.titles)+2)
	if err != nil {
		return err
	}
	to, err := excelize.CoordinatesToCellName(col, len(s.titles)+1+len(s.rows))
	if err != nil {
		return err
	}
	return f.SetCellStyle(s.name, from, to, style)
}
