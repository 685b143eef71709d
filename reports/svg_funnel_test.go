package reports

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestFunnelNamesFindingsOnly(t *testing.T) {
	s, _ := north(t)
	pic := drawFunnel(printer(t, "en"), s, "x")
	if len(pic.Findings) != 1 || pic.Findings[0].Label.Text != "张伟 15.0%" || len(pic.Dots) != 5 {
		t.Errorf("findings %+v, %d dots", pic.Findings, len(pic.Dots))
	}
	// Somebody without trials has no mark; the person of five trials has one.
	want := "6 people with 5 to 300 trials around 21.0%; beyond the 95% lines: 1, beyond the 99.8% lines: 0."
	if pic.Desc != want {
		t.Errorf("%q, want %q", pic.Desc, want)
	}
}

func TestFunnelNarrowsAndTheOuterLinesHoldTheInner(t *testing.T) {
	s, _ := north(t)
	pic := drawFunnel(printer(t, "en"), s, "x")
	if len(pic.Limits) != 4 {
		t.Fatalf("%d limits", len(pic.Limits))
	}
	outerLo, innerLo, outerHi, innerHi := pic.Limits[0].Line, pic.Limits[1].Line, pic.Limits[2].Line, pic.Limits[3].Line
	for i := range outerLo {
		if outerLo[i].Y < innerLo[i].Y || innerLo[i].Y < pic.Pooled.Y || innerHi[i].Y > pic.Pooled.Y || outerHi[i].Y > innerHi[i].Y { // y grows downwards
			t.Fatalf("at %g: %g %g %g %g", outerLo[i].X, outerHi[i].Y, innerHi[i].Y, innerLo[i].Y, outerLo[i].Y)
		}
	}
	if n := len(outerHi) - 1; outerHi[n].Y-outerHi[0].Y < 5 {
		t.Error("the funnel does not narrow")
	}
}

// Exact limits at n = 300 about 22 %: qbinom gives 52 and 81 of 300 for 95 %, R 4.2.2.
func TestFunnelLimitsAreThoseOfTheProcedure(t *testing.T) {
	cat := kpi.Builtin()
	l := funnelLimits(cat.Get("conversion_rate"), 0.22, 300, funnelInner)
	if exact := infer.FunnelExact(0.22, 300, funnelInner); math.Abs(l.Lo-exact.Lo) > 1./300 || math.Abs(l.Hi-exact.Hi) > 1./300 {
		t.Errorf("%+v, exact %+v", l, exact)
	}
	rate := funnelLimits(cat.Get("complaint_rate"), 0.02, 400, funnelInner)
	ratio := infer.RatioLimits(8, funnelInner)
	if math.Abs(rate.Lo-ratio.Lo*0.02) > 1e-12 || math.Abs(rate.Hi-ratio.Hi*0.02) > 1e-12 {
		t.Errorf("events in an exposure: %+v", rate)
	}
}

func TestFunnelOnlyWhereChanceHasLimits(t *testing.T) {
	r := fixture(t)
	chosen := funnelsOf(r)
	if len(chosen) != 1 || !chosen[&r.Summaries[1]] {
		t.Errorf("lines of code are no independent trials: %v", chosen)
	}
	s := r.Summaries[1]
	for name, change := range map[string]func(*analysis.Summary){
		"no counts":     func(s *analysis.Summary) { s.Denominator = 0 },
		"not pooled":    func(s *analysis.Summary) { s.Pooled = math.NaN() },
		"nobody judged": func(s *analysis.Summary) { s.Judged = 0 },
		"a score":       func(s *analysis.Summary) { s.Indicator = r.Catalogue.Get("needs_depth_score") },
	} {
		c := s
		if change(&c); canFunnel(&c) {
			t.Errorf("%s: a funnel", name)
		}
	}
}

func TestPageHoldsNoMoreFunnelsThanCanBeLookedAt(t *testing.T) {
	r := fixture(t)
	calm := r.Summaries[1]
	calm.Severities = map[analysis.Severity]int{analysis.Normal: 5}
	for range maxFunnels {
		r.Summaries = append(r.Summaries, calm)
	}
	if chosen := funnelsOf(r); len(chosen) != 1 || !chosen[&r.Summaries[1]] {
		t.Errorf("%d funnels, want the one with a finding", len(chosen))
	}
}

// TestPicturesHoldFiguresOnly: a coordinate that is no number makes a line
// vanish without a word.
func TestPicturesHoldFiguresOnly(t *testing.T) {
	for _, pooled := range []struct{ x, n int64 }{{0, 10}, {10, 10}, {1, 1}, {3, 7}, {999, 1000}, {1, 100000}} {
		r := &Report{Catalogue: kpi.Builtin(), Method: Method{Rule: "fair", RuleExpected: math.NaN()}}
		var people []person
		for i := range int64(5) {
			people = append(people, person{id: fmt.Sprint(i), x: pooled.x, n: pooled.n + i, severity: analysis.Credible})
		}
		add(r, "t", r.Catalogue.Get("conversion_rate"), people)
		text := htmlPage(t, r, "en")
		if bad := regexp.MustCompile(`="[^"]*\b(NaN|Inf)\b[^"]*"`).FindString(text); bad != "" || !strings.Contains(text, `class="limit outer"`) {
			t.Errorf("%d of %d: %q", pooled.x, pooled.n, bad)
		}
	}
}
