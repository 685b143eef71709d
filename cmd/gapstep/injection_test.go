package main

import (
	"archive/zip"
	"encoding/csv"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Whatever people, managers and teams are called, a folder or a file in a pack has
// a name that every file system takes, that leads nowhere else, and that no other
// name of the pack has.
func TestFileNamesAreSafeWhateverPeopleAreCalled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"../../x", "CON", "con.txt", "COM¹", "conin$", "..", ".", " ", "a.", "a ", "A", "a", `\\srv\x`, "/etc/passwd", "C:x", "-rf", "x\x00y",
			strings.Repeat("长", 100), strings.Repeat("𠀀", 100), strings.Repeat("a", 59) + ". b", "\u202Egpj.exe", "{{.X}}", "=1+1", "<script>"}))
		n, seen := newFileNames(), map[string]bool{}
		for _, s := range rapid.SliceOfN(name, 1, 8).Draw(t, "names") {
			got := n.of(s)
			switch base, _, _ := strings.Cut(strings.ToLower(got), "."); {
			case got == "" || got == "." || got == "..", strings.HasPrefix(got, "-"), strings.HasSuffix(got, ".") || strings.HasSuffix(got, " "):
				t.Fatalf("%q became %q", s, got)
			case strings.ContainsAny(got, `<>:"/\|?*`) || strings.ContainsFunc(got, unicode.IsControl) || !utf8.ValidString(got):
				t.Fatalf("%q became %q, with a sign of the file system's", s, got)
			case slices.Contains([]string{"con", "prn", "aux", "nul", "com1", "com¹", "lpt9", "conin$", "conout$"}, strings.TrimSpace(base)):
				t.Fatalf("%q became %q, a device", s, got)
			case len(got+".xlsx") > 255 || !filepath.IsLocal(got) || filepath.Base(got) != got:
				t.Fatalf("%q became %q", s, got)
			case seen[strings.ToLower(got)]:
				t.Fatalf("%q became %q, which is another's", s, got)
			}
			seen[strings.ToLower(got)] = true
		}
	})
}

// hostileExport is a team whose names attack whatever shows them.
func hostileExport(t *testing.T) {
	t.Helper()
	f, err := os.Create("visits.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := csv.NewWriter(f)
	rows := [][]string{{"employee", "name", "team", "manager", "period", "visits", "deals"}}
	names := []string{`=HYPERLINK("http://x","y")`, "<script>alert(1)</script>", "@SUM(1)", "a\tb", "a\nb", "\x1b[31mred\x07", "abc\u202Efdp.exe", "+1", "{{.X}}"}
	for i, name := range names {
		for month := 4; month <= 6; month++ {
			deals := 30
			if i == 0 {
				deals = 8
			}
			rows = append(rows, []string{"../e" + fmt.Sprint(i), name, "<b>team</b>=1+1", "../../CON", fmt.Sprintf("2026-%02d", month), "100", fmt.Sprint(deals)})
		}
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
}

// Every form that the command writes, by its own list, holds the names and no
// sequence that a terminal would follow; a new form without a rule here fails.
func TestEveryFormatOfAHostileExport(t *testing.T) {
	t.Chdir(t.TempDir())
	hostileExport(t)
	packed := map[string]bool{"xlsx": true, "parquet": true, "arrow": true} // columns and cells: no reader sees the bytes
	known := map[string]bool{"html": true, "json": true, "csv": true, "jsonl": true, "md": true, "table": true}
	for _, format := range append(slices.Clone(formats), "table") {
		if !packed[format] && !known[format] {
			t.Errorf("nothing attacks the form %s", format)
			continue
		}
		var said string
		if slices.Contains([]string{"table", "csv", "json", "jsonl", "md"}, format) {
			code, out, errs := runHere(t, "analyze", "visits.csv", "--format", format)
			if said = out + errs; code != exitDone {
				t.Fatalf("%s: exit code %d: %s", format, code, errs)
			}
		} else {
			if code, _, errs := runHere(t, "analyze", "visits.csv", "-o", "gaps."+format); code != exitDone {
				t.Fatalf("%s: exit code %d: %s", format, code, errs)
			}
			data, err := os.ReadFile("gaps." + format)
			if err != nil {
				t.Fatal(err)
			}
			said = string(data)
		}
		if !packed[format] && strings.ContainsAny(said, "\x00\x1b\x07\t\u202e") {
			t.Errorf("%s: a control character reaches the reader", format)
		}
		if format == "html" && strings.Contains(said, "<script>alert") {
			t.Error("html: a name became markup")
		}
	}
}

// Packs of people with hostile names stay in their folder, the bundle holds no part
// that leaves it, and nothing but packs is written.
func TestPacksOfAHostileExportStayInTheirFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	hostileExport(t)
	code, _, errs := runHere(t, "report", "visits.csv", "--browser", "none", "-o", "packs", "--all", "--pack", "managers,employees,executive,evidence")
	if code != exitDone {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	if strings.ContainsAny(errs, "\x1b\x07\u202e") {
		t.Error("a control character reaches the terminal")
	}
	files := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path != "visits.csv" {
			files++
			if !strings.HasPrefix(path, "packs"+string(filepath.Separator)) {
				t.Errorf("%s is no part of the packs", path)
			}
		}
		return err
	})
	if err != nil || files < 20 {
		t.Errorf("%d files (%v)", files, err)
	}
	z, err := zip.OpenReader(filepath.Join("packs", "evidence.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, part := range z.File {
		if !filepath.IsLocal(part.Name) || strings.ContainsAny(part.Name, `\:`) {
			t.Errorf("the bundle has a part %q", part.Name)
		}
	}
}

// What somebody pastes into a command line is shown, not followed: in faults, in
// usage, in help.
func TestNothingOfACommandLineReachesTheTerminal(t *testing.T) {
	t.Chdir(t.TempDir())
	const text = "\x1b[31mx\x07\u202e\u009b"
	for _, args := range [][]string{
		{text}, {"help", text}, {"analyze", text + ".csv"}, {"analyze", "--" + text}, {"analyze", "x.csv", "--format", text}, {"analyze", "x.csv", "--kpi", text},
		{"report", "x.csv", "--pack", text}, {"plan", text}, {"plan", "show", text}, {"evaluate", text}, {"verify", text}, {"lint", text}, {"kpis", text},
		{"analyze", "x.csv", "-o", text + "/y.html"}, {"analyze", "x.csv", "--as-of", text}, {"analyze", "x.csv", "--config", text}, {"analyze", "x.csv", "--lang", text}, {"completion", text},
	} {
		code, out, errs := runHere(t, args...)
		if said := out + errs; strings.ContainsAny(said, "\x1b\x07\u202e\u009b") {
			t.Errorf("%q: %q", args, said)
		}
		if code == exitDone && args[0] != "help" && args[0] != "completion" {
			t.Errorf("%q is taken", args)
		}
	}
}
