package reports

import (
	"slices"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// planStep is one milestone of a plan, with its place.
type planStep struct {
	plan *goals.Plan
	step int
	in   *kpi.Indicator
}

func (s planStep) milestone() *goals.Milestone { return &s.plan.Milestones[s.step] }

// planSheet has a row a milestone; what is said of the whole plan stands in
// the first of them.
func (b *book) planSheet() *sheet {
	s := &sheet{name: b.text("sheet.plans"), table: "plans", empty: b.text("xlsx.none"), locked: 4,
		lead: [][]entry{{noted(b.text("plan.proposal"))}}}
	var steps []planStep
	for _, plan := range orderedPlans(b.p, b.r.Plans) {
		for m := range plan.Milestones {
			steps = append(steps, planStep{plan, m, indicatorOf(b.r, plan.Indicator)})
		}
	}
	fill(s, b.p, slices.Concat(b.planFields(), b.milestoneFields(), b.chanceFields(), b.carriedFields(), b.planNotes()), steps)
	return s
}

func (b *book) planFields() []field[planStep] {
	counted := countedBaselines(b.r)
	return []field[planStep]{
		{"col.team", func(s planStep) entry { return words(s.plan.Team) }},
		{"col.employee", func(s planStep) entry { return words(s.plan.Employee.ID) }},
		{"col.name", func(s planStep) entry { return words(s.plan.Employee.Name) }},
		{"col.kpi", func(s planStep) entry { return words(titleOf(b.p, s.in, s.plan.Indicator)) }},
		{"col.plan", func(s planStep) entry { return words(s.plan.ID) }},
		{"col.state", func(s planStep) entry { return words(b.p.Word("state", string(s.plan.State))) }},
		{"col.baseline", func(s planStep) entry {
			if !hasBaseline(s.plan) {
				return entry{}
			}
			return b.target(s.plan.Baseline, s.in)
		}},
		{"xlsx.baseline_n", func(s planStep) entry {
			if s.plan.BaselineN == 0 {
				return entry{}
			}
			return b.sample(s.in, counted[s.plan], s.plan.BaselineN)
		}},
		{"col.reference", func(s planStep) entry { return b.target(s.plan.Reference, s.in) }},
		{"col.basis", func(s planStep) entry { return words(BasisText(b.p, s.plan, s.in)) }},
	}
}

func (b *book) milestoneFields() []field[planStep] {
	return []field[planStep]{
		{"col.milestone", func(s planStep) entry { return whole(s.step + 1) }},
		{"col.operator", func(s planStep) entry { return words(b.p.Word("operator", string(s.milestone().Operator))) }},
		{"col.target", func(s planStep) entry { return b.target(s.milestone().Level, s.in) }},
		{"col.from", func(s planStep) entry { return b.due(s.milestone().From, s.milestone().FromMonth) }},
		{"col.by", func(s planStep) entry { return b.due(s.milestone().By, s.milestone().ByMonth) }},
		{"col.sustain", func(s planStep) entry { return whole(s.milestone().Sustain) }},
		{"xlsx.also", func(s planStep) entry { return words(alsoSentence(b.p, b.r, s.milestone().Also)) }},
		{"col.start", func(s planStep) entry { return date(s.plan.Start) }},
		{"col.agreed_by", func(s planStep) entry { return words(s.plan.By) }},
	}
}

// planNotes are the long texts about the plan, behind everything else.
func (b *book) planNotes() []field[planStep] {
	return []field[planStep]{
		{"col.arithmetic", once(func(s planStep) entry { return prose(b.caveats(s.plan.Arithmetic, s.in)...) })},
		{"col.caveats", once(func(s planStep) entry { return prose(b.caveats(s.plan.Caveats, s.in)...) })},
	}
}

// once says what belongs to the whole plan beside its first milestone.
func once(of func(planStep) entry) func(planStep) entry {
	return func(s planStep) entry {
		if s.step > 0 {
			return entry{}
		}
		return of(s)
	}
}

// target is a level kept as a Decimal.
func (b *book) target(d kpi.Decimal, in *kpi.Indicator) entry {
	return figure(d.Float(), b.formatsOf(in).level)
}

// due is a date where there is one, else the month of the plan.
func (b *book) due(at *kpi.Date, month int) entry {
	if at != nil || month == 0 {
		return date(at)
	}
	return entry{value: month, look: look{format: b.monthFormat()}}
}

// monthFormat shows 3 as "month 3".
func (b *book) monthFormat() string {
	const place = "0"
	return wrapLiteral(b.p.Text("xlsx.month", locale.Args{"n": place}), place, place)
}

// tracked is one milestone of a plan held against new data.
type tracked struct {
	pr   *goals.Progress
	step int
	in   *kpi.Indicator
}

func (t tracked) at() *goals.Step { return &t.pr.Steps[t.step] }

func (b *book) progressSheet() *sheet {
	s := &sheet{name: b.text("sheet.progress"), table: "progress", empty: b.text("progress.none"), locked: 4}
	var steps []tracked
	for _, pr := range orderedProgress(b.p, b.r.Progress) {
		for m := range pr.Steps {
			steps = append(steps, tracked{pr, m, indicatorOf(b.r, pr.Plan.Indicator)})
		}
	}
	fill(s, b.p, slices.Concat(b.trackFields(), b.stepFields(), b.aheadFields(), b.trackNotes()), steps)
	return s
}

func (b *book) trackFields() []field[tracked] {
	return []field[tracked]{
		{"col.team", func(t tracked) entry { return words(t.pr.Plan.Team) }},
		{"col.employee", func(t tracked) entry { return words(t.pr.Plan.Employee.ID) }},
		{"col.name", func(t tracked) entry { return words(t.pr.Plan.Employee.Name) }},
		{"col.kpi", func(t tracked) entry { return words(titleOf(b.p, t.in, t.pr.Plan.Indicator)) }},
		{"col.plan", func(t tracked) entry { return words(t.pr.Plan.ID) }},
		{"xlsx.plan_status", func(t tracked) entry { return b.status(t.pr.Status) }},
		{"col.period", func(t tracked) entry {
			if t.pr.Latest == nil {
				return words(b.text("progress.no_data"))
			}
			return words(b.p.Period(t.pr.Latest.Period))
		}},
		{"col.numerator", latestCount(func(m kpi.Measure) kpi.Decimal { return m.Events })},
		{"col.denominator", latestCount(func(m kpi.Measure) kpi.Decimal { return m.Trials })},
		{"col.latest", b.latest(func(o *goals.Observed) float64 { return o.Value })},
		{"col.lo", b.latest(func(o *goals.Observed) float64 { return o.Lo })},
		{"col.hi", b.latest(func(o *goals.Observed) float64 { return o.Hi })},
		{"col.expected", func(t tracked) entry { return figure(t.pr.Expected, b.formatsOf(t.in).level) }},
		{"col.way", func(t tracked) entry { return figure(t.pr.Way, wayFormat) }},
	}
}

func (b *book) latest(of func(*goals.Observed) float64) func(tracked) entry {
	return func(t tracked) entry {
		if t.pr.Latest == nil {
			return entry{}
		}
		return figure(of(t.pr.Latest), b.formatsOf(t.in).level)
	}
}

func latestCount(of func(kpi.Measure) kpi.Decimal) func(tracked) entry {
	return func(t tracked) entry {
		if t.pr.Latest == nil || !t.pr.Latest.Measure.HasCounts() {
			return entry{}
		}
		return amountCell(of(t.pr.Latest.Measure))
	}
}

func (b *book) stepFields() []field[tracked] {
	return []field[tracked]{
		{"col.milestone", func(t tracked) entry { return whole(t.step + 1) }},
		{"col.operator", func(t tracked) entry { return words(b.p.Word("operator", string(t.at().Milestone.Operator))) }},
		{"col.target", func(t tracked) entry { return b.target(t.at().Milestone.Level, t.in) }},
		{"col.from", func(t tracked) entry { return b.due(t.at().Milestone.From, t.at().Milestone.FromMonth) }},
		{"col.by", func(t tracked) entry { return b.due(t.at().Milestone.By, t.at().Milestone.ByMonth) }},
		{"col.status", func(t tracked) entry { return b.status(t.at().Status) }},
		{"col.streak", func(t tracked) entry { return whole(t.at().Streak) }},
		{"col.sustain", func(t tracked) entry { return whole(t.at().Milestone.Sustain) }},
		{"html.reached", func(t tracked) entry { return words(newStepRow(b.p, b.r, t.pr, t.step).Reached) }},
	}
}

func (b *book) trackNotes() []field[tracked] {
	return []field[tracked]{
		{"col.caveats", func(t tracked) entry {
			if t.step > 0 {
				return entry{}
			}
			return prose(b.caveats(t.pr.Caveats, t.in)...)
		}},
	}
}

func (b *book) status(s goals.Status) entry { return toned(b.p.Word("status", string(s)), string(s)) }
