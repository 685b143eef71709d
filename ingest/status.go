package ingest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// findStatus finds the column that says of each row whether it holds actual
// figures, targets or variances; −1.
func (g *grid) findStatus() int {
	for _, c := range g.cols {
		if (c.Role == RoleIgnored || c.Role == RoleValue) && len(c.hits) == 0 && c.cells.texts > 1 && c.cells.numbers == 0 && g.holdsStatuses(c.at) {
			return c.at
		}
	}
	return -1
}

// holdsStatuses reports whether every cell of a column is 目标, 实际, 差异 or a
// word like them, with 实际 and another one among them.
func (g *grid) holdsStatuses(col int) bool {
	seen := map[string]bool{}
	for _, r := range g.rows() {
		if r.Line != g.unitRow && !g.isStatus(r.At(col), col, seen) {
			return false
		}
	}
	all := true
	g.lane.eachCell(col, func(c sheet.Cell, _ int) { all = all && g.isStatus(c, col, seen) })
	return all && seen["actual"] && len(seen) > 1
}

// isStatus reports whether a cell is a status, which is then seen, or says
// nothing: the headings of the next page too.
func (g *grid) isStatus(c sheet.Cell, col int, seen map[string]bool) bool {
	if c.Kind == sheet.Blank || fold(c.Text).key == g.cols[col].key {
		return true
	}
	s := words().statuses[squash(c.Text)]
	if s != "" {
		seen[s] = true
	}
	return s != ""
}

// isTarget reports whether a row holds targets or variances, by its status or
// by the name of its KPI (转化率目标).
func (g *grid) isTarget(r sheet.Row) bool {
	if g.dims.status >= 0 {
		s := words().statuses[squash(r.At(g.dims.status).Text)]
		return s == "target" || s == "variance"
	}
	if g.dims.kpi < 0 || g.reading.Layout == layoutWide {
		return false
	}
	return g.run.words.namesTarget(r.At(g.dims.kpi).Text)
}

// matchStatus matches what stands beside a period in a heading: the name of an
// indicator, or 目标, 实际, 达成率 alone.
func (v *vocabulary) matchStatus(text string) meaning {
	m := v.match(text)
	status := words().statuses[m.key]
	if len(m.hits) > 0 || status == "" {
		return m
	}
	m.dimension, m.actual = "", status == "actual"
	if m.notActual == "" && !m.actual {
		m.notActual = text
	}
	return m
}

// mixesActual reports whether columns headed 1月 实际 stand beside ones headed 2月:
// these may hold anything, the plan too.
func mixesActual(cols []*column) bool {
	actual := 0
	for _, c := range cols {
		if c.actual {
			actual++
		}
	}
	return actual > 0 && actual < len(cols)
}

// reportNotActual says which columns are set aside because their headings speak of
// targets, other years or differences.
func (g *grid) reportNotActual() {
	found := map[string][]*column{}
	for _, c := range g.cols {
		if c.Role == RoleIgnored && c.notActual != "" && c.cells.numbers > 0 {
			found[c.notActual] = append(found[c.notActual], c)
		}
	}
	for _, word := range slices.Sorted(maps.Keys(found)) {
		cols, values := found[word], 0
		for _, c := range cols {
			values += c.cells.numbers
		}
		g.report(kpi.Note, "column.not_actual", cols[0].Origin.Row, cols[0].at,
			kpi.Args{"word": word, "heading": cols[0].Heading, "count": fmt.Sprint(len(cols)), "values": fmt.Sprint(values)})
	}
}

// namesTarget reports whether a text is the name of an indicator with a word
// for targets or variances at its end or its beginning.
func (v *vocabulary) namesTarget(text string) bool {
	m := v.match(text)
	if len(m.hits) > 0 || m.notActual == "" {
		return false
	}
	word := squash(m.notActual)
	for _, rest := range []string{strings.TrimPrefix(m.key, word), strings.TrimSuffix(strings.TrimSuffix(m.key, "值"), word)} {
		if rest != m.key && len(v.names[rest]) > 0 {
			return true
		}
	}
	return false
}

// fillBlocks writes the employee, the name and the team of the first row of a
// block into the rows below it that leave them blank: a person's 目标, 实际 and
// 差异, or one row for each KPI. A block ends where the person is named, where a
// line is missing and where what tells its rows apart comes again.
func (g *grid) fillBlocks() {
	d := g.dims
	key, cols := d.kpi, []int{d.employee, d.name, d.team, d.parent}
	if d.status >= 0 {
		key, cols = d.status, append(cols, d.kpi, d.period)
	}
	cols = slices.DeleteFunc(cols, func(at int) bool { return at < 0 })
	if key < 0 || d.employee < 0 || g.reading.Layout == layoutWide && d.status < 0 {
		return
	}
	if g.hasRow(func(r sheet.Row) bool { return r.At(d.employee).Kind == sheet.Blank }) {
		g.fillRows(block{cols: cols, key: key, who: d.employee})
	}
}

// fillRows fills the rows of the table that continue a block.
func (g *grid) fillRows(b block) {
	g.collect()
	t := *g.table
	t.Rows = slices.Clone(t.Rows)
	filled := newMentionList()
	for i := g.last + 1; i < len(t.Rows); i++ {
		who := g.known(t.Rows[i].At(b.who).Text)
		switch {
		case who.total || who.heading:
			b.seen = nil // nobody's block
		case b.continues(t.Rows[i]):
			t.Rows[i] = b.fill(t.Rows[i])
			filled.add("rows", t.Rows[i].Line)
		default:
			b.begin(t.Rows[i])
		}
	}
	if len(filled.order) > 0 {
		g.table = &t
		g.reportLines("rows.filled_down", filled.lines["rows"])
	}
}

// block is a run of rows of one person, who is named in the first.
type block struct {
	cols     []int // that are filled
	key, who int
	head     sheet.Row
	line     int // of the row before
	seen     map[string]bool
}

func (b *block) begin(r sheet.Row) {
	b.head, b.line, b.seen = r, r.Line, map[string]bool{squash(r.At(b.key).Text): true}
}

func (b *block) continues(r sheet.Row) bool {
	key := squash(r.At(b.key).Text)
	if b.seen == nil || r.Line != b.line+1 || key == "" || b.seen[key] || b.head.At(b.who).Kind == sheet.Blank {
		return false
	}
	return r.At(b.who).Kind == sheet.Blank
}

func (b *block) fill(r sheet.Row) sheet.Row {
	b.line = r.Line
	b.seen[squash(r.At(b.key).Text)] = true
	cells := slices.Clone(r.Cells)
	for _, at := range b.cols {
		cells = withCell(cells, at, b.head.At(at))
	}
	return sheet.Row{Line: r.Line, Cells: cells}
}

// reportLines says how many rows something was done to, and the first of them.
func (g *grid) reportLines(code string, lines []int) {
	g.report(kpi.Note, code, lines[0], -1, kpi.Args{"rows": countText(len(lines)), "lines": listLines(lines)})
}
