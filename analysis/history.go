package analysis

import (
	"math"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// History is a person's own course beside the team's: the level of each period
// minus the mean level of the others in that period, so that what moves everybody
// is not taken for a change of one.
type History struct {
	Periods int      // periods with the person and at least one colleague
	Slope   float64  // median slope per month of the difference (Theil–Sen)
	P       float64  // two-sided, no monotone trend (Mann–Kendall, exact to ten periods)
	Signals []Signal // of the XmR chart of the differences, in time order

	Spread    float64 // ratio of the period-to-period variance to that of the colleagues
	SpreadP   float64 // one-sided, no more than theirs (F)
	SpreadQ   float64 // Benjamini–Hochberg over the people of the family
	Unsteady  bool    // SpreadQ ≤ FDR and the variance at least twice theirs: a gap of its own
	OwnSpread float64 // standard deviation of the differences
}

// Signal is a period that stands out of the person's own course.
type Signal struct {
	Period kpi.Period
	Kind   string // outside, trend, run, two_of_three
	Worse  bool   // on the bad side
}

// minHistory is the fewest periods of a history: below it an XmR chart and a
// trend say nothing.
const minHistory = 6

// longHistory is where trend and two of three may speak too: on shorter series
// the four rules together raise false alarms (statistics: table S6).
const longHistory = 12

// unsteadyRatio is the least variance ratio that matters.
const unsteadyRatio = 2

// periodSums are the levels of every period that is looked at, added up over
// the team, by period index.
type periodSums struct{ sums, counts []float64 }

// courses gives the series of the people of a family.
type courses struct {
	*team
	f *family
	periodSums
}

// newCourses adds up the periods of a family; in brief, where nobody is found, there
// is nothing to add up.
func (t *team) newCourses(f *family) courses {
	c := courses{team: t, f: f}
	if t.opt.Brief && !holdsFinding(f.now.rest) && !holdsFinding(f.now.standard) {
		return c
	}
	c.periodSums = periodSums{t.floats.take(len(t.data.Periods)), t.floats.take(len(t.data.Periods))}
	for i := range f.people {
		span := f.people[i].span
		for j := span.From; j < span.To; j++ {
			at := t.data.Period[j]
			if level := t.data.Level(j); t.looksAt(at, f.grain) && !math.IsNaN(level) {
				c.sums[at] += level
				c.counts[at]++
			}
		}
	}
	return c
}

// of is the series of a person.
func (c *courses) of(p *person) []Point {
	series := c.kept.points.take(p.span.To - p.span.From)[:0]
	for i := p.span.From; i < p.span.To; i++ {
		if at := c.data.Period[i]; c.looksAt(at, c.f.grain) {
			m := c.data.Measure(i)
			series = append(series, Point{c.data.Periods[at], m, c.others(at, m.Level)})
		}
	}
	return series[:len(series):len(series)]
}

// others is the mean level of the others in a period in which one has the level
// given, NaN for none.
func (s *periodSums) others(at int32, level float64) float64 {
	sum, n := s.sums[at], s.counts[at]
	if !math.IsNaN(level) {
		sum, n = sum-level, n-1
	}
	if n < 1 {
		return nan
	}
	return sum / n
}

// beside appends the differences of a series from the others, for the periods
// with both.
func beside(diff []float64, series []Point) []float64 {
	for i := range series {
		if d := series[i].Measure.Level - series[i].Others; !math.IsNaN(d) {
			diff = append(diff, d)
		}
	}
	return diff
}

// unsteadiness is what a person's ups and downs are beside the colleagues'.
type unsteadiness struct {
	diff     []float64
	own, df  float64 // variance from period to period, and its degrees of freedom
	ratio, p float64
}

// histories fills in the histories of a family's gaps.
func (t *team) histories(gaps []Gap) {
	ss, df := 0.0, 0.0
	all, p := make([]unsteadiness, len(gaps)), t.floats.take(len(gaps))
	for i := range gaps {
		u := &all[i]
		u.diff = beside(t.floats.take(len(gaps[i].Series))[:0], gaps[i].Series)
		if u.own, u.df = unrest(u.diff); len(u.diff) >= minHistory {
			ss, df = ss+u.own*u.df, df+u.df
		}
	}
	for i := range all {
		u := &all[i]
		if p[i] = nan; len(u.diff) >= minHistory {
			others := (ss - u.own*u.df) / (df - u.df)
			u.ratio, u.p = over(u.own, others), infer.VarianceRatio(u.own, u.df, others, df-u.df)
			p[i] = u.p
		}
	}
	for i, q := range infer.BH(p) {
		g, u := &gaps[i], &all[i]
		unsteady := q <= t.opt.FDR && u.ratio >= unsteadyRatio
		if len(u.diff) >= minHistory {
			g.History = &History{Periods: len(u.diff), OwnSpread: infer.SD(u.diff), Spread: u.ratio, SpreadP: u.p, SpreadQ: q, Unsteady: unsteady}
			t.trend(g, u.diff)
		}
	}
}

// unrest is the variance from one period to the next, half the mean square of
// successive differences, which a step or a trend hardly raises, with its
// effective degrees of freedom 2(n−1)²/(3n−4) (von Neumann et al. 1941).
func unrest(y []float64) (variance, df float64) {
	n := float64(len(y))
	if n < 2 {
		return 0, 0
	}
	ss := 0.0
	for i := 1; i < len(y); i++ {
		ss += (y[i] - y[i-1]) * (y[i] - y[i-1])
	}
	return ss / (2 * (n - 1)), 2 * (n - 1) * (n - 1) / (3*n - 4)
}

// trend reads the course of one person's differences.
func (t *team) trend(g *Gap, diff []float64) {
	h, x, at := g.History, t.floats.take(len(diff))[:0], make([]kpi.Period, 0, len(diff))
	for i := range g.Series {
		if pt := &g.Series[i]; !math.IsNaN(pt.Measure.Level - pt.Others) {
			x, at = append(x, pt.Period.MonthOrdinal()), append(at, pt.Period)
		}
	}
	h.Slope, h.P = infer.MedianSlope(x, diff), infer.MonotoneP(diff)
	rules := infer.SignalRules{Run: 7}
	if len(diff) >= longHistory {
		rules = infer.MakingDataCount()
	}
	for i, m := range infer.XmRLimits(diff, infer.XmRMultiple, true).Signals(diff, rules) {
		if m.Signal != infer.NoSignal {
			h.Signals = append(h.Signals, Signal{at[i], signalWords[m.Signal], float64(m.Side)*g.Indicator.Direction.Sign() < 0})
		}
	}
}

var signalWords = map[infer.Signal]string{infer.SignalRun: "run", infer.SignalTwoOfThree: "two_of_three", infer.SignalTrend: "trend", infer.SignalOutside: "outside"}
