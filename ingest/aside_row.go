package ingest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/ingest/sheet"
)

// isOfGroup reports whether a row is that of a whole team: its name stands where a
// person's is, and no id beside it.
func (g *grid) isOfGroup(r sheet.Row) bool {
	name := g.dims.name
	if g.dims.nameIsKey {
		name = g.dims.employee
	}
	if name < 0 || g.dims.team < 0 || name == g.dims.team || name != g.dims.employee && g.text(r, g.dims.employee) != "" {
		return false
	}
	text := g.text(r, name)
	return text != "" && text == g.text(r, g.dims.team) && isCollective(text)
}

// isNumbering reports whether the first row below the headings numbers the columns:
// 1, 2, 3, where names should be.
func (g *grid) isNumbering(r sheet.Row) bool {
	if r.Line != g.head.Line+1 || !g.dims.nameIsKey && g.dims.name < 0 || len(r.Cells) < 3 {
		return false
	}
	first, err := strconv.Atoi(r.At(0).Text)
	return err == nil && first <= 1 && !slices.ContainsFunc(r.Cells, func(c sheet.Cell) bool {
		first++
		return c.Text != strconv.Itoa(first-1)
	})
}

// isStatistic reports whether a row whose label may be a name (Max, Min, Sum) holds just
// that of the other rows: in every column with numbers.
func (g *grid) isStatistic(r sheet.Row) bool {
	label := g.known(r.At(g.dims.employee).Text)
	if label.statistic == "" || g.dims.name >= 0 && g.dims.name != g.dims.employee && g.text(r, g.dims.name) != "" {
		return false
	}
	if g.lane.streaming() {
		g.lane.doubt("statistics")
	}
	is := 0
	for _, s := range g.slots {
		for _, at := range []int{s.value, s.num, s.den} {
			n := readNumber(r.At(at), nil)
			if at < 0 || n.state != used {
				continue
			}
			if !near(n.value, g.statistic(label.statistic, at), n.halfStep()) {
				return false
			}
			is++
		}
	}
	return is > 0
}

// statistic is the greatest, the least, the sum or the count of the numbers of a column,
// without the rows whose labels are totals or statistics.
func (g *grid) statistic(of string, at int) float64 {
	var list []float64
	sum := 0.0
	for _, r := range g.rows() {
		label := g.known(r.At(g.dims.employee).Text)
		if n := readNumber(r.At(at), nil); n.state == used && label.clean != "" && !label.total && label.statistic == "" {
			list = append(list, n.value)
			sum += n.value
		}
	}
	switch {
	case len(list) == 0:
		return 0
	case of == "greatest":
		return slices.Max(list)
	case of == "least":
		return slices.Min(list)
	case of == "count":
		return float64(len(list))
	}
	return sum
}

// mostDescribed is how many rows below the headings may say what they mean.
const mostDescribed = 2

// describesColumns reports whether a row right below the headings says once more what the
// columns are, as survey tools write the questions and their keys there ({"ImportId":"QID1"}):
// no cell of it names a figure, or another dimension than its heading.
func (g *grid) describesColumns(r sheet.Row) bool {
	below := g.table.Rows[min(g.last+1, len(g.table.Rows)):]
	below = below[:min(mostDescribed, len(below))]
	if len(below) == 0 || r.Line > below[len(below)-1].Line {
		return false // as nearly all
	}
	for _, one := range below {
		if !g.isDescription(one) {
			return false
		}
		if one.Line == r.Line {
			return true
		}
	}
	return false
}

func (g *grid) isDescription(r sheet.Row) bool {
	named := 0
	for i, c := range r.Cells {
		switch m := g.run.words.match(headingText(c)); {
		case c.Kind == sheet.Blank:
		case c.Kind != sheet.Text || !isWord(c) || len(m.hits) > 0:
			return false
		case strings.HasPrefix(c.Text, `{"ImportId":`):
			named++
		case m.dimension != "" && !g.isSameDimension(i, m):
			return false
		case m.dimension != "":
			named++
		}
	}
	return named > 1
}

// isSameDimension reports whether a heading means the same as another: id, name and person
// are all of people.
func (g *grid) isSameDimension(at int, m meaning) bool {
	of := g.run.words.match(g.heading(at)).dimension
	return of == "" || of == m.dimension || slices.Contains(peopleHeadings, of) && slices.Contains(peopleHeadings, m.dimension)
}

// isLoneText reports whether nothing but a text stands in a row of events, whose day is
// missing then: exports write their names and rights below the rows.
func (g *grid) isLoneText(r sheet.Row, first int) bool {
	return g.source.isEvents() && g.dims.period >= 0 && first >= 0 && first != g.dims.period && r.Cells[first].Kind == sheet.Text &&
		!slices.ContainsFunc(r.Cells[first+1:], func(c sheet.Cell) bool { return c.Kind != sheet.Blank })
}
