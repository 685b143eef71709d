package reports

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// placeRun notes the places within one team's indicator.
func placeRun(run []analysis.Gap, places map[*analysis.Gap]int) {
	var behind []float64
	for i := range run {
		if run[i].Known() {
			behind = append(behind, shortOfMean(&run[i]))
		}
	}
	slices.Sort(behind)
	for i := range run {
		if g := &run[i]; g.Known() {
			ahead := sort.SearchFloat64s(behind, shortOfMean(g)+1e-12)
			places[g] = 1 + len(behind) - ahead
		}
	}
}

func shortOfMean(g *analysis.Gap) float64 {
	return g.Indicator.Direction.Shortfall(g.Actual.Value, g.TeamMean)
}

// counts says how many rows are on watch, normal, not judged or without a
// value, by numbers and never by names.
func (t *text) counts(r *Report) {
	o, empty := outcomeOf(r), 0
	for i := range r.Gaps {
		if !r.Gaps[i].Known() {
			empty++
		}
	}
	t.gap()
	for _, c := range []struct {
		id string
		n  int
	}{{"findings.watch", o.severities[analysis.Watch]}, {"findings.normal", o.severities[analysis.Normal]},
		{"findings.not_judged", o.severities[analysis.NotJudged] - empty}, {"findings.no_value", empty}, {"findings.unsteady", o.unsteady}} {
		if c.n > 0 {
			t.say(c.id, locale.Args{"count": c.n})
		}
	}
}

// caveats lists what is thin about the rows shown, each caveat once with the
// number of rows that it is about and, where something can be done, what.
func (t *text) caveats(rows []*analysis.Gap) {
	about := map[string]int{}
	var order []string
	for _, g := range rows {
		for _, c := range g.Caveats {
			s := t.p.Caveat(c, g.Indicator)
			if todo := t.p.Remedy(c, g.Indicator); todo != "" {
				s = t.p.Text("caveats.remedy", locale.Args{"caveat": s, "remedy": todo})
			}
			if about[s]++; about[s] == 1 {
				order = append(order, s)
			}
		}
	}
	if len(order) == 0 {
		return
	}
	t.title("caveats.title")
	for _, s := range order {
		t.say("caveats.rows", locale.Args{"caveat": s, "count": about[s]})
	}
}

// diagnostics lists the first remarks about the data, the gravest first.
func (t *text) diagnostics(all []kpi.Diagnostic) {
	if len(all) == 0 {
		return
	}
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b kpi.Diagnostic) int { return cmp.Compare(b.Severity, a.Severity) })
	t.title("quality.title")
	for _, d := range sorted[:min(len(sorted), shownDiagnostics)] {
		t.line(diagnosticLine(t.p, d))
	}
	if more := len(sorted) - shownDiagnostics; more > 0 {
		t.say("quality.more", locale.Args{"count": more})
	}
}

// diagnosticLine is "error sales.xlsx!Q2!C14: problem → remedy".
func diagnosticLine(p *locale.Printer, d kpi.Diagnostic) string {
	problem, remedy := p.Problem(d)
	parts := []string{p.Word("doubt", d.Severity.String())}
	args := locale.Args{"where": d.Origin.String(), "problem": problem, "remedy": remedy}
	id := "quality.line"
	if d.Origin == (kpi.Origin{}) {
		id += ".nowhere"
	}
	if remedy == "" {
		id += ".only"
	}
	return strings.Join(append(parts, p.Text(id, args)), " ")
}
