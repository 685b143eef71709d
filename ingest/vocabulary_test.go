package ingest

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

func TestUnitsInTheirNames(t *testing.T) {
	for text, want := range map[string]string{
		"万元": "currency*10000", "千元": "currency*1000", "亿元": "currency*100000000", "百万": "*1000000", "千万元": "currency*10000000", "万": "*10000",
		"万件": "count*10000", "k": "*1000", "thousand": "*1000", "元": "currency", "%": "percent", "小时": "hours",
		"万小时": "", "千分": "", "万人民币": "currency*10000", "": "", "万万": "", "kg": "",
	} {
		if got := unitNamed(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestUnitsConvert(t *testing.T) {
	for _, c := range []struct {
		from, to string
		factor   float64
		ok       bool
	}{
		{"hours", "minutes", 60, true}, {"minutes", "hours", 1.0 / 60, true}, {"seconds", "seconds", 1, true},
		{"days", "hours", 1, false}, {"percent", "ratio", 1, true}, {"percent", "hours", 1, false}, {"points", "count", 1, false},
		{"currency*10000", "currency", 10000, true}, {"*1000", "count", 1000, true}, {"*1000", "", 1000, true}, {"count*10000", "currency", 1, false},
		{"*10000", "ratio", 1, false}, {"currency*1000", "hours", 1, false}, {"", "hours", 1, true}, {"per_100", "hours", 1, true}, {"clock", "minutes", 1, true},
	} {
		factor, ok := convert(c.from, c.to)
		if ok != c.ok || ok && factor != c.factor {
			t.Errorf("from %q to %q: %v %v, want %v %v", c.from, c.to, factor, ok, c.factor, c.ok)
		}
	}
}

func TestHeadingsKeepTheirNameAndLoseTheirUnit(t *testing.T) {
	for heading, want := range map[string]struct{ key, unit string }{
		"转化率(%)":          {"转化率", "percent"},
		"转化率（％）":          {"转化率", "percent"},
		"销售额【万元】":         {"销售额", "currency*10000"},
		"销售额(单位：万元)":      {"销售额", "currency*10000"},
		"处理时长(mm:ss)":     {"处理时长", "clock"},
		"处理时长[h]":         {"处理时长", "hours"},
		"转化率(目标)":         {"转化率目标", ""},
		"Sales value (k)": {"salesvalue", "*1000"},
		"1. 转化率":          {"转化率", ""},
		"360度评估":          {"360度评估", ""},
		"30天跟进率(%)/月":     {"30天跟进率月", "percent"},
		"A/B":             {"ab", ""},
		"(万)":             {"", "*10000"},
	} {
		f := fold(heading)
		if f.key != want.key || f.unit != want.unit {
			t.Errorf("%q: key %q unit %q, want %+v", heading, f.key, f.unit, want)
		}
	}
}

func TestWhatHeadingsMean(t *testing.T) {
	v := newVocabulary(kpi.Builtin(), nil)
	for _, c := range []struct {
		why, heading, want string // "kpi part", a dimension, or the word that is no actual
	}{
		{"a name", "转化率", "conversion_rate value"},
		{"a name with what says it is actual", "实际转化率", "conversion_rate value"},
		{"behind the name", "转化率 实际", "conversion_rate value"},
		{"the numerator of a named rate", "转化率 分子", "conversion_rate numerator"},
		{"the denominator of a named rate", "CSAT denominator", "csat denominator"},
		{"the value of a named rate", "转化率 数值", "conversion_rate value"},
		{"a numerator by its own name", "成交数", "conversion_rate numerator"},
		{"a target", "转化率 目标", "目标"},
		{"a target in front", "目标转化率", "目标"},
		{"a variance", "转化率 差异", "差异"},
		{"last year's", "去年转化率", "去年"},
		{"a dimension", "姓名", dimName},
		{"a numerator of nothing", "其他 分子", ""},
		{"a numerator of a numerator", "成交数 分子", ""},
		{"twice the same", "NPS/净推荐值", "nps value"},
		{"two things", "NPS/转化率", ""},
	} {
		m := v.match(c.heading)
		got := m.dimension + m.notActual
		if len(m.hits) > 0 {
			got = m.hits[0].indicator.ID + " " + []string{"value", "numerator", "denominator"}[m.hits[0].part]
		}
		if got != c.want {
			t.Errorf("%s: %q is %q, want %q", c.why, c.heading, got, c.want)
		}
	}
}

func TestNamesOfTargets(t *testing.T) {
	v := newVocabulary(kpi.Builtin(), nil)
	for text, want := range map[string]bool{"转化率目标": true, "目标转化率": true, "NPS目标值": true, "Target CSAT": true, "转化率差异": true,
		"转化率": false, "目标": false, "目标达成分": false, "差距分析得分": false, "": false, "改进目标达成率": false} {
		if got := v.namesTarget(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestPeriodsBesideAKPI(t *testing.T) {
	v := newVocabulary(kpi.Builtin(), nil)
	for _, c := range []struct {
		heading    string
		year       int
		id, period string
		code       string
	}{
		{"5月转化率", 2025, "conversion_rate", "2025-05", ""},
		{"转化率(5月)", 2025, "conversion_rate", "2025-05", ""},
		{"转化率_2025Q1", 0, "conversion_rate", "2025-Q1", ""},
		{"2025年上半年NPS", 0, "nps", "2025-H1", ""},
		{"W23 csat", 2025, "csat", "2025-W23", ""},
		{"Jan 2025 CSAT (%)", 0, "csat", "2025-01", ""},
		{"5月转化率", 0, "conversion_rate", "", "period.no_year"},
		{"13月转化率", 2025, "", "", ""},
		{"NPS 3_2025-06", 0, "", "2025-06", ""},
		{"5月", 2025, "", "2025-05", ""},
		{"转化率", 2025, "", "", ""},
		{"1~6月转化率", 2025, "", "", ""},
		{"1月至6月转化率", 2025, "", "", ""},
	} {
		m, p, code := v.cross(c.heading, c.year)
		id := ""
		if len(m.hits) > 0 {
			id = m.hits[0].indicator.ID
		}
		if id != c.id || p.String() != (kpi.Period{}).String() && p.Grain != 0 && p.String() != c.period || (p.Grain == 0) != (c.period == "") || code != c.code {
			t.Errorf("%q in %d: %s %s %q, want %s %s %q", c.heading, c.year, id, p, code, c.id, c.period, c.code)
		}
	}
}

func TestWordsOfTheDictionary(t *testing.T) {
	d := words()
	for word, want := range map[string]string{"实际": "actual", "Actual": "actual", "目标值": "target", "计划": "target", "差异": "variance", "完成率": "variance", "试用": ""} {
		if got := d.statuses[squash(word)]; got != want {
			t.Errorf("%s is %q, want %q", word, got, want)
		}
	}
	for word, want := range map[string]bool{"是": true, "√": true, "yes": true, "否": false, "×": false, "n": false} {
		if got, known := d.logical[word]; got != want || !known {
			t.Errorf("%s: %v %v", word, got, known)
		}
	}
	for _, w := range append(slices.Clone(d.True), d.False...) {
		if d.blanks[normal(w)] {
			t.Errorf("%s means yes or no, and no data", w)
		}
	}
	if !slices.IsSortedFunc(d.multiples, func(a, b string) int { return len(b) - len(a) }) {
		t.Errorf("千万 must be tried before 万: %v", d.multiples)
	}
}

// A blank column beside a table, a blank row above it, a ghost of either: the
// figures stay the same and only their addresses move.
func TestGhostRowsAndColumnsChangeNothing(t *testing.T) {
	text := "姓名|部门|月份|成交数|拜访数|NPS\n张三|一部|2025-05|3|20|5\n李四|一部|2025-05|4|20|\n张三|一部|2025-06|5|20|7\n合计|||12|60|12"
	want := facts(must(t, Options{}, one("a.xlsx", text)...))
	rapid.Check(t, func(t *rapid.T) {
		above, left, right := rapid.IntRange(0, 3).Draw(t, "above"), rapid.IntRange(0, 4).Draw(t, "left"), rapid.IntRange(0, 4).Draw(t, "right")
		lines := make([]string, above)
		for _, l := range strings.Split(text, "\n") {
			lines = append(lines, strings.Repeat("|", left)+l+strings.Repeat("|", right))
		}
		table := sheet.Table{Sheet: "Sheet1"}
		for i, l := range lines {
			row := sheet.Row{Line: i + 1}
			for _, c := range strings.Split(l, "|") {
				row.Cells = append(row.Cells, cellOf(c))
			}
			if !row.Empty() || rapid.Bool().Draw(t, "a ghost row is kept") {
				table.Rows = append(table.Rows, row)
			}
		}
		res, err := Tables([]*sheet.File{fileOf("a.xlsx", table)}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := facts(res); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
		if r := res.Readings[0]; r.HeaderRow != above+1 || len(r.Columns) != 6 {
			t.Fatalf("header in row %d, %d columns", r.HeaderRow, len(r.Columns))
		}
	})
}
