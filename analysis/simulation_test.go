package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// The goals that the flagging procedure was settled for, by simulation with a
// fixed seed: any false flag in at most 5 % of equal teams and a serious one in
// at most 1.5 %, while somebody at half the rate of the others is found in at
// least 38 %. Trials are drawn log-uniform from 10 to 400 a person.
func TestEqualTeamsHoldFewFalseFlags(t *testing.T) {
	teams := 700 * *simulated
	for _, k := range []int{4, 5, 8, 12, 20, 30} {
		for _, c := range []struct {
			indicator string
			p         float64
		}{{"conversion_rate", .22}, {"defect_rate", .05}, {"csat", .85}} {
			t.Run(fmt.Sprintf("%d people, %s", k, c.indicator), func(t *testing.T) {
				t.Parallel()
				flagged, serious := simulate(t, teams, k, c.indicator, func(int) float64 { return c.p })
				t.Logf("S1  %2d equal people, %s: any false flag in %.1f %% of teams (≤ 5), serious %.1f (≤ 1.5)", k, c.indicator, 100*flagged, 100*serious)
				// three standard errors of the simulation are allowed on top
				limit := func(p float64) float64 { return p + 3*math.Sqrt(p*(1-p)/float64(teams)) }
				if flagged > limit(.05) {
					t.Errorf("a false flag in %.1f %% of equal teams, want ≤ 5 %%", 100*flagged)
				}
				if serious > limit(.015) {
					t.Errorf("a false serious in %.1f %% of equal teams, want ≤ 1.5 %%", 100*serious)
				}
			})
		}
	}
}

func TestBigLowPerformersAreFound(t *testing.T) {
	teams := 300 * *simulated
	found := 0.0
	sizes := []int{4, 5, 8, 12, 20, 30}
	for _, k := range sizes {
		f, _ := simulate(t, teams, k, "conversion_rate", func(i int) float64 {
			if i == 0 {
				return .11
			}
			return .22
		})
		found += f / float64(len(sizes))
	}
	t.Logf("S1  .11 among .22, n 10 to 400, found in %.0f %% (≥ 38)", 100*found)
	if found < .38 {
		t.Errorf("somebody at .11 among .22 is found in %.1f %%, want ≥ 38 %% on average over team sizes", 100*found)
	}
}

// simulate returns the share of teams in which the procedure flags somebody
// (the first person only, when rates differ) and flags as serious.
func simulate(t *testing.T, teams, k int, indicator string, rate func(int) float64) (flagged, serious float64) {
	r := rand.New(rand.NewPCG(uint64(k), 20261120))
	only := rate(0) != rate(1)
	for range teams {
		var s sheet
		trials, rates := make([]int64, k), make([]float64, k)
		for i := range k {
			trials[i], rates[i] = int64(math.Round(10*math.Pow(40, r.Float64()))), rate(i)
		}
		drawTeam(&s, r, indicator, trials, rates)
		worst := NotJudged
		res := run(t, s.dataset(), Default())
		for i := range res.Gaps {
			if !only || res.Gaps[i].Employee.ID == "e00" {
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

// Fifty equally good people at 22 % with 40 visits each: the rule of the
// handbooks lists about 19 of them, z ≤ −1 about 8; the fair procedure at most
// one on average (product page section 5, advance 1).
func TestFiftyEqualPeople(t *testing.T) {
	const reviews = 200
	r := rand.New(rand.NewPCG(50, 22))
	fair, byMean, expected := 0, 0, 0.0
	for range reviews {
		var s sheet
		trials, rates := make([]int64, 50), make([]float64, 50)
		for i := range trials {
			trials[i], rates[i] = 40, .22
		}
		drawTeam(&s, r, "conversion_rate", trials, rates)
		opt := Default()
		opt.Rule = RuleMean
		res := run(t, s.dataset(), opt)
		expected += res.RuleExpected / reviews
		for i := range res.Gaps {
			if res.Gaps[i].Finding() {
				fair++
			}
			if res.Gaps[i].Listed {
				byMean++
			}
		}
	}
	if mean := float64(fair) / reviews; mean > 1 {
		t.Errorf("the fair rule flags %.2f of fifty equal people, want ≤ 1", mean)
	}
	if mean := float64(byMean) / reviews; math.Abs(mean-expected) > 1 {
		t.Errorf("mean-10%% lists %.1f, the report expects %.1f", mean, expected)
	}
}

// P(z ≤ −1) of an internally studentised residual in a team of three is 1/6,
// so 49 % of such teams hold one (statistics.md, table S4: 49 at k = 3).
func TestRuleSigmaExpectsTheExactShare(t *testing.T) {
	s := Summary{N: 3, Indicator: kpi.Builtin().Get("csat_score")}
	if got := expectListed(RuleSigma, &s, nil); math.Abs(got-.5) > 1e-9 {
		t.Errorf("expected listed of three = %v, want 3 × 1/6", got)
	}
}
