package kpi

import "math"

// figures are the measures of a Dataset's rows, in the narrowest form that holds all
// of them: whole counts below 2^16, or no data, take four bytes a row, whole counts
// below 2^32 eight, others as much as a Measure.
type figures struct {
	small []smallCounts // where neither of the others is there
	whole []wholeCounts
	wide  []Measure
}

// smallCounts are events << 16 | trials; no trials are no data.
type smallCounts uint32

// wholeCounts are events and trials in ones; no trials are no data.
type wholeCounts struct{ events, trials uint32 }

// form is one of the forms of figures, the narrowest first.
type form uint8

const (
	smallForm form = iota
	wholeForm
	wideForm
)

func (f *figures) form() form {
	switch {
	case f.wide != nil:
		return wideForm
	case f.whole != nil:
		return wholeForm
	}
	return smallForm
}

func (f *figures) counts(i int) wholeCounts {
	if f.whole != nil {
		return f.whole[i]
	}
	return f.small[i].wholeCounts()
}

func (f *figures) at(i int) Measure {
	if f.wide != nil {
		return f.wide[i]
	}
	return f.counts(i).measure()
}

func (f *figures) level(i int) float64 {
	if f.wide != nil {
		return f.wide[i].Level
	}
	return f.counts(i).level()
}

func (c smallCounts) wholeCounts() wholeCounts {
	return wholeCounts{uint32(c >> 16), uint32(c & math.MaxUint16)}
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
	if c, ok := m.wholeCounts(); ok {
		f.addWhole(c)
		return
	}
	f.widen(wideForm)
	f.wide = append(f.wide, m)
}

func (f *figures) addWhole(c wholeCounts) {
	if c.events|c.trials > math.MaxUint16 {
		f.widen(wholeForm)
	}
	switch f.form() {
	case wideForm:
		f.wide = append(f.wide, c.measure())
	case wholeForm:
		f.whole = append(f.whole, c)
	default:
		f.small = append(f.small, smallCounts(c.events<<16|c.trials))
	}
}

// widen gives the figures at least the form.
func (f *figures) widen(to form) {
	if to >= wholeForm && f.form() < wholeForm {
		f.whole = make([]wholeCounts, len(f.small), max(len(f.small)+1, cap(f.small)))
		for i, c := range f.small {
			f.whole[i] = c.wholeCounts()
		}
		f.small = nil
	}
	if to == wideForm && f.form() < wideForm {
		f.wide = make([]Measure, len(f.whole), max(len(f.whole)+1, cap(f.whole)))
		for i, c := range f.whole {
			f.wide[i] = c.measure()
		}
		f.whole = nil
	}
}

// join adds the figures of a part, which may lie behind these already.
func (f *figures) join(part *figures) {
	part.widen(f.form())
	f.small, f.whole, f.wide = joined(f.small, part.small), joined(f.whole, part.whole), joined(f.wide, part.wide)
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
