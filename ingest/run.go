package ingest

import (
	"cmp"
	"context"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// run is one call of Tables: what is shared by all tables.
type run struct {
	opt         Options
	words       *vocabulary
	tables      int // that are not empty
	grids       []*grid
	skipped     []*skip
	observed    kpi.Observations
	blocks      []*kpi.Dataset // observations that are sorted already, beside the others
	names       nameNumbers    // of employees and teams
	lanes       map[*sheet.File]*lane
	unsure      []string // files that a lane can't vouch for
	diagnostics []kpi.Diagnostic
	table       int // of these, where those of the table in hand begin
	bound       int // with so many they are bounded next
	readings    []Reading
	ctx         context.Context        // of reading rosters
	rosters     map[string]*sheet.File // by path
	rosterFiles []*sheet.File          // in the order of their first use
	rosterRows  map[kpi.Origin]rosterUse
	events      map[*Source]*events
	segments    []kpi.SegmentRow
	watches     []*watch                          // of aliases and exclusions
	taken       map[sourceUse]bool                // sources of a header row, by the sheet of which a table took them
	shadows     map[*Source]*Source               // of sources that could read a table: the one that did; of that one itself
	twice       map[*Source]twice                 // of sources that give what another one gives, for the first such table
	added       map[kpi.Origin][]kpi.Origin       // of days added up: the other rows, by the first
	units       map[string]map[verdict]kpi.Origin // where each unit was decided from the numbers alone, by indicator
	late        corrections
	tornRows    map[kpi.Origin]*rowsAt // rows of the data that a roster's contradiction costs, by where it was said
	sums        map[figureAt]*eventSum // of events, by the figure they became
	currencies  map[string]mark        // the first of each indicator
	bySheet     map[kpi.Origin][]*grid // tables that were read
}

// skip is a table that was passed over.
type skip struct {
	code string
	at   kpi.Origin
	args kpi.Args
}

// SheetOptions are the reader's options for a file: a flag before the
// configuration.
func (o Options) SheetOptions(file string) sheet.Options {
	out := sheet.Options{Encoding: o.Encoding, Progress: o.Progress, From: o.from(file)}
	if o.Sheet != "" && o.Sheet != "all" {
		out.Sheets = []string{o.Sheet}
	}
	every := len(out.Sheets) > 0
	for _, s := range o.Sources {
		if !s.reads(file) {
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
//
// Rosters that sources join are read from their files.
func Tables(files []*sheet.File, opt Options) (*Result, error) {
	return tables(context.Background(), files, opt)
}

func tables(ctx context.Context, files []*sheet.File, opt Options) (*Result, error) {
	return withLanes(ctx, files, nil, opt)
}

// take reads the files in the order of their names and settles what they hold
// together.
func (r *run) take(files []*sheet.File) (*Result, error) {
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
	ordered := r.lateFirst(files)
	for i, f := range ordered {
		if first := r.copyOf(f, ordered[:i]); first != nil {
			r.report(kpi.Warning, "input.same_content", kpi.Origin{File: f.Path}, kpi.Args{"file": f.Path, "other": first.Path})
			continue
		}
		if err := r.readFile(f); err != nil {
			return nil, err
		}
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Path)
	}
	if len(r.unsure) > 0 {
		return nil, errUnsure
	}
	r.reportUnmatched(names)
	r.reportShadowed()
	r.reportWatches()
	r.sumEvents()
	return r.finish(r.withRosters(files))
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
	if err := opt.checkCorrects(); err != nil {
		return nil, err
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
	return &run{opt: opt, words: newVocabulary(cat, namings), units: map[string]map[verdict]kpi.Origin{}, taken: map[sourceUse]bool{}, shadows: map[*Source]*Source{}, added: map[kpi.Origin][]kpi.Origin{}, currencies: map[string]mark{}}, nil
}

// mostArgument is how many bytes of a file's text a diagnostic repeats.
const mostArgument = 2000

func (r *run) report(sev kpi.Severity, code string, at kpi.Origin, args kpi.Args) {
	for k, v := range args {
		if len(v) > mostArgument {
			args[k] = quoted(v)
		}
	}
	r.diagnostics = append(r.diagnostics, kpi.Diagnostic{Severity: sev, Code: code, Origin: at, Args: args})
}

// boundTable bounds what is reported of the table in hand, once it is many.
func (r *run) boundTable() {
	if len(r.diagnostics) < max(r.bound, 8*kpi.MostDiagnostics) {
		return
	}
	r.diagnostics = append(r.diagnostics[:r.table], kpi.Bound(r.diagnostics[r.table:])...)
	r.bound = 2 * len(r.diagnostics)
}

// readFile reads the tables of a file. A source whose headings no table of the
// file has is a fault.
func (r *run) readFile(f *sheet.File) error {
	r.diagnostics = append(r.diagnostics, f.Diagnostics...)
	r.reportUnread(f)
	var absent []absence
	read := len(r.grids)
	for i := range f.Tables {
		parts := r.partsOf(f, &f.Tables[i])
		if l := r.lanes[f]; l != nil {
			r.readLane(l, f, parts)
			continue
		}
		for _, g := range parts {
			absent = append(absent, r.readPart(g)...)
		}
	}
	return r.absentFault(absent, r.grids[read:])
}

// readTable takes one table through all steps, by the first of its sources. The
// fault is a configured heading or row that the table lacks.
func (r *run) readTable(g *grid) *kpi.Fault {
	before := len(r.diagnostics)
	if code := r.selects(g); code != "" {
		g.skip(code, before, nil)
		return nil
	}
	return r.readAs(g)
}

// readAs takes a table through all steps as its source says.
func (r *run) readAs(g *grid) *kpi.Fault {
	t := g.table
	before := len(r.diagnostics)
	r.table = before
	if fault := g.locateHeader(); fault != nil {
		g.skip(fault.Code, before, fault.Args)
		return fault
	}
	if fault := g.clean(); fault != nil {
		g.skip(fault.Code, before, fault.Args)
		return fault
	}
	g.readNames()
	if word, from := g.notActual(); word != "" {
		g.skip("table.not_actual", before, kpi.Args{"word": word, "text": from.text, "place": from.place})
		return nil
	}
	g.readColumns()
	g.takeUnitRow()
	g.fillDimensions()
	if h := g.absentHeading(); h != "" {
		args := kpi.Args{"heading": h, "match": g.source.Match, "headings": g.headings()}
		g.tellChanges(args)
		g.skip("source.no_such_heading", before, args)
		return &kpi.Fault{Code: "source.no_such_heading", Origin: t.Origin(g.head.Line, -1), Args: args}
	}
	from := r.observed.Len()
	if code, fault := g.read(); fault != nil {
		g.skip(fault.Code, before, fault.Args)
		return fault
	} else if code != "" {
		g.skip(code, before, nil)
		return nil
	}
	g.addIdle(from)
	g.readdress(r.diagnostics[before:], from)
	r.grids = append(r.grids, g)
	g.keepReading()
	return nil
}

// read gives the cells their meaning: rows of events, or figures.
func (g *grid) read() (string, *kpi.Fault) {
	if g.source.isEvents() {
		return g.readEvents()
	}
	if code := g.understand(); code != "" {
		return code, nil
	}
	g.readMissing()
	g.fillBlocks()
	g.fillDown()
	g.readRows()
	g.reportColumns()
	return "", nil
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
	g.joinHeader(top)
	g.reading.HeaderRow = g.head.Line
	return nil
}

// understand finds dimensions, layout and fallbacks.
func (g *grid) understand() string {
	g.assignDimensions()
	g.dims.status = g.findStatus()
	if code := g.chooseLayout(); code != "" {
		return code
	}
	g.takePerson()
	if g.dims.employee < 0 && g.person == "" && g.reading.Layout != layoutPeople {
		return g.whyNobody()
	}
	g.reading.EmployeeFrom = "column"
	switch {
	case g.reading.Layout == layoutPeople:
		g.reading.EmployeeFrom = "columns"
	case g.person != "":
		g.reading.EmployeeFrom = "sheet"
	}
	if g.dims.nameIsKey && g.dims.employee >= 0 {
		g.report(kpi.Note, "employee.by_name", g.head.Line, g.dims.employee, kpi.Args{"heading": g.heading(g.dims.employee)})
	}
	g.fallbackTeam()
	return g.fallbackPeriod()
}
