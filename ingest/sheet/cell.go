package sheet

import (
	"math"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // zones must not depend on the machine
	"unicode/utf8"
)

// Sources that know types (columns, records, rows of a database) make their
// cells here.

// exact is the bound below which every integer is a float64 of its own.
const exact = 1 << 53

// integerCell is a number; beyond what a float64 tells apart it is a text, for two
// ids must not become one.
func integerCell(n int64) Cell {
	if n >= exact || n <= -exact {
		return Cell{Kind: Text, Text: strconv.FormatInt(n, 10)}
	}
	return Cell{Kind: Number, Text: strconv.FormatInt(n, 10), Number: float64(n)}
}

// floatCell is a number; one that is none, or infinite, is a text that says so.
func floatCell(n float64) Cell {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return Cell{Kind: Text, Text: strconv.FormatFloat(n, 'g', -1, 64)}
	}
	return Cell{Kind: Number, Text: numberText(n), Number: n}
}

// decimalCell is a number written in decimal, plain or with an exponent. One
// that a float64 can't hold is a text: whole ones beyond its exact range are ids.
func decimalCell(s string) Cell {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(n) {
		return textCell(s)
	}
	if math.Abs(n) >= exact && !strings.ContainsAny(s, ".eE") {
		return Cell{Kind: Text, Text: s}
	}
	return floatCell(n)
}

// scaled puts the decimal point into the digits of an unscaled decimal.
func scaled(digits string, scale int) string {
	if scale == 0 {
		return digits
	}
	if scale < 0 || scale > 1000 {
		return digits + "e" + strconv.Itoa(-scale)
	}
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	if pad := scale + 1 - len(digits); pad > 0 {
		digits = strings.Repeat("0", pad) + digits
	}
	at := len(digits) - scale
	return sign + digits[:at] + "." + digits[at:]
}

// bytesCell is a text; ok is false when the bytes are none.
func bytesCell(s string) (c Cell, ok bool) {
	if !utf8.ValidString(s) {
		return Cell{}, false
	}
	return textCell(strings.Clone(s)), true // the buffers behind s are given back
}

// The days of 0001-01-01 and 9999-12-31 from 1970-01-01.
const (
	firstDay = -719162
	lastDay  = 2932896
)

// dayCell is a date, days from 1970-01-01 with the time of day as fraction;
// beyond the years 1 to 9999 it is a fault.
func dayCell(days float64) Cell {
	if !(days >= firstDay && days < lastDay+1) {
		return Cell{Kind: Fault, Text: numberText(days)}
	}
	return Cell{Kind: Date, Text: dateText(days), Number: days}
}

// clockCell is a time of day or a duration in days.
func clockCell(days float64) Cell {
	days = toMillisecond(days)
	return Cell{Kind: Time, Text: clockText(days), Number: days}
}

// instantCell is a point in time, counted in units of so many nanoseconds from
// 1970-01-01, on the clock of the zone.
func instantCell(n int64, unit time.Duration, zone *time.Location) Cell {
	perSecond := int64(time.Second / unit)
	seconds, rest := n/perSecond, n%perSecond
	if seconds > 86400*(lastDay+1) || seconds < 86400*firstDay {
		return Cell{Kind: Fault, Text: strconv.FormatInt(n, 10)}
	}
	return wallCell(time.Unix(seconds, rest*int64(unit)).In(zone))
}

// wallCell is a date with the time of day as the clock of t's zone shows it: cut
// to the millisecond, for a microsecond before midnight is still that day, and
// that month.
func wallCell(t time.Time) Cell {
	_, offset := t.Zone()
	t = t.Truncate(time.Millisecond)
	return dayCell(toMillisecond((float64(t.Unix()+int64(offset)) + float64(t.Nanosecond())/1e9) / 86400))
}

// zoneOf is a time zone by its name or as +08:00; times without one, and of
// one that is not known, stay as they are counted, which is UTC.
func zoneOf(name string) *time.Location {
	if t, err := time.Parse("-07:00", name); err == nil {
		_, offset := t.Zone()
		return time.FixedZone(name, offset)
	}
	if name == "Local" {
		return time.UTC
	}
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return time.UTC
}

// isUTC reports whether times with a zone were written in UTC, as many
// programs do whatever clock their users live by.
func isUTC(zone string) bool {
	switch strings.ToUpper(zone) {
	case "UTC", "Z", "+00:00", "ETC/UTC", "GMT":
		return true
	}
	return false
}
