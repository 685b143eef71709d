package reports

import (
	"math"
	"strings"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// assessed is an evaluation with its words, worked out once a row.
type assessed struct {
	*Evaluated
	in    *kpi.Indicator
	words EvaluationWords
}

func (a assessed) plan() *goals.Plan { return &a.Progress.Plan }

// planSheets are what the workbook holds of plans: evaluations first, where there
// are any; causes and actions where people wrote some.
func (b *book) planSheets() (list []*sheet) {
	if len(b.r.Evaluations) > 0 {
		list = append(list, b.evaluationSheet())
	}
	list = append(list, b.planSheet())
	for _, s := range []*sheet{b.causeSheet(), b.actionSheet()} {
		if s.rows != nil {
			list = append(list, s)
		}
	}
	return append(list, b.progressSheet())
}

// evaluationSheet has a row an evaluated plan: before, after, what was expected
// without a plan, the effect where one can be assessed, where to look, and room
// for what both sides judge and people decide.
func (b *book) evaluationSheet() *sheet {
	s := &sheet{name: b.text("evaluation.sheet"), table: "evaluations", empty: b.text("xlsx.none"), locked: 4,
		lead: [][]entry{{noted(b.text("evaluation.lead"))}}}
	rows := make([]assessed, len(b.r.Evaluations))
	for i, ev := range orderedEvaluations(b.p, b.r.Evaluations) {
		rows[i] = assessed{ev, indicatorOf(b.r, ev.Progress.Plan.Indicator), WordEvaluation(b.p, b.r, ev)}
	}
	fields := b.assessedFields()
	for _, more := range [][]field[assessed]{b.comparedFields(), b.effectFields(), b.judgedFields(), b.processFields()} {
		fields = append(fields, more...)
	}
	fill(s, b.p, fields, rows)
	return s
}

func (b *book) assessedFields() []field[assessed] {
	return []field[assessed]{
		{"col.team", func(a assessed) entry { return words(a.plan().Team) }},
		{"col.employee", func(a assessed) entry { return words(a.plan().Employee.ID) }},
		{"col.name", func(a assessed) entry { return words(a.plan().Employee.Name) }},
		{"col.kpi", func(a assessed) entry { return words(titleOf(b.p, a.in, a.plan().Indicator)) }},
		{"col.plan", func(a assessed) entry { return words(a.plan().ID) }},
		{"report.as_of", func(a assessed) entry { return date(&a.Progress.AsOf) }},
		{"col.status", func(a assessed) entry { return b.status(a.Progress.Status) }},
		{"evaluation.attained", func(a assessed) entry { return figure(a.Attainment, wayFormat) }},
		{"evaluation.words", func(a assessed) entry { return prose(a.words.Sentence) }},
	}
}

func (b *book) comparedFields() []field[assessed] {
	return []field[assessed]{
		b.assessedLevel("evaluation.before", func(a assessed) float64 { return a.Before.Value }),
		b.assessedLevel("evaluation.after", func(a assessed) float64 { return a.After.Value }),
		{"evaluation.start", func(a assessed) entry { return words(a.words.Baseline) }},
		{"evaluation.movement", func(a assessed) entry { return b.assessedPoints(a.Movement, a.in) }},
		b.assessedLevel("evaluation.expected", func(a assessed) float64 { return a.Expected.Value }),
		b.assessedLevel("evaluation.expected.lo", func(a assessed) float64 { return a.Expected.Lo }),
		b.assessedLevel("evaluation.expected.hi", func(a assessed) float64 { return a.Expected.Hi }),
	}
}

// effectFields are empty in rows without a comparison.
func (b *book) effectFields() []field[assessed] {
	of := func(id string, show func(assessed) entry) field[assessed] {
		return field[assessed]{id, func(a assessed) entry {
			if a.Effect == nil {
				return entry{}
			}
			return show(a)
		}}
	}
	return []field[assessed]{
		of("evaluation.effect", func(a assessed) entry { return b.assessedPoints(a.Effect.Estimate.Value, a.in) }),
		of("evaluation.effect.lo", func(a assessed) entry { return b.assessedPoints(a.Effect.Estimate.Lo, a.in) }),
		of("evaluation.effect.hi", func(a assessed) entry { return b.assessedPoints(a.Effect.Estimate.Hi, a.in) }),
		{"evaluation.effect.p", func(a assessed) entry {
			if a.Effect == nil {
				return words(b.text("evaluation.effect.none"))
			}
			return figure(a.Effect.P, chanceFormat)
		}},
		of("evaluation.effect.rank", func(a assessed) entry { return whole(a.Effect.Rank) }),
		of("evaluation.effect.of", func(a assessed) entry { return whole(a.Effect.Colleagues + 1) }),
	}
}

// judgedFields are what the data say of a target that was not met, what both
// sides said, and three cells that only people fill in.
func (b *book) judgedFields() []field[assessed] {
	return []field[assessed]{
		{"evaluation.class", func(a assessed) entry {
			if len(a.words.Classes) == 0 {
				return entry{}
			}
			return words(a.words.Classes[0].Class)
		}},
		{"evaluation.evidence", func(a assessed) entry {
			var seen []string
			for _, c := range a.words.Classes {
				seen = append(seen, c.Evidence)
			}
			return prose(seen...)
		}},
		{"evaluation.caveats", func(a assessed) entry { return prose(a.words.Caveats...) }},
		{"evaluation.others", func(a assessed) entry { return prose(a.words.Others...) }},
		{"evaluation.said", func(a assessed) entry { return prose(a.words.Said...) }},
		{"evaluation.by_employee", func(assessed) entry { return entry{look: look{role: "write"}} }},
		{"evaluation.by_manager", func(assessed) entry { return entry{look: look{role: "write"}} }},
		{"evaluation.outcome", func(a assessed) entry {
			if a.words.Outcome == "" {
				return entry{look: look{role: "write"}}
			}
			return prose(a.words.Outcome)
		}},
	}
}

func (b *book) processFields() []field[assessed] {
	return []field[assessed]{
		{"evaluation.process", func(a assessed) entry { return prose(a.words.Process) }},
		{"evaluation.missing", func(a assessed) entry { return prose(a.words.Missing...) }},
	}
}

func (b *book) assessedLevel(id string, of func(assessed) float64) field[assessed] {
	return field[assessed]{id, func(a assessed) entry { return figure(of(a), b.formatsOf(a.in).level) }}
}

func (b *book) assessedPoints(v float64, in *kpi.Indicator) entry {
	if in == nil || math.IsNaN(v) {
		return figure(v, b.formatsOf(in).points)
	}
	return b.difference(v, in)
}

// carriedFields are what people wrote beside a plan's targets: its resources with
// those of its actions, the employee's comment, and what was said since.
func (b *book) carriedFields() []field[planStep] {
	fields := []field[planStep]{
		{"xlsx.plan.resources", once(func(s planStep) entry { return prose(resourceLines(b.p, contentOf(b.r, s.plan))...) })},
		{"xlsx.plan.comment", once(func(s planStep) entry {
			return prose(filled(locale.Plain(s.plan.Content.EmployeeComment))...)
		})},
	}
	if len(b.r.Records) == 0 {
		return fields
	}
	return append(fields, field[planStep]{"xlsx.plan.said", once(func(s planStep) entry {
		return prose(saidWords(b.p, b.r.recordOf(s.plan.ID))...)
	})})
}

// howFacts say how the figures were made, and what the words mean.
func (b *book) howFacts() []fact {
	facts := methodFacts(b.p, b.r)
	if b.r.evaluatesOnly() {
		return facts
	}
	return append(facts, severityFacts(b.p, &b.r.Method)...)
}

// filled is the text where there is one.
func filled(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// resourceLines are the resources of a plan and its actions, each with where it
// stands.
func resourceLines(p *locale.Printer, c goals.Content) []string {
	var lines []string
	for _, res := range resourcesOf(&c) {
		line := locale.Plain(res.Name)
		if state := p.Word("resource_state", string(res.Status)); state != "" {
			line = strings.Join([]string{line, state}, p.Text("form.colon", nil))
		}
		lines = append(lines, line)
	}
	return lines
}
