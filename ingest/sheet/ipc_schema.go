package sheet

import (
	"bytes"
	"encoding/binary"
	"io"
)

// hasSchema reports whether the stream in an arrow file begins with a schema. Some
// writers (Arrow JS since 17) put it into the footer alone.
func hasSchema(in *input) (bool, error) {
	head := make([]byte, 8) // the mark of a message, and its length
	if _, err := in.ReadAt(head, ipcHead); err != nil {
		return false, cut(err)
	}
	size := int64(int32(binary.LittleEndian.Uint32(head[4:])))
	switch {
	case string(head[:4]) != ipcContinuation || size <= 0:
		return true, nil // of an older version, or without a batch: no such writer
	case size > in.size:
		return false, errCut
	case size > maxPiece:
		return false, errBomb
	}
	meta := make([]byte, size)
	if _, err := in.ReadAt(meta, ipcHead+int64(len(head))); err != nil {
		return false, cut(err)
	}
	const kindField = 1
	m := rootOf(meta)
	at := m.field(kindField)
	return at == 0 || meta[at] == schemaMessage, nil
}

// schemaOf makes the message that stands in front of a stream of the schema in a footer. The
// whole footer follows the table of the message, so that all offsets in it hold.
func schemaOf(footer []byte) ([]byte, error) {
	const versionField, schemaField = 0, 1
	root := rootOf(footer)
	schema, ok := root.table(schemaField)
	if !ok {
		return nil, errCut
	}
	version := uint16(0)
	if at := root.field(versionField); at != 0 {
		version = binary.LittleEndian.Uint16(footer[at:])
	}
	// Its root, the sizes and fields of the table with padding, the table: where its fields are
	// described, version, kind, and how far away the header is.
	const described, table, headerAt, front = 4, 16, 24, 32
	le := binary.LittleEndian
	meta := le.AppendUint32(nil, table)
	for _, v := range []uint16{10, 12, 4, 6, 8, 0} {
		meta = le.AppendUint16(meta, v)
	}
	meta = le.AppendUint32(meta, table-described)
	meta = le.AppendUint16(meta, version)
	meta = append(meta, schemaMessage, 0)
	meta = le.AppendUint32(meta, uint32(front-headerAt+schema.pos))
	meta = append(meta, make([]byte, front-len(meta))...)
	meta = append(meta, footer...)
	meta = append(meta, make([]byte, -len(meta)&7)...)
	return append(le.AppendUint32([]byte(ipcContinuation), uint32(len(meta))), meta...), nil
}

// addSchema puts the schema of the footer in front of the stream of a file that has it nowhere
// else.
func (m *ipcMessages) addSchema(in *input, footer []byte) error {
	there, err := hasSchema(in)
	if there || err != nil {
		return err
	}
	schema, err := schemaOf(footer)
	m.from, m.left = io.MultiReader(bytes.NewReader(schema), m.from), m.left+int64(len(schema))
	return err
}
