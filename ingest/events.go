package ingest

import (
	"math"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// eventTable is one table of events on its way to sums.
type eventTable struct {
	*grid
	*events
	grain    kpi.Grain
	where    *term
	measures []*boundMeasure
	filtered int                   // rows that `where` leaves out
	open     int                   // rows for which it is unknown
	openAt   kpi.Origin            // the first of them
	said     map[int]string        // the failures that were reported of the row in hand, by column
	saidOf   int                   // its line
	again    *mentionList          // rows that stand in another file, too
	unsure   map[int]*refusedDates // columns whose dates read two ways

	keyCols []int        // of the source's key
	segment int          // column of the segment, −1
	repeats *mentionList // rows of events that are there already, by the table that has them
	keyless rowsAt       // without a key
	twice   repeats      // rows that stand in this table, too

	period, hired *periodCells
	whereLiterals int   // how many of the texts that are looked for where has
	literalCols   []int // the columns in which texts are looked for, one for each of wanted
}

// readEvents takes a table of event rows through all steps after its columns
// are known. It returns the code of why the table can't be read, or the fault of
// an expression.
func (g *grid) readEvents() (string, *kpi.Fault) {
	g.reading.Layout = layoutEvents
	g.assignDimensions()
	g.dims.kpi = -1
	if g.dims.employee < 0 {
		return "table.no_employee", nil
	}
	if g.dims.nameIsKey {
		g.report(kpi.Note, "employee.by_name", g.head.Line, g.dims.employee, kpi.Args{"heading": g.heading(g.dims.employee)})
	}
	g.fallbackTeam()
	if code := g.fallbackPeriod(); code != "" {
		return code, nil
	}
	g.readMissing()
	t := &eventTable{grid: g, events: g.run.eventsOf(g.source), grain: kpi.Month, said: map[int]string{}, again: newMentionList(),
		unsure: map[int]*refusedDates{}, repeats: newMentionList()}
	if g.source.Grain != "" {
		if err := t.grain.UnmarshalText([]byte(g.source.Grain)); err != nil {
			return "", usage("source.bad_grain", kpi.Args{"match": g.source.Match, "grain": g.source.Grain})
		}
	}
	period := g.newPeriodCells(g.dims.period, g.dims.bare)
	if f := t.compile(period); f != nil {
		return "", f
	}
	if f := t.takeKey(); f != nil {
		return "", f
	}
	t.begin()
	t.period, t.hired = period, t.newPeriodCells(t.dims.hired, 0)
	t.readRows()
	return "", nil
}

// begin gives the table its place among those of the source.
func (t *eventTable) begin() {
	t.grid.eventRows = &eventRows{}
	if n := len(t.tables); n > 0 {
		t.eventRows.from = t.tables[n-1].eventRows.next()
	}
	t.tables = append(t.tables, t)
}

// compile binds the source's expressions to the columns of the table.
func (t *eventTable) compile(period *periodCells) *kpi.Fault {
	c := &compiler{grid: t.grid, dates: map[int]*periodCells{t.dims.period: period}, kinds: map[int]exprKind{}}
	match := t.source.Match
	if text := t.source.Where; text != "" {
		where, err := c.compile(text, boolKind)
		if err != nil {
			return t.located(err.fault(text, match))
		}
		t.where, t.whereLiterals = &where, len(c.literals)
		t.markInputs(c.uses, nil)
	}
	for _, m := range t.source.Measures {
		b, f := c.bindMeasure(m, match)
		if f != nil {
			return t.located(f)
		}
		b.indicator = t.run.words.catalogue.Get(m.KPI)
		b.origin = t.ownColumn(b.columns)
		t.markInputs(b.columns, b.indicator)
		t.measures = append(t.measures, b)
	}
	t.events.measures = t.measures
	t.watchLiterals(c.literals)
	t.takeSegment()
	return nil
}

// ownColumn is the column that stands for a measure in addresses: the first of
// its expressions that is the file's own.
func (t *eventTable) ownColumn(cols []int) int {
	for _, at := range append(slices.Clone(cols), t.dims.employee) {
		if at < t.width() {
			return at
		}
	}
	return t.joined[0].left
}

func (t *eventTable) located(f *kpi.Fault) *kpi.Fault {
	f.Origin = t.table.Origin(t.head.Line, -1)
	return f
}

// markInputs says which columns feed which indicator.
func (t *eventTable) markInputs(cols []int, in *kpi.Indicator) {
	for _, at := range cols {
		c := t.cols[at]
		if c.Role == RoleIgnored {
			c.Role = RoleInput
		}
		switch {
		case in == nil:
		case c.KPI == "":
			c.KPI = in.ID
		default:
			c.KPI += "," + in.ID
		}
	}
}

// readRows adds each row to the sums.
func (t *eventTable) readRows() {
	unknown := newMentionList()
	t.unreadHired, t.unknownTypes = newMentionList(), newMentionList()
	aside := map[string][]int{}
	for _, r := range t.rows() {
		t.claimExcluded(r.Line)
		if kind := t.setAside(r); kind != "" {
			aside[kind] = append(aside[kind], r.Line)
			continue
		}
		t.seeLiterals(r, true)
		t.readEvent(r, t.readHead(r, t.period, t.hired), unknown)
	}
	t.claimExcluded(math.MaxInt)
	if len(t.eventRows.line)+t.excluded == 0 {
		t.report(kpi.Warning, "table.no_rows", t.head.Line, -1, kpi.Args{"headings": t.headings()})
	}
	t.reportAside(aside)
	t.reportAttributes()
	t.reportEvents()
}

// readEvent adds one row, or says why it can't be added.
func (t *eventTable) readEvent(r sheet.Row, head *rowHead, unknown *mentionList) {
	keep := value{state: known, num: 1}
	if t.where != nil {
		keep = t.where.eval(r)
	}
	if keep.state != failed && !keep.isTrue() {
		t.leaveOut(r, head, keep)
		return
	}
	t.seeLiterals(r, false)
	t.foldPeriod(head)
	n := len(t.measures)
	switch {
	case head.problem != "":
		t.claimRefused(r)
		t.eventRows.add(rowTally{line: r.Line, rejected: n})
		t.reportHead(r, head, n, unknown)
	case keep.state == failed:
		t.claimRefused(r)
		t.eventRows.add(rowTally{line: r.Line, rejected: n})
		t.refuse(r, head, t.measures[0], refusal{code: keep.code, col: keep.col})
		t.appear(r, head)
	default:
		t.noteName(r, head)
		if len(t.keyCols) == 0 {
			t.lookAgain(r)
		}
		t.addEvent(r, head)
	}
}

// leaveOut counts a row that the filter drops; its person appears all the same.
func (t *eventTable) leaveOut(r sheet.Row, head *rowHead, keep value) {
	t.filtered++
	t.claimKey(r)
	t.eventRows.add(rowTally{line: r.Line, left: len(t.measures)})
	if keep.state == unknown {
		if t.open == 0 {
			t.openAt = t.table.Origin(r.Line, keep.col)
		}
		t.open++
	}
	if head.employee.ID != "" && (t.dims.team < 0 || head.team != "") {
		t.appear(r, head)
	}
}

// appear notes a person who may have no data at all.
func (t *eventTable) appear(r sheet.Row, head *rowHead) {
	t.addPerson(head, t.table.Origin(r.Line, t.ownColumn(nil)))
}

// foldPeriod makes the week, month or quarter of the row's day.
func (t *eventTable) foldPeriod(head *rowHead) {
	p := head.period
	switch {
	case head.problem != "" || t.dims.period < 0 || p.Grain == t.grain:
	case p.Grain > t.grain || p.Grain == kpi.Week:
		head.fail("event.period_too_long", t.dims.period, p.String())
	default:
		head.period = kpi.PeriodOf(p.Start, t.grain)
	}
}

// sharesOf is what a row adds to each measure.
func (t *eventTable) sharesOf(r sheet.Row) []share {
	shares := make([]share, len(t.measures))
	for i, b := range t.measures {
		shares[i] = b.of(r)
	}
	t.inSegment(shares, r)
	return shares
}

// addEvent adds the shares of a row to the sums of its person and period,
// unless its key says that the event is there already.
func (t *eventTable) addEvent(r sheet.Row, head *rowHead) {
	shares := t.sharesOf(r)
	if t.isAgain(r, head, shares) {
		return
	}
	row, line := t.eventRows.next(), rowTally{line: r.Line}
	for i, b := range t.measures {
		sum := t.sumOf(head, i, t.table.Origin(r.Line, b.origin))
		switch s := shares[i]; {
		case s.state == failed:
			line.rejected++
			t.refuse(r, head, b, s.why)
		case s.state == unknown:
			line.blank++
			b.leaveOpen(r.Line, s)
		case !s.counts:
			line.left++
		default:
			line.used++
			sum.add(s, row)
		}
	}
	t.eventRows.add(line)
}

func (b *boundMeasure) leaveOpen(line int, s share) {
	if b.unknown == 0 {
		b.blankCol, b.blankPart, b.firstBlank = s.col, s.part, line
	}
	b.unknown++
}
