package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// writeSite writes a report of many people as a page that leads to a page for
// each team; every file takes its name when it is whole.
func (a *app) writeSite(dir, index string, r *reports.Report) error {
	pages := 0
	err := reports.WriteSite(index, r, a.text, func(name string) (io.WriteCloser, error) {
		pages++
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return nil, writeFault(path, err)
		}
		f, err := beginFile(path)
		if err != nil {
			return nil, err
		}
		return &pageFile{pendingFile: f}, nil
	})
	if err != nil {
		return err
	}
	a.note("cmd.wrote_site", locale.Args{"path": filepath.Join(dir, index), "count": pages - 1})
	return nil
}

// pageFile is a pending file that is committed by closing it, and discarded when
// something of it could not be written.
type pageFile struct {
	*pendingFile
	failed error
}

// Write passes the bytes on.
func (f *pageFile) Write(p []byte) (int, error) {
	n, err := f.pendingFile.Write(p)
	f.failed = errors.Join(f.failed, err)
	return n, err
}

// Close commits the file.
func (f *pageFile) Close() error {
	defer f.discard()
	if f.failed != nil {
		return writeFault(f.path, f.failed)
	}
	return f.commit(forOwner)
}
