package ingest

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// run is one call of Tables: what is shared by all tables.
type run struct {
	opt          Options
	words        *vocabulary
	tables       int // that are not empty
	grids        []*grid
	skipped      []*skip
	observations []kpi.Observation
	diagnostics  []kpi.Diagnostic
	readings     []Reading
	units        map[string]map[verdict]kpi.Origin // where each unit was decided from the numbers alone, by indicator
}

// skip is a table that was passed over.
type skip struct {
	code string
	at   kpi.Origin
	args kpi.Args
}

// Files reads the files at the paths and turns their cells into observations.
// The order of the paths does not show in the result. Errors are a [kpi.Fault]
// of package sheet, those of [Tables], or the context's error.
func Files(ctx context.Context, paths []string, opt Options) (*Result, error) {
	files := make([]*sheet.File, len(paths))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(4)
	for i, p := range paths {
		group.Go(func() (err error) {
			files[i], err = sheet.Read(ctx, p, opt.SheetOptions(p))
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return Tables(files, opt)
}

// SheetOptions are the reader's options for a file: a flag before the
// configuration.
func (o Options) SheetOptions(file string) sheet.Options {
	out := sheet.Options{Encoding: o.Encoding}
	if o.Sheet != "" && o.Sheet != "all" {
		out.Sheets = []string{o.Sheet}
	}
	every := len(out.Sheets) > 0
	for _, s := range o.Sources {
		if !s.matches(file) {
			continue
		}
		if out.Encoding == "" {
			out.Encoding = s.Encoding
		}
		if s.Sheet == "" || s.Sheet == "all" {
			every = true
		}
		if !every && !slices.Contains(out.Sheets, s.Sheet) {
			out.Sheets = append(out.Sheets, s.Sheet)
		}
	}
	if every && o.Sheet == "" {
		out.Sheets = nil
	}
	return out
}

// Tables turns the cells of files into observations. What can't be used becomes
// diagnostics and the rest goes on.
//
// The error is a [kpi.Fault]. Of class Usage: options that can't be meant
// (kpi.bad_form, source.unknown_kpi …). Of class Failed: there was nothing that
// could be used (input.empty, kpi.none_recognised, table.no_employee …); then the
// result is returned too, with the readings and diagnostics that tell why.
func Tables(files []*sheet.File, opt Options) (*Result, error) {
	r, err := newRun(opt)
	if err != nil {
		return nil, err
	}
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b *sheet.File) int { return cmp.Compare(a.Path, b.Path) })
	for i, f := range files {
		if i > 0 && files[i-1].Path == f.Path {
			return nil, usage("input.twice", kpi.Args{"file": f.Path})
		}
		for _, t := range f.Tables {
			if len(t.Rows) > 0 {
				r.tables++
			}
		}
	}
	for _, f := range files {
		if err := r.readFile(f); err != nil {
			return nil, err
		}
	}
	return r.finish(files)
}

func newRun(opt Options) (*run, error) {
	if opt.Catalogue == nil {
		opt.Catalogue = kpi.Builtin()
	}
	if !slices.Contains([]string{"", "dmy", "mdy", "ymd"}, opt.DateOrder) {
		return nil, usage("option.bad_date_order", kpi.Args{"value": opt.DateOrder})
	}
	if !slices.Contains([]string{"", "ratio", "percent"}, opt.Unit) {
		return nil, usage("option.bad_unit", kpi.Args{"value": opt.Unit})
	}
	namings, cat, err := parseNamings(opt.Named, opt.Catalogue)
	if err != nil {
		return nil, err
	}
	opt.Catalogue = cat
	for _, s := range opt.Sources {
		if err := s.check(cat); err != nil {
			return nil, err
		}
	}
	return &run{opt: opt, words: newVocabulary(cat, namings), units: map[string]map[verdict]kpi.Origin{}}, nil
}

func (r *run) report(sev kpi.Severity, code string, at kpi.Origin, args kpi.Args) {
	r.diagnostics = append(r.diagnostics, kpi.Diagnostic{Severity: sev, Code: code, Origin: at, Args: args})
}

// readFile reads the tables of a file. A source whose headings no table of the
// file has is a fault.
func (r *run) readFile(f *sheet.File) error {
	r.diagnostics = append(r.diagnostics, f.Diagnostics...)
	var absent *kpi.Fault
	read := len(r.grids)
	for i := range f.Tables {
		fault := r.readTable(f, &f.Tables[i])
		if fault != nil && absent == nil {
			absent = fault
		}
	}
	if absent != nil && len(r.grids) == read {
		return absent
	}
	return nil
}

// readTable takes one table through all steps. The fault is a configured
// heading or row that the table lacks.
func (r *run) readTable(f *sheet.File, t *sheet.Table) *kpi.Fault {
	g := &grid{run: r, file: f, table: t}
	g.reading = Reading{File: t.File, Sheet: t.Sheet, Encoding: f.Encoding, Delimiter: f.Delimiter}
	before := len(r.diagnostics)
	if code := r.selects(g); code != "" {
		g.skip(code, before, nil)
		return nil
	}
	if fault := g.locateHeader(); fault != nil {
		g.skip(fault.Code, before, fault.Args)
		return fault
	}
	g.readNames()
	g.readColumns()
	g.takeUnitRow()
	g.fillDimensions()
	if h := g.absentHeading(); h != "" {
		args := kpi.Args{"heading": h, "match": g.source.Match, "headings": g.headings()}
		g.skip("source.no_such_heading", before, args)
		return &kpi.Fault{Code: "source.no_such_heading", Origin: t.Origin(g.head.Line, -1), Args: args}
	}
	if code := g.understand(); code != "" {
		g.skip(code, before, nil)
		return nil
	}
	g.readMissing()
	g.readRows()
	g.reportColumns()
	r.grids = append(r.grids, g)
	g.keepReading()
	return nil
}

// selects returns the code of why a table is not to be read.
func (r *run) selects(g *grid) string {
	if len(g.table.Rows) == 0 {
		return "table.empty"
	}
	if want := r.opt.Sheet; want != "" && want != "all" && g.table.Sheet != "" && !strings.EqualFold(want, g.table.Sheet) {
		return "table.not_selected"
	}
	source, listed := r.sourceOf(g.table.File, g.table.Sheet)
	if !listed {
		return "table.not_selected"
	}
	g.source = source
	return ""
}

// locateHeader finds the header row; a heading merged over two rows stands in
// both.
func (g *grid) locateHeader() *kpi.Fault {
	top := fillMerged(g.table, 0, searchDepth, func(int) bool { return true })
	if g.source == nil || g.source.HeaderRow == 0 {
		g.header = findHeader(top, g.run.words, g.source.configuredKeys())
	} else {
		at := slices.IndexFunc(g.table.Rows, func(r sheet.Row) bool { return r.Line == g.source.HeaderRow })
		if at < 0 {
			return &kpi.Fault{Code: "source.no_such_row", Origin: g.table.Origin(g.source.HeaderRow, -1), Args: kpi.Args{"match": g.source.Match}}
		}
		g.header = at
	}
	g.head = top.Rows[g.header]
	g.reading.HeaderRow = g.head.Line
	return nil
}

// understand finds dimensions, layout and fallbacks.
func (g *grid) understand() string {
	g.assignDimensions()
	if code := g.chooseLayout(); code != "" {
		return code
	}
	if g.dims.employee < 0 {
		return "table.no_employee"
	}
	if g.dims.nameIsKey {
		g.report(kpi.Note, "employee.by_name", g.head.Line, g.dims.employee, kpi.Args{"heading": g.heading(g.dims.employee)})
	}
	g.fallbackTeam()
	return g.fallbackPeriod()
}

func (g *grid) keepReading() {
	for _, c := range g.cols {
		g.reading.Columns = append(g.reading.Columns, c.Column)
	}
	g.run.readings = append(g.run.readings, g.reading)
}
