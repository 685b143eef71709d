package ingest

import (
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// lanePart is the part of a fold that one goroutine makes: some whole teams.
type lanePart struct {
	*laneFold    // nothing of it is changed
	teams        kpi.Span
	room         int // for so many rows, at most
	block        *kpi.Block
	extras       []laneExtra      // those of the teams
	met          int              // so many of them have been met
	here         []laneHere       // of the series in hand, by period
	again        []laneAgain      // of the series in hand: what else there is of a period
	observations kpi.Observations // of people who are told of in several ways
	lines        []uint32         // of their figures, where a row has several
	unsure       string
}

// laneHere is the figure of a period: a cell of one of the seat's sources, counted
// from 1, or in place of it one of the extras, counted down from -1. 0: there is none.
type laneHere struct {
	cell laneCell
	from int32
}

// laneAgain is another figure of a period: which of them counts is for a builder to
// decide, which may know more of them.
type laneAgain struct {
	laneHere
	period int32
}

// cut deals the teams to so many parts, or fewer, of about the same size.
func (f *laneFold) cut(most int) []*lanePart {
	rooms, all := make([]int, len(f.teams)), len(f.extras)
	for t, team := range f.teams {
		for _, s := range f.seats[team] {
			for _, src := range s.sources {
				rooms[t] += src.worker.cells.count(int(src.worker.who.place[src.who]))
			}
		}
		all += rooms[t]
	}
	for _, e := range f.extras {
		rooms[e.key[0]]++
	}
	var parts []*lanePart
	extras := f.extras
	for t, room := range rooms {
		if len(parts) == 0 || parts[len(parts)-1].room > all/most {
			parts = append(parts, &lanePart{laneFold: f, teams: kpi.Span{From: t}, here: make([]laneHere, len(f.periods))})
		}
		p := parts[len(parts)-1]
		p.teams.To, p.room = t+1, p.room+room
	}
	for _, p := range parts {
		n, _ := slices.BinarySearchFunc(extras, int32(p.teams.To), func(e laneExtra, t int32) int { return int(e.key[0] - t) })
		p.extras, extras = extras[:n], extras[n:]
	}
	return parts
}

// begin makes the block and its parts.
func (f *laneFold) begin(parts []*lanePart) {
	d := kpi.Dataset{Teams: f.teams, Indicators: f.indicators, Periods: f.periods, Employees: make([]kpi.Employee, len(f.people))}
	for i, p := range f.people {
		d.Employees[i] = p.employee
	}
	var rooms []int
	all := 0
	for _, p := range parts {
		rooms, all = append(rooms, p.room), all+p.room
	}
	f.block = kpi.NewBlock(d, f.columns, all)
	for i, b := range f.block.Parts(rooms) {
		parts[i].block = b
	}
}

// fold adds the series of the part's teams.
func (f *lanePart) fold() {
	for t := f.teams.From; t < f.teams.To; t++ {
		for i, in := range f.indicators {
			for _, s := range f.seats[f.laneFold.teams[t]] {
				f.series(kpi.Key{int32(t), int32(i), s.person.at}, s, in)
			}
		}
	}
}

// series adds one employee's figures of an indicator.
func (f *lanePart) series(key kpi.Key, s *laneSeat, in *kpi.Indicator) {
	clear(f.here)
	f.again = f.again[:0]
	for i, src := range s.sources {
		f.gather(int32(i+1), src, f.measures[in.ID][src.at])
	}
	f.gatherExtras(key)
	slices.SortStableFunc(f.again, func(a, b laneAgain) int { return int(a.period - b.period) })
	again := f.again
	for p, h := range f.here {
		if h.from == 0 {
			continue
		}
		key[3] = int32(p)
		f.add(key, s, h)
		for ; len(again) > 0 && again[0].period == key[3]; again = again[1:] {
			f.add(key, s, again[0].laneHere)
		}
	}
}

// gather looks for the figures that a source has of an indicator.
func (f *lanePart) gather(from int32, src laneSource, of []bool) {
	if of == nil {
		return
	}
	w, times := src.worker, f.times[src.at]
	w.cells.each(int(w.who.place[src.who]), func(cell laneCell) {
		if of[cell.measure] {
			f.meet(times[cell.period], laneHere{cell, from})
		}
	})
}

// meet takes a figure of a period.
func (f *lanePart) meet(period int32, h laneHere) {
	if f.here[period].from == 0 {
		f.here[period] = h
	} else {
		f.again = append(f.again, laneAgain{h, period})
	}
}

// add adds a figure to the block. That of somebody who is told of in several ways
// becomes a single observation.
func (f *lanePart) add(key kpi.Key, s *laneSeat, h laneHere) {
	if h.from < 0 {
		o := f.extras[-h.from-1].o
		f.block.Add(key, o.Measure, f.placeOf(o))
		return
	}
	src := s.sources[h.from-1]
	w := src.worker
	m := w.measures[w.placed[h.cell.measure]]
	place := kpi.Place{At: uint32(m.nth), Line: w.cells.lineOf(h.cell)}
	switch {
	case s.person.varied:
		f.observe(w.people[src.who], m, f.periods[key[3]], f.measure(w, m, h.cell), int(place.Line))
	case m.slot.value < 0 && h.cell.packed != spilled:
		f.block.AddCounts(key, h.cell.packed>>16, h.cell.packed&mostSmall, place)
	default:
		f.block.Add(key, f.measure(w, m, h.cell), place)
	}
}

func (f *lanePart) measure(w *laneWorker, m *laneMeasure, cell laneCell) kpi.Measure {
	if m.slot.value < 0 {
		return kpi.Counts(w.cells.counts(cell))
	}
	return f.valueMeasure(m, w.cells.value(cell))
}
