package sheet

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// decodeText reads a delimited text: csv, tsv and their kin.
func decodeText(ctx context.Context, f *File, data []byte, opt Options) error {
	text, err := decodeBytes(f, data, opt.Encoding)
	if err != nil {
		return err
	}
	if trim(text) == "" {
		return fault("file.empty", f.Path, nil)
	}
	if at := tornAt(text); at >= 0 {
		return fault("file.torn", f.Path, kpi.Args{"line": strconv.Itoa(1 + countLines(text[:at]))})
	}
	if looksBinary(text) {
		return refusal(f.Path, "binary")
	}
	r := &recordReader{text: text, line: 1}
	f.Delimiter = r.skipDeclaration()
	if f.Delimiter == "" {
		f.Delimiter = sniffDelimiter(text, f.suffix())
	}
	r.delimiter, r.quote = f.Delimiter, sniffQuote(text, f.Delimiter)
	rows, widths, err := readRecords(ctx, f, r)
	if err != nil {
		return err
	}
	width := f.reportRagged(rows, widths)
	f.reportQuotes(rows, r, width)
	f.Tables = []Table{{File: f.Path, Rows: rows, Width: width}}
	return nil
}

// tornAt is where the zero bytes begin that a text is filled up with after a crash of the
// computer, or a copy that broke off; −1 where it has none, or was no text before.
func tornAt(text string) int {
	at := strings.Index(text, strings.Repeat("\x00", leastTorn))
	if at < 0 || !strings.ContainsAny(text[:at], "\r\n") || looksBinary(text[:at]) {
		return -1
	}
	return at
}

// leastTorn is how many zero bytes in a row are more than the damage of a cell.
const leastTorn = 64

// looksBinary reports whether a text has control characters such as no text has.
// Single ones do occur in exports.
func looksBinary(text string) bool {
	head := text[:min(len(text), 64<<10)]
	n := 0
	for i := range len(head) {
		if c := head[i]; c < ' ' && !strings.ContainsRune("\t\n\v\f\r\x1a", rune(c)) {
			n++
		}
	}
	return 20*n > len(head)
}

// readRecords reads all records; widths holds the number of fields of each row
// as the file has them, blank ones included.
func readRecords(ctx context.Context, f *File, r *recordReader) (rows []Row, widths []int, err error) {
	var spent budget
	var room shelf
	zeros := strings.Contains(r.text, "\x00")
	for r.next() {
		if len(rows)%1024 == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		row := Row{Line: r.start, Cells: room.open(len(r.fields))}
		for i, field := range r.fields {
			if !spent.put(&row, i, textCell(unwrapped(trim(field)))) {
				return nil, nil, tooMany(kpi.Origin{File: f.Path, Row: row.Line, Col: i + 1})
			}
		}
		if zeros {
			f.reportZeros(r)
		}
		if len(r.opened) > 0 {
			r.late = append(r.late, lateRecord{len(rows), slices.Clone(r.fields), slices.Clone(r.opened), slices.Clone(r.doubts)})
			r.doubts = nil
		}
		f.reportDoubts(row.Line, r.doubts)
		if len(row.Cells) > 0 {
			row.Cells = room.keep(row.Cells)
			rows = append(rows, row)
			widths = append(widths, len(r.fields))
		}
	}
	return rows, widths, nil
}

func (f *File) reportDoubts(line int, doubts []string) {
	for _, code := range slices.Compact(doubts) {
		f.report(kpi.Warning, code, kpi.Origin{Row: line}, nil)
	}
}

// reportZeros warns of the cells of a record in which zero bytes stand: something was written over
// with them.
func (f *File) reportZeros(r *recordReader) {
	for i, field := range r.fields {
		if strings.Contains(field, "\x00") {
			f.report(kpi.Warning, "csv.zero_bytes", kpi.Origin{Row: r.start, Col: i + 1}, nil)
		}
	}
}

// reportQuotes tells of the records with quotes that are never closed, once the width of the table
// is known.
func (f *File) reportQuotes(rows []Row, r *recordReader, width int) {
	for _, l := range r.late {
		again := &recordReader{fields: l.fields, opened: l.opened, doubts: l.doubts, quote: r.quote, start: rows[l.row].Line}
		if again.dropQuotes(width) {
			rows[l.row] = ownRow(again)
		}
		f.reportDoubts(again.start, again.doubts)
	}
}

// reportRagged warns of each row with cells beyond the table's width, and notes how
// many rows are shorter than it: their missing cells read as blank. The width,
// which is returned, is that of the first row as wide as most rows or wider, since titles above the
// table are narrower.
func (f *File) reportRagged(rows []Row, widths []int) (width int) {
	common := mode(widths)
	head := 0
	for head < len(widths) && widths[head] < common {
		head++
	}
	if head == len(widths) { // no rows
		return 0
	}
	width = widths[head]
	short, first := 0, 0
	for i, row := range rows {
		if len(row.Cells) > width {
			f.report(kpi.Warning, "row.extra_cells", kpi.Origin{Row: row.Line}, kpi.Args{
				"cells": strconv.Itoa(len(row.Cells)), "expected": strconv.Itoa(width)})
		}
		if i > head && widths[i] < width {
			if short++; short == 1 {
				first = row.Line
			}
		}
	}
	if short > 0 {
		f.report(kpi.Note, "row.short", kpi.Origin{Row: first}, kpi.Args{"count": strconv.Itoa(short), "expected": strconv.Itoa(width)})
	}
	return width
}

// mode returns the commonest of the widths, the greatest of several.
func mode(widths []int) int {
	count := make(map[int]int)
	best := 0
	for _, w := range widths {
		count[w]++
	}
	for w, n := range count {
		if n > count[best] || n == count[best] && w > best {
			best = w
		}
	}
	return best
}

// trim cuts blank space of any width, with the marks that take no space, from
// both ends.
func trim(s string) string {
	return strings.TrimFunc(s, blank)
}

// unwrapped is a field without the formula that exports put around a text, so that
// spreadsheets keep its leading zeros: ="00123".
func unwrapped(field string) string {
	inner, ok := strings.CutPrefix(field, `="`)
	if !ok {
		return field
	}
	if inner, ok = strings.CutSuffix(inner, `"`); !ok || strings.Contains(inner, `"`) {
		return field
	}
	return trim(inner)
}
