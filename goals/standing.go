package goals

import (
	"math"
	"slices"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Standing is the evidence behind a plan's baseline: what a further period of
// the same person is expected to look like. Figures are in the indicator's unit.
type Standing struct {
	Grain     kpi.Grain   `json:"grain"`
	Periods   int         `json:"periods"`             // with a value
	Events    kpi.Decimal `json:"events,omitempty"`    // of all of them
	Trials    kpi.Decimal `json:"trials,omitempty"`    // 0: without counts
	PerPeriod kpi.Decimal `json:"per_period,omitzero"` // trials (exposure) of a usual period: the median
	Mean      kpi.Decimal `json:"mean,omitzero"`       // of the periods' levels
	SD        kpi.Decimal `json:"sd,omitzero"`         // between the periods
}

// StandingOf reads the standing off a gap: the periods of its window. nil when
// there is no value.
func StandingOf(g *analysis.Gap) *Standing {
	s := Standing{Grain: g.Window.To.Grain}
	var levels []float64
	var trials []kpi.Decimal
	for _, p := range g.Series {
		if p.Measure.Known() && p.Period.Grain == s.Grain && p.Period.Start >= g.Window.From.Start && p.Period.End() <= g.Window.To.End() {
			levels = append(levels, p.Measure.Level)
			if p.Measure.HasCounts() {
				trials = append(trials, p.Measure.Trials)
			}
		}
	}
	s.Periods = len(levels)
	if len(levels) == 0 && g.Known() { // a gap without its series: the window's periods alike
		s.Periods = max(1, g.Window.Periods)
		levels = []float64{g.Actual.Value}
		trials = []kpi.Decimal{g.Denominator / kpi.Decimal(s.Periods)}
	}
	if s.Periods == 0 {
		return nil
	}
	if g.Denominator > 0 && len(trials) == len(levels) {
		s.Events, s.Trials, s.PerPeriod = g.Numerator, g.Denominator, usual(trials, g.Indicator)
	}
	s.Mean, s.SD = rounded(infer.Mean(levels)), rounded(infer.SD(levels))
	return &s
}

// usual is the median of the periods' trials; draws are whole.
func usual(trials []kpi.Decimal, in *kpi.Indicator) kpi.Decimal {
	slices.Sort(trials)
	n := (trials[(len(trials)-1)/2] + trials[len(trials)/2]) / 2
	if in.Scale == kpi.Proportion {
		return n / kpi.One * kpi.One
	}
	return n
}

// rounded is f as a Decimal, 0 where it is none.
func rounded(f float64) kpi.Decimal {
	d, err := kpi.FromFloat(f)
	if err != nil {
		return 0
	}
	return d
}

// kindOfData says what the evidence about an indicator is.
type kindOfData uint8

const (
	asUnclear  kindOfData = iota // nothing can be worked out from it
	asDraws                      // events of independent trials
	asExposure                   // events in an exposure
	asLevels                     // the periods' levels
)

// kind is what the standing's figures are for an indicator.
func (s *Standing) kind(in *kpi.Indicator) kindOfData {
	switch {
	case s == nil:
		return asUnclear
	case s.Trials > 0 && countable(in, s.Events.Float(), s.Trials.Float()) && s.PerPeriod > 0:
		if in.Scale == kpi.Rate {
			return asExposure
		}
		return asDraws
	case s.Periods >= 2 && s.SD > 0:
		return asLevels
	}
	return asUnclear
}

// countable reports whether x of n are events that a binomial (or, of rates, a
// Poisson) describes.
func countable(in *kpi.Indicator, x, n float64) bool {
	whole := x == math.Trunc(x) && x >= 0 && n > 0
	if in.Scale == kpi.Rate {
		return whole
	}
	return in.Scale == kpi.Proportion && !in.Clustered() && whole && x <= n && n == math.Trunc(n)
}
