package goals

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Weigh checks the levels of an amendment against the indicator's scale, and
// works out how likely they are met, so that both sides read it before they
// acknowledge. The faults are those of a person's target.
func (a *Amendment) Weigh(p Plan, in *kpi.Indicator) error {
	for _, m := range a.Milestones {
		if err := (Further{in, m.Level, m.Operator}).validate(); err != nil {
			return err
		}
		if m.Sustain > maxSustain {
			return usage("target.sustain", kpi.Args{"value": itoa(m.Sustain), "want": "1 … " + itoa(maxSustain)})
		}
	}
	p.Milestones = a.Milestones
	a.Chances = Weigh(p, in).Chances
	return nil
}

// checkDays gives the faults plan.date_before_start, target.dates and target.too_short,
// amend.order (a milestone is due before the one above it) and amend.day_past: a
// day that is over may be moved back or its level eased, but nobody misses a target
// that was set after its day.
func (a *Amendment) checkDays(l *Life, by Mark) error {
	today := kpi.DateOf(by.At.UTC().Date()) - 1 // wherever it is written
	before := l.asked().Milestones
	for i, m := range a.Milestones {
		if err := cmp.Or(m.checkDates(l.Plan.ID, *l.Plan.Start), m.checkRoom(l.Plan, *l.Plan.Start)); err != nil {
			return err
		}
		day := cmp.Or(m.By, m.From)
		args := kpi.Args{"id": l.Plan.ID, "step": itoa(i + 1), "day": when(day, 0)}
		if first := a.begins(i - 1); day != nil && first != nil && *a.begins(i) < *first {
			args["before"] = first.String()
			return usage("amend.order", args)
		}
		if day != nil && *day < today && !slices.ContainsFunc(before, m.eases) {
			return usage("amend.day_past", args)
		}
	}
	return nil
}

// begins is the day from which a milestone is asked for; nil: none is said.
func (a *Amendment) begins(i int) *kpi.Date {
	if i < 0 {
		return nil
	}
	return cmp.Or(a.Milestones[i].From, a.Milestones[i].By)
}

// eases reports whether m asks for no more, and no earlier, than was asked for
// before.
func (m Milestone) eases(was Milestone) bool {
	day, then := cmp.Or(m.By, m.From), cmp.Or(was.By, was.From)
	return then != nil && *then <= *day && m.Operator == was.Operator && m.Operator.Meets(was.Level, m.Level) && m.sustain() <= was.sustain()
}

// at is the plan with the targets of a version, and what was worked out for them.
// What the draft said of its own milestones is left out of an amendment.
func (l *Life) at(v *Version) Plan {
	p := l.Plan
	p.Version, p.Milestones = v.Number, v.Milestones
	if v.Base == 0 {
		return p
	}
	for _, code := range []string{"chances", "month.", "reachable", "amended"} {
		p.Arithmetic = withoutCodes(p.Arithmetic, "arithmetic."+code)
	}
	p.Arithmetic = append(p.Arithmetic, line("amended", "version", itoa(v.Number)))
	for _, code := range []string{"chances.", "plan.too_", "plan.reach_unknown", "plan.shrunk_differs", "target."} {
		p.Caveats = withoutCodes(p.Caveats, code)
	}
	p.Chances, p.Achievable = v.Chances, nil
	if c := v.Chances; c == nil || len(c.Milestones) != len(v.Milestones) {
		p.Chances, p.Caveats = nil, append(p.Caveats, kpi.Caveat{Code: "chances.unknown"})
	} else {
		p.Arithmetic = append(p.Arithmetic, c.explain()...)
		p.Caveats = append(p.Caveats, c.doubts(p)...)
	}
	p.weighReachAgain(l.Plan)
	return p
}

// PendingPlan is the plan as it is once the version that waits comes into force;
// ok is false when none does.
func (l *Life) PendingPlan() (p Plan, ok bool) {
	v := l.Pending()
	if v == nil {
		return Plan{}, false
	}
	return l.at(v), true
}

// Withdrawal takes back an amendment that is not in force.
type Withdrawal struct {
	Version int    `json:"version"`
	Reason  string `json:"reason"`
	Mark    Mark   `json:"mark,omitzero"`
}

// Kind implements [Deed].
func (*Withdrawal) Kind() string { return "plan.amendment_withdrawn" }

// check gives the faults amend.none_waits, plan.stale and amend.no_reason.
func (w *Withdrawal) check(l *Life, _ Mark) error {
	if l.Plan.State == Draft {
		return l.running()
	}
	v := l.Pending()
	switch {
	case v == nil && l.Plan.State == Closed:
		return l.Open()
	case v == nil:
		return usage("amend.none_waits", kpi.Args{"id": l.Plan.ID})
	case w.Version != v.Number:
		return l.stale(w.Version)
	case strings.TrimSpace(w.Reason) == "":
		return usage("amend.no_reason", kpi.Args{"id": l.Plan.ID})
	}
	return nil
}

func (w *Withdrawal) join(l *Life, by Mark) {
	w.Mark = by
	if v := l.version(w.Version); v != nil {
		v.Withdrawn = w
	}
}
