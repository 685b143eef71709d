package analysis

import (
	"math"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// sample is what the evidence about the people of a family consists of; it
// decides the test.
type sample uint8

const (
	nothing  sample = iota // no values
	draws                  // events of independent trials: exact test given the margins
	exposure               // events in an exposure: conditional binomial
	periods                // several values a person: their periods are the sample
	singles                // one value a person: the others' values are the sample
)

// sampleOf tells what the family's window holds. Where some have counts and
// others only values, the counts are the sample and the others are not judged.
func sampleOf(in *kpi.Indicator, pools []*pool) sample {
	s := nothing
	for _, p := range pools {
		switch {
		case p.binomial(in):
			return draws
		case p.poisson(in):
			return exposure
		case len(p.levels) > 1:
			s = periods
		case len(p.levels) == 1 && s == nothing:
			s = singles
		}
	}
	return s
}

// judgeRest compares everybody who has enough data with the rest of the team,
// which also holds those who have not; without enough able people nobody is judged.
//
// The verdicts say no more of person i than ask(i), where more takes time; with no
// ask, no more than whether.
func (t *team) judgeRest(f *family, pools []*pool, ask func(i int) question) []verdict {
	kind := sampleOf(f.in, pools)
	able, out := t.flags.take(len(pools)), t.verdicts.take(len(pools))
	for i, p := range pools {
		able[i], out[i] = t.able(f.in, kind, p), unjudged(ReasonTooFew)
		if (kind == draws || kind == exposure) && len(p.levels) > 0 && !p.binomial(f.in) && !p.poisson(f.in) {
			out[i] = unjudged("") // values without usable counts beside others' counts
		}
	}
	for _, g := range t.groupsOf(f, pools, able) {
		if countAble(g.members, able) >= t.opt.MinTeam {
			g.judgeAll(g.judge(f, kind, ask == nil), able, out, ask)
		}
	}
	return out
}

// question is what is asked about a person; each asks what those before it do, too.
type question uint8

const (
	whether question = iota // judged at all?
	chance                  // p
	matter                  // pNeed and pSerious: does the gap matter?
)

// judgement answers a question about person i of a group.
type judgement func(i int, q question) verdict

// judgeAll compares the able people of a group with the group's others.
func (g *group) judgeAll(judge judgement, able []bool, out []verdict, ask func(i int) question) {
	for k, i := range g.members {
		if able[i] && g.judges(k) {
			q := whether
			if ask != nil {
				q = ask(i)
			}
			out[i] = judge(k, q)
			out[i].group = g
		}
	}
}

// able reports whether there is enough data on a person to judge them.
func (t *team) able(in *kpi.Indicator, kind sample, p *pool) bool {
	switch kind {
	case draws:
		return p.binomial(in) && p.size(in) >= t.opt.MinN
	case exposure:
		return p.poisson(in) && p.size(in) >= t.opt.MinN
	case periods:
		return len(p.levels) >= t.opt.MinPeriods
	case singles:
		return len(p.levels) == 1
	}
	return false
}

// judge prepares what a group shares and returns the comparison of its people.
func (g *group) judge(f *family, kind sample, lightly bool) judgement {
	switch kind {
	case draws, exposure:
		if lightly {
			return see
		}
		if kind == draws {
			return judgeDraws(f.in, g.pools)
		}
		return judgeExposure(f.in, g.pools)
	case periods:
		w := f.spreadWithin(g.pools)
		if lightly && w.sd > 0 {
			return see
		}
		return judgePeriods(f.in, g.pools, w)
	}
	return judgeSingles(f.in, g.pools)
}

// see is the judgement of which nobody asks more than whether there is one.
func see(int, question) verdict { return verdict{judged: true, p: nan} }

// newVerdict begins a verdict with what is seen: the shortfall of value against
// reference, and what would matter.
func newVerdict(in *kpi.Indicator, value, reference, material float64) verdict {
	return verdict{judged: true, reference: reference, shortfall: in.Direction.Shortfall(value, reference), material: material}
}

// believe fills in the probabilities that the true gap reaches what is needed:
// what matters and, where it is known, what the others differ by (tau).
func (v *verdict) believe(tau float64, beyond func(need float64) float64) {
	if !(tau > 0) {
		tau = 0
	}
	v.pNeed = beyond(math.Max(v.material, gapTau*tau))
	if v.p <= seriousP { // else it is not asked for
		v.pSerious = beyond(math.Max(v.material, seriousTau*tau))
	}
}

// judgeDraws: the one-sided exact mid-p of the person's events given the margins
// of person and rest, and Jeffreys' posterior of the person's own rate.
func judgeDraws(in *kpi.Indicator, pools []*pool) judgement {
	team := spreadOf(pools, func(p *pool) bool { return p.binomial(in) })
	margins := infer.NewMargins(team.X, team.N)
	return func(i int, q question) verdict {
		if q == whether {
			return see(i, q)
		}
		x, n := pools[i].x.Float(), pools[i].n.Float()
		rest := team.Without(x, n)
		v := newVerdict(in, x/n, rest.Pooled(), materialOf(in, rest.Pooled(), nan))
		v.p = worse(in.Direction, pair(margins.MidP(x, n)))
		if q == chance {
			return v
		}
		v.believe(rest.Tau(), func(need float64) float64 { return drawBeyond(in, x, n, v.reference, need) })
		return v
	}
}

// judgeExposure: the exact conditional binomial test of two Poisson rates and
// Jeffreys' posterior of the person's own rate. Its mid-p flags somebody in up to
// 5.8 % of equal teams, where draws stay below 5.
func judgeExposure(in *kpi.Indicator, pools []*pool) judgement {
	team := spreadOf(pools, func(p *pool) bool { return p.poisson(in) })
	return func(i int, q question) verdict {
		if q == whether {
			return see(i, q)
		}
		x, n := pools[i].x.Float(), pools[i].n.Float()
		rest := team.Without(x, n)
		v := newVerdict(in, x/n, rest.Pooled(), materialOf(in, rest.Pooled(), nan))
		v.p = worse(in.Direction, countTails(x, n, rest))
		if q == chance {
			return v
		}
		v.believe(rest.CountTau(), func(need float64) float64 { return countBeyond(in, x, n, v.reference, need) })
		return v
	}
}

// countTails are the exact probabilities of this few and this many events, given
// the events of person and rest together; nothing happened to anybody: 1.
func countTails(x, exposure float64, rest infer.RateSpread) tails {
	all, share := x+rest.X, exposure/(exposure+rest.N)
	if all == 0 {
		return tails{1, 1}
	}
	return tails{infer.BinomialCDF(x, all, share), infer.BinomialCDF(all-x, all, 1-share)}
}

func spreadOf(pools []*pool, has func(*pool) bool) infer.RateSpread {
	var s infer.RateSpread
	for _, p := range pools {
		if has(p) {
			s = s.Add(p.x.Float(), p.n.Float())
		}
	}
	return s
}

// judgeSingles: the externally studentised residual of each value against the
// others; that of the logarithms has to bear it out where there are any ([relative]).
// Their standard deviation holds both chance and true differences, so it is also the
// noise of the gap.
func judgeSingles(in *kpi.Indicator, pools []*pool) judgement {
	values, at := singlesOf(pools), make([]int, len(pools))
	for i := range len(pools) - 1 {
		at[i+1] = at[i] + len(pools[i].levels)
	}
	left, sd := infer.LeaveOneOut(values), infer.SD(values)
	logged, ok := logs(in, pools)
	shares := infer.LeaveOneOut(singlesOf(logged.pools))
	return func(i int, _ question) verdict {
		l := left[at[i]]
		if math.IsNaN(l.T) {
			return unjudged("") // the others are all equal
		}
		v := newVerdict(in, pools[i].levels[0], l.Mean, materialOf(in, l.Mean, sd))
		v.p, v.smooth = worse(in.Direction, tails{l.Lower, l.Upper}), true
		if ok {
			s := shares[at[i]]
			v.p = math.Max(v.p, worse(logged.direction, tails{s.Lower, s.Upper}))
		}
		se := v.shortfall / math.Abs(l.T)
		if v.shortfall <= 0 {
			se = l.SD
		}
		v.believe(0, func(need float64) float64 { return infer.StudentCDF((v.shortfall-need)/se, l.DF) })
		v.pSerious = nan // never serious: a lopsided scatter of scores looks the same, and one value a person can't tell
		return v
	}
}

// singlesOf are the levels of those who have one; of singles nobody has more.
func singlesOf(pools []*pool) []float64 {
	var values []float64
	for _, p := range pools {
		values = append(values, p.levels...)
	}
	return values
}

// drawBeyond is the posterior probability that the true rate is worse than
// reference by at least need.
func drawBeyond(in *kpi.Indicator, x, n, reference, need float64) float64 {
	if in.Direction == kpi.Lower {
		return infer.JeffreysAbove(x, n, reference+need)
	}
	return infer.JeffreysBelow(x, n, reference-need)
}

// countBeyond is drawBeyond for events in an exposure.
func countBeyond(in *kpi.Indicator, x, n, reference, need float64) float64 {
	if in.Direction == kpi.Lower {
		return infer.JeffreysCountAbove(x, n, reference+need)
	}
	return infer.JeffreysCountBelow(x, n, reference-need)
}
