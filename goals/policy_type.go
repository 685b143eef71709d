package goals

import (
	"maps"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// The employee types that a policy may be adjusted for, as [kpi.Employee] names
// them.
const (
	NeedsImprovement = "needs_improvement"
	HighPotential    = "high_potential"
	NewEmployee      = "new"
)

// EmployeeTypes lists the types in a fixed order.
func EmployeeTypes() []string { return []string{NeedsImprovement, HighPotential, NewEmployee} }

// Adjustment changes the policy of every kind for one type of employee; what is
// nil stays as the kind has it.
type Adjustment struct {
	Close, First             *kpi.Decimal
	Stages, Horizon, Sustain *int
	Cycle                    int // weeks between reviews, 1 to 26; 0: not said
}

// defaultTypes: who needs to improve gets a smaller first step and is looked at
// every week; who has high potential aims at the whole gap; new people are looked
// at every two weeks (sources: two to three).
func defaultTypes() map[string]Adjustment {
	third, whole := kpi.Decimal(300_000), kpi.One
	return map[string]Adjustment{
		NeedsImprovement: {First: &third, Cycle: 1},
		HighPotential:    {Close: &whole, Cycle: 4},
		NewEmployee:      {Cycle: 2},
	}
}

// policyFor is the policy of a kind for a type of employee, and whether the type
// changed anything in it.
func (o Options) policyFor(k kpi.Kind, employeeType string) (p Policy, adjusted bool) {
	p = o.Policies[k]
	was, a := p, o.Types[employeeType]
	put(&p.Close, a.Close)
	put(&p.First, a.First)
	put(&p.Stages, a.Stages)
	put(&p.Horizon, a.Horizon)
	put(&p.Sustain, a.Sustain)
	return p, p != was
}

func put[T any](to *T, v *T) {
	if v != nil {
		*to = *v
	}
}

// typeChecks holds every kind's policy, as adjusted, to the ranges of a policy.
func (o Options) typeChecks() []check {
	var checks []check
	for _, t := range slices.Sorted(maps.Keys(o.Types)) {
		at := "types." + t + "."
		checks = append(checks, check{slices.Contains(EmployeeTypes(), t), "types", t, strings.Join(EmployeeTypes(), ", ")},
			check{o.Types[t].Cycle >= 0 && o.Types[t].Cycle <= 26, at + "cycle", itoa(o.Types[t].Cycle), "1 … 26"})
		for _, k := range Kinds() {
			p, _ := o.policyFor(k, t)
			checks = append(checks, p.checks(at)...)
		}
	}
	return checks
}

// explainType says what the employee's type changes in the policy of the kind.
func explainType(employeeType string, p Policy, cycle int) []kpi.Caveat {
	return []kpi.Caveat{line("type", "type", employeeType, "close", p.Close.String(), "first", p.First.String(),
		"stages", itoa(p.Stages), "months", itoa(p.Horizon), "sustain", itoa(p.Sustain), "cycle", itoa(cycle))}
}
