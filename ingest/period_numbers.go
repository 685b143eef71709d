package ingest

import (
	"slices"
	"strconv"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// takeNumbered reads headings 1, 2, 3 … n in a row: as the days of the month that
// the names give, or the twelve months of their year, where a KPI is named too. Other such
// rows are left open, for they may be anything.
func (g *grid) takeNumbered() {
	from := slices.IndexFunc(g.cols, func(c *column) bool { return c.Heading == "1" })
	if from < 0 {
		return
	}
	n := 0
	for from+n < len(g.cols) && g.cols[from+n].Heading == strconv.Itoa(n+1) {
		n++
	}
	if n != 12 && (n < 28 || n > 31) {
		return
	}
	run, grain := g.numberedAs(g.cols[from : from+n])
	for i, c := range run {
		switch grain {
		case kpi.Month:
			c.span, _ = monthOf(g.year, i+1)
		case kpi.Day:
			c.span, _ = dayOf(digits{g.year, 4}, digits{g.month, 2}, digits{i + 1, 2})
		default:
			c.open = "period.numbered"
		}
	}
	if grain != 0 {
		last := run[len(run)-1]
		g.report(kpi.Warning, "column.numbers_as_periods", run[0].Origin.Row, run[0].at, kpi.Args{"first": run[0].Heading, "last": last.Heading, "from": run[0].span.String(), "to": last.span.String()})
	}
}

// numberedAs tells what the headings 1 … n count, and how many of them do: a form of 31
// days may be of a shorter month. The grain is 0 when nothing tells.
func (g *grid) numberedAs(run []*column) ([]*column, kpi.Grain) {
	if g.year == 0 || !g.namesIndicator() {
		return run, 0
	}
	if g.month == 0 {
		if len(run) == 12 {
			return run, kpi.Month
		}
		return run, 0
	}
	month, _ := monthOf(g.year, g.month)
	days := int(month.End()-month.Start) + 1
	if len(run) < days || slices.ContainsFunc(run[days:], func(c *column) bool { return c.cells != profile{} }) {
		return run, 0
	}
	return run[:days], kpi.Day
}

// namesIndicator reports whether a name or a column says of which KPI the figures are.
func (g *grid) namesIndicator() bool {
	return slices.ContainsFunc(g.cols, func(c *column) bool { return c.dimension == dimKPI }) ||
		slices.ContainsFunc(g.names(), func(n placedName) bool { return g.run.words.indicatorIn(n.text) != nil })
}

// takeSerials reads headings in a row that are a spreadsheet's day counts: of days, or
// weeks, one after the other, or of the first days of months.
func (g *grid) takeSerials() {
	for from := 0; from < len(g.cols); from++ {
		var days []kpi.Period
		for _, c := range g.cols[from:] {
			p, ok := g.serialHead(c)
			if !ok || len(days) > 0 && p.Start <= days[len(days)-1].Start {
				break
			}
			days = append(days, p)
		}
		if len(days) > 1 && evenlyApart(days) {
			for i, p := range days {
				g.cols[from+i].span = p
			}
		}
		from += max(0, len(days)-1)
	}
}

func (g *grid) serialHead(c *column) (kpi.Period, bool) {
	serial, ok := serialOf(c.Heading)
	if !ok || serial != c.Heading {
		return kpi.Period{}, false
	}
	p, code := readPeriod(serial, PeriodOptions{Serials: true, From04: g.file.Date1904})
	return p, code == "" && p.Start.Time().Year() >= 2000
}

// evenlyApart reports whether days follow each other daily or weekly, or are the
// first of months.
func evenlyApart(days []kpi.Period) bool {
	steps, firsts := map[kpi.Date]bool{}, days[0].Start.Time().Day() == 1
	for i := 1; i < len(days); i++ {
		steps[days[i].Start-days[i-1].Start] = true
		firsts = firsts && days[i].Start.Time().Day() == 1
	}
	return firsts || len(steps) == 1 && (steps[1] || steps[7])
}
