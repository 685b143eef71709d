package sheet

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/parquet/compress"
)

// Whatever way a file is read, its rows are counted, and its bytes about once.
func TestReadingIsCounted(t *testing.T) {
	const rows = 3 * batchRows
	path := parquetOnDisk(t, asParquet(t, longTable(rows), compress.Codecs.Zstd, batchRows))
	info, err := os.Stat(path)
	must(t, err)
	var p Progress
	p.Expect(info.Size())
	_, err = Stream(t.Context(), path, StreamOptions{Options: Options{Progress: &p}, After: 1, Wants: []Want{Coded, Coded, Counted, Coded},
		NewSink: func() Sink { return func(*Batch) error { return nil } }})
	must(t, err)
	if got := p.Done(); got.Rows != rows || got.Files != 1 || got.Total != info.Size() || got.Bytes < info.Size()/2 || got.Bytes > 3*info.Size()/2 {
		t.Errorf("a stream of %d bytes: %+v", info.Size(), got)
	}
	text := filepath.Join(t.TempDir(), "a.csv")
	must(t, os.WriteFile(text, []byte("a,b\n1,2\n3,4\n"), 0o600))
	var whole Progress
	_, err = Read(t.Context(), text, Options{Progress: &whole})
	must(t, err)
	if got, want := whole.Done(), (Done{Bytes: 12, Rows: 3, Files: 1}); got != want {
		t.Errorf("a file read as a whole: %+v, want %+v", got, want)
	}
	var b strings.Builder
	b.WriteString("a,b\n")
	for range 40000 {
		b.WriteString("1,2\n")
	}
	must(t, os.WriteFile(text, []byte(b.String()), 0o600))
	var packed Progress
	_, err = Spooled(t.Context(), text, Options{Progress: &packed}, 250)
	must(t, err)
	if got := packed.Done(); got.Rows != 40001 || got.Files != 1 {
		t.Errorf("a file whose head is read apart: %+v", got)
	}
	var nobody *Progress
	nobody.Expect(1)
	nobody.finish()
}
