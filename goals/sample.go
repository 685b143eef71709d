package goals

import (
	"math"
	"slices"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Stretch is what some periods of one person's indicator hold together.
type Stretch struct {
	From, To       kpi.Period // the first and the last with a value; zero: none
	Periods        int        // with a value
	Events, Trials kpi.Decimal
	Value          float64 // ratio of sums where every period has counts, else the mean of the levels; NaN: none

	levels []float64
}

// stretchOf pools the periods; what is not known is left out.
func stretchOf(list []Observed) Stretch {
	s := Stretch{Value: math.NaN()}
	counted := 0
	for _, o := range list {
		if !o.known() {
			continue
		}
		if s.Periods == 0 {
			s.From = o.Period
		}
		s.To = o.Period
		s.Periods++
		s.levels = append(s.levels, o.Measure.Level)
		if o.Measure.HasCounts() {
			counted++
			s.Events += o.Measure.Events
			s.Trials += o.Measure.Trials
		}
	}
	switch {
	case s.Periods == 0:
	case counted == s.Periods:
		s.Value = s.Events.Float() / s.Trials.Float()
	default:
		s.Events, s.Trials = 0, 0
		s.Value = infer.Mean(s.levels)
	}
	return s
}

// countedFor reports whether the stretch is draws or events for its indicator.
func (s Stretch) countedFor(in *kpi.Indicator) bool {
	return s.Trials > 0 && countable(in, s.Events.Float(), s.Trials.Float())
}

// better is how much better b is than a, in the good direction.
func better(in *kpi.Indicator, a, b float64) float64 { return (b - a) * in.Direction.Sign() }

// chanceOfBetter are the one-sided probabilities that chance alone makes after
// as much better than before, and as much worse: exact mid-p for counts, Student's
// t over the periods for levels; NaN where nothing can be said.
func chanceOfBetter(in *kpi.Indicator, before, after Stretch) (gain, loss float64) {
	var lower, upper float64 // of after against before: this low, this high
	if before.countedFor(in) && after.countedFor(in) {
		x, n, restX, restN := after.Events.Float(), after.Trials.Float(), before.Events.Float(), before.Trials.Float()
		if in.Scale == kpi.Rate {
			lower, upper = infer.MidPCounts(x, n, restX, restN)
		} else {
			lower, upper = infer.MidPRest(x, n, restX, restN)
		}
	} else {
		t := infer.TwoSampleT(after.levels, before.levels)
		lower, upper = t.Lower, t.Upper
	}
	if in.Direction == kpi.Lower {
		return lower, upper
	}
	return upper, lower
}

// someone is one person's periods of one indicator, over all teams.
type someone struct {
	employee kpi.Employee
	team     string // of the last row
	list     []Observed
}

// selection is which rows are gathered: of one indicator and grain, of periods
// that lie wholly in [from, to).
type selection struct {
	indicator string
	grain     kpi.Grain
	from, to  kpi.Date
}

// everybody gathers the selected periods, by employee id and period. Two rows of
// one period are merged as [Track] does; torn ones are left out.
func everybody(ds *kpi.Dataset, want selection) []someone {
	what := slices.IndexFunc(ds.Indicators, func(in *kpi.Indicator) bool { return in.ID == want.indicator })
	if what < 0 {
		return nil
	}
	rows := make([][]reading, len(ds.Employees))
	for s, in := range ds.Indicator {
		if int(in) != what {
			continue
		}
		who, team := ds.Employee[s], ds.Teams[ds.Team[s]]
		for i := ds.Rows(s).From; i < ds.Rows(s).To; i++ {
			if p := ds.Periods[ds.Period[i]]; p.Grain == want.grain && p.Start >= want.from && p.End() < want.to {
				rows[who] = append(rows[who], reading{p, team, ds.Measure(i)})
			}
		}
	}
	var people []someone
	for id, list := range rows {
		if len(list) > 0 {
			people = append(people, someone{ds.Employees[id], list[len(list)-1].team, observeAll(list)})
		}
	}
	return people
}

// observeAll puts readings in the order of their periods, one each.
func observeAll(list []reading) []Observed {
	slices.SortStableFunc(list, func(a, b reading) int { return a.period.Compare(b.period) })
	var out []Observed
	for from := 0; from < len(list); {
		to := from + 1
		for to < len(list) && list[to].period == list[from].period {
			to++
		}
		if m, ok := merge(list[from:to], list[from].period); ok {
			out = append(out, observe(list[from].period, m, nil, 0))
		}
		from = to
	}
	return out
}

// between pools the periods that lie wholly in [from, to).
func (s someone) between(from, to kpi.Date) Stretch {
	var list []Observed
	for _, o := range s.list {
		if o.Period.Start >= from && o.Period.End() < to {
			list = append(list, o)
		}
	}
	return stretchOf(list)
}

// noise is the sampling variance of stretches of one indicator, from what its
// people show: of draws and events at their pooled rate, of levels by the spread
// of each person's periods.
type noise struct {
	in     *kpi.Indicator
	rate   float64 // pooled; NaN without counts
	spread float64 // variance of single periods within people; NaN without two periods of anybody
}

func noiseOf(in *kpi.Indicator, list []Stretch) noise {
	var events, trials kpi.Sum
	squares, df := 0.0, 0.0
	for _, s := range list {
		if s.countedFor(in) {
			events.Add(s.Events)
			trials.Add(s.Trials)
		}
		if n := float64(len(s.levels)); n > 1 {
			sd := infer.SD(s.levels)
			squares, df = squares+sd*sd*(n-1), df+n-1
		}
	}
	n := noise{in: in, rate: events.Over(trials), spread: math.NaN()}
	if df > 0 {
		n.spread = squares / df
	}
	return n
}

// variance of a stretch's value; NaN where it is not known. Of levels with counts
// behind them (clustered items) it is no less than that of independent draws.
func (n noise) variance(s Stretch) float64 {
	trials := s.Trials.Float()
	if s.countedFor(n.in) {
		if n.in.Scale == kpi.Rate {
			return n.rate / trials
		}
		return n.rate * (1 - n.rate) / trials
	}
	v := n.spread / float64(s.Periods)
	if n.in.Scale == kpi.Proportion && trials > 0 {
		v = math.Max(v, s.Value*(1-s.Value)/trials)
	}
	return v
}
