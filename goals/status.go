package goals

// stand is everything that a milestone's status is decided from.
type stand struct {
	milestone Milestone
	all       []verdict // every counted period
	from, to  int       // those that may count towards the milestone: all[from:to]
	run       run       // along them
	past      bool      // the day on which the level is first asked for has come
	inTurn    bool      // every milestone before is met or past
	left      int       // periods that can still come to count; -1: no end
}

// step decides one milestone. passed tells that it is met or past its day, so
// that the next one is in turn.
func (t *trail) step(pr *Progress, m Milestone, inTurn bool) (step Step, passed bool) {
	s := t.stand(m, inTurn)
	step = Step{Milestone: m, Status: s.status(t), Streak: s.run.streak, Best: s.run.best}
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
	s.run = walk(s.all[s.from:s.to], max(1, m.Sustain), t.opt.MissingResets)
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
	case s.left >= 0 && s.run.streak+s.left < s.milestone.Sustain:
		return AtRisk
	case s.run.streak > 0:
		return Sustained
	case s.past:
		return s.whileOpen()
	}
	return s.onLine(t)
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
	need := s.milestone.Sustain
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

// whileOpen is the status of a from-milestone whose level is asked for already
// and not met in the latest period: never reached yet, or the streak broke.
func (s stand) whileOpen() Status {
	could := s.all[len(s.all)-1].could
	switch {
	case s.run.best == 0 && could:
		return Inconclusive
	case s.run.best == 0:
		return Missed
	case could:
		return OnTrack
	}
	return AtRisk
}

// onLine holds the latest period against the expected line: behind it only when
// the favourable end of the interval is, too.
func (s stand) onLine(t *trail) Status {
	last := len(t.periods) - 1
	level, ok := t.path.at(t.periods[last].End())
	if !ok {
		return Pending
	}
	if judge(t.main[last], s.milestone.Operator, level).could {
		return OnTrack
	}
	return AtRisk
}

func lastKnown(list []verdict) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].known {
			return i
		}
	}
	return -1
}
