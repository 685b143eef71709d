package goals

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// past is a year of monthly figures of a team, from which colleagues' real
// improvements are read: start and gain of each member's true rate.
type past struct {
	members []kpi.Employee
	start   func(i int) float64
	gain    func(i int) float64 // in place from July on
	n       int64
}

func (p past) dataset(t *testing.T, in *kpi.Indicator) *kpi.Dataset {
	t.Helper()
	r := rand.New(rand.NewPCG(7, uint64(p.n)))
	var b kpi.Builder
	for i, e := range p.members {
		at := month(t, "2025-01")
		for m := range 12 {
			rate := p.start(i)
			if m >= 6 {
				rate += p.gain(i)
			}
			b.Add(kpi.Observation{Employee: e, Team: "north", Indicator: in, Period: at, Measure: counts(drawEvents(r, p.n, rate), p.n)})
			at = at.Next()
		}
	}
	ds, _ := b.Build()
	return ds
}

func members(n int, employeeType string) (list []kpi.Employee) {
	for i := range n {
		list = append(list, kpi.Employee{ID: "m" + itoa(100+i), Type: employeeType})
	}
	return list
}

func always(v float64) func(int) float64 { return func(int) float64 { return v } }

// every fourth colleague gains 6 points, the others none.
func someGain(i int) float64 {
	if i%4 == 0 {
		return 0.06
	}
	return 0
}

// up is a way of half a year from 15 to 25 %.
var up = Way{150_000, 250_000, 6}

func achievedBy(t *testing.T, p past, who kpi.Employee) Achievable {
	t.Helper()
	in := indicator(t, "conversion_rate")
	return NewPeers(p.dataset(t, in), 0).Achieved(in, who, up)
}

func TestNoiseIsNoImprovement(t *testing.T) {
	// 20 visits a month: single stretches of 60 differ by six points and more
	a := achievedBy(t, past{members(40, ""), always(0.17), always(0), 20}, kpi.Employee{ID: "e017"})
	if a.Colleagues != 40 || a.P95 == nil || *a.P95 > dec(t, "0.035") {
		t.Errorf("%+v, P95 %v", a, a.P95)
	}
}

func TestRealImprovementsAreFoundAtTheirSize(t *testing.T) {
	a := achievedBy(t, past{members(40, ""), always(0.15), someGain, 400}, kpi.Employee{ID: "e017"})
	near := func(d *kpi.Decimal, want float64) bool { return d != nil && math.Abs(d.Float()-want) < 0.02 }
	if !near(a.Median, 0) || !near(a.P95, 0.06) || !near(a.Best, 0.07) {
		t.Errorf("median %v, P75 %v, P95 %v, best %v", a.Median, a.P75, a.P95, a.Best)
	}
}

// A low start that was bad luck comes back by itself: that is no improvement.
func TestTheReturnToTheMeanIsNoImprovement(t *testing.T) {
	in := indicator(t, "conversion_rate")
	ds := past{members(80, ""), func(i int) float64 { return 0.1 + 0.2*float64(i)/80 }, always(0), 20}.dataset(t, in)
	a := NewPeers(ds, 0).Achieved(in, kpi.Employee{ID: "e017"}, Way{150_000, 210_000, 6}) // those up to 18 %
	raw, lower := 0.0, 0.0                                                                // what they seem to gain
	for _, s := range everybody(ds, selection{in.ID, kpi.Month, 0, math.MaxInt32}) {
		b, e := s.between(month(t, "2025-04").Start, month(t, "2025-07").Start), s.between(month(t, "2025-10").Start, month(t, "2026-01").Start)
		if b.Value <= 0.18 {
			raw, lower = raw+e.Value-b.Value, lower+1
		}
	}
	if raw/lower < 0.025 || a.Median == nil || *a.Median > dec(t, "0.015") || a.Colleagues < 15 {
		t.Errorf("raw gain of the lower ones %.3f, real median %v of %d", raw/lower, a.Median, a.Colleagues)
	}
}

// Colleagues at the target show nothing of how far one gets from below it.
func TestOnlyThoseWhoHadAsFarToGoCompare(t *testing.T) {
	start := func(i int) float64 { return map[bool]float64{true: 0.15, false: 0.25}[i < 12] }
	gain := func(i int) float64 { return map[bool]float64{true: 0.05, false: 0}[i < 12] }
	a := achievedBy(t, past{members(40, ""), start, gain, 400}, kpi.Employee{ID: "x"})
	if a.Colleagues != 12 || a.Median == nil || *a.Median < dec(t, "0.04") {
		t.Errorf("%+v, median %v", a, a.Median)
	}
}

func TestPeersAreComparable(t *testing.T) {
	both := append(members(20, NewEmployee), members(40, "")[20:]...)
	gain := func(i int) float64 {
		if i < 20 {
			return 0.1
		}
		return 0
	}
	p := past{both, always(0.15), gain, 400}
	fresh, old := achievedBy(t, p, kpi.Employee{ID: "x", Type: NewEmployee}), achievedBy(t, p, kpi.Employee{ID: "x"})
	if *fresh.Median < dec(t, "0.08") || *old.Median > dec(t, "0.07") {
		t.Errorf("new people %v, all %v", fresh.Median, old.Median)
	}
	few := achievedBy(t, past{members(5, ""), always(0.15), always(0), 100}, kpi.Employee{ID: "x"})
	if few.Verdict != ReachUnknown || few.Median != nil || few.Colleagues != 5 {
		t.Errorf("%+v", few)
	}
	in := indicator(t, "conversion_rate")
	if a := NewPeers(p.dataset(t, in), month(t, "2025-06").End()).Achieved(in, kpi.Employee{ID: "x"}, up); a.Colleagues != 0 {
		t.Errorf("half a year of history holds no change over half a year: %+v", a)
	}
	if a := NewPeers(p.dataset(t, in), 0).Achieved(indicator(t, "csat"), kpi.Employee{ID: "x"}, up); a.Colleagues != 0 {
		t.Errorf("no history at all: %+v", a)
	}
}

// The verdict of one target after the other, on colleagues of whom every fourth
// gained six points; the detectable step of 3 × 400 visits is four points.
func TestTooEasyReachableTooHard(t *testing.T) {
	in := indicator(t, "conversion_rate")
	peers := NewPeers(past{members(40, ""), always(0.15), someGain, 400}.dataset(t, in), 0)
	for name, c := range map[string]struct {
		level  string
		shrunk string
		want   Reachability
	}{
		"the shrunk start meets it":    {"0.16", "0.17", TooEasy},
		"five points":                  {"0.2", "0.15", Reachable},
		"eleven points":                {"0.26", "0.15", TooHard},
		"eleven from a better start":   {"0.26", "0.21", Reachable},
		"within a detectable step yet": {"0.21", "0.15", Reachable},
	} {
		t.Run(name, func(t *testing.T) {
			shrunk := dec(t, c.shrunk)
			tg := target(t, "conversion_rate", c.level, byMonth(6), startsAt(150_000))
			tg.Peers, tg.Shrunk, tg.Standing = peers, &shrunk, monthsOf(60, 400, 3)
			plan := mustExplicit(t, tg)
			if plan.Achievable.Verdict != c.want {
				t.Fatalf("%s: need %s, median %s, P75 %s, P95 %s, step %s", plan.Achievable.Verdict, plan.Achievable.Need, plan.Achievable.Median,
					plan.Achievable.P75, plan.Achievable.P95, plan.Chances.Detectable)
			}
			if c.want != Reachable && !hasCode(plan.Caveats, "plan."+string(c.want)) {
				t.Errorf("caveats %v", plan.Caveats)
			}
			tg.Veto = true
			_, err := Explicit(tg)
			if f := kpi.AsFault(err); (c.want == Reachable) != (err == nil) || f != nil && f.Code != "plan."+string(c.want) {
				t.Errorf("with veto: %v", err)
			}
		})
	}
}

func TestProposalsSayHowAchievableTheyAre(t *testing.T) {
	in := indicator(t, "conversion_rate")
	g := gap(in, 0.15, 180, 1200, 0.22)
	opt := Default()
	opt.Peers = NewPeers(past{members(40, ""), always(0.15), someGain, 400}.dataset(t, in), 0)
	plan, err := Propose(g, opt)
	if err != nil || plan.Achievable.Verdict != Reachable || !hasCode(plan.Arithmetic, "arithmetic.reachable") {
		t.Errorf("%+v (%v)", plan.Achievable, err)
	}
	opt.Peers = NewPeers(past{members(3, ""), always(0.15), someGain, 400}.dataset(t, in), 0)
	if plan, err = Propose(g, opt); err != nil || plan.Achievable.Verdict != ReachUnknown || !hasCode(plan.Caveats, "plan.reach_unknown") {
		t.Errorf("%+v %v (%v)", plan.Achievable, plan.Caveats, err)
	}
	opt.Peers, opt.Veto = NewPeers(past{members(40, ""), always(0.15), always(0), 400}.dataset(t, in), 0), true
	g.TeamMean = 0.35
	if _, err := Propose(g, opt); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "plan.too_hard" {
		t.Errorf("a veto on 15 → 29 %% where nobody ever moved: %v", err)
	}
}

// In a large company the comparison is with the four hundred who started the
// nearest, never with those beyond the middle of the way.
func TestOfManyTheNearestCompare(t *testing.T) {
	in := indicator(t, "conversion_rate")
	var all []change
	for i := range 2000 {
		all = append(all, change{start: 0.1 + 0.0001*float64(i)}) // 10 to 30 %
	}
	for _, c := range []struct {
		start, target kpi.Decimal
		lo, hi        float64
	}{
		{150_000, 250_000, 0.13, 0.17},   // two hundred on either side of 15 %
		{100_000, 200_000, 0.10, 0.14},   // nobody is worse
		{290_000, 300_000, 0.255, 0.295}, // the middle of the way cuts
		{110_000, 120_000, 0.10, 0.115},  // fewer than four hundred have as far to go
	} {
		list := nearestStarts(in, all, Way{c.start, c.target, 6})
		if len(list) > mostColleagues || math.Abs(list[0].start-c.lo) > 0.0003 || math.Abs(list[len(list)-1].start-c.hi) > 0.0003 {
			t.Errorf("from %v to %v: %d from %.4f to %.4f, want %.3f to %.3f", c.start, c.target, len(list), list[0].start, list[len(list)-1].start, c.lo, c.hi)
		}
	}
}
