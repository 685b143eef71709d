package forms

import (
	"cmp"
	"math"
	"strings"
	"unicode"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// level is a level of an indicator: a number in the workbook, its text in print.
func (f *filler) level(v float64, in *kpi.Indicator) Cell {
	c := Cell{Text: f.p.Level(v, in)}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return c
	}
	c.Number, c.Format = &v, reports.LevelFormat(f.p, in)
	return c
}

// dataSheet gives each indicator with its evidence and its sentence, then the
// periods behind it.
func (f *filler) dataSheet() []Block {
	table := Block{Heading: f.text("figures"), Note: f.text("note"),
		Heads: f.heads("col.kpi", "col.direction", "col.value", "col.n", "col.team_mean", "col.gap", "col.standard", "col.severity")}
	var words []string
	for _, g := range f.gaps() {
		table.Rows = append(table.Rows, f.figureRow(g))
		if g.Finding() {
			words = append(words, f.p.Title(g.Indicator)+f.p.Text("form.colon", nil)+reports.Sentence(f.p, f.Report, g))
		}
	}
	blocks := []Block{table}
	if len(words) > 0 {
		blocks = append(blocks, Block{Heading: f.text("words"), Lines: words})
	}
	if periods := f.periods(); len(periods.Rows) > 0 {
		blocks = append(blocks, periods)
	}
	if well := f.improved(); len(well) > 0 {
		blocks = append(blocks, Block{Heading: f.text("well"), Lines: well})
	}
	return append(blocks, Block{Heading: f.text("examples"), Note: f.text("examples.note"), Space: 4})
}

func (f *filler) figureRow(g *analysis.Gap) []Cell {
	standard := math.NaN()
	if g.Standard != nil {
		standard = g.Standard.Level
	}
	severity := f.p.Word("severity", g.Flagged().String())
	if g.Flagged() == analysis.Watch { // watched people are never named outside the analyst's sheets
		severity = f.p.Word("severity", analysis.Normal.String())
	}
	return []Cell{word(f.p.Title(g.Indicator)), word(f.p.Word("direction", g.Indicator.Direction.String())), f.level(g.Actual.Value, g.Indicator),
		word(evidence(f.p, g)), f.level(g.TeamMean, g.Indicator), word(f.p.Gap(g.PointGap, g.RelativeGap, g.Indicator, "mean")), f.level(standard, g.Indicator), word(severity)}
}

// evidence is what a value rests on: 45/300, or n.
func evidence(p *locale.Printer, g *analysis.Gap) string {
	if g.Denominator != 0 {
		return p.Counts(g.Numerator, g.Denominator)
	}
	return p.Number(g.N)
}

// shownPeriods is how many of the latest periods the data sheet lists.
const shownPeriods = 6

// periods is the employee's own course, a row a period and indicator.
func (f *filler) periods() Block {
	b := Block{Heading: f.text("course"), Heads: f.heads("col.kpi", "col.period", "col.value", "col.n")}
	for _, g := range f.gaps() {
		for _, pt := range g.Series[max(0, len(g.Series)-shownPeriods):] {
			counts := ""
			if pt.Measure.HasCounts() {
				counts = f.p.Counts(pt.Measure.Events, pt.Measure.Trials)
			}
			b.Rows = append(b.Rows, []Cell{word(f.p.Title(g.Indicator)), word(f.p.Period(pt.Period)), f.level(pt.Measure.Level, g.Indicator), word(counts)})
		}
	}
	return b
}

// improved says what got better beyond noise, the largest first; nothing inside
// the noise is praised.
func (f *filler) improved() []string {
	var lines []string
	for _, im := range f.Improvements {
		if im.Real && im.Employee.ID == f.Employee.ID {
			lines = append(lines, f.p.Text("form.improved", locale.Args{"title": f.p.Title(im.Indicator),
				"before": f.p.Level(im.Before.Value, im.Indicator), "after": f.p.Level(im.After.Value, im.Indicator)}))
		}
	}
	return lines
}

// Sandwich is feedback from data in three parts: what went well beyond noise,
// the gap that is open, the next step.
type Sandwich struct{ Well, Open, Next string }

// Feedback makes the sandwich of the employee's figures. Where nothing improved
// beyond noise it says so, and asks for what was seen instead: no chance is
// praised.
func Feedback(in Input, p *locale.Printer) Sandwich {
	f := &filler{Input: in, p: p, kind: Agenda}
	s := Sandwich{Well: f.text("well.none"), Open: f.text("open.none"), Next: f.text("next.none")}
	if well := f.improved(); len(well) > 0 {
		s.Well = well[0]
	}
	for _, g := range f.gaps() {
		if g.Finding() {
			s.Open = f.textOf("open", locale.Args{"title": p.Title(g.Indicator), "sentence": reports.Sentence(p, in.Report, g)})
			break
		}
	}
	for _, plan := range f.plans() {
		if next := f.nextStep(plan); next != "" {
			s.Next = next
			break
		}
	}
	return s
}

// nextStep is the plan's next open action, else its next milestone.
func (f *filler) nextStep(plan *goals.Plan) string {
	for _, a := range plan.Content.Actions {
		if a.Completion == "" || a.Completion == goals.Doing {
			return f.textOf("next.action", locale.Args{"task": locale.Plain(a.Task)})
		}
	}
	for i := range plan.Milestones {
		if pr := f.progress(plan.ID); pr != nil && i < len(pr.Steps) && pr.Steps[i].Status == goals.Met {
			continue
		}
		return f.textOf("next.milestone", locale.Args{"title": f.title(plan.Indicator), "milestone": f.milestone(plan, &plan.Milestones[i])})
	}
	return ""
}

// milestone says a milestone, in counts too where the trials of a period are
// known: 18% or more, that is 6 → 8 of 40.
func (f *filler) milestone(plan *goals.Plan, m *goals.Milestone) string {
	text := reports.MilestoneText(f.p, f.Report, plan, m)
	in := f.indicator(plan.Indicator)
	if in == nil || in.Scale != kpi.Proportion || plan.Standing == nil || plan.NoBaseline || plan.Standing.PerPeriod < kpi.One {
		return text
	}
	trials := math.Round(plan.Standing.PerPeriod.Float())
	now, then := math.Round(plan.Baseline.Float()*trials), Needed(m.Level, trials, m.Operator)
	return f.p.Text("form.in_counts", locale.Args{"milestone": text, "now": f.p.Number(int(now)), "then": f.p.Number(int(then)),
		"trials": f.p.Number(int(trials)), "noun": cmp.Or(f.noun(in.Denominator), f.p.Text("form.trials", nil)), "events": f.noun(in.Numerator)})
}

// Needed is the count out of trials that meets a level: the least that is enough,
// or the most that is allowed.
func Needed(level kpi.Decimal, trials float64, op goals.Operator) float64 {
	x := level.Float() * trials
	if op == goals.AtMost {
		return math.Floor(x + 1e-9)
	}
	return math.Ceil(x - 1e-9)
}

// noun is what counts are called, in the language of the form; "" where no heading
// of it is known.
func (f *filler) noun(headings []string) string {
	for _, name := range headings {
		latin := strings.IndexFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) < 0
		if latin == (f.p.Lang() == "en") {
			return strings.ReplaceAll(name, "_", " ")
		}
	}
	return ""
}
