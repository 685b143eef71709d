package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// folderOf makes a folder with the files (a name that ends with / is a folder).
func folderOf(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "/") {
			path = filepath.Join(path, "deep.csv")
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(path, []byte("a,b\n1,2\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestNamesOnTheCommandLineAreMadeOut(t *testing.T) {
	t.Chdir(folderOf(t, "b.csv", "a.XLSX", "c.jsonl.gz", "d.parquet.gz", "readme.md", "notes.txt", "~$a.xlsx", ".hidden.csv", "sub/", "other/x.csv", "other/y.csv"))
	const over = ".hidden.csv, d.parquet.gz, notes.txt, other, readme.md, sub, ~$a.xlsx"
	for _, c := range []struct {
		sentence    string
		args        []string
		want, notes []string
	}{
		{"files as they are, what is not there among them", []string{"b.csv", "none.csv"}, []string{"b.csv", "none.csv"}, nil},
		{"the same file under two names is one", []string{"b.csv", "./b.csv"}, []string{"b.csv"}, []string{"path.twice ./b.csv"}},
		{"stdin, once", []string{"-", "b.csv", "-"}, []string{"-", "b.csv"}, nil},
		{"a folder: what can be read, sorted", []string{"."}, []string{"a.XLSX", "b.csv", "c.jsonl.gz"}, []string{`path.passed_over . count="7" names="` + over + `"`}},
		{"a file, and the folder that holds it", []string{"other/y.csv", "other"}, []string{"other/y.csv", "other/x.csv"}, []string{"path.twice other/y.csv"}},
		{"a pattern that no shell has resolved", []string{"other/*.csv"}, []string{"other/x.csv", "other/y.csv"}, nil},
		{"a pattern that a folder matches", []string{"[bs]*"}, []string{"b.csv"}, []string{`path.passed_over sub count="1" names="sub"`}},
		{"a named text is read", []string{"notes.txt"}, []string{"notes.txt"}, nil},
	} {
		l, err := expandPaths(c.args)
		if err != nil {
			t.Errorf("%s: %v", c.sentence, err)
			continue
		}
		var notes []string
		for _, d := range l.notes {
			notes = append(notes, strings.TrimSpace(strings.Join([]string{d.Code, d.Origin.String(), d.Args.String()}, " ")))
		}
		got := slices.Clone(l.paths)
		for i := range got {
			got[i] = filepath.ToSlash(got[i])
		}
		if !slices.Equal(got, c.want) || !slices.Equal(notes, c.notes) {
			t.Errorf("%s: %q %q, want %q %q", c.sentence, got, notes, c.want, c.notes)
		}
	}
}

func TestNamesThatStandForNothing(t *testing.T) {
	t.Chdir(folderOf(t, "empty/readme.md"))
	for _, c := range []struct {
		arg, code string
		class     kpi.Class // what is not there can't be read; what is no pattern can't be meant
	}{{"*.xlsx", "path.no_match", kpi.Failed}, {"empty", "path.empty_folder", kpi.Failed}, {"[", "path.no_match", kpi.Usage}} {
		_, err := expandPaths([]string{c.arg})
		if f := kpi.AsFault(err); f == nil || f.Code != c.code || f.Class != c.class || f.Origin.File != c.arg {
			t.Errorf("%s: %v, want %s", c.arg, err, c.code)
		}
	}
}

func TestSourceFlagsMustFit(t *testing.T) {
	for _, c := range []struct {
		sentence string
		q        sheet.Query
		ok       bool
	}{
		{"none", sheet.Query{}, true},
		{"a statement", sheet.Query{Source: "sqlite:a.db", SQL: "SELECT 1"}, true},
		{"a table", sheet.Query{Source: "sqlite:a.db", Table: "k"}, true},
		{"both", sheet.Query{Source: "sqlite:a.db", SQL: "SELECT 1", Table: "k"}, false},
		{"a statement for nothing", sheet.Query{SQL: "SELECT 1"}, false},
		{"a table of nothing", sheet.Query{Table: "k"}, false},
	} {
		if err := checkQuery(c.q); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.sentence, err)
		}
	}
	if got := namesOf(strings.Split(strings.Repeat("x", 12), "")); strings.Count(got, "x") != 10 || !strings.HasSuffix(got, "…") {
		t.Errorf("many names: %s", got)
	}
}
