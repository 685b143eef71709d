package analysis

import (
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Team is the unit of the analysis: the rows of one team. Teams share nothing
// that is written, so they can be scored in parallel or as they arrive.
type Team struct {
	data *kpi.Dataset
	span kpi.Span
	cal  *calendar
	x    []float64 // month ordinal by period index
	opt  Options
}

// family is the people of one indicator in one team.
type family struct {
	in       *kpi.Indicator
	people   []person
	now      []verdict // against the rest, in the window
	standard []verdict // against the standard; nil without one
	judged   int
	kept     infer.RateSpread // sums over the members with whole counts
}

// person is one employee's rows of the family's indicator.
type person struct {
	id          int32 // into the dataset's employees
	span        kpi.Span
	now, before pool
}

// Score compares the team's people on every indicator. The gaps are sorted by
// indicator id and employee id, the summaries by indicator id.
func (t Team) Score() ([]Gap, []Summary) {
	var families []family
	for _, run := range kpi.Runs(t.data.Indicator, t.span) {
		if f := t.gather(run); len(f.people) > 0 {
			families = append(families, f)
		}
	}
	prior := t.judge(families, beforeOf)
	current := t.judge(families, nowOf)
	var gaps []Gap
	var summaries []Summary
	for i := range families {
		f := &families[i]
		f.now, f.standard = current.rest[i], current.standard[i]
		for _, v := range f.now {
			if v.judged {
				f.judged++
			}
		}
		scored := t.state(f, prior.rest[i], prior.standard[i])
		summaries = append(summaries, t.summarise(f, scored))
		gaps = append(gaps, scored...)
	}
	return gaps, summaries
}

// gather pools the rows of one indicator by person. People without a row in
// the window are left out: they are not, or no longer, measured here.
func (t Team) gather(run kpi.Span) family {
	f := family{in: t.data.Indicators[t.data.Indicator[run.From]]}
	for _, rows := range kpi.Runs(t.data.Employee, run) {
		p := person{id: t.data.Employee[rows.From], span: rows}
		for i := rows.From; i < rows.To; i++ {
			switch t.cal.slots[t.data.Period[i]] {
			case now:
				p.now.add(t.data.Measure(i))
			case before:
				p.before.add(t.data.Measure(i))
			}
		}
		if p.now.rows > 0 {
			f.people = append(f.people, p)
		}
	}
	return f
}

func nowOf(p *person) *pool    { return &p.now }
func beforeOf(p *person) *pool { return &p.before }

// verdicts are those of every family of a team in one window.
type verdicts struct{ rest, standard [][]verdict }

func (t Team) judge(families []family, window func(*person) *pool) verdicts {
	v := verdicts{make([][]verdict, len(families)), make([][]verdict, len(families))}
	for i := range families {
		f := &families[i]
		v.rest[i] = t.judgeRest(f, window)
		gradeFamily(v.rest[i], t.opt.FDR)
		if f.in.Standard != nil {
			v.standard[i] = t.judgeStandard(f, window)
			gradeFamily(v.standard[i], t.opt.FDR)
		}
	}
	confirmSerious(v.rest, t.opt.FDR)
	confirmSerious(v.standard, t.opt.FDR)
	return v
}

// judgeRest tests everybody with enough trials against the rest of the team,
// which also holds those with few; without enough judged people nobody is.
func (t Team) judgeRest(f *family, window func(*person) *pool) []verdict {
	out := make([]verdict, len(f.people))
	var team infer.RateSpread
	able := 0
	for i := range f.people {
		p := window(&f.people[i])
		out[i] = unjudged(ReasonTooFew)
		if !p.binomial(f.in) {
			if len(p.levels) > 0 {
				out[i] = unjudged("")
			}
			continue
		}
		team = team.Add(p.x.Float(), p.n.Float())
		if p.size(f.in) >= t.opt.MinN {
			able++
		}
	}
	if able < t.opt.MinTeam {
		return out
	}
	for i := range f.people {
		p := window(&f.people[i])
		if p.binomial(f.in) && p.size(f.in) >= t.opt.MinN {
			x, n := p.x.Float(), p.n.Float()
			out[i] = againstRest(f.in, x, n, team.Without(x, n))
		}
	}
	return out
}

func (t Team) judgeStandard(f *family, window func(*person) *pool) []verdict {
	out := make([]verdict, len(f.people))
	for i := range f.people {
		p := window(&f.people[i])
		out[i] = unjudged(ReasonTooFew)
		if len(p.levels) > 0 {
			out[i] = againstStandard(f.in, p, t.opt)
		}
	}
	return out
}
