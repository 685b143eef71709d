package ingest

import (
	"math"
	"strconv"
	"strings"
)

// packedNumbers pack numbers into twelve bytes: the value, and the index of what
// else there is to tell, which nearly all of a column share. The notation is not kept
// where it is that of the value with so many decimals.
type packedNumbers struct {
	forms []numberForm
	at    map[numberForm]uint32
	last  numberForm
	form  uint32   // of the last
	odd   []number // that are kept as they are
}

// numberForm is a number without value and notation, and how that is written.
type numberForm struct {
	number
	notation notation
	decimals int
}

// notation is how the plain notation of a packed number is found.
type notation uint8

const (
	noNotation  notation = iota // there is none
	ofValue                     // that of the value
	ofHundred                   // that of a hundred times the value: 15.2%
	oddNotation                 // the value is an index of the odd ones
)

// packedNumber is a number, packed.
type packedNumber struct {
	value float64
	form  uint32
}

func (p *packedNumbers) packed(n number) packedNumber {
	value, form := p.pack(n)
	return packedNumber{value, form}
}

func (p *packedNumbers) pack(n number) (value float64, form uint32) {
	f := numberForm{number: n}
	value = n.value
	if n.plain != "" {
		f.notation, f.decimals = notationOf(n)
	}
	if f.notation == oddNotation || math.IsNaN(value) {
		n.plain = strings.Clone(n.plain) // the cell's may keep those of many rows
		p.odd = append(p.odd, n)
		f = numberForm{notation: oddNotation}
		value = float64(len(p.odd) - 1)
	}
	f.value, f.plain = 0, ""
	return value, p.formOf(f)
}

func (p *packedNumbers) formOf(f numberForm) uint32 {
	if len(p.forms) > 0 && f == p.last {
		return p.form
	}
	at, known := p.at[f]
	if !known {
		if p.at == nil {
			p.at = map[numberForm]uint32{}
		}
		at = uint32(len(p.forms))
		p.at[f], p.forms = at, append(p.forms, f)
	}
	p.last, p.form = f, at
	return at
}

// number unpacks a number.
func (p *packedNumbers) number(value float64, form uint32) number {
	f := &p.forms[form]
	n := f.number
	switch f.notation {
	case oddNotation:
		return p.odd[int(value)]
	case ofValue:
		n.plain = strconv.FormatFloat(value, 'f', f.decimals, 64)
	case ofHundred:
		n.plain = strconv.FormatFloat(value*100, 'f', f.decimals, 64)
	}
	n.value = value
	return n
}

// notationOf finds how the notation of a number follows from its value.
func notationOf(n number) (notation, int) {
	_, fraction, _ := strings.Cut(n.plain, ".")
	decimals := len(fraction)
	switch {
	case isShort(n.plain, decimals, n.value):
		return ofValue, decimals
	case decimals > mostDecimals:
	case strconv.FormatFloat(n.value, 'f', decimals, 64) == n.plain:
		return ofValue, decimals
	case strconv.FormatFloat(n.value*100, 'f', decimals, 64) == n.plain:
		return ofHundred, decimals
	}
	return oddNotation, 0
}

// mostDigits is how many digits a float64 holds whatever they are, and mostDecimals how
// many numbers have behind the point.
const (
	mostDigits   = 15
	mostDecimals = 20
)

// isShort reports, without the cost of writing the value, that so many decimals of
// it are the text: of at most fifteen digits each has a float64 of its own.
func isShort(text string, decimals int, value float64) bool {
	whole := len(text)
	if decimals > 0 {
		whole -= decimals + 1
	}
	if len(text) > mostDigits || whole < 1 || whole > 1 && text[0] == '0' {
		return false
	}
	digits := 0
	for i := range len(text) {
		switch c := text[i] - '0'; {
		case c <= 9:
			digits = 10*digits + int(c)
		case i != whole:
			return false
		}
	}
	return float64(digits)/math.Pow10(decimals) == value && !math.Signbit(value)
}
