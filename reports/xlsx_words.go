package reports

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// wordFields say each row in a sentence and, of the rows that have them, the own
// course, the leading indicators and the cohort.
func (b *book) wordFields(rows []*analysis.Gap) []gapField {
	tallies := familyTallies(b.r)
	fields := []gapField{{"xlsx.words", func(g *analysis.Gap) entry { return prose(sentence(b.p, g, tallies[familyOf(g)])) }}}
	if slices.ContainsFunc(rows, func(g *analysis.Gap) bool { return g.History != nil }) {
		fields = append(fields, gapField{"xlsx.course", func(g *analysis.Gap) entry { return prose(historyWords(b.p, g)...) }})
	}
	if slices.ContainsFunc(rows, func(g *analysis.Gap) bool { return len(g.Drivers) > 0 }) {
		fields = append(fields, gapField{"xlsx.drivers", func(g *analysis.Gap) entry { return prose(driverWords(b.p, b.r, g)...) }})
	}
	if slices.ContainsFunc(rows, func(g *analysis.Gap) bool { return g.Cohort != "" }) {
		fields = append(fields, gapField{"xlsx.cohort", func(g *analysis.Gap) entry { return words(cohortWords(b.p, g)) }})
	}
	return fields
}

// unsteadySheet lists, for the analyst, whose periods vary more than those of
// the colleagues.
func (b *book) unsteadySheet() *sheet {
	s := &sheet{name: b.text("xlsx.sheet.unsteady"), table: "unsteady", empty: b.text("xlsx.none"), locked: 4,
		lead: [][]entry{{noted(b.text("xlsx.unsteady"))}}}
	fill(s, b.p, append(b.whoFields(),
		b.level("col.value", func(g *analysis.Gap) float64 { return g.Actual.Value }),
		gapField{"xlsx.history_periods", func(g *analysis.Gap) entry { return whole(g.History.Periods) }},
		b.points("xlsx.own_spread", func(g *analysis.Gap) float64 { return g.History.OwnSpread }),
		plain("xlsx.spread", "0.0", func(g *analysis.Gap) float64 { return g.History.Spread }),
		plain("xlsx.spread_p", chanceFormat, func(g *analysis.Gap) float64 { return g.History.SpreadP }),
		plain("xlsx.spread_q", chanceFormat, func(g *analysis.Gap) float64 { return g.History.SpreadQ }),
		gapField{"xlsx.course", func(g *analysis.Gap) entry { return prose(historyWords(b.p, g)...) }}), b.rows(unsteady))
	return s
}

// teamNoteField says of a team that it misses the standard as a whole.
func (b *book) teamNoteField() field[*analysis.Summary] {
	return field[*analysis.Summary]{"xlsx.team_note", func(s *analysis.Summary) entry {
		if !s.MissesStandard || s.Indicator.Standard == nil {
			return entry{}
		}
		return prose(teamNote(b.p, s))
	}}
}

// sample is n as a number; of periods it is shown as such: 3 periods are no
// three trials.
func (b *book) sample(in *kpi.Indicator, counts bool, n int) entry {
	if !countsPeriods(in, counts) {
		return whole(n)
	}
	const place = "0"
	return entry{value: n, look: look{format: wrapLiteral(b.p.Text("xlsx.n_periods", locale.Args{"n": place}), place, place)}}
}

// clean is a difference without what sums of binary fractions leave over, which
// a cell would show as a signed nothing.
func clean(v float64, format string) entry {
	if strings.HasPrefix(format, "+") && v > -1e-9 && v < 1e-9 {
		v = 0
	}
	return figure(v, format)
}
