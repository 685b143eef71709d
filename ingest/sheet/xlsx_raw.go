package sheet

// rawCache remembers what was made of cells: exports say much the same again
// and again. The zero value is ready for use.
type rawCache[T any] struct {
	slots []cached[T]
	long  cached[T] // stands for the places of texts that are too long
}

// cached is what was made of a cell.
type cached[T any] struct {
	what  rawKind
	style int
	text  string
	made  T
}

const (
	cacheSlots = 1 << 12
	mostCached = 64 // bytes of a text
)

// find returns the place of the cell, and whether it holds what was made of it.
func (r *rawCache[T]) find(c *rawCell) (slot *cached[T], found bool) {
	if len(c.text) > mostCached {
		return &r.long, false
	}
	if r.slots == nil {
		r.slots = make([]cached[T], cacheSlots)
	}
	h := (2166136261^uint32(c.what))*16777619 ^ uint32(c.style) // FNV-1a
	for _, b := range c.text {
		h = (h ^ uint32(b)) * 16777619
	}
	slot = &r.slots[(h^h>>15)%cacheSlots]
	return slot, slot.text == string(c.text) && slot.what == c.what && slot.style == c.style && slot.text != ""
}

// cellOf is the cell that the decoder would give; ok is false when it would
// give an error.
func (w *workbook) cellOf(c *rawCell) (cell Cell, ok bool) {
	if c.what == rawShared {
		i, ok := w.sharedAt(c)
		if !ok {
			return Cell{}, false
		}
		return w.strings[i], true
	}
	slot, found := w.seen.find(c)
	if found {
		return slot.made, true
	}
	text := string(c.text)
	if cell, ok = w.decodeRaw(c, text); ok {
		*slot = cached[Cell]{c.what, c.style, text, cell}
	}
	return cell, ok
}

// sharedAt is the index of a shared string that is there.
func (w *workbook) sharedAt(c *rawCell) (i int, ok bool) {
	i, ok = readDigits(c.text)
	return i, ok && i < len(w.strings)
}

func (w *workbook) decodeRaw(c *rawCell, text string) (Cell, bool) {
	switch c.what {
	case rawNumber:
		cell, err := w.readNumber(text, w.formatAt(c.style))
		return cell, err == nil
	case rawText:
		return textCell(unescape(text)), true
	case rawBool:
		return boolCell(isTrue(text)), true
	case rawFormula:
		return Cell{Kind: Fault, Text: "=" + text}, true
	}
	return Cell{Kind: Fault, Text: text}, true
}

// rowOf is the row that was scanned.
func (w *workbook) rowOf(s *scanner) Row {
	row := Row{Line: s.line}
	var counted budget // it has been
	for i := range s.cells {
		cell, _ := w.cellOf(&s.cells[i])
		counted.put(&row, s.cells[i].col, cell)
	}
	return row
}

// shortDecimal is a number in plain decimal notation of at most 15 digits, which
// a float64 tells apart from every other such.
type shortDecimal struct {
	mantissa int64
	decimals int // the last of them is not 0
	size     int // of the notation without needless zeros
}

// mostDigits is how many digits a float64 keeps.
const mostDigits = 15

// readShort reads a minus, digits, a point and digits; ok is false for
// everything else, zeros before the number and a minus zero among it.
func readShort[T string | []byte](s T) (d shortDecimal, ok bool) {
	first := 0
	if len(s) > 0 && s[0] == '-' {
		first = 1
	}
	d.mantissa, d.decimals, ok = readPointed(s[first:])
	if !ok || first > 0 && d.mantissa == 0 {
		return d, false
	}
	d.size = len(s)
	d.shorten()
	if first > 0 {
		d.mantissa = -d.mantissa
	}
	return d, true
}

// readPointed reads digits with a point among them, or none.
func readPointed[T string | []byte](s T) (mantissa int64, decimals int, ok bool) {
	point := len(s)
	for i := range len(s) {
		switch c := s[i]; {
		case isDigit(c) && i <= mostDigits:
			mantissa = mantissa*10 + int64(c-'0')
		case c == '.' && point == len(s) && i < len(s)-1:
			point = i
		default:
			return 0, 0, false
		}
	}
	decimals = max(0, len(s)-point-1)
	return mantissa, decimals, point > 0 && point+decimals <= mostDigits && (point == 1 || s[0] != '0')
}

// shorten drops the zeros behind the point, and the point when nothing else
// stands there.
func (d *shortDecimal) shorten() {
	pointed := d.decimals > 0
	for d.decimals > 0 && d.mantissa%10 == 0 {
		d.mantissa, d.decimals, d.size = d.mantissa/10, d.decimals-1, d.size-1
	}
	if pointed && d.decimals == 0 {
		d.size--
	}
}

// powers are those of ten, exact in a float64.
var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9}

// shortNumber reads a number of few digits, and cuts from its notation the zeros that
// the shortest one does not have. The quotient of two exact numbers is
// the float64 that is next to the decimal.
func shortNumber(s string) (n float64, text string, ok bool) {
	p, ok := readShort(s)
	if !ok || p.decimals >= len(powers) {
		return 0, "", false
	}
	return float64(p.mantissa) / powers[p.decimals], s[:p.size], true
}
