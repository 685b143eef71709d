package main

import (
	"github.com/gapstep/gapstep/ingest/kpi"
)

// person is somebody in a team: who works in two has two packs.
type person struct {
	employee kpi.Employee
	team     string
}

type personKey struct{ id, team string }

func (one person) key() personKey { return personKey{one.employee.ID, one.team} }

// people are those with a gap or a plan, with --all everybody, in the report's
// order.
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
	return list
}
