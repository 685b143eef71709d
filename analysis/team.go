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
	grain    kpi.Grain
	others   int // rows of the window that have another grain and are left out
	people   []person
	now      []verdict // against the rest, in the window
	standard []verdict // against the standard; nil without one
	kind     sample    // what the window's evidence is
	judged   int
	kept     infer.RateSpread // sums over the members with whole counts
}

// pools are the people's data in the window.
func (f *family) pools() []*pool { return f.poolsIn(nowOf) }

func (f *family) poolsIn(window func(*person) *pool) []*pool {
	pools := make([]*pool, len(f.people))
	for i := range f.people {
		pools[i] = window(&f.people[i])
	}
	return pools
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
		f.now, f.standard, f.kind = current.rest[i], current.standard[i], sampleOf(f.in, f.pools())
		for _, v := range f.now {
			if v.judged {
				f.judged++
			}
		}
		if scored := t.state(f, prior.rest[i], prior.standard[i]); len(scored) > 0 {
			summaries = append(summaries, t.summarise(f, scored))
			gaps = append(gaps, scored...)
		}
	}
	findDrivers(gaps)
	return gaps, summaries
}

// gather pools the rows of one indicator by person, those of one grain: a month
// and its quarter hold the same figures. People who have a row in neither window
// are left out; those with one in the window before only are part of its team.
func (t Team) gather(run kpi.Span) family {
	f := family{in: t.data.Indicators[t.data.Indicator[run.From]]}
	f.grain, f.others = t.grainOf(run)
	for _, rows := range kpi.Runs(t.data.Employee, run) {
		p := person{id: t.data.Employee[rows.From], span: rows}
		for i := rows.From; i < rows.To; i++ {
			at := t.data.Period[i]
			if t.data.Periods[at].Grain != f.grain {
				continue
			}
			switch t.cal.slots[at] {
			case now:
				p.now.add(at, t.data.Measure(i))
			case before:
				p.before.add(at, t.data.Measure(i))
			}
		}
		if p.now.rows+p.before.rows > 0 {
			f.people = append(f.people, p)
		}
	}
	return f
}

// grainOf is the grain of most rows of the window, the finer one of equals,
// and the number of rows of other grains in it.
func (t Team) grainOf(run kpi.Span) (best kpi.Grain, others int) {
	var rows [kpi.Whole + 1]int
	all := 0
	for i := run.From; i < run.To; i++ {
		if at := t.data.Period[i]; t.cal.slots[at] == now {
			rows[t.data.Periods[at].Grain]++
			all++
		}
	}
	for g, n := range rows {
		if n > rows[best] {
			best = kpi.Grain(g)
		}
	}
	return best, all - rows[best]
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
			excuseTeam(v.standard[i], f.in, f.poolsIn(window))
		}
	}
	confirmSerious(v.rest, t.opt.FDR)
	confirmSerious(v.standard, t.opt.FDR)
	return v
}

func (t Team) judgeStandard(f *family, window func(*person) *pool) []verdict {
	out, values := make([]verdict, len(f.people)), make([]float64, len(f.people))
	for i := range f.people {
		values[i] = window(&f.people[i]).value()
	}
	sd := describe(values).sd
	for i := range f.people {
		p := window(&f.people[i])
		out[i] = unjudged(ReasonTooFew)
		if len(p.levels) > 0 {
			out[i] = againstStandard(f.in, p, sd, t.opt)
		}
	}
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
// than half of at least four members do. One member far behind makes no team.
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
	test := infer.OneSampleT(values, *in.Standard)
	short := in.Direction.Shortfall(infer.Median(values), *in.Standard)
	return worse(in, tails{test.Lower, test.Upper}) <= chanceP && short >= materialOf(in, *in.Standard, infer.SD(values))
}

// minTeamOfStandard is the fewest members of whom a team can be said to miss a
// standard.
const minTeamOfStandard = 4
