package ingest

import (
	"cmp"
	"context"
	"iter"
	"os"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// Files reads the files at the paths and turns their cells into observations.
// The order of the paths does not show in the result. Errors are a [kpi.Fault]
// of package sheet, those of [Tables], or the context's error.
func Files(ctx context.Context, paths []string, opt Options) (*Result, error) {
	files := make([]*sheet.File, len(paths))
	lanes := make([]*lane, len(paths))
	group, reading := errgroup.WithContext(ctx)
	group.SetLimit(4)
	for i, p := range paths {
		group.Go(func() (err error) {
			files[i], lanes[i], err = readPath(reading, p, opt)
			return opt.namingSheet(p, err)
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	files, lanes = append(files, opt.Beside...), append(lanes, make([]*lane, len(opt.Beside))...)
	return withLanes(ctx, files, lanes, opt)
}

// readPath reads a large file by the lane, and what the lane does not take with its
// rows spooled; a small one as a whole.
func readPath(ctx context.Context, path string, opt Options) (*sheet.File, *lane, error) {
	if info, err := os.Stat(cmp.Or(opt.SheetOptions(path).From, path)); err != nil || info.Size() < opt.laneSize(path) {
		f, err := sheet.Read(ctx, path, opt.SheetOptions(path))
		return f, nil, err
	}
	if !opt.spools(path) {
		if f, l, err := streamFile(ctx, path, opt); err == nil || ctx.Err() != nil {
			return f, l, ctx.Err()
		}
	}
	f, err := readSpooled(ctx, path, opt)
	return f, nil, err
}

// readSpooled reads a large file with its rows spooled, or as a whole where that is
// not possible.
func readSpooled(ctx context.Context, path string, opt Options) (*sheet.File, error) {
	if f, err := spoolFile(ctx, path, opt); err == nil || ctx.Err() != nil {
		return f, ctx.Err()
	}
	return sheet.Read(ctx, path, opt.SheetOptions(path))
}

// withLanes turns files into observations. One that its lane can't vouch for is
// read again.
func withLanes(ctx context.Context, files []*sheet.File, lanes []*lane, opt Options) (*Result, error) {
	r, err := newRun(opt)
	if err != nil {
		return nil, err
	}
	r.ctx, r.lanes = ctx, map[*sheet.File]*lane{}
	for i, l := range lanes {
		if l != nil {
			r.lanes[files[i]] = l
		}
	}
	res, err := r.take(files)
	if len(r.unsure) == 0 {
		return res, err
	}
	for i, f := range files {
		switch {
		case slices.Contains(r.unsure, f.Path):
			lanes[i] = nil
			files[i], err = readSpooled(ctx, f.Path, opt)
		case lanes[i] != nil: // what it held is folded
			files[i], lanes[i], err = readPath(ctx, f.Path, opt)
		}
		if err != nil {
			return nil, err
		}
	}
	return withLanes(ctx, files, lanes, opt)
}

// readLane reads what a lane has kept of a file, and adds the plain rows. The
// files are read on to their ends, so that all that are not certain are known.
func (r *run) readLane(l *lane, f *sheet.File, parts []*grid) {
	read, from := len(r.grids), r.observed.Len()
	if len(parts) == 1 {
		parts[0].lane = l
		if fault := r.readTable(parts[0]); fault == nil && len(r.grids) > read {
			l.verify(parts[0])
		} else {
			l.doubt("the table")
		}
	} else {
		l.doubt("several tables")
	}
	if l.unsure == "" {
		for _, w := range l.workers { // what they told of columns has been used
			w.columns, w.grid, w.period, w.hired = nil, nil, nil, nil
		}
		l.tellRefused(r)
		l.fold(parts[0], from)
	}
	if l.unsure != "" {
		r.unsure = append(r.unsure, f.Path)
	}
}

// bareObservations goes through all observations that may have no counts, those of
// blocks too.
func (r *run) bareObservations() iter.Seq[kpi.Observation] {
	return func(yield func(kpi.Observation) bool) {
		for _, o := range r.observed.All() {
			if !yield(o) {
				return
			}
		}
		for _, b := range r.blocks {
			for i := range b.Len() {
				if m := b.Measure(i); m.Known() && !m.HasCounts() && !yield(b.At(i)) {
					return
				}
			}
		}
	}
}
