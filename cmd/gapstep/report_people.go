package main

import (
	"cmp"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// person is somebody in a team: who works in two has two packs.
type person struct {
	employee kpi.Employee
	team     string
}

type personKey struct{ id, team string }

func (one person) key() personKey { return personKey{one.employee.ID, one.team} }

// people are those with a gap or a plan, with --all everybody, by team and name
// as readers look them up.
func (p *packer) people() []person {
	all, _ := p.set.flags.GetBool("all")
	planned := map[string]bool{}
	for i := range p.report.Plans {
		planned[p.report.Plans[i].Employee.ID] = true
	}
	seen := map[personKey]bool{}
	var list []person
	for i := range p.report.Gaps {
		g := &p.report.Gaps[i]
		k := personKey{g.Employee.ID, g.Team}
		if seen[k] || !all && !g.Finding() && !planned[g.Employee.ID] {
			continue
		}
		seen[k] = true
		list = append(list, person{g.Employee, g.Team})
	}
	names := p.text.Order()
	slices.SortFunc(list, func(a, b person) int {
		return cmp.Or(names.Compare(a.team, b.team), names.Compare(nameOf(a.employee), nameOf(b.employee)), names.Compare(a.employee.ID, b.employee.ID))
	})
	return list
}
