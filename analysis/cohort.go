package analysis

import (
	"maps"
	"slices"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Cohort names what people are compared within: new staff with new staff, a
// role with its own.
type Cohort string

// The cohorts. Tenure is counted at the as-of date: new below six months,
// settling below twenty-four, else established; without a hire date it is not
// known and a cohort of its own.
const (
	CohortTeam   Cohort = ""
	CohortRole   Cohort = "role"
	CohortLevel  Cohort = "level"
	CohortTenure Cohort = "tenure"
	CohortType   Cohort = "type"
)

// Cohorts lists the words that Options.Cohort takes.
func Cohorts() []Cohort {
	return []Cohort{CohortTeam, CohortRole, CohortLevel, CohortTenure, CohortType}
}

// The months at which tenure changes its name.
const (
	newMonths      = 6
	settlingMonths = 24
)

// of is the cohort that an employee belongs to.
func (c Cohort) of(e kpi.Employee, asOf kpi.Date) string {
	switch c {
	case CohortRole:
		return e.Role
	case CohortLevel:
		return e.Level
	case CohortType:
		return e.Type
	case CohortTenure:
		return tenure(e.Hired, asOf)
	}
	return ""
}

func tenure(hired *kpi.Date, asOf kpi.Date) string {
	switch {
	case hired == nil:
		return ""
	case hired.AddMonths(newMonths) > asOf:
		return "new"
	case hired.AddMonths(settlingMonths) > asOf:
		return "settling"
	}
	return "established"
}

// groupsOf splits the people into cohorts large enough to judge in; those in
// smaller cohorts, or in none that is known, are compared with the whole team, the
// last of the list, of whom it alone judges them.
func (t *team) groupsOf(f *family, pools []*pool, able []bool) (list []*group) {
	all := &t.groups.take(1)[0]
	all.members, all.pools, all.wide = t.places.take(len(pools)), pools, t.opt.Cohort != CohortTeam
	for i := range pools {
		all.members[i] = i
	}
	if t.opt.Cohort == CohortTeam {
		t.one[0] = all
		return t.one[:]
	}
	by := map[string]*group{}
	for i := range f.people {
		name := t.opt.Cohort.of(t.data.Employees[f.people[i].id], t.cal.asOf)
		if by[name] == nil {
			by[name] = &group{cohort: name}
		}
		by[name].add(i, pools[i])
	}
	all.judged = make([]bool, len(pools))
	for _, name := range slices.Sorted(maps.Keys(by)) {
		g := by[name]
		if name != "" && countAble(g.members, able) >= t.opt.MinTeam { // those of no known cohort are no cohort
			g.describe()
			list = append(list, g)
			continue
		}
		for _, i := range g.members {
			all.judged[i] = true
		}
	}
	return append(list, all)
}

// group is a set of people compared with each other.
type group struct {
	members []int // who is in the comparison
	pools   []*pool
	judged  []bool // who of them is judged in it, by the family's order; nil: all
	cohort  string
	wide    bool // the whole team, for want of a large enough cohort

	mean float64 // of a cohort: the plain mean of its values
	n    int     // and how many there are
}

func (g *group) add(i int, p *pool) {
	g.members, g.pools = append(g.members, i), append(g.pools, p)
}

func (g *group) judges(k int) bool { return g.judged == nil || g.judged[g.members[k]] }

// describe takes the mean of a cohort.
func (g *group) describe() {
	values := make([]float64, 0, len(g.pools))
	for _, p := range g.pools {
		if len(p.levels) > 0 {
			values = append(values, p.value())
		}
	}
	g.mean, g.n = infer.Mean(values), len(values)
}

func countAble(members []int, able []bool) (n int) {
	for _, i := range members {
		n += count(able[i])
	}
	return n
}
