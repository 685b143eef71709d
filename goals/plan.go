package goals

import (
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Operator says how a milestone's level is to be met; equality meets.
type Operator string

// The operators: at least, at most.
const (
	AtLeast Operator = "ge"
	AtMost  Operator = "le"
)

// Meets reports whether value meets level; equality meets.
func (op Operator) Meets(value, level kpi.Decimal) bool {
	if op == AtMost {
		return value <= level
	}
	return value >= level
}

// OperatorFor returns the operator of an indicator's good direction.
func OperatorFor(d kpi.Direction) Operator {
	if d == kpi.Lower {
		return AtMost
	}
	return AtLeast
}

// Basis tells where a plan's reference comes from.
type Basis string

// The bases, in the order in which the policy looks for them.
const (
	BasisExplicit Basis = "explicit"  // a person's target, taken as it is
	BasisStandard Basis = "standard"  // a requirement
	BasisMean     Basis = "team_mean" // the plain mean that the report prints
	BasisRest     Basis = "rest"      // the team without the person
	BasisHeadroom Basis = "headroom"  // a share of the way to the end of a bounded scale: weak
)

// Milestone is one step of a plan. Levels are in the indicator's unit (0.18
// for 18 %). FromMonth or ByMonth counts plan months from 1: the month that
// holds the start date is month 1, so a plan that starts on 1 July has month 3
// in September. After agreement From or By hold the dates.
type Milestone struct {
	Level     kpi.Decimal `json:"level"`
	Operator  Operator    `json:"operator"`
	FromMonth int         `json:"from_month,omitempty"` // hold from this month on
	ByMonth   int         `json:"by_month,omitempty"`   // reach by the end of this month
	From      *kpi.Date   `json:"from,omitempty"`       // first day of the month to hold from
	By        *kpi.Date   `json:"by,omitempty"`         // last day of the month to reach by
	Sustain   int         `json:"sustain"`              // consecutive periods that must meet the level, ≥ 1
	Of        int         `json:"of,omitempty"`         // Sustain of any Of periods in a row; 0: all of them
	Also      []Condition `json:"also,omitempty"`       // compound targets: every one must be met in the same period
}

// Condition is a further indicator of a compound target.
type Condition struct {
	Indicator string      `json:"kpi"`
	Level     kpi.Decimal `json:"level"`
	Operator  Operator    `json:"operator"`
}

// State is a plan's place in its life.
type State string

// The states of this version; amended and closed come with evaluation.
const (
	Draft  State = "draft"
	Agreed State = "agreed"
)

// Plan is a proposed or agreed way from a baseline to a target.
type Plan struct {
	ID         string        `json:"id"` // stable: the same gap twice is one draft
	Employee   kpi.Employee  `json:"employee"`
	Team       string        `json:"team"`
	Indicator  string        `json:"kpi"`
	Direction  kpi.Direction `json:"direction"`
	Baseline   kpi.Decimal   `json:"baseline"`
	NoBaseline bool          `json:"no_baseline,omitempty"` // a person's target without one: Baseline says nothing
	BaselineN  int           `json:"baseline_n"`
	Reference  kpi.Decimal   `json:"reference"`
	Basis      Basis         `json:"basis"`
	Milestones []Milestone   `json:"milestones"`
	Arithmetic []kpi.Caveat  `json:"arithmetic"` // the steps of the sum, worded by language
	Caveats    []kpi.Caveat  `json:"caveats,omitempty"`
	State      State         `json:"state"`
	Version    int           `json:"version"`
	AsOf       kpi.Date      `json:"as_of"`            // of the data it was drafted from
	Start      *kpi.Date     `json:"start,omitempty"`  // set by agreement
	By         string        `json:"by,omitempty"`     // who agreed
	Content    Content       `json:"content,omitzero"` // what people write around the targets

	Since      kpi.Date    `json:"since,omitzero"`        // first day of the data behind the baseline; 0: not known
	Step       kpi.Decimal `json:"step,omitzero"`         // the grid of the levels
	Cycle      int         `json:"cycle_weeks,omitempty"` // weeks between reviews, by the employee's type; 0: not said
	Standing   *Standing   `json:"standing,omitempty"`    // the evidence behind the baseline
	Chances    *Chances    `json:"chances,omitempty"`     // how likely the levels are met; nil: not known
	Achievable *Achievable `json:"achievable,omitempty"`  // against colleagues' real improvements; nil: not asked
}

// Status is where a milestone stands.
type Status string

// The statuses of product page section 3.
const (
	Pending      Status = "pending"      // its time has not come and nothing is due
	OnTrack      Status = "on_track"     // at or after the line, within the noise band
	AtRisk       Status = "at_risk"      // behind the line beyond the noise band
	Met          Status = "met"          // level and sustain reached
	Sustained    Status = "sustained"    // n of m periods so far: Streak of Sustain
	Missed       Status = "missed"       // date passed, not reached, and even the favourable end of the interval is worse
	Inconclusive Status = "inconclusive" // date passed, not reached, but the interval holds the level
	NoData       Status = "no_data"      // nothing measured in the period; freezes, never resolves
)

// Step is the state of one milestone at a date.
type Step struct {
	Milestone Milestone
	Status    Status
	Streak    int     // consecutive periods that meet the level, up to the latest
	Best      int     // the longest streak so far
	Reached   bool    // the latest value meets the level; equality counts
	Credible  bool    // the interval says so too
	Attained  float64 // share of the way from the baseline to this level gone, may exceed 1 or be negative; NaN when not known
}

// Progress is a plan held against new data.
type Progress struct {
	Plan     Plan
	AsOf     kpi.Date
	Latest   *Observed // the latest period with data since the start; nil: none
	Expected float64   // the line between the milestones at the latest period; NaN before the start
	Way      float64   // share of the way from baseline to final level gone, may exceed 1 or be negative; NaN without data
	Status   Status    // of the plan: its current milestone's
	Steps    []Step
	Series   []Observed // every period since the start, in order; periods without data have NaN values
	Forecast *Forecast  // of the current milestone; nil: too few periods, or nothing ahead
	Signals  []Signal   // periods since the start that stand out of the person's own course
	Caveats  []kpi.Caveat
}

// Observed is the person's measure in one period with its interval.
type Observed struct {
	Period        kpi.Period
	Measure       kpi.Measure
	Value, Lo, Hi float64
}
