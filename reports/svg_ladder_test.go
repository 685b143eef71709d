package reports

import (
	"math"
	"testing"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func day(t testing.TB, s string) *kpi.Date {
	t.Helper()
	d, err := kpi.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return &d
}

func TestMilestoneMonth(t *testing.T) {
	july := goals.Plan{Start: day(t, "2025-07-01")}
	late := goals.Plan{Start: day(t, "2025-07-31")}
	for name, c := range map[string]struct {
		plan goals.Plan
		m    goals.Milestone
		want int
	}{
		"a month to hold from":                                   {july, goals.Milestone{FromMonth: 3}, 3},
		"a month to reach by":                                    {july, goals.Milestone{ByMonth: 6}, 6},
		"September is month 3 of a plan from 1 July (F5)":        {july, goals.Milestone{From: day(t, "2025-09-01")}, 3},
		"month 1 is the month of the start, its last day or not": {late, goals.Milestone{By: day(t, "2025-08-31")}, 2},
		"across the turn of the year":                            {july, goals.Milestone{By: day(t, "2026-01-31")}, 7},
		"a date before the plan has a start":                     {goals.Plan{}, goals.Milestone{By: day(t, "2026-01-31")}, 0},
		"no date at all":                                         {july, goals.Milestone{}, 0},
	} {
		if got := milestoneMonth(&c.plan, &c.m); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestLadderRisesFromBaselineToTarget(t *testing.T) {
	r := fixture(t)
	plan := draftPlan()
	pic := drawLadder(printer(t, "en"), &plan, nil, r.Catalogue.Get("conversion_rate"))
	if len(pic.Line) != 3 {
		t.Fatalf("%d points", len(pic.Line))
	}
	for i := 1; i < 3; i++ {
		if pic.Line[i].X <= pic.Line[i-1].X || pic.Line[i].Y >= pic.Line[i-1].Y {
			t.Errorf("point %d at %v does not rise from %v", i, pic.Line[i], pic.Line[i-1])
		}
	}
	// Months 0 to 6, milestones in months 3 and 6: the first stands half-way.
	if len(pic.Months) != 7 || math.Abs(pic.Line[1].X-(pic.Line[0].X+pic.Line[2].X)/2) > 0.1 {
		t.Errorf("%d months, points %v", len(pic.Months), pic.Line)
	}
	if pic.Reference.Y >= pic.Line[2].Y {
		t.Error("the mean of 22% stands above the target of 20%")
	}
	for i, want := range []string{"baseline 15.0%", "18%", "20%"} {
		if pic.Steps[i].Text != want {
			t.Errorf("text %d is %q, want %q", i, pic.Steps[i].Text, want)
		}
	}
	if want := "Reference 22.0%. Month 0: baseline 15.0%. Month 3: 18%. Month 6: 20%."; pic.Desc != want {
		t.Errorf("description %q, want %q", pic.Desc, want)
	}
}

func TestLadderShowsWhatWasObserved(t *testing.T) {
	r := fixture(t)
	pr := progress()
	gone := goals.Observed{Period: kpi.PeriodOf(kpi.DateOf(2025, 5, 1), kpi.Month), Value: math.NaN(), Lo: math.NaN(), Hi: math.NaN()}
	pic := drawLadder(printer(t, "zh"), &pr.Plan, append([]goals.Observed{gone}, pr.Series...), r.Catalogue.Get("conversion_rate"))
	// The plan starts in April: June is its month 3. May holds no data: no point.
	if len(pic.Seen) != 1 || pic.Seen[0].X != pic.Line[1].X || !pic.Seen[0].Interval {
		t.Errorf("seen %+v, line %+v", pic.Seen, pic.Line)
	}
	if pic.Seen[0].Y >= pic.Line[1].Y {
		t.Error("19% stands above the milestone of 18%")
	}
	if pic.SeenLabel.Text == "" {
		t.Error("the latest value has no words")
	}
}

func TestLadderOfATargetWithoutBaseline(t *testing.T) {
	r := fixture(t)
	plan := goals.Plan{Indicator: "defect_rate", Reference: 20_000, Basis: goals.BasisExplicit,
		Milestones: []goals.Milestone{{Level: 20_000, Operator: goals.AtMost, Sustain: 2}}}
	pic := drawLadder(printer(t, "en"), &plan, nil, r.Catalogue.Get("defect_rate"))
	if len(pic.Line) != 1 || pic.Steps[0].Text != "2%" {
		t.Errorf("line %v, texts %v", pic.Line, pic.Steps)
	}
}

func TestLongLaddersHaveFewerMonths(t *testing.T) {
	x := monthAxis([]rung{{month: 30}}, nil)
	if n := len(x.ticks); n > 13 || x.ticks[0] != 0 {
		t.Errorf("%d ticks: %v", n, x.ticks)
	}
}
