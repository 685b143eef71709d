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
	extras       []laneExtra       // those of the teams
	here         []laneHere        // of the series in hand, by period
	lines        map[int]*rowTally // of rows that became single observations
	observations []kpi.Observation // those
	unsure       string
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
			parts = append(parts, &lanePart{laneFold: f, teams: kpi.Span{From: t}, here: make([]laneHere, len(f.periods)), lines: map[int]*rowTally{}})
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
func (f *lanePart) gather(src laneSource, of []bool, times []int32) {
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
func (f *lanePart) add(key kpi.Key, h *laneHere) {
	place := kpi.Place{At: uint32(h.measure.nth), Line: h.worker.cells.lineOf(h.cell)}
	if h.measure.slot.value < 0 && h.cell.packed != spilled {
		f.block.AddCounts(key, h.cell.packed>>16, h.cell.packed&mostSmall, place)
		return
	}
	f.block.Add(key, f.measure(h), place)
}

func (f *lanePart) measure(h *laneHere) kpi.Measure {
	if h.measure.slot.value < 0 {
		return kpi.Counts(h.worker.cells.counts(h.cell))
	}
	return f.valueMeasure(h.measure, h.worker.cells.value(h.cell))
}
