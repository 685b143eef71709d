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
	_, err = fromStdin(ctx, func() (int64, error) {
		n, err := io.Copy(file, a.in)
		return n, errors.Join(err, file.Close())
	})
	if err != nil {
		remove()
		return "", nil, err
	}
	return file.Name(), remove, nil
}

// fromStdin is what read makes of stdin, unless ctx ends before: a pipe may wait
// for ever.
func fromStdin[T any](ctx context.Context, read func() (T, error)) (none T, err error) {
	var got T
	done := make(chan error, 1)
	go func() {
		var err error
		got, err = read()
		done <- err
	}()
	select {
	case <-ctx.Done():
		return none, ctx.Err()
	case err := <-done:
		if err != nil {
			return none, &kpi.Fault{Code: "file.unreadable", Origin: kpi.Origin{File: ingest.Stdin}, Err: err}
		}
		return got, nil
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
