package ingest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/sheet"
)

// BenchmarkLongTable reads a long text table: five KPIs of a hundred people in
// twelve months, 6,000 rows.
func BenchmarkLongTable(b *testing.B) {
	var text strings.Builder
	text.WriteString("employee_id|employee_name|team|period|kpi|numerator|denominator\n")
	for e := range 100 {
		for month := range 12 {
			for i, id := range []string{"conversion_rate", "test_coverage", "csat", "defect_rate", "followup_delay_rate"} {
				fmt.Fprintf(&text, "e%03d|员工%d|team%d|2025-%02d|%s|%d|%d\n", e, e, e/12, month+1, id, i+month, 100+e)
			}
		}
	}
	files := []*sheet.File{csvOf("k.csv", text.String())}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Tables(files, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
