package sheet

import (
	"slices"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// A megabyte between quotes is a long cell, or rows that a quote would swallow
// which nobody closed: its lines tell.
func TestLongCellsAndUnclosedQuotes(t *testing.T) {
	rows := strings.Repeat("7,8,9\n", 300_000) // 1.8 MB
	prose := strings.Repeat("said, and more\nof it\n", 100_000)
	blob := strings.Repeat("0123456789abcdef", 100_000)
	for _, c := range []struct {
		why, text string
		rows      int
		codes     []string
	}{
		{"rows behind a quote", "a,b,c\n1,2,\"open\n" + rows, 300_002, []string{"csv.quote_dropped!2"}},
		{"rows, and a quote far behind that would close it", "a,b,c\n1,2,\"open\n" + rows + "1,2,5\"\n" + rows, 600_003, []string{"csv.quote_dropped!2"}},
		{"prose", "a,b,c\n1,2,\"" + prose + "\"\n4,5,6\n", 3, []string{"csv.long_cell!2"}},
		{"prose that nobody closes", "a,b,c\n1,2,\"" + prose, 200_001, []string{"csv.unclosed_quote!2"}},
		{"one long line in quotes", "a,b,c\n1,2,\"" + blob + "\"\n4,5,6\n", 3, []string{"csv.long_cell!2"}},
		{"one long line", "a,b,c\n1,2," + blob + "\n4,5,6\n", 3, []string{"csv.long_cell!2"}},
		{"one long line that nobody closes", "a,b,c\n1,2,\"" + blob + "\n4,5,6\n", 3, []string{"csv.quote_dropped!2", "csv.long_cell!2"}},
	} {
		f := decoded(t, "a.csv", []byte(c.text), Options{})
		var codes []string
		for _, d := range f.Diagnostics {
			if d.Severity == kpi.Warning && d.Code != "row.extra_cells" {
				codes = append(codes, d.Code+"!"+d.Origin.Cell())
			}
		}
		if got := len(f.Tables[0].Rows); got != c.rows || !slices.Equal(codes, c.codes) {
			t.Errorf("%s: %d rows, want %d; %v, want %v", c.why, got, c.rows, codes, c.codes)
		}
	}
}
