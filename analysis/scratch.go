package analysis

import (
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// scratch is the memory that one worker scores its teams in: taken piece by
// piece, and given back all at once before the next team. What goes out with
// the gaps is taken from kept, which is never given back.
type scratch struct {
	floats    arena[float64]
	numbers   arena[int32]
	people    arena[person]
	pools     arena[*pool]
	verdicts  arena[verdict]
	lists     arena[[]verdict]
	flags     arena[bool]
	groups    arena[group]
	places    arena[int]
	families  []family
	one       [1]*group // the only group where there are no cohorts
	line      struct{ x, y []float64 }
	slopes    infer.Slopes
	intervals *infer.MeanIntervals
	caveats   []kpi.Caveat // of the person at hand
	kept      struct {
		caveats arena[kpi.Caveat]
		points  arena[Point]
	}
}

func newScratch(opt Options) *scratch {
	return &scratch{intervals: infer.NewMeanIntervals(opt.Level)}
}

// reset gives back what was taken for a team.
func (s *scratch) reset() {
	s.floats.used, s.numbers.used, s.people.used = 0, 0, 0
	s.pools.used, s.verdicts.used, s.lists.used = 0, 0, 0
	s.flags.used, s.groups.used, s.places.used = 0, 0, 0
}

// keepCaveats copies the caveats of the person at hand to memory that stays.
func (s *scratch) keepCaveats() []kpi.Caveat {
	if len(s.caveats) == 0 {
		return nil
	}
	list := s.kept.caveats.take(len(s.caveats))
	copy(list, s.caveats)
	return list
}

// arena hands out slices of one block and begins another where it is full. An
// old block lives on as long as its slices do.
type arena[T any] struct {
	block []T
	used  int
}

// The least and the usual greatest number of elements of a block.
const (
	arenaBlock    = 256
	maxArenaBlock = 1 << 14
)

// take returns n zero values; appending to the slice never reaches a neighbour.
func (a *arena[T]) take(n int) []T {
	if a.used+n > len(a.block) {
		a.block, a.used = make([]T, max(n, min(2*len(a.block), maxArenaBlock), arenaBlock)), 0
	}
	s := a.block[a.used : a.used+n : a.used+n]
	a.used += n
	clear(s)
	return s
}
