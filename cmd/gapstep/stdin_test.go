package main

import (
	"encoding/json"
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

// Beside a query stdin is read as it is alone: through a temporary file.
func TestStdinBesideAQuery(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	folder := t.TempDir()
	query := []string{"--source", "sqlite:" + filepath.Join(folder, "none.db"), "--query", "SELECT 'E00001' AS employee, 'team 0' AS team, '2025-09' AS period, 45 AS NPS"}
	if err := os.WriteFile(filepath.Join(folder, "none.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, rows := range []int{30, 4000} {
		a, out, errs := bufferedApp(strings.NewReader(manyVisits(rows)))
		if code := a.run(t.Context(), append([]string{"analyze", "-", "--all", "--format", "json"}, query...)); code != exitDone {
			t.Fatalf("exit %d: %s", code, errs)
		}
		var report struct {
			Inputs []struct {
				Path string `json:"path"`
				Rows int    `json:"rows_read"`
			} `json:"inputs"`
		}
		if err := json.Unmarshal(out.Bytes(), &report); err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, in := range report.Inputs {
			got[strings.SplitN(in.Path, ":", 2)[0]] = in.Rows
		}
		if len(got) != 2 || got[ingest.Stdin] != rows || got["sqlite"] != 1 {
			t.Errorf("%d rows: %v", rows, got)
		}
	}
	a, _, _ := bufferedApp(strings.NewReader(manyVisits(3)))
	if code := a.run(t.Context(), []string{"analyze", "-", "--query", "SELECT 1"}); code != exitUsage {
		t.Errorf("a query without a source: exit %d", code)
	}
}

// Of many remarks of one kind stderr lists the first; --verbose, inspect and json all.
func TestRemarksOfAKindAreBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("employee,team,period,NPS\n")
	for i := range 90 {
		fmt.Fprintf(&b, "E%02d,T,2025-06,%s\n", i, []string{"5", "none yet", "4"}[i%3])
	}
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	const told = "… and 10 more of this kind (value.not_a_number)"
	for _, c := range []struct {
		args  []string
		lines int
		told  bool
	}{
		{[]string{"analyze", path, "--format", "csv"}, 20, true},
		{[]string{"analyze", path, "--format", "csv", "--verbose"}, 31, false}, // and the column's first cells,
		{[]string{"inspect", path}, 31, false},
		{[]string{"analyze", path, "--format", "json", "-q"}, 30, false},
	} {
		a, out, errs := bufferedApp(strings.NewReader(""))
		if code := a.run(t.Context(), append(c.args, "--lang", "en")); code != exitDone {
			t.Fatalf("%q: exit %d: %s", c.args, code, errs)
		}
		all := out.String() + errs.String()
		if got := strings.Count(all, "none yet"); got != c.lines || strings.Contains(all, told) != c.told {
			t.Errorf("%q: %d remarks\n%s", c.args, got, all)
		}
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
