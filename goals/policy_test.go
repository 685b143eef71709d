package goals

import (
	"math"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestTheDefaultsAreValidAndNotShared(t *testing.T) {
	if err := Default().Validate(); err != nil {
		t.Error(err)
	}
	if err := DefaultTrack().Validate(); err != nil {
		t.Error(err)
	}
	mine := Default()
	delete(mine.Policies, kpi.Outcome)
	if _, ok := Default().Policies[kpi.Outcome]; !ok {
		t.Error("a caller's change shows in the defaults")
	}
}

func TestOptionsOutOfRangeAreUsageFaultsThatNameThem(t *testing.T) {
	change := func(k kpi.Kind, f func(*Policy)) Options {
		o := Default()
		p := o.Policies[k]
		f(&p)
		o.Policies[k] = p
		return o
	}
	without := Default()
	delete(without.Policies, kpi.Quality)
	for name, c := range map[string]struct {
		opt  Options
		want string
	}{
		"a reference nobody knows":   {Options{Reference: "median", Policies: Default().Policies}, "reference"},
		"a kind without a policy":    {without, "policies.quality"},
		"a closure of nothing":       {change(kpi.Outcome, func(p *Policy) { p.Close = 0 }), "policies.outcome.close"},
		"a closure beyond the gap":   {change(kpi.Outcome, func(p *Policy) { p.Close = kpi.One + 1 }), "policies.outcome.close"},
		"a negative headroom":        {change(kpi.Perception, func(p *Policy) { p.Headroom = -1 }), "policies.perception.headroom"},
		"three stages":               {change(kpi.Practice, func(p *Policy) { p.Stages = 3 }), "policies.practice.stages"},
		"a first stage of all":       {change(kpi.Practice, func(p *Policy) { p.First = kpi.One }), "policies.practice.first"},
		"a first stage at the end":   {change(kpi.Practice, func(p *Policy) { p.FirstAt = Fraction{3, 3} }), "policies.practice.first_at"},
		"a division by nothing":      {change(kpi.Practice, func(p *Policy) { p.FirstAt = Fraction{1, 0} }), "policies.practice.first_at"},
		"no horizon":                 {change(kpi.Adherence, func(p *Policy) { p.Horizon = 0 }), "policies.adherence.horizon"},
		"a sustain of nothing":       {change(kpi.Adherence, func(p *Policy) { p.Sustain = 0 }), "policies.adherence.sustain"},
		"one stage needs no first":   {change(kpi.Adherence, func(p *Policy) { p.First, p.FirstAt = 0, Fraction{} }), ""},
		"the shares may be extremes": {change(kpi.Outcome, func(p *Policy) { p.Close, p.First = 1, 999_999 }), ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := kpi.AsFault(c.opt.Validate())
			if c.want == "" && f == nil {
				return
			}
			if f == nil || f.Code != "option.range" || f.Class != kpi.Usage || f.Args["option"] != c.want || f.Args["want"] == "" {
				t.Errorf("fault %v, want option %q", f, c.want)
			}
		})
	}
	for _, level := range []float64{0, 1, -1, math.NaN()} {
		if err := (TrackOptions{Level: level}).Validate(); err == nil {
			t.Errorf("a confidence of %g is taken", level)
		}
	}
}

func TestTheFirstStageHasAMonthBeforeTheLast(t *testing.T) {
	for name, c := range map[string]struct{ num, den, horizon, want int }{
		"half of six":                  {1, 2, 6, 3},
		"a third of six":               {1, 3, 6, 2},
		"a third of three":             {1, 3, 3, 1},
		"rounded down, not below one":  {1, 3, 2, 1},
		"a horizon of one has no room": {1, 2, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p := Policy{Stages: 2, FirstAt: Fraction{c.num, c.den}, Horizon: c.horizon}
			if got := p.firstMonth(); got != c.want {
				t.Errorf("month %d, want %d", got, c.want)
			}
		})
	}
}

// What is shown is what the sum starts from: the decimals are those of the
// reports.
func TestShownPrecision(t *testing.T) {
	conv, depth, score := indicator(t, "conversion_rate"), indicator(t, "needs_depth_score"), indicator(t, "csat_score")
	hours, rate := indicator(t, "rework_hours"), indicator(t, "complaint_rate")
	for name, c := range map[string]struct {
		in    *kpi.Indicator
		value float64
		want  string
	}{
		"one decimal of a percent":                     {conv, 0.15249, "0.152"},
		"halves away from zero":                        {conv, 0.1525, "0.153"},
		"a small percentage keeps two figures":         {conv, 0.000123, "0.00012"},
		"nothing is zero":                              {conv, 0, "0"},
		"two decimals on a scale of ten":               {depth, 6.044, "6.04"},
		"one decimal of a score":                       {score, 80.25, "80.3"},
		"three figures of an amount":                   {hours, 4.567, "4.57"},
		"one decimal above ten":                        {hours, 45.67, "45.7"},
		"whole numbers above a thousand":               {hours, 4567.8, "4568"},
		"a small rate keeps two figures":               {rate, 0.01234, "0.012"},
		"the smallest there is":                        {rate, 0.000004, "0.000004"},
		"a rate of a few hundredths keeps two figures": {rate, 0.08, "0.08"},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := Shown(c.value, c.in)
			if !ok || got != dec(t, c.want) {
				t.Errorf("%g is shown as %s, want %s", c.value, got, c.want)
			}
		})
	}
	for _, bad := range []float64{math.NaN(), math.Inf(1), 1e30} {
		if _, ok := Shown(bad, conv); ok {
			t.Errorf("%g has a level", bad)
		}
	}
}

func TestTheBaselineComesFromTheCountsThatGiveTheValue(t *testing.T) {
	conv := indicator(t, "conversion_rate")
	for name, c := range map[string]struct {
		value float64
		x, n  int64
		want  string
	}{
		"the ratio of the counts, exactly":           {61.0 / 400, 61, 400, "0.153"},
		"a mean of periods is not their ratio":       {0.2, 45, 300, "0.2"},
		"no counts":                                  {0.1524, 0, 0, "0.152"},
		"none of many":                               {0, 0, 40, "0"},
		"a value that the binary fraction would cut": {0.29, 29, 100, "0.29"},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := baseline(gap(conv, c.value, c.x, c.n, 0.5))
			if !ok || got != dec(t, c.want) {
				t.Errorf("baseline %s, want %s", got, c.want)
			}
		})
	}
}
