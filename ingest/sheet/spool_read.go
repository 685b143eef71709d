package sheet

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// Spooled reads a file as [Read] does, in pieces: its one table has the first rows in
// Rows and all others in its Spool. The error is ErrNoStream where the file is not
// of that kind, or too small to have others; that of Read, which says all other errors
// better, may be found out late.
func Spooled(ctx context.Context, path string, opt Options, top int) (*File, error) {
	f, err := readInOrder(ctx, path, opt, top)
	if !errors.Is(err, ErrNoStream) {
		return f, err
	}
	head, more, err := Head(ctx, path, opt, top)
	if err != nil {
		return nil, err
	}
	if !more || len(head.Tables) != 1 || len(head.Tables[0].Rows) == 0 {
		return nil, ErrNoStream
	}
	t := head.Tables[0]
	want := Coded
	if head.Delimiter != "" {
		want = Spelled
	}
	width := t.Width
	for _, r := range t.Rows {
		width = max(width, len(r.Cells))
	}
	var s spooler
	f, err = Stream(ctx, path, StreamOptions{Options: opt, Sheet: t.Sheet, After: t.Rows[len(t.Rows)-1].Line,
		Wants: slices.Repeat([]Want{want}, width), NewSink: s.newSink, Top: head})
	if err != nil {
		return nil, err
	}
	spool, ok := s.spool()
	if !ok || len(f.Tables) != 1 {
		return nil, ErrNoStream
	}
	f.Tables[0].Rows, f.Tables[0].Spool = t.Rows, spool
	return f, nil
}

// spooler gathers what workers pack.
type spooler struct {
	mu      sync.Mutex
	packers []*spoolPacker
}

// spoolPacker packs the batches of one worker.
type spoolPacker struct {
	packer
	row []Cell
}

func (s *spooler) newSink() Sink {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := &spoolPacker{}
	s.packers = append(s.packers, p)
	return p.take
}

func (s *spooler) spool() (*Spool, bool) {
	var chunks []spoolChunk
	for _, p := range s.packers {
		chunks = append(chunks, p.chunks...)
	}
	return newSpool(chunks)
}

// take packs the rows of a batch, the odd ones in their places.
func (p *spoolPacker) take(b *Batch) error {
	odd := b.Odd
	for i, line := range b.Lines {
		for len(odd) > 0 && odd[0].Line < line {
			p.add(odd[0].Line, odd[0].Cells)
			odd = odd[1:]
		}
		p.add(line, p.cells(b, i))
	}
	for _, r := range odd {
		p.add(r.Line, r.Cells)
	}
	p.flush() // the rows of the next batch may lie far below
	return nil
}

// cells are those of row i, without trailing blanks.
func (p *spoolPacker) cells(b *Batch, i int) []Cell {
	p.row = p.row[:0]
	filled := 0
	for at := range b.Cols {
		c := Cell{}
		switch v := &b.Cols[at]; {
		case v.Codes != nil:
			c = v.Cells[v.Codes[i]]
		case v.Texts != nil && v.Texts[i] != "":
			c = Cell{Kind: Text, Text: v.Texts[i]}
		}
		p.row = append(p.row, c)
		if c.Kind != Blank {
			filled = at + 1
		}
	}
	return p.row[:filled]
}
