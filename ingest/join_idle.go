package ingest

import (
	"fmt"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// readIdle reads the people of the rosters whom no row of the table names: they
// appear without data. It says who does, and who can't.
func (g *grid) readIdle() []*eventPerson {
	var list []*eventPerson
	g.idling = true
	for i, jr := range g.joined {
		period, hired := g.newIdleCells()
		keys := map[string][]string{}
		for _, r := range jr.idle {
			head := g.readIdleRow(jr, r, g.source.Joins[i], period, hired)
			code := idleCode(head)
			keys[code] = append(keys[code], cleanText(r.At(jr.key).Text))
			if code == "join.idle" {
				list = append(list, &eventPerson{head, jr.grid.table.Origin(r.Line, jr.key)})
			}
		}
		g.reportIdle(jr, keys)
	}
	g.idling = false
	return list
}

// readIdleRow reads a row of a roster as if the table named its key, through the
// rosters that are joined behind it; nil where the source leaves the row out.
func (g *grid) readIdleRow(jr *joinedRoster, r sheet.Row, j Join, period, hired *periodCells) *rowHead {
	cells := make([]sheet.Cell, max(g.joinedAt, jr.from, jr.left+1))
	cells[jr.left] = r.At(jr.key)
	if text := cleanText(cells[jr.left].Text); jr.written(text, j) != text {
		cells[jr.left] = sheet.Cell{Kind: sheet.Text, Text: jr.written(text, j)}
	}
	row := sheet.Row{Line: r.Line, Cells: jr.beside(cells, r)}
	for _, do := range g.feed.stages[jr.stage:] {
		if !do(&row) {
			return nil
		}
	}
	head := g.readHead(row, period, hired)
	if name := jr.nameOf(r); name != "" && head.employee.Name == head.employee.ID {
		head.employee.Name = name
	}
	return head
}

// hasNoCell reports whether a blank cell is none: a person of a roster has no row in the
// table.
func (g *grid) hasNoCell(r sheet.Row, at int) bool {
	return g.idling && at < g.joinedAt && r.At(at).Kind == sheet.Blank
}

// idleCode is what to say of a row of a roster that the table doesn't name; "": nothing.
func idleCode(head *rowHead) string {
	switch {
	case head == nil || head.problem == "table.second":
		return ""
	case head.employee.ID == "" || strings.HasPrefix(head.problem, "employee."):
		return "join.unused"
	case strings.HasPrefix(head.problem, "team."):
		return "join.idle_teamless"
	}
	return "join.idle"
}

// reportIdle says of the keys that the table doesn't name what becomes of them.
func (g *grid) reportIdle(jr *joinedRoster, keys map[string][]string) {
	for _, code := range []string{"join.idle", "join.idle_teamless", "join.unused"} {
		severity := kpi.Note
		if code == "join.idle_teamless" {
			severity = kpi.Warning
		}
		if list := keys[code]; len(list) > 0 {
			g.run.report(severity, code, jr.grid.table.Origin(0, jr.key), kpi.Args{"file": g.table.File, "count": fmt.Sprint(len(list)), "keys": listed(list, 20)})
		}
	}
}

// nameOf is the name that a roster has for a person whom the data don't name.
func (ro *roster) nameOf(r sheet.Row) string {
	for _, c := range ro.grid.cols {
		if c.dimension == dimName || c.dimension == dimPerson && c.at != ro.key {
			return cleanText(r.At(c.at).Text)
		}
	}
	return ""
}
