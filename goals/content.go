package goals

// Content is what people write into a plan around its targets: why the gap is
// there, what is done about it, by whom, with which resources. Texts are the
// people's own words and are never translated.
type Content struct {
	Owner   string `json:"owner,omitempty"`   // who carries the plan: usually the employee
	Manager string `json:"manager,omitempty"` // who coaches and removes obstacles
	Mentor  string `json:"mentor,omitempty"`

	Causes    []Cause    `json:"causes,omitempty"`
	Evidence  []Evidence `json:"evidence,omitempty"` // of the gap itself; of a cause: in the cause
	Actions   []Action   `json:"actions,omitempty"`
	Resources []Resource `json:"resources,omitempty"` // of the plan as a whole; of one action: in the action

	EmployeeComment string `json:"employee_comment,omitempty"`

	Scope *Scope `json:"scope,omitempty"` // nil: baseline and target speak of the same work
}

// Scope is what baseline and target speak of, where a person says so: other
// work ("two projects", "new modules") or another exposure ("3 reviews",
// "month") cannot be compared as they stand.
type Scope struct {
	Baseline    string `json:"baseline,omitempty"`
	Target      string `json:"target,omitempty"`
	BaselinePer string `json:"baseline_per,omitempty"`
	TargetPer   string `json:"target_per,omitempty"`
}

// Resource is something that a plan needs from others: people, material,
// money, training, a system.
type Resource struct {
	Name   string         `json:"name"`
	Kind   ResourceKind   `json:"kind,omitempty"`
	Status ResourceStatus `json:"status,omitempty"`
	HROnly bool           `json:"hr_only,omitempty"` // counselling and the like: shown to HR and the employee alone
}

// ResourceKind is what a resource is.
type ResourceKind string

// The kinds of resources.
const (
	People   ResourceKind = "people"
	Material ResourceKind = "material"
	Money    ResourceKind = "money"
	Training ResourceKind = "training"
	System   ResourceKind = "system"
	Support  ResourceKind = "support" // counselling, time, a word with another department
)

// ResourceStatus is where a resource stands; "" is not asked for yet.
type ResourceStatus string

// The statuses of resources.
const (
	Asked   ResourceStatus = "asked"
	Granted ResourceStatus = "granted"
	Missing ResourceStatus = "missing" // asked for and not there
)

// ForManager returns the content without what HR and the employee alone may
// see: causes of wellbeing, confidential actions and resources. The content
// itself is not changed.
func (c Content) ForManager() Content {
	c.Causes = keep(c.Causes, func(x Cause) (Cause, bool) { return x.forManager() })
	c.Actions = keep(c.Actions, func(a Action) (Action, bool) {
		a.Resources = openResources(a.Resources)
		return a, !a.HROnly
	})
	c.Resources = openResources(c.Resources)
	return c
}

func openResources(list []Resource) []Resource {
	return keep(list, func(r Resource) (Resource, bool) { return r, !r.HROnly })
}

// keep is a new list of what change lets through; nil when that is nothing.
func keep[T any](list []T, change func(T) (T, bool)) []T {
	var out []T
	for _, x := range list {
		if x, ok := change(x); ok {
			out = append(out, x)
		}
	}
	return out
}
