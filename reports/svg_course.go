package reports

import (
	"strings"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// The frame of a course, in the units of its viewBox.
const (
	courseWidth  = 640
	courseHeight = 230
	courseLeft   = 70.0
	courseRight  = 620.0
	courseTop    = 16.0
	courseFoot   = 190.0
	coursePeriod = 212.0
	coursePoints = 3 // fewer say nothing of a course
	courseTicks  = 6
)

// course is the picture of a person's own history: the level by period, the
// mean of the colleagues beside it and, where there is a history, the band of an
// XmR chart of the difference, carried along with the colleagues' mean.
type course struct {
	ID, Title, Desc, Caption string
	Width, Height            float64
	Left, Right, Foot        float64
	Grid                     []float64
	Levels, Periods          []label
	Person, Mean             []dot
	Band                     []dot // a closed polygon; none without a history
	Signals                  []signalMark
}

// signalMark rings a period that stands out.
type signalMark struct {
	X, Y  float64
	Worse bool
}

// courseData are a person's known levels and, of the same periods, the mean of
// the others.
type courseData struct {
	periods     []kpi.Period
	own, others []float64 // others NaN: nobody else
	band        infer.XmR // of own minus others; without limits where there is no history
}

// courseOf gathers a course from the gap's own series.
func courseOf(g *analysis.Gap) courseData {
	c := courseData{band: infer.XmRLimits(nil, infer.XmRMultiple, true)}
	var diff []float64
	for _, pt := range g.Series {
		if !pt.Measure.Known() {
			continue
		}
		c.periods, c.own, c.others = append(c.periods, pt.Period), append(c.own, pt.Measure.Level), append(c.others, pt.Others)
		if finite(pt.Others) {
			diff = append(diff, pt.Measure.Level-pt.Others)
		}
	}
	if g.History != nil && len(diff) == g.History.Periods {
		c.band = infer.XmRLimits(diff, infer.XmRMultiple, true)
	}
	return c
}

// drawCourse is nil below three periods.
func drawCourse(p *locale.Printer, g *analysis.Gap, id string) *course {
	c := courseOf(g)
	if len(c.own) < coursePoints {
		return nil
	}
	pic := &course{ID: id, Width: courseWidth, Height: courseHeight, Left: courseLeft, Right: courseRight, Foot: courseFoot}
	y := newAxis(c.span(), courseFoot, courseTop, 4)
	x := axis{lo: 0, hi: float64(len(c.own) - 1), from: courseLeft + 14, to: courseRight - 14}
	for _, t := range y.ticks {
		pic.Grid = append(pic.Grid, y.at(t))
		pic.Levels = append(pic.Levels, label{X: courseLeft - 8, Y: y.at(t) + 4, Anchor: "end", Text: p.Level(t, g.Indicator)})
	}
	pic.drawLines(x, y, c)
	pic.drawPeriods(p, x, c.periods)
	pic.drawSignals(x, y, c, g.History)
	pic.describe(p, g, c)
	return pic
}

// span is every level that has to fit in the picture.
func (c courseData) span() []float64 {
	all := append(append([]float64{}, c.own...), c.others...)
	for _, m := range c.others {
		all = append(all, m+c.band.Lo, m+c.band.Hi) // not known without limits
	}
	return all
}

func (pic *course) drawLines(x, y axis, c courseData) {
	var upper, lower []dot
	for i, v := range c.own {
		at := x.at(float64(i))
		pic.Person = append(pic.Person, dot{at, y.at(v)})
		if !finite(c.others[i]) {
			continue
		}
		pic.Mean = append(pic.Mean, dot{at, y.at(c.others[i])})
		if finite(c.band.Lo) {
			upper = append(upper, dot{at, y.at(c.others[i] + c.band.Hi)})
			lower = append(lower, dot{at, y.at(c.others[i] + c.band.Lo)})
		}
	}
	pic.Band = upper
	for i := len(lower) - 1; i >= 0; i-- {
		pic.Band = append(pic.Band, lower[i])
	}
}

// drawPeriods names the last period and as many before it as have room.
func (pic *course) drawPeriods(p *locale.Printer, x axis, periods []kpi.Period) {
	last := len(periods) - 1
	step := max(1, (len(periods)+courseTicks-2)/(courseTicks-1))
	for i := last; i >= 0; i -= step {
		pic.Periods = append(pic.Periods, labelAt(x.at(float64(i)), coursePeriod, courseWidth, p.Period(periods[i])))
	}
}

func (pic *course) drawSignals(x, y axis, c courseData, h *analysis.History) {
	if h == nil {
		return
	}
	for _, s := range h.Signals {
		for i, period := range c.periods {
			if period == s.Period {
				pic.Signals = append(pic.Signals, signalMark{x.at(float64(i)), y.at(c.own[i]), s.Worse})
			}
		}
	}
}

func (pic *course) describe(p *locale.Printer, g *analysis.Gap, c courseData) {
	last, in := len(c.own)-1, g.Indicator
	name := locale.Args{"name": personName(g.Employee), "kpi": p.Title(in)}
	pic.Title = p.Text("html.course.title", name)
	pic.Caption = p.Text("html.course.caption", name)
	pic.Desc = p.Text("html.course.desc", locale.Args{"n": p.Number(len(c.own)), "from": p.Period(c.periods[0]), "to": p.Period(c.periods[last]),
		"first": p.Level(c.own[0], in), "last": p.Level(c.own[last], in)})
	if finite(c.others[last]) {
		pic.Desc += p.Text("html.course.desc_mean", locale.Args{"mean": p.Level(c.others[last], in)})
	}
	if len(pic.Band) > 0 {
		pic.Caption += p.Text("html.course.caption_band", nil)
	}
	if len(pic.Signals) > 0 {
		pic.Desc += p.Text("html.course.desc_signals", locale.Args{"periods": signalPeriods(p, g.History.Signals)})
	}
}

func signalPeriods(p *locale.Printer, signals []analysis.Signal) string {
	var names []string
	for _, run := range signalRuns(signals) {
		names = append(names, periodsText(p, run))
	}
	return strings.Join(names, p.Text("html.list.comma", nil))
}
