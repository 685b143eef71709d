package ingest

import (
	"fmt"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// keyedEvent is the first row of a key, and what it added.
type keyedEvent struct {
	at      eventLine
	origin  kpi.Origin
	content string // what of the row counts
	late    bool   // of a correcting file
	open    bool   // other rows contradict it; it is not used
	met     bool   // of a correcting file: another file has the event
	parts   []keyedShare
}

// keyedShare is what a row added to one sum.
type keyedShare struct {
	sum *eventSum
	share
}

// takeKey finds the columns of the source's key. Without one nobody knows which
// rows a correcting file replaces.
func (t *eventTable) takeKey() *kpi.Fault {
	for _, h := range t.source.Key {
		t.keyCols = append(t.keyCols, t.find(h))
	}
	late := t.isCorrecting()
	t.late, t.plain = t.late || late, t.plain || !late
	if t.late && t.plain && len(t.keyCols) == 0 {
		return usage("corrects.no_key", kpi.Args{"match": t.source.Match})
	}
	return nil
}

func (t *eventTable) isCorrecting() bool { return t.run.late.files[t.table.File] != nil }

// keyOf is the key of a row, "" without one.
func (t *eventTable) keyOf(r sheet.Row) string {
	parts := make([]string, len(t.keyCols))
	for i, at := range t.keyCols {
		parts[i] = t.text(r, at)
	}
	if strings.Join(parts, "") == "" {
		return ""
	}
	return strings.Join(parts, "\x00")
}

// isAgain reports whether the event of a row with a key stands already.
func (t *eventTable) isAgain(r sheet.Row, head *rowHead, shares []share) bool {
	if len(t.keyCols) == 0 {
		return false
	}
	key := t.keyOf(r)
	if key == "" {
		t.keyless = append(t.keyless, r.Line)
		return false
	}
	return !t.isNew(r, head, key, shares)
}

// contentLeftOut is the content of a correcting file's row that where leaves
// out: the event does not count any more.
const contentLeftOut = "left out"

// claimKey notes the key of a row that where leaves out: that of a correcting
// file takes the event out of the others, any other is told where the event
// counts in another row.
func (t *eventTable) claimKey(r sheet.Row) {
	key := t.keyOf(r)
	if key == "" {
		return
	}
	at := t.table.Origin(r.Line, t.keyCols[0])
	first := t.keyed[key]
	switch {
	case !t.isCorrecting():
		if _, known := t.out[key]; !known {
			t.out[key], t.outOrder = at, append(t.outOrder, key)
		}
	case first == nil:
		t.keyed[key] = &keyedEvent{at: eventLine{t, len(t.lines)}, origin: at, content: contentLeftOut, late: true}
		t.run.late.files[at.File].added++
	case first.content != contentLeftOut:
		t.run.report(kpi.Error, "event.conflict", at, kpi.Args{"key": shownKey(key), "other": first.origin.String()})
		first.takeOut(t.run, shownKey(key), at)
	}
}

func shownKey(key string) string { return strings.ReplaceAll(key, "\x00", " ") }

// reportLeftOut tells of events that count though where leaves another row of
// them out: their state changed between two exports.
func (e *events) reportLeftOut(r *run) {
	var both []string
	for _, key := range e.outOrder {
		if k := e.keyed[key]; k != nil && !k.late && !k.open {
			both = append(both, key)
		}
	}
	if len(both) > 0 {
		r.report(kpi.Warning, "events.also_left_out", e.out[both[0]], kpi.Args{"rows": fmt.Sprint(len(both)), "key": shownKey(both[0]),
			"other": e.keyed[both[0]].origin.String()})
	}
}

// isNew reports whether no row with the key was met before, and notes this one.
// A row that says the same is passed over, as is one that a correcting file has.
// Of rows that contradict each other none is used, for nobody can know which is
// right.
func (t *eventTable) isNew(r sheet.Row, head *rowHead, key string, shares []share) bool {
	content := contentOf(head, shares)
	first := t.keyed[key]
	at := t.table.Origin(r.Line, t.keyCols[0])
	if first == nil {
		e := &keyedEvent{at: eventLine{t, len(t.lines)}, origin: at, content: content, late: t.isCorrecting()}
		t.keyed[key] = e
		t.keep(e, r, head, shares)
		return true
	}
	t.meet(first, r, content, kpi.Args{"key": shownKey(key), "other": first.origin.String()})
	t.appear(r, head)
	return false
}

// keep notes what the first row of a key adds to which sums.
func (t *eventTable) keep(e *keyedEvent, r sheet.Row, head *rowHead, shares []share) {
	for i, s := range shares {
		if s.state == known && s.counts {
			e.parts = append(e.parts, keyedShare{t.sumOf(head, i, t.table.Origin(r.Line, t.measures[i].origin)), s})
		}
	}
	if e.late {
		t.run.late.files[e.origin.File].added++
	}
}

// meet settles a row whose key stands already.
func (t *eventTable) meet(first *keyedEvent, r sheet.Row, content string, args kpi.Args) {
	at, n := t.table.Origin(r.Line, t.keyCols[0]), len(t.measures)
	line := rowTally{line: r.Line, left: n}
	switch {
	case first.content == content && !first.open:
		t.countCorrection(first, false)
		t.repeats.add(first.at.table.table.Origin(0, -1).String(), r.Line)
	case first.late && !t.isCorrecting():
		args["other"] = at.String()
		t.countCorrection(first, true)
		t.run.report(kpi.Note, "event.corrected", first.origin, args)
	default:
		line = rowTally{line: r.Line, rejected: n}
		t.run.report(kpi.Error, "event.conflict", at, args)
		first.takeOut(t.run, args["key"], at)
	}
	t.lines = append(t.lines, line)
}

// countCorrection counts for a correcting file that its row has a partner in
// this one.
func (t *eventTable) countCorrection(first *keyedEvent, other bool) {
	count := t.run.late.files[first.origin.File]
	if count == nil || t.isCorrecting() || first.met {
		return
	}
	first.met = true
	count.added--
	if other {
		count.corrected++
	} else {
		count.same++
	}
}

// takeOut takes a row out of the sums that another one contradicts.
func (e *keyedEvent) takeOut(r *run, key string, other kpi.Origin) {
	if e.open {
		return
	}
	e.open = true
	for _, p := range e.parts {
		p.sum.remove(p.share, e.at)
		e.at.table.lines[e.at.at].move(toRejected)
	}
	r.report(kpi.Error, "event.conflict", e.origin, kpi.Args{"key": key, "other": other.String()})
}

// contentOf is what counts of a row: whose it is, when, and what it adds.
func contentOf(head *rowHead, shares []share) string {
	list := make([]string, len(shares))
	for i, s := range shares {
		list[i] = fmt.Sprint(s.state, s.counts, s.num, s.den)
	}
	return strings.Join([]string{head.employee.ID, head.team, head.period.String(), strings.Join(list, ";")}, "\x00")
}

// reportKeys says what the key did.
func (t *eventTable) reportKeys() {
	for _, other := range t.repeats.order {
		t.report(kpi.Note, "events.same_key", t.repeats.first[other], t.keyCols[0], kpi.Args{"rows": fmt.Sprint(t.repeats.rows[other]), "other": other,
			"key": strings.Join(t.source.Key, ", ")})
	}
	if n := len(t.keyless); n > 0 {
		t.report(kpi.Warning, "events.no_key", t.keyless[0], t.keyCols[0], kpi.Args{"rows": fmt.Sprint(n), "key": strings.Join(t.source.Key, ", ")})
	}
}
