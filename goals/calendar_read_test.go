package goals_test

import (
	"strings"
	"testing"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

const smallCalendar = `name: works
source: the works council
zone: Asia/Shanghai
weekend: [sunday]
hours: ["08:00/12:00", "13:00/17:00"]
years:
  - year: 2026
    off: [2026-11-20, 2026-12-24/2026-12-26]
    work: [2026-11-22]
`

func TestAnotherTableReplacesTheHolidays(t *testing.T) {
	cal, err := goals.ParseCalendar("works.yaml", []byte(smallCalendar))
	if err != nil {
		t.Fatal(err)
	}
	for d, worked := range map[string]bool{"2026-11-20": false, "2026-11-21": true, "2026-11-22": true, "2026-11-29": false, "2026-12-25": false, "2026-10-01": true} {
		if cal.Working(dateOf(t, d)) != worked {
			t.Errorf("%s: worked %t", d, !worked)
		}
	}
	if first, last := cal.Years(); first != 2026 || last != 2026 || cal.Knows(dateOf(t, "2025-06-02")) || cal.Source != "the works council" {
		t.Errorf("%d %d %q", first, last, cal.Source)
	}
}

func TestATableWithoutYearsSaysSo(t *testing.T) {
	cal, err := goals.ParseCalendar("week.yaml", []byte("zone: UTC\nhours: ['09:00/17:00']\n"))
	if err != nil {
		t.Fatal(err)
	}
	if first, last := cal.Years(); first != 0 || last != 0 || cal.Name != "week.yaml" || len(cal.Caveats(dateOf(t, "2026-01-01"))) != 1 {
		t.Errorf("%d %d %q", first, last, cal.Name)
	}
}

func TestATableThatCannotBeUsedIsRefused(t *testing.T) {
	for _, c := range []struct{ sentence, was, is, says string }{
		{"an unknown key", "source:", "sauce:", "sauce"},
		{"no zone", "zone: Asia/Shanghai", "zone: ''", "zone"},
		{"the zone of the machine", "zone: Asia/Shanghai", "zone: Local", "zone"},
		{"a zone that is none", "Asia/Shanghai", "Asia/Nowhere", "Nowhere"},
		{"a weekend that is no day", "[sunday]", "[funday]", "funday"},
		{"no working day at all", "[sunday]", "[monday, tuesday, wednesday, thursday, friday, saturday, sunday]", "calendar.no_workday"},
		{"hours of another form", "08:00/12:00", "8-12", "8-12"},
		{"hours that end before they begin", "08:00/12:00", "12:00/08:00", "12:00/08:00"},
		{"hours that overlap", "13:00/17:00", "11:00/17:00", "11:00/17:00"},
		{"no hours", `hours: ["08:00/12:00", "13:00/17:00"]`, "hours: []", "hours"},
		{"a day that is none", "2026-11-20", "2026-11-31", "2026-11-31"},
		{"the end of a span that is none", "2026-12-26", "soon", "soon"},
		{"a day of another year", "2026-11-20", "2027-11-20", "2027-11-20"},
		{"a span that runs backwards", "2026-12-24/2026-12-26", "2026-12-26/2026-12-24", "2026-12-26"},
		{"a day both off and worked", "work: [2026-11-22]", "work: [2026-11-20]", "2026-11-20"},
		{"a year twice", "years:\n", "years:\n  - year: 2026\n", "calendar.year_twice"},
		{"no table at all", smallCalendar, "[", "yaml"},
	} {
		_, err := goals.ParseCalendar("works.yaml", []byte(strings.Replace(smallCalendar, c.was, c.is, 1)))
		f := kpi.AsFault(err)
		if f == nil || f.Code != "calendar.invalid" || f.Class != kpi.Usage || f.Origin.File != "works.yaml" || !strings.Contains(f.Error(), c.says) {
			t.Errorf("%s: %v", c.sentence, err)
		}
	}
}

func FuzzParseCalendar(f *testing.F) {
	f.Add([]byte(smallCalendar))
	f.Add([]byte("zone: UTC\nhours: ['00:00/23:59']\nyears: [{year: 1, off: [0001-01-01]}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		cal, err := goals.ParseCalendar("f.yaml", data)
		if err != nil {
			return
		}
		d := cal.Add(dateOf(t, "2026-11-20"), 5)
		if !cal.Working(d) {
			t.Fatalf("%s is no working day", d)
		}
	})
}
