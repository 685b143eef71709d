package ingest

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// noDay is before every day.
const noDay kpi.Date = math.MinInt32

// roster is a file of people, or of whatever the key names, read once for all
// tables that are joined to it.
type roster struct {
	file    *sheet.File
	grid    *grid
	key     int                      // its column
	entries map[string][]rosterEntry // by key, in the order of since
	order   []string                 // the keys in the order of the file
	lines   map[string][]int         // of each key
	idle    []sheet.Row              // of the keys that the table in hand does not name
	torn    map[[2]int]kpi.Origin    // lines and columns in which rows of one key and day contradict each other, with where that was said
}

// rosterEntry is one row, and the day from which it counts.
type rosterEntry struct {
	since kpi.Date
	row   sheet.Row
}

// inForce returns the last entry that counts on a day, −1 when all begin
// later.
func inForce(entries []rosterEntry, day kpi.Date) int {
	at := -1
	for i, e := range entries {
		if e.since <= day {
			at = i
		}
	}
	return at
}

// roster returns a copy of the roster of a join, read at its first use.
// A table is no roster of itself, unless by another heading: managers are employees.
func (r *run) roster(j Join, data *sheet.Table, own *sheet.File) (*roster, *kpi.Fault) {
	file, fault := r.rosterFile(j, data.File)
	if fault != nil {
		return nil, fault
	}
	for i := range file.Tables {
		t := &file.Tables[i]
		if len(t.Rows) == 0 || !j.takesSheet(t.Sheet) {
			continue
		}
		if j.Left == j.Right && t.Sheet == data.Sheet && isSameFile(file, own) {
			fault = &kpi.Fault{Code: "join.itself", Origin: t.Origin(0, -1), Args: kpi.Args{"file": j.File, "sheet": t.Sheet}}
			continue
		}
		ro, f := r.readRoster(file, t, j)
		if f == nil {
			return ro, nil
		}
		if fault == nil {
			fault = f
		}
	}
	if fault == nil {
		fault = &kpi.Fault{Code: "join.empty", Origin: kpi.Origin{File: file.Path, Sheet: j.Sheet}, Args: kpi.Args{"file": j.File}}
	}
	return nil, fault
}

func (j Join) takesSheet(name string) bool {
	return j.Sheet == "" || name == "" || strings.EqualFold(j.Sheet, name)
}

func isSameFile(a, b *sheet.File) bool { return a.SHA256 != "" && a.SHA256 == b.SHA256 }

// rosterFile reads the file of a join: as the path says, beside the
// configuration, or beside the data.
func (r *run) rosterFile(j Join, data string) (*sheet.File, *kpi.Fault) {
	places := []string{j.File}
	if !filepath.IsAbs(j.File) {
		places = []string{filepath.Join(r.opt.Folder, j.File), filepath.Join(filepath.Dir(data), j.File)}
	}
	for _, place := range places {
		if f := r.rosters[place]; f != nil {
			return f, nil
		}
		opt := r.opt.SheetOptions(place)
		opt.Sheets = nil
		if j.Sheet != "" {
			opt.Sheets = []string{j.Sheet}
		}
		f, err := sheet.Read(r.ctx, place, opt)
		if fault := kpi.AsFault(err); fault != nil && fault.Code == "file.not_found" {
			continue
		}
		if fault := kpi.AsFault(err); fault != nil {
			return nil, fault
		}
		if err != nil {
			return nil, &kpi.Fault{Code: "file.unreadable", Origin: kpi.Origin{File: place}, Err: err}
		}
		r.keepRoster(place, f)
		return f, nil
	}
	return nil, &kpi.Fault{Code: "join.not_found", Args: kpi.Args{"file": j.File, "places": strings.Join(slices.Compact(places), ", ")}}
}

// withRosters adds the rosters to the files: what a result rests on has its
// hash in the report.
func (r *run) withRosters(files []*sheet.File) []*sheet.File {
	for _, f := range r.rosterFiles {
		if !slices.ContainsFunc(files, func(o *sheet.File) bool { return o.Path == f.Path }) {
			files = append(files, f)
		}
	}
	return files
}

func (r *run) keepRoster(place string, f *sheet.File) {
	if r.rosters == nil {
		r.rosters = map[string]*sheet.File{}
	}
	r.rosters[place] = f
	r.diagnostics = append(r.diagnostics, f.Diagnostics...)
	r.rosterFiles = append(r.rosterFiles, f)
}

// readRoster finds header, key and days of a roster and gathers its rows.
func (r *run) readRoster(f *sheet.File, t *sheet.Table, j Join) (*roster, *kpi.Fault) {
	g := &grid{run: r, file: f, table: t, dims: noDims(), source: &Source{Missing: []Missing{{Column: j.Right}}}}
	if fault := g.locateHeader(); fault != nil {
		return nil, fault
	}
	g.source = nil // its one heading was for the search of the header
	g.readNames()
	g.readColumns()
	ro := &roster{file: f, grid: g, key: g.find(j.Right), entries: map[string][]rosterEntry{}, lines: map[string][]int{}, torn: map[[2]int]kpi.Origin{}}
	since := g.find(j.Since)
	for i, at := range []int{ro.key, since} {
		if heading := []string{j.Right, j.Since}[i]; heading != "" && at < 0 {
			return nil, &kpi.Fault{Code: "join.no_such_heading", Origin: t.Origin(g.head.Line, -1), Args: kpi.Args{"heading": heading, "headings": g.headings()}}
		}
	}
	g.fillDimensions()
	if since >= 0 {
		g.cols[since].Role = RolePeriod
	}
	ro.gather(j, g.newPeriodCells(since, 0), since)
	ro.settleDoubles(r, since >= 0)
	return ro, nil
}

// gather sorts the rows by key and day. A row whose day can't be read is left
// out and said.
func (ro *roster) gather(j Join, days *periodCells, since int) {
	g := ro.grid
	var keyless []int
	for _, r := range g.rows() {
		key := cleanText(r.At(ro.key).Text)
		if key == "" || words().isTotalOf(key) {
			if key == "" && slices.ContainsFunc(r.Cells, func(c sheet.Cell) bool { return c.Kind != sheet.Blank }) {
				keyless = append(keyless, r.Line)
			}
			continue
		}
		key = j.key(key)
		e := rosterEntry{since: noDay, row: r}
		if since >= 0 {
			p, code := days.read(r)
			if code != "" {
				g.run.reportOnce(kpi.Error, "join.bad_day", g.table.Origin(r.Line, since), kpi.Args{"text": r.At(since).Text, "key": key, "why": code})
				g.run.useRoster(g.table.Origin(r.Line, -1), rosterRejected)
				continue
			}
			e.since = p.Start
		}
		if ro.entries[key] == nil {
			ro.order = append(ro.order, key)
		}
		ro.entries[key] = append(ro.entries[key], e)
		ro.lines[key] = append(ro.lines[key], r.Line)
	}
	ro.reportKeyless(j, keyless)
	for _, list := range ro.entries {
		slices.SortStableFunc(list, func(a, b rosterEntry) int { return int(a.since) - int(b.since) })
	}
}

// reportKeyless says which rows of the roster belong to nobody.
func (ro *roster) reportKeyless(j Join, lines []int) {
	t := ro.grid.table
	for _, line := range lines {
		ro.grid.run.useRoster(t.Origin(line, -1), rosterIdle)
	}
	if len(lines) > 0 {
		ro.grid.run.reportOnce(kpi.Warning, "join.no_key", t.Origin(lines[0], ro.key), kpi.Args{"heading": j.Right, "count": fmt.Sprint(len(lines)), "lines": listLines(lines)})
	}
}

// settleDoubles makes one entry of those with the same key and day. Cells that
// agree stay, those that differ are blank, for nobody can know which is right.
func (ro *roster) settleDoubles(r *run, dated bool) {
	for _, key := range ro.order {
		var kept []rosterEntry
		for _, e := range ro.entries[key] {
			last := len(kept) - 1
			if last < 0 || dated && kept[last].since != e.since {
				kept = append(kept, e)
				continue
			}
			kept[last].row = ro.merge(r, key, kept[last].row, e.row)
		}
		ro.entries[key] = kept
	}
}

func (ro *roster) merge(r *run, key string, a, b sheet.Row) sheet.Row {
	t := ro.grid.table
	out := sheet.Row{Line: a.Line, Cells: slices.Clone(a.Cells)}
	var differ []string
	for at := range max(len(a.Cells), len(b.Cells)) {
		x, y := a.At(at), b.At(at)
		switch {
		case y.Kind == sheet.Blank || cleanText(x.Text) == cleanText(y.Text):
		case x.Kind == sheet.Blank:
			out.Cells = withCell(out.Cells, at, y)
		default:
			differ = append(differ, ro.grid.heading(at))
			out.Cells[at] = sheet.Cell{}
			ro.tear([2]int{a.Line, at}, t.Origin(b.Line, ro.key))
		}
	}
	sev, code := kpi.Note, "join.twice"
	if len(differ) > 0 {
		sev, code = kpi.Error, "join.two_answers"
	}
	r.reportOnce(sev, code, t.Origin(b.Line, ro.key), kpi.Args{"key": key, "row": fmt.Sprint(a.Line), "headings": strings.Join(differ, ", "), "rows": "0", "first": ""})
	return out
}

// reportOnce reports what several tables would report of the same cell.
func (r *run) reportOnce(sev kpi.Severity, code string, at kpi.Origin, args kpi.Args) {
	same := func(d kpi.Diagnostic) bool { return d.Code == code && d.Origin == at }
	if !slices.ContainsFunc(r.diagnostics, same) {
		r.report(sev, code, at, args)
	}
}
