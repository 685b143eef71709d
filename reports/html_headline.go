package reports

import (
	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/reports/locale"
)

// headline says what matters most in a sentence: where the plans stand, when
// there is progress, and what stands out; then the counts behind it.
func (pg *page) headline(r *Report) {
	pg.Headline = pg.outcome(r)
	if len(r.Progress) > 0 {
		pg.Headline, pg.Second = pg.printer.Text("html.headline.progress", locale.Args{"count": len(r.Progress)}), pg.Headline
		pg.Stands = statusTiles(pg.printer, r)
	}
	if r.evaluatesOnly() {
		pg.Headline, pg.Second = pg.printer.Text("evaluation.headline", locale.Args{"count": len(r.Evaluations)}), ""
		return
	}
	if len(r.Gaps) == 0 {
		if len(r.Progress) > 0 {
			pg.Second = ""
		}
		return
	}
	pg.Scope = scope(pg.printer, r)
	counts := outcomeOf(r).severities
	for s := analysis.Serious; s >= analysis.NotJudged; s-- {
		pg.Tiles = append(pg.Tiles, tile{Class: s.String(), Count: pg.printer.Number(counts[s]), Word: pg.printer.Word("severity", s.String()),
			Note: pg.printer.Text("html.severity."+s.String(), nil)})
	}
}

// outcome says what the comparison found.
func (pg *page) outcome(r *Report) string {
	switch found := outcomeOf(r).found; {
	case len(r.Gaps) == 0:
		return pg.printer.Text("html.headline.empty", nil)
	case pg.Descriptive:
		return pg.printer.Text("html.headline.descriptive", nil)
	case found == 0:
		return pg.printer.Text("html.headline.none", nil)
	default:
		return pg.printer.Text("html.headline.found", locale.Args{"count": found})
	}
}

// scope says how much was compared.
func scope(p *locale.Printer, r *Report) string {
	people, concerned, teams, indicators := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i := range r.Gaps {
		g := &r.Gaps[i]
		people[g.Employee.ID], teams[g.Team], indicators[g.Indicator.ID] = true, true, true
		if g.Finding() {
			concerned[g.Employee.ID] = true
		}
	}
	return p.Text("html.scope", locale.Args{"people": p.Number(len(people)), "concerned": p.Number(len(concerned)), "teams": p.Number(len(teams)),
		"kpis": p.Number(len(indicators)), "comparisons": p.Number(outcomeOf(r).compared)})
}

// statusCount is how many plans stand at a status.
type statusCount struct {
	status goals.Status
	n      int
}

// statusCounts counts the plans by status, those that ask for a talk first;
// statuses that no plan has are left out.
func statusCounts(r *Report) []statusCount {
	counts := map[goals.Status]int{}
	for i := range r.Progress {
		counts[r.Progress[i].Status]++
	}
	var list []statusCount
	for _, s := range []goals.Status{goals.Missed, goals.AtRisk, goals.Inconclusive, goals.NoData, goals.Pending, goals.OnTrack, goals.Sustained, goals.Met} {
		if counts[s] > 0 {
			list = append(list, statusCount{s, counts[s]})
		}
	}
	return list
}

func statusTiles(p *locale.Printer, r *Report) []tile {
	var tiles []tile
	for _, c := range statusCounts(r) {
		tiles = append(tiles, tile{Class: string(c.status), Count: p.Number(c.n), Word: p.Word("status", string(c.status)),
			Note: p.Text("html.status."+string(c.status), nil)})
	}
	return tiles
}
