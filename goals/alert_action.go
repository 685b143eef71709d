package goals

import (
	"math"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// actionNodes are the occurrences of the actions on the calendar. A trial has
// none: it is never late; nor has one that was dropped, or one by an event
// without a day. Daily ones are the person's own to-do list.
func (l *Life) actionNodes(until time.Time, cal *Calendar) (list []Node) {
	for i := range l.Plan.Content.Actions {
		a := &l.Plan.Content.Actions[i]
		if a.Experiment || a.Completion == Dropped || a.Recurrence != nil && a.Recurrence.Per == kpi.Day {
			continue
		}
		times, _ := Schedule([]Action{*a}, *l.Plan.Start, cal) // what has no day is said where actions are looked at
		for k := range times {
			if r := l.completed(a); r != nil && a.Recurrence != nil && times[k].From > r.Day {
				break // the row is at an end
			}
			if n := l.actionNode(a, times, k, cal); !n.Due.After(until) {
				list = append(list, n)
			}
		}
	}
	return list
}

func (l *Life) actionNode(a *Action, times []Occurrence, k int, cal *Calendar) Node {
	o := times[k]
	n := Node{ID: "action/" + a.ID, Kind: NodeAction, Subject: a.Task, Due: cal.Close(o.Due), HROnly: a.HROnly}
	if o.At != nil {
		n.Due = *o.At
	}
	if a.Recurrence == nil {
		n.Done = l.doneAt(a)
		return n
	}
	n.ID += "/" + o.Due.String()
	n.Done = l.timesDone(a, times, k)
	return n
}

// doneAt is when the record was written that completed an action; nil: it is
// not done.
func (l *Life) doneAt(a *Action) *time.Time {
	if r := l.completed(a); r != nil {
		return &r.Mark.At
	}
	return nil
}

// completed is the record that completed an action, nil when it is not done.
func (l *Life) completed(a *Action) *ActionRecord {
	if a.Completion != Done {
		return nil
	}
	need, sum := 0, 0
	if a.Quantity != nil {
		need = a.Quantity.Of
	} else if a.Recurrence != nil {
		need = l.asks(a)
	}
	for i := range l.ActionLog {
		r := &l.ActionLog[i]
		if r.Action != a.ID {
			continue
		}
		if sum += r.Add; r.Completion == Done || need > 0 && sum >= need {
			return r
		}
	}
	return nil
}

// timesDone is when the occurrence k was written down as done: as many units
// were done since its window began, and before the next one does, as the window
// asks for so far.
func (l *Life) timesDone(a *Action, times []Occurrence, k int) *time.Time {
	from, need, next := times[k].From, 0, kpi.Date(math.MaxInt32)
	for i, o := range times {
		if o.From == from && i <= k {
			need++
		}
		if o.From > from {
			next = min(next, o.From)
		}
	}
	sum := 0
	for i := range l.ActionLog {
		r := &l.ActionLog[i]
		if r.Action != a.ID || r.Day < from || r.Day >= next {
			continue
		}
		if sum += r.Add; sum >= need {
			return &r.Mark.At
		}
	}
	return nil
}
