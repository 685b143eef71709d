package forms

import (
	"cmp"
	"maps"
	"slices"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// Executive is the kind of the summary for the direction: no form to fill in.
const Executive Kind = "executive"

// Programme is what the records say of the plans as a whole.
type Programme struct {
	States     map[goals.State]int   // plans by state
	Outcomes   map[goals.Outcome]int // closed plans by what people recorded
	HealthDue  int                   // health checks due or overdue
	AlertsOpen int
}

// Attainment is the share of the closed plans that were met, and of how many;
// withdrawn plans, and people who were transferred or promoted, tell nothing of it.
func (p Programme) Attainment() (met, judged int) {
	met = p.Outcomes[goals.OutcomeMet]
	return met, met + p.Outcomes[goals.OutcomePartly] + p.Outcomes[goals.OutcomeNotMet]
}

// Summary is what the executive summary is made of.
type Summary struct {
	Report       *reports.Report
	Programme    Programme
	Improvements []goals.Improvement // of everybody
	MinGroup     int                 // figures of smaller teams are hidden
}

// FillExecutive lays out the summary: what stands out, the teams' figures with
// those of small teams hidden so that they can't be worked out, the plans, what
// got better beyond noise. It names nobody.
func FillExecutive(s Summary, p *locale.Printer) Form {
	f := &filler{Input: Input{Report: s.Report}, p: p, kind: Executive}
	form := Form{Kind: Executive, Title: f.text("title"), Foot: p.Text("form.foot", nil)}
	form.Facts = []Fact{{p.Text("report.as_of", nil), p.Date(s.Report.AsOf)}}
	if w := s.Report.Window; w.Periods > 0 {
		form.Facts = append(form.Facts, Fact{p.Text("col.window", nil), p.Span(w.From, w.To, w.Periods)})
	}
	form.Blocks = []Block{f.outcome(s), f.teams(s), f.programme(s), f.betterBeyondNoise(s)}
	return form
}

// outcome counts the findings, and says what they are among. Those of hidden teams
// are left out: the total less the teams shown would give them.
func (f *filler) outcome(s Summary) Block {
	hidden := reports.Suppressed(s.Report.Summaries, s.MinGroup)
	found, judged := 0, 0
	for i := range s.Report.Gaps {
		g := &s.Report.Gaps[i]
		if hidden[reports.TeamKPI{Team: g.Team, KPI: g.Indicator.ID}] {
			continue
		}
		if g.Finding() {
			found++
		}
		if g.Flagged() > analysis.NotJudged {
			judged++
		}
	}
	b := Block{Heading: f.text("outcome"), Lines: []string{f.textOf("found", locale.Args{"count": found, "judged": f.p.Number(judged)})}}
	if len(hidden) > 0 {
		b.Lines = append(b.Lines, f.text("found.shown"))
	}
	return b
}

// teams is a row a team and indicator; a hidden one says why it is.
func (f *filler) teams(s Summary) Block {
	b := Block{Heading: f.text("teams"), Note: f.textOf("teams.note", locale.Args{"least": f.p.Number(s.MinGroup)}),
		Heads: f.heads("col.team", "col.kpi", "col.members", "col.mean", "col.standard", "form.executive.findings")}
	hidden := reports.Suppressed(s.Report.Summaries, s.MinGroup)
	for _, t := range reports.OrderedSummaries(f.p, s.Report.Summaries) {
		if hidden[reports.TeamKPI{Team: t.Team, KPI: t.Indicator.ID}] || t.N == 0 {
			b.Rows = append(b.Rows, []Cell{word(t.Team), word(f.p.Title(t.Indicator)), {}, word(f.text("hidden")), {}, {}})
			continue
		}
		standard := Cell{}
		if t.Indicator.Standard != nil {
			standard = f.level(*t.Indicator.Standard, t.Indicator)
		}
		found := t.Severities[analysis.Credible] + t.Severities[analysis.Serious]
		note := Cell{Text: f.p.Number(found), Number: number(found), Format: "0"}
		if t.MissesStandard {
			note = word(f.text("team_matter"))
		}
		b.Rows = append(b.Rows, []Cell{word(t.Team), word(f.p.Title(t.Indicator)), {Text: f.p.Number(t.N), Number: number(t.N), Format: "0"}, f.level(t.Mean, t.Indicator), standard, note})
	}
	return b
}

// programme is the measures of the programme that the records give.
func (f *filler) programme(s Summary) Block {
	b := Block{Heading: f.text("programme"), Note: f.text("programme.note"), Heads: f.heads("form.executive.measure", "col.value")}
	add := func(name, value string) { b.Rows = append(b.Rows, row(name, value)) }
	for _, state := range slices.Sorted(maps.Keys(s.Programme.States)) {
		add(f.textOf("plans", locale.Args{"state": f.p.Word("state", string(state))}), f.p.Number(s.Programme.States[state]))
	}
	for _, outcome := range goals.Outcomes() {
		if n := s.Programme.Outcomes[outcome]; n > 0 {
			add(f.textOf("closed", locale.Args{"outcome": f.p.Word("outcome", string(outcome))}), f.p.Number(n))
		}
	}
	if met, judged := s.Programme.Attainment(); judged > 0 {
		add(f.text("attainment"), f.textOf("of", locale.Args{"percent": f.p.Percent(float64(met) / float64(judged)), "x": f.p.Number(met), "n": f.p.Number(judged)}))
	} else {
		add(f.text("attainment"), f.text("attainment.none"))
	}
	add(f.text("health"), f.p.Number(s.Programme.HealthDue))
	add(f.text("alerts"), f.p.Number(s.Programme.AlertsOpen))
	return b
}

// betterBeyondNoise counts the real improvements by indicator; fewer people than
// a group are not counted apart.
func (f *filler) betterBeyondNoise(s Summary) Block {
	b := Block{Heading: f.text("better"), Note: f.text("better.note")}
	people := map[string]map[string]bool{}
	for _, im := range s.Improvements {
		if im.Real {
			if people[im.Indicator.ID] == nil {
				people[im.Indicator.ID] = map[string]bool{}
			}
			people[im.Indicator.ID][im.Employee.ID] = true
		}
	}
	for _, id := range slices.SortedFunc(maps.Keys(people), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(people[b]), len(people[a])), cmp.Compare(a, b))
	}) {
		count := f.p.Number(len(people[id]))
		if len(people[id]) < s.MinGroup {
			count = f.textOf("fewer", locale.Args{"least": f.p.Number(s.MinGroup)})
		}
		b.Lines = append(b.Lines, f.textOf("better.line", locale.Args{"title": f.title(id), "people": count}))
	}
	if len(b.Lines) == 0 {
		b.Lines = []string{f.text("better.none")}
	}
	return b
}
