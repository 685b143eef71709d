package ingest

import (
	"fmt"
	"math"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// span is what a column's numbers lie between.
type span struct {
	n           int
	least, most float64
}

func (s *span) take(v float64) {
	if s.n == 0 {
		s.least, s.most = v, v
	}
	s.n++
	s.least, s.most = math.Min(s.least, v), math.Max(s.most, v)
}

// show keeps a level that was read, for the evidence: of a figure that is used,
// or that stands beside the counts that are.
func (f figure) show(m kpi.Measure, v verdict) {
	if f.group == nil || f.value.state != used || f.value.truth {
		return
	}
	level := m.Level
	if m.HasCounts() {
		var code string
		if level, code = f.group.level(f.value, v); code != "" {
			return
		}
	}
	f.group.shown.take(level)
}

// evidence writes the facts behind the verdict for the reader of `inspect`: how
// many numbers were read, from which to which in the unit that is shown. Of a
// group in doubt they stand as they are written.
func (u *unitGroup) evidence(v verdict) string {
	facts := []string{"unit=" + string(v)}
	factor := 1.0
	s := u.shown
	switch {
	case v.isDoubt():
		s = span{u.plain(), u.lowest, u.highest}
	case shownUnit(u.indicator, v) == "percent":
		factor = 100
	}
	facts = append(facts, fmt.Sprintf("n=%d", s.n))
	if s.n > 0 {
		facts = append(facts, fmt.Sprintf("min=%s max=%s", short(s.least*factor), short(s.most*factor)))
	}
	facts = append(facts, fmt.Sprintf("percent_cells=%d", u.marked))
	if u.giver != "" {
		facts = append(facts, "given_by="+u.giver)
	}
	return strings.Join(facts, " ")
}

// short writes a number with as many digits as tell it apart: four, or all in
// front of the point.
func short(v float64) string {
	if math.Abs(v) >= 1000 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.4g", v)
}

func shownUnit(in *kpi.Indicator, v verdict) string {
	switch v {
	case asRatio:
		return "ratio"
	case asPercent, asMarked, mixed:
		return "percent"
	case asWritten:
		return in.Unit
	}
	return ""
}

// reportUnit says what is doubtful about the group as a whole.
func (g *grid) reportUnit(u *unitGroup, v verdict) {
	args := kpi.Args{"heading": u.heading, "kpi": u.indicator.ID, "values": fmt.Sprint(u.plain()),
		"min": short(u.lowest), "max": short(u.highest)}
	switch {
	case !u.needed:
	case v == ambiguous:
		args["percent"] = quoteNaming(u.heading, u.indicator.ID+",percent")
		args["ratio"] = quoteNaming(u.heading, u.indicator.ID+",ratio")
		g.report(kpi.Error, "unit.ambiguous", u.line, u.col, args)
	case v == scoreOrPercent:
		args["percent"] = quoteNaming(u.heading, u.indicator.ID+",percent")
		args["score"] = quoteNaming(u.heading, g.run.scoreFor(u))
		g.report(kpi.Error, "unit.score_or_percent", u.line, u.col, args)
	case v == asPercent && u.giver != "" && u.below > 0 && u.above == 0:
		args["giver"] = u.giver
		g.report(kpi.Warning, "unit.percent_small", u.line, u.col, args)
	case u.indicator.Scale == kpi.Rate && v == asWritten && u.above > 0 && unitClass(u.indicator.Unit) == "ratio":
		g.report(kpi.Warning, "unit.rate_above_one", u.line, u.col, args)
	}
}

// scoreFor is what a column of points may be called: the score that goes with
// the proportion, where the catalogue has one on a scale of five or ten points,
// else a score of its own.
func (r *run) scoreFor(u *unitGroup) string {
	in := r.words.catalogue.Get(u.indicator.ID + "_score")
	if in != nil && in.Scale == kpi.Score && in.Ceiling != nil && *in.Ceiling <= mostPoints && u.highest <= *in.Ceiling {
		return in.ID
	}
	return "higher,score"
}
