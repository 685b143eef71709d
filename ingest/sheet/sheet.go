// Package sheet turns files into tables of cells with addresses. It decodes
// only: what a cell means is decided in package ingest.
//
// A [File] holds one [Table] for each sheet of a workbook, or one for a text
// file. Cells keep what the file says about them: the text as stored, the
// number, whether Excel shows it as a percent or as a date. Nothing is guessed
// from the text here ("15%" in a csv is text) and nothing is dropped: rows that
// are cut, padded or unreadable come out as diagnostics with their line.
//
// [Read] holds a whole file. A large one may be read in pieces, which gives the
// same cells: [Head] its first rows, [Stream] the others as columns, [Spooled]
// all of them, packed, to be gone through again and again.
package sheet

import (
	"path/filepath"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Kind is what a cell holds.
type Kind uint8

// The kinds of cells. Cells of text files are Blank or Text.
const (
	Blank  Kind = iota
	Text        // Text holds it
	Number      // Number holds it; Percent when it is shown as a percent
	Date        // Number holds the serial as a day count from 1970-01-01 (kpi.Date), fraction = time of day
	Bool        // Number is 0 or 1
	Fault       // a spreadsheet error such as #DIV/0!, or a formula whose value is not in the file (Text starts with "="); Text holds it
	Time        // a time of day or a duration (12:30, [h]:mm): Number holds it in days, no calendar day
)

// Cell is one cell.
type Cell struct {
	Kind    Kind
	Text    string  // as stored, blank space around it cut; of numbers, the shortest decimal that gives Number; of dates 2025-06-30 or 2025-06-30 14:05:00
	Number  float64 // of Number, Date, Time and Bool cells
	Percent bool    // the number format shows a percent: 0.15 shown as 15%
}

// Row is one row of cells; Line is its number in the sheet (or the line of the
// text file on which it starts), counted from 1. Trailing blanks may be absent.
type Row struct {
	Line  int
	Cells []Cell
}

// At returns the cell of column col counted from 0; beyond the row's end, Blank.
func (r Row) At(col int) Cell {
	if col < 0 || col >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[col]
}

// Empty reports whether every cell of the row is blank.
func (r Row) Empty() bool {
	for _, c := range r.Cells {
		if c.Kind != Blank {
			return false
		}
	}
	return true
}

// Table is one sheet of a workbook or one text file, rows in order, rows that
// are wholly blank left out.
type Table struct {
	File  string // the name given by the user
	Sheet string // "" for text files
	Rows  []Row
	// Spool has the rows below those in Rows, of a table that was read by [Spooled]; nil: Rows has all.
	Spool *Spool
	// Merged are the areas of merged cells, in the order of the file. Excel shows the value of
	// the top left cell over all of the area; the other cells are blank here.
	Merged []Area
	// Width is how many columns the table has where its source says so, those that are
	// wholly blank among them; 0 where it doesn't (workbooks).
	Width int
	// Records is how many records a source has that counts them (parquet, arrow, json, a
	// query), those without any value among them: Rows leaves these out. 0 for others.
	Records int
}

// Area is a rectangle of cells; rows are line numbers and columns are counted
// from 1, all inclusive.
type Area struct{ Top, Left, Bottom, Right int }

// Origin is the address of a column (counted from 0) in a row of the table.
func (t *Table) Origin(line, col int) kpi.Origin {
	return kpi.Origin{File: t.File, Sheet: t.Sheet, Row: line, Col: col + 1}
}

// File is what one input file held.
type File struct {
	Path        string
	SHA256      string // of the bytes as read, lower-case hex
	Encoding    string // of text files: utf-8, utf-8-bom, utf-16le, utf-16be, gb18030, or the name given in Options
	Delimiter   string // of text files
	Date1904    bool   // of workbooks: serials count days from 1904-01-01; those of cells that are shown as dates are told already
	Tables      []Table
	Unread      []string         // visible sheets with cells that are none of those that were asked for
	Diagnostics []kpi.Diagnostic // where they are thousands, as [kpi.Bound] has them

	inner   string  // the name of what a compressed file holds
	dialect dialect // of a text of which the head was read
	bound   int     // with so many diagnostics they are bounded next
}

// suffix is the end of the file's name, that of what is in it when it is
// compressed.
func (f *File) suffix() string {
	if f.inner != "" {
		return filepath.Ext(f.inner)
	}
	return filepath.Ext(f.Path)
}

// Options says how files are read.
type Options struct {
	Encoding string    // of text files; "" or "auto": decided from the bytes; else utf-8, utf-16, utf-16le, utf-16be, gb18030, gbk, big5 or another name of the WHATWG list
	Sheets   []string  // names of the sheets to read, whatever their case, hidden ones too; empty: every visible sheet. Text files have none and are read all the same
	Progress *Progress // counts what is read; nil: nobody looks
	From     string    // where the bytes of the file are, when not at its path, by which it is called all the same: of stdin
}
