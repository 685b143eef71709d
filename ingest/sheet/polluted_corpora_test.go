package sheet

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// The scores that the files of the polluted corpus reach without any hint, at least: the
// mean of all, and the mean by how often such files are met.
const (
	leastSimple   = 9.95
	leastWeighted = 9.65
)

// TestPollutedCorpora reads the csv files of $GAPSTEP_CORPORA/polluted, each with one
// thing wrong: none may panic or hang, and what is read is scored against the clean
// answers. A file that is refused has no score, but for what is said to be empty: that is
// a table of nothing.
func TestPollutedCorpora(t *testing.T) {
	root := filepath.Join(os.Getenv("GAPSTEP_CORPORA"), "polluted")
	if os.Getenv("GAPSTEP_CORPORA") == "" {
		t.Logf("GAPSTEP_CORPORA is not set: the polluted files were NOT read")
		return
	}
	answers, err := os.ReadDir(filepath.Join(root, "clean"))
	must(t, err)
	var weights map[string]float64
	text, err := os.ReadFile(filepath.Join(root, "weights.json"))
	must(t, err)
	must(t, json.Unmarshal(text, &weights))
	refused, sum, weighted, mass := 0, 0.0, 0.0, 0.0
	for _, answer := range answers {
		name := answer.Name()
		clean, err := os.ReadFile(filepath.Join(root, "clean", name))
		must(t, err)
		mass += weights[name]
		f, code := readFileWithin(t, filepath.Join(root, "csv", name), corpusLimit)
		if code != "" && code != "file.empty" {
			refused++
			continue
		}
		score := scoreOf(rfcRecords(string(clean), ','), rfcRecords(asCSV(t, f), ','))
		sum, weighted = sum+score, weighted+score*weights[name]
	}
	simple, weighted := sum/float64(len(answers)), weighted/mass
	t.Logf("%d files, %d refused: simple %.3f, weighted %.3f", len(answers), refused, simple, weighted)
	if !(simple >= leastSimple) || !(weighted >= leastWeighted) {
		t.Errorf("simple %.3f and weighted %.3f; at least %g and %g are due", simple, weighted, leastSimple, leastWeighted)
	}
}

// asCSV writes the tables of a file as they were read, as `gapstep inspect --cells` does;
// nothing without a file.
func asCSV(t *testing.T, f *File) string {
	if f == nil {
		return ""
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for i := range f.Tables {
		for row := range f.Tables[i].All() {
			fields := make([]string, max(f.Tables[i].Width, len(row.Cells)))
			for k, c := range row.Cells {
				fields[k] = c.Text
			}
			must(t, w.Write(fields))
		}
	}
	w.Flush()
	return b.String()
}
