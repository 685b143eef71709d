package goals

import (
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// S3-09: an amendment that waited when its plan was closed does not open it
// again: neither by a late acknowledgement nor when an old ledger holds one.
func TestS3_09_ALateAcknowledgementDoesNotReopenAClosedPlan(t *testing.T) {
	l := running(t)
	by := mark(t, "2026-10-05T10:00:00", "Li Na")
	do(t, l, by, NewAmendment(1, "sick leave", later20(l)))
	a, _ := NewAck(l, RoleManager, "Li Na")
	do(t, l, by, a)
	late, _ := NewAck(l, RoleEmployee, "周明轩")
	do(t, l, by, &Closing{Outcome: OutcomePartly})
	refused(t, l, late, by, "plan.closed")
	if err := l.Replay(late, by); err != nil {
		t.Fatal(err)
	}
	if l.State(kpi.DateOf(2026, 10, 6)) != Closed || l.Plan.Version != 1 || l.Pending() != nil {
		t.Errorf("%s, version %d, waiting %v", l.State(kpi.DateOf(2026, 10, 6)), l.Plan.Version, l.Pending())
	}
	again := &Amendment{Version: 3, Base: 2, Reason: "back", Milestones: l.Plan.Milestones, Reopens: true}
	do(t, l, by, again)
	acknowledge(t, l, by)
	if l.State(kpi.DateOf(2026, 10, 6)) != Active || l.Plan.Version != 3 {
		t.Errorf("reopened: %s, version %d", l.State(kpi.DateOf(2026, 10, 6)), l.Plan.Version)
	}
}

// Nobody misses a target that was set after its day.
func TestTheDaysOfAnAmendment(t *testing.T) {
	day := func(m, d int) *kpi.Date { v := kpi.DateOf(2026, 1, d).AddMonths(m - 1); return &v }
	for name, c := range map[string]struct {
		change func(list []Milestone) []Milestone
		code   string
	}{
		"the last level two months later":          {func(l []Milestone) []Milestone { l[1].By = day(14, 28); return l }, ""},
		"the last one due before the first begins": {func(l []Milestone) []Milestone { l[1].By = day(8, 31); return l }, "amend.order"},
		"the last one due on a day that is over":   {func(l []Milestone) []Milestone { l[1].By = day(9, 30); return l }, "amend.day_past"},
		"one added behind, for a day that is over": {func(l []Milestone) []Milestone {
			return append(l[:1], Milestone{Level: 190_000, Operator: AtLeast, By: day(9, 30), Sustain: 1})
		}, "amend.day_past"},
		"the level that counts already, harder":        {func(l []Milestone) []Milestone { l[0].Level = 190_000; return l }, "amend.day_past"},
		"the level that counts already, for longer":    {func(l []Milestone) []Milestone { l[0].Sustain = 3; return l }, "amend.day_past"},
		"the level that counts already, eased":         {func(l []Milestone) []Milestone { l[0].Level = 170_000; return l }, ""},
		"the level that counts already, a month later": {func(l []Milestone) []Milestone { l[0].From = day(10, 1); return l }, ""},
		"the level that counts already, earlier":       {func(l []Milestone) []Milestone { l[0].From = day(8, 1); return l }, "amend.day_past"},
		"yesterday's day where the writer is":          {func(l []Milestone) []Milestone { l[1].By = day(10, 5); return l }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			l := running(t)
			a := NewAmendment(1, "why", c.change(append([]Milestone(nil), l.Plan.Milestones...)))
			by := mark(t, "2026-10-06T10:00:00", "Li Na")
			if c.code != "" {
				refused(t, l, a, by, c.code)
				return
			}
			do(t, l, by, a)
		})
	}
}

// weighed is a running plan whose draft had chances and a reach.
func weighed(t *testing.T) (*Life, *kpi.Indicator) {
	t.Helper()
	in := indicator(t, "conversion_rate")
	l := running(t)
	l.Plan.Standing = monthsOf(15, 100, 3)
	l.Plan = Weigh(l.Plan, in)
	l.Plan.Arithmetic = append(l.Plan.Arithmetic, line("month.by", "level", "0.2"))
	l.Plan.setReach(Achievable{Verdict: Reachable, Need: ptr(dec(t, "0.05")), Median: ptr(dec(t, "0.01")), P75: ptr(dec(t, "0.02")), P95: ptr(dec(t, "0.06")),
		Months: l.Plan.months(), Colleagues: 9})
	return l, in
}

// An amended plan has the chances, and the reach, of its own milestones: read
// before anybody acknowledges, and the same once it is in force.
func TestAnAmendmentIsWeighedBeforeItIsAcknowledged(t *testing.T) {
	l, in := weighed(t)
	was := *l.Plan.Chances
	harder := append([]Milestone(nil), l.Plan.Milestones...)
	harder[1].Level = dec(t, "0.4")
	a := NewAmendment(1, "market", harder)
	if err := a.Weigh(l.Plan, in); err != nil {
		t.Fatal(err)
	}
	do(t, l, mark(t, "2026-08-03T10:00:00", "Li Na"), a)
	p, waits := l.PendingPlan()
	if !waits || p.Chances.Milestones[1].Level != harder[1].Level || p.Chances.Milestones[1].Unchanged.Attain >= was.Milestones[1].Unchanged.Attain {
		t.Fatalf("%t, %+v", waits, p.Chances)
	}
	if p.Achievable.Verdict != TooHard || *p.Achievable.Need != dec(t, "0.25") || !hasCode(p.Caveats, "plan.too_hard") {
		t.Errorf("25 points where 95 of 100 colleagues made 6: %+v", p.Achievable)
	}
	if len(withCode(p.Arithmetic, "arithmetic.chances")) != 2 || hasCode(p.Arithmetic, "arithmetic.month.by") || hasCode(p.Arithmetic, "arithmetic.reachable") || !hasCode(p.Arithmetic, "arithmetic.amended") {
		t.Errorf("%v", p.Arithmetic)
	}
	if l.Plan.Chances.Milestones[1] != was.Milestones[1] {
		t.Error("the version in force took the chances of the one that waits")
	}
	acknowledge(t, l, mark(t, "2026-08-04T10:00:00", "HR Chen"))
	if l.Plan.Chances != a.Chances || l.Plan.Achievable.Verdict != TooHard {
		t.Errorf("in force: %+v", l.Plan.Chances)
	}
}

// Ledgers of before hold amendments without chances: none are shown then.
func TestAnAmendmentThatWasNotWeighedHasNoChances(t *testing.T) {
	l, _ := weighed(t)
	do(t, l, mark(t, "2026-08-03T10:00:00", "Li Na"), NewAmendment(1, "leave", later20(l)))
	acknowledge(t, l, mark(t, "2026-08-04T10:00:00", "HR Chen"))
	if l.Plan.Chances != nil || !hasCode(l.Plan.Caveats, "chances.unknown") || hasCode(l.Plan.Arithmetic, "arithmetic.chances") {
		t.Errorf("%+v, %v", l.Plan.Chances, l.Plan.Caveats)
	}
}

func TestAnAmendmentStaysOnTheScale(t *testing.T) {
	l, in := weighed(t)
	list := append([]Milestone(nil), l.Plan.Milestones...)
	list[1].Level = dec(t, "2.5")
	if err := NewAmendment(1, "why", list).Weigh(l.Plan, in); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "target.level_range" {
		t.Errorf("250 %%: %v", err)
	}
	list[1].Level, list[1].Sustain = dec(t, "0.25"), 99
	if err := NewAmendment(1, "why", list).Weigh(l.Plan, in); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "target.sustain" {
		t.Errorf("99 months in a row: %v", err)
	}
}

// S4-12: what waits can be taken back, with a reason and for all to read.
func TestS4_12_AnAmendmentIsWithdrawn(t *testing.T) {
	l := running(t)
	by := mark(t, "2026-08-03T10:00:00", "Li Na")
	refused(t, l, &Withdrawal{Version: 1, Reason: "twice"}, by, "amend.none_waits")
	do(t, l, by, NewAmendment(1, "leave", later20(l)))
	waiting, _ := NewAck(l, RoleEmployee, "周明轩")
	refused(t, l, &Withdrawal{Version: 1, Reason: "twice"}, by, "plan.stale")
	refused(t, l, &Withdrawal{Version: 2, Reason: " "}, by, "amend.no_reason")
	do(t, l, by, &Withdrawal{Version: 2, Reason: "twice"})
	if l.Pending() != nil || l.Plan.Version != 1 || l.Versions[1].Withdrawn.Mark.By != "Li Na" || l.State(kpi.DateOf(2026, 8, 3)) != Active {
		t.Errorf("%+v", l.Versions[1])
	}
	refused(t, l, &Withdrawal{Version: 2, Reason: "twice"}, by, "amend.none_waits")
	refused(t, l, waiting, by, "plan.stale")
	acknowledge(t, l, by) // the version in force
	if l.Plan.Version != 1 || len(l.Versions[0].Acks) != 2 {
		t.Errorf("version %d, %v", l.Plan.Version, l.Versions[0].Acks)
	}
	refused(t, l, NewAmendment(1, "leave", later20(l)), by, "plan.stale")
	do(t, l, by, NewAmendment(2, "leave", later20(l)))
	do(t, l, by, &Closing{Outcome: OutcomeWithdrawn})
	refused(t, l, &Withdrawal{Version: 3, Reason: "twice"}, by, "plan.closed")
	refused(t, NewLife(drafted().Plan), &Withdrawal{Version: 1, Reason: "x"}, by, "plan.not_agreed")
}
