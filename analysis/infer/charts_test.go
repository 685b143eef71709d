package infer

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestFunnelLimitsHoldTheCentreAndNarrow(t *testing.T) {
	limits := map[string]func(p0, n, level float64) Limits{
		"score": FunnelScore,
		"arcsine": func(p0, n, level float64) Limits {
			return FunnelArcsine(p0, n, level, 0)
		},
		"exact": FunnelExact,
	}
	for name, f := range limits {
		rapid.Check(t, func(t *rapid.T) {
			p0 := rapid.Float64Range(.01, .99).Draw(t, "p0")
			n := float64(rapid.IntRange(1, 5000).Draw(t, "n"))
			l, outer, more := f(p0, n, .95), f(p0, n, .998), f(p0, 4*n, .95)
			step := 0.0
			if name == "exact" {
				step = 1 / n // whole counts only
			}
			if !(0 <= l.Lo && l.Lo <= p0+step && p0 <= l.Hi+step && l.Hi <= 1) {
				t.Fatalf("%s: %+v around %v", name, l, p0)
			}
			if outer.Lo > l.Lo || outer.Hi < l.Hi || more.Lo < l.Lo-step || more.Hi > l.Hi+step {
				t.Fatalf("%s: 95 %% %+v, 99.8 %% %+v, four times n %+v", name, l, outer, more)
			}
		})
	}
}

// What FunnelPlotR folds back must be clamped: with 4 trials at 20 % the angle
// goes below 0.
func TestArcsineLimitsAreClamped(t *testing.T) {
	l := FunnelArcsine(.05, 12, .998, 0)
	if l.Lo != 0 {
		t.Errorf("lower limit %v, want 0", l.Lo)
	}
	if l = FunnelArcsine(.95, 12, .998, 0); l.Hi != 1 {
		t.Errorf("upper limit %v, want 1", l.Hi)
	}
	wide, narrow := FunnelArcsine(.2, 100, .95, .01), FunnelArcsine(.2, 100, .95, 0)
	if wide.Lo >= narrow.Lo || wide.Hi <= narrow.Hi {
		t.Errorf("overdispersion does not widen: %+v, %+v", wide, narrow)
	}
}

func TestInterpolatedLimitsLieWithinAStepOfTheExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p0 := rapid.Float64Range(.01, .99).Draw(t, "p0")
		n := float64(rapid.IntRange(1, 2000).Draw(t, "n"))
		a, b := FunnelInterpolated(p0, n, .95), FunnelExact(p0, n, .95)
		if a.Lo > b.Lo+1e-12 || a.Lo < b.Lo-1/n-1e-12 || a.Hi > b.Hi+1e-12 || a.Hi < b.Hi-1/n-1e-12 {
			t.Fatalf("%+v, exact %+v", a, b)
		}
	})
}

func TestLimitsEdges(t *testing.T) {
	none := math.NaN()
	for what, l := range map[string]Limits{
		"no trials": FunnelScore(.2, 0, .95), "no rate": FunnelScore(none, 10, .95), "level": FunnelScore(.2, 10, 1),
		"arcsine": FunnelArcsine(1.2, 10, .95, 0), "tau": FunnelArcsine(.2, 10, .95, -1), "exact": FunnelExact(.2, .5, .95),
		"interpolated": FunnelInterpolated(2, 10, .95), "ratio": RatioLimits(0, .95), "expected": ExpectedLimits(-1, .95),
	} {
		isNaN(t, what, l.Lo, l.Hi)
	}
	if l := (Limits{.1, .3}).Widen(.2, .5); math.Abs(l.Lo-.1) > 1e-15 || math.Abs(l.Hi-.3) > 1e-15 {
		t.Errorf("less than chance narrows the limits: %+v", l)
	}
	if l := (Limits{.1, .3}).Widen(.2, 9); l.Lo != 0 || math.Abs(l.Hi-.5) > 1e-15 {
		t.Errorf("widened threefold: %+v", l)
	}
	if l := PLimits(.5, 4); l.Lo != 0 || l.Hi != 1 {
		t.Errorf("p chart of four: %+v", l)
	}
	near(t, "c chart", ULimits(9, 1).Hi, 18, 0)
	near(t, "c chart", ULimits(4, 1).Lo, 0, 0)
}

func TestExpectedLimitsAreWhereTheCountIsAtItsTail(t *testing.T) {
	l := ExpectedLimits(10, .95)
	var below, above float64 // Poisson sums
	for k := 0.0; k <= 10; k++ {
		lg, _ := math.Lgamma(k + 1)
		below += math.Exp(k*math.Log(l.Hi) - l.Hi - lg)
		if k < 10 {
			above += math.Exp(k*math.Log(l.Lo) - l.Lo - lg)
		}
	}
	near(t, "P(X <= 10)", below, .025, 1e-9)
	near(t, "P(X >= 10)", 1-above, .025, 1e-9)
	if r := RatioLimits(20, .95); !(r.Lo < 1 && 1 < r.Hi) {
		t.Errorf("ratio limits %+v", r)
	}
}

func TestDispersionEdges(t *testing.T) {
	s := ArcsineScores([]float64{2, 4, 8}, []float64{10, 20, 40})
	o := s.Overdispersion(.1)
	if o.Tau2 != 0 || o.Phi > 1e-20 {
		t.Errorf("equal rates: %+v", o)
	}
	isNaN(t, "nobody", ArcsineScores(nil, nil).Overdispersion(.1).Phi)
	many := make([]float64, 20)
	for i := range many {
		many[i] = float64(i + 1)
	}
	cut := Scores{0, many, many, many}.OverdispersionTruncated(.1)
	if !math.IsNaN(cut.Trimmed[0]) || !math.IsNaN(cut.Trimmed[19]) || math.IsNaN(cut.Trimmed[10]) {
		t.Errorf("a tenth at each end is left out: %v", cut.Trimmed)
	}
	if got := averageRanks([]float64{3, 1, 3, math.NaN()}); got[0] != 2.5 || got[2] != 2.5 || got[1] != 1 || !math.IsNaN(got[3]) {
		t.Errorf("ranks %v", got)
	}
}

func TestXmREdges(t *testing.T) {
	one := XmRLimits([]float64{5}, XmRMultiple, true)
	near(t, "centre of one", one.Centre, 5, 0)
	isNaN(t, "limits of one", one.Lo, one.Hi, one.AMR)
	none := XmRLimits(nil, XmRMultiple, false)
	isNaN(t, "nothing", none.Centre, none.Lo)
	y := []float64{1, 2, 1, 2, 1, 2, 1, 50, 1, 2, 1, 2}
	if s, u := XmRLimits(y, XmRMultiple, true), XmRLimits(y, XmRMultiple, false); s.AMR >= u.AMR {
		t.Errorf("screening keeps the outlier's ranges: %v, %v", s.AMR, u.AMR)
	}
}

func TestSignalsMirrorAndNeedALength(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := rapid.SliceOfN(rapid.Float64Range(0, 100), 0, 30).Draw(t, "y")
		down := make([]float64, len(y))
		for i, v := range y {
			down[i] = -v
		}
		a := XmRLimits(y, XmRMultiple, true).Signals(y, MakingDataCount())
		b := XmRLimits(down, XmRMultiple, true).Signals(down, MakingDataCount())
		for i := range a {
			if a[i].Signal != b[i].Signal || a[i].Side != -b[i].Side {
				t.Fatalf("point %d: %+v, mirrored %+v", i, a[i], b[i])
			}
			if (a[i].Signal == NoSignal) != (a[i].Side == 0) {
				t.Fatalf("point %d: %+v", i, a[i])
			}
		}
	})
}

func TestSignalLengthsAreConfigurable(t *testing.T) {
	y := []float64{1, 2, 3, 4, 5, 6} // six rising, three on each side
	x := XmRLimits(y, 100, false)
	for _, c := range []struct {
		what  string
		rules SignalRules
		want  Signal
	}{
		{"no rules", SignalRules{}, NoSignal},
		{"runs of three", SignalRules{Run: 3}, SignalRun},
		{"runs of four", SignalRules{Run: 4}, NoSignal},
		{"trends of six go before runs", SignalRules{Run: 3, Trend: 6}, SignalTrend},
		{"trends of seven", SignalRules{Trend: 7}, NoSignal},
	} {
		for i, m := range x.Signals(y, c.rules) {
			if m.Signal != c.want {
				t.Errorf("%s: point %d is %v, want %v", c.what, i, m.Signal, c.want)
			}
		}
	}
	tie := []float64{1, 2, 3, 3, 4, 5, 6, 7}
	if m := x.Signals(tie, SignalRules{Trend: 6}); m[7].Signal != NoSignal {
		t.Error("a tie does not break the trend")
	}
	peak := []float64{1, 2, 3, 4, 3, 2, 1}
	if m := x.Signals(peak, SignalRules{Trend: 4}); m[3].Side != -1 || m[2].Side != 1 {
		t.Errorf("the common point of a rise and a fall: %+v", m)
	}
}

// The examples of NelsonRules.jl (git 4b048ac9, test/runtests.jl); places from 0.
func TestNelsonRules(t *testing.T) {
	up, down := []float64{}, []float64{}
	for v := 1.0; v <= 23; v++ {
		up, down = append(up, v), append(down, 23-v)
	}
	for _, c := range []struct {
		rule int
		y    []float64
		want []Span
	}{
		{1, []float64{1, 2, 4, 5, 6, 7, -205, 9, -10, 12, 13, 200, 10, -5, 8, 3, -5, 5, 3, 9, -12, 17}, []Span{{6, 1}, {11, 1}}},
		{2, []float64{26, 31, 46, 47, 81, 6, 88, 23, 73, 1, 66, 73, 6, 84, 70, 36, 80, 94, 63, 37, 62, 84, 53, 54, 80, 75, 26, 56, 48, 3, 6, 56, 21, 43, 87, 28, 47, 73, 63, 48, 68, 60, 63, 70, 60, 67, 61, 61, 66}, []Span{{40, 9}}},
		{3, []float64{62, 79, 70, 81, 82, 83, 84, 87, 13, 83, 32, 5, 13, 36, 93, 74, 34, 20, 69, 96, 98, 101, 104, 107, 110}, []Span{{2, 6}, {17, 8}}},
		{4, []float64{1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 3, 1, 2, 1, 2, 1, 2}, []Span{{0, 14}}},
		{5, []float64{1524, 1583, 2284, -882, 2184, -485, 57, -13, -3494, -3150, 1148, 2182, -953, 863, -31, -621, 947, -65, 323, -237}, []Span{{7, 2}, {8, 2}}},
		{6, []float64{816, 555, 712, 883, 397, 717, 165, 135, 261, 751, 1765, 1858, 1395, 1263, 1969, 253, 783, 631, 145, 924, -914, -701, -361, -590, 252, 848, 371, 546, 113, 984}, []Span{{9, 4}, {10, 5}, {11, 4}, {19, 4}, {20, 4}}},
		{7, []float64{13, 81, 96, 40, 24, 66, 24, 34, 27, 72, 32, 73, 74, 22, 59, 39, 69, 62, 60, 2, 52, 51, 48, 25, 40, 60, 23, 109, -15, 57}, []Span{{3, 15}, {4, 15}}},
		{8, append(up, down[:22]...), []Span{{18, 8}, {19, 8}}},
		{9, up, nil},
	} {
		if got := Nelson(c.rule, c.y); !slices.Equal(got, c.want) {
			t.Errorf("rule %d: %v, want %v", c.rule, got, c.want)
		}
		if got := Nelson(c.rule, nil); len(got) != 0 {
			t.Errorf("rule %d of nothing: %v", c.rule, got)
		}
	}
}

func TestRunsOfNothing(t *testing.T) {
	if r := JudgeRuns([]float64{3, 3, math.NaN()}, 3); r != (RunsTest{}) {
		t.Errorf("no useful point: %+v", r)
	}
	if r := JudgeRuns([]float64{4}, 3); r.Longest != 1 || r.Signal {
		t.Errorf("one point: %+v", r)
	}
}
