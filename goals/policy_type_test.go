package goals

import (
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// S3-13: who needs to improve gets small steps, high potential aims further, new
// people are looked at every two to three weeks.
func TestPoliciesOfEmployeeTypes(t *testing.T) {
	for name, c := range map[string]struct {
		employeeType string
		change       func(*Options)
		want         string
		cycle        int
	}{
		"no type: the policy of the kind":            {"", nil, "≥0.18 from m3, ≥0.2 by m6", 0},
		"an unknown type is no type":                 {"veteran", nil, "≥0.18 from m3, ≥0.2 by m6", 0},
		"needs improvement: a smaller first step":    {NeedsImprovement, nil, "≥0.17 from m3, ≥0.2 by m6", 1}, // 15 + 0.3 × 5 = 16.5, a tie goes up
		"high potential: the whole gap":              {HighPotential, nil, "≥0.19 from m3, ≥0.22 by m6", 4},   // 15 + ½ × 7 = 18.5
		"new: the same levels, looked at more often": {NewEmployee, nil, "≥0.18 from m3, ≥0.2 by m6", 2},
		"as configured": {NewEmployee, func(o *Options) {
			one, three := 1, 3
			o.Types[NewEmployee] = Adjustment{Stages: &one, Horizon: &three, Cycle: 3}
		}, "≥0.2 by m3", 3},
	} {
		t.Run(name, func(t *testing.T) {
			g := gap(indicator(t, "conversion_rate"), 0.15, 45, 300, 0.22)
			g.Employee.Type = c.employeeType
			opt := Default()
			if c.change != nil {
				c.change(&opt)
			}
			plan, err := Propose(g, opt)
			if err != nil {
				t.Fatal(err)
			}
			if got := summary(plan.Milestones); got != c.want || plan.Cycle != c.cycle {
				t.Errorf("%s, every %d weeks; want %s, %d", got, plan.Cycle, c.want, c.cycle)
			}
			if hasCode(plan.Arithmetic, "arithmetic.type") != (c.cycle > 0) {
				t.Errorf("arithmetic %v", plan.Arithmetic)
			}
		})
	}
}

func TestTypesOutsideTheirRange(t *testing.T) {
	zero, much, two := kpi.Decimal(0), 99, 2
	for name, c := range map[string]struct {
		types map[string]Adjustment
		want  string // the option named
	}{
		"a type nobody knows":              {map[string]Adjustment{"veteran": {}}, "types"},
		"no step at all":                   {map[string]Adjustment{NewEmployee: {First: &zero}}, "types.new.first"},
		"nothing closed":                   {map[string]Adjustment{HighPotential: {Close: &zero}}, "types.high_potential.close"},
		"a horizon of years":               {map[string]Adjustment{NewEmployee: {Horizon: &much}}, "types.new.horizon"},
		"a cycle of years":                 {map[string]Adjustment{NewEmployee: {Cycle: 104}}, "types.new.cycle"},
		"two stages where one has no step": {map[string]Adjustment{NewEmployee: {Stages: &two}}, "types.new.first"},
		"none: every type as its kind":     {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			opt := Default()
			opt.Types = c.types
			err := opt.Validate()
			if c.want == "" && err == nil {
				return
			}
			if f := kpi.AsFault(err); f == nil || f.Class != kpi.Usage || f.Code != "option.range" || f.Args["option"] != c.want {
				t.Errorf("%v, want the option %s", err, c.want)
			}
		})
	}
}

func TestDefaultsAreNobodyElses(t *testing.T) {
	opt := Default()
	opt.Types[NewEmployee] = Adjustment{Cycle: 3}
	*opt.Types[NeedsImprovement].First = 1
	if again := Default(); again.Types[NewEmployee].Cycle != 2 || *again.Types[NeedsImprovement].First != 300_000 {
		t.Errorf("%+v", again.Types)
	}
}
