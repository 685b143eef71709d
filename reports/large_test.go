package reports

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// large is a report on so many people in teams of twenty, each with eight
// indicators and one finding in forty.
func large(t testing.TB, people int) *Report {
	t.Helper()
	r := fixture(t)
	indicators := r.Catalogue.All()[:8]
	gap, normal := r.Gaps[0], r.Gaps[0]
	for i := range r.Gaps {
		if r.Gaps[i].Severity == analysis.Serious {
			gap = r.Gaps[i]
		}
	}
	normal.Severity, normal.Caveats = analysis.Normal, []kpi.Caveat{{Code: "gap.clustered"}}
	r.Gaps, r.Summaries, r.Data = nil, nil, nil
	for team := range people / 20 {
		for _, in := range indicators {
			s := analysis.Summary{Team: fmt.Sprintf("team %04d", team), Indicator: in, N: 20, Mean: 0.2, SD: 0.02, Median: 0.2, Severities: map[analysis.Severity]int{analysis.Normal: 20}}
			for one := range 20 {
				g := normal
				if one == 0 && team%2 == 0 {
					g = gap
				}
				g.Team, g.Indicator = s.Team, in
				g.Employee = kpi.Employee{ID: fmt.Sprintf("e%06d", team*20+one), Name: fmt.Sprintf("员工%06d", team*20+one)}
				g.Actual = infer.Wilson(float64(40+one), 300, 0.95)
				r.Gaps = append(r.Gaps, g)
				s.Members = append(s.Members, analysis.Member{Employee: g.Employee, Value: g.Actual.Value, N: 300, Severity: g.Severity})
			}
			r.Summaries = append(r.Summaries, s)
		}
	}
	return r
}

// peakHeap runs work and returns the largest heap seen meanwhile beyond what was
// in use before, in bytes.
func peakHeap(work func()) uint64 {
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	runtime.GC()
	start, peak := heap(), atomic.Uint64{}
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			peak.Store(max(peak.Load(), heap()))
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	}()
	work()
	close(done)
	<-stopped
	return peak.Load() - min(start, peak.Load())
}

type discard struct{ io.Writer }

func (discard) Close() error { return nil }

func BenchmarkTenThousandPeople(b *testing.B) {
	r := large(b, 10_000)
	p := printer(b, "zh")
	for name, write := range map[string]func() error{
		"xlsx": func() error { return WriteXLSX(io.Discard, r, p) },
		"site": func() error {
			return WriteSite("gaps.html", r, p, func(string) (io.WriteCloser, error) { return discard{io.Discard}, nil })
		},
		"json": func() error { return WriteJSON(io.Discard, r) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				peak := peakHeap(func() {
					if err := write(); err != nil {
						b.Fatal(err)
					}
				})
				b.ReportMetric(float64(peak)/1e6, "MB-peak")
			}
		})
	}
}

// What is written does not hang on how often it is written.
func TestLargeReportsAreTheSameTwice(t *testing.T) {
	r := large(t, 200)
	p := printer(t, "zh")
	var one, two bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &two} {
		if err := WriteXLSX(b, r, p); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("two runs differ")
	}
}
