package goals

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// withNode is the running plan with an action due on Monday 6 July 2026; the
// working day ends at 18:00 in Shanghai.
func withNode(t testing.TB) *Life {
	t.Helper()
	l := running(t)
	l.Cadence.Health = 0
	monday := kpi.DateOf(2026, 7, 6)
	do(t, l, mark(t, "2026-07-01T09:00:00", "Li Na"), NewAction(l, Action{Task: "follow-up chart", Due: &monday}))
	return l
}

// statesAt are the states of the nodes at a moment; the transitions are then
// written down.
func statesAt(t testing.TB, l *Life, at string) string {
	t.Helper()
	open, changes := l.AlertsAt(clock(t, at), ChinaCalendar())
	for i := range changes {
		do(t, l, Mark{clock(t, at), "gapstep"}, &changes[i])
	}
	if again, more := l.AlertsAt(clock(t, at), ChinaCalendar()); len(more) > 0 || !cmp.Equal(open, again) {
		t.Errorf("%s: asked again, %d transitions are new", at, len(more))
	}
	var words []string
	for _, a := range open {
		words = append(words, string(a.State))
	}
	return strings.Join(words, " ")
}

// logged are the transitions that were written down.
func logged(l *Life) string {
	var words []string
	for _, c := range l.Alerts {
		words = append(words, string(c.State))
	}
	return strings.Join(words, " ")
}

// F16: a node due Monday 18:00, not done, is overdue at once; reason and remedy
// by Tuesday 18:00 explain it, else it escalates (S0-13).
func TestF16_S0_13_ANodeThatIsLateIsExplainedWithinADayOrEscalates(t *testing.T) {
	monday18 := "2026-07-06T18:00:00"
	for name, c := range map[string]struct {
		explained, done, by string
		at                  []string
		want, log           string
	}{
		"nobody does anything": {at: []string{"2026-07-05T17:59:59", "2026-07-05T18:00:00", "2026-07-06T17:59:59", monday18, "2026-07-07T18:00:00", "2026-07-07T18:00:01"},
			want: "|due|due|overdue|overdue|escalated", log: "due overdue escalated"},
		"explained on Tuesday morning": {explained: "2026-07-07T09:00:00", at: []string{monday18, "2026-07-07T09:00:00", "2026-07-09T09:00:00"},
			want: "overdue|explained|explained", log: "due overdue explained"},
		"explained on the very second": {explained: "2026-07-07T18:00:00", at: []string{"2026-07-07T18:00:00", "2026-07-08T09:00:00"},
			want: "explained|explained", log: "due overdue explained"},
		"explained a second late": {explained: "2026-07-07T18:00:01", at: []string{"2026-07-07T18:00:02", "2026-07-20T09:00:00"},
			want: "escalated|escalated", log: "due overdue escalated"},
		"explained before it is due": {explained: "2026-07-06T12:00:00", at: []string{"2026-07-06T13:00:00", monday18}, want: "due|explained", log: "due overdue explained"},
		"done on the very second":    {done: monday18, at: []string{monday18, "2026-07-08T09:00:00"}, want: "|", log: "due done"},
		"done two days early":        {done: "2026-07-04T09:00:00", at: []string{monday18}, want: "", log: ""},
		"done after it was late":     {done: "2026-07-07T09:00:00", at: []string{"2026-07-08T09:00:00"}, want: "", log: "due overdue done"},
		"done after it escalated":    {done: "2026-07-08T09:00:00", at: []string{"2026-07-07T20:00:00", "2026-07-08T09:00:00"}, want: "escalated|", log: "due overdue escalated done"},
		"the remedy's day passes": {explained: "2026-07-07T09:00:00", by: "2026-07-09", at: []string{"2026-07-09T18:00:00", "2026-07-09T18:00:01"},
			want: "explained|escalated", log: "due overdue explained escalated"},
	} {
		t.Run(name, func(t *testing.T) {
			l := withNode(t)
			if c.explained != "" {
				e := &Explanation{Node: "action/a1", Reason: "client moved the visit", Remedy: "visit on Thursday"}
				if c.by != "" {
					d := day(t, c.by)
					e.By = &d
				}
				do(t, l, mark(t, c.explained, "周明轩"), e)
			}
			if c.done != "" {
				do(t, l, mark(t, c.done, "周明轩"), &ActionRecord{Action: "a1", Day: day(t, c.done[:10]), Completion: Done})
			}
			var got []string
			for _, at := range c.at {
				got = append(got, statesAt(t, l, at))
			}
			if s := strings.Join(got, "|"); s != c.want || logged(l) != c.log {
				t.Errorf("%s, want %s; written down %q, want %q", s, c.want, logged(l), c.log)
			}
		})
	}
}

func TestAnExplanationNeedsBothTexts(t *testing.T) {
	l := withNode(t)
	by := mark(t, "2026-07-07T09:00:00", "周明轩")
	refused(t, l, &Explanation{Node: "action/a1", Reason: "client moved"}, by, "alert.incomplete")
	refused(t, l, &Explanation{Node: "action/a1", Remedy: "Thursday"}, by, "alert.incomplete")
	refused(t, l, &Explanation{Reason: "r", Remedy: "m"}, by, "alert.no_node")
}

// S0-13: 24 h by the clock, or of working hours; in the plan's own time zone.
func TestS0_13_TheHoursAreThoseOfThePlan(t *testing.T) {
	deadline := func(change func(*Cadence)) string {
		l := withNode(t)
		c := l.Cadence
		change(&c)
		do(t, l, mark(t, "2026-07-01T09:00:00", "Li Na"), &c)
		open, _ := l.AlertsAt(clock(t, "2026-07-07T12:00:00"), ChinaCalendar())
		if len(open) != 1 {
			t.Fatalf("%d nodes", len(open))
		}
		return open[0].Node.Due.Format(time.RFC3339) + " " + open[0].Deadline.Format(time.RFC3339)
	}
	for name, c := range map[string]struct {
		change func(*Cadence)
		want   string
	}{
		"plain":         {func(*Cadence) {}, "2026-07-06T18:00:00+08:00 2026-07-07T18:00:00+08:00"},
		"in Berlin":     {func(c *Cadence) { c.Zone = "Europe/Berlin" }, "2026-07-06T18:00:00+02:00 2026-07-07T18:00:00+02:00"},
		"working hours": {func(c *Cadence) { c.WorkingHours = true }, "2026-07-06T18:00:00+08:00 2026-07-09T18:00:00+08:00"}, // eight a day
	} {
		t.Run(name, func(t *testing.T) {
			if got := deadline(c.change); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
	l := withNode(t)
	refused(t, l, &Cadence{Zone: "Mars/Olympus"}, mark(t, "2026-07-01T09:00:00", "Li Na"), "cadence.zone")
	refused(t, l, &Cadence{Checks: []Check{{Indicator: "csat"}}}, mark(t, "2026-07-01T09:00:00", "Li Na"), "cadence.every")
	refused(t, l, &Cadence{Talk: -1}, mark(t, "2026-07-01T09:00:00", "Li Na"), "cadence.every")
}

func TestCadencesAreRead(t *testing.T) {
	for word, want := range map[string][2]int{"1w": {1, 0}, "2w": {2, 0}, "1m": {0, 1}, "12m": {0, 12}} {
		if w, m, err := ParseEvery(word); err != nil || w != want[0] || m != want[1] {
			t.Errorf("%s: %d weeks, %d months (%v)", word, w, m, err)
		}
	}
	for _, word := range []string{"", "w", "2", "0w", "-1w", "1x", "w2", "1.5m", "99w", "1wm"} {
		if _, _, err := ParseEvery(word); err == nil {
			t.Errorf("%q is taken", word)
		}
	}
}
