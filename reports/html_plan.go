package reports

import (
	"strings"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// planCard is a plan on the page: its picture, its milestones in words and the
// sum that led to them.
type planCard struct {
	Anchor, Name, ID, Team, KPI, State string
	PlanID                             string
	From                               string // the baseline and the reference
	Ladder                             *ladder
	Milestones                         []string
	Arithmetic                         []string
	Caveats                            []string
	Reach                              string // whether colleagues got as far, "" when nobody asked
	Content                            *contentPart
}

// newPlanCard words a plan; one whose indicator nothing knows any more has no
// picture.
func newPlanCard(p *locale.Printer, r *Report, plan *goals.Plan, seen []goals.Observed) planCard {
	in := indicatorOf(r, plan.Indicator)
	card := planCard{Anchor: planAnchor(plan), Name: personName(plan.Employee), ID: personID(plan.Employee), Team: locale.Plain(plan.Team),
		KPI: titleOf(p, in, plan.Indicator), State: p.Word("state", string(plan.State)), PlanID: locale.Plain(plan.ID),
		From: planBasis(p, r, plan, in), Reach: reachText(p, plan), Content: newContentPart(p, contentOf(r, plan), r.recordOf(plan.ID))}
	if in != nil {
		pic := drawLadder(p, plan, seen, in)
		card.Ladder = &pic
	}
	for i := range plan.Milestones {
		card.Milestones = append(card.Milestones, milestoneSentence(p, r, &plan.Milestones[i], in))
	}
	for _, c := range plan.Arithmetic {
		card.Arithmetic = append(card.Arithmetic, p.Caveat(c, in))
	}
	for _, c := range plan.Caveats {
		card.Caveats = append(card.Caveats, p.Caveat(c, in))
	}
	return card
}

// planBasis says where the plan starts from and what it aims at; a target that
// a person set need not have a baseline.
func planBasis(p *locale.Printer, r *Report, plan *goals.Plan, in *kpi.Indicator) string {
	args := locale.Args{"baseline": p.Level(plan.Baseline.Float(), in), "sample": baselineSample(p, r, plan, in),
		"reference": p.Level(plan.Reference.Float(), in), "basis": BasisText(p, plan, in)}
	if !hasBaseline(plan) {
		return p.Text("html.plan.no_baseline", args)
	}
	return p.Text("html.plan.from", args)
}

// hasBaseline reports whether the plan starts from a level: a target that a
// person set need not.
func hasBaseline(plan *goals.Plan) bool {
	return !plan.NoBaseline && (plan.BaselineN > 0 || plan.Baseline != 0)
}

// baselineSample is what the baseline rests on, "" where nothing says. The plan does not tell whether
// it was counted; the person's row does, where the report has one.
func baselineSample(p *locale.Printer, r *Report, plan *goals.Plan, in *kpi.Indicator) string {
	if plan.BaselineN == 0 {
		return ""
	}
	return sampleText(p, in, baselineCounted(r, plan), plan.BaselineN)
}

func baselineCounted(r *Report, plan *goals.Plan) bool {
	for i := range r.Gaps {
		if g := &r.Gaps[i]; g.Team == plan.Team && g.Employee.ID == plan.Employee.ID && g.Indicator.ID == plan.Indicator {
			return g.Denominator != 0
		}
	}
	return true
}

// countedBaselines is baselineCounted of all plans, with one look at each row.
func countedBaselines(r *Report) map[*goals.Plan]bool {
	type key struct{ team, kpi, employee string }
	rows := map[key]bool{}
	for i := range r.Plans {
		rows[key{r.Plans[i].Team, r.Plans[i].Indicator, r.Plans[i].Employee.ID}] = true
	}
	met := map[key]bool{}
	for i := range r.Gaps {
		g := &r.Gaps[i]
		if at := (key{g.Team, g.Indicator.ID, g.Employee.ID}); rows[at] && !met[at] {
			rows[at], met[at] = g.Denominator != 0, true
		}
	}
	counted := make(map[*goals.Plan]bool, len(r.Plans))
	for i := range r.Plans {
		counted[&r.Plans[i]] = rows[key{r.Plans[i].Team, r.Plans[i].Indicator, r.Plans[i].Employee.ID}]
	}
	return counted
}

// milestoneSentence says a milestone with its date, what else must hold in the
// same period, and for how many periods in a row.
func milestoneSentence(p *locale.Printer, r *Report, m *goals.Milestone, in *kpi.Indicator) string {
	args := locale.Args{"level": p.Target(m.Level, in), "operator": p.Word("operator", string(m.Operator))}
	id := "milestone.plain"
	switch {
	case m.From != nil:
		id, args["date"] = "milestone.from", p.Date(*m.From)
	case m.By != nil:
		id, args["date"] = "milestone.by", p.Date(*m.By)
	case m.FromMonth > 0:
		id, args["month"] = "milestone.from_month", p.Number(m.FromMonth)
	case m.ByMonth > 0:
		id, args["month"] = "milestone.by_month", p.Number(m.ByMonth)
	}
	text := p.Text(id, args)
	if len(m.Also) > 0 {
		text = p.Text("milestone.also", locale.Args{"milestone": text, "also": alsoSentence(p, r, m.Also)})
	}
	if m.Sustain > 1 {
		text = p.Text("milestone.sustain", locale.Args{"milestone": text, "count": m.Sustain})
	}
	return text
}

func alsoSentence(p *locale.Printer, r *Report, also []goals.Condition) string {
	var parts []string
	for _, c := range also {
		in := indicatorOf(r, c.Indicator)
		parts = append(parts, p.Text("condition", locale.Args{"title": titleOf(p, in, c.Indicator),
			"operator": p.Word("operator", string(c.Operator)), "level": p.Target(c.Level, in)}))
	}
	return strings.Join(parts, p.Text("html.list.comma", nil))
}

// progressCard is a plan held against new data.
type progressCard struct {
	planCard
	Class, Status string
	Latest        string
	Expected      string
	Way           string
	Forecast      string // where the own line leads, "" where nothing says
	Signals       []string
	Change        *change // before the plan and since; nil without figures of both
	Steps         []stepRow
}

// stepRow is a milestone with where it stands.
type stepRow struct{ Milestone, Class, Status, Streak, Reached, Attained string }

func progressCards(p *locale.Printer, r *Report) []progressCard {
	cards := make([]progressCard, len(r.Progress))
	for i, pr := range orderedProgress(p, r.Progress) {
		cards[i] = newProgressCard(p, r, pr)
	}
	return cards
}

func newProgressCard(p *locale.Printer, r *Report, pr *goals.Progress) progressCard {
	in := indicatorOf(r, pr.Plan.Indicator)
	card := progressCard{planCard: newPlanCard(p, r, &pr.Plan, pr.Series), Class: string(pr.Status), Status: p.Word("status", string(pr.Status)),
		Latest: p.Text("progress.no_data", nil), Expected: p.Level(pr.Expected, in), Way: locale.Unknown}
	if pr.Latest != nil {
		args := locale.Args{"level": p.Level(pr.Latest.Value, in), "period": p.Period(pr.Latest.Period),
			"counts": countsOf(p, pr.Latest.Measure), "interval": ""}
		if hasInterval(pr) {
			args["interval"] = p.Interval(pr.Latest.Lo, pr.Latest.Hi, in)
		}
		card.Latest = p.Text("html.progress.latest", args)
	}
	if finite(pr.Way) {
		card.Way = p.Percent(pr.Way)
	}
	card.Forecast = forecastText(p, pr, in)
	card.Signals = courseSignals(p, pr)
	if in != nil {
		card.Change = drawChange(p, pr, in)
	}
	for i := range pr.Steps {
		card.Steps = append(card.Steps, newStepRow(p, r, pr, i))
	}
	for _, c := range pr.Caveats {
		card.Caveats = append(card.Caveats, p.Caveat(c, in))
	}
	return card
}

// hasInterval reports whether the latest value has one: an interval is not
// said to hold or not to hold a level where there is none.
func hasInterval(pr *goals.Progress) bool {
	return pr.Latest != nil && finite(pr.Latest.Lo) && finite(pr.Latest.Hi)
}

func newStepRow(p *locale.Printer, r *Report, pr *goals.Progress, step int) stepRow {
	s, in := &pr.Steps[step], indicatorOf(r, pr.Plan.Indicator)
	row := stepRow{Milestone: milestoneSentence(p, r, &s.Milestone, in), Class: string(s.Status), Status: p.Word("status", string(s.Status)),
		Streak: locale.Unknown, Reached: p.Text("no", nil), Attained: locale.Unknown}
	if finite(s.Attained) {
		row.Attained = p.Percent(s.Attained)
	}
	if s.Milestone.Sustain > 1 {
		row.Streak = p.Text("progress.streak", locale.Args{"streak": p.Number(min(s.Streak, s.Milestone.Sustain)), "sustain": p.Number(s.Milestone.Sustain)})
	}
	switch {
	case s.Reached && !hasInterval(pr):
		row.Reached = p.Text("yes", nil)
	case s.Reached && s.Credible:
		row.Reached = p.Text("html.reached.credible", nil)
	case s.Reached:
		row.Reached = p.Text("html.reached.not_credible", nil)
	}
	return row
}

// countsOf is "45/300", or "" of a level without counts.
func countsOf(p *locale.Printer, m kpi.Measure) string {
	if !m.HasCounts() {
		return ""
	}
	return p.Counts(m.Events, m.Trials)
}

// otherPlans are the plans that stand neither under a finding nor in the
// progress.
func otherPlans(p *locale.Printer, r *Report) []planCard {
	shown := map[*goals.Plan]bool{}
	for i := range r.Gaps {
		if g := &r.Gaps[i]; g.Finding() {
			shown[planFor(r, g)] = true
		}
	}
	var cards []planCard
	for _, plan := range orderedPlans(p, r.Plans) {
		if !shown[plan] && progressOf(r, plan) == nil {
			cards = append(cards, newPlanCard(p, r, plan, nil))
		}
	}
	return cards
}

// progressOf is the progress of the plan in the report, nil without one.
func progressOf(r *Report, plan *goals.Plan) *goals.Progress {
	for i := range r.Progress {
		if pr := &r.Progress[i]; pr.Plan.ID == plan.ID && pr.Plan.Employee.ID == plan.Employee.ID && pr.Plan.Indicator == plan.Indicator {
			return pr
		}
	}
	return nil
}

// indicatorOf finds the indicator of an id: in the catalogue, else among the
// rows; nil when it is unknown.
func indicatorOf(r *Report, id string) *kpi.Indicator {
	if r.Catalogue != nil {
		if in := r.Catalogue.Get(id); in != nil {
			return in
		}
	}
	for i := range r.Summaries {
		if r.Summaries[i].Indicator.ID == id {
			return r.Summaries[i].Indicator
		}
	}
	return nil
}

// titleOf is the indicator's title, the id of one that nothing knows.
func titleOf(p *locale.Printer, in *kpi.Indicator, id string) string {
	if in == nil {
		return locale.Plain(id)
	}
	return p.Title(in)
}

// courseSignals say what stands out of the person's own course since the start.
func courseSignals(p *locale.Printer, pr *goals.Progress) []string {
	signals := make([]analysis.Signal, len(pr.Signals))
	for i, s := range pr.Signals {
		signals[i] = analysis.Signal(s)
	}
	return signalWords(p, signals)
}
