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
	t.Chdir(folderOf(t, "b.csv", "a.TSV", "c.csv", "readme.md", "~$a.xlsx", ".hidden.csv", "sub/", "other/x.csv", "other/y.csv"))
	const over = ".hidden.csv, readme.md, ~$a.xlsx"
	notes := []string{`path.passed_over . count="3" names="` + over + `"`, `path.folders . count="2" names="other, sub" pattern="*"`}
	for _, c := range []struct {
		sentence    string
		args        []string
		want, notes []string
	}{
		{"files as they are, what is not there among them", []string{"b.csv", "none.csv"}, []string{"b.csv", "none.csv"}, nil},
		{"the same file under two names is one", []string{"b.csv", "./b.csv"}, []string{"b.csv"}, []string{"path.twice ./b.csv"}},
		{"stdin, once", []string{"-", "b.csv", "-"}, []string{"-", "b.csv"}, nil},
		{"a folder: what can be read, sorted", []string{"."}, []string{"a.TSV", "b.csv", "c.csv"}, notes},
		{"a file, and the folder that holds it", []string{"other/y.csv", "other"}, []string{"other/y.csv", "other/x.csv"}, []string{"path.twice other/y.csv"}},
		{"a pattern that no shell has resolved", []string{"other/*.csv"}, []string{"other/x.csv", "other/y.csv"}, nil},
		{"a pattern that a folder matches", []string{"[bs]*"}, []string{"b.csv"}, []string{`path.passed_over sub count="1" names="sub"`}},
		{"a named text is read", []string{"readme.md"}, []string{"readme.md"}, nil},
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

// What the files of a folder hold decides, not how they are called.
func TestFilesOfAFolderAreReadByTheirContent(t *testing.T) {
	const table = "工号,姓名,签约量\nE1,张伟,3\nE2,王芳,4\n"
	dir := t.TempDir()
	for name, data := range map[string]string{
		"1.csv": table, "2.xls": strings.ReplaceAll(table, ",", "\t"), "3.txt": strings.ReplaceAll(table, ",", "\t"), "4": table, "5.dat": strings.ReplaceAll(table, ",", "|"),
		"6.xls": "<table><tr>", "7.xlsx": table, "8.csv": "", "9.numbers": "PK\x05\x06" + strings.Repeat("\x00", 18), "a.mht": "x",
		"b.txt": "Dear all,\nhere are the figures, as promised, of June.\n", "c.png": "\x89PNG\r\n", "d.docx": "PK\x03\x04", "e.pdf": table,
		"f.xls": "\x01\x02\x03\x04\x05", "g": "\x89PNG\r\n", "h.log": table, "i.csv": "name\nx\n", "j.csv.gz": table, "month=2025-06/1.csv": table,
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	l, err := expandPaths([]string{"."})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(l.paths, " "); got != "1.csv 2.xls 3.txt 4 5.dat i.csv" {
		t.Errorf("read are %s", got)
	}
	var told []string
	for _, d := range l.notes {
		told = append(told, strings.Join([]string{d.Severity.String(), d.Code, d.Origin.String(), d.Args["names"]}, " "))
	}
	want := []string{"warning file.resave 6.xls ", "warning file.text_suffix 7.xlsx ", "warning file.empty 8.csv ", "warning file.archive 9.numbers ",
		"warning file.resave a.mht ", "warning file.not_spreadsheet f.xls ", "warning file.text_suffix j.csv.gz ",
		"note path.passed_over . b.txt, c.png, d.docx, e.pdf, g, h.log", "warning path.folders . month=2025-06"}
	if !slices.Equal(told, want) {
		t.Errorf("told is\n%s\nwant\n%s", strings.Join(told, "\n"), strings.Join(want, "\n"))
	}
}

func TestNamesThatStandForNothing(t *testing.T) {
	t.Chdir(folderOf(t, "empty/readme.md", "deep/er/x.csv"))
	if err := os.Mkdir("none", 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		arg, code string
		class     kpi.Class // what is not there can't be read; what is no pattern can't be meant
	}{{"*.xlsx", "path.no_match", kpi.Failed}, {"none", "path.empty_folder", kpi.Failed}, {"deep", "path.only_folders", kpi.Failed}, {"[", "path.no_match", kpi.Usage}} {
		_, err := expandPaths([]string{c.arg})
		if f := kpi.AsFault(err); f == nil || f.Code != c.code || f.Class != c.class || f.Origin.File != c.arg {
			t.Errorf("%s: %v, want %s", c.arg, err, c.code)
		}
	}
}

// What can't be looked into holds something else than nothing; what alone stands there, and isn't
// read, says why.
func TestNothingIsReadForAReason(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Symlink("loop", "loop"); err != nil { // the system refuses it to everybody
		t.Fatal(err)
	}
	if err := os.WriteFile("old.xls", []byte("<table>"), 0o600); err != nil {
		t.Fatal(err)
	}
	for arg, want := range map[string]string{"loop/*.csv": "file.unreadable loop", ".": "file.resave old.xls"} {
		_, err := expandPaths([]string{arg})
		if f := kpi.AsFault(err); f == nil || f.Code+" "+f.Origin.File != want {
			t.Errorf("%s: %v, want %s", arg, err, want)
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
