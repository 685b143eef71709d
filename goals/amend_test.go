package goals

import (
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// S0-25, F8: 20 % reached, 23 % next; the old version stays in force until both
// sides acknowledge, and stays in the record.
func TestS0_25_TheOldVersionIsInForceUntilBothAcknowledge(t *testing.T) {
	l := running(t)
	by := mark(t, "2026-12-28T10:00:00", "Li Na")
	end := kpi.DateOf(2027, 6, 30)
	next := append(append([]Milestone(nil), l.Plan.Milestones...), Milestone{Level: 230_000, Operator: AtLeast, By: &end, Sustain: 1})
	do(t, l, by, NewAmendment(1, "20 % reached in December", next))
	inForce := func(version, milestones int, when string) {
		t.Helper()
		if l.Plan.Version != version || len(l.Plan.Milestones) != milestones {
			t.Errorf("%s: version %d with %d milestones is in force", when, l.Plan.Version, len(l.Plan.Milestones))
		}
	}
	inForce(1, 2, "written")
	a, err := NewAck(l, RoleManager, "Li Na")
	if err != nil {
		t.Fatal(err)
	}
	do(t, l, by, a)
	inForce(1, 2, "acknowledged by the manager")
	if got := l.Pending().Missing(); len(got) != 1 || got[0] != RoleEmployee {
		t.Errorf("missing: %v", got)
	}
	a, _ = NewAck(l, RoleEmployee, "周明轩 (S105)")
	do(t, l, by, a)
	inForce(2, 3, "acknowledged by both")
	if len(l.Versions) != 2 || len(l.Versions[0].Milestones) != 2 || l.Versions[1].Reason != "20 % reached in December" {
		t.Errorf("%+v", l.Versions)
	}
	if l.Versions[1].Acks[0].Hash == "" || l.Versions[1].Acks[0].Hash != l.Versions[1].Acks[1].Hash {
		t.Error("both sides acknowledged the same text: the hashes differ")
	}
}

// S3-09, S4-07: who acknowledges is who they say.
func TestS3_09_S4_07_WhoMayAcknowledge(t *testing.T) {
	by := mark(t, "2026-08-03T10:00:00", "HR Chen")
	for name, c := range map[string]struct {
		role Role
		who  string
		code string
	}{
		"the manager for the employee":        {RoleEmployee, "Li Na", "ack.not_employee"},
		"the employee for the manager":        {RoleManager, "周明轩", "ack.same_person"},
		"the employee's id for the manager":   {RoleManager, "S105", "ack.same_person"},
		"nobody":                              {RoleEmployee, " ", "ack.no_name"},
		"a side that there is not":            {"hr", "HR Chen", "ack.role"},
		"the employee by name, entered by HR": {RoleEmployee, "周明轩", ""},
		"the employee by id":                  {RoleEmployee, "S105", ""},
		"a manager":                           {RoleManager, "Li Na", ""},
	} {
		t.Run(name, func(t *testing.T) {
			l := running(t)
			a, err := NewAck(l, c.role, c.who)
			if err != nil {
				t.Fatal(err)
			}
			if c.code != "" {
				refused(t, l, a, by, c.code)
				return
			}
			do(t, l, by, a)
			again, _ := NewAck(l, c.role, c.who)
			refused(t, l, again, by, "ack.twice")
		})
	}
	if _, err := NewAck(drafted(), RoleEmployee, "周明轩"); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "plan.not_agreed" {
		t.Errorf("a draft: %v", err)
	}
}

// S4-12: two managers amend at once; one is told who was first, and when.
func TestS4_12_OfTwoWhoAmendOneIsTold(t *testing.T) {
	l := running(t)
	first, second := NewAmendment(1, "leave", later20(l)), NewAmendment(1, "market", l.Plan.Milestones[:1])
	do(t, l, mark(t, "2026-08-03T10:00:00", "Li Na"), first)
	f := refused(t, l, second, mark(t, "2026-08-03T10:00:01", "Wang"), "plan.stale")
	if f.Args["by"] != "Li Na" || f.Args["at"] != "2026-08-03T02:00:00Z" || f.Args["version"] != "2" || f.Args["base"] != "1" {
		t.Errorf("%v", f)
	}
	old, _ := NewAck(running(t), RoleEmployee, "周明轩")
	refused(t, l, old, mark(t, "2026-08-03T10:00:01", "周明轩"), "plan.stale")
	do(t, l, mark(t, "2026-08-03T10:01:00", "Wang"), NewAmendment(2, "market, after talking to Li Na", l.Plan.Milestones[:1]))
	acknowledge(t, l, mark(t, "2026-08-03T11:00:00", "HR Chen"))
	if l.Plan.Version != 3 || l.Versions[1].InForce != nil {
		t.Errorf("version %d; the one passed over: %v", l.Plan.Version, l.Versions[1].InForce)
	}
}

func TestAmendmentsThatAreNone(t *testing.T) {
	l := running(t)
	by := mark(t, "2026-08-03T10:00:00", "Li Na")
	refused(t, l, NewAmendment(1, " ", later20(l)), by, "amend.no_reason")
	refused(t, l, NewAmendment(1, "why", l.Plan.Milestones), by, "amend.no_change")
	refused(t, l, NewAmendment(1, "why", nil), by, "amend.no_milestone")
	refused(t, l, NewAmendment(7, "why", later20(l)), by, "plan.stale")
	early := append([]Milestone(nil), l.Plan.Milestones...)
	day := kpi.DateOf(2026, 6, 1)
	early[1].By = &day
	refused(t, l, NewAmendment(1, "why", early), by, "plan.date_before_start")
	refused(t, l, &Amendment{Version: 2, Base: 1, Reason: "why", Milestones: later20(l), Reopens: true}, by, "plan.not_closed")
}

// Reopening is a new version, and nobody is exempt from the lock.
func TestReopeningMakesANewVersion(t *testing.T) {
	l := running(t)
	by := mark(t, "2026-10-01T10:00:00", "Li Na")
	do(t, l, by, &Closing{Outcome: OutcomeTransferred})
	again := &Amendment{Version: 2, Base: 1, Reason: "back in the team", Milestones: l.Plan.Milestones, Reopens: true}
	do(t, l, by, again)
	if l.State(kpi.DateOf(2026, 10, 1)) != Closed {
		t.Error("open before both sides acknowledged")
	}
	acknowledge(t, l, by)
	if l.State(kpi.DateOf(2026, 10, 1)) != Active || l.Plan.Version != 2 || len(l.Closings) != 1 {
		t.Errorf("%s, version %d, %d closings", l.State(kpi.DateOf(2026, 10, 1)), l.Plan.Version, len(l.Closings))
	}
	ack, _ := NewAck(l, RoleManager, "Li Na")
	refused(t, l, ack, by, "ack.twice")
}
