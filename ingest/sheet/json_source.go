package sheet

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// jsonText is a JSON text that is read in order, any number of times.
type jsonText struct {
	open func(*Progress) (io.Reader, error)
	hash func() string // of the file, when the text has been read to its end
}

// settle reads a text on to its end, where an error in it may show to be one of the
// decoding; else it is the given one.
func settle(src io.Reader, err error) error {
	if errors.Is(err, errDoubtful) {
		return err
	}
	if _, rest := io.Copy(io.Discard, src); rest != nil {
		return rest
	}
	return err
}

// errDoubtful tells of a text whose beginning does not tell how all of it is to be decoded:
// bytes that are not of the encoding, an encoding that needs the whole text, a
// compressed text that is damaged.
var errDoubtful = errors.New("the text must be decoded as a whole")

// streamedJSON is a text that is decoded while it is read.
func streamedJSON(ctx context.Context, in *input, f *File, opt Options) (*jsonText, error) {
	d, err := in.jsonDialect(f, opt)
	if err != nil {
		return nil, err
	}
	var last *checkedText
	return &jsonText{
		open: func(p *Progress) (io.Reader, error) {
			source, err := in.counting(p).open(d)
			if err != nil {
				return nil, errDoubtful
			}
			last = &checkedText{ctx: ctx, textSource: source, dialect: d}
			return last, nil
		},
		hash: func() string { return hex.EncodeToString(last.hash.Sum(nil)) },
	}, nil
}

// jsonDialect is how a text is decoded, as far as its beginning tells.
func (in *input) jsonDialect(f *File, opt Options) (dialect, error) {
	data, whole, err := in.top()
	if err != nil {
		return dialect{}, errDoubtful
	}
	sample := data
	if !whole {
		sample = data[:bytes.LastIndexAny(data, "\",")+1] // which are no part of any other character
	}
	told := File{Path: in.path}
	name, sure, err := topEncoding(in.path, sample, opt.Encoding)
	if err != nil {
		return dialect{}, errDoubtful
	}
	if strings.HasPrefix(name, "utf-16") {
		sample = data
	}
	text, err := told.decodeTop(sample, name)
	switch text = strings.TrimSuffix(text, replacement); { // half a character of UTF-16
	case err != nil || strings.Contains(text, replacement):
		return dialect{}, errDoubtful
	case whole && trim(text) == "":
		return dialect{}, fault("file.empty", f.Path, nil)
	}
	f.Encoding, told.dialect.sure = told.Encoding, sure
	return told.dialect, nil
}

// wholeJSON is a text that was decoded as a whole.
func wholeJSON(in *input, f *File, opt Options) (*jsonText, error) {
	data, err := io.ReadAll(io.NewSectionReader(in, 0, in.size))
	if err != nil {
		return nil, accessFault(f.Path, err)
	}
	hash := sum(data)
	if in.packed {
		if data, err = unfold(data); err != nil {
			return nil, damaged(f.Path, "gzip", err)
		}
	}
	text, err := decodeBytes(f, data, opt.Encoding)
	if err == nil && trim(text) == "" {
		err = fault("file.empty", f.Path, nil)
	}
	return &jsonText{open: func(*Progress) (io.Reader, error) { return strings.NewReader(text), nil }, hash: func() string { return hash }}, err
}

// checkedText is a text that is decoded while it is read. It fails with errDoubtful as
// soon as it shows that it should have been decoded otherwise.
type checkedText struct {
	ctx context.Context
	*textSource
	dialect
	disguise disguise
	piece    []byte // what was read last, but not looked at: up to a byte that is no letter
}

// Read reads what [textSource] has.
func (t *checkedText) Read(to []byte) (int, error) {
	if t.ctx.Err() != nil {
		return 0, t.ctx.Err()
	}
	n, err := t.textSource.Read(to)
	ended := errors.Is(err, io.EOF)
	if err != nil && !ended || !t.check(to[:n], ended) {
		return 0, errDoubtful
	}
	return n, err
}

// check looks at the next bytes of the text.
func (t *checkedText) check(data []byte, ended bool) bool {
	known := len(t.piece)
	t.piece = append(t.piece, data...)
	cut := len(t.piece)
	for !ended && cut > known && (t.piece[cut-1] >= utf8.RuneSelf || letter(t.piece[cut-1])) {
		cut--
	}
	if cut == known && !ended {
		return true
	}
	ok := t.checkPiece(t.piece[:cut])
	t.piece = append(t.piece[:0], t.piece[cut:]...)
	return ok && (!ended || (t.sure || t.guessed.certain()) && !t.disguise.mayBe())
}

// checkPiece looks at a piece of the text that begins and ends where no letter stands.
func (t *checkedText) checkPiece(piece []byte) bool {
	if !slices.ContainsFunc(piece, func(c byte) bool { return c >= utf8.RuneSelf }) {
		return true
	}
	if bytes.Contains(piece, []byte(replacement)) || t.encoding == "" && !utf8.Valid(piece) {
		return false
	}
	if t.encoding == "" && !t.disguise.ruledOut {
		t.disguise.take(string(piece))
	}
	return true
}
