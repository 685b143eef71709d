package sheet

import (
	"strings"
	"unicode/utf8"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// textColumn gathers the cells of one column for a batch. A dictionary leads
// from a field as it is written to the code of its cell; in front of it stands a
// guess, for the rows of exports come in orders: the field is the same as
// in the row before, or the one that stood beside the field to its left the last time,
// or the one that came after that of the row before.
type textColumn struct {
	want    Want
	codes   []uint32
	numbers []kpi.Decimal
	texts   []string

	cells   []Cell            // by code; the first is blank
	byText  map[string]uint32 // codes by the cell's text
	entries []textEntry
	byRaw   map[string]uint32 // entries by the field
	last    uint32            // the entry of the row before

	byteCount int  // of the texts in the dictionary
	broken    bool // bytes that are not UTF-8, or more texts than may be kept
	disguise  disguise
}

// mostTexts bounds the distinct texts of a column, in bytes.
const mostTexts = 256 << 20

// textEntry is a way in which a cell is written.
type textEntry struct {
	raw  string
	code uint32
	next uint32 // the entry that came after it
	side uint32 // the entry that stood to its right
}

func (c *textColumn) begin(want Want) {
	c.want = want
	c.cells, c.byText = []Cell{{}}, map[string]uint32{"": 0}
	c.entries, c.byRaw = []textEntry{{}}, map[string]uint32{"": 0}
	if want == Unread {
		c.entries = append(c.entries, textEntry{code: 1})
	}
}

// makeRoom prepares for the rows of a block.
func (c *textColumn) makeRoom(rows int) {
	switch {
	case c.want == Counted && len(c.numbers) < rows:
		c.numbers = make([]kpi.Decimal, rows)
	case c.want == Spelled:
		clear(c.texts) // they keep the block before
		c.texts = c.texts[:0]
	case c.want != Counted && len(c.codes) < rows:
		c.codes = make([]uint32, rows)
	}
}

// spell puts the text of row n, behind those of the rows before it.
func (c *textColumn) spell(n int, text string) { c.texts = append(c.texts[:n], text) }

// isFilled reports whether row n has a cell in the column.
func (c *textColumn) isFilled(n int) bool {
	switch c.want {
	case Counted:
		return c.numbers[n] != BlankNumber
	case Spelled:
		return c.texts[n] != ""
	}
	return c.codes[n] != 0
}

// guess returns the entry that stands at pos if it is one of those that are likely,
// of which side is one, with the end of the field; −1 when none does. What follows must
// still be seen to end the field.
func (c *textColumn) guess(text []byte, pos int, side uint32) (entry uint32, end int) {
	if end := c.standsAt(c.last, text, pos); end > pos {
		return c.last, end
	}
	if end := c.standsAt(side, text, pos); end > pos {
		return side, end
	}
	next := c.entries[c.last].next
	if end := c.standsAt(next, text, pos); end > pos {
		return next, end
	}
	return 0, -1
}

// standsAt is where an entry ends that stands at pos; pos where it is blank, −1 where
// it doesn't stand there.
func (c *textColumn) standsAt(entry uint32, text []byte, pos int) int {
	raw := c.entries[entry].raw
	if end := pos + len(raw); end < len(text) && string(text[pos:end]) == raw {
		return end
	}
	return -1
}

// put makes an entry the cell of row n.
func (c *textColumn) put(n int, entry uint32) {
	if entry != c.last {
		c.entries[c.last].next, c.last = entry, entry
	}
	c.codes[n] = c.entries[entry].code
}

// entry returns the entry of a field.
func (c *textColumn) entry(field []byte, quote byte) uint32 {
	if e, ok := c.byRaw[string(field)]; ok {
		return e
	}
	raw := string(field)
	text := unquoted(raw, quote)
	if c.want == Unread {
		c.check(raw)
		return uint32(min(1, len(text))) // one entry for all that are not blank
	}
	if c.byteCount += len(raw); c.byteCount > mostTexts {
		c.broken = true
	}
	return c.add(raw, raw, text)
}

// own returns the entry of a cell however its field is written.
func (c *textColumn) own(text string) uint32 {
	if c.want == Unread {
		return uint32(min(1, len(text)))
	}
	key := "\n" + text // no field that is read plainly begins so
	if e, ok := c.byRaw[key]; ok {
		return e
	}
	return c.add(key, "", text)
}

// add makes an entry of a field, as it may stand again, and the text of its
// cell.
func (c *textColumn) add(key, raw, text string) uint32 {
	c.check(key)
	code, ok := c.byText[text]
	if !ok {
		code = uint32(len(c.cells))
		c.cells, c.byText[text] = append(c.cells, Cell{Kind: Text, Text: text}), code
	}
	e := uint32(len(c.entries))
	c.entries, c.byRaw[key] = append(c.entries, textEntry{raw: raw, code: code}), e
	return e
}

// check looks whether a text may be one in UTF-8.
func (c *textColumn) check(text string) {
	if isASCII(text) {
		return
	}
	c.broken = c.broken || !utf8.ValidString(text) || strings.Contains(text, replacement)
	c.disguise.take(text)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
