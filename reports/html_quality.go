package reports

import (
	"strconv"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// pageDiagnostics is how many diagnostics the page lists; the workbook and the
// JSON form hold all of them.
const pageDiagnostics = 200

// inputRow is one file with its tally: what was read is what was used,
// rejected, blank or left out.
type inputRow struct{ Path, SHA256, Rows, Values string }

// diagnosticRow is a doubt about the data: where, what, and what to do.
type diagnosticRow struct{ Class, Kind, Address, Problem, Remedy string }

// quality words the inputs and the diagnostics. Errors come first, so that a
// cut list never hides one behind notes.
func (pg *page) quality(r *Report) {
	p := pg.printer
	for i := range r.Inputs {
		in := &r.Inputs[i]
		pg.Inputs = append(pg.Inputs, inputRow{Path: locale.Plain(in.Path), SHA256: locale.Plain(in.SHA256),
			Rows:   tally(p, in.RowsRead, in.RowsUsed, in.RowsRejected, in.RowsBlank, in.RowsLeftOut),
			Values: tally(p, in.ValuesRead, in.ValuesUsed, in.ValuesRejected, in.ValuesBlank, in.ValuesLeftOut)})
	}
	pg.Tally = p.Text("html.quality.tally", locale.Args{"count": len(r.Diagnostics),
		"errors": p.Number(countDoubts(r, kpi.Error)), "warnings": p.Number(countDoubts(r, kpi.Warning)), "notes": p.Number(countDoubts(r, kpi.Note))})
	if len(r.Diagnostics) == 0 {
		pg.Tally = p.Text("quality.none", nil)
	}
	for s := kpi.Error; s >= kpi.Note; s-- {
		for i := range r.Diagnostics {
			if d := &r.Diagnostics[i]; d.Severity == s && len(pg.Diagnostics) < pageDiagnostics {
				pg.Diagnostics = append(pg.Diagnostics, newDiagnosticRow(p, d))
			}
		}
	}
	if left := len(r.Diagnostics) - len(pg.Diagnostics); left > 0 {
		pg.DiagnosticsLeft = p.Text("quality.more", locale.Args{"count": left})
	}
}

func tally(p *locale.Printer, read, used, rejected, blank, left int) string {
	return p.Text("html.tally", locale.Args{"read": p.Number(read), "used": p.Number(used), "rejected": p.Number(rejected), "blank": p.Number(blank), "left": leftOut(p, left)})
}

func countDoubts(r *Report, s kpi.Severity) int {
	n := 0
	for i := range r.Diagnostics {
		if r.Diagnostics[i].Severity == s {
			n++
		}
	}
	return n
}

func newDiagnosticRow(p *locale.Printer, d *kpi.Diagnostic) diagnosticRow {
	problem, remedy := p.Problem(*d)
	return diagnosticRow{Class: d.Severity.String(), Kind: p.Word("doubt", d.Severity.String()),
		Address: locale.Plain(d.Origin.String()), Problem: problem, Remedy: remedy}
}

// methodFacts say how the figures were judged and from what they can be made
// again.
func methodFacts(p *locale.Printer, r *Report) []fact {
	m := &r.Method
	if r.evaluatesOnly() {
		return evaluationMethod(p, r)
	}
	window := p.Text("report.window.all", nil)
	if m.Window > 0 {
		window = p.Text("html.method.window_last", locale.Args{"count": m.Window})
	}
	return []fact{
		{p.Text("report.as_of", nil), p.Date(r.AsOf)},
		{p.Text("report.window", nil), window},
		{p.Text("html.method.rule", nil), p.Word("rule", m.Rule)},
		{p.Text("html.method.min_n", nil), p.Number(m.MinN)},
		{p.Text("html.method.min_team", nil), p.Number(m.MinTeam)},
		{p.Text("html.method.fdr", nil), p.Percent(m.FDR)},
		{p.Text("html.method.level", nil), p.Percent(m.Level)},
		{p.Text("html.method.reference", nil), p.Word("reference", m.Reference)},
		{p.Text("html.method.comparisons", nil), p.Text("html.method.families", locale.Args{"comparisons": p.Number(m.Comparisons), "families": p.Number(m.Families)})},
		{p.Text("html.method.expected_false", nil), strconv.FormatFloat(m.ExpectedFalse, 'f', 2, 64)},
		{p.Text("report.version", nil), locale.Plain(m.Version)},
		{p.Text("report.config_hash", nil), locale.Plain(m.ConfigHash)},
	}
}

// severityFacts say in plain words and numbers how each severity comes about,
// the gravest first, and what is counted.
func severityFacts(p *locale.Printer, m *Method) []fact {
	args := locale.Args{"fdr": p.Percent(m.FDR), "min_n": p.Number(m.MinN), "min_team": p.Number(m.MinTeam)}
	var facts []fact
	for s := analysis.Serious; s >= analysis.NotJudged; s-- {
		facts = append(facts, fact{p.Word("severity", s.String()), p.Text("method."+s.String(), args)})
	}
	for _, id := range []string{"method.material", "method.samples", "method.standard"} {
		facts = append(facts, fact{p.Text(id, nil), p.Text(id+".text", nil)})
	}
	return facts
}
