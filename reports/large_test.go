package reports

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
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

// heapMeter is a file that looks at the heap as it is written: what is in use once
// the garbage is gone, beyond what was before, at most.
type heapMeter struct {
	mu          sync.Mutex
	before, top uint64
	size, next  int
}

// every is how many bytes are written between two looks.
const every = 1 << 19

func newHeapMeter() *heapMeter {
	m := &heapMeter{}
	m.before = heapInUse()
	return m
}

func heapInUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func (m *heapMeter) Write(p []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.size += len(p); m.size >= m.next {
		m.next = m.size + every
		now := heapInUse()
		m.top = max(m.top, now-min(now, m.before))
	}
	return len(p), nil
}

// Close does nothing.
func (*heapMeter) Close() error { return nil }

// writers write large reports, each into files that create makes.
func writers(r *Report, p *locale.Printer) map[string]func(create func(string) (io.WriteCloser, error)) error {
	whole := func(write func(io.Writer) error) func(func(string) (io.WriteCloser, error)) error {
		return func(create func(string) (io.WriteCloser, error)) error { return writeInto(create, "file", write) }
	}
	return map[string]func(func(string) (io.WriteCloser, error)) error{
		"workbook": whole(func(w io.Writer) error { return WriteXLSX(w, r, p) }),
		"site":     func(create func(string) (io.WriteCloser, error)) error { return WriteSite("gaps.html", r, p, create) },
		"json":     whole(func(w io.Writer) error { return WriteJSON(w, r) }),
		"packs": func(create func(string) (io.WriteCloser, error)) error {
			cutter := NewCutter(r)
			for i := range r.Gaps {
				cutter.For([]string{r.Gaps[i].Team}, func(e kpi.Employee, _ string) bool { return e.ID == r.Gaps[i].Employee.ID })
			}
			return nil
		},
	}
}

// BenchmarkTenThousandPeople writes the reports on 10,000 people with eight
// indicators each: 80,000 rows.
func BenchmarkTenThousandPeople(b *testing.B) {
	r := large(b, 10_000)
	all := writers(r, printer(b, "zh"))
	for _, name := range sortedKeys(all) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			meter := newHeapMeter()
			meter.next = math.MaxInt // looking takes time
			for b.Loop() {
				if err := all[name](func(string) (io.WriteCloser, error) { return meter, nil }); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*len(r.Gaps))/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric(float64(meter.size)/float64(b.N)/1e6, "MB-written")
		})
	}
}

// heldPerPerson is what a writer may hold for each person more: places of the rows in the
// order of the sheets, the points of the charts, rows of the site's first page: 1 kB in
// the workbook and 4 kB in the site, which is 50 kB long.
const heldPerPerson = 6 << 10

// What is held does not grow with what is written, which is twenty times as much.
func TestLargeReportsAreNotHeld(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // each core has a page in the making
	p := printer(t, "zh")
	met := map[string]map[int]*heapMeter{"workbook": {}, "site": {}}
	for _, people := range []int{400, 1_200} {
		r := large(t, people)
		all := writers(r, p)
		for name := range met {
			meter := newHeapMeter()
			if err := all[name](func(string) (io.WriteCloser, error) { return meter, nil }); err != nil {
				t.Fatal(err)
			}
			met[name][people] = meter
		}
		runtime.KeepAlive(r)
	}
	for name, of := range met {
		few, many := of[400], of[1_200]
		if grown := int64(many.top) - int64(few.top); grown > 800*heldPerPerson {
			t.Errorf("%s: 800 people more are held in %d kB, which is more than %d bytes a person", name, grown>>10, heldPerPerson)
		}
	}
}

// files are those of a report by name.
type files struct {
	mu  sync.Mutex
	all map[string]*keptFile
}

type keptFile struct{ bytes.Buffer }

// Close does nothing.
func (*keptFile) Close() error { return nil }

func (f *files) create(name string) (io.WriteCloser, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.all == nil {
		f.all = map[string]*keptFile{}
	}
	f.all[name] = &keptFile{}
	return f.all[name], nil
}

// What is written does not hang on how often it is written, nor on the cores.
func TestLargeReportsAreTheSameTwice(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for name, write := range writers(large(t, 400), printer(t, "zh")) {
		var runs [2]files
		for i, cores := range []int{1, 4} {
			runtime.GOMAXPROCS(cores)
			if err := write(runs[i].create); err != nil {
				t.Fatal(err)
			}
		}
		if a, b := sortedKeys(runs[0].all), sortedKeys(runs[1].all); !slices.Equal(a, b) {
			t.Errorf("%s: files %v and %v", name, a, b)
			continue
		}
		for file, one := range runs[0].all {
			if !bytes.Equal(one.Bytes(), runs[1].all[file].Bytes()) {
				t.Errorf("%s: two runs of %s differ", name, file)
			}
		}
	}
}

// A page that can't be written ends the site, and is named.
func TestSiteThatCannotBeWrittenSaysWhere(t *testing.T) {
	r := large(t, 400)
	for _, name := range []string{"gaps.html", teamFile("team 0003")} {
		var out files
		err := WriteSite("gaps.html", r, printer(t, "en"), func(at string) (io.WriteCloser, error) {
			if at == name {
				return nil, errFull
			}
			return out.create(at)
		})
		if !errors.Is(err, errFull) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
