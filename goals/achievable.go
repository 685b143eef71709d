package goals

import (
	"cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// judge sets Need and the verdict for a way of this size:
//
//   - too easy: the shrunk start meets the level already, or half of the
//     comparable colleagues improved as much anyway;
//   - too hard: beyond what 95 of 100 of them achieved, and beyond the 75th
//     percentile and one detectable step, so that thin data are no verdict;
//   - reachable else.
func (a *Achievable) judge(need kpi.Decimal, detectable *kpi.Decimal) {
	a.Need = &need
	if a.P95 == nil || a.P75 == nil || a.Median == nil {
		return
	}
	most := *a.P75
	if detectable != nil {
		most += *detectable
	}
	switch most = max(most, *a.P95); {
	case need <= max(0, *a.Median):
		a.Verdict = TooEasy
	case need > most:
		a.Verdict = TooHard
	default:
		a.Verdict = Reachable
	}
}

// months is the plan month of the last milestone; of days, counted from the
// start; 0: not said.
func (plan Plan) months() int {
	if len(plan.Milestones) == 0 {
		return 0
	}
	m := plan.Milestones[len(plan.Milestones)-1]
	begin := plan.AsOf
	if plan.Start != nil {
		begin = *plan.Start
	}
	switch day := cmp.Or(m.By, m.From); {
	case m.ByMonth > 0 || m.FromMonth > 0:
		return max(m.ByMonth, m.FromMonth)
	case day != nil && *day > begin && begin > 0:
		return max(1, int(float64(*day-begin)/daysOfMonth+0.5))
	}
	return 0
}

// detectable is the smallest true change that tracking finds; nil: not known.
func (plan Plan) detectable() *kpi.Decimal {
	if plan.Chances == nil {
		return nil
	}
	return plan.Chances.Detectable
}

// weighReach holds the plan's last level against the colleagues, starting from
// the shrunk estimate where that is known. The fault, with veto, is plan.too_hard
// or plan.too_easy.
func (plan *Plan) weighReach(in *kpi.Indicator, start kpi.Decimal, peers *Peers, veto bool) error {
	months := plan.months()
	if peers == nil || len(plan.Milestones) == 0 {
		return nil
	}
	a := Achievable{Verdict: ReachUnknown}
	level := plan.Milestones[len(plan.Milestones)-1].Level
	if months > 0 {
		a = peers.Achieved(in, plan.Employee, Way{start, level, months})
	}
	need := level - start
	if in.Direction == kpi.Lower {
		need = -need
	}
	a.judge(need, plan.detectable())
	if veto && (a.Verdict == TooEasy || a.Verdict == TooHard) {
		args := a.args()
		args["employee"], args["kpi"] = plan.Employee.ID, plan.Indicator
		return &kpi.Fault{Class: kpi.Failed, Code: "plan." + string(a.Verdict), Args: args}
	}
	plan.setReach(a)
	return nil
}

// setReach puts what is known of the reach into the plan, with its line.
func (plan *Plan) setReach(a Achievable) {
	plan.Achievable = &a
	switch a.Verdict {
	case Reachable:
		plan.Arithmetic = append(plan.Arithmetic, kpi.Caveat{Code: "arithmetic.reachable", Args: a.args()})
	case ReachUnknown:
		plan.Caveats = append(plan.Caveats, kpi.Caveat{Code: "plan.reach_unknown", Args: a.args()})
	default:
		plan.Caveats = append(plan.Caveats, kpi.Caveat{Code: "plan." + string(a.Verdict), Args: a.args()})
	}
}

// weighReachAgain holds other milestones against the same colleagues: over the
// same months, else their improvements say nothing of it.
func (plan *Plan) weighReachAgain(was Plan) {
	a := was.Achievable
	if a == nil || a.Need == nil || len(was.Milestones) == 0 || len(plan.Milestones) == 0 {
		return
	}
	again := Achievable{Verdict: ReachUnknown, Months: plan.months()}
	if a.Months == plan.months() {
		again = *a
	}
	more := plan.Milestones[len(plan.Milestones)-1].Level - was.Milestones[len(was.Milestones)-1].Level
	if plan.Direction == kpi.Lower {
		more = -more
	}
	again.judge(*a.Need+more, plan.detectable())
	plan.setReach(again)
}

func (a *Achievable) args() kpi.Args {
	args := kpi.Args{"colleagues": itoa(a.Colleagues), "months": itoa(a.Months), "least": itoa(leastColleagues)}
	for name, d := range map[string]*kpi.Decimal{"need": a.Need, "median": a.Median, "p75": a.P75, "p95": a.P95} {
		args[name] = ""
		if d != nil {
			args[name] = d.String()
		}
	}
	return args
}
