package analysis

import (
	"math"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// pool is what one person's periods of one window hold together.
type pool struct {
	rows    int       // rows of the window, with a value or without
	x, n    kpi.Sum   // events and trials of the periods that have them
	counted int       // periods with trials
	levels  []float64 // the levels of the periods that have one
	periods []int32   // those periods
	trials  []float64 // of the periods that have counts
	squares float64   // of those, added up
}

// room makes place for the values of n periods.
func (p *pool) room(s *scratch, n int) {
	p.levels, p.periods = s.floats.take(n)[:0], s.numbers.take(n)[:0]
	p.trials = s.floats.take(n)[:0]
}

func (p *pool) add(period int32, m kpi.Measure) {
	p.rows++
	if !m.Known() {
		return
	}
	p.levels, p.periods = append(p.levels, m.Level), append(p.periods, period)
	if m.HasCounts() {
		p.counted++
		p.x.Add(m.Events)
		p.n.Add(m.Trials)
		n := m.Trials.Float()
		p.trials, p.squares = append(p.trials, n), p.squares+n*n
	}
}

// hasCounts reports whether every value of the pool has its trials.
func (p *pool) hasCounts() bool { return p.counted > 0 && p.counted == len(p.levels) }

// value is the ratio of sums where all periods have counts, else the mean of
// the periods' levels; NaN without a value.
func (p *pool) value() float64 {
	if p.hasCounts() {
		return p.x.Over(p.n)
	}
	return infer.Mean(p.levels)
}

// whole reports whether events and trials are whole numbers with
// 0 ≤ events ≤ trials, so that exact tests apply.
func (p *pool) whole() bool {
	x, n := p.x.Float(), p.n.Float()
	return p.hasCounts() && x == math.Trunc(x) && n == math.Trunc(n) && 0 <= x && x <= n
}

// binomial reports whether the pool is judged as draws: events of independent
// trials of a proportion.
func (p *pool) binomial(in *kpi.Indicator) bool {
	return in.Scale == kpi.Proportion && !in.Clustered() && p.whole()
}

// poisson reports whether the pool is judged as events in an exposure.
func (p *pool) poisson(in *kpi.Indicator) bool {
	x := p.x.Float()
	return in.Scale == kpi.Rate && p.hasCounts() && x == math.Trunc(x) && x >= 0 && p.n.Float() > 0
}

// size is the number that is held against the smallest n: trials where they are
// the sample, the periods else.
func (p *pool) size(in *kpi.Indicator) int {
	if p.hasCounts() && in.Counted() && !in.Clustered() {
		return int(min(p.n.Float(), math.MaxInt32))
	}
	return len(p.levels)
}

// estimate is the value with its interval: Wilson for independent trials,
// exact Poisson or Byar for events in an exposure, Student t over the periods else.
func (p *pool) estimate(in *kpi.Indicator, level float64, of *infer.MeanIntervals) infer.Estimate {
	if p.binomial(in) {
		return of.Wilson(p.x.Float(), p.n.Float())
	}
	if p.poisson(in) {
		return infer.CountInterval(p.x.Float(), p.n.Float(), level)
	}
	e := of.Of(p.levels)
	half := (e.Hi - e.Lo) / 2 * math.Sqrt(float64(len(p.levels))*p.noise())
	if half == 0 {
		half = nan // values that are all equal tell nothing of the next one
	}
	e.Value = p.value()
	e.Lo, e.Hi = e.Value-half, e.Value+half
	if in.Scale == kpi.Proportion {
		e.Lo, e.Hi = math.Max(e.Lo, 0), math.Min(e.Hi, 1)
	}
	return e
}

// noise is the variance of the value in units of that of a single period's level:
// the sum of the squared shares of the trials in a ratio of sums, which a few large
// periods decide, else one over the number of periods. NaN without a value.
func (p *pool) noise() float64 {
	if p.hasCounts() {
		return p.squares / (p.n.Float() * p.n.Float())
	}
	return over(1, float64(len(p.levels)))
}

// even reports whether the periods weigh about the same in the value.
func (p *pool) even() bool { return p.noise()*float64(len(p.levels)) <= evenNoise }

// evenNoise is the greatest noise of a value over that of a plain mean at which
// its periods are taken to weigh the same.
const evenNoise = 1.05

// spread is the standard deviation of the periods' levels. Of clustered counts
// it is no less than that of independent draws of the same size: items that
// stick together vary more than independent ones, and three equal months of
// rounded figures don't prove that nothing varies.
func (p *pool) spread() float64 {
	return math.Max(infer.SD(p.levels), math.Sqrt(p.drawVariance()))
}

// drawVariance is the variance that a period's level would have if its counts
// were independent draws; 0 without counts of a proportion.
func (p *pool) drawVariance() float64 {
	v := p.value()
	if !p.hasCounts() || !(v >= 0 && v <= 1) {
		return 0
	}
	return v * (1 - v) * float64(p.counted) / p.n.Float()
}
