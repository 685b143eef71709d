package sheet

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// headGzip reads the first rows of a compressed text.
func headGzip(ctx context.Context, in *input, f *File, opt Options, rows int) (bool, error) {
	in.packed = true
	f.inner = innerName(f.Path)
	data, _, err := in.top()
	if err != nil {
		return false, err
	}
	if format, err := chooseFormat(f.inner, data); err != nil || format.head == nil || !format.text {
		return false, ErrNoStream
	}
	return headText(ctx, in, f, opt, rows)
}

// streamGzip streams a compressed text.
func streamGzip(ctx context.Context, in *input, f *File, opt StreamOptions) error {
	in.packed = true
	if opt.Top == nil {
		opt.Top = &File{Path: f.Path}
		if _, err := headGzip(ctx, in, opt.Top, opt.Options, sniffRows); err != nil {
			return err
		}
	}
	f.inner = opt.Top.inner
	return streamText(ctx, in, f, opt)
}

// innerName is the name of what a compressed file holds.
func innerName(path string) string {
	if strings.EqualFold(filepath.Ext(path), ".gz") {
		return path[:len(path)-len(".gz")]
	}
	return path
}

// top is the beginning of a text as it is encoded, and whether that is all.
func (in *input) top() ([]byte, bool, error) {
	var from io.Reader = io.NewSectionReader(in, 0, in.size)
	if in.packed {
		z, err := gzip.NewReader(from)
		if err != nil {
			return nil, false, ErrNoStream
		}
		from = z
	}
	data := make([]byte, topSize)
	n, err := io.ReadFull(from, data)
	switch {
	case err == nil:
		return data, !in.packed && in.size == topSize, nil
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF) && !in.packed:
		return data[:n], true, nil
	case errors.Is(err, io.ErrUnexpectedEOF) && isWhole(from):
		return data[:n], true, nil
	case in.packed:
		return nil, false, ErrNoStream // it is damaged: Read says how
	}
	return nil, false, accessFault(in.path, err)
}

// isWhole reports whether a compressed stream ends as it should: its own end may be
// an unexpected one too.
func isWhole(from io.Reader) bool {
	_, err := from.Read(make([]byte, 1))
	return errors.Is(err, io.EOF)
}

// transcoded are the encodings, beside UTF-8, that are decoded while they are read.
var transcoded = []string{"utf-16le", "utf-16be", "gb18030", "gbk", "big5"}

// topEncoding is the encoding of a text by its name or its beginning; sure is false
// where all of the text decides.
func topEncoding(path string, data []byte, name string) (encoding string, sure bool, err error) {
	name = strings.ToLower(strings.TrimSpace(name))
	switch name {
	case "", "auto":
		guess, doubtful, err := guessEncoding(path, data)
		if err != nil || doubtful || guess == "gb18030" && utf8.Valid(data) {
			return "", false, ErrNoStream
		}
		return guess, guess != "gb18030" || hasMark(data), nil
	case "utf8":
		return "utf-8", true, nil
	case "utf-16", "utf16":
		return guessByteOrder(data), true, nil
	}
	if name != "utf-8" && !slices.Contains(transcoded, name) {
		return "", false, ErrNoStream
	}
	return name, true, nil
}

// hasMark reports whether a text in another encoding than UTF-8 begins with a byte
// order mark.
func hasMark(data []byte) bool {
	for _, mark := range []string{"\xff\xfe", "\xfe\xff", "\x84\x31\x95\x33"} {
		if bytes.HasPrefix(data, []byte(mark)) {
			return true
		}
	}
	return false
}

// decoderOf is the decoder of one of the encodings that are streamed.
func decoderOf(name string) (*encoding.Decoder, error) {
	switch name {
	case "utf-16le":
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder(), nil
	case "utf-16be":
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder(), nil
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		return nil, err
	}
	return enc.NewDecoder(), nil
}

// textSource is a text in UTF-8, read in order.
type textSource struct {
	io.Reader
	hash    hash.Hash // of the file's bytes
	guessed chinese   // of a text that was taken for GB18030
}

// open begins to read a text.
func (in *input) open(d dialect) (*textSource, error) {
	s := &textSource{hash: sha256.New()}
	s.Reader = io.TeeReader(io.NewSectionReader(in, 0, in.size), s.hash)
	if in.packed {
		z, err := gzip.NewReader(s.Reader)
		if err != nil {
			return nil, ErrNoStream
		}
		s.Reader = &bounded{z, max(freePart, maxPartRatio*in.size)}
	}
	if d.encoding != "" {
		dec, err := decoderOf(d.encoding)
		if err != nil {
			return nil, ErrNoStream
		}
		s.Reader = transform.NewReader(io.TeeReader(s.Reader, &s.guessed), dec)
	}
	_, err := io.CopyN(io.Discard, s.Reader, int64(d.start))
	return s, err
}

// bounded reads no more than what an honest file unfolds to.
type bounded struct {
	io.Reader
	left int64
}

// Read reads from the stream and fails beyond the bound.
func (b *bounded) Read(to []byte) (int, error) {
	n, err := b.Reader.Read(to)
	if b.left -= int64(n); b.left < 0 {
		return n, errBomb
	}
	return n, err
}
