package ingest

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"sync/atomic"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// writeEvents writes an export of so many bytes at least, and returns its rows.
func writeEvents(t *testing.T, path string, size int) (rows int) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	n, _ := w.WriteString("call,agent,team,closed,stage,score,remark\n")
	for ; n < size; rows++ {
		k, _ := fmt.Fprintf(w, "C%09d,agent %03d,team %d,%02d/%02d/2025,%s,%d,%0160d\n", rows, rows%300, rows%300/10, 1+rows%28, 1+rows%6, []string{"Won", "Lost", "won"}[rows%3], 1+rows%5, rows*7919)
		n += k
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return rows
}

// mostLiving runs do and returns how many bytes lived on the heap at most, as the
// collections found, beside those that lived before.
func mostLiving(do func()) (most uint64) {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	live := func() uint64 { metrics.Read(sample); return sample[0].Value.Uint64() }
	runtime.GC()
	before := live()
	var peak atomic.Uint64
	ended := make(chan struct{})
	var look func(struct{})
	look = func(struct{}) {
		peak.Store(max(peak.Load(), live()))
		select {
		case <-ended:
		default:
			runtime.AddCleanup(new([64]byte), look, struct{}{}) // after the next collection
		}
	}
	look(struct{}{})
	do()
	close(ended)
	return max(peak.Load(), before) - before
}

// Of an export of 40 MB nothing like its text is ever in memory: not where events are
// told apart by a key either, of which each has its own.
func TestLargeExportsOfEventsAreNeverWholeInMemory(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2)) // each worker has its block
	const size, most = 40 << 20, 32 << 20
	path := filepath.Join(t.TempDir(), "calls.csv")
	rows := writeEvents(t, path, size)
	s := Source{Match: "calls.csv", Layout: "events", Key: []string{"call"}, Where: `stage != "Lost"`,
		Columns:  Columns{Employee: "agent", Team: "team", Period: "closed"},
		Aliases:  []Alias{{Column: "stage", From: []string{"won"}, To: "Won"}},
		Excludes: []Exclude{{Column: "team", Values: []string{"team 29"}}},
		Measures: []Measure{won(), scored()}}
	var res *Result
	var err error
	living := mostLiving(func() { res, err = Files(context.Background(), []string{path}, Options{Sources: []Source{s}}) })
	if err != nil {
		t.Fatal(err)
	}
	if n := res.Inputs[0].Tally; n.RowsRead != rows || n.RowsUsed != rows*2/3*29/30 && n.RowsUsed+n.RowsLeftOut != rows {
		t.Errorf("of %d rows %+v", rows, n)
	}
	if d := find(t, res, "events.counted"); d.Severity != kpi.Note {
		t.Error(d)
	}
	t.Logf("%d rows, at most %d KiB lived", rows, living>>10)
	if living > most {
		t.Errorf("%d bytes lived of a file of %d; no more than %d may", living, size, most)
	}
}
