package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// namesCount is the problem of a row whose KPI is a count that an indicator is
// made of: 拜访数, beside rows of 成交数 or 转化率. It is settled once the whole
// table was read.
const namesCount = "kpi.names_count"

// countRows are the rows of a table that are counts by their KPI cell.
type countRows struct {
	texts   []string // of KPI cells, in the order in which they were met
	meaning map[string]meaning
	figures map[string][]*countFigure
	blanks  map[string][]*countFigure // figures without a number: the person was there
}

// countFigure is one figure of such a row.
type countFigure struct {
	figure
	key countKey
	at  sheet.Row
	met bool // it found its partner
}

// countKey tells whose figure it is, of when; a slot is a period or a person
// where these are the columns.
type countKey struct {
	team, employee string
	period         kpi.Period
	slot           int
}

func (f figure) countKey() countKey {
	return countKey{f.head.team, f.head.employee.ID, f.head.period, f.slot}
}

// isCount reports whether the name in a KPI cell is that of a count and of no
// indicator, where one column holds the figures of all rows.
func (g *grid) isCount(m meaning) bool {
	return len(m.hits) > 0 && !hasValue(m.hits) && !slices.ContainsFunc(g.slots, func(s slot) bool { return s.value < 0 || s.num >= 0 })
}

// keepCounts keeps the figures of a row of counts, blank ones too.
func (g *grid) keepCounts(r sheet.Row, head *rowHead, filled []figure) {
	c := &g.counts
	if c.figures == nil {
		*c = countRows{nil, map[string]meaning{}, map[string][]*countFigure{}, map[string][]*countFigure{}}
	}
	if _, met := c.meaning[head.text]; !met {
		c.texts = append(c.texts, head.text)
		c.meaning[head.text] = g.run.words.match(head.text)
	}
	at := 0
	for i := range g.slots {
		f := figure{row: len(g.lines) - 1, slot: i, head: head}
		list := c.blanks
		if at < len(filled) && filled[at].slot == i {
			f, list = filled[at], c.figures
			at++
		}
		list[head.text] = append(list[head.text], &countFigure{figure: f, key: g.keyOf(f), at: r})
	}
}

func (g *grid) keyOf(f figure) countKey {
	key := f.countKey()
	if who := g.slots[f.slot].employee; who != "" {
		key.employee = who
	}
	return key
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
func (g *grid) joinCounts(figures []figure) (covered map[int]kpi.Origin) {
	c := &g.counts
	if len(c.texts) == 0 {
		return nil
	}
	g.lane.doubt("counts in rows")
	covered = map[int]kpi.Origin{}
	pairs, rivals := c.pairs(g.run.words.catalogue)
	for _, p := range pairs {
		g.joinPair(p, figures, covered)
	}
	said := map[string]bool{}
	for _, p := range rivals {
		said[p.num], said[p.den] = true, true
		first := c.first(p.den)
		g.report(kpi.Error, "counts.row_rivals", first.at.Line, g.dims.kpi, kpi.Args{"kpi": p.indicator.ID, "text": p.den, "other": p.num})
	}
	for _, text := range c.texts {
		g.refuseUnmet(text, said[text])
	}
	g.settleNeeds(figures, covered)
	return covered
}

// first is the first figure of a text.
func (c *countRows) first(text string) *countFigure {
	list := slices.Concat(c.figures[text], c.blanks[text])
	return slices.MinFunc(list, func(a, b *countFigure) int { return cmp.Compare(a.at.Line, b.at.Line) })
}

// joinPair makes the figures of an indicator of the rows of its counts: the
// first numerator of a person and period with the first denominator.
func (g *grid) joinPair(p countPair, figures []figure, covered map[int]kpi.Origin) {
	c := &g.counts
	dens := map[countKey][]*countFigure{}
	for _, d := range slices.Concat(c.figures[p.den], c.blanks[p.den]) {
		dens[d.key] = append(dens[d.key], d)
	}
	values := map[countKey][]int{}
	for i, f := range figures {
		if f.indicator == p.indicator {
			key := g.keyOf(f)
			values[key] = append(values[key], i)
		}
	}
	joined, rows := 0, 0
	for _, n := range slices.Concat(c.figures[p.num], c.blanks[p.num]) {
		list := dens[n.key]
		if len(list) == 0 {
			continue
		}
		dens[n.key] = list[1:]
		n.met, list[0].met = true, true
		at, used := g.joinRows(p.indicator, n, list[0])
		if !used {
			continue
		}
		joined, rows = joined+1, rows+2
		for _, i := range values[n.key] {
			rows += g.cover(figures[i], n, list[0], at)
			covered[i] = at
		}
		values[n.key] = nil
	}
	if joined > 0 {
		g.report(kpi.Note, "counts.from_rows", c.first(p.num).at.Line, g.dims.kpi,
			kpi.Args{"kpi": p.indicator.ID, "numerator": p.num, "denominator": p.den, "figures": fmt.Sprint(joined), "rows": fmt.Sprint(rows)})
	}
}

// joinRows makes the figure of a numerator and a denominator that stand in two
// rows; its address is the numerator's.
func (g *grid) joinRows(in *kpi.Indicator, n, d *countFigure) (at kpi.Origin, used bool) {
	s := g.slots[n.slot]
	f := figure{row: n.row, slot: n.slot, head: n.head, indicator: in, num: n.value, den: d.value}
	f.head.problem = ""
	at = g.table.Origin(n.at.Line, s.value)
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
		there := g.table.Origin(d.at.Line, s.value)
		g.run.added[at] = append(g.run.added[at], there)
	}
	if m.Known() {
		g.noteFractions(f, slot{num: s.value, den: s.value}, n.at.Line)
	}
	g.observe(f.head, in, s, m, at)
	return at, m.Known()
}

// refuseRows says of two counts why they make no figure.
func (g *grid) refuseRows(why *refusal, f figure, n, d *countFigure) {
	g.tallyRows(func(l *rowTally) { l.rejected++ }, n, d)
	line := n.at.Line
	if why.col == denominatorCell {
		line = d.at.Line
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
func (g *grid) tallyRows(count func(*rowTally), list ...*countFigure) {
	for _, one := range list {
		if one.value.state != blank {
			count(&g.lines[one.row])
		}
	}
}

// cover takes the value of an indicator whose counts stand in other rows for
// what it is: the same figure, to be compared. It returns 1 where it was read.
func (g *grid) cover(f figure, n, d *countFigure, at kpi.Origin) int {
	line := &g.lines[f.row]
	if f.value.state == rejected {
		line.rejected++
		g.reportFigure(f, &refusal{code: f.value.fault, col: g.slots[f.slot].value}, line.line)
		return 0
	}
	line.used++
	there := g.table.Origin(line.line, g.slots[f.slot].value)
	g.run.added[at] = append(g.run.added[at], there)
	f.num, f.den = n.value, d.value
	m, _ := f.counts(slot{})
	g.compare(f, g.slots[f.slot], m, line.line)
	return 1
}

// settleNeeds looks again which groups of values a measure goes by.
func (g *grid) settleNeeds(figures []figure, covered map[int]kpi.Origin) {
	for i := range covered {
		figures[i].group.needed = false
	}
	for i, f := range figures {
		if _, is := covered[i]; !is && f.group != nil && f.value.state == used && !f.value.truth && f.num.state == blank && f.den.state == blank {
			f.group.needed = true
		}
	}
}

// refuseUnmet reports the rows of counts that no partner was found for, once
// for each KPI cell unless what is wrong was said.
func (g *grid) refuseUnmet(text string, said bool) {
	c := &g.counts
	rows, first := 0, (*countFigure)(nil)
	for _, f := range c.figures[text] {
		if f.met {
			continue
		}
		rows++
		g.lines[f.row].rejected++
		if first == nil {
			first = f
		}
	}
	if first == nil || said {
		return
	}
	h := c.meaning[text].hits[0]
	missing := h.indicator.Denominator
	if h.part == denominatorPart {
		missing = h.indicator.Numerator
	}
	g.report(kpi.Error, "counts.row_unpaired", first.at.Line, g.dims.kpi, kpi.Args{"text": text, "values": fmt.Sprint(rows), "kpi": h.indicator.ID,
		"part": h.part.String(), "missing": strings.Join(fewNames(missing, isPlain(text)), ", "), "employee": first.key.employee,
		"suggestion": definition(text, false)})
}
