package ingest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// assignDimensions gives each dimension its column. A configured heading wins;
// of several columns for one dimension the first counts, and the others are
// said to be passed over.
func (g *grid) assignDimensions() {
	d := noDims()
	g.assignPeople(&d)
	g.assignTeam(&d)
	for _, one := range []struct {
		to         *int
		dimension  string
		configured string
		role       Role
	}{
		{&d.kpi, dimKPI, g.columns().KPI, RoleKPI},
		{&d.unit, dimUnit, "", RoleUnit},
		{&d.role, dimRole, g.columns().Role, RoleRole},
		{&d.level, dimLevel, g.columns().Level, RoleLevel},
		{&d.manager, dimManager, g.columns().Manager, RoleManager},
		{&d.kind, dimType, g.columns().Type, RoleType},
		{&d.hired, dimHired, g.columns().Hired, RoleHired},
		{&d.value, dimValue, g.columns().Value, RoleValue},
		{&d.numerator, dimNumerator, g.columns().Numerator, RoleNumerator},
		{&d.denominator, dimDenominator, g.columns().Denominator, RoleDenominator},
	} {
		*one.to = g.pick(one.configured, one.dimension)
		g.give(*one.to, one.role)
	}
	g.assignPeriod(&d)
	if d.kpi >= 0 && g.columns().KPI == "" && g.cols[d.kpi].cells.isNumeric() {
		g.cols[d.kpi].Role, d.kpi = RoleUnknown, -1 // a figure called "KPI", no names of indicators
	}
	g.dims = d
	g.noteSurplus()
}

func (g *grid) columns() Columns {
	if g.source == nil {
		return Columns{}
	}
	return g.source.Columns
}

// pick returns the configured column, else the first of the dimensions that
// has one.
func (g *grid) pick(configured string, dimensions ...string) int {
	if configured != "" {
		return g.find(configured)
	}
	for _, dim := range dimensions {
		for _, c := range g.cols {
			if c.dimension == dim && c.Role == RoleIgnored && !g.isConfigured(c.at) {
				return c.at
			}
		}
	}
	return -1
}

// find returns the column with the heading: as it stands, else folded; −1.
func (g *grid) find(heading string) int {
	if heading == "" {
		return -1
	}
	for _, c := range g.cols {
		if c.Heading == headingText(sheet.Cell{Text: heading}) {
			return c.at
		}
	}
	key := fold(heading).key
	for _, c := range g.cols {
		if key != "" && c.key == key {
			return c.at
		}
	}
	return g.findByPlace(heading)
}

// findByPlace finds a column by the number that tells it from others of its
// heading, NPS#2, or by its letters in the sheet, [C].
func (g *grid) findByPlace(heading string) int {
	name, number, _ := strings.Cut(heading, "#")
	if n, err := strconv.Atoi(number); err == nil {
		return g.findNth(headingText(sheet.Cell{Text: name}), n)
	}
	return slices.IndexFunc(g.cols, func(c *column) bool { return "["+kpi.ColumnName(c.at+1)+"]" == strings.ToUpper(heading) })
}

// findNth returns the n-th column with the heading, counted from 1; −1.
func (g *grid) findNth(heading string, n int) int {
	for _, c := range g.cols {
		if c.Heading != heading {
			continue
		}
		if n--; n == 0 {
			return c.at
		}
	}
	return -1
}

// ownName is the heading by which find returns the column, and no other.
func (g *grid) ownName(c *column) string {
	if g.find(c.Heading) == c.at {
		return c.Heading
	}
	for n := 2; c.Heading != "" && n <= len(g.cols); n++ {
		if name := c.Heading + "#" + strconv.Itoa(n); g.find(name) == c.at {
			return name
		}
	}
	return "[" + kpi.ColumnName(c.at+1) + "]"
}

func (g *grid) isConfigured(at int) bool {
	return slices.ContainsFunc(g.columns().all(), func(h string) bool { return h != "" && g.find(h) == at })
}

func (g *grid) give(at int, role Role) {
	if at >= 0 {
		g.cols[at].Role = role
	}
}

// assignPeople finds the employee's key, an id before a name, and the name.
func (g *grid) assignPeople(d *dims) {
	want := g.columns()
	d.employee, d.name = g.pick(want.Employee, dimID), g.pick(want.Name, dimName)
	if d.employee < 0 && want.Employee == "" {
		d.employee = g.looseID(d.name)
	}
	if d.name < 0 && want.Name == "" {
		if at := g.pick("", dimPerson); at != d.employee {
			d.name = at
		}
	}
	if d.employee < 0 {
		d.employee, d.nameIsKey = d.name, true
		g.give(d.name, RoleName)
		return
	}
	g.give(d.name, RoleName)
	g.give(d.employee, RoleEmployee)
}

// looseID finds a key among the columns that may hold one: 员工 beside 姓名 holds
// ids, and alone it holds whatever names people.
func (g *grid) looseID(name int) int {
	if at := g.pick("", dimPerson); at >= 0 {
		return at
	}
	at := g.pick("", dimAnyID)
	if at >= 0 && name >= 0 && !g.namesPeople(at, name) {
		return -1
	}
	return at
}

// namesPeople reports whether a column headed "id" counts people: not so when
// each row has another one although names come again, for it counts rows then.
func (g *grid) namesPeople(id, name int) bool {
	g.lane.doubt("namesPeople")
	ids, names, rows := map[string]bool{}, map[string]bool{}, 0
	for _, r := range g.rows() {
		if cleanText(r.At(name).Text) == "" {
			continue
		}
		rows++
		ids[cleanText(r.At(id).Text)], names[cleanText(r.At(name).Text)] = true, true
	}
	return len(ids) >= len(names) && (len(ids) < rows || len(names) == rows)
}

// assignTeam takes the finest of group, team and department. Where the same
// group stands in several departments both together are the team: the "A" of
// two departments are two teams.
func (g *grid) assignTeam(d *dims) {
	d.team = g.pick(g.columns().Team, dimGroup, dimTeam, dimDepartment)
	g.give(d.team, RoleTeam)
	if d.team < 0 {
		return
	}
	g.takeTwin(d.team)
	parent := g.pick("", dimTeam, dimDepartment)
	if parent < 0 || !g.standsUnderSeveral(d.team, parent) {
		return
	}
	d.parent = parent
	g.give(parent, RoleParent)
	g.report(kpi.Note, "team.composed", 0, d.team, kpi.Args{"heading": g.heading(d.team), "parent": g.heading(parent)})
}

func (g *grid) standsUnderSeveral(team, parent int) bool {
	g.lane.doubt("standsUnderSeveral")
	over := map[string]string{}
	for _, r := range g.rows() {
		t, p := cleanText(r.At(team).Text), cleanText(r.At(parent).Text)
		if old, known := over[t]; t != "" && p != "" && known && old != p {
			return true
		}
		if t != "" && p != "" {
			over[t] = p
		}
	}
	return false
}
