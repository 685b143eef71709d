package sheet

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"

	"github.com/gapstep/gapstep/ingest/kpi"
)

const gzipMagic = "\x1f\x8b"

// readGzip reads a compressed text while it is unfolded, when it is of a format that is
// read in order.
func readGzip(ctx context.Context, in *input, f *File, opt Options, top int) error {
	in.packed = true
	data, _, err := in.top()
	if err != nil {
		return ErrNoStream
	}
	inner := innerName(f.Path)
	format, err := chooseFormat(inner, data)
	if err != nil || !format.text || format.read == nil {
		return ErrNoStream
	}
	f.inner = inner
	return format.read(ctx, in, f, opt, top)
}

// decodeGzip unfolds a compressed text and decodes it by the name without .gz.
func decodeGzip(ctx context.Context, f *File, data []byte, opt Options) error {
	text, err := unfold(data)
	if err != nil {
		return damaged(f.Path, "gzip", err)
	}
	inner := innerName(f.Path)
	format, err := chooseFormat(inner, text)
	if err != nil {
		return renamed(err, f.Path)
	}
	if !format.text || format.decode == nil {
		return fault("file.not_spreadsheet", f.Path, kpi.Args{"format": "gzip"})
	}
	f.inner = inner
	return format.decode(ctx, f, text, opt)
}

// renamed puts the name that the user gave into a fault.
func renamed(err error, name string) error {
	if f := kpi.AsFault(err); f != nil {
		f.Origin.File = name
	}
	return err
}

// unfold decompresses data within the bounds that parts of workbooks have. A
// stream that is cut, or whose checksum fails, is an error.
func unfold(data []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	limit := min(maxText, max(freePart, maxPartRatio*len(data)))
	text, err := io.ReadAll(io.LimitReader(z, int64(limit)+1))
	if err == nil && len(text) > limit {
		err = errBomb
	}
	if err != nil {
		return nil, err // that of Close would say it again
	}
	return text, z.Close()
}
