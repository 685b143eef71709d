package goals

import (
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// ResourceChange says where a resource stands that an action, or the plan as a
// whole, needs: asked for, granted, or asked for and not there.
type ResourceChange struct {
	Action   string         `json:"action,omitempty"` // "": a resource of the plan as a whole
	Resource string         `json:"resource"`         // its name
	Status   ResourceStatus `json:"status"`
	Note     string         `json:"note,omitempty"`
	Mark     Mark           `json:"mark,omitzero"`
}

// Kind implements [Deed].
func (*ResourceChange) Kind() string { return "resource.changed" }

// check gives the faults action.unknown, resource.unknown and resource.status.
func (c *ResourceChange) check(l *Life, _ Mark) error {
	if err := l.Open(); err != nil {
		return err
	}
	args := kpi.Args{"id": l.Plan.ID, "action": c.Action, "resource": c.Resource, "status": string(c.Status)}
	switch {
	case c.Action != "" && l.action(c.Action) == nil:
		return usage("action.unknown", args)
	case l.resource(c) == nil:
		return usage("resource.unknown", args)
	case !slices.Contains([]ResourceStatus{Asked, Granted, Missing}, c.Status):
		return usage("resource.status", args)
	}
	return nil
}

func (c *ResourceChange) join(l *Life, by Mark) {
	c.Mark = by
	if r := l.resource(c); r != nil {
		r.Status = c.Status
		l.ResourceLog = append(l.ResourceLog, *c)
	}
}

// resource is the one that a change is about, nil when there is none.
func (l *Life) resource(c *ResourceChange) *Resource {
	list := l.Plan.Content.Resources
	if a := l.action(c.Action); a != nil {
		list = a.Resources
	}
	i := slices.IndexFunc(list, func(r Resource) bool { return r.Name == c.Resource })
	if i < 0 {
		return nil
	}
	return &list[i]
}
