package analysis

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func manyTeams(seed uint64) *kpi.Dataset {
	r := rand.New(rand.NewPCG(seed, 1))
	var s sheet
	for team := range 9 {
		for e := range 4 + team {
			for _, in := range []string{"conversion_rate", "defect_rate", "csat"} {
				var months []xn
				for range 7 {
					n := 20 + r.Int64N(80)
					months = append(months, xn{r.Int64N(n/2) + 1, n})
				}
				s.counts(fmt.Sprint("team", team), fmt.Sprintf("t%de%02d", team, e), in, months...)
			}
		}
	}
	return s.dataset()
}

func TestParallelismDoesNotShow(t *testing.T) {
	ds := manyTeams(7)
	opt := Default()
	one := run(t, ds, opt)
	opt.Parallelism = 8
	eight := run(t, ds, opt)
	if diff := cmp.Diff(one, eight, cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("eight goroutines give another result:\n%s", diff)
	}
}

func TestWindows(t *testing.T) {
	var s sheet
	for _, e := range []string{"a", "b", "c", "d"} {
		s.counts("t", e, "conversion_rate", xn{1, 10}, xn{2, 10}, xn{3, 10}, xn{4, 10}, xn{5, 10})
	}
	ds := s.dataset()
	tests := map[string]struct {
		size     int
		asOf     kpi.Date
		from, to string
		value    float64
		end      string
	}{
		"the last three":                         {3, 0, "2025-03", "2025-05", .4, "2025-05-31"},
		"all of them":                            {0, 0, "2025-01", "2025-05", .3, "2025-05-31"},
		"more than there are":                    {12, 0, "2025-01", "2025-05", .3, "2025-05-31"},
		"a month that has not ended is left out": {3, kpi.DateOf(2025, 4, 29), "2025-01", "2025-03", .2, "2025-04-29"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			opt := Default()
			opt.Window, opt.AsOf = c.size, c.asOf
			res := run(t, ds, opt)
			g := find(t, res, "a", "conversion_rate")
			if res.Window.From.String() != c.from || res.Window.To.String() != c.to || math.Abs(g.Actual.Value-c.value) > 1e-15 || res.AsOf.String() != c.end {
				t.Errorf("%s … %s, value %v, as of %s", res.Window.From, res.Window.To, g.Actual.Value, res.AsOf)
			}
			if last := g.Series[len(g.Series)-1].Period; last.End() > res.AsOf {
				t.Errorf("the series goes on to %s", last)
			}
		})
	}
}

// The window before must share no period with the window, and a gap that stood
// there too persists.
func TestPersistence(t *testing.T) {
	low, par := xn{10, 300}, xn{66, 300}
	tests := map[string]struct {
		months []xn
		want   Persistence
	}{
		"low in both windows":                   {[]xn{low, low, low, low, low, low}, PersistentYes},
		"low in this window only":               {[]xn{par, par, par, low, low, low}, PersistentNo},
		"no window before":                      {[]xn{low, low, low}, PersistentUnknown},
		"nothing measured in the window before": {[]xn{{}, {}, {}, low, low, low}, PersistentUnknown},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			var s sheet
			s.counts("t", "low", "conversion_rate", c.months...)
			for i := range 5 {
				months := make([]xn, len(c.months))
				for m := range months {
					months[m] = par
				}
				s.counts("t", fmt.Sprint("o", i), "conversion_rate", months...)
			}
			g := find(t, run(t, s.dataset(), Default()), "low", "conversion_rate")
			if g.Persistent != c.want || !g.Finding() {
				t.Errorf("persistent %s severity %s, want %s", g.Persistent, g.Severity, c.want)
			}
			if hasCaveat(g, "gap.seen_once") == (c.want == PersistentYes) {
				t.Errorf("caveats %v", g.Caveats)
			}
		})
	}
}

func TestFaultsOfARun(t *testing.T) {
	ds := manyTeams(1)
	for name, c := range map[string]struct {
		change func(*Options)
		code   string
	}{
		"a negative window":          {func(o *Options) { o.Window = -1 }, "option.range"},
		"an fdr of 1":                {func(o *Options) { o.FDR = 1 }, "option.range"},
		"an unknown rule":            {func(o *Options) { o.Rule = "stack" }, "option.range"},
		"a date before all the data": {func(o *Options) { o.AsOf = kpi.DateOf(1999, 1, 1) }, "analysis.no_rows"},
	} {
		t.Run(name, func(t *testing.T) {
			opt := Default()
			c.change(&opt)
			_, err := Run(t.Context(), ds, opt)
			if f := kpi.AsFault(err); f == nil || f.Code != c.code {
				t.Errorf("%v, want %s", err, c.code)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, ds, Default()); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled run ends with %v", err)
	}
}

func TestSeverityWords(t *testing.T) {
	for s := NotJudged; s <= Serious; s++ {
		b, _ := s.MarshalText()
		if back, err := ParseSeverity(string(b)); err != nil || back != s {
			t.Errorf("%s reads back as %s, %v", b, back, err)
		}
	}
	if _, err := ParseSeverity("bad"); err == nil {
		t.Error("an unknown word is taken")
	}
}

// Lower is better is mirrored, not inverted: swapping events for non-events
// and the direction gives the same verdicts.
func TestDirectionsMirror(t *testing.T) {
	var up, down sheet
	r := rand.New(rand.NewPCG(3, 3))
	for i := range 10 {
		n := 50 + r.Int64N(100)
		x := r.Int64N(n / 4)
		up.counts("t", fmt.Sprint(i), "csat", xn{n - x, n})
		down.counts("t", fmt.Sprint(i), "defect_rate", xn{x, n})
	}
	a, b := run(t, up.dataset(), Default()), run(t, down.dataset(), Default())
	for i := range a.Gaps {
		if u, d := a.Gaps[i], b.Gaps[i]; math.Abs(u.P-d.P) > 1e-12 || math.Abs(u.Shortfall-d.Shortfall) > 1e-12 {
			t.Errorf("%s: p %v and %v, shortfall %v and %v", u.Employee.ID, u.P, d.P, u.Shortfall, d.Shortfall)
		}
	}
}
