package reports

import (
	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// gapRow is a row of gaps.json and of gaps.csv: the same columns in the same
// order.
type gapRow struct {
	Employee         string       `json:"employee"`
	Name             string       `json:"name"`
	Team             string       `json:"team"`
	KPI              string       `json:"kpi"`
	N                int          `json:"n"`
	Numerator        number       `json:"numerator"`
	Denominator      number       `json:"denominator"`
	Value            number       `json:"value"`
	Lo               number       `json:"lo"`
	Hi               number       `json:"hi"`
	TeamN            int          `json:"team_n"`
	TeamMean         number       `json:"team_mean"`
	TeamSD           number       `json:"team_sd"`
	TeamMedian       number       `json:"team_median"`
	Gap              number       `json:"gap"`
	RelativeGap      number       `json:"relative_gap"`
	Rest             number       `json:"rest"`
	RestGap          number       `json:"rest_gap"`
	RestRelativeGap  number       `json:"rest_relative_gap"`
	Shortfall        number       `json:"shortfall"`
	Standard         number       `json:"standard"`
	StandardGap      number       `json:"standard_gap"`
	StandardP        number       `json:"standard_p"`
	StandardQ        number       `json:"standard_q"`
	StandardSeverity word         `json:"standard_severity"`
	Z                number       `json:"z"`
	P                number       `json:"p"`
	Q                number       `json:"q"`
	PMaterial        number       `json:"p_material"`
	Comparisons      int          `json:"comparisons"`
	Shrunk           number       `json:"shrunk"`
	Severity         word         `json:"severity"`
	Reason           word         `json:"reason"`
	Persistent       word         `json:"persistent"`
	Slope            number       `json:"slope"`
	Caveats          []kpi.Caveat `json:"caveats"`
}

func newGapRow(g *analysis.Gap) gapRow {
	row := gapRow{
		Employee: g.Employee.ID, Name: g.Employee.Name, Team: g.Team, KPI: g.Indicator.ID,
		N: g.N, Numerator: unknown, Denominator: unknown,
		Value: number(g.Actual.Value), Lo: number(g.Actual.Lo), Hi: number(g.Actual.Hi),
		TeamN: g.TeamN, TeamMean: number(g.TeamMean), TeamSD: number(g.TeamSD), TeamMedian: number(g.TeamMedian),
		Gap: number(g.PointGap), RelativeGap: number(g.RelativeGap),
		Rest: number(g.Rest), RestGap: number(g.RestGap), RestRelativeGap: number(g.RestRelativeGap), Shortfall: number(g.Shortfall),
		Z: number(g.Z), P: number(g.P), Q: number(g.Q), PMaterial: number(g.PMaterial), Comparisons: g.Comparisons, Shrunk: number(g.Shrunk),
		Severity: word(g.Severity.String()), Reason: word(g.Reason), Persistent: word(g.Persistent), Slope: number(g.Slope), Caveats: list(g.Caveats),
	}
	if g.Denominator != 0 {
		row.Numerator, row.Denominator = number(g.Numerator.Float()), number(g.Denominator.Float())
	}
	row.setStandard(g.Standard)
	return row
}

// setStandard fills the columns of the comparison with the standard; without
// one they are not known.
func (row *gapRow) setStandard(s *analysis.Standard) {
	if s == nil {
		row.Standard, row.StandardGap, row.StandardP, row.StandardQ = unknown, unknown, unknown, unknown
		return
	}
	row.Standard, row.StandardGap, row.StandardP, row.StandardQ = number(s.Level), number(s.Gap), number(s.P), number(s.Q)
	row.StandardSeverity = word(s.Severity.String())
}
