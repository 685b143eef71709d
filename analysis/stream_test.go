package analysis

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// collect streams the dataset and puts the batches together again.
func collect(t *testing.T, ds *kpi.Dataset, opt Options) (gaps []Gap, summaries []Summary, res *Result) {
	t.Helper()
	res, err := Stream(t.Context(), ds, opt, func(s Scored) Scored {
		return Scored{slices.Clone(s.Gaps), s.Summaries}
	}, func(s Scored) error {
		gaps, summaries = append(gaps, s.Gaps...), append(summaries, s.Summaries...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return gaps, summaries, res
}

// Streamed and held, by one goroutine or five, the figures are the same bits.
func TestStreamedGapsAreThoseOfRun(t *testing.T) {
	ds := bigDataset(600, 7)
	for _, rule := range []Rule{RuleFair, RuleMean, RuleSigma} {
		opt := Default()
		opt.Rule = rule
		want := run(t, ds, opt)
		for _, cores := range []int{1, 5} {
			opt.Parallelism = cores
			gaps, summaries, res := collect(t, ds, opt)
			if printed(gaps) != printed(want.Gaps) {
				t.Fatalf("%s, %d at once: gaps differ", rule, cores)
			}
			if diff := cmp.Diff(fmt.Sprint(summaries), fmt.Sprint(want.Summaries)); diff != "" {
				t.Errorf("%s, %d at once: %s", rule, cores, diff)
			}
			if res.Families != want.Families || res.Comparisons != want.Comparisons || res.ExpectedFalse != want.ExpectedFalse ||
				math.Float64bits(res.RuleExpected) != math.Float64bits(want.RuleExpected) || res.Window != want.Window || res.AsOf != want.AsOf {
				t.Errorf("%s, %d at once: %+v", rule, cores, res)
			}
		}
	}
}

// What a batch leaves behind does not reach the next: people without a row in
// the window leave no hole, and every gap has its own series and caveats.
func TestRowsOfBatchesKeepApart(t *testing.T) {
	var s sheet
	for team := range 40 {
		for e := range 5 {
			for m := 1; m <= 24; m++ {
				if e == 4 && m > 21 {
					continue // has left
				}
				s.add(fmt.Sprintf("t%02d", team), fmt.Sprintf("t%02d-e%d", team, e), "csat_score", m, kpi.Value(80+float64((team*7+e*3+m)%5)))
			}
		}
	}
	res := run(t, s.dataset(), Default())
	if len(res.Gaps) != 40*4 {
		t.Fatalf("%d gaps", len(res.Gaps))
	}
	for i := range res.Gaps {
		g := &res.Gaps[i]
		if g.Employee.ID != fmt.Sprintf("t%02d-e%d", i/4, i%4) || len(g.Series) != 24 || cap(g.Series) != 24 {
			t.Fatalf("gap %d: %s, %d points", i, g.Employee.ID, len(g.Series))
		}
		if want := 80 + float64((i/4*7+i%4*3+1)%5); g.Series[0].Measure.Level != want {
			t.Errorf("gap %d begins at %v, want %v", i, g.Series[0].Measure.Level, want)
		}
		g.Series = append(g.Series, Point{}) // must not reach a neighbour
		g.Caveats = append(g.Caveats, kpi.Caveat{Code: "x"})
	}
	for i := range res.Gaps {
		if n := len(res.Gaps[i].Caveats); n > 0 && res.Gaps[i].Caveats[n-1].Code != "x" {
			t.Errorf("gap %d: %v", i, res.Gaps[i].Caveats)
		}
	}
}

// An error of take ends the run at once, and nothing is taken after it.
func TestStreamEndsWithTheErrorOfTake(t *testing.T) {
	full := errors.New("disk full")
	var taken, made atomic.Int32
	opt := Default()
	opt.Parallelism = 3
	_, err := Stream(t.Context(), bigDataset(6000, 5), opt, func(Scored) int { made.Add(1); return 0 }, func(int) error {
		taken.Add(1)
		return full
	})
	if !errors.Is(err, full) || taken.Load() != 1 || made.Load() > 20 {
		t.Errorf("%v after %d batches taken, %d made", err, taken.Load(), made.Load())
	}
}

func TestStreamEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Stream(ctx, bigDataset(3000, 5), Default(), func(Scored) int { cancel(); return 0 }, func(int) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	opt := Default()
	opt.MinN = 0
	if _, err := Stream(t.Context(), bigDataset(9, 3), opt, func(Scored) int { return 0 }, func(int) error { return nil }); kpi.AsFault(err) == nil {
		t.Errorf("options out of range: %v", err)
	}
}

// Batches are whole teams, every row once, and give one gap a series at most.
func TestBatchesAreWholeTeams(t *testing.T) {
	ds := bigDataset(2500, 6)
	at := 0
	for _, b := range cut(ds) {
		if b.From != at {
			t.Fatalf("%+v begins at series %d", b, at)
		}
		if at > 0 && ds.Team[at] == ds.Team[at-1] {
			t.Errorf("%+v cuts a team", b)
		}
		if at = b.To; at < ds.Series() && ds.RowsOf(b).Len() < batchRows {
			t.Errorf("%+v is worth no handing out", b)
		}
	}
	if at != ds.Series() || at != 2500*5 {
		t.Errorf("%d series of %d", at, ds.Series())
	}
	if got := cut(&kpi.Dataset{}); got != nil {
		t.Errorf("nothing is cut into %v", got)
	}
}

// In brief the figures are the same; findings alone have a series, nobody a
// history or drivers, and there are no summaries.
func TestBriefLeavesOutCoursesAlone(t *testing.T) {
	ds := bigDataset(1200, 14)
	for _, rule := range []Rule{RuleFair, RuleMean, RuleSigma} {
		opt := Default()
		opt.Rule = rule
		full := run(t, ds, opt)
		opt.Brief = true
		brief := run(t, ds, opt)
		found := 0
		for i := range full.Gaps {
			f, b := &full.Gaps[i], &brief.Gaps[i]
			if f.Finding() {
				found++
			} else {
				f.Series = nil
			}
			f.History, f.Drivers = nil, nil
			if got, want := printed([]Gap{*b}), printed([]Gap{*f}); got != want {
				t.Fatalf("%s: %s\nwant %s", rule, got, want)
			}
		}
		if found == 0 || found == len(full.Gaps) || len(brief.Summaries) > 0 {
			t.Errorf("%s: %d of %d found, %d summaries", rule, found, len(full.Gaps), len(brief.Summaries))
		}
		if full.Families != brief.Families || full.Comparisons != brief.Comparisons || math.Float64bits(full.RuleExpected) != math.Float64bits(brief.RuleExpected) {
			t.Errorf("%s: %+v, want %+v", rule, brief.Families, full.Families)
		}
	}
}

// Memory is taken by the team: ten times the months take no more allocations.
func TestAllocationsAreByTeamNotByObservation(t *testing.T) {
	opt := Default()
	opt.Brief = true
	allocations := func(months int) float64 {
		ds := bigDataset(500, months)
		return testing.AllocsPerRun(3, func() {
			if _, err := Stream(t.Context(), ds, opt, func(Scored) int { return 0 }, func(int) error { return nil }); err != nil {
				t.Fatal(err)
			}
		})
	}
	few, many := allocations(6), allocations(60)
	if teams := 500. / 12; many > 1.3*few || few > 120*teams {
		t.Errorf("%v allocations with 6 months, %v with 60", few, many)
	}
}
