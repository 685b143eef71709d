package ingest

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// Here sources meet tables. The first source that fits a table reads it, and so does
// every other source of events: a call log may give a rate by one and a time by another,
// of other rows and by another day. An indicator comes from one of them alone, for
// figures of both would contradict each other, or count twice.

// sourceUse is a source that a table of a sheet has taken.
type sourceUse struct {
	source      *Source
	file, sheet string
}

// severally is what a grid knows of the other sources that read its table.
type severally struct {
	others   []*grid // the table again, once for each of them
	together []*grid // all that read it, where there are several: they share its rows
	again    bool    // another one stands for the rows in the tallies
	outside  []int   // lines that exclude leaves out, kept where the table is read several times
}

// standOutside notes a row that exclude leaves out, where another source may use it.
func (g *grid) standOutside(r sheet.Row) {
	if len(g.others) > 0 || g.again {
		g.outside = append(g.outside, r.Line)
	}
}

// sourcesOf returns the sources that read a table: the first that fits it, and all
// others of events that do. listed is false when there are sources for the file but none
// for this sheet. Of tables that stand beside each other, whose headings are in one
// row, each takes the next.
func (r *run) sourcesOf(g *grid) (list []*Source, listed bool) {
	t := g.table
	fit, listed := r.fitting(g)
	if len(fit) == 0 {
		return nil, listed
	}
	at := max(0, slices.IndexFunc(fit, func(s *Source) bool { return !r.taken[sourceUse{s, t.File, t.Sheet}] }))
	if g.beside && fit[at].HeaderRow > 0 && at+1 < len(fit) {
		r.taken[sourceUse{fit[at], t.File, t.Sheet}] = true
	}
	list = fit[at : at+1 : at+1]
	for _, s := range fit[at+1:] {
		if !g.beside && s.isEvents() {
			list = append(list, s)
		}
	}
	for _, s := range fit {
		r.shadow(s, list[0])
	}
	return list, true
}

// fitting are the sources that fit a table by its file, its sheet and its header row.
func (r *run) fitting(g *grid) (fit []*Source, listed bool) {
	listed = true
	for i := range r.opt.Sources {
		s := &r.opt.Sources[i]
		if !s.reads(g.table.File) {
			continue
		}
		listed = false
		if s.forSheet(g.table.Sheet) && (s.HeaderRow == 0 || g.from <= s.HeaderRow && s.HeaderRow < g.until) {
			fit = append(fit, s)
		}
	}
	return fit, listed
}

// selects chooses the sources of a table, or returns the code of why it is not to be
// read.
func (r *run) selects(g *grid) string {
	if len(g.table.Rows) == 0 {
		return "table.empty"
	}
	if want := r.opt.Sheet; want != "" && want != "all" && g.table.Sheet != "" && !strings.EqualFold(want, g.table.Sheet) {
		return "table.not_selected"
	}
	sources, listed := r.sourcesOf(g)
	switch {
	case !listed:
		return "table.not_selected"
	case len(sources) == 0:
		return ""
	}
	for _, s := range sources[1:] {
		o := *g
		o.source, o.again = s, true
		g.others = append(g.others, &o)
	}
	g.source = sources[0]
	r.shadows[g.source] = g.source
	return ""
}

// absence is a source whose headings or row a table lacks.
type absence struct {
	source *Source
	fault  *kpi.Fault
}

// readPart reads a table by each of its sources.
func (r *run) readPart(g *grid) []absence {
	from, said := r.observed.Len(), len(r.diagnostics)
	fault := r.readTable(g)
	list := []absence{{g.source, fault}}
	if len(g.others) > 0 {
		list = append(list, r.readOthers(g, from, said)...)
	}
	return slices.DeleteFunc(list, func(a absence) bool { return a.fault == nil })
}

// readOthers reads a table again for each of its other sources. What the first one gave
// begins at one place, and what was said of it at another.
func (r *run) readOthers(g *grid, from, said int) (list []absence) {
	gives := map[string]*Source{}
	for _, o := range r.observed.From(from) {
		gives[o.Indicator.ID] = g.source
	}
	var read []*grid
	for i, one := range append([]*grid{g}, g.others...) {
		if i > 0 {
			if r.noteTwice(one, gives) {
				continue
			}
			before := len(r.diagnostics)
			r.shadows[one.source] = one.source
			list = append(list, absence{one.source, r.readAs(one)})
			r.sayOnce(said, before)
		}
		if one.isRead() {
			read = append(read, one)
			one.giveEvents(gives)
		}
	}
	if len(read) > 0 {
		read[0].again, read[0].together = false, read[:len(read):len(read)]
	}
	return list
}

// isRead reports whether the table was read, and not passed over.
func (g *grid) isRead() bool { return len(g.run.grids) > 0 && g.run.grids[len(g.run.grids)-1] == g }

// giveEvents notes the indicators that the source of events gives.
func (g *grid) giveEvents(gives map[string]*Source) {
	if !g.source.isEvents() {
		return
	}
	for _, m := range g.source.Measures {
		gives[m.KPI] = g.source
	}
}

// absentFault is the fault of a file whose tables lack what its sources name: none
// was read, or one of two sources that mean the same tables read none of them.
func (r *run) absentFault(list []absence, read []*grid) error {
	for _, a := range list {
		if len(read) == 0 {
			return a.fault
		}
		own := slices.ContainsFunc(read, func(g *grid) bool { return g.source == a.source })
		if !own && slices.ContainsFunc(read, func(g *grid) bool { return a.source.meansTablesOf(g.source) }) {
			return a.fault
		}
	}
	return nil
}

// meansTablesOf reports whether two sources are for the same tables by their words.
func (s *Source) meansTablesOf(o *Source) bool {
	return s != nil && o != nil && s.Match == o.Match && s.Sheet == o.Sheet && s.HeaderRow == o.HeaderRow
}

// sayOnce drops what was said of a table from a place on, where the source before has
// said the same of it; of a row that neither could use the values are added up.
func (r *run) sayOnce(said, before int) {
	type saying struct {
		severity   kpi.Severity
		code, args string
		at         kpi.Origin
	}
	of := func(d kpi.Diagnostic) saying {
		args := maps.Clone(d.Args)
		if d.Severity == kpi.Error {
			delete(args, "values")
			delete(args, "count")
		}
		return saying{d.Severity, d.Code, args.String(), d.Origin}
	}
	first := map[saying]int{}
	for i, d := range r.diagnostics[said:before] {
		if d.Code != kpi.MoreDiagnostics {
			first[of(d)] = said + i
		}
	}
	more := slices.DeleteFunc(slices.Clone(r.diagnostics[before:]), func(d kpi.Diagnostic) bool {
		at, is := first[of(d)]
		if is && d.Severity == kpi.Error {
			r.diagnostics[at].Args = addedValues(r.diagnostics[at].Args, d.Args)
		}
		return is
	})
	r.diagnostics = append(r.diagnostics[:before], more...)
}

// addedValues are the arguments of two diagnostics that differ in how many values are
// lost.
func addedValues(a, b kpi.Args) kpi.Args {
	out := maps.Clone(a)
	for _, name := range []string{"values", "count"} {
		m, errM := strconv.Atoi(a[name])
		n, errN := strconv.Atoi(b[name])
		if errM == nil && errN == nil {
			out[name] = strconv.Itoa(m + n)
		}
	}
	return out
}
