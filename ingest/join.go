package ingest

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// Join sets the columns of a roster beside those of a table, row by row, so
// that team, manager, role, level, type and hire date may stand in another file.
// Keys are compared as trimmed texts, case as it is.
type Join struct {
	File  string // beside the configuration, else beside the data; or an absolute path
	Sheet string // of a workbook; "": the first sheet with the heading Right
	Left  string // the key's heading in the data
	Right string // the key's heading in the roster
	Since string // a heading of the roster: its row counts from this day or month on, and a key may stand several times
	// Number says that keys of digits are numbers: 001, 1 and 1.0 are the same one.
	Number bool
}

func (j Join) check(s Source) *kpi.Fault {
	switch {
	case j.File == "" || j.Left == "" || j.Right == "":
		return usage("join.incomplete", kpi.Args{"match": s.Match, "file": j.File})
	case j.Since != "" && s.Columns.Period == "":
		return usage("join.no_period", kpi.Args{"match": s.Match, "file": j.File, "since": j.Since})
	}
	return nil
}

// joining is what a grid knows of its rosters.
type joining struct {
	joinedAt int // the first column that is a roster's; 0: none
	joined   []*joinedRoster
	partless partless
	twin     int  // the roster's column of teams, for rows whose own has none; 0: none
	idling   bool // the rows in hand are people of a roster whom the table does not name
}

// joinedRoster is a roster that stands in the columns from one on.
type joinedRoster struct {
	*roster
	left    int   // the key's column in the data
	from    int   // the first column here
	columns []int // the roster's columns, in order, the key left out
	line    int   // the line of the roster that stands beside the row in hand; 0: none does
	stage   int   // the first of the stages behind its own
	width   int   // of the data's keys, where all are digits of one length; −1: they are not
}

// joinRoster adds the columns of a roster to the table. A join that matches
// nothing is a fault.
func (g *grid) joinRoster(j Join) *kpi.Fault {
	ro, f := g.run.roster(j, g.table, g.file)
	if f != nil {
		return f
	}
	left := headed(g.head, j.Left)
	if left < 0 {
		args := kpi.Args{"heading": j.Left, "match": g.source.Match, "headings": headingsOf(g.head)}
		g.tellMoved(args)
		ahead := *g
		ahead.dims = noDims()
		ahead.readNames()
		ahead.readColumns()
		ahead.tellRenamed([]string{j.Left}, args)
		return &kpi.Fault{Code: "source.no_such_heading", Origin: g.table.Origin(g.head.Line, -1), Args: args}
	}
	jr := &joinedRoster{roster: ro, left: left, from: g.widest()}
	for at := range ro.grid.cols {
		if at != ro.key {
			jr.columns = append(jr.columns, at)
		}
	}
	g.joined = append(g.joined, jr)
	m := g.matchRows(jr, j)
	g.head.Cells = jr.beside(slices.Clip(g.head.Cells), ro.grid.head)
	if len(m.met) == 0 && len(m.missing.order) > 0 {
		return &kpi.Fault{Code: "join.no_match", Origin: g.table.Origin(0, left), Args: kpi.Args{"file": ro.grid.table.File, "left": j.Left, "right": j.Right,
			"keys": listed(m.missing.order, 3), "roster": listed(ro.order, 3), "numbers": asNumbers(m.missing.order, ro.order)}}
	}
	m.report(g, jr)
	return nil
}

func headingsOf(head sheet.Row) string {
	var list []string
	for _, c := range head.Cells {
		if h := headingText(c); h != "" {
			list = append(list, h)
		}
	}
	return strings.Join(list, ", ")
}

// beside returns cells with the roster's cells behind them, in the same memory where
// it has room.
func (jr *joinedRoster) beside(cells []sheet.Cell, r sheet.Row) []sheet.Cell {
	for len(cells) < jr.from {
		cells = append(cells, sheet.Cell{})
	}
	for _, at := range jr.columns {
		cells = append(cells, r.At(at))
	}
	return cells
}

// newIdleCells makes the readers of columns that have been settled before,
// without saying anything again.
func (g *grid) newIdleCells() (period, hired *periodCells) {
	said, dates := len(g.run.diagnostics), g.reading.DateOrder
	evidence := make([]string, len(g.cols))
	for i, c := range g.cols {
		evidence[i] = c.Evidence
	}
	period, hired = g.newPeriodCells(g.dims.period, g.dims.bare), g.newPeriodCells(g.dims.hired, 0)
	g.run.diagnostics, g.reading.DateOrder = g.run.diagnostics[:said], dates
	for i, c := range g.cols {
		c.Evidence = evidence[i]
	}
	return period, hired
}

// addAbsent adds an observation without data for each person, indicator and
// period of the others, those from one on: they are there with n = 0, never with 0 %.
func (r *run) addAbsent(people []*eventPerson, from int) {
	if len(people) == 0 {
		return
	}
	type place struct {
		in     *kpi.Indicator
		period kpi.Period
	}
	there, known := map[string]bool{}, map[place]bool{}
	var places []place
	for _, o := range r.observed.From(from) {
		there[o.Employee.ID] = true
		if p := (place{o.Indicator, o.Period}); !known[p] {
			known[p] = true
			places = append(places, p)
		}
	}
	for _, one := range people {
		if there[one.head.employee.ID] {
			continue
		}
		for _, p := range places {
			r.observed.Add(kpi.Observation{Employee: one.head.employee, Team: one.head.team,
				Indicator: p.in, Period: p.period, Measure: noData(), Origin: one.origin})
		}
	}
}

// addIdle gives the people of the rosters their place: beside the sums of
// events, or beside the observations of this table.
func (g *grid) addIdle(from int) {
	if len(g.joined) == 0 {
		return
	}
	people := g.readIdle()
	if !g.source.isEvents() {
		g.run.addAbsent(people, from)
		return
	}
	e := g.run.eventsOf(g.source)
	for _, p := range people {
		e.addPerson(p.head, p.origin)
	}
}
