package infer

import (
	"cmp"
	"math"
	"slices"
)

// BH returns the Benjamini–Hochberg q-values of p, in the order of p: q at rank
// i is the least m p(j)/j over j >= i, at most 1 (Benjamini & Hochberg 1995;
// Yekutieli & Benjamini 1999, definition 2.4). m counts the values that are not
// NaN; NaN stays NaN.
func BH(p []float64) []float64 {
	q := slices.Clone(p)
	AdjustBH(q)
	return q
}

// AdjustBH puts the q-values of [BH] in the place of p.
func AdjustBH(p []float64) {
	stepUp(p, func(rank, m float64) float64 { return m / rank })
}

// BY returns the Benjamini–Yekutieli (2001) q-values, valid under any
// dependence: those of BH times 1 + 1/2 + … + 1/m, at most 1.
func BY(p []float64) []float64 {
	q := slices.Clone(p)
	stepUp(q, func(rank, m float64) float64 { return harmonic(m) * m / rank })
	return q
}

// Hochberg returns the step-up adjusted values of Hochberg (1988): the least
// (m-j+1) p(j) over j >= i, at most 1.
func Hochberg(p []float64) []float64 {
	q := slices.Clone(p)
	stepUp(q, func(rank, m float64) float64 { return m - rank + 1 })
	return q
}

// Holm returns the step-down adjusted values of Holm (1979): the greatest
// (m-j+1) p(j) over j <= i, at most 1.
func Holm(p []float64) []float64 {
	order, q := ranked(p), slices.Clone(p)
	most := 0.0
	for i, at := range order {
		most = min(1, max(most, float64(len(order)-i)*p[at]))
		q[at] = most
	}
	return q
}

// Bonferroni returns m p, at most 1.
func Bonferroni(p []float64) []float64 {
	q, m := slices.Clone(p), float64(len(ranked(p)))
	for i := range q {
		q[i] = min(1, m*p[i])
	}
	return q
}

// stepUp goes from the greatest value down and puts in its place the least
// factor(rank, m) p seen so far.
func stepUp(p []float64, factor func(rank, m float64) float64) {
	var room [32]int // families are small
	order := rank(p, room[:0])
	least, m := 1.0, float64(len(order))
	for i, at := range slices.Backward(order) {
		least = min(least, factor(float64(i+1), m)*p[at])
		p[at] = least
	}
}

func harmonic(m float64) float64 {
	var s float64
	for k := m; k >= 1; k-- {
		s += 1 / k
	}
	return s
}

// ranked lists the places of the values of p that are not NaN, smallest first.
func ranked(p []float64) []int { return rank(p, make([]int, 0, len(p))) }

// rank is ranked in the room of order.
func rank(p []float64, order []int) []int {
	for i, v := range p {
		if !math.IsNaN(v) {
			order = append(order, i)
		}
	}
	if len(order) > insertable {
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
		return order
	}
	for i, at := range order { // into what is sorted before it
		for ; i > 0 && p[order[i-1]] > p[at]; i-- {
			order[i] = order[i-1]
		}
		order[i] = at
	}
	return order
}

// insertable is up to how many values are sorted by insertion.
const insertable = 24
