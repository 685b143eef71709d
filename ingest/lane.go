package ingest

import (
	"cmp"
	"context"
	"errors"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// lane is the fast way for a long or wide table. Its first rows are read as
// any table is, which tells what the columns are; then the rest streams by: rows
// that are plain in every respect become figures at once, as do those of which
// some figures are refused for themselves alone; all others are kept.
// The rows that were kept are then read as a table, in which the lane
// stands for the plain ones wherever a whole column decides. Where that shows
// anything that the stream did not reckon with, the file is read the slow way: the
// lane never gives another answer, it only gives it sooner.
type lane struct {
	trial    *grid // how the first rows were understood
	mostKept int   // rows, by a worker
	learning bool  // the first rows are being read
	layout   string
	slots    []slot
	dims     dims
	dates    map[int]PeriodOptions // by column, as decided from the first rows
	groups   *unitGroups           // of the first rows
	after    int                   // the line of the last of them
	wants    []sheet.Want

	mu      sync.Mutex
	workers []*laneWorker
	unsure  string // why the file is to be read the slow way
	whole   Tally  // of the plain rows, but for those that moved
	set     *kpi.Dataset
	moved   []laneMove // of plain rows
	single  []uint32   // lines of plain rows, one for each figure that is not in the set
	used    []uint16   // by line: the figures of plain rows; made when it is asked for
}

// topRows is how many rows tell what a table is, when it is large.
const topRows = 250

// errUnsure is told of a file that the lane can't vouch for.
var errUnsure = errors.New("not certain")

// streamFile reads a file by the lane, into a file whose table holds the
// rows that were kept.
func streamFile(ctx context.Context, path string, opt Options) (*sheet.File, *lane, error) {
	if len(opt.Corrects) > 0 || slices.ContainsFunc(opt.Sources, func(s Source) bool { return s.Corrects || s.FormulaZeros != "" }) {
		return nil, nil, errUnsure
	}
	top, more, err := sheet.Head(ctx, path, opt.SheetOptions(path), opt.topRows())
	if err != nil {
		return nil, nil, err
	}
	if !more || len(top.Tables) != 1 {
		return nil, nil, errUnsure
	}
	l, err := learn(ctx, top, opt)
	if err != nil {
		return nil, nil, err
	}
	t := &top.Tables[0]
	l.after = t.Rows[len(t.Rows)-1].Line
	f, err := sheet.Stream(ctx, path, sheet.StreamOptions{Options: opt.SheetOptions(path), Sheet: t.Sheet, After: l.after,
		Wants: l.wants, NewSink: l.newSink, Top: top})
	if err != nil {
		return nil, nil, err
	}
	if len(f.Tables) != 1 {
		return nil, nil, errUnsure
	}
	rows := slices.Clone(t.Rows)
	for _, w := range l.workers {
		if w.unsure != "" {
			return nil, nil, errUnsure
		}
		rows = append(rows, w.kept...)
		w.kept, w.vectors = nil, nil
	}
	slices.SortStableFunc(rows, func(a, b sheet.Row) int { return a.Line - b.Line })
	f.Tables[0].Rows = rows
	return f, l, nil
}

// laneOptions let tests lead small files into the lane.
type laneOptions struct{ size, top, kept int }

// laneSize and packedSize are the sizes in bytes from which files are read by
// the lane: texts, and those of formats that compress.
const (
	laneSize   = 1 << 20
	packedSize = 64 << 10
)

func (o Options) laneSize(path string) int64 {
	size := packedSize
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv", ".tsv", ".tab", ".txt":
		size = laneSize
	}
	return int64(cmp.Or(o.lane.size, size))
}

func (o Options) topRows() int { return cmp.Or(o.lane.top, topRows) }

func (o Options) mostKept() int { return cmp.Or(o.lane.kept, mostKept) }

// learn reads the first rows of a file and decides whether the rest can be
// streamed.
func learn(ctx context.Context, top *sheet.File, opt Options) (*lane, error) {
	r, err := newRun(opt)
	if err != nil {
		return nil, err
	}
	r.ctx, r.tables = ctx, 1
	grids := r.partsOf(top, &top.Tables[0])
	if len(grids) != 1 {
		return nil, errUnsure
	}
	g := grids[0]
	l := &lane{trial: g, mostKept: opt.mostKept(), learning: true, dates: map[int]PeriodOptions{}}
	g.lane = l
	if fault := r.readTable(g); fault != nil || len(r.grids) != 1 || !l.fits(g, top.Tables[0].Width) {
		return nil, errUnsure
	}
	l.learning = false
	l.layout, l.slots, l.dims = g.reading.Layout, g.slots, g.dims
	l.wants = slices.Repeat([]sheet.Want{sheet.Coded}, max(top.Tables[0].Width, len(g.cols)))
	for _, s := range g.slots {
		for _, at := range []int{s.value, s.num, s.den} {
			if at >= 0 {
				l.wants[at] = sheet.Counted
			}
		}
	}
	return l, nil
}

// fits reports whether a table is of the kind that the lane reads.
func (l *lane) fits(g *grid, width int) bool {
	layout := g.reading.Layout
	switch {
	case layout != layoutLong && layout != layoutWide, !g.source.isPlain(), l.unsure != "":
		return false
	case g.dims.employee < 0, g.person != "", g.dims.status >= 0, g.second > 0, len(g.joined) > 0, width == 0:
		return false
	case len(g.commas.decimal)+len(g.commas.open)+len(g.commas.odd) > 0:
		return false
	}
	dimensions := l.whoColumns(g.dims)
	dimensions = append(append(dimensions, kpiColumns(g.dims, layout)...), periodColumns(g.dims)...)
	if slices.ContainsFunc(dimensions, func(at int) bool { return at >= width }) {
		return false
	}
	return !slices.ContainsFunc(g.slots, func(s slot) bool { return !g.streams(s, dimensions, width) })
}

// streams reports whether the lane reads a slot: a value, or counts, as they
// are written, in columns of their own.
func (g *grid) streams(s slot, dimensions []int, width int) bool {
	if (s.value >= 0) == (s.num >= 0) || s.period.Grain != 0 || s.employee != "" {
		return false
	}
	for _, at := range []int{s.value, s.num, s.den} {
		if at >= 0 && (at >= width || slices.Contains(dimensions, at) || g.cols[at].factor != 1 || len(g.missing[at]) > 0) {
			return false
		}
	}
	return true
}

func (l *lane) whoColumns(d dims) []int {
	return present(d.employee, d.name, d.team, d.parent, d.role, d.level, d.manager, d.kind, d.hired)
}

func kpiColumns(d dims, layout string) []int {
	if layout == layoutWide {
		return nil
	}
	return present(d.kpi, d.unit)
}

func periodColumns(d dims) []int { return present(d.period, d.year) }

func present(cols ...int) []int {
	var list []int
	for _, at := range cols {
		if at >= 0 && !slices.Contains(list, at) {
			list = append(list, at)
		}
	}
	return list
}

// doubt notes why the lane can't vouch for its file. Of no lane it does nothing.
func (l *lane) doubt(why string) {
	if l != nil {
		l.unsure = why
	}
}

// streaming reports whether the plain rows of a table are in a lane.
func (l *lane) streaming() bool { return l != nil && !l.learning }

// exactRatio is d/scale as the nearest float64 of a number that is written so.
func exactRatio(d kpi.Decimal, scale float64) float64 { return float64(d) / (float64(kpi.One) * scale) }

// lineOf returns a line as the cells keep it.
func lineOf(line int) (uint32, bool) { return uint32(line), line > 0 && line <= math.MaxUint32 }
