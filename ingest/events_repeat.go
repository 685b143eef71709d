package ingest

import (
	"fmt"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// A row that stands twice in one file may be two events that are alike, or one
// that was exported twice. Where a column tells all other rows apart, a ticket's
// number or a time of day, it is the second, and that is said.

// repeats are the rows of a table by what their cells say.
type repeats struct {
	first map[uint64]uint32 // the line where each stood first
	every uint64            // only what this divides is kept, so that a table of any size takes the same room
	again []repeat
}

// repeat is a row that stood before.
type repeat struct {
	of         uint64
	line, here uint32
}

// mostRepeats is how many different rows are kept, and how many that stood before.
const mostRepeats = 1 << 19

// see notes a row.
func (s *repeats) see(id uint64, line int) {
	if s.first == nil {
		s.first, s.every = map[uint64]uint32{}, 1
	}
	if id%s.every != 0 {
		return
	}
	if at, stood := s.first[id]; stood {
		s.again = append(s.again, repeat{id, at, uint32(line)})
	} else {
		s.first[id] = uint32(line)
	}
	if len(s.first)+len(s.again) > mostRepeats {
		s.thin()
	}
}

// thin keeps half of the rows.
func (s *repeats) thin() {
	s.every *= 2
	for id := range s.first {
		if id%s.every != 0 {
			delete(s.first, id)
		}
	}
	kept := s.again[:0]
	for _, a := range s.again {
		if a.of%s.every == 0 {
			kept = append(kept, a)
		}
	}
	s.again = kept
}

// contentID stands for the cells of a row of the file.
func (t *eventTable) contentID(r sheet.Row) eventID {
	texts := make([]string, 0, 16)
	for _, c := range r.Cells[:min(len(r.Cells), t.width())] {
		texts = append(texts, c.Text)
	}
	return idOf(texts...)
}

// contentHash is a quick one for the cells of a row: FNV-1a, cell by cell. That two
// different rows have the same is as likely as one in 2^64.
func (t *eventTable) contentHash(r sheet.Row) uint64 {
	h := hashSeed
	for _, c := range r.Cells[:min(len(r.Cells), t.width())] {
		h = hashText(h, c.Text)
	}
	return h
}

// The numbers of FNV-1a with 64 bits.
const (
	hashSeed  uint64 = 14695981039346656037
	hashPrime uint64 = 1099511628211
)

func hashText(h uint64, text string) uint64 {
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * hashPrime
	}
	return (h ^ 0xff) * hashPrime // no text of UTF-8 holds this byte
}

// reportRepeats warns of rows that stood before, where a column tells the others
// apart.
func (t *eventTable) reportRepeats() {
	s := &t.twice
	if len(s.again) == 0 || len(s.first) < enough {
		return
	}
	col := t.tellingColumn()
	if col < 0 {
		return
	}
	var lines []string
	for _, a := range s.again[:min(mostShown, len(s.again))] {
		lines = append(lines, fmt.Sprintf("%d=%d", a.line, a.here))
	}
	if len(s.again) > mostShown {
		lines = append(lines, "…")
	}
	t.report(kpi.Warning, "events.repeated_rows", int(s.again[0].here), col, kpi.Args{"rows": fmt.Sprint(uint64(len(s.again)) * s.every), "heading": t.heading(col), "lines": strings.Join(lines, ", ")})
}

// tellingColumn is the first column of the file that has another text in each of
// the different rows, −1 for none.
func (t *eventTable) tellingColumn() int {
	var seen []map[uint64]bool // by column; nil: it repeats
	for range t.width() {
		seen = append(seen, map[uint64]bool{})
	}
	for _, r := range t.rows() {
		if line, kept := t.twice.first[t.contentHash(r)]; !kept || int(line) != r.Line {
			continue
		}
		for col, texts := range seen {
			id := hashText(hashSeed, r.At(col).Text)
			if texts == nil || texts[id] || r.At(col).Kind == sheet.Blank {
				seen[col] = nil
				continue
			}
			texts[id] = true
		}
	}
	for col, texts := range seen {
		if texts != nil && t.heading(col) != "" {
			return col
		}
	}
	return -1
}
