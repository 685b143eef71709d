package reports

import (
	"slices"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// For is the report for somebody who may see some of the people only: a manager
// the own ones, an employee the own figures. The figures stay those of the whole
// run; rows, plans and remarks about others are gone, in teams the others are
// values without a name, and the observations behind the figures are left out.
func (r *Report) For(mine func(who kpi.Employee, team string) bool) *Report {
	c := NewCutter(r)
	return c.For(c.teams, mine)
}

// Cutter cuts a report for many readers. It has looked at every row once, so that
// a cut costs what its teams hold, and not what the company does. It may be used
// from several goroutines.
type Cutter struct {
	whole     *Report
	families  map[familyKey]familyTally
	teams     []string // of every row, each once
	gaps      rowsBy
	summaries rowsBy
	plans     rowsBy
	progress  rowsBy
	evaluated rowsBy
	records   rowsBy // by plan
	remarks   rowsBy // by person, those about nobody under ""
}

// rowsBy are the rows of a list by what they are looked up by, in their order.
type rowsBy map[string][]int

func rowsOfKeys[T any](list []T, key func(*T) string) rowsBy {
	at := rowsBy{}
	for i := range list {
		k := key(&list[i])
		at[k] = append(at[k], i)
	}
	return at
}

// of are the rows of some keys, in the order of the list.
func (at rowsBy) of(keys []string) []int {
	if len(keys) == 1 {
		return at[keys[0]]
	}
	var rows []int
	for _, k := range keys {
		rows = append(rows, at[k]...)
	}
	slices.Sort(rows)
	return rows
}

// NewCutter looks at every row of the report.
func NewCutter(r *Report) *Cutter {
	c := &Cutter{whole: r, families: familyTallies(r),
		gaps:      rowsOfKeys(r.Gaps, func(g *analysis.Gap) string { return g.Team }),
		summaries: rowsOfKeys(r.Summaries, func(s *analysis.Summary) string { return s.Team }),
		plans:     rowsOfKeys(r.Plans, func(p *goals.Plan) string { return p.Team }),
		progress:  rowsOfKeys(r.Progress, func(p *goals.Progress) string { return p.Plan.Team }),
		evaluated: rowsOfKeys(r.Evaluations, func(ev *Evaluated) string { return ev.Progress.Plan.Team }),
		records:   rowsOfKeys(r.Records, func(rec *Record) string { return rec.Plan }),
		remarks:   rowsOfKeys(r.Diagnostics, func(d *kpi.Diagnostic) string { return d.Args["employee"] })}
	all := map[string]bool{}
	for _, at := range []rowsBy{c.gaps, c.summaries, c.plans, c.progress, c.evaluated} {
		for team := range at {
			all[team] = true
		}
	}
	c.teams = sortedKeys(all)
	return c
}

// Teams are the teams of every person whom pick names, with what it names them by:
// the teams of each manager, say.
func (c *Cutter) Teams(pick func(who kpi.Employee, team string) string) map[string][]string {
	teams := map[string][]string{}
	add := func(who kpi.Employee, team string) {
		if k := pick(who, team); !slices.Contains(teams[k], team) {
			teams[k] = append(teams[k], team)
		}
	}
	r := c.whole
	for i := range r.Gaps {
		add(r.Gaps[i].Employee, r.Gaps[i].Team)
	}
	for i := range r.Summaries {
		for _, m := range r.Summaries[i].Members {
			add(m.Employee, r.Summaries[i].Team)
		}
	}
	for i := range r.Plans {
		add(r.Plans[i].Employee, r.Plans[i].Team)
	}
	for i := range r.Progress {
		add(r.Progress[i].Plan.Employee, r.Progress[i].Plan.Team)
	}
	for i := range r.Evaluations {
		add(r.Evaluations[i].Progress.Plan.Employee, r.Evaluations[i].Progress.Plan.Team)
	}
	return teams
}

// For is [Report.For] of somebody who may see people of these teams alone.
func (c *Cutter) For(teams []string, mine func(who kpi.Employee, team string) bool) *Report {
	r := c.whole
	out := *r
	out.Data, out.families = nil, c.families
	out.Gaps = kept(r.Gaps, c.gaps.of(teams), func(g *analysis.Gap) bool { return mine(g.Employee, g.Team) })
	out.Plans = kept(r.Plans, c.plans.of(teams), func(p *goals.Plan) bool { return mine(p.Employee, p.Team) })
	out.Progress = kept(r.Progress, c.progress.of(teams), func(p *goals.Progress) bool { return mine(p.Plan.Employee, p.Plan.Team) })
	out.Evaluations = kept(r.Evaluations, c.evaluated.of(teams), func(ev *Evaluated) bool { return mine(ev.Progress.Plan.Employee, ev.Progress.Plan.Team) })
	out.Records = kept(r.Records, c.recordsOf(out.Plans), func(*Record) bool { return true })
	out.Summaries = nil
	for _, i := range c.summaries.of(teams) {
		if s, ok := nameless(&r.Summaries[i], mine); ok {
			out.Summaries = append(out.Summaries, s)
		}
	}
	out.Diagnostics = kept(r.Diagnostics, c.remarksOn(out.Gaps), func(*kpi.Diagnostic) bool { return true })
	return &out
}

func (c *Cutter) recordsOf(plans []goals.Plan) []int {
	ids := map[string]bool{}
	for i := range plans {
		ids[plans[i].ID] = true
	}
	return c.records.of(sortedKeys(ids))
}

// remarksOn are the remarks about these people, and about nobody.
func (c *Cutter) remarksOn(gaps []analysis.Gap) []int {
	people := map[string]bool{"": true}
	for i := range gaps {
		people[gaps[i].Employee.ID] = true
	}
	return c.remarks.of(sortedKeys(people))
}

// kept are the rows of list at some places that keep says yes to.
func kept[T any](list []T, at []int, keep func(*T) bool) []T {
	var out []T
	for _, i := range at {
		if keep(&list[i]) {
			out = append(out, list[i])
		}
	}
	return out
}

// nameless is the summary with the names of others taken out, and their
// severities; ok is false where nobody of the team is left.
func nameless(s *analysis.Summary, mine func(kpi.Employee, string) bool) (_ analysis.Summary, ok bool) {
	if !slices.ContainsFunc(s.Members, func(m analysis.Member) bool { return mine(m.Employee, s.Team) }) {
		return analysis.Summary{}, false
	}
	out := *s
	out.Members, out.Severities = slices.Clone(s.Members), map[analysis.Severity]int{}
	for i, m := range out.Members {
		if mine(m.Employee, s.Team) {
			out.Severities[m.Severity]++
			continue
		}
		out.Members[i] = analysis.Member{Value: m.Value, N: m.N, Severity: analysis.NotJudged}
	}
	return out, true
}
