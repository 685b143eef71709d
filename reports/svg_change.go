package reports

import (
	"math"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// The frame of a picture of before and after, in the units of its viewBox.
const (
	changeWidth  = 640
	changeHeight = 158
	changeLeft   = 40.0
	changeRight  = 600.0
	changeTop    = 22.0
	changeAxis   = 128.0
)

// change is the picture of the person's level before a plan and since its start,
// each with its interval, beside the last level that the plan asks for.
type change struct {
	ID, Title, Desc, Caption string
	Width, Height            float64
	Left, Right, Top, Axis   float64
	Ticks                    []label
	Target                   rule
	Marks                    []changeMark
}

// changeMark is the level of one of the two times.
type changeMark struct {
	X, Y, Lo, Hi float64
	Interval     bool
	Label        label
}

// drawChange draws what the plan started from and what was seen since its start,
// all periods together. It is nil where one of the two is not known. It says
// nothing of an effect: that takes colleagues, and is the evaluation's.
func drawChange(p *locale.Printer, pr *goals.Progress, in *kpi.Indicator) *change {
	before, after := levelBefore(&pr.Plan, in), levelSince(pr, in)
	if !finite(before.Value) || !finite(after.Value) || len(pr.Plan.Milestones) == 0 {
		return nil
	}
	target := pr.Plan.Milestones[len(pr.Plan.Milestones)-1].Level
	x := newAxis([]float64{before.Value, before.Lo, before.Hi, after.Value, after.Lo, after.Hi, target.Float()}, changeLeft+20, changeRight-20, 5)
	pic := &change{ID: anchor("change", planAnchor(&pr.Plan)), Width: changeWidth, Height: changeHeight, Left: changeLeft, Right: changeRight, Top: changeTop, Axis: changeAxis}
	for _, t := range x.ticks {
		pic.Ticks = append(pic.Ticks, label{X: x.at(t), Y: changeAxis + 20, Anchor: "middle", Text: p.Level(t, in)})
	}
	at := x.at(target.Float())
	pic.Target = rule{X: at, Y: changeTop, Label: labelAt(at, changeTop-6, changeWidth, p.Text("html.change.target", locale.Args{"level": p.Target(target, in)}))}
	args := locale.Args{"before": p.Level(before.Value, in), "after": p.Level(after.Value, in), "count": int(after.N), "name": personName(pr.Plan.Employee), "kpi": p.Title(in)}
	pic.mark(x, before, 58, p.Text("html.change.before", args))
	pic.mark(x, after, 104, p.Text("html.change.after", args))
	pic.Title, pic.Desc, pic.Caption = p.Text("html.change.title", args), p.Text("html.change.desc", args), p.Text("html.change.caption", nil)
	return pic
}

func (pic *change) mark(x axis, e infer.Estimate, y float64, text string) {
	m := changeMark{X: x.at(e.Value), Y: y, Label: labelAt(x.at(e.Value), y-12, changeWidth, text)}
	if finite(e.Lo) && finite(e.Hi) {
		m.Interval, m.Lo, m.Hi = true, x.at(e.Lo), x.at(e.Hi)
	}
	pic.Marks = append(pic.Marks, m)
}

// levelBefore is the baseline, with the interval of the counts behind it where
// the plan kept them.
func levelBefore(plan *goals.Plan, in *kpi.Indicator) infer.Estimate {
	if !hasBaseline(plan) {
		return infer.Estimate{Value: math.NaN()}
	}
	e := infer.Estimate{Value: plan.Baseline.Float(), Lo: math.NaN(), Hi: math.NaN()}
	if s := plan.Standing; s != nil && s.Trials > 0 {
		of := intervalOf(s.Events, s.Trials, in)
		e.Lo, e.Hi = of.Lo, of.Hi
	}
	return e
}

// levelSince pools the periods since the start: their counts, or the mean of
// levels without counts. N is the number of periods.
func levelSince(pr *goals.Progress, in *kpi.Indicator) infer.Estimate {
	var events, trials kpi.Decimal
	sum, n, counted := 0.0, 0, true
	for _, o := range pr.Series {
		if !finite(o.Value) {
			continue
		}
		n, sum = n+1, sum+o.Value
		counted = counted && o.Measure.HasCounts()
		events, trials = events+o.Measure.Events, trials+o.Measure.Trials
	}
	e := infer.Estimate{Value: math.NaN(), Lo: math.NaN(), Hi: math.NaN()}
	switch {
	case n == 0:
	case counted && trials > 0:
		e = intervalOf(events, trials, in)
	default:
		e.Value = sum / float64(n)
	}
	e.N = float64(n)
	return e
}

// intervalOf is the level of counts with the interval that tracking uses for one
// period: Wilson's, the Poisson one for events over exposure, none for units
// that are no independent trials.
func intervalOf(events, trials kpi.Decimal, in *kpi.Indicator) infer.Estimate {
	switch {
	case in.Clustered():
	case in.Scale == kpi.Proportion:
		return infer.Wilson(events.Float(), trials.Float(), 0.95)
	case in.Scale == kpi.Rate:
		return infer.CountInterval(events.Float(), trials.Float(), 0.95)
	}
	return infer.Estimate{Value: events.Float() / trials.Float(), Lo: math.NaN(), Hi: math.NaN()}
}
