package sheet

import (
	"bytes"
	"encoding/xml"
	"io"
)

// blockSize is how much of a part is unfolded at a time.
const blockSize = 1 << 20

// block is a stretch of a part's bytes, and the error that ends the part after
// them.
type block struct {
	data []byte
	err  error
}

// blocks unfolds a part ahead of whoever reads it, so that inflating and
// scanning share the time, within the memory of a few blocks. It is read byte by byte
// by the XML decoder, and in stretches by the scanners. Where it can be, a
// block is cut after an end tag, for the scanners take nothing that reaches beyond a block.
type blocks struct {
	part io.ReadCloser
	tag  []byte // the end tag
	size int
	full chan block
	free chan []byte
	stop chan struct{}

	cur       block
	at        int  // of the next byte in cur
	last      byte // the byte read last by ReadByte, and the one before it
	before    byte
	converted bool // the decoder reads other bytes than these, or has to read all of them
}

// unfoldAhead begins to unfold a part of so many bytes. It must be closed.
func unfoldAhead(part io.ReadCloser, endTag string, size uint64) *blocks {
	s := &blocks{part: part, tag: []byte(endTag), size: int(min(size+1, blockSize))}
	s.full, s.free, s.stop = make(chan block, 1), make(chan []byte, 3), make(chan struct{})
	for range cap(s.free) {
		s.free <- nil // made when it is needed
	}
	go s.unfold()
	return s
}

// unfold fills the blocks that are free until the part ends.
func (s *blocks) unfold() {
	defer close(s.full)
	var carry []byte
	for err := error(nil); err == nil; {
		var buf []byte
		select {
		case buf = <-s.free:
		case <-s.stop:
			return
		}
		buf = append(room(buf, s.size+len(carry)), carry...)
		if buf, err = fill(buf, s.part); err == nil {
			cut := bytes.LastIndex(buf, s.tag) + len(s.tag)
			if cut < len(s.tag) {
				cut = len(buf)
			}
			carry = append(carry[:0], buf[cut:]...)
			buf = buf[:cut]
		}
		select {
		case s.full <- block{buf, err}:
		case <-s.stop:
			return
		}
	}
}

// room returns an empty buffer that holds n bytes.
func room(buf []byte, n int) []byte {
	if cap(buf) < n {
		return make([]byte, 0, n)
	}
	return buf[:0]
}

// fill reads until the buffer's capacity is used. Other than io.ReadFull it
// leaves the reader's error as it is: a part that is cut is none that ends.
func fill(buf []byte, r io.Reader) ([]byte, error) {
	for len(buf) < cap(buf) {
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err != nil {
			return buf, err
		}
	}
	return buf, nil
}

// Close ends the unfolding, and waits until it has ended.
func (s *blocks) Close() error {
	close(s.stop)
	for open := true; open; {
		_, open = <-s.full
	}
	return s.part.Close()
}

// rest returns the bytes that are there and not read; none when the part has
// ended.
func (s *blocks) rest() []byte {
	for s.at == len(s.cur.data) && s.cur.err == nil {
		if s.cur.data != nil {
			s.free <- s.cur.data
		}
		s.cur, s.at = <-s.full, 0
	}
	return s.cur.data[s.at:]
}

// skip passes over n bytes of the rest.
func (s *blocks) skip(n int) { s.at += n }

// ReadByte returns the next byte.
func (s *blocks) ReadByte() (byte, error) {
	if s.at == len(s.cur.data) && len(s.rest()) == 0 {
		return 0, s.cur.err
	}
	s.before, s.last = s.last, s.cur.data[s.at]
	s.at++
	return s.last, nil
}

// Read is asked by decoders of other encodings.
func (s *blocks) Read(p []byte) (int, error) {
	n := copy(p, s.rest())
	if n == 0 && len(p) > 0 {
		return 0, s.cur.err
	}
	s.at += n
	return n, nil
}

// closed reports whether the tag that was just read has no content.
func (s *blocks) closed() bool { return s.before == '/' }

// decoder is a strict decoder that takes no byte before it needs it, so that
// the scanners can go on where it stands; unless the part is in another
// encoding than UTF-8, which sets converted.
func (s *blocks) decoder() *xml.Decoder {
	head := s.rest()
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		s.converted = true
		return newXML(s)
	}
	if bytes.HasPrefix(head, []byte(bomUTF8)) {
		s.skip(len(bomUTF8))
	}
	d := xml.NewDecoder(s)
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		s.converted = true
		return convert(label, in)
	}
	return d
}

// parseAhead is parse for the great parts: read also gets the blocks that the
// decoder reads, cut after the end tag.
func (w *workbook) parseAhead(part, endTag string, read func(*blocks, *xml.Decoder) error) error {
	p, r, err := w.open(part)
	if err != nil {
		return err
	}
	s := unfoldAhead(r, endTag, p.UncompressedSize64)
	defer s.Close()
	s.converted = w.strict
	return w.parseAll(part, s.decoder(), func(d *xml.Decoder) error { return read(s, d) })
}
