package goals

import (
	"math"
	"slices"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Likelihood is a forecast in a word: decimals would promise too much.
type Likelihood string

// The words: from 80 % on, up to 20 %, and between.
const (
	Likely    Likelihood = "likely"
	Uncertain Likelihood = "uncertain"
	Unlikely  Likelihood = "unlikely"
)

const (
	likelyFrom   = 0.8
	unlikelyUpTo = 0.2
)

// Forecast is where the trend since the start leads to by a milestone's day, if
// it goes on: a straight line with the interval of a single further period.
type Forecast struct {
	Period        kpi.Period  // in which the level is first asked for
	Level         kpi.Decimal // of the milestone
	Value, Lo, Hi float64     // inside the indicator's scale
	P             float64     // that the period meets the level
	Word          Likelihood
}

// leastTrend is the fewest periods that make a trend; it reaches half as far
// ahead as it is long.
const leastTrend = 6

// forecast extends the person's line to the milestone; nil with fewer than six
// periods since the start, for a day further ahead than half of them, and for
// one that has come.
func (t *trail) forecast(m Milestone) *Forecast {
	day, ok := m.due(t.grain)
	if !ok || len(t.periods) == 0 || t.in == nil {
		return nil
	}
	var x, y []float64
	for i, o := range t.main {
		if o.known() {
			x, y = append(x, float64(i)), append(y, o.Value)
		}
	}
	p, at := t.periods[len(t.periods)-1], len(t.periods)-1
	for p.End() < day && at < 2*len(t.periods) {
		p, at = p.Next(), at+1
	}
	if len(x) < leastTrend || at < len(t.periods) || float64(at)-x[len(x)-1] > float64(len(x))/2 {
		return nil
	}
	l := infer.FitLine(x, y)
	_, next := l.At(float64(at), t.opt.Level)
	f := &Forecast{Period: p, Level: m.Level, P: l.ReachUp(float64(at), m.Level.Float())}
	if m.Operator == AtMost {
		f.P = 1 - l.ReachUp(float64(at), math.Nextafter(m.Level.Float(), math.Inf(1)))
	}
	f.Value, f.Lo, f.Hi = inside(t.in, next.Value), inside(t.in, next.Lo), inside(t.in, next.Hi)
	f.Word = likelihood(f.P)
	return f
}

func likelihood(p float64) Likelihood {
	switch {
	case p >= likelyFrom:
		return Likely
	case p <= unlikelyUpTo:
		return Unlikely
	}
	return Uncertain
}

// inside keeps a level on the indicator's scale.
func inside(in *kpi.Indicator, level float64) float64 {
	if in.Floor != nil {
		level = math.Max(level, *in.Floor)
	}
	if in.Ceiling != nil {
		level = math.Min(level, *in.Ceiling)
	}
	return level
}

// lookAhead sets the forecast of the current step and says what its status alone
// does not: a forecast that misses, and a way that is gone only in part, which
// asks for other actions.
func (pr *Progress) lookAhead(t *trail, current Step) {
	m := current.Milestone
	if current.Status != Met && current.Status != Sustained {
		pr.Forecast = t.forecast(m)
	}
	if f := pr.Forecast; f != nil && f.Word == Unlikely && current.Status == AtRisk {
		pr.caveat("progress.forecast_misses", kpi.Args{"level": m.Level.String(), "period": f.Period.String(), "value": rounded(f.Value).String()})
	}
	behind := slices.Contains([]Status{AtRisk, Missed, Inconclusive}, current.Status)
	if behind && current.Attained > 0 && current.Attained < 1 {
		pr.caveat("progress.partial", kpi.Args{"level": m.Level.String(), "share": rounded(current.Attained).String()})
	}
}

// Signal is a period that stands out of the person's own course, by the rules
// of the XmR chart.
type Signal struct {
	Period kpi.Period
	Kind   string // outside, trend, run, two_of_three
	Worse  bool   // on the bad side
}

var signalKinds = map[infer.Signal]string{infer.SignalRun: "run", infer.SignalTwoOfThree: "two_of_three", infer.SignalTrend: "trend", infer.SignalOutside: "outside"}

// longCourse is the number of periods from which all rules may speak: below it
// they raise too many false alarms together.
const longCourse = 12

// beforeStart are the person's periods of the first counted one's grain that end
// before it.
func beforeStart(rows []reading, first kpi.Period) []Observed {
	earlier := slices.DeleteFunc(slices.Clone(rows), func(r reading) bool {
		return r.period.Grain != first.Grain || r.period.End() >= first.Start || !r.measure.Known()
	})
	return observeAll(earlier)
}

// signals marks the periods since the start. The limits are frozen on the
// periods before it, where there are six; else they are those of the whole
// course, from six periods on.
func (t *trail) signals() (list []Signal) {
	y, since := []float64{}, len(t.before)
	periods := []kpi.Period{}
	for _, o := range append(slices.Clone(t.before), t.main...) {
		if o.known() {
			y, periods = append(y, o.Value), append(periods, o.Period)
		}
	}
	if t.in == nil || len(y) < leastTrend {
		return nil
	}
	base := y
	if since >= leastTrend {
		base = y[:since]
	}
	rules := infer.SignalRules{Run: 7}
	if len(y) >= longCourse {
		rules = infer.MakingDataCount()
	}
	for i, m := range infer.XmRLimits(base, infer.XmRMultiple, true).Signals(y, rules) {
		if i >= since && m.Signal != infer.NoSignal {
			list = append(list, Signal{periods[i], signalKinds[m.Signal], float64(m.Side)*t.in.Direction.Sign() < 0})
		}
	}
	return list
}
