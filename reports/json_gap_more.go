package reports

import (
	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// gapJSON is a row of the JSON form: the columns of the csv, and what has no
// place in a table.
type gapJSON struct {
	gapRow
	Cohort  word         `json:"cohort"` // null: the team
	History *historyJSON `json:"history"`
	Drivers []driverJSON `json:"drivers"`
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
	out := gapJSON{gapRow: newGapRow(g), Cohort: word(g.Cohort), Drivers: []driverJSON{}}
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
