package ingest

import (
	"maps"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// teamSets are the teams in which people stand, by person and by figure; Team
// is "" in the keys.
func (r *run) teamSets() (teams map[string]bool, of map[figureKey]map[string]bool) {
	teams, of = map[string]bool{}, map[figureKey]map[string]bool{}
	for _, o := range r.observed.All() {
		if r.isLate(o) {
			continue
		}
		teams[o.Team] = true
		for _, k := range []figureKey{{"", o.Employee.ID, o.Indicator.ID, o.Period}, {employee: o.Employee.ID}} {
			if of[k] == nil {
				of[k] = map[string]bool{}
			}
			of[k][o.Team] = true
		}
	}
	return teams, of
}

// takeTeams gives the people of correcting files without a team column the
// team that they have in the others. Where that may be several, a figure is
// refused.
func (r *run) takeTeams() {
	teams, of := r.teamSets()
	refused := map[int]bool{}
	for i, o := range r.observed.All() {
		if !r.isLate(o) || teams[o.Team] || r.hasTeam(o.Origin) {
			continue
		}
		list := of[figureKey{"", o.Employee.ID, o.Indicator.ID, o.Period}]
		if list == nil {
			list = of[figureKey{employee: o.Employee.ID}]
		}
		if len(list) > 1 {
			r.refuseTeam(o, slices.Sorted(maps.Keys(list)))
			refused[i] = true
			continue
		}
		for team := range list {
			o.Team = team
		}
		r.observed.Set(i, o)
	}
	r.observed.DeleteFunc(func(i int, _ kpi.Observation) bool { return refused[i] })
}

func (r *run) refuseTeam(o kpi.Observation, teams []string) {
	if !o.Measure.Known() {
		return
	}
	r.recount(figureAt{o.Origin, o.Indicator.ID}, toRejected)
	r.report(kpi.Error, "corrects.which_team", o.Origin, kpi.Args{"employee": o.Employee.ID, "kpi": o.Indicator.ID, "period": o.Period.String(),
		"teams": strings.Join(teams, ", ")})
}

// hasTeam reports whether the table of an address has a column of teams.
func (r *run) hasTeam(at kpi.Origin) bool {
	return slices.ContainsFunc(r.gridsAt(at), func(g *grid) bool { return g.dims.team >= 0 })
}

// warnOtherTeams tells of figures of correcting files whose person has the
// figure under another team: both are kept, for a person may work in two.
func (r *run) warnOtherTeams() {
	_, of := r.teamSets()
	for _, o := range r.observed.All() {
		others := of[figureKey{"", o.Employee.ID, o.Indicator.ID, o.Period}]
		if o.Measure.Known() && r.isLate(o) && len(others) > 0 && !others[o.Team] {
			r.report(kpi.Warning, "corrects.other_team", o.Origin, kpi.Args{"employee": o.Employee.ID, "team": o.Team, "kpi": o.Indicator.ID,
				"period": o.Period.String(), "other": strings.Join(slices.Sorted(maps.Keys(others)), ", ")})
		}
	}
}
