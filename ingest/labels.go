package ingest

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// labels are what the rows above the headings say of the whole table: 部门：销售一部,
// or 姓名 with 张三 in the next cell. By dimension, as it is written there; of a
// dimension that comes again the first counts.
type labels map[string]string

// labelled are the dimensions that a label may give. A loose id (编号) is that of
// the form, and periods are found in titles of any kind.
var labelled = []string{dimID, dimName, dimPerson, dimGroup, dimTeam, dimDepartment, dimRole, dimLevel, dimManager, dimType, dimHired}

// readLabels reads the labels of the rows above the headings.
func readLabels(rows []sheet.Row) labels {
	l := labels{}
	for _, r := range rows {
		l.readRow(r)
	}
	return l
}

// readRow reads one row: labels with their values in one cell, and labels whose
// value is the next cell that is not blank.
func (l labels) readRow(r sheet.Row) {
	open := ""
	for _, c := range r.Cells {
		if c.Kind == sheet.Blank || c.Kind == sheet.Fault {
			continue
		}
		dim, whole := labelOf(c)
		switch {
		case whole && !takesAnything(open):
			open = dim
		case c.Kind == sheet.Text && l.readText(c.Text):
			open = ""
		default:
			l.set(open, c.Text)
			open = ""
		}
	}
}

// labelOf reports whether a cell is a label and nothing else, and of which
// dimension; "" is one that is not known (性别：).
func labelOf(c sheet.Cell) (dim string, whole bool) {
	if c.Kind != sheet.Text {
		return "", false
	}
	text, colon := cutColon(c.Text)
	dim = labelDimension(text)
	return dim, dim != "" || colon || words().dimensions[fold(text).key] != ""
}

func cutColon(text string) (string, bool) {
	for _, colon := range []string{":", "："} {
		if rest, ok := strings.CutSuffix(strings.TrimSpace(text), colon); ok {
			return rest, true
		}
	}
	return text, false
}

// labelDimension is the dimension that a label gives, "" for none.
func labelDimension(text string) string {
	if dim := words().dimensions[fold(text).key]; slices.Contains(labelled, dim) {
		return dim
	}
	return ""
}

// takesAnything reports whether the value of a label may be a word that is known
// of headings: 岗位 销售代表.
func takesAnything(dim string) bool { return dim == dimRole || dim == dimLevel || dim == dimType }

// readText reads the labels within one cell, 工号：1001　姓名：张三, and reports
// whether there was one.
func (l labels) readText(text string) bool {
	open, from, found := "", 0, false
	for at, c := range text {
		if c != ':' && c != '：' {
			continue
		}
		start, dim := labelBefore(text[from:at])
		if dim == "" && start == 0 && found {
			continue // a colon within a value: 09:00
		}
		l.set(open, text[from:from+start])
		open, from, found = dim, at+utf8.RuneLen(c), found || dim != ""
	}
	l.set(open, text[from:])
	return found
}

// labelSeparators stand between a value and the next label.
const labelSeparators = " \t\n\u3000,，;；|、/（("

// labelBefore finds the label at the end of a text: the longest that is known and
// begins the text or stands behind a separator, else its last word.
func labelBefore(text string) (start int, dim string) {
	begin := 0
	for begin <= len(text) {
		if dim := labelDimension(text[begin:]); dim != "" {
			return begin, dim
		}
		at := strings.IndexAny(text[begin:], labelSeparators)
		if at < 0 {
			break
		}
		_, width := utf8.DecodeRuneInString(text[begin+at:])
		begin += at + width
	}
	return begin, ""
}

// set keeps the value of a label, unless it is blank or the label of another
// dimension.
func (l labels) set(dim, text string) {
	text = cleanText(strings.Trim(text, labelSeparators))
	if dim == "" || text == "" || words().blanks[normal(text)] || words().dimensions[fold(text).key] != "" && !takesAnything(dim) {
		return
	}
	if _, said := l[dim]; !said {
		l[dim] = text
	}
}

// first is the value of the first of the dimensions that has one.
func (l labels) first(dims ...string) string {
	for _, dim := range dims {
		if l[dim] != "" {
			return l[dim]
		}
	}
	return ""
}

// isLabelRow reports whether a row is of labels with their values beside them,
// as a form has them above its table: two known labels or more, each before a
// value that is like one.
func isLabelRow(r sheet.Row) bool {
	open, pairs := "", 0
	for _, c := range r.Cells {
		if c.Kind == sheet.Blank {
			continue
		}
		dim, whole := labelOf(c)
		switch {
		case whole && open != "" && !takesAnything(open):
			return false // two headings beside each other
		case whole && open == "":
			open = dim
		case open == "" || !isLabelValue(open, c):
			return false
		default:
			open = ""
			pairs++
		}
	}
	return pairs > 1 && open == ""
}

// isLabelValue reports whether a cell may be what a label of the dimension says:
// below a heading of the same name only figures and other headings stand beside it.
func isLabelValue(dim string, c sheet.Cell) bool {
	text := cleanText(c.Text)
	switch dim {
	case dimID:
		return isCode(text) || isNumber(c)
	case dimName, dimManager, dimPerson:
		return namesPerson(text)
	case dimHired:
		return c.Kind == sheet.Date || c.Kind == sheet.Text
	case dimRole, dimLevel, dimType:
		return c.Kind == sheet.Text
	}
	return c.Kind == sheet.Text && definitionless(text)
}

// definitionless reports whether a text is no word of headings.
func definitionless(text string) bool {
	d := words()
	key := fold(text).key
	return d.dimensions[key] == "" && d.statuses[key] == "" && !slices.ContainsFunc(d.ProportionWords, func(w string) bool { return strings.HasSuffix(key, w) })
}

// takeLabels takes the person of a table without an employee's column from the
// labels above it. A sheet that is named like somebody else is doubtful: a form
// that was copied.
func (g *grid) takeLabels() bool {
	l := g.labels
	name := l.first(dimName, dimPerson)
	id := l[dimID]
	if id == "" && l[dimName] != "" {
		id = l[dimPerson]
	}
	if g.person = cmp.Or(id, name); g.person == "" {
		return false
	}
	g.labelled = kpi.Employee{Name: name, Role: l[dimRole], Level: l[dimLevel], Manager: l[dimManager], Type: words().types[squash(l[dimType])]}
	g.isLabelled = true
	g.takeLabelledHire(l[dimHired])
	if text := l[dimType]; text != "" && g.labelled.Type == "" {
		g.report(kpi.Note, "type.unknown", g.head.Line, -1, kpi.Args{"text": text, "rows": "1"})
	}
	g.report(kpi.Note, "employee.from_title", g.head.Line, -1, kpi.Args{"employee": g.person, "name": name})
	tab := cleanText(g.table.Sheet)
	if namesPerson(tab) && tab != name && tab != g.person {
		g.report(kpi.Warning, "employee.names_disagree", g.head.Line, -1, kpi.Args{"employee": cmp.Or(name, id), "sheet": tab})
	}
	return true
}

func (g *grid) takeLabelledHire(text string) {
	if text == "" {
		return
	}
	order, _ := g.dateOrder()
	p, code := readPeriod(text, PeriodOptions{Order: order})
	if code != "" {
		g.report(kpi.Warning, "hired.unreadable", g.head.Line, -1, kpi.Args{"why": code, "text": quoted(text), "rows": "1"})
		return
	}
	g.labelled.Hired = &p.Start
}

// fillLabelled gives the employee of a row of a table without an employee's
// column who that is, and of the labels what no column says.
func (g *grid) fillLabelled(e *kpi.Employee) {
	l := g.labelled
	e.ID, e.Name = g.person, cmp.Or(e.Name, l.Name)
	e.Role, e.Level = cmp.Or(e.Role, l.Role), cmp.Or(e.Level, l.Level)
	e.Manager, e.Type, e.Hired = cmp.Or(e.Manager, l.Manager), cmp.Or(e.Type, l.Type), l.Hired
}

// labelledTeam is the team that the labels above a table name: the finest, with
// the department where another sheet has the same under another one.
func (g *grid) labelledTeam() string {
	team, parent := g.labels.team()
	if parent == "" {
		return team
	}
	for _, t := range g.file.Tables {
		other, over := readLabels(t.Rows[:min(searchDepth, len(t.Rows))]).team()
		if other == team && over != "" && over != parent {
			return parent + "/" + team
		}
	}
	return team
}

// team is the finest of group, team and department, and the next above it.
func (l labels) team() (team, parent string) {
	var list []string
	for _, dim := range []string{dimGroup, dimTeam, dimDepartment} {
		if l[dim] != "" {
			list = append(list, l[dim])
		}
	}
	list = append(list, "", "")
	return list[0], list[1]
}

// personStarts returns the indexes of the rows at which the table of another
// person begins, where no row of headings names people: a label above each
// table does.
func personStarts(rows []sheet.Row, memo map[string]bool) []int {
	var starts []int
	who, last := labels{}, -1
	for i, r := range rows {
		if !slices.ContainsFunc(r.Cells, func(c sheet.Cell) bool { return mayLabel(c, memo) }) {
			continue
		}
		l := labels{}
		if l.readRow(r); l.first(dimID, dimName, dimPerson) == "" {
			continue
		}
		if i > last+1 && l.contradicts(who) {
			starts = append(starts, titlesAbove(rows, i, last+1))
			who = labels{}
		}
		maps.Copy(who, l)
		last = i
	}
	return starts
}

// contradicts reports whether the labels name somebody else.
func (l labels) contradicts(who labels) bool {
	return slices.ContainsFunc([]string{dimID, dimName, dimPerson}, func(dim string) bool { return l[dim] != "" && who[dim] != "" && l[dim] != who[dim] })
}

// mayLabel reports whether a cell may hold the label of a person.
func mayLabel(c sheet.Cell, memo map[string]bool) bool {
	return c.Kind == sheet.Text && (hasColon(c.Text) || isPeopleHeading(c, memo))
}
