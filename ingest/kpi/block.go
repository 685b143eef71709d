package kpi

import "slices"

// Block is a Dataset in the making whose rows are found in its order: by team,
// indicator, employee and period. A key may come several times in a row; then the
// block is for a [Builder], which decides what is kept of them.
type Block struct{ set Dataset }

// Key is a row's team, indicator, employee and period, as indexes into the
// dictionaries.
type Key [4]int32

// Compare orders keys as the rows of a Dataset are ordered.
func (k Key) Compare(o Key) int { return slices.Compare(k[:], o[:]) }

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
	d.Period = make([]int32, 0, rows)
	d.figures.small = make([]smallCounts, 0, rows)
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

// Parts cuts a block that has no rows yet into blocks with room for so many rows each,
// which may be filled by several goroutines, and are then put together by [Block.Join].
// The sum of the rooms is at most that of the block.
func (b *Block) Parts(rooms []int) []*Block {
	var parts []*Block
	from := 0
	for _, room := range rooms {
		part := &Block{b.set}
		d, s := &part.set, Span{from, from + room}
		d.Period = roomOf(d.Period, s)
		d.figures.small = roomOf(d.figures.small, s)
		d.origins.place, d.origins.line = roomOf(d.origins.place, s), roomOf(d.origins.line, s)
		parts, from = append(parts, part), s.To
	}
	return parts
}

// roomOf is the room of rows to be in a column that has none yet.
func roomOf[T any](col []T, s Span) []T {
	if col == nil {
		return nil
	}
	return col[s.From:s.From:s.To]
}

// Join takes the rows of the parts, which follow each other in the block's order, and of
// which no two hold rows of one series.
// Parts that were filled to their rooms lie where they belong.
func (b *Block) Join(parts []*Block) {
	for _, part := range parts {
		b.set.figures.widen(part.set.figures.form())
	}
	for _, part := range parts {
		d, p := &b.set, &part.set
		d.repeats = d.repeats || p.repeats
		d.Team, d.Indicator, d.Employee = append(d.Team, p.Team...), append(d.Indicator, p.Indicator...), append(d.Employee, p.Employee...)
		for _, start := range p.starts {
			d.starts = append(d.starts, len(d.Period)+start)
		}
		d.Period = joined(d.Period, p.Period)
		d.origins.place, d.origins.line = joined(d.origins.place, p.origins.place), joined(d.origins.line, p.origins.line)
		d.figures.join(&p.figures)
	}
}

// joined appends a part of a column, unless it lies there.
func joined[T any](col, part []T) []T {
	n := len(col) + len(part)
	if len(part) > 0 && n <= cap(col) && &col[:n][len(col)] == &part[0] {
		return col[:n]
	}
	return append(col, part...)
}

func (d *Dataset) addKey(key Key) {
	if s := len(d.starts) - 1; s < 0 || d.Employee[s] != key[2] || d.Indicator[s] != key[1] || d.Team[s] != key[0] {
		d.Team, d.Indicator, d.Employee = append(d.Team, key[0]), append(d.Indicator, key[1]), append(d.Employee, key[2])
		d.starts = append(d.starts, d.Len())
	} else if d.Period[d.Len()-1] == key[3] {
		d.repeats = true
	}
	d.Period = append(d.Period, key[3])
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

// Len is the number of rows so far.
func (b *Block) Len() int { return b.set.Len() }

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
