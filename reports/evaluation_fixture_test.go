package reports

import (
	"math"
	"testing"
	"time"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// met is a plan that was met, with an effect beside six colleagues; its record
// says what both sides said, and nobody has decided on an outcome.
func met() Evaluated {
	pr := progress()
	pr.Status, pr.AsOf = goals.Met, kpi.DateOf(2025, 9, 30)
	written := func(year int, month time.Month, day int) goals.Mark {
		return goals.Mark{At: time.Date(year, month, day, 9, 30, 0, 0, time.UTC), By: "Lee"}
	}
	said := goals.Comment{Text: "the leads came late", Objection: true, Mark: written(2025, 5, 20)}
	said.Answer = &goals.Reply{Comment: 1, Text: "they come by the 3rd now", Mark: written(2025, 5, 21)}
	return Evaluated{
		Evaluation: goals.Evaluation{Progress: pr, Attainment: 1.2, Met: true, Baseline: goals.BaselineFresh,
			Before:   goals.Stretch{Periods: 2, Events: 30 * kpi.One, Trials: 200 * kpi.One, Value: 0.15},
			After:    goals.Stretch{Periods: 3, Events: 63 * kpi.One, Trials: 300 * kpi.One, Value: 0.21},
			Movement: 0.0125, Expected: infer.Estimate{Value: 0.1625, Lo: 0.1, Hi: 0.225, Level: 0.95},
			Effect: &goals.PlanEffect{Estimate: infer.Estimate{Value: 0.0475, Lo: 0.005, Hi: 0.09, Level: 0.95}, P: 0.0125, Colleagues: 6, Rank: 1, Worked: true},
			Secondary: []goals.Improvement{
				{Employee: pr.Plan.Employee, Team: "north", Indicator: kpi.Builtin().Get("followup_delay_rate"), Before: goals.Stretch{Value: 0.3}, After: goals.Stretch{Value: 0.05}, Real: true},
				{Employee: pr.Plan.Employee, Team: "north", Indicator: kpi.Builtin().Get("csat"), Before: goals.Stretch{Value: 0.9}, After: goals.Stretch{Value: 0.7}, Worse: true},
			}},
		Record: Record{Plan: pr.Plan.ID, Done: 2, Actions: 3, Talks: 4, Minutes: 95, Weeks: 27, Checks: 1, Versions: 2,
			CheckIns: []goals.CheckIn{{Day: kpi.DateOf(2025, 5, 6), Progress: "two calls a day", Talk: true, Minutes: 25, Mark: written(2025, 5, 6),
				SelfReported: []goals.Evidence{{Source: goals.SourceCustomer, Text: "thanked twice"}}}},
			Comments: []goals.Comment{said}},
	}
}

// missed is a plan that was not met by its last day, from figures that the person
// was chosen for, so that nobody may speak of an effect; people closed it.
func missed() Evaluated {
	nan := math.NaN()
	pr := progress()
	pr.Plan.ID, pr.Status, pr.AsOf = "p-missed", goals.Missed, kpi.DateOf(2025, 9, 30)
	return Evaluated{
		Evaluation: goals.Evaluation{Progress: pr, Attainment: 0.2, Baseline: goals.BaselineSelected,
			Before:   goals.Stretch{Periods: 3, Events: 45 * kpi.One, Trials: 300 * kpi.One, Value: 0.15},
			After:    goals.Stretch{Periods: 3, Events: 48 * kpi.One, Trials: 300 * kpi.One, Value: 0.16},
			Movement: -0.01, Expected: infer.Estimate{Value: 0.17, Lo: 0.11, Hi: 0.23, Level: 0.95},
			NotAssessable: []kpi.Caveat{{Code: "evaluation.no_fresh_baseline", Args: kpi.Args{"start": "2025-04-01"}}},
			Failures: []goals.Failure{
				{Class: goals.FailExecution, Evidence: kpi.Caveat{Code: "failure.execution", Args: kpi.Args{"done": "0.5", "total": "3"}}},
				{Class: goals.FailTarget, Evidence: kpi.Caveat{Code: "failure.target", Args: kpi.Args{"need": "0.05", "colleagues": "20", "p95": "0.04", "months": "6"}}},
			},
			Effect: nil, Secondary: []goals.Improvement{{Employee: pr.Plan.Employee, Team: "north", Indicator: kpi.Builtin().Get("csat"),
				Before: goals.Stretch{Value: 0.9}, After: goals.Stretch{Value: 0.89}, P: nan, Q: nan}}},
		Record: Record{Plan: "p-missed", Actions: 3, Weeks: 27, Versions: 1, Missing: []kpi.Caveat{{Code: "record.no_talk"}},
			Closing: &goals.Closing{Outcome: goals.OutcomePartly, Note: "leads were late", Mark: goals.Mark{At: time.Date(2025, 10, 2, 20, 0, 0, 0, time.UTC), By: "Lee"}},
			Zone:    time.FixedZone("Shanghai", 8*3600)},
	}
}

// wholeReport is a report with one of everything that a report can hold.
func wholeReport(t testing.TB) *Report {
	t.Helper()
	r := withContent(t)
	var b kpi.Builder
	in := r.Catalogue.Get("conversion_rate")
	b.Add(kpi.Observation{Employee: kpi.Employee{ID: "e017", Name: "张伟", Role: "sales", Manager: "Lee"}, Team: "north", Indicator: in, Period: june2025,
		Measure: kpi.Counts(15*kpi.One, 100*kpi.One), Origin: kpi.Origin{File: "sales.xlsx", Sheet: "Q2", Row: 14, Col: 3}},
		kpi.Observation{Employee: kpi.Employee{ID: "e018"}, Team: "north", Indicator: in, Period: june2025, Measure: kpi.Value(math.NaN())})
	r.Data, _ = b.Build()
	r.All = true
	r.Evaluations = []Evaluated{met(), missed()}
	r.Records = []Record{met().Record}
	return r
}

// evaluationsAlone is a report of evaluations alone, as `gapstep evaluate` makes it.
func evaluationsAlone(t testing.TB) *Report {
	t.Helper()
	r := wholeReport(t)
	r.Gaps, r.Summaries, r.Data, r.Progress, r.All = nil, nil, nil, nil, false
	r.Plans = r.Plans[1:]
	return r
}
