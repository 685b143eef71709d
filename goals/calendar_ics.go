package goals

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Event is an entry of a person's calendar: a whole day, or from Start to End.
type Event struct {
	UID      string    // stable: the same event again replaces the one before
	Sequence int       // rises with each change: a plan's version
	Day      kpi.Date  // of an event without a time
	Start    time.Time // zero: the whole day
	End      time.Time // zero: Start, a deadline
	Summary  string
	Text     string
}

// WriteICS writes events as an iCalendar object (RFC 5545) that Outlook, Google
// Calendar and phones take in. Times are in UTC, so no zone has to be defined;
// stamp is the moment of writing (DTSTAMP), which the caller gives. Lines end in
// CRLF and are folded at 75 octets between characters (section 3.1); texts are
// escaped (section 3.3.11).
func WriteICS(w io.Writer, stamp time.Time, events []Event) error {
	b := bufio.NewWriter(w)
	line := func(name, value string) { fold(b, name+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//gapstep//plan//EN")
	line("CALSCALE", "GREGORIAN")
	line("METHOD", "PUBLISH")
	for _, e := range events {
		line("BEGIN", "VEVENT")
		line("UID", escapeICS(e.UID))
		line("DTSTAMP", instant(stamp))
		line("SEQUENCE", fmt.Sprint(e.Sequence))
		e.writeTimes(line)
		line("SUMMARY", escapeICS(e.Summary))
		if e.Text != "" {
			line("DESCRIPTION", escapeICS(e.Text))
		}
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	return b.Flush()
}

func (e Event) writeTimes(line func(name, value string)) {
	if e.Start.IsZero() {
		day := func(d kpi.Date) string { return strings.ReplaceAll(d.String(), "-", "") }
		line("DTSTART;VALUE=DATE", day(e.Day))
		line("DTEND;VALUE=DATE", day(e.Day+1))
		line("TRANSP", "TRANSPARENT") // a day on which something is due is not a busy one
		return
	}
	line("DTSTART", instant(e.Start))
	if e.End.After(e.Start) {
		line("DTEND", instant(e.End))
	}
}

func instant(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// escapeICS writes a text value: backslash, semicolon, comma and newline are
// escaped, other control characters dropped.
func escapeICS(s string) string {
	s = strings.NewReplacer("\\", `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// fold writes a line of at most 75 octets, and what is left on lines that begin
// with a space; a character is never cut.
func fold(b *bufio.Writer, line string) {
	room := 75
	for len(line) > room {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		_, _ = b.WriteString(line[:cut] + "\r\n ") // the error stays and Flush returns it
		line, room = line[cut:], 74
	}
	_, _ = b.WriteString(line + "\r\n")
}
