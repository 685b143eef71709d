package analysis

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// bigDataset is a company: teams of 8 to 16 people, five indicators, months
// periods each, counts and values, people who differ a little.
func bigDataset(people, months int) *kpi.Dataset {
	r := rand.New(rand.NewPCG(10, 2026))
	ds := &kpi.Dataset{}
	for m := range months {
		ds.Periods = append(ds.Periods, kpi.PeriodOf(kpi.DateOf(2024, 1, 1).AddMonths(m), kpi.Month))
	}
	for _, id := range []string{"conversion_rate", "csat_score", "defect_rate", "rework_hours", "test_coverage"} {
		ds.Indicators = append(ds.Indicators, kpi.Builtin().Get(id))
	}
	for first := 0; first < people; {
		size := min(8+r.IntN(9), people-first)
		team := int32(len(ds.Teams))
		ds.Teams = append(ds.Teams, fmt.Sprintf("team-%06d", team))
		for e := first; e < first+size; e++ {
			name := fmt.Sprintf("E%07d", e)
			ds.Employees = append(ds.Employees, kpi.Employee{ID: name, Name: name})
		}
		for k := range ds.Indicators {
			for e := first; e < first+size; e++ {
				addMonths(ds, r, [3]int32{team, int32(k), int32(e)}, months)
			}
		}
		first += size
	}
	return ds
}

// addMonths adds one person's months of one indicator.
func addMonths(ds *kpi.Dataset, r *rand.Rand, at [3]int32, months int) {
	rate := .2 + .05*r.Float64()
	for m := range months {
		measure := kpi.Value(60 + 30*rate + 5*r.NormFloat64())
		if ds.Indicators[at[1]].Scale == kpi.Proportion {
			n := 40 + r.Int64N(160)
			measure = kpi.Counts(kpi.FromInt(min(n, int64(float64(n)*rate+5*r.Float64()))), kpi.FromInt(n))
		}
		ds.Append(kpi.Key{at[0], at[1], at[2], int32(m)}, measure)
	}
}

func BenchmarkRun(b *testing.B) {
	for _, c := range []struct{ people, months int }{{10_000, 3}, {10_000, 20}} {
		ds := bigDataset(c.people, c.months)
		for _, cores := range []int{1, 2} {
			b.Run(fmt.Sprintf("%d observations, %d at once", ds.Len(), cores), func(b *testing.B) {
				opt := Default()
				opt.Parallelism = cores
				b.ReportAllocs()
				for b.Loop() {
					if _, err := Run(b.Context(), ds, opt); err != nil {
						b.Fatal(err)
					}
				}
				reportSpeed(b, ds, c.people)
			})
			b.Run(fmt.Sprintf("%d observations, %d at once, streamed", ds.Len(), cores), func(b *testing.B) {
				opt := Default()
				opt.Parallelism, opt.Brief = cores, true
				b.ReportAllocs()
				for b.Loop() {
					n := 0
					if _, err := Stream(b.Context(), ds, opt, func(s Scored) int { return len(s.Gaps) }, func(k int) error { n += k; return nil }); err != nil || n < c.people {
						b.Fatal(n, err)
					}
				}
				reportSpeed(b, ds, c.people)
			})
		}
	}
}

// reportSpeed tells the observations read and the rows stated in a second.
func reportSpeed(b *testing.B, ds *kpi.Dataset, people int) {
	runs := float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(float64(ds.Len())*runs, "obs/s")
	b.ReportMetric(float64(people*len(ds.Indicators))*runs, "rows/s")
}
