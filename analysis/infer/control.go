package infer

import "math"

// PLimits returns the limits of a p chart: pbar ∓ 3 sqrt(pbar(1-pbar)/n), within
// [0, 1] (Montgomery 2013, equation 7.8).
func PLimits(pbar, n float64) Limits {
	half := 3 * math.Sqrt(pbar*(1-pbar)/n)
	return Limits{clamp01(pbar - half), clamp01(pbar + half)}
}

// ULimits returns the limits of a u chart, events per unit: ubar ∓ 3 sqrt(ubar/n)
// for n units, not below 0 (Montgomery 2013, equation 7.19). With n = 1 it is a
// c chart.
func ULimits(ubar, n float64) Limits {
	half := 3 * math.Sqrt(ubar/n)
	return Limits{math.Max(0, ubar-half), ubar + half}
}

// XmR is the process behaviour of a person's own series: Centre its mean, AMR
// the average moving range, Limits Centre ∓ k AMR.
type XmR struct {
	Centre, AMR float64
	Limits
}

// The distances of the limits in average moving ranges, by convention.
const (
	XmRMultiple    = 2.66 // 3/d2(2), rounded as in Making Data Count and Wheeler
	screenMultiple = 3.267
)

// XmRLimits returns mean ∓ multiple × AMR with AMR the mean of |y_t - y_{t-1}|
// (Wheeler 1993; multiple XmRMultiple, or 3/1.128379 unrounded). With screen,
// moving ranges of 3.267 AMR and more are dropped once before the limits are
// set, as Making Data Count does. Freeze limits on a baseline by passing only
// its points: false alarms grow with the length. One value has a centre and no
// limits; a screened series that never moves has none either.
func XmRLimits(y []float64, multiple float64, screen bool) XmR {
	var moves []float64
	for i := 1; i < len(y); i++ {
		moves = append(moves, math.Abs(y[i]-y[i-1]))
	}
	amr := Mean(moves)
	if screen {
		amr = Mean(below(moves, screenMultiple*amr))
	}
	m := Mean(y)
	return XmR{m, amr, Limits{m - multiple*amr, m + multiple*amr}}
}

func below(v []float64, bound float64) []float64 {
	var kept []float64
	for _, x := range v {
		if x < bound {
			kept = append(kept, x)
		}
	}
	return kept
}
