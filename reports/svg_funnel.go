package reports

import (
	"math"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// The frame of a funnel plot, in the units of its viewBox.
const (
	funnelWidth  = 640
	funnelHeight = 300
	funnelLeft   = 70.0
	funnelRight  = 590.0
	funnelTop    = 16.0
	funnelFoot   = 250.0
	funnelSizes  = 272.0
	funnelAxis   = 290.0
	funnelSteps  = 48   // points of a limit
	funnelLine   = 12.0 // height of a line of text
)

// The confidence of the limits (statistics: two-sided 95 and 99.8 %).
const (
	funnelInner = 0.95
	funnelOuter = 0.998
)

// maxFunnels is how many funnel plots a page holds; with more families than
// that only those with a finding are drawn.
const maxFunnels = 120

// funnel is the picture of a team's counted indicator: the level of each person
// against the trials behind it, between the limits of chance about the pooled
// level. Findings carry a name, nobody else does.
type funnel struct {
	ID, Title, Desc        string
	Width, Height          float64
	Left, Right, Top, Foot float64
	Grid                   []float64
	Levels, Sizes          []label
	Axis                   label
	Pooled                 rule
	Limits                 []limitLine
	Dots                   []dot
	Findings               []labelled
}

// limitLine is one limit, lower or upper, with its confidence at its end.
type limitLine struct {
	Class string // inner, outer
	Line  []dot
	Label label
}

// labelled is a mark with a name.
type labelled struct {
	X, Y  float64
	Label label
}

// canFunnel reports whether limits of chance apply: counts of independent
// trials, or events in an exposure.
func canFunnel(s *analysis.Summary) bool {
	counts := s.Denominator != 0 && finite(s.Pooled)
	return counts && s.Judged > 0 && (s.Indicator.Scale == kpi.Rate || s.Indicator.Scale == kpi.Proportion && !s.Indicator.Clustered())
}

// funnelLimits are the limits of chance about the pooled level: exact binomial
// without their steps, of events in an exposure Poisson.
func funnelLimits(in *kpi.Indicator, pooled, n, level float64) infer.Limits {
	if in.Scale == kpi.Rate {
		l := infer.RatioLimits(pooled*n, level)
		return infer.Limits{Lo: l.Lo * pooled, Hi: l.Hi * pooled}
	}
	return infer.FunnelInterpolated(pooled, n, level)
}

func drawFunnel(p *locale.Printer, s *analysis.Summary, id string) funnel {
	members, least, most := funnelMembers(s)
	from := max(1, math.Floor(least/2)) // the limits begin left of everybody
	span := funnelSpan(s, members, from)
	pic := funnel{ID: id, Width: funnelWidth, Height: funnelHeight, Left: funnelLeft, Right: funnelRight, Top: funnelTop, Foot: funnelFoot}
	y := newAxis(span, funnelFoot, funnelTop, 5)
	x := newAxis([]float64{0, most}, funnelLeft, funnelRight, 5)
	for _, t := range y.ticks {
		pic.Grid = append(pic.Grid, y.at(t))
		pic.Levels = append(pic.Levels, label{X: funnelLeft - 8, Y: y.at(t) + 4, Anchor: "end", Text: p.Level(t, s.Indicator)})
	}
	for _, t := range x.ticks {
		pic.Sizes = append(pic.Sizes, label{X: x.at(t), Y: funnelSizes, Anchor: "middle", Text: amount(p, t)})
	}
	pic.Axis = label{X: (funnelLeft + funnelRight) / 2, Y: funnelAxis, Anchor: "middle", Text: p.Text("html.funnel.axis", nil)}
	at := y.at(s.Pooled)
	pic.Pooled = rule{Y: at, Label: label{X: funnelLeft + 6, Y: at - 5, Anchor: "start",
		Text: p.Text("html.funnel.pooled", locale.Args{"level": p.Level(s.Pooled, s.Indicator)})}}
	pic.drawLimits(p, s, x, y, from)
	pic.drawMembers(p, s, x, y, members)
	pic.describe(p, s, members, least, most)
	return pic
}

// funnelMembers are those with a value and trials, and the range of the latter.
func funnelMembers(s *analysis.Summary) (list []analysis.Member, least, most float64) {
	least = math.Inf(1)
	for _, m := range s.Members {
		if n := float64(m.N); n > 0 && finite(m.Value) {
			list = append(list, m)
			least, most = min(least, n), max(most, n)
		}
	}
	return list, min(least, most), most
}

// funnelSpan is what the levels' axis holds: everybody, the limits at half the
// fewest trials, and room for a name above the highest mark.
func funnelSpan(s *analysis.Summary, members []analysis.Member, from float64) []float64 {
	outer := funnelLimits(s.Indicator, s.Pooled, from, funnelOuter)
	lo, hi := min(s.Pooled, outer.Lo), max(s.Pooled, outer.Hi)
	for _, m := range members {
		lo, hi = min(lo, m.Value), max(hi, m.Value)
	}
	room := 0.06 * (hi - lo)
	hi += room
	if lo -= room; lo < 0 {
		lo = 0
	}
	if s.Indicator.Scale == kpi.Proportion {
		hi = min(hi, 1)
	}
	return []float64{lo, hi}
}

// drawLimits draws each limit from a number of trials to the end of the scale.
// Trials are whole. Of two limits that end at one place, as both lower ones at
// nothing, the outer is labelled.
func (pic *funnel) drawLimits(p *locale.Printer, s *analysis.Summary, x, y axis, from float64) {
	lines := []struct {
		level  float64
		class  string
		limits []infer.Limits
	}{{level: funnelOuter, class: "outer"}, {level: funnelInner, class: "inner"}}
	trials := make([]float64, funnelSteps+1)
	for i := range trials {
		trials[i] = math.Round(from + (x.hi-from)*float64(i)/funnelSteps)
		for j := range lines {
			lines[j].limits = append(lines[j].limits, funnelLimits(s.Indicator, s.Pooled, trials[i], lines[j].level))
		}
	}
	var last float64
	for _, side := range []func(infer.Limits) float64{lower, upper} {
		for _, line := range lines {
			l := limitLine{Class: line.class}
			for i, limits := range line.limits {
				l.Line = append(l.Line, dot{x.at(trials[i]), y.at(side(limits))})
			}
			end := l.Line[len(l.Line)-1]
			if line.class == "outer" || math.Abs(end.Y-last) >= funnelLine {
				l.Label = label{X: end.X + 5, Y: end.Y + 4, Anchor: "start", Text: p.Text("html.funnel."+line.class, nil)}
			}
			last = end.Y
			pic.Limits = append(pic.Limits, l)
		}
	}
}

func lower(l infer.Limits) float64 { return l.Lo }
func upper(l infer.Limits) float64 { return l.Hi }

func (pic *funnel) drawMembers(p *locale.Printer, s *analysis.Summary, x, y axis, members []analysis.Member) {
	for _, m := range members {
		at := dot{x.at(float64(m.N)), y.at(m.Value)}
		if m.Severity < analysis.Credible {
			pic.Dots = append(pic.Dots, at)
			continue
		}
		text := p.Text("html.strip.person", locale.Args{"name": nameInPicture(m.Employee), "level": p.Level(m.Value, s.Indicator)})
		pic.Findings = append(pic.Findings, labelled{at.X, at.Y, labelAt(at.X, at.Y-11, funnelWidth, text)})
	}
}

func (pic *funnel) describe(p *locale.Printer, s *analysis.Summary, members []analysis.Member, least, most float64) {
	beyond := func(level float64) (n int) {
		for _, m := range members {
			l := funnelLimits(s.Indicator, s.Pooled, float64(m.N), level)
			n += count(m.Value < l.Lo || m.Value > l.Hi)
		}
		return n
	}
	pic.Title = p.Text("html.funnel.title", locale.Args{"kpi": p.Title(s.Indicator), "team": s.Team})
	pic.Desc = p.Text("html.funnel.desc", locale.Args{"n": p.Number(len(members)), "least": amount(p, least), "most": amount(p, most),
		"pooled": p.Level(s.Pooled, s.Indicator), "out95": p.Number(beyond(funnelInner)), "out998": p.Number(beyond(funnelOuter))})
}

// funnelsOf chooses the families whose funnel plot the page holds.
func funnelsOf(r *Report) map[*analysis.Summary]bool {
	all, found := map[*analysis.Summary]bool{}, map[*analysis.Summary]bool{}
	for i := range r.Summaries {
		s := &r.Summaries[i]
		if !canFunnel(s) {
			continue
		}
		all[s] = true
		if s.Severities[analysis.Credible]+s.Severities[analysis.Serious] > 0 {
			found[s] = true
		}
	}
	if len(all) > maxFunnels {
		return found
	}
	return all
}
