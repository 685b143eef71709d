package reports

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// mostRows is Excel's limit of rows, with room for what stands above a table.
const mostRows = 1<<20 - 8

// fewSheet lists who could not be judged for lack of data: what would have to
// be pooled before anybody may say anything.
func (b *book) fewSheet() *sheet {
	s := &sheet{name: b.text("xlsx.sheet.few"), table: "too_few", empty: b.text("xlsx.none"), locked: 4,
		lead: [][]entry{{noted(b.p.Text("xlsx.few", locale.Args{"min_n": b.p.Number(b.r.Method.MinN), "min_team": b.p.Number(b.r.Method.MinTeam)}))}}}
	fields := append(b.whoFields(), b.countFields()...)
	fill(s, b.p, append(fields, b.caveatField()), b.rows(tooFew))
	return s
}

// dataSheet holds the observations behind the figures, tidy: one a row, with the
// cell that each was read from.
func (b *book) dataSheet() *sheet {
	s := &sheet{name: b.text("sheet.data"), table: "data", empty: b.text("xlsx.none"), locked: 3}
	set := b.r.Data
	if set == nil || set.Len() == 0 {
		set = &kpi.Dataset{}
	}
	n := min(set.Len(), mostRows)
	if n < set.Len() {
		s.lead = [][]entry{{noted(b.p.Text("xlsx.data.cut", locale.Args{"rows": b.p.Number(set.Len()), "shown": b.p.Number(n)}))}}
	}
	fields := b.dataFields()
	for _, f := range fields {
		s.heads = append(s.heads, b.text(f.head))
	}
	if n > 0 {
		s.rows = observationRows(set, n, fields)
	}
	return s
}

// observationRows makes the rows one after another.
func observationRows(set *kpi.Dataset, n int, fields []field[kpi.Observation]) iter.Seq[[]entry] {
	return func(yield func([]entry) bool) {
		row := make([]entry, len(fields))
		for i := range n {
			o := set.At(i)
			for col, f := range fields {
				row[col] = f.entry(o)
			}
			if !yield(row) {
				return
			}
		}
	}
}

func (b *book) dataFields() []field[kpi.Observation] {
	counts := func(of func(kpi.Measure) kpi.Decimal) func(kpi.Observation) entry {
		return func(o kpi.Observation) entry {
			if !o.Measure.HasCounts() {
				return entry{}
			}
			return amountCell(of(o.Measure))
		}
	}
	return []field[kpi.Observation]{
		{"col.team", func(o kpi.Observation) entry { return words(o.Team) }},
		{"col.employee", func(o kpi.Observation) entry { return words(o.Employee.ID) }},
		{"col.name", func(o kpi.Observation) entry { return words(o.Employee.Name) }},
		{"col.kpi", func(o kpi.Observation) entry { return words(b.p.Title(o.Indicator)) }},
		{"col.period", func(o kpi.Observation) entry { return words(o.Period.String()) }},
		{"col.numerator", counts(func(m kpi.Measure) kpi.Decimal { return m.Events })},
		{"col.denominator", counts(func(m kpi.Measure) kpi.Decimal { return m.Trials })},
		{"col.value", func(o kpi.Observation) entry { return figure(o.Measure.Level, b.formatsOf(o.Indicator).level) }},
		{"col.file", func(o kpi.Observation) entry { return words(o.Origin.File) }},
		{"col.sheet", func(o kpi.Observation) entry { return words(o.Origin.Sheet) }},
		{"col.cell", func(o kpi.Observation) entry { return words(o.Origin.Cell()) }},
	}
}

// checks gives the mean of a team's indicator as a formula over the rows of the
// workbook, so that an analyst sees her own AVERAGE come out the same. Where the
// formulas would take a spreadsheet minutes, and where a name means something else to
// it, the figure stands alone.
type checks struct {
	sheet            string
	team, kpi, value string // columns of the rows
	rows             int
	alike            map[string]map[string]bool // the names of teams and indicators, by what a spreadsheet takes for the same
}

// mostLookups bounds rows × formulas.
const mostLookups = 20_000_000

func (b *book) newChecks(all *sheet) *checks {
	if len(b.r.Gaps) == 0 || len(b.r.Gaps)*len(b.r.Summaries) > mostLookups {
		return nil
	}
	c := &checks{sheet: all.name, rows: len(b.r.Gaps), alike: map[string]map[string]bool{}}
	for i := range b.r.Gaps {
		c.meet(b.r.Gaps[i].Team)
		c.meet(b.p.Title(b.r.Gaps[i].Indicator))
	}
	for i, h := range all.heads {
		name := cellName(i+1, 1)
		switch col := name[:len(name)-1]; h {
		case b.text("col.team"):
			c.team = col
		case b.text("col.kpi"):
			c.kpi = col
		case b.text("col.value"):
			c.value = col
		}
	}
	return c
}

func (c *checks) meet(name string) {
	key := criterionKey(name)
	if c.alike[key] == nil {
		c.alike[key] = map[string]bool{}
	}
	c.alike[key][name] = true
}

// criterionKey is what names have in common that are the same as criteria.
func criterionKey(name string) string {
	return strings.ToLower(norm.NFKC.String(strings.TrimSpace(name)))
}

// mostCriterion is how many characters a criterion may have.
const mostCriterion = 255

// isCriterion reports whether a name, as a criterion of a formula, finds its own rows
// and no others: criteria know wildcards, comparisons, numbers, dates and truth, and no case.
func (c *checks) isCriterion(name string) bool {
	key := criterionKey(name)
	if _, err := strconv.ParseFloat(key, 64); err == nil {
		return false
	}
	return len(name) <= mostCriterion && name == strings.TrimSpace(name) && strings.ContainsFunc(name, unicode.IsLetter) &&
		!strings.ContainsAny(name, "*?~") && !strings.ContainsAny(key[:1], "<>=") &&
		!slices.Contains([]string{"true", "false"}, key) && len(c.alike[key]) == 1
}

// mean is the formula for the row of the summary whose team and indicator stand
// in columns A and B; "" where there is none.
func (c *checks) mean(row int, team, title string) string {
	if c == nil || !c.isCriterion(team) || !c.isCriterion(title) {
		return ""
	}
	span := func(col string) string { return fmt.Sprintf("'%s'!$%s$2:$%s$%d", c.sheet, col, col, c.rows+1) }
	return fmt.Sprintf(`AVERAGEIFS(%s,%s,A%d,%s,B%d,%[1]s,"<>")`, span(c.value), span(c.team), row, span(c.kpi), row) //nolint:misspell // Excel calls it so
}
