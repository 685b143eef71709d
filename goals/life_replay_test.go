package goals

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Whatever is done, in whatever order, what the ledger keeps gives the same
// life again.
func TestALifeIsWhatItsDeedsMakeOfIt(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a, b := running(t), running(t)
		at := clock(t, "2026-07-02T10:00:00")
		for range rapid.IntRange(0, 25).Draw(r, "deeds") {
			at = at.Add(time.Duration(rapid.IntRange(1, 100).Draw(r, "hours")) * time.Hour)
			d, by := anyDeed(r, a), Mark{at.UTC(), rapid.SampledFrom([]string{"Li Na", "周明轩", "HR Chen"}).Draw(r, "by")}
			if a.Check(d, by) != nil {
				continue
			}
			body, err := json.Marshal(d)
			if err != nil {
				r.Fatal(err)
			}
			back, err := DecodeDeed(d.Kind(), body)
			if err != nil || a.Replay(d, by) != nil || b.Replay(back, by) != nil {
				r.Fatalf("%s %s: %v", d.Kind(), body, err)
			}
		}
		x, _ := json.Marshal(a)
		y, _ := json.Marshal(b)
		if string(x) != string(y) {
			r.Fatalf("-done +read back\n%s", cmp.Diff(string(x), string(y)))
		}
		if n := a.Plan.Version; a.Current() == nil || a.Current().InForce == nil || n > len(a.Versions) {
			r.Fatalf("version %d of %d in force", n, len(a.Versions))
		}
	})
}

// anyDeed is some deed, possible or not.
func anyDeed(r *rapid.T, l *Life) Deed {
	word := rapid.SampledFrom([]string{"", "text", "一句话"})
	day := kpi.DateOf(2026, 7, 1) + kpi.Date(rapid.IntRange(-3, 200).Draw(r, "day"))
	n := rapid.IntRange(0, 4).Draw(r, "n")
	id := rapid.SampledFrom([]string{"a1", "a2", "o1", "individual.skill", "process.blocked"}).Draw(r, "id")
	ack, _ := NewAck(l, rapid.SampledFrom([]Role{RoleEmployee, RoleManager, "x"}).Draw(r, "role"), rapid.SampledFrom([]string{"周明轩", "S105", "Li Na"}).Draw(r, "name"))
	all := []Deed{
		&Amendment{Version: n + 1, Base: n, Reason: word.Draw(r, "reason"), Milestones: later20(l), Reopens: n%2 == 1}, ack, ack, ack,
		&Closing{Outcome: rapid.SampledFrom(Outcomes()).Draw(r, "outcome"), Missing: l.Gaps(day)},
		&CauseSet{Cause{Code: id}}, &CauseRevised{id, Cause{Code: word.Draw(r, "cause")}},
		NewAction(l, Action{Task: word.Draw(r, "task"), Quantity: &Quantity{Of: 3}, Due: &day}), &ActionRecord{Action: id, Day: day, Add: n},
		&ActionRecord{Action: id, Day: day, Completion: Done}, &CheckIn{Day: day, Progress: word.Draw(r, "progress"), Obstacles: []Obstacle{{Text: "x", Owner: "y", State: ObstacleOpen}}},
		&ObstacleChange{id, ObstacleResolved, ""}, &Comment{Text: word.Draw(r, "comment"), Objection: true}, &Reply{Comment: n, Text: "yes"}, &Recognition{Text: word.Draw(r, "praise")},
		&Cadence{Health: n, Talk: n}, &Explanation{Node: "action/" + id, Reason: "r", Remedy: "m"}, &HealthRecord{Day: day},
	}
	return all[rapid.IntRange(0, len(all)-1).Draw(r, "which")]
}

// A ledger may have been written by anybody: no entry brings a life to panic.
func FuzzDecodeDeed(f *testing.F) {
	for i, empty := range deeds() {
		f.Add(uint8(i), "{}")
		body, err := json.Marshal(empty())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), string(body))
	}
	f.Add(uint8(1), `{"version":9,"role":"manager"}`)
	f.Add(uint8(12), `{"talk":-1,"checks":[{"weeks":0}],"zone":"x"}`)
	f.Add(uint8(5), `{"action":{"id":"a1","task":"x","from_week":-9,"to_week":999,"recurrence":{"times":0,"every":-1,"per":"week","weekday":"x"}}}`)
	f.Fuzz(func(t *testing.T, which uint8, body string) {
		kinds := deeds()
		kind := kinds[int(which)%len(kinds)]().Kind()
		at := clock(t, "2026-09-01T10:00:00")
		for _, l := range []*Life{drafted(), running(t)} {
			d, err := DecodeDeed(kind, []byte(body))
			if err != nil || l.Replay(d, Mark{at, "x"}) != nil {
				continue
			}
			day := kpi.DateOf(2026, 9, 1)
			l.State(day)
			l.Gaps(day)
			l.Completed()
			l.ForManager().AlertsAt(at, ChinaCalendar())
			if a, err := NewAck(l, RoleManager, "Li Na"); err == nil {
				_ = l.Check(a, Mark{at, "x"})
			}
			_ = l.Check(d, Mark{at, "x"})
		}
	})
}

func FuzzParseEvery(f *testing.F) {
	for _, s := range []string{"1w", "2m", "", "wm", "61w", "１w"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		weeks, months, err := ParseEvery(word)
		if (err == nil) != (weeks > 0 || months > 0) || weeks > 0 && months > 0 {
			t.Errorf("%q: %d weeks, %d months (%v)", word, weeks, months, err)
		}
	})
}
