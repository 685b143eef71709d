package ingest

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// sortExtras sorts the observations of rows that were kept in the order of the
// block. Those that a builder must decide on stay what they are.
func (f *laneFold) sortExtras(list []kpi.Observation) {
	for _, o := range list {
		if key := f.keyOf(o); f.people[key[2]].varied || !f.hasPlace(o) {
			f.contest(o)
		} else {
			f.extras = append(f.extras, laneExtra{key, o})
		}
	}
	slices.SortStableFunc(f.extras, func(a, b laneExtra) int { return a.key.Compare(b.key) })
	alone := f.extras[:0:0]
	for i, e := range f.extras {
		if i > 0 && f.extras[i-1].key == e.key || i+1 < len(f.extras) && f.extras[i+1].key == e.key || f.contested[keyOfFigure(e.o)] {
			f.contest(e.o)
			continue
		}
		alone = append(alone, e)
	}
	f.extras = alone
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

func keyOfFigure(o kpi.Observation) laneKey {
	return laneKey{o.Team, o.Employee.ID, o.Indicator.ID, o.Period}
}

// contest leaves an observation to the builder, with all others of its key.
func (f *laneFold) contest(o kpi.Observation) {
	f.contested[keyOfFigure(o)] = true
	f.grid.run.observations = append(f.grid.run.observations, o)
}

// gatherExtras puts the observations of a series beside its cells. One that
// meets a cell is left to the builder, and the cell too.
func (f *lanePart) gatherExtras(key kpi.Key) {
	for len(f.extras) > 0 && f.extras[0].key[0] == key[0] && f.extras[0].key[1] == key[1] && f.extras[0].key[2] == key[2] {
		e := &f.extras[0]
		f.extras = f.extras[1:]
		h := &f.here[e.key[3]]
		if h.worker == nil {
			h.extra = &e.o
			continue
		}
		f.observations = append(f.observations, e.o)
		if !h.more {
			h.more = true
			f.unfold(h, e.key[3])
		}
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
