package analysis

import (
	"math"
	"slices"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// within is the spread of single periods about their person's level, with its
// degrees of freedom. Pooling it over the team makes it known well enough to
// test with three periods a person.
type within struct {
	sd, df float64
}

// judgePeriods: the contrast of the person's mean with the mean of the others'
// means, on Student's t with the pooled spread of single periods. Where everybody
// has the same periods, what moves the whole team in a period is taken out first
// (two-way analysis of variance); else it stays in the spread, which errs
// towards saying nothing. The others' true spread is DerSimonian and Laird's tau.
func judgePeriods(in *kpi.Indicator, pools []*pool) func(int) verdict {
	w := spreadWithin(pools)
	values, invM := make([]float64, len(pools)), make([]float64, len(pools))
	for i, p := range pools {
		values[i], invM[i] = nan, nan
		if m := len(p.levels); m > 0 {
			values[i], invM[i] = p.value(), 1/float64(m)
		}
	}
	known := describe(values)
	rest := newRests(pools)
	return func(i int) verdict {
		if !(w.sd > 0) {
			return unjudged("")
		}
		ref := rest.without(pools[i])
		v := newVerdict(in, values[i], ref, materialOf(in, ref, known.sd))
		se := w.sd * math.Sqrt(invM[i]+restVariance(invM, i))
		v.p = infer.StudentCDF(-v.shortfall/se, w.df)
		v.believe(othersTau(values, invM, w.sd, i), func(need float64) float64 { return infer.StudentCDF((v.shortfall-need)/se, w.df) })
		return v
	}
}

// restVariance is the variance, in units of the period's, of the mean of the
// others' means.
func restVariance(invM []float64, i int) float64 {
	sum, k := 0.0, 0.0
	for j, m := range invM {
		if j != i && !math.IsNaN(m) {
			sum, k = sum+m, k+1
		}
	}
	return sum / (k * k)
}

// othersTau is the standard deviation between the true levels of the others.
func othersTau(values, invM []float64, sd float64, i int) float64 {
	var y, se []float64
	for j, m := range invM {
		if j != i && !math.IsNaN(m) {
			y, se = append(y, values[j]), append(se, sd*math.Sqrt(m))
		}
	}
	return math.Sqrt(infer.DerSimonianLaird(y, se).Tau2)
}

// spreadWithin pools the spread of single periods over the team.
func spreadWithin(pools []*pool) within {
	if w, ok := twoWay(pools); ok {
		return w
	}
	var w within
	ss := 0.0
	for _, p := range pools {
		if df := float64(len(p.levels) - 1); df > 0 {
			s := p.spread()
			ss, w.df = ss+df*s*s, w.df+df
		}
	}
	w.sd = math.Sqrt(ss / w.df)
	return w
}

// twoWay is the residual spread after the levels of persons and periods, when
// at least three persons share the same two or more periods and nobody else
// has any. The floor of clustered counts holds here too.
func twoWay(pools []*pool) (within, bool) {
	var rows [][]float64
	var first []int32
	floor := 0.0
	for _, p := range pools {
		if len(p.levels) == 0 {
			continue
		}
		if first == nil {
			first = p.periods
		}
		if !slices.Equal(first, p.periods) {
			return within{}, false
		}
		rows = append(rows, p.levels)
		floor += p.drawVariance()
	}
	k, m := float64(len(rows)), float64(len(first))
	if k < 3 || m < 2 {
		return within{}, false
	}
	df := (k - 1) * (m - 1)
	v := math.Max(residualSquares(rows)/df, floor/k)
	return within{math.Sqrt(v), df}, true
}

// residualSquares is the sum of squares left in a full table after the means
// of its rows and columns.
func residualSquares(rows [][]float64) float64 {
	column := make([]float64, len(rows[0]))
	means := make([]float64, len(rows))
	for i, r := range rows {
		means[i] = infer.Mean(r)
		for j, y := range r {
			column[j] += y / float64(len(rows))
		}
	}
	grand, ss := infer.Mean(means), 0.0
	for i, r := range rows {
		for j, y := range r {
			d := y - means[i] - column[j] + grand
			ss += d * d
		}
	}
	return ss
}
