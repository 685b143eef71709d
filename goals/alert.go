package goals

import (
	"slices"
	"strings"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// AlertState is where a node stands to its time.
type AlertState string

// The states of a node. Until a day before its time it has none.
const (
	AlertDue       AlertState = "due"       // within the day before its time
	AlertOverdue   AlertState = "overdue"   // its time has come and it is not done
	AlertExplained AlertState = "explained" // reason and remedy were given in time
	AlertEscalated AlertState = "escalated" // they were not, or the remedy's day has passed, too
	AlertDone      AlertState = "done"
)

// The hours of alerts: a node is said to be due so long before its time, and is
// to be explained within so many hours after it.
const (
	dueHours     = 24
	explainHours = 24
)

// NodeKind is what has a time in a plan.
type NodeKind string

// The kinds of nodes.
const (
	NodeAction    NodeKind = "action"    // an action, or one occurrence of a recurring one
	NodeHealth    NodeKind = "health"    // the health check
	NodeTalk      NodeKind = "talk"      // the regular talk
	NodeMeasure   NodeKind = "measure"   // the figures of an indicator
	NodeObjection NodeKind = "objection" // the answer to an objection
)

// Node is one thing with a time.
type Node struct {
	ID      string     `json:"id"` // unique in the plan, stable: "action/a1", "health/2026-09-01"
	Kind    NodeKind   `json:"kind"`
	Subject string     `json:"subject,omitempty"` // the task, the indicator, or the text of the objection
	Due     time.Time  `json:"due"`
	Done    *time.Time `json:"done,omitempty"` // when it was written down as done
	HROnly  bool       `json:"hr_only,omitempty"`
}

// Explanation says why a node is late and what is done about it. Both texts are
// needed.
type Explanation struct {
	Node   string    `json:"node"`
	Reason string    `json:"reason"`
	Remedy string    `json:"remedy"`
	By     *kpi.Date `json:"by,omitempty"` // the remedy's day; when it passes the node escalates after all
	Mark   Mark      `json:"mark,omitzero"`
}

// Kind implements [Deed].
func (*Explanation) Kind() string { return "node.explained" }

// check gives the faults alert.incomplete and alert.no_node.
func (e *Explanation) check(l *Life, _ Mark) error {
	args := kpi.Args{"id": l.Plan.ID, "node": e.Node}
	switch {
	case e.Node == "":
		return usage("alert.no_node", args)
	case strings.TrimSpace(e.Reason) == "" || strings.TrimSpace(e.Remedy) == "":
		return usage("alert.incomplete", args)
	}
	return l.running()
}

func (e *Explanation) join(l *Life, by Mark) {
	e.Mark = by
	l.Explanations = append(l.Explanations, *e)
}

// AlertChange is one transition of a node; the ledger holds each once.
type AlertChange struct {
	Node  string     `json:"node"`
	State AlertState `json:"state"`
	Since time.Time  `json:"since"`
	Due   time.Time  `json:"due"`
	Mark  Mark       `json:"mark,omitzero"`
}

// Kind implements [Deed].
func (*AlertChange) Kind() string { return "alert.changed" }

func (c *AlertChange) check(*Life, Mark) error { return nil } // it is computed, also for plans closed since

func (c *AlertChange) join(l *Life, by Mark) {
	c.Mark = by
	l.Alerts = append(l.Alerts, *c)
}

func (c AlertChange) same(d AlertChange) bool {
	return c.Node == d.Node && c.State == d.State && c.Since.Equal(d.Since)
}

// Alert is a node with where it stands.
type Alert struct {
	Node        Node         `json:"node"`
	State       AlertState   `json:"state"`
	Since       time.Time    `json:"since"`
	Deadline    time.Time    `json:"deadline"` // until when it is to be explained
	Explanation *Explanation `json:"explanation,omitempty"`
}

// ExplainedLate reports whether reason and remedy were given, but after the
// deadline.
func (a Alert) ExplainedLate() bool {
	return a.Explanation != nil && a.Explanation.Mark.At.After(a.Deadline)
}

// AlertsAt are the nodes of a plan that have a state at a moment, those that
// are done left out, by due time; changes are the transitions up to then that
// are not written down yet. It is a pure function of the life: asked twice it
// says the same, and once its changes are written down it has none.
func (l *Life) AlertsAt(at time.Time, cal *Calendar) (open []Alert, changes []AlertChange) {
	cal = l.Cadence.Calendar(cal)
	closed := l.Plan.State == Closed
	if closed {
		at = earlier(at, l.Closings[len(l.Closings)-1].Mark.At)
	}
	for _, n := range l.nodes(at, cal) {
		way, deadline := l.course(n, at, cal)
		for _, c := range way {
			if !slices.ContainsFunc(l.Alerts, c.same) {
				changes = append(changes, c)
			}
		}
		if len(way) == 0 || closed || way[len(way)-1].State == AlertDone {
			continue
		}
		last := way[len(way)-1]
		open = append(open, Alert{n, last.State, last.Since, deadline, l.explanation(n.ID, at)})
	}
	slices.SortStableFunc(open, func(a, b Alert) int { return a.Node.Due.Compare(b.Node.Due) })
	slices.SortStableFunc(changes, func(a, b AlertChange) int { return a.Since.Compare(b.Since) })
	return open, changes
}

// course are the transitions of a node up to a moment, and until when it is to
// be explained. What is done at its very time is in time; an explanation at the
// very deadline is, too.
func (l *Life) course(n Node, at time.Time, cal *Calendar) (way []AlertChange, deadline time.Time) {
	deadline = cal.Deadline(n.Due, explainHours, l.Cadence.WorkingHours)
	done := n.Done != nil && !n.Done.After(at)
	step := func(s AlertState, since time.Time) {
		if !since.After(at) && (s == AlertDone || !done || since.Before(*n.Done)) {
			way = append(way, AlertChange{Node: n.ID, State: s, Since: since.UTC(), Due: n.Due.UTC()})
		}
	}
	step(AlertDue, n.Due.Add(-dueHours*time.Hour))
	step(AlertOverdue, n.Due)
	if e := l.explanation(n.ID, at); e != nil && !e.Mark.At.After(deadline) {
		step(AlertExplained, later(e.Mark.At, n.Due))
		if e.By != nil && cal.Close(*e.By).After(n.Due) {
			step(AlertEscalated, cal.Close(*e.By).Add(time.Nanosecond))
		}
	} else {
		step(AlertEscalated, deadline.Add(time.Nanosecond)) // an explanation at the deadline itself is in time
	}
	if done && len(way) > 0 {
		step(AlertDone, *n.Done)
	}
	return way, deadline
}

// explanation is the first one of a node given up to a moment.
func (l *Life) explanation(node string, at time.Time) *Explanation {
	for i := range l.Explanations {
		if e := &l.Explanations[i]; e.Node == node && !e.Mark.At.After(at) {
			return e
		}
	}
	return nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
