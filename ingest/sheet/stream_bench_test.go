package sheet

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkStreamText reads a long csv of 60,000 rows into columns.
func BenchmarkStreamText(b *testing.B) {
	var text strings.Builder
	text.WriteString("employee_id,employee_name,team,period,kpi,numerator,denominator\n")
	const rows = 60_000
	for i := range rows {
		fmt.Fprintf(&text, "E%07d,员工 %d,sales-%05d,2025-%02d,%s,%d,%d\n", i/5%1000, i/5%1000, i/60%84, 1+i/5000, []string{"csat", "conversion_rate", "defect_rate", "test_coverage", "nps"}[i%5], i%97, 100+i%31)
	}
	path := filepath.Join(b.TempDir(), "k.csv")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	wants := []Want{Coded, Coded, Coded, Coded, Coded, Counted, Counted}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		f, err := Stream(context.Background(), path, StreamOptions{Wants: wants, NewSink: func() Sink { return func(*Batch) error { return nil } }})
		if err != nil || f.SHA256 == "" {
			b.Fatal(err)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
