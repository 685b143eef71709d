package goals

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// at is a part of a plan as a place.
func at(p Plan, part string) kpi.Origin { return kpi.Origin{File: p.ID, Sheet: part} }

func part(list string, i int) string { return list + "[" + itoa(i) + "]" }

func (l *linter) plan(p Plan) {
	l.planBase(p)
	l.planTarget(p)
	if len(p.Content.Causes) == 0 {
		l.report("cause.missing", at(p, "causes"), kpi.Args{"kpi": p.Indicator})
	}
	if len(p.Content.Actions) == 0 {
		l.report("action.missing", at(p, "actions"), kpi.Args{"kpi": p.Indicator})
	}
	l.planLevels(p)
	p = l.open([]Plan{p})[0]
	l.planCauses(p)
	l.planActions(p)
	l.planSpan(p)
	l.planResources(p)
	l.planWords(p)
}

// planBase checks what the target starts from and is measured against.
func (l *linter) planBase(p Plan) {
	name := kpi.Args{"kpi": p.Indicator}
	if strings.TrimSpace(p.Indicator) == "" {
		l.report("element.missing", at(p, "kpi"), kpi.Args{"element": "item"})
	}
	switch {
	case p.NoBaseline:
		l.report("base.missing", at(p, "baseline"), name)
	case p.BaselineN > 0 && p.BaselineN < l.MinN && !p.manyItems(l.MinN):
		l.report("base.too_few", at(p, "baseline"), kpi.Args{"n": itoa(p.BaselineN), "kpi": p.Indicator})
	}
	in := l.Catalogue.Get(p.Indicator)
	if p.Basis == BasisHeadroom || p.Basis == BasisExplicit && (in == nil || in.Standard == nil) {
		l.report("reference.missing", at(p, "reference"), name)
	}
}

// manyItems reports whether the baseline's number is that of its periods, each
// with many items behind it: covered lines, not cases.
func (p Plan) manyItems(least int) bool {
	return p.Standing != nil && p.Standing.Periods >= leastSpread && p.Standing.Trials.Float() >= float64(least)
}

// planTarget checks that there is a target, that it has a day, and that it
// speaks of the same work as its base.
func (l *linter) planTarget(p Plan) {
	if len(p.Milestones) == 0 {
		l.report("element.missing", at(p, "milestones"), kpi.Args{"element": "target"})
	}
	for i, m := range p.Milestones {
		if when(m.By, m.ByMonth)+when(m.From, m.FromMonth) == "" {
			l.report("deadline.missing", at(p, part("milestones", i)), kpi.Args{"kpi": p.Indicator, "level": m.Level.String()})
		}
	}
	if s := p.Content.Scope; s != nil {
		l.changed("scope.changed", at(p, "scope"), s.Baseline, s.Target)
		l.changed("unit.changed", at(p, "scope"), s.BaselinePer, s.TargetPer)
	}
}

func (l *linter) changed(rule string, at kpi.Origin, baseline, target string) {
	if baseline != "" && target != "" && !strings.EqualFold(strings.TrimSpace(baseline), strings.TrimSpace(target)) {
		l.report(rule, at, kpi.Args{"baseline": baseline, "target": target})
	}
}

// planLevels says of a plan for a person none of whose causes is that person's
// to act on.
func (l *linter) planLevels(p Plan) {
	for _, c := range p.Content.Causes {
		if now := c.Current(); levelOf(now.Code) == LevelIndividual || now.Code == "process.misunderstood" {
			return
		}
	}
	if len(p.Content.Causes) > 0 {
		now := p.Content.Causes[0].Current()
		l.report("cause.not_individual", at(p, "causes"), kpi.Args{"code": now.Code, "level": string(levelOf(now.Code))})
	}
}

// planCauses checks that causes stand on more than one source and are no
// verdicts on the person.
func (l *linter) planCauses(p Plan) {
	for i, c := range p.Content.Causes {
		l.cause(at(p, part("causes", i)), c.Current())
	}
}

func (l *linter) cause(at kpi.Origin, c Cause) {
	if !slices.Contains(l.causes, c.Code) {
		l.report("cause.not_in_taxonomy", at, kpi.Args{"code": c.Code, "known": strings.Join(l.causes, ", ")})
	}
	sources := map[Source]bool{}
	for _, e := range c.Evidence {
		sources[e.Source] = true
	}
	switch len(sources) {
	case 0:
		l.report("cause.no_evidence", at, kpi.Args{"code": c.Code})
	case 1:
		l.report("cause.one_source", at, kpi.Args{"code": c.Code, "source": string(c.Evidence[0].Source)})
	}
	if len(c.Whys) > maxWhys {
		l.report("cause.whys_long", at, kpi.Args{"count": itoa(len(c.Whys)), "limit": itoa(maxWhys)})
	}
	end := c.Hypothesis
	if n := len(c.Whys); n > 0 {
		end = c.Whys[n-1]
	}
	if trait := l.Phrases.first("trait", plainSigns(end)); trait != "" {
		l.report("cause.trait", at, kpi.Args{"word": trait})
	}
}

// maxWhys is the length of a chain of whys.
const maxWhys = 5

// planActions checks that actions are done by somebody, by a day, with something
// to do them with.
func (l *linter) planActions(p Plan) {
	for i, a := range p.Content.Actions {
		here := at(p, part("actions", i))
		task := kpi.Args{"task": a.Task}
		if strings.TrimSpace(a.Owner) == "" {
			l.report("action.no_owner", here, task)
		}
		if a.Due == nil && a.ToWeek == 0 && a.Lead == nil {
			l.report("action.no_due", here, task)
		}
		if len(a.Resources) == 0 && len(p.Content.Resources) == 0 {
			l.report("action.no_resource", here, task)
		}
		if a.Acceptance == nil {
			l.report("action.no_acceptance", here, task)
		}
	}
}

// maxTail is how many days may lie between the last action and the last milestone.
const maxTail = 28

// planSpan checks that the actions reach as far as the target, and that what is
// done once leaves room before it.
func (l *linter) planSpan(p Plan) {
	end, ok := p.lastDay()
	start := p.start()
	var last, once kpi.Date
	for _, a := range p.Content.Actions {
		_, due, dated := a.span(start)
		if !dated {
			continue
		}
		last = max(last, due)
		if a.Recurrence == nil {
			once = max(once, due)
		}
	}
	if !ok || last == 0 {
		return
	}
	if end-last > maxTail {
		l.report("actions.end_early", at(p, "actions"), spanArgs(p, last, end))
	}
	if once >= end {
		l.report("calendar.no_buffer", at(p, "actions"), spanArgs(p, once, end))
	}
}

// spanArgs are the days of an agreed plan, of a draft the plan weeks.
func spanArgs(p Plan, last, end kpi.Date) kpi.Args {
	args := kpi.Args{"days": itoa(int(end - last))}
	if p.Start != nil {
		args["last"], args["target"] = last.String(), end.String()
		return args
	}
	week := func(d kpi.Date) string { return itoa(int(d-p.start())/7 + 1) }
	args["last_week"], args["target_week"] = week(last), week(end)
	return args
}

// start is the agreed start, before that the month after the data.
func (p Plan) start() kpi.Date {
	if p.Start != nil {
		return *p.Start
	}
	return kpi.PeriodOf(p.AsOf, kpi.Month).Next().Start
}

// lastDay is the day of the last milestone.
func (p Plan) lastDay() (day kpi.Date, ok bool) {
	for _, m := range p.Milestones {
		m.date(p.start())
		for _, d := range []*kpi.Date{m.From, m.By} {
			if d != nil {
				day, ok = max(day, *d), true
			}
		}
	}
	return day, ok
}

func (l *linter) planResources(p Plan) {
	check := func(here kpi.Origin, r Resource) {
		if !r.HROnly && l.Phrases.has("confidential", r.Name) {
			l.report("resource.not_confidential", here, kpi.Args{"name": r.Name})
		}
		if r.Status == Missing {
			l.report("resource.lacking", here, kpi.Args{"name": r.Name})
		}
	}
	for i, r := range p.Content.Resources {
		check(at(p, part("resources", i)), r)
	}
	for i, a := range p.Content.Actions {
		for _, r := range a.Resources {
			if a.HROnly {
				r.HROnly = true
			}
			check(at(p, part("actions", i)), r)
		}
	}
}

// planWords holds the texts of a plan against the rules for sentences; the
// employee's own comment is nobody's to correct.
func (l *linter) planWords(p Plan) {
	say := func(where, text string) {
		for _, s := range cut(Sentence{Text: text, Origin: at(p, where)}) {
			l.words(s)
		}
	}
	for i, c := range p.Content.Causes {
		now := c.Current()
		say(part("causes", i), now.Hypothesis)
		for _, w := range now.Whys {
			say(part("causes", i), w)
		}
		for _, e := range now.Evidence {
			say(part("causes", i), e.Text)
		}
	}
	for i, a := range p.Content.Actions {
		for _, text := range []string{a.Task, a.Method, a.Deliverable} {
			say(part("actions", i), text)
		}
		if a.Acceptance != nil {
			say(part("actions", i), a.Acceptance.Text)
		}
	}
	for i, e := range p.Content.Evidence {
		say(part("evidence", i), e.Text)
	}
}
