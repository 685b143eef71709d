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

// course is one person's differences from the others, by period.
type course struct {
	at   []int32
	diff []float64
}

// histories fills in the histories of a family's gaps; gaps[i] is of the
// person at[i].
func (t Team) histories(f *family, gaps []Gap, at []int) {
	sums, counts := t.periodSums(f)
	ss, df := 0.0, 0.0
	courses := make([]course, len(gaps))
	for i := range gaps {
		courses[i] = t.courseOf(f, &f.people[at[i]], sums, counts)
		if v, d := unrest(courses[i].diff); len(courses[i].diff) >= minHistory {
			ss, df = ss+v*d, df+d
		}
	}
	p := make([]float64, len(gaps))
	for i := range gaps {
		p[i] = nan
		if len(courses[i].diff) >= minHistory {
			gaps[i].History = t.history(f.in, courses[i], ss, df)
			p[i] = gaps[i].History.SpreadP
		}
	}
	for i, q := range infer.BH(p) {
		if h := gaps[i].History; h != nil {
			h.SpreadQ = q
			h.Unsteady = q <= t.opt.FDR && h.Spread >= unsteadyRatio
		}
	}
}

// periodSums adds up the levels of every period that is looked at.
func (t Team) periodSums(f *family) (sums, counts []float64) {
	sums, counts = make([]float64, len(t.data.Periods)), make([]float64, len(t.data.Periods))
	for i := range f.people {
		t.eachLevel(f, &f.people[i], func(at int32, level float64) {
			sums[at] += level
			counts[at]++
		})
	}
	return sums, counts
}

func (t Team) eachLevel(f *family, p *person, do func(at int32, level float64)) {
	for i := p.span.From; i < p.span.To; i++ {
		at := t.data.Period[i]
		if t.cal.slots[at] != after && t.data.Periods[at].Grain == f.grain && !math.IsNaN(t.data.Level[i]) {
			do(at, t.data.Level[i])
		}
	}
}

func (t Team) courseOf(f *family, p *person, sums, counts []float64) course {
	var c course
	t.eachLevel(f, p, func(at int32, level float64) {
		if counts[at] > 1 {
			c.at = append(c.at, at)
			c.diff = append(c.diff, level-(sums[at]-level)/(counts[at]-1))
		}
	})
	return c
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

// history reads one course; ss and df are the squares and degrees of freedom of
// all courses of the family.
func (t Team) history(in *kpi.Indicator, c course, ss, df float64) *History {
	x := make([]float64, len(c.at))
	for i, at := range c.at {
		x[i] = t.x[at]
	}
	h := &History{Periods: len(c.diff), OwnSpread: infer.SD(c.diff), Slope: infer.TheilSen(x, c.diff, t.opt.Level).Slope, P: infer.MannKendall(c.diff).P}
	own, ownDF := unrest(c.diff)
	others := (ss - own*ownDF) / (df - ownDF)
	h.Spread, h.SpreadP = over(own, others), infer.VarianceRatio(own, ownDF, others, df-ownDF)
	rules := infer.SignalRules{Run: 7}
	if len(c.diff) >= longHistory {
		rules = infer.MakingDataCount()
	}
	for i, m := range infer.XmRLimits(c.diff, infer.XmRMultiple, true).Signals(c.diff, rules) {
		if m.Signal != infer.NoSignal {
			h.Signals = append(h.Signals, Signal{t.data.Periods[c.at[i]], signalWords[m.Signal], float64(m.Side)*in.Direction.Sign() < 0})
		}
	}
	return h
}

var signalWords = map[infer.Signal]string{infer.SignalRun: "run", infer.SignalTwoOfThree: "two_of_three", infer.SignalTrend: "trend", infer.SignalOutside: "outside"}
