package goals

import (
	"slices"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Calendar says which days are worked and at which hours. Days are calendar
// days without a zone, so counting them needs no clock; only deadlines in hours
// use the Zone.
//
// Make-up workdays (a Saturday worked for a bridge day) are listed beside the
// holidays. A date outside the listed years is counted by the week alone:
// [Calendar.Caveats] says so, as holidays of a year are announced late in the
// year before.
type Calendar struct {
	Name   string
	Source string
	Zone   *time.Location
	Hours  []Shift // of a working day, in order, none overlapping

	weekend map[time.Weekday]bool
	off     map[kpi.Date]bool
	work    map[kpi.Date]bool
	years   []int // listed, ascending
}

// Shift is a stretch of a working day, as times since midnight.
type Shift struct{ From, To time.Duration }

// Working reports whether d is worked.
func (c *Calendar) Working(d kpi.Date) bool {
	if c.work[d] {
		return true
	}
	return !c.off[d] && !c.weekend[d.Time().Weekday()]
}

// Knows reports whether the holidays of d's year are listed.
func (c *Calendar) Knows(d kpi.Date) bool { return slices.Contains(c.years, d.Time().Year()) }

// Years are the first and the last year listed; 0 and 0 when none is.
func (c *Calendar) Years() (first, last int) {
	if len(c.years) == 0 {
		return 0, 0
	}
	return c.years[0], c.years[len(c.years)-1]
}

// Caveats tells which of the days lie in years without a list of holidays.
func (c *Calendar) Caveats(list ...kpi.Date) []kpi.Caveat {
	var unknown []kpi.Date
	for _, d := range list {
		if !c.Knows(d) {
			unknown = append(unknown, d)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	first, last := c.Years()
	return []kpi.Caveat{{Code: "calendar.unknown_year", Args: kpi.Args{"date": slices.Min(unknown).String(), "calendar": c.Name,
		"first": itoa(first), "last": itoa(last), "days": itoa(len(unknown))}}}
}

// Next is d when it is worked, else the first working day after it.
func (c *Calendar) Next(d kpi.Date) kpi.Date {
	for !c.Working(d) {
		d++
	}
	return d
}

// Previous is d when it is worked, else the last working day before it.
func (c *Calendar) Previous(d kpi.Date) kpi.Date {
	for !c.Working(d) {
		d--
	}
	return d
}

// Add moves d by n working days: Add(d, 1) is the first working day after d,
// Add(d, -3) the day that leaves three working days before d, d not counted.
// Add(d, 0) is d, worked or not.
func (c *Calendar) Add(d kpi.Date, n int) kpi.Date {
	step := kpi.Date(1)
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		if d += step; c.Working(d) {
			n--
		}
	}
	return d
}

// Count is the number of working days from the first to the last day, both
// included; 0 when last is before first.
func (c *Calendar) Count(first, last kpi.Date) int { return len(c.Days(first, last)) }

// Days are the working days from the first to the last day, both included.
func (c *Calendar) Days(first, last kpi.Date) []kpi.Date {
	var list []kpi.Date
	for d := first; d <= last; d++ {
		if c.Working(d) {
			list = append(list, d)
		}
	}
	return list
}

// At is the instant of a time of day on d in the calendar's zone.
func (c *Calendar) At(d kpi.Date, since time.Duration) time.Time {
	y, m, day := d.Time().Date()
	return time.Date(y, m, day, 0, 0, 0, int(since), c.Zone)
}

// Close is the end of the working hours on d: by when something due "on a day"
// is due.
func (c *Calendar) Close(d kpi.Date) time.Time { return c.At(d, c.Hours[len(c.Hours)-1].To) }

// Deadline is the instant so many hours after at: plain hours by the clock that
// never stands still, or with working the hours of [Calendar.Hours] alone. A node due
// on Monday at 18:00 that must be explained within 24 h: by Tuesday 18:00. In
// working hours 24 h are three days of eight; one due on Friday at 18:00 with 8
// working hours is due on Monday at 18:00. Negative hours count backwards only
// when plain.
func (c *Calendar) Deadline(at time.Time, hours int, working bool) time.Time {
	at = at.In(c.Zone)
	left := time.Duration(hours) * time.Hour
	if !working {
		return at.Add(left)
	}
	y, m, day := at.Date()
	for d := kpi.DateOf(y, m, day); ; d++ {
		if !c.Working(d) {
			continue
		}
		for _, s := range c.Hours {
			from, to := c.At(d, s.From), c.At(d, s.To)
			if from.Before(at) {
				from = at
			}
			if there := to.Sub(from); there >= left && there >= 0 {
				return from.Add(max(0, left))
			} else if there > 0 {
				left -= there
			}
		}
	}
}
