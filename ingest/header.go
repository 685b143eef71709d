package ingest

import (
	"fmt"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// searchDepth is how many rows from the top may hold the headings.
const searchDepth = 30

// headerScore tells how much a row looks like the header row. More recognised
// headings win; then more texts that stand over numbers; then the upper row.
type headerScore struct{ configured, recognised, over int }

func (a headerScore) above(b headerScore) bool {
	if a.configured != b.configured {
		return a.configured > b.configured
	}
	if a.recognised != b.recognised {
		return a.recognised > b.recognised
	}
	return a.over > b.over
}

// findHeader returns the index of the row that looks most like the headings.
func findHeader(t *sheet.Table, v *vocabulary, configured []string) int {
	best, at := headerScore{}, 0
	for i := range min(searchDepth, len(t.Rows)) {
		if s := scoreHeader(t.Rows, i, v, configured); i == 0 || s.above(best) {
			best, at = s, i
		}
	}
	return at
}

func scoreHeader(rows []sheet.Row, at int, v *vocabulary, configured []string) headerScore {
	var s headerScore
	seen := map[string]bool{}
	for i, c := range rows[at].Cells {
		m := v.match(headingText(c))
		if c.Kind != sheet.Blank && slices.Contains(configured, m.key) {
			s.configured++
		}
		if c.Kind != sheet.Text {
			continue
		}
		if m.isHeading() || crosses(v, headingText(c)) {
			seen[m.key] = true
		}
		if isWord(c) && standsOverNumbers(rows, at, i) {
			s.over++
		}
	}
	s.recognised = len(seen)
	if n := headingPeriods(rows, at); n > 1 { // one period is a cell of a long sheet, or a title
		s.recognised += n
	}
	if isLabelRow(rows[at]) {
		s.recognised, s.over = 0, 0
	}
	return s
}

// isHeading reports whether a text is known as a heading. No, Rank and the like are
// words of data as well.
func (m meaning) isHeading() bool {
	return len(m.hits) > 0 || m.dimension != "" && m.dimension != dimIgnored
}

// isNumber reports whether a cell holds a number that is no heading either.
func isNumber(c sheet.Cell) bool {
	n := readNumber(c, nil)
	return n.state == used && !n.isWord()
}

// isWord reports whether a cell holds a text that is no number.
func isWord(c sheet.Cell) bool { return c.Kind == sheet.Text && readNumber(c, nil).isWord() }

// standsOverNumbers reports whether most of the next cells that are not blank
// are numbers.
func standsOverNumbers(rows []sheet.Row, at, col int) bool {
	var below profile
	for _, r := range rows[at+1 : min(at+6, len(rows))] {
		below.count(r.At(col))
	}
	return below.isNumeric()
}

// headingPeriods counts the periods in a row that may be headings.
func headingPeriods(rows []sheet.Row, at int) int {
	periods := map[kpi.Period]bool{}
	for i, c := range rows[at].Cells {
		if p := headingPeriod(c, PeriodOptions{Year: 2000, Month: 1}); p.Grain != 0 && !standsAmongDates(rows, at, i) {
			periods[p] = true
		}
	}
	return len(periods)
}

// standsAmongDates reports whether a period is a date in a column of them, not a
// heading: another one stands below it or, in the last row, figures beside it.
func standsAmongDates(rows []sheet.Row, at, col int) bool {
	for _, r := range rows[at+1 : min(at+6, len(rows))] {
		if c := r.At(col); c.Kind != sheet.Blank {
			return isDated(c)
		}
	}
	return slices.ContainsFunc(rows[at].Cells, isNumber)
}

// isDated reports whether a cell is a period in any order of day and month.
func isDated(c sheet.Cell) bool {
	return slices.ContainsFunc([]string{"", "mdy", "dmy"}, func(order string) bool {
		return headingPeriod(c, PeriodOptions{Year: 2000, Month: 1, Order: order}).Grain != 0
	})
}

// tellMoved adds to the arguments of a fault the row in which more of the source's
// headings stand than in the one that it says: a title that was added moves them.
func (g *grid) tellMoved(args kpi.Args) {
	if g.source.HeaderRow == 0 {
		return
	}
	keys := g.source.configuredKeys()
	count := func(r sheet.Row) (n int) {
		for _, c := range r.Cells {
			if c.Kind == sheet.Text && slices.Contains(keys, fold(headingText(c)).key) {
				n++
			}
		}
		return n
	}
	most := count(g.head)
	for _, t := range g.file.Tables { // the rows below may have been cut off as a table of their own
		for _, r := range t.Rows[:min(searchDepth, len(t.Rows))] {
			if n := count(r); t.Sheet == g.table.Sheet && n > most {
				most, args["row"] = n, fmt.Sprint(r.Line)
			}
		}
	}
}
