//go:build unix

package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// interrupted runs the command in a folder, feeds input that never ends through to,
// interrupts it once it reads, and returns its exit code and what it said.
func interrupted(t *testing.T, folder string, begin func(*exec.Cmd) (io.WriteCloser, error), args ...string) (code int, said string) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute) // only who hangs takes that long
	defer stop()
	c := exec.CommandContext(ctx, "gapstep", args...)
	c.Dir = folder
	var errs bytes.Buffer
	c.Stderr = &errs
	to, err := begin(c)
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	more := bytes.Repeat([]byte("Ann,North,2026-06,300,45\n"), 10_000) // a pipe holds less: who has read this far is reading
	if _, err := to.Write(append([]byte("employee,team,month,visits,contracts\n"), more...)); err != nil {
		t.Fatal(err)
	}
	if err := c.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait() // the exit code tells
	return c.ProcessState.ExitCode(), errs.String()
}

// Ctrl-C ends a run that waits for its input, with its own exit code, and leaves
// no file behind, whole or half.
func TestInterruptedRunsLeaveNothing(t *testing.T) {
	pipe := func(c *exec.Cmd) (io.WriteCloser, error) {
		to, err := c.StdinPipe()
		if err == nil {
			err = c.Start()
		}
		return to, err
	}
	fifo := func(c *exec.Cmd) (io.WriteCloser, error) { // reading it heeds nothing
		path := filepath.Join(c.Dir, "visits.csv")
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			return nil, err
		}
		if err := c.Start(); err != nil {
			return nil, err
		}
		return os.OpenFile(path, os.O_WRONLY, 0)
	}
	for name, run := range map[string]struct {
		begin func(*exec.Cmd) (io.WriteCloser, error)
		args  []string
	}{
		"stdin":                       {pipe, []string{"analyze", "-", "-o", "out"}},
		"stdin, rows as csv":          {pipe, []string{"analyze", "-", "--all", "--format", "csv", "-o", "gaps.csv"}},
		"a pipe by name":              {fifo, []string{"analyze", "visits.csv", "-o", "out"}},
		"a pipe by name, rows as csv": {fifo, []string{"analyze", "visits.csv", "--all", "--format", "csv", "-o", "gaps.csv"}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			code, said := interrupted(t, folder, run.begin, run.args...)
			if code != exitInterrupted {
				t.Errorf("exit code %d: %s", code, said)
			}
			left, err := os.ReadDir(folder)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range left {
				if e.Name() != "visits.csv" {
					t.Errorf("%s was left behind", e.Name())
				}
			}
		})
	}
}

// A run whose context ends is interrupted, whatever error its command makes of it.
func TestACancelledRunIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	in, hold := io.Pipe()
	defer hold.Close()
	a, _, errs := bufferedApp(in)
	go cancel()
	if code := a.run(ctx, []string{"analyze", "-"}); code != exitInterrupted {
		t.Errorf("exit %d: %s", code, errs)
	}
}
