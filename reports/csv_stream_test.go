package reports

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// company is a dataset of teams of twelve, three built-in indicators.
func company(people, months int) *kpi.Dataset {
	r := rand.New(rand.NewPCG(1, 2))
	ds := &kpi.Dataset{}
	for m := range months {
		ds.Periods = append(ds.Periods, kpi.PeriodOf(kpi.DateOf(2024, 1, 1).AddMonths(m), kpi.Month))
	}
	for _, id := range []string{"conversion_rate", "csat_score", "defect_rate", "rework_hours", "test_coverage"} {
		ds.Indicators = append(ds.Indicators, kpi.Builtin().Get(id))
	}
	for e := range people {
		name := fmt.Sprintf("E%07d", e)
		ds.Employees = append(ds.Employees, kpi.Employee{ID: name, Name: "Ann Kim"})
		if e%12 == 0 {
			ds.Teams = append(ds.Teams, fmt.Sprintf("team-%06d", e/12))
		}
	}
	for i := range people * len(ds.Indicators) * months {
		team := i / (12 * len(ds.Indicators) * months)
		size := min(12, people-12*team)
		at := i - team*12*len(ds.Indicators)*months
		k, e := at/(size*months), at/months%size
		m := kpi.Value(60 + 30*r.Float64())
		if ds.Indicators[k].Scale == kpi.Proportion {
			m = kpi.Counts(kpi.FromInt(5+r.Int64N(20)), kpi.FromInt(60+r.Int64N(60)))
		}
		ds.Append(kpi.Key{int32(team), int32(k), int32(12*team + e), int32(at % months)}, m)
	}
	return ds
}

// streamCSV writes every row as it is scored.
func streamCSV(t testing.TB, ds *kpi.Dataset, cores int) []byte {
	t.Helper()
	opt := analysis.Default()
	opt.Parallelism, opt.Brief = cores, true
	var out bytes.Buffer
	out.Write(AppendCSVHeader(nil, CSVOptions{}))
	_, err := analysis.Stream(t.Context(), ds, opt, func(s analysis.Scored) (b []byte) {
		b = make([]byte, 0, 512*len(s.Gaps))
		var rows CSVRows
		for i := range s.Gaps {
			b = rows.Append(b, &s.Gaps[i])
		}
		return b
	}, func(b []byte) error { _, err := out.Write(b); return err })
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Rows written as they are scored, on any number of cores, are the bytes of the
// report of the whole.
func TestStreamedRowsAreThoseOfTheReport(t *testing.T) {
	ds := company(1000, 4)
	res, err := analysis.Run(t.Context(), ds, analysis.Default())
	if err != nil {
		t.Fatal(err)
	}
	want := writeCSV(t, &Report{Gaps: res.Gaps, All: true, Method: Method{Rule: "fair"}}, CSVOptions{})
	for _, cores := range []int{1, 4} {
		if got := streamCSV(t, ds, cores); !bytes.Equal(got, want) {
			t.Errorf("%d at once: %d bytes, want %d", cores, len(got), len(want))
		}
	}
}

func BenchmarkScoreAndWriteCSV(b *testing.B) {
	ds := company(10_000, 20)
	for _, cores := range []int{1, 2} {
		b.Run(fmt.Sprintf("50000 rows of 1000000 observations, %d at once", cores), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.SetBytes(int64(len(streamCSV(b, ds, cores))))
			}
			b.ReportMetric(50_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
