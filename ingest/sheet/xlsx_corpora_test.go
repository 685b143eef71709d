package sheet

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestCorporaByBoth reads the workbooks of $GAPSTEP_CORPORA with and without the
// scanner, and streams their sheets: all ways give the same.
func TestCorporaByBoth(t *testing.T) {
	root := os.Getenv("GAPSTEP_CORPORA")
	if root == "" {
		t.Logf("GAPSTEP_CORPORA is not set (GAPSTEP_TEST_FULL=%q): the scanner was NOT held to foreign workbooks", os.Getenv("GAPSTEP_TEST_FULL"))
		return
	}
	books, streamed, not := 0, 0, 0
	must(t, filepath.WalkDir(filepath.Join(root, "xlsx"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil || !bytes.HasPrefix(data, []byte("PK")) {
			return err
		}
		books++
		sameByBoth(t, data)
		s, n := streamSheets(t, path)
		streamed, not = streamed+s, not+n
		return nil
	}))
	t.Logf("%d workbooks; %d sheets streamed, %d not", books, streamed, not)
}

// streamSheets holds the streams of a file's sheets to its tables, and counts
// those that are streamed and those that are not.
func streamSheets(t *testing.T, path string) (streamed, not int) {
	whole, err := Read(context.Background(), path, Options{})
	if err != nil {
		return 0, 0
	}
	for _, table := range whole.Tables {
		_, g, err := gather(t, path, StreamOptions{Sheet: table.Sheet, Wants: []Want{Coded, Counted, Unread, Coded, Counted, Counted, Coded, Counted}})
		if errors.Is(err, ErrNoStream) {
			not++
			continue
		}
		streamed++
		must(t, err)
		same(t, path+" "+table.Sheet, dump(Table{Rows: g.rows}), dump(table))
	}
	return streamed, not
}
