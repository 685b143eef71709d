package kpi

import "slices"

// sortedRows are observations in the order of a Dataset. Their keys are of the
// dictionaries of the result.
type sortedRows struct {
	*Observations
	team, employee    []int32 // by seat
	indicator, period []int32 // by column, by period
	place             []uint32
	order             []uint32
	at                int   // the next one
	first             []int // by seat: the row that comes first, of those kept; -1: none
}

// sort brings the rows into the order of their keys; those of one key stay as they
// came.
func (s *sortedRows) sort(set *Dataset) {
	s.order = make([]uint32, s.Len())
	for i := range s.order {
		s.order[i] = uint32(i)
	}
	spare := make([]uint32, len(s.order))
	for _, by := range []struct {
		entries, field int
	}{{len(set.Periods), 3}, {len(set.Employees), 2}, {len(set.Indicators), 1}, {len(set.Teams), 0}} {
		if by.entries > 1 {
			s.sortBy(by.field, make([]int, by.entries+1), spare)
			s.order, spare = spare, s.order
		}
	}
	s.first = slices.Repeat([]int{-1}, len(s.seats))
}

// sortBy sorts by one field of the keys into the spare list: a pass of a radix sort.
func (s *sortedRows) sortBy(field int, from []int, spare []uint32) {
	for i := range s.Len() {
		from[s.key(uint32(i))[field]+1]++
	}
	for i := 1; i < len(from); i++ {
		from[i] += from[i-1]
	}
	for _, i := range s.order {
		at := &from[s.key(i)[field]]
		spare[*at] = i
		*at++
	}
}

func (s *sortedRows) key(i uint32) Key {
	r := s.rows.At(int(i))
	return Key{s.team[r.seat], s.indicator[r.column&columnMask], s.employee[r.seat], s.period[r.period]}
}

// next is the key of the next row; ok is false behind the last.
func (s *sortedRows) next() (key Key, ok bool) {
	if s.at == len(s.order) {
		return Key{}, false
	}
	return s.key(s.order[s.at]), true
}

// placeOf is where row i stands, of the places of the result.
func (s *sortedRows) placeOf(i uint32) Place {
	r := s.rows.At(int(i))
	return Place{s.place[r.column&columnMask], r.line}
}

// keep remembers a row where it is the first of its seat.
func (s *sortedRows) keep(i uint32) {
	r := s.rows.At(int(i))
	first := &s.first[r.seat]
	if *first >= 0 {
		f := s.rows.At(*first)
		if f.column&columnMask == r.column&columnMask && f.line < r.line || compareSightings(s.At(*first), s.At(int(i))) <= 0 {
			return
		}
	}
	*first = int(i)
}
