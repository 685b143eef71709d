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

	reported string // the problem of its cells that was said of the whole column
	crossed  bool   // the heading names an indicator and its period
	clock    string // hours or minutes: the first part of 12:30
	currency mark   // of its first number that has one
	open     string // the code of why the period that the heading names can't be known; ""
}

// profile counts what stands below a heading.
type profile struct {
	numbers, percents, texts int
	words                    int // yes or no, and durations
	between                  int // numbers above 0 and below 1
}

// isNumeric reports whether the column is of numbers, but for some slips.
func (p profile) isNumeric() bool { return p.numbers > 0 && p.numbers >= p.texts }

// slot is one measure that each row of a table holds.
type slot struct {
	indicator       *kpi.Indicator // nil: the row's KPI cell tells
	period          kpi.Period     // Grain 0: the row's, or the table's
	employee        string         // "": the row's, or the sheet's
	value, num, den int            // columns counted from 0; −1: none
}

// dims are the columns of the dimensions, −1 where there is none.
type dims struct {
	employee, name, team, parent, kpi int
	period, year                      int
	role, level, manager, kind, hired int
	status                            int // 目标, 实际, 差异 by row
	value, numerator, denominator     int
	unit                              int
	bare                              kpi.Grain // what a bare number in the period column counts
	nameIsKey                         bool
}

func noDims() dims {
	return dims{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, false}
}

// grid is a table on its way from cells to observations.
type grid struct {
	joining                        // the rosters beside the table
	severally                      // the sources that read it
	feed                      feed // of its rows
	run                       *run
	file                      *sheet.File
	table                     *sheet.Table
	source                    *Source
	header                    int       // index of the header row
	first, last               int       // indexes of the rows above and below it that belong to it
	head                      sheet.Row // the headings
	titles                    []string
	wrap                      [2]string // the headings between which a year ends that nothing tells
	above                     []string  // titles of the sheet, which stand above another of its tables
	cols                      []*column
	dims                      dims
	slots                     []slot
	year, month               int            // the year and the month that names and titles give; 0: none
	person                    string         // whose sheet it is, where no column names the employee
	labels                    labels         // what the rows above the headings say of the table
	labelled                  kpi.Employee   // the person, as the labels say
	isLabelled                bool           // they say whose table it is
	from, until               int            // the lines of the sheet that are the table's, until excluded
	stacked                   bool           // it is one of several tables of the sheet
	beside                    bool           // and stands beside another one
	fixed                     *kpi.Indicator // long and periods layouts without a KPI column
	reading                   Reading
	missing                   map[int]map[string]bool // words for "no data", by column
	tallies                   lineTallies             // of the rows
	eventRows                 *eventRows              // instead, of events
	counts                    countRows
	fractions                 []fraction
	lane                      *lane    // of the rows that are not in the table; nil: all are
	excluded                  int      // rows that the source's exclude leaves out
	excludedLines             []uint32 // their lines, where they say something about events all the same
	mismatches                []*unitMismatch
	texts                     map[string]*knownText
	unreadHired, unknownTypes *mentionList
	unitRow                   int        // line of a row of units below the headings; 0: none
	second                    int        // line at which a second table begins; 0: none
	periodFixed               kpi.Period // of tables without a period column
	teamFixed                 string     // of tables without a team column
	bands                     []band     // of these, the rows that name a team alone
	commas                    commas     // decimal or not
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
	profiles := g.profileCells()
	width := max(len(head.Cells), len(profiles))
	g.cols = make([]*column, width)
	for i := range g.cols {
		cell := head.At(i)
		c := &column{at: i, factor: 1}
		c.Heading, c.Origin, c.Role = headingText(cell), g.table.Origin(head.Line, i), RoleIgnored
		c.meaning = g.run.words.match(c.Heading)
		g.readSpan(c, cell)
		g.cols[i] = c
	}
	for i := range profiles {
		g.cols[i].cells = profiles[i].profile
	}
	g.settleHeads()
	g.lane.addProfiles(g.cols)
}

func (p *profile) count(c sheet.Cell) {
	switch n := readNumber(c, nil); {
	case n.state == used && (n.truth || n.clock != noClock):
		p.words++
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

// readSpan finds the period that a heading is, or that it gives an indicator:
// 1月 of sheets with the months as columns, 5月转化率.
func (g *grid) readSpan(c *column, cell sheet.Cell) {
	if len(c.hits) > 0 || c.dimension != "" {
		return
	}
	if cell.Kind == sheet.Number && len(cell.Text) == 4 {
		cell.Kind = sheet.Text // a year, in a row that is known for the headings
	}
	if c.span = headingPeriod(cell, PeriodOptions{Year: g.year, Month: g.month}); c.span.Grain != 0 {
		return
	}
	if cell.Kind != sheet.Text {
		return
	}
	if _, code := readPeriod(c.Heading, PeriodOptions{Year: g.year, Month: g.month}); isOpen(code) {
		c.open = code
		return
	}
	g.crossSpan(c)
}

// crossSpan finds the indicator and the period that a heading names together.
func (g *grid) crossSpan(c *column) {
	m, span, code := g.run.words.cross(c.Heading, g.year)
	if len(m.hits) == 0 && m.notActual == "" && !m.actual {
		return
	}
	m.key = c.key // the heading is still found by all of its name
	c.meaning, c.span, c.crossed = m, span, code == "" && len(m.hits) > 0
	if isOpen(code) {
		c.open = code
	}
}

// isOpen reports whether a code says that a period is named, but not which.
func isOpen(code string) bool {
	return code == "period.no_year" || code == "period.no_month" || code == "period.fiscal_year"
}

// headingPeriod reads a cell that may be the heading of a period. Numbers count
// only as 202506: 2025 may be a figure.
func headingPeriod(c sheet.Cell, opt PeriodOptions) kpi.Period {
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
	p, code := readPeriod(c.Text, opt)
	if code != "" {
		return kpi.Period{}
	}
	return p
}
