package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"syscall"
)

// pendingFolder holds files that take their places in a folder together, when all
// are whole: a site with its pages, the packs of a run. It stands beside a folder
// that is not there yet, and within one that is.
type pendingFolder struct {
	path  string // of the folder meanwhile
	into  string
	root  *os.Root
	gate  *gate
	files []string // as written, by their names under path
}

func (a *app) beginFolder(into string) (*pendingFolder, error) {
	into = filepath.Clean(into)
	if st, err := os.Stat(into); err == nil && !st.IsDir() {
		return nil, writeFault(into, syscall.ENOTDIR)
	}
	beside := into // a folder that is there may be a file system of its own
	if !isFolder(into) {
		beside = filepath.Dir(into)
	}
	if err := os.MkdirAll(beside, 0o750); err != nil {
		return nil, writeFault(into, err)
	}
	path, err := os.MkdirTemp(beside, pendingPattern())
	if err != nil {
		return nil, writeFault(into, err)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, writeFault(into, errors.Join(err, os.RemoveAll(path)))
	}
	return &pendingFolder{path: path, into: into, root: root, gate: a.gate}, nil
}

// create begins a file, whose name has slashes. It fails once the folder is gone:
// nothing is left behind by what still runs when a run is given up.
func (f *pendingFolder) create(name string) (io.WriteCloser, error) {
	name = filepath.FromSlash(name)
	final := filepath.Join(f.into, name)
	f.gate.Lock()
	defer f.gate.Unlock()
	if err := f.root.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return nil, writeFault(final, err)
	}
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, forOwner)
	if err != nil {
		return nil, writeFault(final, err)
	}
	f.files = append(f.files, name)
	return &folderFile{file, final}, nil
}

// write writes a file into the folder.
func (f *pendingFolder) write(name string, write func(io.Writer) error) error {
	file, err := f.create(name)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(file, 1<<16)
	err = write(b)
	if err == nil {
		err = b.Flush()
	}
	return errors.Join(err, file.Close())
}

// commit gives every file its place, the first that was begun last: it leads to the
// others. A run that is given up meanwhile waits for it: half a folder would be one
// of two runs.
func (f *pendingFolder) commit() error {
	f.gate.Lock()
	defer f.gate.Unlock()
	for _, name := range slices.Backward(f.files) {
		final := filepath.Join(f.into, name)
		if _, err := f.root.Stat(name); err != nil { // swept away
			return writeFault(final, err)
		}
		if err := os.MkdirAll(filepath.Dir(final), 0o750); err != nil {
			return writeFault(final, err)
		}
		if err := os.Rename(filepath.Join(f.path, name), final); err != nil {
			return writeFault(final, err)
		}
	}
	return nil
}

// discard removes what was not committed.
func (f *pendingFolder) discard() {
	_ = errors.Join(f.root.Close(), os.RemoveAll(f.path)) // nothing more can be done about it
}

// folderFile names the place that the file will have when it can't be written.
type folderFile struct {
	*os.File
	final string
}

// Write passes the bytes on.
func (f *folderFile) Write(p []byte) (int, error) {
	n, err := f.File.Write(p)
	if err != nil {
		err = writeFault(f.final, err)
	}
	return n, err
}

// Close ends the file.
func (f *folderFile) Close() error {
	if err := f.File.Close(); err != nil {
		return writeFault(f.final, err)
	}
	return nil
}
