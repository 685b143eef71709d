package sheet

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// corpusLimit tells a reader that hangs from one on a loaded machine: files take
// well under a second.
const corpusLimit = 3 * time.Minute

// leastAlike is how many workbooks of the corpus, at least, have as many cells that are not
// blank as three other readers agree on; the others have hidden sheets, which are set
// aside, cells of nothing but white space, and formulas without a value.
const leastAlike = 1167

// leastTexts is how many texts of the corpus are read, and leastChecked how many of them
// RFC 4180 cuts into the same rows, at least.
const (
	leastTexts   = 654
	leastChecked = 595
)

// TestCorpora reads the files that other readers have stumbled over, in the folders
// xlsx, csv and legacy of $GAPSTEP_CORPORA: none may panic or hang, what is refused is
// refused with a code, and at least as many workbooks are read as the manifest says.
func TestCorpora(t *testing.T) {
	root := os.Getenv("GAPSTEP_CORPORA")
	if root == "" {
		t.Logf("GAPSTEP_CORPORA is not set (GAPSTEP_TEST_FULL=%q): the corpora of foreign files were NOT read", os.Getenv("GAPSTEP_TEST_FULL"))
		return
	}
	read, due, alike, ragged := map[string]int{}, map[string]int{}, 0, 0
	refused := map[string]map[string]int{"xlsx": {}, "csv": {}, "legacy": {}}
	for _, c := range corpusFiles(t, root) {
		if refused[c.kind] == nil {
			continue
		}
		if c.expect == "read" {
			due[c.kind]++
		}
		f, code := readFileWithin(t, filepath.Join(root, c.name), corpusLimit)
		if code != "" {
			refused[c.kind][code]++
			continue
		}
		read[c.kind]++
		if c.count == strconv.Itoa(filledOf(f)) {
			alike++
		}
		if checkRagged(t, filepath.Join(root, c.name), f) {
			ragged++
		}
	}
	t.Logf("csv: %d checked for their rows", ragged)
	for _, kind := range []string{"xlsx", "csv", "legacy"} {
		t.Logf("%s: %d read, refused %v", kind, read[kind], refused[kind])
	}
	if read["xlsx"] < due["xlsx"] || due["xlsx"] == 0 || alike < leastAlike {
		t.Errorf("%d workbooks read, %d are due; %d with the cells that others count, %d are due", read["xlsx"], due["xlsx"], alike, leastAlike)
	}
	if read["csv"] < leastTexts || ragged < leastChecked || read["legacy"] > 0 {
		t.Errorf("%d texts read, %d of them checked for their rows; at least %d and %d are due; and %d files of old formats", read["csv"], ragged, leastTexts, leastChecked, read["legacy"])
	}
}

// corpusFile is a line of the manifest.
type corpusFile struct{ name, kind, expect, count string }

func corpusFiles(t *testing.T, root string) (list []corpusFile) {
	t.Helper()
	manifest, err := os.ReadFile(filepath.Join(root, "manifest.tsv"))
	must(t, err)
	for line := range strings.Lines(string(manifest)) {
		p := append(strings.Split(strings.TrimRight(line, "\r\n"), "\t"), "", "", "")
		list = append(list, corpusFile{p[0], p[1], p[2], p[3]})
	}
	return list
}

// filledOf counts the cells of a file that are not blank.
func filledOf(f *File) (n int) {
	for i := range f.Tables {
		for r := range f.Tables[i].All() {
			for _, c := range r.Cells {
				if c.Kind != Blank {
					n++
				}
			}
		}
	}
	return n
}

// checkRagged holds a text to what [rfcRecords] finds in it, where the two agree on its
// rows: each with cells beyond the table's width is said, and how many are narrower.
func checkRagged(t *testing.T, path string, f *File) (checked bool) {
	if f.Delimiter == "" || len(f.Delimiter) > 1 || f.Encoding != "utf-8" || len(f.Tables) != 1 || strings.HasSuffix(path, ".gz") {
		return false
	}
	text, err := os.ReadFile(path)
	must(t, err)
	table, said := f.Tables[0], map[string]int{}
	for _, d := range f.Diagnostics {
		n, _ := strconv.Atoi(cmp.Or(d.Args["count"], "1"))
		said[d.Code] += n
		if d.Code == kpi.MoreDiagnostics {
			said[d.Args["code"]] += n
		}
	}
	records := slices.DeleteFunc(rfcRecords(string(text), f.Delimiter[0]), func(r record) bool { return trim(strings.Join(r.fields, "")) == "" })
	if len(records) != len(table.Rows) {
		return false
	}
	long, short, met := 0, 0, false
	for i, r := range records {
		switch n := len(r.fields); {
		case r.line != table.Rows[i].Line || strings.Join(trimmed(r.fields), "|") != lineOf(table.Rows[i], n):
			return false // other quotes
		case n > table.Width && trim(strings.Join(r.fields[table.Width:], "")) != "":
			long, met = long+1, true
		case n < table.Width && met:
			short++
		default:
			met = met || n >= table.Width
		}
	}
	if long != said["row.extra_cells"] || short != said["row.short"] {
		t.Errorf("%s: %d rows are longer and %d shorter than the %d cells of the table; said are %v", path, long, short, table.Width, said)
	}
	return true
}

// lineOf writes a row as so many fields.
func lineOf(r Row, n int) string {
	fields := make([]string, max(n, len(r.Cells)))
	for i, c := range r.Cells {
		fields[i] = c.Text
	}
	return strings.Join(fields, "|")
}

// readFileWithin returns the file, or the code with which it is refused.
func readFileWithin(t *testing.T, path string, limit time.Duration) (*File, string) {
	type outcome struct {
		f   *File
		err error
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	done := make(chan outcome, 1)
	go func() {
		f, err := Read(ctx, path, Options{})
		done <- outcome{f, err}
	}()
	select {
	case got := <-done:
		if got.err == nil {
			return got.f, ""
		}
		if f := kpi.AsFault(got.err); f != nil && f.Code != "" {
			return nil, f.Code
		}
		t.Errorf("%s: the error is no fault: %v", path, got.err)
	case <-ctx.Done():
		t.Errorf("%s: not read within %s", path, limit)
	}
	return nil, "error"
}

// TestColumnarCorpora reads the parquet and arrow files of $GAPSTEP_CORPORA, many
// of them damaged on purpose: refused, or as many records as the manifest (of
// another reader) says. A file and a stream of the same data give the same table.
func TestColumnarCorpora(t *testing.T) {
	root := os.Getenv("GAPSTEP_CORPORA")
	if root == "" {
		t.Logf("GAPSTEP_CORPORA is not set (GAPSTEP_TEST_FULL=%q): the columnar files were NOT read", os.Getenv("GAPSTEP_TEST_FULL"))
		return
	}
	read, refused := map[string]int{}, map[string]map[string]int{"parquet": {}, "ipc-file": {}, "ipc-stream": {}}
	tables := map[string]string{}
	for _, c := range corpusFiles(t, root) {
		name, kind, expected, count := c.name, c.kind, c.expect, c.count
		if refused[kind] == nil {
			continue
		}
		f, code := readFileWithin(t, filepath.Join(root, name), corpusLimit)
		if code != "" {
			refused[kind][code]++
			continue
		}
		read[kind]++
		if got := strconv.Itoa(f.Tables[0].Records); expected == "read" && got != count {
			t.Errorf("%s: %s records, want %s", name, got, count)
		}
		checkTwin(t, tables, name, f)
	}
	for _, kind := range []string{"parquet", "ipc-file", "ipc-stream"} {
		t.Logf("%s: %d read, refused %v", kind, read[kind], refused[kind])
	}
	for kind, least := range map[string]int{"parquet": 170, "ipc-file": 45, "ipc-stream": 40} {
		if read[kind] < least {
			t.Errorf("%s: %d files were read, at least %d can be", kind, read[kind], least)
		}
	}
}

// checkTwin compares the tables of generated_x.arrow_file and generated_x.stream.
func checkTwin(t *testing.T, tables map[string]string, name string, f *File) {
	t.Helper()
	_, key, found := strings.Cut(strings.TrimSuffix(name, filepath.Ext(name)), "/integration/")
	if !found {
		return
	}
	text := dump(f.Tables[0])
	if other, ok := tables[key]; ok && other != text {
		t.Errorf("%s differs from its twin", name)
	}
	tables[key] = text
}

func trimmed(fields []string) []string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = trim(f)
	}
	return list
}
