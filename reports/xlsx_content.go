package reports

import (
	"strings"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// planned is an action or a cause with its plan.
type planned[T any] struct {
	plan *goals.Plan
	of   T
}

// actionSheet has a row an action: the three facts about it, done, well and to
// effect, each in a column of its own.
func (b *book) actionSheet() *sheet {
	s := &sheet{name: b.text("xlsx.sheet.actions"), table: "actions", locked: 4}
	var rows []planned[goals.Action]
	for _, plan := range orderedPlans(b.p, b.r.Plans) {
		for _, a := range contentOf(b.r, plan).Actions {
			rows = append(rows, planned[goals.Action]{plan, a})
		}
	}
	type row = planned[goals.Action]
	fill(s, b.p, append(planFieldsOf[goals.Action](b),
		field[row]{"form.action", func(r row) entry { return prose(locale.Plain(r.of.Task)) }},
		field[row]{"form.who", func(r row) entry { return words(r.of.Owner) }},
		field[row]{"form.plan.how", func(r row) entry { return prose(locale.Plain(r.of.Method)) }},
		field[row]{"form.when", func(r row) entry { return b.when(&r.of) }},
		field[row]{"form.progress", func(r row) entry { return words(DoneText(b.p, &r.of)) }},
		field[row]{"html.plan.completion", func(r row) entry { return words(b.p.Word("done_state", string(r.of.Completion))) }},
		field[row]{"html.plan.quality", func(r row) entry { return words(b.p.Word("grade", string(r.of.Quality))) }},
		field[row]{"html.plan.effect", func(r row) entry { return words(b.p.Word("effect", string(r.of.Effect))) }},
		field[row]{"form.plan.acceptance", func(r row) entry { return prose(AcceptedText(b.p, &r.of)) }},
		field[row]{"form.plan.reviewer", func(r row) entry { return words(r.of.Reviewer) }}), rows)
	return s
}

// when is the day of an action, as a date where there is one.
func (b *book) when(a *goals.Action) entry {
	if a.Due != nil {
		return date(a.Due)
	}
	return words(WhenText(b.p, a))
}

// causeSheet has a row a cause, as it reads now, with its evidence.
func (b *book) causeSheet() *sheet {
	s := &sheet{name: b.text("xlsx.sheet.causes"), table: "causes", locked: 4,
		lead: [][]entry{{noted(b.text("form.plan.causes.note"))}}}
	var rows []planned[goals.Cause]
	for _, plan := range orderedPlans(b.p, b.r.Plans) {
		for _, c := range contentOf(b.r, plan).Causes {
			rows = append(rows, planned[goals.Cause]{plan, c})
		}
	}
	type row = planned[goals.Cause]
	fill(s, b.p, append(planFieldsOf[goals.Cause](b),
		field[row]{"form.plan.cause", func(r row) entry { return words(CauseText(b.p, r.of.Current().Code)) }},
		field[row]{"form.plan.hypothesis", func(r row) entry { return prose(locale.Plain(r.of.Current().Hypothesis)) }},
		field[row]{"xlsx.cause.why", func(r row) entry { return prose(whyText(r.of.Current().Whys)) }},
		field[row]{"form.plan.evidence", func(r row) entry { return prose(EvidenceTexts(b.p, r.of.Current().Evidence)...) }},
		field[row]{"xlsx.cause.first", func(r row) entry {
			if r.of.Revised == nil {
				return entry{}
			}
			return words(CauseText(b.p, r.of.Code))
		}},
		field[row]{"xlsx.cause.by", func(r row) entry { return words(r.of.Current().By) }}), rows)
	return s
}

// planFieldsOf say whose plan a row belongs to.
func planFieldsOf[T any](b *book) []field[planned[T]] {
	type row = planned[T]
	return []field[row]{
		{"col.team", func(r row) entry { return words(r.plan.Team) }},
		{"col.employee", func(r row) entry { return words(r.plan.Employee.ID) }},
		{"col.name", func(r row) entry { return words(r.plan.Employee.Name) }},
		{"col.kpi", func(r row) entry { return words(titleOf(b.p, indicatorOf(b.r, r.plan.Indicator), r.plan.Indicator)) }},
		{"col.plan", func(r row) entry { return words(r.plan.ID) }},
	}
}

// chanceFields are how likely each milestone is met, by chance alone and when
// the true level is the one asked for; empty where nothing says.
func (b *book) chanceFields() []field[planStep] {
	of := func(id string, pick func(*goals.Chance) kpi.Decimal) field[planStep] {
		return field[planStep]{id, func(s planStep) entry {
			if s.plan.Chances == nil || s.step >= len(s.plan.Chances.Milestones) {
				return entry{}
			}
			return figure(pick(&s.plan.Chances.Milestones[s.step]).Float(), wayFormat)
		}}
	}
	return []field[planStep]{
		of("xlsx.chance.unchanged", func(c *goals.Chance) kpi.Decimal { return c.Unchanged.Attain }),
		of("xlsx.chance.target", func(c *goals.Chance) kpi.Decimal { return c.AtTarget.Attain }),
		of("xlsx.chance.sustain_unchanged", func(c *goals.Chance) kpi.Decimal { return c.Unchanged.Sustain }),
		of("xlsx.chance.sustain_target", func(c *goals.Chance) kpi.Decimal { return c.AtTarget.Sustain }),
		{"html.plan.reach", func(s planStep) entry { return words(reachText(b.p, s.plan)) }},
	}
}

// aheadFields are where the person's own line leads, and what stands out of it.
func (b *book) aheadFields() []field[tracked] {
	ahead := func(id string, pick func(*goals.Forecast) float64) field[tracked] {
		return field[tracked]{id, func(t tracked) entry {
			if t.pr.Forecast == nil {
				return entry{}
			}
			return figure(pick(t.pr.Forecast), b.formatsOf(t.in).level)
		}}
	}
	return []field[tracked]{
		{"html.attained", func(t tracked) entry { return figure(t.at().Attained, wayFormat) }},
		ahead("xlsx.forecast", func(f *goals.Forecast) float64 { return f.Value }),
		{"xlsx.forecast_word", func(t tracked) entry {
			if t.pr.Forecast == nil {
				return entry{}
			}
			return words(b.p.Word("likelihood", string(t.pr.Forecast.Word)))
		}},
		{"html.progress.signals", func(t tracked) entry {
			if t.step > 0 {
				return entry{}
			}
			return words(strings.Join(courseSignals(b.p, t.pr), b.text("html.list.comma")))
		}},
	}
}
