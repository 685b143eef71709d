package reports

import (
	"cmp"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// evaluationCard is an evaluated plan on the page.
type evaluationCard struct {
	Anchor, Name, ID, Team, KPI, PlanID string
	Class                               string // of the status
	AsOf                                string
	Words                               EvaluationWords
	Picture                             *change
	Facts                               []fact
}

func evaluationCards(p *locale.Printer, r *Report) []evaluationCard {
	cards := make([]evaluationCard, len(r.Evaluations))
	for i, ev := range orderedEvaluations(p, r.Evaluations) {
		cards[i] = newEvaluationCard(p, r, ev)
	}
	return cards
}

func newEvaluationCard(p *locale.Printer, r *Report, ev *Evaluated) evaluationCard {
	plan := &ev.Progress.Plan
	in := indicatorOf(r, plan.Indicator)
	card := evaluationCard{Anchor: anchor("evaluation", plan.ID, plan.Team, plan.Indicator, plan.Employee.ID), Name: personName(plan.Employee), ID: personID(plan.Employee),
		Team: locale.Plain(plan.Team), KPI: titleOf(p, in, plan.Indicator), PlanID: locale.Plain(plan.ID), Class: string(ev.Progress.Status),
		AsOf: p.Date(ev.Progress.AsOf), Words: WordEvaluation(p, r, ev)}
	if in != nil {
		card.Picture = drawEvaluation(p, ev, card.Words, in)
	}
	w := card.Words
	for _, f := range []fact{{"evaluation.before", w.Before}, {"evaluation.after", w.After}, {"evaluation.start", w.Baseline}, {"evaluation.expected", w.Expected},
		{"evaluation.movement", w.Movement}, {"evaluation.effect", cmp.Or(w.Effect, p.Text("evaluation.effect.none", nil))}, {"evaluation.attained", w.Attained}, {"evaluation.process", w.Process}} {
		if f.Detail != "" {
			card.Facts = append(card.Facts, fact{p.Text(f.Term, nil), f.Detail})
		}
	}
	return card
}

// The frame of a picture with a third mark.
const (
	evaluationHeight = 200
	evaluationAxis   = 170.0
)

// drawEvaluation draws the levels before and after with the intervals of their
// counts, and what was to be expected without a plan, beside the last level asked
// for. It is nil where before or after is not known.
func drawEvaluation(p *locale.Printer, ev *Evaluated, w EvaluationWords, in *kpi.Indicator) *change {
	plan := &ev.Progress.Plan
	before, after := stretchInterval(ev.Before, in), stretchInterval(ev.After, in)
	if !finite(before.Value) || !finite(after.Value) || len(plan.Milestones) == 0 {
		return nil
	}
	target := plan.Milestones[len(plan.Milestones)-1].Level
	marks := []infer.Estimate{before, after, ev.Expected}
	values := []float64{target.Float()}
	for _, m := range marks {
		values = append(values, m.Value, m.Lo, m.Hi)
	}
	x := newAxis(values, changeLeft+20, changeRight-20, 5)
	pic := &change{ID: anchor("evaluated", planAnchor(plan)), Width: changeWidth, Height: evaluationHeight, Left: changeLeft, Right: changeRight, Top: changeTop, Axis: evaluationAxis}
	for _, t := range x.ticks {
		pic.Ticks = append(pic.Ticks, label{X: x.at(t), Y: evaluationAxis + 20, Anchor: "middle", Text: p.Level(t, in)})
	}
	at := x.at(target.Float())
	pic.Target = rule{X: at, Y: changeTop, Label: labelAt(at, changeTop-6, changeWidth, p.Text("html.change.target", locale.Args{"level": p.Target(target, in)}))}
	for i, id := range []string{"html.change.before", "evaluation.picture.after", "evaluation.picture.expected"} {
		if level := p.Level(marks[i].Value, in); finite(marks[i].Value) {
			pic.mark(x, marks[i], 58+float64(46*i), p.Text(id, locale.Args{"before": level, "level": level}))
		}
	}
	args := locale.Args{"before": w.Before, "after": w.After, "expected": w.Expected, "name": personName(plan.Employee), "kpi": p.Title(in)}
	pic.Title, pic.Desc, pic.Caption = p.Text("evaluation.picture.title", args), p.Text("evaluation.picture.desc", args), p.Text("evaluation.picture.caption", nil)
	return pic
}
