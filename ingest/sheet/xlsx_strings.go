package sheet

import (
	"encoding/xml"
	"strconv"
	"strings"
	"unicode/utf16"
)

// readStrings reads the shared strings in their order.
func readStrings(d *xml.Decoder) ([]string, error) {
	if err := root(d); err != nil {
		return nil, err
	}
	var all []string
	size := 0
	err := children(d, func(e xml.StartElement) error {
		if e.Name.Local != "si" {
			return d.Skip()
		}
		s, err := richText(d)
		if size += len(s); size > maxText {
			return errBomb
		}
		all = append(all, s)
		return err
	})
	return all, err
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
