package ingest

import (
	"cmp"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// layoutEvents is the layout of event rows: deals, calls, nodes. It is never
// found out, for nobody can guess what an event counts for.
const layoutEvents = "events"

// The ways of a measure of one value.
const (
	aggregateMean = "mean" // the mean of the rows; n is their number
	aggregateSum  = "sum"  // their sum, without a number of trials
)

// Alias writes several texts of a column as one: 赢单, won and Closed Won as Won.
type Alias struct {
	Column string
	From   []string
	To     string
}

// Exclude leaves out the rows that hold one of the values in a column.
type Exclude struct {
	Column string
	Values []string
}

// cleanedHeadings are the headings that aliases, exclusions and the key name.
func (s *Source) cleanedHeadings() []string {
	var list []string
	for _, a := range s.Aliases {
		list = append(list, a.Column)
	}
	for _, e := range s.Excludes {
		list = append(list, e.Column)
	}
	return append(list, s.Key...)
}

// isPlain reports whether a reading's columns tell all that the source says.
func (s *Source) isPlain() bool {
	return s == nil || !s.isEvents() && len(s.Aliases)+len(s.Excludes)+len(s.Joins) == 0 && s.DateOrder+s.Decimal+s.FormulaZeros == "" && !s.Corrects
}

// over puts what no column shows over a source made of a reading.
func (s *Source) over(made Source) Source {
	if s == nil {
		return made
	}
	made.Where, made.Grain, made.Aliases, made.Excludes, made.Joins = s.Where, s.Grain, s.Aliases, s.Excludes, s.Joins
	made.Key, made.Decimal, made.FormulaZeros, made.Corrects = s.Key, s.Decimal, s.FormulaZeros, s.Corrects
	made.DateOrder = cmp.Or(s.DateOrder, made.DateOrder)
	if s.isEvents() {
		made.Measures, made.Missing = s.Measures, s.Missing
	}
	return made
}

// isEvents reports whether the source is of event rows.
func (s *Source) isEvents() bool { return s != nil && s.Layout == layoutEvents }

// checkEvents refuses what can't be meant about events, aliases and joins.
func (s Source) checkEvents() *kpi.Fault {
	for _, j := range s.Joins {
		if f := j.check(s); f != nil {
			return f
		}
	}
	if f := s.checkCleaning(); f != nil {
		return f
	}
	if s.Layout != layoutEvents {
		return s.refuseEventKeys()
	}
	if !slices.Contains([]string{"", "week", "month", "quarter"}, s.Grain) {
		return usage("source.bad_grain", kpi.Args{"match": s.Match, "grain": s.Grain})
	}
	if len(s.Measures) == 0 {
		return usage("source.no_measures", kpi.Args{"match": s.Match})
	}
	if slices.Contains(s.Key, "") {
		return usage("source.bad_key", kpi.Args{"match": s.Match})
	}
	return s.checkExpressions()
}

func (s Source) checkCleaning() *kpi.Fault {
	for _, a := range s.Aliases {
		if a.Column == "" || a.To == "" || len(a.From) == 0 {
			return usage("source.bad_alias", kpi.Args{"match": s.Match, "heading": a.Column})
		}
	}
	for _, e := range s.Excludes {
		if e.Column == "" || len(e.Values) == 0 {
			return usage("source.bad_exclude", kpi.Args{"match": s.Match, "heading": e.Column})
		}
	}
	return nil
}

// refuseEventKeys refuses the keys that only event rows know.
func (s Source) refuseEventKeys() *kpi.Fault {
	key := ""
	switch {
	case s.Where != "":
		key = "where"
	case s.Grain != "":
		key = "grain"
	case len(s.Key) > 0:
		key = "key"
	case slices.ContainsFunc(s.Measures, func(m Measure) bool { return m.Where != "" }):
		key = "measures: where"
	case slices.ContainsFunc(s.Measures, func(m Measure) bool { return m.Aggregate != "" }):
		key = "measures: aggregate"
	}
	if key == "" {
		return nil
	}
	return usage("source.events_only", kpi.Args{"match": s.Match, "key": key})
}

// checkExpressions compiles every expression without a table: a slip in one is
// found before a file is read.
func (s Source) checkExpressions() *kpi.Fault {
	c := &compiler{}
	if s.Where != "" {
		if _, err := c.compile(s.Where, boolKind); err != nil {
			return err.fault(s.Where, s.Match)
		}
	}
	for i, m := range s.Measures {
		if f := m.checkEvents(s.Match); f != nil {
			return f
		}
		if first := slices.IndexFunc(s.Measures, func(o Measure) bool { return o.KPI == m.KPI }); first < i {
			return usage("source.kpi_twice", kpi.Args{"match": s.Match, "kpi": m.KPI, "first": s.Measures[first].text(), "second": m.text()})
		}
		if _, f := c.bindMeasure(m, s.Match); f != nil {
			return f
		}
	}
	return nil
}

// checkEvents refuses a measure that is neither a value nor a pair.
func (m Measure) checkEvents(match string) *kpi.Fault {
	args := kpi.Args{"match": match, "kpi": m.KPI}
	switch {
	case (m.Value == "") == (m.Numerator == ""):
		return usage("source.value_or_counts", args)
	case !slices.Contains([]string{"", aggregateMean, aggregateSum}, m.Aggregate) || m.Aggregate != "" && m.Value == "":
		args["aggregate"] = m.Aggregate
		return usage("source.bad_aggregate", args)
	case m.Unit != "":
		return usage("source.unit_of_events", args)
	}
	return nil
}

// text is a measure as messages have it.
func (m Measure) text() string {
	if m.Value != "" {
		return "value: " + m.Value
	}
	return "numerator: " + m.Numerator + ", denominator: " + m.Denominator
}

// boundMeasure is a measure whose expressions were compiled for a table.
type boundMeasure struct {
	Measure
	indicator  *kpi.Indicator
	when       *term
	value      *term
	num, den   *term
	origin     int // the column that stands for it in addresses
	columns    []int
	unknown    int    // rows that a blank leaves open
	blankCol   int    // the column of the first of them
	blankPart  string // of the measure, whose expression it leaves open: value, numerator, denominator, where
	firstBlank int    // its line
	rounded    rowsAt // figures of the source that millionths are too coarse for
}
