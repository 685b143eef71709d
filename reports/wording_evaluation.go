package reports

import (
	"math"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// EvaluationWords is an evaluation in the words of a language. What is not known
// is "".
type EvaluationWords struct {
	Sentence                                            string // before, after, expected, and the effect or why none is spoken of
	Status, Attained, Before, After, Baseline, Movement string
	Expected, Effect, Process, Outcome                  string
	Classes                                             []ClassWords // of a plan that was not met in time, the main one first
	Others                                              []string     // the person's other indicators over the same time
	Missing                                             []string     // from the record
	Said                                                []string     // by both sides, with the day and who wrote it down
	Caveats                                             []string
}

// ClassWords is where to look when a plan was not met, and what speaks for it.
type ClassWords struct{ Class, Evidence string }

// WordEvaluation words an evaluation. The word effect is said only where
// colleagues make a comparison, and no outcome but the recorded one.
func WordEvaluation(p *locale.Printer, r *Report, ev *Evaluated) EvaluationWords {
	in := indicatorOf(r, ev.Progress.Plan.Indicator)
	level := func(v float64) string {
		if !finite(v) {
			return ""
		}
		return p.Level(v, in)
	}
	w := EvaluationWords{Status: p.Word("status", string(ev.Progress.Status)), Before: level(ev.Before.Value), After: level(ev.After.Value),
		Baseline: p.Word("evaluation.baseline", string(ev.Baseline)), Process: processText(p, &ev.Record), Outcome: outcomeText(p, &ev.Record), Said: saidWords(p, &ev.Record)}
	if finite(ev.Attainment) {
		w.Attained = p.Percent(ev.Attainment)
	}
	if finite(ev.Movement) {
		w.Movement = p.PointsOf(ev.Movement, ev.Movement/ev.Before.Value, in)
	}
	if e := ev.Expected; finite(e.Value) {
		w.Expected = p.Text("evaluation.expected.value", locale.Args{"value": p.Level(e.Value, in), "interval": p.Interval(e.Lo, e.Hi, in)})
	}
	if e := ev.Effect; e != nil {
		w.Effect = p.Text("evaluation.effect.value", effectArgs(p, e, in))
	}
	for _, f := range ev.Failures {
		w.Classes = append(w.Classes, ClassWords{p.Word("failure_class", string(f.Class)), p.Caveat(f.Evidence, in)})
	}
	for i := range ev.Secondary {
		w.Others = append(w.Others, otherWords(p, &ev.Secondary[i]))
	}
	for _, c := range ev.Record.Missing {
		w.Missing = append(w.Missing, p.Caveat(c, in))
	}
	for _, c := range slices.Concat(ev.NotAssessable, ev.Caveats) {
		w.Caveats = append(w.Caveats, p.Caveat(c, in))
	}
	w.Sentence = evaluationSentence(p, ev, w, in)
	return w
}

// evaluationSentence says the outcome of the comparison in two to four sentences.
func evaluationSentence(p *locale.Printer, ev *Evaluated, w EvaluationWords, in *kpi.Indicator) string {
	if w.Before == "" || w.After == "" {
		return p.Text("evaluation.sentence.none", locale.Args{"before": w.Before, "after": w.After, "share": w.Attained})
	}
	said := p.Text("evaluation.sentence.change", locale.Args{"before": w.Before, "after": w.After, "share": w.Attained})
	say := func(id string, args locale.Args) {
		said = p.Text("evaluation.sentence.join", locale.Args{"said": said, "next": p.Text(id, args)})
	}
	if ev.Baseline == goals.BaselineSelected {
		say("evaluation.sentence.selected", nil)
	}
	if w.Expected != "" {
		say("evaluation.sentence.expected", locale.Args{"expected": w.Expected})
	}
	switch {
	case ev.Effect == nil:
		say("evaluation.sentence.silent", nil)
	case ev.Effect.Worked:
		say("evaluation.sentence.worked", effectArgs(p, ev.Effect, in))
	default:
		say("evaluation.sentence.chance", effectArgs(p, ev.Effect, in))
	}
	return said
}

func effectArgs(p *locale.Printer, e *goals.PlanEffect, in *kpi.Indicator) locale.Args {
	return locale.Args{"value": p.Points(e.Estimate.Value, in), "lo": p.Points(e.Estimate.Lo, in), "hi": p.Points(e.Estimate.Hi, in),
		"rank": p.Number(e.Rank), "of": p.Number(e.Colleagues + 1)}
}

func processText(p *locale.Printer, r *Record) string {
	return p.Text("evaluated.process", locale.Args{"done": r.Done, "actions": r.Actions, "talks": r.Talks, "minutes": r.Minutes, "weeks": r.Weeks, "checks": r.Checks, "versions": r.Versions})
}

// outcomeText is what people decided, "" while they have not.
func outcomeText(p *locale.Printer, r *Record) string {
	c := r.Closing
	if c == nil {
		return ""
	}
	return p.Text("evaluation.outcome.recorded", locale.Args{"outcome": p.Word("outcome", string(c.Outcome)), "note": c.Note, "by": c.Mark.By, "date": p.Date(r.dayOf(c.Mark))})
}

// otherWords says what another indicator did over the same time.
func otherWords(p *locale.Printer, im *goals.Improvement) string {
	id := "evaluation.other.noise"
	switch {
	case im.Real:
		id = "evaluation.other.better"
	case im.Worse:
		id = "evaluation.other.worse"
	}
	return p.Text(id, locale.Args{"title": p.Title(im.Indicator), "before": p.Level(im.Before.Value, im.Indicator), "after": p.Level(im.After.Value, im.Indicator)})
}

// saidWords are the check-ins and comments with their answers, in the order of
// their days; none without a record.
func saidWords(p *locale.Printer, r *Record) []string {
	if r == nil {
		return nil
	}
	type word struct {
		day  kpi.Date
		text string
	}
	var list []word
	for _, c := range r.CheckIns {
		text := p.Text("evaluation.said.check_in", locale.Args{"date": p.Date(c.Day), "by": c.Mark.By, "talk": c.Talk, "minutes": c.Minutes, "text": c.Progress, "own": ownWords(p, c.SelfReported)})
		list = append(list, word{c.Day, text})
	}
	for _, c := range r.Comments {
		args := locale.Args{"date": p.Date(r.dayOf(c.Mark)), "by": c.Mark.By, "text": c.Text, "objection": c.Objection, "answer": "", "answered": ""}
		if c.Answer != nil {
			args["answer"], args["answered"] = c.Answer.Text, c.Answer.Mark.By
		}
		list = append(list, word{r.dayOf(c.Mark), p.Text("evaluation.said.comment", args)})
	}
	slices.SortStableFunc(list, func(a, b word) int { return int(a.day - b.day) })
	texts := make([]string, len(list))
	for i, w := range list {
		texts[i] = w.text
	}
	return texts
}

// ownWords is what the employee reported of their own.
func ownWords(p *locale.Printer, list []goals.Evidence) string {
	return strings.Join(EvidenceTexts(p, list), p.Text("form.semicolon", nil))
}

// stretchInterval is the level of a stretch with the interval of its counts.
func stretchInterval(s goals.Stretch, in *kpi.Indicator) infer.Estimate {
	if s.Trials > 0 && in != nil {
		e := intervalOf(s.Events, s.Trials, in)
		e.Value = s.Value
		return e
	}
	return infer.Estimate{Value: s.Value, Lo: math.NaN(), Hi: math.NaN()}
}

// evaluationMethod says how evaluations are made.
func evaluationMethod(p *locale.Printer, r *Report) []fact {
	facts := []fact{{p.Text("report.as_of", nil), p.Date(r.AsOf)}, {p.Text("html.method.level", nil), p.Percent(r.Method.Level)}}
	for _, id := range []string{"evaluation.method.expected", "evaluation.method.effect", "evaluation.method.class", "evaluation.method.outcome"} {
		facts = append(facts, fact{p.Text(id, nil), p.Text(id+".text", nil)})
	}
	return append(facts, fact{p.Text("report.version", nil), locale.Plain(r.Method.Version)}, fact{p.Text("report.config_hash", nil), locale.Plain(r.Method.ConfigHash)})
}
