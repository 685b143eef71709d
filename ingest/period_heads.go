package ingest

import (
	"fmt"
	"slices"

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
	var forwards, backwards []int
	for _, h := range list {
		forwards = append(forwards, h.n)
	}
	if turns, _ := countTurns(forwards, parts); turns != nil {
		return turns
	}
	backwards = slices.Clone(forwards)
	slices.Reverse(backwards)
	turns, rises := countTurns(backwards, parts)
	if !rises {
		return nil
	}
	slices.Reverse(turns)
	return turns
}

// countTurns counts the year's ends before each of rising parts, nil when there are none or
// the parts fall elsewhere, and whether any two rise within a year.
func countTurns(list []int, parts int) ([]int, bool) {
	turns, rises := make([]int, len(list)), false
	for i := 1; i < len(list); i++ {
		turns[i] = turns[i-1]
		switch {
		case crossesYear(list[i-1], list[i], parts):
			turns[i]++
		case list[i] <= list[i-1]:
			return nil, false
		default:
			rises = true
		}
	}
	last := len(list) - 1
	if turns[last] == 0 || isUnsorted(list, list[last]+parts*turns[last]-list[0]+1, parts) {
		return nil, rises
	}
	return turns, rises
}

// isUnsorted reports whether parts that span so many, each of which stands once, are those
// of one year in the order of texts: 1月, 10月, 11月, 12月, 2月 … 9月.
func isUnsorted(list []int, span, parts int) bool {
	once := slices.Compact(slices.Sorted(slices.Values(list)))
	return span > parts && len(once) == len(list)
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
