package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// zeroRun is what the values of an indicator in one period are.
type zeroRun struct {
	zeros, others int
	first         kpi.Origin // of a zero
}

// reportZeros warns of the last periods of an indicator in which every value
// is exactly zero though earlier ones are not: formulas of a sheet that was laid
// out for months nobody has reported yet. Counts are left alone, for 0 of 20 is
// a figure, and so are fewer than three people.
func (r *run) reportZeros() {
	found := map[*kpi.Indicator]map[kpi.Period]*zeroRun{}
	for _, o := range r.observations {
		if !o.Measure.Known() || o.Measure.HasCounts() {
			continue
		}
		if found[o.Indicator] == nil {
			found[o.Indicator] = map[kpi.Period]*zeroRun{}
		}
		z := found[o.Indicator][o.Period]
		if z == nil {
			z = &zeroRun{}
			found[o.Indicator][o.Period] = z
		}
		z.add(o)
	}
	byID := func(a, b *kpi.Indicator) int { return cmp.Compare(a.ID, b.ID) }
	for _, in := range slices.SortedFunc(maps.Keys(found), byID) {
		r.reportZerosOf(in, found[in])
	}
}

func (z *zeroRun) add(o kpi.Observation) {
	if o.Measure.Level != 0 {
		z.others++
		return
	}
	if z.zeros++; z.zeros == 1 || o.Origin.Compare(z.first) < 0 {
		z.first = o.Origin
	}
}

func (r *run) reportZerosOf(in *kpi.Indicator, runs map[kpi.Period]*zeroRun) {
	periods := slices.SortedFunc(maps.Keys(runs), kpi.Period.Compare)
	last := len(periods)
	for last > 0 && runs[periods[last-1]].others == 0 {
		last--
	}
	if last == 0 {
		return // zero from the start: nothing tells it from a good record
	}
	for _, p := range periods[last:] {
		if z := runs[p]; z.zeros > 2 {
			r.report(kpi.Warning, "period.all_zero", z.first, kpi.Args{"kpi": in.ID, "period": p.String(), "values": fmt.Sprint(z.zeros)})
		}
	}
}
