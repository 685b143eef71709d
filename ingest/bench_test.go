package ingest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
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

// BenchmarkLane reads a long csv of 120,000 rows from the disk to the Dataset.
func BenchmarkLane(b *testing.B) {
	var text strings.Builder
	text.WriteString("employee_id,employee_name,team,period,kpi,numerator,denominator\n")
	const rows = 120_000
	for i := range rows {
		id := []string{"conversion_rate", "test_coverage", "csat", "defect_rate", "followup_delay_rate"}[i%5]
		fmt.Fprintf(&text, "E%07d,员工 %d,sales-%05d,2025-%02d,%s,%d,%d\n", i/5%2000, i/5%2000, i/60%167, 1+i/10000, id, i%97, 100+i%31)
	}
	path := filepath.Join(b.TempDir(), "k.csv")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if res, err := Files(context.Background(), []string{path}, Options{}); err != nil || res.Dataset.Len() != rows {
			b.Fatal(err)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
