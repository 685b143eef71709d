package main

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
	"github.com/gapstep/gapstep/reports"
)

// read takes in the files of a command line; "-" is stdin.
func (a *app) read(ctx context.Context, paths []string) (*ingest.Result, error) {
	opt := a.set.ingestOptions()
	if !slices.Contains(paths, "-") {
		return ingest.Files(ctx, paths, opt)
	}
	files := make([]*sheet.File, len(paths))
	for i, path := range paths {
		f, err := a.readFile(ctx, path, opt.SheetOptions(path))
		if err != nil {
			return nil, err
		}
		files[i] = f
	}
	return ingest.Tables(files, opt)
}

func (a *app) readFile(ctx context.Context, path string, opt sheet.Options) (*sheet.File, error) {
	if path != "-" {
		return sheet.Read(ctx, path, opt)
	}
	data, err := io.ReadAll(a.in)
	if err != nil {
		return nil, &kpi.Fault{Code: "file.unreadable", Origin: kpi.Origin{File: "stdin"}, Err: err}
	}
	return sheet.Decode(ctx, "stdin", data, opt)
}

// gathered is a report with the data behind it.
type gathered struct {
	report *reports.Report
	data   *ingest.Result
}

// gather reads, analyses and proposes: the report that every command prints.
// The proposals are not in the ledger; `plan` puts them there.
func (a *app) gather(ctx context.Context, paths []string) (*gathered, error) {
	judge, err := a.set.analysisOptions()
	if err != nil {
		return nil, err
	}
	aim, err := a.set.goalsOptions()
	if err != nil {
		return nil, err
	}
	data, err := a.read(ctx, paths)
	if err != nil {
		return nil, errors.Join(err, a.printDoubts(data, kpi.AsFault(err)))
	}
	res, err := analysis.Run(ctx, data.Dataset, judge)
	if err != nil {
		return nil, err
	}
	plans := propose(res.Gaps, aim, a.wanted())
	r := &reports.Report{AsOf: res.AsOf, Window: res.Window, Inputs: inputs(data), Diagnostics: data.Diagnostics,
		Gaps: res.Gaps, Summaries: res.Summaries, Plans: plans, Catalogue: a.set.catalogue}
	r.Method = reports.Method{Rule: string(judge.Rule), Window: judge.Window, MinN: judge.MinN, MinTeam: judge.MinTeam, FDR: judge.FDR,
		Level: judge.Level, Reference: machineWord(aim.Reference), Families: res.Families, Comparisons: res.Comparisons,
		ExpectedFalse: res.ExpectedFalse, RuleExpected: res.RuleExpected, Version: buildVersion(), ConfigHash: a.set.hash()}
	return &gathered{report: r, data: data}, nil
}

// printDoubts lists on stderr what was found out on the way to a fault, but for
// what the fault itself will say.
func (a *app) printDoubts(data *ingest.Result, f *kpi.Fault) error {
	if data == nil || f == nil || a.set.quiet {
		return nil
	}
	others := slices.DeleteFunc(slices.Clone(data.Diagnostics), func(d kpi.Diagnostic) bool { return d.Origin == f.Origin })
	if len(others) == 0 {
		return nil
	}
	return reports.WriteQuality(a.err, inputs(data), others, a.textOptions())
}

func inputs(data *ingest.Result) []reports.Input {
	out := make([]reports.Input, len(data.Inputs))
	for i, in := range data.Inputs {
		t := in.Tally
		out[i] = reports.Input{Path: in.Path, SHA256: in.SHA256, RowsRead: t.RowsRead, RowsUsed: t.RowsUsed, RowsRejected: t.RowsRejected, RowsBlank: t.RowsBlank,
			ValuesRead: t.ValuesRead, ValuesUsed: t.ValuesUsed, ValuesRejected: t.ValuesRejected, ValuesBlank: t.ValuesBlank}
	}
	return out
}

// propose drafts a plan for each finding that want accepts. A finding for which
// no target can be proposed carries the reason as a caveat.
func propose(gaps []analysis.Gap, opt goals.Options, want func(*analysis.Gap) bool) []goals.Plan {
	var plans []goals.Plan
	for i := range gaps {
		g := &gaps[i]
		if !g.Finding() || !want(g) {
			continue
		}
		p, err := goals.Propose(g, opt)
		if f := kpi.AsFault(err); f != nil {
			g.Caveats = append(g.Caveats, kpi.Caveat{Code: f.Code, Args: f.Args})
			continue
		}
		plans = append(plans, p)
	}
	return plans
}

// fails reports whether --fail-on or --strict ask for exit code 3.
func (a *app) fails(r *reports.Report) bool {
	on, _ := a.set.flags.GetStringSlice("fail-on")
	strict, _ := a.set.flags.GetBool("strict")
	return strict && slices.ContainsFunc(r.Diagnostics, func(d kpi.Diagnostic) bool { return d.Severity >= kpi.Warning }) ||
		slices.Contains(on, "bad-rows") && slices.ContainsFunc(r.Inputs, func(in reports.Input) bool { return in.ValuesRejected > 0 || in.RowsRejected > 0 }) ||
		slices.Contains(on, "gap") && slices.ContainsFunc(r.Gaps, func(g analysis.Gap) bool { return g.Finding() }) ||
		slices.Contains(on, "missed") && slices.ContainsFunc(r.Progress, func(p goals.Progress) bool { return p.Status == goals.Missed })
}

// checkFailOn refuses words that --fail-on doesn't know before any work is done.
func (a *app) checkFailOn() error {
	on, _ := a.set.flags.GetStringSlice("fail-on")
	for _, w := range on {
		if w != "gap" && w != "missed" && w != "bad-rows" {
			return badFlag("fail-on", w, "gap, missed, bad-rows")
		}
	}
	return nil
}
