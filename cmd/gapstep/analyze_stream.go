package main

import (
	"context"
	"io"
	"slices"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// scoring scores a dataset; draft completes the findings among gaps, of whole
// teams, and proposes plans for them. It is called from several goroutines.
type scoring func(ctx context.Context, ds *kpi.Dataset, opt analysis.Options, draft func(gaps []analysis.Gap) []goals.Plan) (*analysis.Result, []goals.Plan, error)

// scoreAll holds every scored row: what most forms of a report print from.
func scoreAll(ctx context.Context, ds *kpi.Dataset, opt analysis.Options, draft func([]analysis.Gap) []goals.Plan) (*analysis.Result, []goals.Plan, error) {
	res, err := analysis.Run(ctx, ds, opt)
	if err != nil {
		return nil, nil, err
	}
	return res, draft(res.Gaps), nil
}

// streamed reports whether all that is asked for is every scored row as csv, and
// into which file beside stdout: then no row need be held once it is written. A
// cohort is looked for over all rows.
func (a *app) streamed() (file string, yes bool) {
	all, _ := a.set.flags.GetBool("all")
	format, _ := a.set.flags.GetString("format")
	file, _ = a.set.flags.GetString("output")
	if suffix, ok := formatOf(file); file != "" && (!ok || suffix != "csv") {
		return "", false
	}
	return file, all && format == "csv" && a.set.config.Analysis.Cohort == ""
}

// analyzeStreamed is analyze for what is streamed.
func (a *app) analyzeStreamed(ctx context.Context, paths []string, file string) error {
	s := stream{app: a, to: a.out}
	if file != "" {
		f, err := beginFile(file)
		if err != nil {
			return err
		}
		defer f.discard()
		s.to, s.file = f, f // where the file has the form, stdout stays free
	}
	g, err := a.gatherBy(ctx, paths, s.score)
	if err != nil {
		return err
	}
	g.report.All = true
	if s.held {
		if err := a.write(s.to, g.report, "csv"); err != nil {
			return err
		}
	}
	if s.file != nil {
		if err := s.file.commit(forOwner); err != nil {
			return err
		}
		a.note("cmd.wrote", locale.Args{"path": file})
	}
	if err := a.printTallies(g.report); err != nil {
		return err
	}
	return a.conclude(g.report, paths)
}

// stream writes rows as they are scored.
type stream struct {
	app  *app
	to   io.Writer
	file *pendingFile
	held bool // the rows were held after all

	begun bool        // the header is written
	free  chan []byte // memory of batches that are written
}

// written is what remains of a batch of rows.
type written struct {
	csv    []byte
	kept   []analysis.Gap // the findings and what a rule lists
	judged bool           // somebody could be
	other  *analysis.Gap  // where nobody could: one row that says so
	plans  int            // how many would be proposed
}

// score is a scoring that keeps no more rows than the rest of a report speaks of:
// the findings, what a rule lists and, where nobody could be judged, one row that
// says so.
func (s *stream) score(ctx context.Context, ds *kpi.Dataset, opt analysis.Options, draft func([]analysis.Gap) []goals.Plan) (*analysis.Result, []goals.Plan, error) {
	if !oneTeamEach(ds) { // of a person in several teams the proposals have to be chosen over all of them
		s.held = true
		return scoreAll(ctx, ds, opt, draft)
	}
	opt.Brief = true
	s.free = make(chan []byte, 2*max(1, opt.Parallelism))
	var all written
	var kept [][]analysis.Gap
	res, err := analysis.Stream(ctx, ds, opt, func(b analysis.Scored) written { return s.writeRows(b, draft) }, func(w written) error {
		kept, all.plans = append(kept, w.kept), all.plans+w.plans
		all.judged = all.judged || w.judged
		if all.other == nil {
			all.other = w.other
		}
		if err := s.begin(); err != nil {
			return err
		}
		defer s.giveBack(w.csv)
		_, err := s.to.Write(w.csv)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	res.Gaps = slices.Concat(kept...)
	if !all.judged && all.other != nil {
		res.Gaps = []analysis.Gap{*all.other}
	}
	return res, make([]goals.Plan, all.plans), nil // nothing of them is shown but their number
}

// begin writes the header before the first batch.
func (s *stream) begin() error {
	if s.begun {
		return nil
	}
	s.begun = true
	bom, _ := s.app.set.flags.GetBool("bom")
	_, err := s.to.Write(reports.AppendCSVHeader(nil, reports.CSVOptions{BOM: bom}))
	return err
}

// room is memory for the text of a batch.
func (s *stream) room() []byte {
	select {
	case b := <-s.free:
		return b[:0]
	default:
		return make([]byte, 0, usualBatch)
	}
}

// usualBatch is about the text of a batch.
const usualBatch = 1 << 17

func (s *stream) giveBack(b []byte) {
	select {
	case s.free <- b:
	default:
	}
}

// writeRows writes a batch, and keeps what the rest of the report speaks of.
func (s *stream) writeRows(b analysis.Scored, draft func([]analysis.Gap) []goals.Plan) written {
	w := written{plans: len(draft(b.Gaps)), csv: s.room()}
	var rows reports.CSVRows
	for i := range b.Gaps {
		g := &b.Gaps[i]
		w.csv = rows.Append(w.csv, g)
		w.judged = w.judged || g.Flagged() != analysis.NotJudged
		if g.Finding() || g.Listed {
			w.kept = append(w.kept, verdictOf(g))
		}
	}
	if !w.judged && len(b.Gaps) > 0 {
		first := verdictOf(&b.Gaps[0])
		w.other = &first
	}
	return w
}

// verdictOf is a row without its course and caveats, which would hold those of
// the whole team in memory: how the run ends hangs on the verdict alone.
func verdictOf(g *analysis.Gap) analysis.Gap {
	one := *g
	one.Series, one.History, one.Drivers, one.Mix, one.Caveats = nil, nil, nil, nil, nil
	return one
}

// oneTeamEach reports whether nobody stands in two teams.
func oneTeamEach(ds *kpi.Dataset) bool {
	team := make([]int32, len(ds.Employees)) // 1 + the team
	for s, e := range ds.Employee {
		if at := ds.Team[s] + 1; team[e] == 0 {
			team[e] = at
		} else if team[e] != at {
			return false
		}
	}
	return true
}
