package reports

import (
	"cmp"
	"slices"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/reports/locale"
)

// The places of the strip's lanes, in the units of its viewBox.
const (
	stripWidth  = 640
	stripMargin = 40.0
	swarmFloor  = 74.0 // centre of the lowest row of dots
	swarmCeil   = 16.0
	personLane  = 108.0
	stripAxis   = 126.0
	stripTicks  = 142.0
	stripMean   = 162.0
	stripNorm   = 180.0
)

// strip is the picture of a team on one indicator: a dot a colleague, without
// a name; the person's own mark with its interval in a lane of its own.
type strip struct {
	ID, Title, Desc string
	Width, Height   float64
	Dots            []dot
	Radius          float64
	Person          *mark // nil: the picture of a team
	Mean            rule
	MeanKnown       bool
	Standard        *rule
	Axis            float64
	Left, Right     float64
	Ticks           []label
	Better          label
}

type dot struct{ X, Y float64 }

// mark is the person's value and the ends of its interval.
type mark struct {
	X, Y, Lo, Hi float64
	Interval     bool
	Label        label
}

// drawStrip draws the members of s; with a gap its person is marked and left
// out of the unnamed dots. Members without a value have no dot.
func drawStrip(p *locale.Printer, s *analysis.Summary, g *analysis.Gap, id string) strip {
	values, standard := colleagues(s, g), requiredLevel(s, g)
	span := append(slices.Clone(values), s.Mean)
	if standard != nil {
		span = append(span, *standard)
	}
	if g != nil {
		span = append(span, g.Actual.Value, g.Actual.Lo, g.Actual.Hi)
	}
	x := newAxis(span, stripMargin, stripWidth-stripMargin, 6)
	pic := strip{ID: id, Width: stripWidth, Height: stripMean + 10, Axis: stripAxis, Left: x.from, Right: x.to}
	pic.Dots, pic.Radius = swarm(x, values)
	pic.MeanKnown = finite(s.Mean)
	pic.Mean = standLine(x, s.Mean, stripMean, p.Text("html.strip.mean", locale.Args{"level": p.Level(s.Mean, s.Indicator)}))
	if standard != nil {
		line := standLine(x, *standard, stripNorm, p.Text("html.strip.standard", locale.Args{"level": p.Level(*standard, s.Indicator)}))
		pic.Standard, pic.Height = &line, stripNorm+10
	}
	for _, t := range x.ticks {
		pic.Ticks = append(pic.Ticks, label{X: x.at(t), Y: stripTicks, Anchor: "middle", Text: p.Level(t, s.Indicator)})
	}
	if g != nil {
		pic.Person = markPerson(p, x, g)
	}
	pic.Better = betterSide(p, s)
	pic.Title, pic.Desc = describeStrip(p, s, g)
	return pic
}

// requiredLevel is the standard that the gap was judged against, else the
// indicator's; nil without one.
func requiredLevel(s *analysis.Summary, g *analysis.Gap) *float64 {
	if g != nil && g.Standard != nil {
		return &g.Standard.Level
	}
	return s.Indicator.Standard
}

// colleagues are the known values of the team without the person, sorted.
func colleagues(s *analysis.Summary, g *analysis.Gap) []float64 {
	var values []float64
	for _, m := range s.Members {
		if own := g != nil && m.Employee.ID == g.Employee.ID; finite(m.Value) && !own {
			values = append(values, m.Value)
		}
	}
	slices.SortFunc(values, cmp.Compare[float64])
	return values
}

// swarm stacks dots so that none hides another, with the largest radius at
// which the stack fits; at the smallest one they may overlap.
func swarm(x axis, sorted []float64) ([]dot, float64) {
	for _, r := range []float64{6, 5, 4, 3, 2} {
		if dots, rows := stack(x, sorted, r); float64(rows)*(2*r+1) <= swarmFloor-swarmCeil+2*r {
			return dots, r
		}
	}
	dots, rows := stack(x, sorted, 1.5)
	squeeze := min(1, (swarmFloor-swarmCeil)/(4*float64(rows)))
	for i := range dots {
		dots[i].Y = tenth(swarmFloor - (swarmFloor-dots[i].Y)*squeeze)
	}
	return dots, 1.5
}

// stack puts each dot into the lowest row in which the one before is clear.
func stack(x axis, sorted []float64, r float64) (dots []dot, rows int) {
	var last []float64 // place of the last dot of each row
	for _, v := range sorted {
		at, row := x.at(v), 0
		for row < len(last) && at-last[row] < 2*r+1 {
			row++
		}
		if row == len(last) {
			last = append(last, at)
		}
		last[row] = at
		dots = append(dots, dot{X: at, Y: tenth(swarmFloor - float64(row)*(2*r+1))})
	}
	return dots, len(last)
}

func standLine(x axis, level, y float64, text string) rule {
	return rule{X: x.at(level), Y: y, Label: labelAt(x.at(level), y, stripWidth, text)}
}

func markPerson(p *locale.Printer, x axis, g *analysis.Gap) *mark {
	at := x.at(g.Actual.Value)
	text := p.Text("html.strip.person", locale.Args{"name": nameInPicture(g.Employee), "level": p.Level(g.Actual.Value, g.Indicator)})
	m := &mark{X: at, Y: personLane, Label: labelAt(at, personLane-11, stripWidth, text)}
	if finite(g.Actual.Lo) && finite(g.Actual.Hi) {
		m.Interval, m.Lo, m.Hi = true, x.at(g.Actual.Lo), x.at(g.Actual.Hi)
	}
	return m
}

// betterSide says at which end of the axis the good levels are.
func betterSide(p *locale.Printer, s *analysis.Summary) label {
	if s.Indicator.Direction.Sign() > 0 {
		return label{X: stripWidth - 4, Y: 10, Anchor: "end", Text: p.Text("html.strip.better.right", nil)}
	}
	return label{X: 4, Y: 10, Anchor: "start", Text: p.Text("html.strip.better.left", nil)}
}

func describeStrip(p *locale.Printer, s *analysis.Summary, g *analysis.Gap) (title, desc string) {
	args := locale.Args{"team": s.Team, "kpi": p.Title(s.Indicator), "mean": p.Level(s.Mean, s.Indicator),
		"n": p.Number(s.N), "lo": "", "hi": ""}
	if values := colleagues(s, nil); len(values) > 0 {
		args["lo"], args["hi"] = p.Level(values[0], s.Indicator), p.Level(values[len(values)-1], s.Indicator)
	}
	title, desc = p.Text("html.strip.title", args), p.Text("html.strip.desc", args)
	if g != nil {
		args["name"], args["level"] = personName(g.Employee), p.Level(g.Actual.Value, g.Indicator)
		desc += p.Text("html.strip.desc_person", args)
	}
	return title, desc
}
