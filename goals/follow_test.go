package goals

import (
	"math"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// S1-06: a resource is asked for, granted, or missing, by name; confidential
// ones are nobody else's to read.
func TestS1_06_WhereAResourceStands(t *testing.T) {
	l := running(t)
	by := mark(t, "2026-07-10T10:00:00", "Li Na")
	do(t, l, by, NewAction(l, Action{Task: "cases", Resources: []Resource{{Name: "library"}, {Name: "EAP", HROnly: true}}}))
	refused(t, l, &ResourceChange{Action: "a9", Resource: "library", Status: Granted}, by, "action.unknown")
	refused(t, l, &ResourceChange{Action: "a1", Resource: "money", Status: Granted}, by, "resource.unknown")
	refused(t, l, &ResourceChange{Resource: "library", Status: Granted}, by, "resource.unknown")
	refused(t, l, &ResourceChange{Action: "a1", Resource: "library", Status: "lost"}, by, "resource.status")
	do(t, l, by, &ResourceChange{Action: "a1", Resource: "library", Status: Missing}, &ResourceChange{Action: "a1", Resource: "library", Status: Granted},
		&ResourceChange{Action: "a1", Resource: "EAP", Status: Asked})
	if r := l.Plan.Content.Actions[0].Resources; r[0].Status != Granted || r[1].Status != Asked || len(l.ResourceLog) != 3 || l.ResourceLog[0].Mark.By != "Li Na" {
		t.Errorf("%+v, %+v", r, l.ResourceLog)
	}
	if open := l.ForManager(); len(open.ResourceLog) != 2 || len(open.Plan.Content.Actions[0].Resources) != 1 {
		t.Errorf("%+v", open.ResourceLog)
	}
	do(t, l, by, &Closing{Outcome: OutcomeMet})
	refused(t, l, &ResourceChange{Action: "a1", Resource: "library", Status: Missing}, by, "plan.closed")
}

// S0-08: of a recurring action each time counts; it is done with the last of
// them, or when it is said to be at an end: nothing more is due then.
func TestS0_08_ARecurringActionIsDoneWithItsLastTime(t *testing.T) {
	mondays := Action{Task: "chart updated", FromWeek: 1, ToWeek: 3, Recurrence: &Recurrence{Times: 1, Per: kpi.Week, Weekday: "monday"}}
	begin := func() *Life {
		l := running(t)
		l.Cadence.Health = 0
		do(t, l, mark(t, "2026-07-01T09:00:00", "Li Na"), NewAction(l, mondays))
		return l
	}
	l := begin()
	for _, day := range []int{6, 13, 20} {
		if done, _ := l.Completed(); done != 0 {
			t.Errorf("done before the %d", day)
		}
		do(t, l, mark(t, "2026-07-20T10:00:00", "周明轩"), &ActionRecord{Action: "a1", Day: kpi.DateOf(2026, 7, day), Add: 1})
	}
	if done, _ := l.Completed(); done != 1 || openAt(t, l, "2026-08-25T09:00:00") != "" {
		t.Errorf("%d done, open: %s", done, openAt(t, l, "2026-08-25T09:00:00"))
	}
	l = begin()
	do(t, l, mark(t, "2026-07-10T10:00:00", "Li Na"), &ActionRecord{Action: "a1", Day: kpi.DateOf(2026, 7, 10), Completion: Done})
	if got := openAt(t, l, "2026-08-25T09:00:00"); got != "action/a1/2026-07-06 escalated" {
		t.Errorf("at an end on the 10th, with the first Monday open: %q", got)
	}
}

// S1-05: an effect is somebody's claim unless it is said what it was compared with.
func TestS1_05_AnEffectNamesItsComparison(t *testing.T) {
	l := running(t)
	by := mark(t, "2026-07-10T10:00:00", "Li Na")
	day := kpi.DateOf(2026, 7, 10)
	do(t, l, by, NewAction(l, Action{Task: "cases"}), &ActionRecord{Action: "a1", Day: day, Completion: Done})
	refused(t, l, &ActionRecord{Action: "a1", Day: day, Effect: Visible, Note: " "}, by, "action.no_comparison")
	do(t, l, by, &ActionRecord{Action: "a1", Day: day, Effect: NotVisible}, &ActionRecord{Action: "a1", Day: day, Effect: Visible, Note: "five colleagues without it"})
}

// An explanation after the deadline is told as what it is.
func TestF16_ALateExplanationIsNotOneInTime(t *testing.T) {
	for at, late := range map[string]bool{"2026-07-07T18:00:00": false, "2026-07-07T18:00:01": true} {
		l := withNode(t)
		node := "action/a1"
		open, _ := l.AlertsAt(clock(t, "2026-07-07T17:00:00"), ChinaCalendar())
		if len(open) > 0 {
			node = open[0].Node.ID
		}
		do(t, l, mark(t, at, "周明轩"), &Explanation{Node: node, Reason: "visit moved", Remedy: "Thursday"})
		open, _ = l.AlertsAt(clock(t, "2026-07-08T09:00:00"), ChinaCalendar())
		if len(open) != 1 || open[0].ExplainedLate() != late || (open[0].State == AlertEscalated) != late {
			t.Errorf("%s: %+v", at, open)
		}
	}
}

// coverage is followed by the levels of its months: 40 % ± 0.3 points before, 60 %
// asked for by the end of July.
func coverage(t *testing.T, m Milestone) Plan {
	t.Helper()
	start := kpi.DateOf(2026, 7, 1)
	return Plan{ID: "p", Employee: kpi.Employee{ID: "e017"}, Indicator: "test_coverage", Baseline: dec(t, "0.4"), State: Agreed, Start: &start, Version: 1, AsOf: start - 1,
		Standing:   &Standing{Grain: kpi.Month, Periods: 3, Events: kpi.FromInt(12_000), Trials: kpi.FromInt(30_000), PerPeriod: kpi.FromInt(10_000), Mean: dec(t, "0.4"), SD: dec(t, "0.003")},
		Milestones: []Milestone{m}}
}

// Without an interval of its own a value is held against how much the periods
// before the plan went up and down: 59.7 of 60 is not missed on noise.
func TestALevelWithinTheUsualUpsAndDownsIsNotMissed(t *testing.T) {
	by, from := kpi.DateOf(2026, 7, 31), kpi.DateOf(2026, 7, 1)
	for name, c := range map[string]struct {
		m       Milestone
		covered int64
		want    Status
	}{
		"0.3 points short, t(2) × 0.3 = 1.3 points":    {Milestone{By: &by}, 5971, Inconclusive},
		"1.2 points short":                             {Milestone{By: &by}, 5880, Inconclusive},
		"1.4 points short":                             {Milestone{By: &by}, 5860, Missed},
		"reached":                                      {Milestone{By: &by}, 6000, Met},
		"held from a day on, far below":                {Milestone{From: &from}, 4500, Missed},
		"held from a day on, within the ups and downs": {Milestone{From: &from}, 5971, AtRisk},
	} {
		t.Run(name, func(t *testing.T) {
			c.m.Level, c.m.Operator, c.m.Sustain = dec(t, "0.6"), AtLeast, 1
			plan := coverage(t, c.m)
			pr := trackAt(t, plan, dataset(t, months(t, "test_coverage", "2026-07", of(c.covered, 10_000))...), "2026-07")
			if pr.Status != c.want || !hasCode(pr.Caveats, "progress.spread_interval") || hasCode(pr.Caveats, "progress.no_interval") {
				t.Errorf("%s, want %s; %v", pr.Status, c.want, pr.Caveats)
			}
			if half := pr.Latest.Hi - pr.Latest.Value; math.Abs(half-0.0129) > 0.0001 { // 4.303 × 0.003
				t.Errorf("half the interval is %.4f", half)
			}
		})
	}
	plan := coverage(t, Milestone{By: &by, Level: dec(t, "0.6"), Operator: AtLeast, Sustain: 1})
	plan.Standing.Periods = 2
	pr := trackAt(t, plan, dataset(t, months(t, "test_coverage", "2026-07", of(5971, 10_000))...), "2026-07")
	if !hasCode(pr.Caveats, "progress.no_interval") {
		t.Errorf("two periods tell no spread: %v", pr.Caveats)
	}
}

// S2-15: a plan whose last day has not come has not failed; what recurs counts with
// its share, and what is confidential is nobody's failure.
func TestS2_15_WhoHasFailedAndWhoHasNot(t *testing.T) {
	in := indicator(t, "conversion_rate")
	s := story{"conversion_rate", "2025-04", constant(0.15, 8), constant(0.2, 8), 100, 6, false}
	ds := dataset(t, s.rows(t)...)
	weekly := Action{ID: "a1", Task: "chart", FromWeek: 1, ToWeek: 10, Completion: Doing, TimesDone: 9, Recurrence: &Recurrence{Times: 1, Per: kpi.Week}}
	secret := Action{ID: "a2", Task: "EAP", HROnly: true}
	plan := planFrom(t, "conversion_rate", "0.2", "2025-09-01", 3, 150_000)
	plan.Content.Actions = []Action{weekly, secret}
	if f := Evaluate(plan, ds, in, DefaultEvaluate()).Failures; len(f) != 1 || f[0].Class != FailStrategy || f[0].Evidence.Args["total"] != "1" {
		t.Errorf("nine of ten weeks done: %+v", f)
	}
	later := planFrom(t, "conversion_rate", "0.2", "2025-09-01", 6, 150_000)
	if f := Evaluate(later, ds, in, DefaultEvaluate()).Failures; len(f) != 0 {
		t.Errorf("three months before its day: %+v", f)
	}
}

// S0-25, F8: nothing is raised on somebody who reached the target and fell behind it
// again.
func TestS0_25_ATargetThatWasLostIsNotRaised(t *testing.T) {
	day := kpi.DateOf(2026, 8, 31)
	plan := coverage(t, Milestone{By: &day, Level: dec(t, "0.6"), Operator: AtLeast, Sustain: 1})
	plan.Reference = dec(t, "0.62")
	for last, raised := range map[int64]bool{6000: true, 5200: false} {
		pr := trackAt(t, plan, dataset(t, months(t, "test_coverage", "2026-07", of(6100, 10_000), of(last, 10_000))...), "2026-08")
		opt := HealthOptions{Indicator: indicator(t, "test_coverage"), AsOf: day}
		h := HealthCheck(pr, opt)
		if (h.Next != nil) != raised || hasCode(h.Challenging.Evidence, "health.lost") == raised {
			t.Errorf("%d of 10,000 in August: %+v", last, h)
		}
	}
}

// Nobody is put on a plan that cannot be met: nine months in a row do not go into
// six.
func TestAStreakHasRoomBeforeItsDay(t *testing.T) {
	for sustain, code := range map[int]string{6: "", 7: "target.too_short", 9: "target.too_short"} {
		draft := drafted().Plan
		draft.Standing = monthsOf(15, 100, 3)
		draft.Milestones[1].Sustain = sustain
		agreed, err := Agree(draft, "Li Na", kpi.DateOf(2026, 7, 1))
		if f := kpi.AsFault(err); (f == nil) != (code == "") || f != nil && f.Code != code {
			t.Errorf("%d months by December: %v", sustain, err)
		}
		if err != nil {
			continue
		}
		l := NewLife(draft)
		l.Begin(agreed, mark(t, "2026-06-28T09:00:00", "Li Na"))
		sooner := append([]Milestone(nil), agreed.Milestones...)
		sooner[1].By = ptr(kpi.DateOf(2026, 11, 30))
		refused(t, l, NewAmendment(1, "why", sooner), mark(t, "2026-08-03T10:00:00", "Li Na"), "target.too_short")
	}
}
