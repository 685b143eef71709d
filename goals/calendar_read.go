package goals

import (
	"bytes"
	_ "embed" // the table of holidays
	"fmt"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zones must not depend on the machine

	"go.yaml.in/yaml/v3"

	"github.com/gapstep/gapstep/ingest/kpi"
)

//go:embed library/calendar_cn.yaml
var calendarCN []byte

// ChinaCalendar is the table that comes with the program: mainland China, with
// the years that [Calendar.Years] names. Each call reads it anew.
func ChinaCalendar() *Calendar {
	c, err := ParseCalendar("calendar_cn.yaml", calendarCN)
	if err != nil {
		panic(fmt.Sprintf("embedded table of holidays: %v", err)) // a test reads it
	}
	return c
}

// calendarFile is a table of holidays as it is written. Days are 2026-10-01 or
// 2026-10-01/2026-10-07, hours "09:00/12:00", weekdays in English.
type calendarFile struct {
	Name    string   `yaml:"name"`
	Source  string   `yaml:"source"`
	Zone    string   `yaml:"zone"`
	Weekend []string `yaml:"weekend"`
	Hours   []string `yaml:"hours"`
	Years   []struct {
		Year int      `yaml:"year"`
		Off  []string `yaml:"off"`
		Work []string `yaml:"work"`
	} `yaml:"years"`
}

// ParseCalendar reads a table of holidays in YAML; name is that of its file.
// The fault is calendar.invalid: a key that is not known, a zone, a day or an
// hour that is none, a day listed under another year, both off and worked, a
// week without working days.
func ParseCalendar(name string, data []byte) (*Calendar, error) {
	var f calendarFile
	if err := decodeStrictly(data, &f); err != nil {
		return nil, calendarFault(name, err)
	}
	c := &Calendar{Name: f.Name, Source: f.Source, weekend: map[time.Weekday]bool{}, off: map[kpi.Date]bool{}, work: map[kpi.Date]bool{}}
	if c.Name == "" {
		c.Name = name
	}
	for _, fill := range []func(calendarFile) error{c.fillWeek, c.fillHours, c.fillYears} {
		if err := fill(f); err != nil {
			return nil, calendarFault(name, err)
		}
	}
	return c, nil
}

func calendarFault(name string, err error) error {
	return &kpi.Fault{Class: kpi.Usage, Code: "calendar.invalid", Origin: kpi.Origin{File: name}, Args: kpi.Args{"detail": strings.Join(strings.Fields(err.Error()), " ")}}
}

// decodeStrictly reads YAML and refuses keys that nobody knows.
func decodeStrictly(data []byte, into any) error {
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	return d.Decode(into)
}

func (c *Calendar) fillWeek(f calendarFile) error {
	if f.Zone == "" || f.Zone == "Local" {
		return fmt.Errorf("zone: name one such as Asia/Shanghai or UTC")
	}
	zone, err := time.LoadLocation(f.Zone)
	if err != nil {
		return err
	}
	c.Zone = zone
	for _, w := range f.Weekend {
		day, ok := weekdayOf(w)
		if !ok {
			return fmt.Errorf("weekend: %q is no day of the week", w)
		}
		c.weekend[day] = true
	}
	if len(c.weekend) == 7 {
		return fmt.Errorf("weekend: no working day is left")
	}
	return nil
}

// weekdayOf reads monday … sunday.
func weekdayOf(word string) (time.Weekday, bool) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(d.String(), word) {
			return d, true
		}
	}
	return 0, false
}

func (c *Calendar) fillHours(f calendarFile) error {
	for _, h := range f.Hours {
		from, to, _ := strings.Cut(h, "/")
		s := Shift{}
		for _, end := range []struct {
			word string
			into *time.Duration
		}{{from, &s.From}, {to, &s.To}} {
			t, err := time.Parse("15:04", end.word)
			if err != nil {
				return fmt.Errorf("hours: %q is not of the form 09:00/12:00", h)
			}
			*end.into = time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
		}
		if s.From >= s.To || len(c.Hours) > 0 && s.From < c.Hours[len(c.Hours)-1].To {
			return fmt.Errorf("hours: %q ends before it begins, or begins before the one above ends", h)
		}
		c.Hours = append(c.Hours, s)
	}
	if len(c.Hours) == 0 {
		return fmt.Errorf("hours: name the hours of a working day, such as 09:00/18:00")
	}
	return nil
}

func (c *Calendar) fillYears(f calendarFile) error {
	for _, y := range f.Years {
		if slices.Contains(c.years, y.Year) {
			return fmt.Errorf("year %d is listed twice", y.Year)
		}
		c.years = append(c.years, y.Year)
		for _, list := range []struct {
			words []string
			into  map[kpi.Date]bool
		}{{y.Off, c.off}, {y.Work, c.work}} {
			if err := fillDays(list.words, y.Year, list.into); err != nil {
				return err
			}
		}
	}
	slices.Sort(c.years)
	for d := range c.work {
		if c.off[d] {
			return fmt.Errorf("%s is listed as off and as worked", d)
		}
	}
	return nil
}

// fillDays reads days and spans of days, all in one year.
func fillDays(words []string, year int, into map[kpi.Date]bool) error {
	for _, w := range words {
		from, to, span := strings.Cut(w, "/")
		if !span {
			to = from
		}
		first, err := kpi.ParseDate(from)
		if err != nil {
			return err
		}
		last, err := kpi.ParseDate(to)
		if err != nil {
			return err
		}
		if first > last || first.Time().Year() != year || last.Time().Year() != year {
			return fmt.Errorf("%s does not lie in %d, or ends before it begins", w, year)
		}
		for d := first; d <= last; d++ {
			into[d] = true
		}
	}
	return nil
}
