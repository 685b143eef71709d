package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
	"gonum.org/v1/gonum/stat/distuv"
)

// world draws one window (three months) of a team; person 0 is worse by low
// (in standard deviations, or as a factor of the rate).
type world struct {
	name, indicator string
	draw            func(s *sheet, r *rand.Rand, person int, low float64)
	low             float64 // of the power test
	power           float64 // least share of teams of twelve in which person 0 is found
}

func id(person int) string { return fmt.Sprintf("e%02d", person) }

// worlds are the scales beside proportions of independent trials. The powers
// are what the procedure reached, less three standard errors: they hold it there.
var worlds = []world{
	{"complaints per call, exposure 50 to 500", "complaint_rate", func(s *sheet, r *rand.Rand, person int, low float64) {
		for m := range 3 {
			e := 50 + r.Int64N(450)
			x := distuv.Poisson{Lambda: .05 * (1 + low) * float64(e), Src: r}.Rand()
			s.add("t", id(person), "complaint_rate", m+1, kpi.Counts(kpi.FromInt(int64(x)), kpi.FromInt(e)))
		}
	}, 1, .95},
	{"a score every month", "csat_score", func(s *sheet, r *rand.Rand, person int, low float64) {
		for m := range 3 {
			s.add("t", id(person), "csat_score", m+1, kpi.Value(80+5*r.NormFloat64()-5*low))
		}
	}, 3, .91},
	{"a score every month, the whole team moving", "csat_score", func(s *sheet, r *rand.Rand, person int, low float64) {
		for m := range 3 {
			s.add("t", id(person), "csat_score", m+1, kpi.Value(80+10*math.Sin(float64(m))+5*r.NormFloat64()-5*low))
		}
	}, 3, .87},
	{"hours, some months missing", "rework_hours", func(s *sheet, r *rand.Rand, person int, low float64) {
		for m := range 3 {
			if r.IntN(10) > 0 || m == 0 {
				s.add("t", id(person), "rework_hours", m+1, kpi.Value(40+8*r.NormFloat64()+8*low))
			}
		}
	}, 3, .68},
	{"hours with a long tail", "rework_hours", func(s *sheet, r *rand.Rand, person int, low float64) {
		for m := range 3 {
			s.add("t", id(person), "rework_hours", m+1, kpi.Value(20*math.Exp(.5*r.NormFloat64()+.5*low)))
		}
	}, 3, .64},
	{"defect rates without counts, with a long tail", "defect_rate", func(s *sheet, r *rand.Rand, person int, low float64) {
		s.add("t", id(person), "defect_rate", 1, kpi.Value(math.Min(1, .05*math.Exp(.5*r.NormFloat64()+.5*low))))
	}, 4, .56},
	{"hours with a long tail, one figure a person", "rework_hours", func(s *sheet, r *rand.Rand, person int, low float64) {
		s.add("t", id(person), "rework_hours", 1, kpi.Value(20*math.Exp(.5*r.NormFloat64()+.5*low)))
	}, 4, .56},
	{"one score a person", "csat_score", func(s *sheet, r *rand.Rand, person int, low float64) {
		s.add("t", id(person), "csat_score", 1, kpi.Value(80+5*r.NormFloat64()-5*low))
	}, 4, .65},
	{"coverage of clustered lines", "test_coverage", func(s *sheet, r *rand.Rand, person int, low float64) {
		for m := range 3 {
			n := 800 + r.Int64N(400)
			share := math.Max(0, math.Min(1, .8+.04*r.NormFloat64()-.04*low))
			s.add("t", id(person), "test_coverage", m+1, kpi.Counts(kpi.FromInt(int64(share*float64(n))), kpi.FromInt(n)))
		}
	}, 3, .90},
	{"coverage of clustered lines, months of 30 to 3,000", "test_coverage", func(s *sheet, r *rand.Rand, person int, low float64) {
		for m := range 3 {
			n := int64(math.Exp(math.Log(30) + r.Float64()*math.Log(100)))
			share := math.Max(0, math.Min(1, .7+.1*r.NormFloat64()-.1*low))
			s.add("t", id(person), "test_coverage", m+1, kpi.Counts(kpi.FromInt(int64(share*float64(n))), kpi.FromInt(n)))
		}
	}, 3, .70},
	{"rates without counts", "conversion_rate", func(s *sheet, r *rand.Rand, person int, low float64) {
		for m := range 3 {
			s.add("t", id(person), "conversion_rate", m+1, kpi.Value(math.Max(0, .22+.03*r.NormFloat64()-.03*low)))
		}
	}, 3, .93},
}

// Any false flag in at most 5 % of equal teams, and a serious one in at most
// 1.5 %, on every scale; somebody far behind is found.
func TestEveryScaleHoldsTheGoals(t *testing.T) {
	teams := 400 * *simulated
	for _, w := range worlds {
		for _, k := range []int{4, 8, 12, 30} {
			t.Run(fmt.Sprintf("%s, %d people", w.name, k), func(t *testing.T) {
				t.Parallel()
				flagged, serious := w.simulate(t, teams, k, 0)
				t.Logf("S4  %s, %2d equal people: any false flag in %.1f %% of teams (≤ 5), serious %.1f (≤ 1.5)", w.name, k, 100*flagged, 100*serious)
				limit := func(p float64) float64 { return p + 3*math.Sqrt(p*(1-p)/float64(teams)) }
				if flagged > limit(.05) || serious > limit(.015) {
					t.Errorf("equal teams: a false flag in %.1f %%, a serious one in %.1f %%", 100*flagged, 100*serious)
				}
			})
		}
		t.Run(w.name+", power", func(t *testing.T) {
			t.Parallel()
			found, _ := w.simulate(t, 200**simulated, 12, w.low)
			t.Logf("S4  %s, 12 people: one far behind found in %.1f %% (≥ %.0f)", w.name, 100*found, 100*w.power)
			if found < w.power {
				t.Errorf("found in %.1f %%, want ≥ %.0f %%", 100*found, 100*w.power)
			}
		})
	}
}

// simulate returns the share of teams with anybody flagged (with low > 0: with
// person 0 flagged) and with anybody serious.
func (w world) simulate(t *testing.T, teams, k int, low float64) (flagged, serious float64) {
	r := rand.New(rand.NewPCG(uint64(k), uint64(len(w.name))))
	for range teams {
		var s sheet
		for i := range k {
			worse := 0.0
			if i == 0 {
				worse = low
			}
			w.draw(&s, r, i, worse)
		}
		worst := NotJudged
		res := run(t, s.dataset(), Default())
		for i := range res.Gaps {
			if low == 0 || res.Gaps[i].Employee.ID == id(0) {
				worst = max(worst, res.Gaps[i].Severity)
			}
		}
		if worst >= Credible {
			flagged += 1 / float64(teams)
		}
		if worst == Serious {
			serious += 1 / float64(teams)
		}
	}
	return flagged, serious
}

// R's poisson.test, one-sided, is the reference of infer.CountTest; the fast form
// must agree with it.
func TestCountTailsAgreeWithTheExactTest(t *testing.T) {
	for _, c := range [][4]float64{{3, 100, 60, 1000}, {0, 50, 10, 400}, {20, 100, 60, 1000}, {5, 10, 0, 90}} {
		want := infer.CountTest(c[0], c[1], c[2], c[3])
		got := countTails(c[0], c[1], infer.RateSpread{X: c[2], N: c[3]})
		if math.Abs(got.lower-want.Less) > 1e-12 || math.Abs(got.upper-want.Greater) > 1e-12 {
			t.Errorf("%v: %v, want %v %v", c, got, want.Less, want.Greater)
		}
	}
	if got := countTails(0, 10, infer.RateSpread{N: 90}); got != (tails{1, 1}) {
		t.Errorf("no events at all: %v", got)
	}
}
