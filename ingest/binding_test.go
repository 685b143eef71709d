package ingest

import (
	"slices"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestAColumnMayServeTwoIndicators(t *testing.T) {
	cat, err := kpi.Builtin().With(
		kpi.Indicator{ID: "a_rate", Direction: kpi.Higher, Scale: kpi.Proportion, Numerator: []string{"甲数"}, Denominator: []string{"总数"}},
		kpi.Indicator{ID: "b_rate", Direction: kpi.Lower, Scale: kpi.Proportion, Numerator: []string{"乙数"}, Denominator: []string{"总数"}},
		kpi.Indicator{ID: "b_count", Direction: kpi.Lower, Aliases: []string{"乙数"}})
	if err != nil {
		t.Fatal(err)
	}
	res := must(t, Options{Catalogue: cat}, fileOf("a.xlsx", tableOf("Sheet1", "姓名|甲数|乙数|总数\n张三|3|4|10")))
	equalFacts(t, "each for itself", res, "all 张三 a_rate all 3/10", "all 张三 b_count all 4", "all 张三 b_rate all 4/10")
	want := []Binding{{"a_rate", RoleDenominator}, {"b_rate", RoleDenominator}}
	if c := res.Readings[0].Columns[3]; c.KPI != "a_rate,b_rate" || !slices.Equal(c.Bindings, want) || c.Role != RoleDenominator {
		t.Errorf("%+v", c)
	}
	second := must(t, Options{Catalogue: cat, Sources: []Source{SourceOf(res.Readings[0])}}, fileOf("a.xlsx", tableOf("Sheet1", "姓名|甲数|乙数|总数\n张三|3|4|10")))
	if !slices.Equal(facts(res), facts(second)) {
		t.Errorf("written as a source it gives %v", facts(second))
	}
}

func TestANameOfTwoIndicators(t *testing.T) {
	own := kpi.Indicator{ID: "own", Direction: kpi.Lower, Scale: kpi.Score, Aliases: []string{"NPS值"}, Source: "gapstep.yaml"}
	cat, err := kpi.Builtin().With(own)
	if err != nil {
		t.Fatal(err)
	}
	file := fileOf("a.xlsx", tableOf("Sheet1", "姓名|NPS值|返工工时\n张三|3|4"))
	res := must(t, Options{Catalogue: cat}, file)
	equalFacts(t, "the user's own comes before the built-in one", res, "all 张三 own all 3", "all 张三 rework_hours all 4")
	second := own
	second.ID = "other"
	if cat, err = cat.With(second); err != nil {
		t.Fatal(err)
	}
	res = must(t, Options{Catalogue: cat}, file)
	equalFacts(t, "between two of their own the user must choose", res, "all 张三 rework_hours all 4")
	if d := find(t, res, "column.two_indicators"); d.Severity != kpi.Error || d.Args["kpis"] != "nps, own, other" || d.Args["suggestion"] != `--kpi "NPS值=nps"` {
		t.Errorf("%+v", d)
	}
	res = must(t, Options{Catalogue: cat, Named: []string{"NPS值=other"}}, file)
	equalFacts(t, "and can", res, "all 张三 other all 3", "all 张三 rework_hours all 4")
}
