package ingest

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// groupKey tells unit groups apart: in wide sheets the column, otherwise the
// indicator with the mark of its KPI cell.
type groupKey struct {
	indicator *kpi.Indicator
	col       int
	mark      string
}

// unitGroups are the unit groups of a table, in the order they were met.
type unitGroups struct {
	grid     *grid
	byKey    map[groupKey]*unitGroup
	order    []*unitGroup
	verdicts map[*unitGroup]verdict
}

func newGroups(g *grid) *unitGroups {
	return &unitGroups{grid: g, byKey: map[groupKey]*unitGroup{}, verdicts: map[*unitGroup]verdict{}}
}

// of returns the group that a slot's value belongs to.
func (us *unitGroups) of(in *kpi.Indicator, s slot, mark string, line int) *unitGroup {
	g := us.grid
	key := groupKey{in, s.value, mark}
	if g.reading.Layout == layoutPeriods || g.reading.Layout == layoutPeople {
		key.col = 0
	}
	u := us.byKey[key]
	if u == nil {
		u = &unitGroup{indicator: in, heading: g.heading(s.value), col: s.value, line: g.table.Rows[g.header].Line}
		u.given, u.giver = g.givenUnit(in, s, mark)
		u.timed = g.givesTime(s, line)
		if g.reading.Layout != layoutWide {
			u.heading, u.line = in.Title.In("zh"), line
			if g.dims.kpi >= 0 {
				u.heading = g.cellText(line, g.dims.kpi)
				u.col = g.dims.kpi
			}
		}
		us.byKey[key] = u
		us.order = append(us.order, u)
	}
	return u
}

// givesTime reports whether a heading, the KPI's cell or a column of units says in which
// unit of time numbers are.
func (g *grid) givesTime(s slot, line int) bool {
	return g.dims.unit >= 0 || s.value >= 0 && unitClass(g.cols[s.value].meaning.unit) == "time" ||
		g.dims.kpi >= 0 && unitClass(fold(g.cellText(line, g.dims.kpi)).unit) == "time"
}

// givenUnit returns percent or ratio where someone said it, and who.
func (g *grid) givenUnit(in *kpi.Indicator, s slot, mark string) (string, string) {
	if g.source != nil {
		for _, m := range g.source.Measures {
			if m.KPI == in.ID && m.Unit != "" {
				return m.Unit, "config"
			}
		}
	}
	if unit := g.namedUnit(in, s); unit != "" {
		return unit, "--kpi"
	}
	giver, unit, _ := strings.Cut(mark, " ")
	if giver == "--kpi" {
		return unit, giver
	}
	if !in.Counted() && unitClass(in.Unit) != "ratio" {
		return "", ""
	}
	if s.value >= 0 && g.cols[s.value].meaning.unit == "percent" {
		return "percent", "heading"
	}
	return unit, giver
}

// decide decides every group and reports the doubtful ones.
func (us *unitGroups) decide() {
	for _, u := range us.order {
		if u.cells == 0 {
			continue
		}
		v := u.decide(us.grid.run.opt.Unit)
		us.verdicts[u] = v
		us.grid.reportUnit(u, v)
		us.grid.rememberUnit(u, v)
	}
}

// tell writes the evidence into the columns once every figure was read.
func (us *unitGroups) tell() {
	for _, u := range us.order {
		if u.cells > 0 {
			us.grid.tellUnit(u, us.verdicts[u])
			us.grid.keepUnit(u, us.verdicts[u])
		}
	}
}

// keepUnit writes down the unit that a flag settled for an indicator which has no
// column of its own, so that a configuration can say it.
func (g *grid) keepUnit(u *unitGroup, v verdict) {
	if g.reading.Layout == layoutWide || u.giver == "" || v != asPercent && v != asRatio || !u.needed {
		return
	}
	m := Measure{KPI: u.indicator.ID, Unit: string(v)}
	if !slices.ContainsFunc(g.reading.Units, func(o Measure) bool { return o.KPI == m.KPI }) {
		g.reading.Units = append(g.reading.Units, m)
	}
}

// rememberUnit keeps where the unit of an indicator was decided from numbers
// alone; zeros could be either.
func (g *grid) rememberUnit(u *unitGroup, v verdict) {
	if u.hasOpenTimes() && (u.clocks == 0) != (u.bare == 0) {
		v = asClock
		if u.clocks == 0 {
			v = asWritten
		}
		g.keepUnitOf(u, v)
	}
	if !u.needed || u.given != "" || u.indicator.Scale != kpi.Proportion || u.highest == 0 {
		return
	}
	g.keepUnitOf(u, v)
}

func (g *grid) keepUnitOf(u *unitGroup, v verdict) {
	seen := g.run.units[u.indicator.ID]
	if seen == nil {
		seen = map[verdict]kpi.Origin{}
		g.run.units[u.indicator.ID] = seen
	}
	if seen[v].File == "" {
		seen[v] = g.table.Origin(u.line, u.col)
	}
}

func (us *unitGroups) verdict(u *unitGroup) verdict { return us.verdicts[u] }

// tellUnit writes unit and evidence into the column of a group; in long sheets
// the value column holds several groups, each under its indicator's id.
func (g *grid) tellUnit(u *unitGroup, v verdict) {
	unit := shownUnit(u.indicator, v)
	if g.reading.Layout == layoutWide {
		c := g.cols[u.col]
		c.Unit, c.Evidence = unit, strings.TrimSpace(c.Evidence+" "+u.evidence(v))
		return
	}
	for _, s := range g.slots {
		if s.value < 0 || s.indicator != nil && s.indicator != u.indicator {
			continue
		}
		c := g.cols[s.value]
		if c.Evidence != "" && c.Unit != unit {
			unit = "" // the evidence tells each
		}
		c.Unit = unit
		if g.fixed != nil || g.reading.Layout == layoutPeriods && g.dims.kpi < 0 {
			c.Evidence = u.evidence(v)
		} else {
			c.Evidence = strings.TrimPrefix(c.Evidence+"; "+u.indicator.ID+": "+u.evidence(v), "; ")
		}
	}
}

// namedUnit returns the unit that a --kpi argument gives for a value column, or
// for the one indicator of the table.
func (g *grid) namedUnit(in *kpi.Indicator, s slot) string {
	if s.value >= 0 && g.cols[s.value].named != "" {
		return g.cols[s.value].named
	}
	if g.fixed == nil {
		return ""
	}
	for _, n := range g.run.words.namings {
		if n.indicator == in.ID && n.unit != "" {
			return n.unit
		}
	}
	return ""
}
