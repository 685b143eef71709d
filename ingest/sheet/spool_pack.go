package sheet

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/klauspost/compress/s2"
)

// A chunk is packed column by column: the distinct cells, then the code of each
// row's cell; all of that is compressed. The format is never written to a file.

// chunkCells is how many cells a chunk may have, so that an unpacked one is small.
const (
	chunkCells = 32 << 10
	chunkRows  = 4096
)

// packer makes chunks of the rows of one worker.
type packer struct {
	chunks []spoolChunk
	lines  []int
	widths []int
	cols   []packColumn
	raw    []byte
	bytes  int // that the chunks take
}

// packColumn is a column of the chunk that is being made.
type packColumn struct {
	texts map[string]uint16 // codes of texts
	cells map[Cell]uint16   // and of other cells
	dict  []byte
	n     int // distinct cells
	codes []uint16
	last  Cell // that was put last
	code  uint16
}

// add adds a row; lines must ascend within a chunk.
func (p *packer) add(line int, cells []Cell) {
	if n := len(p.lines); n >= chunkRows || n*max(len(p.cols), len(cells)) >= chunkCells {
		p.flush()
	}
	n := len(p.lines)
	p.lines, p.widths = append(p.lines, line), append(p.widths, len(cells))
	for len(p.cols) < len(cells) {
		p.openColumn()
	}
	for i := range p.cols {
		c := &p.cols[i]
		for len(c.codes) < n { // the column begins here
			c.put(Cell{})
		}
		if i < len(cells) {
			c.put(cells[i])
		} else {
			c.put(Cell{})
		}
	}
}

// openColumn begins a column, in the memory of one of an earlier chunk.
func (p *packer) openColumn() {
	if n := len(p.cols); n < cap(p.cols) && p.cols[:n+1][n].texts != nil {
		p.cols = p.cols[:n+1]
		return
	}
	p.cols = append(p.cols, packColumn{texts: map[string]uint16{}, cells: map[Cell]uint16{}})
}

// put adds a cell to the column.
func (c *packColumn) put(cell Cell) {
	if c.n == 0 || cell != c.last {
		c.last, c.code = cell, c.codeOf(cell)
	}
	c.codes = append(c.codes, c.code)
}

func (c *packColumn) codeOf(cell Cell) uint16 {
	plain := cell == Cell{Kind: Text, Text: cell.Text}
	var code uint16
	var known bool
	if plain {
		code, known = c.texts[cell.Text]
	} else {
		code, known = c.cells[cell]
	}
	if known {
		return code
	}
	code = uint16(c.n) // chunkRows bounds it
	if plain {
		c.texts[cell.Text] = code
	} else {
		c.cells[cell] = code
	}
	c.n++
	c.dict = appendCell(c.dict, cell)
	return code
}

// What stands beside the kind of a cell: it is shown as a percent; its number is
// not 0, and follows; or its text says the number.
const (
	percentBit = 0x80
	numberBit  = 0x40
	spelledBit = 0x20
	kindBits   = 0x1f
)

func appendCell(to []byte, c Cell) []byte {
	kind, number := byte(c.Kind), math.Float64bits(c.Number)
	if c.Percent {
		kind |= percentBit
	}
	switch {
	case c.Kind == Number && math.Float64bits(spelled(c.Text)) == number:
		kind |= spelledBit
	case number != 0:
		kind |= numberBit
	}
	if to = append(to, kind); kind&numberBit != 0 {
		to = binary.LittleEndian.AppendUint64(to, number)
	}
	to = binary.AppendUvarint(to, uint64(len(c.Text)))
	return append(to, c.Text...)
}

// spelled is the number that a text says, 0 of others.
func spelled(text string) float64 {
	n, _ := strconv.ParseFloat(text, 64)
	return n
}

// flush packs the rows that were added.
func (p *packer) flush() {
	n := len(p.lines)
	if n == 0 {
		return
	}
	raw := binary.AppendUvarint(p.raw[:0], uint64(len(p.cols)))
	last := 0
	for i, line := range p.lines {
		raw = binary.AppendUvarint(raw, uint64(line-last))
		raw = binary.AppendUvarint(raw, uint64(p.widths[i]))
		last = line
	}
	for i := range p.cols {
		raw = p.cols[i].appendTo(raw)
	}
	p.chunks = append(p.chunks, spoolChunk{first: p.lines[0], last: last, rows: n, packed: s2.Encode(nil, raw)})
	p.chunks[len(p.chunks)-1].trim()
	p.bytes += len(p.chunks[len(p.chunks)-1].packed)
	p.raw, p.lines, p.widths, p.cols = raw, p.lines[:0], p.widths[:0], p.cols[:0]
}

// trim gives back what the encoder reserved for the worst case.
func (c *spoolChunk) trim() { c.packed = append(make([]byte, 0, len(c.packed)), c.packed...) }

// appendTo writes the column and empties it.
func (c *packColumn) appendTo(raw []byte) []byte {
	raw = binary.AppendUvarint(raw, uint64(c.n))
	raw = append(raw, c.dict...)
	for _, code := range c.codes {
		if raw = append(raw, byte(code)); c.n > 1<<8 {
			raw = append(raw, byte(code>>8))
		}
	}
	clear(c.texts)
	clear(c.cells)
	c.dict, c.codes, c.n, c.last = c.dict[:0], c.codes[:0], 0, Cell{}
	return raw
}

// unpacker unpacks chunks, one after another, into the same memory.
type unpacker struct {
	raw   []byte
	cells []Cell
	rows  []Row
	dict  []Cell
}

// unpack returns the rows of a chunk; they are valid until the next call.
func (u *unpacker) unpack(c *spoolChunk) []Row {
	raw, err := s2.Decode(u.raw[:cap(u.raw)], c.packed)
	if err != nil {
		panic("a chunk that was packed in memory: " + err.Error())
	}
	u.raw = raw
	at := 0
	next := func() int {
		v, n := binary.Uvarint(raw[at:])
		at += n
		return int(v)
	}
	width := next()
	u.makeRoom(c.rows, width)
	line := 0
	for i := range c.rows {
		line += next()
		u.rows[i] = Row{Line: line, Cells: u.cells[i*width : i*width+next() : (i+1)*width]}
	}
	text := string(raw[at:])
	from := 0
	for col := range width {
		from = u.unpackColumn(text, from, col, width)
	}
	return u.rows
}

func (u *unpacker) makeRoom(rows, width int) {
	if len(u.cells) < rows*width {
		u.cells = make([]Cell, rows*width)
	}
	if cap(u.rows) < rows {
		u.rows = make([]Row, rows)
	}
	u.rows = u.rows[:rows]
}

// unpackColumn writes the cells of a column into the rows, and returns where
// the next column begins.
func (u *unpacker) unpackColumn(text string, at, col, width int) int {
	n, size := uvarint(text[at:])
	at += size
	u.dict = u.dict[:0]
	for range n {
		kind := text[at]
		c := Cell{Kind: Kind(kind & kindBits), Percent: kind&percentBit != 0}
		if at++; kind&numberBit != 0 {
			c.Number = math.Float64frombits(binary.LittleEndian.Uint64([]byte(text[at : at+8])))
			at += 8
		}
		length, size := uvarint(text[at:])
		at += size
		c.Text = text[at : at+length]
		if at += length; kind&spelledBit != 0 {
			c.Number = spelled(c.Text)
		}
		u.dict = append(u.dict, c)
	}
	for i := range u.rows {
		code := int(text[at])
		if at++; n > 1<<8 {
			code |= int(text[at]) << 8
			at++
		}
		u.cells[i*width+col] = u.dict[code]
	}
	return at
}

// uvarint is binary.Uvarint of a text.
func uvarint(s string) (value, size int) {
	for shift := 0; ; shift += 7 {
		b := s[size]
		size++
		if value |= int(b&0x7f) << shift; b < 0x80 {
			return value, size
		}
	}
}
