package goals

import (
	"cmp"
	"slices"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Occurrence is one time that an action is due.
type Occurrence struct {
	Action string // its id
	Number int    // from 1
	From   kpi.Date
	Due    kpi.Date   // the last day of it
	At     *time.Time // of leads in hours: due by this instant
}

// Happening is an event that actions are timed by. At is zero when only the
// day is known; a lead in hours then counts from the end of its working hours.
type Happening struct {
	Event string
	Day   kpi.Date
	At    time.Time
}

// Schedule puts actions on the calendar of a plan that starts on start: plan
// week n is the seven days from start + 7 (n − 1). What recurs is spread over
// the working days of each week or month, so that twice a week is due in the
// middle and on the last working day of it; a weekday that is a holiday moves to
// the next working day of its week. A lead is due relative to each happening of its event.
//
// Nothing is left out silently: schedule.no_dates (an action without weeks,
// days or a lead), schedule.no_event (no day is known of its event),
// schedule.week_off (a week or month without a working day), and what
// [Calendar.Caveats] says of days beyond the table.
func Schedule(actions []Action, start kpi.Date, cal *Calendar, happenings ...Happening) ([]Occurrence, []kpi.Caveat) {
	s := &scheduler{cal: cal}
	for _, a := range actions {
		if a.Lead != nil {
			s.lead(a, happenings)
			continue
		}
		from, due, ok := a.span(start)
		if !ok {
			s.caveat("schedule.no_dates", a, nil)
			continue
		}
		s.spread(a, from, due)
	}
	slices.SortStableFunc(s.list, func(a, b Occurrence) int { return cmp.Compare(a.Due, b.Due) })
	days := make([]kpi.Date, len(s.list))
	for i, o := range s.list {
		days[i] = o.Due
	}
	return s.list, append(s.caveats, cal.Caveats(days...)...)
}

type scheduler struct {
	cal     *Calendar
	list    []Occurrence
	caveats []kpi.Caveat
}

func (s *scheduler) caveat(code string, a Action, args kpi.Args) {
	all := kpi.Args{"action": a.ID, "task": a.Task}
	for k, v := range args {
		all[k] = v
	}
	s.caveats = append(s.caveats, kpi.Caveat{Code: code, Args: all})
}

// span is the first and the last day of an action.
func (a Action) span(start kpi.Date) (from, due kpi.Date, ok bool) {
	from, due = start, -1
	if a.FromWeek > 0 {
		from = start + kpi.Date(7*(a.FromWeek-1))
	}
	if a.ToWeek > 0 {
		due = start + kpi.Date(7*a.ToWeek-1)
	}
	if a.Start != nil {
		from = *a.Start
	}
	if a.Due != nil {
		due = *a.Due
	}
	return from, due, due >= from && (a.ToWeek > 0 || a.Due != nil)
}

func (s *scheduler) add(a Action, from, due kpi.Date) {
	n := 1
	for _, o := range s.list {
		if o.Action == a.ID {
			n++
		}
	}
	s.list = append(s.list, Occurrence{Action: a.ID, Number: n, From: from, Due: due})
}

func (s *scheduler) spread(a Action, from, due kpi.Date) {
	r := a.Recurrence
	if r == nil {
		end := due
		if a.Due == nil { // a week ends on its last working day
			end = max(from, s.cal.Previous(due))
		}
		s.add(a, from, end)
		return
	}
	for first := from; first <= due; {
		last := min(due, r.windowEnd(first))
		s.within(a, first, last)
		first = last + 1
	}
}

// Asked is how often a recurring action is asked for in a plan that starts on
// start, holidays left aside; 0: it does not recur, or nobody knows.
func (a Action) Asked(start kpi.Date) (n int) {
	from, due, ok := a.span(start)
	if !ok || a.Recurrence == nil {
		return 0
	}
	for first := from; first <= due; first = a.Recurrence.windowEnd(first) + 1 {
		n += max(1, a.Recurrence.Times)
	}
	return n
}

// windowEnd is the last day of the window of a recurrence that begins on first.
func (r *Recurrence) windowEnd(first kpi.Date) kpi.Date {
	every := max(1, r.Every)
	switch r.Per {
	case kpi.Day:
		return first + kpi.Date(every-1)
	case kpi.Month:
		return kpi.PeriodOf(first, kpi.Month).Start.AddMonths(every) - 1
	}
	return first + kpi.Date(7*every-1)
}

// within puts the occurrences of one window on its working days.
func (s *scheduler) within(a Action, first, last kpi.Date) {
	days := s.cal.Days(first, last)
	if len(days) == 0 {
		if a.Recurrence.Per != kpi.Day {
			s.caveat("schedule.week_off", a, kpi.Args{"from": first.String(), "to": last.String()})
		}
		return
	}
	if on, ok := weekdayOf(a.Recurrence.Weekday); ok {
		for d := first; d <= last; d++ {
			if d.Time().Weekday() == on {
				worked := nearest(days, d)
				s.add(a, min(d, worked), worked)
				return
			}
		}
	}
	n := max(1, a.Recurrence.Times)
	for k := 1; k <= n; k++ {
		s.add(a, first, days[(k*len(days)+n-1)/n-1])
	}
}

// nearest is d or the next of the days, the last one when none follows.
func nearest(days []kpi.Date, d kpi.Date) kpi.Date {
	i, _ := slices.BinarySearch(days, d)
	return days[min(i, len(days)-1)]
}

func (s *scheduler) lead(a Action, happenings []Happening) {
	found := false
	for _, h := range happenings {
		if h.Event == a.Lead.Event {
			found = true
			s.addLead(a, h)
		}
	}
	if !found {
		s.caveat("schedule.no_event", a, kpi.Args{"event": a.Lead.Event})
	}
}

func (s *scheduler) addLead(a Action, h Happening) {
	l := a.Lead
	if l.Hours != 0 {
		at := h.At
		if at.IsZero() {
			at = s.cal.Close(h.Day)
		}
		by := s.cal.Deadline(at, l.Hours, l.Working)
		day := kpi.DateOf(by.Date())
		s.add(a, min(day, kpi.DateOf(at.In(s.cal.Zone).Date())), day)
		s.list[len(s.list)-1].At = &by
		return
	}
	due := h.Day + kpi.Date(l.Days)
	if l.Working {
		due = s.cal.Add(h.Day, l.Days)
	}
	s.add(a, min(due, h.Day), due)
}

// Events are the occurrences of a plan's actions as calendar entries, with ids
// that stay when a date moves.
func (p Plan) Events(list []Occurrence) []Event {
	var out []Event
	for _, o := range list {
		i := slices.IndexFunc(p.Content.Actions, func(a Action) bool { return a.ID == o.Action })
		if i < 0 {
			continue
		}
		a := p.Content.Actions[i]
		e := Event{UID: p.ID + "-" + o.Action + "-" + itoa(o.Number) + "@gapstep", Sequence: p.Version, Day: o.Due, Summary: a.Task, Text: a.Method}
		if o.At != nil {
			e.Start = *o.At
		}
		out = append(out, e)
	}
	return out
}
