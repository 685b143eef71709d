package ingest

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// sortExtras sorts the observations of rows that were kept in the order of the
// block. Those that can't stand in it stay what they are.
func (f *laneFold) sortExtras(list []kpi.Observation) {
	for i, o := range list {
		if key := f.keyOf(o); f.people[key[2]].varied || !f.hasPlace(o) {
			f.grid.run.observed.Add(o)
		} else {
			f.extras = append(f.extras, laneExtra{key, &list[i]})
		}
	}
	slices.SortStableFunc(f.extras, func(a, b laneExtra) int { return a.key.Compare(b.key) })
}

// keyOf finds an observation in the dictionaries, which hold all of it.
func (f *laneFold) keyOf(o kpi.Observation) kpi.Key {
	team, _ := slices.BinarySearch(f.teams, o.Team)
	in, _ := slices.BinarySearchFunc(f.indicators, o.Indicator.ID, func(in *kpi.Indicator, id string) int { return strings.Compare(in.ID, id) })
	who, _ := slices.BinarySearchFunc(f.people, o.Employee.ID, func(p *laneEmployee, id string) int { return strings.Compare(p.employee.ID, id) })
	period, _ := slices.BinarySearchFunc(f.periods, o.Period, kpi.Period.Compare)
	return kpi.Key{int32(team), int32(in), int32(who), int32(period)}
}

// hasPlace reports whether an observation stands in a column of the block.
func (f *laneFold) hasPlace(o kpi.Observation) bool {
	_, known := f.places[placeOf(o.Origin)]
	return known
}

// gatherExtras puts the observations of a series beside its cells.
func (f *lanePart) gatherExtras(key kpi.Key) {
	for ; f.met < len(f.extras); f.met++ {
		at := f.extras[f.met].key
		if at[0] != key[0] || at[1] != key[1] || at[2] != key[2] {
			return
		}
		f.meet(at[3], laneHere{from: int32(-f.met - 1)})
	}
}

// placeOf is an origin without its row.
func placeOf(at kpi.Origin) kpi.Origin {
	at.Row = 0
	return at
}

func (f *laneFold) placeOf(o *kpi.Observation) kpi.Place {
	return kpi.Place{At: f.places[placeOf(o.Origin)], Line: uint32(o.Origin.Row)}
}
