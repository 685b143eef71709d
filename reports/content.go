package reports

import (
	"strings"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// contentOf is what people wrote around a plan's targets, as the report's readers
// may see it: what is for HR and the employee alone stands in HR's report only.
func contentOf(r *Report, plan *goals.Plan) goals.Content {
	if r.HR {
		return plan.Content
	}
	return plan.Content.ForManager()
}

// CauseText is what the taxonomy calls a cause; a code that it lacks stands for
// itself.
func CauseText(p *locale.Printer, code string) string {
	for _, k := range goals.Taxonomy() {
		if k.Code == code {
			return k.Title.In(p.Lang())
		}
	}
	return locale.Plain(code)
}

// BasisText says what a plan's reference is; of one that was rounded to the plan's
// steps, what it was before: a team's mean is not given another level.
func BasisText(p *locale.Printer, plan *goals.Plan, in *kpi.Indicator) string {
	basis := p.Word("basis", string(plan.Basis))
	if from, ok := roundedFrom(plan); ok {
		return p.Text("plan.basis.rounded", locale.Args{"basis": basis, "from": p.Target(from, in)})
	}
	return basis
}

// roundedFrom is the reference before it was rounded to the plan's steps, if it was.
func roundedFrom(plan *goals.Plan) (kpi.Decimal, bool) {
	for _, c := range plan.Arithmetic {
		if c.Code == "arithmetic.reference_rounded" {
			from, err := kpi.ParseDecimal(c.Args["from"])
			return from, err == nil
		}
	}
	return 0, false
}

// EvidenceTexts are the pieces of evidence, each behind its source.
func EvidenceTexts(p *locale.Printer, list []goals.Evidence) []string {
	var seen []string
	for _, e := range list {
		seen = append(seen, p.Word("evidence_source", string(e.Source))+p.Text("form.colon", nil)+locale.Plain(e.Text))
	}
	return seen
}

// WhenText is the day an action is due, the plan's weeks, or the time before or
// after an event.
func WhenText(p *locale.Printer, a *goals.Action) string {
	switch {
	case a.Due != nil:
		return p.Date(*a.Due)
	case a.Lead != nil:
		return p.Text("form.lead", locale.Args{"event": a.Lead.Event, "days": p.Number(a.Lead.Days), "hours": p.Number(a.Lead.Hours)})
	case a.ToWeek > 0:
		return p.Text("form.weeks", locale.Args{"from": p.Number(a.FromWeek), "to": p.Number(a.ToWeek)})
	}
	return ""
}

// DoneText is how much of an action is done: 7 of 10 modules, or the word.
func DoneText(p *locale.Printer, a *goals.Action) string {
	if a.Quantity == nil {
		return p.Word("done_state", string(a.Completion))
	}
	return p.Text("form.quantity", locale.Args{"done": p.Number(a.Quantity.Done), "of": p.Number(a.Quantity.Of), "unit": a.Quantity.Unit})
}

// AcceptedText is when an action counts as done well.
func AcceptedText(p *locale.Printer, a *goals.Action) string {
	if a.Acceptance == nil {
		return ""
	}
	text := locale.Plain(a.Acceptance.Text)
	if a.Acceptance.Level == nil {
		return text
	}
	return strings.TrimSpace(text + " ≥ " + p.Percent(a.Acceptance.Level.Float()))
}

// whyText is a chain of questions why, the symptom first.
func whyText(whys []string) string {
	plain := make([]string, len(whys))
	for i, w := range whys {
		plain[i] = locale.Plain(w)
	}
	return strings.Join(plain, " → ")
}

// resourcesOf are those of the plan and of its actions.
func resourcesOf(c *goals.Content) []goals.Resource {
	list := c.Resources
	for i := range c.Actions {
		list = append(list[:len(list):len(list)], c.Actions[i].Resources...)
	}
	return list
}

// reachText says whether the target is within what colleagues reached, "" when
// nobody asked.
func reachText(p *locale.Printer, plan *goals.Plan) string {
	if plan.Achievable == nil {
		return ""
	}
	return p.Word("reach", string(plan.Achievable.Verdict))
}

// forecastText says where the person's own line leads, "" without one.
func forecastText(p *locale.Printer, pr *goals.Progress, in *kpi.Indicator) string {
	f := pr.Forecast
	if f == nil {
		return ""
	}
	return p.Text("html.progress.forecast", locale.Args{"period": p.Period(f.Period), "value": p.Level(f.Value, in), "interval": p.Interval(f.Lo, f.Hi, in),
		"level": p.Target(f.Level, in), "word": p.Word("likelihood", string(f.Word)), "chance": p.Percent(f.P)})
}
