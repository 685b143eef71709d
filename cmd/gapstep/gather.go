package main

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
	"github.com/gapstep/gapstep/reports"
)

// read takes in what a command line names: files, folders, patterns, "-" for
// stdin, and the --source.
func (a *app) read(ctx context.Context, args []string) (*ingest.Result, error) {
	opt := a.set.ingestOptions()
	in, err := expandPaths(args)
	if err != nil {
		return nil, err
	}
	progress, stop := a.showProgress(in.paths)
	opt.Progress = progress
	data, err := a.takeIn(ctx, in.paths, opt)
	stop()
	if data != nil {
		data.Diagnostics = append(in.notes, data.Diagnostics...)
	}
	return data, a.inConfig(err)
}

// inConfig gives a fault of an expression the file that it stands in.
func (a *app) inConfig(err error) error {
	if f := kpi.AsFault(err); f != nil && strings.HasPrefix(f.Code, "expression.") && f.Origin == (kpi.Origin{}) {
		f.Origin.File = a.set.file
	}
	return err
}

func (a *app) takeIn(ctx context.Context, paths []string, opt ingest.Options) (*ingest.Result, error) {
	q := a.query()
	if err := checkQuery(q); err != nil {
		return nil, err
	}
	if slices.Contains(paths, "-") {
		path, remove, err := a.spillStdin(ctx)
		switch {
		case errors.Is(err, errNoRoom):
			return a.takeInWhole(ctx, paths, opt)
		case err != nil:
			return nil, err
		}
		defer remove()
		opt.Stdin = path
	}
	if q != (sheet.Query{}) {
		q.Progress = opt.Progress
		f, err := sheet.ReadQuery(ctx, q)
		if err != nil {
			return nil, err
		}
		opt.Beside = []*sheet.File{f}
	}
	return ingest.Files(ctx, calledStdin(paths), opt)
}

// takeInWhole reads every input as a whole.
func (a *app) takeInWhole(ctx context.Context, paths []string, opt ingest.Options) (*ingest.Result, error) {
	files, err := a.openInputs(ctx, paths, opt)
	if err != nil {
		return nil, err
	}
	return ingest.Tables(files, opt)
}

// gathered is a report with the data behind it.
type gathered struct {
	report *reports.Report
	data   *ingest.Result
}

// gather reads, analyses and proposes: the report that every command prints.
// The proposals are not in the ledger; `plan` puts them there.
func (a *app) gather(ctx context.Context, paths []string) (*gathered, error) {
	return a.gatherBy(ctx, paths, scoreAll)
}

// gatherBy is gather with a scoring of one's own.
func (a *app) gatherBy(ctx context.Context, paths []string, score scoring) (*gathered, error) {
	judge, err := a.set.analysisOptions()
	if err != nil {
		return nil, err
	}
	aim, err := a.set.goalsOptions()
	if err != nil {
		return nil, err
	}
	least, err := a.leastSeverity()
	if err != nil {
		return nil, err
	}
	data, err := a.read(ctx, paths)
	if err != nil {
		return nil, errors.Join(err, a.printDoubts(data, kpi.AsFault(err)))
	}
	if err := a.printReadings(data); err != nil {
		return nil, err
	}
	aim.Peers, aim.Sketch = goals.NewPeers(data.Dataset, judge.AsOf), a.sketch && !aim.Veto
	segments := analysis.NewSegmented(data.Segments)
	res, plans, err := score(ctx, data.Dataset, judge, func(gaps []analysis.Gap) []goals.Plan {
		segments.AddMixes(gaps)
		return propose(gaps, aim, a.set.config.Goals.Concurrent, a.wanted(least))
	})
	if err != nil {
		return nil, err
	}
	if judge.Cohort != analysis.CohortTeam && !slices.ContainsFunc(res.Gaps, func(g analysis.Gap) bool { return g.Cohort != "" }) {
		data.Diagnostics = append(data.Diagnostics, kpi.Diagnostic{Severity: kpi.Warning, Code: "analysis.no_cohort", Args: kpi.Args{"cohort": string(judge.Cohort)}})
	}
	r := &reports.Report{AsOf: res.AsOf, Window: res.Window, Inputs: inputs(data), Diagnostics: data.Diagnostics,
		Gaps: res.Gaps, Summaries: res.Summaries, Plans: plans, Catalogue: a.set.catalogue, Data: data.Dataset}
	r.Method = reports.Method{Rule: string(judge.Rule), Window: judge.Window, MinN: judge.MinN, MinTeam: judge.MinTeam, FDR: judge.FDR,
		Level: judge.Level, Reference: machineWord(aim.Reference), Families: res.Families, Comparisons: res.Comparisons,
		ExpectedFalse: res.ExpectedFalse, RuleExpected: res.RuleExpected, Version: buildVersion(), ConfigHash: a.set.hash()}
	return &gathered{report: r, data: data}, nil
}

// printReadings says on stderr, with --verbose, how each sheet was read.
func (a *app) printReadings(data *ingest.Result) error {
	if verbose, _ := a.set.flags.GetBool("verbose"); !verbose {
		return nil
	}
	aside := *a
	aside.out = a.err
	for i := range data.Readings {
		if err := aside.printReading(&data.Readings[i]); err != nil {
			return err
		}
	}
	return nil
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
	return reports.WriteQuality(a.err, inputs(data), others, a.asideOptions())
}

func inputs(data *ingest.Result) []reports.Input {
	out := make([]reports.Input, len(data.Inputs))
	for i, in := range data.Inputs {
		t := in.Tally
		out[i] = reports.Input{Path: in.Path, SHA256: in.SHA256, RowsRead: t.RowsRead, RowsUsed: t.RowsUsed, RowsRejected: t.RowsRejected, RowsBlank: t.RowsBlank, RowsLeftOut: t.RowsLeftOut,
			ValuesRead: t.ValuesRead, ValuesUsed: t.ValuesUsed, ValuesRejected: t.ValuesRejected, ValuesBlank: t.ValuesBlank, ValuesLeftOut: t.ValuesLeftOut}
	}
	return out
}

// propose drafts plans for the findings that want accepts, of each person at
// most limit at a time. A finding that gets no plan carries the reason as a
// caveat.
func propose(gaps []analysis.Gap, opt goals.Options, limit int, want func(*analysis.Gap) bool) []goals.Plan {
	var wanted []*analysis.Gap
	for i := range gaps {
		if g := &gaps[i]; g.Finding() && want(g) {
			wanted = append(wanted, g)
		}
	}
	now, later := goals.First(wanted, limit)
	for _, g := range later {
		g.Caveats = append(g.Caveats, waiting(g, limit))
	}
	var plans []goals.Plan
	for _, g := range now {
		if g.Mix.Explains(g.Indicator.Direction, g.Rest, g.Material) {
			g.Caveats = append(g.Caveats, kpi.Caveat{Code: "plan.mix"})
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

// waiting says why a gap waits: the parts of its priority, apart.
func waiting(g *analysis.Gap, limit int) kpi.Caveat {
	p := goals.PriorityOf(g)
	return kpi.Caveat{Code: "plan.later", Args: kpi.Args{"limit": strconv.Itoa(limit), "noise": strconv.FormatFloat(p.Noise, 'f', 1, 64),
		"weight": strconv.FormatFloat(p.Weight, 'g', -1, 64), "headroom": strconv.FormatFloat(p.Headroom, 'f', 2, 64)}}
}

// fails reports whether --fail-on or --strict ask for exit code 3.
func (a *app) fails(r *reports.Report) bool {
	on, _ := a.set.flags.GetStringSlice("fail-on")
	strict, _ := a.set.flags.GetBool("strict")
	return strict && slices.ContainsFunc(r.Diagnostics, func(d kpi.Diagnostic) bool { return d.Severity >= kpi.Warning }) ||
		slices.Contains(on, "bad-rows") && slices.ContainsFunc(r.Inputs, func(in reports.Input) bool { return in.ValuesRejected > 0 || in.RowsRejected > 0 }) ||
		slices.Contains(on, "gap") && slices.ContainsFunc(r.Gaps, func(g analysis.Gap) bool { return g.Finding() }) ||
		slices.Contains(on, "missed") && slices.ContainsFunc(r.Progress, anyMissed)
}

func anyMissed(p goals.Progress) bool {
	return slices.ContainsFunc(p.Steps, func(s goals.Step) bool { return s.Status == goals.Missed })
}

// checkOutput refuses, before any work is done, words that --fail-on and
// --format don't know and an --output that can't be written; others are the
// formats beside the table that the command prints.
func (a *app) checkOutput(others ...string) error {
	on, _ := a.set.flags.GetStringSlice("fail-on")
	for _, w := range on {
		if w != "gap" && w != "missed" && w != "bad-rows" {
			return badFlag("fail-on", w, "gap, missed, bad-rows")
		}
	}
	if format, _ := a.set.flags.GetString("format"); format != "table" && !slices.Contains(others, format) {
		return badFlag("format", format, strings.Join(append([]string{"table"}, others...), ", "))
	}
	out, _ := a.set.flags.GetString("output")
	suffix := strings.TrimPrefix(strings.ToLower(filepath.Ext(out)), ".")
	files := wholeFormats
	if slices.Contains(others, "csv") {
		files = formats
	}
	if out == "-" || suffix != "" && !isFolder(out) && !slices.Contains(files, suffix) {
		return badFlag("output", out, "DIR, ."+strings.Join(files, ", ."))
	}
	return nil
}
