package goals

import (
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Action is one thing that somebody does to close a gap. Completion, Quality
// and Effect are three separate facts: done, done well, and of use.
type Action struct {
	ID          string      `json:"id"`             // unique within the plan
	From        string      `json:"from,omitempty"` // id of the library entry it was taken from
	Task        string      `json:"task"`
	Owner       string      `json:"owner,omitempty"`
	Method      string      `json:"method,omitempty"`
	Deliverable string      `json:"deliverable,omitempty"`
	Quantity    *Quantity   `json:"quantity,omitempty"`
	Recurrence  *Recurrence `json:"recurrence,omitempty"` // nil: once
	FromWeek    int         `json:"from_week,omitempty"`  // plan weeks from 1: week 1 is the seven days from the start
	ToWeek      int         `json:"to_week,omitempty"`    // the last plan week
	Start       *kpi.Date   `json:"start,omitempty"`      // wins over the weeks
	Due         *kpi.Date   `json:"due,omitempty"`
	Lead        *Lead       `json:"lead,omitempty"` // due relative to an event, in place of Start and Due
	Reviewer    string      `json:"reviewer,omitempty"`
	Resources   []Resource  `json:"resources,omitempty"`
	Acceptance  *Acceptance `json:"acceptance,omitempty"`
	HROnly      bool        `json:"hr_only,omitempty"`    // shown to HR and the employee alone
	Experiment  bool        `json:"experiment,omitempty"` // a trial: never "missed"

	TimesDone  int        `json:"times_done,omitempty"` // of a recurring one
	Completion Completion `json:"completion,omitempty"`
	Quality    Grade      `json:"quality,omitempty"`
	Effect     Effect     `json:"effect,omitempty"`
}

// Quantity is how much of an action is done: 7 of 10 modules.
type Quantity struct {
	Done int    `json:"done" yaml:"done"`
	Of   int    `json:"of" yaml:"of"`
	Unit string `json:"unit,omitempty" yaml:"unit"`
}

// Recurrence repeats an action: Times in each Every of Per, on Weekday when
// that is said. Twice a week is {2, 1, week}; a test every two weeks {1, 2,
// week}; the plan updated every Monday {1, 1, week, monday}.
type Recurrence struct {
	Times   int       `json:"times" yaml:"times"`               // ≥ 1
	Every   int       `json:"every,omitempty" yaml:"every"`     // 0: 1
	Per     kpi.Grain `json:"per,omitempty" yaml:"per"`         // day (working days), week, month
	Weekday string    `json:"weekday,omitempty" yaml:"weekday"` // monday … sunday
}

// Lead is a time relative to an event, which is named in words ("the event",
// "code review"): −2 days is two days before it, 24 hours is a day after it to
// the minute. Working days and hours are counted by the calendar.
type Lead struct {
	Event   string `json:"event"`
	Days    int    `json:"days,omitempty"`
	Hours   int    `json:"hours,omitempty"`
	Working bool   `json:"working,omitempty"`
}

// Acceptance is when an action counts as done well.
type Acceptance struct {
	Text  string       `json:"text,omitempty"`
	Level *kpi.Decimal `json:"level,omitempty"` // at least this share: 0.8
}

// Completion is whether an action was done; "" is open.
type Completion string

// The states of completion.
const (
	Doing   Completion = "doing"
	Done    Completion = "done"
	Dropped Completion = "dropped"
)

// Grade is whether an action was done well; "" is not looked at.
type Grade string

// The grades.
const (
	Accepted Grade = "accepted"
	NotThere Grade = "not_there" // done, but below what was asked of it
)

// Effect is whether an action shows in the figures; "" is not judged. Only a
// comparison with colleagues may say so.
type Effect string

// The effects.
const (
	Visible    Effect = "visible"
	NotVisible Effect = "not_visible"
)
