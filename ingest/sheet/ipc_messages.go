package sheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
)

// ipcMessages is the messages of an arrow stream. It gives the bytes of each when everything
// in it that a reader follows has been walked, and its body is known to be there.
type ipcMessages struct {
	from    io.Reader
	left    int64 // bytes of the stream that are to come
	batches int   // of records, that were given
	begun   bool  // the schema was given
	ended   bool  // the mark of the end was

	meta []byte // what is to be given of the message in hand
	body int64  // and of its body
	err  error
}

// ipcContinuation begins each message since version 0.15 of arrow.
const ipcContinuation = "\xff\xff\xff\xff"

// Read gives the next bytes.
func (m *ipcMessages) Read(to []byte) (n int, err error) {
	if len(m.meta) == 0 && m.body == 0 && m.err == nil {
		m.err = m.next()
	}
	switch {
	case m.err != nil:
		return 0, m.err
	case len(m.meta) > 0:
		n = copy(to, m.meta)
		m.meta = m.meta[n:]
		return n, nil
	}
	n, err = m.from.Read(to[:min(int64(len(to)), m.body)])
	m.body -= int64(n)
	m.left -= int64(n)
	if err != nil && m.body > 0 {
		m.err = cut(err)
	}
	return n, m.err
}

// cut is the error of a stream that ends too early.
func cut(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errCut
	}
	return err
}

// next reads the metadata of the next message, which the length of it precedes. A
// length of 0 marks the end; a stream may also end without.
func (m *ipcMessages) next() error {
	switch {
	case m.ended:
		return m.readPadding()
	case m.left == 0:
		return io.EOF
	}
	meta, err := m.take(nil, 4)
	if err == nil && string(meta) == ipcContinuation {
		meta, err = m.take(meta, 4)
	}
	if err != nil {
		return err
	}
	prefix := len(meta)
	size := int32(binary.LittleEndian.Uint32(meta[prefix-4:]))
	if m.ended = size == 0; m.ended {
		m.meta = meta
		return nil
	}
	if meta, err = m.take(meta, int64(size)); err != nil {
		return err
	}
	var kind byte
	err = guard(func() (err error) {
		kind, m.body, err = verifyMessage(meta[prefix:], !m.begun)
		return err
	})
	if err == nil && (m.body < 0 || m.body > m.left) {
		err = errCut
	}
	if m.begun = true; kind == batchMessage {
		m.batches++
	}
	m.meta = meta
	return err
}

// take reads n bytes behind others.
func (m *ipcMessages) take(before []byte, n int64) ([]byte, error) {
	switch {
	case n < 0 || n > m.left:
		return nil, errCut
	case n > maxPiece:
		return nil, errBomb
	}
	all := slices.Grow(before, int(n))[:len(before)+int(n)]
	_, err := io.ReadFull(m.from, all[len(before):])
	m.left -= n
	return all, cut(err)
}

// readPadding reads what stands behind the mark of the end.
func (m *ipcMessages) readPadding() error {
	rest := make([]byte, 4<<10)
	for m.left > 0 {
		n, err := m.from.Read(rest[:min(int64(len(rest)), m.left)])
		if m.left -= int64(n); len(bytes.Trim(rest[:n], "\x00")) > 0 {
			return errors.New("bytes beyond the mark of the end")
		}
		if err != nil && m.left > 0 {
			return cut(err)
		}
	}
	return io.EOF
}

// ipcHead is how much stands before the stream in an arrow file: the magic word, padded.
const ipcHead = 8

// ipcFooter is what the footer of an arrow file tells: where the stream in it ends, and how
// many record batches it has.
type ipcFooter struct {
	end     int64
	batches int
	meta    []byte
}

// readIPCFooter reads the footer of an arrow file.
func readIPCFooter(in *input) (f ipcFooter, err error) {
	tail := make([]byte, 4+len(ipcMagic)) // the length of the footer, and the magic word again
	at := in.size - int64(len(tail))
	if at < ipcHead+2 {
		return f, errCut
	}
	if _, err := in.ReadAt(tail, at); err != nil {
		return f, err
	}
	size := int64(binary.LittleEndian.Uint32(tail))
	switch {
	case string(tail[4:]) != ipcMagic, size > at-ipcHead:
		return f, errCut
	case size > maxPiece:
		return f, errBomb
	}
	footer := make([]byte, size)
	if _, err := in.ReadAt(footer, at-size); err != nil {
		return f, err
	}
	const batchesField, block = 3, 24
	_, batches := rootOf(footer).vector(batchesField, block)
	return ipcFooter{at - size, batches, footer}, nil
}
