package sheet

import "bytes"

// row reads the row at the start of b into line and cells. It returns its
// length; ok is false when this is for the decoder, or no row. The row before it had the number last.
func (s *scanner) row(b []byte, last int) (n int, ok bool) {
	if !s.enter(b, "row") {
		return 0, false
	}
	a, ok := s.attributes()
	if !ok {
		return 0, false
	}
	s.cells, s.line, s.number = s.cells[:0], last+1, a.r
	if a.r != nil {
		if s.line, ok = readDigits(a.r); !ok {
			return 0, false
		}
	}
	if s.line < 1 || s.line > maxRow {
		return 0, false
	}
	if a.empty {
		return s.i, true
	}
	for next := 0; ; {
		if after, ok := s.plainCell(next); ok {
			next = after
			continue
		}
		s.space()
		if s.skip(s.tags.endRow) {
			return s.i, true
		}
		if next, ok = s.cell(next); !ok {
			return 0, false
		}
	}
}

// mostPlain is more than any plain cell takes.
const mostPlain = 96

// plainCell reads what nearly all cells are, <c r="B7" s="1" t="s"><v>12</v></c>,
// in one go; ok is false, and nothing is read, when it is anything else.
func (s *scanner) plainCell(next int) (after int, ok bool) {
	b := s.b[s.i:]
	if len(b) < mostPlain || string(b[:6]) != `<c r="` {
		return 0, false
	}
	after, i := s.plainAddress(b)
	if after <= next || after > maxCol {
		return 0, false
	}
	c := rawCell{col: after - 1, what: rawNumber, style: -1}
	if string(b[i:i+4]) == ` s="` {
		c.style, i = plainStyle(b, i+4)
	}
	switch string(b[i : i+6]) {
	case ` t="s"`:
		c.what, i = rawShared, i+6
	case ` t="in`:
		return after, s.plainInline(&c, i)
	}
	if c.text, i = plainValue(b, i); i == 0 {
		return 0, false
	}
	s.i, s.cells = s.i+i, append(s.cells, c)
	return after, true
}

// plainValue reads the value of a plain cell, and where the cell ends.
func plainValue(b []byte, i int) (text []byte, after int) {
	const start, end = "><v>", "</v></c>"
	from := i + len(start)
	for i = from; i < from+32 && (isDigit(b[i]) || b[i] == '.' || b[i] == '-'); i++ {
	}
	if i == from || string(b[from-len(start):from]) != start || string(b[i:i+len(end)]) != end {
		return nil, 0
	}
	return b[from:i], i + len(end)
}

// plainAddress reads the column (from 1) of an address in this row, and
// returns where the quote after it ends; 0 when it is none.
func (s *scanner) plainAddress(b []byte) (col, after int) {
	i, n := 6, len(s.number)
	for ; i < 9 && 'A' <= b[i] && b[i] <= 'Z'; i++ {
		col = col*26 + int(b[i]-'A') + 1
	}
	if n == 0 || string(b[i:i+n]) != string(s.number) || b[i+n] != '"' {
		return 0, 0
	}
	return col, i + n + 1
}

// plainInline reads the rest of a plain cell that holds its text.
func (s *scanner) plainInline(c *rawCell, at int) (ok bool) {
	from := s.i
	s.i += at
	if s.skip(` t="inlineStr"><is><t>`) {
		c.what = rawText
		if c.text, ok = s.content(); ok && s.skip("</t></is></c>") {
			s.cells = append(s.cells, *c)
			return true
		}
	}
	s.i = from
	return false
}

// plainStyle reads at most four digits and the quote after them.
func plainStyle(b []byte, i int) (style, after int) {
	for end := i + 4; i < end && isDigit(b[i]); i++ {
		style = style*10 + int(b[i]-'0')
	}
	if b[i] == '"' && b[i-1] != '"' {
		i++
	}
	return style, i
}

// cell reads a cell, which must not be left of the column next; it returns
// the column after it.
func (s *scanner) cell(next int) (after int, ok bool) {
	if !s.skip(s.tags.cell) {
		return 0, false
	}
	a, ok := s.attributes()
	c := rawCell{col: next, style: -1}
	if !ok || !s.place(&c, a) || c.col < next || c.col >= maxCol {
		return 0, false
	}
	if !a.empty && !(s.value(&c, string(a.t)) && s.skip(s.tags.endCell)) {
		return 0, false
	}
	if c.text != nil {
		s.cells = append(s.cells, c)
	}
	return c.col + 1, true
}

// place reads the column and the style that the attributes give.
func (s *scanner) place(c *rawCell, a attributes) (ok bool) {
	if a.r != nil {
		if c.col, ok = s.column(a.r); !ok {
			return false
		}
	}
	if a.s != nil {
		c.style, ok = readDigits(a.s)
		return ok
	}
	return true
}

// column reads the column (from 0) of an address in this row.
func (s *scanner) column(address []byte) (int, bool) {
	col, i := 0, 0
	for ; i < len(address) && i < 4 && 'A' <= address[i] && address[i] <= 'Z'; i++ {
		col = col*26 + int(address[i]-'A') + 1
	}
	line, ok := readDigits(address[i:])
	return col - 1, ok && line == s.line && col > 0
}

// value reads the content of a cell of the type. The text of a blank one stays
// nil.
func (s *scanner) value(c *rawCell, kind string) (ok bool) {
	var formula, value, inline []byte
	s.space()
	if formula, ok = s.element(s.tags.formula, s.tags.endFormula); !ok {
		return false
	}
	s.space()
	if value, ok = s.element(s.tags.value, s.tags.endValue); !ok {
		return false
	}
	if value == nil && s.skip(s.tags.inline) {
		if inline, ok = s.element(s.tags.text, s.tags.endText); !ok || !s.skip(s.tags.endInline) {
			return false
		}
	}
	s.space()
	return c.set(kind, formula, value, inline)
}

// element reads an element without children; nil when something else stands
// there.
func (s *scanner) element(start, end string) ([]byte, bool) {
	if !s.skip(start) {
		return nil, true
	}
	a, ok := s.attributes()
	if !ok || a.empty {
		return s.b[:0], ok
	}
	text, ok := s.content()
	return text, ok && s.skip(end)
}

// set puts into c what decodeCell makes of the same.
func (c *rawCell) set(kind string, formula, value, inline []byte) (ok bool) {
	v := bytes.TrimSpace(value)
	computed := len(inline) > 0 || len(v) > 0 || value != nil && kind == "str"
	switch {
	case formula != nil && !computed:
		c.what, c.text = rawFormula, formula
	case kind == "str":
		c.what, c.text = rawText, value
	case len(v) == 0 || kind == "inlineStr":
		c.what, c.text = rawText, inline
	default:
		c.text = v
		c.what, ok = valueKind(kind)
		return ok
	}
	return true
}

// valueKind tells how the value of a cell of the type is read.
func valueKind(kind string) (what rawKind, ok bool) {
	switch kind {
	case "s":
		return rawShared, true
	case "", "n":
		return rawNumber, true
	case "b":
		return rawBool, true
	}
	return rawFault, kind == "e"
}
