package reports

import (
	"slices"
	"time"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Evaluated is a plan held against the data at its end, with what the record
// says of the time between. It names no outcome but one that people recorded.
type Evaluated struct {
	goals.Evaluation
	Record Record
}

// Ended reports whether the plan is met, or its last day has come.
func (ev *Evaluated) Ended() bool { return ev.Met || len(ev.Failures) > 0 }

// Record is what a plan's life holds beside its targets: how it was carried out,
// and what both sides said.
type Record struct {
	Plan           string // its id
	Done, Actions  int    // actions done, of all that were not dropped
	Talks, Minutes int    // held, and their length together
	Weeks          int    // since the start, the current one counted
	Checks         int    // health checks held
	Versions       int
	CheckIns       []goals.CheckIn
	Comments       []goals.Comment // the employee's
	Closing        *goals.Closing  // what people decided; nil: nothing yet
	Missing        []kpi.Caveat    // of [goals.Life.Gaps]
	Zone           *time.Location  // of the days on which things were written down; nil: UTC
}

// RecordOf reads the record off a plan's life, as of a day; zone is where the
// plan is.
func RecordOf(l *goals.Life, asOf kpi.Date, zone *time.Location) Record {
	r := Record{Plan: l.Plan.ID, Zone: zone, Checks: len(l.HealthChecks), Versions: len(l.Versions), CheckIns: l.CheckIns, Comments: l.Comments, Missing: l.Gaps(asOf)}
	if l.Plan.Start != nil {
		r.Weeks = int(asOf-*l.Plan.Start)/7 + 1
	}
	r.Done, r.Actions = l.Completed()
	for _, c := range l.CheckIns {
		if c.Talk {
			r.Talks, r.Minutes = r.Talks+1, r.Minutes+c.Minutes
		}
	}
	if n := len(l.Closings); n > 0 && l.Plan.State == goals.Closed {
		r.Closing = &l.Closings[n-1]
	}
	return r
}

// evaluatesOnly reports whether the report holds evaluations and no comparison.
func (r *Report) evaluatesOnly() bool { return len(r.Gaps) == 0 && len(r.Evaluations) > 0 }

// dayOf is the day on which something was written down.
func (r *Record) dayOf(m goals.Mark) kpi.Date {
	if r.Zone == nil {
		return kpi.DateOf(m.At.UTC().Date())
	}
	return kpi.DateOf(m.At.In(r.Zone).Date())
}

// recordOf is the record of a plan in the report, nil where there is none.
func (r *Report) recordOf(plan string) *Record {
	for i := range r.Records {
		if r.Records[i].Plan == plan {
			return &r.Records[i]
		}
	}
	return nil
}

// evaluation is an evaluation without what may hold a name.
func (t pseudonymTable) evaluation(ev Evaluated) Evaluated {
	ev.Progress.Plan = t.plan(ev.Progress.Plan)
	ev.Record.CheckIns, ev.Record.Comments = nil, nil
	if c := ev.Record.Closing; c != nil {
		ev.Record.Closing = &goals.Closing{Outcome: c.Outcome, Missing: c.Missing, Mark: goals.Mark{At: c.Mark.At}}
	}
	ev.Secondary = slices.Clone(ev.Secondary)
	for i := range ev.Secondary {
		ev.Secondary[i].Employee = t.of(ev.Secondary[i].Employee)
	}
	return ev
}
