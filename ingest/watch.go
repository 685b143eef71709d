package ingest

import (
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// watch is the list of an alias or an exclusion of a source, over all its tables.
type watch struct {
	*wanted
	source *Source
	column string
	list   string // what tells it from others of the column: its first value
}

// watch reports of rows whether a cell is one of a list, both clean, and notes how
// the list was met. Rows are gone through several times; each counts once.
func (g *grid) watch(by, column string, at int, list []string, meant ...string) func(sheet.Row) bool {
	w := g.run.watchOf(watch{source: g.source, column: column, list: by + "\x00" + list[0]})
	if w.wanted == nil {
		w.wanted = newWanted(by, list, meant...)
		w.heading, w.others, w.at = column, true, g.table.Origin(g.head.Line, at)
	}
	last := 0
	return func(r sheet.Row) bool {
		text := r.At(at).Text
		if r.Line <= last {
			return w.look(text).is
		}
		last = r.Line
		return w.see(text, func() kpi.Origin { return g.table.Origin(r.Line, at) })
	}
}

// watchOf is the watch of a source's list, a new one at first.
func (r *run) watchOf(one watch) *watch {
	for _, w := range r.watches {
		if w.source == one.source && w.column == one.column && w.list == one.list {
			return w
		}
	}
	r.watches = append(r.watches, &one)
	return &one
}

// reportWatches says what the lists of the sources did not meet.
func (r *run) reportWatches() {
	for _, w := range r.watches {
		w.report(r)
	}
}
