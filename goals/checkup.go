package goals

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Judgement is a verdict in a word.
type Judgement string

// The answers.
const (
	AnswerYes     Judgement = "yes"
	AnswerNo      Judgement = "no"
	AnswerUnknown Judgement = "unknown"
)

// Verdict is an answer with what it rests on.
type Verdict struct {
	Answer   Judgement    `json:"answer"`
	Evidence []kpi.Caveat `json:"evidence,omitempty"`
}

func (v *Verdict) add(code string, args kpi.Args) {
	v.Evidence = append(v.Evidence, kpi.Caveat{Code: code, Args: args})
}

// Health is the regular look at a plan, not at the person: is the target still a
// challenge, are actions redundant, are the resources right? It proposes; what
// changes is an amendment that people agree on.
type Health struct {
	Plan        string       `json:"plan"`
	AsOf        kpi.Date     `json:"as_of"`
	Due         kpi.Date     `json:"due"`
	Overdue     bool         `json:"overdue"`
	Challenging Verdict      `json:"challenging"` // yes: go on; no: reached and sustained
	Redundant   Verdict      `json:"redundant"`   // yes: some action is
	Resources   Verdict      `json:"resources"`   // yes: they are right
	Next        *kpi.Decimal `json:"next,omitempty"`
	Arithmetic  []kpi.Caveat `json:"arithmetic,omitempty"` // of the next target
}

// HealthOptions says what a health check is held against.
type HealthOptions struct {
	AsOf      kpi.Date
	Last      *kpi.Date      // of the check before; nil: none yet
	Every     int            // months between checks; 0: 2
	Indicator *kpi.Indicator // of the plan
	Reference *kpi.Decimal   // the reference of today; nil: the plan's
	Peers     *Peers         // caps the next target at the best real improvement; nil: no cap
	Triggers  []string       // what a person says has changed: market, policy, skill
}

const healthMonths = 2

// HealthDue is the day of the next check: every so many months (0: 2) from the
// plan's start or the check before. ok is false for a plan without a start.
func HealthDue(plan Plan, last *kpi.Date, every int) (day kpi.Date, ok bool) {
	if plan.Start == nil {
		return 0, false
	}
	if every <= 0 {
		every = healthMonths
	}
	if last != nil {
		return last.AddMonths(every), true
	}
	return plan.Start.AddMonths(every), true
}

// HealthCheck judges a plan by its progress, its actions and its resources.
func HealthCheck(pr Progress, opt HealthOptions) Health {
	h := Health{Plan: pr.Plan.ID, AsOf: opt.AsOf}
	if day, ok := HealthDue(pr.Plan, opt.Last, opt.Every); ok {
		h.Due, h.Overdue = day, opt.AsOf > day
	}
	h.judgeTarget(pr, opt)
	h.Redundant = judgeActions(pr)
	h.Resources = judgeResources(pr.Plan.Content, opt.Triggers)
	return h
}

// judgeTarget asks whether the target is still a challenge, and gives the next
// one where it is reached.
func (h *Health) judgeTarget(pr Progress, opt HealthOptions) {
	v := &h.Challenging
	v.Answer = AnswerUnknown
	if len(pr.Steps) == 0 || pr.Latest == nil {
		v.add("health.no_data", nil)
		return
	}
	plan, last := pr.Plan, pr.Steps[len(pr.Steps)-1]
	level := last.Milestone.Level
	args := kpi.Args{"level": level.String(), "period": pr.Latest.Period.String(), "value": decimal(*pr.Latest)}
	reference := plan.Reference
	if opt.Reference != nil && *opt.Reference != reference {
		reference = *opt.Reference
		v.add("health.reference_moved", kpi.Args{"from": plan.Reference.String(), "to": reference.String()})
	}
	switch {
	case last.Status != Met:
		v.Answer = AnswerYes
		args["status"] = string(last.Status)
		v.add("health.open", args)
		return
	case !last.Reached: // nothing is raised on somebody who has just fallen behind
		v.Answer = AnswerYes
		v.add("health.lost", args)
		return
	case last.Credible:
		v.add("health.reached", args)
	default:
		v.add("health.reached_within_noise", args)
	}
	v.Answer = AnswerNo
	r := Reach{Level: level, Reference: roundTo(reference, plan), Step: plan.step()}
	next, lines, ok := Raise(r, opt.Indicator)
	if r.Best = bestOf(plan, Way{level, next, plan.months()}, opt); ok && r.Best != nil {
		next, lines, ok = Raise(r, opt.Indicator)
	}
	if !ok {
		v.add("health.no_next", args)
		return
	}
	h.Next, h.Arithmetic = &next, lines
}

// step is the grid of the plan's levels; of plans that have none a fifth of the
// way, as a proposal would.
func (plan Plan) step() kpi.Decimal {
	if plan.Step > 0 {
		return plan.Step
	}
	last := plan.Milestones[len(plan.Milestones)-1].Level
	return niceStep((last - plan.Baseline).Abs() / 5)
}

// roundTo puts a mean on the plan's grid, as proposals do; a tie goes up.
func roundTo(reference kpi.Decimal, plan Plan) kpi.Decimal {
	if plan.Basis != BasisMean && plan.Basis != BasisRest {
		return reference
	}
	return widen(reference).round(plan.step(), plan.Direction != kpi.Lower)
}

// bestOf is the largest real improvement of the colleagues on a way like the
// next one, else what the plan holds of it.
func bestOf(plan Plan, way Way, opt HealthOptions) *kpi.Decimal {
	if opt.Peers != nil && way.Months > 0 {
		if best := opt.Peers.Achieved(opt.Indicator, plan.Employee, way).Best; best != nil {
			return best
		}
	}
	if plan.Achievable != nil {
		return plan.Achievable.Best
	}
	return nil
}

// judgeActions looks for actions that say the same, that are still open though
// the target is reached, and that are done without a change to be seen.
func judgeActions(pr Progress) Verdict {
	v := Verdict{Answer: AnswerNo}
	actions := pr.Plan.Content.Actions
	if len(actions) == 0 {
		return Verdict{AnswerUnknown, []kpi.Caveat{{Code: "health.no_actions"}}}
	}
	var seen []string
	for _, a := range actions {
		if a.Completion == Dropped {
			continue
		}
		text := strings.ToLower(strings.Join(strings.Fields(a.Task), " "))
		if code := redundancy(a, pr, slices.Contains(seen, text)); code != "" {
			v.Answer = AnswerYes
			v.add(code, kpi.Args{"action": a.ID})
		}
		seen = append(seen, text)
	}
	return v
}

// redundancy is the code of why an action is redundant, "" when it is not.
func redundancy(a Action, pr Progress, twice bool) string {
	reached := len(pr.Steps) > 0 && pr.Steps[len(pr.Steps)-1].Status == Met
	silent := a.Effect == NotVisible || a.Effect == "" && pr.Latest != nil && !pr.Improved()
	switch {
	case twice:
		return "health.action_twice"
	case reached && a.Completion != Done:
		return "health.action_after_target"
	case a.Completion == Done && a.Quality != NotThere && silent: // what was not done well was not tried
		return "health.action_no_effect"
	}
	return ""
}

// judgeResources looks for resources that are missing or not granted, and takes
// up what has changed outside. Confidential ones count without their names.
func judgeResources(c Content, triggers []string) Verdict {
	v := Verdict{Answer: AnswerYes}
	all := slices.Clone(c.Resources)
	for _, a := range c.Actions {
		for _, r := range a.Resources {
			r.HROnly = r.HROnly || a.HROnly
			all = append(all, r)
		}
	}
	for _, r := range all {
		args := kpi.Args{"resource": r.Name}
		if r.HROnly {
			args["resource"] = ""
		}
		switch r.Status {
		case Granted:
		case Missing:
			v.add("health.resource_missing", args)
		default:
			v.add("health.resource_open", args)
		}
	}
	for _, t := range triggers {
		v.add("health.changed", kpi.Args{"trigger": t})
	}
	switch {
	case len(v.Evidence) > 0:
		v.Answer = AnswerNo
	case len(all) == 0:
		v.Answer = AnswerUnknown
		v.add("health.no_resources", nil)
	}
	return v
}
