package ingest

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// The ways to find the name of an indicator among what stands around it in a heading.

// findWithin matches what stands behind a point in the path of a nested record,
// kpis.csat or employee.team, when what stands in front only says that it is a
// figure, or of the person: customer.name and target.csat are something else.
func (v *vocabulary) findWithin(m meaning) (meaning, bool) {
	outer, inner, nested := strings.Cut(m.text, ".")
	key := squash(outer)
	if !nested || inner == "" || !slices.Contains(words().Wrappers, key) && words().dimensions[key] != dimPerson {
		return m, false
	}
	within := v.match(inner)
	m.hits, m.dimension, m.modifiers, m.rank = within.hits, within.dimension, within.modifiers, rankModified
	if m.unit == "" {
		m.unit = within.unit
	}
	return m, len(m.hits) > 0 || m.dimension != ""
}

// findSummary matches the headings of pivot tables: "Average of CSAT", 求和项:成交数. The
// mean of an indicator's values stands for it, and the sum of its counts, or of a
// quantity that adds up. A sum of rates, a count of rows or a maximum is something else.
func (v *vocabulary) findSummary(m meaning) (meaning, bool) {
	for _, kind := range []string{"mean", "sum", "other"} {
		for _, w := range words().Summaries[kind] {
			inner, ok := strings.CutPrefix(m.text, w)
			if !ok || inner == "" {
				continue
			}
			within := v.match(inner)
			m.hits = slices.DeleteFunc(slices.Clone(within.hits), func(h hit) bool { return !h.sumsUp(kind) })
			if m.unit == "" {
				m.unit = within.unit
			}
			if m.rank, m.modifiers = rankModified, []string{strings.TrimRight(w, " :-/")}; len(m.hits) == 0 {
				m.notActual = m.modifiers[0]
			}
			return m, true
		}
	}
	return m, false
}

// findTimed matches the name of an indicator of time with the unit behind it: 处理时长秒,
// handling_time_sec.
func (v *vocabulary) findTimed(m meaning) (meaning, bool) {
	head, unit := cutTimeUnit(m.text)
	if unit == "" || m.unit != "" {
		return m, false
	}
	within := v.match(head)
	hits := slices.DeleteFunc(slices.Clone(within.hits), func(h hit) bool { return h.part != valuePart || secondsIn[h.indicator.Unit] == 0 })
	if len(hits) > 0 {
		m.hits, m.unit, m.modifiers, m.rank = hits, unit, within.modifiers, rankModified
	}
	return m, len(hits) > 0
}

// cutTimeUnit cuts a unit of time from the end of a normal text; Latin ones must stand
// as words.
func cutTimeUnit(text string) (head, unit string) {
	head = text
	for word, of := range words().units {
		rest, ok := strings.CutSuffix(text, word)
		if !ok || secondsIn[of] == 0 || rest == "" || isPlain(word) && !strings.ContainsAny(rest[len(rest)-1:], " _-.") {
			continue
		}
		if rest = strings.TrimRight(rest, " _-."); len(rest) < len(head) { // the longest word, whatever the order
			head, unit = rest, of
		}
	}
	return head, unit
}

// sumsUp reports whether a summary of rows (mean, sum) is what the indicator, or its
// part, is of a person.
func (h hit) sumsUp(kind string) bool {
	switch kind {
	case "mean":
		return h.part == valuePart
	case "sum":
		return h.part != valuePart || h.indicator.Scale == kpi.Quantity && secondsIn[h.indicator.Unit] == 0
	}
	return false
}

// findPart matches the name of an indicator with 分子, 分母 or 数值 behind, as a
// header of two rows says it.
func (v *vocabulary) findPart(m meaning) (meaning, bool) {
	at := strings.LastIndexByte(m.text, ' ')
	if at < 0 {
		return m, false
	}
	p, ok := map[string]part{dimValue: valuePart, dimNumerator: numeratorPart, dimDenominator: denominatorPart}[words().dimensions[squash(m.text[at:])]]
	if !ok {
		return m, false
	}
	for _, h := range v.match(m.text[:at]).hits {
		if h.part == valuePart {
			m.hits = append(m.hits, hit{h.indicator, p})
		}
	}
	return m, len(m.hits) > 0
}
