package ingest

import (
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// laneSeat is an employee in a team, with where the workers have the figures.
type laneSeat struct {
	team    string
	person  *laneEmployee
	sources []laneSource
}

type laneSource struct {
	worker  *laneWorker
	at, who int
}

// laneEmployee is an employee as the plain rows tell of her. One who is told of
// in several ways, by another name or role, is varied.
type laneEmployee struct {
	employee kpi.Employee
	at       int32
	varied   bool
	seats    []*laneSeat
}

// laneFold makes the figures of a lane a block of a Dataset. Those of employees
// told of in several ways become single observations.
type laneFold struct {
	lane       *lane
	grid       *grid
	teams      []string
	seats      map[string][]*laneSeat // by team, sorted by employee
	people     []*laneEmployee        // sorted
	indicators []*kpi.Indicator       // sorted
	periods    []kpi.Period           // sorted
	measures   map[string][][]bool    // by indicator, by worker and place: whether it is a measure of it
	times      [][]int32              // by worker and place: index of the period
	block      *kpi.Block
	columns    []kpi.Origin // of the measures: the places of the block
	places     map[kpi.Origin]uint32
	extras     []laneExtra // the observations of rows that were kept, sorted
}

// laneExtra is an observation of a row that was kept.
type laneExtra struct {
	key kpi.Key
	o   *kpi.Observation
}

// fold adds the figures of the plain rows to the run, and takes the
// observations from one on, those of the rows that were kept, into their block.
func (l *lane) fold(g *grid, from int) {
	for _, w := range l.workers {
		l.whole.add(w.plain)
		values := w.full * len(l.slots)
		l.whole.add(Tally{RowsRead: w.full, RowsUsed: w.full, ValuesRead: values, ValuesUsed: values})
	}
	f := &laneFold{lane: l, grid: g, measures: map[string][][]bool{}, seats: map[string][]*laneSeat{}, places: map[kpi.Origin]uint32{}}
	var extras []kpi.Observation
	for _, o := range g.run.observed.From(from) {
		extras = append(extras, o)
	}
	g.run.observed.Truncate(from)
	f.gatherPlaces()
	f.gatherPeriods(extras)
	f.gatherMeasures(extras)
	f.gatherSeats(extras)
	f.sortExtras(extras)
	parts := f.cut(runtime.GOMAXPROCS(0))
	f.begin(parts)
	var all sync.WaitGroup
	for _, p := range parts {
		all.Go(p.fold)
	}
	all.Wait()
	f.settle(parts)
}

func (f *laneFold) gatherPlaces() {
	for i, s := range f.lane.slots {
		at := f.grid.table.Origin(0, s.col())
		f.columns, f.places[at] = append(f.columns, at), uint32(i)
	}
}

func (f *laneFold) gatherPeriods(extras []kpi.Observation) {
	all := map[kpi.Period]int32{}
	for _, o := range extras {
		all[o.Period] = 0
	}
	for _, w := range f.lane.workers {
		for t, rows := range w.times.rows {
			if rows > 0 {
				all[w.periods[t]] = 0
			}
		}
	}
	f.periods = slices.SortedFunc(maps.Keys(all), kpi.Period.Compare)
	for i, p := range f.periods {
		all[p] = int32(i)
	}
	for _, w := range f.lane.workers {
		at := make([]int32, len(w.times.plain))
		for place, t := range w.times.plain {
			at[place] = all[w.periods[t]]
		}
		f.times = append(f.times, at)
	}
}

func (f *laneFold) gatherMeasures(extras []kpi.Observation) {
	catalogue := f.grid.run.words.catalogue
	meet := func(in *kpi.Indicator) {
		if f.measures[in.ID] == nil {
			f.measures[in.ID] = make([][]bool, len(f.lane.workers))
			f.indicators = append(f.indicators, in)
		}
	}
	for _, o := range extras {
		meet(o.Indicator)
	}
	for n, w := range f.lane.workers {
		for i, m := range w.measures {
			if w.kpis.rows[i/len(f.lane.slots)] == 0 {
				continue
			}
			id := m.indicator.ID
			m.indicator = catalogue.Get(id)
			meet(m.indicator)
			if f.measures[id][n] == nil {
				f.measures[id][n] = make([]bool, len(w.placed))
			}
			f.measures[id][n][m.at] = true
		}
	}
	slices.SortFunc(f.indicators, func(a, b *kpi.Indicator) int { return strings.Compare(a.ID, b.ID) })
}

func (f *laneFold) gatherSeats(extras []kpi.Observation) {
	people := map[string]*laneEmployee{}
	seat := func(e *kpi.Employee, team string) *laneSeat {
		one := people[e.ID]
		if one == nil {
			one = &laneEmployee{employee: *e}
			people[e.ID], f.people = one, append(f.people, one)
		}
		one.varied = one.varied || !one.employee.Same(*e)
		for _, s := range one.seats { // nearly always the one
			if s.team == team {
				return s
			}
		}
		s := &laneSeat{team: team, person: one}
		one.seats, f.seats[team] = append(one.seats, s), append(f.seats[team], s)
		return s
	}
	for i := range extras {
		seat(&extras[i].Employee, extras[i].Team)
	}
	for n, w := range f.lane.workers {
		for who, p := range w.people {
			if w.who.rows[who] > 0 {
				s := seat(&p.employee, p.team)
				s.sources = append(s.sources, laneSource{w, n, who})
			}
		}
	}
	slices.SortFunc(f.people, func(a, b *laneEmployee) int { return strings.Compare(a.employee.ID, b.employee.ID) })
	for i, p := range f.people {
		p.at = int32(i)
	}
	f.teams = slices.Sorted(maps.Keys(f.seats))
	for _, list := range f.seats {
		slices.SortFunc(list, func(a, b *laneSeat) int { return int(a.person.at - b.person.at) })
	}
}
