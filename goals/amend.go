package goals

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Amendment is a new version of an agreed plan's targets with its reason. The
// version before stays in force until employee and manager both acknowledged
// it. Nobody is exempt.
type Amendment struct {
	Version    int         `json:"version"` // the new one: Base + 1
	Base       int         `json:"base"`    // the latest version when it was written: another one is stale
	Reason     string      `json:"reason"`
	Milestones []Milestone `json:"milestones"`
	Reopens    bool        `json:"reopens,omitempty"`
	Chances    *Chances    `json:"chances,omitempty"` // of these milestones; nil: not known
}

// NewAmendment is the amendment of the version that somebody has looked at.
func NewAmendment(base int, reason string, milestones []Milestone) *Amendment {
	return &Amendment{Version: base + 1, Base: base, Reason: strings.TrimSpace(reason), Milestones: milestones}
}

// Kind implements [Deed].
func (*Amendment) Kind() string { return "plan.amended" }

// check gives the faults plan.not_agreed, plan.closed or plan.not_closed,
// plan.stale (another version was written meanwhile: by whom, when),
// amend.no_reason, amend.no_change, and those of the milestones' days.
func (a *Amendment) check(l *Life, by Mark) error {
	if err := a.checkState(l); err != nil {
		return err
	}
	if last := l.latest(); a.Base != last.Number || a.Version != last.Number+1 {
		return l.stale(a.Base)
	}
	switch {
	case a.Reason == "":
		return usage("amend.no_reason", kpi.Args{"id": l.Plan.ID})
	case !a.Reopens && reflect.DeepEqual(a.Milestones, l.asked().Milestones):
		return usage("amend.no_change", kpi.Args{"id": l.Plan.ID, "version": itoa(a.Base)})
	case len(a.Milestones) == 0:
		return usage("amend.no_milestone", kpi.Args{"id": l.Plan.ID})
	}
	return a.checkDays(l, by)
}

func (a *Amendment) checkState(l *Life) error {
	if !a.Reopens {
		return l.running()
	}
	if l.Plan.Start == nil {
		return cmp.Or(l.Open(), l.running())
	}
	if l.Plan.State != Closed {
		return usage("plan.not_closed", kpi.Args{"id": l.Plan.ID, "state": string(l.Plan.State)})
	}
	return nil
}

func (a *Amendment) join(l *Life, by Mark) {
	l.Versions = append(l.Versions, Version{Number: a.Version, Base: a.Base, Reason: a.Reason, Milestones: a.Milestones, Chances: a.Chances, Reopens: a.Reopens, Mark: by})
}

// Role is on whose behalf a plan is acknowledged.
type Role string

// The two sides of a plan.
const (
	RoleEmployee Role = "employee"
	RoleManager  Role = "manager"
)

// Ack is one side's acknowledgement of a version: seen and accepted as the
// text that the hash is of. The actor may enter it for the person who signed.
type Ack struct {
	Version int    `json:"version"`
	Role    Role   `json:"role"`
	Name    string `json:"name"` // who acknowledges
	Hash    string `json:"hash"` // SHA-256 of the plan as acknowledged
	Mark    Mark   `json:"mark,omitzero"`
}

// Kind implements [Deed].
func (*Ack) Kind() string { return "plan.acknowledged" }

// NewAck is the acknowledgement by name for a role, of the version that waits for
// it, else of the one in force; the faults are plan.not_agreed and those of doing it.
func NewAck(l *Life, role Role, name string) (*Ack, error) {
	if err := l.Agreed(); err != nil {
		return nil, err
	}
	v := l.asked()
	return &Ack{Version: v.Number, Role: role, Name: strings.TrimSpace(name), Hash: fingerprint(l.at(v))}, nil
}

// check gives the faults ack.role, ack.no_name, ack.not_employee,
// ack.same_person, ack.twice and plan.stale.
func (a *Ack) check(l *Life, _ Mark) error {
	if l.Plan.State == Closed && l.Pending() == nil {
		return l.Open()
	}
	v := l.asked()
	args := kpi.Args{"id": l.Plan.ID, "name": a.Name, "role": string(a.Role), "version": itoa(a.Version), "employee": l.Plan.Employee.ID}
	switch {
	case a.Role != RoleEmployee && a.Role != RoleManager:
		return usage("ack.role", args)
	case a.Name == "":
		return usage("ack.no_name", args)
	case a.Version != v.Number || a.Hash != fingerprint(l.at(v)):
		return l.stale(a.Version)
	case v.ack(a.Role) != nil:
		args["name"] = v.ack(a.Role).Name
		return usage("ack.twice", args)
	}
	return l.checkSide(a, args)
}

// checkSide keeps one person from speaking for the other side.
func (l *Life) checkSide(a *Ack, args kpi.Args) error {
	switch employee := l.isEmployee(a.Name); {
	case a.Role == RoleEmployee && !employee:
		return usage("ack.not_employee", args)
	case a.Role == RoleManager && employee:
		return usage("ack.same_person", args)
	}
	return nil
}

// stale is the fault of who has looked at another version than the latest: who
// wrote that, and when.
func (l *Life) stale(base int) error {
	v := l.latest()
	return usage("plan.stale", kpi.Args{"id": l.Plan.ID, "base": itoa(base), "version": itoa(v.Number), "by": v.Mark.By, "at": v.Mark.At.UTC().Format(time.RFC3339)})
}

// isEmployee reports whether a name is that of the plan's employee: the id, the
// name, or both as reports print them.
func (l *Life) isEmployee(name string) bool {
	e := l.Plan.Employee
	return slices.Contains([]string{e.ID, e.Name, e.Name + " (" + e.ID + ")"}, name)
}

func (a *Ack) join(l *Life, by Mark) {
	a.Mark = by
	v := l.version(a.Version)
	if v == nil {
		return
	}
	v.Acks = append(v.Acks, *a)
	if v == l.Pending() && v.ack(RoleEmployee) != nil && v.ack(RoleManager) != nil {
		at := by.At
		v.InForce = &at
		l.Plan = l.at(v)
		l.Plan.State = Agreed
	}
}

// ack is the acknowledgement of a side, nil when it is not there.
func (v *Version) ack(r Role) *Ack {
	for i := range v.Acks {
		if v.Acks[i].Role == r {
			return &v.Acks[i]
		}
	}
	return nil
}

// Missing are the sides whose acknowledgement is not there.
func (v *Version) Missing() (list []Role) {
	for _, r := range []Role{RoleEmployee, RoleManager} {
		if v.ack(r) == nil {
			list = append(list, r)
		}
	}
	return list
}
