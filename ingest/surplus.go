package ingest

import "github.com/gapstep/gapstep/ingest/kpi"

// noteSurplus says which columns of a dimension were passed over for another.
func (g *grid) noteSurplus() {
	for _, c := range g.cols {
		if c.Role == RoleIgnored && c.dimension != "" && c.dimension != dimIgnored && c.dimension != dimAnyID && c.dimension != dimDate {
			g.report(kpi.Note, "column.surplus", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "dimension": c.dimension, "other": g.heading(g.dims.of(c.dimension))})
		}
	}
}

// of returns the column that was taken for a dimension, −1 when there is none.
func (d dims) of(dimension string) int {
	switch dimension {
	case dimID, dimPerson:
		return d.employee
	case dimGroup, dimTeam, dimDepartment:
		return d.team
	case dimPeriod, dimMonth, dimDate, dimQuarter, dimWeek, dimYear:
		return d.period
	}
	at, ok := map[string]int{dimName: d.name, dimKPI: d.kpi, dimUnit: d.unit, dimRole: d.role, dimLevel: d.level, dimManager: d.manager,
		dimType: d.kind, dimHired: d.hired, dimValue: d.value, dimNumerator: d.numerator, dimDenominator: d.denominator}[dimension]
	if !ok {
		return -1
	}
	return at
}
