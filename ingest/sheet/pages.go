package sheet

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// The footer of a parquet file says where the pages of each column are; their
// headers say how large they are and how many values they hold, and the compressed
// bytes once more what they unfold to. Arrow makes room for whatever is said, in memory
// that no allocator of ours gives. All of it is walked here before. References:
// Apache Parquet, parquet.thrift; RFC 8878 (Zstandard).

// maxElements bounds the elements of a schema: arrow walks it by recursion.
const maxElements = 1 << 16

// verifyFooter walks the footer of a parquet file, which data ends with.
func verifyFooter(data []byte) error {
	tail := len(data) - 8
	size := int64(binary.LittleEndian.Uint32(data[tail:]))
	if size > int64(tail-4) {
		return errCut
	}
	c := &compact{buf: data[tail-int(size) : tail]}
	const schemaField = 2
	elements := 0
	c.fields(func(id int64, kind byte) {
		if id == schemaField && kind == thriftList {
			ahead := *c
			elements += ahead.listLength()
		}
		c.skip(kind, 0)
	})
	if elements > maxElements {
		return errBomb
	}
	return nil
}

// pageHeader is what a page says of itself.
type pageHeader struct {
	kind             int64
	unfolded, packed int64 // bytes
	values           int64
	levels           int64 // bytes before the compressed ones, in pages of version 2
	plain            bool  // not compressed, in pages of version 2
	encoding         int64 // of the values
	leveled          int64 // how the definition levels are encoded, in pages of version 1
	repeats          int64 // bytes of repetition levels, in pages of version 2
}

// The kinds of pages.
const (
	dataPage   = 0
	dictionary = 2
	dataPageV2 = 3
)

// page reads the header of a page.
func (c *compact) page() pageHeader {
	h := pageHeader{kind: -1}
	numbers := [4]*int64{1: &h.kind, 2: &h.unfolded, 3: &h.packed}
	var inner [9]pageHeader // of each kind, by its field
	c.fields(func(id int64, kind byte) {
		switch {
		case kind == thriftInt32 && 1 <= id && id <= 3:
			*numbers[id] = c.int()
		case kind == thriftStruct && (id == 5 || id == 7 || id == 8):
			inner[id] = c.innerHeader(id)
		default:
			c.skip(kind, 0)
		}
	})
	if field := map[int64]int{dataPage: 5, dictionary: 7, dataPageV2: 8}[h.kind]; field > 0 {
		in := inner[field]
		in.kind, in.unfolded, in.packed = h.kind, h.unfolded, h.packed
		return in
	}
	h.values = -1
	return h
}

// innerHeader reads the header of the kind of page whose header is the given field:
// in each the first field is the number of values; the encoding is the second one, but
// the fourth in data pages of version 2.
func (c *compact) innerHeader(of int64) (h pageHeader) {
	const version2 = 8
	var numbers [8]int64
	c.fields(func(id int64, kind byte) {
		switch {
		case kind == thriftInt32 && 1 <= id && id <= 6:
			numbers[id] = c.int()
		case kind == thriftFalse && id == 7:
			h.plain = true
		default:
			c.skip(kind, 0)
		}
	})
	h.values, h.encoding, h.leveled = numbers[1], numbers[2], numbers[3]
	if of == version2 {
		h.encoding, h.levels, h.repeats = numbers[4], numbers[5]+numbers[6], numbers[6]
	}
	return h
}

// chunkOfPages is the pages of a column in one row group.
type chunkOfPages struct {
	bytes  []byte
	values int64
	width  int64 // the least number of bytes that a value of a dictionary takes
	packed func(page []byte, unfolded int64) error
	found  []pageBytes // by verify
}

// pageBytes is a page with its bytes as they stand in the file.
type pageBytes struct {
	pageHeader
	bytes []byte
}

// verify walks the pages: none may be larger than the chunk or unfold to more
// than is safe, no dictionary may have more values than it has room for, and the
// values of the data pages must add up to those of the chunk.
func (p *chunkOfPages) verify() error {
	c := &compact{buf: p.bytes}
	for seen := int64(0); seen < p.values; {
		h := c.page()
		if h.packed < 0 || h.unfolded < 0 || h.values < 0 || h.levels < 0 {
			return fmt.Errorf("a page of kind %d with %d values", h.kind, h.values)
		}
		if h.unfolded > maxPiece || h.unfolded > freePart && h.unfolded > maxPartRatio*int64(len(p.bytes)) {
			return errBomb
		}
		start := c.pos
		c.advance(uint64(h.packed))
		if err := p.verifyPage(h, p.bytes[start:c.pos]); err != nil {
			return err
		}
		p.found = append(p.found, pageBytes{h, p.bytes[start:c.pos]})
		if h.kind != dictionary {
			seen += h.values
		}
		if seen > p.values {
			return fmt.Errorf("%d values in the pages of %d", seen, p.values)
		}
	}
	return nil
}

func (p *chunkOfPages) verifyPage(h pageHeader, page []byte) error {
	if h.kind == dictionary && h.values*p.width > h.unfolded {
		return fmt.Errorf("a dictionary of %d values in %d bytes", h.values, h.unfolded)
	}
	if h.plain {
		return nil
	}
	if h.levels > h.packed || h.levels > h.unfolded {
		return errCut
	}
	return p.packed(page[h.levels:], h.unfolded-h.levels)
}

var errUnfolds = errors.New("a page unfolds to something else than its header says")

// verifyPlain is for pages without compression.
func verifyPlain(page []byte, unfolded int64) error {
	if int64(len(page)) != unfolded {
		return errUnfolds
	}
	return nil
}

// verifyStream is for gzip and brotli, which are read until the page is full; a page of
// nothing would be read without a bound.
func verifyStream(page []byte, unfolded int64) error {
	if unfolded == 0 && len(page) > 64 {
		return errUnfolds
	}
	return nil
}

// verifySnappy is for snappy, whose bytes begin with what they unfold to.
func verifySnappy(page []byte, unfolded int64) error {
	if len(page) == 0 && unfolded == 0 {
		return nil
	}
	if n := (&compact{buf: page}).varint(); n != uint64(unfolded) {
		return errUnfolds
	}
	return nil
}

// The frames of zstandard: their magic words, and what a block unfolds to at most.
const (
	zstdMagic     = 0xfd2fb528
	zstdSkippable = 0x184d2a50
	zstdBlock     = 128 << 10
)

// verifyZstd walks the frames and blocks of a page: what a frame says of its size,
// and what its blocks can unfold to, must stay within bounds.
func verifyZstd(page []byte, unfolded int64) error {
	c := &compact{buf: page}
	blocks := int64(0)
	for c.pos < len(page) {
		magic := c.little(4)
		if magic&^0xf == zstdSkippable {
			c.advance(c.little(4))
			continue
		}
		if magic != zstdMagic {
			return errUnfolds
		}
		size, sum := c.frameHeader()
		if size > uint64(unfolded) {
			return errUnfolds
		}
		n, plain := c.frameBlocks()
		c.advance(sum)
		if blocks += n; plain > uint64(unfolded) || blocks*zstdBlock > maxPiece+4*unfolded {
			return errBomb
		}
	}
	return nil
}

// frameHeader reads the header of a zstandard frame: the size of its content, 0
// when it does not say, and the bytes of its checksum.
func (c *compact) frameHeader() (size, sum uint64) {
	head := c.byte()
	single := head&0x20 != 0
	if !single {
		c.advance(1) // the window
	}
	c.advance([]uint64{0, 1, 2, 4}[head&3]) // the dictionary
	width := []int{0, 2, 4, 8}[head>>6]
	if single && width == 0 {
		width = 1
	}
	size = c.little(width)
	if width == 2 {
		size += 256
	}
	return size, uint64(head >> 2 & 1 * 4)
}

// frameBlocks steps over the blocks of a frame: how many are compressed, and
// what the others unfold to.
func (c *compact) frameBlocks() (packed int64, plain uint64) {
	const raw, run = 0, 1
	for last := false; !last; {
		head := c.little(3)
		last = head&1 != 0
		size := head >> 3
		switch head >> 1 & 3 {
		case raw:
			plain += size
			c.advance(size)
		case run:
			plain += size
			c.advance(1)
		default:
			packed++
			c.advance(size)
		}
	}
	return packed, plain
}

// little reads n bytes, the lowest first.
func (c *compact) little(n int) (v uint64) {
	for i := range n {
		v |= uint64(c.byte()) << (8 * i)
	}
	return v
}
