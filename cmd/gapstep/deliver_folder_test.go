package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"testing"
)

// entries are what stands in a folder.
func entries(t *testing.T, folder string) []string {
	t.Helper()
	list, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

func put(text string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
}

// The files of a folder take their places together, over those of an earlier run,
// and what else stands there stays.
func TestAFolderAppearsWhole(t *testing.T) {
	into := filepath.Join(t.TempDir(), "out")
	if err := os.MkdirAll(filepath.Join(into, "teams"), 0o750); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"gaps.html": "old", "notes.txt": "own", "teams/a.html": "old"} {
		if err := os.WriteFile(filepath.Join(into, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := beginFolder(into)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"gaps.html", "teams/a.html", "teams/b.html"} {
		if err := f.write(name, put("new "+name)); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := os.ReadFile(filepath.Join(into, "gaps.html")); string(got) != "old" {
		t.Errorf("a page stands before all are whole: %s", got)
	}
	if err := f.commit(); err != nil {
		t.Fatal(err)
	}
	f.discard()
	for name, want := range map[string]string{"gaps.html": "new gaps.html", "notes.txt": "own", "teams/a.html": "new teams/a.html", "teams/b.html": "new teams/b.html"} {
		if got, err := os.ReadFile(filepath.Join(into, name)); err != nil || string(got) != want {
			t.Errorf("%s: %q (%v), want %q", name, got, err, want)
		}
	}
	if left := entries(t, filepath.Dir(into)); !slices.Equal(left, []string{"out"}) {
		t.Errorf("beside the folder: %v", left)
	}
}

// A run that fails leaves no folder, and none that is half full.
func TestAFolderThatFailsLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	f, err := beginFolder(filepath.Join(dir, "packs"))
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if err := f.write("managers/Wang/gaps.html", func(io.Writer) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	f.discard()
	if left := entries(t, dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// What an interrupted run was writing is swept away, and what still runs makes
// nothing of it anew.
func TestAnInterruptedFolderLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	f, err := beginFolder(filepath.Join(dir, "packs"))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.write("managers/Wang/gaps.html", put("whole")); err != nil {
		t.Fatal(err)
	}
	sweep(filepath.Join(dir, "packs"))
	if err := f.write("managers/Li/gaps.html", put("late")); err == nil {
		t.Error("a file is begun in a folder that is gone")
	}
	if err := f.commit(); err == nil {
		t.Error("what was swept away is committed")
	}
	f.discard()
	if left := entries(t, dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Writing gives the collector back as it was.
func TestWritingLeavesTheCollectorAsItWas(t *testing.T) {
	before := debug.SetGCPercent(73)
	defer debug.SetGCPercent(before)
	collectWhileWriting()()
	if got := debug.SetGCPercent(73); got != 73 {
		t.Errorf("%d, want 73", got)
	}
}
