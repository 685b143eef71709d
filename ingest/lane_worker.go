package ingest

import (
	"errors"
	"maps"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// mostKept is how many rows of a file a worker keeps; a file with more odd rows
// is read as a whole.
const mostKept = 150_000

// errOdd is told of such a file.
var errOdd = errors.New("too many rows that are not plain")

// laneWorker takes one worker's batches.
type laneWorker struct {
	lane             *lane
	grid             *grid // the trial's, with memories of its own
	period, hired    *periodCells
	who, kpis, times laneTuples
	people           []lanePerson   // by who
	meanings         []laneMeaning  // by tuple of kpis
	periods          []kpi.Period   // by tuple of times
	columns          []*laneColumn  // by column
	measures         []*laneMeasure // by meaning and slot
	cells            laneCells
	again            []laneAgain // rows of a person, a KPI and a period that have figures already
	kept             []sheet.Row
	plain            Tally // of the rows that are not full
	full             int   // rows that have every figure
	unsure           string

	vectors [][]uint32
	skip    []bool // rows of the batch that are kept
	figures []laneFigure
	row     []sheet.Cell
}

// lanePerson is what the cells of a tuple say of an employee.
type lanePerson struct {
	employee kpi.Employee
	team     string
}

// laneMeaning is what the KPI cells of a row say; of wide tables, where the
// slots say it, nothing.
type laneMeaning struct {
	indicator *kpi.Indicator
	mark      string
}

// laneMeasure is a slot under a meaning.
type laneMeasure struct {
	indicator *kpi.Indicator
	slot      slot
	nth       int // of the slots
	mark      string
	verdict   verdict   // of values, as the first rows tell it; "": they don't
	group     unitGroup // the evidence of the plain values
	least     kpi.Decimal
	most      kpi.Decimal // of the plain values
	met       bool        // a value was met: the first is in a row that is kept
	bounded   bool        // its levels must be checked
}

// laneFigure is a figure of the row in hand.
type laneFigure struct{ x, n kpi.Decimal }

// laneAgain is a row whose place is taken.
type laneAgain struct {
	who, kpi, period int32
	line             uint32
	figures          []laneFigure
}

// newSink makes a worker.
func (l *lane) newSink() sheet.Sink {
	l.mu.Lock()
	defer l.mu.Unlock()
	g := *l.trial
	words := *g.run.words
	words.cache, words.used = maps.Clone(words.cache), maps.Clone(words.used)
	g.run = &run{opt: g.run.opt, words: &words}
	g.lane, g.texts = nil, nil
	g.unreadHired, g.unknownTypes = newMentionList(), newMentionList()
	w := &laneWorker{lane: l, grid: &g}
	w.period = &periodCells{grid: &g, col: l.dims.period, opt: l.dates[l.dims.period], cache: map[periodKey]periodAnswer{}}
	w.hired = &periodCells{grid: &g, col: l.dims.hired, opt: l.dates[l.dims.hired], cache: map[periodKey]periodAnswer{}}
	w.who.cols, w.kpis.cols, w.times.cols = l.whoColumns(l.dims), kpiColumns(l.dims, l.layout), periodColumns(l.dims)
	for at := range l.wants {
		c := &laneColumn{hungry: 3}
		if at < len(g.cols) {
			c.hungry = 3 - len(g.samples(g.cols[at]))
		}
		w.columns = append(w.columns, c)
	}
	l.workers = append(l.workers, w)
	return w.take
}

// take takes one batch: first it finds the rows that are to be kept, then it
// reads the figures of the others.
func (w *laneWorker) take(b *sheet.Batch) error {
	rows := len(b.Lines)
	w.vectors, w.skip = w.vectors[:0], append(w.skip[:0], make([]bool, rows)...)
	b.Cols = b.Cols[:min(len(b.Cols), len(w.columns))]
	for at, v := range b.Cols {
		w.columns[at].look(v)
		w.vectors = append(w.vectors, v.Codes)
	}
	who, kpis, times := w.who.number(w.vectors, rows), w.kpis.number(w.vectors, rows), w.times.number(w.vectors, rows)
	w.people = append(w.people, make([]lanePerson, len(w.who.state)-len(w.people))...)
	w.periods = append(w.periods, make([]kpi.Period, len(w.times.state)-len(w.periods))...)
	w.learnMeanings()
	for i := range rows {
		if at := [3]int32{who[i], kpis[i], times[i]}; !w.isPlain(at) {
			w.skip[i] = !w.judge(b, i, at)
			w.skip[max(0, i-1)] = w.skip[max(0, i-1)] || w.skip[i] && w.who.behind[at[0]]
		}
	}
	w.markOthers(b)
	for i := range rows {
		if w.skip[i] || !w.takeRow(b, i, [3]int32{who[i], kpis[i], times[i]}) {
			w.skip[i] = true
			w.kept = append(w.kept, b.Row(i))
		}
	}
	w.count(b)
	w.kept = append(w.kept, b.Odd...)
	if len(w.kept) > mostKept {
		return errOdd
	}
	return nil
}

// isPlain reports whether all tuples of a row are known to be plain.
func (w *laneWorker) isPlain(at [3]int32) bool {
	return w.who.state[at[0]] == plain && w.kpis.state[at[1]] == plain && w.times.state[at[2]] == plain
}

// learnMeanings makes the measures of new tuples of kpis.
func (w *laneWorker) learnMeanings() {
	for len(w.meanings) < len(w.kpis.state) {
		w.meanings = append(w.meanings, laneMeaning{})
		for i, s := range w.lane.slots {
			w.measures = append(w.measures, &laneMeasure{slot: s, nth: i})
		}
	}
}

// settleMeasures takes over what a KPI's cells say.
func (w *laneWorker) settleMeasures(tuple int32, m laneMeaning) {
	w.meanings[tuple] = m
	for i, s := range w.lane.slots {
		one := w.measures[int(tuple)*len(w.lane.slots)+i]
		one.indicator, one.mark = s.indicator, m.mark
		if one.indicator == nil {
			one.indicator = m.indicator
		}
		one.group.indicator = one.indicator
		one.bounded = one.indicator.Floor != nil || one.indicator.Ceiling != nil
		if s.value >= 0 {
			one.verdict = w.lane.verdictOf(one)
		} else if in := one.indicator; in.Scale == kpi.Proportion && (in.Floor == nil || *in.Floor <= 0) && (in.Ceiling == nil || *in.Ceiling >= 1) {
			one.bounded = false // counts within the trials are within these
		}
	}
}

// takeRow reads the figures of a plain row; false where one of them is not
// plain, and nothing of the row has been taken.
func (w *laneWorker) takeRow(b *sheet.Batch, i int, at [3]int32) bool {
	w.figures = w.figures[:0]
	slots := len(w.lane.slots)
	measures := w.measures[int(at[1])*slots : int(at[1]+1)*slots]
	line, ok := lineOf(b.Lines[i])
	if !ok {
		return false
	}
	for _, m := range measures {
		f, ok := m.read(b, i)
		if !ok {
			return false
		}
		w.figures = append(w.figures, f)
	}
	used := 0
	for k, m := range measures {
		used += m.keep(w.figures[k])
	}
	if used == slots {
		w.full++
	} else {
		w.plain.addLine(rowTally{used: used, blank: slots - used})
	}
	w.who.rows[at[0]]++
	w.kpis.rows[at[1]]++
	w.times.rows[at[2]]++
	for k, m := range measures {
		cell := w.cells.cell(int(at[0]), int(at[1])*slots+k, int(at[2]))
		switch f := w.figures[k]; {
		case cell.line != 0:
			w.again = append(w.again, laneAgain{at[0], at[1], at[2], line, append([]laneFigure(nil), w.figures...)})
			return true
		case m.slot.value >= 0:
			w.cells.putValue(cell, f.x, line)
		default:
			w.cells.putCounts(cell, f.x, f.n, line)
		}
	}
	return true
}

// read reads the figure of a row; ok is false where it is not plain.
func (m *laneMeasure) read(b *sheet.Batch, i int) (f laneFigure, ok bool) {
	s := m.slot
	if s.value < 0 {
		return m.readCounts(b.Cols[s.num].Numbers[i], b.Cols[s.den].Numbers[i])
	}
	v := b.Cols[s.value].Numbers[i]
	if v == sheet.BlankNumber {
		return laneFigure{x: v}, true
	}
	if !m.met {
		m.met = true
		return f, false
	}
	if m.verdict == "" {
		return laneFigure{x: v}, true
	}
	_, ok = m.level(v, m.verdict)
	return laneFigure{x: v}, ok
}

// readCounts reads counts as [figure.counts] does where nothing is wrong.
func (m *laneMeasure) readCounts(x, n kpi.Decimal) (laneFigure, bool) {
	switch {
	case x == sheet.BlankNumber && n == sheet.BlankNumber:
		return laneFigure{}, true
	case x < 0, n < 0: // a blank too
		return laneFigure{}, false
	case n == 0:
		return laneFigure{}, x == 0
	case m.indicator.Scale == kpi.Proportion && x > n:
		return laneFigure{}, false
	case m.bounded:
		code, _ := checkBounds(m.indicator, x.Float()/n.Float())
		return laneFigure{x, n}, code == ""
	}
	return laneFigure{x, n}, true
}

// level is the level of a value, as [unitGroup.level] has it; ok is false where
// it can't be used.
func (m *laneMeasure) level(v kpi.Decimal, unit verdict) (level float64, ok bool) {
	switch {
	case unit.isDoubt():
		return 0, false
	case v == 0:
	case unit == asPercent, unit == mixed && m.indicator.Scale == kpi.Proportion && v > kpi.One:
		level = exactRatio(v, 100)
	case unit == mixed:
		return 0, false
	default:
		level = v.Float()
	}
	code, _ := checkBounds(m.indicator, level)
	return level, code == ""
}

// keep counts a figure as evidence, and returns 1 where there is one.
func (m *laneMeasure) keep(f laneFigure) int {
	if m.slot.value < 0 {
		return int(min(f.n, 1))
	}
	if f.x == sheet.BlankNumber {
		return 0
	}
	if m.group.cells == 0 {
		m.least, m.most = f.x, f.x
	}
	m.least, m.most = min(m.least, f.x), max(m.most, f.x)
	m.group.add(number{state: used, value: f.x.Float()})
	return 1
}
