package ingest

import (
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// events gathers the rows of all files of one source. A person's month may be
// spread over several files, so sums are taken over all of them.
type events struct {
	sums     map[eventKey]*eventSum
	order    []eventKey
	measures []*boundMeasure         // of the last table; their indicators are the same in each
	seen     map[[2]string]bool      // teams and ids of people
	people   []*eventPerson          // of rows that count for nothing, and of rosters
	stood    map[uint64]*sheet.Table // the table in which a row stood first
	counted  map[string]bool         // ids with a sum
}

// eventKey is one observation to be.
type eventKey struct {
	team, employee string
	measure        int
	period         kpi.Period
}

// eventSum is the exact sum of the shares of one observation; rows counts
// them.
type eventSum struct {
	employee kpi.Employee
	origin   kpi.Origin // of the first row
	num, den kpi.Sum
	rows     int
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
		r.events[s] = &events{sums: map[eventKey]*eventSum{}, seen: map[[2]string]bool{}, stood: map[uint64]*sheet.Table{},
			counted: map[string]bool{}}
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
		sum = &eventSum{employee: head.employee, origin: at}
		t.sums[key] = sum
		t.order = append(t.order, key)
		t.counted[head.employee.ID] = true
	}
	return sum
}

// lookAgain notices a row that stands, cell by cell, in another file or sheet
// of the source: exports that overlap count it twice.
func (t *eventTable) lookAgain(r sheet.Row) {
	h := fnv.New64a()
	for _, c := range r.Cells[:min(len(r.Cells), t.width())] {
		fmt.Fprintf(h, "%d:%s\x00", len(c.Text), c.Text)
	}
	first := t.stood[h.Sum64()]
	switch {
	case first == nil:
		t.stood[h.Sum64()] = t.table
	case first.File != t.table.File || first.Sheet != t.table.Sheet:
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
		from := len(r.observations)
		for _, key := range e.order {
			r.observations = append(r.observations, r.sumEvent(e, key))
		}
		r.addAbsent(e.absent(), slices.Clone(r.observations[from:]))
	}
}

func (r *run) sumEvent(e *events, key eventKey) kpi.Observation {
	sum, b := e.sums[key], e.measures[key.measure]
	m, why := b.level(sum)
	if why != nil {
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
