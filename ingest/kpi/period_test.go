package kpi_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func day(t testing.TB, s string) kpi.Date {
	t.Helper()
	d, err := kpi.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The weeks' names are those of ISO 8601: 2024-12-30 is a Monday of 2025-W01,
// 2021-01-03 the last day of 2020-W53.
func TestPeriods(t *testing.T) {
	for _, c := range []struct {
		sentence, in           string
		grain                  kpi.Grain
		name, start, end, next string
	}{
		{"a day", "2025-06-03", kpi.Day, "2025-06-03", "2025-06-03", "2025-06-03", "2025-06-04"},
		{"a week starts on Monday", "2025-06-08", kpi.Week, "2025-W23", "2025-06-02", "2025-06-08", "2025-W24"},
		{"Monday is its own start", "2025-06-02", kpi.Week, "2025-W23", "2025-06-02", "2025-06-08", "2025-W24"},
		{"the first week may start in the old year", "2024-12-30", kpi.Week, "2025-W01", "2024-12-30", "2025-01-05", "2025-W02"},
		{"the last week may end in the new year", "2021-01-03", kpi.Week, "2020-W53", "2020-12-28", "2021-01-03", "2021-W01"},
		{"a month", "2025-06-30", kpi.Month, "2025-06", "2025-06-01", "2025-06-30", "2025-07"},
		{"December leads into January", "2025-12-31", kpi.Month, "2025-12", "2025-12-01", "2025-12-31", "2026-01"},
		{"February of a leap year", "2024-02-10", kpi.Month, "2024-02", "2024-02-01", "2024-02-29", "2024-03"},
		{"a quarter", "2025-05-15", kpi.Quarter, "2025-Q2", "2025-04-01", "2025-06-30", "2025-Q3"},
		{"the fourth quarter", "2025-12-31", kpi.Quarter, "2025-Q4", "2025-10-01", "2025-12-31", "2026-Q1"},
		{"the first half", "2025-06-30", kpi.Half, "2025-H1", "2025-01-01", "2025-06-30", "2025-H2"},
		{"the second half", "2025-07-01", kpi.Half, "2025-H2", "2025-07-01", "2025-12-31", "2026-H1"},
		{"a year", "2025-07-01", kpi.Year, "2025", "2025-01-01", "2025-12-31", "2026"},
		{"the whole input follows itself", "2025-07-01", kpi.Whole, "all", "2025-07-01", "2025-07-01", "all"},
		{"before 1970", "1969-12-31", kpi.Week, "1970-W01", "1969-12-29", "1970-01-04", "1970-W02"},
	} {
		p := kpi.PeriodOf(day(t, c.in), c.grain)
		if p.String() != c.name || p.Start.String() != c.start || p.End().String() != c.end || p.Next().String() != c.next {
			t.Errorf("%s: %s from %s to %s, then %s", c.sentence, p, p.Start, p.End(), p.Next())
		}
		if b, err := json.Marshal(p); err != nil || string(b) != `"`+c.name+`"` {
			t.Errorf("%s: written as %s, %v", c.sentence, b, err)
		}
	}
}

func dates() *rapid.Generator[kpi.Date] {
	return rapid.Map(rapid.Int32Range(-20000, 60000), func(n int32) kpi.Date { return kpi.Date(n) })
}

// Periods of one grain cover the calendar without a gap or an overlap.
func TestPeriodsTileTheCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := dates().Draw(t, "day")
		p := kpi.PeriodOf(d, kpi.Grain(rapid.IntRange(int(kpi.Day), int(kpi.Year)).Draw(t, "grain")))
		if d < p.Start || d > p.End() {
			t.Fatalf("%s lies outside its period %s (%s to %s)", d, p, p.Start, p.End())
		}
		if n := p.Next(); n.Start != p.End()+1 || n != kpi.PeriodOf(n.Start, p.Grain) || p.Compare(n) >= 0 {
			t.Fatalf("%s is followed by %s from %s", p, n, n.Start)
		}
		for _, inside := range []kpi.Date{p.Start, p.End()} {
			if kpi.PeriodOf(inside, p.Grain) != p {
				t.Fatalf("%s is not in %s", inside, p)
			}
		}
	})
}

func TestPeriodsCompareByStartThenLength(t *testing.T) {
	d := day(t, "2025-01-01")
	for g := kpi.Day; g < kpi.Whole; g++ {
		if kpi.PeriodOf(d, g).Compare(kpi.Period{Start: kpi.PeriodOf(d, g).Start, Grain: g + 1}) >= 0 {
			t.Errorf("%s does not come before the next longer one", g)
		}
	}
	if kpi.PeriodOf(d, kpi.Year).Compare(kpi.PeriodOf(d+40, kpi.Month)) >= 0 {
		t.Error("an earlier start comes first, whatever the length")
	}
}

func TestDates(t *testing.T) {
	if got := kpi.DateOf(1970, time.January, 1); got != 0 {
		t.Errorf("1970-01-01 is day %d, want 0", got)
	}
	if got := kpi.DateOf(2025, time.July+12, 1).String(); got != "2026-07-01" {
		t.Errorf("month 19 rolls over to %s", got)
	}
	for _, bad := range []string{"", "2025-6-30", "2025-02-30", "30/06/2025", "2025-06-30T00:00:00Z"} {
		if d, err := kpi.ParseDate(bad); err == nil {
			t.Errorf("%q was read as %s", bad, d)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d := dates().Draw(t, "day")
		b, err := d.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back kpi.Date
		if err := back.UnmarshalText(b); err != nil || back != d || kpi.DateOf(d.Time().Date()) != d {
			t.Fatalf("%s read back as %s, %v", b, back, err)
		}
	})
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		sentence, from string
		n              int
		want           string
	}{
		{"the day stays", "2025-07-15", 3, "2025-10-15"},
		{"the end of January becomes the end of February", "2025-01-31", 1, "2025-02-28"},
		{"in a leap year the 29th", "2024-01-31", 1, "2024-02-29"},
		{"the 31st becomes the 30th", "2025-08-31", 1, "2025-09-30"},
		{"over the end of the year", "2025-11-30", 3, "2026-02-28"},
		{"backwards", "2026-03-31", -1, "2026-02-28"},
		{"backwards over the start of the year", "2026-01-15", -13, "2024-12-15"},
		{"none", "2025-01-31", 0, "2025-01-31"},
	} {
		if got := day(t, c.from).AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s: %s + %d = %s, want %s", c.sentence, c.from, c.n, got, c.want)
		}
	}
}

func TestMonthOrdinal(t *testing.T) {
	for _, c := range []struct {
		sentence, a, b string
		grain          kpi.Grain
		want           float64
	}{
		{"neighbouring months are one apart", "2025-06-01", "2025-07-01", kpi.Month, 1},
		{"over the year too", "2025-12-01", "2026-01-01", kpi.Month, 1},
		{"quarters are three apart", "2025-04-01", "2025-07-01", kpi.Quarter, 3},
		{"half of June is half a month", "2025-06-01", "2025-06-16", kpi.Day, 0.5},
	} {
		a, b := kpi.PeriodOf(day(t, c.a), c.grain), kpi.PeriodOf(day(t, c.b), c.grain)
		if got := b.MonthOrdinal() - a.MonthOrdinal(); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %g, want %g", c.sentence, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d := dates().Draw(t, "day")
		if kpi.PeriodOf(d, kpi.Day).MonthOrdinal() >= kpi.PeriodOf(d+1, kpi.Day).MonthOrdinal() {
			t.Fatalf("the day after %s does not come later", d)
		}
	})
}
