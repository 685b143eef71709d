package ingest

import (
	"slices"
	"strings"
	"unicode"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// hasCrossed reports whether headings name indicators with their periods. One
// period in all of them, beside a column of periods, says nothing that the rows
// do not say better.
func (g *grid) hasCrossed() bool {
	spans := map[kpi.Period]bool{}
	for _, c := range g.cols {
		if c.crossed {
			spans[c.span] = true
		}
	}
	if len(spans) != 1 || g.dims.period < 0 {
		return len(spans) > 0
	}
	for _, c := range g.cols {
		if c.crossed {
			c.span, c.crossed = kpi.Period{}, false
		}
	}
	return false
}

// layCrossed makes the slots of headings such as 5月转化率. Columns of the year
// beside those of its months are sums, and left out.
func (g *grid) layCrossed() string {
	shortest := kpi.Whole
	for _, c := range g.cols {
		if c.crossed {
			shortest = min(shortest, c.span.Grain)
		}
	}
	for _, c := range g.cols {
		if c.crossed && c.span.Grain != shortest {
			c.hits, c.crossed = nil, false
			continue
		}
		if c.crossed {
			span := c.span
			c.Period = &span
		}
	}
	g.bindHits()
	if len(g.slots) == 0 {
		return "table.no_kpi"
	}
	g.takePeriodsFromHeadings()
	return ""
}

// openHeadings is the code of why a table can't be read whose columns of figures are
// headed by periods that nothing tells; "" when there are not several.
func (g *grid) openHeadings() string {
	columns, codes := 0, map[string]int{}
	for _, c := range g.cols {
		if c.open != "" && (c.cells.numbers > 0 || len(c.hits) > 0) {
			columns++
			codes[openFact(c.open)]++
		}
	}
	switch {
	case columns < 2:
		return ""
	case codes["period.year_wrap"] > 0:
		return "table.year_wrap"
	case codes["period.fiscal_year"] == columns:
		return "table.fiscal_year"
	case codes["period.numbered"] == columns:
		return "table.numbered"
	}
	return "table.no_year"
}

// peopleColumns are the columns of a sheet with a KPI column and no employee
// column whose headings may be people: figures under a name that is nothing
// else.
func (g *grid) peopleColumns() []*column {
	var cols []*column
	for _, c := range g.cols {
		if c.Role == RoleIgnored && c.cells.isNumeric() && len(c.hits) == 0 && c.dimension == "" && c.span.Grain == 0 && c.open == "" && namesPerson(c.Heading) {
			cols = append(cols, c)
		}
	}
	return cols
}

// headsPeople reports whether the periods are the rows and the people the columns, of
// the one KPI that a name tells.
func (g *grid) headsPeople() bool {
	return g.dims.employee < 0 && g.dims.kpi < 0 && g.dims.period >= 0 && g.dims.value < 0 && len(g.peopleColumns()) > 1 &&
		!slices.ContainsFunc(g.cols, func(c *column) bool { return len(c.hits) > 0 }) && g.fixIndicator()
}

// layPeople makes a slot of each person's column: KPIs as rows, people as
// columns, or the periods of one KPI as rows.
func (g *grid) layPeople() string {
	if g.dims.kpi < 0 && g.fixed == nil && !g.fixIndicator() {
		return "table.no_kpi"
	}
	var names []string
	for _, c := range g.peopleColumns() {
		c.Role = RoleValue
		name := cleanText(c.Heading)
		if slices.Contains(names, name) {
			return "table.people_twice"
		}
		names = append(names, name)
		g.slots = append(g.slots, slot{indicator: g.fixed, employee: name, value: c.at, num: -1, den: -1})
	}
	if len(names) == 0 {
		return "table.no_employee"
	}
	g.report(kpi.Warning, "employee.from_headings", g.head.Line, -1, kpi.Args{"names": strings.Join(names, ", ")})
	return ""
}

// namesPerson reports whether a text may be the name or the id of a person: a
// Chinese surname with one to three characters behind, two or three words in
// Latin letters, or letters before digits. What ends like a team is none.
func namesPerson(text string) bool {
	name := cleanText(text)
	key := squash(name)
	d := words()
	if key == "" || d.isTotal(name) || d.isPlainSheet(name) || d.statuses[key] != "" {
		return false
	}
	for _, end := range d.Collectives {
		if strings.HasSuffix(key, end) {
			return false
		}
	}
	if isHan(name) {
		r := []rune(name)
		return len(r) >= 2 && len(r) <= 4 && strings.ContainsRune(d.Surnames, r[0])
	}
	return isLatinName(name) || isPersonID(key)
}

// isLatinName reports whether a text is two or three words that begin with a
// capital.
func isLatinName(name string) bool {
	fields := strings.Fields(name)
	for _, f := range fields {
		first := []rune(f)[0]
		if !unicode.IsUpper(first) || strings.ContainsAny(f, "0123456789%/()") {
			return false
		}
	}
	return len(fields) == 2 || len(fields) == 3
}

// isPersonID reports whether a folded text is an id such as e017: at most
// three letters and then at least two digits.
func isPersonID(key string) bool {
	digits := strings.TrimLeft(key, "abcdefghijklmnopqrstuvwxyz")
	letters := len(key) - len(digits)
	return letters > 0 && letters <= 3 && len(digits) >= 2 && strings.Trim(digits, "0123456789") == ""
}

// takePerson takes the sheet's name for the employee where no column names one
// and several sheets of the workbook are named like people, or the
// configuration says so.
func (g *grid) takePerson() {
	name := cleanText(g.table.Sheet)
	if g.dims.employee >= 0 || g.reading.Layout == layoutPeople || g.takeLabels() || name == "" {
		return
	}
	said := g.source != nil && g.source.perEmployee()
	if !said && (!namesPerson(name) || namedLikePeople(g.file) < 2) {
		return
	}
	g.person = name
	sev := kpi.Warning
	if said {
		sev = kpi.Note
	}
	g.report(sev, "employee.from_sheet", 0, -1, kpi.Args{"employee": name})
}

// namedLikePeople counts the sheets of a file with a person's name.
func namedLikePeople(f *sheet.File) int {
	n := 0
	for _, t := range f.Tables {
		if len(t.Rows) > 0 && namesPerson(t.Sheet) {
			n++
		}
	}
	return n
}

// tellOpen writes into the columns whose period can't be known why they are
// not used.
func (g *grid) tellOpen() {
	for _, c := range g.cols {
		if c.open != "" {
			c.tell(openFact(c.open))
		}
	}
}

// openFact is the evidence of a column whose period can't be known.
func openFact(code string) string {
	if code == "period.no_month" {
		return "period.no_year"
	}
	return code
}
