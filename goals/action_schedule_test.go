package goals_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func dues(list []goals.Occurrence) string {
	var days []string
	for _, o := range list {
		days = append(days, o.Due.String())
	}
	return strings.Join(days, " ")
}

// The plan starts on Wednesday 1 July 2026: week 1 ends on Tuesday 7 July.
// Worked out by hand on the calendar of 2026.
func TestScheduleByWeeks(t *testing.T) {
	cal, start := goals.ChinaCalendar(), dateOf(t, "2026-07-01")
	due := dateOf(t, "2026-07-12") // a Sunday
	for _, c := range []struct {
		sentence string
		action   goals.Action
		want     string
	}{
		{"once in weeks 1 to 2: due on the last working day of week 2", goals.Action{FromWeek: 1, ToWeek: 2}, "2026-07-14"},
		{"a week that ends on a Saturday ends for work on Friday", goals.Action{Start: ptr(dateOf(t, "2026-07-05")), ToWeek: 2}, "2026-07-14"},
		{"a day that a person names stays, Sunday or not", goals.Action{Due: &due}, "2026-07-12"},
		{"twice a week for two weeks", goals.Action{ToWeek: 2, Recurrence: &goals.Recurrence{Times: 2, Per: kpi.Week}}, "2026-07-03 2026-07-07 2026-07-10 2026-07-14"},
		{"a test every two weeks for six", goals.Action{ToWeek: 6, Recurrence: &goals.Recurrence{Times: 1, Every: 2, Per: kpi.Week}}, "2026-07-14 2026-07-28 2026-08-11"},
		{"the Gantt chart every Monday of weeks 9 to 12", goals.Action{FromWeek: 9, ToWeek: 12, Recurrence: &goals.Recurrence{Times: 1, Per: kpi.Week, Weekday: "monday"}}, "2026-08-31 2026-09-07 2026-09-14 2026-09-21"},
		{"a Thursday in the National Day week moves to the next working day of its window", goals.Action{FromWeek: 14, ToWeek: 15, Recurrence: &goals.Recurrence{Times: 1, Per: kpi.Week, Weekday: "thursday"}}, "2026-09-30 2026-10-08"},
		{"twice a month in July and August", goals.Action{Due: ptr(dateOf(t, "2026-08-31")), Recurrence: &goals.Recurrence{Times: 2, Per: kpi.Month}}, "2026-07-16 2026-07-31 2026-08-17 2026-08-31"},
		{"each working day of the first week", goals.Action{ToWeek: 1, Recurrence: &goals.Recurrence{Times: 1, Per: kpi.Day}}, "2026-07-01 2026-07-02 2026-07-03 2026-07-06 2026-07-07"},
	} {
		c.action.ID, c.action.Task = "a1", c.sentence
		got, caveats := goals.Schedule([]goals.Action{c.action}, start, cal)
		if dues(got) != c.want || len(caveats) != 0 {
			t.Errorf("%s: %s %v, want %s", c.sentence, dues(got), caveats, c.want)
		}
		for i, o := range got {
			if o.Number != i+1 || o.From > o.Due {
				t.Errorf("%s: occurrence %+v", c.sentence, o)
			}
		}
	}
}

func ptr[T any](v T) *T { return &v }

// S0-17, S0-21: one day before a review, two days before an event, one and three
// days after it, 24 hours after an objection.
func TestScheduleByEvents(t *testing.T) {
	cal := goals.ChinaCalendar()
	event, monday := dateOf(t, "2026-11-18"), dateOf(t, "2026-11-23")
	objection := wall(t, cal, "2026-11-17 15:30")
	for _, c := range []struct {
		sentence string
		lead     goals.Lead
		on       goals.Happening
		want, by string
	}{
		{"published two days before", goals.Lead{Event: "event", Days: -2}, goals.Happening{Event: "event", Day: event}, "2026-11-16", ""},
		{"asked within a day", goals.Lead{Event: "event", Days: 1}, goals.Happening{Event: "event", Day: event}, "2026-11-19", ""},
		{"analysed within three days, a Saturday", goals.Lead{Event: "event", Days: 3}, goals.Happening{Event: "event", Day: event}, "2026-11-21", ""},
		{"three working days end on Monday", goals.Lead{Event: "event", Days: 3, Working: true}, goals.Happening{Event: "event", Day: event}, "2026-11-23", ""},
		{"the day before a Monday review is Friday", goals.Lead{Event: "review", Days: -1, Working: true}, goals.Happening{Event: "review", Day: monday}, "2026-11-20", ""},
		{"an objection is settled in 24 hours", goals.Lead{Event: "objection", Hours: 24}, goals.Happening{Event: "objection", At: objection}, "2026-11-18", "2026-11-18 15:30"},
		{"a node due on a day is explained by the end of the next", goals.Lead{Event: "node", Hours: 24}, goals.Happening{Event: "node", Day: event}, "2026-11-19", "2026-11-19 18:00"},
	} {
		got, caveats := goals.Schedule([]goals.Action{{ID: "a1", Task: "t", Lead: &c.lead}}, event, cal, c.on, goals.Happening{Event: "another", Day: monday})
		if dues(got) != c.want || len(caveats) != 0 {
			t.Errorf("%s: %s %v, want %s", c.sentence, dues(got), caveats, c.want)
			continue
		}
		if by := got[0].At; (by == nil) != (c.by == "") || by != nil && !by.Equal(wall(t, cal, c.by)) {
			t.Errorf("%s: by %v, want %s", c.sentence, by, c.by)
		}
	}
}

func TestScheduleSaysWhatItLeavesOut(t *testing.T) {
	week := &goals.Recurrence{Times: 1, Per: kpi.Week}
	for _, c := range []struct {
		sentence string
		action   goals.Action
		start    string
		left     int
		codes    []string
	}{
		{"no weeks, no day, no event", goals.Action{}, "2026-07-01", 0, []string{"schedule.no_dates"}},
		{"a beginning without an end", goals.Action{FromWeek: 2, Recurrence: week}, "2026-07-01", 0, []string{"schedule.no_dates"}},
		{"an event whose day nobody knows", goals.Action{Lead: &goals.Lead{Event: "audit", Days: -1}}, "2026-07-01", 0, []string{"schedule.no_event"}},
		{"a week of the festival without a working day", goals.Action{ToWeek: 2, Recurrence: week}, "2026-02-16", 1, []string{"schedule.week_off"}},
		{"days beyond the table", goals.Action{ToWeek: 2, Recurrence: week}, "2027-03-01", 2, []string{"calendar.unknown_year"}},
	} {
		c.action.ID, c.action.Task = "a1", "t"
		got, caveats := goals.Schedule([]goals.Action{c.action}, dateOf(t, c.start), goals.ChinaCalendar())
		var codes []string
		for _, v := range caveats {
			codes = append(codes, v.Code)
		}
		if len(got) != c.left || !slices.Equal(codes, c.codes) {
			t.Errorf("%s: %s, %v", c.sentence, dues(got), caveats)
		}
	}
}

// Whatever the recurrence, occurrences lie inside the action's span, on working
// days, in order, and each full week has as many as were asked for.
func TestOccurrencesLieInTheSpan(t *testing.T) {
	cal := goals.ChinaCalendar()
	rapid.Check(t, func(t *rapid.T) {
		start := kpi.Date(rapid.Int32Range(20640, 20660).Draw(t, "start")) // summer 2026: no week without work
		weeks, times := rapid.IntRange(1, 8).Draw(t, "weeks"), rapid.IntRange(1, 5).Draw(t, "times")
		a := goals.Action{ID: "a", Task: "t", ToWeek: weeks, Recurrence: &goals.Recurrence{Times: times, Per: kpi.Week}}
		got, _ := goals.Schedule([]goals.Action{a}, start, cal)
		if len(got) != weeks*times {
			t.Fatalf("%d occurrences of %d a week in %d weeks", len(got), times, weeks)
		}
		for i, o := range got {
			if !cal.Working(o.Due) || o.Due < start || o.Due >= start+kpi.Date(7*weeks) || i > 0 && o.Due < got[i-1].Due {
				t.Fatalf("%s after %s", o.Due, start)
			}
		}
	})
}

func TestEventsKeepTheirIDsWhenDatesMove(t *testing.T) {
	plan := goals.Plan{ID: "p1", Version: 3, Content: goals.Content{Actions: []goals.Action{
		{ID: "a1", Task: "two cases", Method: "with the mentor", ToWeek: 2, Recurrence: &goals.Recurrence{Times: 1, Per: kpi.Week}},
		{ID: "a2", Task: "objection", Lead: &goals.Lead{Event: "objection", Hours: 24}},
	}}}
	cal := goals.ChinaCalendar()
	objection := goals.Happening{Event: "objection", At: time.Date(2026, 7, 2, 1, 0, 0, 0, time.UTC)}
	var before []goals.Event
	for _, start := range []string{"2026-07-01", "2026-07-08"} {
		list, _ := goals.Schedule(plan.Content.Actions, dateOf(t, start), cal, objection)
		events := plan.Events(append(list, goals.Occurrence{Action: "gone"}))
		if len(events) != 3 {
			t.Fatalf("%v", events)
		}
		var ids []string
		for _, e := range events {
			ids = append(ids, e.UID)
			if e.Sequence != 3 || e.Summary == "" {
				t.Errorf("%+v", e)
			}
		}
		slices.Sort(ids)
		if want := []string{"p1-a1-1@gapstep", "p1-a1-2@gapstep", "p1-a2-1@gapstep"}; !slices.Equal(ids, want) {
			t.Errorf("%v", ids)
		}
		if before != nil && slices.EqualFunc(before, events, func(a, b goals.Event) bool { return a.Day == b.Day }) {
			t.Error("no date moved with the start")
		}
		before = events
	}
}
