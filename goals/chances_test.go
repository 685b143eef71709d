package goals

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// monthsOf is the standing of so many equal months of x of n.
func monthsOf(x, n int64, periods int) *Standing {
	return &Standing{Grain: kpi.Month, Periods: periods, Events: kpi.FromInt(x * int64(periods)), Trials: kpi.FromInt(n * int64(periods)), PerPeriod: kpi.FromInt(n)}
}

func oddsAt(t *testing.T, s *Standing, m Milestone, id, level string) Odds {
	t.Helper()
	o, ok := s.OddsAt(m, indicator(t, id), dec(t, level))
	if !ok {
		t.Fatalf("no odds for %s at %s", id, level)
	}
	return o
}

// product page, section 4: exact binomials.
func TestPSustainOfTheProductPage(t *testing.T) {
	ninety := Milestone{Level: dec(t, "0.9"), Operator: AtLeast, Sustain: 3}
	delay := Milestone{Level: dec(t, "0.05"), Operator: AtMost, Sustain: 2}
	for name, c := range map[string]struct {
		standing  *Standing
		m         Milestone
		id, level string
		want      float64
	}{
		"90 % of 100 for three months, true 92 %": {monthsOf(92, 100, 3), ninety, "csat", "0.92", 0.56},
		"a target at the true level":              {monthsOf(92, 100, 3), ninety, "csat", "0.9", 0.20},
		"true 93 %":                               {monthsOf(92, 100, 3), ninety, "csat", "0.93", 0.75},
		"true 95 %":                               {monthsOf(92, 100, 3), ninety, "csat", "0.95", 0.97},
		"at most 5 % of 20 for two months, 5 %":   {monthsOf(6, 20, 3), delay, "followup_delay_rate", "0.05", 0.54},
		"true 3 %":                                {monthsOf(6, 20, 3), delay, "followup_delay_rate", "0.03", 0.775},
		"true 2 %":                                {monthsOf(6, 20, 3), delay, "followup_delay_rate", "0.02", 0.885},
		"true 1 %":                                {monthsOf(6, 20, 3), delay, "followup_delay_rate", "0.01", 0.97},
	} {
		t.Run(name, func(t *testing.T) {
			if got := oddsAt(t, c.standing, c.m, c.id, c.level).Sustain.Float(); math.Abs(got-c.want) > 0.006 {
				t.Errorf("%.4f, want %.3f", got, c.want)
			}
		})
	}
}

// F1 with 100 visits a month: 20 of 100 shows with 54 % at a true 20 %
// (1 − pbinom(19, 100, .2) = .5398, R) and by luck, after 45 of 300, with 14.5 %.
func TestTheChancesOfF1ArePrintedBeforeAnybodySigns(t *testing.T) {
	plan := mustPropose(t, "conversion_rate", 0.15, 45, 300, 0.22)
	last := plan.Chances.Milestones[1]
	luck := infer.MeanOverRate(45, 300, func(p float64) float64 { return 1 - infer.BinomialCDF(19, 100, p) })
	if last.AtTarget.Attain != dec(t, "0.5398") || math.Abs(last.Unchanged.Attain.Float()-luck) > 1e-4 {
		t.Errorf("chance %+v, by luck %.4f", last, luck)
	}
	for _, code := range []string{"arithmetic.chances", "arithmetic.chances_step"} {
		if !hasCode(plan.Arithmetic, code) {
			t.Errorf("%s is not in %v", code, plan.Arithmetic)
		}
	}
	// the way of 5 points is less than what 300 visits before and after can show
	if !hasCode(plan.Caveats, "chances.undetectable") || plan.Chances.Detectable == nil || *plan.Chances.Detectable != dec(t, "0.079") {
		t.Errorf("caveats %v, step %v", plan.Caveats, plan.Chances.Detectable)
	}
	if !hasCode(plan.Caveats, "chances.luck") { // 18 % shows by luck in 27 % of the months
		t.Errorf("caveats %v", plan.Caveats)
	}
}

func TestATargetAtTheTrueLevelIsCalledNotSustainable(t *testing.T) {
	in := target(t, "csat", "0.9", fromMonth(3), sustain(3), startsAt(850_000))
	in.Standing = monthsOf(85, 100, 3)
	plan := mustExplicit(t, in)
	got := withCode(plan.Caveats, "chances.not_sustainable")
	if len(got) != 1 || got[0].Args["chance"] != "0.1983" || got[0].Args["needed"] != "0.933" {
		t.Fatalf("caveats %v", plan.Caveats)
	}
	if o := oddsAt(t, in.Standing, plan.Milestones[0], "csat", "0.933"); o.Sustain < dec(t, "0.78") || o.Sustain > dec(t, "0.82") {
		t.Errorf("the level said to be needed sustains with %s", o.Sustain)
	}
	in.Sustain = 1
	if plan := mustExplicit(t, in); hasCode(plan.Caveats, "chances.not_sustainable") {
		t.Errorf("caveats %v", plan.Caveats)
	}
}

func TestChancesOfEveryScale(t *testing.T) {
	hours := &Standing{Grain: kpi.Month, Periods: 6, Mean: dec(t, "12"), SD: dec(t, "2")}
	for name, c := range map[string]struct {
		standing *Standing
		id       string
		m        Milestone
		at, luck float64 // one period, at the target and if nothing changes
	}{
		// P(X <= 5 | mean 5) = .61596 (ppois, R); after 60 in 60 the negative binomial of size 60.5
		"events in an exposure": {&Standing{Grain: kpi.Month, Periods: 6, Events: dec(t, "60"), Trials: dec(t, "60"), PerPeriod: dec(t, "10")},
			"defects_per_item", Milestone{Level: dec(t, "0.5"), Operator: AtMost, Sustain: 1}, 0.61596, 0.07919},
		// half above the mean; Student's t with 5 degrees of freedom at −1/sqrt(7/6): .19851
		"levels without counts": {hours, "rework_hours", Milestone{Level: dec(t, "10"), Operator: AtMost, Sustain: 1}, 0.5, 0.19851},
	} {
		t.Run(name, func(t *testing.T) {
			in := indicator(t, "rework_hours")
			if c.id == "defects_per_item" {
				in = &kpi.Indicator{ID: c.id, Scale: kpi.Rate, Direction: kpi.Lower}
			}
			got := forecaster{in, c.standing, c.standing.kind(in)}.chance(c.m)
			if math.Abs(got.AtTarget.Attain.Float()-c.at) > 1e-4 || math.Abs(got.Unchanged.Attain.Float()-c.luck) > 1e-4 {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestWhereNothingIsKnownNoChanceIsInvented(t *testing.T) {
	plan := mustPropose(t, "rework_hours", 12, 0, 0, 8) // one value, no counts
	if plan.Chances != nil || !hasCode(plan.Caveats, "chances.unknown") {
		t.Errorf("chances %+v, caveats %v", plan.Chances, plan.Caveats)
	}
	if plan := mustExplicit(t, target(t, "csat", "0.9", byMonth(3))); plan.Chances != nil || hasCode(plan.Caveats, "chances.unknown") {
		t.Errorf("a target without figures: %+v, %v", plan.Chances, plan.Caveats)
	}
}

func TestStandingIsReadOffTheWindow(t *testing.T) {
	g := gap(indicator(t, "conversion_rate"), 0.15, 44, 290, 0.22)
	for i, m := range []kpi.Measure{counts(3, 70), counts(10, 80), counts(16, 100), counts(18, 110)} { // March is before the window
		g.Series = append(g.Series, analysis.Point{Period: month(t, "2025-0"+itoa(3+i)), Measure: m})
	}
	s := StandingOf(g)
	if s.Periods != 3 || s.PerPeriod != kpi.FromInt(100) || s.Trials != kpi.FromInt(290) || s.Grain != kpi.Month {
		t.Errorf("%+v", s)
	}
	if s := StandingOf(gap(indicator(t, "csat"), nan, 0, 0, 0.9)); s != nil {
		t.Errorf("of no value: %+v", s)
	}
}

func TestWeighingAgainAfterAnAmendmentPutsNewChancesInPlaceOfTheOld(t *testing.T) {
	in := indicator(t, "conversion_rate")
	plan := mustPropose(t, "conversion_rate", 0.15, 45, 300, 0.22)
	if diff := cmp.Diff(plan, Weigh(plan, in)); diff != "" {
		t.Errorf("weighed twice: %s", diff)
	}
	was := plan.Chances.Milestones[1]
	plan.Milestones = []Milestone{plan.Milestones[0], {Level: dec(t, "0.23"), Operator: AtLeast, ByMonth: 6, Sustain: 1}}
	next := Weigh(plan, in)
	if got := next.Chances.Milestones[1]; got.Unchanged.Attain >= was.Unchanged.Attain || len(withCode(next.Arithmetic, "arithmetic.chances")) != 2 {
		t.Errorf("%+v after %+v", got, was)
	}
}

// Whatever the figures: probabilities, a streak no likelier than a period, more
// asked for no likelier, and nothing in a plan that JSON cannot hold.
func TestChancesOfAnyPlan(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.Int64Range(1, 300).Draw(r, "n")
		s := monthsOf(rapid.Int64Range(0, n).Draw(r, "x"), n, rapid.IntRange(1, 4).Draw(r, "periods"))
		id := rapid.SampledFrom([]string{"csat", "defect_rate"}).Draw(r, "kpi")
		in := target(t, id, kpi.Decimal(rapid.Int64Range(0, 1000).Draw(r, "level")*1000).String(), fromMonth(2), byMonth(4), sustain(rapid.IntRange(1, 4).Draw(r, "sustain")))
		in.Standing = s
		if spare := rapid.IntRange(0, 2).Draw(r, "spare"); spare > 0 {
			in.Of = in.Sustain + spare
		}
		plan, err := Explicit(in)
		if err != nil {
			r.Fatal(err)
		}
		c := plan.Chances.Milestones[0]
		for _, o := range []Odds{c.Unchanged, c.AtTarget} {
			if o.Attain < 0 || o.Attain > kpi.One || o.Sustain < 0 || o.Sustain > kpi.One {
				r.Fatalf("%+v", c)
			}
			if in.Sustain >= 3 && in.Of == 0 && o.Sustain > o.Attain+100 { // three months hold but one such streak
				r.Fatalf("a streak is likelier than a period: %+v", c)
			}
		}
		harder := in
		harder.Level = max(0, min(kpi.One, in.Level+kpi.Decimal(50_000*in.Indicator.Direction.Sign())))
		if h := mustExplicit(t, harder).Chances.Milestones[0]; h.Unchanged.Attain > c.Unchanged.Attain {
			r.Fatalf("more asked for is likelier: %+v and %+v", c, h)
		}
		if _, err := json.Marshal(plan); err != nil {
			r.Fatal(err)
		}
	})
}
