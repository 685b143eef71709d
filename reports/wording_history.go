package reports

import (
	"math"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// trendP is the greatest p-value with which a trend is spoken of.
const trendP = 0.05

// historyWords say what stands out of the person's own course beside the
// colleagues; nothing without a history.
func historyWords(p *locale.Printer, g *analysis.Gap) []string {
	h := g.History
	if h == nil {
		return nil
	}
	var lines []string
	if h.P <= trendP && h.Slope != 0 {
		lines = append(lines, trendWords(p, g))
	}
	lines = append(lines, signalWords(p, h.Signals)...)
	if h.Unsteady {
		lines = append(lines, p.Text("history.unsteady", locale.Args{"ratio": timesText(h.Spread)}))
	}
	if len(lines) == 0 {
		lines = []string{p.Text("history.calm", locale.Args{"count": h.Periods})}
	}
	return lines
}

// signalWords say the signals, neighbours of one kind together.
func signalWords(p *locale.Printer, signals []analysis.Signal) (lines []string) {
	for _, run := range signalRuns(signals) {
		lines = append(lines, p.Text("history.signal", locale.Args{"periods": periodsText(p, run),
			"signal": p.Word("signal", run[0].Kind), "side": p.Word("side", sideOf(run[0].Worse))}))
	}
	return lines
}

func trendWords(p *locale.Printer, g *analysis.Gap) string {
	h, id := g.History, "history.trend.better"
	if h.Slope*g.Indicator.Direction.Sign() < 0 {
		id = "history.trend.worse"
	}
	return p.Text(id, locale.Args{"slope": strings.TrimPrefix(p.Points(math.Abs(h.Slope), g.Indicator), "+"),
		"from": p.Period(firstKnown(g)), "chance": chanceWords(p, h.P)})
}

// firstKnown is the first period with a value.
func firstKnown(g *analysis.Gap) (first kpi.Period) {
	for _, pt := range g.Series {
		if pt.Measure.Known() {
			return pt.Period
		}
	}
	return first
}

func sideOf(worse bool) string {
	if worse {
		return "worse"
	}
	return "better"
}

// signalRuns puts neighbouring signals of one kind and side together.
func signalRuns(signals []analysis.Signal) [][]analysis.Signal {
	var runs [][]analysis.Signal
	for i, s := range signals {
		if i > 0 && s.Kind == signals[i-1].Kind && s.Worse == signals[i-1].Worse && signals[i-1].Period.Next() == s.Period {
			runs[len(runs)-1] = append(runs[len(runs)-1], s)
			continue
		}
		runs = append(runs, []analysis.Signal{s})
	}
	return runs
}

func periodsText(p *locale.Printer, run []analysis.Signal) string {
	if len(run) == 1 {
		return p.Period(run[0].Period)
	}
	return p.Span(run[0].Period, run[len(run)-1].Period, len(run))
}

// timesText is a ratio of variances with one decimal.
func timesText(x float64) string {
	if math.IsInf(x, 1) {
		return "∞"
	}
	return strconv.FormatFloat(x, 'f', 1, 64)
}

// driverWords say on which leading indicators the person is behind too, and how
// much of the gap goes with it.
func driverWords(p *locale.Printer, r *Report, g *analysis.Gap) []string {
	var lines []string
	for _, d := range g.Drivers {
		in := indicatorOf(r, d.Indicator)
		line := p.Text("driver", locale.Args{"title": titleOf(p, in, d.Indicator), "value": p.Level(d.Value, in), "rest": p.Level(d.Rest, in)})
		if share := math.Round(d.Share*20) / 20; finite(share) && share > 0 {
			line += p.Text("driver.share", locale.Args{"share": shareOfGap(p, share), "n": p.Number(d.N)})
		}
		lines = append(lines, line)
	}
	return lines
}

// shareOfGap is a share of the gap in words: more than all of it is all.
func shareOfGap(p *locale.Printer, share float64) string {
	if share >= 1 {
		return p.Text("driver.all", nil)
	}
	return p.Text("driver.part", locale.Args{"share": p.Percent(share)})
}

// cohortWords name the cohort that the person was compared within; "" is the
// team.
func cohortWords(p *locale.Printer, g *analysis.Gap) string {
	if id := "cohort." + g.Cohort; p.Has(id) {
		return p.Text(id, nil)
	}
	return locale.Plain(g.Cohort)
}

// teamNote says that a team as a whole misses the standard.
func teamNote(p *locale.Printer, s *analysis.Summary) string {
	return p.Text("standard.team", locale.Args{"team": s.Team, "kpi": p.Title(s.Indicator),
		"level": p.Level(*s.Indicator.Standard, s.Indicator), "mean": p.Level(s.Mean, s.Indicator)})
}
