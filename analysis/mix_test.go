package analysis

import (
	"fmt"
	"math"
	"testing"

	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
	"pgregory.net/rapid"
)

func seg(name string, x, n, restX, restN float64) Segment {
	return Segment{name, infer.Counts{X: x, N: n}, infer.Counts{X: restX, N: restN}}
}

// By hand. "half and half": own 20 of 100 hard at 10 % … see each line.
func TestDecomposeByHand(t *testing.T) {
	for name, c := range map[string]struct {
		in                         []Segment
		gap, mix, rate, std, alone float64
	}{
		// Own 80 hard at 10 %, 20 easy at 30 %: .14; rest 20 and 80 at the same rates: .26.
		// Nothing but mix: (.8−.2)·.1 + (.2−.8)·.3 = −.12; on the rest's cases .2·.1+.8·.3 = .26.
		"all mix": {[]Segment{seg("hard", 8, 80, 2, 20), seg("easy", 6, 20, 24, 80)}, -.12, -.12, 0, .26, 0},
		// The same cases, five points less in each kind.
		"all rate": {[]Segment{seg("hard", 5, 50, 30, 200), seg("easy", 12.5, 50, 60, 200)}, -.05, 0, -.05, .175, 0},
		// w .75/.25, v .5/.5; r .2/.4, q .3/.5: own .25, rest .40. Mix (.25)(.25)+(−.25)(.45) = −.05;
		// rate (−.1)(.625)+(−.1)(.375) = −.1; standardised .5·.2+.5·.4 = .3.
		"both": {[]Segment{seg("a", 15, 75, 30, 100), seg("b", 10, 25, 50, 100)}, -.15, -.05, -.1, .3, 0},
		// c only the person has: own 10/50 a, 5/50 c: .15; rest .2. c: mix (.5−0)·.1 = .05, a: (.5−1)·.2 = −.1.
		"a segment nobody else has":  {[]Segment{seg("a", 10, 50, 40, 200), seg("c", 5, 50, 0, 0)}, -.05, -.05, 0, .2, .5},
		"a segment the person lacks": {[]Segment{seg("a", 10, 50, 20, 100), seg("d", 0, 0, 40, 100), seg("e", 0, 0, 0, 0)}, -.1, -.1, 0, .3, 0},
	} {
		m := Decompose(c.in)
		for what, v := range map[string][2]float64{"gap": {m.Gap, c.gap}, "mix": {m.Mix, c.mix}, "rate": {m.Rate, c.rate},
			"standardised": {m.Standardised, c.std}, "alone": {m.Alone, c.alone}} {
			if math.Abs(v[0]-v[1]) > 1e-12 {
				t.Errorf("%s: %s %v, want %v", name, what, v[0], v[1])
			}
		}
	}
}

func TestDecomposeWithoutTrialsSaysNothing(t *testing.T) {
	for _, in := range [][]Segment{nil, {seg("a", 0, 0, 1, 2)}, {seg("a", 1, 2, 0, 0)}} {
		if m := Decompose(in); !math.IsNaN(m.Gap) || !math.IsNaN(m.Mix) || m.Parts != nil {
			t.Errorf("%v: %+v", in, m)
		}
	}
}

// The parts add up to the gap, and change their sign when the sides change
// places, whatever the segments.
func TestDecompositionsAddUpAndMirror(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var in, swapped []Segment
		for range rapid.IntRange(1, 6).Draw(t, "segments") {
			n, m := rapid.IntRange(0, 500).Draw(t, "n"), rapid.IntRange(0, 500).Draw(t, "m")
			x, y := rapid.IntRange(0, n).Draw(t, "x"), rapid.IntRange(0, m).Draw(t, "y")
			s := seg("s", float64(x), float64(n), float64(y), float64(m))
			in, swapped = append(in, s), append(swapped, Segment{s.Name, s.Rest, s.Own})
		}
		a, b := Decompose(in), Decompose(swapped)
		if math.IsNaN(a.Gap) {
			return
		}
		if math.Abs(a.Mix+a.Rate-a.Gap) > 1e-12 || math.Abs(a.Mix+b.Mix) > 1e-12 || math.Abs(a.Rate+b.Rate) > 1e-12 {
			t.Fatalf("%+v, swapped %+v", a, b)
		}
	})
}

// Person 0 sells what is hard to sell: behind the team, but not in any line.
func TestFindingsTellMixFromRate(t *testing.T) {
	var s sheet
	var rows []kpi.SegmentRow
	add := func(person, month int, segment string, x, n int64) {
		rows = append(rows, kpi.SegmentRow{Team: "t", Employee: id(person), Indicator: "conversion_rate",
			Period: kpi.PeriodOf(kpi.DateOf(2025, 1, 1).AddMonths(month-1), kpi.Month), Segment: segment, Events: kpi.FromInt(x), Trials: kpi.FromInt(n)})
	}
	for e := range 6 {
		for m := 1; m <= 4; m++ {
			hard, easy := int64(40), int64(160)
			if e == 0 {
				hard, easy = 160, 40
			}
			add(e, m, "hard", hard/10, hard)
			add(e, m, "easy", easy/4, easy)
			s.add("t", id(e), "conversion_rate", m, counts(hard/10+easy/4, hard+easy))
		}
	}
	res := run(t, s.dataset(), Default())
	NewSegmented(rows).AddMixes(res.Gaps)
	g := find(t, res, id(0), "conversion_rate")
	// .8·.1+.2·.25 = .13 against .2·.1+.8·.25 = .22: nine points, all mix.
	if g.Mix == nil || math.Abs(g.Mix.Gap+.09) > 1e-12 || math.Abs(g.Mix.Mix+.09) > 1e-12 || math.Abs(g.Mix.Rate) > 1e-12 || len(g.Mix.Parts) != 2 || !hasCaveat(g, "gap.mix") {
		t.Errorf("%s %+v", g.Severity, g.Mix)
	}
	if n := g.Mix.Parts[0].Own.N; n != 3*40 {
		t.Errorf("%v easy cases of the window of three months", n)
	}
	if o := find(t, res, id(1), "conversion_rate"); o.Mix != nil {
		t.Error("a split without a finding")
	}
	again := run(t, s.dataset(), Default())
	NewSegmented(nil).AddMixes(again.Gaps)
	NewSegmented(rows[:len(rows)-1]).AddMixes(again.Gaps)
	if find(t, again, id(0), "conversion_rate").Mix != nil {
		t.Error("a split of rows that don't hold all the cases")
	}
}

// In a cohort the rest holds members too thin to be judged, who carry no cohort's
// name: rather than to split another gap than the one shown, nothing is split.
func TestNoSplitOfAnotherGapThanTheOneShown(t *testing.T) {
	var s sheet
	var rows []kpi.SegmentRow
	add := func(person string, hired kpi.Date, x, n int64) {
		hire(&s, person, "sales", hired, xn{x, n})
		for m := range 6 {
			rows = append(rows, kpi.SegmentRow{Team: "t", Employee: person, Indicator: "conversion_rate", Segment: []string{"hard", "easy"}[m%2],
				Period: kpi.PeriodOf(kpi.DateOf(2025, 1, 1).AddMonths(m/2), kpi.Month), Events: kpi.FromInt(x / 2), Trials: kpi.FromInt(n / 2)})
		}
	}
	for i := range 5 {
		add(fmt.Sprint("new", i), kpi.DateOf(2025, 1, 15), 160-150*int64(count(i == 0)), 400)
		add(fmt.Sprint("old", i), kpi.DateOf(2015, 1, 15), 200, 400)
	}
	add("new9", kpi.DateOf(2025, 1, 15), 2, 2)
	opt := Default()
	opt.Cohort = CohortTenure
	res := run(t, s.dataset(), opt)
	g := find(t, res, "new0", "conversion_rate")
	NewSegmented(rows).AddMixes(res.Gaps)
	if !g.Finding() || g.Cohort != "new" {
		t.Fatalf("%s in %q", g.Flagged(), g.Cohort)
	}
	if g.Mix != nil && math.Abs(g.Mix.Gap-g.RestGap) > 1e-12 {
		t.Errorf("%v is split where %v is shown", g.Mix.Gap, g.RestGap)
	}
}

// A person whose level in each kind of case is the colleagues' is behind by the
// cases alone: 12.7 % over all, 21.9 % with the others' cases, against 22 %.
func TestCasesAloneExplainAGap(t *testing.T) {
	for _, c := range []struct {
		why       string
		mix       *Mix
		direction kpi.Direction
		rest      float64
		want      bool
	}{
		{"with the others' cases the level is theirs", &Mix{Standardised: 0.219}, kpi.Higher, 0.22, true},
		{"with the others' cases still behind", &Mix{Standardised: 0.15}, kpi.Higher, 0.22, false},
		{"lower is better", &Mix{Standardised: 0.051}, kpi.Lower, 0.05, true},
		{"no segments", nil, kpi.Higher, 0.22, false},
	} {
		if got := c.mix.Explains(c.direction, c.rest, 0.022); got != c.want {
			t.Errorf("%s: %v", c.why, got)
		}
	}
}
