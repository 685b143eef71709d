package sheet

import (
	"encoding/binary"
	"math/bits"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// readRow reads the record at pos into the columns, as the next row of the
// batch. It returns pos where the record needs more care, else the start of the next
// record, and whether any cell is filled.
func (w *textWorker) readRow(start int) (next int, filled bool) {
	text, n := w.block.text, len(w.lines)
	last, delimiter := len(w.columns)-1, w.delimiter[0]
	from, pos, filled := w.repeat(start, n)
	w.before = -1
	for i := from; i <= last; i++ {
		c := &w.columns[i]
		end := w.field(i, pos, n)
		if end < 0 {
			return start, false
		}
		filled = filled || c.isFilled(n)
		if i == last {
			w.before = start
			return afterBreak(text, end, delimiter, start), filled
		}
		if text[end] != delimiter {
			return start, false
		}
		pos = end + 1
		w.ends[i] = pos - start
	}
	return start, false
}

// repeat takes over the fields that the row at start has as the one before it in the
// batch, which exports do again and again: how many, where the next begins, and whether
// any is filled. The last field of a row is read in any case.
func (w *textWorker) repeat(start, n int) (fields, pos int, filled bool) {
	if w.before < 0 {
		return 0, start, false
	}
	same := commonPrefix(w.block.text[w.before:start], w.block.text[start:])
	for pos = start; fields < len(w.ends) && w.ends[fields] <= same; fields++ {
		c := &w.columns[fields]
		switch c.want {
		case Counted:
			c.numbers[n] = c.numbers[n-1]
		case Spelled:
			c.spell(n, c.texts[n-1])
		default:
			c.codes[n] = c.codes[n-1]
		}
		filled = filled || c.isFilled(n)
		pos = start + w.ends[fields]
	}
	return fields, pos, filled
}

// commonPrefix is how many bytes both begin with.
func commonPrefix(a, b []byte) int {
	n := min(len(a), len(b))
	i := 0
	for ; i+8 <= n; i += 8 {
		if x := binary.LittleEndian.Uint64(a[i:]) ^ binary.LittleEndian.Uint64(b[i:]); x != 0 {
			return i + bits.TrailingZeros64(x)/8
		}
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

// afterBreak is where the line after a line end begins; start where none is.
func afterBreak(text []byte, end int, delimiter byte, start int) int {
	switch {
	case text[end] == delimiter:
		return start
	case text[end] == '\r' && end+1 < len(text) && text[end+1] == '\n':
		return end + 2
	}
	return end + 1
}

// field reads one field and returns its end; −1 where it needs more care.
func (w *textWorker) field(i, pos, n int) int {
	c, text := &w.columns[i], w.block.text
	if c.want == Counted {
		v, end := plainNumber(text, pos)
		if end < 0 || !w.stop[text[end]] {
			return -1
		}
		c.numbers[n] = v
		return end
	}
	if c.want == Spelled {
		return w.spell(c, pos, n)
	}
	side := w.sideOf(i)
	if e, end := c.guess(text, pos, *side); end >= 0 && w.stop[text[end]] {
		c.put(n, e)
		*side = e
		return end
	}
	end := w.fieldEnd(text, pos)
	if end >= 0 {
		c.put(n, c.entry(text[pos:end], w.quote))
		*side = c.last
	}
	return end
}

// spell puts the text of the field at pos into the column.
func (w *textWorker) spell(c *textColumn, pos, n int) int {
	end := w.fieldEnd(w.block.text, pos)
	if end < 0 {
		return -1
	}
	if w.spelled == "" {
		w.spelled = string(w.block.text)
	}
	raw := w.spelled[pos:end]
	c.check(raw)
	c.spell(n, unquoted(raw, w.quote))
	return end
}

// sideOf is where the entry is remembered that stands to the right of the one to the
// left of column i in the row in hand.
func (w *textWorker) sideOf(i int) *uint32 {
	if i == 0 || w.columns[i-1].want == Counted {
		w.none = 0
		return &w.none
	}
	left := &w.columns[i-1]
	return &left.entries[left.last].side
}

// fieldEnd is where a field ends that is written plainly, or in quotes on one
// line; −1 for others.
func (w *textWorker) fieldEnd(text []byte, pos int) int {
	switch text[pos] {
	case ' ', '\t':
		if !w.stop[text[pos]] {
			return -1 // a quote may follow
		}
	case w.quote:
		return w.quotedEnd(text, pos)
	}
	end := pos
	for !w.stop[text[end]] {
		end++
	}
	return end
}

func (w *textWorker) quotedEnd(text []byte, pos int) int {
	for i := pos + 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\n' || c == '\r':
			return -1
		case c != w.quote:
		case text[i+1] == w.quote:
			i++
		case w.stop[text[i+1]]:
			return i + 1
		default:
			return -1
		}
	}
	return -1
}

// wholeDigits is how many digits in front of the point are read: with more, a
// number is beyond MostStreamed.
const wholeDigits = 10

// plainNumber reads the plain decimal notation at pos as far as it goes;
// nothing is BlankNumber. The end is −1 for what Numbers may not hold.
func plainNumber[T string | []byte](text T, pos int) (kpi.Decimal, int) {
	i := pos
	negative := text[i] == '-'
	if negative {
		i++
	}
	from := i
	v := kpi.Decimal(0)
	for ; text[i]-'0' <= 9; i++ {
		v = 10*v + kpi.Decimal(text[i]-'0')
		if i-from > wholeDigits {
			return 0, -1
		}
	}
	digits := i - from
	v *= kpi.One
	if text[i] == '.' {
		from, i = i+1, i+1
		for unit := kpi.One / 10; text[i]-'0' <= 9; i++ {
			if i-from >= kpi.Digits {
				return 0, -1
			}
			v += unit * kpi.Decimal(text[i]-'0')
			unit /= 10
		}
		digits += i - from
	} else if i == pos {
		return BlankNumber, i
	}
	switch {
	case digits == 0, v >= MostStreamed, negative && v == 0:
		return 0, -1
	case negative:
		return -v, i
	}
	return v, i
}

// takeRecord puts a record among the rows of the batch, or among the odd ones.
func (w *textWorker) takeRecord(r *recordReader, pos int) {
	r.dropQuotes(w.width)
	row := ownRow(r)
	if text := r.text[:r.pos]; !isASCII(text) {
		w.disguise.take(text)
		w.columns[0].check(text)
	}
	if len(row.Cells) == 0 {
		return
	}
	w.widths[len(r.fields)]++
	if len(row.Cells) > w.width {
		w.file.report(kpi.Warning, "row.extra_cells", kpi.Origin{Row: row.Line}, kpi.Args{
			"cells": strconv.Itoa(len(row.Cells)), "expected": strconv.Itoa(w.width)})
	}
	if len(r.fields) < w.width && row.Line > w.top {
		w.ragged.add(row.Line)
	}
	w.file.reportDoubts(row.Line, r.doubts)
	if row.Line <= w.opt.After {
		return
	}
	if len(r.fields) == w.width && len(r.doubts) == 0 && w.fits(row) {
		w.lines, w.starts = append(w.lines, row.Line), append(w.starts, pos)
		w.widths[w.width]--
		return
	}
	w.odd = append(w.odd, row)
}

// fits puts the cells of a row into the columns; false where one is no plain
// number.
func (w *textWorker) fits(row Row) bool {
	n := len(w.lines)
	for i := range w.columns {
		c, text := &w.columns[i], row.At(i).Text
		if c.want != Counted {
			continue
		}
		v, end := plainNumber(text+"\n", 0)
		if end != len(text) {
			return false
		}
		c.numbers[n] = v
	}
	for i := range w.columns {
		switch c, text := &w.columns[i], row.At(i).Text; c.want {
		case Counted:
		case Spelled:
			c.spell(n, text)
		default:
			c.put(n, c.own(text))
		}
	}
	return true
}

// unquoted is what a field says that is written plainly, or in quotes on one
// line.
func unquoted(raw string, quote byte) string {
	if raw == "" || raw[0] != quote {
		return unwrapped(trim(raw))
	}
	mark := string(quote)
	return unwrapped(trim(strings.ReplaceAll(raw[1:len(raw)-1], mark+mark, mark)))
}
