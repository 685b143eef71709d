package goals

import (
	"fmt"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Fraction is Num/Den: the time of a first stage as a part of the horizon.
type Fraction struct{ Num, Den int }

// Policy says how far and how fast a plan goes for one kind of indicator.
type Policy struct {
	Close    kpi.Decimal // share of the gap to a mean that is closed, in (0, 1]; a standard is always reached
	Headroom kpi.Decimal // share of the headroom without a reference, in [0, 1]; 0: no plan without a reference
	Stages   int         // milestones: 1 or 2
	First    kpi.Decimal // share of the way that the first of two stages goes, in (0, 1)
	FirstAt  Fraction    // when, as a part of the horizon, rounded down to a month
	Horizon  int         // plan months to the last milestone, 1 to 60
	Sustain  int         // consecutive periods that the last milestone asks for, ≥ 1; 1 on the headroom basis

	FirstHolds bool // the first stage is held from its month on; else reached by its end
	LastHolds  bool // the last one is held from its month on; else reached by its end
}

// The references that Options.Reference may name.
const (
	ReferenceMean = "team-mean" // the plain mean of the team that the report prints
	ReferenceRest = "rest"      // the team without the person, pooled
)

// Options says what targets start from and how far they go.
type Options struct {
	Reference string // ReferenceMean or ReferenceRest, where no standard stands
	Policies  map[kpi.Kind]Policy
	Types     map[string]Adjustment // by employee type; one of EmployeeTypes
	Peers     *Peers                // what colleagues' figures really did; nil: how achievable a target is, is not asked
	Sketch    bool                  // levels and dates alone: neither chances nor colleagues are asked, for lists that do not show them
	Veto      bool                  // a target that is too easy or too hard is refused, not only remarked on
}

// Default returns the policy that reproduces every example of the sources:
// each call makes a map of its own.
func Default() Options {
	const half, most, all, spare = 500_000, 700_000, kpi.One, 450_000
	return Options{Reference: ReferenceMean, Types: defaultTypes(), Policies: map[kpi.Kind]Policy{
		kpi.Outcome:    {Close: most, Stages: 2, First: half, FirstAt: Fraction{1, 2}, Horizon: 6, Sustain: 1, FirstHolds: true},
		kpi.Quality:    {Close: all, Stages: 2, First: half, FirstAt: Fraction{1, 3}, Horizon: 6, Sustain: 1, FirstHolds: true},
		kpi.Practice:   {Close: all, Stages: 2, First: half, FirstAt: Fraction{1, 3}, Horizon: 3, Sustain: 1},
		kpi.Adherence:  {Close: all, Stages: 1, Horizon: 3, Sustain: 2},
		kpi.Perception: {Close: most, Headroom: spare, Stages: 1, Horizon: 3, Sustain: 3, LastHolds: true},
	}}
}

// Kinds are the kinds of indicators that have a policy, in a fixed order.
func Kinds() []kpi.Kind {
	return []kpi.Kind{kpi.Outcome, kpi.Quality, kpi.Practice, kpi.Adherence, kpi.Perception}
}

type check struct {
	ok              bool
	name, val, want string
}

// Validate reports the first option outside its range, as a usage fault.
func (o Options) Validate() error {
	checks := []check{{o.Reference == ReferenceMean || o.Reference == ReferenceRest, "reference", o.Reference, ReferenceMean + ", " + ReferenceRest}}
	for _, k := range Kinds() {
		p, ok := o.Policies[k]
		checks = append(checks, check{ok, "policies." + k.String(), "", "close, stages, horizon, sustain"})
		checks = append(checks, p.checks("policies."+k.String()+".")...)
	}
	return firstFault(append(checks, o.typeChecks()...))
}

func (p Policy) checks(at string) []check {
	two := p.Stages == 2
	return []check{
		{p.Close > 0 && p.Close <= kpi.One, at + "close", p.Close.String(), "0 < close ≤ 1"},
		{p.Headroom >= 0 && p.Headroom <= kpi.One, at + "headroom", p.Headroom.String(), "0 ≤ headroom ≤ 1"},
		{p.Stages == 1 || two, at + "stages", fmt.Sprint(p.Stages), "1, 2"},
		{!two || p.First > 0 && p.First < kpi.One, at + "first", p.First.String(), "0 < first < 1"},
		{!two || p.FirstAt.Num > 0 && p.FirstAt.Num < p.FirstAt.Den, at + "first_at", fmt.Sprintf("%d/%d", p.FirstAt.Num, p.FirstAt.Den), "0 < first_at < 1"},
		{p.Horizon >= 1 && p.Horizon <= 60, at + "horizon", fmt.Sprint(p.Horizon), "1 … 60"},
		{p.Sustain >= 1 && p.Sustain <= 60, at + "sustain", fmt.Sprint(p.Sustain), "1 … 60"},
	}
}

func firstFault(checks []check) error {
	i := slices.IndexFunc(checks, func(c check) bool { return !c.ok })
	if i < 0 {
		return nil
	}
	c := checks[i]
	return usage("option.range", kpi.Args{"option": c.name, "value": c.val, "want": c.want})
}

func usage(code string, args kpi.Args) *kpi.Fault {
	return &kpi.Fault{Class: kpi.Usage, Code: code, Args: args}
}

// firstMonth is the plan month of the first of two stages, 0 when there is no
// month before the last one.
func (p Policy) firstMonth() int {
	if p.Stages < 2 {
		return 0
	}
	m := max(1, p.Horizon*p.FirstAt.Num/p.FirstAt.Den)
	if m >= p.Horizon {
		return 0
	}
	return m
}
