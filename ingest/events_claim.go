package ingest

import (
	"fmt"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// A row that does not count says something all the same about the event whose key
// it has: where, exclude and cells that can't be read are told of the rows that
// another file has of it.

// noteExcluded counts a row that exclude leaves out. Of events with a key the line
// is kept.
func (g *grid) noteExcluded(r sheet.Row) {
	if g.source.isEvents() && len(g.source.Key) > 0 {
		g.excludedLines = append(g.excludedLines, uint32(r.Line)) // sheets have fewer lines
		return
	}
	g.excluded++
	g.standOutside(r)
}

// claimExcluded notes the keys of the rows before a line that exclude leaves out.
func (t *eventTable) claimExcluded(before int) {
	for ; len(t.excludedLines) > 0 && int(t.excludedLines[0]) < before; t.excludedLines = t.excludedLines[1:] {
		r, _ := t.passAt(int(t.excludedLines[0]))
		t.claimKey(r)
		t.eventRows.add(rowTally{line: r.Line, left: len(t.measures)})
	}
}

// claimKey notes the key of a row that is left out: that of a correcting file
// takes the event out of the others, any other is told where the event counts in
// another row.
func (t *eventTable) claimKey(r sheet.Row) {
	key := t.keyOf(r)
	switch {
	case key == nil:
	case t.isCorrecting():
		t.claim(r, key, keyedEvent{leftOut: true})
	default:
		if id := idOf(key...); !t.isOut(id) {
			t.out[id] = t.eventRows.next()
		}
	}
}

func (e *events) isOut(id eventID) bool {
	_, is := e.out[id]
	return is
}

// claimRefused notes the key of a row of a correcting file that can't be read:
// the event is not what the others say any more, and nobody knows what it is.
func (t *eventTable) claimRefused(r sheet.Row) {
	if !t.isCorrecting() {
		return
	}
	if key := t.keyOf(r); key != nil {
		t.claim(r, key, keyedEvent{refused: true})
	}
}

// claim takes an event of which a row of a correcting file does not count out of
// the other files. In one file it contradicts a row that counts.
func (t *eventTable) claim(r sheet.Row, key []string, as keyedEvent) {
	id, at := idOf(key...), t.table.Origin(r.Line, t.keyCols[0])
	first, stands := t.keyed[id]
	switch {
	case !stands:
		as.number, as.late = uint32(t.eventRows.next()), true
		t.keyed[id] = as
		t.noteSpelling(id, key)
		if as.leftOut {
			t.run.late.files[at.File].added++
		}
	case !first.leftOut && !first.refused:
		t.run.report(kpi.Error, "event.conflict", at, kpi.Args{"key": shownKey(key), "other": t.originOf(first.row()).String()})
		t.takeOut(&first, shownKey(key), at)
		t.keyed[id] = first
	}
}

// reportLeftOut tells of events that count though where or exclude leaves another
// row of them out: their state changed between two exports.
func (e *events) reportLeftOut(r *run) {
	both, first := 0, 0
	var other kpi.Origin
	for id, row := range e.out {
		if k, counts := e.keyed[id]; !counts || k.late || k.open {
			continue
		}
		if both == 0 || row < first {
			first, other = row, e.originOf(e.keyed[id].row())
		}
		both++
	}
	if both == 0 {
		return
	}
	r.report(kpi.Warning, "events.also_left_out", e.originOf(first), kpi.Args{"rows": fmt.Sprint(both), "key": e.keyAt(first), "other": other.String()})
}

func anyFailed(shares []share) bool {
	return slices.ContainsFunc(shares, func(s share) bool { return s.state == failed })
}
