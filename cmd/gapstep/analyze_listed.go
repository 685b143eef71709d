package main

import (
	"context"
	"slices"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
)

// listsOnly reports whether all that is asked for is a list of the findings: nothing
// is printed then of the courses of the others.
func (a *app) listsOnly() bool {
	all, _ := a.set.flags.GetBool("all")
	format, _ := a.set.flags.GetString("format")
	file, _ := a.set.flags.GetString("output")
	return !all && file == "" && (format == "table" || format == "csv") && a.set.config.Analysis.Cohort == ""
}

// scoreListed is a scoring that holds the course of nobody but those who are listed.
// Where nobody can be judged everybody is, and where somebody stands in several teams
// the proposals are chosen over all of them: then every row is held.
func scoreListed(ctx context.Context, ds *kpi.Dataset, opt analysis.Options, draft func([]analysis.Gap) []goals.Plan) (*analysis.Result, []goals.Plan, error) {
	if !oneTeamEach(ds) {
		return scoreAll(ctx, ds, opt, draft)
	}
	type part struct {
		analysis.Scored
		plans []goals.Plan
	}
	var plans []goals.Plan
	gaps := make([]analysis.Gap, 0, ds.Series())
	var summaries []analysis.Summary
	res, err := analysis.Stream(ctx, ds, opt, func(b analysis.Scored) part {
		p := part{plans: draft(b.Gaps)}
		p.Gaps, p.Summaries = listed(b.Gaps), b.Summaries
		return p
	}, func(p part) error {
		gaps, summaries, plans = append(gaps, p.Gaps...), append(summaries, p.Summaries...), append(plans, p.plans...)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	if (&reports.Report{Gaps: gaps}).Descriptive() {
		return scoreAll(ctx, ds, opt, draft)
	}
	res.Gaps, res.Summaries = gaps, summaries
	return res, plans, nil
}

// listed copies rows, of which those that no list shows lose their courses.
func listed(gaps []analysis.Gap) []analysis.Gap {
	rows := slices.Clone(gaps)
	for i := range rows {
		g := &rows[i]
		if g.Finding() || g.Listed {
			g.Series = slices.Clone(g.Series) // which lies in memory of the whole team
			continue
		}
		history := g.History
		*g = verdictOf(g)
		g.History = history
	}
	return rows
}
