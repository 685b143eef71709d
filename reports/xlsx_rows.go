package reports

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// rowWriter writes the rows of a sheet as the format has them (ECMA-376, part 1,
// 18.3.1.73), straight into the packed workbook: none is held, and none is written
// to a file on the way, as the library's own writer of streams does.
type rowWriter struct {
	out     *blocks
	buf     []byte // the block in the making
	row     int    // the last one written
	widths  []float64
	styles  map[look]int
	columns []columnMemo
}

// columnMemo is what the last cell of a column was written as: its neighbour is
// often the same.
type columnMemo struct {
	name  string // A
	look  look
	style []byte
	text  string
	coded []byte
}

// newRowWriter writes below the row last.
func newRowWriter(out *blocks, seen *survey, styles map[look]int, last int) *rowWriter {
	w := &rowWriter{out: out, buf: out.next(), row: last, widths: seen.widths, styles: styles, columns: make([]columnMemo, len(seen.widths))}
	for i := range w.columns {
		w.columns[i] = columnMemo{name: columnName(i + 1), style: styleOf(styles[look{}]), coded: codedText("")}
	}
	return w
}

func styleOf(id int) []byte { return fmt.Appendf(nil, ` s="%d"`, id) }

// write writes the next row.
func (w *rowWriter) write(cells []entry) error {
	if w.row++; w.row > excelize.TotalRows {
		return excelize.ErrMaxRows
	}
	number := strconv.Itoa(w.row)
	b := append(append(append(w.buf, `<row r="`...), number...), '"')
	if height := rowHeight(cells, w.widths); height > 0 {
		b = append(strconv.AppendFloat(append(b, ` ht="`...), height, 'f', -1, 64), `" customHeight="1"`...)
	}
	b = append(b, '>')
	for i := range cells {
		b = w.appendCell(b, i, number, &cells[i])
	}
	b = append(b, `</row>`...)
	if len(b) >= blockSize {
		b = w.out.put(b)
	}
	w.buf = b
	return nil
}

// end writes what is left.
func (w *rowWriter) end() { w.out.put(w.buf) }

func (w *rowWriter) appendCell(b []byte, column int, number string, c *entry) []byte {
	m := &w.columns[column]
	if l := c.look.untoned(); l != m.look {
		m.look, m.style = l, styleOf(w.styles[l])
	}
	b = append(append(append(b, `<c r="`...), m.name...), number...)
	b = append(append(b, '"'), m.style...)
	switch v := c.value.(type) {
	case string:
		return m.appendString(b, v, c.formula)
	case nil:
		return append(b, `/>`...)
	case float64:
		b = strconv.AppendFloat(appendFormula(b, c.formula), v, 'f', -1, 64)
	case int:
		b = strconv.AppendInt(appendFormula(b, c.formula), int64(v), 10)
	case time.Time:
		if v.Before(firstDay) {
			return m.appendString(b, v.Format(time.DateOnly), c.formula)
		}
		b = strconv.AppendFloat(appendFormula(b, c.formula), serialDay(v), 'f', -1, 64)
	default:
		return m.appendString(b, fmt.Sprint(v), c.formula)
	}
	return append(b, `</v></c>`...)
}

// appendFormula ends the opening tag of a figure and begins its value.
func appendFormula(b []byte, formula string) []byte {
	if formula == "" {
		return append(b, `><v>`...)
	}
	return append(appendEscaped(append(b, `><f>`...), formula), `</f><v>`...)
}

func (m *columnMemo) appendString(b []byte, text, formula string) []byte {
	switch {
	case formula != "":
		b = append(appendEscaped(append(b, ` t="str"><f>`...), formula), `</f><v>`...)
		return append(appendEscaped(b, text), `</v></c>`...)
	case text != m.text:
		m.text, m.coded = text, codedText(text)
	}
	return append(b, m.coded...)
}

// codedText is the rest of a cell that holds text; one without any is empty.
func codedText(text string) []byte {
	if text == "" {
		return []byte(`/>`)
	}
	space := ""
	if strings.TrimSpace(text) != text {
		space = ` xml:space="preserve"`
	}
	b := append(append([]byte(` t="inlineStr"><is><t`), space...), '>')
	return append(appendEscaped(b, cutCell(text)), `</t></is></c>`...)
}

// cutCell cuts text at what a cell holds, counted in units of UTF-16.
func cutCell(text string) string {
	if len(text) <= excelize.TotalCellChars {
		return text
	}
	units := 0
	for i, r := range text {
		if units += utf16.RuneLen(r); units > excelize.TotalCellChars {
			return text[:i]
		}
	}
	return text
}

// appendEscaped writes text as the content of an element. What would read as a
// character's code in it (_x0041_) stays what it is; characters that XML can't
// hold become �.
func appendEscaped(b []byte, text string) []byte {
	for i, r := range text {
		switch {
		case r == '_' && isCode(text[i:]):
			b = append(b, `_x005F_`...)
		case r > '>' && r < utf8.RuneSelf:
			b = append(b, byte(r))
		case escapeOf(r) != "":
			b = append(b, escapeOf(r)...)
		case !isChar(r):
			b = utf8.AppendRune(b, utf8.RuneError)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

// isChar reports whether XML can hold a character (XML 1.0, 2.2).
func isChar(r rune) bool {
	return r >= ' ' && r != 0xFFFE && r != 0xFFFF || r == '\n' || r == '\t'
}

// escapeOf is what stands for a character that is markup, or that a reader would take
// for the end of a line; "" for others.
func escapeOf(r rune) string {
	switch r {
	case '&':
		return `&amp;`
	case '<':
		return `&lt;`
	case '>':
		return `&gt;`
	case '\r':
		return `&#xD;`
	}
	return ""
}

// isCode reports whether text begins with a character's code: _x and four
// hexadecimal digits and _ (ECMA-376, part 1, 22.9.2.19).
func isCode(text string) bool {
	if len(text) < 7 || text[1] != 'x' || text[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(text[2:6], 16, 16)
	return err == nil
}

// Days count from the end of 1899; the format takes 1900 for a leap year, so that
// what lies before March is not what it says.
var (
	dayZero  = time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	firstDay = time.Date(1900, time.March, 1, 0, 0, 0, 0, time.UTC)
)

// serialDay is a day as the format counts it.
func serialDay(t time.Time) float64 { return t.Sub(dayZero).Hours() / 24 }
