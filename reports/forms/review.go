package forms

import (
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// review asks both sides the same questions about the talk; where a plan has come
// to its end, first what the figures say of it, and room for what both sides
// judge and people decide.
func (f *filler) review() []Block {
	scale := f.heads("form.review.question", "form.review.by_employee", "form.review.by_manager")
	table := Block{Heading: f.text("questions"), Note: f.text("scale"), Heads: scale}
	for _, q := range f.lines("q.", 8) {
		table.Rows = append(table.Rows, []Cell{{Text: q}, {}, {}})
	}
	return append(f.evaluated(), table, Block{Heading: f.text("best"), Space: 2}, Block{Heading: f.text("missing"), Space: 2}, Block{Heading: f.text("next"), Space: 2})
}

// evaluated says the evaluations of the employee's plans, and asks both sides for
// their judgement; nothing while no plan was evaluated. No outcome is named but one
// that people recorded.
func (f *filler) evaluated() []Block {
	figures := Block{Heading: f.text("evaluation"), Heads: f.heads("col.kpi", "evaluation.before", "evaluation.after", "evaluation.expected", "evaluation.effect")}
	outcome := Block{Heading: f.text("outcome"), Space: 2}
	for i := range f.Report.Evaluations {
		ev := &f.Report.Evaluations[i]
		plan := &ev.Progress.Plan
		if plan.Employee.ID != f.Employee.ID || plan.Team != f.Team {
			continue
		}
		in, w := f.indicator(plan.Indicator), reports.WordEvaluation(f.p, f.Report, ev)
		effect := word(w.Effect)
		if w.Effect == "" {
			effect = word(f.p.Text("evaluation.effect.none", nil))
		}
		figures.Note = f.textOf("evaluation.note", locale.Args{"date": f.p.Date(ev.Progress.AsOf)})
		figures.Rows = append(figures.Rows, []Cell{word(f.title(plan.Indicator)), f.level(ev.Before.Value, in), f.level(ev.After.Value, in), word(w.Expected), effect})
		title := f.title(plan.Indicator) + f.p.Text("form.colon", nil)
		figures.Lines = append(figures.Lines, title+w.Sentence)
		for _, c := range w.Classes {
			figures.Lines = append(figures.Lines, title+c.Evidence)
		}
		if w.Outcome != "" {
			outcome.Lines = append(outcome.Lines, title+w.Outcome)
		}
	}
	if len(figures.Rows) == 0 {
		return nil
	}
	judged := Block{Heading: f.text("judgement"), Note: f.text("judgement.note"), Heads: f.heads("form.review.judge", "form.review.by_employee", "form.review.by_manager")}
	for _, q := range f.lines("judge.", 5) {
		judged.Rows = append(judged.Rows, []Cell{{Text: q}, {}, {}})
	}
	return []Block{figures, judged, outcome}
}
