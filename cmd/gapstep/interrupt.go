package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"github.com/spf13/cobra"
)

// endGrace is how long a run that is to end may take to do so by itself: readers
// and writers look at their context between blocks. Then it is left where it is.
const endGrace = 700 * time.Millisecond

// execute runs the command line until it is done, or ctx is cancelled and the
// grace is over. The error of a run that was cancelled is why.
func (a *app) execute(ctx context.Context, root *cobra.Command, args []string) error {
	ctx, a.cancel = context.WithCancelCause(ctx)
	defer a.cancel(nil)
	a.gate = new(gate)
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))    // as it is now, whatever --memory sets
	done, grace := make(chan error, 1), a.grace(root, args) // while nobody else uses root
	go func() { done <- root.ExecuteContext(ctx) }()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		select {
		case err = <-done:
		case <-time.After(grace):
			a.gate.shut()
			sweep(flagIn(args, "--output"), flagIn(args, "-o"), flagIn(args, "--textfile"), "packs")
			err = context.Cause(ctx)
		}
	}
	if err != nil && ctx.Err() != nil && !errors.Is(err, errFindings) {
		return context.Cause(ctx)
	}
	return err
}

// gate is passed by who begins a file in a folder or a temporary one, and by who
// gives files their places, one at a time.
type gate struct {
	sync.Mutex
	temporary []string // files
}

// shut shuts the gate for good when a run is given up: what still runs begins no
// file any more, and gives none its place. It removes the temporary files.
func (g *gate) shut() {
	g.Lock()
	for _, path := range g.temporary {
		_ = os.Remove(path) // nothing more can be done about it, and most runs removed it
	}
}

// grace is how long a command may take to end: the server answers what it was
// asked before.
func (a *app) grace(root *cobra.Command, args []string) time.Duration {
	if c, _, err := root.Find(args); err == nil && c.Name() == "serve" {
		return closeTimeout + endGrace
	}
	return endGrace
}

// pendingPattern names the files of this process that are not yet whole.
func pendingPattern() string { return fmt.Sprintf(".gapstep-%d-*", os.Getpid()) }

// sweep removes what this process was writing into folders, or beside files and
// folders.
func sweep(targets ...string) {
	for _, target := range targets {
		if target == "" {
			continue
		}
		for _, folder := range []string{target, filepath.Dir(filepath.Clean(target))} {
			pending, _ := filepath.Glob(filepath.Join(folder, pendingPattern())) // errs on the pattern alone
			for _, path := range pending {
				_ = os.RemoveAll(path) // nothing more can be done about it
			}
		}
	}
}
