package goals

import (
	"math"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Shown is value at the precision at which reports print a level of the
// indicator, ties away from zero, so that anybody can do the sum again: one
// decimal of a percent, one of a score (two on scales of ten points or fewer),
// three significant figures of amounts below a thousand. ok is false for NaN
// and numbers out of range.
func Shown(value float64, in *kpi.Indicator) (level kpi.Decimal, ok bool) {
	d, err := kpi.FromFloat(value)
	if err != nil {
		return 0, false
	}
	return roundRatio(d, kpi.One, precision(d, in)), true
}

// baseline is the person's value at the precision shown; from the counts
// themselves where the value is their ratio.
func baseline(g *analysis.Gap) (kpi.Decimal, bool) {
	level, ok := Shown(g.Actual.Value, g.Indicator)
	if !ok || g.Denominator <= 0 {
		return level, ok
	}
	ratio := g.Numerator.Float() / g.Denominator.Float()
	if math.Abs(ratio-g.Actual.Value) > 1e-9*math.Abs(ratio) {
		return level, ok
	}
	return roundRatio(g.Numerator, g.Denominator, precision(level, g.Indicator)), true
}

// precision is the unit of the last decimal that is shown of a level.
func precision(level kpi.Decimal, in *kpi.Indicator) kpi.Decimal {
	size := level.Abs()
	if ratio(in) {
		size *= 100
	}
	unit := kpi.One / 10
	switch {
	case size > 0 && size < kpi.One/20:
		unit = fine(size)
	case ratio(in):
	case in.Scale == kpi.Score:
		unit = scorePrecision(in)
	case size >= 9995*kpi.One/10:
		unit = kpi.One
	case size < 9995*kpi.One/1000:
		unit = kpi.One / 100
	}
	if ratio(in) {
		unit /= 100
	}
	return max(unit, 1)
}

// fine is the unit of the second significant figure of a small size.
func fine(size kpi.Decimal) kpi.Decimal {
	unit := kpi.Decimal(1)
	for unit*100 <= size {
		unit *= 10
	}
	return unit
}

func scorePrecision(in *kpi.Indicator) kpi.Decimal {
	if in.Floor != nil && in.Ceiling != nil && *in.Ceiling-*in.Floor <= 10 {
		return kpi.One / 100
	}
	return kpi.One / 10
}

func ratio(in *kpi.Indicator) bool { return in.Scale == kpi.Proportion || in.Unit == "ratio" }
