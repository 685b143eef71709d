package kpi

import (
	"cmp"
	"fmt"
	"time"
)

// Grain is the length of a period.
type Grain uint8

// The grains, shortest first; Whole is the one period of an input that names
// none.
const (
	Day Grain = iota + 1
	Week
	Month
	Quarter
	Half
	Year
	Whole
)

var grainWords = words{"day", "week", "month", "quarter", "half", "year", "whole"}

// String returns the word, "" for the zero value.
func (g Grain) String() string { return grainWords.text(uint8(g)) }

// MarshalText writes the word of String.
func (g Grain) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads one of day, week, month, quarter, half, year, whole.
func (g *Grain) UnmarshalText(b []byte) error {
	v, err := grainWords.parse("grain", string(b))
	*g = Grain(v)
	return err
}

// Date is a calendar day, counted from 1970-01-01; it has no time zone.
type Date int32

// DateOf returns the day of a calendar date; months and days beyond their
// range roll over as in [time.Date].
func DateOf(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDate reads an RFC 3339 full-date, "2025-06-30".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("date %q is not of the form 2025-06-30", s)
	}
	return DateOf(t.Date()), nil
}

// Time returns the day's midnight in UTC.
func (d Date) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String writes an RFC 3339 full-date.
func (d Date) String() string { return d.Time().Format(time.DateOnly) }

// MarshalText writes String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDate reads.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDate(string(b))
	return err
}

// AddMonths moves the day by n months and keeps it inside the target month:
// 31 January plus one month is 28 (or 29) February.
func (d Date) AddMonths(n int) Date {
	y, m, day := d.Time().Date()
	first := DateOf(y, m+time.Month(n), 1)
	last := DateOf(y, m+time.Month(n)+1, 0)
	return min(first+Date(day-1), last)
}

// Period is a span of the calendar: a start and a grain. Periods compare with
// Compare; the zero Period is no period.
type Period struct {
	Start Date
	Grain Grain
}

// PeriodOf returns the period of grain g that holds day d. Weeks start on
// Monday (ISO 8601). The Whole period has no calendar and starts at d.
func PeriodOf(d Date, g Grain) Period {
	y, m, _ := d.Time().Date()
	switch g {
	case Week:
		return Period{d - Date((int(d.Time().Weekday())+6)%7), g}
	case Month:
		return Period{DateOf(y, m, 1), g}
	case Quarter:
		return Period{DateOf(y, m-(m-1)%3, 1), g}
	case Half:
		return Period{DateOf(y, m-(m-1)%6, 1), g}
	case Year:
		return Period{DateOf(y, 1, 1), g}
	}
	return Period{d, g}
}

// Next returns the period that follows p; the Whole period follows itself.
func (p Period) Next() Period {
	switch p.Grain {
	case Day:
		return Period{p.Start + 1, p.Grain}
	case Week:
		return Period{p.Start + 7, p.Grain}
	case Month, Quarter, Half, Year:
		return Period{p.Start.AddMonths(p.months()), p.Grain}
	}
	return p
}

func (p Period) months() int {
	switch p.Grain {
	case Month:
		return 1
	case Quarter:
		return 3
	case Half:
		return 6
	case Year:
		return 12
	}
	return 0
}

// End returns the last day of p; of the Whole period, its start.
func (p Period) End() Date {
	if p.Grain == Whole {
		return p.Start
	}
	return p.Next().Start - 1
}

// Compare orders periods by start, the shorter first.
func (p Period) Compare(q Period) int {
	return cmp.Or(cmp.Compare(p.Start, q.Start), cmp.Compare(p.Grain, q.Grain))
}

// String writes the period for machines: 2025-06-03, 2025-W23, 2025-06,
// 2025-Q2, 2025-H1, 2025, all.
func (p Period) String() string {
	t := p.Start.Time()
	switch p.Grain {
	case Week:
		y, w := t.ISOWeek()
		return fmt.Sprintf("%d-W%02d", y, w)
	case Month:
		return t.Format("2006-01")
	case Quarter:
		return fmt.Sprintf("%d-Q%d", t.Year(), (t.Month()+2)/3)
	case Half:
		return fmt.Sprintf("%d-H%d", t.Year(), (t.Month()+5)/6)
	case Year:
		return t.Format("2006")
	case Whole:
		return "all"
	}
	return p.Start.String()
}

// MarshalText writes String.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// MonthOrdinal counts months from year 0 (12 × year + month), with fractions
// of a month for days within it: the x of a slope "per month".
func (p Period) MonthOrdinal() float64 {
	y, m, day := p.Start.Time().Date()
	days := DateOf(y, m+1, 1) - DateOf(y, m, 1)
	return float64(12*y+int(m)) + float64(day-1)/float64(days)
}
