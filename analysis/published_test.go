package analysis

import (
	"fmt"
	"math"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// published are the cases of the source articles in a team of twelve whose
// others differ by a point or two, by periods of a hundredth of the trials that
// statistics.md goal 7 names and by the trials of the sample exports.
var published = []struct {
	name, indicator string
	trials          int64 // a month
	own, team       float64
	others          []int64 // events of the others in a month, per mille of the trials
	severity        Severity
}{
	{"conversion 15 against 22 %, 100 visits a month", "conversion_rate", 100, .15, .22, []int64{220, 230, 230, 220, 220, 220, 230, 230, 230, 230, 230}, Serious},
	{"conversion 15 against 22 %, 900 visits a month", "conversion_rate", 900, .15, .22, []int64{220, 230, 230, 220, 220, 220, 230, 230, 230, 230, 230}, Serious},
	{"defects 12 against 5 %, 100 items a month", "defect_rate", 100, .12, .05, []int64{40, 50, 40, 40, 50, 40, 40, 50, 40, 40, 50}, Serious},
	{"defects 12 against 5 %, 900 items a month", "defect_rate", 900, .12, .05, []int64{40, 50, 40, 40, 50, 40, 40, 50, 40, 40, 50}, Serious},
	{"CSAT 85 against 92 %, 200 ratings a month", "csat", 200, .85, .92, []int64{925, 930, 920, 925, 930, 920, 925, 930, 920, 930, 930}, Serious},
	{"CSAT 85 against 92 %, 900 ratings a month", "csat", 900, .85, .92, []int64{925, 930, 920, 925, 930, 920, 925, 930, 920, 930, 930}, Serious},
}

func TestPublishedCasesAreFlagged(t *testing.T) {
	for _, c := range published {
		t.Run(c.name, func(t *testing.T) {
			var s sheet
			own := xn{int64(math.Round(c.own * float64(c.trials))), c.trials}
			s.counts("t", "low", c.indicator, own, own, own, own, own, own)
			for i, m := range c.others {
				o := xn{(m*c.trials + 500) / 1000, c.trials}
				s.counts("t", fmt.Sprintf("o%02d", i), c.indicator, o, o, o, o, o, o)
			}
			res := run(t, s.dataset(), Default())
			g := find(t, res, "low", c.indicator)
			if g.Severity != c.severity || g.Persistent != PersistentYes {
				t.Errorf("severity %s persistent %s (p %.2g q %.2g pm %.3f), want %s, yes", g.Severity, g.Persistent, g.P, g.Q, g.PMaterial, c.severity)
			}
			if g.TeamN != 12 || math.Abs(g.TeamMean-c.team) > 0.006 || g.Actual.Value != c.own {
				t.Errorf("value %.4f of n %d against mean %.4f, want %.2f, 12, %.2f", g.Actual.Value, g.TeamN, g.TeamMean, c.own, c.team)
			}
			if c.name == published[0].name && (!math.IsNaN(g.Shrunk) || !hasCaveat(g, "gap.no_shrinkage")) {
				t.Errorf("colleagues more alike than chance allows: shrunk to %v, caveats %v", g.Shrunk, g.Caveats)
			}
			for i := range res.Gaps {
				if o := &res.Gaps[i]; o.Employee.ID != "low" && o.Flagged() >= Credible {
					t.Errorf("%s is flagged too: %s", o.Employee.ID, o.Severity)
				}
			}
		})
	}
}

// The figures of one small team, worked by hand.
func TestGapOfOnePersonIsWorkedByHand(t *testing.T) {
	var s sheet
	s.counts("t", "a", "conversion_rate", xn{5, 100}, xn{15, 100}).
		counts("t", "b", "conversion_rate", xn{22, 100}, xn{20, 100}).
		counts("t", "c", "conversion_rate", xn{30, 200}, xn{50, 200}).
		counts("t", "d", "conversion_rate", xn{25, 100}, xn{25, 100})
	g := find(t, run(t, s.dataset(), Default()), "a", "conversion_rate")
	want := map[string][2]float64{
		"value":      {g.Actual.Value, 20. / 200},
		"mean":       {g.TeamMean, (.10 + .21 + .20 + .25) / 4},
		"median":     {g.TeamMedian, .205},
		"sd":         {g.TeamSD, math.Sqrt((.09*.09 + .02*.02 + .01*.01 + .06*.06) / 3)},
		"gap":        {g.PointGap, .10 - .19},
		"relative":   {g.RelativeGap, -.09 / .19},
		"rest":       {g.Rest, (42. + 80 + 50) / 800},
		"shortfall":  {g.Shortfall, .215 - .10},
		"material":   {g.Material, .0215},
		"slope":      {g.Slope, .10},
		"trials":     {g.Denominator.Float(), 200},
		"comparison": {float64(g.Comparisons), 4},
	}
	for name, v := range want {
		if math.Abs(v[0]-v[1]) > 1e-12 {
			t.Errorf("%s = %v, want %v", name, v[0], v[1])
		}
	}
	if g.Persistent != PersistentUnknown {
		t.Errorf("persistent = %s with no window before", g.Persistent)
	}
}

func TestWhoIsNotJudged(t *testing.T) {
	hundred := xn{20, 100}
	tests := map[string]struct {
		build  func(*sheet)
		who    string
		reason Reason
		caveat string
	}{
		"nine trials are too few": {func(s *sheet) {
			s.counts("t", "few", "conversion_rate", xn{0, 9})
			for _, e := range []string{"a", "b", "c", "d"} {
				s.counts("t", e, "conversion_rate", hundred)
			}
		}, "few", ReasonTooFew, "gap.few_trials"},
		"a team of three is too small": {func(s *sheet) {
			for _, e := range []string{"a", "b", "few"} {
				s.counts("t", e, "conversion_rate", hundred)
			}
		}, "few", ReasonTooFew, "gap.team_too_small"},
		"a team of one has nobody to compare with": {func(s *sheet) {
			s.counts("t", "few", "conversion_rate", hundred)
		}, "few", ReasonTooFew, "gap.alone"},
		"a blank is no data, not zero": {func(s *sheet) {
			s.values("t", "few", "conversion_rate", math.NaN())
			for _, e := range []string{"a", "b", "c", "d"} {
				s.counts("t", e, "conversion_rate", hundred)
			}
		}, "few", ReasonTooFew, "gap.no_data"},
		"values that never vary": {func(s *sheet) {
			for _, e := range []string{"a", "b", "c", "d", "few"} {
				s.values("t", e, "conversion_rate", .2, .2, .3)
			}
		}, "few", "", "gap.no_variation"},
		"values beside counts": {func(s *sheet) {
			s.values("t", "few", "conversion_rate", .2, .2, .3)
			for _, e := range []string{"a", "b", "c", "d"} {
				s.counts("t", e, "conversion_rate", hundred)
			}
		}, "few", "", "gap.no_counts"},
		"two scores where the others have three": {func(s *sheet) {
			s.values("t", "few", "csat_score", 80, 82)
			for i, e := range []string{"a", "b", "c", "d"} {
				s.values("t", e, "csat_score", 80, 82+float64(i), 84)
			}
		}, "few", ReasonTooFew, "gap.few_periods"},
		"nobody has three periods": {func(s *sheet) {
			for i, e := range []string{"a", "b", "c", "d", "few"} {
				s.values("t", e, "csat_score", 80, 82+float64(i))
			}
		}, "few", ReasonTooFew, "gap.team_few_periods"},
		"single scores that are all equal": {func(s *sheet) {
			for _, e := range []string{"a", "b", "c", "d", "few"} {
				s.values("t", e, "csat_score", 80)
			}
		}, "few", "", "gap.no_variation"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			var s sheet
			c.build(&s)
			res := run(t, s.dataset(), Default())
			for i := range res.Gaps {
				g := &res.Gaps[i]
				if g.Employee.ID != c.who {
					continue
				}
				if g.Severity != NotJudged || g.Reason != c.reason {
					t.Errorf("%s/%q, want not_judged/%q", g.Severity, g.Reason, c.reason)
				}
				if !hasCaveat(g, c.caveat) {
					t.Errorf("caveats %v lack %s", g.Caveats, c.caveat)
				}
			}
		})
	}
}

func hasCaveat(g *Gap, code string) bool {
	for _, c := range g.Caveats {
		if c.Code == code {
			return true
		}
	}
	return false
}

func TestNoDataHasNoValueAndDoesNotCount(t *testing.T) {
	var s sheet
	s.values("t", "blank", "conversion_rate", math.NaN())
	for i, x := range []int64{10, 20, 30, 40} {
		s.counts("t", fmt.Sprintf("e%d", i), "conversion_rate", xn{x, 100})
	}
	g := find(t, run(t, s.dataset(), Default()), "blank", "conversion_rate")
	if g.Known() || g.N != 0 || g.TeamN != 4 || math.Abs(g.TeamMean-.25) > 1e-15 {
		t.Errorf("value %v n %d team n %d mean %v", g.Actual.Value, g.N, g.TeamN, g.TeamMean)
	}
}

// Coverage 40 % against the required 80 % (the third post of the articles): a
// finding against the standard and against the colleagues, by the periods.
func TestStandardIsJudgedOverThePeriods(t *testing.T) {
	cat, err := kpi.Builtin().With(kpi.Indicator{ID: "test_coverage", Standard: ptr(.8)})
	if err != nil {
		t.Fatal(err)
	}
	var b kpi.Builder
	for m := range 6 {
		for e, x := range []int64{400, 810, 830, 850, 820} {
			b.Add(kpi.Observation{Employee: kpi.Employee{ID: fmt.Sprint("e", e)}, Team: "t", Indicator: cat.Get("test_coverage"),
				Period:  kpi.PeriodOf(kpi.DateOf(2025, 1, 1).AddMonths(m), kpi.Month),
				Measure: kpi.Counts(kpi.FromInt(x+int64(m%3)), kpi.FromInt(1000)), Origin: kpi.Origin{Row: m*10 + e + 1}})
		}
	}
	ds, _ := b.Build()
	res := run(t, ds, Default())
	g := find(t, res, "e0", "test_coverage")
	if g.Severity != Serious || g.Standard == nil || g.Standard.Severity != Serious || !hasCaveat(g, "gap.clustered") || g.Persistent != PersistentYes {
		t.Fatalf("%s %+v %s %s", g.Severity, g.Standard, g.Reason, g.Persistent)
	}
	if level, std := g.Against(); level != .8 || !std {
		t.Errorf("stands against %v standard=%v", level, std)
	}
	if math.Abs(g.Standard.Gap-(-.399)) > 1e-12 {
		t.Errorf("standard gap %v, want (400+401+402)/3000 − 0.8 = −0.399", g.Standard.Gap)
	}
	if o := find(t, res, "e1", "test_coverage"); o.Standard.Severity != Normal || o.Finding() {
		t.Errorf("81 %% against a standard of 80 %% is %s", o.Standard.Severity)
	}
}

func ptr(f float64) *float64 { return &f }
