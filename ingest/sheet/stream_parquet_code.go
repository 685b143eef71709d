package sheet

import "errors"

// errNoText is met in columns of bytes that are no text, which [Read] leaves out.
var errNoText = errors.New("bytes that are no text")

// coder gives codes to distinct cells.
type coder struct {
	cells  []Cell
	byText map[string]uint32 // of texts
	byCell map[Cell]uint32   // of the others
	raws   []rawValue        // the values in plain pages; the first stands for none
	byRaw  map[string]uint32 // indexes of them
	last   uint32            // the one of the row before
	blank  uint32            // the code of the blank, unmet when there was none
}

// rawValue is a value in a plain page, by its bytes.
type rawValue struct {
	bytes string
	code  uint32
	next  uint32 // the one that came after it
}

func newCoder() coder {
	return coder{byText: make(map[string]uint32), byCell: make(map[Cell]uint32), raws: make([]rawValue, 1), byRaw: make(map[string]uint32), blank: unmet}
}

func (c *coder) code(cell Cell) uint32 {
	if cell.Kind == Text {
		return findCode(c, c.byText, cell.Text, cell)
	}
	return findCode(c, c.byCell, cell, cell)
}

func findCode[K comparable](c *coder, codes map[K]uint32, key K, cell Cell) uint32 {
	if code, ok := codes[key]; ok {
		return code
	}
	code := uint32(len(c.cells))
	codes[key] = code
	c.cells = append(c.cells, cell)
	if cell.Kind == Blank {
		c.blank = code
	}
	return code
}

// rawCode is the code of a value that stands plainly in a page. As in texts, it is
// likely the one of the row before, or the one that came after that the last time.
func (c *coder) rawCode(t *valueType, raw []byte) uint32 {
	before := &c.raws[c.last]
	switch {
	case c.last > 0 && before.bytes == string(raw):
		return before.code
	case before.next > 0 && c.raws[before.next].bytes == string(raw):
		c.last = before.next
	default:
		at, ok := c.byRaw[string(raw)]
		if !ok {
			at = uint32(len(c.raws))
			own := string(raw)
			c.raws, c.byRaw[own] = append(c.raws, rawValue{bytes: own, code: c.code(t.cellOf(raw))}), at
		}
		c.raws[c.last].next, c.last = at, at
	}
	return c.raws[c.last].code
}

func (v *valueType) cellOf(raw []byte) Cell {
	cell, ok := v.cell(raw)
	if !ok {
		panic(errNoText)
	}
	return cell
}
