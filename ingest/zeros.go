package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// zerosMissing in FormulaZeros says that zeros of periods which nobody has
// reported yet are no data.
const zerosMissing = "missing"

// zeroPlace is where zeros are said together.
type zeroPlace struct {
	file, sheet, team string
	period            kpi.Period
}

// dropZeros takes the zeros out that are formulas of a sheet laid out for
// months to come, where a source says so: values without counts, behind the last
// period in which anybody of the team has another figure of any indicator. A
// team that has nothing but zeros keeps them, for nothing tells them from a good
// record.
func (r *run) dropZeros() {
	if !slices.ContainsFunc(r.opt.Sources, func(s Source) bool { return s.FormulaZeros == zerosMissing }) {
		return
	}
	last := r.lastReported()
	found := map[zeroPlace]*zeroRun{}
	for i, o := range r.observed.All() {
		at, reported := last[o.Team]
		if !isZero(o.Measure) || !reported || o.Period.Start <= at || !r.dropsZeros(o.Origin) {
			continue
		}
		place := zeroPlace{o.Origin.File, o.Origin.Sheet, o.Team, o.Period}
		if found[place] == nil {
			found[place] = &zeroRun{}
		}
		found[place].add(o)
		r.recount(figureAt{o.Origin, o.Indicator.ID}, toBlank)
		o.Measure = noData()
		r.observed.Set(i, o)
	}
	for place, z := range found { // the diagnostics are sorted by origin
		r.report(kpi.Note, "period.zeros_missing", z.first, kpi.Args{"team": place.team, "period": place.period.String(), "values": fmt.Sprint(z.zeros)})
	}
}

func isZero(m kpi.Measure) bool { return m.Known() && !m.HasCounts() && m.Level == 0 }

// lastReported is, for each team, the first day of the last period in which
// anybody has a figure that is no bare zero.
func (r *run) lastReported() map[string]kpi.Date {
	last := map[string]kpi.Date{}
	for _, o := range r.observed.All() {
		if at, known := last[o.Team]; o.Measure.Known() && !isZero(o.Measure) && (!known || o.Period.Start > at) {
			last[o.Team] = o.Period.Start
		}
	}
	return last
}

// dropsZeros reports whether the source of the table of an address says that
// zeros are formulas.
func (r *run) dropsZeros(at kpi.Origin) bool {
	return slices.ContainsFunc(r.gridsAt(at), func(g *grid) bool {
		return g.source != nil && g.source.FormulaZeros == zerosMissing && g.holdsSlot(at.Col-1)
	})
}

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
	for o := range r.bareObservations() {
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
