package goals

import (
	"fmt"
	"math"
	"slices"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// TrackOptions says how progress is judged.
type TrackOptions struct {
	AsOf          kpi.Date // periods that end after it are left out; 0: the end of the data's last period
	Level         float64  // confidence of the intervals, in (0, 1)
	MissingResets bool     // a period without data ends a streak; else it neither counts nor resets
}

// DefaultTrack returns 95 % intervals, and lets a missing period neither count
// nor reset.
func DefaultTrack() TrackOptions { return TrackOptions{Level: 0.95} }

// Validate reports the first option outside its range, as a usage fault.
func (o TrackOptions) Validate() error {
	return firstFault([]check{{o.Level > 0 && o.Level < 1, "level", fmt.Sprint(o.Level), "0 < level < 1"}})
}

// Track holds an agreed plan against data: the person's rows of the indicator,
// in whatever team. It decides from the data it is given alone, so a streak
// needs the periods it runs over in one run.
//
// Periods. One grain is followed, that of most of the person's rows since the
// start. The month that holds the start counts; a week or a quarter counts when
// it does not begin before the start (the start's month). A level due "by" a day
// inside a quarter is judged on that quarter.
//
// Milestones. By: met when a streak of Sustain periods is complete by the day;
// once the day has passed it stays met, missed or inconclusive. From: met when
// such a streak is complete among the periods that begin at From or later; it
// can still be met after a failure, so missed and inconclusive speak of the
// latest period. A met milestone stays met, but for one that holds a level from
// a day on without a streak to complete: that is met while it holds. A later
// period that fails is the caveat milestone.lost. A by-milestone that can no longer be completed in time
// is at risk.
//
// A draft is only pending, with the caveat progress.draft.
func Track(plan Plan, ds *kpi.Dataset, in *kpi.Indicator, opt TrackOptions) Progress {
	pr := Progress{Plan: plan, AsOf: opt.AsOf, Expected: math.NaN(), Way: math.NaN(), Status: Pending}
	if pr.AsOf == 0 {
		pr.AsOf = lastDay(ds)
	}
	if plan.Start == nil {
		for _, m := range plan.Milestones {
			pr.Steps = append(pr.Steps, Step{Milestone: m, Status: Pending})
		}
		pr.caveat("progress.draft", nil)
		return pr
	}
	t := follow(&pr, ds, in, opt)
	pr.Series = t.main
	pr.describe(t)
	pr.judge(t)
	pr.Signals = t.signals()
	return pr
}

// lastDay is the end of the data's last period that has a calendar.
func lastDay(ds *kpi.Dataset) (day kpi.Date) {
	for _, p := range ds.Periods {
		if p.Grain != kpi.Whole {
			day = max(day, p.End())
		}
	}
	return day
}

// trail is a plan's data: aligned series of its indicator and of those of its
// further conditions.
type trail struct {
	plan    Plan
	opt     TrackOptions
	asOf    kpi.Date
	grain   kpi.Grain
	periods []kpi.Period
	main    []Observed
	others  map[string][]Observed
	path    path
	in      *kpi.Indicator // nil: not known
	before  []Observed     // of the same grain, over before the first counted period
}

// follow reads the series off the data and notes what could not be used.
func follow(pr *Progress, ds *kpi.Dataset, in *kpi.Indicator, opt TrackOptions) *trail {
	plan := pr.Plan
	rows, found := readings(ds, plan.Employee.ID, plan.Indicator)
	if in == nil {
		in = found
	}
	t := &trail{plan: plan, opt: opt, asOf: pr.AsOf, grain: commonest(rows, *plan.Start), others: map[string][]Observed{}, in: in}
	t.periods = countedPeriods(*plan.Start, pr.AsOf, t.grain)
	t.path = newPath(plan, t.grain)
	t.main = t.series(pr, rows, in)
	t.addSpread()
	t.before = beforeStart(rows, firstCounted(*plan.Start, t.grain))
	pr.noteUnused(t, rows)
	for _, m := range plan.Milestones {
		for _, c := range m.Also {
			rows, found := readings(ds, plan.Employee.ID, c.Indicator)
			t.others[c.Indicator] = t.series(pr, rows, found)
			pr.noteCondition(c, t.others[c.Indicator])
		}
	}
	return t
}

func (t *trail) series(pr *Progress, rows []reading, in *kpi.Indicator) []Observed {
	series, torn := align(rows, t.periods, in, t.opt.Level)
	for _, p := range torn {
		pr.caveat("progress.two_values", kpi.Args{"period": p.String()})
	}
	return series
}

// leastSpread is how many periods before the plan say how much they go up and
// down by themselves.
const leastSpread = 3

// spread is half the width of the interval that the ups and downs of the periods
// behind the baseline give a single value (Student's t); 0: they say nothing.
func (t *trail) spread() float64 {
	s := t.plan.Standing
	if t.in == nil || s.kind(t.in) != asLevels || s.Periods < leastSpread || s.Grain != t.grain {
		return 0
	}
	return infer.StudentQuantile((1+t.opt.Level)/2, float64(s.Periods-1)) * s.SD.Float()
}

// addSpread gives values without an interval of their own the one of their
// spread: a value that lies as near to its level as it goes up and down anyway has
// not missed it.
func (t *trail) addSpread() {
	half := t.spread()
	for i := range t.main {
		if o := &t.main[i]; half > 0 && o.known() && math.IsNaN(o.Lo) {
			o.Lo, o.Hi = t.in.Clamp(rounded(o.Value-half)).Float(), t.in.Clamp(rounded(o.Value+half)).Float()
		}
	}
}

// verdicts judges every period of the trail by a milestone.
func (t *trail) verdicts(m Milestone) []verdict {
	list := make([]verdict, len(t.periods))
	for i, o := range t.main {
		list[i] = judge(o, m.Operator, m.Level)
		for _, c := range m.Also {
			list[i] = list[i].both(judge(t.others[c.Indicator][i], c.Operator, c.Level))
		}
	}
	return list
}

// describe sets the latest value, the line and the way gone.
func (pr *Progress) describe(t *trail) {
	at := len(t.periods) - 1
	if at < 0 {
		return
	}
	if pr.Latest = lastOf(t.main); pr.Latest != nil {
		at = slices.Index(t.periods, pr.Latest.Period)
	}
	if level, ok := t.path.at(t.periods[at].End()); ok {
		pr.Expected = level.Float()
	}
	if pr.Latest == nil {
		return
	}
	pr.noteLatest(t)
	if n := len(t.plan.Milestones); n > 0 {
		pr.Way = t.attained(t.plan.Milestones[n-1])
	}
}

// lastOf is the latest period with a value, nil without one.
func lastOf(list []Observed) *Observed {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].known() {
			return &list[i]
		}
	}
	return nil
}

// judge sets the steps and the plan's status: that of the first milestone that
// is neither met nor past its date, else of the last one.
func (pr *Progress) judge(t *trail) {
	current := -1
	for i, m := range t.plan.Milestones {
		step, passed := t.step(pr, m, current < 0)
		pr.Steps = append(pr.Steps, step)
		if !passed && current < 0 {
			current = i
		}
	}
	if current < 0 {
		current = len(pr.Steps) - 1
	}
	if current >= 0 {
		pr.Status = pr.Steps[current].Status
		pr.lookAhead(t, pr.Steps[current])
	}
}

func (pr *Progress) caveat(code string, args kpi.Args) {
	pr.Caveats = append(pr.Caveats, kpi.Caveat{Code: code, Args: args})
}
