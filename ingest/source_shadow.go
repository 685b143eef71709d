package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// shadow notes that a source could read a table, but another one stood before it.
func (r *run) shadow(s, by *Source) {
	if r.shadows[s] == nil {
		r.shadows[s] = by
	}
}

// twice is an indicator that two sources give for one table.
type twice struct {
	first *Source
	kpi   string
	at    kpi.Origin
	lost  string // what else the second one would give
}

// noteTwice reports whether a source would give an indicator that the table has from
// another one, and notes that: the source doesn't read the table then.
func (r *run) noteTwice(g *grid, gives map[string]*Source) bool {
	found := twice{at: g.table.Origin(0, -1)}
	var lost []string
	for _, m := range g.source.Measures {
		switch {
		case gives[m.KPI] == nil:
			lost = append(lost, m.KPI)
		case found.first == nil:
			found.first, found.kpi = gives[m.KPI], m.KPI
		}
	}
	if found.first == nil {
		return false
	}
	found.lost = strings.Join(slices.Compact(lost), ", ")
	r.shadow(g.source, found.first)
	if r.twice == nil {
		r.twice = map[*Source]twice{}
	}
	if _, known := r.twice[g.source]; !known {
		r.twice[g.source] = found
	}
	return true
}

// reportShadowed says of sources that could read a table, but another one stood
// before them, that they do nothing: a warning where both mean the same tables, for
// then the second never does anything.
func (r *run) reportShadowed() {
	for i := range r.opt.Sources {
		s := &r.opt.Sources[i]
		first, same := r.shadows[s], r.twice[s]
		idle := first != nil && first != s
		if same.first != nil {
			first = same.first
		}
		if !idle && same.lost == "" {
			continue
		}
		severity := kpi.Note
		if same.lost != "" || s.meansTablesOf(first) {
			severity = kpi.Warning
		}
		args := kpi.Args{"match": s.Match, "number": fmt.Sprint(i + 1), "other": first.Match, "first": fmt.Sprint(r.entryOf(first))}
		code := "source.shadowed"
		if same.first != nil {
			code, args["kpi"], args["lost"] = "source.same_kpi", same.kpi, same.lost
		}
		r.report(severity, code, same.at, args)
	}
}

// entryOf is the number of a source in the configuration, from 1.
func (r *run) entryOf(s *Source) int {
	for i := range r.opt.Sources {
		if &r.opt.Sources[i] == s {
			return i + 1
		}
	}
	return 0
}
