package ingest

import (
	"cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// assignPeriod takes the column of time. A column of years beside it gives the
// year of 6月.
func (g *grid) assignPeriod(d *dims) {
	d.year = g.pick("", dimYear)
	d.period = g.find(g.columns().Period)
	if g.columns().Period == "" {
		d.period = g.findPeriodColumn(d)
	}
	if d.period >= 0 {
		d.bare = barePart(g.cols[d.period].dimension)
	}
	if d.year == d.period {
		d.year = -1
	}
	g.give(d.year, RoleYear)
	g.give(d.period, RolePeriod)
}

// barePart is what a bare number counts in a column of a dimension.
func barePart(dimension string) kpi.Grain {
	return map[string]kpi.Grain{dimMonth: kpi.Month, dimQuarter: kpi.Quarter, dimWeek: kpi.Week}[dimension]
}

// findPeriodColumn takes the first column of time that can be read; a month or
// a week before a date, which is often only the day of entry, unless the months
// come again and again and the dates tell the rows apart. A part of the year that can't
// be read is never passed over for a longer one: its months would be merged.
func (g *grid) findPeriodColumn(d *dims) int {
	first, found := g.firstPeriods()
	if found < 0 {
		return first
	}
	if date := g.pick("", dimDate); date >= 0 && date != found && g.repeats(d, found) && !g.repeats(d, date) {
		return date
	}
	return found
}

// firstPeriods is the first column of time, and the first that is to be read.
func (g *grid) firstPeriods() (int, int) {
	first, part := -1, -1 // part: of parts of the year, readable or not
	for _, dim := range []string{dimPeriod, dimMonth, dimWeek, dimDate, dimQuarter, dimYear} {
		at := g.pick("", dim)
		if at < 0 {
			continue
		}
		if first < 0 {
			first = at
		}
		if part >= 0 && (dim == dimQuarter || dim == dimYear) {
			return first, part
		}
		if g.readsPeriods(at) {
			return first, at
		}
		if part < 0 && barePart(dim) != 0 && g.hasCells(at) {
			part = at
		}
	}
	return first, -1
}

// repeats reports whether the same employee and KPI come several times in most
// periods of a column: a month that stands beside the date of daily rows.
func (g *grid) repeats(d *dims, at int) bool {
	g.lane.doubt("repeats")
	seen := map[[3]string]bool{}
	rows := 0
	for _, r := range g.rows() {
		if r.At(at).Kind != sheet.Blank {
			rows++
			seen[[3]string{r.At(d.employee).Text, r.At(d.kpi).Text, r.At(at).Text}] = true
		}
	}
	return rows > 2 && 2*len(seen) <= rows
}

// readsPeriods reports whether at least half of a column's cells are periods;
// a column 周期 may hold "monthly" only.
func (g *grid) readsPeriods(at int) bool {
	good, bad := 0, 0
	bare := cmp.Or(barePart(g.cols[at].dimension), kpi.Month)
	known := map[sheet.Cell]bool{}
	count := func(c sheet.Cell, rows int) {
		if c.Kind == sheet.Blank {
			return
		}
		reads, done := known[c]
		if !done {
			_, code := g.cellPeriod(c, PeriodOptions{Year: 2000, Order: "ymd", Serials: true, From04: g.file.Date1904, Tenth: 1, Bare: bare})
			reads = code == "" || code == "period.no_such_day"
			known[c] = reads
		}
		if reads {
			good += rows
		} else {
			bad += rows
		}
	}
	for _, r := range g.rows() {
		count(r.At(at), 1)
	}
	g.lane.eachCell(at, count)
	return good > 0 && good >= bad
}

// hasCells reports whether a column has cells that are not blank.
func (g *grid) hasCells(at int) bool {
	cells := 0
	for _, r := range g.rows() {
		if g.text(r, at) != "" {
			cells++
		}
	}
	g.lane.eachCell(at, func(c sheet.Cell, rows int) {
		if c.Kind != sheet.Blank {
			cells += rows
		}
	})
	return cells > 0
}
