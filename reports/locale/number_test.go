package locale

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

var (
	ratio   = kpi.Builtin().Get("conversion_rate")
	ten     = kpi.Builtin().Get("needs_depth_score")
	hundred = kpi.Builtin().Get("csat_score")
	promote = kpi.Builtin().Get("nps")
	minutes = kpi.Builtin().Get("handling_time")
	money   = kpi.Builtin().Get("sales_value")
	tons    = &kpi.Indicator{ID: "tons", Scale: kpi.Quantity, Unit: "t"}
)

func TestLevelsAreShownInTheirUnit(t *testing.T) {
	for _, c := range []struct {
		value  float64
		in     *kpi.Indicator
		en, zh string
	}{
		{0.15, ratio, "15.0%", "15.0%"},
		{1, ratio, "100.0%", "100.0%"},
		{0, ratio, "0.0%", "0.0%"},
		{0.1049, ratio, "10.5%", "10.5%"},
		{0.00034, ratio, "0.034%", "0.034%"},
		{6, ten, "6.00", "6.00"},
		{92.25, hundred, "92.3", "92.3"},
		{-12, promote, "−12.0", "−12.0"},
		{12.345, minutes, "12.3 min", "12.3 分钟"},
		{1234567.8, money, "1,234,568", "1,234,568"},
		{3.14159, tons, "3.14 t", "3.14 t"},
		{2.5, nil, "2.50", "2.50"},
		{math.NaN(), ratio, "–", "–"},
		{math.Inf(1), ratio, "–", "–"},
	} {
		for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
			if got := printer(t, lang).Level(c.value, c.in); got != want {
				t.Errorf("%s: Level(%v) = %q, want %q", lang, c.value, got, want)
			}
		}
	}
}

func TestTargetsHaveJustTheDecimalsTheyWereAgreedWith(t *testing.T) {
	p := printer(t, "en")
	for _, c := range []struct {
		level kpi.Decimal
		in    *kpi.Indicator
		want  string
	}{
		{180_000, ratio, "18%"}, {185_000, ratio, "18.5%"}, {0, ratio, "0%"}, {kpi.One, ratio, "100%"},
		{8 * kpi.One, ten, "8"}, {7_500_000, ten, "7.5"}, {-5 * kpi.One, promote, "−5"}, {-500_000, promote, "−0.5"},
		{1_250 * kpi.One, minutes, "1,250 min"}, {12_345_678_900, nil, "12,345.6789"},
	} {
		if got := p.Target(c.level, c.in); got != c.want {
			t.Errorf("Target(%d) = %q, want %q", c.level, got, c.want)
		}
	}
}

// The pair of product.md, S3-16: a gap is told in points and relative, never
// in one of them.
func TestStepsAreDifferencesWithJustTheirDecimals(t *testing.T) {
	en, zh := printer(t, "en"), printer(t, "zh")
	for _, c := range []struct{ got, want string }{
		{en.Step(10_000, ratio), "1 pp"}, {en.Step(-70_000, ratio), "−7 pp"}, {zh.Step(14_000, ratio), "1.4 个百分点"},
		{en.Step(500_000, ten), "0.5 points"}, {en.Step(2*kpi.One, minutes), "2 min"}, {zh.Step(0, ten), "0 分"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestGapsAreToldInPointsAndRelative(t *testing.T) {
	for _, c := range []struct {
		gap, relative float64
		in            *kpi.Indicator
		base          string
		en, zh        string
	}{
		{-0.07, -0.318, ratio, "mean", "−7.0 pp, −32% of the mean", "比团队均值低 7.0 个百分点（相对低 32%）"},
		{0.07, 1.4, ratio, "mean", "+7.0 pp, +140% of the mean", "比团队均值高 7.0 个百分点（相对高 140%）"},
		{0.0001, 0.0004, ratio, "mean", "equal to the team mean", "与团队均值持平"},
		{-0.0003, -0.6, ratio, "mean", "−0.030 pp, −60% of the mean", "比团队均值低 0.030 个百分点（相对低 60%）"},
		{1e-16, 1, ratio, "mean", "equal to the team mean", "与团队均值持平"},
		{0, 0, ratio, "mean", "equal to the team mean", "与团队均值持平"},
		{-0.4, -0.5, ratio, "standard", "−40.0 pp, −50% of the standard", "比标准低 40.0 个百分点（相对低 50%）"},
		{-1.5, -0.2, ten, "rest", "−1.50 points, −20% of the colleagues' level", "比其余同事低 1.50 分（相对低 20%）"},
		{3.2, math.NaN(), minutes, "mean", "+3.20 min against the team mean", "比团队均值高 3.20 分钟"},
		{math.NaN(), math.NaN(), ratio, "mean", "–", "–"},
	} {
		for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
			if got := printer(t, lang).Gap(c.gap, c.relative, c.in, c.base); got != want {
				t.Errorf("%s: Gap(%v, %v, %s) = %q, want %q", lang, c.gap, c.relative, c.base, got, want)
			}
		}
	}
}

func TestSharesPointsAndRelativesKeepTheirSign(t *testing.T) {
	en, zh := printer(t, "en"), printer(t, "zh")
	for _, c := range []struct{ got, want string }{
		{en.Points(-0.07, ratio), "−7.0 pp"}, {zh.Points(-0.07, ratio), "−7.0 个百分点"}, {en.Points(0, ratio), "0.0 pp"},
		{en.Relative(-0.318), "−32% of the mean"}, {zh.Relative(-0.318), "比均值低 32%"}, {en.Relative(0), "equal to the mean"},
		{en.RelativeTo(0.5, "standard"), "+50% of the standard"}, {zh.RelativeTo(math.NaN(), "rest"), "–"},
		{en.Share(0.004), "+0.4%"}, {en.Share(-1.5), "−150%"}, {en.Percent(0.95), "95%"}, {en.Percent(math.NaN()), "–"},
		{en.Chance(0.0004), "< 0.001"}, {en.Chance(0.0321), "0.032"}, {en.Chance(math.NaN()), "–"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestCountsAndIntervals(t *testing.T) {
	en, zh := printer(t, "en"), printer(t, "zh")
	for _, c := range []struct{ got, want string }{
		{en.Count(1_234_567 * kpi.One), "1,234,567"}, {en.Count(2_500_000), "2.5"}, {en.Number(12), "12"},
		{en.Counts(45*kpi.One, 300*kpi.One), "45/300"},
		{en.Interval(0.114, 0.195, ratio), "11.4–19.5%"}, {en.Interval(5.5, 6.25, ten), "5.50–6.25"},
		{en.Interval(-12, 5, promote), "−12.0 to 5.0"}, {zh.Interval(-12, 5, promote), "−12.0至5.0"},
		{en.Interval(math.NaN(), 1, ratio), "–"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestShownFiguresNeverHaveAHyphenOrANegativeZero(t *testing.T) {
	p := printer(t, "en")
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(-1e9, 1e9).Draw(t, "value")
		in := rapid.SampledFrom([]*kpi.Indicator{ratio, ten, hundred, promote, minutes, money, tons, nil}).Draw(t, "indicator")
		for _, s := range []string{p.Level(v, in), p.Points(v, in), p.Share(v), p.Gap(v, v, in, "mean")} {
			if strings.Contains(s, "-") || strings.Contains(s, "⟦") {
				t.Fatalf("%v is shown as %q", v, s)
			}
		}
		level := p.Level(v, in)
		if strings.HasPrefix(level, minus) && !strings.ContainsAny(level, "123456789") {
			t.Fatalf("%v is a negative zero: %q", v, level)
		}
		if v > 0 && v < 1e-6 || v > -1e-6 && v < 0 {
			return // beyond the six decimals that are kept
		}
		if v != 0 && !strings.ContainsAny(level, "123456789") {
			t.Fatalf("%v is shown as zero: %q", v, level)
		}
	})
}

func TestAUnitOfTheUsersOwnIsWrittenAsItIs(t *testing.T) {
	for lang, want := range map[string]string{"en": "3.14 t", "zh": "3.14 t"} {
		p := printer(t, lang)
		if got := p.Level(3.14159, tons); got != want {
			t.Errorf("%s: %q", lang, got)
		}
		odd := &kpi.Indicator{ID: "odd", Scale: kpi.Quantity, Unit: "pcs\x1b[1m"}
		if got := p.Points(2, odd); strings.ContainsRune(got, '\x1b') {
			t.Errorf("%s: an escape in a unit: %q", lang, got)
		}
	}
}

// What is shown of a target reads back as the target: nobody signs a rounded one.
func TestATargetIsShownExactly(t *testing.T) {
	p := printer(t, "en")
	rapid.Check(t, func(t *rapid.T) {
		level := kpi.Decimal(rapid.Int64Range(-1e12, 1e12).Draw(t, "millionths"))
		shown := strings.NewReplacer(",", "", minus, "-", "%", "").Replace(p.Target(level, ratio))
		back, err := kpi.ParseDecimal(shown)
		if err != nil || back != level*100 {
			t.Fatalf("%d is shown as %s", level, shown)
		}
	})
}

// A reader who adds the gap to the mean gets the value, to the last shown digit.
func TestLevelsAndPointsHaveTheSameDecimalsForProportions(t *testing.T) {
	p := printer(t, "en")
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(0.01, 1).Draw(t, "value")
		level, points := p.Level(v, ratio), p.Points(v, ratio)
		if strings.TrimSuffix(level, "%") != strings.TrimSuffix(strings.TrimPrefix(points, "+"), " pp") {
			t.Fatalf("%v: %s and %s", v, level, points)
		}
	})
}
