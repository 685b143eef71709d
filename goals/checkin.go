package goals

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// CheckIn is one talk about a plan: what moved, what is in the way, and what
// the employee reports of their own. Evidence that a person reports is kept here
// and never mixed with measured figures.
type CheckIn struct {
	Day          kpi.Date   `json:"day"`
	Progress     string     `json:"progress,omitempty"`
	Obstacles    []Obstacle `json:"obstacles,omitempty"`
	SelfReported []Evidence `json:"self_reported,omitempty"`
	Talk         bool       `json:"talk"`              // a talk was held
	Minutes      int        `json:"minutes,omitempty"` // its length
	Mark         Mark       `json:"mark,omitzero"`
}

// Obstacle is something in the way, with who removes it.
type Obstacle struct {
	ID    string        `json:"id,omitempty"` // o1, o2 … within the plan
	Text  string        `json:"text"`
	Owner string        `json:"owner"`
	State ObstacleState `json:"state"`
	Note  string        `json:"note,omitempty"` // of the last change
	Since kpi.Date      `json:"since,omitzero"`
	Mark  Mark          `json:"mark,omitzero"` // of the last change
}

// ObstacleState is where an obstacle stands.
type ObstacleState string

// The states of obstacles.
const (
	ObstacleOpen     ObstacleState = "open"
	ObstacleRaised   ObstacleState = "escalated" // taken to somebody who can remove it
	ObstacleResolved ObstacleState = "resolved"
)

// ObstacleStates lists the states in order.
func ObstacleStates() []ObstacleState {
	return []ObstacleState{ObstacleOpen, ObstacleRaised, ObstacleResolved}
}

// Kind implements [Deed].
func (*CheckIn) Kind() string { return "checkin.noted" }

// check gives the faults checkin.empty, checkin.minutes, checkin.before_start,
// obstacle.incomplete and plan.day_ahead.
func (c *CheckIn) check(l *Life, by Mark) error {
	if err := l.running(); err != nil {
		return err
	}
	args := kpi.Args{"id": l.Plan.ID, "day": c.Day.String(), "start": l.Plan.Start.String(), "minutes": itoa(c.Minutes)}
	switch {
	case c.Progress == "" && !c.Talk && len(c.Obstacles)+len(c.SelfReported) == 0:
		return usage("checkin.empty", args)
	case c.Minutes < 0 || c.Minutes > 24*60 || c.Minutes > 0 && !c.Talk:
		return usage("checkin.minutes", args)
	case c.Day < *l.Plan.Start:
		return usage("checkin.before_start", args)
	}
	for i, o := range c.Obstacles {
		if !o.complete() {
			return usage("obstacle.incomplete", kpi.Args{"id": l.Plan.ID, "text": o.Text, "number": itoa(i + 1)})
		}
	}
	return by.ahead(l.Plan.ID, c.Day)
}

func (o Obstacle) complete() bool {
	return strings.TrimSpace(o.Text) != "" && strings.TrimSpace(o.Owner) != "" && slices.Contains(ObstacleStates(), o.State)
}

func (c *CheckIn) join(l *Life, by Mark) {
	c.Mark = by
	for i := range c.Obstacles {
		o := &c.Obstacles[i]
		o.ID, o.Since, o.Mark = "o"+itoa(len(l.Obstacles)+1), c.Day, by
		l.Obstacles = append(l.Obstacles, *o)
	}
	l.CheckIns = append(l.CheckIns, *c)
}

// ObstacleChange moves an obstacle on.
type ObstacleChange struct {
	ID    string        `json:"id"`
	State ObstacleState `json:"state"`
	Note  string        `json:"note,omitempty"`
}

// Kind implements [Deed].
func (*ObstacleChange) Kind() string { return "obstacle.changed" }

// check gives the faults obstacle.unknown and obstacle.state.
func (c *ObstacleChange) check(l *Life, _ Mark) error {
	if err := l.running(); err != nil {
		return err
	}
	args := kpi.Args{"id": l.Plan.ID, "obstacle": c.ID, "state": string(c.State)}
	if l.obstacle(c.ID) == nil {
		return usage("obstacle.unknown", args)
	}
	if !slices.Contains(ObstacleStates(), c.State) {
		return usage("obstacle.state", args)
	}
	return nil
}

func (c *ObstacleChange) join(l *Life, by Mark) {
	if o := l.obstacle(c.ID); o != nil {
		o.State, o.Note, o.Mark = c.State, c.Note, by
	}
}

func (l *Life) obstacle(id string) *Obstacle {
	i := slices.IndexFunc(l.Obstacles, func(o Obstacle) bool { return o.ID == id })
	if i < 0 {
		return nil
	}
	return &l.Obstacles[i]
}

// Comment is the employee's own word on the plan; an objection asks for an
// answer within a day.
type Comment struct {
	Text      string `json:"text"`
	Objection bool   `json:"objection,omitempty"`
	Mark      Mark   `json:"mark,omitzero"`
	Answer    *Reply `json:"answer,omitempty"` // nil: none yet
}

// Kind implements [Deed].
func (*Comment) Kind() string { return "comment.made" }

// check gives the fault comment.empty. A closed plan may be commented, too.
func (c *Comment) check(l *Life, _ Mark) error {
	if strings.TrimSpace(c.Text) == "" {
		return usage("comment.empty", kpi.Args{"id": l.Plan.ID})
	}
	return nil
}

func (c *Comment) join(l *Life, by Mark) {
	c.Mark = by
	l.Comments = append(l.Comments, *c)
}

// Reply is what a comment was answered.
type Reply struct {
	Comment int    `json:"comment"` // its number, from 1
	Text    string `json:"text"`
	Mark    Mark   `json:"mark,omitzero"`
}

// Kind implements [Deed].
func (*Reply) Kind() string { return "comment.answered" }

// check gives the faults comment.unknown, comment.empty and comment.answered.
func (a *Reply) check(l *Life, _ Mark) error {
	args := kpi.Args{"id": l.Plan.ID, "number": itoa(a.Comment)}
	switch {
	case a.Comment < 1 || a.Comment > len(l.Comments):
		return usage("comment.unknown", args)
	case strings.TrimSpace(a.Text) == "":
		return usage("comment.empty", args)
	case l.Comments[a.Comment-1].Answer != nil:
		return usage("comment.answered", args)
	}
	return nil
}

func (a *Reply) join(l *Life, by Mark) {
	a.Mark = by
	if a.Comment >= 1 && a.Comment <= len(l.Comments) {
		l.Comments[a.Comment-1].Answer = a
	}
}

// Recognition is said for something that a person did: behaviour, in words. One
// that rests on a figure names the period, and only a change beyond noise counts.
type Recognition struct {
	Text   string `json:"text"`
	Figure string `json:"figure,omitempty"` // machine form of the period that it rests on, "2026-09"; "": on behaviour alone
	Mark   Mark   `json:"mark,omitzero"`
}

// NewRecognition is a recognition that rests on a plan's progress: the fault
// recognition.noise refuses one for a change that noise alone explains. pr nil:
// for behaviour alone.
func NewRecognition(text string, pr *Progress) (*Recognition, error) {
	r := &Recognition{Text: strings.TrimSpace(text)}
	if pr == nil {
		return r, nil
	}
	if !pr.Improved() {
		return nil, usage("recognition.noise", kpi.Args{"id": pr.Plan.ID})
	}
	r.Figure = pr.Latest.Period.String()
	return r, nil
}

// Improved reports whether the latest value is better than the baseline beyond
// noise: even the unfavourable end of its interval is.
func (pr *Progress) Improved() bool {
	if pr.Latest == nil || pr.Plan.NoBaseline {
		return false
	}
	v := judge(*pr.Latest, OperatorFor(pr.Plan.Direction), pr.Plan.Baseline)
	sign, ok := against(pr.Latest.Measure, pr.Plan.Baseline)
	return v.sure && ok && sign != 0
}

// Kind implements [Deed].
func (*Recognition) Kind() string { return "recognition.made" }

// check gives the fault recognition.empty.
func (r *Recognition) check(l *Life, _ Mark) error {
	if strings.TrimSpace(r.Text) == "" {
		return usage("recognition.empty", kpi.Args{"id": l.Plan.ID})
	}
	return l.running()
}

func (r *Recognition) join(l *Life, by Mark) {
	r.Mark = by
	l.Recognitions = append(l.Recognitions, *r)
}
