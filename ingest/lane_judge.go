package ingest

import (
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// laneColumn is what a worker knows of the cells of a column.
type laneColumn struct {
	cells     []sheet.Cell // the distinct ones
	heading   []bool       // a cell that may head a table
	headings  int
	rows      []int // plain ones, by code
	numbers   profile
	hungry    int // so many cells are still to be shown as samples
	commaCell bool
	odd       map[sheet.Cell]int    // of rows that are in no vector
	coded     int                   // so many cells are in codes
	codes     map[sheet.Cell]uint32 // of some of the cells, once they are looked for
}

// look takes over the cells that are new in a batch.
func (c *laneColumn) look(v sheet.Vector, headings map[string]bool) {
	for at := len(c.heading); at < len(v.Cells); at++ {
		cell := v.Cells[at]
		is := isPeopleHeading(cell, headings)
		if c.heading = append(c.heading, is); is {
			c.headings++
		}
		c.commaCell = c.commaCell || cell.Kind == sheet.Text && isCommaNumber(cell.Text)
	}
	c.cells = v.Cells
	c.rows = append(c.rows, make([]int, len(v.Cells)-len(c.rows))...)
}

// judge looks at a row with a tuple that is not known to be plain. Its tuples
// are plain when nothing in the row says otherwise. The first row of each KPI
// and of each period is kept all the same, for what is said of those stands at it.
func (w *laneWorker) judge(r sheet.Row, at [3]int32) bool {
	states := [3]*laneState{&w.who.state[at[0]], &w.kpis.state[at[1]], &w.times.state[at[2]]}
	if *states[0] == kept || *states[1] == kept || *states[2] == kept {
		return false
	}
	h, odd := w.readHead(r, *states[1] == plain)
	if odd >= 0 {
		*states[odd] = kept
		w.who.behind[at[0]] = w.grid.text(r, w.lane.dims.employee) == "" || w.grid.known(r.At(w.lane.dims.employee).Text).heading
		return false
	}
	if !w.hasPlaces() {
		return false
	}
	met := *states[1] != unmet && *states[2] == plain
	w.who.admit(at[0])
	w.times.admit(at[2])
	w.people[at[0]] = &lanePerson{h.employee, h.team}
	w.periods[at[2]] = h.period
	switch m := &w.meanings[at[1]]; {
	case h.problem != "":
		*states[1], m.unknown = nameless, h.text
	case *states[1] != plain:
		w.kpis.admit(at[1])
		w.settleMeasures(at[1], laneMeaning{indicator: h.indicator, mark: h.mark})
	}
	return met
}

// hasPlaces reports whether there are places for one more period and KPI.
func (w *laneWorker) hasPlaces() bool {
	return (1+len(w.kpis.plain))*len(w.lane.slots) < mostPlaces && 1+len(w.times.plain) < mostPlaces
}

// readHead reads the dimensions of a row, and tells which of its tuples (0 of
// who, 1 of KPIs, 2 of times) keeps it from being plain; −1: none does, and its
// problem can only be that the KPI is unknown. A KPI that is known is not read again.
func (w *laneWorker) readHead(r sheet.Row, known bool) (*rowHead, int) {
	g := w.grid
	key := g.known(r.At(w.lane.dims.employee).Text)
	switch {
	case key.clean == "", key.total, key.note, key.heading, key.statistic != "", g.isOfGroup(r):
		return nil, 0
	case g.known(r.At(w.lane.dims.period).Text).total:
		return nil, 2
	case g.setAside(r) != "":
		return nil, 1 // a target, by the KPI's name
	}
	read := g.readHead
	if known {
		read = g.readPerson
	}
	h := read(r, w.period, w.hired)
	switch {
	case len(g.unknownTypes.order)+len(g.unreadHired.order) > 0:
		g.unreadHired, g.unknownTypes = newMentionList(), newMentionList()
		return nil, 0
	case h.problem == "kpi.unknown": // all else has been read before
	case h.problem != "" || h.factor != 1:
		return nil, w.blame(h)
	}
	return h, -1
}

// blame tells which of a row's tuples a problem lies in.
func (w *laneWorker) blame(h *rowHead) int {
	switch {
	case h.problem == "" || slices.Contains(w.kpis.cols, h.col):
		return 1
	case slices.Contains(w.times.cols, h.col):
		return 2
	}
	return 0
}

// coded is row i without its numbers.
func (w *laneWorker) coded(b *sheet.Batch, i int) sheet.Row {
	w.row = w.row[:0]
	for _, v := range b.Cols {
		c := sheet.Cell{}
		if v.Codes != nil {
			c = v.Cells[v.Codes[i]]
		}
		w.row = append(w.row, c)
	}
	return sheet.Row{Line: b.Lines[i], Cells: w.row}
}

// markOthers marks the rows that are kept for something else than their tuples.
func (w *laneWorker) markOthers(b *sheet.Batch) {
	for at, v := range b.Cols {
		c := w.columns[at]
		for i := 0; c.headings > 0 && i < len(v.Codes); i++ {
			if c.heading[v.Codes[i]] {
				w.skip[i], w.skip[max(0, i-1)] = true, true
			}
		}
		for i := 0; c.hungry > 0 && i < len(b.Lines); i++ {
			if isFilled(v, i) {
				w.skip[i] = true
				c.hungry--
			}
		}
	}
	for _, r := range b.Odd {
		if !w.needsRowBefore(r) {
			continue
		}
		if at, _ := slices.BinarySearch(b.Lines, r.Line); at > 0 {
			w.skip[at-1] = true
		}
	}
	if n := len(b.Lines); n > 0 {
		w.skip[n-1] = true // the next batch may ask for it
	}
}

func isFilled(v sheet.Vector, i int) bool {
	if v.Codes != nil {
		return v.Cells[v.Codes[i]].Kind != sheet.Blank
	}
	return v.Numbers != nil && v.Numbers[i] != sheet.BlankNumber
}

// needsRowBefore reports whether what becomes of an odd row hangs on the one
// before it.
func (w *laneWorker) needsRowBefore(r sheet.Row) bool {
	filled := 0
	for _, c := range r.Cells {
		if c.Kind != sheet.Blank {
			filled++
		}
		if isPeopleHeading(c, w.headings) {
			return true
		}
	}
	return filled < 2 || w.grid.text(r, w.lane.dims.employee) == ""
}

// count counts the cells of the plain rows of a batch.
func (w *laneWorker) count(b *sheet.Batch) {
	for at, v := range b.Cols {
		c := w.columns[at]
		c.countCodes(v.Codes)
		for i, skip := range w.skip {
			if skip && v.Codes != nil {
				c.rows[v.Codes[i]]--
			}
		}
		for i, n := range v.Numbers {
			if !w.skip[i] && n != sheet.BlankNumber {
				c.countNumber(n)
			}
		}
	}
}

// countCodes counts the cells of a batch, run by run: they repeat.
func (c *laneColumn) countCodes(codes []uint32) {
	for from := 0; from < len(codes); {
		to := from + 1
		for to < len(codes) && codes[to] == codes[from] {
			to++
		}
		c.rows[codes[from]] += to - from
		from = to
	}
}

// countNumber counts a number as [profile.count] does.
func (c *laneColumn) countNumber(n kpi.Decimal) {
	c.numbers.numbers++
	if n > 0 && n < kpi.One {
		c.numbers.between++
	}
}

// countCell counts a cell of a row that is in no vector.
func (c *laneColumn) countCell(cell sheet.Cell, want sheet.Want) {
	switch {
	case want == sheet.Counted:
		c.numbers.count(cell)
	case cell.Kind != sheet.Blank:
		if c.odd == nil {
			c.odd = map[sheet.Cell]int{}
		}
		c.odd[cell]++
	}
}

// codeOf finds the code of a cell.
func (c *laneColumn) codeOf(cell sheet.Cell) (uint32, bool) {
	if c.codes == nil {
		c.codes = map[sheet.Cell]uint32{}
	}
	for ; c.coded < len(c.cells); c.coded++ {
		c.codes[c.cells[c.coded]] = uint32(c.coded)
	}
	code, known := c.codes[cell]
	return code, known
}
