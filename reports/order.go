package reports

import (
	"cmp"
	"slices"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// place is what a row is looked up by: the team, within it the group (an
// indicator, or none), within it the person.
type place struct {
	team, group string
	who         kpi.Employee
}

// inOrder puts rows that people read into the order in which they look them up:
// teams and people by name, as their language sorts it. People of one name
// stand by id, rows of one person as they came. Machine formats keep the order of ids.
func inOrder[T any](p *locale.Printer, rows []T, of func(T) place) []T {
	names := p.Order()
	slices.SortStableFunc(rows, func(x, y T) int {
		a, b := of(x), of(y)
		if c := names.Compare(a.team, b.team); c != 0 {
			return c
		}
		if c := cmp.Compare(a.group, b.group); c != 0 {
			return c
		}
		if c := names.Compare(personName(a.who), personName(b.who)); c != 0 {
			return c
		}
		return names.Compare(a.who.ID, b.who.ID)
	})
	return rows
}

func orderedGaps(p *locale.Printer, rows []*analysis.Gap) []*analysis.Gap {
	return inOrder(p, rows, func(g *analysis.Gap) place { return place{g.Team, g.Indicator.ID, g.Employee} })
}

func orderedPlans(p *locale.Printer, plans []goals.Plan) []*goals.Plan {
	return inOrder(p, pointers(plans), func(plan *goals.Plan) place { return place{team: plan.Team, who: plan.Employee} })
}

func orderedProgress(p *locale.Printer, progress []goals.Progress) []*goals.Progress {
	return inOrder(p, pointers(progress), func(pr *goals.Progress) place { return place{team: pr.Plan.Team, who: pr.Plan.Employee} })
}

func orderedEvaluations(p *locale.Printer, list []Evaluated) []*Evaluated {
	return inOrder(p, pointers(list), func(ev *Evaluated) place {
		return place{team: ev.Progress.Plan.Team, who: ev.Progress.Plan.Employee}
	})
}

// OrderedSummaries are the summaries by the names of their teams, as readers of the
// printer's language look them up; those of a team stay as they come.
func OrderedSummaries(p *locale.Printer, list []analysis.Summary) []*analysis.Summary {
	return inOrder(p, pointers(list), func(s *analysis.Summary) place { return place{team: s.Team} })
}

func pointers[T any](list []T) []*T {
	all := make([]*T, len(list))
	for i := range list {
		all[i] = &list[i]
	}
	return all
}
