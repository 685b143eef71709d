package kpi

import "slices"

// Block is a Dataset in the making whose rows are found in its order: by team,
// indicator, employee and period, no key twice.
type Block struct{ set Dataset }

// Key is a row's team, indicator, employee and period, as indexes into the
// dictionaries.
type Key [4]int32

// Place is where a row stands: the index of one of the block's places, and a
// line.
type Place struct{ At, Line uint32 }

// NewBlock returns a block with room for so many rows, with the dictionaries of
// a Dataset, which are sorted, and the places in which rows stand: origins
// without a row.
func NewBlock(dictionaries Dataset, places []Origin, rows int) *Block {
	b := &Block{dictionaries}
	b.set.makeRoom(rows)
	b.set.origins.begin(places, rows)
	return b
}

func (d *Dataset) makeRoom(rows int) {
	d.Team, d.Indicator, d.Employee, d.Period = make([]int32, 0, rows), make([]int32, 0, rows), make([]int32, 0, rows), make([]int32, 0, rows)
	d.figures.whole = make([]wholeCounts, 0, rows)
}

// Add adds the next row.
func (b *Block) Add(key Key, m Measure, at Place) {
	b.set.addKey(key)
	b.set.figures.add(m)
	b.set.origins.add(at)
}

// AddCounts adds a row of whole counts; no trials are no data.
func (b *Block) AddCounts(key Key, events, trials uint32, at Place) {
	b.set.addKey(key)
	b.set.figures.addWhole(wholeCounts{events, trials})
	b.set.origins.add(at)
}

func (d *Dataset) addKey(key Key) {
	d.Team, d.Indicator = append(d.Team, key[0]), append(d.Indicator, key[1])
	d.Employee, d.Period = append(d.Employee, key[2]), append(d.Period, key[3])
}

// Append adds a row, the next in the order of a Dataset, that stands nowhere: a
// model computes with rows that no file holds.
func (d *Dataset) Append(key Key, m Measure) {
	if d.origins.places == nil {
		d.origins.places = []Origin{{}}
	}
	d.addKey(key)
	d.figures.add(m)
	d.origins.add(Place{})
}

// Dataset returns the rows that were added, under dictionaries of what they
// hold and nothing else. Nothing is added to it afterwards.
func (b *Block) Dataset() *Dataset {
	d := &b.set
	d.Teams = prune(d.Teams, d.Team)
	d.Indicators = prune(d.Indicators, d.Indicator)
	d.Employees = prune(d.Employees, d.Employee)
	d.Periods = prune(d.Periods, d.Period)
	return d
}

// prune takes the entries out of a dictionary that no row has.
func prune[T any](entries []T, col []int32) []T {
	has := make([]bool, len(entries))
	for _, at := range col {
		has[at] = true
	}
	if !slices.Contains(has, false) {
		return entries
	}
	to, kept := make([]int32, len(entries)), entries[:0:0]
	for i, e := range entries {
		if to[i] = int32(len(kept)); has[i] {
			kept = append(kept, e)
		}
	}
	for i, at := range col {
		col[i] = to[at]
	}
	return kept
}
