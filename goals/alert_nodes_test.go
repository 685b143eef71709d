package goals

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// ids of the open nodes at a moment.
func openAt(t *testing.T, l *Life, at string) string {
	t.Helper()
	open, _ := l.AlertsAt(clock(t, at), ChinaCalendar())
	var ids []string
	for _, a := range open {
		ids = append(ids, a.Node.ID+" "+string(a.State))
	}
	return strings.Join(ids, ", ")
}

// S0-25: every two months; what was held counts from its day.
func TestS0_25_HealthChecksAreDueEveryTwoMonths(t *testing.T) {
	l := running(t)
	if got := openAt(t, l, "2026-08-31T17:00:00"); got != "" {
		t.Errorf("two months are not over: %s", got)
	}
	if got := openAt(t, l, "2026-09-01T19:00:00"); got != "health/2026-09-01 overdue" {
		t.Errorf("on the day: %s", got)
	}
	do(t, l, mark(t, "2026-09-03T10:00:00", "Li Na"), &HealthRecord{Day: kpi.DateOf(2026, 9, 3), Challenge: "yes"})
	if got := openAt(t, l, "2026-10-20T10:00:00"); got != "" {
		t.Errorf("after it was held: %s", got)
	}
	if got := openAt(t, l, "2026-11-05T10:00:00"); got != "health/2026-11-03 escalated" {
		t.Errorf("the next: %s", got)
	}
	refused(t, l, &HealthRecord{Day: kpi.DateOf(2026, 6, 30)}, mark(t, "2026-09-03T10:00:00", "Li Na"), "health.before_start")
}

// S0-09: figures by a cadence of their own; a missing check is an event.
func TestS0_09_AMissingCheckIsAnEvent(t *testing.T) {
	l := running(t)
	do(t, l, mark(t, "2026-07-01T09:00:00", "Li Na"), &Cadence{Checks: []Check{{Indicator: "conversion_rate", Months: 1}, {Indicator: "exam_pass_rate", Weeks: 2}}})
	july := kpi.PeriodOf(kpi.DateOf(2026, 7, 1), kpi.Month)
	l.Seen = append(l.Seen, Seen{Indicator: "conversion_rate", Period: july, Measure: counts(17, 100), At: clock(t, "2026-08-03T09:00:00")})
	got := openAt(t, l, "2026-08-10T09:00:00")
	want := "measure/exam_pass_rate/2026-07-14 escalated, measure/exam_pass_rate/2026-07-28 escalated"
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := openAt(t, l, "2026-09-08T09:00:00"); !strings.Contains(got, "measure/conversion_rate/2026-08-31 overdue") {
		t.Errorf("August is missing: %s", got)
	}
	if statesAt(t, l, "2026-09-08T09:00:00"); !strings.Contains(logged(l), "overdue") {
		t.Errorf("written down: %s", logged(l))
	}
}

// S0-23: the weekly talk.
func TestS0_23_ATalkThatWasNotHeldIsAnEvent(t *testing.T) {
	l := running(t)
	do(t, l, mark(t, "2026-07-01T09:00:00", "Li Na"), &Cadence{Talk: 1})
	do(t, l, mark(t, "2026-07-03T10:00:00", "Li Na"), &CheckIn{Day: kpi.DateOf(2026, 7, 3), Talk: true, Minutes: 30})
	do(t, l, mark(t, "2026-07-10T10:00:00", "Li Na"), &CheckIn{Day: kpi.DateOf(2026, 7, 10), Progress: "no talk held"})
	if got := openAt(t, l, "2026-07-15T09:00:00"); got != "talk/2026-07-14 overdue" {
		t.Error(got)
	}
}

// S0-08, S0-17: recurring actions have a node for each time.
func TestS0_08_EachTimeOfARecurringActionIsANode(t *testing.T) {
	l := running(t)
	l.Cadence.Health = 0
	do(t, l, mark(t, "2026-07-01T09:00:00", "Li Na"),
		NewAction(l, Action{Task: "chart updated every Monday", FromWeek: 1, ToWeek: 3, Recurrence: &Recurrence{Times: 1, Per: kpi.Week, Weekday: "monday"}}),
		NewAction(l, Action{ID: "a2", Task: "a trial", ToWeek: 1, Experiment: true}), NewAction(l, Action{ID: "a3", Task: "by an event", Lead: &Lead{Event: "review", Days: -1}}))
	do(t, l, mark(t, "2026-07-06T10:00:00", "周明轩"), &ActionRecord{Action: "a1", Day: kpi.DateOf(2026, 7, 6), Add: 1})
	got := openAt(t, l, "2026-07-25T09:00:00")
	if got != "action/a1/2026-07-13 escalated, action/a1/2026-07-20 escalated" {
		t.Error(got)
	}
	do(t, l, mark(t, "2026-07-25T10:00:00", "Li Na"), &ActionRecord{Action: "a1", Day: kpi.DateOf(2026, 7, 25), Completion: Dropped})
	if got := openAt(t, l, "2026-07-25T11:00:00"); got != "" {
		t.Errorf("dropped: %s", got)
	}
}

// S1-06: an objection is to be answered within 24 hours.
func TestS1_06_AnObjectionIsToBeAnsweredWithinADay(t *testing.T) {
	l := running(t)
	l.Cadence.Health = 0
	do(t, l, mark(t, "2026-07-06T10:00:00", "周明轩"), &Comment{Text: "two visits lack", Objection: true}, &Comment{Text: "thanks"})
	if got := openAt(t, l, "2026-07-07T10:00:00"); got != "objection/1 overdue" {
		t.Error(got)
	}
	do(t, l, mark(t, "2026-07-07T10:30:00", "Li Na"), &Reply{Comment: 1, Text: "corrected"})
	if got := openAt(t, l, "2026-07-09T10:30:00"); got != "" {
		t.Error(got)
	}
}

func TestAClosedPlanRaisesNothingMore(t *testing.T) {
	l := running(t)
	do(t, l, mark(t, "2026-08-01T10:00:00", "Li Na"), &Closing{Outcome: OutcomeTransferred})
	open, changes := l.AlertsAt(clock(t, "2027-01-01T10:00:00"), ChinaCalendar())
	if len(open)+len(changes) != 0 {
		t.Errorf("%v, %v", open, changes)
	}
	if open, changes := drafted().AlertsAt(clock(t, "2027-01-01T10:00:00"), ChinaCalendar()); len(open)+len(changes) != 0 {
		t.Error("a draft has nodes")
	}
}

// What would have been due while a plan was closed is not late when it is taken
// up again.
func TestNothingIsDueWhileAPlanIsClosed(t *testing.T) {
	l := running(t)
	do(t, l, mark(t, "2026-07-01T09:00:00", "Li Na"), &Cadence{Health: 2, Talk: 4})
	do(t, l, mark(t, "2026-07-20T09:00:00", "Li Na"), &CheckIn{Day: kpi.DateOf(2026, 7, 20), Talk: true})
	do(t, l, mark(t, "2026-08-01T10:00:00", "Li Na"), &Closing{Outcome: OutcomeTransferred})
	again := mark(t, "2026-12-01T10:00:00", "Li Na")
	do(t, l, again, &Amendment{Version: 2, Base: 1, Reason: "back", Milestones: l.Plan.Milestones, Reopens: true})
	acknowledge(t, l, again)
	if got := openAt(t, l, "2026-12-02T10:00:00"); got != "" {
		t.Errorf("late at once: %s", got)
	}
	do(t, l, mark(t, "2027-06-01T10:00:00", "Li Na"), &Closing{Outcome: OutcomeMet})
	third := mark(t, "2027-08-01T10:00:00", "Li Na")
	do(t, l, third, &Amendment{Version: 3, Base: 2, Reason: "again", Milestones: l.Plan.Milestones, Reopens: true})
	acknowledge(t, l, third)
	if got := openAt(t, l, "2027-02-01T19:00:00"); !strings.Contains(got, "health/2027-02-01 overdue") || !strings.Contains(got, "talk/2026-12-15 escalated") {
		t.Error(got)
	}
}

// However often and in whatever steps the time is asked for, the same
// transitions are written down, each once.
func TestTransitionsDoNotDependOnWhenSomebodyLooks(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		often, once := withNode(t), withNode(t)
		explain := time.Duration(rapid.IntRange(0, 100).Draw(r, "explained after")) * time.Hour
		monday := clock(t, "2026-07-06T00:00:00")
		for _, l := range []*Life{often, once} {
			do(t, l, Mark{monday.Add(explain), "周明轩"}, &Explanation{Node: "action/a1", Reason: "r", Remedy: "m"})
		}
		for _, h := range rapid.SliceOf(rapid.IntRange(0, 200)).Draw(r, "looks") {
			statesAt(t, often, monday.Add(time.Duration(h)*time.Hour).Format("2006-01-02T15:04:05"))
		}
		statesAt(t, often, "2026-07-20T00:00:00")
		statesAt(t, once, "2026-07-20T00:00:00")
		if len(often.Alerts) != len(once.Alerts) {
			r.Fatalf("%d transitions, looked at once %d", len(often.Alerts), len(once.Alerts))
		}
		for i, c := range once.Alerts {
			if !often.Alerts[i].same(c) {
				r.Fatalf("%+v, looked at once %+v", often.Alerts[i], c)
			}
		}
	})
}
