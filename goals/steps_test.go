package goals

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"pgregory.net/rapid"
)

// want is a level and its plan month, as the published examples give them.
type want struct {
	level string
	month int
}

// Every row of the reference check of the policy (design page
// "milestone policy", 14 plans): numbers as printed there, in whole percents or
// points.
func TestThePolicyReproducesEveryPublishedExample(t *testing.T) {
	for name, c := range map[string]struct {
		kind            kpi.Kind
		base, ref       string
		basis           Basis
		horizon         int
		levels          []want
		sustain         int
		step, gap, raw1 string
	}{
		"F1 conversion 15 against a mean of 22":      {kpi.Outcome, "15", "22", BasisMean, 6, []want{{"18", 3}, {"20", 6}}, 1, "1", "7", "17.5"},
		"F2 defects 12 against a mean of 5":          {kpi.Quality, "12", "5", BasisMean, 6, []want{{"8", 2}, {"5", 6}}, 1, "1", "-7", "8.5"},
		"defects 12 against a mean of 5.08":          {kpi.Quality, "12", "5.08", BasisMean, 6, []want{{"8", 2}, {"5", 6}}, 1, "1", "-7", "8.5"},
		"F3 coverage 40, required 80":                {kpi.Practice, "40", "80", BasisStandard, 3, []want{{"60", 1}, {"80", 3}}, 1, "5", "40", "60"},
		"F4 delay 30, at most 5, 2 months":           {kpi.Adherence, "30", "5", BasisStandard, 3, []want{{"5", 3}}, 2, "5", "-25", ""},
		"F5 CSAT 85 against a mean of 92, 3 months":  {kpi.Perception, "85", "92", BasisMean, 3, []want{{"90", 3}}, 3, "1", "7", ""},
		"F5b customer satisfaction 80 of 100, alone": {kpi.Perception, "80", "100", BasisHeadroom, 3, []want{{"90", 3}}, 1, "5", "20", ""},
		"F6 needs depth 6 of 10, 2 months":           {kpi.Perception, "6", "10", BasisHeadroom, 2, []want{{"8", 2}}, 1, "0.5", "4", ""},
		"F7 event satisfaction 75 of 100, 6 months":  {kpi.Perception, "75", "100", BasisHeadroom, 6, []want{{"85", 6}}, 1, "5", "25", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := Default().Policies[c.kind]
			p.Horizon = c.horizon
			zero, end := kpi.Decimal(0), dec(t, c.ref)
			in := &kpi.Indicator{Scale: kpi.Score, Direction: kpi.Higher}
			ref := reference{level: end, basis: c.basis}
			sum := ref.problem(in, dec(t, c.base), p)
			if c.basis == BasisHeadroom {
				sum.Step, sum.Floor, sum.Ceiling = end/20, &zero, &end
			}
			s, err := Steps(sum)
			if err != nil {
				t.Fatal(err)
			}
			if s.Step != dec(t, c.step) || s.Gap != dec(t, c.gap) {
				t.Errorf("step %s gap %s, want %s and %s", s.Step, s.Gap, c.step, c.gap)
			}
			if c.raw1 != "" && (s.First == nil || s.First.Raw != c.raw1) {
				t.Errorf("first stage %+v, want raw %s", s.First, c.raw1)
			}
			got := schedule(s, c.basis, p, AtLeast)
			for i, w := range c.levels {
				if i >= len(got) || got[i].Level != dec(t, w.level) || max(got[i].FromMonth, got[i].ByMonth) != w.month {
					t.Fatalf("milestones %+v, want %v", got, c.levels)
				}
			}
			if last := got[len(got)-1]; len(got) != len(c.levels) || last.Sustain != c.sustain {
				t.Errorf("milestones %+v, want %v sustained %d", got, c.levels, c.sustain)
			}
		})
	}
}

// naive is the sum on binary fractions: half of the way from base to goal,
// divided by the step of 0.01 and rounded, ties towards the goal.
func naive(base, goal int) int {
	b, g := float64(base)/100, float64(goal)/100
	raw := (b + 0.5*(g-b)) / 0.01
	floor := math.Floor(raw)
	switch frac := raw - floor; {
	case frac > 0.5 || frac == 0.5 && goal > base:
		return int(floor) + 1
	}
	return int(floor)
}

// The figures are those of the design page: 1,740 pairs, of which binary
// fractions lose the tie in 227; 1 % → 6 % becomes 3 instead of 4.
func TestNaiveFloatsLoseTheTieIn227Of1740Pairs(t *testing.T) {
	pairs, lost := 0, 0
	for base := 1; base <= 59; base++ {
		for goal := 1; goal <= 59; goal++ {
			if (goal-base)%2 == 0 {
				continue
			}
			pairs++
			raw := widen(kpi.Decimal(base) * kpi.One / 100).plus(times(500_000, kpi.Decimal(goal-base)*kpi.One/100))
			exact := int(raw.round(kpi.One/100, goal > base) / (kpi.One / 100))
			if towards := (base + goal + 1) / 2; goal > base && exact != towards || goal < base && exact != (base+goal)/2 {
				t.Fatalf("%d → %d: %d, not the tie towards the goal", base, goal, exact)
			}
			if naive(base, goal) != exact {
				lost++
			}
		}
	}
	if pairs != 1740 || lost != 227 {
		t.Errorf("naive floats lose %d of %d pairs, want 227 of 1740", lost, pairs)
	}
	if got := naive(1, 6); got != 3 {
		t.Errorf("naive 1 %% → 6 %% is %d; the example says 3", got)
	}
}

func TestStepsAtTheEdges(t *testing.T) {
	hundred, zero := dec(t, "100"), kpi.Decimal(0)
	for name, c := range map[string]struct {
		p    Problem
		want []string
		err  error
	}{
		"no gap, no plan": {p: Problem{Base: 5, Reference: 5, Close: kpi.One}, err: ErrNoGap},
		"a reference beyond the scale is the end of the scale": {
			p: Problem{Base: dec(t, "95"), Reference: dec(t, "120"), Close: kpi.One, Ceiling: &hundred}, want: []string{"100"}},
		"a baseline at the end has no gap": {
			p: Problem{Base: hundred, Reference: dec(t, "120"), Close: kpi.One, Ceiling: &hundred}, err: ErrNoGap},
		"a step that would end at the baseline is made finer": {
			p: Problem{Base: dec(t, "95"), Reference: hundred, Close: dec(t, "0.45"), Step: dec(t, "5"), Floor: &zero, Ceiling: &hundred}, want: []string{"98"}},
		"a share too small for any step ends at the reference": {
			p: Problem{Base: 0, Reference: 1, Close: dec(t, "0.1")}, want: []string{"0.000001"}},
		"a first stage that would be the last one is left out": {
			p: Problem{Base: 0, Reference: 5, Close: dec(t, "0.2"), First: dec(t, "0.9"), Step: 1}, want: []string{"0.000001"}},
		"a mean is rounded to the step, not past the floor": {
			p: Problem{Base: dec(t, "10"), Reference: dec(t, "0.4"), Close: kpi.One, RoundReference: true, Floor: &zero}, want: []string{"0"}},
		"a mean that the step makes one with the baseline is no gap": {
			p: Problem{Base: 0, Reference: dec(t, "0.2"), Close: kpi.One, Step: kpi.One, RoundReference: true}, err: ErrNoGap},
		"a standard stays exact": {
			p: Problem{Base: dec(t, "10"), Reference: dec(t, "0.4"), Close: kpi.One}, want: []string{"0.4"}},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Steps(c.p)
			if !errors.Is(err, c.err) {
				t.Fatalf("error %v, want %v", err, c.err)
			}
			if err != nil {
				return
			}
			var got []string
			for _, d := range s.Levels() {
				got = append(got, d.String())
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("levels %v, want %v", got, c.want)
			}
		})
	}
}

// problems draws sums of every shape within the range of a Decimal.
func problems(t *rapid.T) Problem {
	size := rapid.SampledFrom([]int64{1_000, 1_000_000, 100_000_000, int64(kpi.MaxDecimal)}).Draw(t, "size")
	level := rapid.Int64Range(-size, size)
	p := Problem{
		Base: kpi.Decimal(level.Draw(t, "base")), Reference: kpi.Decimal(level.Draw(t, "reference")),
		Close: kpi.Decimal(rapid.Int64Range(1, 1_000_000).Draw(t, "close")), First: kpi.Decimal(rapid.Int64Range(0, 999_999).Draw(t, "first")),
		RoundReference: rapid.Bool().Draw(t, "mean"),
	}
	if rapid.Bool().Draw(t, "bounded") {
		a, b := kpi.Decimal(level.Draw(t, "end")), kpi.Decimal(level.Draw(t, "end"))
		lo, hi := min(a, b), max(a, b)
		p.Floor, p.Ceiling = &lo, &hi
	}
	return p
}

func TestLevelsRiseInsideTheScaleAndNeverPassTheReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := problems(t)
		s, err := Steps(p)
		if err != nil {
			return
		}
		up := s.Gap > 0
		levels := append([]kpi.Decimal{p.clamp(p.Base)}, s.Levels()...)
		for i := 1; i < len(levels); i++ {
			if !leaves(levels[i-1], levels[i], up) {
				t.Fatalf("levels %v do not move on", levels)
			}
			if leaves(s.Reference, levels[i], up) || p.clamp(levels[i]) != levels[i] {
				t.Fatalf("level %s is past the reference %s or off the scale", levels[i], s.Reference)
			}
		}
		if p.Close == kpi.One && s.Last.Level != s.Reference {
			t.Fatalf("closing all of the gap ends at %s, not %s", s.Last.Level, s.Reference)
		}
		if s.Levels()[len(s.Levels())-1] != s.Last.Level {
			t.Fatal("the last step is not the target")
		}
	})
}

func TestAMirroredProblemHasTheMirroredLevels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := problems(t)
		q := p
		q.Base, q.Reference = -p.Base, -p.Reference
		if p.Floor != nil {
			lo, hi := -*p.Ceiling, -*p.Floor
			q.Floor, q.Ceiling = &lo, &hi
		}
		a, errA := Steps(p)
		b, errB := Steps(q)
		if (errA == nil) != (errB == nil) {
			t.Fatalf("%v, mirrored %v", errA, errB)
		}
		if errA != nil {
			return
		}
		for i, d := range a.Levels() {
			if m := b.Levels(); len(m) != len(a.Levels()) || m[i] != -d {
				t.Fatalf("levels %v, mirrored %v", a.Levels(), m)
			}
		}
	})
}

func TestTheSameProblemHasTheSameSolutionAndAnUsedReferenceStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := problems(t)
		a, err := Steps(p)
		if err != nil {
			return
		}
		b, _ := Steps(p)
		if !slices.Equal(a.Levels(), b.Levels()) {
			t.Fatalf("%v, then %v", a.Levels(), b.Levels())
		}
		p.Reference, p.Step = a.Reference, a.Derived
		c, err := Steps(p)
		if err != nil || c.Reference != a.Reference || !slices.Equal(a.Levels(), c.Levels()) {
			t.Fatalf("from the rounded reference %v (%v), want %v", c.Levels(), err, a.Levels())
		}
	})
}
