package sheet

import (
	"encoding/binary"
	"errors"
)

// The values of a page are plain, or numbers of a dictionary, which like the
// levels stand in runs. What the bytes can't hold panics; [guard] makes an error of it.
// Reference: Apache Parquet, Encodings.md (PLAIN, RLE).

// spare is the room behind the bytes of every page, into which whole words are read.
const spare = 8

var errShort = errors.New("a page holds fewer values than its header says")

// hybrid reads numbers of a fixed width in runs: of one number, or of packed ones.
type hybrid struct {
	rest   []byte
	width  int    // in bits, at most 32
	left   int    // numbers of the run
	value  uint32 // of a run of one number
	packed []byte // a run of packed ones, else nil
	bit    int    // where the next of them begins
}

// begin reads the head of the next run.
func (h *hybrid) begin() {
	c := compact{buf: h.rest}
	head := c.varint()
	size, count := uint64(h.width+7)/8, head>>1
	if head&1 != 0 {
		size, count = count*uint64(h.width), count*8
	}
	if count > 1<<40 {
		panic(errBomb)
	}
	start := c.pos
	if head&1 != 0 {
		size = min(size, uint64(len(h.rest)-start)) // the last run may stop at its last number
	}
	c.advance(size)
	run := h.rest[start:c.pos]
	h.rest, h.left, h.packed, h.bit = h.rest[c.pos:], int(count), nil, 0
	if head&1 != 0 {
		h.packed = run
		return
	}
	h.value = 0
	for i, b := range run {
		h.value |= uint32(b) << (8 * i)
	}
}

// fill reads as many numbers as dst has room for.
func (h *hybrid) fill(dst []uint32) {
	for len(dst) > 0 {
		for h.left == 0 {
			h.begin()
		}
		n := min(h.left, len(dst))
		if h.packed == nil {
			for i := range dst[:n] {
				dst[i] = h.value
			}
		} else {
			h.unpack(dst[:n])
		}
		h.left -= n
		dst = dst[n:]
	}
}

func (h *hybrid) unpack(dst []uint32) {
	end := h.bit + len(dst)*h.width
	if end > 8*len(h.packed) {
		panic(errShort)
	}
	words, mask, at := h.packed[:len(h.packed)+spare], uint64(1)<<h.width-1, h.bit
	for i := range dst {
		dst[i] = uint32(binary.LittleEndian.Uint64(words[at>>3:]) >> (at & 7) & mask)
		at += h.width
	}
	h.bit = end
}

// allOnes reports whether the next n numbers are one run of ones: the levels of
// a page without blanks.
func (h *hybrid) allOnes(n int) bool {
	if h.left == 0 {
		h.begin()
	}
	return h.packed == nil && h.value == 1 && h.left >= n
}

// plain reads values one after another: of a fixed width, or, where that is 0,
// texts with their lengths before them.
type plain struct {
	rest  []byte
	width int
}

// next returns the bytes of a value.
func (p *plain) next() []byte {
	n := p.width
	if n == 0 {
		n = int(binary.LittleEndian.Uint32(p.rest))
		p.rest = p.rest[4:]
	}
	if n > len(p.rest) {
		panic(errShort)
	}
	v := p.rest[:n]
	p.rest = p.rest[n:]
	return v
}

// truths spreads the bits of truth values over bytes, for [plain] to read.
func truths(bits []byte, n int) []byte {
	if n > 8*len(bits) {
		n = 8 * len(bits)
	}
	out := make([]byte, n)
	for i := range out {
		out[i] = bits[i/8] >> (i % 8) & 1
	}
	return out
}
