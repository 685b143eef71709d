package exporter

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
)

// severities, states and statuses are all that a count by status names.
func severities() []analysis.Severity {
	return []analysis.Severity{analysis.NotJudged, analysis.Normal, analysis.Watch, analysis.Credible, analysis.Serious}
}

func states() []goals.State {
	return []goals.State{goals.Draft, goals.Agreed, goals.Active, goals.Amended, goals.Closed}
}

func statuses() []goals.Status {
	return []goals.Status{goals.Pending, goals.OnTrack, goals.AtRisk, goals.Met, goals.Sustained, goals.Missed, goals.Inconclusive, goals.NoData}
}

// list gathers samples; what is not a finite number is not a sample.
type list []sample

// labelValue is a name as the value of a label: UTF-8, and what would move a
// terminal's cursor or turn the direction of reading as its number, \u001b. Two names
// that differ still do: a series that is there twice fails the scrape.
func labelValue(name string) string {
	name = strings.ToValidUTF8(name, "\uFFFD")
	if !strings.ContainsFunc(name, unsafeRune) {
		return name
	}
	var b strings.Builder
	for _, r := range name {
		if unsafeRune(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func unsafeRune(r rune) bool {
	const nonJoiner, joiner = 0x200C, 0x200D // some scripts need them
	return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != nonJoiner && r != joiner)
}

func (l *list) add(family string, value float64, labels ...string) {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return
	}
	for i := range labels {
		labels[i] = labelValue(labels[i])
	}
	*l = append(*l, sample{family, value, labels})
}

// samples makes every sample of a report, nil being no report yet.
func samples(r *reports.Report, opt Options) []sample {
	var l list
	l.add(buildInfo, 1, opt.Build)
	if r == nil {
		l.add(up, 0)
		return l
	}
	l.add(up, 1)
	if r.AsOf != 0 { // data without periods have no age
		l.add(dataTime, float64(r.AsOf.Time().Unix()))
	}
	if opt.Success != nil {
		if at := opt.Success(); !at.IsZero() {
			l.add(successTime, float64(at.UnixMilli())/1000)
		}
	}
	rejected := 0
	for _, in := range r.Inputs {
		rejected += in.RowsRejected
	}
	l.add(rowsRejected, float64(rejected))
	hidden := reports.Suppressed(r.Summaries, opt.minGroup())
	l.addTeams(r, hidden)
	l.addPlans(r)
	l.addProgress(r, hidden)
	if opt.PerEmployee {
		l.addEmployees(r)
		l.addTargets(r)
	}
	return l
}

// addTeams adds the values of the teams that may be seen, and the counts by
// severity of all.
func (l *list) addTeams(r *reports.Report, hidden map[reports.TeamKPI]bool) {
	for i := range r.Summaries {
		s := &r.Summaries[i]
		team, id := s.Team, s.Indicator.ID
		if hidden[reports.TeamKPI{Team: team, KPI: id}] {
			continue // its counts by severity too: of four people one serious gap is somebody
		}
		for _, severity := range severities() {
			l.add(gapsCount, float64(s.Severities[severity]), team, id, severity.String())
		}
		if s.N == 0 {
			continue
		}
		l.add(teamMean+suffix(s.Indicator), s.Mean, team, id)
		if s.Denominator != 0 {
			l.add(teamPooled, s.Pooled, team, id)
			l.add(teamNumerator, s.Numerator.Float(), team, id)
			l.add(teamDenominator, s.Denominator.Float(), team, id)
		}
	}
}

// suffix names the kind of unit of an indicator's values; an indicator that is
// not known counts as a value.
func suffix(in *kpi.Indicator) string {
	switch {
	case in == nil:
		return "_value"
	case in.Unit == "ratio":
		return "_ratio"
	case in.Scale == kpi.Score:
		return "_score"
	}
	return "_value"
}

// addPlans adds the counts of plans by state, of every team of the report and
// of those that have plans only.
func (l *list) addPlans(r *reports.Report) {
	count := map[string]map[goals.State]int{}
	var order []string
	see := func(team string) {
		if count[team] == nil {
			count[team] = map[goals.State]int{}
			order = append(order, team)
		}
	}
	for i := range r.Summaries {
		see(r.Summaries[i].Team)
	}
	for _, p := range r.Plans {
		see(p.Team)
		count[p.Team][p.State]++
	}
	for _, team := range order {
		for _, s := range states() {
			l.add(plansCount, float64(count[team][s]), team, string(s))
		}
	}
}

// tracked is what the plans of a team's indicator add up to.
type tracked struct {
	milestones map[goals.Status]int
	way        float64
	known      int
}

// addProgress adds milestones by status and the mean way gone of each team's
// indicator that has a tracked plan. The way of a team that may not be seen is left out.
func (l *list) addProgress(r *reports.Report, hidden map[reports.TeamKPI]bool) {
	seen := map[reports.TeamKPI]*tracked{}
	var order []reports.TeamKPI
	for i := range r.Progress {
		pr := &r.Progress[i]
		at := reports.TeamKPI{Team: pr.Plan.Team, KPI: pr.Plan.Indicator}
		if seen[at] == nil {
			seen[at] = &tracked{milestones: map[goals.Status]int{}}
			order = append(order, at)
		}
		seen[at].add(pr)
	}
	sizes := sizesOf(r.Summaries)
	for _, at := range order {
		t := seen[at]
		if hidden[at] {
			continue // of three people one missed milestone is nearly a name
		}
		for _, s := range statuses() {
			l.add(milestonesCount, float64(t.milestones[s]), at.Team, at.KPI, string(s))
		}
		if t.known > 0 && sizes[at] > 0 {
			l.add(progressRatio, t.way/float64(t.known), at.Team, at.KPI)
		}
	}
}

func (t *tracked) add(pr *goals.Progress) {
	for _, s := range pr.Steps {
		t.milestones[s.Status]++
	}
	if !math.IsNaN(pr.Way) {
		t.way += pr.Way
		t.known++
	}
}

// addEmployees adds each employee's value by id; where the id is the name,
// there is no sample.
func (l *list) addEmployees(r *reports.Report) {
	for i := range r.Gaps {
		if g := &r.Gaps[i]; g.Employee.ID != g.Employee.Name {
			l.add(employeeLevel+suffix(g.Indicator), g.Actual.Value, g.Employee.ID, g.Team, g.Indicator.ID)
		}
	}
}

// addTargets adds the levels of every plan and the status of the tracked ones.
func (l *list) addTargets(r *reports.Report) {
	for _, p := range r.Plans {
		for i, m := range p.Milestones {
			l.add(planTarget+suffix(indicatorOf(r, p.Indicator)), m.Level.Float(), p.ID, strconv.Itoa(i+1))
		}
	}
	for _, pr := range r.Progress {
		for _, s := range statuses() {
			holds := 0.0
			if pr.Status == s {
				holds = 1
			}
			l.add(planStatus, holds, pr.Plan.ID, string(s))
		}
	}
}

func indicatorOf(r *reports.Report, id string) *kpi.Indicator {
	if r.Catalogue == nil {
		return nil
	}
	return r.Catalogue.Get(id)
}

// sizesOf counts the members with a value of each team's indicator.
func sizesOf(summaries []analysis.Summary) map[reports.TeamKPI]int {
	sizes := map[reports.TeamKPI]int{}
	for i := range summaries {
		sizes[reports.TeamKPI{Team: summaries[i].Team, KPI: summaries[i].Indicator.ID}] = summaries[i].N
	}
	return sizes
}
