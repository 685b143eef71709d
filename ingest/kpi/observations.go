package kpi

import (
	"hash/maphash"
	"iter"
	"math"
)

// Observations is a list of observations in little memory: what comes again from row
// to row (who it is, the column, the period) is kept once, and an observation takes
// 24 bytes beside that. The zero value is an empty list. It is not for several
// goroutines. An id stands for one Indicator. Rows of origins are below 2^32.
type Observations struct {
	rows    Pile[packedRow]
	seats   []seat
	seatAt  map[uint64]Seat // by hash; the next ones where that is taken
	seed    maphash.Seed
	last    Seat // that was asked for
	columns numbered[column]
	periods numbered[Period]
	wide    []Measure // those of which eight bytes don't hold all
}

// Seat stands for an employee, as one row tells of her, in a team: an index into
// those of its list.
type Seat uint32

type seat struct {
	employee Employee
	team     string
}

// column is where figures of an indicator stand: an origin without its row.
type column struct {
	indicator *Indicator
	at        Origin
}

// packedRow is one observation.
type packedRow struct {
	seat   Seat
	column uint32 // and above it, in two bits, the form of the figure
	period uint32
	line   uint32
	figure uint64
}

// The forms of figures: events << 32 | trials, the bits of a level, an index of the wide
// ones.
const (
	countsFigure = iota << columnBits
	levelFigure
	wideFigure
	columnBits = 30
	columnMask = 1<<columnBits - 1
)

// numbered numbers values in the order in which they come.
type numbered[K comparable] struct {
	list []K
	at   map[K]uint32
}

func (n *numbered[K]) number(k K) uint32 {
	at, known := n.at[k]
	if !known {
		if n.at == nil {
			n.at = map[K]uint32{}
		}
		at = uint32(len(n.list))
		n.at[k], n.list = at, append(n.list, k)
	}
	return at
}

// Len is the number of observations.
func (l *Observations) Len() int { return l.rows.Len() }

// Add adds observations.
func (l *Observations) Add(list ...Observation) {
	for _, o := range list {
		l.AddAt(l.Seat(o.Employee, o.Team), o)
	}
}

// AddAt adds an observation of a seat, whatever it says of employee and team.
func (l *Observations) AddAt(s Seat, o Observation) { l.rows.Add(l.pack(s, o)) }

// Seat returns the seat of an employee in a team.
func (l *Observations) Seat(e Employee, team string) Seat {
	one := seat{e, team}
	if int(l.last) < len(l.seats) && l.seats[l.last].same(one) {
		return l.last
	}
	if l.seatAt == nil {
		l.seatAt, l.seed = map[uint64]Seat{}, maphash.MakeSeed()
	}
	for h := l.hash(one); ; h++ {
		at, taken := l.seatAt[h]
		if !taken {
			at = Seat(len(l.seats))
			l.seatAt[h], l.seats = at, append(l.seats, one)
		} else if !l.seats[at].same(one) {
			continue
		}
		l.last = at
		return at
	}
}

func (s seat) same(o seat) bool { return s.team == o.team && s.employee.Same(o.employee) }

func (l *Observations) hash(s seat) uint64 {
	type plain struct {
		seat
		hired Date
	}
	p := plain{seat: s}
	if s.employee.Hired != nil {
		p.hired, p.employee.Hired = *s.employee.Hired, nil
	}
	return maphash.Comparable(l.seed, p)
}

// Of returns the employee of a seat, and the team.
func (l *Observations) Of(s Seat) (Employee, string) {
	one := &l.seats[s]
	return one.employee, one.team
}

func (l *Observations) pack(s Seat, o Observation) packedRow {
	line := uint32(o.Origin.Row)
	o.Origin.Row = 0
	form, figure := l.packFigure(o.Measure)
	return packedRow{s, l.columns.number(column{o.Indicator, o.Origin}) | form, l.periods.number(o.Period), line, figure}
}

func (l *Observations) packFigure(m Measure) (form uint32, figure uint64) {
	if !m.HasCounts() && m.Events == 0 {
		return levelFigure, math.Float64bits(m.Level)
	}
	if c, ok := m.wholeCounts(); ok && c.measure() == m {
		return countsFigure, uint64(c.events)<<32 | uint64(c.trials)
	}
	l.wide = append(l.wide, m)
	return wideFigure, uint64(len(l.wide) - 1)
}

func (l *Observations) measure(r *packedRow) Measure {
	switch r.column &^ columnMask {
	case levelFigure:
		return Value(math.Float64frombits(r.figure))
	case wideFigure:
		return l.wide[r.figure]
	}
	return wholeCounts{uint32(r.figure >> 32), uint32(r.figure)}.measure()
}

// At returns observation i.
func (l *Observations) At(i int) Observation {
	r := l.rows.At(i)
	s, c := &l.seats[r.seat], &l.columns.list[r.column&columnMask]
	o := Observation{Employee: s.employee, Team: s.team, Indicator: c.indicator, Period: l.periods.list[r.period], Measure: l.measure(r), Origin: c.at}
	o.Origin.Row = int(r.line)
	return o
}

// All goes through the observations; those that are added meanwhile are left out.
func (l *Observations) All() iter.Seq2[int, Observation] { return l.From(0) }

// From goes through the observations from one on, as [Observations.All] does.
func (l *Observations) From(i int) iter.Seq2[int, Observation] {
	n := l.Len()
	return func(yield func(int, Observation) bool) {
		for at := i; at < n; at++ {
			if !yield(at, l.At(at)) {
				return
			}
		}
	}
}

// Set puts an observation in the place of one.
func (l *Observations) Set(i int, o Observation) {
	*l.rows.At(i) = l.pack(l.Seat(o.Employee, o.Team), o)
}

// Truncate keeps the first n observations.
func (l *Observations) Truncate(n int) { l.rows.Truncate(n) }

// DeleteFunc takes observations out.
func (l *Observations) DeleteFunc(out func(i int, o Observation) bool) {
	kept := 0
	for i, o := range l.All() {
		if !out(i, o) {
			*l.rows.At(kept) = *l.rows.At(i)
			kept++
		}
	}
	l.Truncate(kept)
}
