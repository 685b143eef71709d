package kpi

import (
	"maps"
	"runtime"
	"slices"
	"sync"
)

// merge makes one Dataset of sorted observations and of blocks. Rows with the
// same key are settled.
type merge struct {
	rows   []Observation // sorted
	keys   []Key         // of the rows
	at     int           // the next row
	blocks []*cursor
	places map[Origin]uint32
	out    *Block
	left   leftOut
	people sightings // of the rows, and of blocks where they were settled
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

// newMerge makes a merge; the rows are sorted in place.
func newMerge(rows []Observation, blocks []*Dataset) *merge {
	m := &merge{rows: rows}
	slices.SortFunc(m.rows, compareObservations)
	for _, b := range blocks {
		m.blocks = append(m.blocks, &cursor{set: b, first: slices.Repeat([]int{-1}, len(b.Employees))})
	}
	return m
}

// run returns the Dataset, in which the employees have their ids alone, and
// what is said of rows that were left out.
func (m *merge) run() (*Dataset, []Diagnostic) {
	if len(m.blocks) == 1 && len(m.rows) == 0 {
		m.blocks[0].keepAll(runtime.GOMAXPROCS(0))
		return m.blocks[0].set, nil
	}
	set := m.mapDictionaries()
	places, total := m.mapPlaces(), len(m.rows)
	for _, c := range m.blocks {
		total += c.set.Len()
	}
	m.out = NewBlock(set, places, total)
	for m.step() {
	}
	m.rows, m.keys = nil, nil
	return m.out.Dataset(), m.left.all()
}

// step moves the rows of the least key into the result.
func (m *merge) step() bool {
	key, from := m.least()
	if from == 0 {
		return false
	}
	if c := m.blockAt(key); from == 1 && c != nil {
		c.keep(c.at, c.set.Employee[c.series])
		m.out.Add(key, c.set.Measure(c.at), Place{c.places[c.set.origins.placeOf(c.at)], c.set.origins.line[c.at]})
		c.next()
		return true
	}
	if last := m.at + 1; from == 1 && (last == len(m.rows) || m.keys[last] != key) {
		m.take(key, m.rows[m.at])
		m.at++
		return true
	}
	var same []Observation
	for ; m.at < len(m.rows) && m.keys[m.at] == key; m.at++ {
		same = append(same, m.rows[m.at])
	}
	for _, c := range m.blocks {
		if c.stands(key) {
			same = append(same, c.set.At(c.at))
			c.next()
		}
	}
	slices.SortStableFunc(same, compareObservations)
	m.take(key, m.left.settle(same))
	return true
}

// take adds an observation to the result.
func (m *merge) take(key Key, o Observation) {
	m.people.add(o)
	line := uint32(o.Origin.Row)
	o.Origin.Row = 0
	m.out.Add(key, o.Measure, Place{m.places[o.Origin], line})
}

// least returns the least key of all, and how many of the rows and the blocks
// have it next.
func (m *merge) least() (least Key, from int) {
	take := func(k Key) {
		switch c := k.Compare(least); {
		case from == 0 || c < 0:
			least, from = k, 1
		case c == 0:
			from++
		}
	}
	if m.at < len(m.rows) {
		take(m.keys[m.at])
	}
	for _, c := range m.blocks {
		if c.at < c.set.Len() {
			take(c.key())
		}
	}
	return least, from
}

// blockAt returns the first block whose next row has the key; nil where none has.
func (m *merge) blockAt(key Key) *cursor {
	for _, c := range m.blocks {
		if c.stands(key) {
			return c
		}
	}
	return nil
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
	for _, o := range m.rows {
		teams[o.Team], periods[o.Period], people[o.Employee.ID], indicators[o.Indicator.ID] = 0, 0, 0, o.Indicator
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
	m.keys = make([]Key, len(m.rows))
	for i, o := range m.rows {
		m.keys[i] = Key{teams[o.Team], ids[o.Indicator.ID], people[o.Employee.ID], periods[o.Period]}
	}
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
	m.places = map[Origin]uint32{}
	place := func(at Origin) uint32 {
		at.Row = 0
		n, known := m.places[at]
		if !known {
			n, list = uint32(len(list)), append(list, at)
			m.places[at] = n
		}
		return n
	}
	for _, o := range m.rows {
		place(o.Origin)
	}
	for _, c := range m.blocks {
		for _, at := range c.set.origins.places {
			c.places = append(c.places, place(at))
		}
	}
	return list
}
