package ingest

import (
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// Here the lane takes rows of which some figures can't be used: they are counted
// and reported, and the people stay without data. Only so can a column turn to
// text in the middle of a large file.

// laneRefused is what a worker has of them.
type laneRefused struct {
	diagnostics []kpi.Diagnostic
	said        map[string]int      // by code
	tuples      [3]map[string]int32 // of rows that are in no vector, by their cells
	key         []byte
}

// takeOdd takes the rows of a batch that are in no vectors, as far as their
// figures can be refused, and returns the others.
func (w *laneWorker) takeOdd(rows []sheet.Row) []sheet.Row {
	kept := rows[:0]
	for _, r := range rows {
		if !w.takeOddRow(r) {
			kept = append(kept, r)
		}
	}
	return kept
}

func (w *laneWorker) takeOddRow(r sheet.Row) bool {
	if len(r.Cells) > len(w.columns) || !w.isTame(r) || w.needsRowBefore(r) {
		return false
	}
	at := [3]int32{w.tupleOf(&w.who, 0, r), w.tupleOf(&w.kpis, 1, r), w.tupleOf(&w.times, 2, r)}
	w.roomForTuples()
	if !w.isPlain(at) && !w.judge(r, at) || !w.refuse(r, at) {
		return false
	}
	for i, c := range r.Cells {
		w.columns[i].countCell(c, w.lane.wants[i])
	}
	return true
}

// isTame reports whether the cells of a row tell nothing that whole columns are
// asked for: no samples are to be shown, and no commas stand in numbers.
func (w *laneWorker) isTame(r sheet.Row) bool {
	for i, c := range r.Cells {
		switch {
		case c.Kind != sheet.Blank && w.columns[i].hungry > 0:
			return false
		case c.Kind == sheet.Text && hasComma(c.Text) && (w.lane.wants[i] == sheet.Counted || isCommaNumber(c.Text)):
			return false
		}
	}
	return true
}

// isCommaNumber reports whether a text is a number with a comma in it.
func isCommaNumber(text string) bool {
	return hasComma(text) && strings.Trim(numberBody(text), "0123456789.,") == ""
}

// tupleOf numbers the tuple of a row that is in no vector.
func (w *laneWorker) tupleOf(t *laneTuples, nth int, r sheet.Row) int32 {
	w.refused.key = w.refused.key[:0]
	for _, at := range t.cols {
		c := r.At(at)
		w.refused.key = append(append(w.refused.key, byte(c.Kind)), c.Text...)
		w.refused.key = append(w.refused.key, 0)
	}
	known := w.refused.tuples[nth]
	if id, ok := known[string(w.refused.key)]; ok {
		return id
	}
	if known == nil {
		known = map[string]int32{}
		w.refused.tuples[nth] = known
	}
	id := t.findCells(func(at int) (uint32, bool) { return w.columns[at].codeOf(r.At(at)) })
	known[string(w.refused.key)] = id
	return id
}

// refuse takes a row of plain tuples if a figure of it can't be used and all
// others are plain; else it takes nothing.
func (w *laneWorker) refuse(r sheet.Row, at [3]int32) bool {
	line, ok := lineOf(r.Line)
	slots, measures := len(w.lane.slots), w.measuresOf(at[1])
	if !ok || w.kpis.state[at[1]] == nameless || w.meetValues(measures, r) {
		return false
	}
	w.figures, w.refusals = w.figures[:0], w.refusals[:0]
	refused := 0
	for _, m := range measures {
		f, why, ok := w.readOdd(m, r)
		if !ok {
			return false
		}
		if why != nil {
			refused++
		}
		w.figures, w.refusals = append(w.figures, f), append(w.refusals, why)
	}
	if refused == 0 {
		return false
	}
	used := 0
	for k, m := range measures {
		used += m.keep(w.figures[k])
		if why := w.refusals[k]; why != nil {
			w.reportRefused(figure{indicator: m.indicator, head: &rowHead{employee: w.people[at[0]].employee}}, why, r)
		}
	}
	w.plain.addLine(rowTally{used: used, rejected: refused, blank: slots - used - refused})
	w.put(at, line)
	return true
}

// meetValues reports whether a row has a value of a measure of which none was
// met: the first is kept.
func (w *laneWorker) meetValues(measures []*laneMeasure, r sheet.Row) bool {
	first := false
	for _, m := range measures {
		if at := m.slot.value; at >= 0 && !m.met && r.At(at).Kind != sheet.Blank {
			m.met, first = true, true
		}
	}
	return first
}

// readOdd reads a figure of a row as tables are read; ok is false where it is
// neither plain nor refused for itself alone.
func (w *laneWorker) readOdd(m *laneMeasure, r sheet.Row) (f laneFigure, why *refusal, ok bool) {
	s := m.slot
	one := figure{indicator: m.indicator, value: w.grid.number(r, s.value), num: w.grid.number(r, s.num), den: w.grid.number(r, s.den)}
	if s.value >= 0 {
		return w.readOddValue(m, one.value)
	}
	if one.num.state == blank && one.den.state == blank {
		return laneFigure{}, nil, true
	}
	got, why := one.counts(s)
	switch {
	case why != nil:
		return laneFigure{}, why, true
	case !got.Known():
		return laneFigure{}, nil, true
	}
	return laneFigure{got.Events, got.Trials}, nil, true
}

func (w *laneWorker) readOddValue(m *laneMeasure, n number) (f laneFigure, why *refusal, ok bool) {
	f.x = sheet.BlankNumber
	switch {
	case n.state == blank:
		return f, nil, true
	case n.state == rejected:
		return f, &refusal{code: n.fault, col: m.slot.value}, true
	case n.marked, n.truth, n.clock != noClock, n.mark != "", !isDigits(strings.TrimPrefix(n.plain, "-")):
		return f, nil, false
	}
	v, err := kpi.FromFloat(n.value)
	if err != nil || v.Float() != n.value || v.Abs() >= sheet.MostStreamed || v == 0 && n.plain[0] == '-' {
		return f, nil, false
	}
	if m.verdict != "" {
		if _, ok := m.level(v, m.verdict); !ok {
			return f, nil, false
		}
	}
	f.x = v
	return f, nil, true
}

// reportRefused reports a figure; beyond the first of a code they are counted.
func (w *laneWorker) reportRefused(f figure, why *refusal, r sheet.Row) {
	if w.refused.said == nil {
		w.refused.said = map[string]int{}
	}
	w.refused.said[why.code]++
	if w.refused.said[why.code] <= kpi.MostDiagnostics+len(w.lane.slots) { // several of a line may come in any order
		w.refused.diagnostics = append(w.refused.diagnostics, w.grid.refusalOf(f, why, r))
	}
}

// tellRefused reports the figures that the lane has refused.
func (l *lane) tellRefused(r *run) {
	for _, w := range l.workers {
		r.diagnostics = append(r.diagnostics, w.refused.diagnostics...)
		for code, n := range w.refused.said {
			if more := n - kpi.MostDiagnostics - len(l.slots); more > 0 {
				r.diagnostics = append(r.diagnostics, kpi.CountMore(code, more))
			}
		}
		w.refused = laneRefused{}
	}
}
