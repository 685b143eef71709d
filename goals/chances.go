package goals

import (
	"math"
	"strings"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Chances says, before anybody signs, how likely the levels of a plan are met
// by the observed values, and what change could be told from chance at all.
type Chances struct {
	PerPeriod  kpi.Decimal  `json:"per_period,omitzero"`       // trials or exposure a period that the figures assume; 0: levels
	Periods    int          `json:"periods"`                   // behind the baseline; as many are assumed for the change
	Detectable *kpi.Decimal `json:"detectable_step,omitempty"` // the smallest true change found with 80 % power; nil: none is
	Milestones []Chance     `json:"milestones"`
}

// Chance is of one milestone, of its main indicator alone.
type Chance struct {
	Level     kpi.Decimal  `json:"level"`
	Sustain   int          `json:"sustain"`
	Of        int          `json:"of,omitempty"`
	Unchanged Odds         `json:"unchanged"`        // nothing changes: the person's level is what the baseline says of it
	AtTarget  Odds         `json:"at_target"`        // the true level is the milestone's
	Needed    *kpi.Decimal `json:"needed,omitempty"` // the true level that sustains it with 80 %; nil: none on the scale
}

// Odds are probabilities in [0, 1], to four decimals.
type Odds struct {
	Attain  kpi.Decimal `json:"attain"`  // one period meets the level
	Sustain kpi.Decimal `json:"sustain"` // the asked number of periods does, in the first periods that count
}

// The settings of the tracking test: what moved is found at 5 %, one-sided; a
// step is called detectable when that happens in four of five cases.
const (
	trackingAlpha = 0.05
	trackingPower = 0.8
)

// forecaster turns a milestone into probabilities for one person's data.
type forecaster struct {
	in       *kpi.Indicator
	standing *Standing
	kind     kindOfData
}

// meets is the probability that a period's observed value meets the level when
// the true level is this. sigma is the spread of single periods, for levels alone.
func (f forecaster) meets(m Milestone, level, sigma float64) float64 {
	switch f.kind {
	case asDraws:
		n := f.standing.PerPeriod.Float()
		return tail(m.Operator, countFor(m, f.standing.PerPeriod), func(k float64) float64 { return infer.BinomialCDF(k, n, level) })
	case asExposure:
		mean := level * f.standing.PerPeriod.Float()
		return tail(m.Operator, countFor(m, f.standing.PerPeriod), func(k float64) float64 { return infer.PoissonCDF(k, mean) })
	}
	z := (level - m.Level.Float()) / sigma
	if m.Operator == AtMost {
		z = -z
	}
	return infer.NormalCDF(z)
}

func tail(op Operator, k float64, cdf func(float64) float64) float64 {
	if op == AtMost {
		return cdf(k)
	}
	return 1 - cdf(k-1)
}

// countFor is the number of events at which n trials meet the level exactly: the
// least for "at least", the most for "at most".
func countFor(m Milestone, n kpi.Decimal) float64 {
	need := times(m.Level, n)
	k := need.round(kpi.One, false)
	if m.Operator == AtMost && widen(k).n.Cmp(need.n) > 0 {
		k -= kpi.One
	}
	if m.Operator == AtLeast && widen(k).n.Cmp(need.n) < 0 {
		k += kpi.One
	}
	return k.Float()
}

// mean is the mean of f over what is known of the person's true level.
func (f forecaster) mean(of func(level, sigma float64) float64) float64 {
	s := f.standing
	switch f.kind {
	case asDraws:
		return infer.MeanOverRate(s.Events.Float(), s.Trials.Float(), func(p float64) float64 { return of(p, 0) })
	case asExposure:
		return infer.MeanOverCount(s.Events.Float(), s.Trials.Float(), func(r float64) float64 { return of(r, 0) })
	}
	return infer.MeanOverLevel(s.Mean.Float(), s.SD.Float(), float64(s.Periods), of)
}

// run is the probability that enough periods meet, each with probability p.
func (f forecaster) run(m Milestone, p float64) float64 {
	return infer.RunWithin(p, m.sustain(), m.span(), m.room(f.standing.Grain))
}

// at are the odds of a milestone at a true level.
func (f forecaster) at(m Milestone, level float64) Odds {
	p := f.meets(m, level, f.standing.SD.Float())
	return Odds{odds(p), odds(f.run(m, p))}
}

// OddsAt are the odds of a milestone for a person of this true level, by the
// trials (or the spread) of the periods so far. ok is false where the standing says
// nothing of it.
func (s *Standing) OddsAt(m Milestone, in *kpi.Indicator, level kpi.Decimal) (_ Odds, ok bool) {
	f := forecaster{in, s, s.kind(in)}
	if f.kind == asUnclear {
		return Odds{}, false
	}
	return f.at(m, level.Float()), true
}

// chance works out one milestone.
func (f forecaster) chance(m Milestone) Chance {
	c := Chance{Level: m.Level, Sustain: m.sustain(), Of: m.Of, AtTarget: f.at(m, m.Level.Float())}
	c.Unchanged.Attain = odds(f.mean(func(level, sigma float64) float64 { return f.meets(m, level, sigma) }))
	if c.Unchanged.Sustain = c.Unchanged.Attain; m.room(f.standing.Grain) > 1 {
		c.Unchanged.Sustain = odds(f.mean(func(level, sigma float64) float64 { return f.run(m, f.meets(m, level, sigma)) }))
	}
	c.Needed = f.needed(m)
	return c
}

// needed finds the true level that sustains the milestone with the power asked
// for, by halving; it is written as levels are shown.
func (f forecaster) needed(m Milestone) *kpi.Decimal {
	sustains := func(level float64) float64 { return f.run(m, f.meets(m, level, f.standing.SD.Float())) }
	near, far := m.Level.Float(), f.end(m)
	if !(sustains(far) >= trackingPower) {
		return nil
	}
	if sustains(near) >= trackingPower {
		far = near
	}
	for range 24 {
		if mid := (near + far) / 2; sustains(mid) >= trackingPower {
			far = mid
		} else {
			near = mid
		}
	}
	level, ok := Shown(far, f.in)
	if !ok {
		return nil
	}
	return &level
}

// end is the end of the scale in the milestone's direction, or a level so far
// out that any target is sustained there.
func (f forecaster) end(m Milestone) float64 {
	far := m.Level.Float() + 100*(math.Abs(m.Level.Float())+f.standing.SD.Float()+1)
	if m.Operator == AtMost {
		far = 2*m.Level.Float() - far
		if f.kind != asLevels {
			far = 0
		}
	} else if f.kind == asDraws {
		far = 1
	}
	return f.in.Clamp(rounded(far)).Float()
}

// odds rounds a probability to four decimals; what is not defined is 0.
func odds(p float64) kpi.Decimal { return rounded(math.Round(p*1e4) / 1e4) }

// sustain is the number of periods that must meet.
func (m Milestone) sustain() int { return max(1, m.Sustain) }

// span is the number of periods within which they must.
func (m Milestone) span() int { return max(m.sustain(), m.Of) }

// room is the number of periods in which the streak may lie: between "from" and
// "by" where both are said, else the streak's own length.
func (m Milestone) room(g kpi.Grain) int {
	months := 0
	switch {
	case m.FromMonth > 0 && m.ByMonth > 0:
		months = m.ByMonth - m.FromMonth + 1
	case m.From != nil && m.By != nil:
		months = int(math.Round(float64(*m.By-*m.From+1) / daysOfMonth))
	}
	return max(m.span(), int(float64(months)*perMonth(g)))
}

const daysOfMonth = 365.25 / 12

// perMonth is how many periods of a grain a month has.
func perMonth(g kpi.Grain) float64 {
	switch g {
	case kpi.Day:
		return daysOfMonth
	case kpi.Week:
		return daysOfMonth / 7
	case kpi.Quarter:
		return 1.0 / 3
	case kpi.Half:
		return 1.0 / 6
	case kpi.Year:
		return 1.0 / 12
	}
	return 1
}

// detectable is the smallest true change, in the good direction, that the test
// of as many further periods against those of the baseline finds.
func (f forecaster) detectable() (kpi.Decimal, bool) {
	s, up := f.standing, f.in.Direction != kpi.Lower
	n, d := s.PerPeriod.Float()*float64(s.Periods), math.NaN()
	switch f.kind {
	case asDraws:
		d = infer.DetectableRate(s.Events.Float()/s.Trials.Float(), s.Trials.Float(), n, trackingAlpha, trackingPower, up)
	case asExposure:
		d = infer.DetectableCount(s.Events.Float()/s.Trials.Float(), s.Trials.Float(), n, trackingAlpha, trackingPower, up)
	case asLevels:
		d = infer.DetectableLevel(s.SD.Float(), float64(s.Periods), float64(s.Periods), trackingAlpha, trackingPower)
	}
	if math.IsNaN(d) {
		return 0, false
	}
	return Shown(d, f.in)
}

// Weigh works out the chances of a plan's milestones from its standing, and puts
// them, the lines of the sum and the caveats in the place of earlier ones. To be
// called again when milestones were changed.
func Weigh(plan Plan, in *kpi.Indicator) Plan {
	plan.Arithmetic = withoutCodes(plan.Arithmetic, "arithmetic.chances")
	plan.Caveats, plan.Chances = withoutCodes(plan.Caveats, "chances."), nil
	f := forecaster{in, plan.Standing, plan.Standing.kind(in)}
	if f.kind == asUnclear {
		plan.Caveats = append(plan.Caveats, kpi.Caveat{Code: "chances.unknown"})
		return plan
	}
	c := &Chances{PerPeriod: plan.Standing.PerPeriod, Periods: plan.Standing.Periods}
	if f.kind == asLevels {
		c.PerPeriod = 0
	}
	if d, ok := f.detectable(); ok {
		c.Detectable = &d
	}
	for _, m := range plan.Milestones {
		c.Milestones = append(c.Milestones, f.chance(m))
	}
	plan.Chances = c
	plan.Arithmetic = append(plan.Arithmetic, c.explain()...)
	plan.Caveats = append(plan.Caveats, c.doubts(plan)...)
	return plan
}

// withoutCodes is the list without the codes that begin so; a list of its own.
func withoutCodes(list []kpi.Caveat, prefix string) (kept []kpi.Caveat) {
	for _, c := range list {
		if !strings.HasPrefix(c.Code, prefix) {
			kept = append(kept, c)
		}
	}
	return kept
}
