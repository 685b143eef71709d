package goals

import (
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Outcome is how a plan ended, as people decided. It is never proposed.
type Outcome string

// The outcomes.
const (
	OutcomeMet         Outcome = "met"
	OutcomePartly      Outcome = "partly"
	OutcomeNotMet      Outcome = "not_met"
	OutcomeWithdrawn   Outcome = "withdrawn"
	OutcomeTransferred Outcome = "transferred"
	OutcomePromoted    Outcome = "promoted"
)

// Outcomes lists the outcomes in order.
func Outcomes() []Outcome {
	return []Outcome{OutcomeMet, OutcomePartly, OutcomeNotMet, OutcomeWithdrawn, OutcomeTransferred, OutcomePromoted}
}

// Closing ends a plan with the outcome that a person decided on, and with what
// was missing from the record on that day.
type Closing struct {
	Outcome Outcome      `json:"outcome"`
	Note    string       `json:"note,omitempty"`
	Missing []kpi.Caveat `json:"missing,omitempty"` // of [Life.Gaps] when it was closed
	Mark    Mark         `json:"mark,omitzero"`
}

// Kind implements [Deed].
func (*Closing) Kind() string { return "plan.closed" }

// check gives the faults close.outcome, close.draft (a draft can only be
// withdrawn) and plan.closed.
func (c *Closing) check(l *Life, _ Mark) error {
	if err := l.Open(); err != nil {
		return err
	}
	args := kpi.Args{"id": l.Plan.ID, "outcome": string(c.Outcome)}
	switch {
	case !slices.Contains(Outcomes(), c.Outcome):
		return usage("close.outcome", args)
	case l.Plan.State == Draft && c.Outcome != OutcomeWithdrawn:
		return usage("close.draft", args)
	}
	return nil
}

func (c *Closing) join(l *Life, by Mark) {
	c.Mark = by
	l.Closings = append(l.Closings, *c)
	l.Plan.State = Closed
}

// Gaps are what is missing from a plan's record on a day, as codes: a side that
// did not acknowledge the version in force (record.no_ack), an amendment that
// waits (record.pending), no cause, no action, no talk, unanswered objections,
// open obstacles, no health check in a plan of two months and more.
func (l *Life) Gaps(day kpi.Date) []kpi.Caveat {
	if l.Plan.State == Draft || l.Current() == nil {
		return nil
	}
	var list []kpi.Caveat
	say := func(missing bool, code string, args kpi.Args) {
		if missing {
			list = append(list, kpi.Caveat{Code: "record." + code, Args: args})
		}
	}
	v := l.Current()
	for _, r := range v.Missing() {
		say(true, "no_ack", kpi.Args{"role": string(r), "version": itoa(v.Number)})
	}
	if p := l.Pending(); p != nil {
		say(true, "pending", kpi.Args{"version": itoa(p.Number)})
	}
	say(len(l.Plan.Content.Causes) == 0, "no_cause", nil)
	say(len(l.Plan.Content.Actions) == 0, "no_action", nil)
	say(!slices.ContainsFunc(l.CheckIns, func(c CheckIn) bool { return c.Talk }), "no_talk", nil)
	say(l.Unanswered() > 0, "unanswered", kpi.Args{"count": itoa(l.Unanswered())})
	say(l.OpenObstacles() > 0, "obstacles", kpi.Args{"count": itoa(l.OpenObstacles())})
	say(len(l.HealthChecks) == 0 && day >= l.Plan.Start.AddMonths(healthEvery), "no_health_check", nil)
	return list
}

// Unanswered counts the objections without an answer.
func (l *Life) Unanswered() (n int) {
	for _, c := range l.Comments {
		if c.Objection && c.Answer == nil {
			n++
		}
	}
	return n
}

// OpenObstacles counts the obstacles that are not resolved.
func (l *Life) OpenObstacles() (n int) {
	for _, o := range l.Obstacles {
		if o.State != ObstacleResolved {
			n++
		}
	}
	return n
}

// HealthRecord is a health check that was held: the three verdicts as people
// settled them, and what brought it about beside the calendar.
type HealthRecord struct {
	Day       kpi.Date `json:"day"`
	Challenge string   `json:"challenge,omitempty"` // is the target still challenging?
	Actions   string   `json:"actions,omitempty"`   // are actions redundant?
	Resources string   `json:"resources,omitempty"` // are the resources right?
	Trigger   string   `json:"trigger,omitempty"`   // "market", "policy", "skill"; "": the calendar
	Note      string   `json:"note,omitempty"`
	Mark      Mark     `json:"mark,omitzero"`
}

// Kind implements [Deed].
func (*HealthRecord) Kind() string { return "health.checked" }

// check gives the faults health.before_start and plan.day_ahead.
func (h *HealthRecord) check(l *Life, by Mark) error {
	if err := l.running(); err != nil {
		return err
	}
	if h.Day < *l.Plan.Start {
		return usage("health.before_start", kpi.Args{"id": l.Plan.ID, "day": h.Day.String(), "start": l.Plan.Start.String()})
	}
	return by.ahead(l.Plan.ID, h.Day)
}

func (h *HealthRecord) join(l *Life, by Mark) {
	h.Mark = by
	l.HealthChecks = append(l.HealthChecks, *h)
}
