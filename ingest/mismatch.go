package ingest

import (
	"fmt"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// unitMismatch is the rows of a long sheet that give an indicator in a unit that
// is none of its own.
type unitMismatch struct {
	rowsAt
	indicator        *kpi.Indicator
	name, text, unit string // of the KPI's cell and the unit's
}

// countMismatch counts a row whose unit is none of its indicator's; false for
// other rows.
func (g *grid) countMismatch(r sheet.Row, h *rowHead, values int) bool {
	if h.problem != "row.unit_mismatch" {
		return false
	}
	name := g.text(r, g.dims.kpi)
	at := slices.IndexFunc(g.mismatches, func(m *unitMismatch) bool { return m.name == name && m.text == h.text })
	if at < 0 {
		at = len(g.mismatches)
		g.mismatches = append(g.mismatches, &unitMismatch{indicator: h.indicator, name: name, text: h.text, unit: h.unit})
	}
	g.mismatches[at].add(values, g.table.Origin(r.Line, h.col))
	return true
}

// reportMismatches says each once, with the indicator that may be meant: of
// points, the score that goes with a proportion.
func (g *grid) reportMismatches() {
	for _, m := range g.mismatches {
		args := kpi.Args{"kpi": m.indicator.ID, "name": m.name, "text": m.text, "rows": fmt.Sprint(m.rows), "values": fmt.Sprint(m.values), "suggestion": ""}
		score := g.run.words.catalogue.Get(m.indicator.ID + "_score")
		switch {
		case unitClass(m.unit) != "points":
		case score != nil && score.Scale == kpi.Score:
			args["suggestion"] = quoteNaming(m.name, score.ID)
		default:
			args["suggestion"] = quoteNaming(m.name, "higher,score")
		}
		g.run.report(kpi.Error, "row.unit_mismatch", m.first, args)
	}
}
