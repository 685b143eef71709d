package goals

import "github.com/gapstep/gapstep/ingest/kpi"

// Reach is a target that was reached and sustained, and what the next one
// starts from.
type Reach struct {
	Level     kpi.Decimal  // reached
	Reference kpi.Decimal  // of the plan, now
	Step      kpi.Decimal  // of the plan's arithmetic, > 0
	Best      *kpi.Decimal // the best real improvement seen among peers, as a size; nil: not known
}

// Raise returns the next target of a health check: one step beyond the
// reference in the good direction, no further from the reached level than the
// best real improvement seen among peers, inside the scale, and a whole number of
// what is counted. ok is false when
// that is no better than what was reached. With 20 % reached against a mean of
// 22 % and a step of 1 point it is 23 %.
func Raise(r Reach, in *kpi.Indicator) (next kpi.Decimal, lines []kpi.Caveat, ok bool) {
	sign := kpi.Decimal(1)
	if in.Direction == kpi.Lower {
		sign = -1
	}
	next = r.Reference + sign*r.Step
	lines = []kpi.Caveat{line("raise", "reference", r.Reference.String(), "step", (sign * r.Step).String(), "level", next.String())}
	if r.Best != nil {
		if most := r.Level + sign*r.Best.Abs(); in.Direction.Meets(next, most) && next != most {
			next = most
			lines = append(lines, line("raise_capped", "from", r.Level.String(), "best", r.Best.Abs().String(), "level", next.String()))
		}
	}
	if whole := wholeUnits(next, in); whole != next {
		next = whole
		lines = append(lines, line("whole", "level", next.String()))
	}
	if held := in.Clamp(next); held != next {
		next = held
		lines = append(lines, line("clamped", "level", next.String()))
	}
	return next, lines, behind(in, r.Level, next)
}

// wholeUnits is a level of things that are counted as a whole number of them, on
// the good side: nobody gives three and a half suggestions.
func wholeUnits(level kpi.Decimal, in *kpi.Indicator) kpi.Decimal {
	rest := level % kpi.One
	switch {
	case in.Unit != "count" || rest == 0:
		return level
	case in.Direction == kpi.Lower:
		return level - rest
	}
	return level - rest + kpi.One
}
