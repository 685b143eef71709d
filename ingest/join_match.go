package ingest

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// matches counts how the keys of a table met those of a roster.
type matches struct {
	matched int
	missing *mentionList // keys of the data that the roster lacks
	early   *mentionList // keys whose rows come before the roster's first day for them
	met     map[string]bool
}

// matchRows sets the roster's cells beside each row whose key it holds.
func (g *grid) matchRows(jr *joinedRoster, j Join) *matches {
	m := &matches{missing: newMentionList(), early: newMentionList(), met: map[string]bool{}}
	look, isOut := jr.lookup(j, g.dayOfRows(j)), g.excludes()
	for _, r := range g.rows() {
		key, entry := look(r)
		if len(key.entries) > 0 {
			m.met[key.found] = true
			jr.noteWidth(key.text)
		}
		if key.text == "" || isOut(r) {
			continue
		}
		switch {
		case len(key.entries) == 0:
			m.missing.add(key.text, r.Line)
			continue
		case entry == nil:
			m.early.add(key.text, r.Line)
		}
		m.matched++
	}
	g.feed.stages = append(g.feed.stages, func(r *sheet.Row) bool {
		jr.line = 0
		if _, entry := look(*r); entry != nil {
			jr.line, r.Cells = entry.row.Line, jr.beside(r.Cells, entry.row)
		}
		return true
	})
	jr.stage = len(g.feed.stages)
	return m
}

// excludes reports of a row whether the source leaves it out for what stands in the
// columns so far.
func (g *grid) excludes() func(sheet.Row) bool {
	var list []exclusion
	for _, e := range g.source.Excludes {
		if at := headed(g.head, e.Column); at >= 0 {
			values := newWanted("exclude", e.Values)
			list = append(list, exclusion{at: at, is: func(r sheet.Row) bool { return values.look(r.At(at).Text).is }})
		}
	}
	return func(r sheet.Row) bool {
		return slices.ContainsFunc(list, func(e exclusion) bool { return e.is(r) })
	}
}

// joinKey is the key of a row, "" without one, as it is looked for, and what the roster
// has under it.
type joinKey struct {
	text    string
	found   string
	entries []rosterEntry
}

// lookup finds the entry of a row, nil where the roster has none for its key, or none
// that counts on its day yet.
func (jr *joinedRoster) lookup(j Join, day func(sheet.Row) kpi.Date) func(sheet.Row) (joinKey, *rosterEntry) {
	keyOf := remember(func(text string) joinKey {
		key := cleanText(text)
		if key == "" || words().isTotalOf(key) {
			return joinKey{}
		}
		found := strings.Clone(j.key(key))
		return joinKey{strings.Clone(key), found, jr.entries[found]}
	})
	return func(r sheet.Row) (joinKey, *rosterEntry) {
		key := keyOf(r.At(jr.left).Text)
		at := len(key.entries) - 1
		if at >= 0 && j.Since != "" {
			at = inForce(key.entries, day(r))
		}
		if at < 0 {
			return key, nil
		}
		return key, &key.entries[at]
	}
}

// rosterLine is the line of a roster that stands beside the row at a line; ok is
// false where none does.
func (g *grid) rosterLine(jr *joinedRoster, line int) (at int, ok bool) {
	jr.line = 0
	g.passAt(line)
	return jr.line, jr.line > 0
}

// dayOfRows reads the period column ahead of everything else, for a roster
// whose rows count from a day on. What is wrong with it is said later.
func (g *grid) dayOfRows(j Join) func(sheet.Row) kpi.Date {
	if j.Since == "" {
		return nil
	}
	said := len(g.run.diagnostics)
	ahead := *g
	ahead.dims = noDims()
	ahead.readNames()
	ahead.readColumns()
	cells := ahead.newPeriodCells(ahead.find(g.source.Columns.Period), 0)
	g.run.diagnostics = g.run.diagnostics[:said]
	return func(r sheet.Row) kpi.Date {
		p, code := cells.read(r)
		switch {
		case g.idling:
			return math.MaxInt32
		case code != "":
			return noDay
		}
		return p.Start
	}
}

// report lists the keys without a partner on both sides.
func (m *matches) report(g *grid, jr *joinedRoster) {
	file, numbers := jr.grid.table.File, asNumbers(m.missing.order, jr.order)
	rows := func(l *mentionList) (n int) {
		for _, key := range l.order {
			n += l.rows[key]
		}
		return n
	}
	for _, l := range []struct {
		code string
		list *mentionList
	}{{"join.unmatched", m.missing}, {"join.before", m.early}} {
		if n := len(l.list.order); n > 0 {
			g.report(kpi.Warning, l.code, l.list.first[l.list.order[0]], jr.left, kpi.Args{"file": file, "count": fmt.Sprint(n),
				"rows": fmt.Sprint(rows(l.list)), "keys": listed(l.list.order, 20), "numbers": numbers})
		}
	}
	for _, key := range jr.order {
		use := rosterIdle
		if m.met[key] {
			use = rosterUsed
		}
		for _, line := range jr.lines[key] {
			g.run.useRoster(jr.grid.table.Origin(line, -1), use)
		}
		if !m.met[key] {
			jr.idle = append(jr.idle, jr.entries[key][len(jr.entries[key])-1].row)
		}
	}
	g.run.report(kpi.Note, "join.matched", g.table.Origin(0, jr.left), kpi.Args{"file": file, "rows": fmt.Sprint(m.matched), "count": fmt.Sprint(len(m.met))})
}

// listed writes the first of a list, and a mark where more follow.
func listed(list []string, most int) string {
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return strings.Join(list[:most], ", ") + ", …"
}
