package reports

import (
	"math"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// The frame of a ladder, in the units of its viewBox.
const (
	ladderWidth  = 640
	ladderHeight = 250
	ladderLeft   = 70.0
	ladderRight  = 600.0
	ladderTop    = 30.0
	ladderFoot   = 200.0
	ladderLowest = 176.0 // of the lowest level: room for its text
	ladderMonths = 220.0
	ladderAxis   = 240.0
)

// ladder is the picture of a plan: the straight line from the baseline through
// the milestones over the months of the plan, the reference it aims at, and
// what was observed since the start.
type ladder struct {
	ID, Title, Desc        string
	Width, Height          float64
	Left, Right, Top, Foot float64
	Levels, Months         []label // the scales
	Grid                   []float64
	Axis                   label
	Line                   []dot
	Steps                  []label // one a point of the line
	Reference              rule
	Seen                   []whisker
	SeenLine               []dot
	SeenLabel              label
}

// whisker is an observed value with its interval.
type whisker struct {
	X, Y, Lo, Hi float64
	Interval     bool
}

// rung is a point of the planned line.
type rung struct {
	month, level float64
	text         string
}

// drawLadder draws the plan; seen are the periods observed since its start,
// none before it is agreed.
func drawLadder(p *locale.Printer, plan *goals.Plan, seen []goals.Observed, in *kpi.Indicator) ladder {
	rungs := rungsOf(p, plan, in)
	points := monthsSeen(plan, seen)
	y := levelAxis(plan, rungs, points)
	x := monthAxis(rungs, points)
	pic := ladder{ID: "ladder-" + planAnchor(plan), Width: ladderWidth, Height: ladderHeight,
		Left: ladderLeft, Right: ladderRight, Top: ladderTop, Foot: ladderFoot}
	for _, t := range y.ticks {
		pic.Grid = append(pic.Grid, y.at(t))
		pic.Levels = append(pic.Levels, label{X: ladderLeft - 8, Y: y.at(t) + 4, Anchor: "end", Text: p.Level(t, in)})
	}
	for _, t := range x.ticks {
		pic.Months = append(pic.Months, label{X: x.at(t), Y: ladderMonths, Anchor: "middle", Text: p.Number(int(t))})
	}
	pic.Axis = label{X: (ladderLeft + ladderRight) / 2, Y: ladderAxis, Anchor: "middle", Text: p.Text("html.ladder.axis", nil)}
	pic.drawLine(x, y, rungs, in.Direction.Sign() > 0, len(points) > 0)
	at := y.at(plan.Reference.Float())
	pic.Reference = rule{Y: at, Label: label{X: ladderLeft + 6, Y: at - 5, Anchor: "start", Text: referenceText(p, plan, in)}}
	pic.drawSeen(p, x, y, points, in)
	pic.Title = p.Text("html.ladder.title", locale.Args{"name": personName(plan.Employee), "kpi": p.Title(in)})
	pic.Desc = describeLadder(p, plan, rungs, in)
	return pic
}

// drawLine draws the planned line. A text stands on the side that the line
// does not come from; where values were observed, on the side of the baseline's
// text, away from them.
func (pic *ladder) drawLine(x, y axis, rungs []rung, rising, seen bool) {
	for _, r := range rungs {
		at := dot{X: x.at(r.month), Y: y.at(r.level)}
		pic.Line = append(pic.Line, at)
		text := labelAt(at.X, at.Y-10, ladderRight+30, r.text)
		if below := (r.month == 0 || seen) == rising; below {
			text.Y = at.Y + 19
		}
		if r.month == 0 {
			text.X, text.Anchor = at.X+6, "start"
		}
		pic.Steps = append(pic.Steps, text)
	}
}

func (pic *ladder) drawSeen(p *locale.Printer, x, y axis, points []monthSeen, in *kpi.Indicator) {
	for _, s := range points {
		w := whisker{X: x.at(s.month), Y: y.at(s.seen.Value)}
		if finite(s.seen.Lo) && finite(s.seen.Hi) {
			w.Interval, w.Lo, w.Hi = true, y.at(s.seen.Lo), y.at(s.seen.Hi)
		}
		pic.Seen = append(pic.Seen, w)
		pic.SeenLine = append(pic.SeenLine, dot{X: w.X, Y: w.Y})
	}
	if n := len(points); n > 0 {
		last := points[n-1].seen
		text := p.Text("html.ladder.seen", locale.Args{"period": p.Period(last.Period), "level": p.Level(last.Value, in)})
		pic.SeenLabel = label{X: ladderRight, Y: ladderTop - 12, Anchor: "end", Text: text}
	}
}

// rungsOf are the baseline in month 0, where there is one, and the milestones
// in their order.
func rungsOf(p *locale.Printer, plan *goals.Plan, in *kpi.Indicator) []rung {
	var rungs []rung
	if hasBaseline(plan) {
		baseline := plan.Baseline.Float()
		rungs = append(rungs, rung{0, baseline, p.Text("html.ladder.baseline", locale.Args{"level": p.Level(baseline, in)})})
	}
	for i := range plan.Milestones {
		m := &plan.Milestones[i]
		month := milestoneMonth(plan, m)
		rungs = append(rungs, rung{float64(max(month, 1)), m.Level.Float(), p.Target(m.Level, in)})
	}
	return rungs
}

// milestoneMonth is the month of the plan, counted from 1, in which the
// milestone is due; of one with dates alone, counted from the start. 0: open.
func milestoneMonth(plan *goals.Plan, m *goals.Milestone) int {
	due := m.By
	if m.From != nil {
		due = m.From
	}
	switch {
	case m.FromMonth > 0:
		return m.FromMonth
	case m.ByMonth > 0:
		return m.ByMonth
	case due != nil && plan.Start != nil:
		return monthOf(plan, *due)
	}
	return 0
}

// monthOf counts the plan's months: the one that holds the start is month 1.
func monthOf(plan *goals.Plan, day kpi.Date) int {
	of := func(d kpi.Date) int { return int(kpi.PeriodOf(d, kpi.Month).MonthOrdinal()) }
	return of(day) - of(*plan.Start) + 1
}

type monthSeen struct {
	month float64
	seen  goals.Observed
}

// monthsSeen places what was observed; periods without data have no point.
func monthsSeen(plan *goals.Plan, seen []goals.Observed) []monthSeen {
	var points []monthSeen
	for _, o := range seen {
		if plan.Start != nil && finite(o.Value) {
			points = append(points, monthSeen{math.Max(0, float64(monthOf(plan, o.Period.End()))), o})
		}
	}
	return points
}

func levelAxis(plan *goals.Plan, rungs []rung, points []monthSeen) axis {
	span := []float64{plan.Reference.Float()}
	for _, r := range rungs {
		span = append(span, r.level)
	}
	for _, s := range points {
		span = append(span, s.seen.Value, s.seen.Lo, s.seen.Hi)
	}
	return newAxis(span, ladderLowest, ladderTop, 4)
}

// monthAxis has a tick a month, fewer in a long plan.
func monthAxis(rungs []rung, points []monthSeen) axis {
	last := 1.0
	for _, r := range rungs {
		last = max(last, r.month)
	}
	for _, s := range points {
		last = max(last, s.month)
	}
	x := axis{lo: 0, hi: last, from: ladderLeft + 14, to: ladderRight - 14}
	step := math.Ceil(last / 12)
	for t := 0.0; t <= last; t += step {
		x.ticks = append(x.ticks, t)
	}
	return x
}

func describeLadder(p *locale.Printer, plan *goals.Plan, rungs []rung, in *kpi.Indicator) string {
	text := p.Text("html.ladder.desc", locale.Args{"reference": p.Level(plan.Reference.Float(), in)})
	for _, r := range rungs {
		text += p.Text("html.ladder.desc_step", locale.Args{"level": r.text, "month": p.Number(int(r.month))})
	}
	return text
}

// referenceText names the reference's line and its level.
func referenceText(p *locale.Printer, plan *goals.Plan, in *kpi.Indicator) string {
	id, args := "html.ladder.reference", locale.Args{"basis": p.Word("basis", string(plan.Basis)), "level": p.Level(plan.Reference.Float(), in)}
	if from, ok := roundedFrom(plan); ok {
		id, args["from"] = "html.ladder.rounded", p.Target(from, in)
	}
	return p.Text(id, args)
}
