package ingest

import (
	"fmt"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// rowsAt counts rows of the data, and keeps where the first stands.
type rowsAt struct {
	rows, values int
	first        kpi.Origin
}

func (n *rowsAt) add(values int, at kpi.Origin) {
	if n.rows == 0 {
		n.first = at
	}
	n.rows, n.values = n.rows+1, n.values+values
}

// partless are the rows of a table that have no employee or no team because of a
// roster.
type partless struct {
	order []partlessKey
	byKey map[partlessKey]*rowsAt
}

// partlessKey is a key whose rows a roster leaves without a part.
type partlessKey struct{ code, key, file string }

// tear notes a cell that rows of a roster contradict each other in.
func (ro *roster) tear(cell [2]int, said kpi.Origin) {
	if _, known := ro.torn[cell]; !known {
		ro.torn[cell] = said
	}
}

// lacksPart counts a row that has no employee or no team because its roster has none
// for it: where the roster contradicts itself with what was said about that, else by
// key. It reports false for other rows.
func (g *grid) lacksPart(r sheet.Row, h *rowHead, values int) bool {
	code := ""
	switch h.problem {
	case "employee.missing":
		code = "join.no_employee"
	case "team.missing":
		code = "join.no_team"
	}
	if code == "" || g.joinedAt == 0 || h.col < g.joinedAt {
		return false
	}
	jr := g.rosterOf(h.col)
	key, at := cleanText(r.At(jr.left).Text), g.table.Origin(r.Line, jr.left)
	if key == "" {
		return false
	}
	line, _ := g.rosterLine(jr, r.Line)
	if said, torn := jr.torn[[2]int{line, jr.columns[h.col-jr.from]}]; torn {
		g.run.countTorn(said, at)
		return true
	}
	g.partless.add(partlessKey{code, key, jr.grid.table.File}, values, at)
	return true
}

func (p *partless) add(key partlessKey, values int, at kpi.Origin) {
	if p.byKey == nil {
		p.byKey = map[partlessKey]*rowsAt{}
	}
	if p.byKey[key] == nil {
		key.key = strings.Clone(key.key) // the cell's may keep those of many rows
		p.order = append(p.order, key)
		p.byKey[key] = &rowsAt{}
	}
	p.byKey[key].add(values, at)
}

// tornID is the column of ids in which the roster contradicts itself about the
// person of a row, −1 where it does not: one name stands there for two people, and
// nobody knows whose row it is.
func (g *grid) tornID(r sheet.Row) int {
	for _, jr := range g.joined {
		for i, at := range jr.columns {
			if jr.grid.cols[at].dimension != dimID || !jr.isTorn(at) {
				continue
			}
			line, _ := g.rosterLine(jr, r.Line)
			if _, torn := jr.torn[[2]int{line, at}]; torn {
				return jr.from + i
			}
		}
	}
	return -1
}

// isTorn reports whether any rows of a key contradict each other in a column.
func (ro *roster) isTorn(col int) bool {
	for cell := range ro.torn {
		if cell[1] == col {
			return true
		}
	}
	return false
}

// rosterOf is the roster whose columns a column is one of.
func (g *grid) rosterOf(col int) *joinedRoster {
	for i := len(g.joined) - 1; i > 0; i-- {
		if col >= g.joined[i].from {
			return g.joined[i]
		}
	}
	return g.joined[0]
}

// reportPartless says once for each key how many rows have no employee, or no team.
func (g *grid) reportPartless() {
	for _, k := range g.partless.order {
		n := g.partless.byKey[k]
		g.run.report(kpi.Error, k.code, n.first, kpi.Args{"key": k.key, "rows": fmt.Sprint(n.rows), "values": fmt.Sprint(n.values), "file": k.file})
	}
}

// countTorn counts a row for what was said about its roster.
func (r *run) countTorn(said, at kpi.Origin) {
	if r.tornRows == nil {
		r.tornRows = map[kpi.Origin]*rowsAt{}
	}
	if r.tornRows[said] == nil {
		r.tornRows[said] = &rowsAt{}
	}
	r.tornRows[said].add(1, at)
}

// tellTorn adds to what was said about rosters that contradict themselves how
// many rows of the data that costs.
func (r *run) tellTorn() {
	for i, d := range r.diagnostics {
		if n := r.tornRows[d.Origin]; n != nil && d.Code == "join.two_answers" {
			r.diagnostics[i].Args["rows"], r.diagnostics[i].Args["first"] = fmt.Sprint(n.rows), n.first.String()
		}
	}
}
