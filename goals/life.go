package goals

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// The states that follow the agreement. Agreed is a plan whose start has not
// come.
const (
	Active  State = "active"  // agreed, and its start has come
	Amended State = "amended" // a new version waits for both acknowledgements; the old one is in force
	Closed  State = "closed"
)

// Mark is who does something to a plan, and when.
type Mark struct {
	At time.Time `json:"at"`
	By string    `json:"by"`
}

// Deed is one thing that is done to a plan after it was drafted, as the ledger
// keeps it: the body of an entry of its kind. Adding and changing deeds is all
// that ever happens to a plan.
type Deed interface {
	// Kind is the kind of ledger entry, "plan.amended".
	Kind() string
	// check is the fault that keeps the deed from being done now.
	check(l *Life, by Mark) error
	// join takes the deed up; it was checked when it was done.
	join(l *Life, by Mark)
}

// Life is a plan with all that happened to it, in the order in which it did.
type Life struct {
	Plan         Plan             `json:"plan"` // in force: the targets of the version in force, the content of today
	Versions     []Version        `json:"versions"`
	Cadence      Cadence          `json:"cadence"`
	CheckIns     []CheckIn        `json:"check_ins,omitempty"`
	Obstacles    []Obstacle       `json:"obstacles,omitempty"`
	Comments     []Comment        `json:"comments,omitempty"`
	Recognitions []Recognition    `json:"recognitions,omitempty"`
	ActionLog    []ActionRecord   `json:"action_log,omitempty"`
	ResourceLog  []ResourceChange `json:"resource_log,omitempty"`
	Explanations []Explanation    `json:"explanations,omitempty"`
	Alerts       []AlertChange    `json:"alerts,omitempty"` // the transitions written down so far
	HealthChecks []HealthRecord   `json:"health_checks,omitempty"`
	Closings     []Closing        `json:"closings,omitempty"` // the last one counts while the plan is closed
	Seen         []Seen           `json:"-"`                  // the periods whose figures came in
}

// Version is one wording of a plan's targets. The first is the draft as it was
// agreed.
type Version struct {
	Number     int         `json:"version"`
	Base       int         `json:"base,omitempty"` // the version that it changes; 0: none
	Reason     string      `json:"reason,omitempty"`
	Milestones []Milestone `json:"milestones"`
	Chances    *Chances    `json:"chances,omitempty"` // of an amendment's milestones; nil: not known
	Reopens    bool        `json:"reopens,omitempty"` // of a plan that was closed
	Mark       Mark        `json:"mark"`
	Acks       []Ack       `json:"acknowledgements,omitempty"`
	InForce    *time.Time  `json:"in_force,omitempty"`  // nil: waits for acknowledgement, or was passed over
	Withdrawn  *Withdrawal `json:"withdrawn,omitempty"` // taken back before it came into force
}

// NewLife begins the life of a drafted plan.
func NewLife(draft Plan) *Life { return &Life{Plan: draft, Cadence: DefaultCadence()} }

// Redraft puts a later draft in the place of the one before; what people wrote
// around the targets stays.
func (l *Life) Redraft(draft Plan) {
	if isEmpty(draft.Content) {
		draft.Content = l.Plan.Content
	}
	l.Plan = draft
}

func isEmpty(c Content) bool {
	b, err := json.Marshal(c)
	return err == nil && string(b) == "{}"
}

// Begin takes up the agreement: its targets are the first version in force.
func (l *Life) Begin(agreed Plan, by Mark) {
	l.Redraft(agreed)
	if c := agreed.Cycle; l.Cadence.Talk == 0 && c <= mostEvery {
		l.Cadence.Talk = max(0, c) // new staff are talked to every two or three weeks
	}
	at := by.At
	l.Versions = []Version{{Number: agreed.Version, Milestones: agreed.Milestones, Mark: by, InForce: &at}}
}

// Check is the fault that keeps a deed from being done now; nothing is changed.
// The faults that every deed has: plan.no_actor, plan.closed, plan.not_agreed.
func (l *Life) Check(d Deed, by Mark) error {
	if strings.TrimSpace(by.By) == "" {
		return usage("plan.no_actor", kpi.Args{"id": l.Plan.ID})
	}
	return d.check(l, by)
}

// Replay takes up a deed that was checked when it was done. It errs where the
// life holds nothing that the deed could be about.
func (l *Life) Replay(d Deed, by Mark) error {
	if l.Plan.Start == nil && needsStart(d) {
		return fmt.Errorf("%s of plan %s, which was not agreed", d.Kind(), l.Plan.ID)
	}
	if c, ok := d.(*Cadence); ok {
		if err := c.validate(); err != nil {
			return err
		}
	}
	d.join(l, by)
	return nil
}

// needsStart tells the deeds that only an agreed plan knows.
func needsStart(d Deed) bool {
	switch d.(type) {
	case *Amendment, *Withdrawal, *Ack, *CheckIn, *HealthRecord:
		return true
	}
	return false
}

// ForManager is the life without what HR and the employee alone may see.
func (l *Life) ForManager() *Life {
	open := *l
	open.Plan.Content = l.Plan.Content.ForManager()
	hidden := func(action string) bool { return action != "" && open.action(action) == nil }
	open.ActionLog = keep(l.ActionLog, func(r ActionRecord) (ActionRecord, bool) { return r, !hidden(r.Action) })
	open.ResourceLog = keep(l.ResourceLog, func(c ResourceChange) (ResourceChange, bool) { return c, open.resource(&c) != nil })
	open.Explanations = keep(l.Explanations, func(e Explanation) (Explanation, bool) { return e, !hidden(actionOf(e.Node)) })
	open.Alerts = keep(l.Alerts, func(c AlertChange) (AlertChange, bool) { return c, !hidden(actionOf(c.Node)) })
	return &open
}

// actionOf is the action of a node, "" for nodes of other kinds.
func actionOf(node string) string {
	rest, ok := strings.CutPrefix(node, string(NodeAction)+"/")
	if !ok {
		return ""
	}
	id, _, _ := strings.Cut(rest, "/")
	return id
}

// deeds make an empty body of each kind.
func deeds() []func() Deed {
	return []func() Deed{
		func() Deed { return &Amendment{} }, func() Deed { return &Withdrawal{} }, func() Deed { return &Ack{} }, func() Deed { return &Closing{} },
		func() Deed { return &CauseSet{} }, func() Deed { return &CauseRevised{} },
		func() Deed { return &ActionAdded{} }, func() Deed { return &ActionRecord{} }, func() Deed { return &ResourceChange{} },
		func() Deed { return &CheckIn{} }, func() Deed { return &ObstacleChange{} },
		func() Deed { return &Comment{} }, func() Deed { return &Reply{} }, func() Deed { return &Recognition{} },
		func() Deed { return &Cadence{} }, func() Deed { return &Explanation{} }, func() Deed { return &AlertChange{} },
		func() Deed { return &HealthRecord{} },
	}
}

// DecodeDeed reads the body of a ledger entry; nil for a kind that is no deed.
func DecodeDeed(kind string, body []byte) (Deed, error) {
	for _, empty := range deeds() {
		if d := empty(); d.Kind() == kind {
			if err := json.Unmarshal(body, d); err != nil {
				return nil, fmt.Errorf("%s: %w", kind, err)
			}
			return d, nil
		}
	}
	return nil, nil
}

// State is the plan's place in its life on a day.
func (l *Life) State(day kpi.Date) State {
	switch {
	case l.Plan.State != Agreed:
		return l.Plan.State
	case l.Pending() != nil:
		return Amended
	case *l.Plan.Start <= day:
		return Active
	}
	return Agreed
}

// Current is the version in force, nil for a draft.
func (l *Life) Current() *Version { return l.version(l.Plan.Version) }

// Pending is the latest version while it waits for acknowledgement, else nil.
// What still waits when a plan is closed never comes into force: only a version
// that reopens the plan does.
func (l *Life) Pending() *Version {
	if len(l.Versions) == 0 {
		return nil
	}
	v := l.latest()
	if v.InForce != nil || v.Withdrawn != nil || l.Plan.State == Closed && !v.Reopens {
		return nil
	}
	return v
}

// asked is the version that is to be acknowledged: the one that waits, else the
// one in force.
func (l *Life) asked() *Version {
	if v := l.Pending(); v != nil {
		return v
	}
	return l.Current()
}

func (l *Life) version(n int) *Version {
	i := slices.IndexFunc(l.Versions, func(v Version) bool { return v.Number == n })
	if i < 0 {
		return nil
	}
	return &l.Versions[i]
}

// latest is the last version that was written, in force or not.
func (l *Life) latest() *Version { return &l.Versions[len(l.Versions)-1] }

// Open is the fault plan.closed of a plan that is closed: by whom and when, with
// the outcome.
func (l *Life) Open() error {
	if l.Plan.State != Closed {
		return nil
	}
	c := l.Closings[len(l.Closings)-1]
	args := kpi.Args{"id": l.Plan.ID, "outcome": string(c.Outcome), "by": c.Mark.By, "day": c.Mark.day()}
	if l.Plan.Start == nil {
		args["draft"] = "yes"
	}
	return usage("plan.closed", args)
}

// running is the fault of a deed on a plan that is not agreed, or closed.
func (l *Life) running() error {
	if l.Plan.State == Draft {
		return usage("plan.not_agreed", kpi.Args{"id": l.Plan.ID})
	}
	return l.Open()
}

// Agreed is the fault plan.not_agreed of a plan that is still a draft.
func (l *Life) Agreed() error {
	if l.Plan.Start == nil {
		return usage("plan.not_agreed", kpi.Args{"id": l.Plan.ID})
	}
	return nil
}

// ahead is the fault of a day that has not come yet where the deed is done,
// wherever that is.
func (m Mark) ahead(id string, day kpi.Date) error {
	if today := kpi.DateOf(m.At.UTC().Date()); day > today+1 {
		return usage("plan.day_ahead", kpi.Args{"id": id, "day": day.String(), "today": today.String()})
	}
	return nil
}

func (m Mark) day() string { return m.At.UTC().Format(time.DateOnly) }

// fingerprint is the SHA-256 of the plan as it is acknowledged: targets and
// content.
func fingerprint(p Plan) string {
	b, err := json.Marshal(p)
	if err != nil { // a Plan holds nothing that JSON can't write
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
