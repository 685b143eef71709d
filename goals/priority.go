package goals

import (
	"cmp"
	"math"
	"slices"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Priority is what decides which of a person's gaps come first. The parts are
// kept and printed apart; the product of noise,
// weight and headroom orders gaps of the same severity, and is shown nowhere.
type Priority struct {
	Severity analysis.Severity
	Noise    float64 // size of the gap in units of its own uncertainty (half the interval); 1 when that is not known
	Weight   float64 // of the indicator, as configured
	Headroom float64 // share of the indicator's scale that the gap could still move, in (0, 1]; 1 without a scale
}

// PriorityOf reads the parts off a gap, against the standard where the finding
// is against it.
func PriorityOf(g *analysis.Gap) Priority {
	level, _ := g.Against()
	p := Priority{Severity: g.Flagged(), Noise: 1, Weight: g.Indicator.PriorityWeight(), Headroom: 1}
	if half := (g.Actual.Hi - g.Actual.Lo) / 2; half > 0 {
		p.Noise = math.Abs(g.Actual.Value-level) / half
	}
	in := g.Indicator
	if in.Floor == nil || in.Ceiling == nil {
		return p
	}
	room := *in.Ceiling - g.Actual.Value
	if in.Direction == kpi.Lower {
		room = g.Actual.Value - *in.Floor
	}
	if share := room / (*in.Ceiling - *in.Floor); share > 0 {
		p.Headroom = math.Min(1, share)
	}
	return p
}

// Compare orders the one to take up first before the other.
func (p Priority) Compare(q Priority) int {
	return cmp.Or(cmp.Compare(q.Severity, p.Severity), cmp.Compare(q.size(), p.size()))
}

func (p Priority) size() float64 { return p.Noise * p.Weight * p.Headroom }

// First returns the gaps to take up now: of each person at most limit, by
// priority (0: all of them). The order of the list is kept; rest holds the others.
func First(gaps []*analysis.Gap, limit int) (now, rest []*analysis.Gap) {
	if limit <= 0 {
		return gaps, nil
	}
	byPerson := map[string][]*analysis.Gap{}
	for _, g := range gaps {
		byPerson[g.Employee.ID] = append(byPerson[g.Employee.ID], g)
	}
	for _, g := range gaps {
		mine := slices.Clone(byPerson[g.Employee.ID])
		slices.SortStableFunc(mine, func(a, b *analysis.Gap) int { return PriorityOf(a).Compare(PriorityOf(b)) })
		if slices.Index(mine, g) < limit {
			now = append(now, g)
		} else {
			rest = append(rest, g)
		}
	}
	return now, rest
}
