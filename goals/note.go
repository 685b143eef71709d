package goals

import (
	"math"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// decimal writes the value of a period in machine form, "" without one.
func decimal(o Observed) string {
	d, err := kpi.FromFloat(o.Value)
	if err != nil {
		return ""
	}
	return d.String()
}

// noteUnused says which of the person's rows since the start could not be
// followed, and which periods are missing.
func (pr *Progress) noteUnused(t *trail, rows []reading) {
	first := firstCounted(*t.plan.Start, t.grain)
	var whole, other int
	for _, r := range rows {
		p := r.period
		switch {
		case !r.measure.Known():
		case p.Grain == kpi.Whole:
			whole++
		case p.Grain != t.grain && p.End() >= *t.plan.Start && p.End() <= t.asOf:
			other++
		case p.Grain == t.grain && p.Start < first.Start && p.End() >= *t.plan.Start:
			pr.caveat("progress.partial_period", kpi.Args{"period": p.String(), "start": t.plan.Start.String()})
		}
	}
	if whole > 0 {
		pr.caveat("progress.no_period", kpi.Args{"rows": itoa(whole)})
	}
	if other > 0 {
		pr.caveat("progress.mixed_grains", kpi.Args{"rows": itoa(other), "grain": t.grain.String()})
	}
	pr.noteMissing(t)
}

// noteMissing counts the periods without data before the latest one with data.
func (pr *Progress) noteMissing(t *trail) {
	last, missing, seen := -1, 0, 0
	first := ""
	for i, o := range t.main {
		if o.known() {
			last, missing = i, i-seen
			seen++
		} else if first == "" {
			first = t.periods[i].String()
		}
	}
	if missing > 0 {
		pr.caveat("progress.missing_periods", kpi.Args{"missing": itoa(missing), "periods": itoa(last + 1), "first": first})
	}
}

func (pr *Progress) noteCondition(c Condition, series []Observed) {
	for _, o := range series {
		if o.known() {
			return
		}
	}
	if len(series) > 0 {
		pr.caveat("progress.condition_no_data", kpi.Args{"kpi": c.Indicator})
	}
}

// noteLatest says that the latest value has no interval, or is worse than the
// baseline.
func (pr *Progress) noteLatest(t *trail) {
	o := *pr.Latest
	switch {
	case math.IsNaN(o.Lo):
		pr.caveat("progress.no_interval", kpi.Args{"period": o.Period.String()})
	case t.spread() > 0:
		pr.caveat("progress.spread_interval", kpi.Args{"periods": itoa(t.plan.Standing.Periods)})
	}
	if t.plan.NoBaseline {
		return
	}
	seen := o
	if t.in != nil { // the baseline was taken at the precision shown: compare at that
		if level, ok := Shown(o.Value, t.in); ok {
			seen.Measure = kpi.Value(level.Float())
		}
	}
	if v := judge(seen, OperatorFor(t.plan.Direction), t.plan.Baseline); !v.meets {
		code := "progress.below_baseline"
		if v.could {
			code = "progress.below_baseline_noise"
		}
		pr.caveat(code, kpi.Args{"period": o.Period.String(), "value": decimal(o), "baseline": t.plan.Baseline.String()})
	}
}

// noteMilestone says what a status alone does not.
func (pr *Progress) noteMilestone(t *trail, s stand) {
	m := s.milestone
	if day, _ := m.due(t.grain); m.By != nil && day != *m.By {
		pr.caveat("milestone.coarse", kpi.Args{"level": m.Level.String(), "by": m.By.String(), "due": day.String(), "grain": t.grain.String()})
	}
	last := lastKnown(s.all)
	if last < 0 {
		return
	}
	code, at := s.turn(last)
	if code == "" {
		return
	}
	args := kpi.Args{"level": m.Level.String(), "sustain": itoa(m.Sustain), "period": t.periods[at].String(), "value": decimal(t.main[at])}
	if code == "milestone.streak_broken" {
		args["length"] = itoa(s.run.length)
	}
	pr.caveat(code, args)
}

// turn is the code and the period of what happened beside the status: lost
// after it was met, reached after its day, or a streak that broke.
func (s stand) turn(last int) (code string, at int) {
	meets := s.all[last].meets
	if s.run.met >= 0 {
		if !meets && last > s.from+s.run.met {
			return "milestone.lost", last
		}
		return "", 0
	}
	switch {
	case meets && s.past && last >= s.to:
		return "milestone.late", last
	case s.run.broken >= 0 && s.run.streak == 0:
		return "milestone.streak_broken", s.from + s.run.broken
	}
	return "", 0
}
