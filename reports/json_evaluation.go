package reports

import (
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// EvaluationJSON is an evaluation as machines read it. What is not known is null.
type EvaluationJSON struct {
	Plan          string             `json:"plan"`
	Employee      string             `json:"employee"`
	KPI           string             `json:"kpi"`
	AsOf          kpi.Date           `json:"as_of"`
	Status        goals.Status       `json:"status"`
	Met           bool               `json:"met"`
	Attainment    number             `json:"attainment"` // share of the way to the last level
	Baseline      goals.BaselineKind `json:"baseline"`
	Before        number             `json:"before"`
	After         number             `json:"after"`
	Movement      number             `json:"movement"` // of the colleagues
	Expected      *intervalJSON      `json:"expected"` // without any plan
	Effect        *effectJSON        `json:"effect"`
	NotAssessable []kpi.Caveat       `json:"not_assessable"`
	Failures      []failureJSON      `json:"failures"`
	Caveats       []kpi.Caveat       `json:"caveats"`
	Process       processJSON        `json:"process"`
	Missing       []kpi.Caveat       `json:"missing"`
	Outcome       word               `json:"outcome"` // that people recorded; none is proposed
}

type intervalJSON struct {
	Value number `json:"value"`
	Lo    number `json:"lo"`
	Hi    number `json:"hi"`
}

// effectJSON is the difference in differences; positive is better.
type effectJSON struct {
	intervalJSON
	P          number `json:"p"`
	Colleagues int    `json:"colleagues"`
	Rank       int    `json:"rank"`
	Worked     bool   `json:"worked"`
}

type failureJSON struct {
	Class    goals.FailureClass `json:"class"`
	Evidence kpi.Caveat         `json:"evidence"`
}

// processJSON is what a plan cost and how its cadence was kept, apart from whether
// it was met.
type processJSON struct {
	Done     int `json:"actions_done"`
	Actions  int `json:"actions"`
	Talks    int `json:"talks"`
	Minutes  int `json:"minutes"`
	Weeks    int `json:"weeks"`
	Checks   int `json:"health_checks"`
	Versions int `json:"versions"`
}

// NewEvaluationJSON is the machine form of an evaluation.
func NewEvaluationJSON(ev *Evaluated) EvaluationJSON {
	plan, rec := &ev.Progress.Plan, &ev.Record
	out := EvaluationJSON{Plan: plan.ID, Employee: plan.Employee.ID, KPI: plan.Indicator, AsOf: ev.Progress.AsOf, Status: ev.Progress.Status, Met: ev.Met,
		Attainment: number(ev.Attainment), Baseline: ev.Baseline, Before: number(ev.Before.Value), After: number(ev.After.Value),
		Movement: number(ev.Movement), NotAssessable: list(ev.NotAssessable), Failures: []failureJSON{}, Caveats: list(ev.Caveats), Missing: list(rec.Missing),
		Process: processJSON{rec.Done, rec.Actions, rec.Talks, rec.Minutes, rec.Weeks, rec.Checks, rec.Versions}}
	if e := intervalOfEstimate(ev.Expected); e.Value.known() && e.Lo.known() && e.Hi.known() {
		out.Expected = &e
	}
	if e := ev.Effect; e != nil {
		out.Effect = &effectJSON{intervalOfEstimate(e.Estimate), number(e.P), e.Colleagues, e.Rank, e.Worked}
	}
	for _, f := range ev.Failures {
		out.Failures = append(out.Failures, failureJSON(f))
	}
	if rec.Closing != nil {
		out.Outcome = word(rec.Closing.Outcome)
	}
	return out
}

func intervalOfEstimate(e infer.Estimate) intervalJSON {
	return intervalJSON{number(e.Value), number(e.Lo), number(e.Hi)}
}
