package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// manyVisits is a long table of so many rows.
func manyVisits(rows int) string {
	var b strings.Builder
	b.WriteString("employee,team,period,kpi,numerator,denominator\n")
	for i := range rows {
		fmt.Fprintf(&b, "E%05d,team %d,2025-%02d,conversion_rate,%d,100\n", i/6, i/600, 1+i%6, i%90)
	}
	return b.String()
}

// What comes from stdin gives what the same bytes in a file give, by every way of
// reading, and leaves no file behind.
func TestStdinIsReadAsAFileIs(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	for _, rows := range []int{30, 4000} {
		text := manyVisits(rows)
		path := filepath.Join(t.TempDir(), ingest.Stdin)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		from, fromOut, fromErr := bufferedApp(strings.NewReader(text))
		of, ofOut, ofErr := bufferedApp(strings.NewReader(""))
		codes := [2]int{from.run(t.Context(), []string{"analyze", "-", "--all", "--format", "csv"}), of.run(t.Context(), []string{"analyze", path, "--all", "--format", "csv"})}
		said := strings.ReplaceAll(ofErr.String(), path, ingest.Stdin)
		if codes != [2]int{exitDone, exitDone} || fromOut.String() != ofOut.String() || !strings.HasPrefix(fromErr.String(), strings.SplitAfter(said, "\n")[0]) {
			t.Errorf("%d rows: exit %v\n%s\nof the file\n%s", rows, codes, fromErr, said)
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// Where no temporary file can be made stdin is read all the same.
func TestStdinIsReadWithoutATemporaryFolder(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
	a, _, errs := bufferedApp(strings.NewReader(manyVisits(30)))
	if code := a.run(t.Context(), []string{"analyze", "-"}); code != exitDone {
		t.Errorf("exit %d: %s", code, errs)
	}
}

// A pipe that breaks is a fault, and nothing of it is kept.
func TestAStdinThatBreaksIsAFault(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	in, out := io.Pipe()
	go func() { _ = out.CloseWithError(errors.New("broken")) }()
	a, _, _ := bufferedApp(in)
	_, _, err := a.spillStdin(t.Context())
	if f := kpi.AsFault(err); f == nil || f.Code != "file.unreadable" || f.Origin.File != ingest.Stdin {
		t.Errorf("%v", err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// A run that is given up while it works on what came from stdin leaves none of it:
// it is about people.
func TestAStdinIsRemovedWhenARunIsGivenUp(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	a, _, _ := bufferedApp(strings.NewReader(manyVisits(30)))
	path, remove, err := a.spillStdin(t.Context())
	if err != nil || filepath.Dir(path) != folder {
		t.Fatalf("%s: %v", path, err)
	}
	a.gate.shut()
	if left := entries(t, folder); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	remove() // what still runs may end by itself
}
