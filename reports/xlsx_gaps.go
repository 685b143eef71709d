package reports

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

type gapField = field[*analysis.Gap]

// gapSheet lists the findings, or what the rule in force lists.
func (b *book) gapSheet() *sheet {
	found := *b.r
	found.All = false // every row stands in a sheet of its own
	rows := orderedGaps(b.p, found.Shown())
	s := &sheet{name: b.text("sheet.gaps"), table: "gaps", empty: b.text("findings.none"), locked: 4}
	switch note := listRows(b.p, b.r); {
	case b.r.Descriptive():
		s.lead = [][]entry{{noted(note.Heading + b.text("html.list.stop") + note.Note)}}
	case note != nil && note.Note != "":
		s.lead = [][]entry{{noted(note.Note)}}
	}
	fields := b.findingFields(rows)
	if b.r.Descriptive() {
		places := gapPlaces(b.r)
		fields = append(fields, gapField{"col.rank", func(g *analysis.Gap) entry {
			if places[g] == 0 {
				return entry{}
			}
			return whole(places[g])
		}})
	}
	fill(s, b.p, fields, rows)
	return s
}

// allSheet holds every scored row with every figure, by id as in the csv, so that
// the totals can be checked against the source.
func (b *book) allSheet() *sheet {
	s := &sheet{name: b.text("xlsx.sheet.all"), table: "all_rows", empty: b.text("html.headline.empty"), locked: 4}
	fill(s, b.p, b.everyField(), pointers(b.r.Gaps))
	return s
}

// watchSheet lists what is on watch, for the analyst.
func (b *book) watchSheet() *sheet {
	s := &sheet{name: b.text("xlsx.sheet.watch"), table: "watch", empty: b.text("xlsx.none"), locked: 4,
		lead: [][]entry{{noted(b.text("xlsx.watch"))}}}
	rows := b.rows(func(g *analysis.Gap) bool { return g.Flagged() == analysis.Watch })
	fill(s, b.p, b.findingFields(rows), rows)
	return s
}

func (b *book) rows(keep func(*analysis.Gap) bool) []*analysis.Gap {
	var rows []*analysis.Gap
	for i := range b.r.Gaps {
		if g := &b.r.Gaps[i]; keep(g) {
			rows = append(rows, g)
		}
	}
	return orderedGaps(b.p, rows)
}

func noted(text string) entry { return entry{value: text, look: look{role: "note"}} }

// findingFields are the columns of a table to read; those of the standard only
// where a row has one.
func (b *book) findingFields(rows []*analysis.Gap) []gapField {
	fields := append(b.whoFields(), b.verdictFields()...)
	fields[3].entry = func(g *analysis.Gap) entry { return b.linked(g.Indicator) }
	fields = append(fields, b.wordFields(rows)...)
	fields = append(fields, b.countFields()...)
	fields = append(fields, b.peerFields()...)
	if slices.ContainsFunc(rows, func(g *analysis.Gap) bool { return g.Standard != nil }) {
		fields = append(append(fields, b.restSeverity()), b.standardFields()...)
	}
	return append(fields, b.level("col.shrunk", func(g *analysis.Gap) float64 { return g.Shrunk }),
		gapField{"col.comparisons", func(g *analysis.Gap) entry { return whole(g.Comparisons) }}, b.caveatField())
}

// everyField are the columns of gaps.csv.
func (b *book) everyField() []gapField {
	fields := append(b.whoFields(), b.attributeFields()...)
	fields = append(fields, b.verdictFields()...)
	fields = append(fields, b.countFields()...)
	fields = append(fields, b.teamFields()...)
	fields = append(fields, b.peerFields()...)
	fields = append(append(fields, b.restSeverity()), b.standardFields()...)
	return append(append(fields, b.testFields()...), gapField{"col.caveats", func(g *analysis.Gap) entry {
		return words(strings.Join(b.caveats(g.Caveats, g.Indicator), b.text("html.list.comma"))) // on one line: a row a line
	}})
}

func (b *book) whoFields() []gapField {
	return []gapField{
		{"col.team", func(g *analysis.Gap) entry { return words(g.Team) }},
		{"col.employee", func(g *analysis.Gap) entry { return words(g.Employee.ID) }},
		{"col.name", func(g *analysis.Gap) entry { return words(g.Employee.Name) }},
		{"col.kpi", func(g *analysis.Gap) entry { return words(b.p.Title(g.Indicator)) }},
	}
}

// linked is an indicator's title that leads to its sheet.
func (b *book) linked(in *kpi.Indicator) entry {
	e := words(b.p.Title(in))
	if name := b.kpiSheets[in.ID]; name != "" {
		e.link, e.look.role = "'"+name+"'!A1", "link"
	}
	return e
}

func (b *book) attributeFields() []gapField {
	return []gapField{
		{"col.role", func(g *analysis.Gap) entry { return words(g.Employee.Role) }},
		{"col.level", func(g *analysis.Gap) entry { return words(g.Employee.Level) }},
		{"col.manager", func(g *analysis.Gap) entry { return words(g.Employee.Manager) }},
		b.windowField(),
		{"col.direction", func(g *analysis.Gap) entry { return words(b.p.Word("direction", g.Indicator.Direction.String())) }},
	}
}

// windowField words a window once for the rows that share it, which are most.
func (b *book) windowField() gapField {
	said := map[analysis.Window]entry{}
	return gapField{"col.window", func(g *analysis.Gap) entry {
		e, ok := said[g.Window]
		if !ok {
			e = words(windowText(b.p, g.Window))
			said[g.Window] = e
		}
		return e
	}}
}

// verdictFields give the graver of the two comparisons, as every form of the
// report does; each by itself stands in columns of its own.
func (b *book) verdictFields() []gapField {
	return []gapField{
		{"col.severity", func(g *analysis.Gap) entry { return b.severity(g.Flagged()) }},
		{"col.reason", func(g *analysis.Gap) entry { return prose(b.reason(g)...) }},
		{"col.persistent", func(g *analysis.Gap) entry { return words(b.p.Word("persistent", string(persistence(g)))) }},
	}
}

func (b *book) restSeverity() gapField {
	return gapField{"xlsx.severity_rest", func(g *analysis.Gap) entry { return b.severity(g.Severity) }}
}

func (b *book) reason(g *analysis.Gap) []string {
	if g.Reason == "" {
		return nil
	}
	return []string{b.p.Word("reason", string(g.Reason))}
}

func (b *book) severity(s analysis.Severity) entry {
	return toned(b.p.Word("severity", s.String()), s.String())
}

func (b *book) countFields() []gapField {
	return []gapField{
		{"col.n", func(g *analysis.Gap) entry { return b.sample(g.Indicator, g.Denominator != 0, g.N) }},
		{"col.numerator", func(g *analysis.Gap) entry { return counted(g, g.Numerator) }},
		{"col.denominator", func(g *analysis.Gap) entry { return counted(g, g.Denominator) }},
		b.level("col.value", func(g *analysis.Gap) float64 { return g.Actual.Value }),
		b.level("col.lo", func(g *analysis.Gap) float64 { return g.Actual.Lo }),
		b.level("col.hi", func(g *analysis.Gap) float64 { return g.Actual.Hi }),
	}
}

// counted is a count, empty for a row that has none: a blank is not zero.
func counted(g *analysis.Gap, d kpi.Decimal) entry {
	if g.Denominator == 0 {
		return entry{}
	}
	return amountCell(d)
}

func amountCell(d kpi.Decimal) entry {
	if d%kpi.One == 0 {
		return figure(d.Float(), wholeFormat)
	}
	return figure(d.Float(), amountFormat)
}
