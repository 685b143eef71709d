package reports

import (
	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// summarySheet says the outcome in words and counts, and then each team's
// indicators.
func (b *book) summarySheet(check *checks) *sheet {
	pg := &page{printer: b.p, Descriptive: b.r.Descriptive()}
	pg.headline(b.r)
	s := &sheet{name: b.text("sheet.summary"), table: "summary", empty: b.text("xlsx.none"), bare: true}
	s.lead = [][]entry{
		{{value: b.text("report.title"), look: look{role: "title"}}},
		{{value: pg.Headline, look: look{role: "strong"}}},
		{noted(windowText(b.p, b.r.Window) + " · " + b.text("report.as_of") + " " + b.p.Date(b.r.AsOf))},
		{noted(pg.Scope)},
		{noted(b.text("report.disclaimer"))},
		{},
	}
	for _, c := range statusCounts(b.r) {
		s.lead = append(s.lead, []entry{b.status(c.status), whole(c.n), words(b.text("html.status." + string(c.status)))})
	}
	if pg.Second != "" {
		s.lead = append(s.lead, []entry{{value: pg.Second, look: look{role: "strong"}}})
	}
	counts := outcomeOf(b.r).severities
	for sev := analysis.Serious; sev >= analysis.NotJudged && len(b.r.Gaps) > 0; sev-- {
		s.lead = append(s.lead, []entry{b.severity(sev), whole(counts[sev]), words(b.text("html.severity." + sev.String()))})
	}
	s.lead = append(s.lead, []entry{})
	rows := OrderedSummaries(b.p, b.r.Summaries)
	fill(s, b.p, b.summaryFields(check, len(s.lead)+2, rows), rows)
	return s
}

// summaryFields are the columns of the teams' indicators, whose rows begin at
// first.
func (b *book) summaryFields(check *checks, first int, rows []*analysis.Summary) []field[*analysis.Summary] {
	places := map[*analysis.Summary]int{}
	for i, s := range rows {
		places[s] = first + i
	}
	level := func(head string, of func(*analysis.Summary) float64) field[*analysis.Summary] {
		return field[*analysis.Summary]{head, func(s *analysis.Summary) entry { return figure(of(s), b.formatsOf(s.Indicator).level) }}
	}
	fields := []field[*analysis.Summary]{
		{"col.team", func(s *analysis.Summary) entry { return words(s.Team) }},
		{"col.kpi", func(s *analysis.Summary) entry { return b.linked(s.Indicator) }},
		{"col.direction", func(s *analysis.Summary) entry { return words(b.p.Word("direction", s.Indicator.Direction.String())) }},
		{"col.members", func(s *analysis.Summary) entry { return whole(s.N) }},
		{"col.mean", func(s *analysis.Summary) entry {
			e := figure(s.Mean, b.formatsOf(s.Indicator).level)
			if e.value != nil {
				e.formula = check.mean(places[s], s.Team, b.p.Title(s.Indicator))
			}
			return e
		}},
		level("col.sd", func(s *analysis.Summary) float64 { return s.SD }),
		level("col.median", func(s *analysis.Summary) float64 { return s.Median }),
		level("col.pooled", func(s *analysis.Summary) float64 { return s.Pooled }),
		{"col.judged", func(s *analysis.Summary) entry { return whole(s.Judged) }},
	}
	for sev := analysis.Serious; sev >= analysis.NotJudged; sev-- {
		fields = append(fields, field[*analysis.Summary]{"severity." + sev.String(), func(s *analysis.Summary) entry { return whole(s.Severities[sev]) }})
	}
	if len(teamMissing(b.p, b.r)) > 0 {
		fields = append(fields, b.teamNoteField())
	}
	return fields
}

// qualitySheet lists every diagnostic in the order of the inputs.
func (b *book) qualitySheet() *sheet {
	pg := &page{printer: b.p}
	pg.quality(b.r)
	s := &sheet{name: b.text("sheet.quality"), table: "data_quality", empty: b.text("quality.none"), lead: [][]entry{{noted(pg.Tally)}}}
	fill(s, b.p, []field[*kpi.Diagnostic]{
		{"col.doubt", func(d *kpi.Diagnostic) entry {
			return toned(b.p.Word("doubt", d.Severity.String()), d.Severity.String())
		}},
		{"col.file", func(d *kpi.Diagnostic) entry { return words(d.Origin.File) }},
		{"col.sheet", func(d *kpi.Diagnostic) entry { return words(d.Origin.Sheet) }},
		{"col.cell", func(d *kpi.Diagnostic) entry { return words(d.Origin.Cell()) }},
		{"col.problem", func(d *kpi.Diagnostic) entry { return b.problem(d, false) }},
		{"col.remedy", func(d *kpi.Diagnostic) entry { return b.problem(d, true) }},
		{"col.code", func(d *kpi.Diagnostic) entry { return words(d.Code) }},
	}, pointers(b.r.Diagnostics))
	return s
}

func (b *book) problem(d *kpi.Diagnostic, remedy bool) entry {
	what, todo := b.p.Problem(*d)
	if remedy {
		return prose(todo)
	}
	return prose(what)
}

// aboutSheet says how the figures were made and from which files.
func (b *book) aboutSheet() *sheet {
	s := &sheet{name: b.text("sheet.about"), table: "inputs", empty: b.text("xlsx.none"), bare: true}
	s.lead = [][]entry{
		{{value: b.text("report.method"), look: look{role: "title"}}},
		{noted(b.text("html.method.lead"))},
		{},
	}
	for _, f := range b.howFacts() {
		s.lead = append(s.lead, []entry{{value: f.Term, look: look{role: "strong"}}, words(f.Detail)})
	}
	s.lead = append(s.lead, []entry{}, []entry{{value: b.text("report.inputs"), look: look{role: "strong"}}})
	count := func(head string, of func(*Input) int) field[*Input] {
		return field[*Input]{head, func(in *Input) entry { return whole(of(in)) }}
	}
	fill(s, b.p, []field[*Input]{
		{"col.file", func(in *Input) entry { return words(in.Path) }},
		count("col.rows_read", func(in *Input) int { return in.RowsRead }),
		count("col.rows_used", func(in *Input) int { return in.RowsUsed }),
		count("col.rows_rejected", func(in *Input) int { return in.RowsRejected }),
		count("col.rows_blank", func(in *Input) int { return in.RowsBlank }),
		count("col.rows_left_out", func(in *Input) int { return in.RowsLeftOut }),
		count("col.values_read", func(in *Input) int { return in.ValuesRead }),
		count("col.values_used", func(in *Input) int { return in.ValuesUsed }),
		count("col.values_rejected", func(in *Input) int { return in.ValuesRejected }),
		count("col.values_blank", func(in *Input) int { return in.ValuesBlank }),
		count("col.values_left_out", func(in *Input) int { return in.ValuesLeftOut }),
		{"col.sha256", func(in *Input) entry { return words(in.SHA256) }},
	}, pointers(b.r.Inputs))
	return s
}
