package infer

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestParedMeanTakesTheBestUntilTheShareIsReached(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, n := team(t, 1)
		share := rapid.Float64Range(.05, 1).Draw(t, "share")
		high := rapid.Bool().Draw(t, "high is best")
		b := ParedMean(x, n, share, high)
		var held, all float64
		for place, i := range b.Order {
			if place < b.Used {
				held += n[i]
			}
			all += n[i]
		}
		last := n[b.Order[b.Used-1]]
		if held < share*all*(1-1e-12) || held-last >= share*all {
			t.Fatalf("%d units hold %v of %v, share %v", b.Used, held, all, share)
		}
		for place := 1; place < len(b.Order); place++ {
			before, after := b.Adjusted[b.Order[place-1]], b.Adjusted[b.Order[place]]
			if high != (before >= after) && before != after {
				t.Fatalf("order %v of %v", b.Order, b.Adjusted)
			}
		}
		pooled := NewRateSpread(x, n).Pooled()
		if whole := ParedMean(x, n, 1, high); whole.Used == len(x) {
			near(t, "everybody", whole.Rate, pooled, 1e-12)
		}
		turned := make([]float64, len(x)) // failures instead of events
		for i := range x {
			turned[i] = n[i] - x[i]
		}
		if mirror := ParedMean(turned, n, share, !high); distinct(b.Adjusted) && math.Abs(mirror.Rate-(1-b.Rate)) > 1e-12 {
			t.Fatalf("mirrored %v, want %v", mirror.Rate, 1-b.Rate)
		}
	})
}

// distinct says that no two values are close enough to change places.
func distinct(v []float64) bool {
	s := slices.Sorted(slices.Values(v))
	for i := 1; i < len(s); i++ {
		if s[i]-s[i-1] < 1e-9 {
			return false
		}
	}
	return true
}

func TestParedMeanEdges(t *testing.T) {
	none := ParedMean(nil, nil, .1, true)
	isNaN(t, "nobody", none.Rate)
	empty := ParedMean([]float64{0, 3}, []float64{0, 10}, .1, true)
	if empty.Used != 1 || empty.Order[0] != 1 || empty.Rate != .3 {
		t.Errorf("a unit without trials: %+v", empty)
	}
	isNaN(t, "has no fraction", empty.Adjusted[0])
	for _, high := range []bool{true, false} {
		lucky := ParedMean([]float64{2, 45, 80}, []float64{2, 60, 100}, .1, high)
		if lucky.Order[0] == 0 && high {
			t.Error("two of two lead the ranking")
		}
	}
}

// The rates under a difference delta must be those of the greatest likelihood.
func TestScoreDifferenceRestrictsByLikelihood(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x1, n1 := part(t, 200)
		x2, n2 := part(t, 200)
		delta := rapid.Float64Range(-.9, .9).Draw(t, "delta")
		likelihood := func(p2 float64) float64 {
			p1 := p2 + delta
			return term(x1, p1) + term(n1-x1, 1-p1) + term(x2, p2) + term(n2-x2, 1-p2)
		}
		v := restrictedVariance(x1, n1, x2, n2, delta)
		best, bestV := math.Inf(-1), 0.0
		for p2 := math.Max(0, -delta); p2 <= math.Min(1, 1-delta); p2 += 1.0 / 4096 {
			if l := likelihood(p2); l > best {
				p1 := p2 + delta
				best, bestV = l, (p1*(1-p1)/n1+p2*(1-p2)/n2)*(n1+n2)/(n1+n2-1)
			}
		}
		if math.Abs(v-bestV) > .003*(1/n1+1/n2) {
			t.Fatalf("variance %v, want about %v", v, bestV)
		}
	})
}

// term is k log p with 0 log 0 = 0.
func term(k, p float64) float64 {
	if k == 0 {
		return 0
	}
	return k * math.Log(p)
}

func TestDifferenceIntervals(t *testing.T) {
	for name, f := range map[string]func(x1, n1, x2, n2, level float64) Estimate{
		"Newcombe": Newcombe, "score": ScoreDifference,
	} {
		rapid.Check(t, func(t *rapid.T) {
			x1, n1 := part(t, 200)
			x2, n2 := part(t, 2000)
			if n1+n2 < 6 {
				return
			}
			e, mirror := f(x1, n1, x2, n2, .95), f(x2, n2, x1, n1, .95)
			if !(e.Lo <= e.Value+1e-12 && e.Value <= e.Hi+1e-12 && e.Lo >= -1-1e-9 && e.Hi <= 1+1e-9) || e.N != n1+n2 {
				t.Fatalf("%s: %+v", name, e)
			}
			if math.Abs(mirror.Lo+e.Hi) > 1e-6 || math.Abs(mirror.Hi+e.Lo) > 1e-6 {
				t.Fatalf("%s: %+v does not mirror %+v", name, mirror, e)
			}
		})
		for _, e := range []Estimate{f(1, 0, 1, 2, .95), f(1, 2, 3, 2, .95), f(1, 2, 1, 2, 2)} {
			isNaN(t, name, e.Lo, e.Hi)
		}
	}
	// The published interval of 56/70 against 48/80 (Newcombe 1998, table II,
	// method 10): 0.0524 to 0.3339.
	e := Newcombe(56, 70, 48, 80, .95)
	if math.Abs(e.Lo-.0524) > 5e-5 || math.Abs(e.Hi-.3339) > 5e-5 {
		t.Errorf("Newcombe's first example: %+v", e)
	}
}

func TestScoreTestEdges(t *testing.T) {
	for what, s := range map[string]TwoProportions{
		"nothing happened": ScoreTest(0, 10, 0, 20), "everything": ScoreTest(10, 10, 20, 20), "no trials": ScoreTest(0, 0, 1, 2),
	} {
		isNaN(t, what, s.Z, s.P, s.UnbiasedZ, s.UnbiasedP)
	}
	s := ScoreTest(5, 10, 10, 20)
	near(t, "equal rates", s.Z, 0, 0)
	near(t, "equal rates", s.P, 1, 0)
}
