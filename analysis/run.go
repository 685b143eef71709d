package analysis

import (
	"context"
	"math"
	"sync"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Run scores every team of the dataset. The result is the same, bit for bit,
// whatever opt.Parallelism is. It returns a usage fault for options out of
// range, the fault analysis.no_rows when no row ends by the as-of date, and the
// context's error when it is cancelled.
func Run(ctx context.Context, ds *kpi.Dataset, opt Options) (*Result, error) {
	if err := opt.Validate(); err != nil {
		return nil, err
	}
	cal := newCalendar(ds.Periods, opt.AsOf, opt.Window)
	if len(cal.grain) == 0 {
		return nil, &kpi.Fault{Code: "analysis.no_rows", Args: kpi.Args{"as_of": cal.asOf.String()}}
	}
	res := &Result{AsOf: cal.asOf, Window: cal.commonest(ds), RuleExpected: nan}
	x := months(ds.Periods)
	spans := kpi.Runs(ds.Team, ds.All())
	scored := make([]scoredTeam, len(spans))
	inParallel(ctx, len(spans), opt.Parallelism, func(i int) {
		t := Team{data: ds, span: spans[i], cal: &cal, x: x, opt: opt}
		scored[i].gaps, scored[i].summaries = t.Score()
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i := range scored {
		res.take(&scored[i], opt)
	}
	res.ExpectedFalse = opt.FDR * float64(res.Families)
	return res, nil
}

type scoredTeam struct {
	gaps      []Gap
	summaries []Summary
}

func (r *Result) take(t *scoredTeam, opt Options) {
	at := 0
	for i := range t.summaries {
		s := &t.summaries[i]
		members := t.gaps[at : at+len(s.Members)]
		at += len(s.Members)
		if s.Judged > 0 {
			r.Families++
			r.Comparisons += s.Judged
		}
		if e := expectListed(opt.Rule, s, members); !math.IsNaN(e) {
			if math.IsNaN(r.RuleExpected) {
				r.RuleExpected = 0
			}
			r.RuleExpected += e
		}
	}
	r.Gaps = append(r.Gaps, t.gaps...)
	r.Summaries = append(r.Summaries, t.summaries...)
}

// inParallel calls do for 0 … n-1 from at most workers goroutines and stops
// handing out work when ctx is done.
func inParallel(ctx context.Context, n, workers int, do func(int)) {
	next := make(chan int)
	var wg sync.WaitGroup
	for range max(1, min(workers, n)) {
		wg.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := 0; i < n && ctx.Err() == nil; i++ {
		next <- i
	}
	close(next)
	wg.Wait()
}
