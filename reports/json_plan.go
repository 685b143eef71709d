package reports

import (
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// planJSON is a plan as machines read it: the person by id and name, levels as
// ratios, milestones with the status that tracking gave them.
type planJSON struct {
	ID         string            `json:"id"`
	Employee   string            `json:"employee"`
	Name       string            `json:"name"`
	Team       string            `json:"team"`
	KPI        string            `json:"kpi"`
	Direction  kpi.Direction     `json:"direction"`
	Baseline   *kpi.Decimal      `json:"baseline"` // null with baseline_n: a target set without one
	BaselineN  *int              `json:"baseline_n"`
	Reference  kpi.Decimal       `json:"reference"`
	Basis      goals.Basis       `json:"basis"`
	Milestones []milestoneJSON   `json:"milestones"`
	Arithmetic []kpi.Caveat      `json:"arithmetic"`
	Caveats    []kpi.Caveat      `json:"caveats"`
	State      goals.State       `json:"state"`
	Version    int               `json:"version"`
	AsOf       *kpi.Date         `json:"as_of"`
	Start      *kpi.Date         `json:"start"`
	AgreedBy   word              `json:"agreed_by"`
	Since      *kpi.Date         `json:"since"`       // first day of the data behind the baseline
	Cycle      *int              `json:"cycle_weeks"` // null: monthly
	Standing   *goals.Standing   `json:"standing"`
	Chances    *goals.Chances    `json:"chances"`
	Achievable *goals.Achievable `json:"achievable"`
	Content    goals.Content     `json:"content"`
	CheckIns   []checkInJSON     `json:"check_ins"`
	Comments   []commentJSON     `json:"comments"`
}

// milestoneJSON is a milestone: its days once the plan has a start, the plan's
// months else. Status, streak and reached are null until the plan was tracked.
type milestoneJSON struct {
	Level     kpi.Decimal       `json:"level"`
	Operator  goals.Operator    `json:"operator"`
	From      *kpi.Date         `json:"from"`
	By        *kpi.Date         `json:"by"`
	FromMonth *int              `json:"from_month"`
	ByMonth   *int              `json:"by_month"`
	Sustain   int               `json:"sustain"`
	Also      []goals.Condition `json:"also"`
	Status    word              `json:"status"`
	Streak    *int              `json:"streak"`
	Reached   *bool             `json:"reached"`
	Credible  *bool             `json:"credible"`
	Of        *int              `json:"of"`       // sustain of any of so many in a row; null: all of them
	Attained  number            `json:"attained"` // share of the way from the baseline to this level
}

type progressJSON struct {
	Plan       string          `json:"plan"`
	Employee   string          `json:"employee"`
	KPI        string          `json:"kpi"`
	AsOf       kpi.Date        `json:"as_of"`
	Status     goals.Status    `json:"status"`
	Latest     *observedJSON   `json:"latest"`
	Expected   number          `json:"expected"`
	Way        number          `json:"way"`
	Milestones []milestoneJSON `json:"milestones"`
	Series     []observedJSON  `json:"series"`
	Forecast   *forecastJSON   `json:"forecast"`
	Signals    []signalJSON    `json:"signals"`
	Caveats    []kpi.Caveat    `json:"caveats"`
}

// forecastJSON is where the person's own line leads.
type forecastJSON struct {
	Period kpi.Period       `json:"period"`
	Level  kpi.Decimal      `json:"level"`
	Value  number           `json:"value"`
	Lo     number           `json:"lo"`
	Hi     number           `json:"hi"`
	P      number           `json:"p"`
	Word   goals.Likelihood `json:"word"`
}

type observedJSON struct {
	Period      kpi.Period `json:"period"`
	Numerator   number     `json:"numerator"`
	Denominator number     `json:"denominator"`
	Value       number     `json:"value"`
	Lo          number     `json:"lo"`
	Hi          number     `json:"hi"`
}

func newTail(r *Report) documentTail {
	t := documentTail{Summaries: summariesJSON(r), Plans: []planJSON{}, Progress: []progressJSON{}, Evaluations: []EvaluationJSON{}}
	for i := range r.Plans {
		var steps []goals.Step
		if pr := progressOf(r, &r.Plans[i]); pr != nil {
			steps = pr.Steps
		}
		t.Plans = append(t.Plans, newPlanJSON(r, &r.Plans[i], steps))
	}
	for i := range r.Evaluations {
		t.Evaluations = append(t.Evaluations, NewEvaluationJSON(&r.Evaluations[i]))
	}
	for i := range r.Progress {
		t.Progress = append(t.Progress, newProgressJSON(&r.Progress[i]))
	}
	return t
}

func newPlanJSON(r *Report, p *goals.Plan, steps []goals.Step) planJSON {
	out := planJSON{ID: p.ID, Employee: p.Employee.ID, Name: p.Employee.Name, Team: p.Team, KPI: p.Indicator, Direction: p.Direction,
		Reference: p.Reference, Basis: p.Basis, Milestones: milestonesOf(p.Milestones, steps),
		Arithmetic: list(p.Arithmetic), Caveats: list(p.Caveats), State: p.State, Version: p.Version, AsOf: dayOrNull(p.AsOf), Start: p.Start, AgreedBy: word(p.By),
		Since: dayOrNull(p.Since), Cycle: positive(p.Cycle), Standing: p.Standing, Chances: p.Chances, Achievable: p.Achievable, Content: contentOf(r, p)}
	if !p.NoBaseline {
		out.Baseline, out.BaselineN = &p.Baseline, &p.BaselineN
	}
	out.CheckIns, out.Comments = newSaidJSON(r.recordOf(p.ID))
	return out
}

// dayOrNull is null for the zero day, which no data has.
func dayOrNull(d kpi.Date) *kpi.Date {
	if d == 0 {
		return nil
	}
	return &d
}

func milestonesOf(milestones []goals.Milestone, steps []goals.Step) []milestoneJSON {
	out := make([]milestoneJSON, len(milestones))
	for i, m := range milestones {
		out[i] = milestoneJSON{Level: m.Level, Operator: m.Operator, From: m.From, By: m.By,
			FromMonth: positive(m.FromMonth), ByMonth: positive(m.ByMonth), Sustain: m.Sustain, Also: list(m.Also), Of: positive(m.Of), Attained: unknown}
		if i < len(steps) {
			s := steps[i]
			out[i].Status, out[i].Streak, out[i].Reached, out[i].Credible = word(s.Status), &s.Streak, &s.Reached, &s.Credible
			out[i].Attained = number(s.Attained)
		}
	}
	return out
}

func positive(n int) *int {
	if n <= 0 {
		return nil
	}
	return &n
}

func newProgressJSON(pr *goals.Progress) progressJSON {
	out := progressJSON{Plan: pr.Plan.ID, Employee: pr.Plan.Employee.ID, KPI: pr.Plan.Indicator, AsOf: pr.AsOf, Status: pr.Status,
		Expected: number(pr.Expected), Way: number(pr.Way), Series: []observedJSON{}, Signals: []signalJSON{}, Caveats: list(pr.Caveats)}
	for _, s := range pr.Signals {
		out.Signals = append(out.Signals, signalJSON{s.Period, s.Kind, s.Worse})
	}
	if f := pr.Forecast; f != nil {
		out.Forecast = &forecastJSON{f.Period, f.Level, number(f.Value), number(f.Lo), number(f.Hi), number(f.P), f.Word}
	}
	var milestones []goals.Milestone
	for _, s := range pr.Steps {
		milestones = append(milestones, s.Milestone)
	}
	out.Milestones = milestonesOf(milestones, pr.Steps)
	for _, o := range pr.Series {
		out.Series = append(out.Series, newObserved(o))
	}
	if pr.Latest != nil {
		latest := newObserved(*pr.Latest)
		out.Latest = &latest
	}
	return out
}

func newObserved(o goals.Observed) observedJSON {
	out := observedJSON{Period: o.Period, Numerator: unknown, Denominator: unknown, Value: number(o.Value), Lo: number(o.Lo), Hi: number(o.Hi)}
	if o.Measure.HasCounts() {
		out.Numerator, out.Denominator = number(o.Measure.Events.Float()), number(o.Measure.Trials.Float())
	}
	return out
}
