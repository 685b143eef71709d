package sheet

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"sync/atomic"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/ipc"
)

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

// fileOf writes a file of a name piece by piece, and returns its path and size.
func fileOf(t testing.TB, name string, write func(w io.Writer)) (path string, size int64) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	must(t, err)
	w := bufio.NewWriter(f)
	write(w)
	must(t, w.Flush())
	info, err := f.Stat()
	must(t, err)
	must(t, f.Close())
	return path, info.Size()
}

// writeCalls writes so many calls, each with a text of its own, as records in lines, or as
// an array within an object.
func writeCalls(w io.Writer, rows int, enveloped bool) {
	begin, end, last := "", "\n", ""
	if enveloped {
		begin, end, last = `{"total":1,"data":[{}`, "", "]}"
	}
	fmt.Fprint(w, begin)
	for i := range rows {
		if enveloped {
			fmt.Fprint(w, ",\n")
		}
		fmt.Fprintf(w, `{"call":"C%09d","agent":{"id":"agent %03d","team":"team %d"},"closed":"2025-%02d-%02d","score":%d,"remark":"%0160d"}%s`, i, i%300, i%300/10, 1+i%12, 1+i%28, 1+i%5, i*7919, end)
	}
	fmt.Fprint(w, last)
}

// Of 40 MB of records nothing like their text is ever in memory.
func TestLargeRecordsAreNeverWholeInMemory(t *testing.T) {
	const rows = 160_000
	gz := func(w io.Writer) {
		z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
		must(t, err)
		writeCalls(z, rows, false)
		must(t, z.Close())
	}
	for name, write := range map[string]func(w io.Writer){
		"a.jsonl": func(w io.Writer) { writeCalls(w, rows, false) }, "a.json": func(w io.Writer) { writeCalls(w, rows, true) }, "a.jsonl.gz": gz,
	} {
		path, size := fileOf(t, name, write)
		var f *File
		var err error
		living := mostLiving(func() { f, err = Spooled(t.Context(), path, Options{}, 250) })
		must(t, err)
		t.Logf("%s: %d bytes, at most %d KiB lived", name, size, living>>10)
		if n := f.Tables[0].Spool.Len(); n < rows-250 || living > 16<<20 {
			t.Errorf("%s: %d rows packed, %d bytes lived", name, n, living)
		}
	}
}

// Of a stream of batches no more than one is in memory, beside the packed rows.
func TestLargeStreamsAreNeverWholeInMemory(t *testing.T) {
	rec := longTable(20_000)
	path, size := fileOf(t, "a.arrows", func(w io.Writer) {
		out := ipc.NewWriter(w, ipc.WithSchema(rec.Schema()))
		for range 60 {
			must(t, out.Write(rec))
		}
		must(t, out.Close())
	})
	var f *File
	var err error
	living := mostLiving(func() { f, err = Spooled(t.Context(), path, Options{}, 250) })
	must(t, err)
	t.Logf("%d bytes, at most %d KiB lived", size, living>>10)
	if n := f.Tables[0].Spool.Len(); n != 60*20_000-249 || living > uint64(size)*2/3 {
		t.Errorf("%d rows packed, %d bytes of %d lived", n, living, size)
	}
}

// Of the rows of a query only some thousand are ever in memory as they are.
func TestLargeResultsAreNeverWholeInMemory(t *testing.T) {
	source := "sqlite:" + filled(t, "CREATE TABLE k (i); INSERT INTO k VALUES (1)")
	const statement = `WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 200000)
		SELECT 'agent ' || (i % 300) AS agent, 'team ' || (i % 30) AS team, i % 5 AS score, i % 28 / 7.0 AS share FROM c`
	var f *File
	var err error
	living := mostLiving(func() { f, err = ReadQuery(t.Context(), Query{Source: source, SQL: statement}) })
	must(t, err)
	t.Logf("at most %d KiB lived", living>>10)
	if n := f.Tables[0].Spool.Len(); n != 200_000-queryTop+1 || living > 8<<20 {
		t.Errorf("%d rows packed, %d bytes lived", n, living)
	}
}
