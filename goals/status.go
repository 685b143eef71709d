package goals

import (
	"math"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// stand is everything that a milestone's status is decided from.
type stand struct {
	milestone Milestone
	all       []verdict // every counted period
	from, to  int       // those that may count towards the milestone: all[from:to]
	run       run       // along them
	past      bool      // the day on which the level is first asked for has come
	inTurn    bool      // every milestone before is met or past
	left      int       // periods that can still come to count; -1: no end
	half      bool      // half of the way to the level is gone
}

// step decides one milestone. passed tells that it is met or past its day, so
// that the next one is in turn.
func (t *trail) step(pr *Progress, m Milestone, inTurn bool) (step Step, passed bool) {
	s := t.stand(m, inTurn)
	step = Step{Milestone: m, Streak: s.run.streak, Best: s.run.best, Attained: t.attained(m)}
	s.half = t.halfWay(m)
	step.Status = s.status(t)
	if i := lastKnown(s.all); i >= 0 {
		step.Reached, step.Credible = s.all[i].meets, s.all[i].sure
	}
	pr.noteMilestone(t, s)
	return step, step.Status == Met || s.past
}

func (t *trail) stand(m Milestone, inTurn bool) stand {
	s := stand{milestone: m, all: t.verdicts(m), inTurn: inTurn, left: -1}
	for s.from < len(t.periods) && !m.holds(t.periods[s.from]) {
		s.from++
	}
	s.to = s.from
	for s.to < len(t.periods) && m.holds(t.periods[s.to]) {
		s.to++
	}
	s.run = walk(s.all[s.from:s.to], m, t.opt.MissingResets)
	if day, ok := m.due(t.grain); ok {
		s.past = t.asOf >= day
	}
	if m.By != nil {
		s.left = t.left(m)
	}
	return s
}

// left counts the periods after the last one that may still count.
func (t *trail) left(m Milestone) (n int) {
	p := firstCounted(*t.plan.Start, t.grain)
	if len(t.periods) > 0 {
		p = t.periods[len(t.periods)-1].Next()
	}
	for day, _ := m.due(t.grain); p.End() <= day; p = p.Next() {
		if m.holds(p) {
			n++
		}
	}
	return n
}

func (s stand) status(t *trail) Status {
	switch {
	case s.run.met >= 0 && !s.lost():
		return Met
	case len(t.periods) == 0:
		return Pending
	case s.past && s.milestone.By != nil:
		return s.afterDay()
	}
	return s.whileCounting(t)
}

// whileCounting is the status while further periods can count.
func (s stand) whileCounting(t *trail) Status {
	switch {
	case !s.inTurn && s.run.streak == 0:
		return Pending
	case !s.all[len(s.all)-1].known:
		return NoData
	case !s.canBeMet(t):
		return AtRisk
	case s.run.streak > 0:
		return Sustained
	case s.past:
		return s.whileOpen(t)
	}
	return s.onLine(t)
}

// canBeMet reports whether the streak would be complete in time if every period
// that can still come met.
func (s stand) canBeMet(t *trail) bool {
	if s.left < 0 {
		return true
	}
	list := slices.Clone(s.all[s.from:s.to])
	for range min(s.left, s.milestone.span()) {
		list = append(list, verdict{known: true, meets: true})
	}
	return walk(list, s.milestone, t.opt.MissingResets).met >= 0
}

// lost tells that a level which is to be held from a day on, with no streak to
// complete, is not met in the latest period: one lucky month has not met it for
// good.
func (s stand) lost() bool {
	m := s.milestone
	last := lastKnown(s.all)
	return m.From != nil && m.By == nil && m.Sustain <= 1 && last >= s.from && !s.all[last].meets
}

// afterDay is the status of a by-milestone whose day has passed: the last
// periods that its streak asked for decide. The due period without data leaves
// it open.
func (s stand) afterDay() Status {
	list := s.all[s.from:s.to]
	if len(list) == 0 || !list[len(list)-1].known {
		return NoData
	}
	if s.milestone.Of > 0 {
		if walk(hopeful(list), s.milestone, false).met < 0 {
			return Missed
		}
		return Inconclusive
	}
	need := s.milestone.sustain()
	for i := len(list) - 1; i >= 0 && need > 0; i-- {
		if !list[i].known {
			continue
		}
		if need--; !list[i].could {
			return Missed
		}
	}
	return Inconclusive
}

// hopeful takes every period at the favourable end of its interval.
func hopeful(list []verdict) []verdict {
	list = slices.Clone(list)
	for i := range list {
		list[i].meets = list[i].could
	}
	return list
}

// whileOpen is the status of a from-milestone whose level is asked for already
// and not met in the latest period: the streak broke, or it was never reached.
func (s stand) whileOpen(t *trail) Status {
	switch could := s.all[len(s.all)-1].could; {
	case s.run.best == 0:
		return s.neverReached(t)
	case could:
		return OnTrack
	}
	return AtRisk
}

// neverReached decides by all the periods since the level is asked for, so that
// it does not stay open for months: missed when even the favourable end of what
// they show together is worse, or when that many periods in a row below the level
// would be rare if the true level were there. In the first period, and while
// that is undecided, half of the way gone is at risk rather than missed: the
// level can still be reached with other actions.
func (s stand) neverReached(t *trail) Status {
	list := t.main[s.from:]
	known := slices.DeleteFunc(slices.Clone(list), func(o Observed) bool { return !o.known() })
	decided := !t.pooledCould(s.milestone, known) || len(s.milestone.Also) == 0 && t.rareBelow(s.milestone, known)
	switch {
	case s.half && (len(known) <= 1 || !decided):
		return AtRisk
	case decided:
		return Missed
	}
	return Inconclusive
}

// pooledCould reports whether the favourable end of the periods' common
// interval meets the level; of a compound target, whether the latest period of
// the further conditions leaves it possible.
func (t *trail) pooledCould(m Milestone, known []Observed) bool {
	all := stretchOf(known)
	if all.Periods == 0 {
		return true
	}
	measure := kpi.Value(all.Value)
	if all.Trials > 0 {
		measure = kpi.Counts(all.Events, all.Trials)
	}
	o := observe(all.To, measure, t.in, t.opt.Level)
	if half := t.spread() / math.Sqrt(float64(all.Periods)); half > 0 && math.IsNaN(o.Lo) {
		o.Lo, o.Hi = o.Value-half, o.Value+half
	}
	v := judge(o, m.Operator, m.Level)
	if len(m.Also) > 0 {
		at := slices.Index(t.periods, all.To)
		for _, c := range m.Also {
			v = v.both(judge(t.others[c.Indicator][at], c.Operator, c.Level))
		}
	}
	return v.could
}

// rareBelow reports whether none of these periods meeting the level has less
// than the intervals' one-sided error when the true level is the milestone's: by
// the binomial or Poisson of each period, else a half each.
func (t *trail) rareBelow(m Milestone, known []Observed) bool {
	p := 1.0
	for _, o := range known {
		below := 0.5
		if s := (&Standing{Events: o.Measure.Events, Trials: o.Measure.Trials, PerPeriod: o.Measure.Trials}); t.in != nil && s.kind(t.in) != asUnclear {
			below = 1 - forecaster{t.in, s, s.kind(t.in)}.meets(m, m.Level.Float(), 0)
		}
		p *= below
	}
	return p <= (1-t.opt.Level)/2
}

// halfWay reports whether the latest value has gone half of the way to the
// milestone's level.
func (t *trail) halfWay(m Milestone) bool {
	last := lastOf(t.main)
	return last != nil && !t.plan.NoBaseline && judge(*last, m.Operator, (t.plan.Baseline+m.Level)/2).meets
}

// attained is the share of the way from the baseline to the milestone's level
// that the latest value has gone.
func (t *trail) attained(m Milestone) float64 {
	last := lastOf(t.main)
	way := m.Level - t.plan.Baseline
	if last == nil || t.plan.NoBaseline || way == 0 {
		return math.NaN()
	}
	return (last.Value - t.plan.Baseline.Float()) / way.Float()
}

// onLine holds the latest period against the expected line: behind it only when
// the favourable end of the interval is, too.
func (s stand) onLine(t *trail) Status {
	last := len(t.periods) - 1
	level, ok := t.path.at(t.periods[last].End())
	if !ok {
		return Pending
	}
	if !judge(t.main[last], s.milestone.Operator, level).could {
		return AtRisk
	}
	if f := t.forecast(s.milestone); f != nil && f.Word == Unlikely {
		return AtRisk
	}
	return OnTrack
}

func lastKnown(list []verdict) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].known {
			return i
		}
	}
	return -1
}
