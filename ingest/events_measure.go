package ingest

import (
	"fmt"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// bindMeasure compiles the expressions of a measure.
func (c *compiler) bindMeasure(m Measure, match string) (*boundMeasure, *kpi.Fault) {
	b := &boundMeasure{Measure: m, origin: -1, blankCol: -1}
	for _, part := range []struct {
		text   string
		to     **term
		wanted []exprKind
	}{
		{m.Value, &b.value, []exprKind{numberKind}},
		{m.Numerator, &b.num, []exprKind{boolKind, numberKind}},
		{m.Denominator, &b.den, []exprKind{boolKind, numberKind}},
		{m.Where, &b.when, []exprKind{boolKind}},
	} {
		if part.text == "" {
			continue
		}
		t, err := c.compile(part.text, part.wanted...)
		if err != nil {
			f := err.fault(part.text, match)
			f.Args["kpi"] = m.KPI
			return nil, f
		}
		*part.to = &t
		for _, col := range c.uses {
			if !slices.Contains(b.columns, col) {
				b.columns = append(b.columns, col)
			}
		}
	}
	if len(b.columns) > 0 {
		b.origin = b.columns[0]
	}
	return b, nil
}

// share is what a row adds to a measure.
type share struct {
	state    knowledge
	counts   bool        // false: the row is none of the measure's
	num, den exactNumber // of known shares
	why      refusal     // of failed ones
	col      int         // of unknown ones: the blank column
	part     string      // of unknown ones: the part of the measure that it leaves open

	segmented bool   // the source names a segment
	segment   string // and this is the row's
}

// of evaluates a measure for a row.
func (b *boundMeasure) of(r sheet.Row) share {
	if b.when != nil {
		switch v := b.when.eval(r); {
		case v.state != known:
			return open(v, "where")
		case v.num == 0:
			return share{state: known}
		}
	}
	if b.value != nil {
		return b.ofValue(r)
	}
	den := b.den.eval(r)
	if den.state != known {
		return open(den, "denominator")
	}
	if b.den.kind == boolKind && den.num == 0 {
		return share{state: known}
	}
	num := b.num.eval(r)
	if num.state != known {
		return open(num, "numerator")
	}
	num.num = num.in(b.indicator.Unit) // of time by the call
	return b.ofCounts(num, den)
}

func (b *boundMeasure) ofValue(r sheet.Row) share {
	v := b.value.eval(r)
	if v.state != known {
		return open(v, "value")
	}
	v.num = v.in(b.indicator.Unit)
	if b.Aggregate != aggregateSum {
		if code, bound := checkBounds(b.indicator, v.num); code != "" {
			return share{state: failed, why: refusal{code: code, col: b.origin, bound: bound}}
		}
	}
	return b.decimals(v.num, 1)
}

// ofCounts checks the counts of a row as those of a table that holds counts are
// checked.
func (b *boundMeasure) ofCounts(num, den value) share {
	code := ""
	switch {
	case den.num < 0, num.num < 0 && b.indicator.Counted():
		code = "counts.negative"
	case den.num == 0 && num.num != 0:
		code = "counts.zero_denominator"
	case b.indicator.Scale == kpi.Proportion && num.num > den.num:
		code = "counts.above_denominator"
	}
	if code != "" {
		return share{state: failed, why: refusal{code: code, col: b.origin, text: fmt.Sprintf("%g/%g", num.num, den.num)}}
	}
	return b.decimals(num.num, den.num)
}

func (b *boundMeasure) decimals(num, den float64) share {
	x, errX := exactOf(num)
	n, errN := exactOf(den)
	if errX != nil || errN != nil {
		return share{state: failed, why: refusal{code: "value.out_of_range", col: b.origin}}
	}
	return share{state: known, counts: true, num: x, den: n}
}

// open is the share of a row whose value is not known: blank, or a failure.
func open(v value, part string) share {
	return share{state: v.state, col: v.col, part: part, why: refusal{code: v.code, col: v.col}}
}

// level is the measure of all shares of a person in a period. A mean or a rate
// is kept in millionths: one that would be another by that is refused.
func (b *boundMeasure) level(s *eventSum) (kpi.Measure, *refusal) {
	if s.rows.n == 0 || s.den.isZero() {
		return noData(), nil
	}
	if b.Aggregate == aggregateSum {
		return b.checked(kpi.Value(s.num.float()))
	}
	x, lost := s.num.decimal()
	n, more := s.den.decimal()
	switch lost = max(lost, more); {
	case lost > mostLoss:
		return noData(), &refusal{code: "event.too_small", col: b.origin, text: fmt.Sprintf("%.6g/%.6g", s.num.float(), s.den.float())}
	case lost > finestLoss:
		b.rounded.add(0, s.origin)
	}
	return b.checked(kpi.Counts(x, n))
}

func (b *boundMeasure) checked(m kpi.Measure) (kpi.Measure, *refusal) {
	if code, bound := checkBounds(b.indicator, m.Level); code != "" {
		return noData(), &refusal{code: code, col: b.origin, text: fmt.Sprintf("%.6g", m.Level), bound: bound}
	}
	return m, nil
}
