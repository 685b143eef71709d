package goals

import (
	"errors"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// ErrNoGap is returned where baseline and reference are the same: no gap, no
// plan.
var ErrNoGap = errors.New("no gap between baseline and reference")

// Problem is the sum behind a plan: from where, to where, how far.
type Problem struct {
	Base, Reference kpi.Decimal  // in the indicator's unit, at the precision shown
	Close           kpi.Decimal  // share of the gap that is closed, in (0, 1]; 1: the reference itself is the target
	First           kpi.Decimal  // share of the way of a first stage, in (0, 1); 0: one stage
	Step            kpi.Decimal  // the grid; 0: the largest {1,2,5}·10^k ≤ |gap|/5
	RoundReference  bool         // the reference is a mean: rounded to the step first
	Floor, Ceiling  *kpi.Decimal // of the scale; nil: none
}

// Stage is one level of a solution with the figure that was rounded.
type Stage struct {
	Level kpi.Decimal
	Raw   string // machine form, every digit: "0.199"
}

// Solution is the sum done.
type Solution struct {
	Reference kpi.Decimal // as used: a mean rounded to the step
	Gap       kpi.Decimal // Reference − Base, signed
	FifthOf   kpi.Decimal // the gap that the step was derived from, before the reference was rounded
	Derived   kpi.Decimal // the step before it had to be made finer; Step where it had not
	Step      kpi.Decimal
	First     *Stage // nil: one stage
	Last      Stage
}

// Steps decides the levels of a plan in scaled integers. The nearest multiple
// of the step is taken, a tie goes towards the target, and no level lies beyond
// the reference, the floor or the ceiling. Where the step is so coarse that the
// last level would not leave the baseline, the next finer step is taken; a first
// stage that does not lie strictly between baseline and last level is left out.
// The error is ErrNoGap.
func Steps(p Problem) (Solution, error) {
	base, goal := p.clamp(p.Base), p.clamp(p.Reference)
	if goal == base {
		return Solution{}, ErrNoGap
	}
	s := Solution{FifthOf: goal - base, Step: p.Step}
	up := goal > base
	if s.Step <= 0 {
		s.Step = niceStep((goal - base).Abs() / 5)
	}
	if p.RoundReference {
		goal = p.clamp(widen(goal).round(s.Step, up))
	}
	if goal == base {
		return Solution{}, ErrNoGap
	}
	s.Derived, s.Reference, s.Gap = s.Step, goal, goal-base
	s.last(p, base)
	s.first(p, base)
	return s, nil
}

// last sets the target and, where need be, a finer step.
func (s *Solution) last(p Problem, base kpi.Decimal) {
	if p.Close >= kpi.One {
		s.Last = Stage{s.Reference, s.Reference.String()}
		return
	}
	raw := widen(base).plus(times(p.Close, s.Gap))
	up := s.Gap > 0
	level := raw.round(s.Step, up)
	for ; !leaves(base, level, up) && s.Step > 1; level = raw.round(s.Step, up) {
		s.Step = niceStep(s.Step - 1)
	}
	if !leaves(base, level, up) || leaves(s.Reference, level, up) {
		level = s.Reference
	}
	s.Last = Stage{level, raw.String()}
}

func (s *Solution) first(p Problem, base kpi.Decimal) {
	if p.First <= 0 {
		return
	}
	up := s.Gap > 0
	raw := widen(base).plus(times(p.First, s.Last.Level-base))
	level := raw.round(s.Step, up)
	if leaves(base, level, up) && leaves(level, s.Last.Level, up) {
		s.First = &Stage{level, raw.String()}
	}
}

// leaves reports whether to lies strictly beyond from on the way up (or down).
func leaves(from, to kpi.Decimal, up bool) bool {
	if up {
		return to > from
	}
	return to < from
}

func (p Problem) clamp(d kpi.Decimal) kpi.Decimal {
	if p.Floor != nil {
		d = max(d, *p.Floor)
	}
	if p.Ceiling != nil {
		d = min(d, *p.Ceiling)
	}
	return d
}

// Levels are the levels in order, first to last.
func (s Solution) Levels() []kpi.Decimal {
	if s.First == nil {
		return []kpi.Decimal{s.Last.Level}
	}
	return []kpi.Decimal{s.First.Level, s.Last.Level}
}
