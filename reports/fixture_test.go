package reports

import (
	"fmt"
	"math"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// person is one row of the fixture: what was counted, and what an analysis
// said of it. n = 0 is a person without data.
type person struct {
	id, name string
	x, n     int64
	severity analysis.Severity
	reason   analysis.Reason
}

var (
	june2025 = kpi.PeriodOf(kpi.DateOf(2025, 6, 1), kpi.Month)
	spring   = analysis.Window{From: kpi.PeriodOf(kpi.DateOf(2025, 4, 1), kpi.Month), To: june2025, Periods: 3}
)

// fixture is a small report by hand with one of everything that a writer has
// to cope with: a serious gap, a gap against a standard alone, a watch, people
// who are not judged or have no data, names that attack a spreadsheet or a
// terminal, a draft, an agreed plan half-way, remarks with and without an address.
func fixture(t testing.TB) *Report {
	t.Helper()
	cat := kpi.Builtin()
	conversion, coverage := cat.Get("conversion_rate"), cat.Get("test_coverage")
	r := &Report{AsOf: kpi.DateOf(2025, 6, 30), Window: spring, Catalogue: cat}
	r.Method = Method{Rule: "fair", Window: 3, MinN: 10, MinTeam: 4, FDR: 0.05, Level: 0.95, Reference: "team_mean",
		Families: 1, Comparisons: 5, ExpectedFalse: 0.05, RuleExpected: math.NaN(), Version: "0.1.0", ConfigHash: "c0ffee"}
	r.Inputs = []Input{
		{Path: "sales.xlsx", SHA256: "aa11", RowsRead: 20, RowsUsed: 17, RowsRejected: 2, RowsBlank: 1, ValuesRead: 40, ValuesUsed: 36, ValuesRejected: 3, ValuesBlank: 1},
		{Path: "coverage.csv", SHA256: "bb22", RowsRead: 9, RowsUsed: 9, ValuesRead: 9, ValuesUsed: 9},
	}
	r.Diagnostics = []kpi.Diagnostic{
		{Severity: kpi.Error, Code: "row.conflict", Origin: kpi.Origin{File: "sales.xlsx", Sheet: "Q2", Row: 14, Col: 3},
			Args: kpi.Args{"employee": "e099", "team": "south", "kpi": "conversion_rate", "period": "2025-06", "other": "sales.xlsx!Q2!C13"}},
		{Severity: kpi.Note, Code: "gap.seen_once"},
	}
	add(r, "engineering", coverage, []person{
		{"e101", "王芳", 400, 1000, analysis.NotJudged, ""},
		{"e102", "Ana Ruiz", 850, 1000, analysis.NotJudged, ""},
	})
	add(r, "north", conversion, []person{
		{"e017", "张伟", 45, 300, analysis.Serious, ""},
		{"e018", "=HYPERLINK(\"http://x\")", 69, 300, analysis.Normal, ""},
		{"e019", "Li\x1b[31m Na\nx", 54, 300, analysis.Watch, analysis.ReasonChance},
		{"e020", "José", 72, 300, analysis.Normal, ""},
		{"e021", "Kim", 75, 300, analysis.Normal, ""},
		{"e022", "-new", 1, 5, analysis.NotJudged, analysis.ReasonTooFew},
		{"e023", "欧阳建国", 0, 0, analysis.NotJudged, analysis.ReasonTooFew},
	})
	againstStandard(&r.Gaps[0])
	finish(&r.Gaps[2])
	r.Summaries[0].Severities = map[analysis.Severity]int{analysis.NotJudged: 1, analysis.Credible: 1}
	r.Summaries[0].Members[0].Severity = analysis.Credible
	r.Plans = []goals.Plan{draftPlan(), agreedPlan()}
	r.Progress = []goals.Progress{progress()}
	return r
}

// add appends a team's indicator with its summary, the figures worked out here.
func add(r *Report, team string, in *kpi.Indicator, people []person) {
	s := analysis.Summary{Team: team, Indicator: in, Window: spring, Median: math.NaN(), Tau: math.NaN(), Severities: map[analysis.Severity]int{}}
	var values []float64
	for _, p := range people {
		s.Numerator, s.Denominator = s.Numerator+kpi.FromInt(p.x), s.Denominator+kpi.FromInt(p.n)
		value := ratio(kpi.FromInt(p.x), kpi.FromInt(p.n))
		if p.n > 0 {
			values = append(values, value)
		}
		s.Members = append(s.Members, analysis.Member{Employee: kpi.Employee{ID: p.id, Name: p.name}, Value: value, N: int(p.n), Severity: p.severity})
		s.Severities[p.severity]++
		if p.severity > analysis.NotJudged {
			s.Judged++
		}
	}
	s.N, s.Pooled = len(values), ratio(s.Numerator, s.Denominator)
	for _, v := range values {
		s.Mean += v / float64(len(values))
	}
	for _, v := range values {
		s.SD += (v - s.Mean) * (v - s.Mean) / float64(len(values)-1)
	}
	s.SD = math.Sqrt(s.SD)
	from := len(r.Gaps)
	for _, p := range people {
		r.Gaps = append(r.Gaps, scored(&s, p))
	}
	setOthers(r.Gaps[from:])
	r.Summaries = append(r.Summaries, s)
}

// setOthers works out the mean of the colleagues in each period of a team.
func setOthers(team []analysis.Gap) {
	for i := range team {
		for m := range team[i].Series {
			sum, n := 0.0, 0.0
			for j := range team {
				if i != j && m < len(team[j].Series) {
					sum, n = sum+team[j].Series[m].Measure.Level, n+1
				}
			}
			team[i].Series[m].Others = sum / n // NaN of nobody
		}
	}
}

// scored is a person's row in the team of s.
func scored(s *analysis.Summary, p person) analysis.Gap {
	nan, in := math.NaN(), s.Indicator
	x, n := kpi.FromInt(p.x), kpi.FromInt(p.n)
	g := analysis.Gap{Employee: kpi.Employee{ID: p.id, Name: p.name}, Team: s.Team, Indicator: s.Indicator, Window: spring,
		N: int(p.n), Numerator: x, Denominator: n, Actual: infer.Estimate{Value: nan, Lo: nan, Hi: nan, Level: 0.95},
		TeamN: s.N, TeamMean: s.Mean, TeamSD: s.SD, TeamMedian: s.Median, Rest: ratio(s.Numerator-x, s.Denominator-n),
		Material: 0.02, Z: nan, P: nan, Q: nan, PMaterial: nan, Shrunk: nan, Slope: nan,
		Severity: p.severity, Reason: p.reason, Persistent: analysis.PersistentUnknown}
	if p.n > 0 {
		g.Actual = infer.Wilson(float64(p.x), float64(p.n), 0.95)
		g.Series = monthly(p, in)
		if in.Clustered() {
			g.N = spring.Periods // lines are no trials
		}
	}
	g.PointGap, g.RestGap = g.Actual.Value-g.TeamMean, g.Actual.Value-g.Rest
	g.RelativeGap, g.RestRelativeGap = g.PointGap/g.TeamMean, g.RestGap/g.Rest
	g.Shortfall = s.Indicator.Direction.Shortfall(g.Actual.Value, g.Rest)
	if p.severity > analysis.NotJudged {
		g.Comparisons, g.P, g.Q, g.PMaterial, g.Persistent = 5, 0.25, 0.3125, 0.5, analysis.PersistentNo
	}
	return g
}

// months are those of a fixture's history.
const months = 8

// monthly splits what was counted over eight months to June; the serious gap
// falls by a point a month.
func monthly(p person, in *kpi.Indicator) (series []analysis.Point) {
	period := kpi.PeriodOf(kpi.DateOf(2024, 11, 1), kpi.Month)
	for i := range int64(months) {
		level := p.x * 1000 / p.n
		if p.severity == analysis.Serious {
			level += 35 - 10*i
		}
		series = append(series, analysis.Point{Period: period, Measure: kpi.Counts(kpi.FromInt(level), kpi.FromInt(1000))})
		period = period.Next()
	}
	return series
}

// finish gives the serious row what a finding has.
func finish(g *analysis.Gap) {
	g.P, g.Q, g.PMaterial, g.Shrunk, g.Slope = 0.000375, 0.001875, 0.96875, 0.1640625, -0.0078125
	g.Persistent = analysis.PersistentYes
	g.History = &analysis.History{Periods: months, Slope: -0.01, P: 0.0004, Spread: 2.5, SpreadP: 0.25, SpreadQ: 0.5, OwnSpread: 0.024,
		Signals: []analysis.Signal{{Period: june2025, Kind: "outside", Worse: true}}}
	g.Drivers = []analysis.Driver{{Indicator: "followup_delay_rate", Value: 0.3, Rest: 0.05, Severity: analysis.Credible, Share: 0.59, N: 5}}
}

// againstStandard makes a row that is behind a standard of 80 %.
func againstStandard(g *analysis.Gap) {
	g.Standard = &analysis.Standard{Level: 0.8, Gap: g.Actual.Value - 0.8, P: 0.0009765625, Q: 0.001953125, PMaterial: 0.9921875,
		Severity: analysis.Credible, Persistent: analysis.PersistentYes}
	g.Reason, g.Caveats = analysis.ReasonStandard, []kpi.Caveat{{Code: "gap.clustered"}, {Code: "gap.seen_once"}}
}

func ratio(x, n kpi.Decimal) float64 {
	if n == 0 {
		return math.NaN()
	}
	return x.Float() / n.Float()
}

func draftPlan() goals.Plan {
	return goals.Plan{ID: "p-draft", Employee: kpi.Employee{ID: "e017", Name: "张伟"}, Team: "north", Indicator: "conversion_rate",
		Direction: kpi.Higher, Baseline: 150_000, BaselineN: 300, Reference: 220_000, Basis: goals.BasisMean,
		Milestones: []goals.Milestone{{Level: 180_000, Operator: goals.AtLeast, FromMonth: 3, Sustain: 1}, {Level: 200_000, Operator: goals.AtLeast, ByMonth: 6, Sustain: 1}},
		State:      goals.Draft, Version: 1, AsOf: kpi.DateOf(2025, 6, 30)}
}

func agreedPlan() goals.Plan {
	p := draftPlan()
	start, from, by := kpi.DateOf(2025, 4, 1), kpi.DateOf(2025, 6, 1), kpi.DateOf(2025, 9, 30)
	p.ID, p.State, p.Version, p.Start, p.By = "p-agreed", goals.Agreed, 2, &start, "lee"
	p.Milestones = []goals.Milestone{
		{Level: 180_000, Operator: goals.AtLeast, FromMonth: 3, From: &from, Sustain: 3},
		{Level: 200_000, Operator: goals.AtLeast, ByMonth: 6, By: &by, Sustain: 1,
			Also: []goals.Condition{{Indicator: "followup_delay_rate", Level: 50_000, Operator: goals.AtMost}}},
	}
	return p
}

// progress is the agreed plan one period into its first milestone.
func progress() goals.Progress {
	p := agreedPlan()
	seen := goals.Observed{Period: june2025, Measure: kpi.Counts(19*kpi.One, 100*kpi.One), Value: 0.19, Lo: 0.125, Hi: 0.2773}
	return goals.Progress{Plan: p, AsOf: kpi.DateOf(2025, 6, 30), Latest: &seen, Expected: 0.18, Way: 0.8, Status: goals.Sustained,
		Steps: []goals.Step{
			{Milestone: p.Milestones[0], Status: goals.Sustained, Streak: 1, Best: 1, Reached: true},
			{Milestone: p.Milestones[1], Status: goals.Pending},
		},
		Series: []goals.Observed{seen}}
}

// printer is the printer of a language that knows the built-in indicators.
func printer(t testing.TB, lang string) *locale.Printer {
	t.Helper()
	p, err := locale.New(lang)
	if err != nil {
		t.Fatal(fmt.Errorf("printer %s: %w", lang, err))
	}
	return p.With(kpi.Builtin())
}
