package sample

import (
	"archive/zip"
	"bytes"
	"flag"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata/sample")

const golden = "../../../testdata/sample"

// written holds the files for the tests that only read them.
var written = sync.OnceValues(Files)

func mustFiles(t *testing.T) []File {
	t.Helper()
	files, err := written()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestTheSameBytesEachTime(t *testing.T) {
	first := mustFiles(t)
	second, err := Files()
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range first {
		if f.Path != second[i].Path || !bytes.Equal(f.Data, second[i].Data) {
			t.Errorf("%s differs between two runs", f.Path)
		}
		if len(f.Data) == 0 || len(f.Data) >= 60_000 {
			t.Errorf("%s has %d bytes, want a small file", f.Path, len(f.Data))
		}
	}
}

func TestTestdataIsWhatThePackageWrites(t *testing.T) {
	if *update {
		if err := Write(golden); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]bool{}
	for _, f := range mustFiles(t) {
		want[f.Path] = true
		got, err := os.ReadFile(filepath.Join(golden, filepath.FromSlash(f.Path)))
		if err != nil || !maps.Equal(partsOf(t, got), partsOf(t, f.Data)) {
			t.Errorf("%s is not what the package writes (error %v); go test -update rewrites it", f.Path, err)
		}
	}
	err := filepath.WalkDir(golden, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(golden, path)
		if !want[filepath.ToSlash(rel)] {
			t.Errorf("%s stands in testdata but is not written by the package", rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// partsOf is what a file holds: the parts of a workbook by name, any other file under
// "". How a workbook's parts are packed is up to the version of Go.
func partsOf(t *testing.T, data []byte) map[string]string {
	t.Helper()
	pack, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return map[string]string{"": string(data)}
	}
	parts := map[string]string{}
	for _, f := range pack.File {
		part, err := fs.ReadFile(pack, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(part)
	}
	return parts
}

func TestWriteMakesTheDirectories(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	if err := Write(dir); err != nil {
		t.Fatal(err)
	}
	for _, f := range mustFiles(t) {
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f.Path)))
		if err != nil || !bytes.Equal(got, f.Data) {
			t.Errorf("%s was not written: %v", f.Path, err)
		}
	}
}

func TestWriteSaysWhatStandsInTheWay(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if Write(file) == nil {
		t.Error("wrote below a file")
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "gapstep.yaml"), 0o700); err != nil {
		t.Fatal(err)
	}
	if Write(dir) == nil {
		t.Error("wrote over a directory")
	}
}
