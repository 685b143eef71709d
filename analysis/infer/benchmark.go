package infer

import (
	"cmp"
	"math"
	"slices"
)

// Benchmark is an achievable level: what the best units reach that together hold
// a share of all trials.
type Benchmark struct {
	Rate     float64   // pooled rate of the units used, unadjusted
	Used     int       // how many units that is
	Adjusted []float64 // (x+1)/(n+2) of each unit, in the order given
	Order    []int     // the units, best first
}

// ParedMean returns the achievable benchmark of care (Weissman et al. 1999; Kiefe
// et al. 1998): units ranked by the adjusted performance fraction (x+1)/(n+2), so
// that a tiny perfect unit does not lead, and taken from the best until they hold
// share (.1) of all trials. highIsBest says whether a high rate is good or a low
// one. In a team below ten a tenth is one person: use a share of .25, or the top
// quartile of the shrunk rates. Units with n <= 0 come last and are not used; no
// trials at all: NaN.
func ParedMean(x, n []float64, share float64, highIsBest bool) Benchmark {
	k := min(len(x), len(n))
	b := Benchmark{Adjusted: make([]float64, k), Order: make([]int, k)}
	var all float64
	for i := range k {
		b.Order[i] = i
		b.Adjusted[i] = math.NaN()
		if n[i] > 0 {
			b.Adjusted[i] = (x[i] + 1) / (n[i] + 2)
			all += n[i]
		}
	}
	slices.SortStableFunc(b.Order, func(i, j int) int {
		return compareBest(b.Adjusted[i], b.Adjusted[j], highIsBest)
	})
	var events, trials float64
	for _, i := range b.Order {
		if trials >= share*all || !(n[i] > 0) {
			break
		}
		events, trials, b.Used = events+x[i], trials+n[i], b.Used+1
	}
	b.Rate = events / trials
	return b
}

// compareBest puts the better figure first and NaN last.
func compareBest(a, b float64, highIsBest bool) int {
	if math.IsNaN(a) || math.IsNaN(b) {
		return cmp.Compare(b, a) // NaN is the smallest in this order
	}
	if highIsBest {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}
