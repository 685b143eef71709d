package sheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
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

// openIPC takes an arrow file apart: the stream in it, and how many record
// batches the footer counts.
func openIPC(data []byte) (stream []byte, batches int, err error) {
	tail := len(data) - len(ipcMagic)
	if tail < 20 || !bytes.HasSuffix(data, []byte(ipcMagic)) {
		return nil, 0, errCut
	}
	size := int(binary.LittleEndian.Uint32(data[tail-4:]))
	if size > tail-12 {
		return nil, 0, errCut
	}
	const batchesField, block = 3, 24
	footer := rootOf(data[tail-4-size : tail-4])
	_, batches = footer.vector(batchesField, block)
	return data[8 : tail-4-size], batches, nil
}

// verifyIPC walks the messages of a stream and everything in them that a reader
// follows. It returns whether the stream says where it ends.
func verifyIPC(stream []byte) (ended bool, err error) {
	for first := true; ; first = false {
		meta, rest, ok := nextMessage(stream)
		if !ok {
			return false, errCut
		}
		if len(meta) == 0 {
			if len(bytes.Trim(rest, "\x00")) > 0 {
				return false, errors.New("bytes beyond the mark of the end")
			}
			return rest != nil, nil
		}
		body, err := verifyMessage(meta, first)
		if err != nil {
			return false, err
		}
		if body < 0 || body > int64(len(rest)) {
			return false, errCut
		}
		stream = rest[body:]
	}
}

// ipcContinuation begins each message since version 0.15 of arrow.
const ipcContinuation = "\xff\xff\xff\xff"

// beginsOldIPC reports whether data begins with the schema of a stream from
// before that version: there the length of the message comes first.
func beginsOldIPC(data []byte) bool {
	meta, _, ok := nextMessage(data)
	if !ok || len(meta) < 16 {
		return false
	}
	return guard(func() error {
		body, err := verifyMessage(meta, true)
		if body != 0 && err == nil {
			err = errCut
		}
		return err
	}) == nil
}

// nextMessage cuts the metadata of the next message off. Both are nil at the
// end of the bytes, and meta is empty at the mark of the end; ok is false when
// the bytes end within the message.
func nextMessage(stream []byte) (meta, rest []byte, ok bool) {
	if len(stream) == 0 {
		return nil, nil, true
	}
	if bytes.HasPrefix(stream, []byte(ipcContinuation)) {
		stream = stream[4:]
	}
	if len(stream) < 4 {
		return nil, nil, false
	}
	n := int64(int32(binary.LittleEndian.Uint32(stream)))
	stream = stream[4:]
	if n < 0 || n > int64(len(stream)) {
		return nil, nil, false
	}
	return stream[:n], stream[n:], true
}

// The kinds of messages.
const (
	schemaMessage     = 1
	dictionaryMessage = 2
	batchMessage      = 3
)

// verifyMessage checks the metadata of one message and returns the length of
// its body.
func verifyMessage(meta []byte, first bool) (body int64, err error) {
	const kindField, headerField, bodyField, customField = 1, 2, 3, 4
	m := rootOf(meta)
	m.vector(customField, 4)
	header, ok := m.table(headerField)
	at := m.field(kindField)
	if !ok || at == 0 {
		return 0, errors.New("a message without a header")
	}
	kind := meta[at]
	if first != (kind == schemaMessage) {
		return 0, fmt.Errorf("a message of kind %d where none may stand", kind)
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
		return 0, fmt.Errorf("a message of kind %d", kind)
	}
	if at := m.field(bodyField); at != 0 {
		body = int64(binary.LittleEndian.Uint64(meta[at:]))
	}
	return body, err
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
