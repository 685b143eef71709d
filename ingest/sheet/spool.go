package sheet

import (
	"cmp"
	"iter"
	"slices"
)

// Spool keeps the rows of a large table packed: a small part of what the file's
// text takes, where cells would take several times as much. The rows can be gone
// through any number of times, each time one chunk of them is unpacked after
// another.
type Spool struct {
	chunks []spoolChunk // in the order of their lines
	rows   int

	last unpacker // of the chunk in which a row was looked up
	at   int      // its index
}

// spoolChunk is some neighbouring rows.
type spoolChunk struct {
	first, last int // lines
	rows        int
	packed      []byte
}

// newSpool puts chunks, which may come in any order, into a spool; false where
// their lines overlap.
func newSpool(chunks []spoolChunk) (*Spool, bool) {
	s := &Spool{chunks: chunks, at: -1}
	slices.SortFunc(s.chunks, func(a, b spoolChunk) int { return cmp.Compare(a.first, b.first) })
	for i, c := range s.chunks {
		if i > 0 && c.first <= s.chunks[i-1].last {
			return nil, false
		}
		s.rows += c.rows
	}
	return s, true
}

// Len is the number of rows; 0 of no spool.
func (s *Spool) Len() int {
	if s == nil {
		return 0
	}
	return s.rows
}

// All goes through the rows in the order of their lines. The cells of a row are valid
// until the next one; texts may be kept, but each keeps those of some
// thousand rows: a copy is better. Of no spool it gives nothing.
func (s *Spool) All() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		if s == nil {
			return
		}
		var u unpacker
		for i := range s.chunks {
			for _, r := range u.unpack(&s.chunks[i]) {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// All goes through all rows of a table, those of its spool too. The cells of a row are valid
// until the next one.
func (t *Table) All() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		for _, r := range t.Rows {
			if !yield(r) {
				return
			}
		}
		for r := range t.Spool.All() {
			if !yield(r) {
				return
			}
		}
	}
}

// At returns the row of a line; ok is false when there is none. The cells are valid
// until the next call; rows that lie together are found quickly. It is not for
// several goroutines.
func (s *Spool) At(line int) (r Row, ok bool) {
	if s == nil {
		return Row{}, false
	}
	i, _ := slices.BinarySearchFunc(s.chunks, line, func(c spoolChunk, line int) int { return cmp.Compare(c.last, line) })
	if i == len(s.chunks) || line < s.chunks[i].first {
		return Row{}, false
	}
	if i != s.at {
		s.last.unpack(&s.chunks[i])
		s.at = i
	}
	at, ok := slices.BinarySearchFunc(s.last.rows, line, func(r Row, line int) int { return cmp.Compare(r.Line, line) })
	if !ok {
		return Row{}, false
	}
	return s.last.rows[at], true
}
