package goals

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// healthEvery is after how many months a plan is looked at anew.
const healthEvery = 2

// Cadence says how often what is looked at, and how hours are counted. It may be
// set anew at any time.
type Cadence struct {
	Health       int     `json:"health"`                  // months between health checks; 0: none
	Talk         int     `json:"talk,omitempty"`          // weeks between talks; 0: not asked for
	Checks       []Check `json:"checks,omitempty"`        // figures that are to come
	WorkingHours bool    `json:"working_hours,omitempty"` // the hours to explain in are working hours
	Zone         string  `json:"zone,omitempty"`          // IANA name; "": that of the calendar
}

// Check asks for figures of an indicator every so many weeks, or months.
type Check struct {
	Indicator string `json:"kpi"`
	Weeks     int    `json:"weeks,omitempty"`
	Months    int    `json:"months,omitempty"`
}

// DefaultCadence is a health check every two months.
func DefaultCadence() Cadence { return Cadence{Health: healthEvery} }

// ParseEvery reads "2w" or "1m"; the fault is cadence.every.
func ParseEvery(word string) (weeks, months int, err error) {
	n, err := strconv.Atoi(strings.TrimRight(word, "wm"))
	switch unit := strings.TrimLeft(word, "0123456789"); {
	case err != nil || n < 1 || n > mostEvery:
	case unit == "w":
		return n, 0, nil
	case unit == "m":
		return 0, n, nil
	}
	return 0, 0, usage("cadence.every", kpi.Args{"value": word})
}

// Kind implements [Deed].
func (*Cadence) Kind() string { return "cadence.set" }

// check gives the faults cadence.zone and cadence.every.
func (c *Cadence) check(l *Life, _ Mark) error {
	if err := c.validate(); err != nil {
		return err
	}
	return l.Open()
}

// mostEvery bounds cadences, in weeks or months.
const mostEvery = 60

// validate keeps out what would never come to an end.
func (c *Cadence) validate() error {
	if _, err := time.LoadLocation(c.Zone); err != nil {
		return usage("cadence.zone", kpi.Args{"zone": c.Zone})
	}
	spans := []int{c.Health, c.Talk}
	for _, k := range c.Checks {
		if (k.Weeks > 0) == (k.Months > 0) {
			return usage("cadence.every", kpi.Args{"value": k.Indicator})
		}
		spans = append(spans, k.Weeks, k.Months)
	}
	for _, n := range spans {
		if n < 0 || n > mostEvery {
			return usage("cadence.every", kpi.Args{"value": itoa(n)})
		}
	}
	return nil
}

func (c *Cadence) join(l *Life, _ Mark) { l.Cadence = *c }

// Calendar is cal in the cadence's own zone.
func (c *Cadence) Calendar(cal *Calendar) *Calendar {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil || c.Zone == "" {
		return cal
	}
	own := *cal
	own.Zone = zone
	return &own
}

// Seen is a figure of a period as it came in; a later one of the same period is
// a correction.
type Seen struct {
	Indicator string
	Period    kpi.Period
	Measure   kpi.Measure
	At        time.Time // when it was written down
}

// nodes are everything with a time that has begun to count at a moment.
func (l *Life) nodes(at time.Time, cal *Calendar) []Node {
	if l.Plan.Start == nil {
		return nil
	}
	horizon := at.Add(dueHours * time.Hour)
	list := l.actionNodes(horizon, cal)
	if l.Cadence.Health > 0 {
		list = append(list, l.healthNodes(cal)...)
	}
	list = append(list, l.objectionNodes(cal)...)
	if l.Cadence.Talk > 0 {
		list = append(list, l.talkNodes(horizon, cal)...)
	}
	for _, c := range l.Cadence.Checks {
		list = append(list, l.measureNodes(c, horizon, cal)...)
	}
	return slices.DeleteFunc(list, func(n Node) bool { return l.rested(n.Due) != nil })
}

// rested is when a plan was taken up again that was closed at a moment, nil when
// it was not: nothing is due meanwhile.
func (l *Life) rested(at time.Time) *time.Time {
	for _, c := range l.Closings {
		again := slices.IndexFunc(l.Versions, func(v Version) bool { return v.Reopens && v.InForce != nil && v.InForce.After(c.Mark.At) })
		if again >= 0 && at.After(c.Mark.At) && at.Before(*l.Versions[again].InForce) {
			return l.Versions[again].InForce
		}
	}
	return nil
}

func (l *Life) healthNodes(cal *Calendar) (list []Node) {
	anchor := *l.Plan.Start
	for {
		due := anchor.AddMonths(l.Cadence.Health)
		if again := l.rested(cal.Close(due)); again != nil {
			due = kpi.DateOf(again.In(cal.Zone).Date()).AddMonths(l.Cadence.Health)
		}
		n := Node{ID: "health/" + due.String(), Kind: NodeHealth, Due: cal.Close(due)}
		i := slices.IndexFunc(l.HealthChecks, func(h HealthRecord) bool { return h.Day > anchor })
		if i < 0 {
			return append(list, n)
		}
		n.Done = &l.HealthChecks[i].Mark.At
		list, anchor = append(list, n), l.HealthChecks[i].Day
	}
}

func (l *Life) objectionNodes(cal *Calendar) (list []Node) {
	for i, c := range l.Comments {
		if !c.Objection {
			continue
		}
		n := Node{ID: "objection/" + itoa(i+1), Kind: NodeObjection, Subject: c.Text, Due: cal.Deadline(c.Mark.At, explainHours, l.Cadence.WorkingHours)}
		if c.Answer != nil {
			n.Done = &c.Answer.Mark.At
		}
		list = append(list, n)
	}
	return list
}

// talkNodes are one for each span of weeks from the start on.
func (l *Life) talkNodes(until time.Time, cal *Calendar) (list []Node) {
	span := kpi.Date(7 * l.Cadence.Talk)
	for first := *l.Plan.Start; ; first += span {
		last := first + span - 1
		n := Node{ID: "talk/" + last.String(), Kind: NodeTalk, Due: cal.Close(last)}
		if n.Due.After(until) {
			return list
		}
		for _, c := range l.CheckIns {
			if c.Talk && c.Day >= first && c.Day <= last && n.Done == nil {
				at := c.Mark.At
				n.Done = &at
			}
		}
		list = append(list, n)
	}
}

// measureGrace is how many days after a span its figures may come in.
const measureGrace = 7

// measureNodes are one for each span of a check: done when figures of a period
// that ends in the span are written down.
func (l *Life) measureNodes(c Check, until time.Time, cal *Calendar) (list []Node) {
	start := *l.Plan.Start
	end := func(k int) kpi.Date {
		if c.Weeks > 0 {
			return start + kpi.Date(7*c.Weeks*k) - 1
		}
		return kpi.PeriodOf(start.AddMonths(c.Months*k-1), kpi.Month).End()
	}
	first := start
	for k := 1; ; k++ {
		last := end(k)
		n := Node{ID: "measure/" + c.Indicator + "/" + last.String(), Kind: NodeMeasure, Subject: c.Indicator, Due: cal.Close(last + measureGrace)}
		if n.Due.After(until) {
			return list
		}
		for _, s := range l.Seen {
			if day := s.Period.End(); s.Indicator == c.Indicator && day >= first && day <= last && n.Done == nil {
				at := s.At
				n.Done = &at
			}
		}
		list, first = append(list, n), last+1
	}
}
