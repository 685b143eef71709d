package ledger

import (
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// agreed is a ledger with the agreed plan of e017.
func agreed(t *testing.T) (*Ledger, string, string) {
	t.Helper()
	l, path := fresh(t)
	id := draft(t, l, proposal("e017", 900_000))[0].Plan.ID
	if _, err := l.Agree(ctx, by("lee"), id, kpi.DateOf(2025, 7, 1)); err != nil {
		t.Fatal(err)
	}
	return l, path, id
}

// one decides on deeds whatever the plan's life.
func one(deeds ...goals.Deed) func(*goals.Life) ([]goals.Deed, error) {
	return func(*goals.Life) ([]goals.Deed, error) { return deeds, nil }
}

func ack(role goals.Role, name string) func(*goals.Life) ([]goals.Deed, error) {
	return func(l *goals.Life) ([]goals.Deed, error) {
		a, err := goals.NewAck(l, role, name)
		return []goals.Deed{a}, err
	}
}

func lower(l *goals.Life) []goals.Milestone {
	list := append([]goals.Milestone(nil), l.Plan.Milestones...)
	list[0].Level -= 10_000
	return list
}

func do(t *testing.T, l *Ledger, id string, decide func(*goals.Life) ([]goals.Deed, error)) *goals.Life {
	t.Helper()
	life, err := l.Do(ctx, by("lee"), id, decide)
	if err != nil {
		t.Fatal(err)
	}
	return life
}

// Every kind of deed is one entry, and a replay gives the life that was written.
func TestEveryDeedIsAnEntryAndComesBack(t *testing.T) {
	l, path, id := agreed(t)
	day := kpi.DateOf(2025, 7, 2)
	deeds := []goals.Deed{
		&goals.CauseSet{Cause: goals.Cause{Code: "individual.skill"}},
		&goals.CauseRevised{Code: "individual.skill", Cause: goals.Cause{Code: "process.misunderstood"}},
		&goals.ActionAdded{Action: goals.Action{ID: "a1", Task: "modules", Quantity: &goals.Quantity{Of: 10}}},
		&goals.ActionRecord{Action: "a1", Day: day, Add: 7},
		&goals.CheckIn{Day: day, Talk: true, Minutes: 30, Obstacles: []goals.Obstacle{{Text: "no access", Owner: "lee", State: goals.ObstacleOpen}}},
		&goals.ObstacleChange{ID: "o1", State: goals.ObstacleResolved},
		&goals.Comment{Text: "too few visits", Objection: true},
		&goals.Reply{Comment: 1, Text: "corrected"},
		&goals.Recognition{Text: "asked deep"},
		&goals.Cadence{Health: 2, Talk: 1},
		&goals.Explanation{Node: "action/a1", Reason: "r", Remedy: "m"},
		&goals.AlertChange{Node: "action/a1", State: goals.AlertDue, Since: at, Due: at.Add(24 * time.Hour)},
		&goals.HealthRecord{Day: day, Challenge: "yes"},
	}
	do(t, l, id, one(deeds...))
	if len(entries(t, l)) != 2+len(deeds) {
		t.Errorf("%d entries", len(entries(t, l)))
	}
	do(t, l, id, func(l *goals.Life) ([]goals.Deed, error) {
		return []goals.Deed{goals.NewAmendment(1, "leave", lower(l))}, nil
	})
	do(t, l, id, ack(goals.RoleEmployee, "e017"))
	life := do(t, l, id, ack(goals.RoleManager, "lee"))
	life = do(t, l, id, one(&goals.Closing{Outcome: goals.OutcomeMet, Missing: life.Gaps(day)}))
	for i, e := range entries(t, l)[2:] {
		if i < len(deeds) && e.Kind != deeds[i].Kind() {
			t.Errorf("entry %d is %s, want %s", e.Seq, e.Kind, deeds[i].Kind())
		}
	}
	again, err := open(t, path).Life(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(asJSON(t, life), asJSON(t, again)); diff != "" {
		t.Errorf("-written +read\n%s", diff)
	}
	plans, err := l.Plans(ctx)
	if err != nil || plans[0].State != goals.Closed || plans[0].Version != 2 || plans[0].Milestones[0].Level != 890_000 {
		t.Errorf("%+v (%v)", plans, err)
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Of several deeds at once one refused takes the others with it.
func TestDeedsAreAllOrNothing(t *testing.T) {
	l, _, id := agreed(t)
	_, err := l.Do(ctx, by("lee"), id, one(&goals.Comment{Text: "good"}, &goals.CheckIn{Day: kpi.DateOf(2025, 7, 2)}))
	wantFault(t, err, "checkin.empty")
	_, err = l.Do(ctx, by("lee"), id, func(*goals.Life) ([]goals.Deed, error) { return nil, errors.New("thought better of it") })
	if err == nil || len(entries(t, l)) != 2 {
		t.Errorf("%d entries (%v)", len(entries(t, l)), err)
	}
	_, err = l.Do(ctx, by(" "), id, one(&goals.Comment{Text: "good"}))
	wantFault(t, err, "plan.no_actor")
	_, err = l.Do(ctx, by("lee"), "nobody", one(&goals.Comment{Text: "good"}))
	wantFault(t, err, "plan.unknown")
}

// Two managers amend at once, each in a process of its own: one is told.
func TestOfTwoWhoAmendAtOnceOneIsStale(t *testing.T) {
	_, path, id := agreed(t)
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i, who := range []string{"lee", "kim"} {
		l := open(t, path)
		wg.Go(func() {
			_, errs[i] = l.Do(ctx, by(who), id, func(l *goals.Life) ([]goals.Deed, error) {
				return []goals.Deed{goals.NewAmendment(1, "why", lower(l))}, nil
			})
		})
	}
	wg.Wait()
	lost, winner := errs[0], "kim"
	if lost == nil {
		lost, winner = errs[1], "lee"
	}
	if f := wantFault(t, lost, "plan.stale"); f.Args["by"] != winner || f.Args["at"] != "2025-07-01T01:30:00Z" {
		t.Errorf("%v", f)
	}
	if head, err := open(t, path).Verify(ctx); err != nil || head.Seq != 3 {
		t.Errorf("%+v (%v)", head, err)
	}
}

func TestAWithdrawnDraftComesBackWhenTheDataSaySomethingElse(t *testing.T) {
	l, _ := fresh(t)
	id := draft(t, l, proposal("e017", 900_000))[0].Plan.ID
	do(t, l, id, one(&goals.CauseSet{Cause: goals.Cause{Code: "individual.skill"}}, &goals.Closing{Outcome: goals.OutcomeWithdrawn}))
	if got := draft(t, l, proposal("e017", 900_000)); got[0].Change != Kept || got[0].Plan.State != goals.Closed {
		t.Errorf("the same draft: %+v", got[0])
	}
	if got := draft(t, l, proposal("e017", 910_000)); got[0].Change != Replaced || got[0].Plan.Version != 2 {
		t.Errorf("another draft: %+v", got[0])
	}
	life, err := l.Life(ctx, id)
	if err != nil || life.Plan.State != goals.Draft || len(life.Plan.Content.Causes) != 1 {
		t.Errorf("%+v (%v)", life.Plan, err)
	}
}

// What people wrote into a draft stays when it is drafted again, and is no
// reason to draft it again.
func TestADraftKeepsWhatPeopleWrote(t *testing.T) {
	l, _ := fresh(t)
	id := draft(t, l, proposal("e017", 900_000))[0].Plan.ID
	do(t, l, id, one(&goals.CauseSet{Cause: goals.Cause{Code: "individual.skill"}}))
	if got := draft(t, l, proposal("e017", 900_000)); got[0].Change != Unchanged || len(got[0].Plan.Content.Causes) != 1 {
		t.Errorf("%s, %d causes", got[0].Change, len(got[0].Plan.Content.Causes))
	}
	draft(t, l, proposal("e017", 910_000))
	p, err := l.Agree(ctx, by("lee"), id, kpi.DateOf(2025, 7, 1))
	if err != nil || len(p.Content.Causes) != 1 || p.Milestones[0].Level != 910_000 || p.Version != 2 {
		t.Errorf("%+v (%v)", p, err)
	}
	life, err := l.Life(ctx, id)
	if err != nil || len(life.Versions) != 1 || life.Current() == nil {
		t.Errorf("%+v (%v)", life, err)
	}
}

func TestDeedsThatMakeNoSenseAreRefusedNotBelieved(t *testing.T) {
	for name, c := range map[string]struct {
		kind, body string
		drafted    bool
	}{
		"of a plan that was not drafted":    {"comment.made", `{"text":"x"}`, false},
		"an amendment of a draft":           {"plan.amended", `{"version":2}`, true},
		"a body that is none of its kind":   {"comment.made", `[]`, true},
		"a day that is none":                {"checkin.noted", `{"day":"yesterday"}`, true},
		"a figure that is none":             {KindMeasured, `{"grain":"fortnight"}`, true},
		"an agreement without a start":      {KindAgreed, `{"id":"` + goals.PlanID("e017", "csat") + `","state":"agreed"}`, true},
		"an acknowledgement of a draft":     {"plan.acknowledged", `{"version":1}`, true},
		"a check-in of a plan without days": {"checkin.noted", `{"day":"2025-07-02"}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			l, _ := fresh(t)
			if c.drafted {
				draft(t, l, proposal("e017", 900_000))
			}
			if _, err := l.Append(ctx, Entry{At: at, By: "lee", Kind: c.kind, Plan: goals.PlanID("e017", "csat"), Body: []byte(c.body)}); err != nil {
				t.Fatal(err)
			}
			_, err := l.Lives(ctx)
			wantFault(t, err, "ledger.bad_entry")
			if _, err := l.Do(ctx, by("lee"), goals.PlanID("e017", "csat"), one(&goals.Comment{Text: "x"})); err == nil {
				t.Error("a deed is written on top")
			}
		})
	}
}

// The figures that came in are part of the life: the latest of a period counts.
func TestFiguresAreSeenInTheLife(t *testing.T) {
	l, _, id := agreed(t)
	keep(t, l, figure(id, "north", 7, 17), figure(id, "north", 8, 18))
	keep(t, l, figure(id, "north", 7, 16), figure("another", "north", 7, 1))
	life, err := l.Life(ctx, id)
	if err != nil || len(life.Seen) != 3 || life.Seen[2].Measure != figure(id, "north", 7, 16).Measure() || !life.Seen[0].At.Equal(at) {
		t.Errorf("%+v (%v)", life, err)
	}
}
