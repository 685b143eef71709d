package ingest

import (
	"cmp"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// settleTurn finds out whether the parts of a year in the period column (10月, 11月, 12月,
// 1月) cross the end of the year that a title gives: so when they do for somebody in the
// order of the rows. Two years in a title tell both; otherwise nothing tells which one is
// meant, for months sorted as texts stand in this order too.
func (g *grid) settleTurn(col int, opt *PeriodOptions) {
	if col != g.dims.period || g.dims.year >= 0 || opt.Year == 0 && g.yearPair() == 0 {
		return
	}
	turn := g.findTurn(col, *opt)
	pair := g.yearPair()
	switch {
	case turn.own || len(turn.parts) == 0 || pair == 0 && !turn.turns():
		return
	case pair != 0 && turn.turns() && turn.first() > 0:
		opt.Year, opt.Turn = pair, turn.first()
		return
	}
	opt.Wrapped = true
	c := g.cols[col]
	c.reported = "period.year_wrap"
	g.report(kpi.Error, "period.year_wrap", c.Origin.Row, c.at, kpi.Args{"heading": c.Heading, "first": cmp.Or(turn.before, turn.some), "next": cmp.Or(turn.behind, turn.some)})
}

// rowTurn is what the rows tell of a year's end: the parts that stand in them, and two
// cells between which it lies.
type rowTurn struct {
	parts          []int
	of             int // so many parts has a year
	before, behind string
	some           string // the first of the cells
	// steps from row to row of one person: over a year's end, or not, forwards and
	// backwards
	over, back, forth, overBack int
	begin                       int  // the part with which somebody's rows begin that go over a year's end
	unsorted                    bool // they go on beyond where they began: 1月, 10月, 11月, 12月, 2月
	own                         bool // a cell has its year
}

// partRun is what is known of one person's rows so far.
type partRun struct {
	first, last partCell
	turned      bool
}

// turns reports whether the rows go up, or down, but for years' ends. Rows in no order
// tell nothing.
func (t *rowTurn) turns() bool {
	return !t.own && !t.unsorted && (t.over > 0 && t.back == 0 || t.overBack > 0 && t.forth == 0 && t.back > 0)
}

// step takes a row behind another one of the same person.
func (t *rowTurn) step(run *partRun, b partCell) {
	a := run.last
	switch {
	case a.of != b.of || a.n == b.n:
		return
	case crossesYear(a.n, b.n, a.of):
		t.over++
		t.begin, run.turned = run.first.n, true
		t.tell(a, b)
	case b.n < a.n:
		t.back++
	case crossesYear(b.n, a.n, a.of):
		t.overBack++
		run.turned = true
		t.tell(a, b)
	default:
		t.forth++
	}
	if run.turned {
		t.unsorted = t.unsorted || t.over > 0 && b.n >= run.first.n || t.over == 0 && b.n <= run.first.n
	}
}

func (t *rowTurn) tell(a, b partCell) {
	if t.before == "" {
		t.of, t.before, t.behind = a.of, a.text, b.text
	}
}

// tellSome keeps cells to show where no end of a year is found.
func (t *rowTurn) tellSome(p partCell) {
	if t.some == "" {
		t.some = p.text
	}
}

// first is the part with which the parts begin: the one behind the longest gap or, where
// none is missing, the one with which somebody's rows begin; 0 where these go backwards.
func (t *rowTurn) first() int {
	slices.Sort(t.parts)
	if len(t.parts) == t.of {
		return t.begin
	}
	first, gap := t.parts[0], t.parts[0]+t.of-t.parts[len(t.parts)-1]
	for i := 1; i < len(t.parts); i++ {
		if d := t.parts[i] - t.parts[i-1]; d > gap {
			first, gap = t.parts[i], d
		}
	}
	return first
}

// findTurn looks for the end of a year between the parts of one person's rows.
func (g *grid) findTurn(col int, opt PeriodOptions) rowTurn {
	type series struct{ employee, kpi string }
	runs := map[series]*partRun{}
	var t rowTurn
	read := remember(func(text string) partCell { return partOfYear(text, opt) })
	for _, r := range g.rows() {
		p := read(r.At(col).Text)
		if t.own = t.own || p.own; p.n == 0 || g.isSum(r) {
			continue
		}
		if !slices.Contains(t.parts, p.n) {
			t.parts = append(t.parts, p.n)
		}
		who := series{g.text(r, g.dims.employee), g.text(r, g.dims.kpi)}
		run := runs[who]
		if run == nil {
			runs[who] = &partRun{first: p, last: p}
			t.tellSome(p)
			continue
		}
		t.step(run, p)
		run.last = p
	}
	if g.lane != nil && mayTurn(t.parts) {
		g.lane.doubt("the end of a year")
	}
	return t
}

// mayTurn reports whether parts may cross a year's end in rows that are not at hand.
func mayTurn(parts []int) bool {
	return len(parts) > 1 && slices.Min(parts) <= 3 && slices.Max(parts) >= 4
}

// partCell is a part of a year in a cell; n is 0 of any other cell.
type partCell struct {
	n, of int
	own   bool // it has its year
	text  string
}

func partOfYear(text string, opt PeriodOptions) partCell {
	p, code := readPeriod(text, PeriodOptions{Bare: opt.Bare, Order: opt.Order})
	if code != "period.no_year" {
		return partCell{own: code == ""}
	}
	p, code = readPeriod(text, PeriodOptions{Bare: opt.Bare, Year: 2020})
	if code != "" || p.Grain < kpi.Week || p.Grain > kpi.Half {
		return partCell{}
	}
	return partCell{n: partNumber(p), of: partsOfYear(p.Grain), text: text}
}
