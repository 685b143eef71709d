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
	people           []*lanePerson  // by who
	meanings         []laneMeaning  // by tuple of kpis
	periods          []kpi.Period   // by tuple of times
	columns          []*laneColumn  // by column
	measures         []*laneMeasure // by meaning and slot
	placed           []int32        // indexes of measures, by their places in the cells
	cells            laneCells
	kept             []sheet.Row
	plain            Tally // of the rows that are not full
	full             int   // rows that have every figure
	unsure           string

	vectors  [][]uint32
	skip     []bool // rows of the batch that are kept
	figures  []laneFigure
	refusals []*refusal // of the figures
	refused  laneRefused
	headings map[string]bool // of texts, whether they may head a table
	row      []sheet.Cell
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
	laneUnknown
}

// laneMeasure is a slot under a meaning.
type laneMeasure struct {
	indicator *kpi.Indicator
	slot      slot
	nth       int    // of the slots
	at        uint16 // its place in the cells
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
	w := &laneWorker{lane: l, grid: &g, headings: map[string]bool{}}
	w.period = &periodCells{grid: &g, col: l.dims.period, opt: l.dates[l.dims.period], cache: map[periodKey]periodAnswer{}}
	w.hired = &periodCells{grid: &g, col: l.dims.hired, opt: l.dates[l.dims.hired], cache: map[periodKey]periodAnswer{}}
	w.who.cols, w.kpis.cols, w.times.cols = l.whoColumns(l.dims), kpiColumns(l.dims, l.layout), periodColumns(l.dims)
	samples := g.allSamples()
	for at := range l.wants {
		c := &laneColumn{hungry: mostSamples}
		if at < len(samples) {
			c.hungry -= len(samples[at])
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
		w.columns[at].look(v, w.headings)
		w.vectors = append(w.vectors, v.Codes)
	}
	b.Odd = w.takeOdd(b.Odd) // before the others, of which the first of each measure are kept
	who, kpis, times := w.who.number(w.vectors, rows), w.kpis.number(w.vectors, rows), w.times.number(w.vectors, rows)
	w.roomForTuples()
	for i := range rows {
		if at := [3]int32{who[i], kpis[i], times[i]}; !w.isPlain(at) {
			w.skip[i] = !w.judge(w.coded(b, i), at)
			w.skip[max(0, i-1)] = w.skip[max(0, i-1)] || w.skip[i] && w.who.behind[at[0]]
		}
	}
	w.markOthers(b)
	for i := range rows {
		if at := [3]int32{who[i], kpis[i], times[i]}; w.skip[i] || !w.takeRow(b, i, at) {
			w.takeOther(b, i, at)
		}
	}
	w.count(b)
	w.kept = append(w.kept, b.Odd...)
	if len(w.kept) > w.lane.mostKept {
		return errOdd
	}
	return nil
}

// takeOther takes a row that is not plain: it is refused, or kept.
func (w *laneWorker) takeOther(b *sheet.Batch, i int, at [3]int32) {
	r := b.Row(i)
	if w.skip[i] || !w.refuse(r, at) {
		w.skip[i], w.kept = true, append(w.kept, r)
	}
}

// roomForTuples makes room for what is kept of new tuples.
func (w *laneWorker) roomForTuples() {
	w.people = append(w.people, make([]*lanePerson, len(w.who.state)-len(w.people))...)
	w.periods = append(w.periods, make([]kpi.Period, len(w.times.state)-len(w.periods))...)
	w.learnMeanings()
}

// measuresOf are the measures of a tuple of KPIs.
func (w *laneWorker) measuresOf(tuple int32) []*laneMeasure {
	n := len(w.lane.slots)
	return w.measures[int(tuple)*n : int(tuple+1)*n]
}

// isPlain reports whether all tuples of a row are known to be plain.
func (w *laneWorker) isPlain(at [3]int32) bool {
	return w.who.state[at[0]] == plain && w.kpis.state[at[1]] >= plain && w.times.state[at[2]] == plain
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
		one.indicator, one.mark, one.at = s.indicator, m.mark, uint16(int(w.kpis.place[tuple])*len(w.lane.slots)+i)
		if one.indicator == nil {
			one.indicator = m.indicator
		}
		w.placed = append(w.placed, int32(int(tuple)*len(w.lane.slots)+i))
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
	if w.kpis.state[at[1]] == nameless {
		return w.takeUnknown(b, i, at[1])
	}
	w.figures = w.figures[:0]
	slots, measures := len(w.lane.slots), w.measuresOf(at[1])
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
	w.put(at, line)
	return true
}

// put puts the figures of the row in hand in their places.
func (w *laneWorker) put(at [3]int32, line uint32) {
	w.who.rows[at[0]]++
	w.kpis.rows[at[1]]++
	w.times.rows[at[2]]++
	who, period := int(w.who.place[at[0]]), uint16(w.times.place[at[2]])
	for k, m := range w.measuresOf(at[1]) {
		cell := laneCell{measure: m.at, period: period}
		if m.slot.value >= 0 {
			w.cells.packValue(&cell, w.figures[k], line)
		} else {
			w.cells.packCounts(&cell, w.figures[k], line)
		}
		w.cells.put(who, cell)
	}
}
