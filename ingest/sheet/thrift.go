package sheet

import (
	"errors"
	"fmt"
)

// The headers of parquet are structs in the compact protocol of Thrift, walked
// in pages.go. Reference: Apache Thrift, "Thrift compact protocol encoding".

// compact reads values in the compact protocol of Thrift. Reading beyond the
// buffer panics; [guard] makes an error of it.
type compact struct {
	buf []byte
	pos int
}

func (c *compact) byte() byte {
	c.pos++
	return c.buf[c.pos-1]
}

func (c *compact) varint() (n uint64) {
	for shift := 0; shift < 64; shift += 7 {
		b := c.byte()
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
	panic(errors.New("a number of more than ten bytes"))
}

// int is a signed number in its zigzag form.
func (c *compact) int() int64 {
	n := c.varint()
	return int64(n>>1) ^ -int64(n&1)
}

// advance steps over n bytes.
func (c *compact) advance(n uint64) {
	if n > uint64(len(c.buf)-c.pos) {
		panic(errCut)
	}
	c.pos += int(n)
}

// The kinds of values that need telling apart.
const (
	thriftTrue, thriftFalse, thriftByte = 1, 2, 3
	thriftInt16, thriftInt32, thriftInt = 4, 5, 6
	thriftDouble, thriftBinary          = 7, 8
	thriftList, thriftSet, thriftMap    = 9, 10, 11
	thriftStruct                        = 12
)

// fields calls visit for each field of a struct; visit must consume it.
func (c *compact) fields(visit func(id int64, kind byte)) {
	id := int64(0)
	for {
		head := c.byte()
		if head == 0 {
			return
		}
		if delta := int64(head >> 4); delta > 0 {
			id += delta
		} else {
			id = c.int()
		}
		visit(id, head&0x0f)
	}
}

// skip steps over a value.
func (c *compact) skip(kind byte, depth int) {
	if depth > maxDepth {
		panic(errBomb)
	}
	switch kind {
	case thriftTrue, thriftFalse:
	case thriftByte:
		c.advance(1)
	case thriftInt16, thriftInt32, thriftInt:
		c.varint()
	case thriftDouble:
		c.advance(8)
	case thriftBinary:
		c.advance(c.varint())
	case thriftList, thriftSet:
		c.skipList(depth)
	case thriftStruct:
		c.fields(func(_ int64, kind byte) { c.skip(kind, depth+1) })
	default: // maps do not occur in headers
		panic(fmt.Errorf("a value of kind %d", kind))
	}
}

// listLength reads how many elements a list has, at most those that there can be.
func (c *compact) listLength() int {
	n, _ := c.listHead()
	return n
}

func (c *compact) listHead() (n int, kind byte) {
	head := c.byte()
	length := uint64(head >> 4)
	if length == 15 {
		length = c.varint()
	}
	if length > uint64(len(c.buf)-c.pos) { // each takes a byte or more
		panic(errCut)
	}
	return int(length), head & 0x0f
}

func (c *compact) skipList(depth int) {
	n, kind := c.listHead()
	for range n {
		if kind == thriftTrue || kind == thriftFalse {
			c.advance(1) // in lists they take a byte
		} else {
			c.skip(kind, depth+1)
		}
	}
}
