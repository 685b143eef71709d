package sheet

import (
	"strings"
	"unicode"
)

// recordReader splits a delimited text into records by RFC 4180, and where the
// text departs from it into what its writer most likely meant, with the doubt
// said. It is our own since encoding/csv either refuses a bare quote or, with
// LazyQuotes, lets a quote that is never closed swallow the rest of the file.
type recordReader struct {
	text      string
	delimiter string
	quote     byte // 0 is "
	pos, line int
	eol       int // where the line of pos ends, when not before pos
	wasted    int // bytes read in vain for closing quotes

	long bool // a field was longer than maxQuoted, and no line of it like a record

	start  int      // line on which the record starts
	begin  int      // where the record starts
	fields []string // of the record, valid until the next call of next
	doubts []string // diagnostic codes about the record
	opened []int    // the fields whose quote is never closed

	late []lateRecord // that wait for the width of the table
}

// lateRecord is one with quotes that are never closed.
type lateRecord struct {
	row    int // its index among the rows
	fields []string
	opened []int
	doubts []string
}

// maxQuoted bounds a quoted field, unless no line of it looks like a record:
// Excel's cells hold 32,767 characters.
const maxQuoted = 1 << 20

// next reads the next record that is not an empty line; false at the end.
func (r *recordReader) next() bool {
	for r.pos < len(r.text) {
		r.start, r.begin, r.fields, r.doubts = r.line, r.pos, r.fields[:0], r.doubts[:0]
		r.opened = r.opened[:0]
		for r.field() {
		}
		if len(r.fields) > 1 || r.fields[0] != "" {
			return true
		}
	}
	return false
}

// field reads one field with the delimiter or line end after it, and reports
// whether another one follows.
func (r *recordReader) field() bool {
	if i := r.skipSpace(r.pos); i < len(r.text) && r.text[i] == r.mark() {
		if r.quoted(i) {
			return r.finish()
		}
	}
	end := r.lineEnd()
	if i := strings.Index(r.text[r.pos:end], r.delimiter); i >= 0 {
		end = r.pos + i
	}
	r.add(r.text[r.pos:end])
	r.pos = end
	return r.finish()
}

// add adds a field. One that no cell of a spreadsheet could hold is told.
func (r *recordReader) add(field string) {
	if len(field) > maxQuoted {
		r.doubts = append(r.doubts, "csv.long_cell")
	}
	r.fields = append(r.fields, field)
}

// mark is the quote that this text uses.
func (r *recordReader) mark() byte {
	if r.quote == 0 {
		return '"'
	}
	return r.quote
}

// lineEnd is where the line of pos ends.
func (r *recordReader) lineEnd() int {
	if r.eol >= r.pos && r.eol > 0 {
		return r.eol
	}
	r.eol = len(r.text)
	if i := strings.IndexAny(r.text[r.pos:], "\r\n"); i >= 0 {
		r.eol = r.pos + i
	}
	return r.eol
}

// finish steps over the delimiter or the line end at pos.
func (r *recordReader) finish() bool {
	rest := r.text[r.pos:]
	if strings.HasPrefix(rest, r.delimiter) {
		r.pos += len(r.delimiter)
		return true
	}
	if n := lineBreak(rest); n > 0 {
		r.pos += n
		r.line++
	}
	return false
}

// lineBreak is the length of the line break at the start of s: \n, \r\n, or the
// lone \r of old Macs.
func lineBreak(s string) int {
	switch {
	case strings.HasPrefix(s, "\r\n"):
		return 2
	case strings.HasPrefix(s, "\n"), strings.HasPrefix(s, "\r"):
		return 1
	}
	return 0
}

func (r *recordReader) skipSpace(i int) int {
	for i < len(r.text) && (r.text[i] == ' ' || r.text[i] == '\t') && !strings.HasPrefix(r.text[i:], r.delimiter) {
		i++
	}
	return i
}

// quoted reads the field whose quote opens at open. A quote that is neither
// doubled nor before a delimiter or line end is taken for a part of the text, unless
// it stands where another field's quote opens, or the field crosses lines: then the
// opening quote was never closed, and false tells to read the field as it stands.
func (r *recordReader) quoted(open int) bool {
	stray, eol, mark := false, r.lineEnd(), r.mark()
	limit := min(len(r.text), open+maxQuoted)
	if r.wasted > len(r.text) { // a text of unclosed quotes: look no further than the line
		limit = min(limit, eol)
	}
	for i := open + 1; ; {
		k := strings.IndexByte(r.text[i:limit], mark)
		if k < 0 {
			if r.goesOn(open, limit) {
				i, limit = limit, len(r.text)
				continue
			}
			return r.unclosed(limit - open)
		}
		i += k + 1
		if strings.HasPrefix(r.text[i:], string(mark)) {
			i++
			continue
		}
		after, closes := r.closes(i)
		stray = stray || !closes
		opens := !closes && strings.HasSuffix(r.text[open:i-1], r.delimiter)
		if opens || stray && i > eol {
			return r.unclosed(i - open)
		}
		if closes {
			r.take(r.text[open+1:i-1], stray)
			r.pos = after
			return true
		}
	}
}

// goesOn reports whether a field that opens at open goes on behind the limit of
// what a field holds: it is long, for its lines are no records.
func (r *recordReader) goesOn(open, limit int) bool {
	long := limit == open+maxQuoted && limit < len(r.text) && !r.holdsRecords(limit)
	r.long = r.long || long
	return long
}

// holdsRecords reports whether most of the lines behind the one of pos, as far as
// limit, have as many delimiters as the line on which the record begins: rows that
// a quote, which is never closed, would swallow.
func (r *recordReader) holdsRecords(limit int) bool {
	eol := r.lineEnd()
	if eol >= limit {
		return false
	}
	want := strings.Count(r.text[r.begin:eol], r.delimiter)
	lines, alike := 0, 0
	for line := range strings.Lines(r.text[eol:limit]) {
		if line = strings.TrimRight(line, "\r\n"); line == "" {
			continue
		}
		if lines++; strings.Count(line, r.delimiter) == want {
			alike++
		}
	}
	return want > 0 && 2*alike >= lines
}

// closes reports whether a quote before i ends a field: only spaces stand
// between it and a delimiter, a line end or the end of the text, at after.
func (r *recordReader) closes(i int) (after int, ok bool) {
	after = r.skipSpace(i)
	rest := r.text[after:]
	return after, rest == "" || strings.HasPrefix(rest, r.delimiter) || lineBreak(rest) > 0
}

func (r *recordReader) unclosed(cost int) bool {
	r.wasted += cost
	r.opened = append(r.opened, len(r.fields))
	r.doubts = append(r.doubts, "csv.unclosed_quote")
	return false
}

// dropQuotes cuts the quotes that are never closed from the record where it then fits
// a table of so many columns: a quote that is no part of a text would make a team, or a
// person, of its own. It is a part of one where another quote follows it, or nothing.
func (r *recordReader) dropQuotes(width int) bool {
	mark := string(r.mark())
	for _, i := range r.opened {
		rest := strings.TrimPrefix(strings.TrimLeft(r.fields[i], " \t"), mark)
		if len(r.fields) != width || trim(rest) == "" || strings.Contains(rest, mark) {
			return false
		}
	}
	for _, i := range r.opened {
		r.fields[i] = strings.TrimPrefix(strings.TrimLeft(r.fields[i], " \t"), mark)
	}
	for i, code := range r.doubts {
		if code == "csv.unclosed_quote" {
			r.doubts[i] = "csv.quote_dropped"
		}
	}
	return len(r.opened) > 0
}

// take adds the text between two quotes as a field.
func (r *recordReader) take(inner string, stray bool) {
	if stray {
		r.doubts = append(r.doubts, "csv.stray_quote")
	}
	r.line += countLines(inner)
	mark := string(r.mark())
	r.add(strings.ReplaceAll(inner, mark+mark, mark))
}

// countLines counts the line ends in s.
func countLines(s string) int {
	return strings.Count(s, "\n") + strings.Count(s, "\r") - strings.Count(s, "\r\n")
}

// blank tells the characters that take no ink: white space of any width (NBSP
// and the ideographic space among it), zero-width marks, a byte order mark.
func blank(c rune) bool {
	return unicode.IsSpace(c) || c == '\uFEFF' || c == '\u200B' || c == '\x00' || c == '\x1a'
}
