package forms

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// plan is the improvement plan with its six elements: the item, its cause, where
// it stands and where it should, the measures, the dates and checks, the
// resources; then what both sides say, and their signatures. Without a plan it is
// an empty form.
func (f *filler) plan() []Block {
	plans := f.plans()
	targets := Block{Heading: f.text("targets"), Note: f.text("targets.note"),
		Heads: f.heads("col.kpi", "col.baseline", "col.reference", "col.basis", "col.milestones", "col.state")}
	for _, plan := range plans {
		targets.Rows = append(targets.Rows, f.targetRow(plan))
	}
	if len(plans) == 0 {
		targets.Rows = blankRows(3, len(targets.Heads))
	}
	blocks := []Block{targets}
	if sums := f.sums(plans); len(sums.Lines) > 0 {
		blocks = append(blocks, sums)
	}
	return append(blocks, f.causes(plans), f.actions(plans), f.resources(plans),
		Block{Heading: f.text("checks"), Heads: f.heads("form.plan.check", "form.when", "form.plan.result"), Rows: f.checkRows(plans)},
		Block{Heading: f.text("comment.employee"), Note: f.text("comment.note"), Lines: f.comments(plans), Space: 3},
		Block{Heading: f.text("comment.manager"), Space: 3},
		Block{Heading: f.text("read"), Lines: f.lines("read.", 3)})
}

func (f *filler) targetRow(plan *goals.Plan) []Cell {
	in := f.indicator(plan.Indicator)
	var steps []string
	for i := range plan.Milestones {
		steps = append(steps, f.milestone(plan, &plan.Milestones[i]))
	}
	baseline := Cell{Text: locale.Unknown}
	if !plan.NoBaseline {
		baseline = f.level(plan.Baseline.Float(), in)
	}
	return []Cell{word(f.title(plan.Indicator)), baseline, f.level(plan.Reference.Float(), in), word(reports.BasisText(f.p, plan, in)),
		{Text: strings.Join(steps, "\n")}, word(f.p.Word("state", string(plan.State)))}
}

// sums is the arithmetic behind the targets, and what is thin about them: both
// sides see it before they sign.
func (f *filler) sums(plans []*goals.Plan) Block {
	b := Block{Heading: f.text("sums"), Small: true}
	for _, plan := range plans {
		var said []string
		for _, c := range slices.Concat(plan.Arithmetic, plan.Caveats) {
			said = append(said, f.p.Caveat(c, f.indicator(plan.Indicator)))
		}
		if len(said) > 0 {
			b.Lines = append(b.Lines, f.title(plan.Indicator)+f.p.Text("form.colon", nil)+strings.Join(said, f.p.Text("form.semicolon", nil)))
		}
	}
	return b
}

func (f *filler) causes(plans []*goals.Plan) Block {
	b := Block{Heading: f.text("causes"), Note: f.text("causes.note"), Heads: f.heads("form.plan.cause", "form.plan.hypothesis", "form.plan.evidence")}
	for _, plan := range plans {
		for _, c := range plan.Content.Causes {
			now := c.Current()
			seen := strings.Join(reports.EvidenceTexts(f.p, now.Evidence), "\n")
			b.Rows = append(b.Rows, []Cell{word(reports.CauseText(f.p, now.Code)), word(now.Hypothesis), {Text: seen}})
		}
	}
	if len(b.Rows) == 0 {
		b.Rows = blankRows(2, 3)
	}
	return b
}

func (f *filler) actions(plans []*goals.Plan) Block {
	b := Block{Heading: f.text("actions"), Heads: f.heads("form.action", "form.who", "form.plan.how", "form.progress", "form.when", "form.plan.acceptance", "form.plan.reviewer")}
	for _, plan := range plans {
		for _, a := range plan.Content.Actions {
			b.Rows = append(b.Rows, row(a.Task, a.Owner, a.Method, reports.DoneText(f.p, &a), reports.WhenText(f.p, &a), reports.AcceptedText(f.p, &a), a.Reviewer))
		}
	}
	if len(b.Rows) == 0 {
		b.Rows = blankRows(4, len(b.Heads))
	}
	return b
}

func (f *filler) resources(plans []*goals.Plan) Block {
	b := Block{Heading: f.text("resources"), Heads: f.heads("form.plan.resource", "form.plan.resource_state")}
	for _, plan := range plans {
		list := plan.Content.Resources
		for _, a := range plan.Content.Actions {
			list = append(list[:len(list):len(list)], a.Resources...)
		}
		for _, r := range list {
			b.Rows = append(b.Rows, row(r.Name, f.p.Word("resource_state", string(r.Status))))
		}
	}
	if len(b.Rows) == 0 {
		b.Rows = blankRows(2, 2)
	}
	return b
}

// checkRows are the days on which the milestones are looked at.
func (f *filler) checkRows(plans []*goals.Plan) [][]Cell {
	var rows [][]Cell
	for _, plan := range plans {
		for i := range plan.Milestones {
			m := &plan.Milestones[i]
			when := ""
			switch {
			case m.By != nil:
				when = f.p.Date(*m.By)
			case m.From != nil:
				when = f.p.Date(*m.From)
			case max(m.ByMonth, m.FromMonth) > 0:
				when = f.p.Text("xlsx.month", locale.Args{"n": f.p.Number(max(m.ByMonth, m.FromMonth))})
			}
			rows = append(rows, []Cell{word(f.title(plan.Indicator) + " " + f.p.Target(m.Level, f.indicator(plan.Indicator))), word(when), {}})
		}
	}
	if len(rows) == 0 {
		return blankRows(3, 3)
	}
	return append(rows, blankRows(1, 3)...)
}

func (f *filler) comments(plans []*goals.Plan) []string {
	var lines []string
	for _, plan := range plans {
		if c := plan.Content.EmployeeComment; c != "" {
			lines = append(lines, locale.Plain(c))
		}
	}
	return lines
}
