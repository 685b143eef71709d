package infer

import "math"

// LevelSpread holds the sums from which the spread of the true levels of a team
// is known, as [RateSpread] does for rates: levels y with standard errors se.
// Fill it with NewLevelSpread; Without leaves one unit out in constant time.
type LevelSpread struct {
	K, W, W2, WY, WYY float64 // units, sums of w, w², w d and w d²: w = 1/se², d = y - Centre
	Centre            float64 // the plain mean, taken off so that subtracting does not cancel
}

// NewLevelSpread adds up levels with their standard errors; those that are not
// known, and standard errors that are not positive, do not count.
func NewLevelSpread(y, se []float64) LevelSpread {
	var s LevelSpread
	for i := range min(len(y), len(se)) {
		if isUnit(y[i], se[i]) {
			s.K++
			s.Centre += (y[i] - s.Centre) / s.K
		}
	}
	s.K = 0
	for i := range min(len(y), len(se)) {
		s = s.shift(y[i], se[i], 1)
	}
	return s
}

// Without returns the sums without a unit that was added before.
func (s LevelSpread) Without(y, se float64) LevelSpread { return s.shift(y, se, -1) }

func (s LevelSpread) shift(y, se, sign float64) LevelSpread {
	if !isUnit(y, se) {
		return s
	}
	w, d := 1/(se*se), y-s.Centre
	return LevelSpread{s.K + sign, s.W + sign*w, s.W2 + sign*w*w, s.WY + sign*w*d, s.WYY + sign*w*d*d, s.Centre}
}

func isUnit(y, se float64) bool {
	return !math.IsNaN(y) && !math.IsInf(y, 0) && se > 0 && !math.IsInf(se, 1)
}

// Tau returns the standard deviation between the true levels: the root of the
// Tau2 of [DerSimonianLaird]. NaN for fewer than two units.
func (s LevelSpread) Tau() float64 {
	if s.K < 2 {
		return math.NaN()
	}
	q := s.WYY - s.WY*s.WY/s.W
	return math.Sqrt(math.Max(0, (q-(s.K-1))/(s.W-s.W2/s.W)))
}
