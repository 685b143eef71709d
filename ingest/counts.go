package ingest

import (
	"fmt"
	"math"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// settleCounts chooses numerator and denominator of an indicator. Where several
// columns may be one of them (leads, visits, opportunities), the value column
// beside them decides if it follows from one pair alone.
func (g *grid) settleCounts(in *kpi.Indicator, cand *candidates, value *column) (num, den *column) {
	nums, dens := surest(cand[numeratorPart]), surest(cand[denominatorPart])
	if value != nil && len(nums)*len(dens) > 1 {
		if num, den = g.pairBehind(value, nums, dens); num != nil {
			g.report(kpi.Note, "counts.chosen", value.Origin.Row, value.at,
				kpi.Args{"kpi": in.ID, "heading": value.Heading, "numerator": num.Heading, "denominator": den.Heading})
			return num, den
		}
	}
	num, den = g.settle(in, cand, numeratorPart), g.settle(in, cand, denominatorPart)
	if num != nil && den != nil && !g.sameScope(in, num, den) {
		return nil, nil
	}
	return num, den
}

// surest keeps the columns of the best rank.
func surest(list []*column) []*column {
	if len(list) == 0 {
		return nil
	}
	best := slices.MinFunc(list, func(a, b *column) int { return a.rank - b.rank }).rank
	return slices.DeleteFunc(slices.Clone(list), func(c *column) bool { return c.rank != best })
}

// pairBehind returns the one pair of counts whose quotient is the value in
// every row, nil when there is none, or several.
func (g *grid) pairBehind(value *column, nums, dens []*column) (num, den *column) {
	for _, x := range nums {
		for _, n := range dens {
			if !g.explains(value.at, x.at, n.at) {
				continue
			}
			if num != nil {
				return nil, nil
			}
			num, den = x, n
		}
	}
	return num, den
}

// explains reports whether value = num/den, as far as rounding tells, in all of
// at least two rows.
func (g *grid) explains(value, num, den int) bool {
	g.lane.doubt("explains")
	rows := 0
	for _, r := range g.rows() {
		v, x, n := readNumber(r.At(value), nil), readNumber(r.At(num), nil), readNumber(r.At(den), nil)
		if v.state != used || x.state != used || n.state != used || n.value <= 0 || x.value <= 0 {
			continue
		}
		if !v.tells(x.value / n.value) {
			return false
		}
		rows++
	}
	return rows > 1
}

// tells reports whether the number, as a ratio or a percent, is the level but
// for rounding.
func (n number) tells(level float64) bool {
	return near(n.value, level, n.halfStep()) || !n.marked && near(n.hundredth(), level, n.halfStep()/100)
}

// sameScope refuses to divide a cumulative count by one that is not, and one of
// new customers by one of all.
func (g *grid) sameScope(in *kpi.Indicator, num, den *column) bool {
	if num.cumulative() == den.cumulative() && num.ofNew() == den.ofNew() {
		return true
	}
	g.report(kpi.Error, "column.scopes_differ", num.Origin.Row, num.at, kpi.Args{"heading": num.Heading, "other": den.Heading, "kpi": in.ID})
	return false
}

// fraction is where counts that are no whole numbers stand in a column.
type fraction struct {
	part        part
	kpi         string
	col         int
	rows, first int
	text        string
}

// noteFractions counts the parts of a figure that count things and are no whole
// numbers: 12.5 of 40 visits. Nobody wins half a contract; what stands there is an
// average, or not what its heading says. The exposure of a rate may be any number.
func (g *grid) noteFractions(f figure, s slot, line int) {
	if f.indicator.Scale != kpi.Proportion && f.indicator.Scale != kpi.Rate {
		return
	}
	g.noteFraction(fraction{numeratorPart, f.indicator.ID, s.num, 1, line, f.num.plain}, f.num.value)
	if f.indicator.Scale == kpi.Proportion {
		g.noteFraction(fraction{denominatorPart, f.indicator.ID, s.den, 1, line, f.den.plain}, f.den.value)
	}
}

func (g *grid) noteFraction(one fraction, value float64) {
	if value == math.Trunc(value) {
		return
	}
	at := slices.IndexFunc(g.fractions, func(o fraction) bool { return o.col == one.col && o.kpi == one.kpi && o.part == one.part })
	if at < 0 {
		g.fractions = append(g.fractions, one)
		return
	}
	g.fractions[at].rows++
}

// reportFractions says it once for a column.
func (g *grid) reportFractions() {
	for _, o := range g.fractions {
		g.report(kpi.Warning, "counts.fractional", o.first, o.col, kpi.Args{"heading": g.heading(o.col), "kpi": o.kpi, "part": o.part.String(),
			"rows": fmt.Sprint(o.rows), "text": quoted(o.text)})
	}
}
