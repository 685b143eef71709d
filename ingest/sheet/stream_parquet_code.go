package sheet

import (
	"bytes"
	"errors"
)

// errNoText is met in columns of bytes that are no text, which [Read] leaves out.
var errNoText = errors.New("bytes that are no text")

// coder gives codes to distinct cells.
type coder struct {
	cells    []Cell
	byText   map[string]uint32 // of texts
	byCell   map[Cell]uint32   // of the others
	byRaw    map[string]uint32 // of values in plain pages, by their bytes
	lastRaw  []byte
	lastCode uint32
	blank    uint32 // the code of the blank, unmet when there was none
}

func newCoder() coder {
	return coder{byText: make(map[string]uint32), byCell: make(map[Cell]uint32), byRaw: make(map[string]uint32), blank: unmet}
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

// rawCode is the code of a value that stands plainly in a page.
func (c *coder) rawCode(t *valueType, raw []byte) uint32 {
	if len(raw) > 0 && bytes.Equal(raw, c.lastRaw) {
		return c.lastCode
	}
	code, ok := c.byRaw[string(raw)]
	if !ok {
		code = c.code(t.cellOf(raw))
		c.byRaw[string(raw)] = code
	}
	c.lastRaw, c.lastCode = append(c.lastRaw[:0], raw...), code
	return code
}

func (v *valueType) cellOf(raw []byte) Cell {
	cell, ok := v.cell(raw)
	if !ok {
		panic(errNoText)
	}
	return cell
}
