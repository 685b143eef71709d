package kpi

import (
	"cmp"
	"iter"
	"math"
	"slices"
)

// LeftOut are the rows that a [Builder] has left out, twelve bytes for each.
type LeftOut struct {
	places     []Origin
	indicators []*Indicator
	rows       Pile[leftRow]
}

// LeftRow is a row that was left out: row.duplicate or row.conflict, where it
// stands, and the indicator's id.
type LeftRow struct {
	Code   string
	Origin Origin
	KPI    string
}

// leftRow is a [LeftRow] as it is kept; of is the index of the indicator and, in the
// last bit, the code.
type leftRow struct {
	at Place
	of uint32
}

// The codes of rows that are left out.
const (
	duplicate = iota
	conflict
)

var leftCodes = [...]string{"row.duplicate", "row.conflict"}

// Len is how many rows were left out.
func (l *LeftOut) Len() int { return l.rows.Len() }

// All goes through the rows that were left out, by their keys.
func (l *LeftOut) All() iter.Seq[LeftRow] {
	return func(yield func(LeftRow) bool) {
		for i := range l.Len() {
			r := l.rows.At(i)
			if !yield(LeftRow{leftCodes[r.of&1], l.origin(r.at), l.indicators[r.of>>1].ID}) {
				return
			}
		}
	}
}

func (l *LeftOut) origin(at Place) Origin {
	o := l.places[at.At]
	o.Row = int(at.Line)
	return o
}

// compare orders places by origin.
func (l *LeftOut) compare(a, b Place) int {
	if a.At == b.At {
		return cmp.Compare(a.Line, b.Line)
	}
	return l.origin(a).Compare(l.origin(b))
}

// leftOut gathers the rows that are left out, and of each code those that come
// first by origin: they are told of.
type leftOut struct {
	LeftOut
	told [len(leftCodes)]firstDoubles
}

// firstDoubles are the rows that come first by origin, as many as [Bound] keeps of a
// code, and others that lie at the address of the last.
type firstDoubles struct {
	list  []leftDouble
	bound int   // with so many they are sorted out next
	last  Place // what lies behind it does not count, once there are enough
	all   int   // of how many they are the first
}

// leftDouble is a row that stands for the same as another one.
type leftDouble struct {
	key       Key
	at, other Place
}

// add adds a row that is left out for another one.
func (l *leftOut) add(code uint32, d leftDouble) {
	l.rows.Add(leftRow{d.at, uint32(d.key[1])<<1 | code})
	t := &l.told[code]
	if t.all++; t.bound > 0 && l.compare(d.at, t.last) > 0 {
		return
	}
	if t.list = append(t.list, d); len(t.list) >= max(t.bound, boundFrom) {
		l.sortOut(t)
	}
}

// sortOut keeps the rows that come first.
func (l *leftOut) sortOut(t *firstDoubles) {
	slices.SortFunc(t.list, func(a, b leftDouble) int { return l.compare(a.at, b.at) })
	if len(t.list) <= MostDiagnostics {
		return
	}
	t.last = t.list[MostDiagnostics-1].at
	t.list = slices.DeleteFunc(t.list, func(d leftDouble) bool { return l.compare(d.at, t.last) > 0 })
	t.bound = 2 * len(t.list)
}

// diagnostics tells of the rows that come first, and counts the others. The keys are
// of the dictionaries of set.
func (l *leftOut) diagnostics(set *Dataset) []Diagnostic {
	var diags []Diagnostic
	for code := range l.told {
		t := &l.told[code]
		l.sortOut(t)
		for _, d := range t.list {
			row := Observation{Employee: set.Employees[d.key[2]], Team: set.Teams[d.key[0]], Indicator: set.Indicators[d.key[1]],
				Period: set.Periods[d.key[3]], Origin: l.origin(d.at)}
			diags = append(diags, double{leftCodes[code], row, l.origin(d.other)}.diagnostic())
		}
		if more := t.all - len(t.list); more > 0 {
			diags = append(diags, CountMore(leftCodes[code], more))
		}
	}
	return diags
}

// double is a row that stands for the same as another one.
type double struct {
	code  string
	row   Observation
	other Origin
}

// diagnostic tells of a row in full.
func (d double) diagnostic() Diagnostic {
	return Diagnostic{Severity: Error, Code: d.code, Origin: d.row.Origin, Args: Args{"employee": d.row.Employee.ID, "team": d.row.Team,
		"kpi": d.row.Indicator.ID, "period": d.row.Period.String(), "other": d.other.String()}}
}

// claim is a row that may be the one of its key.
type claim struct {
	at    Place
	row   uint32
	block int32 // in which it is; negative: it is a single row
}

// gather takes all rows of a key in hand.
func (m *merge) gather(key Key) {
	m.same = m.same[:0]
	for next, ok := m.rows.next(); ok && next == key; next, ok = m.rows.next() {
		i := m.rows.order[m.rows.at]
		m.same = append(m.same, claim{m.rows.placeOf(i), i, -1})
		m.rows.at++
	}
	for n, c := range m.blocks {
		for c.stands(key) {
			o := &c.set.origins
			m.same = append(m.same, claim{Place{c.places[o.placeOf(c.at)], o.line[c.at]}, uint32(c.at), int32(n)})
			c.next()
		}
	}
}

func (m *merge) measure(c claim) Measure {
	if c.block < 0 {
		return m.rows.measure(m.rows.rows.At(int(c.row)))
	}
	return m.blocks[c.block].set.Measure(int(c.row))
}

func (m *merge) isBlank(c claim) bool { return !m.measure(c).Known() }

// settle decides what is kept of the rows in hand.
func (m *merge) settle(key Key) (claim, Measure) {
	if len(m.same) == 1 {
		return m.same[0], m.measure(m.same[0])
	}
	slices.SortStableFunc(m.same, func(a, b claim) int { return m.left.compare(a.at, b.at) })
	known := slices.IndexFunc(m.same, func(c claim) bool { return !m.isBlank(c) })
	if known < 0 {
		return m.same[0], m.measure(m.same[0])
	}
	first := m.same[known]
	m.same = slices.DeleteFunc(m.same, m.isBlank) // a blank beside a figure says nothing
	figure := m.measure(first)
	for _, c := range m.same[1:] {
		if !sameFigures(m.measure(c), figure) {
			m.left.add(conflict, leftDouble{key, first.at, m.same[1].at})
			m.leaveOut(conflict, key)
			return first, Value(math.NaN()) // the person was measured here and stays in the team, without a figure
		}
	}
	m.leaveOut(duplicate, key)
	return first, figure
}

// leaveOut leaves the rows in hand out but for the first.
func (m *merge) leaveOut(code uint32, key Key) {
	for _, c := range m.same[1:] {
		m.left.add(code, leftDouble{key, c.at, m.same[0].at})
	}
}
