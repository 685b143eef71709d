package ingest

import (
	"fmt"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// takeTwin finds the roster's column of teams where the data have one, too. Those of
// the data count, for a row knows the team of its day; the roster's where the data
// have none. Both together are no team: who moved is not alone in a team 甲/丙.
func (g *grid) takeTwin(team int) {
	if g.joinedAt == 0 {
		return
	}
	own := g.cols[team].dimension
	for _, c := range g.cols {
		same := c.dimension == own || !isTeamDimension(own) && isTeamDimension(c.dimension)
		if c.Role != RoleIgnored || !same || (team < g.joinedAt) == (c.at < g.joinedAt) || g.isConfigured(c.at) {
			continue
		}
		if team < g.joinedAt && g.twin == 0 {
			g.twin = c.at
			g.give(c.at, RoleTeam)
			g.reportTwin(team)
			continue
		}
		c.dimension = "" // the roster's is the team that is named
	}
}

func isTeamDimension(dimension string) bool {
	return slices.Contains([]string{dimGroup, dimTeam, dimDepartment}, dimension)
}

// reportTwin says how many rows name another team than the roster, and for how many
// the roster's is taken.
func (g *grid) reportTwin(team int) {
	differ, jr := newMentionList(), g.rosterOf(g.twin)
	rows, blank := 0, 0
	for _, r := range g.rows() {
		own, other := g.text(r, team), g.text(r, g.twin)
		switch key := cleanText(r.At(jr.left).Text); {
		case other == "" || own == other || key == "":
		case own == "":
			blank++
		default:
			differ.add(key, r.Line)
			rows++
		}
	}
	if rows+blank == 0 {
		return
	}
	severity := kpi.Note
	if rows > 0 && blank > 0 { // somebody may have two teams of it
		severity = kpi.Warning
	}
	g.report(severity, "team.two_sources", g.head.Line, team, kpi.Args{"heading": g.heading(team), "file": jr.grid.table.File, "rows": fmt.Sprint(rows),
		"count": fmt.Sprint(len(differ.order)), "keys": listed(differ.order, 20), "blank": fmt.Sprint(blank), "twin": g.ownName(g.cols[g.twin])})
}
