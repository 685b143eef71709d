package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/spf13/pflag"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
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

// gated is an app that can begin folders.
func gated() *app { return &app{gate: new(gate)} }

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
	f, err := gated().beginFolder(into)
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
	f, err := gated().beginFolder(filepath.Join(dir, "packs"))
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
	f, err := gated().beginFolder(filepath.Join(dir, "packs"))
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

// A run that is given up while it still writes leaves nothing, however much it goes on to write.
func TestAFolderThatIsSweptWhileItIsWrittenLeavesNothing(t *testing.T) {
	for range 50 {
		dir, a := t.TempDir(), gated()
		f, err := a.beginFolder(filepath.Join(dir, "out"))
		if err != nil {
			t.Fatal(err)
		}
		wrote := make(chan error, 4)
		var all sync.WaitGroup
		for team := range 4 {
			all.Go(func() {
				var err error
				for n := 0; err == nil; n++ {
					err = f.write(fmt.Sprintf("teams/%d-%d.html", team, n), put("page"))
					select {
					case wrote <- err: // some are there before the end
					default:
					}
				}
			})
		}
		<-wrote
		a.gate.shut()
		sweep(filepath.Join(dir, "out"))
		a.gate.Unlock() // a run that is given up ends here
		all.Wait()
		if left := entries(t, dir); len(left) != 0 {
			t.Fatalf("left behind: %v", left)
		}
		f.discard()
	}
}

// A file in the place of the folder is told before anything is written.
func TestAFileIsNoFolder(t *testing.T) {
	at := filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(at, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := gated().beginFolder(at); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "file.not_written" {
		t.Errorf("%v", err)
	}
}

// The forms of a report take their places in a folder together: where one can't be
// written those of an earlier run stay as they were.
func TestTheFormsOfAReportTakeTheirPlacesTogether(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	if err := os.MkdirAll(out, 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(out, "gaps.json"), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	a, _, errs := bufferedApp(nil)
	a.set = &settings{flags: pflag.NewFlagSet("analyze", pflag.ContinueOnError)}
	if err := a.writeFolder(out, &reports.Report{}, "gaps", []string{"json", "none"}); err == nil {
		t.Fatal("a form that there is not is written")
	}
	if got, _ := os.ReadFile(filepath.Join(out, "gaps.json")); string(got) != "old" || errs.Len() > 0 {
		t.Errorf("%s, %s", got, errs)
	}
	if left := entries(t, out); !slices.Equal(left, []string{"gaps.json"}) {
		t.Errorf("left: %v", left)
	}
}
