package goals_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/goals"
)

func writeICS(t testing.TB, events ...goals.Event) string {
	t.Helper()
	var b bytes.Buffer
	if err := goals.WriteICS(&b, time.Date(2026, 11, 20, 14, 0, 0, 0, time.FixedZone("", 8*3600)), events); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAnEventAsICalendar(t *testing.T) {
	got := writeICS(t,
		goals.Event{UID: "p1-a1-1@gapstep", Sequence: 2, Day: dateOf(t, "2026-12-31"), Summary: "复盘；第1次, 带数据", Text: "one\ntwo \\ three\a"},
		goals.Event{UID: "p1-a2-1@gapstep", Start: time.Date(2026, 11, 17, 10, 0, 0, 0, time.UTC), End: time.Date(2026, 11, 17, 10, 30, 0, 0, time.UTC), Summary: "talk"},
		goals.Event{UID: "p1-a3-1@gapstep", Start: time.Date(2026, 11, 17, 18, 0, 0, 0, time.FixedZone("", 8*3600)), Summary: "due"})
	want := strings.ReplaceAll(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//gapstep//plan//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
BEGIN:VEVENT
UID:p1-a1-1@gapstep
DTSTAMP:20261120T060000Z
SEQUENCE:2
DTSTART;VALUE=DATE:20261231
DTEND;VALUE=DATE:20270101
TRANSP:TRANSPARENT
SUMMARY:复盘；第1次\, 带数据
DESCRIPTION:one\ntwo \\ three
END:VEVENT
BEGIN:VEVENT
UID:p1-a2-1@gapstep
DTSTAMP:20261120T060000Z
SEQUENCE:0
DTSTART:20261117T100000Z
DTEND:20261117T103000Z
SUMMARY:talk
END:VEVENT
BEGIN:VEVENT
UID:p1-a3-1@gapstep
DTSTAMP:20261120T060000Z
SEQUENCE:0
DTSTART:20261117T100000Z
SUMMARY:due
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestALongSummaryIsFoldedBetweenCharacters(t *testing.T) {
	// SUMMARY: and 22 characters of three octets are 74 octets; a 23rd would be 77
	got := writeICS(t, goals.Event{UID: "u", Day: 20000, Summary: strings.Repeat("满", 50)})
	want := "SUMMARY:" + strings.Repeat("满", 22) + "\r\n " + strings.Repeat("满", 24) + "\r\n " + strings.Repeat("满", 4) + "\r\n"
	if !strings.Contains(got, want) {
		t.Errorf("%q", got)
	}
}

// Every line has at most 75 octets, no character is cut, and unfolding and
// unescaping give the text back (RFC 5545, sections 3.1 and 3.3.11).
func TestICalendarLinesFoldAndUnfold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab ,;\\\n客户满意度🎯é")), 0, 200, -1).Draw(t, "text")
		var b bytes.Buffer
		if err := goals.WriteICS(&b, time.Unix(0, 0), []goals.Event{{UID: "u", Day: 20000, Summary: text}}); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimSuffix(b.String(), "\r\n"), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("line of %d octets: %q", len(line), line)
			}
		}
		whole := strings.ReplaceAll(b.String(), "\r\n ", "")
		_, rest, _ := strings.Cut(whole, "SUMMARY:")
		summary, _, _ := strings.Cut(rest, "\r\n")
		if back := strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n").Replace(summary); back != text {
			t.Fatalf("%q came back as %q", text, back)
		}
	})
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestICalendarSaysWhenItCannotWrite(t *testing.T) {
	if err := goals.WriteICS(broken{}, time.Unix(0, 0), nil); err == nil {
		t.Error("a write that failed was not said")
	}
}
