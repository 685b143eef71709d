package goals

import (
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// S0-24: what a person reports is kept apart from what was measured.
func TestS0_24_SelfReportedEvidenceStaysApart(t *testing.T) {
	l := running(t)
	by := mark(t, "2026-07-10T10:00:00", "周明轩")
	on := kpi.DateOf(2026, 7, 10)
	do(t, l, by, &CheckIn{Day: on, Talk: true, Minutes: 30, SelfReported: []Evidence{{Source: SourceSelf, Text: "satisfaction +3 %", At: &on}}})
	if len(l.Seen) != 0 || len(l.CheckIns[0].SelfReported) != 1 || l.CheckIns[0].Mark.By != "周明轩" {
		t.Errorf("%+v", l.CheckIns[0])
	}
}

// S0-23, S2-12: obstacles have somebody who removes them, and a state.
func TestS0_23_S2_12_ObstaclesHaveAnOwnerAndAState(t *testing.T) {
	l := running(t)
	by := mark(t, "2026-07-10T10:00:00", "Li Na")
	on := kpi.DateOf(2026, 7, 10)
	obstacle := func(text, owner string, s ObstacleState) *CheckIn {
		return &CheckIn{Day: on, Obstacles: []Obstacle{{Text: text, Owner: owner, State: s}}}
	}
	refused(t, l, obstacle("no library", "", ObstacleOpen), by, "obstacle.incomplete")
	refused(t, l, obstacle(" ", "Li Na", ObstacleOpen), by, "obstacle.incomplete")
	refused(t, l, obstacle("no library", "Li Na", "stuck"), by, "obstacle.incomplete")
	do(t, l, by, obstacle("no library", "Li Na", ObstacleOpen), obstacle("no time", "Wang", ObstacleOpen), &ObstacleChange{ID: "o1", State: ObstacleResolved, Note: "access given"})
	refused(t, l, &ObstacleChange{ID: "o9", State: ObstacleResolved}, by, "obstacle.unknown")
	refused(t, l, &ObstacleChange{ID: "o1", State: "gone"}, by, "obstacle.state")
	if l.OpenObstacles() != 1 || l.Obstacles[0].Note != "access given" || l.Obstacles[1].ID != "o2" {
		t.Errorf("%+v", l.Obstacles)
	}
}

func TestCheckInsThatAreNone(t *testing.T) {
	l := running(t)
	by := mark(t, "2026-07-10T10:00:00", "Li Na")
	on := kpi.DateOf(2026, 7, 10)
	for name, c := range map[string]struct {
		in   CheckIn
		code string
	}{
		"nothing said":            {CheckIn{Day: on}, "checkin.empty"},
		"minutes without a talk":  {CheckIn{Day: on, Progress: "x", Minutes: 30}, "checkin.minutes"},
		"less than no minutes":    {CheckIn{Day: on, Talk: true, Minutes: -1}, "checkin.minutes"},
		"more than a day":         {CheckIn{Day: on, Talk: true, Minutes: 1441}, "checkin.minutes"},
		"before the plan's start": {CheckIn{Day: kpi.DateOf(2026, 6, 30), Talk: true}, "checkin.before_start"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, l, &c.in, by, c.code) })
	}
}

func TestCommentsAndTheirAnswers(t *testing.T) {
	l := running(t)
	by := mark(t, "2026-07-10T10:00:00", "Li Na")
	refused(t, l, &Comment{Text: " "}, by, "comment.empty")
	refused(t, l, &Reply{Comment: 1, Text: "yes"}, by, "comment.unknown")
	do(t, l, by, &Comment{Text: "two visits lack", Objection: true})
	refused(t, l, &Reply{Comment: 1}, by, "comment.empty")
	do(t, l, by, &Reply{Comment: 1, Text: "corrected"})
	refused(t, l, &Reply{Comment: 1, Text: "again"}, by, "comment.answered")
}

// S0-10, S0-23: behaviour is recognised in words; a figure only beyond noise.
func TestS0_10_S0_23_NoChangeInsideNoiseIsRecognised(t *testing.T) {
	l := running(t)
	by := mark(t, "2026-09-05T10:00:00", "Li Na")
	in := indicator(t, "conversion_rate")
	at := func(x, n int64) *Progress {
		pr := Track(l.Plan, dataset(t, months(t, "conversion_rate", "2026-08", of(x, n))...), in, DefaultTrack())
		pr.Plan.Employee.ID = "S105"
		return &pr
	}
	l.Plan.Employee.ID = "e017" // whose rows these are
	for name, c := range map[string]struct {
		x, n int64
		code string
	}{
		"18 of 100 against 15 %":    {18, 100, "recognition.noise"},
		"the same":                  {15, 100, "recognition.noise"},
		"worse":                     {60, 1000, "recognition.noise"},
		"250 of 1,000 against 15 %": {250, 1000, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := NewRecognition("asked three layers deep", at(c.x, c.n))
			if c.code != "" {
				if f := kpi.AsFault(err); f == nil || f.Code != c.code {
					t.Errorf("%v, want %s", err, c.code)
				}
				return
			}
			if err != nil || r.Figure != "2026-08" {
				t.Errorf("%+v (%v)", r, err)
			}
		})
	}
	words, err := NewRecognition("asked three layers deep", nil)
	if err != nil {
		t.Fatal(err)
	}
	do(t, l, by, words)
	refused(t, l, &Recognition{Text: " "}, by, "recognition.empty")
}

// What is said to be done is done by then; the day after is today elsewhere.
func TestNothingIsDoneOnADayToCome(t *testing.T) {
	l := running(t)
	by := mark(t, "2026-07-10T10:00:00", "Li Na")
	do(t, l, by, NewAction(l, Action{Task: "cases"}))
	on := kpi.DateOf(2026, 7, 12)
	for _, d := range []Deed{&CheckIn{Day: on, Talk: true}, &ActionRecord{Action: "a1", Day: on, Completion: Done}, &HealthRecord{Day: on}} {
		if f := refused(t, l, d, by, "plan.day_ahead"); f.Args["today"] != "2026-07-10" {
			t.Errorf("%v", f)
		}
	}
	do(t, l, by, &CheckIn{Day: on - 1, Talk: true})
}
