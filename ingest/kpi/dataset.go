package kpi

import (
	"math"
	"reflect"
	"slices"
)

// Employee is a person as the input names them. ID is the key; without an id
// column it is the name.
type Employee struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Role    string `json:"role,omitempty"`
	Level   string `json:"level,omitempty"`
	Manager string `json:"manager,omitempty"`
	Type    string `json:"type,omitempty"`  // needs_improvement, high_potential, new; "" is not said
	Hired   *Date  `json:"hired,omitempty"` // nil: not known
}

// Measure is what was measured: Events of Trials, or a Level alone.
type Measure struct {
	Events, Trials Decimal // both 0 when only a level is known
	Level          float64 // Events/Trials when Trials > 0; NaN means no data
}

// Counts returns the measure of x events in n trials (or units of exposure).
// n = 0 is no data: the level is NaN, never zero.
func Counts(x, n Decimal) Measure {
	if n == 0 {
		return Measure{Level: math.NaN()}
	}
	return Measure{Events: x, Trials: n, Level: x.Float() / n.Float()}
}

// Value returns the measure of a level without counts.
func Value(level float64) Measure { return Measure{Level: level} }

// HasCounts reports whether the trials behind the level are known.
func (m Measure) HasCounts() bool { return m.Trials != 0 }

// Known reports whether there is a level at all.
func (m Measure) Known() bool { return !math.IsNaN(m.Level) }

// Observation is one employee's measure of one indicator in one period.
type Observation struct {
	Employee  Employee
	Team      string
	Indicator *Indicator
	Period    Period
	Measure   Measure
	Origin    Origin
}

// Dataset holds observations, the rows, sorted by team, indicator id, employee
// id, period (each dictionary is sorted, so the indexes compare as the values do). No
// key stands twice. The neighbouring rows of one team, indicator and employee are a
// series. It is not changed once built.
type Dataset struct {
	Teams      []string
	Indicators []*Indicator
	Employees  []Employee
	Periods    []Period

	Team, Indicator, Employee []int32 // by series: indexes into the dictionaries
	Period                    []int32 // by row

	starts  []int // by series: its first row
	figures figures
	origins origins
	repeats bool // a key stands more than once: it is a block for a Builder
}

// Len is the number of observations.
func (d *Dataset) Len() int { return len(d.Period) }

// Series is the number of series.
func (d *Dataset) Series() int { return len(d.starts) }

// Rows is the span of a series' rows; it is never empty.
func (d *Dataset) Rows(series int) Span {
	if series+1 == len(d.starts) {
		return Span{d.starts[series], d.Len()}
	}
	return Span{d.starts[series], d.starts[series+1]}
}

// RowsOf is the span of the rows of neighbouring series.
func (d *Dataset) RowsOf(series Span) Span {
	if series.From >= series.To {
		return Span{}
	}
	return Span{d.starts[series.From], d.Rows(series.To - 1).To}
}

// SeriesOf is the series in which a row stands, by binary search.
func (d *Dataset) SeriesOf(row int) int {
	at, found := slices.BinarySearch(d.starts, row)
	if !found {
		at--
	}
	return at
}

// At returns observation i.
func (d *Dataset) At(i int) Observation {
	s := d.SeriesOf(i)
	return Observation{
		Employee:  d.Employees[d.Employee[s]],
		Team:      d.Teams[d.Team[s]],
		Indicator: d.Indicators[d.Indicator[s]],
		Period:    d.Periods[d.Period[i]],
		Measure:   d.Measure(i),
		Origin:    d.OriginAt(i),
	}
}

// Measure returns the measure of observation i.
func (d *Dataset) Measure(i int) Measure { return d.figures.at(i) }

// Level returns the level of observation i, NaN for no data: that of its measure,
// for those who need no more.
func (d *Dataset) Level(i int) float64 { return d.figures.level(i) }

// OriginAt returns the origin of observation i.
func (d *Dataset) OriginAt(i int) Origin { return d.origins.at(i) }

// Equal reports whether both hold the same observations under the same
// dictionaries. Rows without data are the same.
func (d *Dataset) Equal(e *Dataset) bool {
	if d == nil || e == nil || !d.sameDictionaries(e) {
		return d == e
	}
	if !slices.Equal(d.Team, e.Team) || !slices.Equal(d.Indicator, e.Indicator) || !slices.Equal(d.Employee, e.Employee) || !slices.Equal(d.starts, e.starts) || !slices.Equal(d.Period, e.Period) {
		return false
	}
	for i := range d.Len() {
		if !sameFigures(d.Measure(i), e.Measure(i)) || d.OriginAt(i) != e.OriginAt(i) {
			return false
		}
	}
	return true
}

func (d *Dataset) sameDictionaries(e *Dataset) bool {
	return slices.Equal(d.Teams, e.Teams) && slices.EqualFunc(d.Employees, e.Employees, Employee.Same) && slices.Equal(d.Periods, e.Periods) &&
		slices.EqualFunc(d.Indicators, e.Indicators, func(a, b *Indicator) bool { return a == b || reflect.DeepEqual(a, b) })
}

// Same reports whether all that is told of two people is the same, the day of entry
// by its value.
func (e Employee) Same(f Employee) bool {
	if e.Hired != nil && f.Hired != nil && *e.Hired == *f.Hired {
		e.Hired, f.Hired = nil, nil
	}
	return e == f
}

// Span is a run of neighbouring rows, or series [From, To).
type Span struct{ From, To int }

// Len is how many there are.
func (s Span) Len() int { return s.To - s.From }

// All is the span of every series.
func (d *Dataset) All() Span { return Span{0, d.Series()} }
