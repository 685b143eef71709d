package analysis

import (
	"context"
	"sync"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// batchRows is how many observations a batch holds at least, but for the last.
const batchRows = 4096

// cut divides the series of a dataset into batches: whole teams, enough to be worth
// handing out. A series gives one gap at most.
func cut(ds *kpi.Dataset) []kpi.Span {
	var batches []kpi.Span
	from := 0
	for team := range runs(ds.Team, ds.All()) {
		if ds.RowsOf(kpi.Span{From: from, To: team.From}).Len() >= batchRows {
			batches = append(batches, kpi.Span{From: from, To: team.From})
			from = team.From
		}
	}
	if from < ds.Series() {
		batches = append(batches, kpi.Span{From: from, To: ds.Series()})
	}
	return batches
}

// inOrder calls do for 0 … n-1 from at most workers goroutines, each with a do
// of its own from begin, and take with the results one after the other in that
// order. At most a few results per worker wait. It stops at the first error of
// take and when ctx is done, and returns that error.
func inOrder[T any](ctx context.Context, n, workers int, begin func() func(int) T, take func(T) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	workers = max(1, min(workers, n))
	type job struct {
		i   int
		out chan T
	}
	jobs, queue := make(chan job), make(chan chan T, 2*workers)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			do := begin()
			for j := range jobs {
				j.out <- do(j.i)
			}
		})
	}
	wg.Go(func() {
		defer close(jobs)
		defer close(queue)
		for i := 0; i < n && ctx.Err() == nil; i++ {
			out := make(chan T, 1)
			queue <- out // whatever is queued is also done
			jobs <- job{i, out}
		}
	})
	for out := range queue {
		if v := <-out; ctx.Err() == nil {
			if err := take(v); err != nil {
				stop(err)
			}
		}
	}
	wg.Wait()
	return context.Cause(ctx)
}
