package ingest

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// A spreadsheet drops the zeros before a key, and a table that had a gap in it
// writes 1001.0: the same event stands there under two keys. They are kept apart,
// for they may be two, and that is said.

// oddKey is the first key of those that another spelling may stand for.
type oddKey struct {
	id  eventID
	row int
}

// wholeNumber is a number that was made one of decimals: 1001.0.
var wholeNumber = regexp.MustCompile(`^[0-9]+\.0+$`)

// plainKey is a key as a spreadsheet writes it, and whether that is another
// spelling.
func plainKey(key []string) (plain []string, odd bool) {
	for i, part := range key {
		bare := part
		if wholeNumber.MatchString(bare) {
			bare, _, _ = strings.Cut(bare, ".")
		}
		if trimmed := strings.TrimLeft(bare, "0"); trimmed != "" || bare == "" {
			bare = trimmed
		} else {
			bare = "0"
		}
		if bare != part {
			if plain == nil {
				plain = append([]string(nil), key...)
			}
			plain[i], odd = bare, true
		}
	}
	return plain, odd
}

// noteSpelling notes the key of an event that is new.
func (t *eventTable) noteSpelling(id eventID, key []string) {
	plain, odd := plainKey(key)
	if !odd {
		return
	}
	as := idOf(plain...)
	first, known := t.odd[as]
	switch {
	case !known:
		t.odd[as] = oddKey{id, t.eventRows.next()}
	case first.id != id:
		t.respelled.add(t.events, first.id, id)
	}
}

// respelling counts pairs of keys that differ in spelling alone.
type respelling struct {
	pairs, same  int // same: they say the same of the same person
	first, other int // rows of the pair that is shown, the later one first
}

func (s *respelling) add(e *events, a, b eventID) {
	x, y := e.keyed[a], e.keyed[b]
	rows := [2]int{max(x.row(), y.row()), min(x.row(), y.row())}
	if s.pairs == 0 || rows[0] < s.first {
		s.first, s.other = rows[0], rows[1]
	}
	s.pairs++
	if x.content == y.content {
		s.same++
	}
}

// reportSpellings warns of keys that differ in spelling alone.
func (e *events) reportSpellings(r *run) {
	for plain, o := range e.odd {
		if _, stands := e.keyed[plain]; stands {
			e.respelled.add(e, o.id, plain)
		}
	}
	s := e.respelled
	if s.pairs == 0 {
		return
	}
	r.report(kpi.Warning, "events.key_spellings", e.originOf(s.first), kpi.Args{"key": e.keyAt(s.first), "other": e.originOf(s.other).String(), "spelling": e.keyAt(s.other),
		"keys": fmt.Sprint(s.pairs), "same": fmt.Sprint(s.same)})
}

// keyAt is the key of a row, by its number, as messages have it.
func (e *events) keyAt(row int) string {
	t := e.tableOf(row)
	r, _ := t.passAt(t.eventRows.lineOf(row)) // exclude may pass over it
	return shownKey(t.keyOf(r))
}
