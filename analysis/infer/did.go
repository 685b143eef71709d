package infer

import "math"

// Counts are x events in n trials.
type Counts struct{ X, N float64 }

// RateCells are the four cells of a comparison of rates before and after.
type RateCells struct{ TreatedBefore, TreatedAfter, ControlBefore, ControlAfter Counts }

// Effect is an estimated effect with its standard error, t (or z), two-sided p
// and degrees of freedom (+Inf for z).
type Effect struct{ Value, SE, T, P, DF float64 }

func newEffect(value, se, df float64) Effect {
	t := value / se
	if !(se > 0) {
		t = math.NaN()
	}
	return Effect{value, se, t, 2 * StudentCDF(-math.Abs(t), df), df}
}

// DiffInDiff returns (treated after - before) - (control after - before) of the
// rates, with the standard error sqrt(sum p(1-p)/n) over the four cells (Angrist &
// Pischke 2009, section 5.2). NaN when a cell has no trials. It does not cure
// regression to the mean: take a baseline that was not selected.
func (c RateCells) DiffInDiff() Effect {
	p, v := c.each(func(c Counts) (value, variance float64) {
		p := c.X / c.N
		return p, p * (1 - p) / c.N
	})
	return newEffect(p, math.Sqrt(v), math.Inf(1))
}

// LogOddsInteraction returns the same comparison on the logit scale, the
// interaction of a logistic model: the contrast of log(x/(n-x)), variance sum
// 1/x + 1/(n-x). NaN when a cell is empty or full.
func (c RateCells) LogOddsInteraction() Effect {
	l, v := c.each(func(c Counts) (value, variance float64) {
		if !(c.X > 0 && c.X < c.N) {
			return math.NaN(), math.NaN()
		}
		return math.Log(c.X / (c.N - c.X)), 1/c.X + 1/(c.N-c.X)
	})
	return newEffect(l, math.Sqrt(v), math.Inf(1))
}

// each returns the contrast of the cells and the sum of their variances.
func (c RateCells) each(f func(Counts) (value, variance float64)) (contrast, variance float64) {
	signs := [4]float64{-1, 1, 1, -1}
	for i, cell := range [4]Counts{c.TreatedBefore, c.TreatedAfter, c.ControlBefore, c.ControlAfter} {
		value, v := f(cell)
		if !isPart(cell.X, cell.N) {
			value = math.NaN()
		}
		contrast += signs[i] * value
		variance += v
	}
	return contrast, variance
}

// ValueCells are the observed values of the four cells.
type ValueCells struct{ TreatedBefore, TreatedAfter, ControlBefore, ControlAfter []float64 }

// DiffInDiff returns the comparison of the four means twice: with separate
// variances, SE = sqrt(sum s²/n) and a normal p, and pooled, as least squares on
// treated, after and their product: SE = sqrt(SSE/(N-4) sum 1/n), N-4 degrees of
// freedom. With one treated person the pooled SE is optimistic: show
// PlaceboChanges beside it. A cell without values: not defined.
func (c ValueCells) DiffInDiff() (separate, pooled Effect) {
	var value, varSum, sse, n, inverse float64
	signs := [4]float64{-1, 1, 1, -1}
	for i, v := range [4][]float64{c.TreatedBefore, c.TreatedAfter, c.ControlBefore, c.ControlAfter} {
		k := float64(len(v))
		value += signs[i] * Mean(v)
		varSum += sq(SD(v)) / k
		if k > 0 {
			sse += squares(v)
		}
		n += k
		inverse += 1 / k
	}
	df := n - 4
	return newEffect(value, math.Sqrt(varSum), math.Inf(1)), newEffect(value, math.Sqrt(sse/df*inverse), df)
}

// PlaceboChanges returns, for every member of a team, the change less the mean
// change of the others, as if each had been the treated one: the treated
// person's place among them is the honest p of one treated person (Conley &
// Taber 2011). Members with a NaN are NaN and left out of the others' mean.
func PlaceboChanges(before, after []float64) []float64 {
	k := min(len(before), len(after))
	change, known := make([]float64, k), make([]float64, 0, k)
	for i := range change {
		change[i] = after[i] - before[i]
		if !math.IsNaN(change[i]) {
			known = append(known, change[i])
		}
	}
	n, sum := float64(len(known)), Sum(known)
	for i, c := range change {
		change[i] = c - (sum-c)/(n-1)
		if n < 2 {
			change[i] = math.NaN()
		}
	}
	return change
}
