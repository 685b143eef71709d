package reports

import (
	"strings"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// standardRow is one team's indicator against a required level, in counts.
type standardRow struct {
	Team, KPI, Required, Mean            string
	Meet, Members, Behind, Watch, Judged string
}

// standardCount counts the people of a team against a required level.
type standardCount struct {
	first                                *analysis.Gap
	members, meet, behind, watch, judged int
}

// standardRows counts the people at or better than the standard and those
// credibly behind it, one row a team and indicator with a standard.
func standardRows(p *locale.Printer, r *Report) []standardRow {
	var rows []standardRow
	for _, c := range countStandards(r) {
		in := c.first.Indicator
		rows = append(rows, standardRow{Team: locale.Plain(c.first.Team), KPI: p.Title(in), Required: p.Level(c.first.Standard.Level, in),
			Mean: p.Level(c.first.TeamMean, in), Meet: p.Number(c.meet), Members: p.Number(c.members), Behind: p.Number(c.behind),
			Watch: p.Number(c.watch), Judged: p.Number(c.judged)})
	}
	return rows
}

// countStandards goes through the rows, which are sorted by team and
// indicator, so that those of one family are neighbours.
func countStandards(r *Report) []standardCount {
	var counts []standardCount
	for i := range r.Gaps {
		g := &r.Gaps[i]
		if g.Standard == nil || !g.Known() {
			continue
		}
		if n := len(counts); n == 0 || counts[n-1].first.Team != g.Team || counts[n-1].first.Indicator.ID != g.Indicator.ID {
			counts = append(counts, standardCount{first: g})
		}
		counts[len(counts)-1].add(g)
	}
	return counts
}

func (c *standardCount) add(g *analysis.Gap) {
	c.members++
	if g.Indicator.Direction.Shortfall(g.Actual.Value, g.Standard.Level) <= 0 {
		c.meet++
	}
	if g.Standard.Severity > analysis.NotJudged {
		c.judged++
	}
	switch g.Standard.Severity {
	case analysis.Watch:
		c.watch++
	case analysis.Credible, analysis.Serious:
		c.behind++
	}
}

// teamBlock is a team with a row an indicator.
type teamBlock struct {
	Anchor, Team string
	Href         string // of the team's own page; "" where this is it
	team         string
	Rows         []teamRow
	Notes        []string // standards that the team misses as a whole
	Funnels      []funnel
}

type teamRow struct {
	KPI, Direction, N, Mean, SD, Median, Pooled, Judged string
	Counts                                              []tile // serious, gap, watch, normal, not judged
}

func teamBlocks(p *locale.Printer, r *Report, drawn map[*analysis.Summary]bool) []teamBlock {
	var blocks []teamBlock
	for _, s := range OrderedSummaries(p, r.Summaries) {
		if len(blocks) == 0 || blocks[len(blocks)-1].team != s.Team {
			blocks = append(blocks, teamBlock{Anchor: anchor("team", s.Team), Team: locale.Plain(s.Team), team: s.Team})
		}
		b := &blocks[len(blocks)-1]
		b.Rows = append(b.Rows, newTeamRow(p, s))
		if s.MissesStandard && s.Indicator.Standard != nil {
			b.Notes = append(b.Notes, teamNote(p, s))
		}
		if drawn[s] {
			b.Funnels = append(b.Funnels, drawFunnel(p, s, anchor("funnel", s.Team, s.Indicator.ID)))
		}
	}
	return blocks
}

func newTeamRow(p *locale.Printer, s *analysis.Summary) teamRow {
	in := s.Indicator
	row := teamRow{KPI: p.Title(in), Direction: p.Word("direction", in.Direction.String()), N: p.Number(s.N), Mean: p.Level(s.Mean, in),
		SD: p.Level(s.SD, in), Median: p.Level(s.Median, in), Pooled: p.Level(s.Pooled, in), Judged: p.Number(s.Judged)}
	for sev := analysis.Serious; sev >= analysis.NotJudged; sev-- {
		row.Counts = append(row.Counts, tile{Word: p.Word("severity", sev.String()), Count: p.Number(s.Severities[sev])})
	}
	return row
}

// listing is the table of every scored row, or of those that a descriptive
// rule lists.
type listing struct {
	Heading, Note string
	Places        bool // the place of each gap in its team stands in the place of a severity
	Rows          []listedRow
}

type listedRow struct {
	Anchor, Name, ID, Team, KPI, Value, Counts, Interval, Mean, Gap, Class, Severity, Reason, Before, Place string
}

// listRows is nil when the findings say all there is to list.
func listRows(p *locale.Printer, r *Report) *listing {
	descriptiveRule := r.Method.Rule != string(analysis.RuleFair) && r.Method.Rule != ""
	var l *listing
	switch {
	case r.Descriptive():
		l = &listing{Heading: p.Text("descriptive.title", nil), Note: p.Text("descriptive.note", nil)}
	case r.All:
		l = &listing{Heading: p.Text("findings.all", nil)}
	case descriptiveRule:
		l = &listing{Heading: p.Text("findings.listed", nil), Note: ruleNote(p, r)}
	default:
		return nil
	}
	places := gapPlaces(r)
	l.Places = r.Descriptive()
	for _, g := range orderedGaps(p, r.Shown()) {
		row := newListedRow(p, g)
		row.Place = locale.Unknown
		if n := places[g]; n > 0 {
			row.Place = p.Number(n) + "/" + p.Number(g.TeamN)
		}
		l.Rows = append(l.Rows, row)
	}
	return l
}

func ruleNote(p *locale.Printer, r *Report) string {
	note := p.Text("head.rule", locale.Args{"rule": p.Word("rule", r.Method.Rule)})
	if finite(r.Method.RuleExpected) {
		note += p.Text("html.list.space", nil) + p.Text("head.rule.expected", locale.Args{"n": p.Number(int(r.Method.RuleExpected + 0.5))})
	}
	return note
}

func newListedRow(p *locale.Printer, g *analysis.Gap) listedRow {
	row := listedRow{Anchor: anchor("row", g.Team, g.Indicator.ID, g.Employee.ID), Name: personName(g.Employee), ID: personID(g.Employee),
		Team: locale.Plain(g.Team), KPI: p.Title(g.Indicator), Value: p.Level(g.Actual.Value, g.Indicator), Counts: sampleText(p, g.Indicator, g.Denominator != 0, g.N),
		Interval: p.Interval(g.Actual.Lo, g.Actual.Hi, g.Indicator), Mean: p.Level(g.TeamMean, g.Indicator),
		Gap:   p.Gap(g.PointGap, g.RelativeGap, g.Indicator, "mean"),
		Class: g.Flagged().String(), Severity: p.Word("severity", g.Flagged().String()),
		Reason: p.Word("reason", string(g.Reason)), Before: p.Word("persistent", string(persistence(g)))}
	if g.Denominator != 0 {
		row.Counts = p.Counts(g.Numerator, g.Denominator)
	}
	return row
}

// judgeable says what the data would need so that somebody can be judged: in
// general, and for each indicator which headings would carry its counts.
func judgeable(p *locale.Printer, r *Report) []string {
	needs := []string{p.Text("html.needs", locale.Args{"min_n": p.Number(r.Method.MinN), "min_team": p.Number(r.Method.MinTeam)})}
	seen := map[*kpi.Indicator]bool{}
	for i := range r.Summaries {
		s := &r.Summaries[i]
		if in := s.Indicator; !seen[in] && s.Denominator == 0 && len(in.Numerator) > 0 && len(in.Denominator) > 0 {
			needs = append(needs, p.Text("html.needs.counts", locale.Args{"kpi": p.Title(in),
				"numerator": headingIn(p.Lang(), in.Numerator), "denominator": headingIn(p.Lang(), in.Denominator)}))
		}
		seen[s.Indicator] = true
	}
	return needs
}

// headingIn is the first heading in the script of the language, else the first.
func headingIn(lang string, headings []string) string {
	for _, h := range headings {
		ascii := strings.IndexFunc(h, func(r rune) bool { return r > 0x7F }) < 0
		if ascii == (lang == "en") {
			return h
		}
	}
	return headings[0]
}
