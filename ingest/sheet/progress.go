package sheet

import (
	"io"
	"sync/atomic"
)

// Progress counts what is being read, for whoever shows it: any number of
// readers count and anybody may look, at the same time. The zero value has counted
// nothing; nil counts nothing and is never looked at.
type Progress struct {
	total, bytes, rows, files atomic.Int64
}

// Done is what a [Progress] has counted. Bytes may end beyond Total: files
// are read twice where the first way of reading them did not do to the end.
type Done struct {
	Bytes, Total int64 // of the files as stored; Total is 0 when nobody has said it
	Rows         int64 // so far, of formats that know them while they read
	Files        int64 // read to their ends
}

// Expect adds to the bytes that there are to read.
func (p *Progress) Expect(bytes int64) {
	if p != nil {
		p.total.Add(bytes)
	}
}

// Done returns what has been counted so far.
func (p *Progress) Done() Done {
	return Done{Bytes: p.bytes.Load(), Total: p.total.Load(), Rows: p.rows.Load(), Files: p.files.Load()}
}

// count adds bytes and rows that were read.
func (p *Progress) count(bytes, rows int64) {
	if p != nil {
		p.bytes.Add(bytes)
		p.rows.Add(rows)
	}
}

// finish counts a file as read.
func (p *Progress) finish() {
	if p != nil {
		p.files.Add(1)
	}
}

// finishRead counts a file that was read as a whole.
func (p *Progress) finishRead(f *File, bytes int) {
	rows := 0
	for i := range f.Tables {
		rows += len(f.Tables[i].Rows)
	}
	p.count(int64(bytes), int64(rows))
	p.finish()
}

// counted is an input of which the bytes are counted that are read.
type counted struct {
	io.ReaderAt
	progress *Progress
}

// ReadAt reads bytes and counts them.
func (c counted) ReadAt(b []byte, at int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(b, at)
	c.progress.count(int64(n), 0)
	return n, err
}

// countRows returns sinks that count the rows that they pass on.
func countRows(newSink func() Sink, p *Progress) func() Sink {
	return func() Sink {
		sink := newSink()
		return func(b *Batch) error {
			p.count(0, int64(len(b.Lines)+len(b.Odd)))
			return sink(b)
		}
	}
}

// countTop counts the rows of the head, which the stream of a sheet does not deliver.
func (o StreamOptions) countTop() {
	if o.Top == nil {
		return
	}
	for _, t := range o.Top.Tables {
		if t.Sheet == o.Sheet {
			o.Progress.count(0, int64(len(t.Rows)))
		}
	}
}
