package reports

import (
	"slices"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

type gapColumn = column[*analysis.Gap]

// findings lists the rows against the colleagues: the findings, the rows of a
// descriptive rule, or all of them. Rows that are findings against a standard
// alone stand in the section of standards.
func (t *text) findings(r *Report) {
	id := "findings.title"
	switch {
	case r.All:
		id = "findings.all"
	case r.Method.Rule != string(analysis.RuleFair):
		id = "findings.listed"
	}
	var rows []*analysis.Gap
	for _, g := range orderedGaps(t.p, r.Shown()) {
		if id != "findings.title" || g.Severity >= analysis.Credible {
			rows = append(rows, g)
		}
	}
	t.title(id)
	o := outcomeOf(r)
	switch {
	case len(rows) > 0:
		t.WriteString(grid(append(t.figures(r), t.verdict()...), rows, t.opt))
	case o.found > 0 && id == "findings.title":
		t.say("findings.none.rest", nil)
	default:
		t.say("findings.none", nil)
	}
	if id == "findings.title" && o.found > 0 {
		t.say("findings.among", locale.Args{"count": o.found, "comparisons": t.p.Number(o.compared)})
	}
}

// descriptive lists everybody, headed as what it is, and says what would make
// the rows judgeable.
func (t *text) descriptive(r *Report) {
	places := gapPlaces(r)
	t.title("descriptive.title")
	t.say("descriptive.note", nil)
	t.WriteString(grid(append(t.figures(r), gapColumn{head: t.p.Text("col.rank", nil), right: true, cell: func(g *analysis.Gap) string {
		if at, ok := places[g]; ok {
			return t.p.Number(at) + "/" + t.p.Number(g.TeamN)
		}
		return locale.Unknown
	}}), orderedGaps(t.p, r.Shown()), t.opt))
	t.say("descriptive.remedy", locale.Args{"min_n": t.p.Number(r.Method.MinN), "min_team": t.p.Number(r.Method.MinTeam)})
}

// standards lists the rows behind a required level, with All every row that
// has one. It is a comparison of its own, beside that with the colleagues.
func (t *text) standards(r *Report) {
	var rows []*analysis.Gap
	for i := range r.Gaps {
		g := &r.Gaps[i]
		if g.Standard != nil && (r.All || g.Standard.Severity >= analysis.Credible) {
			rows = append(rows, g)
		}
	}
	missing := teamMissing(t.p, r)
	if len(rows)+len(missing) > 0 {
		t.title("standards.title")
	}
	for _, s := range missing {
		t.line(teamNote(t.p, s))
	}
	if len(rows) == 0 {
		return
	}
	columns := append(t.who(), t.value(r),
		t.interval(r),
		t.column("col.standard", true, func(g *analysis.Gap) string { return t.p.Level(g.Standard.Level, g.Indicator) }),
		t.column("col.standard_gap", true, func(g *analysis.Gap) string {
			return gapShort(t.p, g.Standard.Gap, g.Standard.Gap/g.Standard.Level, g.Indicator, "standard")
		}),
		t.severity("col.severity", func(g *analysis.Gap) analysis.Severity { return g.Standard.Severity }),
		t.column("col.persistent", false, func(g *analysis.Gap) string { return t.p.Word("persistent", string(g.Standard.Persistent)) }))
	t.WriteString(grid(columns, orderedGaps(t.p, rows), t.opt))
}

// figures are the columns of a person's value beside the team's.
func (t *text) figures(r *Report) []gapColumn {
	return append(t.who(), t.value(r), t.interval(r),
		t.column("col.team_mean", true, func(g *analysis.Gap) string { return t.p.Level(g.TeamMean, g.Indicator) }),
		t.column("col.gap", true, func(g *analysis.Gap) string {
			return gapShort(t.p, g.PointGap, g.RelativeGap, g.Indicator, "mean")
		}))
}

func (t *text) who() []gapColumn {
	return []gapColumn{
		t.column("col.person", false, func(g *analysis.Gap) string { return personText(t.p, g.Employee) }),
		t.column("col.team", false, func(g *analysis.Gap) string { return locale.Plain(g.Team) }),
		t.column("col.kpi", false, func(g *analysis.Gap) string {
			return t.p.Title(g.Indicator) + " " + t.p.Word("arrow", g.Indicator.Direction.String())
		}),
	}
}

// value is the person's level with what is behind it, x of n where it was
// counted, and the shrunk estimate where there is one.
func (t *text) value(r *Report) gapColumn {
	shrunk := slices.ContainsFunc(r.Gaps, func(g analysis.Gap) bool { return finite(g.Shrunk) })
	if !shrunk {
		return t.column("col.value_n", true, func(g *analysis.Gap) string { return valueText(t.p, g) })
	}
	return t.column("col.value_shrunk", true, func(g *analysis.Gap) string {
		if !finite(g.Shrunk) {
			return valueText(t.p, g)
		}
		return t.p.Text("value.shrunk", locale.Args{"value": valueText(t.p, g), "shrunk": t.p.Level(g.Shrunk, g.Indicator)})
	})
}

func (t *text) interval(r *Report) gapColumn {
	c := t.column("", true, func(g *analysis.Gap) string { return t.p.Interval(g.Actual.Lo, g.Actual.Hi, g.Indicator) })
	c.head = t.p.Text("col.interval", locale.Args{"percent": t.p.Percent(r.Method.Level)})
	return c
}

func (t *text) verdict() []gapColumn {
	return []gapColumn{
		t.severity("col.severity", func(g *analysis.Gap) analysis.Severity { return g.Flagged() }),
		t.column("col.persistent", false, func(g *analysis.Gap) string { return t.p.Word("persistent", string(persistence(g))) }),
	}
}

func (t *text) severity(head string, of func(*analysis.Gap) analysis.Severity) gapColumn {
	c := t.column(head, false, func(g *analysis.Gap) string { return t.p.Word("severity", of(g).String()) })
	c.tone = func(g *analysis.Gap) string { return of(g).String() }
	return c
}

func (t *text) column(head string, right bool, cell func(*analysis.Gap) string) gapColumn {
	return gapColumn{head: t.p.Text(head, nil), right: right, cell: cell}
}

// personText is the name with the id behind it where that says more.
func personText(p *locale.Printer, e kpi.Employee) string {
	if id := personID(e); id != "" {
		return p.Text("person", locale.Args{"name": personName(e), "id": id})
	}
	return personName(e)
}

// valueText is "15.0% (45/300)" of counts, "6.20 (3 periods)" else, and unknown
// without data.
func valueText(p *locale.Printer, g *analysis.Gap) string {
	args := locale.Args{"value": p.Level(g.Actual.Value, g.Indicator), "sample": sampleText(p, g.Indicator, g.Denominator != 0, g.N)}
	switch {
	case !g.Known():
		return locale.Unknown
	case g.Denominator != 0:
		args["counts"] = p.Counts(g.Numerator, g.Denominator)
		return p.Text("value.counts", args)
	}
	return p.Text("value.n", args)
}

// gapShort is a gap for a narrow column, in points and relative, the base of
// the latter said: "−7.0 pp, −32% of the mean".
func gapShort(p *locale.Printer, gap, relative float64, in *kpi.Indicator, base string) string {
	if !finite(relative) {
		return p.Points(gap, in)
	}
	return p.Text("gap.short."+base, locale.Args{"points": p.PointsOf(gap, relative, in), "relative": p.Share(relative)})
}

// gapPlaces gives each person with a value the place of the gap in the team,
// 1 the furthest behind; equal gaps share a place.
func gapPlaces(r *Report) map[*analysis.Gap]int {
	places := map[*analysis.Gap]int{}
	for from := 0; from < len(r.Gaps); {
		to := from
		for to < len(r.Gaps) && r.Gaps[to].Team == r.Gaps[from].Team && r.Gaps[to].Indicator == r.Gaps[from].Indicator {
			to++
		}
		placeRun(r.Gaps[from:to], places)
		from = to
	}
	return places
}
