package ingest

import (
	"maps"
	"slices"
	"strings"

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
}

// laneFold makes the figures of a lane a block of a Dataset. What a builder must
// decide (figures that come twice, employees told of in several ways)
// becomes single observations.
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
	contested  map[laneKey]bool
	lines      map[int]*rowTally // of rows that became single observations
	block      *kpi.Block
	here       []laneHere // of the series in hand, by period
	places     map[kpi.Origin]uint32
	extras     []laneExtra // the observations of rows that were kept, sorted
}

// laneExtra is an observation of a row that was kept.
type laneExtra struct {
	key kpi.Key
	o   kpi.Observation
}

// laneKey is what a figure is of.
type laneKey struct {
	team, employee, indicator string
	period                    kpi.Period
}

// laneHere is the figure of a period.
type laneHere struct {
	cell    laneCell
	worker  *laneWorker // nil: there is none
	measure *laneMeasure
	who     int
	extra   *kpi.Observation // in place of a cell
	more    bool             // it is contested
}

// fold adds the figures of the plain rows to the run, and takes the
// observations from one on, those of the rows that were kept, into their block.
func (l *lane) fold(g *grid, from int) {
	for _, w := range l.workers {
		l.whole.add(w.plain)
		values := w.full * len(l.slots)
		l.whole.add(Tally{RowsRead: w.full, RowsUsed: w.full, ValuesRead: values, ValuesUsed: values})
	}
	f := &laneFold{lane: l, grid: g, measures: map[string][][]bool{}, seats: map[string][]*laneSeat{}, contested: map[laneKey]bool{},
		lines: map[int]*rowTally{}, places: map[kpi.Origin]uint32{}}
	extras := slices.Clone(g.run.observations[from:])
	g.run.observations = g.run.observations[:from]
	f.gatherPeriods(extras)
	f.gatherMeasures(extras)
	f.gatherSeats(extras)
	f.begin(len(extras))
	f.sortExtras(extras)
	for t, team := range f.teams {
		for i, in := range f.indicators {
			for _, s := range f.seats[team] {
				f.series(kpi.Key{int32(t), int32(i), s.person.at}, s, in)
			}
		}
	}
	f.settle()
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
	f.here = make([]laneHere, len(f.periods))
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
	seats := map[[2]string]*laneSeat{}
	seat := func(e *kpi.Employee, team string) *laneSeat {
		one := people[e.ID]
		if one == nil {
			one = &laneEmployee{employee: *e}
			people[e.ID], f.people = one, append(f.people, one)
		}
		one.varied = one.varied || !sameEmployee(&one.employee, e)
		key := [2]string{team, e.ID}
		if seats[key] == nil {
			seats[key] = &laneSeat{team: team, person: one}
			f.seats[team] = append(f.seats[team], seats[key])
		}
		return seats[key]
	}
	for i := range extras {
		seat(&extras[i].Employee, extras[i].Team)
	}
	for n, w := range f.lane.workers {
		for who := range w.people {
			if p := &w.people[who]; w.who.rows[who] > 0 {
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

// sameEmployee compares all that is told of an employee.
func sameEmployee(a, b *kpi.Employee) bool {
	if a.Hired != nil && b.Hired != nil && *a.Hired == *b.Hired {
		c := *b
		c.Hired = a.Hired
		b = &c
	}
	return *a == *b
}

// begin makes the block. Its places are the columns of the measures.
func (f *laneFold) begin(extras int) {
	d := kpi.Dataset{Teams: f.teams, Indicators: f.indicators, Periods: f.periods, Employees: make([]kpi.Employee, len(f.people))}
	for i, p := range f.people {
		d.Employees[i] = p.employee
	}
	places := make([]kpi.Origin, len(f.lane.slots))
	for i, s := range f.lane.slots {
		places[i] = f.grid.table.Origin(0, s.col())
		f.places[places[i]] = uint32(i)
	}
	f.block = kpi.NewBlock(d, places, f.lane.whole.ValuesRead+extras)
}

// series adds one employee's figures of an indicator.
func (f *laneFold) series(key kpi.Key, s *laneSeat, in *kpi.Indicator) {
	clear(f.here)
	for _, src := range s.sources {
		f.gather(src, f.measures[in.ID][src.at], f.times[src.at])
	}
	f.gatherExtras(key)
	for p := range f.here {
		h := &f.here[p]
		switch {
		case h.extra != nil:
			key[3] = int32(p)
			f.block.Add(key, h.extra.Measure, f.placeOf(h.extra))
		case h.worker == nil || h.more:
		case s.person.varied || len(f.contested) > 0 && f.contested[laneKey{s.team, s.person.employee.ID, in.ID, f.periods[p]}]:
			f.unfold(h, int32(p))
		default:
			key[3] = int32(p)
			f.add(key, h)
		}
	}
}

// gather looks for the figures that a worker has of an indicator. Where there is
// one already, both are contested.
func (f *laneFold) gather(src laneSource, of []bool, times []int32) {
	w := src.worker
	if of == nil {
		return
	}
	w.cells.each(int(w.who.place[src.who]), func(cell laneCell) {
		if !of[cell.measure] {
			return
		}
		at := times[cell.period]
		h, one := &f.here[at], laneHere{cell: cell, worker: w, measure: w.measures[w.placed[cell.measure]], who: src.who}
		if h.worker == nil {
			*h = one
			return
		}
		if !h.more {
			h.more = true
			f.unfold(h, at)
		}
		f.unfold(&one, at)
	})
}

// add adds a figure to the block.
func (f *laneFold) add(key kpi.Key, h *laneHere) {
	place := kpi.Place{At: uint32(h.measure.nth), Line: h.worker.cells.lineOf(h.cell)}
	if h.measure.slot.value < 0 && h.cell.packed != spilled {
		f.block.AddCounts(key, h.cell.packed>>16, h.cell.packed&mostSmall, place)
		return
	}
	f.block.Add(key, f.measure(h), place)
}

func (f *laneFold) measure(h *laneHere) kpi.Measure {
	if h.measure.slot.value < 0 {
		return kpi.Counts(h.worker.cells.counts(h.cell))
	}
	return f.valueMeasure(h.measure, h.worker.cells.value(h.cell))
}
