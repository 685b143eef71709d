package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// namesCount is the problem of a row whose KPI is a count that an indicator is
// made of: 拜访数, beside rows of 成交数 or 转化率. It is settled once the whole
// table was read.
const namesCount = "kpi.names_count"

// isCount reports whether the name in a KPI cell is that of a count and of no
// indicator, where one column holds the figures of all rows.
func (g *grid) isCount(m meaning) bool {
	return len(m.hits) > 0 && !hasValue(m.hits) && !slices.ContainsFunc(g.slots, func(s slot) bool { return s.value < 0 || s.num >= 0 })
}

// countPair is an indicator whose two counts stand in the rows of a table.
type countPair struct {
	indicator *kpi.Indicator
	num, den  string // the texts of the KPI cells
}

// pairs are the indicators both of whose counts have rows. Two names for the
// same count are rivals, of which nobody knows the right one.
func (c *countRows) pairs(cat *kpi.Catalogue) (list []countPair, rivals []countPair) {
	for _, in := range cat.All() {
		nums, dens := c.named(in, numeratorPart), c.named(in, denominatorPart)
		switch {
		case len(nums) == 0 || len(dens) == 0:
		case len(nums) > 1:
			rivals = append(rivals, countPair{in, nums[0], nums[1]})
		case len(dens) > 1:
			rivals = append(rivals, countPair{in, dens[0], dens[1]})
		case !sameKind(c.meaning[nums[0]], c.meaning[dens[0]]):
		default:
			list = append(list, countPair{in, nums[0], dens[0]})
		}
	}
	return list, rivals
}

// sameKind reports whether one count may be divided by the other: both of new
// customers or of all, both of the month or of the year so far.
func sameKind(a, b meaning) bool { return a.cumulative() == b.cumulative() && a.ofNew() == b.ofNew() }

// named are the texts that name a part of an indicator.
func (c *countRows) named(in *kpi.Indicator, p part) []string {
	return slices.DeleteFunc(slices.Clone(c.texts), func(text string) bool { return !slices.Contains(c.meaning[text].hits, hit{in, p}) })
}

// joinCounts makes a figure of each pair of rows, and says which rows have no
// partner. It returns the values of the same indicator and person for which the
// counts stand, that nothing is counted twice.
func (g *grid) joinCounts(figures *undecided) (covered map[int]bool) {
	c := &g.counts
	if len(c.texts) == 0 {
		return nil
	}
	g.lane.doubt("counts in rows")
	c.met = make([]bool, c.all.len())
	covered = map[int]bool{}
	pairs, rivals := c.pairs(g.run.words.catalogue)
	for _, p := range pairs {
		g.joinPair(p, figures, covered)
	}
	said := map[string]bool{}
	for _, p := range rivals {
		said[p.num], said[p.den] = true, true
		g.report(kpi.Error, "counts.row_rivals", g.firstLine(p.den), g.dims.kpi, kpi.Args{"kpi": p.indicator.ID, "text": p.den, "other": p.num})
	}
	for _, text := range c.texts {
		g.refuseUnmet(text, said[text])
	}
	g.settleNeeds(figures, covered)
	return covered
}

// firstLine is the line of the first figure of a text: they are in their order.
func (g *grid) firstLine(text string) int {
	return g.countAt(slices.Min(g.counts.of(text))).line
}

// joinPair makes the figures of an indicator of the rows of its counts: the
// first numerator of a person and period with the first denominator.
func (g *grid) joinPair(p countPair, figures *undecided, covered map[int]bool) {
	c := &g.counts
	dens := newQueues(c.of(p.den), func(i uint32) countKey { return g.keyOf(c.all.at(int(i))) })
	values := g.valuesOf(p.indicator, figures)
	joined, rows := 0, 0
	for _, i := range c.of(p.num) {
		n := g.countAt(i)
		key := g.keyOf(n.figure)
		at, found := dens.take(key)
		if !found {
			continue
		}
		d := g.countAt(at)
		c.met[i], c.met[at] = true, true
		origin, used := g.joinRows(p.indicator, n, d)
		if !used {
			continue
		}
		joined, rows = joined+1, rows+2
		for v, more := values.take(key); more; v, more = values.take(key) {
			rows += g.cover(figures.at(int(v)), n, d, origin)
			covered[int(v)] = true
		}
	}
	if joined > 0 {
		g.report(kpi.Note, "counts.from_rows", g.firstLine(p.num), g.dims.kpi,
			kpi.Args{"kpi": p.indicator.ID, "numerator": p.num, "denominator": p.den, "figures": fmt.Sprint(joined), "rows": fmt.Sprint(rows)})
	}
}

// valuesOf are the values of an indicator.
func (g *grid) valuesOf(in *kpi.Indicator, figures *undecided) *queues {
	var list []uint32
	for i := range figures.len() {
		if figures.at(i).indicator == in {
			list = append(list, uint32(i))
		}
	}
	return newQueues(list, func(i uint32) countKey { return g.keyOf(figures.at(int(i))) })
}

// joinRows makes the figure of a numerator and a denominator that stand in two
// rows; its address is the numerator's.
func (g *grid) joinRows(in *kpi.Indicator, n, d countFigure) (at kpi.Origin, used bool) {
	s := g.slots[n.slot]
	f := figure{row: n.row, slot: n.slot, head: n.head, indicator: in, num: n.value, den: d.value}
	at = g.table.Origin(n.line, s.value)
	m, why := noData(), (*refusal)(nil)
	if f.num.state != blank || f.den.state != blank {
		m, why = f.counts(slot{num: numeratorCell, den: denominatorCell})
	}
	switch {
	case why != nil:
		g.refuseRows(why, f, n, d)
		m = noData()
	case !m.Known():
		g.tallyRows(func(l *rowTally) { l.blank++ }, n, d)
	default:
		g.tallyRows(func(l *rowTally) { l.used++ }, n, d)
		there := g.table.Origin(d.line, s.value)
		g.run.added[at] = append(g.run.added[at], there)
	}
	if m.Known() {
		g.noteFractions(f, slot{num: s.value, den: s.value}, n.line)
	}
	g.observe(f.head, in, s, m, at)
	return at, m.Known()
}

// refuseRows says of two counts why they make no figure.
func (g *grid) refuseRows(why *refusal, f figure, n, d countFigure) {
	g.tallyRows(func(l *rowTally) { l.rejected++ }, n, d)
	line := n.line
	if why.col == denominatorCell {
		line = d.line
	}
	why.col = g.slots[f.slot].value
	g.reportFigure(f, why, line)
}

// These stand for columns where a figure's two counts stand in one column.
const (
	numeratorCell = iota
	denominatorCell
)

// tallyRows counts the cells of two rows that are not blank, for those have been.
func (g *grid) tallyRows(count func(*rowTally), list ...countFigure) {
	for _, one := range list {
		if one.value.state != blank {
			g.tallies.change(one.row, count)
		}
	}
}

// cover takes the value of an indicator whose counts stand in other rows for
// what it is: the same figure, to be compared. It returns 1 where it was read.
func (g *grid) cover(f figure, n, d countFigure, at kpi.Origin) int {
	line := g.tallies.lineOf(f.row)
	if f.value.state == rejected {
		g.tallies.change(f.row, func(l *rowTally) { l.rejected++ })
		g.reportFigure(f, &refusal{code: f.value.fault, col: g.slots[f.slot].value}, line)
		return 0
	}
	g.tallies.change(f.row, func(l *rowTally) { l.used++ })
	there := g.table.Origin(line, g.slots[f.slot].value)
	g.run.added[at] = append(g.run.added[at], there)
	f.num, f.den = n.value, d.value
	m, _ := f.counts(slot{})
	g.compare(f, g.slots[f.slot], m, line)
	return 1
}

// settleNeeds looks again which groups of values a measure goes by.
func (g *grid) settleNeeds(figures *undecided, covered map[int]bool) {
	for i := range covered {
		figures.at(i).group.needed = false
	}
	for i := range figures.len() {
		if f := figures.at(i); !covered[i] && f.group != nil && f.value.state == used && !f.value.truth && f.num.state == blank && f.den.state == blank {
			f.group.needed = true
		}
	}
}

// refuseUnmet reports the rows of counts that no partner was found for, once
// for each KPI cell unless what is wrong was said.
func (g *grid) refuseUnmet(text string, said bool) {
	c := &g.counts
	rows, first := 0, uint32(0)
	for _, i := range c.figures[text] {
		if c.met[i] {
			continue
		}
		if rows++; rows == 1 {
			first = i
		}
		g.tallies.change(int(c.all.list.At(int(i)).row), func(l *rowTally) { l.rejected++ })
	}
	if rows == 0 || said {
		return
	}
	f := g.countAt(first)
	h := c.meaning[text].hits[0]
	missing := h.indicator.Denominator
	if h.part == denominatorPart {
		missing = h.indicator.Numerator
	}
	g.report(kpi.Error, "counts.row_unpaired", f.line, g.dims.kpi, kpi.Args{"text": text, "values": fmt.Sprint(rows), "kpi": h.indicator.ID,
		"part": h.part.String(), "missing": strings.Join(fewNames(missing, isPlain(text)), ", "), "employee": g.employeeOf(f.figure),
		"suggestion": definition(text, false)})
}
