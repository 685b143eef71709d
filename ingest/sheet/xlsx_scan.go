package sheet

import (
	"bytes"
	"unicode/utf8"
)

// scanner reads rows and strings from the bytes of a part without an XML
// decoder. It takes only what nearly all programs write: where it meets anything else, though it be
// well formed, it says no, and the strict decoder reads that element. What
// it takes means the same to both.
type scanner struct {
	tags   tags
	b      []byte
	i      int
	line   int       // of the row
	number []byte    // as it stands there; empty when it does not
	cells  []rawCell // of the row, in ascending order
	spare  []byte    // texts whose entities are replaced
}

// tags are start tags up to the name, and end tags; all of them may have a
// prefix.
type tags struct {
	prefix                          string
	row, cell, formula, value, text string
	inline                          string // whole: it has no attributes
	endRow, endCell, endFormula     string
	endValue, endText, endInline    string
	phonetic, endItem               string
}

func tagsOf(prefix string) tags {
	start, end := "<"+prefix, "</"+prefix
	return tags{
		prefix: prefix, row: start + "row", cell: start + "c", formula: start + "f", value: start + "v", text: start + "t",
		inline: start + "is>", phonetic: start + "phoneticPr",
		endRow: end + "row>", endCell: end + "c>", endFormula: end + "f>", endValue: end + "v>", endText: end + "t>",
		endInline: end + "is>", endItem: end + "si>",
	}
}

// rawCell is a cell as it stands in the bytes.
type rawCell struct {
	col   int // from 0
	what  rawKind
	style int    // index of the number format; -1 without one
	text  []byte // good until the block is given back
}

// rawKind says how the text of a rawCell is to be read.
type rawKind uint8

const (
	rawShared  rawKind = iota // index of a shared string
	rawNumber                 // a number
	rawText                   // a text, inline or of a formula
	rawBool                   // 1 or 0
	rawFault                  // an error of the spreadsheet
	rawFormula                // a formula without value
)

// enter sets the scanner on bytes at whose start an element of the name stands,
// and passes over the start of its tag. The prefix of the first such element is that of all.
func (s *scanner) enter(b []byte, name string) bool {
	s.b, s.i, s.spare = b, 0, s.spare[:0]
	s.space()
	if !s.skip("<") {
		return false
	}
	first := s.name()
	prefix := ""
	if s.peek() == ':' && len(first) > 0 {
		s.i++
		prefix, first = string(first)+":", s.name()
	}
	if s.tags.row == "" && string(first) == name {
		s.tags = tagsOf(prefix)
	}
	return string(first) == name && prefix == s.tags.prefix
}

// skip passes over word; false when something else stands there.
func (s *scanner) skip(word string) bool {
	if len(s.b)-s.i < len(word) || string(s.b[s.i:s.i+len(word)]) != word {
		return false
	}
	s.i += len(word)
	return true
}

// peek is the next byte, 0 at the end.
func (s *scanner) peek() byte {
	if s.i < len(s.b) {
		return s.b[s.i]
	}
	return 0
}

// space passes over the white space between elements.
func (s *scanner) space() {
	for s.i < len(s.b) && (s.b[s.i] == ' ' || s.b[s.i] == '\n' || s.b[s.i] == '\r' || s.b[s.i] == '\t') {
		s.i++
	}
}

// attributes are the values that matter, nil without the attribute.
type attributes struct {
	r, s, t []byte
	empty   bool // the element has no content
}

// attributes reads the rest of a start tag after its name.
func (s *scanner) attributes() (a attributes, ok bool) {
	for {
		switch s.peek() {
		case '>':
			s.i++
			return a, true
		case '/':
			a.empty = true
			return a, s.skip("/>")
		case ' ':
			s.i++
		default:
			return a, false
		}
		name, value, ok := s.attribute()
		if !ok {
			return a, false
		}
		a.keep(name, value)
	}
}

// keep keeps a value that matters. Of two with the same name the first counts.
func (a *attributes) keep(name byte, value []byte) {
	switch {
	case name == 'r' && a.r == nil:
		a.r = value
	case name == 's' && a.s == nil:
		a.s = value
	case name == 't' && a.t == nil:
		a.t = value
	}
}

// attribute reads name="value". It returns names of one letter, 0 for others.
func (s *scanner) attribute() (name byte, value []byte, ok bool) {
	first := s.name()
	if len(first) == 1 {
		name = first[0]
	}
	if len(first) > 0 && s.peek() == ':' { // a prefix: to the decoder the short names after it are the same
		s.i++
		if name = 0; len(s.name()) < 2 {
			return 0, nil, false
		}
	}
	if len(first) == 0 || !s.skip(`="`) {
		return 0, nil, false
	}
	value, ok = s.quoted()
	return name, value, ok
}

// quoted reads up to the quote.
func (s *scanner) quoted() (value []byte, ok bool) {
	for i, c := range s.b[s.i:] {
		switch {
		case c == '"':
			value, s.i = s.b[s.i:s.i+i], s.i+i+1
			return value, true
		case c < ' ' || c > '~' || c == '<' || c == '&':
			return nil, false
		}
	}
	return nil, false
}

// name reads a letter and what follows of letters and digits.
func (s *scanner) name() []byte {
	from := s.i
	for c := s.peek(); isLetter(c) || isDigit(c) && s.i > from; c = s.peek() {
		s.i++
	}
	return s.b[from:s.i]
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }

// content reads the character data up to the next tag. Line ends that XML
// rewrites, and whatever may not stand in a text, are left to the decoder.
func (s *scanner) content() (text []byte, ok bool) {
	plain, ascii := true, true
	for i, c := range s.b[s.i:] {
		switch {
		case c == '<':
			text, s.i = s.b[s.i:s.i+i], s.i+i
			if !ascii && !isText(text) {
				return nil, false
			}
			if plain {
				return text, true
			}
			return s.resolve(text)
		case c == '&':
			plain = false
		case c >= utf8.RuneSelf:
			ascii = false
		case c < ' ' && c != '\n' && c != '\t' || c == '>':
			return nil, false
		}
	}
	return nil, false
}

// isText reports whether the bytes are characters that XML may hold.
func isText(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	return !bytes.Contains(b, []byte("\xef\xbf")) || !bytes.ContainsAny(b, "\uFFFE\uFFFF")
}

// resolve replaces the entities of a text.
func (s *scanner) resolve(text []byte) ([]byte, bool) {
	from := len(s.spare)
	for {
		before, after, found := bytes.Cut(text, []byte("&"))
		s.spare = append(s.spare, before...)
		if !found {
			return s.spare[from:], true
		}
		name, rest, closed := bytes.Cut(after, []byte(";"))
		c := entity(string(name))
		if c == 0 || !closed {
			return nil, false
		}
		s.spare, text = append(s.spare, c), rest
	}
}

// entity is the character of an entity that XML has without a declaration, 0
// for others.
func entity(name string) byte {
	switch name {
	case "amp":
		return '&'
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "quot":
		return '"'
	case "apos":
		return '\''
	}
	return 0
}

// item reads the string item at the start of b, and its length; ok is false
// when it is for the decoder.
func (s *scanner) item(b []byte) (text []byte, n int, ok bool) {
	if !s.enter(b, "si") || !s.skip(">") {
		return nil, 0, false
	}
	text, ok = s.element(s.tags.text, s.tags.endText)
	if !ok || text == nil {
		return nil, 0, false
	}
	if s.skip(s.tags.phonetic) {
		if a, ok := s.attributes(); !ok || !a.empty {
			return nil, 0, false
		}
	}
	ok = s.skip(s.tags.endItem)
	return text, s.i, ok
}

// readDigits reads a number of at most nine digits.
func readDigits(b []byte) (n int, ok bool) {
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, len(b) > 0 && len(b) <= 9
}
