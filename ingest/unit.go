package ingest

import (
	"math"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// unitClass groups the units that can stand for each other, by conversion or
// as they are.
func unitClass(unit string) string {
	switch unit {
	case "percent", "ratio", "rate":
		return "ratio"
	case "seconds", "minutes", "hours", "days":
		return "time"
	case "points", "count", "currency":
		return unit
	}
	return ""
}

var secondsIn = map[string]float64{"seconds": 1, "minutes": 60, "hours": 3600}

// takeUnit checks the unit mark of a value column against the indicator and
// keeps the factor between two units of time. 满意度(分) is no share: a mark of
// another kind is an error, unless --kpi named the column.
func (g *grid) takeUnit(c *column, in *kpi.Indicator) bool {
	if c.meaning.unit == "" {
		c.meaning.unit = g.titleUnit(in)
	}
	factor, ok := convert(c.meaning.unit, in.Unit)
	if ok || c.rank == rankNamed {
		c.factor = factor
		return true
	}
	g.report(kpi.Error, "column.unit_mismatch", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "unit": c.meaning.unit, "kpi": in.ID, "want": in.Unit,
		"suggestion": definition(c.Heading, false)})
	return false
}

// titleUnit is the unit of money that a title gives (单位：万元), for indicators in
// money; "".
func (g *grid) titleUnit(in *kpi.Indicator) string {
	if unitClass(in.Unit) != "currency" {
		return ""
	}
	for _, title := range g.titles {
		_, rest, found := strings.Cut(strings.ReplaceAll(normal(title), " ", ""), "单位:")
		if end := strings.IndexAny(rest, closing+",;"); end >= 0 {
			rest = rest[:end]
		}
		if unit := unitNamed(rest); found && strings.HasPrefix(unit, "currency") {
			return unit
		}
	}
	return ""
}

// convert returns the factor from one unit to another: not 1 between units of
// time, and for multiples such as 万元. It fails where the units are of different kinds.
func convert(from, to string) (float64, bool) {
	from, factor := cutFactor(from)
	have, want := unitClass(from), unitClass(to)
	switch {
	case factor != 1 && want != "" && want != "currency" && want != "count":
		return 1, false
	case have == "" || want == "" || from == to:
		return factor, true
	case have != want:
		return 1, false
	case have != "time":
		return factor, true
	case secondsIn[from] == 0 || secondsIn[to] == 0:
		return 1, false // a day of work is no fixed number of hours
	}
	return secondsIn[from] / secondsIn[to], true
}

// cutFactor cuts the multiple from a unit: currency*10000 counts in ten
// thousands.
func cutFactor(unit string) (string, float64) {
	base, multiple, found := strings.Cut(unit, "*")
	if f, err := strconv.ParseFloat(multiple, 64); found && err == nil {
		return base, f
	}
	return base, 1
}

// unitGroup is the values of one indicator in one column (wide) or table (long,
// periods), for which one unit is decided: a cell alone can't tell 0.5 % from
// 50 %.
type unitGroup struct {
	indicator *kpi.Indicator
	heading   string
	line, col int    // where the group is reported: its heading, or the first cell of its KPI
	given     string // percent or ratio by heading, --kpi or configuration
	giver     string // what gave it

	needed                                   bool // a measure goes by it: no counts stand beside
	cells, marked, zeros, below, ones, above int
	clocks, bare                             int     // of an indicator of time: durations as 0:05:30, and numbers without a unit
	timed                                    bool    // the unit of its numbers is given
	lowest, highest                          float64 // of plain numbers that may be right
	shown                                    span    // of the levels that were read
}

// add counts a number. Numbers that are right in no reading (negative, above
// 100) are refused later and decide nothing here.
func (u *unitGroup) add(n number) {
	u.cells++
	if n.clock != noClock {
		u.clocks++
	} else if n.value != 0 {
		u.bare++
	}
	switch v := n.value; {
	case n.marked:
		u.marked++
		return
	case v < 0 || v > 100:
		return
	case v == 0:
		u.zeros++
	case v < 1:
		u.below++
	case v == 1:
		u.ones++
	default:
		u.above++
	}
	if u.plain() == 1 {
		u.lowest, u.highest = n.value, n.value
	}
	u.lowest, u.highest = math.Min(u.lowest, n.value), math.Max(u.highest, n.value)
}

func (u *unitGroup) plain() int { return u.zeros + u.below + u.ones + u.above }

// verdict is the unit that was decided for the plain numbers of a group.
type verdict string

const (
	asRatio   verdict = "ratio"
	asPercent verdict = "percent"
	asMarked  verdict = "marked"     // every cell says that it is a percent
	asWritten verdict = "as_written" // in the indicator's unit
	mixed     verdict = "mixed"      // beside marked cells: above 1 percents, others refused one by one
	ambiguous verdict = "ambiguous"
	asClock   verdict = "clock" // durations, 0:05:30

	scoreOrPercent verdict = "score_or_percent" // 4.5 may be 4.5 %, or points of five
)

// isDoubt reports whether nothing of the group can be used.
func (v verdict) isDoubt() bool { return v == ambiguous || v == scoreOrPercent }

// decide settles the unit of a group. What the user said for the run, fallback,
// decides proportions without percent signs unless a number contradicts it, and
// what else is in doubt. Zeros decide nothing: 0 is 0 %.
func (u *unitGroup) decide(fallback string) verdict {
	switch {
	case u.given != "":
		return verdict(u.given)
	case u.indicator.Scale != kpi.Proportion:
		return u.decideOther(fallback)
	}
	v := u.decideProportion()
	said := u.marked == 0 && u.plain() > u.zeros && (fallback == string(asPercent) || u.above == 0)
	if fallback != "" && (said || v == mixed || v.isDoubt()) {
		u.giver = "--unit"
		return verdict(fallback)
	}
	return v
}

func (u *unitGroup) decideProportion() verdict {
	small := u.below + u.ones
	switch {
	case u.marked > 0 && small+u.above == 0:
		return asMarked
	case small+u.above == 0: // zeros alone
		return asRatio
	case u.below == 0 && u.above > 0:
		if u.marked == 0 && u.maybeScore() {
			return scoreOrPercent
		}
		return asPercent
	case u.marked > 0:
		return mixed
	case u.below > 0 && u.above == 0 && !u.maybePercent():
		return asRatio
	}
	return ambiguous
}

// Where proportions may be something else than they look: more than 30 % of
// defects is rare, so that 0.5 may be 0.5 %; and numbers between 1 and 10 are
// what scores of five or ten points look like.
const (
	muchOfABadThing = 0.3
	mostPoints      = 10
)

func (u *unitGroup) maybePercent() bool {
	return u.indicator.Direction == kpi.Lower && u.highest > muchOfABadThing
}

func (u *unitGroup) maybeScore() bool {
	return u.indicator.Direction == kpi.Higher && u.zeros == 0 && u.highest <= mostPoints
}

// decideOther is for rates, scores and quantities, whose plain numbers are in
// the indicator's unit. Marked and plain rates side by side are refused.
func (u *unitGroup) decideOther(fallback string) verdict {
	plain := u.below + u.ones + u.above
	switch {
	case u.indicator.Scale != kpi.Rate || u.marked == 0:
		return asWritten
	case plain == 0:
		return asMarked
	case fallback != "":
		u.giver = "--unit"
		return verdict(fallback)
	}
	return mixed
}

// level converts a number into the indicator's unit, or returns the code of
// why it can't be.
func (u *unitGroup) level(n number, v verdict) (float64, string) {
	if n.marked && !u.indicator.Counted() && u.given == "" {
		return 0, "value.percent"
	}
	if v.isDoubt() { // its zeros too: kept alone they would be all that is known
		return 0, "unit.ambiguous"
	}
	if n.marked || n.value == 0 {
		return n.value, ""
	}
	switch v {
	case asPercent:
		return n.hundredth(), ""
	case mixed:
		if u.indicator.Scale == kpi.Proportion && n.value > 1 {
			return n.hundredth(), ""
		}
		return 0, "value.unit_mixed"
	}
	return n.value, ""
}

// hasOpenTimes reports whether numbers of the group would be times of a unit that nothing
// says: 330 beside 0:05:30 may be seconds as well as minutes.
func (u *unitGroup) hasOpenTimes() bool { return secondsIn[u.indicator.Unit] > 0 && !u.timed }

// checkBounds returns the code for a level beyond the indicator's floor or
// ceiling; a billionth is forgiven, for binary fractions.
func checkBounds(in *kpi.Indicator, level float64) (string, float64) {
	const forgiven = 1e-9
	if in.Floor != nil && level < *in.Floor-forgiven {
		return "value.below_floor", *in.Floor
	}
	if in.Ceiling != nil && level > *in.Ceiling+forgiven {
		return "value.above_ceiling", *in.Ceiling
	}
	return "", 0
}
