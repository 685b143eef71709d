package reports

import (
	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/reports/locale"
)

// familyTally counts the people of one team's indicator: judged and found
// against the colleagues, held and behind against the standard.
type familyTally struct{ judged, found, held, behind int }

type familyKey struct{ team, kpi string }

func familyOf(g *analysis.Gap) familyKey { return familyKey{g.Team, g.Indicator.ID} }

// familyTallies counts every family of the report; of one that shows some of the
// people only, as they stand in the whole.
func familyTallies(r *Report) map[familyKey]familyTally {
	if r.families != nil {
		return r.families
	}
	all := map[familyKey]familyTally{}
	for i := range r.Gaps {
		g := &r.Gaps[i]
		t := all[familyOf(g)]
		t.judged += count(g.Severity > analysis.NotJudged)
		t.found += count(g.Severity >= analysis.Credible)
		if s := g.Standard; s != nil {
			t.held += count(s.Severity > analysis.NotJudged)
			t.behind += count(s.Severity >= analysis.Credible)
		}
		all[familyOf(g)] = t
	}
	return all
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// outcome is what every headline, of whatever form, says in numbers: the rows
// with a finding, and the rows that could be judged against the colleagues or
// the standard.
type outcome struct {
	severities      map[analysis.Severity]int // rows by the graver of their two severities
	found, compared int
	unsteady        int // rows whose periods vary more than the colleagues'
}

func outcomeOf(r *Report) outcome {
	o := outcome{severities: map[analysis.Severity]int{}}
	for i := range r.Gaps {
		g := &r.Gaps[i]
		o.severities[g.Flagged()]++
		o.found += count(g.Finding())
		o.compared += count(g.Flagged() > analysis.NotJudged)
		o.unsteady += count(unsteady(g))
	}
	return o
}

func unsteady(g *analysis.Gap) bool { return g.History != nil && g.History.Unsteady }

// teamMissing are the summaries of teams that miss a standard as a whole.
func teamMissing(p *locale.Printer, r *Report) []*analysis.Summary {
	var list []*analysis.Summary
	for _, s := range OrderedSummaries(p, r.Summaries) {
		if s.MissesStandard && s.Indicator.Standard != nil {
			list = append(list, s)
		}
	}
	return list
}

// tooFew are the rows that could not be judged for lack of data, by neither
// comparison.
func tooFew(g *analysis.Gap) bool { return g.Flagged() == analysis.NotJudged }
