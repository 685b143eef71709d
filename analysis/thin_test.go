package analysis

import (
	"math"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Bad or thin data: each case has its caveat, and nobody is flagged.
func TestThinDataIsNamedAndNeverFlagged(t *testing.T) {
	four := func(s *sheet, indicator string, months ...float64) {
		for e := 1; e <= 4; e++ {
			s.values("t", id(e), indicator, months...)
		}
	}
	for name, c := range map[string]struct {
		indicator string
		fill      func(s *sheet)
		caveats   []string // of person 0
	}{
		"no peers":         {"csat_score", func(s *sheet) { s.values("t", id(0), "csat_score", 10, 11, 12) }, []string{"gap.team_few_periods", "gap.alone"}},
		"no peers, counts": {"conversion_rate", func(s *sheet) { s.counts("t", id(0), "conversion_rate", xn{1, 400}) }, []string{"gap.team_too_small", "gap.alone"}},
		"one period, the others equal": {"csat_score", func(s *sheet) {
			four(s, "csat_score", 80)
			s.values("t", id(0), "csat_score", 20)
		}, []string{"gap.no_variation"}},
		"everybody equal": {"csat_score", func(s *sheet) {
			four(s, "csat_score", 80, 80, 80)
			s.values("t", id(0), "csat_score", 80, 80, 80)
		}, []string{"gap.no_variation"}},
		"everybody constant, one far below": {"csat_score", func(s *sheet) {
			four(s, "csat_score", 80, 80, 80)
			s.values("t", id(0), "csat_score", 20, 20, 20)
		}, []string{"gap.no_variation"}},
		"decimals that never change": {"rework_hours", func(s *sheet) {
			for e := range 5 {
				v := 0.1 * float64(7-e)
				s.values("t", id(e), "rework_hours", v, v, v)
			}
		}, []string{"gap.no_variation"}},
		"everybody moves by the same": {"rework_hours", func(s *sheet) {
			for e := range 5 {
				v := 9.1 - 0.3*float64(e)
				s.values("t", id(e), "rework_hours", v+.1, v+.7, v-.3)
			}
		}, []string{"gap.no_variation"}},
		"zero denominators": {"conversion_rate", func(s *sheet) {
			for e := range 5 {
				n := int64(0)
				if e > 0 {
					n = 100
				}
				s.counts("t", id(e), "conversion_rate", xn{n / 5, n})
			}
		}, []string{"gap.no_data"}},
		"a team under the minimum": {"conversion_rate", func(s *sheet) {
			s.counts("t", id(0), "conversion_rate", xn{1, 400}).counts("t", id(1), "conversion_rate", xn{100, 400}).counts("t", id(2), "conversion_rate", xn{99, 400})
		}, []string{"gap.team_too_small"}},
		"months missing": {"csat_score", func(s *sheet) {
			four(s, "csat_score", 80, 82, 81)
			s.values("t", id(0), "csat_score", 20, math.NaN(), 30)
		}, []string{"gap.few_periods"}},
		"too few trials": {"conversion_rate", func(s *sheet) {
			for e := 1; e <= 4; e++ {
				s.counts("t", id(e), "conversion_rate", xn{90, 100})
			}
			s.counts("t", id(0), "conversion_rate", xn{0, 9})
		}, []string{"gap.few_trials"}},
		"numerators that are no counts": {"conversion_rate", func(s *sheet) {
			for e := 1; e <= 4; e++ {
				s.counts("t", id(e), "conversion_rate", xn{90, 100})
			}
			half, _ := kpi.FromFloat(1.5)
			s.add("t", id(0), "conversion_rate", 1, kpi.Counts(half, kpi.FromInt(100)))
		}, []string{"gap.counts_not_whole"}},
		"a level without its counts": {"conversion_rate", func(s *sheet) {
			for e := 1; e <= 4; e++ {
				s.counts("t", id(e), "conversion_rate", xn{90, 100})
			}
			s.values("t", id(0), "conversion_rate", 0.01)
		}, []string{"gap.no_counts"}},
		"nothing happened to anybody": {"conversion_rate", func(s *sheet) {
			for e := range 5 {
				s.counts("t", id(e), "conversion_rate", xn{0, 100})
			}
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var s sheet
			c.fill(&s)
			res := run(t, s.dataset(), Default())
			for i := range res.Gaps {
				if g := &res.Gaps[i]; g.Flagged() > Normal {
					t.Errorf("%s is flagged: %s", g.Employee.ID, g.Flagged())
				}
			}
			g := find(t, res, id(0), c.indicator)
			for _, code := range c.caveats {
				if !hasCaveat(g, code) {
					t.Errorf("%s, caveats %v, want %s", g.Severity, g.Caveats, code)
				}
			}
			if len(c.caveats) > 0 && g.Severity != NotJudged {
				t.Errorf("%s", g.Severity)
			}
		})
	}
}

// One value a person gives nothing to shrink by: that is no likeness of the others.
// Three equal months give no interval either.
func TestWhatIsNotKnownIsNotSaid(t *testing.T) {
	var s sheet
	for e := range 8 {
		s.values("t", id(e), "csat_score", 80+float64(e%3))
		s.values("t", id(e), "rework_hours", 7, 7, 7+float64(e))
	}
	s.values("t", "low", "csat_score", 40)
	res := run(t, s.dataset(), Default())
	if g := find(t, res, "low", "csat_score"); !g.Finding() || hasCaveat(g, "gap.no_shrinkage") || !hasCaveat(g, "gap.single_values") {
		t.Errorf("%s %v", g.Severity, g.Caveats)
	}
	if e := find(t, res, id(0), "rework_hours").Actual; e.Value != 7 || !math.IsNaN(e.Lo) || !math.IsNaN(e.Hi) {
		t.Errorf("7, 7, 7: %+v", e)
	}
	if e := find(t, res, id(1), "rework_hours").Actual; !(e.Lo < e.Value && e.Value < e.Hi) {
		t.Errorf("7, 7, 8: %+v", e)
	}
}

// Readers refuse infinities; one that comes in all the same judges nobody down.
func TestInfinitiesFlagNobody(t *testing.T) {
	for _, bad := range []float64{math.Inf(1), math.Inf(-1)} {
		var s sheet
		for e := range 6 {
			s.values("t", id(e), "csat_score", 80+float64(e%2), 81, 82-float64(e%3))
		}
		s.values("t", "bad", "csat_score", bad, 80, 81)
		res := run(t, s.dataset(), Default())
		for i := range res.Gaps {
			if g := &res.Gaps[i]; g.Flagged() > Normal {
				t.Errorf("%v: %s is %s", bad, g.Employee.ID, g.Flagged())
			}
		}
	}
}
