package reports

import (
	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// Sentence says a row of the report in one plain sentence made of its own
// figures, the same in every form.
func Sentence(p *locale.Printer, r *Report, g *analysis.Gap) string {
	return sentence(p, g, familyTallies(r)[familyOf(g)])
}

// MilestoneText says a milestone with its operator, level, date and streak.
func MilestoneText(p *locale.Printer, r *Report, plan *goals.Plan, m *goals.Milestone) string {
	return milestoneSentence(p, r, m, indicatorOf(r, plan.Indicator))
}

// LatestText is the latest value of a plan's progress with what is behind it and
// its period.
func LatestText(p *locale.Printer, r *Report, pr *goals.Progress) string {
	return latestText(p, pr, indicatorOf(r, pr.Plan.Indicator))
}

// StatusText is the plan's status in a word, with its streak.
func StatusText(p *locale.Printer, pr *goals.Progress) string { return statusText(p, pr) }

// PersonText is the name with the id behind it where that says more, safe to
// print.
func PersonText(p *locale.Printer, e kpi.Employee) string { return personText(p, e) }

// LevelFormat is the Excel number format of an indicator's levels; of a nil
// indicator, two decimals.
func LevelFormat(p *locale.Printer, in *kpi.Indicator) string { return levelFormat(p, in) }
