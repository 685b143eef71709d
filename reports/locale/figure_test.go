package locale

import (
	"math"
	"regexp"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestFiguresOfNoUnit(t *testing.T) {
	for lang, cases := range map[string]map[float64]string{
		"en": {0: "0", 0.1 + 0.2: "0.3", 1.2e6: "1,200,000", 1234.5: "1,234.5", 0.00001: "0.00001", -2.50: "−2.5", 15: "15", 1.0 / 3: "0.333333",
			123456.7: "123,457", 99.99999999: "100", 1e300: "1e+300", math.Inf(1): Unknown, 5: "5"},
		"zh": {1234.5: "1,234.5", 0.1 + 0.2: "0.3"},
	} {
		p := printer(t, lang)
		for x, want := range cases {
			if got := p.Figure(x); got != want {
				t.Errorf("%s: Figure(%v) = %q, want %q", lang, x, got, want)
			}
		}
		if got := p.Figure(math.NaN()); got != Unknown {
			t.Errorf("NaN is %q", got)
		}
	}
}

// What floats leave over, 0.30000000000000004, and powers of ten, 1.2e+06, are for machines.
func TestNoWriterShowsARawFloat(t *testing.T) {
	raw := regexp.MustCompile(`[0-9]e[+-]?[0-9]|\.[0-9]{13,}`)
	cat := kpi.Builtin()
	rapid.Check(t, func(rt *rapid.T) {
		p := printer(t, rapid.SampledFrom(Languages()).Draw(rt, "lang"))
		x := rapid.OneOf(rapid.Float64Range(-1e9, 1e9), rapid.Float64Range(-1, 1), rapid.Just(0.1+0.2), rapid.Just(1.2e6)).Draw(rt, "x")
		in := rapid.SampledFrom(append(cat.All(), nil)).Draw(rt, "in")
		d, err := kpi.FromFloat(x)
		if err != nil {
			rt.Fatal(err)
		}
		machine := strconv.FormatFloat(x, 'g', -1, 64)
		funcs := p.functions()
		for name, got := range map[string]string{"level": p.Level(x, in), "target": p.Target(d, in), "step": p.Step(d, in), "points": p.Points(x, in),
			"share": p.Share(x), "gap": p.Gap(x, x/3, in, "mean"), "chance": p.Chance(math.Abs(x)), "interval": p.Interval(x, x+1.0/3, in), "figure": p.Figure(x),
			"the function number": funcs["number"].(func(any) string)(machine), "the function level": funcs["level"].(func(any, *kpi.Indicator) string)(machine, in)} {
			if raw.MatchString(got) {
				rt.Fatalf("%s of %v: %q", name, x, got)
			}
		}
	})
}

// A period in machine form is named as the period itself is, in both languages.
func TestPeriodsInMachineFormAreNamed(t *testing.T) {
	for _, c := range []struct{ machine, en, zh string }{
		{"2026-07", "Jul 2026", "2026年7月"}, {"2026-Q3", "Q3 2026", "2026年第3季度"}, {"2026-H2", "", "2026年下半年"}, {"2026", "2026", "2026年"},
		{"2026-W01", "week 1 of 2026", ""}, {"2026-07-31", "2026-07-31", "2026-07-31"},
		{"2026-13", "2026-13", "2026-13"}, {"2026-W60", "2026-W60", "2026-W60"}, {"2026-Q7", "2026-Q7", "2026-Q7"}, {"all", "all", "all"}, {"", "", ""}, {"2026-", "2026-", "2026-"}, {"x-07", "x-07", "x-07"},
	} {
		for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
			if got := printer(t, lang).periodText(c.machine); want != "" && got != want {
				t.Errorf("%s: %q is named %q, want %q", lang, c.machine, got, want)
			}
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		p := printer(t, rapid.SampledFrom(Languages()).Draw(rt, "lang"))
		day := kpi.DateOf(1990, 1, 1) + kpi.Date(rapid.IntRange(0, 40000).Draw(rt, "day"))
		at := kpi.PeriodOf(day, rapid.SampledFrom([]kpi.Grain{kpi.Day, kpi.Week, kpi.Month, kpi.Quarter, kpi.Half, kpi.Year}).Draw(rt, "grain"))
		if got, want := p.periodText(at.String()), p.Period(at); got != want {
			rt.Fatalf("%s is named %q, want %q", at, got, want)
		}
	})
}

// A corrected figure is shown in its unit, counts as they are; see track.corrected.
func TestACorrectionShowsItsFigures(t *testing.T) {
	p := printer(t, "en")
	args := kpi.Args{"plan": "p1", "kpi": "conversion_rate", "period": "2026-07", "old": "0.30000000000000004", "new": "45/150"}
	what, _ := p.Problem(kpi.Diagnostic{Code: "track.corrected", Args: args})
	if want := "Conversion rate of Jul 2026 is 45/150 now; it was 30.0% when it was tracked before (plan p1)"; what != want {
		t.Errorf("got  %s\nwant %s", what, want)
	}
}

// Thousands are grouped in what is counted, and the number still chooses the plural; years
// and ids stay as they are.
func TestCountsOfADiagnosticAreGrouped(t *testing.T) {
	for _, c := range []struct{ rows, want string }{{"12345", "12,345 rows without a period cannot be placed"}, {"1", "1 row without a period cannot be placed"}} {
		if got := printer(t, "en").Caveat(kpi.Caveat{Code: "progress.no_period", Args: kpi.Args{"rows": c.rows}}, nil); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
	what, _, _ := printer(t, "zh").Fault(&kpi.Fault{Code: "calendar.year_twice", Args: kpi.Args{"year": "2026"}})
	if what != "2026 年列出了两次" {
		t.Error(what)
	}
}
