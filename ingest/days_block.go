package ingest

import (
	"maps"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// gatherBlock gathers the days of a block, of which none corrects others.
func (r *run) gatherBlock(days dayMonths, b *kpi.Dataset) {
	if !slices.ContainsFunc(b.Periods, isOneDay) {
		return
	}
	var teams, people []int32
	for _, name := range b.Teams {
		teams = append(teams, r.names.number(name))
	}
	for _, e := range b.Employees {
		people = append(people, r.names.number(e.ID))
	}
	months := make([]kpi.Date, len(b.Periods))
	for i, p := range b.Periods {
		months[i] = calendarMonth(p).Start
	}
	for s := range b.Series() {
		key := monthKey{in: b.Indicators[b.Indicator[s]], employee: people[b.Employee[s]], team: teams[b.Team[s]]}
		for i := b.Rows(s).From; i < b.Rows(s).To; i++ {
			p := b.Period[i]
			if m := b.Measure(i); isOneDay(b.Periods[p]) && m.Known() {
				key.month = months[p]
				days.meet(key, b.Periods[p].Start, m)
			}
		}
	}
}

func isOneDay(p kpi.Period) bool { return p.Grain == kpi.Day }

func calendarMonth(p kpi.Period) kpi.Period { return kpi.PeriodOf(p.Start, kpi.Month) }

// blockMonths makes months of the days of a block.
type blockMonths struct {
	run     *run
	folds   dayFolds
	set     *kpi.Dataset
	periods []kpi.Period // sorted, with the months of all days
	own     []int32      // of the block's periods, in these
	month   []int32      // of their months
	to      []int32      // of each row, where it goes; negative: out of the block
}

// foldBlocks makes months of the days of blocks. What is to be added up, and
// what stands beside a figure of the month itself, becomes single observations.
func (r *run) foldBlocks(folds dayFolds) {
	for n, set := range r.blocks {
		if !slices.ContainsFunc(set.Periods, isOneDay) || !slices.ContainsFunc(set.Indicators, folds.folds) {
			continue
		}
		f := &blockMonths{run: r, folds: folds, set: set, to: make([]int32, set.Len())}
		f.choosePeriods()
		f.foldAll()
		r.blocks[n] = set.InPeriods(f.to, f.periods)
	}
	r.blocks = slices.DeleteFunc(r.blocks, func(b *kpi.Dataset) bool { return b.Len() == 0 })
}

func (f *blockMonths) choosePeriods() {
	all := map[kpi.Period]int32{}
	for _, p := range f.set.Periods {
		all[p], all[calendarMonth(p)] = 0, 0
	}
	f.periods = slices.SortedFunc(maps.Keys(all), kpi.Period.Compare)
	for i, p := range f.periods {
		all[p] = int32(i)
	}
	for _, p := range f.set.Periods {
		f.own, f.month = append(f.own, all[p]), append(f.month, all[calendarMonth(p)])
	}
}

func (f *blockMonths) foldAll() {
	for s, in := range f.set.Indicator {
		f.fold(f.set.Rows(s), f.set.Indicators[in])
	}
}

// fold folds the days of an employee's figures of an indicator.
func (f *blockMonths) fold(series kpi.Span, in *kpi.Indicator) {
	days := 0
	for i := series.From; i < series.To; i++ {
		f.to[i] = f.own[f.set.Period[i]]
		if isOneDay(f.set.Periods[f.set.Period[i]]) {
			days++
		}
	}
	switch {
	case days == 0 || !f.folds.folds(in):
	case days < series.To-series.From:
		f.letOut(series)
	default:
		for at := series.From; at < series.To; {
			month := kpi.Span{From: at, To: at + 1}
			for month.To < series.To && f.monthAt(month.To) == f.monthAt(at) {
				month.To++
			}
			f.foldMonth(month, in)
			at = month.To
		}
	}
}

func (f *blockMonths) monthAt(i int) int32 { return f.month[f.set.Period[i]] }

// foldMonth makes a figure of a month of the only day that has one, each time that
// it has one, or a blank of its first.
func (f *blockMonths) foldMonth(days kpi.Span, in *kpi.Indicator) {
	if one := f.set.At(days.From); f.folds.months[f.run.monthFor(one)].several {
		f.letOut(days)
		return
	}
	blank, known := days.From, false
	for i := days.From; i < days.To; i++ {
		f.to[i] = -1
		if f.set.Measure(i).Known() {
			f.to[i], known = f.monthAt(i), true
		} else if f.set.OriginAt(i).Compare(f.set.OriginAt(blank)) < 0 {
			blank = i
		}
	}
	if !known {
		f.to[blank] = f.monthAt(blank)
	}
	f.folds.done[in.ID] = true
}

// letOut makes rows single observations.
func (f *blockMonths) letOut(rows kpi.Span) {
	for i := rows.From; i < rows.To; i++ {
		f.to[i] = -1
		f.run.observed.Add(f.set.At(i))
	}
}
