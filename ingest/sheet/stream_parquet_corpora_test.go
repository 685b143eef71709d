package sheet

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestParquetCorporaStream streams the parquet files of $GAPSTEP_CORPORA, many of them
// damaged on purpose: each ends in ErrNoStream, or gives the rows that Read gives.
func TestParquetCorporaStream(t *testing.T) {
	root := os.Getenv("GAPSTEP_CORPORA")
	if root == "" {
		t.Logf("GAPSTEP_CORPORA is not set (GAPSTEP_TEST_FULL=%q): the columnar files were NOT streamed", os.Getenv("GAPSTEP_TEST_FULL"))
		return
	}
	manifest, err := os.ReadFile(filepath.Join(root, "manifest.tsv"))
	must(t, err)
	streams, same, alone, left := 0, 0, 0, 0
	for line := range strings.Lines(string(manifest)) {
		name, rest, _ := strings.Cut(line, "\t")
		if !strings.HasPrefix(rest, "parquet\t") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(root, name))
		must(t, err)
		f, code := readFileWithin(t, filepath.Join(root, name), corpusLimit)
		width := 8
		if code == "" {
			width = f.Tables[0].Width
		}
		_, rows, err := streamed(t, data, slices.Repeat([]Want{Coded}, width), 1)
		if err != nil {
			if !errors.Is(err, ErrNoStream) {
				t.Errorf("%s: %v", name, err)
			}
			left++
			continue
		}
		streams++
		if code != "" {
			alone++
			t.Logf("%s: streamed, though Read refuses it with %s", name, code)
			continue
		}
		if !slices.EqualFunc(withoutTails(rows), f.Tables[0].Rows[1:], func(a, b Row) bool { return a.Line == b.Line && slices.Equal(a.Cells, b.Cells) }) {
			t.Errorf("%s: other rows than those of Read", name)
			continue
		}
		same++
	}
	if least := 130; same < least {
		t.Errorf("%d files stream as they are read, at least %d can", same, least)
	}
	t.Logf("%d streamed, %d of them as they are read, %d that Read refuses; %d left to Read", streams, same, alone, left)
}

// withoutTails cuts the blanks at the ends of rows off.
func withoutTails(rows []Row) []Row {
	for i := range rows {
		for n := len(rows[i].Cells); n > 0 && rows[i].Cells[n-1].Kind == Blank; n-- {
			rows[i].Cells = rows[i].Cells[:n-1]
		}
	}
	return rows
}
