package infer

import "math"

// RateSpread holds the sums from which the spread of the true rates of a team
// is known. Fill it with Add; Without leaves one unit out in constant time.
type RateSpread struct {
	K, N, X, N2, A float64 // units, sums of n, x, n² and x²/n
}

// NewRateSpread adds up x of n over a team, correctly rounded in any order;
// units without trials do not count.
func NewRateSpread(x, n []float64) RateSpread {
	var room [64]float64
	sum := func(term func(x, n float64) float64) float64 {
		terms := room[:0]
		for i := range min(len(x), len(n)) {
			if isTried(x[i], n[i]) {
				terms = append(terms, term(x[i], n[i]))
			}
		}
		return Sum(terms)
	}
	return RateSpread{
		sum(func(_, _ float64) float64 { return 1 }),
		sum(func(_, n float64) float64 { return n }),
		sum(func(x, _ float64) float64 { return x }),
		sum(func(_, n float64) float64 { return n * n }),
		sum(func(x, n float64) float64 { return x * x / n }),
	}
}

// Add returns the sums with a unit of x events in n trials; n <= 0 or NaN adds
// nothing.
func (s RateSpread) Add(x, n float64) RateSpread { return s.shift(x, n, 1) }

// Without returns the sums without a unit that was added before.
func (s RateSpread) Without(x, n float64) RateSpread { return s.shift(x, n, -1) }

func (s RateSpread) shift(x, n, sign float64) RateSpread {
	if !isTried(x, n) {
		return s
	}
	return RateSpread{s.K + sign, s.N + sign*n, s.X + sign*x, s.N2 + sign*n*n, s.A + sign*x*x/n}
}

func isTried(x, n float64) bool { return n > 0 && !math.IsNaN(x) }

// Pooled returns sum x / sum n, NaN without trials.
func (s RateSpread) Pooled() float64 {
	if !(s.N > 0) {
		return math.NaN()
	}
	return s.X / s.N
}

// excess is S - noise (k-1) with S = sum n_i (p_i - p)², what the rates differ by
// beyond chance, and N - sum n²/N - what a unit of variance would add. noise is
// the variance of one trial.
func (s RateSpread) excess(noise float64) (over, scale float64) {
	return (s.A - s.X*s.Pooled()) - noise*(s.K-1), s.N - s.N2/s.N
}

// drawNoise is the variance of one draw at the pooled rate, p(1-p).
func (s RateSpread) drawNoise() float64 { return s.Pooled() * (1 - s.Pooled()) }

// Tau returns the standard deviation between the true rates: the moment
// estimate of DerSimonian & Laird (1986) with within-unit variances p(1-p)/n_i
// at the pooled rate p, so that rates of 0 and 1 need no special care. 0 when
// the rates differ no more than chance lets them; NaN for fewer than two units.
func (s RateSpread) Tau() float64 { return s.tau(s.drawNoise()) }

// CountTau is Tau for events per exposure: the variance of x/n within a unit
// is the pooled rate over n (Poisson).
func (s RateSpread) CountTau() float64 { return s.tau(s.Pooled()) }

func (s RateSpread) tau(noise float64) float64 {
	if s.K < 2 {
		return math.NaN()
	}
	over, scale := s.excess(noise)
	if noise == 0 || !(over > 0) {
		return 0
	}
	return math.Sqrt(over / scale)
}

// Rho returns Kleinman's (1973) moment estimate, weights n_i, of the
// intra-class correlation of a beta-binomial, in [0, 1]: (S - p(1-p)(k-1)) /
// (p(1-p)(N - sum n²/N - (k-1))); alpha + beta = 1/rho - 1. NaN for fewer than
// two units and where nobody has more than one trial; 0 when nothing happened,
// or always.
func (s RateSpread) Rho() float64 {
	noise := s.drawNoise()
	over, scale := s.excess(noise)
	room := scale - (s.K - 1)
	if s.K < 2 || !(room > 0) {
		return math.NaN()
	}
	if noise == 0 {
		return 0
	}
	return clamp01(over / (noise * room))
}

// AnovaRho returns the intra-class correlation by analysis of variance of the
// single trials (Donner 1986): (MSB - MSW)/(MSB + (n0-1) MSW), n0 = (N - sum
// n²/N)/(k-1). It may be below 0; NaN where it is not defined.
func (s RateSpread) AnovaRho() float64 {
	p := s.Pooled()
	msb := (s.A - s.X*p) / (s.K - 1)
	msw := (s.X - s.A) / (s.N - s.K)
	n0 := (s.N - s.N2/s.N) / (s.K - 1)
	rho := (msb - msw) / (msb + (n0-1)*msw)
	if s.K < 2 || math.IsInf(rho, 0) {
		return math.NaN()
	}
	return rho
}
