package reports

import (
	"math"
	"strconv"

	"github.com/gapstep/gapstep/analysis"
)

// CSVRows writes the lines of [WriteCSV], for rows that are written as they are
// scored, by several goroutines: one for each. Neighbours share the figures of
// their team, of which it keeps the text. The zero value is ready.
type CSVRows struct {
	mean, sd, median, standard, q memo

	team, indicator string
	names           []byte // their cells
}

// Append appends the row's line, cells in the order of csvColumns, each with the
// comma or the line's end behind it.
func (c *CSVRows) Append(b []byte, g *analysis.Gap) []byte {
	if c.names == nil || g.Team != c.team || g.Indicator.ID != c.indicator {
		c.team, c.indicator = g.Team, g.Indicator.ID
		c.names = appendTexts(c.names[:0], c.team, c.indicator)
	}
	b = append(appendTexts(b, g.Employee.ID, g.Employee.Name), c.names...)
	b = appendCount(b, g.N)
	if g.Denominator != 0 {
		b = appendNumbers(b, g.Numerator.Float(), g.Denominator.Float())
	} else {
		b = append(b, ",,"...)
	}
	b = appendNumbers(b, g.Actual.Value, g.Actual.Lo, g.Actual.Hi)
	b = c.appendComparison(appendCount(b, g.TeamN), g)
	b = c.appendStandard(b, g.Standard)
	b = appendNumbers(b, g.Z, g.P)
	b = appendNumbers(c.q.append(b, g.Q), g.PMaterial)
	b = appendCount(b, g.Comparisons)
	b = appendNumbers(b, g.Shrunk)
	b = append(append(b, g.Severity.String()...), ',')
	b = append(append(b, g.Reason...), ',')
	b = append(append(b, g.Persistent...), ',')
	b = appendNumbers(b, g.Slope)
	b = append(b, codes(g.Caveats)...)
	return append(b, '\n')
}

// appendComparison appends the cells from the team's mean to the shortfall.
func (c *CSVRows) appendComparison(b []byte, g *analysis.Gap) []byte {
	b = c.median.append(c.sd.append(c.mean.append(b, g.TeamMean), g.TeamSD), g.TeamMedian)
	b = appendNumbers(b, g.PointGap, g.RelativeGap, g.Rest)
	at := len(b)
	b = appendNumbers(b, g.RestGap)
	gap := b[at:]
	b = appendNumbers(b, g.RestRelativeGap)
	switch { // the shortfall is the gap, or the gap turned round
	case g.Shortfall == g.RestGap:
		return append(b, gap...)
	case g.Shortfall == -g.RestGap && gap[0] == '-':
		return append(b, gap[1:]...)
	case g.Shortfall == -g.RestGap && g.Shortfall < 0:
		return append(append(b, '-'), gap...)
	}
	return appendNumbers(b, g.Shortfall)
}

func (c *CSVRows) appendStandard(b []byte, s *analysis.Standard) []byte {
	if s == nil {
		return append(b, ",,,,,"...)
	}
	b = appendNumbers(c.standard.append(b, s.Level), s.Gap, s.P, s.Q)
	return append(append(b, s.Severity.String()...), ',')
}

// memo is the last number of a column, and its cell.
type memo struct {
	bits uint64
	cell []byte // nil: none yet
}

func (m *memo) append(b []byte, x float64) []byte {
	if bits := math.Float64bits(x); m.cell == nil || bits != m.bits {
		m.bits, m.cell = bits, appendNumbers(m.cell[:0], x)
	}
	return append(b, m.cell...)
}

func appendCount(b []byte, n int) []byte { return append(strconv.AppendInt(b, int64(n), 10), ',') }

// appendNumbers appends cells of numbers, as JSON has them.
func appendNumbers(b []byte, numbers ...float64) []byte {
	for _, n := range numbers {
		b = append(appendNumber(b, n), ',')
	}
	return b
}
