package ingest

import (
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// column is one column of a table while the table is being understood.
type column struct {
	Column
	meaning
	at     int // counted from 0
	span   kpi.Period
	cells  profile
	factor float64

	orderReported bool // that the order of its dates is open
}

// profile counts what stands below a heading.
type profile struct {
	numbers, percents, texts int
	between                  int // numbers above 0 and below 1
}

// isNumeric reports whether the column is of numbers, but for some slips.
func (p profile) isNumeric() bool { return p.numbers > 0 && p.numbers >= p.texts }

// slot is one measure that each row of a table holds.
type slot struct {
	indicator       *kpi.Indicator // nil: the row's KPI cell tells
	period          kpi.Period     // Grain 0: the row's, or the table's
	value, num, den int            // columns counted from 0; −1: none
}

// dims are the columns of the dimensions, −1 where there is none.
type dims struct {
	employee, name, team, parent, kpi int
	period, year                      int
	role, level, manager, kind, hired int
	value, numerator, denominator     int
	unit                              int
	bare                              kpi.Grain // what a bare number in the period column counts
	nameIsKey                         bool
}

func noDims() dims {
	return dims{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, false}
}

// grid is a table on its way from cells to observations.
type grid struct {
	run                       *run
	file                      *sheet.File
	table                     *sheet.Table
	source                    *Source
	header                    int       // index of the header row
	head                      sheet.Row // its cells
	titles                    []string
	cols                      []*column
	dims                      dims
	slots                     []slot
	year                      int            // the year that names and titles give
	fixed                     *kpi.Indicator // long and periods layouts without a KPI column
	reading                   Reading
	missing                   map[int]map[string]bool // words for "no data", by column
	lines                     []rowTally
	texts                     map[string]*knownText
	unreadHired, unknownTypes *mentionList
	unitRow                   int        // line of a row of units below the headings; 0: none
	second                    int        // line at which a second table begins; 0: none
	periodFixed               kpi.Period // of tables without a period column
	teamFixed                 string     // of tables without a team column
}

// heading returns the heading of a column, "" for none.
func (g *grid) heading(at int) string {
	if at < 0 || at >= len(g.cols) {
		return ""
	}
	return g.cols[at].Heading
}

// report adds a diagnostic at a line and a column (counted from 0; line 0: the
// whole column, col −1: the whole line).
func (g *grid) report(sev kpi.Severity, code string, line, col int, args kpi.Args) {
	g.run.report(sev, code, g.table.Origin(line, col), args)
}

// rows returns the rows below the header.
func (g *grid) rows() []sheet.Row { return g.table.Rows[g.header+1:] }

// headings lists the headings that are not blank, for faults.
func (g *grid) headings() string {
	var list []string
	for _, c := range g.cols {
		if c.Heading != "" {
			list = append(list, c.Heading)
		}
	}
	return strings.Join(list, ", ")
}

// readColumns makes the columns of the header row and profiles the cells below.
func (g *grid) readColumns() {
	head := g.head
	width := len(head.Cells)
	for _, r := range g.rows() {
		width = max(width, len(r.Cells))
	}
	g.cols = make([]*column, width)
	for i := range g.cols {
		cell := head.At(i)
		c := &column{at: i, factor: 1}
		c.Heading, c.Origin, c.Role = headingText(cell), g.table.Origin(head.Line, i), RoleIgnored
		c.meaning = g.run.words.match(c.Heading)
		c.span = g.periodHeading(cell, c.meaning)
		g.cols[i] = c
	}
	for _, r := range g.rows() {
		for i, cell := range r.Cells {
			g.cols[i].cells.count(cell)
		}
	}
}

func (p *profile) count(c sheet.Cell) {
	switch n := readNumber(c, nil); {
	case n.state == used:
		p.numbers++
		if n.marked {
			p.percents++
		}
		if n.value > 0 && n.value < 1 {
			p.between++
		}
	case c.Kind == sheet.Text && n.state == rejected:
		p.texts++
	}
}

func headingText(c sheet.Cell) string { return strings.Join(strings.Fields(c.Text), " ") }

// periodHeading reads a heading that is a period, as in sheets with the months
// as columns.
func (g *grid) periodHeading(c sheet.Cell, m meaning) kpi.Period {
	if len(m.hits) > 0 || m.dimension != "" {
		return kpi.Period{}
	}
	if c.Kind == sheet.Number && len(c.Text) == 4 {
		c.Kind = sheet.Text // a year, in a row that is known for the headings
	}
	return headingPeriod(c, g.year)
}

// headingPeriod reads a cell that may be the heading of a period. Numbers count
// only as 202506: 2025 may be a figure.
func headingPeriod(c sheet.Cell, year int) kpi.Period {
	switch c.Kind {
	case sheet.Date:
		return kpi.PeriodOf(kpi.Date(int(c.Number)), kpi.Day)
	case sheet.Number:
		if len(c.Text) != 6 {
			return kpi.Period{}
		}
	case sheet.Text:
	default:
		return kpi.Period{}
	}
	p, code := readPeriod(c.Text, PeriodOptions{Year: year})
	if code != "" {
		return kpi.Period{}
	}
	return p
}
