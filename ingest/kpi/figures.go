package kpi

import "math"

// figures are the measures of a Dataset's rows. As long as each is whole
// counts below 2^32, or no data, a row takes eight bytes; else as much as a Measure.
type figures struct {
	whole []wholeCounts
	wide  []Measure
}

// wholeCounts are events and trials in ones; no trials are no data.
type wholeCounts struct{ events, trials uint32 }

func (f *figures) at(i int) Measure {
	if f.wide != nil {
		return f.wide[i]
	}
	return f.whole[i].measure()
}

func (f *figures) level(i int) float64 {
	if f.wide != nil {
		return f.wide[i].Level
	}
	return f.whole[i].level()
}

func (c wholeCounts) measure() Measure {
	if c.trials == 0 {
		return Measure{Level: math.NaN()}
	}
	return Measure{Events: FromInt(int64(c.events)), Trials: FromInt(int64(c.trials)), Level: c.level()}
}

func (c wholeCounts) level() float64 {
	if c.trials == 0 {
		return math.NaN()
	}
	return float64(c.events) / float64(c.trials)
}

func (f *figures) add(m Measure) {
	if c, ok := m.wholeCounts(); ok && f.wide == nil {
		f.whole = append(f.whole, c)
		return
	}
	if f.wide == nil {
		f.widen()
	}
	f.wide = append(f.wide, m)
}

func (f *figures) addWhole(c wholeCounts) {
	if f.wide == nil {
		f.whole = append(f.whole, c)
	} else {
		f.wide = append(f.wide, c.measure())
	}
}

// widen makes room for measures of any kind.
func (f *figures) widen() {
	f.wide = make([]Measure, len(f.whole), max(len(f.whole)+1, cap(f.whole)))
	for i, c := range f.whole {
		f.wide[i] = c.measure()
	}
	f.whole = nil
}

// wholeCounts returns the measure as whole counts, if it is nothing else.
func (m Measure) wholeCounts() (wholeCounts, bool) {
	switch {
	case m.Trials == 0:
		return wholeCounts{}, m.Events == 0 && !m.Known()
	case m.Events < 0 || m.Trials < 0 || m.Events%One != 0 || m.Trials%One != 0:
		return wholeCounts{}, false
	}
	x, n := m.Events/One, m.Trials/One
	return wholeCounts{uint32(x), uint32(n)}, x <= math.MaxUint32 && n <= math.MaxUint32
}

// origins are where a Dataset's rows stand: a column of a table, and a line.
// Where all stand in one column, a row takes four bytes.
type origins struct {
	places []Origin // without their rows
	place  []uint32 // indexes into places; nil: all stand in the first
	line   []uint32
}

func (o *origins) begin(places []Origin, rows int) {
	o.places, o.line = places, make([]uint32, 0, rows)
	if len(places) > 1 {
		o.place = make([]uint32, 0, rows)
	}
}

func (o *origins) at(i int) Origin {
	at := o.places[o.placeOf(i)]
	at.Row = int(o.line[i])
	return at
}

func (o *origins) placeOf(i int) uint32 {
	if o.place == nil {
		return 0
	}
	return o.place[i]
}

func (o *origins) add(at Place) {
	if o.place != nil {
		o.place = append(o.place, at.At)
	}
	o.line = append(o.line, at.Line)
}
