package sheet

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// jsonLexer reads JSON from a stream, value by value, and keeps no more of it than the
// string or number in hand. The grammar is that of RFC 8259, and what its strings and numbers
// may be is left to encoding/json; that package's own decoder makes a value of each
// token, and takes several times as long.
type jsonLexer struct {
	src      io.Reader
	buf      []byte
	pos, end int   // what of buf is read but not used
	base     int64 // where buf begins in the text
	line     int   // of pos
	told     int   // of the end of the token before
	cr       bool  // the byte before pos is a carriage return
	key      []byte
	err      error // of src
}

const (
	lexerSize = 64 << 10
	maxToken  = 128 << 20 // bytes of a string
	maxNested = 10_000    // objects and arrays within each other, as in encoding/json
)

func newJSONLexer(src io.Reader) *jsonLexer {
	return &jsonLexer{src: src, buf: make([]byte, lexerSize), line: 1, told: 1}
}

// offset is where the lexer stands in the text.
func (l *jsonLexer) offset() int64 { return l.base + int64(l.pos) }

// fill reads on behind what is not used yet.
func (l *jsonLexer) fill() error {
	if l.err != nil {
		return l.err
	}
	l.base += int64(l.pos)
	l.end = copy(l.buf, l.buf[l.pos:l.end])
	l.pos = 0
	if l.end == len(l.buf) {
		if l.end >= maxToken {
			return errBomb
		}
		l.buf = append(l.buf, make([]byte, len(l.buf))...)
	}
	n := 0
	for n == 0 && l.err == nil {
		n, l.err = l.src.Read(l.buf[l.end:])
	}
	if l.end += n; n == 0 {
		return l.err
	}
	return nil
}

// peek skips blank space and returns the byte behind it, which stays. The end of the
// text is io.EOF.
func (l *jsonLexer) peek() (byte, error) {
	l.told = l.line
	for {
		for ; l.pos < l.end; l.pos++ {
			c := l.buf[l.pos]
			switch {
			case c == '\r', c == '\n' && !l.cr:
				l.line++
			case c != ' ' && c != '\t' && c != '\n':
				l.cr = false
				return c, nil
			}
			l.cr = c == '\r'
		}
		if err := l.fill(); err != nil {
			return 0, err
		}
	}
}

// next is peek where the text must not end.
func (l *jsonLexer) next() (byte, error) {
	c, err := l.peek()
	return c, unended(err)
}

// unended is the error of a text that ends too early.
func unended(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// sign reads one of the given bytes.
func (l *jsonLexer) sign(of string) (byte, error) {
	c, err := l.next()
	if err == nil && strings.IndexByte(of, c) < 0 {
		err = fmt.Errorf("invalid character %q, not %s", c, strings.Join(strings.Split(of, ""), " or "))
		l.line = l.told // what is missing there breaks off on the line before
	}
	if err == nil {
		l.pos++
	}
	return c, err
}

// object reads an object: member reads the value of each key, which is as it stands with
// its quotes, and valid until then.
func (l *jsonLexer) object(member func(key []byte) error) error {
	if _, err := l.sign("{"); err != nil {
		return err
	}
	return l.list(",}", func() error {
		key, err := l.quoted()
		if err != nil {
			return err
		}
		l.key = append(l.key[:0], key...)
		if _, err := l.sign(":"); err != nil {
			return err
		}
		return member(l.key)
	})
}

// array reads an array: element reads each of its values.
func (l *jsonLexer) array(element func() error) error {
	if _, err := l.sign("["); err != nil {
		return err
	}
	return l.list(",]", element)
}

// list reads elements up to the second of two signs, parted by the first.
func (l *jsonLexer) list(signs string, element func() error) error {
	c, err := l.next()
	if err == nil && c == signs[1] {
		l.pos++
		return nil
	}
	for err == nil {
		if err = element(); err == nil {
			c, err = l.sign(signs)
		}
		if c == signs[1] {
			break
		}
	}
	return err
}

// skip reads a value and leaves it, when it is one.
func (l *jsonLexer) skip(depth int) error {
	c, err := l.next()
	switch {
	case err != nil:
		return err
	case depth > maxNested:
		return fmt.Errorf("values are nested more than %d deep", maxNested)
	case c == '{':
		return l.object(func(key []byte) error {
			if err := checkScalar(key); err != nil {
				return err
			}
			return l.skip(depth + 1)
		})
	case c == '[':
		return l.array(func() error { return l.skip(depth + 1) })
	}
	raw, err := l.scalar()
	if err != nil {
		return err
	}
	return checkScalar(raw)
}

// scalar reads a string, a number or a word, which is valid until the next of them. That
// of the last two is right is not certain yet, nor that of what is escaped in a string.
func (l *jsonLexer) scalar() ([]byte, error) {
	c, err := l.next()
	if err != nil {
		return nil, err
	}
	if c == '"' {
		return l.quoted()
	}
	for n := 0; ; n++ {
		if l.pos+n == l.end {
			if err := l.fill(); err != nil && !errors.Is(err, io.EOF) {
				return nil, err
			}
		}
		if l.pos+n < l.end && !endsWord[l.buf[l.pos+n]] {
			continue
		}
		raw := l.buf[l.pos : l.pos+n]
		if n == 0 {
			return nil, fmt.Errorf("invalid character %q looking for beginning of value", c)
		}
		l.pos += n
		return raw, nil
	}
}

// quoted reads a string.
func (l *jsonLexer) quoted() ([]byte, error) {
	if c, err := l.next(); err != nil || c != '"' {
		_, err = l.sign(`"`)
		return nil, err
	}
	for n := 1; ; n++ {
		for l.pos+n < l.end && plainText[l.buf[l.pos+n]] {
			n++
		}
		for l.pos+n >= l.end {
			if err := l.fill(); err != nil {
				return nil, unended(err)
			}
		}
		switch c := l.buf[l.pos+n]; {
		case c == '"':
			raw := l.buf[l.pos : l.pos+n+1]
			l.pos += n + 1
			return raw, nil
		case c == '\\':
			n++ // whatever it is
		case c < ' ':
			return nil, fmt.Errorf("invalid character %q in a string", c)
		}
	}
}

// endsWord are the bytes that end a number or a word, plainText those of strings that
// need no look.
var endsWord, plainText = func() (ends, plain [256]bool) {
	for c := range 256 {
		plain[c] = c >= ' ' && c != '"' && c != '\\'
		ends[c] = strings.IndexByte(" \t\r\n,:]}[{\"", byte(c)) >= 0
	}
	return ends, plain
}()

// checkScalar returns the error of a token that is no value.
func checkScalar(raw []byte) error {
	if raw[0] == '"' && bytes.IndexByte(raw, '\\') < 0 || isPlainNumber(raw) || json.Valid(raw) {
		return nil
	}
	return fmt.Errorf("invalid value %.40q", raw)
}

// isPlainNumber reports whether a token is a number without sign and exponent, as most are.
func isPlainNumber(raw []byte) bool {
	whole, fraction, point := bytes.Cut(raw, []byte{'.'})
	return allDigits(whole) && (len(whole) == 1 || whole[0] != '0') && (!point || allDigits(fraction))
}

func allDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}

// unquote is the text of a string.
func unquote(raw []byte) (string, error) {
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1]), nil
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return "", fmt.Errorf("invalid string %.40q", raw)
	}
	return s, nil
}
