package sheet

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// The bounds of one part. Sheets say much the same again and again and
// shrink to a tenth or a thirtieth, at most to a hundredth; bombs shrink to a thousandth.
const (
	maxPart      = 4 << 30  // bytes unfolded
	freePart     = 32 << 20 // bytes that any part may unfold to
	maxPartRatio = 250      // beyond them, bytes for each byte in the file
)

var errBomb = errors.New("the part unfolds beyond all measure")

// damaged is the fault of a file that is broken in the named part.
func (w *workbook) damaged(part string, err error) error {
	if kpi.AsFault(err) != nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	code := "file.damaged"
	if errors.Is(err, errBomb) {
		code = "file.too_large"
	}
	return &kpi.Fault{Code: code, Origin: kpi.Origin{File: w.name}, Args: kpi.Args{"part": part}, Err: err}
}

// parse opens the part, lets read take from it, and makes sure that the rest
// of it parses to its end and that its checksum holds.
func (w *workbook) parse(part string, read func(*xml.Decoder) error) error {
	_, r, err := w.open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	return w.parseAll(part, newXML(r), read)
}

// parseAll lets read take from the decoder, and parses the rest.
func (w *workbook) parseAll(part string, d *xml.Decoder, read func(*xml.Decoder) error) error {
	if err := read(d); err != nil {
		return w.damaged(part, err)
	}
	for {
		_, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return w.damaged(part, err)
		}
	}
}

// open opens a part that is within the bounds.
func (w *workbook) open(part string) (*zip.File, io.ReadCloser, error) {
	p := w.parts[partKey(part)]
	if p == nil {
		return nil, nil, w.damaged(part, errors.New("the part is missing"))
	}
	r, err := openPart(p)
	if err != nil {
		return nil, nil, w.damaged(part, err)
	}
	return p, r, nil
}

func openPart(p *zip.File) (io.ReadCloser, error) {
	size := p.UncompressedSize64 // a true bound: archive/zip refuses bytes beyond it
	if size > maxPart || size > freePart && size > maxPartRatio*p.CompressedSize64 {
		return nil, errBomb
	}
	return p.Open()
}

// newXML is a strict decoder for the encodings that occur: a byte order mark
// wins over what the declaration says.
func newXML(r io.Reader) *xml.Decoder {
	d := xml.NewDecoder(bufio.NewReaderSize(transform.NewReader(r, unicode.BOMOverride(transform.Nop)), 64<<10))
	d.CharsetReader = convert
	return d
}

// convert decodes what a declaration says that it is encoded in.
func convert(label string, in io.Reader) (io.Reader, error) {
	if strings.HasPrefix(strings.ToLower(label), "utf-16") {
		return in, nil // decoded by its mark already
	}
	enc, err := htmlindex.Get(label)
	if err != nil {
		return nil, err
	}
	return enc.NewDecoder().Reader(in), nil
}

// children calls visit for each child element of the element that was just
// entered; visit must consume the child to its end.
func children(d *xml.Decoder, visit func(xml.StartElement) error) error {
	for {
		tok, err := d.Token()
		if err != nil {
			return unexpectedEOF(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if err := visit(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// root enters the first element of the document.
func root(d *xml.Decoder) error {
	for {
		tok, err := d.Token()
		if err != nil {
			return unexpectedEOF(err)
		}
		if _, ok := tok.(xml.StartElement); ok {
			return nil
		}
	}
}

// content returns the character data of the element that was just entered,
// without that of its children, which are skipped.
func content(d *xml.Decoder) (string, error) {
	text := ""
	for {
		tok, err := d.Token()
		if err != nil {
			return "", unexpectedEOF(err)
		}
		switch t := tok.(type) {
		case xml.CharData:
			text += string(t)
		case xml.StartElement:
			if err := d.Skip(); err != nil {
				return "", err
			}
		case xml.EndElement:
			return text, nil
		}
	}
}

func unexpectedEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
