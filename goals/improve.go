package goals

import (
	"cmp"
	"math"
	"slices"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Improvement is one person's change on one indicator, from one stretch of
// periods to a later one, and whether it is more than chance makes.
type Improvement struct {
	Employee      kpi.Employee
	Team          string
	Indicator     *kpi.Indicator
	Before, After Stretch
	Change        float64 // positive is better, in the indicator's unit
	P, Q          float64 // one-sided, that chance makes this gain; Benjamini–Hochberg over all that were compared; NaN: cannot be said
	Real          bool    // better beyond noise: Q ≤ FDR. Nothing else is praised
	Worse         bool    // worse beyond noise, by the same test the other way
}

// ImproveOptions says what is compared with what.
type ImproveOptions struct {
	Employee string    // an id; "": everybody
	AsOf     kpi.Date  // the end of the later stretch; 0: of the data
	Since    *kpi.Date // the earlier stretch ends before this day; nil: before the later one
	Months   int       // length of both stretches, ≥ 1
	FDR      float64   // share of false ones among the improvements called real, in (0, 1)
}

// DefaultImprove compares the last three months with the three before.
func DefaultImprove() ImproveOptions {
	return ImproveOptions{Months: stretchMonths, FDR: trackingAlpha}
}

// Improvements compares every series that has figures in both stretches: exact
// mid-p for counts, Student's t over the periods for levels. Real ones come
// first, the surest of them at the top; then the others in the same order.
func Improvements(ds *kpi.Dataset, opt ImproveOptions) []Improvement {
	if opt.AsOf == 0 {
		opt.AsOf = lastDay(ds)
	}
	end := opt.AsOf + 1
	begin := end.AddMonths(-opt.Months)
	until := begin
	if opt.Since != nil {
		until, begin = *opt.Since, max(begin, *opt.Since)
	}
	var list []Improvement
	grains := grainsOf(ds)
	for i, in := range ds.Indicators {
		for _, s := range everybody(ds, selection{in.ID, grains[i], until.AddMonths(-opt.Months), end}) {
			if opt.Employee == "" || s.employee.ID == opt.Employee {
				list = compareStretches(list, in, s, s.between(until.AddMonths(-opt.Months), until), s.between(begin, end))
			}
		}
	}
	return judgeChanges(list, opt.FDR)
}

// compareStretches adds the comparison where both stretches have a value.
func compareStretches(list []Improvement, in *kpi.Indicator, s someone, before, after Stretch) []Improvement {
	if before.Periods == 0 || after.Periods == 0 {
		return list
	}
	return append(list, Improvement{Employee: s.employee, Team: s.team, Indicator: in, Before: before, After: after,
		Change: better(in, before.Value, after.Value)})
}

// judgeChanges tests the changes as one family and puts the real gains first.
func judgeChanges(list []Improvement, fdr float64) []Improvement {
	gains, losses := make([]float64, len(list)), make([]float64, len(list))
	for i, c := range list {
		gains[i], losses[i] = chanceOfBetter(c.Indicator, c.Before, c.After)
	}
	worse := infer.BH(losses)
	for i, q := range infer.BH(gains) {
		list[i].P, list[i].Q = gains[i], q
		list[i].Real, list[i].Worse = q <= fdr, worse[i] <= fdr
	}
	slices.SortStableFunc(list, func(a, b Improvement) int {
		return cmp.Or(cmp.Compare(a.place(), b.place()), cmp.Compare(orOne(a.P), orOne(b.P)))
	})
	return list
}

// place puts real gains before the rest.
func (c Improvement) place() int {
	if c.Real {
		return 0
	}
	return 1
}

func orOne(p float64) float64 {
	if math.IsNaN(p) {
		return 1
	}
	return p
}

// grainsOf is the grain of most rows of each indicator, the shorter one of equals.
func grainsOf(ds *kpi.Dataset) []kpi.Grain {
	rows := make([][kpi.Whole]int, len(ds.Indicators))
	for s, in := range ds.Indicator {
		for i := ds.Rows(s).From; i < ds.Rows(s).To; i++ {
			if g := ds.Periods[ds.Period[i]].Grain; g < kpi.Whole {
				rows[in][g]++
			}
		}
	}
	grains := make([]kpi.Grain, len(rows))
	for i := range rows {
		grains[i] = kpi.Grain(slices.Index(rows[i][:], slices.Max(rows[i][:])))
	}
	return grains
}

// grainOf is that of one indicator.
func grainOf(ds *kpi.Dataset, indicator string) kpi.Grain {
	if i := slices.IndexFunc(ds.Indicators, func(in *kpi.Indicator) bool { return in.ID == indicator }); i >= 0 {
		return grainsOf(ds)[i]
	}
	return kpi.Month
}
