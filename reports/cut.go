package reports

import (
	"slices"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// CountFamilies keeps how many of each team's people were judged and found, which
// a report that is cut for many people would count anew for each.
func (r *Report) CountFamilies() { r.families = familyTallies(r) }

// For is the report for somebody who may see some of the people only: a manager
// the own ones, an employee the own figures. The figures stay those of the whole
// run; rows, plans and remarks about others are gone, in teams the others are
// values without a name, and the observations behind the figures are left out.
func (r *Report) For(mine func(who kpi.Employee, team string) bool) *Report {
	out := *r
	out.Data, out.families = nil, familyTallies(r)
	out.Gaps = kept(r.Gaps, func(g *analysis.Gap) bool { return mine(g.Employee, g.Team) })
	out.Plans = kept(r.Plans, func(p *goals.Plan) bool { return mine(p.Employee, p.Team) })
	out.Progress = kept(r.Progress, func(p *goals.Progress) bool { return mine(p.Plan.Employee, p.Plan.Team) })
	out.Summaries = nil
	for i := range r.Summaries {
		if s, ok := nameless(r.Summaries[i], mine); ok {
			out.Summaries = append(out.Summaries, s)
		}
	}
	people := map[string]bool{}
	for i := range out.Gaps {
		people[out.Gaps[i].Employee.ID] = true
	}
	out.Diagnostics = kept(r.Diagnostics, func(d *kpi.Diagnostic) bool { return d.Args["employee"] == "" || people[d.Args["employee"]] })
	return &out
}

func kept[T any](list []T, keep func(*T) bool) []T {
	var out []T
	for i := range list {
		if keep(&list[i]) {
			out = append(out, list[i])
		}
	}
	return out
}

// nameless is the summary with the names of others taken out, and their
// severities; ok is false where nobody of the team is left.
func nameless(s analysis.Summary, mine func(kpi.Employee, string) bool) (_ analysis.Summary, ok bool) {
	s.Members, s.Severities = slices.Clone(s.Members), map[analysis.Severity]int{}
	for i, m := range s.Members {
		if mine(m.Employee, s.Team) {
			s.Severities[m.Severity]++
			ok = true
			continue
		}
		s.Members[i] = analysis.Member{Value: m.Value, N: m.N, Severity: analysis.NotJudged}
	}
	return s, ok
}
