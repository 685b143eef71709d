package analysis

import (
	"iter"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// team is the unit of the analysis: the rows of one team. Teams share nothing
// that is written, so they can be scored in parallel or as they arrive.
type team struct {
	*scorer
	span kpi.Span
}

// family is the people of one indicator in one team.
type family struct {
	in       *kpi.Indicator
	grain    kpi.Grain
	window   Window
	others   int // rows of the window that have another grain and are left out
	people   []person
	nowAt    []*pool  // the people's data in the window
	beforeAt []*pool  // and in the window before
	now      verdicts // in the window
	before   verdicts // in the window before, as far as the findings of the window ask for it
	kind     sample   // what the window's evidence is
	judged   int
	rests    rests
	kept     infer.RateSpread // sums over the members with whole counts

	spread      within // of the window's periods, once it is known
	spreadKnown bool
}

// verdicts are those of a family in one window: against the rest, and against the
// standard; nil without one.
type verdicts struct{ rest, standard []verdict }

// person is one employee's rows of the family's indicator.
type person struct {
	id          int32 // into the dataset's employees
	span        kpi.Span
	now, before pool
}

// score compares the team's people on every indicator. The gaps are appended to
// gaps, sorted by indicator id and employee id; the summaries are sorted by
// indicator id.
func (t *team) score(gaps []Gap) ([]Gap, []Summary) {
	families := t.families[:0]
	for run := range runs(t.data.Indicator, t.span) {
		if f := t.gather(run); len(f.people) > 0 {
			families = append(families, f)
		}
	}
	t.families = families
	t.judge(families)
	first := len(gaps)
	var summaries []Summary
	for i := range families {
		f, at := &families[i], len(gaps)
		if gaps = t.state(f, gaps); len(gaps) == at {
			continue
		}
		s := t.summarise(f, gaps[at:])
		t.tally.count(&s, gaps[at:], t.opt.Rule)
		if !t.opt.Brief {
			summaries = append(summaries, s)
		}
	}
	if !t.opt.Brief {
		findDrivers(gaps[first:])
	}
	return gaps, summaries
}

// holdsFinding reports whether somebody is found.
func holdsFinding(vs []verdict) bool {
	for i := range vs {
		if vs[i].severity >= Credible {
			return true
		}
	}
	return false
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// runs cuts a span of series into the runs of equal value in col, in order: with col =
// Dataset.Team the teams, within a team with Dataset.Indicator its indicators.
func runs(col []int32, span kpi.Span) iter.Seq[kpi.Span] {
	return func(yield func(kpi.Span) bool) {
		for at := span.From; at < span.To; {
			end := at + 1
			for end < span.To && col[end] == col[at] {
				end++
			}
			if !yield(kpi.Span{From: at, To: end}) {
				return
			}
			at = end
		}
	}
}

// gather pools the rows of one indicator by person, those of one grain: a month
// and its quarter hold the same figures. People who have a row in neither window
// are left out; those with one in the window before only are part of its team.
func (t *team) gather(run kpi.Span) family {
	f := family{in: t.data.Indicators[t.data.Indicator[run.From]]}
	f.grain, f.others = t.grainOf(t.data.RowsOf(run))
	f.window = t.cal.grain[f.grain]
	f.people = t.people.take(run.Len())[:0]
	for s := run.From; s < run.To; s++ {
		p := person{id: t.data.Employee[s], span: t.data.Rows(s)}
		p.now.room(t.scratch, f.window.Periods)
		p.before.room(t.scratch, f.window.Periods)
		t.fill(&p, f.grain)
		if p.now.rows+p.before.rows > 0 {
			f.people = append(f.people, p)
		}
	}
	f.nowAt, f.beforeAt = t.pools.take(len(f.people)), t.pools.take(len(f.people))
	for i := range f.people {
		f.nowAt[i], f.beforeAt[i] = &f.people[i].now, &f.people[i].before
	}
	return f
}

// fill pools the person's rows of both windows.
func (t *team) fill(p *person, grain kpi.Grain) {
	for i := p.span.From; i < p.span.To; i++ {
		at := t.data.Period[i]
		if t.data.Periods[at].Grain != grain {
			continue
		}
		switch t.cal.slots[at] {
		case now:
			p.now.add(at, t.data.Measure(i))
		case before:
			p.before.add(at, t.data.Measure(i))
		}
	}
}

// grainOf is the grain of most rows of the window, the finer one of equals,
// and the number of rows of other grains in it.
func (t *team) grainOf(rows kpi.Span) (best kpi.Grain, others int) {
	var met [kpi.Whole + 1]int
	all := 0
	for i := rows.From; i < rows.To; i++ {
		if at := t.data.Period[i]; t.cal.slots[at] == now {
			met[t.data.Periods[at].Grain]++
			all++
		}
	}
	for g, n := range met {
		if n > met[best] {
			best = kpi.Grain(g)
		}
	}
	return best, all - met[best]
}

// judge judges everybody in both windows.
func (t *team) judge(families []family) {
	rest, standard := t.lists.take(len(families)), t.lists.take(len(families))
	for i := range families {
		f := &families[i]
		f.now = verdicts{t.judgeRest(f, f.nowAt, func(int) question { return matter }), t.judgeStandard(f.in, f.nowAt)}
		gradeFamily(f.now.rest, t.opt.FDR)
		rest[i], standard[i] = f.now.rest, f.now.standard
	}
	confirmSerious(rest, t.opt.FDR)
	confirmSerious(standard, t.opt.FDR)
	for i := range families {
		f := &families[i]
		f.before = verdicts{t.judgeBefore(f), t.judgeStandard(f.in, f.beforeAt)}
		confirm(f.now.rest, f.before.rest, t.opt.FDR)
		confirm(f.now.standard, f.before.standard, t.opt.FDR)
		f.kind = sampleOf(f.in, f.nowAt)
		for k := range f.now.rest {
			f.judged += count(f.now.rest[k].judged)
		}
	}
}

// judgeBefore judges the window before against the rest. It is asked who was judged,
// and of those who are found now, what bears that out: of the others no more than
// that takes.
func (t *team) judgeBefore(f *family) []verdict {
	if !holdsFinding(f.now.rest) {
		return t.judgeRest(f, f.beforeAt, nil)
	}
	asking := func(others question) []verdict {
		return t.judgeRest(f, f.beforeAt, func(i int) question {
			if f.now.rest[i].severity >= Credible {
				return matter
			}
			return others
		})
	}
	vs := asking(whether)
	if !settle(vs, f.now.rest, t.opt.FDR) {
		vs = asking(chance)
		gradeFamily(vs, t.opt.FDR)
	}
	return vs
}

// judgeStandard judges and grades against the standard; nil without one.
func (t *team) judgeStandard(in *kpi.Indicator, pools []*pool) []verdict {
	if in.Standard == nil {
		return nil
	}
	out, values := t.verdicts.take(len(pools)), t.floats.take(len(pools))
	for i, p := range pools {
		values[i] = p.value()
	}
	sd := describe(values).sd
	for i, p := range pools {
		out[i] = unjudged(ReasonTooFew)
		if len(p.levels) > 0 {
			out[i] = againstStandard(in, p, sd, t.opt)
		}
	}
	gradeFamily(out, t.opt.FDR)
	excuseTeam(out, in, pools)
	return out
}

// excuseTeam lowers findings against a standard to watch when the whole team
// misses it: that is a matter of the team or the process, not of one person.
func excuseTeam(vs []verdict, in *kpi.Indicator, pools []*pool) {
	if !teamMisses(in, pools) {
		return
	}
	for i := range vs {
		if vs[i].severity >= Credible {
			vs[i].severity, vs[i].reason = Watch, ReasonTeam
		}
	}
}

// teamMisses tests the members' values against the standard (one-sided t at 5 %):
// the team misses it when the mean does so credibly and by what matters, and more
// than half of at least four members do. One member far behind makes no team. Values
// that do not differ at all leave no doubt.
func teamMisses(in *kpi.Indicator, pools []*pool) bool {
	if in.Standard == nil {
		return false
	}
	var values []float64
	missing := 0
	for _, p := range pools {
		if v := p.value(); len(p.levels) > 0 {
			values = append(values, v)
			if in.Direction.Shortfall(v, *in.Standard) > 0 {
				missing++
			}
		}
	}
	if len(values) < minTeamOfStandard || 2*missing <= len(values) {
		return false
	}
	test, sd := infer.OneSampleT(values, *in.Standard), infer.SD(values)
	short := in.Direction.Shortfall(infer.Median(values), *in.Standard)
	return (sd == 0 || worse(in.Direction, tails{test.Lower, test.Upper}) <= chanceP) && short >= materialOf(in, *in.Standard, sd)
}

// minTeamOfStandard is the fewest members of whom a team can be said to miss a
// standard.
const minTeamOfStandard = 4
