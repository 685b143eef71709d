package ingest

import (
	"fmt"
	"math"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// refusal is why a figure can't be used.
type refusal struct {
	code  string
	col   int
	text  string  // what was read, "" when the cell's text tells
	bound float64 // of value.below_floor and value.above_ceiling
}

func noData() kpi.Measure { return kpi.Value(math.NaN()) }

// measure makes the measure of a figure: of its counts where they stand, else
// of its value.
func (f figure) measure(s slot, v verdict) (kpi.Measure, *refusal) {
	if f.num.state != blank || f.den.state != blank {
		return f.counts(s)
	}
	if f.value.state == rejected {
		return kpi.Measure{}, &refusal{code: f.value.fault, col: s.value}
	}
	if f.value.truth {
		return f.oneTrial(s)
	}
	if f.value.clock == noClock && f.value.value != 0 && f.group.clocks > 0 && f.group.hasOpenTimes() {
		return kpi.Measure{}, &refusal{code: "value.unit_open", col: s.value}
	}
	level, code := f.group.level(f.value, v)
	if code != "" {
		return kpi.Measure{}, &refusal{code: code, col: s.value}
	}
	if code, bound := checkBounds(f.indicator, level); code != "" {
		return kpi.Measure{}, &refusal{code: code, col: s.value, bound: bound}
	}
	return kpi.Value(level), nil
}

// oneTrial makes one event of one trial, or none, of yes and no.
func (f figure) oneTrial(s slot) (kpi.Measure, *refusal) {
	if f.indicator.Scale != kpi.Proportion {
		return kpi.Measure{}, &refusal{code: "value.is_logical", col: s.value}
	}
	return kpi.Counts(kpi.Decimal(f.value.value)*kpi.One, kpi.One), nil
}

// counts makes a measure of a numerator and a denominator. Nothing of nothing
// is no data; half a pair is an error, for a blank is never zero.
func (f figure) counts(s slot) (kpi.Measure, *refusal) {
	for _, c := range []struct {
		n   number
		col int
	}{{f.num, s.num}, {f.den, s.den}} {
		if c.n.state == rejected {
			return kpi.Measure{}, &refusal{code: c.n.fault, col: c.col}
		}
		if c.n.truth {
			return kpi.Measure{}, &refusal{code: "value.is_logical", col: c.col}
		}
		if c.n.clock != noClock {
			return kpi.Measure{}, &refusal{code: "value.is_time", col: c.col}
		}
		if c.n.marked {
			return kpi.Measure{}, &refusal{code: "counts.percent", col: c.col}
		}
	}
	if code, col := f.checkCounts(s); code != "" {
		return kpi.Measure{}, &refusal{code: code, col: col, text: fmt.Sprintf("%s/%s", orBlank(f.num), orBlank(f.den))}
	}
	if f.den.value == 0 {
		return noData(), nil
	}
	x, errX := kpi.FromFloat(f.num.value)
	n, errN := kpi.FromFloat(f.den.value)
	if errX != nil || errN != nil || n == 0 {
		return kpi.Measure{}, &refusal{code: "value.out_of_range", col: s.den}
	}
	m := kpi.Counts(x, n)
	if code, bound := checkBounds(f.indicator, m.Level); code != "" {
		return kpi.Measure{}, &refusal{code: code, col: s.num, bound: bound}
	}
	return m, nil
}

func orBlank(n number) string {
	if n.state == blank {
		return "blank"
	}
	return n.plain
}

func (f figure) checkCounts(s slot) (string, int) {
	x, n := f.num, f.den
	switch {
	case n.state == blank:
		return "counts.no_denominator", s.den
	case n.value < 0:
		return "counts.negative", s.den
	case x.state == blank && n.value != 0:
		return "counts.no_numerator", s.num
	case x.value < 0 && f.indicator.Counted():
		return "counts.negative", s.num
	case n.value == 0 && x.value != 0:
		return "counts.zero_denominator", s.den
	case f.indicator.Scale == kpi.Proportion && x.value > n.value:
		return "counts.above_denominator", s.num
	}
	return "", 0
}

// compare warns where a value stands beside counts that give another one, in
// whichever unit it may be written and beyond what rounding does.
func (g *grid) compare(f figure, s slot, m kpi.Measure, line int) {
	if !m.HasCounts() || f.value.state != used || f.value.truth {
		return
	}
	if f.value.tells(m.Level) {
		return
	}
	g.report(kpi.Warning, "value.disagrees", line, s.value, kpi.Args{"heading": g.heading(s.value), "kpi": f.indicator.ID,
		"employee": f.head.employee.ID, "value": f.value.plain, "counts": f.num.plain + "/" + f.den.plain, "level": fmt.Sprintf("%.4g", m.Level)})
}

func near(a, b, step float64) bool { return math.Abs(a-b) <= step*(1+1e-9)+1e-9*(1+math.Abs(b)) }

// reportFigure reports a figure that can't be used; what a whole column has
// already been reported for is not said again for each of its cells.
func (g *grid) reportFigure(f figure, why *refusal, line int) {
	if why.code == "unit.ambiguous" {
		return
	}
	d := g.refusalOf(f, why, sheet.Row{Line: line})
	if why.text == "" {
		d.Args["text"] = quoted(g.cellText(line, why.col))
	}
	g.run.diagnostics = append(g.run.diagnostics, d)
}

// refusalOf is the diagnostic of a figure of a row that can't be used.
func (g *grid) refusalOf(f figure, why *refusal, r sheet.Row) kpi.Diagnostic {
	text := why.text
	if text == "" {
		text = r.At(why.col).Text
	}
	args := kpi.Args{"text": quoted(text), "heading": g.heading(why.col), "kpi": f.indicator.ID, "employee": f.head.employee.ID}
	if why.code == "value.below_floor" || why.code == "value.above_ceiling" {
		args["bound"] = fmt.Sprintf("%g", why.bound)
	}
	return kpi.Diagnostic{Severity: kpi.Error, Code: why.code, Origin: g.table.Origin(r.Line, why.col), Args: args}
}
