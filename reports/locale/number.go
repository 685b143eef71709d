package locale

import (
	"math"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Unknown stands where a figure is not known or not defined.
const Unknown = "–"

// minus is the sign of negative numbers for readers; machines get a hyphen.
const minus = "−"

// Level writes a level of the indicator in its unit: "15.0%" for 0.15 of a
// proportion, "12.3 min", "6.00" of a score from 0 to 10. NaN is [Unknown]. in
// may be nil: the number alone.
func (p *Printer) Level(value float64, in *kpi.Indicator) string {
	n, unit := p.scaled(value, in)
	if !finite(value) {
		return Unknown
	}
	return p.inUnit("unit.level.", unit, signed(n, value, false))
}

// Target writes an agreed level with just the decimals it has: "18%", "7.5".
func (p *Printer) Target(level kpi.Decimal, in *kpi.Indicator) string {
	return p.exact("unit.level.", level, in)
}

// Step writes a difference of agreed levels with just the decimals it has:
// "1 pp", "−7 pp".
func (p *Printer) Step(difference kpi.Decimal, in *kpi.Indicator) string {
	return p.exact("unit.gap.", difference, in)
}

func (p *Printer) exact(kind string, level kpi.Decimal, in *kpi.Indicator) string {
	if percent(in) {
		level *= 100
	}
	n := p.numbers.Sprintf("%d", int64(level.Abs()/kpi.One))
	if _, frac, dotted := strings.Cut(level.Abs().String(), "."); dotted {
		n += "." + frac
	}
	return p.inUnit(kind, unitOf(in), signed(n, level.Float(), false))
}

// Points writes a difference of two levels, always with its sign: "−7.0 pp",
// "+3.2 min". NaN is [Unknown].
func (p *Printer) Points(gap float64, in *kpi.Indicator) string { return p.points(gap, in, true) }

// PointsOf is Points of a gap with its share of the level it is a gap to: one
// that is next to nothing beside that level is not given more decimals than the
// levels have.
func (p *Printer) PointsOf(gap, relative float64, in *kpi.Indicator) string {
	return p.Points(negligible(gap, relative), in)
}

// slight is the share of a level below which a gap to it needs no decimals of
// its own.
const slight = 0.005

// coarse is the smallest magnitude, as shown, that is worth one decimal.
const coarse = 0.05

// negligible is the gap, or 0 where it is next to nothing beside the level.
func negligible(gap, relative float64) float64 {
	if math.Abs(relative) < slight && math.Abs(gap) < coarse/100 {
		return 0
	}
	return gap
}

func (p *Printer) points(gap float64, in *kpi.Indicator, plus bool) string {
	if !finite(gap) {
		return Unknown
	}
	n, unit := p.scaled(gap, in)
	return p.inUnit("unit.gap.", unit, signed(n, gap, plus))
}

// Share writes a ratio as a signed percentage: "−32%", "+0.4%".
func (p *Printer) Share(x float64) string {
	if !finite(x) {
		return Unknown
	}
	return signed(p.share(x), x, true) + "%"
}

// Percent writes a ratio as a percentage without a plus sign: "45%".
func (p *Printer) Percent(x float64) string { return strings.TrimPrefix(p.Share(x), "+") }

func (p *Printer) share(x float64) string {
	x = math.Abs(x) * 100
	if x < 9.95 && x != math.Trunc(x) {
		return p.fixed(x, 1)
	}
	return p.fixed(x, 0)
}

// Relative writes a gap as a share of the team's mean, in words that keep it
// apart from points: "−32% of the mean".
func (p *Printer) Relative(x float64) string { return p.RelativeTo(x, "mean") }

// RelativeTo is Relative with another base: mean, rest or standard.
func (p *Printer) RelativeTo(x float64, base string) string {
	if !finite(x) {
		return Unknown
	}
	return p.Text("relative."+base+"."+side(x, p.share(x)), Args{"n": p.Share(x), "size": p.share(x) + "%"})
}

// Gap writes a gap in points and relative, always both: "−7.0 pp, −32% of the
// mean". base is mean, rest or standard. Without a relative gap (a mean of 0)
// the points stand alone.
func (p *Printer) Gap(gap, relative float64, in *kpi.Indicator, base string) string {
	if !finite(gap) {
		return Unknown
	}
	gap = negligible(gap, relative)
	n, _ := p.scaled(gap, in)
	id := "gap." + base + "." + side(gap, n)
	args := Args{"points": p.Points(gap, in), "size": p.points(math.Abs(gap), in, false)}
	if !finite(relative) {
		return p.Text(id+".points", args)
	}
	args["relative"], args["share"] = p.Share(relative), p.share(relative)+"%"
	return p.Text(id, args)
}

// side tells on which side of the base a figure lies as it is shown: a gap
// that rounds to zero is the same.
func side(x float64, shown string) string {
	switch {
	case !strings.ContainsAny(shown, "123456789"):
		return "same"
	case x < 0:
		return "below"
	}
	return "above"
}

// Count writes a count with its thousands grouped: "1,234".
func (p *Printer) Count(d kpi.Decimal) string { return p.Target(d, nil) }

// immense is where a float64 no longer tells one from the next.
const immense = 1e15

// Figure writes a number of no unit with the digits it needs, six at most, and without
// a power of ten up to where numbers are no more counted: "1,234.5", "0.00001",
// "1e+300". NaN and infinities are [Unknown].
func (p *Printer) Figure(x float64) string {
	size := math.Abs(x)
	switch {
	case !finite(x):
		return Unknown
	case size >= immense:
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	places := 0
	if size > 0 {
		places = min(12, max(0, 5-int(math.Floor(math.Log10(size)))))
	}
	n := p.fixed(size, places)
	if places > 0 {
		n = strings.TrimSuffix(strings.TrimRight(n, "0"), ".")
	}
	return signed(n, x, false)
}

// Number writes a whole number with its thousands grouped.
func (p *Printer) Number(n int) string { return p.Count(kpi.FromInt(int64(n))) }

// Counts writes events of trials: "45/300".
func (p *Printer) Counts(events, trials kpi.Decimal) string {
	return p.Count(events) + "/" + p.Count(trials)
}

// Interval writes the two ends: "11.4–19.5%". A missing end makes it [Unknown].
func (p *Printer) Interval(lo, hi float64, in *kpi.Indicator) string {
	if !finite(lo) || !finite(hi) {
		return Unknown
	}
	from, to := p.Level(lo, in), p.Level(hi, in)
	if percent(in) {
		from = strings.TrimSuffix(from, "%")
	}
	if lo < 0 {
		return p.Text("interval", Args{"from": from, "to": to})
	}
	return from + "–" + to
}

// Chance writes a probability: "0.032", "< 0.001".
func (p *Printer) Chance(x float64) string {
	switch {
	case !finite(x):
		return Unknown
	case x < 0.001:
		return "< 0.001"
	}
	return p.fixed(x, 3)
}

// scaled returns the magnitude of a value as it is shown, and its unit.
func (p *Printer) scaled(value float64, in *kpi.Indicator) (n, unit string) {
	value = math.Abs(value)
	if percent(in) {
		value *= 100
	}
	return p.fixed(value, decimals(value, in)), unitOf(in)
}

// noise is what is no figure any more: what sums of binary fractions leave over.
const noise = 1e-7

// decimals is how many a magnitude is shown with: one of a percent (the
// precision at which targets start from it), two on scales of ten points or
// fewer, three significant figures of amounts; small figures get as many as
// they need to be told from zero, six at most.
func decimals(value float64, in *kpi.Indicator) int {
	switch {
	case value >= noise && value < coarse:
		return min(6, 1-int(math.Floor(math.Log10(value))))
	case percent(in):
		return 1
	case in != nil && in.Scale == kpi.Score:
		return scoreDecimals(in)
	case value >= 999.5:
		return 0
	case value >= 9.995:
		return 1
	}
	return 2
}

func scoreDecimals(in *kpi.Indicator) int {
	if in.Floor != nil && in.Ceiling != nil && *in.Ceiling-*in.Floor <= 10 {
		return 2
	}
	return 1
}

func percent(in *kpi.Indicator) bool { return unitOf(in) == "ratio" }

func unitOf(in *kpi.Indicator) string {
	if in == nil {
		return ""
	}
	return in.Unit
}

// inUnit puts the unit to a number: by the text of the unit, or as the unit is
// written where the user has named one of their own.
func (p *Printer) inUnit(kind, unit, n string) string {
	if unit == "" {
		return n
	}
	id := kind + unit
	if !p.Has(id) {
		return n + " " + Plain(unit)
	}
	around, ok := p.units.Load(id)
	if !ok {
		const place = "{n}"
		before, behind, _ := strings.Cut(p.Text(id, Args{"n": place}), place)
		around = [2]string{before, behind}
		p.units.Store(id, around)
	}
	ends := around.([2]string) //nolint:forcetypeassert // only ends are stored
	return ends[0] + n + ends[1]
}

// signed puts the sign of value before its magnitude as shown; what is shown
// as zero has none.
func signed(n string, value float64, plus bool) string {
	switch {
	case !strings.ContainsAny(n, "123456789"):
		return n
	case value < 0:
		return minus + n
	case plus:
		return "+" + n
	}
	return n
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
