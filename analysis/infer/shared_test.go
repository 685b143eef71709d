package infer

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What the tests of a team share is the same to the last bit as taken anew for
// each of its people.
func TestMarginsGiveTheTestOfEachPerson(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var x, n []float64
		events, trials := 0.0, 0.0
		for range rapid.IntRange(1, 8).Draw(t, "people") {
			k, m := part(t, 400)
			x, n, events, trials = append(x, k), append(n, m), events+k, trials+m
		}
		m := NewMargins(events, trials)
		for i := range x {
			lower, upper := m.MidP(x[i], n[i])
			wantLower, wantUpper := MidPRest(x[i], n[i], events-x[i], trials-n[i])
			if !sameBits(lower, wantLower) || !sameBits(upper, wantUpper) {
				t.Fatalf("%v of %v in %v of %v: %v, %v, want %v, %v", x[i], n[i], events, trials, lower, upper, wantLower, wantUpper)
			}
		}
	})
	for _, c := range [][2]float64{{math.NaN(), 5}, {2.5, 5}, {3, math.Inf(1)}, {-1, 5}} {
		lower, upper := NewMargins(c[0], c[1]).MidP(1, 2)
		isNaN(t, "margins that are no counts", lower, upper)
	}
}

func sameBits(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// One Slopes gives each of many series what Slope gives it alone: the x before it
// leaves nothing behind.
func TestSlopesOfManySeries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s Slopes
		same, _ := drawSeries(t, 0)
		for range rapid.IntRange(1, 6).Draw(t, "series") {
			x, y := drawSeries(t, 0)
			if rapid.Bool().Draw(t, "the x before") {
				x, y = same, slices.Repeat([]float64{1, 3, 2}, len(same))[:len(same)]
			}
			if len(y) > 0 && rapid.Bool().Draw(t, "unknown") {
				y[rapid.IntRange(0, len(y)-1).Draw(t, "at")] = math.NaN()
			}
			same = x
			if got, want := s.Of(x, y), FitLine(x, y).Slope; !sameBits(got, want) {
				t.Fatalf("slope of %v on %v: %v, want %v", y, x, got, want)
			}
		}
	})
}

// Small families are sorted by insertion, large ones are not.
func TestAdjustBHOfFamiliesOfAnySize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := make([]float64, rapid.IntRange(0, 3*insertable).Draw(t, "size"))
		for i := range p {
			p[i] = rapid.SampledFrom([]float64{0, .001, .01, .02, .3, .5, 1, math.NaN()}).Draw(t, "p")
		}
		q := slices.Clone(p)
		AdjustBH(q)
		for i := range p {
			if want := bhByDefinition(p, i); !sameBits(q[i], want) {
				t.Fatalf("q of %v is %v, want %v", p, q[i], want)
			}
		}
	})
}

// bhByDefinition is the least m p(j)/j over the ranks j from that of p[i] on, where
// equal values have the last of their ranks.
func bhByDefinition(p []float64, i int) float64 {
	if math.IsNaN(p[i]) {
		return p[i]
	}
	m, least := 0.0, 1.0
	for _, v := range p {
		if !math.IsNaN(v) {
			m++
		}
	}
	for _, v := range p {
		if v >= p[i] {
			rank := 0.0
			for _, u := range p {
				if u <= v {
					rank++
				}
			}
			least = min(least, m/rank*v)
		}
	}
	return least
}

func TestIntervalsOfOneLevelAreThoseTakenAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		level := rapid.SampledFrom([]float64{.8, .95, .99, 0, 1, math.NaN()}).Draw(t, "level")
		m := NewMeanIntervals(level)
		x, n := part(t, 50)
		got, want := m.Wilson(x, n), Wilson(x, n, level)
		if !sameBits(got.Lo, want.Lo) || !sameBits(got.Hi, want.Hi) || !sameBits(got.Value, want.Value) || !sameBits(got.Level, want.Level) || got.N != want.N {
			t.Fatalf("%v of %v at %v: %+v, want %+v", x, n, level, got, want)
		}
	})
}
