package reports

import (
	"math"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func (b *book) teamFields() []gapField {
	return []gapField{
		{"col.team_n", func(g *analysis.Gap) entry { return whole(g.TeamN) }},
		b.level("col.team_sd", func(g *analysis.Gap) float64 { return g.TeamSD }),
		b.level("col.team_median", func(g *analysis.Gap) float64 { return g.TeamMedian }),
	}
}

// peerFields compare with the plain mean of the team and with the team without
// the person, in points and relative.
func (b *book) peerFields() []gapField {
	return []gapField{
		b.level("col.team_mean", func(g *analysis.Gap) float64 { return g.TeamMean }),
		b.points("col.gap", func(g *analysis.Gap) float64 { return g.PointGap }),
		plain("col.relative_gap", shareFormat, func(g *analysis.Gap) float64 { return g.RelativeGap }),
		b.level("col.rest", func(g *analysis.Gap) float64 { return g.Rest }),
		b.points("col.rest_gap", func(g *analysis.Gap) float64 { return g.RestGap }),
		plain("col.rest_relative_gap", shareFormat, func(g *analysis.Gap) float64 { return g.RestRelativeGap }),
	}
}

// standardFields are empty in rows without a standard.
func (b *book) standardFields() []gapField {
	return []gapField{
		b.level("col.standard", ofStandard(func(s *analysis.Standard) float64 { return s.Level })),
		b.points("col.standard_gap", ofStandard(func(s *analysis.Standard) float64 { return s.Gap })),
		plain("col.standard_relative", shareFormat, ofStandard(func(s *analysis.Standard) float64 { return s.Gap / s.Level })),
		{"col.standard_severity", func(g *analysis.Gap) entry {
			if g.Standard == nil {
				return entry{}
			}
			return b.severity(g.Standard.Severity)
		}},
		{"col.standard_persistent", func(g *analysis.Gap) entry {
			if g.Standard == nil {
				return entry{}
			}
			return words(b.p.Word("persistent", string(g.Standard.Persistent)))
		}},
	}
}

func ofStandard(of func(*analysis.Standard) float64) func(*analysis.Gap) float64 {
	return func(g *analysis.Gap) float64 {
		if g.Standard == nil {
			return math.NaN()
		}
		return of(g.Standard)
	}
}

// testFields are what the judgement rests on.
func (b *book) testFields() []gapField {
	return []gapField{
		b.points("col.shortfall", func(g *analysis.Gap) float64 { return g.Shortfall }),
		b.points("xlsx.material", func(g *analysis.Gap) float64 { return g.Material }),
		b.level("col.shrunk", func(g *analysis.Gap) float64 { return g.Shrunk }),
		plain("col.p", chanceFormat, func(g *analysis.Gap) float64 { return g.P }),
		plain("col.q", chanceFormat, func(g *analysis.Gap) float64 { return g.Q }),
		plain("col.p_material", chanceFormat, func(g *analysis.Gap) float64 { return g.PMaterial }),
		{"col.comparisons", func(g *analysis.Gap) entry { return whole(g.Comparisons) }},
		plain("col.standard_p", chanceFormat, ofStandard(func(s *analysis.Standard) float64 { return s.P })),
		plain("col.standard_q", chanceFormat, ofStandard(func(s *analysis.Standard) float64 { return s.Q })),
		plain("col.z", "+0.00;-0.00;0.00", func(g *analysis.Gap) float64 { return g.Z }),
		b.points("col.slope", func(g *analysis.Gap) float64 { return g.Slope }),
	}
}

func (b *book) caveatField() gapField {
	return gapField{"col.caveats", func(g *analysis.Gap) entry { return prose(b.caveats(g.Caveats, g.Indicator)...) }}
}

func (b *book) caveats(caveats []kpi.Caveat, in *kpi.Indicator) []string {
	var lines []string
	for _, c := range caveats {
		lines = append(lines, b.caveat(c, in))
	}
	return lines
}

// caveatKey tells caveats without arguments apart.
type caveatKey struct {
	code string
	in   *kpi.Indicator
}

// caveat words a caveat, one without arguments once.
func (b *book) caveat(c kpi.Caveat, in *kpi.Indicator) string {
	if len(c.Args) > 0 {
		return b.p.Caveat(c, in)
	}
	key := caveatKey{c.Code, in}
	text, ok := b.said[key]
	if !ok {
		if b.said == nil {
			b.said = map[caveatKey]string{}
		}
		text = b.p.Caveat(c, in)
		b.said[key] = text
	}
	return text
}

// level is a column of levels in each row's own unit.
func (b *book) level(head string, of func(*analysis.Gap) float64) gapField {
	return gapField{head, func(g *analysis.Gap) entry { return figure(of(g), b.formatsOf(g.Indicator).level) }}
}

// points is a column of differences in each row's own unit.
func (b *book) points(head string, of func(*analysis.Gap) float64) gapField {
	return gapField{head, func(g *analysis.Gap) entry { return b.difference(of(g), g.Indicator) }}
}

// difference is a gap of two levels; of ratios in percentage points.
func (b *book) difference(v float64, in *kpi.Indicator) entry {
	if in.Unit == "ratio" {
		v *= 100
	}
	return clean(v, b.formatsOf(in).points)
}

func plain(head, format string, of func(*analysis.Gap) float64) gapField {
	return gapField{head, func(g *analysis.Gap) entry { return figure(of(g), format) }}
}
