package analysis

import (
	"math"
	"slices"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// contrast compares each person's level with that of the rest on Student's t. The
// noise of the rest is what single periods vary by in this team; that of a person is
// their own, drawn to the team's (Smyth 2004), and never less than it: people who
// vary more than others are not behind for it.
type contrast struct {
	values, weights, noise []float64
	sum, total, scatter    float64 // of weights × values, of weights, and of weights² × noise
	within                 within
}

// add takes in the next person; NaN stands for one without a value.
func (c *contrast) add(value, weight, noise float64) {
	c.values, c.weights, c.noise = append(c.values, value), append(c.weights, weight), append(c.noise, noise)
	if !math.IsNaN(value) {
		c.sum, c.total, c.scatter = c.sum+weight*value, c.total+weight, c.scatter+weight*weight*noise
	}
}

// newContrast takes the levels of the pools as they are, or as of turns them.
func newContrast(pools []*pool, w within, of func(*pool) float64) contrast {
	k := len(pools)
	c := contrast{within: w, values: make([]float64, 0, k), weights: make([]float64, 0, k), noise: make([]float64, 0, k)}
	counts := !slices.ContainsFunc(pools, func(p *pool) bool { return len(p.levels) > 0 && !p.hasCounts() })
	for _, p := range pools {
		weight := 1.0
		if counts {
			weight = p.n.Float()
		}
		c.add(of(p), weight, p.noise())
	}
	return c
}

// rest is the level of the rest of person i.
func (c *contrast) rest(i int) float64 {
	return (c.sum - c.weights[i]*c.values[i]) / (c.total - c.weights[i])
}

// se is the standard error of the gap of person i, with its degrees of freedom.
func (c *contrast) se(i int) (se, df float64) {
	w, rest := c.weights[i], c.total-c.weights[i]
	v, df := c.within.of(i)
	return math.Sqrt(v*c.noise[i] + c.within.sd*c.within.sd*(c.scatter-w*w*c.noise[i])/(rest*rest)), df
}

// relative holds the pools with the logarithms of their levels' distances from an
// end that they cannot pass: nought for hours and money, the good end of a proportion
// whose counts are not known. Such figures vary by a share of that distance, and with
// a long tail that Student's t on the figures takes for people far behind: of equal
// people whose logarithms scatter by .5, one figure each, somebody was flagged in 28
// to 52 % of teams of 12 and 30. Where a distance is nought, half of the smallest
// other is added to all. Scores are taken as they are: with the distance from the best
// one, somebody four standard deviations behind is found in 22 % in place of 69.
type relative struct {
	pools     []*pool
	direction kpi.Direction // of the logarithms
}

// logs takes the logarithms; there are none without such an end, with a level beyond
// it, and where everybody stands on it.
func logs(in *kpi.Indicator, pools []*pool) (relative, bool) {
	end, sign, direction := reach(in, pools)
	least, shift, n := math.Inf(1), 0.0, 0
	for _, p := range pools {
		n += len(p.levels)
		for _, y := range p.levels {
			switch d := sign * (y - end); {
			case d > 0:
				least = math.Min(least, d)
			case d == 0:
				shift = 0.5
			default: // also where the end is not known
				return relative{}, false
			}
		}
	}
	if math.IsInf(least, 1) {
		return relative{}, false
	}
	list, copies, logs := make([]*pool, len(pools)), make([]pool, len(pools)), make([]float64, 0, n)
	for i, p := range pools {
		copies[i], list[i] = *p, &copies[i]
		first := len(logs)
		for _, y := range p.levels {
			logs = append(logs, math.Log(sign*(y-end)+shift*least))
		}
		copies[i].levels = logs[first:len(logs):len(logs)]
	}
	return relative{list, direction}, true
}

// reach is the end that distances are taken from, the sign that makes them positive,
// and which way they are good; NaN where there is no such end.
func reach(in *kpi.Indicator, pools []*pool) (end, sign float64, direction kpi.Direction) {
	switch {
	case in.Scale == kpi.Quantity || in.Scale == kpi.Rate:
		return 0, 1, in.Direction
	case in.Scale != kpi.Proportion || slices.ContainsFunc(pools, (*pool).hasCounts):
		return nan, 1, in.Direction
	case in.Direction == kpi.Lower:
		return 0, 1, kpi.Lower
	}
	return 1, -1, kpi.Lower
}

// weighted is the mean of the levels, each with the share that its trials have.
func (p *pool) weighted() float64 {
	if !p.hasCounts() {
		return infer.Mean(p.levels)
	}
	sum := 0.0
	for j, y := range p.levels {
		sum += y * p.trials[j]
	}
	return sum / p.n.Float()
}
