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
	return invalid("calendar.invalid", name, err)
}

// invalid is the fault of a file that people write: behind it stands what is wrong
// where that is known, else what the reader of YAML says.
func invalid(code, name string, err error) error {
	f := &kpi.Fault{Class: kpi.Usage, Code: code, Origin: kpi.Origin{File: name}, Args: kpi.Args{"detail": ""}}
	if kpi.AsFault(err) != nil {
		f.Err = err
	} else {
		f.Args["detail"] = strings.Join(strings.Fields(err.Error()), " ")
	}
	return f
}

// decodeStrictly reads YAML and refuses keys that nobody knows.
func decodeStrictly(data []byte, into any) error {
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	return d.Decode(into)
}

func (c *Calendar) fillWeek(f calendarFile) error {
	if f.Zone == "" || f.Zone == "Local" {
		return &kpi.Fault{Class: kpi.Usage, Code: "calendar.zone", Args: kpi.Args{"value": f.Zone}}
	}
	zone, err := time.LoadLocation(f.Zone)
	if err != nil {
		return &kpi.Fault{Class: kpi.Usage, Code: "calendar.zone", Args: kpi.Args{"value": f.Zone}}
	}
	c.Zone = zone
	for _, w := range f.Weekend {
		day, ok := weekdayOf(w)
		if !ok {
			return &kpi.Fault{Class: kpi.Usage, Code: "calendar.weekday", Args: kpi.Args{"value": w}}
		}
		c.weekend[day] = true
	}
	if len(c.weekend) == 7 {
		return &kpi.Fault{Class: kpi.Usage, Code: "calendar.no_workday"}
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
				return &kpi.Fault{Class: kpi.Usage, Code: "calendar.hours_form", Args: kpi.Args{"value": h}}
			}
			*end.into = time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
		}
		if s.From >= s.To || len(c.Hours) > 0 && s.From < c.Hours[len(c.Hours)-1].To {
			return &kpi.Fault{Class: kpi.Usage, Code: "calendar.hours_order", Args: kpi.Args{"value": h}}
		}
		c.Hours = append(c.Hours, s)
	}
	if len(c.Hours) == 0 {
		return &kpi.Fault{Class: kpi.Usage, Code: "calendar.no_hours"}
	}
	return nil
}

func (c *Calendar) fillYears(f calendarFile) error {
	for _, y := range f.Years {
		if slices.Contains(c.years, y.Year) {
			return &kpi.Fault{Class: kpi.Usage, Code: "calendar.year_twice", Args: kpi.Args{"year": itoa(y.Year)}}
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
			return &kpi.Fault{Class: kpi.Usage, Code: "calendar.day_twice", Args: kpi.Args{"day": d.String()}}
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
		last, worse := kpi.ParseDate(to)
		if err != nil || worse != nil {
			return &kpi.Fault{Class: kpi.Usage, Code: "calendar.day", Args: kpi.Args{"value": w}}
		}
		if first > last || first.Time().Year() != year || last.Time().Year() != year {
			return &kpi.Fault{Class: kpi.Usage, Code: "calendar.span", Args: kpi.Args{"value": w, "year": itoa(year)}}
		}
		for d := first; d <= last; d++ {
			into[d] = true
		}
	}
	return nil
}
