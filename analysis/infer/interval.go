package infer

import "math"

// undefined is an estimate of n trials or values that says nothing.
func undefined(level, n float64) Estimate {
	return Estimate{math.NaN(), math.NaN(), math.NaN(), level, n}
}

// Wilson returns x/n with the score interval of Wilson (1927) at a two-sided
// level such as .95: (2x + z² ∓ z sqrt(z² + 4x(1 - x/n))) / (2(n + z²)), within
// [0, 1]. x need not be whole. Not defined for n <= 0 or x outside [0, n].
func Wilson(x, n, level float64) Estimate { return wilson(x, n, level, zFor(level)) }

func wilson(x, n, level, z float64) Estimate {
	if !(n > 0 && x >= 0 && x <= n) || math.IsInf(n, 1) {
		return undefined(level, n)
	}
	p := x / n
	half := z * math.Sqrt(z*z+4*x*(1-p))
	scale := 2 * (n + z*z)
	e := Estimate{p, clamp01((2*x + z*z - half) / scale), clamp01((2*x + z*z + half) / scale), level, n}
	if x == 0 && z > 0 { // exact ends: no rounding noise where nothing, or all, happened
		e.Lo = 0
	}
	if x == n && z > 0 {
		e.Hi = 1
	}
	return e
}

// ClopperPearson returns x/n with the exact interval of Clopper & Pearson
// (1934), which covers at least level: L = BetaInv(a/2; x, n-x+1), 0 at x = 0;
// U = BetaInv(1-a/2; x+1, n-x), 1 at x = n. Not defined for n <= 0 or x outside
// [0, n].
func ClopperPearson(x, n, level float64) Estimate {
	if !(n > 0 && x >= 0 && x <= n) || math.IsInf(n, 1) || !(level > 0 && level < 1) {
		return undefined(level, n)
	}
	a := (1 - level) / 2
	e := Estimate{x / n, 0, 1, level, n}
	if x > 0 {
		e.Lo = betaQuantile(a, x, n-x+1)
	}
	if x < n {
		e.Hi = betaQuantile(1-a, x+1, n-x)
	}
	return e
}

// CountInterval returns the rate x per unit of exposure with its interval: the
// exact Poisson interval for x < 10, Byar's from 10 on (the practice of Public
// Health England). N is the exposure. Not defined for exposure <= 0 or x < 0.
func CountInterval(x, exposure, level float64) Estimate {
	if !(exposure > 0) || math.IsInf(exposure, 1) {
		return undefined(level, exposure)
	}
	lo, hi := PoissonExact(x, level)
	if x >= 10 {
		lo, hi = Byar(x, level)
	}
	if !(x >= 0) {
		x = math.NaN()
	}
	return Estimate{x / exposure, lo / exposure, hi / exposure, level, exposure}
}

// PoissonExact returns the exact limits of the mean of a Poisson count x
// (Garwood 1936): ChiSqInv(a/2; 2x)/2, 0 at x = 0, and ChiSqInv(1-a/2; 2x+2)/2.
func PoissonExact(x, level float64) (lo, hi float64) {
	if !(x >= 0) || math.IsInf(x, 1) || !(level > 0 && level < 1) {
		return math.NaN(), math.NaN()
	}
	a := (1 - level) / 2
	if x > 0 {
		lo = gammaQuantile(a, x)
	}
	return lo, gammaQuantile(1-a, x+1)
}

// Byar returns Byar's approximate limits of the mean of a Poisson count x
// (Breslow & Day 1987, volume II, page 69): x(1 - 1/(9x) - z/(3 sqrt x))³ and
// the same with x+1 and +z. The lower one is NaN where the bracket is negative
// (x = 1 at .998) and 0 at x = 0.
func Byar(x, level float64) (lo, hi float64) {
	z := zFor(level)
	if !(x >= 0) || math.IsInf(x, 1) {
		return math.NaN(), math.NaN()
	}
	hi = byarCube(x+1, z)
	if x == 0 {
		return 0 * z, hi
	}
	if lo = byarCube(x, -z); lo < 0 {
		lo = math.NaN()
	}
	return lo, hi
}

func byarCube(x, z float64) float64 {
	b := 1 - 1/(9*x) + z/(3*math.Sqrt(x))
	return x * b * b * b
}

// MeanInterval returns the mean of v with Student's interval: mean ∓ t(1-a/2,
// n-1) sd/sqrt n. One value has a mean and no interval; values that are all
// equal have an interval without width, which says nothing of the next one.
func MeanInterval(v []float64, level float64) Estimate {
	return NewMeanIntervals(level).Of(v)
}

// MeanIntervals gives intervals at one level to many short samples; it remembers
// the quantiles, and is for one goroutine.
type MeanIntervals struct {
	level     float64
	z         float64   // the normal quantile
	quantiles []float64 // t(1-a/2) by degrees of freedom; 0: not yet taken
}

// NewMeanIntervals prepares for intervals at a two-sided level such as .95.
func NewMeanIntervals(level float64) *MeanIntervals {
	return &MeanIntervals{level: level, z: zFor(level)}
}

// Wilson returns what [Wilson] does.
func (m *MeanIntervals) Wilson(x, n float64) Estimate { return wilson(x, n, m.level, m.z) }

// Of returns what [MeanInterval] does.
func (m *MeanIntervals) Of(v []float64) Estimate {
	n := float64(len(v))
	e := Estimate{Mean(v), math.NaN(), math.NaN(), m.level, n}
	if n < 2 || !(m.level > 0 && m.level < 1) {
		return e
	}
	half := m.quantile(len(v)-1) * SD(v) / math.Sqrt(n)
	e.Lo, e.Hi = e.Value-half, e.Value+half
	return e
}

func (m *MeanIntervals) quantile(df int) float64 {
	const kept = 64
	if df >= kept {
		return -StudentQuantile((1-m.level)/2, float64(df))
	}
	if m.quantiles == nil {
		m.quantiles = make([]float64, kept)
	}
	if m.quantiles[df] == 0 {
		m.quantiles[df] = -StudentQuantile((1-m.level)/2, float64(df))
	}
	return m.quantiles[df]
}

// clamp01 keeps a proportion in [0, 1]; NaN stays NaN.
func clamp01(p float64) float64 { return math.Max(0, math.Min(1, p)) }
