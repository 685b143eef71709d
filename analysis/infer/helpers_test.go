package infer

import (
	"math"

	"pgregory.net/rapid"
)

// reporter is what *testing.T and *rapid.T have in common here.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// near fails unless got is within rel of want, or both are NaN.
func near(t reporter, what string, got, want, rel float64) {
	t.Helper()
	if math.IsNaN(want) && math.IsNaN(got) || got == want {
		return
	}
	if !(math.Abs(got-want) <= rel*math.Abs(want)) {
		t.Errorf("%s = %.15g, want %.15g (rel %g)", what, got, want, rel)
	}
}

// within fails unless got is no further than abs from want, or both are NaN.
func within(t reporter, what string, got, want, abs float64) {
	t.Helper()
	if math.IsNaN(want) && math.IsNaN(got) || got == want {
		return
	}
	if !(math.Abs(got-want) <= abs) {
		t.Errorf("%s = %.15g, want %.15g (abs %g)", what, got, want, abs)
	}
}

// isNaN fails unless every value is NaN.
func isNaN(t reporter, what string, values ...float64) {
	t.Helper()
	for i, v := range values {
		if !math.IsNaN(v) {
			t.Errorf("%s: value %d = %v, want not defined", what, i, v)
		}
	}
}

// part draws x of n.
func part(t *rapid.T, top int) (x, n float64) {
	k := rapid.IntRange(1, top).Draw(t, "n")
	return float64(rapid.IntRange(0, k).Draw(t, "x")), float64(k)
}

// team draws k units of x of n, in whole numbers.
func team(t *rapid.T, least int) (x, n []float64) {
	for range rapid.IntRange(least, 12).Draw(t, "k") {
		xi, ni := part(t, 400)
		x, n = append(x, xi), append(n, ni)
	}
	return x, n
}

// level draws a confidence level.
func level(t *rapid.T) float64 { return rapid.Float64Range(.5, .999).Draw(t, "level") }

// values draws a sample without extremes.
func values(t *rapid.T, least, most int) []float64 {
	return rapid.SliceOfN(rapid.Float64Range(-1e3, 1e3), least, most).Draw(t, "values")
}
