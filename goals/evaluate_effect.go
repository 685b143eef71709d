package goals

import (
	"cmp"
	"math"
	"slices"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// expect works out the colleagues' movement, the value expected without a plan
// and, from a fresh baseline, the effect.
func (ev *Evaluation) expect(c comparison, opt EvaluateOptions) {
	if len(c.before)-1 < opt.Least {
		ev.refuse("evaluation.no_group", kpi.Args{"colleagues": itoa(len(c.before) - 1), "least": itoa(opt.Least)})
		return
	}
	n := noiseOf(c.in, append(slices.Clone(c.before), c.after...))
	gains, errs := c.changes(n)
	others := infer.DerSimonianLaird(gains[1:], errs[1:])
	start, startErr := ev.start(c, n)
	if math.IsNaN(others.Tau2) || math.IsNaN(errs[0]) || math.IsNaN(start) {
		ev.refuse("evaluation.no_spread", nil)
		return
	}
	if c.wide {
		ev.Caveats = append(ev.Caveats, kpi.Caveat{Code: "evaluation.wide_group", Args: kpi.Args{"colleagues": itoa(len(gains) - 1)}})
	}
	ev.Movement = others.Mu * c.in.Direction.Sign()
	t := infer.StudentQuantile((1+opt.Level)/2, others.K-1)
	wild := others.Tau2 + others.SE*others.SE // of a further person's change
	half := t * math.Sqrt(startErr*startErr+n.variance(c.after[0])+wild)
	value := start + ev.Movement
	ev.Expected = infer.Estimate{Value: inside(c.in, value), Lo: inside(c.in, value-half), Hi: inside(c.in, value+half), Level: opt.Level, N: others.K}
	if ev.Baseline != BaselineFresh {
		return
	}
	gain, se := gains[0]-others.Mu, math.Sqrt(errs[0]*errs[0]+wild)
	e := &PlanEffect{Colleagues: len(gains) - 1, P: infer.StudentCDF(-gain/se, others.K-1),
		Estimate: infer.Estimate{Value: gain, Lo: gain - t*se, Hi: gain + t*se, Level: opt.Level, N: others.K}}
	e.Worked = e.P <= trackingAlpha && better(c.in, ev.Expected.Value, ev.After.Value) > 0
	e.place(gains)
	ev.Effect = e
}

// start is what the person's level before the plan is taken to be, with its
// standard error: fresh figures as they are, for nobody was chosen by them; those
// that the person was chosen for drawn towards everybody's.
func (ev *Evaluation) start(c comparison, n noise) (level, se float64) {
	if ev.Baseline == BaselineFresh {
		return ev.Before.Value, math.Sqrt(n.variance(ev.Before))
	}
	starts, errs := shrinkAll(n, c.before)
	return starts[0], errs[0]
}

// changes are everybody's changes in the good direction with their standard
// errors, the person's first.
func (c comparison) changes(n noise) (gains, errs []float64) {
	for i := range c.before {
		gains = append(gains, better(c.in, c.before[i].Value, c.after[i].Value))
		errs = append(errs, math.Sqrt(n.variance(c.before[i])+n.variance(c.after[i])))
	}
	return gains, errs
}

// place ranks the person's difference among those of everybody, each against the
// colleagues without the person: with one treated person that place is the honest
// p (Conley & Taber 2011).
func (e *PlanEffect) place(gains []float64) {
	others := gains[1:]
	mine := gains[0] - infer.Mean(others)
	e.Placebos = infer.PlaceboChanges(make([]float64, len(others)), others)
	slices.SortFunc(e.Placebos, func(a, b float64) int { return cmp.Compare(b, a) })
	e.Rank = 1
	for _, p := range e.Placebos {
		if p >= mine {
			e.Rank++
		}
	}
}

// secondary compares the person's other indicators over the same windows.
func secondary(plan Plan, ds *kpi.Dataset, w windows) []Improvement {
	var list []Improvement
	grains := grainsOf(ds)
	for i, in := range ds.Indicators {
		if in.ID == plan.Indicator {
			continue
		}
		for _, s := range everybody(ds, selection{in.ID, grains[i], w.before, w.end}) {
			if s.employee.ID == plan.Employee.ID {
				list = compareStretches(list, in, s, s.between(w.before, w.until), s.between(w.from, w.end))
			}
		}
	}
	return judgeChanges(list, trackingAlpha)
}

// FailureClass is where to look when a plan is not met.
type FailureClass string

// The classes of the sources: was the target unreasonable, the way wrong, or was
// it not gone?
const (
	FailTarget    FailureClass = "target"
	FailExecution FailureClass = "execution"
	FailStrategy  FailureClass = "strategy"
	FailUnknown   FailureClass = "unknown"
)

// Failure is one class with what speaks for it.
type Failure struct {
	Class    FailureClass
	Evidence kpi.Caveat
}

// doneEnough is the share of the actions from which a plan counts as carried out.
const doneEnough = 0.8

// classify reads the failure classes off the data: a target beyond what
// colleagues achieved; actions that were not done; actions that were done, without
// a change to be told from chance. A plan whose last day has not come has not failed.
func (ev *Evaluation) classify(in *kpi.Indicator, opt EvaluateOptions) {
	plan := ev.Progress.Plan
	if day, ok := plan.lastDay(); ev.Met || ok && day > opt.AsOf {
		return
	}
	fail := func(class FailureClass, code string, args kpi.Args) {
		ev.Failures = append(ev.Failures, Failure{class, kpi.Caveat{Code: code, Args: args}})
	}
	if a := ev.reach(plan, in, opt.Peers); a != nil && a.Verdict == TooHard {
		fail(FailTarget, "failure.target", a.args())
	}
	done, total := actionsDone(plan)
	args := kpi.Args{"done": rounded(math.Round(done*10) / 10).String(), "total": itoa(total)}
	switch {
	case total == 0:
	case done < doneEnough*float64(total):
		fail(FailExecution, "failure.execution", args)
	case ev.changed():
	default:
		fail(FailStrategy, "failure.strategy", args)
	}
	if len(ev.Failures) == 0 {
		fail(FailUnknown, "failure.unknown", args)
	}
}

// reach is what the plan says of its target, else what the colleagues say now.
func (ev *Evaluation) reach(plan Plan, in *kpi.Indicator, peers *Peers) *Achievable {
	if plan.Achievable != nil || peers == nil || plan.NoBaseline {
		return plan.Achievable
	}
	if err := plan.weighReach(in, plan.Baseline, peers, false); err != nil {
		return nil
	}
	return plan.Achievable
}

// changed reports whether the person got better beyond noise: by the effect
// where there is one, else from before to after.
func (ev *Evaluation) changed() bool {
	if ev.Effect != nil {
		return ev.Effect.Worked
	}
	return ev.Progress.Improved()
}

// actionsDone counts what is done of the actions that were not dropped; an
// action by quantity, or one that recurs, counts with its share. What is for HR
// and the employee alone is nobody's to count.
func actionsDone(plan Plan) (done float64, total int) {
	for _, a := range plan.Content.Actions {
		if a.Completion == Dropped || a.HROnly {
			continue
		}
		total++
		of, times := 0, 0
		switch {
		case a.Completion == Done:
			of, times = 1, 1
		case a.Quantity != nil:
			of, times = a.Quantity.Of, a.Quantity.Done
		case a.Recurrence != nil:
			of, times = a.Asked(*plan.Start), a.TimesDone
		}
		if of > 0 {
			done += math.Min(1, float64(times)/float64(of))
		}
	}
	return done, total
}
