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
	sd, df     float64
	own, ownDF []float64           // each person's own variance; 0 degrees of freedom: not known
	prior      infer.VariancePrior // see moderate
}

// moderate lets the people's own variances speak where they differ by more than chance.
func (w within) moderate() within {
	w.prior = infer.NewVariancePrior(w.own, w.ownDF)
	return w
}

// of is the variance of person i's periods, with its degrees of freedom: their own
// drawn to the team's, and no less than the team's.
func (w within) of(i int) (variance, df float64) {
	v, df := w.prior.Moderate(w.own[i], w.ownDF[i])
	if !(v > w.sd*w.sd) {
		return w.sd * w.sd, w.df
	}
	return v, math.Min(df, w.df)
}

// judgePeriods: the contrast of the person's value with that of the rest, on
// Student's t with the spread of single periods. Where everybody has the same
// periods of about the same weight, what moves the whole team in a period is taken
// out first (two-way analysis of variance); else it stays in the spread, which errs
// towards saying nothing. The contrast of the logarithms has to bear it
// out where there are any ([relative]). The others' true spread is DerSimonian and Laird's tau.
func judgePeriods(in *kpi.Indicator, pools []*pool, w within) judgement {
	if !(w.sd > 0) {
		return func(int, question) verdict { return unjudged("") }
	}
	values, se := make([]float64, len(pools)), make([]float64, len(pools))
	for i, p := range pools {
		values[i], se[i] = p.value(), w.sd*math.Sqrt(p.noise())
	}
	known, rest, spread := describe(values), newRests(pools, make([]float64, 0, len(pools))), infer.NewLevelSpread(values, se)
	plain := newContrast(pools, w.moderate(), (*pool).value)
	logged, ok := logs(in, pools)
	var shares contrast
	if ok {
		shares = newContrast(logged.pools, spreadWithin(logged.pools).moderate(), (*pool).weighted)
	}
	return func(i int, q question) verdict {
		if q == whether {
			return see(i, q)
		}
		ref := rest.without(pools[i])
		v := newVerdict(in, values[i], ref, materialOf(in, ref, known.sd))
		gap, df := plain.se(i)
		v.p, v.smooth = infer.StudentCDF(-v.shortfall/gap, df), true
		if ok {
			gap, df := shares.se(i)
			v.p = math.Max(v.p, infer.StudentCDF(-logged.direction.Shortfall(shares.values[i], shares.rest(i))/gap, df))
		}
		if q == chance {
			return v
		}
		v.believe(spread.Without(values[i], se[i]).Tau(), func(need float64) float64 { return infer.StudentCDF((v.shortfall-need)/gap, df) })
		return v
	}
}

// spreadWithin is that of the pools; that of the whole family in the window is
// taken once.
func (f *family) spreadWithin(pools []*pool) within {
	if len(pools) == 0 || &pools[0] != &f.nowAt[0] {
		return spreadWithin(pools)
	}
	if !f.spreadKnown {
		f.spread, f.spreadKnown = spreadWithin(pools), true
	}
	return f.spread
}

// spreadWithin pools the spread of single periods over the team.
func spreadWithin(pools []*pool) within {
	if w, ok := twoWay(pools); ok {
		return w
	}
	w := within{own: make([]float64, len(pools)), ownDF: make([]float64, len(pools))}
	ss := 0.0
	for i, p := range pools {
		if m := len(p.levels); m > 1 {
			w.own[i], w.ownDF[i] = p.spread()*p.spread(), float64(m-1)
			ss, w.df = ss+w.ownDF[i]*w.own[i], w.df+w.ownDF[i]
		}
	}
	w.sd = math.Sqrt(ss / w.df)
	return w
}

// roundingShare is the part of the largest level up to which a spread is what
// rounding leaves of decimals that do not differ.
const roundingShare = 1e-13

// twoWay is the residual spread after the levels of persons and periods, when
// at least three persons share the same two or more periods and nobody else
// has any. Where periods weigh unevenly in the values, what moves everybody does not
// cancel in a gap and may not be taken out. The floor of clustered counts holds
// here too.
func twoWay(pools []*pool) (within, bool) {
	rows := make([][]float64, 0, len(pools))
	var first []int32
	floor, largest := 0.0, 0.0
	for _, p := range pools {
		if len(p.levels) == 0 {
			continue
		}
		if first == nil {
			first = p.periods
		}
		if !slices.Equal(first, p.periods) || !p.even() {
			return within{}, false
		}
		rows = append(rows, p.levels)
		floor += p.drawVariance()
		for _, y := range p.levels {
			largest = math.Max(largest, math.Abs(y))
		}
	}
	k, m := float64(len(rows)), float64(len(first))
	if k < 3 || m < 2 {
		return within{}, false
	}
	df, squares := (k-1)*(m-1), residualSquares(rows)
	sd := math.Sqrt(infer.Sum(squares) / df)
	if sd <= roundingShare*largest {
		sd = 0
	}
	w := within{sd: math.Max(sd, math.Sqrt(floor/k)), df: df, own: make([]float64, len(pools)), ownDF: make([]float64, len(pools))}
	for i, p := range pools {
		if len(p.levels) > 0 {
			w.own[i], w.ownDF[i] = squares[0]/(df/k), df/k
			squares = squares[1:]
		}
	}
	return w, true
}

// residualSquares are the sums of squares left in the rows of a full table after
// the means of its rows and columns.
func residualSquares(rows [][]float64) []float64 {
	column := make([]float64, len(rows[0]))
	means := make([]float64, len(rows))
	for i, r := range rows {
		means[i] = infer.Mean(r)
		for j, y := range r {
			column[j] += y / float64(len(rows))
		}
	}
	grand, squares := infer.Mean(means), make([]float64, len(rows))
	for i, r := range rows {
		for j, y := range r {
			d := y - means[i] - column[j] + grand
			squares[i] += d * d
		}
	}
	return squares
}
