package goals

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// CauseSet adds a cause to a plan, as a hypothesis with its author.
type CauseSet struct {
	Cause Cause `json:"cause"`
}

// Kind implements [Deed].
func (*CauseSet) Kind() string { return "cause.set" }

// check gives the faults cause.twice and cause.no_code.
func (c *CauseSet) check(l *Life, _ Mark) error {
	if c.Cause.Code == "" {
		return usage("cause.no_code", kpi.Args{"id": l.Plan.ID})
	}
	if l.cause(c.Cause.Code) != nil {
		return usage("cause.twice", kpi.Args{"id": l.Plan.ID, "cause": c.Cause.Code})
	}
	return l.Open()
}

func (c *CauseSet) join(l *Life, _ Mark) {
	l.Plan.Content.Causes = append(slices.Clip(l.Plan.Content.Causes), c.Cause)
}

// CauseRevised says what a cause was found to be instead; the first reading
// stays.
type CauseRevised struct {
	Code  string `json:"code"` // of the reading that is in force
	Cause Cause  `json:"cause"`
}

// Kind implements [Deed].
func (*CauseRevised) Kind() string { return "cause.revised" }

// check gives the faults cause.not_there and cause.no_code.
func (c *CauseRevised) check(l *Life, _ Mark) error {
	if c.Cause.Code == "" {
		return usage("cause.no_code", kpi.Args{"id": l.Plan.ID})
	}
	if l.cause(c.Code) == nil {
		return usage("cause.not_there", kpi.Args{"id": l.Plan.ID, "cause": c.Code})
	}
	return l.Open()
}

func (c *CauseRevised) join(l *Life, _ Mark) {
	if last := l.cause(c.Code); last != nil {
		last.Revised = &c.Cause
	}
}

// cause is the reading in force that has a code, nil when there is none.
func (l *Life) cause(code string) *Cause {
	for i := range l.Plan.Content.Causes {
		c := &l.Plan.Content.Causes[i]
		for c.Revised != nil {
			c = c.Revised
		}
		if c.Code == code {
			return c
		}
	}
	return nil
}

// ActionAdded puts an action into a plan.
type ActionAdded struct {
	Action Action `json:"action"`
}

// Kind implements [Deed].
func (*ActionAdded) Kind() string { return "action.added" }

// NewAction gives an action the next free id of the plan: a1, a2 and so on.
func NewAction(l *Life, a Action) *ActionAdded {
	for n := len(l.Plan.Content.Actions) + 1; a.ID == ""; n++ {
		if id := "a" + itoa(n); l.action(id) == nil {
			a.ID = id
		}
	}
	return &ActionAdded{a}
}

// check gives the faults action.invalid and action.twice.
func (a *ActionAdded) check(l *Life, _ Mark) error {
	if err := a.Action.Validate(); err != nil {
		return err
	}
	if l.action(a.Action.ID) != nil {
		return usage("action.twice", kpi.Args{"id": l.Plan.ID, "action": a.Action.ID})
	}
	return l.Open()
}

func (a *ActionAdded) join(l *Life, _ Mark) {
	l.Plan.Content.Actions = append(slices.Clip(l.Plan.Content.Actions), a.Action)
}

func (l *Life) action(id string) *Action {
	for i := range l.Plan.Content.Actions {
		if l.Plan.Content.Actions[i].ID == id {
			return &l.Plan.Content.Actions[i]
		}
	}
	return nil
}

// ActionRecord writes down one of three separate facts about an action: how
// much of it is done, how well, or what it brought. Only the field that is set
// is recorded.
type ActionRecord struct {
	Action     string     `json:"action"`
	Day        kpi.Date   `json:"day"`
	Add        int        `json:"add,omitempty"` // units done since the last record
	Completion Completion `json:"completion,omitempty"`
	Quality    Grade      `json:"quality,omitempty"`
	Effect     Effect     `json:"effect,omitempty"`
	Note       string     `json:"note,omitempty"`
	Mark       Mark       `json:"mark,omitzero"`
}

// Kind implements [Deed].
func (*ActionRecord) Kind() string { return "action.recorded" }

// check gives the faults action.unknown, action.nothing, action.quantity (more
// than there is to do, or a quantity of an action without one) and
// action.not_done (quality or effect of what nobody began), action.no_comparison
// (an effect, and nothing said of what it was compared with), plan.day_ahead.
func (r *ActionRecord) check(l *Life, by Mark) error {
	if err := l.running(); err != nil {
		return err
	}
	args := kpi.Args{"id": l.Plan.ID, "action": r.Action, "add": itoa(r.Add)}
	a := l.action(r.Action)
	if a == nil {
		return usage("action.unknown", args)
	}
	if err := cmp.Or(r.checkFacts(a, args), r.checkQuantity(a, args)); err != nil {
		return err
	}
	return by.ahead(l.Plan.ID, r.Day)
}

// checkFacts checks that something is recorded, and of what was begun.
func (r *ActionRecord) checkFacts(a *Action, args kpi.Args) error {
	graded, worked := r.Quality != "" || r.Effect != "", r.Add != 0 || r.Completion != ""
	switch {
	case !graded && !worked:
		return usage("action.nothing", args)
	case graded && !worked && a.Completion == "":
		return usage("action.not_done", args)
	case r.Effect == Visible && strings.TrimSpace(r.Note) == "":
		return usage("action.no_comparison", args)
	}
	return nil
}

func (r *ActionRecord) checkQuantity(a *Action, args kpi.Args) error {
	if q := a.Quantity; q != nil && q.Done+r.Add > q.Of {
		args["done"], args["of"] = itoa(q.Done), itoa(q.Of)
		return usage("action.quantity", args)
	}
	if r.Add < 0 || r.Add > 0 && a.Quantity == nil && a.Recurrence == nil {
		return usage("action.quantity", args)
	}
	return nil
}

func (r *ActionRecord) join(l *Life, by Mark) {
	r.Mark = by
	l.ActionLog = append(l.ActionLog, *r)
	a := l.action(r.Action)
	if a == nil {
		return
	}
	if r.Add > 0 && r.Completion == "" {
		a.Completion = Doing
	}
	if a.Recurrence != nil {
		a.TimesDone += r.Add
		if asked := l.asks(a); asked > 0 && a.Quantity == nil && a.TimesDone >= asked {
			a.Completion = Done
		}
	}
	if a.Quantity != nil {
		q := *a.Quantity
		q.Done += r.Add
		if r.Completion == Done {
			q.Done = q.Of
		}
		a.Quantity = &q
		if q.Done == q.Of && a.Completion != Dropped {
			a.Completion = Done
		}
	}
	set(&a.Completion, r.Completion)
	set(&a.Quality, r.Quality)
	set(&a.Effect, r.Effect)
}

// asks is how often a recurring action is asked for; 0: not known.
func (l *Life) asks(a *Action) int {
	if l.Plan.Start == nil {
		return 0
	}
	return a.Asked(*l.Plan.Start)
}

// set overwrites what has something to say.
func set[T ~string](to *T, value T) {
	if value != "" {
		*to = value
	}
}

// Completed counts the actions that are done, of those that were not dropped.
func (l *Life) Completed() (done, of int) {
	for _, a := range l.Plan.Content.Actions {
		if a.Completion == Dropped {
			continue
		}
		of++
		if a.Completion == Done {
			done++
		}
	}
	return done, of
}
