package sheet

import (
	"encoding/xml"
	"errors"
	"strconv"
	"strings"
)

// stored is what a cell element holds.
type stored struct {
	value, inline, formula string
	hasValue, hasFormula   bool
}

func (r *sheetReader) readCell(kind, style string) (Cell, error) {
	var s stored
	err := children(r.d, func(e xml.StartElement) (err error) {
		switch e.Name.Local {
		case "v":
			s.hasValue = true
			s.value, err = content(r.d)
		case "f":
			s.hasFormula = true
			s.formula, err = content(r.d)
		case "is":
			s.inline, err = richText(r.d)
		default:
			err = r.d.Skip()
		}
		return err
	})
	if err != nil {
		return Cell{}, err
	}
	return r.decodeCell(kind, style, s)
}

// decodeCell turns what is stored into a cell.
func (r *sheetReader) decodeCell(kind, style string, s stored) (Cell, error) {
	v := strings.TrimSpace(s.value)
	computed := s.inline != "" || v != "" || s.hasValue && kind == "str" // an empty text is a value
	switch {
	case s.hasFormula && !computed:
		return r.withoutValue(s.formula), nil
	case kind == "str":
		return textCell(unescape(s.value)), nil
	case v == "" || kind == "inlineStr":
		return textCell(s.inline), nil
	}
	return r.decodeValue(kind, style, v)
}

// decodeValue reads the value v by the cell's type.
func (r *sheetReader) decodeValue(kind, style, v string) (Cell, error) {
	switch kind {
	case "s":
		return r.shared(v)
	case "", "n":
		return r.number(v, style)
	case "b":
		return boolCell(isTrue(v)), nil
	case "d":
		if days, ok := isoDays(v); ok {
			return Cell{Kind: Date, Text: dateText(days), Number: days}, nil
		}
	}
	return Cell{Kind: Fault, Text: v}, nil // kind e, and what can't be read
}

func (r *sheetReader) number(v, style string) (Cell, error) {
	return r.w.readNumber(v, r.w.formatOf(style))
}

// withoutValue is a formula that no program has computed. It is a fault and
// not a blank: somebody put a figure there.
func (r *sheetReader) withoutValue(formula string) Cell {
	r.tellUnknown()
	return Cell{Kind: Fault, Text: "=" + formula}
}

// tellUnknown counts a formula without value.
func (r *sheetReader) tellUnknown() {
	if r.unknown == 0 {
		r.first = r.at
	}
	r.unknown++
}

func (r *sheetReader) shared(index string) (Cell, error) {
	i, err := strconv.Atoi(index)
	if err != nil || i < 0 || i >= len(r.w.strings) {
		return Cell{}, errors.New("no shared string " + index)
	}
	return r.w.strings[i], nil
}

// textCell is a text without the blank space around it; Blank when nothing is
// left.
func textCell(s string) Cell {
	if s = trim(s); s == "" {
		return Cell{}
	}
	return Cell{Kind: Text, Text: s}
}

func boolCell(b bool) Cell {
	if b {
		return Cell{Kind: Bool, Text: "TRUE", Number: 1}
	}
	return Cell{Kind: Bool, Text: "FALSE"}
}
