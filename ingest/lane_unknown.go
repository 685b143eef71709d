package ingest

import (
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// laneUnknown is what the plain rows show of a KPI that is not known.
type laneUnknown struct {
	unknown          string // its name, as a row has it
	met              bool   // a row with figures was met: the first is kept
	rows             int    // with figures
	numbers, between int    // of the values: all, and those between 0 and 1
}

// takeUnknown counts a row of a KPI that is not known; false where it is to be
// kept.
func (w *laneWorker) takeUnknown(b *sheet.Batch, i int, tuple int32) bool {
	u, filled := &w.meanings[tuple].laneUnknown, 0
	for _, s := range w.lane.slots {
		for _, at := range present(s.value, s.num, s.den) {
			if b.Cols[at].Numbers[i] != sheet.BlankNumber {
				filled++
				break
			}
		}
	}
	if filled > 0 && !u.met {
		u.met = true
		return false
	}
	w.plain.addLine(rowTally{rejected: filled, blank: len(w.lane.slots) - filled})
	if filled == 0 {
		return true
	}
	u.rows++
	if at := w.lane.slots[0].value; at >= 0 {
		if v := b.Cols[at].Numbers[i]; v != sheet.BlankNumber {
			u.numbers++
			if v > 0 && v < kpi.One {
				u.between++
			}
		}
	}
	return true
}

// unknownRows counts what the plain rows show of a KPI by its name.
func (l *lane) unknownRows(name string) laneUnknown {
	var all laneUnknown
	if !l.streaming() {
		return all
	}
	for _, w := range l.workers {
		for _, m := range w.meanings {
			if m.unknown == name {
				all.rows += m.rows
				all.numbers += m.numbers
				all.between += m.between
			}
		}
	}
	return all
}
