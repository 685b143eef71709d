package sheet

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Read reads the file at path and decodes it like [Decode]. Besides the faults
// of Decode: file.not_found, file.is_directory, file.unreadable.
func Read(ctx context.Context, path string, opt Options) (*File, error) {
	info, err := os.Stat(opt.at(path))
	if err != nil {
		return nil, accessFault(path, err)
	}
	if info.IsDir() {
		return nil, fault("file.is_directory", path, nil)
	}
	if info.Mode().IsRegular() {
		if f, err := readInOrder(ctx, path, opt, everyRow); !errors.Is(err, ErrNoStream) {
			return f, err
		}
	}
	data, err := os.ReadFile(opt.at(path))
	if err != nil {
		return nil, accessFault(path, err)
	}
	return Decode(ctx, path, data, opt)
}

// readInOrder reads a file row by row, with so many rows as they are and the others in a
// spool. The error is ErrNoStream where its format is not read so.
func readInOrder(ctx context.Context, path string, opt Options, top int) (*File, error) {
	f := &File{Path: path}
	err := withInput(path, opt, func(in *input, format fileFormat) error { return format.readRows(ctx, in, f, opt, top) })
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (format fileFormat) readRows(ctx context.Context, in *input, f *File, opt Options, top int) error {
	if format.read == nil {
		return ErrNoStream
	}
	err := format.read(ctx, in, f, opt, top)
	if err == nil {
		opt.Progress.finish()
	}
	return err
}

// at is where the bytes of a file are.
func (o Options) at(path string) string { return cmp.Or(o.From, path) }

// Decode turns the bytes of a file into its tables. The name is what origins
// and faults show; its suffix counts only where the bytes do not tell the
// format. The error is a [kpi.Fault] when the file can't be read as a table, or
// the context's error.
//
// The bytes of a text file may be referred to by the cells' texts and must not
// be changed afterwards.
func Decode(ctx context.Context, name string, data []byte, opt Options) (*File, error) {
	f := &File{Path: name}
	format, err := chooseFormat(name, data)
	if err != nil {
		return nil, err
	}
	if err := format.readRows(ctx, inMemory(name, data), f, opt, everyRow); err == nil {
		return f, nil
	} else if format.decode == nil || !errors.Is(err, ErrNoStream) {
		return nil, err
	}
	f.SHA256 = sum(data)
	if err := format.decode(ctx, f, data, opt); err != nil {
		return nil, err
	}
	opt.Progress.finishRead(f, len(data))
	return f, nil
}

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}

func accessFault(path string, err error) error {
	f := fault("file.unreadable", path, nil)
	if errors.Is(err, fs.ErrNotExist) {
		f.Code = "file.not_found" // says all there is to say
		return f
	}
	f.Err = err
	return f
}

// fault is a fault about the whole file.
func fault(code, name string, args kpi.Args) *kpi.Fault {
	return &kpi.Fault{Code: code, Origin: kpi.Origin{File: name}, Args: args}
}

// report adds a diagnostic about a line of the table, or about all of it when
// line is 0.
func (f *File) report(severity kpi.Severity, code string, at kpi.Origin, args kpi.Args) {
	at.File = f.Path
	f.Diagnostics = append(f.Diagnostics, kpi.Diagnostic{Severity: severity, Code: code, Origin: at, Args: args})
	if len(f.Diagnostics) < max(f.bound, boundFrom) {
		return
	}
	f.Diagnostics = kpi.Bound(f.Diagnostics)
	f.bound = 2 * len(f.Diagnostics)
}

// boundFrom is how many diagnostics of a file are gathered before they are
// bounded.
const boundFrom = 4 * kpi.MostDiagnostics
