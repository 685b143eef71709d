package kpi

import (
	"maps"
	"runtime"
	"slices"
	"sync"
)

// merge makes one Dataset of observations and of blocks. Rows with the same key are
// settled.
type merge struct {
	rows   sortedRows
	blocks []*cursor
	out    *Block
	same   []claim // in hand: the rows of one key
	left   leftOut
	people sightings // of the rows
}

// cursor goes through the rows of a block.
type cursor struct {
	set    *Dataset
	at     int        // the next row
	series int        // in which it stands
	to     [4][]int32 // from the block's dictionaries to the merged ones
	places []uint32
	first  []int // the row of each employee that comes first by origin, of those kept; -1: none
}

func newMerge(rows *Observations, blocks []*Dataset) *merge {
	m := &merge{rows: sortedRows{Observations: rows}}
	for _, b := range blocks {
		m.blocks = append(m.blocks, &cursor{set: b, first: slices.Repeat([]int{-1}, len(b.Employees))})
	}
	return m
}

// run returns the Dataset, in which the employees have their ids alone, and
// what is said of rows that were left out.
func (m *merge) run() (*Dataset, []Diagnostic) {
	if len(m.blocks) == 1 && m.rows.Len() == 0 && !m.blocks[0].set.repeats {
		m.blocks[0].keepAll(runtime.GOMAXPROCS(0))
		return m.blocks[0].set, nil
	}
	set := m.mapDictionaries()
	places, total := m.mapPlaces(), m.rows.Len()
	for _, c := range m.blocks {
		total += c.set.Len()
	}
	m.rows.sort(&set)
	m.left.places, m.left.indicators = places, set.Indicators
	m.out = NewBlock(set, places, total)
	for m.step() {
	}
	for _, i := range m.rows.first {
		if i >= 0 {
			m.people.add(m.rows.At(i))
		}
	}
	return m.out.Dataset(), m.left.diagnostics(&set)
}

// step moves the rows of the least key into the result.
func (m *merge) step() bool {
	key, ok := m.least()
	if !ok {
		return false
	}
	m.gather(key)
	kept, measure := m.settle(key)
	if kept.block < 0 {
		m.rows.keep(kept.row)
	} else {
		m.blocks[kept.block].keepTaken(int(kept.row))
	}
	m.out.Add(key, measure, kept.at)
	return true
}

// least returns the least key that a row or a block has next.
func (m *merge) least() (least Key, ok bool) {
	least, ok = m.rows.next()
	for _, c := range m.blocks {
		if c.at == c.set.Len() {
			continue
		}
		if key := c.key(); !ok || key.Compare(least) < 0 {
			least, ok = key, true
		}
	}
	return least, ok
}

func (c *cursor) key() Key {
	d := c.set
	return Key{c.to[0][d.Team[c.series]], c.to[1][d.Indicator[c.series]], c.to[2][d.Employee[c.series]], c.to[3][d.Period[c.at]]}
}

func (c *cursor) next() {
	if c.at++; c.at == c.set.Rows(c.series).To {
		c.series++
	}
}

func (c *cursor) stands(key Key) bool { return c.at < c.set.Len() && c.key() == key }

// keep remembers row i of an employee where it is her first.
func (c *cursor) keep(i int, e int32) {
	o := &c.set.origins
	f := c.first[e]
	if f < 0 || o.line[i] < o.line[f] && o.placeOf(i) == o.placeOf(f) || o.placeOf(i) != o.placeOf(f) && o.at(i).Compare(o.at(f)) < 0 {
		c.first[e] = i
	}
}

// keepTaken is keep of a row of the series in which the cursor stands, or stood before
// the last step.
func (c *cursor) keepTaken(i int) {
	s := c.series
	if s == c.set.Series() || c.set.Rows(s).From > i {
		s--
	}
	c.keep(i, c.set.Employee[s])
}

// keepAll remembers the first row of each employee of all rows, which several
// goroutines go through.
func (c *cursor) keepAll(goroutines int) {
	parts := make([]cursor, goroutines)
	var all sync.WaitGroup
	for p := range parts {
		parts[p] = cursor{set: c.set, first: slices.Clone(c.first)}
		all.Go(func() {
			for s := c.set.Series() * p / goroutines; s < c.set.Series()*(p+1)/goroutines; s++ {
				for i := c.set.Rows(s).From; i < c.set.Rows(s).To; i++ {
					parts[p].keep(i, c.set.Employee[s])
				}
			}
		})
	}
	all.Wait()
	for _, p := range parts {
		for e, i := range p.first {
			if i >= 0 {
				c.keep(i, int32(e))
			}
		}
	}
}

// sightings are the rows that tell of employees, as far as they tell anything
// new.
func (m *merge) sightings() []Observation {
	list := m.people.list
	for _, c := range m.blocks {
		for _, i := range c.first {
			if i >= 0 {
				list = append(list, c.set.At(i))
			}
		}
	}
	return list
}

// mapDictionaries makes the dictionaries of the result, and the ways to them.
func (m *merge) mapDictionaries() Dataset {
	teams, periods := map[string]int32{}, map[Period]int32{}
	indicators, people := map[string]*Indicator{}, map[string]int32{}
	for _, s := range m.rows.seats {
		teams[s.team], people[s.employee.ID] = 0, 0
	}
	for _, p := range m.rows.periods.list {
		periods[p] = 0
	}
	for _, c := range m.rows.columns.list {
		indicators[c.indicator.ID] = c.indicator
	}
	for _, c := range m.blocks {
		for _, t := range c.set.Teams {
			teams[t] = 0
		}
		for _, p := range c.set.Periods {
			periods[p] = 0
		}
		for _, in := range c.set.Indicators {
			indicators[in.ID] = in
		}
		for _, e := range c.set.Employees {
			people[e.ID] = 0
		}
	}
	set := Dataset{Teams: slices.Sorted(maps.Keys(teams)), Periods: slices.SortedFunc(maps.Keys(periods), Period.Compare)}
	ids := slices.Sorted(maps.Keys(indicators))
	for _, id := range ids {
		set.Indicators = append(set.Indicators, indicators[id])
	}
	for _, id := range slices.Sorted(maps.Keys(people)) {
		set.Employees = append(set.Employees, Employee{ID: id})
	}
	m.mapKeys(set)
	return set
}

// mapKeys finds the keys of the rows and of the blocks' dictionaries.
func (m *merge) mapKeys(set Dataset) {
	idOf := func(in *Indicator) string { return in.ID }
	nameOf := func(e Employee) string { return e.ID }
	same := func(s string) string { return s }
	teams, ids := indexes(set.Teams, same), indexes(set.Indicators, idOf)
	people, periods := indexes(set.Employees, nameOf), indexes(set.Periods, func(p Period) Period { return p })
	r := &m.rows
	r.team, r.employee = mapped(r.seats, teams, func(s seat) string { return s.team }), mapped(r.seats, people, func(s seat) string { return s.employee.ID })
	r.indicator = mapped(r.columns.list, ids, func(c column) string { return c.indicator.ID })
	r.period = mapped(r.periods.list, periods, func(p Period) Period { return p })
	for _, c := range m.blocks {
		c.to = [4][]int32{mapped(c.set.Teams, teams, same), mapped(c.set.Indicators, ids, idOf),
			mapped(c.set.Employees, people, nameOf), mapped(c.set.Periods, periods, func(p Period) Period { return p })}
	}
}

func indexes[T any, K comparable](list []T, key func(T) K) map[K]int32 {
	at := make(map[K]int32, len(list))
	for i, v := range list {
		at[key(v)] = int32(i)
	}
	return at
}

func mapped[T any, K comparable](list []T, at map[K]int32, key func(T) K) []int32 {
	to := make([]int32, len(list))
	for i, v := range list {
		to[i] = at[key(v)]
	}
	return to
}

// mapPlaces gathers the places of all rows.
func (m *merge) mapPlaces() []Origin {
	var list []Origin
	places := map[Origin]uint32{}
	place := func(at Origin) uint32 {
		at.Row = 0
		n, known := places[at]
		if !known {
			n, list = uint32(len(list)), append(list, at)
			places[at] = n
		}
		return n
	}
	for _, c := range m.rows.columns.list {
		m.rows.place = append(m.rows.place, place(c.at))
	}
	for _, c := range m.blocks {
		for _, at := range c.set.origins.places {
			c.places = append(c.places, place(at))
		}
	}
	return list
}
