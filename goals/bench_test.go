package goals

import (
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func BenchmarkWeigh(b *testing.B) {
	for name, s := range map[string]*Standing{
		"draws":  {Grain: kpi.Month, Periods: 3, Events: 45 * kpi.One, Trials: 300 * kpi.One, PerPeriod: 100 * kpi.One},
		"levels": {Grain: kpi.Month, Periods: 3, Mean: 150_000, SD: 20_000},
	} {
		in := kpi.Builtin().Get("conversion_rate")
		plan := Plan{Standing: s, Milestones: []Milestone{{Level: 180_000, Operator: AtLeast, Sustain: 1}, {Level: 200_000, Operator: AtLeast, Sustain: 3}}}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Weigh(plan, in)
			}
		})
	}
}
