package ingest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// namesMeasures reports whether the source says of a wide table which columns of
// indicators count.
func (g *grid) namesMeasures() bool { return g.hasMeasures() && g.reading.Layout == layoutWide }

// reportUnmeasured says of a column that is known for an indicator that it is not
// among the measures of the source, and what would add it.
func (g *grid) reportUnmeasured(c *column) {
	var ids []string
	suggestion := ""
	for _, h := range c.hits {
		if at := slices.IndexFunc(g.source.Measures, func(m Measure) bool { return m.KPI == h.indicator.ID }); at >= 0 {
			m := g.source.Measures[at]
			g.report(kpi.Note, "column.surplus_kpi", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "kpi": m.KPI, "other": cmp.Or(m.Value, m.Numerator)})
			return
		}
		ids = append(ids, h.indicator.ID)
		if entry := g.measureOf(h, c); suggestion == "" {
			suggestion = entry
		}
	}
	g.report(kpi.Note, "column.unmeasured", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "kpi": ids[0], "kpis": strings.Join(ids, ", "), "match": g.source.Match, "suggestion": suggestion})
}

// measureOf writes the entry of measures that a column makes, alone or with the other
// count, "" where that is not there.
func (g *grid) measureOf(h hit, c *column) string {
	own := yamlText(g.ownName(c))
	if h.part == valuePart {
		return "{kpi: " + h.indicator.ID + ", value: " + own + "}"
	}
	for _, o := range g.cols {
		for _, other := range o.hits {
			if o == c || other.indicator != h.indicator || other.part != h.part.partner() {
				continue
			}
			num, den := own, yamlText(g.ownName(o))
			if h.part == denominatorPart {
				num, den = den, num
			}
			return "{kpi: " + h.indicator.ID + ", numerator: " + num + ", denominator: " + den + "}"
		}
	}
	return ""
}

// yamlText is a text in double quotes, for a configuration.
func yamlText(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
