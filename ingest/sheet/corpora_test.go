package sheet

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

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
			code := readWithin(t, path, 20*time.Second)
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
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	done := make(chan error, 1)
	go func() {
		_, err := Read(ctx, path, Options{})
		done <- err
	}()
	select {
	case err := <-done:
		if err == nil {
			return ""
		}
		if f := kpi.AsFault(err); f != nil && f.Code != "" {
			return f.Code
		}
		t.Errorf("%s: the error is no fault: %v", path, err)
	case <-ctx.Done():
		t.Errorf("%s: not read within %s", path, limit)
	}
	return "error"
}
