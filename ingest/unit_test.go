package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// column makes a wide sheet of one KPI column.
func columnSheet(heading string, cells ...string) string {
	var b strings.Builder
	b.WriteString("姓名|月份|" + heading + "|返工工时\n")
	for i, c := range cells {
		fmt.Fprintf(&b, "员工%c|2025-06|%s|1\n", 'A'+i, c)
	}
	return b.String()
}

// levels returns the levels of an indicator that are known, in the order of
// the employees.
func levels(res *Result, id string) []float64 {
	var list []float64
	for i := range res.Dataset.Len() {
		if o := res.Dataset.At(i); o.Indicator.ID == id && o.Measure.Known() {
			list = append(list, o.Measure.Level)
		}
	}
	return list
}

func TestUnitsAreDecidedPerColumn(t *testing.T) {
	for _, c := range []struct {
		why, heading string
		opt          Options
		cells        []string
		want         []float64
		unit         string
		codes        []string // errors and warnings
	}{
		{"fractions are ratios", "转化率", Options{}, []string{"0.15", "0.22", "1"}, []float64{0.15, 0.22, 1}, "ratio", nil},
		{"zeros beside fractions decide nothing", "转化率", Options{}, []string{"0", "0.22"}, []float64{0, 0.22}, "ratio", nil},
		{"numbers above 1 are percents", "转化率", Options{}, []string{"15", "22.5", "1", "0", "100"}, []float64{0.15, 0.225, 0.01, 0, 1}, "percent", nil},
		{"only zeros are zero in any unit", "转化率", Options{}, []string{"0", "0"}, []float64{0, 0}, "ratio", nil},
		{"percent signs", "转化率", Options{}, []string{"'15%", "'0.5%"}, []float64{0.15, 0.005}, "percent", nil},
		{"percent formats", "转化率", Options{}, []string{"15%!", "0.5%!", "0"}, []float64{0.15, 0.005, 0}, "percent", nil},
		{"the heading says percent", "转化率(%)", Options{}, []string{"15", "0.5", "1"}, []float64{0.15, 0.005, 0.01}, "percent", nil},
		{"the heading says percent and the cells are formatted so", "转化率(%)", Options{}, []string{"15%!", "22%!"}, []float64{0.15, 0.22}, "percent", nil},
		{"the heading says percent but all numbers are small", "转化率(%)", Options{}, []string{"0.15", "0.22"}, []float64{0.0015, 0.0022}, "percent", []string{"unit.percent_small"}},
		{"whole numbers up to 1 read two ways", "转化率", Options{}, []string{"0", "1", "1"}, nil, "", []string{"unit.ambiguous"}},
		{"a mix of small and large reads two ways", "转化率", Options{}, []string{"0.5", "15"}, nil, "", []string{"unit.ambiguous"}},
		{"--unit settles it: percent", "转化率", Options{Unit: "percent"}, []string{"0.5", "15"}, []float64{0.005, 0.15}, "percent", nil},
		{"--unit settles it: ratio", "转化率", Options{Unit: "ratio"}, []string{"0", "1"}, []float64{0, 1}, "ratio", nil},
		{"--unit does not overrule what is clear", "转化率", Options{Unit: "ratio"}, []string{"15", "22"}, []float64{0.15, 0.22}, "percent", nil},
		{"--unit decides what only looks like ratios", "转化率", Options{Unit: "percent"}, []string{"0.15", "0.22"}, []float64{0.0015, 0.0022}, "percent", []string{"unit.percent_small"}},
		{"--unit decides for percents that may be points", "转化率", Options{Unit: "percent"}, []string{"4.5", "4.8"}, []float64{0.045, 0.048}, "percent", nil},
		{"--unit ratio: a number that is none is refused", "转化率", Options{Unit: "ratio"}, []string{"0.5", "15"}, []float64{0.5}, "ratio", []string{"value.above_ceiling"}},
		{"--unit does not overrule percent signs", "转化率", Options{Unit: "ratio"}, []string{"15%!", "22"}, []float64{0.15, 0.22}, "percent", nil},
		{"--unit does not overrule the heading", "转化率(%)", Options{Unit: "ratio"}, []string{"0.5", "15"}, []float64{0.005, 0.15}, "percent", nil},
		{"most of a bad thing may be percents", "缺陷率", Options{}, []string{"0.5", "0.8", "0.9", "0.7"}, nil, "", []string{"unit.ambiguous"}},
		{"all of a bad thing may be one percent", "缺陷率", Options{}, []string{"0.5", "1"}, nil, "", []string{"unit.ambiguous"}},
		{"little of a bad thing is a ratio", "缺陷率", Options{}, []string{"0.05", "0.3"}, []float64{0.05, 0.3}, "ratio", nil},
		{"--unit settles a bad thing", "缺陷率", Options{Unit: "percent"}, []string{"0.5", "0.8"}, []float64{0.005, 0.008}, "percent", []string{"unit.percent_small"}},
		{"points of five are no percents of satisfaction", "满意度", Options{}, []string{"4.5", "4.8", "4.2"}, nil, "", []string{"unit.score_or_percent"}},
		{"points of five from one on", "满意度", Options{}, []string{"1", "5"}, nil, "", []string{"unit.score_or_percent"}},
		{"points of ten", "满意度", Options{}, []string{"7", "10"}, nil, "", []string{"unit.score_or_percent"}},
		{"more than ten are no points", "满意度", Options{}, []string{"7", "11"}, []float64{0.07, 0.11}, "percent", nil},
		{"a few percents of a bad thing are nothing strange", "缺陷率", Options{}, []string{"2", "3.5"}, []float64{0.02, 0.035}, "percent", nil},
		{"a percent sign settles the others", "满意度", Options{}, []string{"4.5%!", "4.8"}, []float64{0.045, 0.048}, "percent", nil},
		{"--kpi settles points", "满意度", Options{Named: []string{"满意度=csat,percent"}}, []string{"4.5", "4.8"}, []float64{0.045, 0.048}, "percent", nil},
		{"--kpi settles it", "转化率", Options{Named: []string{"转化率=conversion_rate,percent"}}, []string{"0", "1"}, []float64{0, 0.01}, "percent", nil},
		{"--kpi overrules the numbers", "转化率", Options{Named: []string{"转化率=conversion_rate,ratio"}}, []string{"15", "0.2"}, []float64{0.2}, "ratio", []string{"value.above_ceiling"}},
		{"a large number among signs is a percent too", "转化率", Options{}, []string{"15%!", "22"}, []float64{0.15, 0.22}, "percent", nil},
		{"a small number among signs may be either", "转化率", Options{}, []string{"15%!", "0.22", "1"}, []float64{0.15}, "percent", []string{"value.unit_mixed"}},
		{"--unit settles that", "转化率", Options{Unit: "ratio"}, []string{"15%!", "0.22"}, []float64{0.15, 0.22}, "ratio", nil},
		{"a slip above 100 does not decide the column", "转化率", Options{}, []string{"0.15", "482.86"}, []float64{0.15}, "ratio", []string{"value.above_ceiling"}},
		{"a negative slip does not decide the column", "转化率", Options{}, []string{"0.15", "-5"}, []float64{0.15}, "ratio", []string{"value.below_floor"}},
		{"more than everything", "转化率", Options{}, []string{"'15%", "'120%"}, []float64{0.15}, "percent", []string{"value.above_ceiling"}},
		{"a rate may exceed everything", "投诉率", Options{}, []string{"'482.86%", "'3%"}, []float64{4.8286, 0.03}, "percent", nil},
		{"a rate in plain numbers is events a unit", "投诉率", Options{}, []string{"0.2", "1.5"}, []float64{0.2, 1.5}, "rate", []string{"unit.rate_above_one"}},
		{"a rate half marked", "投诉率", Options{}, []string{"'3%", "0.2"}, []float64{0.03}, "percent", []string{"value.unit_mixed"}},
		{"a rate whose heading says percent", "投诉率(%)", Options{}, []string{"3", "120"}, []float64{0.03, 1.2}, "percent", nil},
		{"a score has no percents", "需求挖掘深度评分", Options{}, []string{"8", "'80%"}, []float64{8}, "points", []string{"value.percent"}},
		{"a score above its scale", "需求挖掘深度评分", Options{}, []string{"8", "11"}, []float64{8}, "points", []string{"value.above_ceiling"}},
		{"a score of fractions stays as it is", "需求挖掘深度评分", Options{}, []string{"0.5", "10"}, []float64{0.5, 10}, "points", nil},
	} {
		res := must(t, c.opt, fileOf("a.xlsx", tableOf("Sheet1", columnSheet(c.heading, c.cells...))))
		id := map[string]string{"转": "conversion_rate", "投": "complaint_rate", "需": "needs_depth_score", "缺": "defect_rate", "满": "csat"}[string([]rune(c.heading)[:1])]
		if got := levels(res, id); !slices.Equal(got, c.want) {
			t.Errorf("%s: levels %v, want %v", c.why, got, c.want)
		}
		col := res.Readings[0].Columns[2]
		if col.Unit != c.unit || !strings.Contains(col.Evidence, "n=") {
			t.Errorf("%s: unit %q by %q, want %q", c.why, col.Unit, col.Evidence, c.unit)
		}
		got := append(codes(res, kpi.Error), codes(res, kpi.Warning)...)
		if !slices.Equal(got, c.codes) {
			t.Errorf("%s: diagnostics %v, want %v", c.why, got, c.codes)
		}
	}
}

func TestAmbiguousUnitsNameTheWaysOut(t *testing.T) {
	res, err := Tables(one("a.xlsx", "姓名|月份|转化率\n张三|2025-06|1\n李四|2025-06|0"), Options{})
	f := kpi.AsFault(err)
	if f == nil || f.Code != "unit.ambiguous" || f.Origin.String() != "a.xlsx!Sheet1!C1" || f.Class != kpi.Failed {
		t.Fatalf("a run with nothing but an ambiguous column gives %v", err)
	}
	want := kpi.Args{"heading": "转化率", "kpi": "conversion_rate", "values": "2", "min": "0", "max": "1",
		"percent": `--kpi "转化率=conversion_rate,percent"`, "ratio": `--kpi "转化率=conversion_rate,ratio"`}
	if f.Args.String() != want.String() {
		t.Errorf("args %s, want %s", f.Args, want)
	}
	if res == nil || res.Inputs[0].Tally.ValuesRejected != 2 {
		t.Errorf("the result tells nothing: %+v", res)
	}
}

func TestPointsTakenForPercentsNameTheWaysOut(t *testing.T) {
	text := "姓名|月份|满意度\n张三|2025-06|4.5\n李四|2025-06|4.8\n王五|2025-06|4.2"
	_, err := Tables(one("a.xlsx", text), Options{})
	f := kpi.AsFault(err)
	if f == nil || f.Code != "unit.score_or_percent" || f.Origin.Cell() != "C1" {
		t.Fatalf("a run with nothing but such a column gives %v", err)
	}
	want := kpi.Args{"heading": "满意度", "kpi": "csat", "values": "3", "min": "4.2", "max": "4.8",
		"percent": `--kpi "满意度=csat,percent"`, "score": `--kpi "满意度=higher,score"`}
	if f.Args.String() != want.String() {
		t.Errorf("args %s, want %s", f.Args, want)
	}
	res := must(t, Options{Named: []string{"满意度=higher,score"}}, one("a.xlsx", text)...)
	if got := levels(res, "满意度"); !slices.Equal(slices.Sorted(slices.Values(got)), []float64{4.2, 4.5, 4.8}) {
		t.Errorf("the way out gives %v", got)
	}
}

func TestScoresOfTheCatalogueAreOfferedWhereTheirScaleFits(t *testing.T) {
	five := 5.0
	cat, err := kpi.Builtin().With(kpi.Indicator{ID: "csat_score", Ceiling: &five})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ why, most, want string }{
		{"points within its scale", "4.8", `--kpi "满意度=csat_score"`}, {"points beyond it", "8", `--kpi "满意度=higher,score"`},
	} {
		_, err := Tables(one("a.xlsx", "姓名|满意度\n甲|4.5\n乙|"+c.most), Options{Catalogue: cat})
		if f := kpi.AsFault(err); f == nil || f.Args["score"] != c.want {
			t.Errorf("%s: %v", c.why, f)
		}
	}
}

func TestTheEvidenceIsOfAllNumbersThatWereRead(t *testing.T) {
	for _, c := range []struct {
		why, heading string
		cells        []string
		want         string
	}{
		{"hours above a hundred count too", "返修", []string{"1200", "3", "20", "500"}, "unit=as_written n=4 min=3 max=1200 percent_cells=0"},
		{"negative points count too", "净推荐值", []string{"-20", "35"}, "unit=as_written n=2 min=-20 max=35 percent_cells=0"},
		{"what was refused does not", "转化率", []string{"0.15", "0.2", "482.86"}, "unit=ratio n=2 min=0.15 max=0.2 percent_cells=0"},
		{"signed and plain percents are shown as percents", "转化率", []string{"'15%", "22"}, "unit=percent n=2 min=15 max=22 percent_cells=1"},
		{"percent formats are shown as percents", "转化率", []string{"7%!", "29%!"}, "unit=marked n=2 min=7 max=29 percent_cells=2"},
		{"as written while in doubt", "转化率", []string{"0.5", "15"}, "unit=ambiguous n=2 min=0.5 max=15 percent_cells=0"},
		{"four digits tell enough", "转化率", []string{"0.333333333", "0.5"}, "unit=ratio n=2 min=0.3333 max=0.5 percent_cells=0"},
	} {
		opt := Options{}
		if c.heading == "返修" {
			opt.Named = []string{"返修=rework_hours"}
		}
		res := must(t, opt, one("a.xlsx", columnSheet(c.heading, c.cells...))...)
		if got := strings.TrimPrefix(res.Readings[0].Columns[2].Evidence, "named "); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

func TestUnitsOfLongSheetsAreDecidedByKPI(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", `
		姓名|月份|指标|数值
		张三|2025-06|转化率|0.15
		李四|2025-06|转化率|0.22
		张三|2025-06|缺陷率|5
		李四|2025-06|缺陷率|12
		张三|2025-06|满意度|0.5
		李四|2025-06|满意度|85`)...)
	equalFacts(t, "each KPI has a unit of its own", res, "all 张三 conversion_rate 2025-06 0.15", "all 李四 conversion_rate 2025-06 0.22",
		"all 张三 csat 2025-06 none", "all 李四 csat 2025-06 none", "all 张三 defect_rate 2025-06 0.05", "all 李四 defect_rate 2025-06 0.12")
	if d := find(t, res, "unit.ambiguous"); d.Args["percent"] != `--kpi "满意度=csat,percent"` || d.Origin.Cell() != "C6" {
		t.Errorf("%+v", d)
	}
	res = must(t, Options{Named: []string{"满意度=csat,percent"}}, one("a.xlsx", "姓名|月份|指标|数值\n张三|2025-06|满意度|0.5\n李四|2025-06|满意度|85")...)
	equalFacts(t, "the way out works", res, "all 张三 csat 2025-06 0.005", "all 李四 csat 2025-06 0.85")
}

func TestUnitsOfPeriodColumnsAreDecidedTogether(t *testing.T) {
	res := must(t, Options{}, fileOf("a.xlsx", tableOf("转化率", "姓名|2025-01|2025-02\n张三|1|15\n李四|1|22")))
	equalFacts(t, "January alone would be ambiguous", res, "all 张三 conversion_rate 2025-01 0.01", "all 张三 conversion_rate 2025-02 0.15",
		"all 李四 conversion_rate 2025-01 0.01", "all 李四 conversion_rate 2025-02 0.22")
	_, err := Tables([]*sheet.File{fileOf("a.xlsx", tableOf("转化率", "姓名|2025-01|2025-02\n张三|0.5|15"))}, Options{})
	if f := kpi.AsFault(err); f == nil || f.Args["percent"] != `--kpi "客户转化率=conversion_rate,percent"` {
		t.Fatalf("%v", err)
	}
	res = must(t, Options{Named: []string{"客户转化率=conversion_rate,percent"}}, fileOf("a.xlsx", tableOf("转化率", "姓名|2025-01|2025-02\n张三|0.5|15")))
	if got := levels(res, "conversion_rate"); !slices.Equal(got, []float64{0.005, 0.15}) {
		t.Errorf("the way out gives %v", got)
	}
}

func TestAmbiguityIsNoMatterWhereCountsStand(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "姓名|月份|转化率|成交数|拜访数\n张三|2025-06|1|3|3\n李四|2025-06|0|0|4")...)
	equalFacts(t, "counts decide", res, "all 张三 conversion_rate 2025-06 3/3", "all 李四 conversion_rate 2025-06 0/4")
	if got := codes(res, kpi.Error); got != nil {
		t.Errorf("errors %v", got)
	}
}

func TestCountsAndValuesAreCompared(t *testing.T) {
	for _, c := range []struct {
		why, value string
		agrees     bool
	}{
		{"the ratio, rounded", "0.33", true}, {"the percent, rounded", "33.3", true}, {"with its sign", "'33%", true}, {"in a percent format", "33.3%!", true},
		{"one digit only", "0.3", true}, {"another value", "0.34", false}, {"another percent", "34", false}, {"another percent with its sign", "'34%", false},
		{"too exact to be rounding", "0.3334", false},
	} {
		res := must(t, Options{}, one("a.xlsx", "姓名|月份|转化率|成交数|拜访数\n张三|2025-06|"+c.value+"|100|300")...)
		if got := !slices.Contains(codes(res, kpi.Warning), "value.disagrees"); got != c.agrees {
			t.Errorf("%s: %s agrees with 100/300: %v, want %v", c.why, c.value, got, c.agrees)
		}
	}
}

func TestRatiosAndPercentsGiveTheSameLevels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		thousandths := rapid.SliceOfN(rapid.IntRange(11, 999), 1, 8).Draw(t, "levels")
		thousandths = append(thousandths, 500) // between 1 and 10 percents may be points
		var ratios, percents, marked []string
		for _, n := range thousandths {
			ratios = append(ratios, fmt.Sprintf("0.%03d", n))
			percents = append(percents, fmt.Sprintf("%g", float64(n)/10))
			marked = append(marked, fmt.Sprintf("'%g%%", float64(n)/10))
		}
		want := levels(read(t, columnSheet("转化率", ratios...)), "conversion_rate")
		for _, cells := range [][]string{percents, marked} {
			if got := levels(read(t, columnSheet("转化率", cells...)), "conversion_rate"); !slices.Equal(got, want) {
				t.Fatalf("%v gives %v, want %v", cells, got, want)
			}
		}
	})
}

func TestNoColumnIsReadInTwoUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.SliceOfN(rapid.SampledFrom([]string{"0", "0.5", "1", "2", "15", "99.5", ""}), 1, 8).Draw(t, "cells")
		res, err := Tables(one("a.xlsx", columnSheet("转化率", cells...)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		factors := map[bool]bool{}
		for i := range res.Dataset.Len() {
			o := res.Dataset.At(i)
			if o.Indicator.ID != "conversion_rate" || !o.Measure.Known() || o.Measure.Level == 0 {
				continue
			}
			written := parseNumber(cells[[]rune(o.Employee.ID)[2]-'A']).value
			factors[o.Measure.Level == written] = true
		}
		if len(factors) > 1 {
			t.Fatalf("%v is read as %v", cells, facts(res))
		}
		if slices.Contains(codes(res, kpi.Error), "unit.ambiguous") && len(factors) > 0 {
			t.Fatalf("an ambiguous column is used: %v", facts(res))
		}
	})
}

func TestTablesThatDifferInTheirUnitAreDoubtful(t *testing.T) {
	files := one2("a.xlsx", "2025年5月", "姓名|缺陷率\n甲|0.1\n乙|0.3", "2025年6月", "姓名|缺陷率\n甲|1.5\n乙|2.5")
	res := must(t, Options{}, files...)
	if d := find(t, res, "unit.tables_differ"); d.Origin.String() != "a.xlsx!2025年5月!B1" || d.Args["other"] != "a.xlsx!2025年6月!B1" {
		t.Errorf("%+v", d)
	}
	files = one2("a.xlsx", "2025年5月", "姓名|缺陷率\n甲|0.5%!\n乙|0", "2025年6月", "姓名|缺陷率\n甲|1.5\n乙|2.5")
	if got := codes(must(t, Options{}, files...), kpi.Warning); got != nil {
		t.Errorf("warnings %v though every unit is sure", got)
	}
}
