package reports

import (
	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// gapJSON is a row of the JSON form: the columns of the csv, and what has no
// place in a table.
type gapJSON struct {
	gapRow
	Listed     bool          `json:"listed"`      // by the descriptive rule in force, when one is
	Cohort     word          `json:"cohort"`      // null: the team
	CohortMean number        `json:"cohort_mean"` // null: the team
	CohortN    int           `json:"cohort_n"`    // 0: the team
	Priority   *priorityJSON `json:"priority"`    // null: no finding
	History    *historyJSON  `json:"history"`
	Drivers    []driverJSON  `json:"drivers"`
	Mix        *mixJSON      `json:"mix"` // null: no segments, or no finding
}

// mixJSON is how much of a gap to the rest goes with the kinds of cases.
type mixJSON struct {
	Gap          number        `json:"gap"`
	Mix          number        `json:"mix"`
	Rate         number        `json:"rate"`
	Standardised number        `json:"standardised"`
	Alone        number        `json:"alone"`
	Segments     []segmentJSON `json:"segments"`
}

type segmentJSON struct {
	Segment         string `json:"segment"`
	Numerator       number `json:"numerator"`
	Denominator     number `json:"denominator"`
	RestNumerator   number `json:"rest_numerator"`
	RestDenominator number `json:"rest_denominator"`
	Mix             number `json:"mix"`
	Rate            number `json:"rate"`
}

func newMixJSON(m *analysis.Mix) *mixJSON {
	if m == nil {
		return nil
	}
	out := &mixJSON{Gap: number(m.Gap), Mix: number(m.Mix), Rate: number(m.Rate), Standardised: number(m.Standardised), Alone: number(m.Alone)}
	for _, p := range m.Parts {
		out.Segments = append(out.Segments, segmentJSON{p.Name, number(p.Own.X), number(p.Own.N), number(p.Rest.X), number(p.Rest.N), number(p.Mix), number(p.Rate)})
	}
	return out
}

// priorityJSON are the parts that order the gaps of a person.
type priorityJSON struct {
	Noise    number `json:"noise"`
	Weight   number `json:"weight"`
	Headroom number `json:"headroom"`
}

type historyJSON struct {
	Periods  int          `json:"periods"`
	Slope    number       `json:"slope"`
	P        number       `json:"p"`
	Signals  []signalJSON `json:"signals"`
	Spread   number       `json:"spread"`
	SpreadP  number       `json:"spread_p"`
	SpreadQ  number       `json:"spread_q"`
	Unsteady bool         `json:"unsteady"`
}

type signalJSON struct {
	Period kpi.Period `json:"period"`
	Kind   string     `json:"kind"`
	Worse  bool       `json:"worse"`
}

type driverJSON struct {
	KPI      string            `json:"kpi"`
	Value    number            `json:"value"`
	Rest     number            `json:"rest"`
	Severity analysis.Severity `json:"severity"`
	Share    number            `json:"share"`
	N        int               `json:"n"`
}

// summaryJSON is one team's indicator.
type summaryJSON struct {
	Team           string `json:"team"`
	KPI            string `json:"kpi"`
	N              int    `json:"n"`
	Mean           number `json:"mean"`
	SD             number `json:"sd"`
	Median         number `json:"median"`
	Pooled         number `json:"pooled"`
	Judged         int    `json:"judged"`
	MissesStandard bool   `json:"misses_standard"`
}

func newGapJSON(g *analysis.Gap) gapJSON {
	out := gapJSON{gapRow: newGapRow(g), Listed: g.Listed, Cohort: word(g.Cohort), CohortMean: unknown, CohortN: g.CohortN, Drivers: []driverJSON{}, Mix: newMixJSON(g.Mix)}
	if g.Cohort != "" {
		out.CohortMean = number(g.CohortMean)
	}
	if g.Finding() {
		p := goals.PriorityOf(g)
		out.Priority = &priorityJSON{number(p.Noise), number(p.Weight), number(p.Headroom)}
	}
	for _, d := range g.Drivers {
		out.Drivers = append(out.Drivers, driverJSON{d.Indicator, number(d.Value), number(d.Rest), d.Severity, number(d.Share), d.N})
	}
	if h := g.History; h != nil {
		out.History = &historyJSON{Periods: h.Periods, Slope: number(h.Slope), P: number(h.P), Signals: []signalJSON{},
			Spread: number(h.Spread), SpreadP: number(h.SpreadP), SpreadQ: number(h.SpreadQ), Unsteady: h.Unsteady}
		for _, s := range h.Signals {
			out.History.Signals = append(out.History.Signals, signalJSON{s.Period, s.Kind, s.Worse})
		}
	}
	return out
}

func summariesJSON(r *Report) []summaryJSON {
	list := make([]summaryJSON, len(r.Summaries))
	for i := range r.Summaries {
		s := &r.Summaries[i]
		list[i] = summaryJSON{Team: s.Team, KPI: s.Indicator.ID, N: s.N, Mean: number(s.Mean), SD: number(s.SD), Median: number(s.Median),
			Pooled: number(s.Pooled), Judged: s.Judged, MissesStandard: s.MissesStandard}
	}
	return list
}
