package analysis

import (
	"math"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// summarise sums up a family; in brief, without its members.
func (t *team) summarise(f *family, gaps []Gap) Summary {
	r := &f.rests
	s := Summary{Team: gaps[0].Team, Indicator: f.in, Window: gaps[0].Window,
		N: gaps[0].TeamN, Mean: gaps[0].TeamMean, SD: gaps[0].TeamSD, Median: gaps[0].TeamMedian,
		Pooled: nan, Tau: f.kept.Tau(), Judged: f.judged}
	if r.counts {
		s.Pooled = r.x.Over(r.n)
		s.Numerator, s.Denominator = r.x.Decimal(), r.n.Decimal()
	}
	if !t.opt.Brief {
		s.MissesStandard = teamMisses(f.in, f.nowAt)
		s.addMembers(gaps)
	}
	return s
}

func (s *Summary) addMembers(gaps []Gap) {
	s.Severities, s.Members = make(map[Severity]int, 2), make([]Member, 0, len(gaps))
	var severities [Serious + 1]int
	for i := range gaps {
		g := &gaps[i]
		severities[g.Flagged()]++
		s.Members = append(s.Members, Member{Employee: g.Employee, Value: g.Actual.Value, N: g.N, Severity: g.Flagged()})
	}
	for severity, n := range severities {
		if n > 0 {
			s.Severities[Severity(severity)] = n
		}
	}
}

// listed applies a descriptive rule. Both compare with the mean of the team,
// the person included, as the handbooks that hold them do.
func listed(rule Rule, g *Gap) bool {
	worse := g.Indicator.Direction.Shortfall(g.Actual.Value, g.TeamMean)
	switch rule {
	case RuleMean:
		return worse > 0 && worse >= materialShare*math.Abs(g.TeamMean)-tieTolerance
	case RuleSigma:
		return worse >= g.TeamSD && g.TeamSD > 0
	}
	return false
}

// expectListed is the number of people of the summary that a descriptive rule
// lists when all of them are equally good. For mean-10% it is the sum of
// binomial probabilities at the pooled rate, of independent trials; for z, k times the probability
// that an internally studentised residual is at or below −1, which for normal
// values is a t with k−2 degrees of freedom (Thompson 1935). NaN where the rule
// has no such figure.
func expectListed(rule Rule, s *Summary, gaps []Gap) float64 {
	k := float64(s.N)
	switch {
	case rule == RuleSigma && k >= 3:
		r := math.Sqrt(k / (k - 1))
		return k * infer.StudentCDF(-r*math.Sqrt((k-2)/(k-1-r*r)), k-2)
	case rule == RuleMean && s.Indicator.Scale == kpi.Proportion && !s.Indicator.Clustered() && !math.IsNaN(s.Pooled):
		return expectBelow(s, gaps)
	}
	return nan
}

// countTolerance lets a count of exactly a tenth below count in spite of rounding.
const countTolerance = 1e-9

func expectBelow(s *Summary, gaps []Gap) float64 {
	sum := 0.0
	for i := range gaps {
		n := gaps[i].Denominator.Float()
		if n == 0 {
			continue
		}
		if s.Indicator.Direction == kpi.Lower {
			limit := math.Ceil(n*s.Pooled*(1+materialShare) - countTolerance)
			sum += 1 - infer.BinomialCDF(limit-1, n, s.Pooled)
			continue
		}
		sum += infer.BinomialCDF(math.Floor(n*s.Pooled*(1-materialShare)+countTolerance), n, s.Pooled)
	}
	return sum
}
