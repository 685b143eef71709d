package ingest

import (
	"path"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// all lists the headings.
func (c Columns) all() []string {
	return []string{c.Employee, c.Name, c.Team, c.Period, c.KPI, c.Value, c.Numerator, c.Denominator, c.Role, c.Level, c.Manager, c.Type, c.Hired, c.Segment}
}

// check refuses a source that can't be meant.
func (s Source) check(cat *kpi.Catalogue) error {
	if _, err := path.Match(s.Match, "x"); err != nil || s.Match == "" {
		return &kpi.Fault{Class: kpi.Usage, Code: "source.bad_match", Args: kpi.Args{"match": s.Match}, Err: err}
	}
	if !slices.Contains([]string{"", layoutLong, layoutWide, layoutPeriods, layoutPeople, layoutEvents}, s.Layout) {
		return usage("source.bad_layout", kpi.Args{"match": s.Match, "layout": s.Layout})
	}
	if s.Sheets != "" && s.Sheets != sheetsPerEmployee {
		return usage("source.bad_sheets", kpi.Args{"match": s.Match, "sheets": s.Sheets})
	}
	if s.HeaderRow < 0 {
		return usage("source.bad_header_row", kpi.Args{"match": s.Match})
	}
	if f := s.checkValues(); f != nil {
		return f
	}
	if f := s.checkSegment(); f != nil {
		return f
	}
	if f := s.checkEvents(); f != nil {
		return f
	}
	return s.checkMeasures(cat)
}

// checkValues refuses words about values that are not known.
func (s Source) checkValues() *kpi.Fault {
	if !slices.Contains([]string{"", ",", "."}, s.Decimal) {
		return usage("source.bad_decimal", kpi.Args{"match": s.Match, "decimal": s.Decimal})
	}
	if !slices.Contains([]string{"", "dmy", "mdy", "ymd"}, s.DateOrder) {
		return usage("source.bad_date_order", kpi.Args{"match": s.Match, "value": s.DateOrder})
	}
	if s.FormulaZeros != "" && s.FormulaZeros != zerosMissing {
		return usage("source.bad_formula_zeros", kpi.Args{"match": s.Match, "value": s.FormulaZeros})
	}
	return nil
}

func (s Source) checkMeasures(cat *kpi.Catalogue) error {
	for _, m := range s.Measures {
		if cat.Get(m.KPI) == nil {
			return usage("source.unknown_kpi", kpi.Args{"match": s.Match, "kpi": m.KPI, "similar": similarIDs(cat, m.KPI)})
		}
		if (m.Numerator == "") != (m.Denominator == "") {
			return usage("source.half_measure", kpi.Args{"match": s.Match, "kpi": m.KPI})
		}
		if !slices.Contains([]string{"", "ratio", "percent"}, m.Unit) {
			return usage("source.bad_unit", kpi.Args{"match": s.Match, "kpi": m.KPI, "unit": m.Unit})
		}
	}
	return nil
}

// matches reports whether the source is for a file: its base name, whichever
// system wrote the path. "-" is for what comes from stdin, as on the command line.
func (s Source) matches(file string) bool {
	if file == Stdin && s.Match == "-" {
		return true
	}
	ok, err := path.Match(s.Match, path.Base(strings.ReplaceAll(file, `\`, "/")))
	return err == nil && ok
}

// sheetsPerEmployee in Sheets says that each sheet bears an employee's name.
const sheetsPerEmployee = "per-employee"

func (s Source) forSheet(name string) bool {
	return s.Sheet == "" || s.Sheet == "all" || name == "" || strings.EqualFold(s.Sheet, name)
}

// perEmployee reports whether each sheet is that of one employee.
func (s *Source) perEmployee() bool { return s.Sheets == sheetsPerEmployee }

// configuredKeys are the folded headings that the source names.
func (s *Source) configuredKeys() []string {
	if s == nil {
		return nil
	}
	var keys []string
	for _, h := range s.headings() {
		keys = append(keys, fold(h).key)
	}
	return keys
}

// headings lists every heading that the source names.
func (s *Source) headings() []string {
	list := append(s.Columns.all(), s.cleanedHeadings()...)
	for _, m := range s.Measures {
		if !s.isEvents() { // of events they are expressions
			list = append(list, m.Value, m.Numerator, m.Denominator)
		}
	}
	for _, m := range s.Missing {
		list = append(list, m.Column)
	}
	return slices.DeleteFunc(list, func(h string) bool { return h == "" })
}

// absentHeading returns the first heading of the source that the table lacks.
func (g *grid) absentHeading() string {
	if g.source == nil {
		return ""
	}
	for _, h := range g.source.headings() {
		if g.find(h) < 0 {
			return h
		}
	}
	return ""
}

// absentHeadings are all headings of the source that the table lacks.
func (g *grid) absentHeadings() []string {
	var list []string
	for _, h := range g.source.headings() {
		if g.find(h) < 0 && !slices.Contains(list, h) {
			list = append(list, h)
		}
	}
	return list
}

// tellChanges adds to the arguments of a fault what of the headings changed
// since the configuration was written: those that are missing beside the first,
// and for each the new heading that may stand for it.
func (g *grid) tellChanges(args kpi.Args) {
	g.tellMoved(args)
	absent := g.absentHeadings()
	if len(absent) > 1 {
		args["others"] = strings.Join(absent[1:], ", ")
	}
	g.tellRenamed(absent, args)
}

// isNamed reports whether the source names a column.
func (g *grid) isNamed(at int) bool {
	return slices.ContainsFunc(g.source.headings(), func(h string) bool { return g.find(h) == at })
}

// hasMeasures reports whether the source binds columns to indicators. A
// measure may also give no more than the unit of an indicator.
func (g *grid) hasMeasures() bool {
	return g.source != nil && slices.ContainsFunc(g.source.Measures, Measure.binds)
}

func (m Measure) binds() bool { return m.Value != "" || m.Numerator != "" }

// bindMeasures makes the slots that the source names, and no others.
func (g *grid) bindMeasures() {
	for _, m := range g.source.Measures {
		if !m.binds() {
			continue
		}
		in := g.run.words.catalogue.Get(m.KPI)
		s := slot{indicator: in, value: -1, num: -1, den: -1}
		if m.Value != "" {
			s.value = g.find(m.Value)
			c := g.cols[s.value]
			c.rank, c.configured = rankNamed, true
			g.takeUnit(c, in)
			g.bind(c, RoleValue, in)
		}
		if m.Numerator != "" {
			s.num, s.den = g.find(m.Numerator), g.find(m.Denominator)
			g.bind(g.cols[s.num], RoleNumerator, in)
			g.bind(g.cols[s.den], RoleDenominator, in)
		}
		g.slots = append(g.slots, s)
	}
	g.demoteHits(kpi.Note)
}

// readMissing takes over the words for "no data" of the source.
func (g *grid) readMissing() {
	g.missing = map[int]map[string]bool{}
	if g.source == nil {
		return
	}
	for _, m := range g.source.Missing {
		list := set(m.Values, normal)
		for _, v := range m.Values {
			if n := parseNumber(v); n.state == used {
				list[canonical(n)] = true
			}
		}
		g.missing[g.find(m.Column)] = list
	}
}

// SourceOf writes a reading down as a source, so that the same file is read in
// the same way without any searching. Fallbacks (team from the sheet's name) and
// what has been set aside need no words in it.
func SourceOf(r Reading) Source {
	s := Source{Match: path.Base(strings.ReplaceAll(r.File, `\`, "/")), Layout: r.Layout, Sheet: r.Sheet, HeaderRow: r.HeaderRow, Encoding: r.Encoding}
	to := map[Role]*string{RoleEmployee: &s.Columns.Employee, RoleName: &s.Columns.Name, RoleTeam: &s.Columns.Team,
		RolePeriod: &s.Columns.Period, RoleKPI: &s.Columns.KPI, RoleRole: &s.Columns.Role, RoleLevel: &s.Columns.Level,
		RoleManager: &s.Columns.Manager, RoleType: &s.Columns.Type, RoleHired: &s.Columns.Hired}
	if r.Layout == layoutLong {
		to[RoleValue], to[RoleNumerator], to[RoleDenominator] = &s.Columns.Value, &s.Columns.Numerator, &s.Columns.Denominator
	}
	for _, c := range r.Columns {
		if p := to[c.Role]; p != nil && *p == "" {
			*p = c.Name
		}
	}
	if r.EmployeeFrom == "sheet" {
		s.Sheets = sheetsPerEmployee
	}
	s.DateOrder = orderOf(r.Columns)
	s.Measures = r.Units
	if r.Layout == layoutWide {
		s.Measures = measuresOf(r.Columns)
	}
	return r.Source.over(s)
}

// measuresOf gathers the parts of each indicator from the columns of a wide
// sheet, in the order of the columns.
func measuresOf(cols []Column) []Measure {
	var list []Measure
	for _, c := range cols {
		for _, b := range c.Bindings {
			at := slices.IndexFunc(list, func(m Measure) bool { return m.KPI == b.KPI })
			if at < 0 {
				at, list = len(list), append(list, Measure{KPI: b.KPI})
			}
			list[at].take(c, b.Role)
		}
	}
	return list
}

func (m *Measure) take(c Column, role Role) {
	switch role {
	case RoleValue:
		m.Value = c.Name
		if strings.Contains(c.Evidence, "unit="+string(asRatio)) || strings.Contains(c.Evidence, "unit="+string(asPercent)) {
			m.Unit = c.Unit
		}
	case RoleNumerator:
		m.Numerator = c.Name
	case RoleDenominator:
		m.Denominator = c.Name
	}
}
