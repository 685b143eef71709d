package ingest

import (
	"fmt"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// events gathers the rows of all files of one source. A person's month may be
// spread over several files, so sums are taken over all of them.
type events struct {
	sums     map[eventKey]*eventSum
	order    []eventKey
	measures []*boundMeasure        // of the last table; their indicators are the same in each
	seen     map[[2]string]bool     // teams and ids of people
	people   []*eventPerson         // of rows that count for nothing, and of rosters
	stood    map[eventID]int32      // the table in which a row stood first, an index of tables
	counted  map[string]bool        // ids with a sum
	keyed    map[eventID]keyedEvent // rows by the source's key
	out      map[eventID]int        // keys of rows that where leaves out, with the first of them
	tables   []*eventTable          // in the order in which they were read

	called   map[string]*calling // names by id
	misnamed []string            // ids with several
	unlike   []*calling          // ids whose roster has another

	odd       map[eventID]oddKey // keys that spreadsheets write otherwise, by how
	respelled respelling

	wanted []*wanted // texts of the expressions

	late, plain bool // some file corrects the others, some does not
}

// eventKey is one observation to be.
type eventKey struct {
	team, employee string
	measure        int
	period         kpi.Period
}

// eventSum is the exact sum of the shares of one observation.
type eventSum struct {
	employee kpi.Employee
	origin   kpi.Origin // of the first row
	num, den exactSum
	rows     rowList // that it rests on
	of       *events
	late     bool // all files of the source correct the others

	segments map[string]*segmentSum // nil where the source names none
}

func (s *eventSum) add(one share, row int) {
	s.num.add(one.num)
	s.den.add(one.den)
	s.split(one)
	s.rows.add(row)
}

// remove takes out what add added.
func (s *eventSum) remove(one share, row int) {
	one.num, one.den = one.num.negative(), one.den.negative()
	s.num.add(one.num)
	s.den.add(one.den)
	s.split(one)
	s.rows.remove(row)
}

// move moves the figure in the tallies of its rows.
func (s *eventSum) move(to fate) {
	for row := range s.rows.all() {
		s.of.tableOf(row).eventRows.move(row, to)
	}
}

// eventPerson is somebody who appears without data.
type eventPerson struct {
	head   *rowHead
	origin kpi.Origin
}

// eventsOf returns the sums of a source, new ones at first.
func (r *run) eventsOf(s *Source) *events {
	if r.events == nil {
		r.events = map[*Source]*events{}
	}
	if r.events[s] == nil {
		r.events[s] = &events{sums: map[eventKey]*eventSum{}, seen: map[[2]string]bool{}, stood: map[eventID]int32{},
			counted: map[string]bool{}, keyed: map[eventID]keyedEvent{}, out: map[eventID]int{}, called: map[string]*calling{}, odd: map[eventID]oddKey{}}
	}
	return r.events[s]
}

func (e *events) addPerson(head *rowHead, at kpi.Origin) {
	key := [2]string{head.team, head.employee.ID}
	if !e.seen[key] {
		e.seen[key] = true
		e.people = append(e.people, &eventPerson{head, at})
	}
}

// sumOf returns the sum of a person, a measure and a period, an empty one at
// first.
func (t *eventTable) sumOf(head *rowHead, measure int, at kpi.Origin) *eventSum {
	key := eventKey{head.team, head.employee.ID, measure, head.period}
	sum := t.sums[key]
	if sum == nil {
		sum = &eventSum{employee: head.employee, origin: at, of: t.events}
		t.sums[key] = sum
		t.order = append(t.order, key)
		t.counted[head.employee.ID] = true
	}
	return sum
}

// lookAgain notices a row that stands, cell by cell, before it, or in another file
// or sheet of the source: exports that overlap count it twice.
func (t *eventTable) lookAgain(r sheet.Row) {
	t.twice.see(t.contentHash(r), r.Line)
	if t.run.tables < 2 {
		return
	}
	id := t.contentID(r)
	at, stood := t.stood[id]
	if !stood {
		t.stood[id] = int32(len(t.tables) - 1)
		return
	}
	if first := t.tables[at].table; first.File != t.table.File || first.Sheet != t.table.Sheet {
		t.again.add(first.Origin(0, -1).String(), r.Line)
	}
}

// sumEvents turns the sums of all sources into observations.
func (r *run) sumEvents() {
	for i := range r.opt.Sources {
		e := r.events[&r.opt.Sources[i]]
		if e == nil {
			continue
		}
		e.reportLeftOut(r)
		e.reportSpellings(r)
		from := r.observed.Len()
		for _, key := range e.order {
			o := r.sumEvent(e, key)
			r.observed.Add(o)
			r.segments = append(r.segments, e.segmentsOf(key, o)...)
		}
		e.reportRounded(r)
		e.reportNames(r)
		e.reportLiterals(r)
		r.addAbsent(e.absent(), from)
	}
}

func (r *run) sumEvent(e *events, key eventKey) kpi.Observation {
	sum, b := e.sums[key], e.measures[key.measure]
	if sum.rows.n > 0 {
		t := e.tableOf(sum.rows.first)
		sum.origin = t.table.Origin(t.eventRows.lineOf(sum.rows.first), t.measures[key.measure].origin)
	}
	sum.late = e.late && !e.plain
	if r.sums == nil {
		r.sums = map[figureAt]*eventSum{}
	}
	at := figureAt{sum.origin, b.KPI}
	r.sums[at] = sum
	m, why := b.level(sum)
	if why != nil {
		r.recount(at, toRejected)
		r.report(kpi.Error, why.code, sum.origin, kpi.Args{"text": why.text, "heading": key.period.String(), "kpi": b.KPI,
			"employee": key.employee, "bound": fmt.Sprintf("%g", why.bound)})
	}
	return kpi.Observation{Employee: sum.employee, Team: key.team, Indicator: b.indicator, Period: key.period, Measure: m, Origin: sum.origin}
}

// absent lists the people without a row that counts.
func (e *events) absent() []*eventPerson {
	var list []*eventPerson
	for _, p := range e.people {
		if !e.counted[p.head.employee.ID] {
			list = append(list, p)
		}
	}
	return list
}
