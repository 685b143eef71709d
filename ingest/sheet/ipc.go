package sheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The messages of an arrow stream are FlatBuffers, whose offsets arrow follows
// without a look: a length of a vector becomes an allocation, a child that is its own
// parent a stack without end, and neither can be recovered from. Hence all that it
// would follow is walked here before. References: Apache Arrow, "Serialization and
// interprocess communication"; format/Message.fbs, Schema.fbs, File.fbs.

// The bounds of a schema.
const (
	maxDepth  = 32
	maxFields = maxCol
)

// flat is a table of a FlatBuffer: its buffer and where it begins. Reading
// beyond the buffer panics; [guard] makes an error of it.
type flat struct {
	buf []byte
	pos int
}

func (t flat) uint32(at int) int { return int(binary.LittleEndian.Uint32(t.buf[at:])) }

func rootOf(buf []byte) flat {
	t := flat{buf: buf}
	t.pos = t.uint32(0)
	return t
}

// field is where a field of the table stands, 0 when it is absent. Fields are
// numbered in the order of the schema.
func (t flat) field(number int) int {
	vtable := t.pos - int(int32(binary.LittleEndian.Uint32(t.buf[t.pos:])))
	slot := 4 + 2*number
	if slot >= int(binary.LittleEndian.Uint16(t.buf[vtable:])) {
		return 0
	}
	offset := int(binary.LittleEndian.Uint16(t.buf[vtable+slot:]))
	if offset == 0 {
		return 0
	}
	return t.pos + offset
}

// table is a field that is a table.
func (t flat) table(number int) (flat, bool) {
	at := t.field(number)
	if at == 0 {
		return flat{}, false
	}
	return flat{t.buf, at + t.uint32(at)}, true
}

// vector is a field that is a vector of elements of the given size.
func (t flat) vector(number, size int) (at, n int) {
	at = t.field(number)
	if at == 0 {
		return 0, 0
	}
	at += t.uint32(at)
	n = t.uint32(at)
	if at += 4; n*size > len(t.buf)-at {
		panic(fmt.Errorf("a vector of %d in %d bytes", n, len(t.buf)))
	}
	return at, n
}

// verifyIPC walks the messages of a stream. It returns whether the stream says where it
// ends.
func verifyIPC(stream []byte) (ended bool, err error) {
	m := &ipcMessages{from: bytes.NewReader(stream), left: int64(len(stream))}
	_, err = io.Copy(io.Discard, m)
	return m.ended, err
}

// beginsOldIPC reports whether data begins with the schema of a stream from before
// version 0.15 of arrow: there the length of the message comes first.
func beginsOldIPC(data []byte) bool {
	const least = 16
	m := &ipcMessages{from: bytes.NewReader(data), left: int64(len(data))}
	return m.next() == nil && len(m.meta) >= 4+least && m.body == 0
}

// The kinds of messages.
const (
	schemaMessage     = 1
	dictionaryMessage = 2
	batchMessage      = 3
)

// verifyMessage checks the metadata of one message and returns its kind, and the length
// of its body.
func verifyMessage(meta []byte, first bool) (kind byte, body int64, err error) {
	const kindField, headerField, bodyField, customField = 1, 2, 3, 4
	m := rootOf(meta)
	m.vector(customField, 4)
	header, ok := m.table(headerField)
	at := m.field(kindField)
	if !ok || at == 0 {
		return 0, 0, errors.New("a message without a header")
	}
	if kind = meta[at]; first != (kind == schemaMessage) {
		return 0, 0, fmt.Errorf("a message of kind %d where none may stand", kind)
	}
	switch kind {
	case schemaMessage:
		err = verifySchema(header)
	case batchMessage:
		verifyBatch(header)
	case dictionaryMessage:
		const dataField = 1
		if data, ok := header.table(dataField); ok {
			verifyBatch(data)
		}
	default:
		return 0, 0, fmt.Errorf("a message of kind %d", kind)
	}
	if at := m.field(bodyField); at != 0 {
		body = int64(binary.LittleEndian.Uint64(meta[at:]))
	}
	return kind, body, err
}

func verifySchema(s flat) error {
	const fieldsField, customField, featuresField = 1, 2, 3
	s.vector(customField, 4)
	s.vector(featuresField, 8)
	count := 0
	return verifyFields(s, fieldsField, 0, &count)
}

// verifyFields walks the fields in a vector of t, and their children.
func verifyFields(t flat, number, depth int, count *int) error {
	const unionKind = 14
	const kindField, typeField, childrenField, customField, idsField = 2, 3, 5, 6, 1
	at, n := t.vector(number, 4)
	if *count += n; *count > maxFields || depth > maxDepth {
		return errBomb
	}
	for i := range n {
		f := flat{t.buf, at + 4*i + t.uint32(at+4*i)}
		f.vector(customField, 4)
		if kind := f.field(kindField); kind != 0 && t.buf[kind] == unionKind {
			if union, ok := f.table(typeField); ok {
				union.vector(idsField, 4)
			}
		}
		if err := verifyFields(f, childrenField, depth+1, count); err != nil {
			return err
		}
	}
	return nil
}

// verifyBatch checks the vectors of a record batch, and that no column says that it
// has more buffers than there are.
func verifyBatch(b flat) {
	const nodesField, buffersField, variadicField = 1, 2, 4
	b.vector(nodesField, 16)
	_, buffers := b.vector(buffersField, 16)
	at, n := b.vector(variadicField, 8)
	for i := range n {
		if more := binary.LittleEndian.Uint64(b.buf[at+8*i:]); more > uint64(buffers) {
			panic(fmt.Errorf("%d buffers of %d", more, buffers))
		}
	}
}
