package analysis

import (
	"context"
	"math"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Run scores every team of the dataset. The result is the same, bit for bit,
// whatever opt.Parallelism is. It returns a usage fault for options out of
// range, the fault analysis.no_rows when no row ends by the as-of date, and the
// context's error when it is cancelled.
func Run(ctx context.Context, ds *kpi.Dataset, opt Options) (*Result, error) {
	all, n := make([]Gap, ds.Series()), 0
	var summaries []Summary
	res, err := stream(ctx, ds, opt, func(b kpi.Span, _ []Gap) []Gap { return all[b.From:b.From:b.To] },
		func(s Scored) Scored { return s },
		func(s Scored) error {
			n += copy(all[n:], s.Gaps) // closes the holes that people without a row in the window leave
			summaries = append(summaries, s.Summaries...)
			return nil
		})
	if err != nil {
		return nil, err
	}
	clear(all[n:])
	res.Gaps, res.Summaries = all[:n:n], summaries
	return res, nil
}

// Scored is the outcome of some teams: every scored row, sorted by team,
// indicator id and employee id, and the summaries in the same order.
type Scored struct {
	Gaps      []Gap
	Summaries []Summary
}

// Stream is Run for results that need not be held at once: work is called with
// a few teams at a time, from several goroutines, and take with what work made
// of them, one after the other in the order of the dataset. The Gaps belong to
// the caller only until work returns: what is kept has to be copied, gap by gap,
// but for what hangs on them.
// The Result is without Gaps and Summaries. An error of take ends the run.
func Stream[T any](ctx context.Context, ds *kpi.Dataset, opt Options, work func(Scored) T, take func(T) error) (*Result, error) {
	return stream(ctx, ds, opt, func(b kpi.Span, old []Gap) []Gap {
		if cap(old) < b.Len() {
			return make([]Gap, 0, b.Len())
		}
		return old[:0]
	}, work, take)
}

// stream scores the dataset in batches; room gives the memory for the gaps of a batch, and
// may take up again what the same worker had before.
func stream[T any](ctx context.Context, ds *kpi.Dataset, opt Options, room func(b kpi.Span, old []Gap) []Gap,
	work func(Scored) T, take func(T) error) (*Result, error) {
	if err := opt.Validate(); err != nil {
		return nil, err
	}
	cal := newCalendar(ds.Periods, opt.AsOf, opt.Window)
	if len(cal.grain) == 0 {
		return nil, &kpi.Fault{Code: "analysis.no_rows", Args: kpi.Args{"as_of": cal.asOf.String()}}
	}
	res := &Result{AsOf: cal.asOf, Window: cal.commonest(ds), RuleExpected: nan}
	x, batches := months(ds.Periods), cut(ds)
	type outcome struct {
		made  T
		tally tally
	}
	err := inOrder(ctx, len(batches), opt.Parallelism, func() func(int) outcome {
		s := &scorer{data: ds, cal: &cal, x: x, opt: opt, scratch: newScratch(opt)}
		var gaps []Gap
		return func(i int) outcome {
			gaps = room(batches[i], gaps)
			scored := s.score(batches[i], gaps)
			return outcome{work(scored), s.tally}
		}
	}, func(o outcome) error {
		res.add(o.tally)
		return take(o.made)
	})
	if err != nil {
		return nil, err
	}
	res.ExpectedFalse = opt.FDR * float64(res.Families)
	return res, nil
}

// scorer is one worker with what it scores by.
type scorer struct {
	data *kpi.Dataset
	cal  *calendar
	x    []float64 // month ordinal by period index
	opt  Options
	*scratch
	tally tally // of the batch at hand
}

// score scores the teams of a batch into the room of gaps.
func (s *scorer) score(b kpi.Span, gaps []Gap) Scored {
	var summaries []Summary
	s.tally = tally{}
	for span := range runs(s.data.Team, b) {
		s.reset()
		t := team{scorer: s, span: span}
		var more []Summary
		gaps, more = t.score(gaps)
		summaries = append(summaries, more...)
	}
	return Scored{gaps, summaries}
}

// tally is what a Result counts of some teams.
type tally struct {
	families, comparisons int
	expected              []float64 // of the descriptive rule, where it has such a figure
}

// count takes in a family.
func (t *tally) count(s *Summary, gaps []Gap, rule Rule) {
	if s.Judged > 0 {
		t.families++
		t.comparisons += s.Judged
	}
	if e := expectListed(rule, s, gaps); !math.IsNaN(e) {
		t.expected = append(t.expected, e)
	}
}

// add adds one tally after the other: the sum is the same however many work.
func (r *Result) add(t tally) {
	r.Families += t.families
	r.Comparisons += t.comparisons
	for _, e := range t.expected {
		if math.IsNaN(r.RuleExpected) {
			r.RuleExpected = 0
		}
		r.RuleExpected += e
	}
}
