package analysis

import (
	"slices"

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

// groups splits the people into cohorts large enough to judge in, as lists of
// their places; those in smaller cohorts are compared with the whole team, the
// last list, of which alone names the members to be judged.
func (t Team) groups(f *family, able []bool) (list []group) {
	all := group{wide: t.opt.Cohort != CohortTeam}
	for i := range f.people {
		all.members = append(all.members, i)
	}
	if t.opt.Cohort == CohortTeam {
		all.judged = all.members
		return []group{all}
	}
	by := map[string][]int{}
	var names []string
	for i := range f.people {
		name := t.opt.Cohort.of(t.data.Employees[f.people[i].id], t.cal.asOf)
		if by[name] == nil {
			names = append(names, name)
		}
		by[name] = append(by[name], i)
	}
	slices.Sort(names)
	for _, name := range names {
		members := by[name]
		if countAble(members, able) >= t.opt.MinTeam {
			list = append(list, group{members: members, judged: members, cohort: name})
		} else {
			all.judged = append(all.judged, members...)
		}
	}
	return append(list, all)
}

// group is a set of people compared with each other.
type group struct {
	members []int // who is in the comparison
	judged  []int // who of them is judged in it
	cohort  string
	wide    bool // the whole team, for want of a large enough cohort
}

func countAble(members []int, able []bool) (n int) {
	for _, i := range members {
		if able[i] {
			n++
		}
	}
	return n
}
