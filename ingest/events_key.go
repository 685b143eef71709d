package ingest

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// eventID stands for the texts of a key, or of a row: the first half of their SHA-256. A
// table may have as many keys as rows, and they are all to be known.
type eventID [16]byte

// idOf is the id of some texts.
func idOf(texts ...string) eventID {
	var room [256]byte
	all := room[:0]
	for _, text := range texts {
		all = binary.AppendUvarint(all, uint64(len(text)))
		all = append(all, text...)
	}
	sum := sha256.Sum256(all)
	return eventID(sum[:len(eventID{})])
}

// keyedEvent is the first row of a key. What it adds is found out from the row
// again.
type keyedEvent struct {
	content uint64 // what of it counts
	number  uint32 // of the row
	leftOut bool   // by where or exclude, in a correcting file: the event does not count any more
	refused bool   // of a correcting file: the row can't be read, so that it adds nothing
	partial bool   // of a correcting file: a value of it can't be read
	late    bool   // of a correcting file
	open    bool   // other rows contradict it; it is not used
	met     bool   // of a correcting file: another file has the event
}

func (k keyedEvent) row() int { return int(k.number) }

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

// keyOf is the key of a row, without texts where it has none.
func (t *eventTable) keyOf(r sheet.Row) []string {
	parts := make([]string, len(t.keyCols))
	for i, at := range t.keyCols {
		parts[i] = t.text(r, at)
	}
	if strings.Join(parts, "") == "" {
		return nil
	}
	return parts
}

// shownKey is a key as messages have it.
func shownKey(key []string) string { return strings.Clone(strings.Join(key, " ")) }

// isAgain reports whether the event of a row with a key stands already.
func (t *eventTable) isAgain(r sheet.Row, head *rowHead, shares []share) bool {
	if len(t.keyCols) == 0 {
		return false
	}
	key := t.keyOf(r)
	if key == nil {
		t.keyless.add(0, t.table.Origin(r.Line, t.keyCols[0]))
		return false
	}
	return !t.isNew(r, head, key, shares)
}

// originOf is the address that stands for a row with a key, by its number.
func (e *events) originOf(row int) kpi.Origin {
	t := e.tableOf(row)
	return t.table.Origin(t.eventRows.lineOf(row), t.keyCols[0])
}

// isNew reports whether no row with the key was met before, and notes this one.
// A row that says the same is passed over, as is one that a correcting file has.
// Of rows that contradict each other none is used, for nobody can know which is
// right.
func (t *eventTable) isNew(r sheet.Row, head *rowHead, key []string, shares []share) bool {
	id, content := idOf(key...), contentOf(head, shares)
	first, stands := t.keyed[id]
	if !stands {
		t.keyed[id] = keyedEvent{number: uint32(t.eventRows.next()), content: content, late: t.isCorrecting(), partial: t.isCorrecting() && anyFailed(shares)}
		t.noteSpelling(id, key)
		t.keep(r, head, shares)
		return true
	}
	t.meet(&first, r, content, shownKey(key))
	t.keyed[id] = first
	t.appear(r, head)
	return false
}

// keep makes the sums to which the first row of a key adds.
func (t *eventTable) keep(r sheet.Row, head *rowHead, shares []share) {
	for i, s := range shares {
		if s.state == known && s.counts {
			t.sumOf(head, i, t.table.Origin(r.Line, t.measures[i].origin))
		}
	}
	if t.isCorrecting() {
		t.run.late.files[t.table.File].added++
	}
}

// meet settles a row whose key stands already.
func (t *eventTable) meet(first *keyedEvent, r sheet.Row, content uint64, key string) {
	at, n := t.table.Origin(r.Line, t.keyCols[0]), len(t.measures)
	line := rowTally{line: r.Line, left: n}
	switch {
	case !first.leftOut && first.content == content && !first.open:
		t.countCorrection(first, false)
		t.repeats.add(t.tableOf(first.row()).table.Origin(0, -1).String(), r.Line)
	case (first.refused || first.partial) && !t.isCorrecting():
		line = rowTally{line: r.Line, rejected: n}
		t.run.report(kpi.Error, "event.correction_refused", at, kpi.Args{"key": key, "other": t.originOf(first.row()).String()})
	case first.late && !t.isCorrecting():
		t.countCorrection(first, true)
		t.run.report(kpi.Note, "event.corrected", t.originOf(first.row()), kpi.Args{"key": key, "other": at.String()})
	default:
		line = rowTally{line: r.Line, rejected: n}
		t.run.report(kpi.Error, "event.conflict", at, kpi.Args{"key": key, "other": t.originOf(first.row()).String()})
		t.takeOut(first, key, at)
	}
	t.eventRows.add(line)
}

// countCorrection counts for a correcting file that its row has a partner in
// this one.
func (t *eventTable) countCorrection(first *keyedEvent, other bool) {
	count := t.run.late.files[t.tableOf(first.row()).table.File]
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
func (t *eventTable) takeOut(first *keyedEvent, key string, other kpi.Origin) {
	if first.open {
		return
	}
	first.open = true
	if !first.leftOut && !first.refused {
		t.tableOf(first.row()).withdraw(first.row())
	}
	t.run.report(kpi.Error, "event.conflict", t.originOf(first.row()), kpi.Args{"key": key, "other": other.String()})
}

// withdraw takes out what a row added, by its number.
func (t *eventTable) withdraw(row int) {
	r := t.rowAt(t.eventRows.lineOf(row))
	head := t.readHeadAgain(r)
	for i, s := range t.sharesOf(r) {
		if s.state == known && s.counts {
			t.sumOf(head, i, kpi.Origin{}).remove(s, row)
			t.eventRows.move(row, toRejected)
		}
	}
}

// readHeadAgain reads the head of a row that was read before, without counting
// anything again.
func (t *eventTable) readHeadAgain(r sheet.Row) *rowHead {
	hired, types, second := t.unreadHired, t.unknownTypes, t.second
	t.unreadHired, t.unknownTypes, t.second = newMentionList(), newMentionList(), 0
	head := t.readHead(r, t.period, t.hired)
	t.unreadHired, t.unknownTypes, t.second = hired, types, second
	t.foldPeriod(head)
	return head
}

// contentOf stands for what counts of a row: whose it is, when, and what it adds.
func contentOf(head *rowHead, shares []share) uint64 {
	list := make([]string, 0, 3+len(shares))
	list = append(list, head.employee.ID, head.team, head.period.String())
	for _, s := range shares {
		list = append(list, fmt.Sprint(s.state, s.counts, s.num, s.den))
	}
	id := idOf(list...)
	return binary.LittleEndian.Uint64(id[:])
}

// reportKeys says what the key did.
func (t *eventTable) reportKeys() {
	for _, other := range t.repeats.order {
		t.report(kpi.Note, "events.same_key", t.repeats.first[other], t.keyCols[0], kpi.Args{"rows": fmt.Sprint(t.repeats.rows[other]), "other": other,
			"key": strings.Join(t.source.Key, ", ")})
	}
	if n := t.keyless.rows; n > 0 {
		t.run.report(kpi.Warning, "events.no_key", t.keyless.first, kpi.Args{"rows": fmt.Sprint(n), "key": strings.Join(t.source.Key, ", ")})
	}
}
