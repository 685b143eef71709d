package ingest

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// headDepth is how many rows beside the header row may belong to the headings
// on either side of it.
const headDepth = 3

// joinHeader takes the rows above and below the header row that belong to it
// (months under their KPI, 目标 and 实际 under theirs) and joins the cells of
// each column into one heading.
func (g *grid) joinHeader(filled *sheet.Table) {
	rows := filled.Rows
	from, to := g.header, g.header
	for to+1 < len(rows) && to-g.header < headDepth && g.isSubHeader(rows, to) && !g.hidesConfigured(rows[g.header], rows[to+1]) {
		to++
	}
	for from > 0 && g.header-from < headDepth && g.isGroupRow(rows, from-1) {
		from--
	}
	g.first, g.last = from, to
	g.head = rows[g.header]
	if from == to {
		return
	}
	head := sheet.Row{Line: rows[g.header].Line}
	for i := range widest(rows[from : to+1]) {
		head.Cells = append(head.Cells, g.joinCells(rows[from:to+1], i))
	}
	g.head = head
}

// hidesConfigured reports whether a row below the headings, joined with them, would hide one
// that the source names: the configuration was written for the headings as they are.
func (g *grid) hidesConfigured(head, below sheet.Row) bool {
	keys := g.source.configuredKeys()
	for i, c := range head.Cells {
		key, under := fold(headingText(c)).key, below.At(i)
		if key != "" && slices.Contains(keys, key) && under.Kind != sheet.Blank && fold(headingText(under)).key != key {
			return true
		}
	}
	return false
}

func widest(rows []sheet.Row) int {
	width := 0
	for _, r := range rows {
		width = max(width, len(r.Cells))
	}
	return width
}

// joinCells joins the cells of one column of the header rows, the group first.
// A heading that is known alone keeps its name, unless what stands above gives
// it a period, an indicator or the mark of a target.
func (g *grid) joinCells(rows []sheet.Row, col int) sheet.Cell {
	leaf := sheet.Cell{}
	var groups []string
	for i, r := range rows {
		c := r.At(col)
		if c.Kind == sheet.Blank && i < len(rows)-1 {
			c = g.groupOver(rows[i+1:], r, col)
		}
		if c.Kind == sheet.Blank {
			continue
		}
		if text := headingCell(leaf); text != "" && text != headingCell(c) {
			groups = append(groups, text)
		}
		leaf = c
	}
	groups = slices.DeleteFunc(groups, func(group string) bool {
		return holdsPeriod(group, leaf) || g.run.words.saysSame(group, headingCell(leaf))
	})
	group := strings.Join(groups, " ")
	if group == "" || g.standsAlone(leaf, group) {
		return leaf
	}
	return sheet.Cell{Kind: sheet.Text, Text: group + " " + headingCell(leaf)}
}

// holdsPeriod reports whether a group over a heading is a part of the year that the
// heading's period lies in, 第一季度 over 1月, and so says nothing more.
func holdsPeriod(group string, leaf sheet.Cell) bool {
	opt := PeriodOptions{Year: 2000, Month: 1}
	outer, inner := headingPeriod(sheet.Cell{Kind: sheet.Text, Text: group}, opt), headingPeriod(leaf, opt)
	_, noYear := readPeriod(group, PeriodOptions{})
	return noYear == "period.no_year" && inner.Grain != 0 && inner.Grain < outer.Grain && within(inner, outer)
}

// headingCell is the text of a heading; of a date, the month it stands for
// where it is the first day of one.
func headingCell(c sheet.Cell) string {
	if c.Kind == sheet.Date && strings.HasSuffix(c.Text, "-01") {
		return strings.TrimSuffix(c.Text, "-01")
	}
	return headingText(c)
}

// groupOver is the cell of a row that stands over a column though it begins
// further left: as far as it was merged or, where nothing of the row was, up
// to the next cell. The columns of a name, a team or a date have no group.
func (g *grid) groupOver(below []sheet.Row, r sheet.Row, col int) sheet.Cell {
	leaf := ""
	for _, b := range below {
		leaf = headingCell(b.At(col))
	}
	if leaf == "" || g.run.words.match(leaf).isPlace() {
		return sheet.Cell{}
	}
	if sideways := g.mergedIn(r.Line); len(sideways) > 0 {
		at := slices.IndexFunc(sideways, func(a sheet.Area) bool { return a.Left-1 <= col && col < a.Right })
		if at < 0 {
			return sheet.Cell{}
		}
		return r.At(sideways[at].Left - 1)
	}
	for at := min(col, len(r.Cells)-1); at >= 0; at-- {
		if r.At(at).Kind != sheet.Blank {
			return r.At(at)
		}
	}
	return sheet.Cell{}
}

// mergedIn are the areas of a line that are merged sideways.
func (g *grid) mergedIn(line int) []sheet.Area {
	var list []sheet.Area
	for _, a := range g.table.Merged {
		if a.Top <= line && line <= a.Bottom && a.Left > 0 && a.Left < a.Right {
			list = append(list, a)
		}
	}
	return list
}

// isPlace reports whether a heading is that of a dimension which stands beside
// figures, not of the figures themselves.
func (m meaning) isPlace() bool {
	return m.dimension != "" && !slices.Contains([]string{dimValue, dimNumerator, dimDenominator, dimUnit}, m.dimension)
}

func (g *grid) standsAlone(leaf sheet.Cell, group string) bool {
	m := g.run.words.match(headingCell(leaf))
	if m.isPlace() {
		return true
	}
	return len(m.hits) > 0 && !g.givesMeaning(group)
}

// givesMeaning reports whether a group heading says a period, an indicator or
// whether figures are actual ones.
func (g *grid) givesMeaning(group string) bool {
	if words().statuses[squash(group)] != "" || findPeriod(group, 2000).period.Grain != 0 {
		return true
	}
	m := g.run.words.match(group)
	return len(m.hits) > 0 || m.notActual != ""
}

// isSubHeader reports whether the row below one of the headings belongs to
// them: nobody's name stands in it, no figure, and most of its cells are known
// parts of headings or stand under a heading merged over several columns.
func (g *grid) isSubHeader(rows []sheet.Row, above int) bool {
	r := rows[above+1]
	if r.Line != rows[above].Line+1 {
		return false
	}
	kinds := map[string]int{}
	for i, c := range r.Cells {
		up := headingCell(rows[above].At(i))
		if c.Kind == sheet.Blank || headingCell(c) == up {
			continue
		}
		if g.run.words.match(up).isPlace() && !g.run.words.saysSame(up, headingCell(c)) {
			return false
		}
		kinds[g.headingKind(c)]++
	}
	parts := kinds["part"]
	return parts > 0 && kinds["figure"] == 0 && parts >= kinds["other"] && parts >= kinds["unit"] && g.namesPlace(rows[above])
}

// headingKind is what a cell below a heading may be of it.
func (g *grid) headingKind(c sheet.Cell) string {
	switch {
	case cellUnit(c) != "":
		return "unit"
	case g.isHeadingPart(c):
		return "part"
	case isWord(c):
		return "other"
	}
	return "figure"
}

// namesPlace reports whether a row holds the heading of a dimension.
func (g *grid) namesPlace(r sheet.Row) bool {
	return slices.ContainsFunc(r.Cells, func(c sheet.Cell) bool { return g.run.words.match(headingText(c)).isPlace() })
}

func (g *grid) isHeadingPart(c sheet.Cell) bool {
	if headingPeriod(c, PeriodOptions{Year: 2000, Month: 1}).Grain != 0 {
		return true
	}
	if c.Kind != sheet.Text {
		return false
	}
	m := g.run.words.match(headingText(c))
	return len(m.hits) > 0 || m.dimension != "" || words().statuses[squash(c.Text)] != "" || crosses(g.run.words, headingText(c))
}

// isGroupRow reports whether the row above the headings groups them: it holds
// a period, an indicator or 目标/实际 over columns that have a heading of their
// own: several of them, one that is merged sideways, or one in a row that names
// people too. A title is no group.
func (g *grid) isGroupRow(rows []sheet.Row, at int) bool {
	r := rows[at]
	if r.Line != rows[at+1].Line-1 {
		return false
	}
	groups, sure := 0, 0
	for i, c := range r.Cells {
		if c.Kind == sheet.Blank || headingCell(c) == headingCell(rows[at+1].At(i)) {
			continue
		}
		below := headingCell(rows[at+1].At(i))
		switch {
		case g.run.words.match(below).isPlace():
			return false // it stands over people: a title
		case below == "" && g.run.words.match(headingCell(c)).isPlace():
			sure++
		case g.givesMeaning(headingCell(c)):
			groups++
			if g.isMergedSideways(r.Line, i) {
				sure++
			}
		}
	}
	return groups > 1 || groups > 0 && sure > 0
}

func (g *grid) isMergedSideways(line, col int) bool {
	return slices.ContainsFunc(g.table.Merged, func(a sheet.Area) bool { return a.Top == line && a.Left == col+1 && a.Right > a.Left })
}

// crosses reports whether a heading names an indicator together with a period.
func crosses(v *vocabulary, heading string) bool {
	m, p, _ := v.cross(heading, 2000)
	return p.Grain != 0 && (len(m.hits) > 0 || m.notActual != "" || m.actual)
}

// cross reads a heading that names an indicator and its period together:
// 5月转化率, "Q1 Deals", "转化率 2025-06". The code is that of a period without
// its year. Days and ranges (1-6月) are no such periods.
func (v *vocabulary) cross(heading string, year int) (meaning, kpi.Period, string) {
	if isLong(heading) {
		return meaning{}, kpi.Period{}, ""
	}
	text, _, _ := cutFiscal(normal(heading))
	for _, m := range mentionsIn(text, PeriodOptions{Year: year}) {
		if m.end-m.at < 2 {
			continue
		}
		if m.period.Grain == kpi.Day || !m.full && isRange(text, m.at) || startsPart(text[m.end:]) {
			return meaning{}, kpi.Period{}, ""
		}
		rest := strings.Trim(text[:m.at], separators) + " " + strings.Trim(text[m.end:], separators)
		return v.matchStatus(strings.TrimSpace(rest)), m.period, m.code
	}
	return meaning{}, kpi.Period{}, ""
}

// startsPart reports whether a text goes on with a dash and a number: 1月-6月.
func startsPart(text string) bool {
	rest := strings.TrimLeft(text, " ")
	for _, dash := range []string{"-", "~", "至", "到", "—", "–"} {
		if after, ok := strings.CutPrefix(rest, dash); ok {
			after = strings.TrimLeft(after, " ")
			return after != "" && after[0] >= '0' && after[0] <= '9'
		}
	}
	return false
}
