package sheet

import (
	"encoding/binary"
	"fmt"
)

// The encodings that are read here; those of the others arrow knows.
const (
	plainEncoding      = 0
	plainDictionary    = 2
	runEncoding        = 3
	dictionaryEncoding = 8
)

// open goes to the beginning of a row group, whose pages are verified.
func (c *parquetColumn) open(group int, pages []pageBytes) {
	c.group, c.row, c.pages = group, 0, pages
	c.page = parquetPage{room: c.page.room, whole: c.page.whole}
	c.entries, c.remap, c.table = c.entries[:0], c.remap[:0], c.table[:0]
}

// nextPage makes the next page of the row group ready.
func (c *parquetColumn) nextPage() {
	c.takePage(0)
	if len(c.pages) == 0 {
		panic(errShort)
	}
	p := c.pages[0]
	c.pages = c.pages[1:]
	levels, values := c.unfold(p)
	c.page.left, c.page.levels = int(p.values), nil
	if c.field.optional {
		c.page.levels = &hybrid{rest: levels, width: 1}
		if p.values > 0 && c.page.levels.allOnes(c.page.left) {
			c.page.levels = nil
		}
	}
	c.begin(p, values)
}

// begin sets the reader of the page's values.
func (c *parquetColumn) begin(p pageBytes, values []byte) {
	switch p.encoding {
	case plainDictionary, dictionaryEncoding:
		c.page.coded = true
		c.page.codes = hybrid{}
		if len(values) > 0 { // a page of blanks has none
			c.page.codes = hybrid{rest: values[1:], width: int(values[0])}
		}
		if c.page.codes.width > 32 {
			panic(errUnfolds)
		}
	case plainEncoding:
		c.page.coded = false
		if c.field.truth {
			values = truths(values, int(p.values))
		}
		c.page.plain = plain{rest: values, width: c.field.width}
	case int64(byteStreamSplit):
		if c.field.width == 0 || c.field.truth {
			panic(fmt.Errorf("values of %d bytes, split", c.field.width))
		}
		c.page.coded = false
		c.page.whole = joined(values, c.field.width, c.page.whole)
		c.page.plain = plain{rest: c.page.whole, width: c.field.width}
	default:
		panic(fmt.Errorf("values of the encoding %d", p.encoding))
	}
}

// unfold returns the bytes of a data page: its definition levels, if it has any,
// and its values. They last until the next page.
func (c *parquetColumn) unfold(p pageBytes) (levels, values []byte) {
	body := c.decompress(p, c.page.room)
	c.page.room = body[:0]
	switch {
	case p.kind == dataPageV2:
		return p.bytes[p.repeats:p.pageHeader.levels], body
	case !c.field.optional:
		return nil, body
	case p.leveled != runEncoding:
		panic(fmt.Errorf("levels of the encoding %d", p.leveled))
	}
	n := 4 + int(binary.LittleEndian.Uint32(body))
	return body[4:n], body[n:]
}

// decompress returns the compressed part of a page, with spare room behind it, in
// room when that suffices.
func (c *parquetColumn) decompress(p pageBytes, room []byte) []byte {
	size := int(p.unfolded - p.pageHeader.levels)
	packed := p.bytes[p.pageHeader.levels:]
	if p.plain {
		size = len(packed)
	}
	if cap(room) < size+spare {
		room = make([]byte, size+spare)
	}
	body := room[: size : size+spare]
	switch {
	case p.plain:
		copy(body, packed)
	case size > 0:
		got := c.codec.Decode(body, packed)
		if len(got) != size || cap(got) < size+spare {
			panic(errUnfolds)
		}
		body = got
	}
	return body
}

// readDictionary reads the entries of the dictionary.
func (c *parquetColumn) readDictionary(p pageBytes) {
	if len(c.entries) > 0 || p.encoding != plainEncoding && p.encoding != plainDictionary || c.field.truth {
		panic(fmt.Errorf("a dictionary of the encoding %d", p.encoding))
	}
	values := plain{rest: c.decompress(p, nil), width: c.field.width}
	for range p.values {
		raw := values.next()
		c.entries = append(c.entries, raw)
		if c.want == Counted {
			c.table = append(c.table, c.field.number(raw))
		} else {
			c.remap = append(c.remap, unmet)
		}
	}
}
