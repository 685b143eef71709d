package ingest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestKeysInTwoSpellings(t *testing.T) {
	const head = "id|agent|team|closed|stage\n"
	for _, c := range []struct{ why, a, b, want string }{
		{"a spreadsheet dropped the zeros", "0001|甲|A|2025-06-02|Won\n0002|甲|A|2025-06-02|Lost", "1|甲|A|2025-06-02|Won\n2|甲|A|2025-06-02|Lost",
			"b.csv!A2 1 0001 a.csv!A2 2 2"},
		{"in either order", "1|甲|A|2025-06-02|Won", "0001|甲|A|2025-06-02|Lost", "b.csv!A2 0001 1 a.csv!A2 1 0"},
		{"other numbers of zeros", "01|甲|A|2025-06-02|Won", "0001|甲|A|2025-06-02|Won", "b.csv!A2 0001 01 a.csv!A2 1 1"},
		{"a number that became a decimal", "1001|甲|A|2025-06-02|Won", "1001.0|甲|A|2025-06-02|Won", "b.csv!A2 1001.0 1001 a.csv!A2 1 1"},
		{"in one file", "7|甲|A|2025-06-02|Won\n007|甲|A|2025-06-02|Won", "8|甲|A|2025-06-02|Won", "a.csv!A3 007 7 a.csv!A2 1 1"},
		{"other keys are other events", "10|甲|A|2025-06-02|Won\n0|甲|A|2025-06-02|Won\nD0|甲|A|2025-06-02|Won", "1|甲|A|2025-06-02|Won\nD|甲|A|2025-06-02|Won\n1.5|甲|A|2025-06-02|Won", ""},
	} {
		res := readEvents(t, keyed("id"), head+c.a, head+c.b)
		got := ""
		for _, d := range res.Diagnostics {
			if d.Code == "events.key_spellings" {
				got = strings.Join([]string{d.Origin.String(), d.Args["key"], d.Args["spelling"], d.Args["other"], d.Args["keys"], d.Args["same"]}, " ")
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got): %s", c.why, diff)
		}
	}
}

func TestPlainKeys(t *testing.T) {
	for part, want := range map[string]string{"0001": "1", "0": "0", "000": "0", "0A": "A", "7.00": "7", "007.0": "7", "7.5": "7.5", "": "", "x0": "x0"} {
		got, odd := plainKey([]string{part})
		if !odd {
			got = []string{part}
		}
		if got[0] != want {
			t.Errorf("%q is %q, want %q", part, got[0], want)
		}
	}
}
