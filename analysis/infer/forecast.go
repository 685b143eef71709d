package infer

import "math"

// At returns the fitted value at x0 with its two intervals at level: mean holds
// the true line, next holds a single further observation. fit ∓ t(n-2) Sigma
// sqrt(1/n + (x0-MeanX)²/SXX), with 1 more under the root for next (Draper &
// Smith 1998, section 3.1). Below three points there are no intervals.
func (l Line) At(x0, level float64) (mean, next Estimate) {
	fit := l.Intercept + l.Slope*x0
	t := -StudentQuantile((1-level)/2, l.DF)
	if !(level > 0 && level < 1) {
		t = math.NaN()
	}
	spread := 1/l.N + (x0-l.MeanX)*(x0-l.MeanX)/l.SXX
	halfMean, halfNext := t*l.Sigma*math.Sqrt(spread), t*l.Sigma*math.Sqrt(1+spread)
	return Estimate{fit, fit - halfMean, fit + halfMean, level, l.N},
		Estimate{fit, fit - halfNext, fit + halfNext, level, l.N}
}

// ReachUp returns the probability that an observation at x0 is at or above
// target, T_{n-2}((fit - target)/se of a further observation), if the line goes
// on. For a lower-is-better target take 1 - ReachUp. Without residual spread it
// is 0 or 1; NaN below three points.
func (l Line) ReachUp(x0, target float64) float64 {
	fit := l.Intercept + l.Slope*x0
	se := l.Sigma * math.Sqrt(1+1/l.N+(x0-l.MeanX)*(x0-l.MeanX)/l.SXX)
	if se == 0 && fit == target {
		return 1
	}
	return StudentCDF((fit-target)/se, l.DF)
}

// Holt is damped exponential smoothing with fixed parameters (Gardner &
// McKenzie 1985; Hyndman et al. 2008, section 2.3.3): l_t = Alpha y_t +
// (1-Alpha)(l_{t-1} + Phi b_{t-1}), b_t = Beta(l_t - l_{t-1}) + (1-Beta) Phi
// b_{t-1}. Each parameter lies in [0, 1]; Phi = 1 is Holt's undamped trend.
// Level and Trend are the state before the first observation.
type Holt struct {
	Alpha, Beta, Phi float64
	Level, Trend     float64
}

// HoltFit is a smoothed series: Fitted[t] was expected for y[t] before it was
// seen; SSE is the sum of the squared surprises; State stands after the last.
type HoltFit struct {
	Fitted []float64
	SSE    float64
	State  Holt
}

// NewHolt starts smoothing in the state that the first two observations
// suggest: level y1, trend y2 - y1. Not defined for fewer than two.
func NewHolt(y []float64, alpha, beta, phi float64) Holt {
	h := Holt{alpha, beta, phi, math.NaN(), math.NaN()}
	if len(y) >= 2 {
		h.Level, h.Trend = y[0], y[1]-y[0]
	}
	return h
}

// Fit runs the recursion over y from the first observation on.
func (h Holt) Fit(y []float64) HoltFit {
	f := HoltFit{Fitted: make([]float64, len(y)), State: h}
	for t, v := range y {
		s := &f.State
		expected := s.Level + s.Phi*s.Trend
		f.Fitted[t] = expected
		f.SSE += (v - expected) * (v - expected)
		level := s.Alpha*v + (1-s.Alpha)*expected
		s.Trend = s.Beta*(level-s.Level) + (1-s.Beta)*s.Phi*s.Trend
		s.Level = level
	}
	return f
}

// Forecast returns the next steps after the state h: Level + (Phi + … + Phi^i)
// Trend for i = 1 … steps.
func (h Holt) Forecast(steps int) []float64 {
	out := make([]float64, max(0, steps))
	damp, weight := 0.0, 1.0
	for i := range out {
		weight *= h.Phi
		damp += weight
		out[i] = h.Level + damp*h.Trend
	}
	return out
}
