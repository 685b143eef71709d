package ingest

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// readNames gathers the title rows above the header and the year that the
// sheet's name, the titles or the file's name give, in this order.
func (g *grid) readNames() {
	g.titles = nil
	g.labels = readLabels(g.table.Rows[:g.first])
	for _, r := range g.table.Rows[:g.first] {
		for _, c := range r.Cells {
			if c.Kind == sheet.Text {
				g.titles = append(g.titles, c.Text)
			}
		}
	}
	if slices.ContainsFunc(g.titles, namesPeriod) {
		g.above = slices.DeleteFunc(slices.Clone(g.above), func(t string) bool { return findPeriod(t, 2000).period.Grain < kpi.Year })
	}
	for _, n := range g.names() {
		if g.year == 0 {
			g.year = findPeriod(n.text, 0).year
		}
	}
	for _, n := range g.names() {
		if p := findPeriod(n.text, g.year).period; g.month == 0 && p.Grain == kpi.Month {
			g.month = int(p.Start.Time().Month())
		}
	}
}

func namesPeriod(title string) bool { return findPeriod(title, 2000).period.Grain != 0 }

// placedName is a text that may name a period or a team, and where it stands.
type placedName struct{ place, text string }

func (g *grid) names() []placedName {
	list := []placedName{{"sheet", g.table.Sheet}}
	for _, t := range slices.Concat(g.titles, g.above) {
		list = append(list, placedName{"title", t})
	}
	return append(list, placedName{"file", baseName(g.table.File)})
}

// fallbackPeriod finds the period of a table without a period column: in the
// sheet's name, a title, the file's name; else all is one period. Each is said.
// A month without any year could be of any year: where several tables stand
// beside each other such a one is not read, and the code tells.
func (g *grid) fallbackPeriod() string {
	if g.dims.period < 0 && g.dims.year < 0 {
		g.takeDatesOfRows()
	}
	switch {
	case g.dims.period >= 0:
		g.reading.PeriodFrom = "column"
		return ""
	case g.reading.PeriodFrom == "columns" && !slices.ContainsFunc(g.slots, func(s slot) bool { return s.period.Grain == 0 }):
		return ""
	}
	if text := g.nameWithoutYear(); text != "" {
		if g.run.tables > 1 {
			return "period.no_year_in_name"
		}
		g.report(kpi.Warning, "period.no_year_in_name", 0, -1, kpi.Args{"text": text})
	}
	from := g.choosePeriod()
	if g.periodFixed.Grain == 0 {
		if text := g.nameOfFiscalYear(); text != "" {
			if g.run.tables > 1 {
				return "period.fiscal_in_name"
			}
			g.report(kpi.Warning, "period.fiscal_in_name", 0, -1, kpi.Args{"text": text})
		}
		g.periodFixed = kpi.Period{Grain: kpi.Whole}
		g.reading.PeriodFrom = "one"
		g.report(kpi.Note, "period.one", 0, -1, nil)
		return ""
	}
	g.reading.PeriodFrom = from.place
	g.report(kpi.Note, "period.from_"+from.place, 0, -1, kpi.Args{"period": g.periodFixed.String(), "text": from.text})
	return ""
}

// nameWithoutYear returns the name that holds a month or a quarter when no
// year is known.
func (g *grid) nameWithoutYear() string {
	for _, n := range g.names() {
		if g.year == 0 && findPeriod(n.text, 0).noYear {
			return n.text
		}
	}
	return ""
}

// nameOfFiscalYear returns the name that holds a fiscal year.
func (g *grid) nameOfFiscalYear() string {
	for _, n := range g.names() {
		if findPeriod(n.text, 0).fiscal {
			return n.text
		}
	}
	return ""
}

// choosePeriod takes the period of the first name that holds one; a later name
// may tell it more finely, and is reported when it contradicts.
func (g *grid) choosePeriod() placedName {
	var chosen placedName
	for _, n := range g.names() {
		found, old := findPeriod(n.text, g.year).period, g.periodFixed
		switch {
		case found.Grain == 0:
		case old.Grain == 0, found.Grain < old.Grain && within(found, old):
			g.periodFixed, chosen = found, n
		case found != old && !within(old, found):
			g.report(kpi.Warning, "period.names_disagree", 0, -1, kpi.Args{"period": old.String(), "text": chosen.text, "other": n.text})
		}
	}
	return chosen
}

// oneTeam is the team of tables in which nothing names one.
const oneTeam = "all"

// fallbackTeam names the team of a table without a team column: by its sheet,
// when the name is not a default one, a period or an indicator; else all are
// one team.
func (g *grid) fallbackTeam() {
	if g.isLabelled {
		g.reading.EmployeeFrom = "title"
	}
	if g.dims.team >= 0 {
		g.reading.TeamFrom = "column"
		return
	}
	if g.takeBands() {
		return
	}
	if team := g.labelledTeam(); team != "" {
		g.teamFixed, g.reading.TeamFrom = team, "title"
		g.report(kpi.Note, "team.from_title", g.head.Line, -1, kpi.Args{"team": team})
		return
	}
	for _, title := range g.titles {
		if name := g.teamIn(title); g.stacked && name != "" {
			g.teamFixed, g.reading.TeamFrom = name, "title"
			g.report(kpi.Note, "team.from_title", g.head.Line, -1, kpi.Args{"team": name})
			return
		}
	}
	name := cleanText(g.table.Sheet)
	if name != "" && g.person == "" && g.namesTeam(name) {
		g.teamFixed, g.reading.TeamFrom = name, "sheet"
		g.report(kpi.Note, "team.from_sheet", 0, -1, kpi.Args{"team": name})
		return
	}
	g.teamFixed, g.reading.TeamFrom = oneTeam, "one"
	g.report(kpi.Note, "team.one", 0, -1, nil)
}

// isCollective reports whether a name ends like that of a team: 销售一部.
func isCollective(name string) bool {
	key := squash(name)
	return len([]rune(key)) <= 12 && slices.ContainsFunc(words().Collectives, func(end string) bool { return strings.HasSuffix(key, end) })
}

// teamIn is the team that a title names, alone or beside a period and the name of an
// indicator, 2025年上半年 一组 销售额; "" for none.
func (g *grid) teamIn(title string) string {
	whole := cleanText(title)
	if isCollective(whole) && g.namesTeam(whole) {
		return whole
	}
	rest := cutPeriods(normal(title))
	if name := g.run.words.longestName(squash(rest)); name != "" {
		rest = strings.ReplaceAll(rest, name, " ")
	}
	rest = strings.Trim(rest, separators+opening+closing)
	if !isCollective(rest) || !g.namesTeam(rest) {
		return ""
	}
	if at := strings.Index(strings.ToLower(whole), rest); at >= 0 {
		return whole[at : at+len(rest)]
	}
	return rest
}

// titlesAboveAll are the titles of the sheet that may name the indicator of this table:
// none where it has a title of its own that is neither its team nor its period, for that
// may be an indicator that is not known.
func (g *grid) titlesAboveAll() []string {
	for _, t := range g.titles {
		if !namesPeriod(t) && g.teamIn(t) == "" && !hasColon(t) {
			return nil
		}
	}
	return g.above
}

func (g *grid) namesTeam(name string) bool {
	found := findPeriod(name, 2000)
	return !words().isPlainSheet(name) && found.period.Grain == 0 && found.year == 0 && g.run.words.indicatorIn(name) == nil &&
		!strings.EqualFold(name, baseName(g.table.File))
}
