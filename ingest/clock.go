package ingest

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// clock is how a duration was written.
type clock uint8

const (
	noClock  clock = iota
	fullTime       // a cell of time, or 1:30:05
	twoParts       // 12:30, minutes and seconds or hours and minutes
)

// parseClock reads h:mm:ss, or two parts whose unit the column decides; the
// value of these counts the first part as minutes.
func parseClock(s string) (number, bool) {
	if !strings.Contains(s, ":") {
		return number{}, false
	}
	m := clockText().FindStringSubmatch(s)
	if m == nil || m[2] != "" && (len(m[3]) != 2 || m[3] > "59") {
		return number{}, false
	}
	written, parts := fullTime, m[2:]
	if m[2] == "" {
		written, parts = twoParts, m[3:]
	}
	seconds := 0.0
	for _, p := range parts {
		v, _ := strconv.ParseFloat(p, 64) // digits, by the expression
		seconds = 60*seconds + v
	}
	if m[1] == "-" {
		seconds = -seconds
	}
	return number{state: used, value: seconds, clock: written}, true
}

// clockText is an optional sign, then 1:30:05 or 12:30.
var clockText = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(-?)(?:(\d{1,5}):)??(\d{1,5}):([0-5]\d(?:\.\d+)?)$`)
})

// clockIn holds the unit that a value is written in against the indicator's, and converts a
// duration from seconds. Of two
// parts, 12:30, the heading tells the unit of the first, (时:分); else it is
// hours for an indicator in hours, and minutes for others, which is said.
func (g *grid) clockIn(n number, in *kpi.Indicator, col int) number {
	if n.state != used || in == nil {
		return n
	}
	if n.clock == noClock {
		return g.run.checkMark(n, in)
	}
	if secondsIn[in.Unit] == 0 {
		return wrong("value.is_time")
	}
	if n.clock == twoParts {
		first := g.clockOf(col, in)
		n.value *= secondsIn[first] / 60
	}
	n.value /= secondsIn[in.Unit]
	return n
}

// clockOf is what the first of two parts counts in a column, hours or minutes.
func (g *grid) clockOf(col int, in *kpi.Indicator) string {
	c := g.cols[col]
	if c.clock != "" {
		return c.clock
	}
	if c.clock = clockIn(c.Heading); c.clock != "" {
		return c.clock
	}
	c.clock = "minutes"
	if in.Unit == "hours" {
		c.clock = "hours"
	}
	g.report(kpi.Warning, "column.clock", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "kpi": in.ID, "unit": c.clock})
	return c.clock
}

// clockIn returns the unit of the first part that a heading names: 时长(mm:ss).
func clockIn(heading string) string {
	text := normal(heading)
	from := strings.LastIndexAny(text, opening)
	to := strings.LastIndexAny(text, closing)
	if from < 0 || to < from {
		return ""
	}
	_, width := utf8.DecodeRuneInString(text[from:])
	return words().clocks[strings.ReplaceAll(text[from+width:to], " ", "")]
}
