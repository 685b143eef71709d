package reports

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func writeCSV(t testing.TB, r *Report, opt CSVOptions) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteCSV(&b, r, opt); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCSVIsTheGoldenFile(t *testing.T) {
	r := fixture(t)
	r.All = true
	golden(t, "gaps.csv", writeCSV(t, r, CSVOptions{}))
}

// Every cell of gaps.csv is the value under the same name in gaps.json, in the
// same order.
func TestCSVHoldsWhatJSONHolds(t *testing.T) {
	r := fixture(t)
	r.All = true
	records, err := csv.NewReader(bytes.NewReader(writeCSV(t, r, CSVOptions{}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, g := range r.Shown() {
		row, err := json.Marshal(newGapRow(g))
		if err != nil {
			t.Fatal(err)
		}
		keys, values := ordered(t, row)
		if diff := cmp.Diff(keys, records[0]); diff != "" {
			t.Fatalf("columns differ (-json +csv):\n%s", diff)
		}
		for col, want := range values {
			if got := strings.TrimPrefix(records[i+1][col], "'"); got != want && keys[col] != "name" {
				t.Errorf("row %d, %s: %q in csv, %q in json", i, keys[col], got, want)
			}
		}
	}
}

// ordered reads the keys of an object in order, and their values as csv text.
func ordered(t *testing.T, object []byte) (keys, values []string) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(object))
	d.UseNumber()
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
		keys, values = append(keys, key.(string)), append(values, csvText(value))
	}
	return keys, values
}

func csvText(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	}
	var found []string
	for _, c := range value.([]any) {
		found = append(found, c.(map[string]any)["code"].(string))
	}
	return strings.Join(found, ";")
}

func TestCSVForExcelBeginsWithTheMark(t *testing.T) {
	r := fixture(t)
	plain, marked := writeCSV(t, r, CSVOptions{}), writeCSV(t, r, CSVOptions{BOM: true})
	if !bytes.Equal(marked, append([]byte("\xEF\xBB\xBF"), plain...)) {
		t.Error("the mark is not all that differs")
	}
}

func TestNamesCannotBecomeFormulasOrEscapes(t *testing.T) {
	for given, want := range map[string]string{
		"=1+1": "'=1+1", "+49": "'+49", "-new": "'-new", "@sum": "'@sum", "'quoted": "''quoted", "＝1": "'＝1", "＠x": "'＠x",
		"\t=1": "␉=1", "\r=1": "␍=1", "a\x1b[2J": "a␛[2J", "a\nb": "a␊b", "": "", "O'Neil": "O'Neil", "张伟": "张伟", "e-17": "e-17",
	} {
		if got := inert(given); got != want {
			t.Errorf("inert(%q) = %q, want %q", given, got, want)
		}
	}
}

func TestOneApostropheTakenAwayGivesTheTextBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`['=+@\-＝a-z0-9]{0,6}`).Draw(t, "text")
		if got := strings.TrimPrefix(inert(s), "'"); got != s {
			t.Fatalf("%q comes back as %q", s, got)
		}
	})
}
