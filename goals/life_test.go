package goals

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// clock is 9:00 in Shanghai on a day of 2026.
func clock(t testing.TB, word string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, word+"+08:00")
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func mark(t testing.TB, at, by string) Mark { return Mark{clock(t, at), by} }

// running is a plan of 周明轩 in sales that starts on 1 July 2026 (F1: 15 % → 18 % → 20 %).
func running(t testing.TB) *Life {
	t.Helper()
	l := drafted()
	start := kpi.DateOf(2026, 7, 1)
	agreed, err := Agree(l.Plan, "Li Na", start)
	if err != nil {
		t.Fatal(err)
	}
	l.Begin(agreed, mark(t, "2026-06-28T09:00:00", "Li Na"))
	return l
}

func drafted() *Life {
	return NewLife(Plan{ID: "sc5xfmmuic", Employee: kpi.Employee{ID: "S105", Name: "周明轩"}, Team: "east", Indicator: "conversion_rate", Direction: kpi.Higher,
		Baseline: 150_000, Reference: 220_000, Basis: BasisMean, State: Draft, Version: 1, AsOf: kpi.DateOf(2026, 6, 30),
		Milestones: []Milestone{{Level: 180_000, Operator: AtLeast, FromMonth: 3, Sustain: 1}, {Level: 200_000, Operator: AtLeast, ByMonth: 6, Sustain: 1}}})
}

// do does deeds one after the other; each must be taken.
func do(t testing.TB, l *Life, by Mark, deeds ...Deed) {
	t.Helper()
	for _, d := range deeds {
		if err := l.Check(d, by); err != nil {
			t.Fatalf("%s: %v", d.Kind(), err)
		}
		if err := l.Replay(d, by); err != nil {
			t.Fatal(err)
		}
	}
}

// refused wants a fault and an unchanged life.
func refused(t *testing.T, l *Life, d Deed, by Mark, code string) *kpi.Fault {
	t.Helper()
	before, _ := json.Marshal(l)
	err := l.Check(d, by)
	f := kpi.AsFault(err)
	if f == nil || f.Code != code {
		t.Fatalf("%s: %v, want %s", d.Kind(), err, code)
	}
	if f.Class != kpi.Usage {
		t.Errorf("%s: class %d", code, f.Class)
	}
	if after, _ := json.Marshal(l); string(after) != string(before) {
		t.Errorf("%s: a refused deed changed the plan", code)
	}
	return f
}

// S1-02: draft → agreed → active ⇄ amended → closed.
func TestS1_02_APlanGoesThroughItsStates(t *testing.T) {
	l := drafted()
	june, july := kpi.DateOf(2026, 6, 30), kpi.DateOf(2026, 7, 1)
	if s := l.State(july); s != Draft {
		t.Errorf("before the agreement: %s", s)
	}
	l = running(t)
	if a, b := l.State(june), l.State(july); a != Agreed || b != Active {
		t.Errorf("agreed: %s on the eve, %s on the first day", a, b)
	}
	by := mark(t, "2026-08-03T10:00:00", "Li Na")
	do(t, l, by, NewAmendment(1, "two weeks of sick leave", later20(l)))
	if s := l.State(july); s != Amended {
		t.Errorf("with a version that waits: %s", s)
	}
	acknowledge(t, l, by)
	if s := l.State(july); s != Active || l.Plan.Version != 2 {
		t.Errorf("acknowledged by both: %s, version %d", s, l.Plan.Version)
	}
	do(t, l, by, &Closing{Outcome: OutcomeMet})
	if s := l.State(july); s != Closed {
		t.Errorf("closed: %s", s)
	}
}

// later20 are the milestones of l with the last one two weeks later.
func later20(l *Life) []Milestone {
	list := append([]Milestone(nil), l.Plan.Milestones...)
	day := *list[1].By + 14
	list[1].By = &day
	return list
}

func acknowledge(t *testing.T, l *Life, by Mark) {
	t.Helper()
	for _, side := range []struct {
		role Role
		name string
	}{{RoleEmployee, "周明轩"}, {RoleManager, "Li Na"}} {
		a, err := NewAck(l, side.role, side.name)
		if err != nil {
			t.Fatal(err)
		}
		do(t, l, by, a)
	}
}

func TestWhatADraftAndAClosedPlanRefuse(t *testing.T) {
	by := mark(t, "2026-08-03T10:00:00", "Li Na")
	day := kpi.DateOf(2026, 8, 3)
	closed := running(t)
	do(t, closed, by, NewAction(closed, Action{Task: "cases"}), &Closing{Outcome: OutcomePartly})
	for name, d := range map[string]Deed{
		"an amendment":    NewAmendment(1, "r", later20(running(t))),
		"a check-in":      &CheckIn{Day: day, Talk: true},
		"a health check":  &HealthRecord{Day: day},
		"a recognition":   &Recognition{Text: "asked deep"},
		"an explanation":  &Explanation{Node: "action/a1", Reason: "r", Remedy: "m"},
		"an action done":  &ActionRecord{Action: "a1", Day: day, Completion: Done},
		"an obstacle":     &ObstacleChange{ID: "o1", State: ObstacleResolved},
		"a second ending": &Closing{Outcome: OutcomeMet},
	} {
		t.Run(name, func(t *testing.T) {
			if f := refused(t, closed, d, by, "plan.closed"); f.Args["by"] != "Li Na" || f.Args["outcome"] != "partly" || f.Args["day"] != "2026-08-03" {
				t.Errorf("%v", f)
			}
			if _, isEnd := d.(*Closing); !isEnd {
				refused(t, drafted(), d, by, "plan.not_agreed")
			}
		})
	}
	refused(t, closed, &CauseSet{Cause: Cause{Code: "individual.skill"}}, by, "plan.closed")
	refused(t, closed, NewAction(closed, Action{Task: "more"}), by, "plan.closed")
	do(t, closed, by, &Comment{Text: "I see it otherwise", Objection: true}) // the employee's word is taken at any time
}

func TestEveryDeedNamesItsActor(t *testing.T) {
	l := running(t)
	for _, empty := range deeds() {
		refused(t, l, empty(), Mark{At: clock(t, "2026-08-03T10:00:00"), By: " "}, "plan.no_actor")
	}
}

func TestKindsAreDistinctAndDecoded(t *testing.T) {
	seen := map[string]bool{}
	for _, empty := range deeds() {
		d := empty()
		if seen[d.Kind()] {
			t.Errorf("two deeds of the kind %s", d.Kind())
		}
		seen[d.Kind()] = true
		back, err := DecodeDeed(d.Kind(), []byte("{}"))
		if err != nil || reflect.TypeOf(back) != reflect.TypeOf(d) {
			t.Errorf("%s decodes to %T (%v)", d.Kind(), back, err)
		}
		if _, err := DecodeDeed(d.Kind(), []byte("[")); err == nil {
			t.Errorf("%s: half a body is taken", d.Kind())
		}
	}
	if d, err := DecodeDeed("of.tomorrow", nil); d != nil || err != nil {
		t.Errorf("a kind that is not known: %v, %v", d, err)
	}
}

func TestS4_04_ClosingSaysWhatIsMissingAndProposesNothing(t *testing.T) {
	l := running(t)
	day := kpi.DateOf(2026, 12, 31)
	codes := func() (list []string) {
		for _, c := range l.Gaps(day) {
			list = append(list, c.Code)
		}
		return list
	}
	want := []string{"record.no_ack", "record.no_ack", "record.no_cause", "record.no_action", "record.no_talk", "record.no_health_check"}
	if diff := cmp.Diff(want, codes()); diff != "" {
		t.Error(diff)
	}
	by := mark(t, "2026-09-01T10:00:00", "Li Na")
	acknowledge(t, l, by)
	do(t, l, by, &CauseSet{Cause: Cause{Code: "individual.skill"}}, NewAction(l, Action{Task: "cases"}), &HealthRecord{Day: kpi.DateOf(2026, 9, 1)},
		&CheckIn{Day: kpi.DateOf(2026, 9, 1), Talk: true, Minutes: 30, Obstacles: []Obstacle{{Text: "no library", Owner: "Li Na", State: ObstacleOpen}}},
		&Comment{Text: "too few visits", Objection: true}, NewAmendment(1, "leave", later20(l)))
	if diff := cmp.Diff([]string{"record.pending", "record.unanswered", "record.obstacles"}, codes()); diff != "" {
		t.Error(diff)
	}
	for _, o := range Outcomes() {
		if err := l.Check(&Closing{Outcome: o}, by); err != nil {
			t.Errorf("%s: %v", o, err)
		}
	}
	refused(t, l, &Closing{}, by, "close.outcome")
	refused(t, l, &Closing{Outcome: "dismissed"}, by, "close.outcome")
	refused(t, drafted(), &Closing{Outcome: OutcomeMet}, by, "close.draft")
	d := drafted()
	do(t, d, by, &Closing{Outcome: OutcomeWithdrawn})
	if _, err := NewAck(d, RoleManager, "Li Na"); kpi.AsFault(err) == nil {
		t.Error("a withdrawn draft is acknowledged")
	}
	refused(t, d, &Closing{Outcome: OutcomeWithdrawn}, by, "plan.closed")
	if len(drafted().Gaps(day)) != 0 {
		t.Error("a draft lacks nothing yet")
	}
}

// S0-27: completion and effect are two numbers.
func TestS0_27_S2_11_DoneDoneWellAndOfUseAreThreeFacts(t *testing.T) {
	l := running(t)
	by := mark(t, "2026-07-10T10:00:00", "周明轩")
	day := kpi.DateOf(2026, 7, 10)
	do(t, l, by, NewAction(l, Action{Task: "modules", Quantity: &Quantity{Of: 10, Unit: "modules"}}), NewAction(l, Action{ID: "a2", Task: "an aside"}))
	refused(t, l, &ActionRecord{Action: "a1", Day: day, Quality: Accepted}, by, "action.not_done")
	do(t, l, by, &ActionRecord{Action: "a1", Day: day, Add: 7})
	if a := l.action("a1"); a.Quantity.Done != 7 || a.Completion != Doing {
		t.Errorf("7 of 10: %+v, %s", *a.Quantity, a.Completion)
	}
	refused(t, l, &ActionRecord{Action: "a1", Day: day, Add: 4}, by, "action.quantity")
	refused(t, l, &ActionRecord{Action: "a2", Day: day, Add: 1}, by, "action.quantity")
	refused(t, l, &ActionRecord{Action: "a1", Day: day, Add: -1}, by, "action.quantity")
	refused(t, l, &ActionRecord{Action: "a1", Day: day}, by, "action.nothing")
	refused(t, l, &ActionRecord{Action: "a9", Day: day, Completion: Done}, by, "action.unknown")
	do(t, l, by, &ActionRecord{Action: "a1", Day: day, Add: 3}, &ActionRecord{Action: "a1", Day: day, Quality: Accepted}, &ActionRecord{Action: "a1", Day: day, Effect: NotVisible})
	if a := l.action("a1"); a.Completion != Done || a.Quality != Accepted || a.Effect != NotVisible {
		t.Errorf("%+v", *a)
	}
	do(t, l, by, &ActionRecord{Action: "a2", Day: day, Completion: Dropped})
	if done, of := l.Completed(); done != 1 || of != 1 {
		t.Errorf("%d of %d actions done", done, of)
	}
	refused(t, l, &ActionAdded{Action{ID: "a1", Task: "again"}}, by, "action.twice")
	refused(t, l, NewAction(l, Action{}), by, "action.invalid")
}

// S0-04: first and revised cause both stay.
func TestS0_04_FirstAndRevisedCauseStay(t *testing.T) {
	l := drafted()
	by := mark(t, "2026-07-10T10:00:00", "Li Na")
	do(t, l, by, &CauseSet{Cause{Code: "individual.method", Hypothesis: "stiff wording"}})
	refused(t, l, &CauseSet{Cause{Code: "individual.method"}}, by, "cause.twice")
	refused(t, l, &CauseSet{}, by, "cause.no_code")
	refused(t, l, &CauseRevised{Code: "individual.method"}, by, "cause.no_code")
	do(t, l, by, &CauseRevised{Code: "individual.method", Cause: Cause{Code: "process.misunderstood", Hypothesis: "new product misread"}})
	refused(t, l, &CauseRevised{Code: "individual.method", Cause: Cause{Code: "incentive"}}, by, "cause.not_there")
	do(t, l, by, &CauseRevised{Code: "process.misunderstood", Cause: Cause{Code: Wellbeing, HROnly: true}})
	c := l.Plan.Content.Causes[0]
	if c.Code != "individual.method" || c.Revised.Code != "process.misunderstood" || c.Current().Code != Wellbeing {
		t.Errorf("%+v", c)
	}
}

// S3-13: new staff are looked at every two or three weeks.
func TestS3_13_TheCycleOfTheTypeIsTheCadenceOfTalks(t *testing.T) {
	l := drafted()
	l.Plan.Cycle = 3
	agreed, err := Agree(l.Plan, "Li Na", kpi.DateOf(2026, 7, 1))
	if err != nil {
		t.Fatal(err)
	}
	l.Begin(agreed, mark(t, "2026-06-28T09:00:00", "Li Na"))
	if got := openAt(t, l, "2026-07-22T09:00:00"); got != "talk/2026-07-21 overdue" {
		t.Error(got)
	}
}

// S0-08: what HR and the employee alone see is not shown to others.
func TestS0_08_ConfidentialItemsAreForHRAlone(t *testing.T) {
	l := running(t)
	by := mark(t, "2026-07-10T10:00:00", "HR Chen")
	day := kpi.DateOf(2026, 7, 10)
	do(t, l, by, NewAction(l, Action{Task: "counselling", HROnly: true, Due: &day}), NewAction(l, Action{ID: "a2", Task: "cases", Due: &day}),
		&ActionRecord{Action: "a1", Day: day, Completion: Done}, &ActionRecord{Action: "a2", Day: day, Completion: Done},
		&Explanation{Node: "action/a1", Reason: "r", Remedy: "m"}, &AlertChange{Node: "action/a1/2026-07-10", State: AlertDue}, &AlertChange{Node: "health/2026-09-01", State: AlertDue})
	open := l.ForManager()
	if len(open.Plan.Content.Actions) != 1 || len(open.ActionLog) != 1 || len(open.Explanations) != 0 || len(open.Alerts) != 1 {
		t.Errorf("%+v", open)
	}
	if len(l.Plan.Content.Actions) != 2 || len(l.ActionLog) != 2 {
		t.Error("the life itself was changed")
	}
}
