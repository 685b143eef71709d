package goals

import (
	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// reference is the level that a proposal is measured against.
type reference struct {
	level kpi.Decimal
	basis Basis
	step  kpi.Decimal // of the headroom basis; 0: by the gap
}

// chooseReference takes the standard, else the mean, else the headroom. A
// standard that the person meets, or falls short of by less than can be told
// from chance while the finding is against the colleagues, is not what the plan
// is about and is passed over.
func chooseReference(g *analysis.Gap, base kpi.Decimal, opt Options) (reference, bool) {
	if level, ok := standard(g); ok && behind(g.Indicator, base, level) && !onlyColleagues(g) {
		return reference{level: level, basis: BasisStandard}, true
	}
	if g.TeamN > 1 {
		value, basis := g.TeamMean, BasisMean
		if opt.Reference == ReferenceRest || g.Cohort != "" { // the mean of a mixed team is nobody's in a cohort
			value, basis = g.Rest, BasisRest
		}
		if level, ok := Shown(value, g.Indicator); ok {
			return reference{level: level, basis: basis}, true
		}
	}
	policy, _ := opt.policyFor(g.Indicator.Kind, g.Employee.Type)
	return headroom(g.Indicator, policy)
}

// standard is the required level, exact.
func standard(g *analysis.Gap) (kpi.Decimal, bool) {
	switch {
	case g.Standard != nil:
		return decimalOf(&g.Standard.Level)
	default:
		return decimalOf(g.Indicator.Standard)
	}
}

// onlyColleagues reports whether the comparison with the colleagues is a
// finding and the one with the standard is not.
func onlyColleagues(g *analysis.Gap) bool {
	return g.Severity >= analysis.Credible && g.Standard != nil && g.Standard.Severity < analysis.Credible
}

// headroom is the end of a bounded scale, with steps of 5 % of the scale.
func headroom(in *kpi.Indicator, p Policy) (reference, bool) {
	lo, bounded := decimalOf(in.Floor)
	hi, also := decimalOf(in.Ceiling)
	if !bounded || !also || hi <= lo || p.Headroom <= 0 {
		return reference{}, false
	}
	r := reference{level: hi, basis: BasisHeadroom, step: max(1, (hi-lo)/20)}
	if in.Direction == kpi.Lower {
		r.level = lo
	}
	return r, true
}

func decimalOf(f *float64) (kpi.Decimal, bool) {
	if f == nil {
		return 0, false
	}
	d, err := kpi.FromFloat(*f)
	return d, err == nil
}

// behind reports whether level is worse than reference.
func behind(in *kpi.Indicator, level, reference kpi.Decimal) bool {
	return !in.Direction.Meets(level, reference)
}

// problem states the sum for a baseline and a reference.
func (r reference) problem(in *kpi.Indicator, base kpi.Decimal, p Policy) Problem {
	sum := Problem{Base: base, Reference: r.level, Close: p.Close, Step: r.step}
	if p.firstMonth() > 0 {
		sum.First = p.First
	}
	switch r.basis {
	case BasisStandard:
		sum.Close = kpi.One
	case BasisHeadroom:
		sum.Close = p.Headroom
	default:
		sum.RoundReference = true
	}
	if lo, ok := decimalOf(in.Floor); ok {
		sum.Floor = &lo
	}
	if hi, ok := decimalOf(in.Ceiling); ok {
		sum.Ceiling = &hi
	}
	return sum
}

// Persists reports whether a finding stood in the window before too: the one
// against the colleagues or the one against the standard. A comparison that is
// no finding lends its persistence to none.
func Persists(g *analysis.Gap) bool {
	colleagues := g.Severity >= analysis.Credible && g.Persistent == analysis.PersistentYes
	required := g.Standard != nil && g.Standard.Severity >= analysis.Credible && g.Standard.Persistent == analysis.PersistentYes
	return colleagues || required
}
