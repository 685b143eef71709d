package ingest

import (
	"cmp"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// countRows are the rows of a table that are counts by their KPI cell.
type countRows struct {
	texts   []string // of KPI cells, in the order in which they were met
	meaning map[string]meaning
	all     undecided
	met     []bool              // of these: they found their partners
	figures map[string][]uint32 // indexes of those of a text
	blanks  map[string][]uint32 // and of those without a number: the person was there
}

// countFigure is one figure of such a row.
type countFigure struct {
	figure
	line int
}

// countKey tells whose figure it is, of when; a slot is a period or a person
// where these are the columns. Names are numbered.
type countKey struct {
	team, employee int32
	period         kpi.Period
	slot           int32
}

// keepCounts keeps the figures of a row of counts, blank ones too.
func (g *grid) keepCounts(head *rowHead, filled []figure) {
	c := &g.counts
	if c.figures == nil {
		*c = countRows{meaning: map[string]meaning{}, all: undecided{people: &g.run.observed}, figures: map[string][]uint32{}, blanks: map[string][]uint32{}}
	}
	if _, met := c.meaning[head.text]; !met {
		c.texts = append(c.texts, head.text)
		c.meaning[head.text] = g.run.words.match(head.text)
	}
	at := 0
	for i := range g.slots {
		f := figure{row: g.tallies.len(), slot: i, head: head}
		list := c.blanks
		if at < len(filled) && filled[at].slot == i {
			f, list = filled[at], c.figures
			at++
		}
		list[head.text] = append(list[head.text], uint32(c.all.len()))
		c.all.add([]figure{f})
	}
}

// countAt is figure i of the rows of counts.
func (g *grid) countAt(i uint32) countFigure {
	f := g.counts.all.at(int(i))
	head := *f.head
	f.head = &head
	return countFigure{f, g.tallies.lineOf(f.row)}
}

func (g *grid) keyOf(f figure) countKey {
	return countKey{g.run.names.number(f.head.team), g.run.names.number(g.employeeOf(f)), f.head.period, int32(f.slot)}
}

// employeeOf is the id of a figure's employee.
func (g *grid) employeeOf(f figure) string {
	return cmp.Or(g.slots[f.slot].employee, f.head.employee.ID)
}

// of are the figures of a text, those without a number at the end.
func (c *countRows) of(text string) []uint32 { return slices.Concat(c.figures[text], c.blanks[text]) }

// queues are lists of indexes by key, in little memory: the first of each, and
// behind each the next one. Indexes count from 1, 0 ends a list.
type queues struct {
	first map[countKey]uint32
	next  []uint32
}

// newQueues queues indexes in their order.
func newQueues(list []uint32, key func(i uint32) countKey) *queues {
	q := &queues{first: make(map[countKey]uint32, len(list))}
	if len(list) > 0 {
		q.next = make([]uint32, slices.Max(list)+1)
	}
	for _, i := range slices.Backward(list) {
		k := key(i)
		q.next[i], q.first[k] = q.first[k], i+1
	}
	return q
}

// take takes the first of a key.
func (q *queues) take(key countKey) (i uint32, ok bool) {
	at := q.first[key]
	if at == 0 {
		return 0, false
	}
	q.first[key] = q.next[at-1]
	return at - 1, true
}
