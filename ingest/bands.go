package ingest

import (
	"slices"
	"sort"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// band is a row within a table that holds the name of a team alone: the people below
// it are that team's.
type band struct {
	line int
	team string
}

// takeBands takes the teams of a table without a column of teams from its bands, where
// the first of its rows is one. Bands that begin further down leave the people above
// them without a team: that is said, and nothing is taken.
func (g *grid) takeBands() bool {
	isBand := func(r sheet.Row) bool { return g.bandTeam(r) != "" }
	rows := g.table.Rows[g.last+1:]
	if g.table.Spool != nil || !slices.ContainsFunc(rows[:min(searchDepth, len(rows))], isBand) {
		return false
	}
	g.lane.doubt("takeBands")
	var teams []string
	for _, r := range rows {
		if team := g.bandTeam(r); team != "" {
			g.bands = append(g.bands, band{r.Line, team})
			teams = append(teams, team)
		}
	}
	args := kpi.Args{"teams": strings.Join(teams, ", "), "rows": countText(len(teams))}
	if !isBand(rows[0]) {
		line := g.bands[0].line
		g.bands = nil
		g.report(kpi.Warning, "team.bands_unclear", line, firstColumn(g.head), args)
		return false
	}
	t := *g.table
	t.Rows = slices.DeleteFunc(slices.Clone(t.Rows), func(r sheet.Row) bool { return r.Line > g.head.Line && isBand(r) })
	g.table = &t
	g.reading.TeamFrom = "title"
	g.report(kpi.Note, "team.from_bands", g.bands[0].line, firstColumn(g.head), args)
	return true
}

// bandTeam is the team of a row that is a band, "" of any other: a name that ends like
// that of a team, in the first column, and nothing beside it.
func (g *grid) bandTeam(r sheet.Row) string {
	at := firstColumn(r)
	if at < 0 || at != firstColumn(g.head) || r.At(at).Kind != sheet.Text || slices.ContainsFunc(r.Cells[at+1:], func(c sheet.Cell) bool { return c.Kind != sheet.Blank }) {
		return ""
	}
	name := cleanText(r.At(at).Text)
	if !isCollective(name) || !g.namesTeam(name) || words().isTotalOf(normal(name)) {
		return ""
	}
	return name
}

// teamAt is the team of a line of a table without a column of teams.
func (g *grid) teamAt(line int) string {
	at := sort.Search(len(g.bands), func(i int) bool { return g.bands[i].line > line })
	if at == 0 {
		return g.teamFixed
	}
	return g.bands[at-1].team
}
