package kpi_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func level(v float64) *float64 { return &v }

func TestWithAddsAndReplaces(t *testing.T) {
	before := kpi.Builtin().All()
	c, err := kpi.Builtin().With(
		kpi.Indicator{ID: "win_rate", Title: kpi.Titles{ZH: "赢单率"}, Direction: kpi.Higher, Scale: kpi.Proportion, Source: "gapstep.yaml"},
		kpi.Indicator{ID: "test_coverage", Standard: level(0.8), Aliases: []string{"cov"}, Source: "gapstep.yaml"},
	)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.All()) != len(before)+1 || c.All()[len(before)].ID != "win_rate" {
		t.Error("a new entry comes after the built-in ones")
	}
	win := c.Get("win_rate")
	want := &kpi.Indicator{ID: "win_rate", Title: kpi.Titles{ZH: "赢单率"}, Direction: kpi.Higher, Scale: kpi.Proportion, Trials: kpi.Independent,
		Unit: "ratio", Kind: kpi.Outcome, Floor: level(0), Ceiling: level(1), Source: "gapstep.yaml"}
	if diff := cmp.Diff(want, win); diff != "" {
		t.Errorf("what is left unsaid gets its default: %s", diff)
	}
	old, cov := kpi.Builtin().Get("test_coverage"), c.Get("test_coverage")
	if *cov.Standard != 0.8 || cov.Source != "gapstep.yaml" || cov.Title != old.Title || !cov.Clustered() || cov.Kind != kpi.Practice {
		t.Errorf("a replacing entry inherits what it leaves unsaid: %+v", cov)
	}
	if !slices.Contains(cov.Aliases, "cov") || !slices.Contains(cov.Aliases, "代码覆盖率") {
		t.Errorf("an alias is one more name: %v", cov.Aliases)
	}
	if old.Standard != nil || slices.Contains(old.Aliases, "cov") || !slices.Equal(kpi.Builtin().All(), before) {
		t.Error("the built-in catalogue was changed")
	}
	if slices.IndexFunc(c.All(), func(in *kpi.Indicator) bool { return in.ID == "test_coverage" }) != slices.Index(before, old) {
		t.Error("a replacing entry takes the place of the old one")
	}
}

func TestEveryFieldCanBeReplaced(t *testing.T) {
	said := kpi.Indicator{ID: "conversion_rate", Title: kpi.Titles{EN: "A", ZH: "甲"}, Direction: kpi.Lower, Scale: kpi.Rate, Trials: kpi.Clustered,
		Unit: "per_100", Kind: kpi.Quality, Floor: level(1), Ceiling: level(9), Standard: level(2), Material: level(3),
		Drivers: []string{"csat"}, Numerator: []string{"x"}, Denominator: []string{"n"}, Source: "flag"}
	c, err := kpi.Builtin().With(said)
	if err != nil {
		t.Fatal(err)
	}
	said.Aliases = kpi.Builtin().Get("conversion_rate").Aliases
	if diff := cmp.Diff(&said, c.Get("conversion_rate")); diff != "" {
		t.Error(diff)
	}
}

// Bounds and standards are in the unit of the values: an entry that is put on
// another scale must not keep the ones of the old scale.
func TestAnotherScaleKeepsNoLevels(t *testing.T) {
	c, err := kpi.Builtin().With(kpi.Indicator{ID: "csat", Standard: level(0.9), Material: level(0.02)})
	if err != nil {
		t.Fatal(err)
	}
	c, err = c.With(kpi.Indicator{ID: "csat", Scale: kpi.Score, Ceiling: level(5)})
	if err != nil {
		t.Fatal(err)
	}
	in := c.Get("csat")
	if in.Unit != "points" || in.Floor != nil || *in.Ceiling != 5 || in.Standard != nil || in.Material != nil {
		t.Errorf("%+v", in)
	}
}

func TestWeightsAreOneUnlessSaid(t *testing.T) {
	c, err := kpi.Builtin().With(kpi.Indicator{ID: "csat", Weight: level(2.5)})
	if err != nil {
		t.Fatal(err)
	}
	if c, err = c.With(kpi.Indicator{ID: "csat", Standard: level(0.9)}); err != nil || c.Get("csat").PriorityWeight() != 2.5 || c.Get("nps").PriorityWeight() != 1 {
		t.Errorf("%v %v %v", c.Get("csat").PriorityWeight(), c.Get("nps").PriorityWeight(), err)
	}
}

func TestWithRefuses(t *testing.T) {
	for _, c := range []struct {
		sentence string
		in       kpi.Indicator
		want     string
	}{
		{"an entry without an id", kpi.Indicator{Title: kpi.Titles{EN: "Win rate"}}, "indicator.no_id"},
		{"a new entry without a direction", kpi.Indicator{ID: "win_rate"}, "indicator.no_direction"},
		{"a floor at the ceiling", kpi.Indicator{ID: "nps", Floor: level(100)}, `indicator.floor ceiling="100" floor="100"`},
		{"a standard in percents", kpi.Indicator{ID: "test_coverage", Standard: level(80)}, `indicator.standard ceiling="1" floor="0" id="test_coverage" standard="80"`},
		{"a standard below the floor", kpi.Indicator{ID: "feedback_360", Standard: level(0)}, `indicator.standard ceiling="5" floor="1" id="feedback_360" standard="0"`},
		{"a material gap of nothing", kpi.Indicator{ID: "csat", Material: level(0)}, "indicator.material"},
		{"a weight of nothing", kpi.Indicator{ID: "csat", Weight: level(0)}, "indicator.weight"},
		{"a level that is no number", kpi.Indicator{ID: "nps", Standard: level(math.NaN())}, "indicator.out_of_range"},
		{"a level beyond all bounds", kpi.Indicator{ID: "sales_value", Standard: level(1e300)}, "indicator.out_of_range"},
	} {
		if _, err := kpi.Builtin().With(c.in); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.sentence, err, c.want)
		}
	}
}

func TestUnitsByScale(t *testing.T) {
	for scale, want := range map[kpi.Scale]string{0: "count", kpi.Proportion: "ratio", kpi.Rate: "rate", kpi.Score: "points", kpi.Quantity: "count"} {
		c, err := kpi.Builtin().With(kpi.Indicator{ID: "x", Direction: kpi.Higher, Scale: scale})
		if err != nil || c.Get("x").Unit != want || c.Get("x").Title.EN != "x" {
			t.Errorf("%s: %+v, %v", scale, c.Get("x"), err)
		}
	}
}

func TestTitlesAndNames(t *testing.T) {
	both := kpi.Titles{EN: "Win rate", ZH: "赢单率"}
	for _, c := range []struct {
		titles     kpi.Titles
		lang, want string
	}{
		{both, "zh", "赢单率"}, {both, "en", "Win rate"}, {both, "", "Win rate"},
		{kpi.Titles{ZH: "赢单率"}, "en", "赢单率"}, {kpi.Titles{EN: "Win rate"}, "zh", "Win rate"}, {kpi.Titles{}, "zh", ""},
	} {
		if got := c.titles.In(c.lang); got != c.want {
			t.Errorf("%+v in %q is %q, want %q", c.titles, c.lang, got, c.want)
		}
	}
	in := kpi.Indicator{ID: "win_rate", Title: kpi.Titles{ZH: "赢单率"}, Aliases: []string{"成交率"}}
	if got := in.Names(); !slices.Equal(got, []string{"win_rate", "赢单率", "成交率"}) {
		t.Errorf("names %v", got)
	}
}

func TestClamp(t *testing.T) {
	bounded := kpi.Indicator{Floor: level(0), Ceiling: level(1)}
	free := kpi.Indicator{}
	for _, c := range []struct {
		sentence string
		in       kpi.Indicator
		level    kpi.Decimal
		want     kpi.Decimal
	}{
		{"inside", bounded, 500_000, 500_000},
		{"above the ceiling", bounded, 1_200_000, kpi.One},
		{"below the floor", bounded, -1, 0},
		{"no bounds", free, -7 * kpi.One, -7 * kpi.One},
		{"a bound that is no number binds nothing", kpi.Indicator{Floor: level(math.NaN())}, -1, -1},
	} {
		if got := c.in.Clamp(c.level); got != c.want {
			t.Errorf("%s: %s, want %s", c.sentence, got, c.want)
		}
	}
}
