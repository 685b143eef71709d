package ingest

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/ingest/sheet"
)

// clockBehind is the time of day behind a date in normal form (small letters, half
// width): 23:50, 23:50:07.5, 11:50 pm, with a zone or without.
var clockBehind = regexp.MustCompile(`(?:^|[^0-9])(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s*([ap]\.?m\.?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?$`)

// minuteOfDay reads the time of day at the end of a text, in minutes, on the clock of
// UTC where the text names a zone.
func minuteOfDay(text string) (minutes float64, zoned, ok bool) {
	m := clockBehind.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, false, false
	}
	hour, _ := strconv.ParseFloat(m[1], 64)
	minute, _ := strconv.ParseFloat(m[2], 64)
	second := 0.0
	if m[3] != "" {
		second, _ = strconv.ParseFloat(m[3], 64)
	}
	if half := m[4]; half != "" {
		if hour < 1 || hour > 12 {
			return 0, false, false
		}
		hour = float64(int(hour) % 12)
		if half[0] == 'p' {
			hour += 12
		}
	}
	if hour > 24 || minute > 59 || second >= 61 {
		return 0, false, false
	}
	return hour*60 + minute + second/60 - zoneMinutes(m[5]), m[5] != "", true
}

// zoneMinutes is how far the clock of a zone is ahead of UTC: 480 for +08:00.
func zoneMinutes(zone string) float64 {
	if len(zone) < 5 {
		return 0
	}
	hours, _ := strconv.Atoi(zone[1:3])
	minutes, _ := strconv.Atoi(zone[len(zone)-2:])
	ahead := float64(hours*60 + minutes)
	if zone[0] == '-' {
		return -ahead
	}
	return ahead
}

// instantOf reads the points in time of a column, in minutes from 1970-01-01. A text
// without a time of day is none: nobody knows at what hour it was.
func (c *compiler) instantOf(col int) func(sheet.Row) value {
	day := c.dateOf(col)
	return func(r sheet.Row) value {
		return day(r).then(func(v value) value {
			cell := r.At(col)
			minutes, zoned, ok := minuteOfDay(normal(cell.Text))
			if !ok && cell.Kind != sheet.Date {
				return value{state: failed, code: "event.no_time", col: col}
			}
			v.num = v.num*24*60 + minutes // a cell of the type of dates is at midnight
			if zoned {
				v.unit = inUTC
			}
			return v
		})
	}
}

// inUTC marks points in time whose text names a zone.
const inUTC = "utc"

// timeBetween is the function of the time between two points in units of so many
// minutes.
func timeBetween(minutes float64) func([]value) value {
	return func(a []value) value {
		if a[0].unit != a[1].unit {
			return value{state: failed, code: "event.one_zone", col: a[0].col}
		}
		return value{state: known, num: (a[0].num - a[1].num) / minutes, col: -1}
	}
}
