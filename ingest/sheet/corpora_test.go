package sheet

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// corpusLimit tells a reader that hangs from one on a loaded machine: files take
// well under a second.
const corpusLimit = 3 * time.Minute

// TestCorpora reads the files that other readers have stumbled over, in the folders
// xlsx and csv of $GAPSTEP_CORPORA: none may panic or hang, and what is refused is
// refused with a code.
func TestCorpora(t *testing.T) {
	root := os.Getenv("GAPSTEP_CORPORA")
	if root == "" {
		t.Logf("GAPSTEP_CORPORA is not set (GAPSTEP_TEST_FULL=%q): the corpora of foreign files were NOT read", os.Getenv("GAPSTEP_TEST_FULL"))
		return
	}
	for _, folder := range []string{"xlsx", "csv", "legacy"} {
		read, refused := 0, make(map[string]int)
		must(t, filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			code := readWithin(t, path, corpusLimit)
			if code == "" {
				read++
			} else {
				refused[code]++
			}
			return nil
		}))
		t.Logf("%s: %d read, refused %v", folder, read, refused)
		if folder == "legacy" && read > 0 {
			t.Errorf("%d files of old formats were read", read)
		}
	}
}

// readWithin returns the code with which the file is refused, "" when it is
// read.
func readWithin(t *testing.T, path string, limit time.Duration) string {
	_, code := readFileWithin(t, path, limit)
	return code
}

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
	manifest, err := os.ReadFile(filepath.Join(root, "manifest.tsv"))
	must(t, err)
	read, refused := map[string]int{}, map[string]map[string]int{"parquet": {}, "ipc-file": {}, "ipc-stream": {}}
	tables := map[string]string{}
	for line := range strings.Lines(string(manifest)) {
		parts := append(strings.Split(strings.TrimRight(line, "\r\n"), "\t"), "", "")
		name, kind, expected, count := parts[0], parts[1], parts[2], parts[3]
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
	for kind, least := range map[string]int{"parquet": 160, "ipc-file": 45, "ipc-stream": 40} {
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
