package reports

import (
	"io"
	"strings"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// WritePlans writes plans as a table with the ladder of their levels, and
// beneath it, plan by plan, the arithmetic that led there and what is thin
// about it. Levels are shown in the units of the catalogue.
func WritePlans(w io.Writer, plans []goals.Plan, cat *kpi.Catalogue, opt TextOptions) error {
	t, err := newText(opt)
	if err != nil {
		return err
	}
	if len(plans) == 0 {
		t.say("plans.none", nil)
		return t.end(w)
	}
	r := &Report{Catalogue: cat}
	rows := orderedPlans(t.p, plans)
	t.WriteString(grid(t.planColumns(r), rows, t.opt))
	for _, plan := range rows {
		t.reasons(r, plan)
	}
	return t.end(w)
}

func (t *text) planColumns(r *Report) []column[*goals.Plan] {
	col := func(id string, cell func(*goals.Plan) string) column[*goals.Plan] {
		return column[*goals.Plan]{head: t.p.Text(id, nil), cell: cell}
	}
	return []column[*goals.Plan]{
		col("col.plan", func(p *goals.Plan) string { return locale.Plain(p.ID) }),
		col("col.person", func(p *goals.Plan) string { return personText(t.p, p.Employee) }),
		col("col.team", func(p *goals.Plan) string { return locale.Plain(p.Team) }),
		col("col.kpi", func(p *goals.Plan) string { return titleOf(t.p, indicatorOf(r, p.Indicator), p.Indicator) }),
		col("col.milestones", func(p *goals.Plan) string { return ladderText(t.p, p, indicatorOf(r, p.Indicator), nil) }),
		col("col.target", func(p *goals.Plan) string { return strings.Join(milestoneTexts(t.p, r, p), t.p.Text("list.and", nil)) }),
		col("col.basis", func(p *goals.Plan) string { return BasisText(t.p, p, indicatorOf(r, p.Indicator)) }),
		col("col.state", func(p *goals.Plan) string { return t.p.Word("state", string(p.State)) }),
	}
}

// reasons writes a plan's arithmetic and caveats under its name.
func (t *text) reasons(r *Report, plan *goals.Plan) {
	if len(plan.Arithmetic) == 0 && len(plan.Caveats) == 0 {
		return
	}
	in := indicatorOf(r, plan.Indicator)
	t.gap()
	t.say("plan.head", locale.Args{"plan": plan.ID, "person": personText(t.p, plan.Employee), "title": titleOf(t.p, in, plan.Indicator)})
	for _, c := range plan.Arithmetic {
		t.item(t.p.Caveat(c, in))
	}
	for _, c := range plan.Caveats {
		t.item(t.p.Text("plan.caveat", locale.Args{"caveat": t.p.Caveat(c, in)}))
	}
}

// WriteProgress writes where plans stand: the ladder with the word of each
// milestone's status, the latest value, streaks as n of m, the share of the way gone.
func WriteProgress(w io.Writer, progress []goals.Progress, cat *kpi.Catalogue, opt TextOptions) error {
	t, err := newText(opt)
	if err != nil {
		return err
	}
	if len(progress) == 0 {
		t.say("progress.none", nil)
		return t.end(w)
	}
	r := &Report{Catalogue: cat}
	rows := orderedProgress(t.p, progress)
	t.WriteString(grid(t.progressColumns(r), rows, t.opt))
	for _, pr := range rows {
		in := indicatorOf(r, pr.Plan.Indicator)
		for _, c := range pr.Caveats {
			t.say("caveats.line", locale.Args{"who": pr.Plan.ID, "caveat": t.p.Caveat(c, in)})
		}
	}
	return t.end(w)
}

func (t *text) progressColumns(r *Report) []column[*goals.Progress] {
	col := func(id string, cell func(*goals.Progress) string) column[*goals.Progress] {
		return column[*goals.Progress]{head: t.p.Text(id, nil), cell: cell}
	}
	in := func(pr *goals.Progress) *kpi.Indicator { return indicatorOf(r, pr.Plan.Indicator) }
	status := col("col.status", func(pr *goals.Progress) string { return statusText(t.p, pr) })
	status.tone = func(pr *goals.Progress) string { return string(pr.Status) }
	return []column[*goals.Progress]{
		col("col.plan", func(pr *goals.Progress) string { return locale.Plain(pr.Plan.ID) }),
		col("col.person", func(pr *goals.Progress) string { return personText(t.p, pr.Plan.Employee) }),
		col("col.team", func(pr *goals.Progress) string { return locale.Plain(pr.Plan.Team) }),
		col("col.kpi", func(pr *goals.Progress) string { return titleOf(t.p, in(pr), pr.Plan.Indicator) }),
		col("col.milestones", func(pr *goals.Progress) string { return ladderText(t.p, &pr.Plan, in(pr), pr.Steps) }),
		col("col.latest", func(pr *goals.Progress) string { return latestText(t.p, pr, in(pr)) }),
		col("col.expected", func(pr *goals.Progress) string { return t.p.Level(pr.Expected, in(pr)) }),
		col("col.way", func(pr *goals.Progress) string { return t.p.Percent(pr.Way) }),
		status,
	}
}

// ladderText is "15% → 18% → 20%"; with steps, the status of each level in
// brackets behind it.
func ladderText(p *locale.Printer, plan *goals.Plan, in *kpi.Indicator, steps []goals.Step) string {
	rungs := []string{p.Target(plan.Baseline, in)}
	if !hasBaseline(plan) {
		rungs = nil
	}
	for i, m := range plan.Milestones {
		level := p.Target(m.Level, in)
		if i < len(steps) {
			level = p.Text("ladder.rung", locale.Args{"level": level, "status": stepText(p, &steps[i])})
		}
		rungs = append(rungs, level)
	}
	return strings.Join(rungs, " → ")
}

// stepText is a milestone's status; a streak is told as n of m.
func stepText(p *locale.Printer, s *goals.Step) string {
	word := p.Word("status", string(s.Status))
	if s.Status != goals.Sustained {
		return word
	}
	return p.Text("status.streak", locale.Args{"status": word, "streak": p.Number(s.Streak), "sustain": p.Number(max(1, s.Milestone.Sustain))})
}

// statusText is the plan's status, with the streak of the milestone that it
// comes from.
func statusText(p *locale.Printer, pr *goals.Progress) string {
	for i := range pr.Steps {
		if pr.Status == goals.Sustained && pr.Steps[i].Status == goals.Sustained {
			return stepText(p, &pr.Steps[i])
		}
	}
	return p.Word("status", string(pr.Status))
}

// latestText is the latest value with what is behind it and its period.
func latestText(p *locale.Printer, pr *goals.Progress, in *kpi.Indicator) string {
	if pr.Latest == nil {
		return p.Text("progress.no_data", nil)
	}
	value := p.Level(pr.Latest.Value, in)
	if m := pr.Latest.Measure; m.HasCounts() {
		value = p.Text("value.counts", locale.Args{"value": value, "counts": p.Counts(m.Events, m.Trials)})
	}
	return p.Text("progress.latest", locale.Args{"value": value, "period": p.Period(pr.Latest.Period)})
}

func milestoneTexts(p *locale.Printer, r *Report, plan *goals.Plan) []string {
	texts := make([]string, len(plan.Milestones))
	for i := range plan.Milestones {
		texts[i] = milestoneSentence(p, r, &plan.Milestones[i], indicatorOf(r, plan.Indicator))
	}
	return texts
}
