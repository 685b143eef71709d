package ingest

import (
	"fmt"
	"maps"
	"runtime"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// finish builds the dataset, takes doubles out of the tallies and finds the
// fault of a run that gave nothing.
func (r *run) finish(files []*sheet.File) (*Result, error) {
	r.settleFigures()
	if r.observed.Len() >= manyRows {
		runtime.GC() // of the tables: a Dataset takes as much again as the list
	}
	var b kpi.Builder
	b.AddList(r.observed)
	r.observed = kpi.Observations{} // it is the builder's now
	for _, block := range r.blocks {
		b.AddBlock(block)
	}
	set, diags := b.Build()
	diags = r.tellAdded(diags, b.LeftOut())
	diags = slices.DeleteFunc(diags, func(d kpi.Diagnostic) bool { // events have the team of their day
		return d.Code == "row.two_teams" && r.sums[figureAt{d.Origin, d.Args["kpi"]}] != nil || d.Code == "employee.name_changed" && r.isMisnamed(d.Args["employee"])
	})
	r.takeBack(b.LeftOut())
	r.pointAtPeople(diags)
	r.diagnostics = append(r.diagnostics, diags...)
	r.reportGrains(set)
	r.reportFar(set)
	r.reportTeams(set)
	r.reportUnits()
	r.reportNamings()
	r.diagnostics = kpi.Bound(r.diagnostics)
	inSheetOrder(r.diagnostics, files)
	res := &Result{Dataset: set, Named: r.namedIndicators(), Readings: r.readings, Diagnostics: r.diagnostics, Segments: r.segments}
	total := Tally{}
	for _, f := range files {
		in := Input{Path: f.Path, SHA256: f.SHA256}
		for _, g := range r.grids {
			if g.file == f {
				in.Tally.add(g.tally())
			}
		}
		total.add(in.Tally)
		res.Inputs = append(res.Inputs, r.asRoster(in))
	}
	if f := r.fault(total); f != nil {
		return res, f
	}
	return res, nil
}

// reportUnits warns of an indicator whose numbers were taken for ratios in one
// table and for percents in another: 0.5 and 0.8 may be percents there too; and of
// durations in one, numbers without a unit in another.
func (r *run) reportUnits() {
	for _, id := range slices.Sorted(maps.Keys(r.units)) {
		if u := r.units[id]; u[asRatio].File != "" && u[asPercent].File != "" {
			r.report(kpi.Warning, "unit.tables_differ", u[asRatio], kpi.Args{"kpi": id, "other": u[asPercent].String()})
		}
		if u := r.units[id]; u[asClock].File != "" && u[asWritten].File != "" {
			r.report(kpi.Warning, "unit.clock_differs", u[asWritten], kpi.Args{"kpi": id, "other": u[asClock].String(), "unit": r.opt.Catalogue.Get(id).Unit})
		}
	}
}

// reportNamings warns of --kpi arguments whose heading stands nowhere.
func (r *run) reportNamings() {
	for _, key := range slices.Sorted(maps.Keys(r.words.namings)) {
		if !r.words.used[key] {
			r.report(kpi.Warning, "kpi.named_unused", kpi.Origin{}, kpi.Args{"heading": r.words.namings[key].heading})
		}
	}
}

// fault is the error of a run that gave no figure at all: nothing was read, or
// nothing could be used, nil otherwise. What makes whole columns unusable stands
// before what was wrong with single cells.
func (r *run) fault(t Tally) *kpi.Fault {
	if f := r.rowlessFault(t); f != nil {
		return f
	}
	if t.ValuesUsed > 0 || len(r.grids) > 0 && t.ValuesRejected == 0 {
		return nil
	}
	whole := []string{"unit.ambiguous", "unit.score_or_percent", "period.order_ambiguous", "period.order_contradictory", "period.tenth_ambiguous", "period.year_wrap", "column.rivals", "column.part_rivals", "column.scopes_differ", "column.unit_mismatch"}
	someone := !slices.ContainsFunc(r.skipped, func(s *skip) bool { return s.code == "table.no_employee" })
	for _, d := range r.diagnostics {
		if slices.Contains(whole, d.Code) && (someone || len(r.grids) > 0) {
			return &kpi.Fault{Code: d.Code, Origin: d.Origin, Args: d.Args}
		}
	}
	if len(r.grids) == 0 {
		return r.skipFault()
	}
	return r.firstError(t)
}

// firstError is the fault of values of which none could be used, for what is wrong with
// the first.
func (r *run) firstError(t Tally) *kpi.Fault {
	for _, d := range r.diagnostics {
		if d.Severity == kpi.Error {
			return &kpi.Fault{Code: "input.nothing_used", Origin: d.Origin, Args: kpi.Args{"values": fmt.Sprint(t.ValuesRejected), "first": d.Code},
				Err: &kpi.Fault{Code: d.Code, Origin: d.Origin, Args: d.Args}}
		}
	}
	return nil
}

// rowlessFault is the fault of tables that hold nothing but headings, or of which the
// configuration leaves every row out; nil where there is more.
func (r *run) rowlessFault(t Tally) *kpi.Fault {
	for _, d := range r.diagnostics {
		if d.Code == "table.no_rows" && t.RowsRead == 0 {
			return &kpi.Fault{Code: d.Code, Origin: d.Origin, Args: d.Args}
		}
	}
	return r.leftOutFault(t)
}

// skipFault chooses the fault of a run in which no table was read: the one
// that was nearest to being read.
func (r *run) skipFault() *kpi.Fault {
	for _, code := range []string{"table.row_labels", "table.no_employee", "table.no_year", "table.fiscal_year", "table.year_wrap", "table.numbered", "table.people_twice", "table.actual_unclear", "period.no_year_in_name", "period.fiscal_in_name", "table.no_value", "kpi.only_counts", "kpi.not_named", "kpi.none_recognised", "table.no_kpi", "table.not_actual"} {
		at := slices.IndexFunc(r.skipped, func(s *skip) bool { return s.code == code })
		if at < 0 {
			continue
		}
		s := r.skipped[at]
		if code == "table.no_kpi" {
			code = "kpi.none_recognised"
		}
		return &kpi.Fault{Code: code, Origin: s.at, Args: s.args}
	}
	if len(r.skipped) > 0 && r.skipped[0].code == "table.not_selected" {
		return &kpi.Fault{Code: "input.no_sheet", Origin: r.skipped[0].at, Args: kpi.Args{"sheet": r.opt.Sheet}}
	}
	return &kpi.Fault{Code: "input.empty"}
}
