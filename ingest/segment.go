package ingest

import (
	"maps"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// checkSegment refuses a segment column where the rows are not summed: two rows
// of one person and month would contradict each other.
func (s Source) checkSegment() *kpi.Fault {
	if s.Columns.Segment == "" || s.isEvents() {
		return nil
	}
	return usage("source.segment_layout", kpi.Args{"match": s.Match, "heading": s.Columns.Segment})
}

// takeSegment finds the column that says which kind of case a row is; one that
// the table lacks is reported as any heading is.
func (t *eventTable) takeSegment() {
	t.segment = -1
	if name := t.source.Columns.Segment; name != "" {
		t.segment = headed(t.head, name)
	}
	if t.segment >= 0 {
		t.markInputs([]int{t.segment}, nil)
	}
}

// inSegment writes the row's segment into its shares.
func (t *eventTable) inSegment(shares []share, r sheet.Row) {
	if t.segment < 0 {
		return
	}
	for i := range shares {
		shares[i].segmented, shares[i].segment = true, cleanText(r.At(t.segment).Text)
	}
}

// segmentSum is the part of an eventSum that one segment has.
type segmentSum struct{ num, den exactSum }

// split adds a share where its segment is known.
func (s *eventSum) split(one share) {
	if !one.segmented {
		return
	}
	if s.segments == nil {
		s.segments = map[string]*segmentSum{}
	}
	part := s.segments[one.segment]
	if part == nil {
		part = &segmentSum{}
		s.segments[strings.Clone(one.segment)] = part
	}
	part.num.add(one.num)
	part.den.add(one.den)
}

// segmentsOf are the segments of an observation that has counts, sorted by name.
func (e *events) segmentsOf(key eventKey, o kpi.Observation) []kpi.SegmentRow {
	if !o.Measure.HasCounts() {
		return nil
	}
	var rows []kpi.SegmentRow
	sum := e.sums[key]
	for _, name := range slices.Sorted(maps.Keys(sum.segments)) {
		part := sum.segments[name]
		if part.den.isZero() {
			continue
		}
		events, _ := part.num.decimal()
		trials, _ := part.den.decimal()
		rows = append(rows, kpi.SegmentRow{Team: o.Team, Employee: o.Employee.ID, Indicator: o.Indicator.ID, Period: o.Period,
			Segment: name, Events: events, Trials: trials})
	}
	return rows
}
