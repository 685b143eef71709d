package kpi

import (
	"cmp"
	"strconv"
)

// Origin is where a figure stands: a file, its sheet, a row and a column, both
// counted from 1. Row is the line number in text files. A zero Col means the
// whole row, a zero Row the whole column, both zero the whole sheet.
type Origin struct {
	File  string `json:"file"`
	Sheet string `json:"sheet,omitempty"`
	Row   int    `json:"row,omitempty"`
	Col   int    `json:"col,omitempty"`
}

// ColumnName returns the spreadsheet name of column col counted from 1: A, Z,
// AA. It returns "" for col < 1.
func ColumnName(col int) string {
	name := ""
	for ; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return name
}

// Cell returns the address inside the sheet: "C14", "14" for a row, "C" for a
// column, "" for the whole sheet.
func (o Origin) Cell() string {
	if o.Row == 0 {
		return ColumnName(o.Col)
	}
	return ColumnName(o.Col) + strconv.Itoa(o.Row)
}

// String writes the address a user can go to: "sales.xlsx!Q2!C14" in a
// workbook, "sales.csv!C14" (column C, line 14) in a text file.
func (o Origin) String() string {
	s := o.File
	if o.Sheet != "" {
		s += "!" + o.Sheet
	}
	if c := o.Cell(); c != "" {
		if s == "" {
			return c
		}
		s += "!" + c
	}
	return s
}

// Compare orders origins by file, sheet, row and column.
func (o Origin) Compare(p Origin) int {
	return cmp.Or(cmp.Compare(o.File, p.File), cmp.Compare(o.Sheet, p.Sheet), cmp.Compare(o.Row, p.Row), cmp.Compare(o.Col, p.Col))
}
