package ingest

import (
	"fmt"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// setAside tells rows that are no data: totals, remarks under the table, and
// headings that come again on the next page.
func (g *grid) setAside(r sheet.Row) string {
	key := g.known(r.At(g.dims.employee).Text)
	first, at := g.firstText(r)
	if kind := g.headingRow(r, key); kind != "" {
		return kind
	}
	switch {
	case g.isSummary(r, key, at):
		return "totals"
	case key.target, g.isTarget(r):
		return "targets"
	case (key.clean == "" || at == g.dims.employee) && first.note, g.isLoneText(r, at):
		return "notes"
	}
	return ""
}

// headingRow tells rows of units and of headings, whose first ones below a table that are
// others begin a second table.
func (g *grid) headingRow(r sheet.Row, key *knownText) string {
	like := key.heading && g.isHeaderLike(r)
	switch {
	case r.Line == g.unitRow:
		return "units"
	case like && g.repeatsHeader(r), g.describesColumns(r), g.isNumbering(r):
		return "headings"
	case like:
		g.second = r.Line
		return "second"
	}
	return ""
}

// isSummary reports whether a row is the total or the average of others; first is its
// first cell that is not blank.
func (g *grid) isSummary(r sheet.Row, key *knownText, first int) bool {
	return key.total || g.known(r.At(g.dims.period).Text).total || key.clean == "" && g.isTotalRow(r, first) || g.isOfGroup(r) || g.isStatistic(r)
}

// isHeaderLike reports whether a row whose employee's cell is a heading holds
// another heading beside it.
func (g *grid) isHeaderLike(r sheet.Row) bool {
	headings := 0
	for _, c := range r.Cells {
		if c.Kind != sheet.Text {
			continue
		}
		if m := g.run.words.match(headingText(c)); m.dimension != "" || len(m.hits) > 0 {
			headings++
		}
	}
	return headings > 1
}

// repeatsHeader reports whether a row holds the headings of the header row in
// their places. Otherwise a second table begins there.
func (g *grid) repeatsHeader(r sheet.Row) bool {
	for i, c := range r.Cells {
		if c.Kind != sheet.Blank && fold(c.Text).key != fold(g.heading(i)).key {
			return false
		}
	}
	return true
}

func (g *grid) isTotalRow(r sheet.Row, first int) bool {
	for _, at := range []int{g.dims.name, g.dims.team, g.dims.parent, first} {
		if at != g.dims.kpi && g.known(r.At(at).Text).total {
			return true
		}
	}
	return false
}

// firstText is the first cell of the row that is not blank.
func (g *grid) firstText(r sheet.Row) (*knownText, int) {
	for i, c := range r.Cells {
		if c.Kind != sheet.Blank {
			return g.known(c.Text), i
		}
	}
	return g.known(""), -1
}

func (g *grid) reportAside(aside map[string][]int) {
	for _, kind := range []string{"headings", "notes", "targets", "totals"} {
		if lines := aside[kind]; len(lines) > 0 {
			g.reportLines("rows."+kind, lines)
		}
	}
}

func countText(n int) string { return fmt.Sprint(n) }

// listLines writes the first ten of the lines.
func listLines(lines []int) string {
	list := make([]string, 0, 11)
	for _, l := range lines[:min(10, len(lines))] {
		list = append(list, fmt.Sprint(l))
	}
	if len(lines) > 10 {
		list = append(list, "…")
	}
	return strings.Join(list, ", ")
}

// reportAttributes says which attributes of employees were not kept, and where
// a second table begins, whose rows can't be read under the headings of the
// first.
func (g *grid) reportAttributes() {
	g.reportPartless()
	g.reportMismatches()
	for _, code := range g.unreadHired.order {
		g.report(kpi.Warning, "hired.unreadable", g.unreadHired.first[code], g.dims.hired, kpi.Args{"why": code,
			"text": quoted(g.cellText(g.unreadHired.first[code], g.dims.hired)), "rows": fmt.Sprint(g.unreadHired.rows[code])})
	}
	for _, text := range g.unknownTypes.order {
		g.report(kpi.Note, "type.unknown", g.unknownTypes.first[text], g.dims.kind, kpi.Args{"text": text, "rows": fmt.Sprint(g.unknownTypes.rows[text])})
	}
	if g.second > 0 {
		g.report(kpi.Error, "table.second", g.second, -1, kpi.Args{"row": fmt.Sprint(g.head.Line)})
	}
}

// mentionList counts texts and remembers where each was met first.
type mentionList struct {
	order []string
	first map[string]int
	rows  map[string]int
	lines map[string][]int
}

func newMentionList() *mentionList {
	return &mentionList{first: map[string]int{}, rows: map[string]int{}, lines: map[string][]int{}}
}

func (l *mentionList) add(text string, line int) {
	if l.rows[text] == 0 {
		text = strings.Clone(text)
		l.order = append(l.order, text)
		l.first[text] = line
	}
	l.rows[text]++
	l.lines[text] = append(l.lines[text], line)
}

// reportHead reports a row that can't be used though figures stand in it. An
// unknown KPI is gathered, and an undecided order of dates was reported for the
// column.
func (g *grid) reportHead(r sheet.Row, h *rowHead, figures int, unknown *mentionList) {
	if figures == 0 || h.problem == "table.second" || g.isReported(h) {
		return
	}
	if h.problem == "kpi.unknown" {
		unknown.add(h.text, r.Line)
		return
	}
	if g.lacksPart(r, h, figures) || g.countMismatch(r, h, figures) {
		return
	}
	g.report(kpi.Error, h.problem, r.Line, h.col, kpi.Args{"heading": g.heading(h.col), "text": quoted(h.text),
		"employee": h.employee.ID, "values": fmt.Sprint(figures), "rows": "1", "count": fmt.Sprint(figures)})
}

// isReported reports whether the problem of a row was said of its column.
func (g *grid) isReported(h *rowHead) bool {
	return h.problem != "" && h.col >= 0 && g.cols[h.col].reported == h.problem
}

// reportUnknown reports each unknown KPI of a KPI column once, with the --kpi
// argument that would name it.
func (g *grid) reportUnknown(list *mentionList) {
	for _, text := range list.order {
		more := g.lane.unknownRows(text)
		args := kpi.Args{"text": text, "rows": fmt.Sprint(list.rows[text] + more.rows), "suggestion": definition(text, g.holdsFractions(list.lines[text], more))}
		code := "kpi.unknown"
		if in := g.run.words.mostSimilar(fold(text).key); in != nil {
			code, args["kpi"], args["define"] = "kpi.similar", in.ID, args["suggestion"]
			args["suggestion"] = quoteNaming(text, in.ID)
		}
		g.report(kpi.Error, code, list.first[text], g.dims.kpi, args)
	}
}

// holdsFractions reports whether half of the values in some lines lie between 0
// and 1, or in the lane's plain rows.
func (g *grid) holdsFractions(lines []int, more laneUnknown) bool {
	between, numbers := more.between, more.numbers
	for _, line := range lines {
		if n := parseNumber(g.cellText(line, g.dims.value)); n.state == used {
			numbers++
			if n.marked || n.value > 0 && n.value < 1 {
				between++
			}
		}
	}
	return between > 0 && 2*between >= numbers
}
