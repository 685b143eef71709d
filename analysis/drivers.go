package analysis

import (
	"math"

	"github.com/gapstep/gapstep/analysis/infer"
)

// Driver is an indicator that leads the one of a finding, on which the same
// person is behind too. Share is how much of the gap goes with it in this
// team's figures: association, never cause.
type Driver struct {
	Indicator string
	Value     float64
	Rest      float64
	Severity  Severity
	Share     float64 // NaN: too few colleagues have both figures, or they show no slope
	N         int     // colleagues with both figures, the person not among them
}

// minDriverTeam is the fewest colleagues a slope is taken from.
const minDriverTeam = 5

// findDrivers adds to every finding of the team the drivers on which the
// person is behind the rest too. gaps are all of one team.
func findDrivers(gaps []Gap) {
	asked := false
	for i := range gaps {
		asked = asked || len(gaps[i].Indicator.Drivers) > 0 && gaps[i].Finding()
	}
	if !asked {
		return
	}
	byIndicator := map[string]map[string]*Gap{}
	for i := range gaps {
		g := &gaps[i]
		if byIndicator[g.Indicator.ID] == nil {
			byIndicator[g.Indicator.ID] = map[string]*Gap{}
		}
		byIndicator[g.Indicator.ID][g.Employee.ID] = g
	}
	for i := range gaps {
		g := &gaps[i]
		if !g.Finding() {
			continue
		}
		for _, id := range g.Indicator.Drivers {
			if d := byIndicator[id][g.Employee.ID]; d != nil && d.Shortfall > 0 {
				g.Drivers = append(g.Drivers, goesWith(g, d, gaps, byIndicator[id]))
			}
		}
	}
}

// goesWith takes the slope of the outcome on the driver over the colleagues,
// and with it the part of the gap to the rest that the driver's gap goes with.
func goesWith(g, d *Gap, gaps []Gap, drivers map[string]*Gap) Driver {
	var x, y []float64
	for i := range gaps {
		o := &gaps[i]
		if o.Indicator != g.Indicator || o.Employee.ID == g.Employee.ID {
			continue
		}
		if e := drivers[o.Employee.ID]; e != nil && e.Known() && o.Known() {
			x, y = append(x, e.Actual.Value), append(y, o.Actual.Value)
		}
	}
	out := Driver{Indicator: d.Indicator.ID, Value: d.Actual.Value, Rest: d.Rest, Severity: d.Flagged(), Share: math.NaN(), N: len(x)}
	if len(x) < minDriverTeam {
		return out
	}
	if share := infer.Slope(x, y) * d.RestGap / g.RestGap; share > 0 && !math.IsInf(share, 0) {
		out.Share = share
	}
	return out
}
