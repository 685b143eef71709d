package reports

import (
	"cmp"
	"slices"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/reports/locale"
)

// finding is one gap of the page: its sentence, the facts behind it and the
// picture of the team.
type finding struct {
	Anchor, Href                string // Href leads to the finding's card
	team                        string
	Class, Severity             string
	Name, ID, Team, KPI         string
	Value, Against, Gap, Before string // the row of the overview
	Target                      string // of the plan; "" without one
	Sentence                    string
	Course                      *course  // the own history; nil below three periods
	History                     []string // what stands out of it
	Drivers                     []string
	Other                       string // the comparison that the sentence is not about, "" without one
	Facts                       []fact
	Strip                       *strip
	Plan                        *planCard
	ProgressAnchor              string // where the plan's progress stands on the page
	Caveats                     []string
}

// findings are the gaps to speak of, the graver first, those of a person
// together.
func findings(p *locale.Printer, r *Report) []finding {
	found := foundIn(p, r)
	summaries, tallies := summariesByKey(r), familyTallies(r)
	list := make([]finding, len(found))
	for i, g := range found {
		list[i] = newFinding(p, r, g, tallies[familyOf(g)])
		list[i].draw(p, g, summaries[familyOf(g)])
	}
	return list
}

// overview are the findings as rows of a table alone, without what their cards
// say.
func overview(p *locale.Printer, r *Report) []finding {
	found := foundIn(p, r)
	targets := map[string]string{}
	for i := range r.Plans {
		if plan := &r.Plans[i]; len(plan.Milestones) > 0 {
			targets[anchor("gap", plan.Team, plan.Indicator, plan.Employee.ID)] = p.Target(plan.Milestones[len(plan.Milestones)-1].Level, indicatorOf(r, plan.Indicator))
		}
	}
	list := make([]finding, len(found))
	for i, g := range found {
		list[i] = newOverviewRow(p, g)
		list[i].Target = targets[list[i].Anchor]
	}
	return list
}

// foundIn are the gaps to speak of, the graver first, those of a person together.
func foundIn(p *locale.Printer, r *Report) []*analysis.Gap {
	var found []*analysis.Gap
	for i := range r.Gaps {
		if r.Gaps[i].Finding() {
			found = append(found, &r.Gaps[i])
		}
	}
	found = inOrder(p, found, func(g *analysis.Gap) place { return place{team: g.Team, who: g.Employee} })
	slices.SortStableFunc(found, func(a, b *analysis.Gap) int { return cmp.Compare(b.Flagged(), a.Flagged()) })
	return found
}

func summariesByKey(r *Report) map[familyKey]*analysis.Summary {
	m := make(map[familyKey]*analysis.Summary, len(r.Summaries))
	for i := range r.Summaries {
		m[familyKey{r.Summaries[i].Team, r.Summaries[i].Indicator.ID}] = &r.Summaries[i]
	}
	return m
}

func newFinding(p *locale.Printer, r *Report, g *analysis.Gap, family familyTally) finding {
	f := newOverviewRow(p, g)
	_, standard := g.Against()
	f.Sentence, f.History, f.Drivers = sentence(p, g, family), historyWords(p, g), driverWords(p, r, g)
	f.Other = otherComparison(p, g, standard)
	f.Facts = gapFacts(p, g, family)
	for _, c := range g.Caveats {
		f.Caveats = append(f.Caveats, p.Caveat(c, g.Indicator))
	}
	f.attachPlan(p, r, g)
	return f
}

func newOverviewRow(p *locale.Printer, g *analysis.Gap) finding {
	f := finding{Anchor: gapAnchor(g), Href: "#" + gapAnchor(g), team: g.Team, Class: g.Flagged().String(), Severity: p.Word("severity", g.Flagged().String()),
		Name: personName(g.Employee), ID: personID(g.Employee), Team: locale.Plain(g.Team), KPI: p.Title(g.Indicator),
		Value: p.Level(g.Actual.Value, g.Indicator), Before: p.Word("persistent", string(persistence(g)))}
	level, standard := g.Against()
	f.Against, f.Gap = p.Level(level, g.Indicator), p.Gap(g.PointGap, g.RelativeGap, g.Indicator, "mean")
	if standard {
		f.Against = p.Text("html.against.standard", locale.Args{"level": f.Against})
		f.Gap = standardGap(p, g)
	}
	return f
}

// draw adds the pictures: the team with the person marked, and the person's own
// history.
func (f *finding) draw(p *locale.Printer, g *analysis.Gap, s *analysis.Summary) {
	if s != nil {
		pic := drawStrip(p, s, g, "strip-"+f.Anchor)
		f.Strip = &pic
	}
	f.Course = drawCourse(p, g, "course-"+f.Anchor)
}

// attachPlan shows the person's plan for the indicator under the finding, or a
// link to its progress where the page holds it.
func (f *finding) attachPlan(p *locale.Printer, r *Report, g *analysis.Gap) {
	plan := planFor(r, g)
	if plan == nil {
		return
	}
	if n := len(plan.Milestones); n > 0 {
		f.Target = p.Target(plan.Milestones[n-1].Level, g.Indicator)
	}
	if progressOf(r, plan) != nil {
		f.ProgressAnchor = planAnchor(plan)
		return
	}
	card := newPlanCard(p, r, plan, nil)
	f.Plan = &card
}

// planFor is the plan of the gap's person, team and indicator: the one that
// stands last, nil when there is none.
func planFor(r *Report, g *analysis.Gap) *goals.Plan {
	for i := len(r.Plans) - 1; i >= 0; i-- {
		if plan := &r.Plans[i]; plan.Indicator == g.Indicator.ID && plan.Team == g.Team && plan.Employee.ID == g.Employee.ID {
			return plan
		}
	}
	return nil
}

// persistence is that of the comparison in which the finding stands.
func persistence(g *analysis.Gap) analysis.Persistence {
	if _, standard := g.Against(); standard {
		return g.Standard.Persistent
	}
	return g.Persistent
}

// otherComparison says how the person stands in the comparison that the
// sentence is not about: with the standard, or with the colleagues.
func otherComparison(p *locale.Printer, g *analysis.Gap, standard bool) string {
	if standard && finite(g.Rest) {
		return p.Text("html.finding.rest", locale.Args{"level": p.Level(g.Rest, g.Indicator),
			"gap": p.Gap(g.RestGap, g.RestRelativeGap, g.Indicator, "rest"), "severity": p.Word("severity", g.Severity.String())})
	}
	if standard || g.Standard == nil {
		return ""
	}
	return p.Text("html.finding.standard", locale.Args{"level": p.Level(g.Standard.Level, g.Indicator),
		"gap": standardGap(p, g), "severity": p.Word("severity", g.Standard.Severity.String())})
}

func standardGap(p *locale.Printer, g *analysis.Gap) string {
	return p.Gap(g.Standard.Gap, g.Standard.Gap/g.Standard.Level, g.Indicator, "standard")
}

// gapFacts are the evidence behind a finding; what is not known is left out.
func gapFacts(p *locale.Printer, g *analysis.Gap, family familyTally) []fact {
	in := g.Indicator
	facts := []fact{
		{p.Text("html.fact.interval", locale.Args{"level": p.Percent(g.Actual.Level)}), p.Interval(g.Actual.Lo, g.Actual.Hi, in)},
		{p.Text("html.fact.shrunk", nil), p.Level(g.Shrunk, in)},
		{p.Text("html.fact.mean", nil), p.Text("html.fact.team_figures", locale.Args{"mean": p.Level(g.TeamMean, in),
			"gap": p.Gap(g.PointGap, g.RelativeGap, in, "mean"), "n": p.Number(g.TeamN), "median": p.Level(g.TeamMedian, in), "sd": p.Level(g.TeamSD, in)})},
		{p.Text("html.fact.rest", nil), restFact(p, g)},
	}
	if family.judged > 0 && g.Severity > analysis.NotJudged {
		facts = append(facts, fact{p.Text("html.fact.comparisons", nil),
			p.Text("html.fact.comparisons_figures", locale.Args{"found": p.Number(family.found), "n": p.Number(family.judged)})})
	}
	if g.Cohort != "" {
		facts = append(facts, fact{p.Text("html.fact.cohort", nil), cohortWords(p, g)})
	}
	facts = append(facts, fact{p.Text("html.fact.before", nil), p.Word("persistent", string(persistence(g)))})
	return slices.DeleteFunc(facts, func(f fact) bool { return f.Detail == locale.Unknown })
}

func restFact(p *locale.Printer, g *analysis.Gap) string {
	if !finite(g.Rest) {
		return locale.Unknown
	}
	return p.Text("html.fact.rest_figures", locale.Args{"level": p.Level(g.Rest, g.Indicator),
		"gap": p.Gap(g.RestGap, g.RestRelativeGap, g.Indicator, "rest")})
}
