package goals

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"sync"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Peers knows how people's figures really changed over a span of months, from
// the history in the data: noise is taken out of both ends. It keeps what was
// worked out, so one is made for a run; several goroutines may ask.
type Peers struct {
	data *kpi.Dataset
	asOf kpi.Date
	mu   sync.Mutex
	done map[span][]change
}

type span struct {
	indicator string
	months    int
}

// NewPeers takes the history up to a day; 0: to the end of the data.
func NewPeers(ds *kpi.Dataset, asOf kpi.Date) *Peers {
	if asOf == 0 {
		asOf = lastDay(ds)
	}
	return &Peers{data: ds, asOf: asOf, done: map[span][]change{}}
}

// change is one person's real change over a span, in the good direction.
type change struct {
	employee kpi.Employee
	start    float64 // shrunk
	gain, se float64 // the value at the end less the shrunk start; what chance makes of it
}

// stretchMonths is the length of the stretches at both ends of a span: what the
// window of the analysis pools.
const stretchMonths = 3

// changes works out everybody's change over months, the lowest start first. Regression to the mean is
// kept out by starting from the shrunk value: what a lucky or unlucky start gives
// back is then no change.
func (p *Peers) changes(in *kpi.Indicator, months int) []change {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := span{in.ID, months}
	if list, ok := p.done[key]; ok {
		return list
	}
	end := p.asOf + 1
	var people []someone
	var before, after []Stretch
	for _, s := range everybody(p.data, selection{in.ID, grainOf(p.data, in.ID), end.AddMonths(-months - stretchMonths), end}) {
		b := s.between(end.AddMonths(-months-stretchMonths), end.AddMonths(-months))
		a := s.between(end.AddMonths(-min(months, stretchMonths)), end)
		if b.Periods > 0 && a.Periods > 0 {
			people, before, after = append(people, s), append(before, b), append(after, a)
		}
	}
	n := noiseOf(in, append(slices.Clone(before), after...))
	starts, errs := shrinkAll(n, before)
	var list []change
	for i, s := range people {
		v := n.variance(after[i])
		if math.IsNaN(starts[i]) || !(v > 0) {
			continue
		}
		list = append(list, change{s.employee, starts[i], better(in, starts[i], after[i].Value), math.Sqrt(errs[i]*errs[i] + v)})
	}
	slices.SortStableFunc(list, func(a, b change) int { return cmp.Compare(better(in, b.start, a.start), 0) })
	p.done[key] = list
	return list
}

// shrinkAll draws every value towards the mean of all by what chance explains
// (normal random effects), with its standard error; NaN where the noise is not known.
func shrinkAll(n noise, list []Stretch) (level, se []float64) {
	y, errs := make([]float64, len(list)), make([]float64, len(list))
	for i, s := range list {
		y[i], errs[i] = s.Value, math.Sqrt(n.variance(s))
	}
	re := infer.DerSimonianLaird(y, errs)
	level, se = make([]float64, len(list)), make([]float64, len(list))
	for i := range y {
		level[i], se[i] = re.Level(y[i], errs[i])
	}
	return level, se
}

// Reachability says how a target compares with what colleagues really achieved.
type Reachability string

// The verdicts.
const (
	TooEasy      Reachability = "too_easy"
	Reachable    Reachability = "reachable"
	TooHard      Reachability = "too_hard"
	ReachUnknown Reachability = "unknown"
)

// Achievable holds a target against the real improvements of comparable
// colleagues over the same number of months. Figures are sizes in the good
// direction, in the indicator's unit; nil when not known.
type Achievable struct {
	Verdict    Reachability `json:"verdict"`
	Need       *kpi.Decimal `json:"need,omitempty"` // from the person's shrunk start to the last level
	Median     *kpi.Decimal `json:"median,omitempty"`
	P75        *kpi.Decimal `json:"p75,omitempty"`
	P95        *kpi.Decimal `json:"p95,omitempty"`
	Best       *kpi.Decimal `json:"best,omitempty"` // the largest
	Colleagues int          `json:"colleagues"`
	Months     int          `json:"months"`
}

// leastColleagues is the fewest colleagues whose improvements make a
// distribution.
const leastColleagues = 8

// Way is what a target asks of a person.
type Way struct {
	Start, Target kpi.Decimal // the person's level with the noise taken out; the level to reach
	Months        int
}

// Achieved is the distribution of the real improvements of an employee's
// comparable colleagues over the months of a way: those who had at least half of
// it to go (who is near the target already shows nothing of how far one gets),
// and of the same type where they are enough. Verdict and Need are left open.
// Noise is taken out of the distribution by pulling each change towards the mean
// by the root of the share that is real, which keeps the spread of the real
// changes (constrained empirical Bayes; Louis 1984, Ghosh 1992).
func (p *Peers) Achieved(in *kpi.Indicator, who kpi.Employee, way Way) Achievable {
	a := Achievable{Verdict: ReachUnknown, Months: way.Months}
	list := slices.DeleteFunc(nearestStarts(in, p.changes(in, way.Months), way), func(c change) bool { return c.employee.ID == who.ID })
	if who.Type != "" {
		list = ifEnough(list, func(c change) bool { return c.employee.Type == who.Type })
	}
	a.Colleagues = len(list)
	if len(list) < leastColleagues {
		return a
	}
	gains := realGains(list)
	at := func(q float64) *kpi.Decimal { return shownSize(infer.Quantile(gains, q), in) }
	a.Median, a.P75, a.P95, a.Best = at(0.5), at(0.75), at(0.95), at(1)
	return a
}

// mostColleagues bounds a comparison: in a large company those who started the
// nearest to the person are the more comparable, and a plan costs the same
// whatever the company's size.
const mostColleagues = 400

// nearestStarts are the changes of those who had at least half of the way to go, of
// many the ones who started the nearest; all is sorted by the start, the worst
// first. The list is the caller's.
func nearestStarts(in *kpi.Indicator, all []change, way Way) []change {
	middle := (way.Start.Float() + way.Target.Float()) / 2
	worse := func(level float64) int { // how many started no better than a level
		return sort.Search(len(all), func(i int) bool { return better(in, level, all[i].start) > 0 })
	}
	end := worse(middle)
	from := max(0, min(worse(way.Start.Float())-mostColleagues/2, end-mostColleagues))
	return slices.Clone(all[from:min(end, from+mostColleagues)])
}

// ifEnough keeps only the chosen, where they are enough.
func ifEnough(list []change, want func(change) bool) []change {
	few := slices.DeleteFunc(slices.Clone(list), func(c change) bool { return !want(c) })
	if len(few) < leastColleagues {
		return list
	}
	return few
}

// realGains takes the noise out of the spread of the changes.
func realGains(list []change) []float64 {
	y, se := make([]float64, len(list)), make([]float64, len(list))
	for i, c := range list {
		y[i], se[i] = c.gain, c.se
	}
	re := infer.DerSimonianLaird(y, se)
	for i := range y {
		y[i] = re.Mu + math.Sqrt(re.Tau2/(re.Tau2+se[i]*se[i]))*(y[i]-re.Mu)
	}
	return y
}

func shownSize(f float64, in *kpi.Indicator) *kpi.Decimal {
	d, ok := Shown(f, in)
	if !ok {
		return nil
	}
	return &d
}
