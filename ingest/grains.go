package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// grainCount is how many figures a team has of each grain, with the first of each.
type grainCount struct {
	figures [kpi.Whole + 1]int
	first   [kpi.Whole + 1]kpi.Origin
}

// reportGrains warns of an indicator whose figures come by month and by
// quarter: a window of periods would mix them. It counts those that are fewer in
// their team, and tells where the first of them stands.
func (r *run) reportGrains(set *kpi.Dataset) {
	if !slices.ContainsFunc(set.Periods, func(p kpi.Period) bool { return p.Grain != set.Periods[0].Grain }) {
		return
	}
	teams := make([]map[int32]*grainCount, len(set.Indicators))
	for s, in := range set.Indicator {
		if teams[in] == nil {
			teams[in] = map[int32]*grainCount{}
		}
		if teams[in][set.Team[s]] == nil {
			teams[in][set.Team[s]] = &grainCount{}
		}
		teams[in][set.Team[s]].count(set, set.Rows(s))
	}
	for i, in := range set.Indicators {
		var all, fewer grainCount
		for _, team := range teams[i] { // nothing depends on the order
			all.add(team, func(kpi.Grain) bool { return true })
			fewer.add(team, func(g kpi.Grain) bool { return g != team.commonest() })
		}
		if list := all.grains(); len(list) > 1 {
			n, at := fewer.total()
			r.report(kpi.Warning, "period.mixed_grain", at, kpi.Args{"kpi": in.ID, "grains": strings.Join(list, ", "), "values": fmt.Sprint(n)})
		}
	}
}

func (c *grainCount) count(set *kpi.Dataset, rows kpi.Span) {
	for i := rows.From; i < rows.To; i++ {
		if set.Measure(i).Known() {
			g := set.Periods[set.Period[i]].Grain
			c.figures[g]++
			c.meet(g, set.OriginAt(i))
		}
	}
}

func (c *grainCount) meet(g kpi.Grain, at kpi.Origin) {
	if c.first[g] == (kpi.Origin{}) || at.Compare(c.first[g]) < 0 {
		c.first[g] = at
	}
}

// add adds the figures of a team, of the grains that are wanted.
func (c *grainCount) add(team *grainCount, wanted func(kpi.Grain) bool) {
	for g, n := range team.figures {
		if n > 0 && wanted(kpi.Grain(g)) {
			c.figures[g] += n
			c.meet(kpi.Grain(g), team.first[g])
		}
	}
}

// commonest is the grain of most figures, the finer one of equals.
func (c *grainCount) commonest() kpi.Grain {
	best := 0
	for g, n := range c.figures {
		if n > c.figures[best] {
			best = g
		}
	}
	return kpi.Grain(best)
}

func (c *grainCount) grains() []string {
	var list []string
	for g, n := range c.figures {
		if n > 0 {
			list = append(list, kpi.Grain(g).String())
		}
	}
	return list
}

// total is the number of all figures and the place of the first.
func (c *grainCount) total() (int, kpi.Origin) {
	all, one := 0, grainCount{}
	for g, n := range c.figures {
		if n > 0 {
			all += n
			one.meet(0, c.first[g])
		}
	}
	return all, one.first[0]
}
