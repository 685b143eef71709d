package goals

import (
	"math"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// finding is a gap of a person to a team mean of 22 %, of the given severity.
func finding(t *testing.T, employee, id string, value, half float64, s analysis.Severity) *analysis.Gap {
	t.Helper()
	return &analysis.Gap{Employee: kpi.Employee{ID: employee}, Indicator: indicator(t, id), Severity: s, TeamMean: .22,
		Actual: infer.Estimate{Value: value, Lo: value - half, Hi: value + half}}
}

func TestPriorityIsReadOffTheGap(t *testing.T) {
	tests := map[string]struct {
		g    *analysis.Gap
		want Priority
	}{
		"seven points at ± 3.5, 85 % of the scale above": {finding(t, "a", "conversion_rate", .15, .035, analysis.Serious), Priority{analysis.Serious, 2, 1, .85}},
		"lower is better: the room is below":             {finding(t, "a", "defect_rate", .40, .09, analysis.Credible), Priority{analysis.Credible, 2, 1, .40}},
		"no interval, no scale":                          {finding(t, "a", "rework_hours", 12, math.NaN(), analysis.Credible), Priority{analysis.Credible, 1, 1, 1}},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			got := PriorityOf(c.g)
			if got.Severity != c.want.Severity || math.Abs(got.Noise-c.want.Noise) > 1e-12 || math.Abs(got.Headroom-c.want.Headroom) > 1e-12 {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

// A KPI of three times the weight comes before a gap of twice the size, and a
// graver gap before both.
func TestWeightsOrderGapsOfOneSeverity(t *testing.T) {
	large, light := finding(t, "a", "conversion_rate", .10, .03, analysis.Credible), finding(t, "a", "csat", .16, .03, analysis.Credible)
	grave := finding(t, "a", "defect_rate", .25, .03, analysis.Serious)
	three := 3.0
	weighed := *light.Indicator
	weighed.Weight = &three
	heavy := *light
	heavy.Indicator = &weighed
	if PriorityOf(light).Compare(PriorityOf(large)) <= 0 || PriorityOf(&heavy).Compare(PriorityOf(large)) >= 0 {
		t.Error("the weight does not count")
	}
	if PriorityOf(grave).Compare(PriorityOf(&heavy)) >= 0 || PriorityOf(&heavy).Weight != 3 {
		t.Error("the weight outranks the severity")
	}
}

func TestAtMostSoManyGapsOfAPersonAtOnce(t *testing.T) {
	small := finding(t, "a", "conversion_rate", .19, .03, analysis.Credible)
	large := finding(t, "a", "csat", .10, .03, analysis.Credible)
	serious := finding(t, "a", "defect_rate", .25, .03, analysis.Serious)
	other := finding(t, "b", "conversion_rate", .19, .03, analysis.Credible)
	now, rest := First([]*analysis.Gap{small, large, serious, other}, 2)
	if len(now) != 3 || now[0] != large || now[1] != serious || now[2] != other || len(rest) != 1 || rest[0] != small {
		t.Errorf("now %v, later %v", now, rest)
	}
	if now, rest := First([]*analysis.Gap{small, large}, 0); len(now) != 2 || rest != nil {
		t.Error("0 is no limit")
	}
}
