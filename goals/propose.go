package goals

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Propose drafts a plan for a gap by the policy of the indicator's kind. It
// proposes whatever the severity: which gaps deserve a plan is decided before.
// The draft has plan months, no dates; [Agree] sets them.
//
// The faults are plan.no_baseline (no value in the window), plan.no_reference
// (nobody to compare with, no standard, no bounded scale or no policy for its
// headroom) and plan.no_gap (as good as the reference at the precision shown);
// with [Options.Veto], but for a sketch, plan.too_easy and plan.too_hard.
func Propose(g *analysis.Gap, opt Options) (Plan, error) {
	base, ok := baseline(g)
	if !ok {
		return Plan{}, refuse("plan.no_baseline", g, nil)
	}
	ref, ok := chooseReference(g, base, opt)
	if !ok {
		return Plan{}, refuse("plan.no_reference", g, kpi.Args{"baseline": base.String()})
	}
	policy, adjusted := opt.policyFor(g.Indicator.Kind, g.Employee.Type)
	sum := ref.problem(g.Indicator, base, policy)
	sol, err := Steps(sum)
	if err != nil || !behind(g.Indicator, base, sol.Reference) {
		return Plan{}, refuse("plan.no_gap", g, kpi.Args{"baseline": base.String(), "reference": ref.level.String(), "basis": string(ref.basis)})
	}
	plan := newPlan(g.Employee, g.Team, g.Indicator)
	plan.Baseline, plan.BaselineN = base, g.N
	plan.Reference, plan.Basis = sol.Reference, ref.basis
	plan.AsOf, plan.Since = g.Window.To.End(), g.Window.From.Start
	plan.Step, plan.Cycle, plan.Standing = sol.Step, opt.Types[g.Employee.Type].Cycle, StandingOf(g)
	plan.Milestones = schedule(sol, ref.basis, policy, OperatorFor(g.Indicator.Direction))
	if opt.Sketch {
		return plan, nil
	}
	plan.Arithmetic = append(explain(sum, sol, ref), explainMonths(plan, g.Indicator.Kind)...)
	if adjusted || plan.Cycle > 0 {
		plan.Arithmetic = append(plan.Arithmetic, explainType(g.Employee.Type, policy, plan.Cycle)...)
	}
	plan.Caveats = append(weakness(ref), doubtShrunk(g, sol, ref, policy)...)
	plan = Weigh(plan, g.Indicator)
	start, ok := Shown(g.Shrunk, g.Indicator)
	if !ok {
		start = base
	}
	if err := plan.weighReach(g.Indicator, start, opt.Peers, opt.Veto); err != nil {
		return Plan{}, err
	}
	return plan, nil
}

func refuse(code string, g *analysis.Gap, args kpi.Args) error {
	all := kpi.Args{"employee": g.Employee.ID, "team": g.Team, "kpi": g.Indicator.ID}
	for k, v := range args {
		all[k] = v
	}
	return &kpi.Fault{Class: kpi.Failed, Code: code, Args: all}
}

func newPlan(e kpi.Employee, team string, in *kpi.Indicator) Plan {
	return Plan{ID: PlanID(e.ID, in.ID), Employee: e, Team: team, Indicator: in.ID,
		Direction: in.Direction, State: Draft, Version: 1}
}

// PlanID is the stable name of the plan of an employee for an indicator: ten
// letters and digits (50 bits) of a SHA-256, so that the same gap found twice is
// one draft, and somebody who moves to another team keeps the plan.
func PlanID(employee, indicator string) string {
	h := sha256.New()
	for _, s := range []string{employee, indicator} {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	return strings.ToLower(base32.StdEncoding.EncodeToString(h.Sum(nil))[:10])
}

// schedule puts the levels on plan months.
func schedule(sol Solution, basis Basis, p Policy, op Operator) []Milestone {
	var list []Milestone
	if sol.First != nil {
		list = append(list, stage(sol.First.Level, op, p.firstMonth(), p.FirstHolds))
	}
	last := stage(sol.Last.Level, op, p.Horizon, p.LastHolds && basis != BasisHeadroom)
	if basis != BasisHeadroom {
		last.Sustain = p.Sustain
	}
	return append(list, last)
}

func stage(level kpi.Decimal, op Operator, month int, hold bool) Milestone {
	m := Milestone{Level: level, Operator: op, ByMonth: month, Sustain: 1}
	if hold {
		m.FromMonth, m.ByMonth = month, 0
	}
	return m
}

func weakness(r reference) []kpi.Caveat {
	if r.basis != BasisHeadroom {
		return nil
	}
	return []kpi.Caveat{{Code: "plan.weak_basis", Args: kpi.Args{"end": r.level.String()}}}
}

// doubtShrunk warns when the shrunk estimate, which allows for the luck in the
// observed value, would lead to other milestones.
func doubtShrunk(g *analysis.Gap, sol Solution, ref reference, p Policy) []kpi.Caveat {
	base, ok := Shown(g.Shrunk, g.Indicator)
	if !ok {
		return nil
	}
	args := kpi.Args{"shrunk": base.String()}
	nameLevels(args, "", sol)
	other, err := Steps(ref.problem(g.Indicator, base, p))
	if err != nil || !behind(g.Indicator, base, other.Reference) {
		return []kpi.Caveat{{Code: "plan.shrunk_no_gap", Args: args}}
	}
	if slices.Equal(other.Levels(), sol.Levels()) {
		return nil
	}
	nameLevels(args, "other_", other)
	return []kpi.Caveat{{Code: "plan.shrunk_differs", Args: args}}
}

// nameLevels puts the levels into arguments: first ("" where there is one stage)
// and last.
func nameLevels(args kpi.Args, prefix string, sol Solution) {
	args[prefix+"first"] = ""
	if sol.First != nil {
		args[prefix+"first"] = sol.First.Level.String()
	}
	args[prefix+"last"] = sol.Last.Level.String()
}

func itoa(n int) string { return strconv.Itoa(n) }
