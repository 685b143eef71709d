package main

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"

	"github.com/gapstep/gapstep/ingest"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// errNoRoom is told where no temporary file can be made: then what comes from
// stdin is kept in memory.
var errNoRoom = errors.New("no temporary file")

// spillStdin writes what comes from stdin into a temporary file that nobody else
// may read, for large inputs are read in pieces, and some of them twice. Remove
// takes the file away again.
func (a *app) spillStdin(ctx context.Context) (path string, remove func(), err error) {
	a.gate.Lock()
	file, err := os.CreateTemp("", "gapstep-stdin-*")
	if err == nil { // a run that is given up removes nothing itself
		a.gate.temporary = append(a.gate.temporary, file.Name())
	}
	a.gate.Unlock()
	if err != nil {
		return "", nil, errNoRoom
	}
	remove = func() {
		_ = file.Close() // a second time, after all went well
		_ = os.Remove(file.Name())
	}
	if err := copyAll(ctx, file, a.in); err != nil {
		remove()
		return "", nil, err
	}
	return file.Name(), remove, nil
}

// copyAll copies in to its end into a file, and closes that, unless ctx ends
// before: a pipe may wait for ever.
func copyAll(ctx context.Context, to *os.File, in io.Reader) error {
	done := make(chan error, 1)
	go func() {
		_, err := io.Copy(to, in)
		done <- errors.Join(err, to.Close())
	}()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case err := <-done:
		if err != nil {
			return &kpi.Fault{Code: "file.unreadable", Origin: kpi.Origin{File: ingest.Stdin}, Err: err}
		}
		return nil
	}
}

// calledStdin calls stdin by its name among the paths.
func calledStdin(paths []string) []string {
	list := slices.Clone(paths)
	for i, p := range list {
		if p == "-" {
			list[i] = ingest.Stdin
		}
	}
	return list
}
