package reports

import (
	"cmp"
	"slices"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// finding is one gap of the page: its sentence, the facts behind it and the
// picture of the team.
type finding struct {
	Anchor                      string
	Class, Severity             string
	Name, ID, Team, KPI         string
	Value, Against, Gap, Before string // the row of the overview
	Target                      string // of the plan; "" without one
	Sentence                    string
	Required                    string // the sentence about the standard, "" without one
	Facts                       []fact
	Strip                       *strip
	Plan                        *planCard
	ProgressAnchor              string // where the plan's progress stands on the page
	Caveats                     []string
}

// findings are the gaps to speak of, the graver first, those of a person
// together.
func findings(p *locale.Printer, r *Report) []finding {
	var found []*analysis.Gap
	for i := range r.Gaps {
		if r.Gaps[i].Finding() {
			found = append(found, &r.Gaps[i])
		}
	}
	slices.SortStableFunc(found, func(a, b *analysis.Gap) int {
		return cmp.Or(cmp.Compare(b.Flagged(), a.Flagged()), cmp.Compare(a.Team, b.Team), cmp.Compare(a.Employee.ID, b.Employee.ID))
	})
	summaries := summariesByKey(r)
	list := make([]finding, len(found))
	for i, g := range found {
		list[i] = newFinding(p, r, g, summaries[[2]string{g.Team, g.Indicator.ID}])
	}
	return list
}

func summariesByKey(r *Report) map[[2]string]*analysis.Summary {
	m := make(map[[2]string]*analysis.Summary, len(r.Summaries))
	for i := range r.Summaries {
		m[[2]string{r.Summaries[i].Team, r.Summaries[i].Indicator.ID}] = &r.Summaries[i]
	}
	return m
}

func newFinding(p *locale.Printer, r *Report, g *analysis.Gap, s *analysis.Summary) finding {
	f := finding{Anchor: gapAnchor(g), Class: g.Flagged().String(), Severity: p.Word("severity", g.Flagged().String()),
		Name: personName(g.Employee), ID: personID(g.Employee), Team: locale.Plain(g.Team), KPI: p.Title(g.Indicator),
		Value: p.Level(g.Actual.Value, g.Indicator), Before: p.Word("persistent", string(persistence(g))),
		Sentence: gapSentence(p, g)}
	level, standard := g.Against()
	f.Against, f.Gap = p.Level(level, g.Indicator), p.Gap(g.PointGap, g.RelativeGap, g.Indicator, "mean")
	if standard {
		f.Against = p.Text("html.against.standard", locale.Args{"level": f.Against})
		f.Gap = standardGap(p, g)
	}
	if g.Standard != nil {
		f.Required = p.Text("html.finding.standard", locale.Args{"level": p.Level(g.Standard.Level, g.Indicator),
			"gap": standardGap(p, g), "severity": p.Word("severity", g.Standard.Severity.String())})
	}
	f.Facts = gapFacts(p, g, s)
	if s != nil {
		pic := drawStrip(p, s, g, "strip-"+f.Anchor)
		f.Strip = &pic
	}
	for _, c := range g.Caveats {
		f.Caveats = append(f.Caveats, p.Caveat(c, g.Indicator))
	}
	f.attachPlan(p, r, g)
	return f
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

// gapSentence says the gap in plain words: what was counted, the team's mean,
// and the gap in points and relative.
func gapSentence(p *locale.Printer, g *analysis.Gap) string {
	args := locale.Args{"level": p.Level(g.Actual.Value, g.Indicator), "mean": p.Level(g.TeamMean, g.Indicator),
		"gap": p.Gap(g.PointGap, g.RelativeGap, g.Indicator, "mean"), "n": p.Number(g.N)}
	if g.Denominator == 0 {
		return p.Text("html.finding.value", args)
	}
	args["events"], args["trials"] = p.Count(g.Numerator), p.Count(g.Denominator)
	if g.Indicator.Scale == kpi.Rate { // events per exposure: not x of n
		return p.Text("html.finding.rate", args)
	}
	return p.Text("html.finding.counts", args)
}

func standardGap(p *locale.Printer, g *analysis.Gap) string {
	return p.Gap(g.Standard.Gap, g.Standard.Gap/g.Standard.Level, g.Indicator, "standard")
}

// gapFacts are the evidence behind a finding; what is not known is left out.
func gapFacts(p *locale.Printer, g *analysis.Gap, s *analysis.Summary) []fact {
	in := g.Indicator
	facts := []fact{
		{p.Text("html.fact.interval", locale.Args{"level": p.Percent(g.Actual.Level)}), p.Interval(g.Actual.Lo, g.Actual.Hi, in)},
		{p.Text("html.fact.shrunk", nil), p.Level(g.Shrunk, in)},
		{p.Text("html.fact.rest", nil), restFact(p, g)},
		{p.Text("html.fact.team", nil), p.Text("html.fact.team_figures", locale.Args{"n": p.Number(g.TeamN),
			"median": p.Level(g.TeamMedian, in), "sd": p.Level(g.TeamSD, in)})},
	}
	if s != nil && g.Comparisons > 0 {
		stood := s.Severities[analysis.Credible] + s.Severities[analysis.Serious]
		facts = append(facts, fact{p.Text("html.fact.comparisons", nil),
			p.Text("html.fact.comparisons_figures", locale.Args{"found": p.Number(stood), "n": p.Number(g.Comparisons)})})
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
