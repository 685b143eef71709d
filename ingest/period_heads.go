package ingest

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// partHead is a heading that is a part of a year, or names one beside a KPI.
type partHead struct {
	c    *column
	n    int // 6 of June
	year int // as the heading says, or what stands beside it; 0: nothing does
	own  bool
}

// settleHeads finds the years of headings that lack theirs from those beside them, and
// the periods that bare numbers in a row stand for. A year from a title is not
// believed of headings that cross its end.
func (g *grid) settleHeads() {
	g.takeNumbered()
	g.takeSerials()
	groups, order := map[string][]partHead{}, []string(nil)
	for _, c := range g.cols {
		key, p, own := g.partHead(c)
		if p.Grain == 0 {
			continue
		}
		h := partHead{c: c, n: partNumber(p), own: own}
		if own {
			h.year = yearNumber(p)
		}
		key = p.Grain.String() + " " + key
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], h)
	}
	for _, key := range order {
		g.settleYears(groups[key])
	}
}

// partHead returns the part of a year in a heading, of some year where it has none of
// its own, and what else the heading says.
func (g *grid) partHead(c *column) (string, kpi.Period, bool) {
	rest := ""
	read := func(year int) (kpi.Period, string) { return readPeriod(c.Heading, PeriodOptions{Year: year}) }
	if len(c.hits) > 0 || c.notActual != "" {
		read = func(year int) (kpi.Period, string) {
			m, p, code := g.run.words.cross(c.Heading, year)
			rest = m.key
			return p, code
		}
	}
	if c.span.Grain == 0 && c.open == "" {
		return "", kpi.Period{}, false
	}
	p, code := read(0)
	own := code == ""
	if code == "period.no_year" {
		p, code = read(2020) // a leap year of 53 weeks
	}
	if code != "" || p.Grain < kpi.Week || p.Grain > kpi.Half {
		return "", kpi.Period{}, false
	}
	return rest, p, own
}

// partNumber is the number of a week, a month, a quarter or a half in its year.
func partNumber(p kpi.Period) int {
	if p.Grain == kpi.Week {
		_, week := p.Start.Time().ISOWeek()
		return week
	}
	return (int(p.Start.Time().Month())-1)/(12/partsOfYear(p.Grain)) + 1
}

func yearNumber(p kpi.Period) int {
	if p.Grain == kpi.Week {
		year, _ := p.Start.Time().ISOWeek()
		return year
	}
	return p.Start.Time().Year()
}

// partsOfYear is how many of a grain a year has.
func partsOfYear(g kpi.Grain) int {
	return map[kpi.Grain]int{kpi.Week: 52, kpi.Month: 12, kpi.Quarter: 4, kpi.Half: 2}[g]
}

// crossesYear reports whether part b, right behind part a, is of the next year: 1月
// behind 12月. Some may be missing between them.
func crossesYear(a, b, parts int) bool {
	return b < a && b+parts-a <= max(1, parts/4)
}

// settleYears gives the headings of one KPI, or of the table, their years.
func (g *grid) settleYears(list []partHead) {
	parts := 12
	if p := list[0].c; p.span.Grain != 0 {
		parts = partsOfYear(p.span.Grain)
	} else if _, q, _ := g.partHead(p); q.Grain != 0 {
		parts = partsOfYear(q.Grain)
	}
	switch turns := yearTurns(list, parts); {
	case slices.ContainsFunc(list, func(h partHead) bool { return h.own }):
		carryYears(list, parts)
	case turns == nil:
		return
	case g.yearPair() != 0 && slices.Max(turns) == 1:
		for i := range list {
			list[i].year = g.yearPair() + turns[i]
		}
	default:
		g.refuseTurn(list, turns)
		return
	}
	g.giveYears(list)
}

// yearTurns counts for each heading the year's ends before it, where the parts go
// up, or go down, but for these ends; nil when there are none.
func yearTurns(list []partHead, parts int) []int {
	up, down := make([]int, len(list)), make([]int, len(list))
	rising, falling, fell := true, true, false
	for i := 1; i < len(list); i++ {
		a, b := list[i-1].n, list[i].n
		up[i], down[i] = up[i-1], down[i-1]
		switch {
		case crossesYear(a, b, parts):
			up[i]++
		case b <= a:
			rising = false
			fell = fell || b < a
		}
		switch {
		case crossesYear(b, a, parts):
			down[i]++
		case b >= a:
			falling = false
		}
	}
	last := len(list) - 1
	switch {
	case rising && up[last] > 0:
		return up
	case falling && fell && down[last] > 0:
		for i := range down {
			down[i] = down[last] - down[i] // the latest stand first
		}
		return down
	}
	return nil
}

// carryYears takes the year of the heading before, or behind, over to one without:
// 12月 behind 2024年11月.
func carryYears(list []partHead, parts int) {
	for i := 1; i < len(list); i++ {
		before, h := list[i-1], &list[i]
		switch {
		case h.year != 0 || before.year == 0:
		case h.n > before.n:
			h.year = before.year
		case crossesYear(before.n, h.n, parts):
			h.year = before.year + 1
		}
	}
	for i := len(list) - 2; i >= 0; i-- {
		h, behind := &list[i], list[i+1]
		switch {
		case h.year != 0 || behind.year == 0:
		case h.n < behind.n:
			h.year = behind.year
		case crossesYear(h.n, behind.n, parts):
			h.year = behind.year - 1
		}
	}
}

// giveYears writes the years that were found into the columns, and says so once.
func (g *grid) giveYears(list []partHead) {
	given := 0
	var first *column
	for _, h := range list {
		if h.own || h.year == 0 {
			continue
		}
		p, code := readPeriod(h.c.Heading, PeriodOptions{Year: h.year})
		if len(h.c.hits) > 0 || h.c.notActual != "" {
			_, p, code = g.run.words.cross(h.c.Heading, h.year)
			h.c.crossed = code == "" && len(h.c.hits) > 0
		}
		if code != "" {
			continue
		}
		h.c.span, h.c.open = p, ""
		if given++; first == nil {
			first = h.c
		}
	}
	if first != nil {
		g.report(kpi.Note, "column.year_carried", first.Origin.Row, first.at, kpi.Args{"heading": first.Heading, "period": first.span.String(), "columns": fmt.Sprint(given)})
	}
}

// refuseTurn leaves the years of headings open that cross a year's end which
// nothing tells.
func (g *grid) refuseTurn(list []partHead, turns []int) {
	for i, h := range list {
		h.c.span, h.c.crossed, h.c.open = kpi.Period{}, false, "period.year_wrap"
		if i > 0 && turns[i] != turns[i-1] && g.wrap[0] == "" {
			g.wrap = [2]string{list[i-1].c.Heading, h.c.Heading}
		}
	}
}

// yearPair is the first of the two years that the names of the table span; 0.
func (g *grid) yearPair() int {
	for _, n := range g.names() {
		if pair := findPeriod(n.text, 0).pair; pair != 0 {
			return pair
		}
	}
	return 0
}

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
	run, grain := g.cols[from:from+n], kpi.Grain(0)
	days := 0
	if g.year != 0 && g.month != 0 {
		month, _ := monthOf(g.year, g.month)
		days = int(month.End()-month.Start) + 1
	}
	switch {
	case n != 12 && (n < 28 || n > 31):
		return
	case !g.namesIndicator():
	case n == 12 && g.year != 0 && g.month == 0:
		grain = kpi.Month
	case days > 0 && n >= days && !slices.ContainsFunc(run[days:], func(c *column) bool { return c.cells != profile{} }):
		run, grain = run[:days], kpi.Day
	}
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
