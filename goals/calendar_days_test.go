package goals_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func dateOf(t testing.TB, s string) kpi.Date {
	t.Helper()
	d, err := kpi.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The days are those of the State Council's notices for 2024 (国办发明电〔2023〕7号),
// 2025 (〔2024〕12号) and 2026 (of 2025-11-04), looked up by hand.
func TestWorkingDaysOfChina(t *testing.T) {
	cal := goals.ChinaCalendar()
	for _, c := range []struct {
		sentence, day string
		worked        bool
	}{
		{"a plain Tuesday", "2026-11-17", true},
		{"a plain Sunday", "2026-11-22", false},
		{"New Year 2024, a Monday", "2024-01-01", false},
		{"the Sunday before Spring Festival 2024 is made up", "2024-02-04", true},
		{"Spring Festival 2024 begins on Saturday 10 February", "2024-02-10", false},
		{"the eve of it, a Friday, is worked", "2024-02-09", true},
		{"the Sunday after it is made up", "2024-02-18", true},
		{"Labour Day 2024 is made up on Saturday 11 May", "2024-05-11", true},
		{"Mid-Autumn 2024 ends on Tuesday 17 September", "2024-09-17", false},
		{"the eve of the lunar year 2025, a Tuesday", "2025-01-28", false},
		{"its make-up Saturday", "2025-02-08", true},
		{"Qingming 2025, a Friday", "2025-04-04", false},
		{"National Day and Mid-Autumn 2025 last to 8 October", "2025-10-08", false},
		{"and 9 October is worked", "2025-10-09", true},
		{"their make-up Sunday", "2025-09-28", true},
		{"the bridge Friday of New Year 2026", "2026-01-02", false},
		{"its make-up Sunday", "2026-01-04", true},
		{"Spring Festival 2026 lasts to Monday 23 February", "2026-02-23", false},
		{"and Tuesday is worked", "2026-02-24", true},
		{"its make-up Saturdays", "2026-02-28", true},
		{"Dragon Boat 2026, a Friday", "2026-06-19", false},
		{"the make-up Sunday of National Day 2026", "2026-09-20", true},
	} {
		if got := cal.Working(dateOf(t, c.day)); got != c.worked {
			t.Errorf("%s (%s): worked %t", c.sentence, c.day, got)
		}
	}
}

// The working days of a year as the notices leave them: the days off on
// weekdays against the weekends worked.
func TestWorkingDaysOfAYear(t *testing.T) {
	cal := goals.ChinaCalendar()
	for year, want := range map[string]int{"2024": 251, "2025": 248, "2026": 248} {
		if got := cal.Count(dateOf(t, year+"-01-01"), dateOf(t, year+"-12-31")); got != want {
			t.Errorf("%s: %d working days, want %d", year, got, want)
		}
	}
}

func TestCountingWorkingDays(t *testing.T) {
	cal := goals.ChinaCalendar()
	for _, c := range []struct {
		sentence, from string
		n              int
		want           string
	}{
		{"an invitation three working days before a Thursday", "2026-11-19", -3, "2026-11-16"},
		{"three working days before a Tuesday reach over the weekend", "2026-11-17", -3, "2026-11-12"},
		{"three working days before Saturday 10 October 2026, a make-up day, reach over the holiday", "2026-10-10", -3, "2026-09-30"},
		{"filed one working day after a Friday: on Monday", "2026-11-20", 1, "2026-11-23"},
		{"one working day after Friday 13 February 2026 is the make-up Saturday", "2026-02-13", 1, "2026-02-14"},
		{"and after that one the Tuesday behind the festival", "2026-02-14", 1, "2026-02-24"},
		{"none at all is the day itself, worked or not", "2026-11-22", 0, "2026-11-22"},
	} {
		if got := cal.Add(dateOf(t, c.from), c.n); got.String() != c.want {
			t.Errorf("%s: %s, want %s", c.sentence, got, c.want)
		}
	}
	if got := cal.Next(dateOf(t, "2026-10-01")); got.String() != "2026-10-08" {
		t.Errorf("the first working day from 1 October 2026: %s", got)
	}
	if got := cal.Previous(dateOf(t, "2026-10-07")); got.String() != "2026-09-30" {
		t.Errorf("the last working day to 7 October 2026: %s", got)
	}
}

func TestYearsWithoutAListAreSaid(t *testing.T) {
	cal := goals.ChinaCalendar()
	if got := cal.Caveats(dateOf(t, "2026-12-31")); got != nil {
		t.Errorf("a day of the table: %v", got)
	}
	got := cal.Caveats(dateOf(t, "2026-12-31"), dateOf(t, "2027-10-01"), dateOf(t, "2027-02-06"))
	if len(got) != 1 || got[0].Code != "calendar.unknown_year" || got[0].Args["date"] != "2027-02-06" || got[0].Args["last"] != "2026" || got[0].Args["days"] != "2" {
		t.Errorf("%v", got)
	}
	if !cal.Working(dateOf(t, "2027-10-01")) {
		t.Error("beyond the table only the week counts")
	}
}

// Moving by working days and back ends on the day one began on, when that was a
// working day, and never on a day off.
func TestAddIsUndone(t *testing.T) {
	cal := goals.ChinaCalendar()
	rapid.Check(t, func(t *rapid.T) {
		from := cal.Next(kpi.Date(rapid.Int32Range(19723, 20818).Draw(t, "day")))
		n := rapid.IntRange(-60, 60).Draw(t, "n")
		to := cal.Add(from, n)
		if !cal.Working(to) || cal.Add(to, -n) != from {
			t.Fatalf("%s + %d = %s", from, n, to)
		}
		if n > 0 && cal.Count(from+1, to) != n {
			t.Fatalf("%d working days between %s and %s", cal.Count(from+1, to), from, to)
		}
	})
}

func wall(t testing.TB, cal *goals.Calendar, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, cal.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// F16: a node due on Monday at 18:00 must be explained by Tuesday 18:00.
func TestF16_DeadlineOf24Hours(t *testing.T) {
	cal := goals.ChinaCalendar()
	for _, c := range []struct {
		sentence, due string
		hours         int
		working       bool
		want          string
	}{
		{"F16: Monday 18:00, plain hours", "2026-11-16 18:00", 24, false, "2026-11-17 18:00"},
		{"plain hours run through the weekend", "2026-11-20 18:00", 24, false, "2026-11-21 18:00"},
		{"8 working hours from Monday 18:00 are Tuesday 18:00", "2026-11-16 18:00", 8, true, "2026-11-17 18:00"},
		{"8 working hours from Friday 18:00 are Monday 18:00", "2026-11-20 18:00", 8, true, "2026-11-23 18:00"},
		{"24 working hours are three days of eight", "2026-11-16 18:00", 24, true, "2026-11-19 18:00"},
		{"the hour of lunch is not counted", "2026-11-16 11:00", 2, true, "2026-11-16 14:00"},
		{"a morning's four hours from 09:00 end at 14:00", "2026-11-16 09:00", 4, true, "2026-11-16 14:00"},
		{"before the day begins counting starts at nine", "2026-11-16 06:00", 1, true, "2026-11-16 10:00"},
		{"over National Day: 30 September 17:00 and 2 hours", "2026-09-30 17:00", 2, true, "2026-10-08 10:00"},
		{"a make-up Saturday is worked", "2026-10-09 18:00", 8, true, "2026-10-10 18:00"},
		{"no hours on a Sunday are due when work begins", "2026-11-22 12:00", 0, true, "2026-11-23 09:00"},
	} {
		if got := cal.Deadline(wall(t, cal, c.due), c.hours, c.working); !got.Equal(wall(t, cal, c.want)) {
			t.Errorf("%s: %s, want %s", c.sentence, got, c.want)
		}
	}
	utc := time.Date(2026, 11, 16, 10, 0, 0, 0, time.UTC) // 18:00 in Shanghai
	if got := cal.Deadline(utc, 24, false); got.Format("15:04 -0700") != "18:00 +0800" {
		t.Errorf("a deadline is shown in the calendar's zone: %s", got)
	}
	if got := cal.Close(dateOf(t, "2026-11-16")); !got.Equal(wall(t, cal, "2026-11-16 18:00")) {
		t.Errorf("due on a day means by the end of its hours: %s", got)
	}
}

// Where clocks change, 24 hours are 24 hours, and working hours are the hours on
// the wall.
func TestDeadlinesOverAChangeOfClocks(t *testing.T) {
	cal, err := goals.ParseCalendar("de.yaml", []byte("name: de\nzone: Europe/Berlin\nweekend: [saturday, sunday]\nhours: ['09:00/17:00']\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := cal.Deadline(wall(t, cal, "2026-03-28 18:00"), 24, false); !got.Equal(wall(t, cal, "2026-03-29 19:00")) {
		t.Errorf("24 h over the night of 29 March 2026: %s", got)
	}
	if got := cal.Deadline(wall(t, cal, "2026-03-27 17:00"), 8, true); !got.Equal(wall(t, cal, "2026-03-30 17:00")) {
		t.Errorf("8 working hours over that weekend: %s", got)
	}
}
