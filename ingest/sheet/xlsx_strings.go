package sheet

import (
	"encoding/xml"
	"strconv"
	"strings"
	"unicode/utf16"
)

// readStrings reads the shared strings in their order.
func readStrings(src *blocks, d *xml.Decoder) ([]Cell, error) {
	if err := root(d); err != nil || src.closed() {
		return nil, err
	}
	r := &stringReader{src: src}
	if err := r.scan(); err != nil {
		return nil, err
	}
	err := children(d, func(e xml.StartElement) error {
		if e.Name.Local != "si" {
			return d.Skip()
		}
		s, err := richText(d)
		if err != nil {
			return err
		}
		if err := r.take(s); err != nil {
			return err
		}
		return r.scan()
	})
	return r.all, err
}

// stringReader gathers the shared strings.
type stringReader struct {
	src     *blocks
	scanner scanner
	all     []Cell
	size    int // of all texts in bytes
}

// scan takes the items from where the decoder stands on that need no decoder.
func (r *stringReader) scan() error {
	for !r.src.converted {
		text, n, ok := r.scanner.item(r.src.rest())
		if !ok {
			return nil
		}
		if err := r.take(unescape(string(text))); err != nil {
			return err
		}
		r.src.skip(n)
	}
	return nil
}

func (r *stringReader) take(s string) error {
	if r.size += len(s); r.size > maxText || len(r.all) == maxFilled {
		return errBomb
	}
	r.all = append(r.all, textCell(s))
	return nil
}

// richText returns the text of a string item (si, is): its own, or that of its
// runs joined. Phonetic readings (rPh) are not part of it.
func richText(d *xml.Decoder) (string, error) {
	var b strings.Builder
	err := children(d, func(e xml.StartElement) error {
		switch e.Name.Local {
		case "t":
			s, err := content(d)
			b.WriteString(unescape(s))
			return err
		case "r":
			s, err := richText(d)
			b.WriteString(s)
			return err
		}
		return d.Skip()
	})
	return b.String(), err
}

// unescape replaces the _xHHHH_ by which workbooks write the UTF-16 units that XML
// can't hold ("_x000D_" is a carriage return, "_x005F_" an underscore).
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for s != "" {
		i := strings.Index(s, "_x")
		if i < 0 {
			break
		}
		b.WriteString(s[:i])
		s = s[i:]
		if unit, ok := escapedUnit(s); ok {
			s = s[7:]
			if low, ok := escapedUnit(s); ok && utf16.IsSurrogate(unit) {
				unit = utf16.DecodeRune(unit, low)
				s = s[7:]
			}
			b.WriteRune(unit)
			continue
		}
		b.WriteString(s[:2])
		s = s[2:]
	}
	return b.String() + s
}

// escapedUnit reads the _xHHHH_ at the start of s.
func escapedUnit(s string) (rune, bool) {
	if len(s) < 7 || s[:2] != "_x" || s[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}
