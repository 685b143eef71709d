package sample

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"testing"
)

func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}

// midP is the one-sided exact mid-p of the person's events given the margins
// (hypergeometric): at most so many, or with lower at least so many.
func midP(one, rest count, lower bool) float64 {
	all := one.plus(rest)
	p := 0.0
	for x := max(0, all.events-rest.trials); x <= min(all.events, one.trials); x++ {
		at := math.Exp(logChoose(all.events, x) + logChoose(all.trials-all.events, one.trials-x) - logChoose(all.trials, one.trials))
		switch {
		case x == one.events:
			p += at / 2
		case x < one.events != lower:
			p += at
		}
	}
	return p
}

// qValues adjusts the p values of a team after Benjamini and Hochberg.
func qValues(people map[string]count, lower bool) map[string]float64 {
	var total count
	for _, c := range people {
		total = total.plus(c)
	}
	p := map[string]float64{}
	for id, c := range people {
		p[id] = midP(c, count{total.events - c.events, total.trials - c.trials}, lower)
	}
	ids := slices.SortedFunc(maps.Keys(p), func(a, b string) int { return cmp.Or(cmp.Compare(p[b], p[a]), cmp.Compare(a, b)) })
	q, least := map[string]float64{}, 1.0
	for i, id := range ids {
		least = min(least, p[id]*float64(len(ids))/float64(len(ids)-i))
		q[id] = least
	}
	return q
}

// TestMidPAgainstAWorkedCase: 1 of 2 against 1 of 2 has P(0), P(1), P(2) = 1/6,
// 4/6, 1/6, so mid-p = 1/6 + 2/6.
func TestMidPAgainstAWorkedCase(t *testing.T) {
	for _, lower := range []bool{false, true} {
		if p := midP(count{1, 2}, count{1, 2}, lower); math.Abs(p-0.5) > 1e-12 {
			t.Errorf("mid-p %g", p)
		}
	}
	if p := midP(count{0, 2}, count{2, 2}, false); math.Abs(p-1.0/12) > 1e-12 {
		t.Errorf("mid-p %g, want half of 1/6", p)
	}
}

// TestOnlyTheFourStandOut: with q above 5 % nobody can be a gap (statistics.md),
// so in the last two windows the four are the only ones that can.
func TestOnlyTheFourStandOut(t *testing.T) {
	all := readBack(t, "")
	for _, c := range []struct {
		team, kpi, post string
		lower           bool
	}{
		{"华东销售部", "conversion_rate", "S105", false},
		{"华东销售部", "followup_delay_rate", "S105", true},
		{"Platform", "defect_rate", "E107", true},
		{"客服一组", "csat", "C104", false},
		{"行政部", "update_delay_rate", "A102", true},
		{"行政部", "needs_match_accuracy", "A102", false},
		{"华南销售部", "conversion_rate", "", false},
		{"华南销售部", "followup_delay_rate", "", true},
		{"客服二组", "csat", "", false},
	} {
		for _, w := range lastWindows {
			for id, q := range qValues(window(all, c.team, c.kpi, w[0], w[1]), c.lower) {
				if out := q <= 0.05; out != (id == c.post) {
					t.Errorf("%s %s %v: q = %.4f", id, c.kpi, w, q)
				}
			}
		}
	}
}

// TestNobodyElseMissesAStandard: delay 5 %, the exact binomial tail; coverage
// 80 % in every month.
func TestNobodyElseMissesAStandard(t *testing.T) {
	all := readBack(t, "")
	for _, w := range lastWindows {
		for _, name := range []string{"华东销售部", "华南销售部"} {
			for id, c := range window(all, name, "followup_delay_rate", w[0], w[1]) {
				if p := binomialMidP(c, 0.05); p <= 0.05 != (id == "S105") {
					t.Errorf("%s %v: %v, mid-p %.4f", id, w, c, p)
				}
			}
		}
	}
	for _, f := range all {
		if f.kpi == "test_coverage" && f.id != "E107" && f.rate() < 0.8 {
			t.Errorf("%s %s covers %.3f", f.id, f.month, f.rate())
		}
	}
}

// TestTheEqualStayUnflaggedWhileTracking: the same for the windows after.
func TestTheEqualStayUnflaggedWhileTracking(t *testing.T) {
	for _, s := range []struct{ dir, from, to string }{{"next/", "2026-07", "2026-09"}, {"later/", "2026-10", "2026-12"}} {
		all := readBack(t, s.dir)
		delays := window(all, "华南销售部", "followup_delay_rate", s.from, s.to)
		for id, c := range delays {
			if p := binomialMidP(c, 0.05); p <= 0.05 {
				t.Errorf("%s%s: %v against the standard, mid-p %.4f", s.dir, id, c, p)
			}
		}
		for _, q := range []map[string]float64{
			qValues(delays, true),
			qValues(window(all, "华南销售部", "conversion_rate", s.from, s.to), false),
			qValues(window(all, "客服二组", "csat", s.from, s.to), false),
		} {
			for id, v := range q {
				if v <= 0.05 {
					t.Errorf("%s%s: q = %.4f", s.dir, id, v)
				}
			}
		}
	}
}

func binomialMidP(c count, rate float64) float64 {
	p := 0.0
	for x := c.events; x <= c.trials; x++ {
		at := math.Exp(logChoose(c.trials, x) + float64(x)*math.Log(rate) + float64(c.trials-x)*math.Log1p(-rate))
		if x == c.events {
			at /= 2
		}
		p += at
	}
	return p
}
