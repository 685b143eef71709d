package goals

import (
	"fmt"
	"math"
	"slices"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// BaselineKind says what the comparison of a plan starts from.
type BaselineKind string

// The kinds. Selected: the periods for whose poor figures the person was chosen;
// part of them is bad luck that goes away by itself, so no effect is read off them.
const (
	BaselineFresh    BaselineKind = "fresh" // after the flag and before the start
	BaselineSelected BaselineKind = "selected"
	BaselineNone     BaselineKind = "none"
)

// Evaluation is a plan held against what would have been expected without it.
// It names no outcome: that is for people to decide and to record.
type Evaluation struct {
	Progress   Progress
	Attainment float64 // share of the way to the last level gone by the latest value; NaN when not known
	Met        bool    // the last milestone is met

	Before, After Stretch // the person's, before the start and in the last three months
	Baseline      BaselineKind
	Movement      float64        // of the colleagues meanwhile, in the indicator's unit; NaN without a group
	Expected      infer.Estimate // the value after without any plan, with the interval of a single value; NaN without a group

	Effect        *PlanEffect  // nil: not assessable; nobody may speak of an effect then
	NotAssessable []kpi.Caveat // why
	Failures      []Failure    // of a plan that is not met by its last day, the main one first
	Secondary     []Improvement
	Caveats       []kpi.Caveat
}

// PlanEffect is the difference in differences: the person's change less that of
// the colleagues, positive is better.
type PlanEffect struct {
	Estimate   infer.Estimate
	P          float64   // one-sided, that chance and the colleagues' own ups and downs make it
	Colleagues int       // in the comparison
	Rank       int       // place of the person's among everybody's differences, 1 is the best
	Placebos   []float64 // the same of each colleague, as if the plan had been theirs; best first
	Worked     bool      // P ≤ 5 % and better than expected without a plan
}

// EvaluateOptions says what a plan is held against.
type EvaluateOptions struct {
	AsOf     kpi.Date // 0: the end of the data's last period
	Level    float64  // confidence of the intervals, in (0, 1)
	Least    int      // fewest colleagues of a comparison, ≥ 3
	WithPlan []string // ids of colleagues with plans for the indicator: no comparison
	Peers    *Peers   // to tell a target that was too hard; nil: what the plan says of it
}

// DefaultEvaluate returns 95 % intervals and four colleagues.
func DefaultEvaluate() EvaluateOptions { return EvaluateOptions{Level: 0.95, Least: 4} }

// Validate reports the first option outside its range, as a usage fault.
func (o EvaluateOptions) Validate() error {
	return firstFault([]check{
		{o.Level > 0 && o.Level < 1, "level", fmt.Sprint(o.Level), "0 < level < 1"},
		{o.Least >= 3, "least", itoa(o.Least), "≥ 3"},
	})
}

// Evaluate holds an agreed plan against the data: was it met, what would the
// person's value be without any plan, and how much more than the colleagues did
// the person change?
//
// Without a plan the person is expected where a fresh baseline stands, and from
// figures that the person was chosen for at their shrunk value, moved as the
// colleagues moved. The effect is the change from a fresh
// baseline less the colleagues' (normal random effects of their changes, so that
// people's own ups and downs widen the interval; Student's t with their number
// less one). It is refused without a fresh baseline and without a group.
func Evaluate(plan Plan, ds *kpi.Dataset, in *kpi.Indicator, opt EvaluateOptions) Evaluation {
	track := DefaultTrack()
	track.AsOf, track.Level = opt.AsOf, opt.Level
	ev := Evaluation{Progress: Track(plan, ds, in, track), Attainment: math.NaN(), Baseline: BaselineNone, Movement: math.NaN(),
		Expected: infer.Estimate{Value: math.NaN(), Lo: math.NaN(), Hi: math.NaN(), Level: opt.Level},
		Before:   Stretch{Value: math.NaN()}, After: Stretch{Value: math.NaN()}}
	if n := len(ev.Progress.Steps); n > 0 {
		last := ev.Progress.Steps[n-1]
		ev.Attainment, ev.Met = last.Attained, last.Status == Met
	}
	if plan.Start == nil {
		ev.refuse("evaluation.not_agreed", nil)
		return ev
	}
	opt.AsOf = ev.Progress.AsOf
	c := ev.compare(plan, ds, in, opt)
	ev.Secondary = secondary(plan, ds, c.windows)
	ev.classify(in, opt)
	return ev
}

func (ev *Evaluation) refuse(code string, args kpi.Args) {
	ev.NotAssessable = append(ev.NotAssessable, kpi.Caveat{Code: code, Args: args})
}

// windows are the days of the stretches: [Before, Until) and [From, End).
type windows struct{ before, until, from, end kpi.Date }

// comparison is the person and the colleagues over the same windows.
type comparison struct {
	windows
	in            *kpi.Indicator
	before, after []Stretch // the person's first
	wide          bool      // colleagues of other teams, for want of enough in the own one
}

// compare fills in what is expected without a plan, and the effect.
func (ev *Evaluation) compare(plan Plan, ds *kpi.Dataset, in *kpi.Indicator, opt EvaluateOptions) comparison {
	people := everybody(ds, selection{plan.Indicator, grainOf(ds, plan.Indicator), plan.earliest(), opt.AsOf + 1})
	me := slices.IndexFunc(people, func(s someone) bool { return s.employee.ID == plan.Employee.ID })
	c := comparison{in: in, windows: ev.chooseBaseline(plan, people, me, opt.AsOf)}
	if ev.Baseline == BaselineNone || ev.After.Periods == 0 {
		ev.refuse("evaluation.no_figures", nil)
		return c
	}
	c.addColleagues(people, me, plan, opt)
	ev.expect(c, opt)
	if ev.Baseline == BaselineSelected {
		ev.refuse("evaluation.no_fresh_baseline", kpi.Args{"start": plan.Start.String()})
	}
	return c
}

// earliest is the first day of any figure that an evaluation looks at.
func (plan Plan) earliest() kpi.Date {
	day := min(*plan.Start, plan.AsOf+1).AddMonths(-stretchMonths - 1)
	if plan.AsOf == 0 {
		day = plan.Start.AddMonths(-stretchMonths - 1)
	}
	if plan.Since > 0 {
		day = min(day, plan.Since)
	}
	return day
}

// chooseBaseline sets the person's stretches: before from the periods between
// the flag and the start, else from those that the plan was drafted from.
func (ev *Evaluation) chooseBaseline(plan Plan, people []someone, me int, asOf kpi.Date) windows {
	first := firstCounted(*plan.Start, ev.grain(people, me)).Start
	w := windows{until: first, from: max(first, (asOf + 1).AddMonths(-stretchMonths)), end: asOf + 1}
	w.before = first.AddMonths(-stretchMonths)
	if me < 0 {
		return w
	}
	ev.After = people[me].between(w.from, w.end)
	if plan.AsOf > 0 {
		w.before = plan.AsOf + 1
		if ev.Before = people[me].between(w.before, w.until); ev.Before.Periods > 0 {
			ev.Baseline = BaselineFresh
			return w
		}
		w.before, w.until = (plan.AsOf + 1).AddMonths(-stretchMonths), min(first, plan.AsOf+1)
		if plan.Since > 0 {
			w.before = plan.Since
		}
	}
	if ev.Before = people[me].between(w.before, w.until); ev.Before.Periods > 0 {
		ev.Baseline = BaselineSelected
	}
	return w
}

func (ev *Evaluation) grain(people []someone, me int) kpi.Grain {
	if me < 0 {
		return kpi.Month
	}
	return people[me].list[0].Period.Grain
}

// addColleagues takes the team's members with figures in both windows, everybody
// else's where the team has too few, without those who have plans of their own.
func (c *comparison) addColleagues(people []someone, me int, plan Plan, opt EvaluateOptions) {
	for _, wide := range []bool{false, true} {
		c.wide = wide
		c.before = []Stretch{people[me].between(c.windows.before, c.until)}
		c.after = []Stretch{people[me].between(c.from, c.end)}
		for i, s := range people {
			if i == me || slices.Contains(opt.WithPlan, s.employee.ID) || !wide && s.team != plan.Team {
				continue
			}
			b, a := s.between(c.windows.before, c.until), s.between(c.from, c.end)
			if b.Periods > 0 && a.Periods > 0 {
				c.before, c.after = append(c.before, b), append(c.after, a)
			}
		}
		if len(c.before) > opt.Least {
			return
		}
	}
}
