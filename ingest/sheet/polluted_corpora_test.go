package sheet

import (
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// leastShared is the mean share of cells, by F1, that the files of the polluted
// corpus have in common with their clean answers, at least.
const leastShared = 0.99

// TestPollutedCorpora reads the csv files of $GAPSTEP_CORPORA/polluted, each with one
// thing wrong: none may panic or hang, and they give the cells of the answers beside
// them. A file that is refused shares none.
func TestPollutedCorpora(t *testing.T) {
	root := filepath.Join(os.Getenv("GAPSTEP_CORPORA"), "polluted")
	if os.Getenv("GAPSTEP_CORPORA") == "" {
		t.Logf("GAPSTEP_CORPORA is not set: the polluted files were NOT read")
		return
	}
	read, refused, shared := 0, 0, 0.0
	must(t, filepath.WalkDir(filepath.Join(root, "csv"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, code := readFileWithin(t, path, corpusLimit)
		if code != "" {
			refused++
			return nil
		}
		read++
		shared += sharedCells(answerOf(t, filepath.Join(root, "clean", d.Name())), cellsOf(f))
		return nil
	}))
	mean := shared / float64(read+refused)
	t.Logf("%d read, %d refused, F1 of the cells %.4f", read, refused, mean)
	if !(mean >= leastShared) {
		t.Errorf("F1 is %v, at least %v is due", mean, leastShared)
	}
}

// sharedCells is the F1 of two multisets of cells.
func sharedCells(want, got map[string]int) float64 {
	both, all := 0, 0
	for cell, n := range want {
		both, all = both+min(n, got[cell]), all+n
	}
	for _, n := range got {
		all += n
	}
	if all == 0 {
		return 1
	}
	return 2 * float64(both) / float64(all)
}

// cellsOf counts the texts of a file's first table, whatever white space they have.
func cellsOf(f *File) map[string]int {
	cells := map[string]int{}
	for _, r := range f.Tables[0].Rows {
		for _, c := range r.Cells {
			countCell(cells, c.Text)
		}
	}
	return cells
}

func answerOf(t *testing.T, path string) map[string]int {
	f, err := os.Open(path)
	must(t, err)
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	must(t, err)
	cells := map[string]int{}
	for _, text := range slices.Concat(all...) {
		countCell(cells, text)
	}
	return cells
}

func countCell(cells map[string]int, text string) {
	if text = strings.Join(strings.Fields(text), " "); text != "" {
		cells[text]++
	}
}
