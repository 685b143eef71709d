package ingest

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// areas reads merged areas written as spreadsheets do: "C1:E1 A1:A2".
func areas(t *testing.T, text string) []sheet.Area {
	t.Helper()
	var list []sheet.Area
	for _, f := range strings.Fields(text) {
		from, to, ok := strings.Cut(f, ":")
		if !ok || len(from) < 2 || len(to) < 2 {
			t.Fatalf("area %q", f)
		}
		list = append(list, sheet.Area{Top: int(from[1] - '0'), Left: int(from[0]-'A') + 1, Bottom: int(to[1] - '0'), Right: int(to[0]-'A') + 1})
	}
	return list
}

func TestHeadersOfSeveralRows(t *testing.T) {
	for _, c := range []struct {
		why, file, text, merged string
		want                    []string
	}{
		{"months over several KPIs", "2025.xlsx", `
			姓名|部门|1月||2月|
			||成交数|拜访数|成交数|拜访数
			张三|一部|3|20|5|25
			李四|一部|4|20||`, "A1:A2 B1:B2 C1:D1 E1:F1",
			[]string{"一部 张三 conversion_rate 2025-01 3/20", "一部 张三 conversion_rate 2025-02 5/25", "一部 李四 conversion_rate 2025-01 4/20", "一部 李四 conversion_rate 2025-02 none"}},
		{"KPIs over months, and no merged cell below", "2025.xlsx", `
			姓名|部门|转化率||NPS|
			||1月|2月|1月|2月
			张三|一部|15%|20%|5|6`, "",
			[]string{"一部 张三 conversion_rate 2025-01 0.15", "一部 张三 conversion_rate 2025-02 0.2", "一部 张三 nps 2025-01 5", "一部 张三 nps 2025-02 6"}},
		{"three rows: quarter, KPI, part", "2025.xlsx", `
			姓名|Q1|||
			|转化率||缺陷率|
			|分子|分母|分子|分母
			张三|3|20|1|50`, "A1:A3 B1:E1 B2:C2 D2:E2",
			[]string{"all 张三 conversion_rate 2025-Q1 3/20", "all 张三 defect_rate 2025-Q1 1/50"}},
		{"目标, 实际 and 差异 under each KPI", "2025年6月.xlsx", `
			姓名|转化率|||NPS|
			|目标|实际|差异|目标|实际
			张三|20%|15%|-5%|40|30`, "A1:A2 B1:D1 E1:F1",
			[]string{"all 张三 conversion_rate 2025-06 0.15", "all 张三 nps 2025-06 30"}},
		{"a title above groups that say nothing", "a.xlsx", `
			2025年6月绩效
			基本信息||绩效|
			姓名|部门|转化率|NPS
			张三|一部|15%|30`, "A1:D1 A2:B2 C2:D2",
			[]string{"一部 张三 conversion_rate 2025-06 0.15", "一部 张三 nps 2025-06 30"}},
		{"dates as months over KPIs", "a.xlsx", `
			姓名|@2025-01-01||@2025-02-01|
			|NPS|返工工时|NPS|返工工时
			张三|5|1|6|2`, "A1:A2 B1:C1 D1:E1",
			[]string{"all 张三 nps 2025-01 5", "all 张三 nps 2025-02 6", "all 张三 rework_hours 2025-01 1", "all 张三 rework_hours 2025-02 2"}},
		{"a row of units under two rows of headings", "2025.xlsx", `
			姓名|处理时长|
			|1月|2月
			|小时|分钟
			张三|2|90`, "A1:A2 B1:C1",
			[]string{"all 张三 handling_time 2025-01 120", "all 张三 handling_time 2025-02 90"}},
		{"a header that begins in the third column", "2025.xlsx", `
			||姓名|转化率|
			|||1月|2月

			||张三|15%|20%`, "C1:C2 D1:E1",
			[]string{"all 张三 conversion_rate 2025-01 0.15", "all 张三 conversion_rate 2025-02 0.2"}},
	} {
		table := tableOf("Sheet1", c.text)
		table.Merged = areas(t, c.merged)
		res := must(t, Options{}, fileOf(c.file, table))
		equalFacts(t, c.why, res, c.want...)
		if e := codes(res, kpi.Error); e != nil {
			t.Errorf("%s: errors %v", c.why, e)
		}
	}
}

func TestHeadingsThatNameAPeriodAndAKPI(t *testing.T) {
	for _, c := range []struct {
		why, file, text string
		want            []string
	}{
		{"months in front", "2025.xlsx", "姓名|5月转化率|6月转化率(%)\n张三|15%|20", []string{"all 张三 conversion_rate 2025-05 0.15", "all 张三 conversion_rate 2025-06 0.2"}},
		{"quarters behind, with counts", "a.xlsx", "姓名|成交数 2025Q1|拜访数 2025Q1|成交数 2025Q2|拜访数 2025Q2\n张三|3|20|4|20",
			[]string{"all 张三 conversion_rate 2025-Q1 3/20", "all 张三 conversion_rate 2025-Q2 4/20"}},
		{"English, with underscores", "a.csv", "name|csat_2025-01|csat_2025-02\nAnn|80%|90%", []string{"all Ann csat 2025-01 0.8", "all Ann csat 2025-02 0.9"}},
		{"beside a KPI without a period", "2025年6月.xlsx", "姓名|5月转化率|6月转化率|NPS\n张三|15%|20%|30",
			[]string{"all 张三 conversion_rate 2025-05 0.15", "all 张三 conversion_rate 2025-06 0.2", "all 张三 nps 2025-06 30"}},
		{"one period beside a column of periods", "2025.xlsx", "姓名|月份|2025年转化率\n张三|1月|15%\n张三|2月|20%",
			[]string{"all 张三 conversion_rate 2025-01 0.15", "all 张三 conversion_rate 2025-02 0.2"}},
		{"the sum over the year is left out", "a.xlsx", "姓名|2025年1月NPS|2025年2月NPS|2025年NPS\n张三|5|6|11", []string{"all 张三 nps 2025-01 5", "all 张三 nps 2025-02 6"}},
		{"targets stand apart", "2025.xlsx", "姓名|5月目标转化率|5月实际转化率|6月实际转化率\n张三|30%|15%|20%",
			[]string{"all 张三 conversion_rate 2025-05 0.15", "all 张三 conversion_rate 2025-06 0.2"}},
		{"a number in the name is no period", "2025.xlsx", "姓名|360度评估|NPS\n张三|4|30", []string{"all 张三 feedback_360 2025 4", "all 张三 nps 2025 30"}},
	} {
		res := must(t, Options{}, fileOf(c.file, tableOf("Sheet1", c.text)))
		equalFacts(t, c.why, res, c.want...)
	}
}

func TestHeadingsThatAreRangesOrDaysAreNoPeriodsOfAKPI(t *testing.T) {
	v := newVocabulary(kpi.Builtin(), nil)
	for _, heading := range []string{"1-6月转化率", "1月-6月转化率", "2025-06-03 NPS", "转化率", "", "30天转化率", "近7日NPS", "Top 5 NPS"} {
		if crosses(v, heading) {
			t.Errorf("%q is read as a KPI of a period", heading)
		}
	}
}

func TestPeriodsAsHeadings(t *testing.T) {
	for _, c := range []struct {
		why, file, text string
		want            []string
	}{
		{"quarters", "2025.xlsx", "姓名|Q1|Q2|Q3|Q4\n张三|1|2|3|4", []string{"all 张三 nps 2025-Q1 1", "all 张三 nps 2025-Q2 2", "all 张三 nps 2025-Q3 3", "all 张三 nps 2025-Q4 4"}},
		{"days of the month of the title", "a.xlsx", "2025年6月\n姓名|Day1|Day2|Day3\n张三|1|2|3", []string{"all 张三 nps 2025-06-01 1", "all 张三 nps 2025-06-02 2", "all 张三 nps 2025-06-03 3"}},
		{"days in Chinese", "2025年6月.xlsx", "姓名|1日|2日\n张三|1|2", []string{"all 张三 nps 2025-06-01 1", "all 张三 nps 2025-06-02 2"}},
		{"weeks", "2025.xlsx", "姓名|第23周|第24周\n张三|1|2", []string{"all 张三 nps 2025-W23 1", "all 张三 nps 2025-W24 2"}},
		{"halves", "2025.xlsx", "姓名|上半年|下半年\n张三|1|2", []string{"all 张三 nps 2025-H1 1", "all 张三 nps 2025-H2 2"}},
	} {
		equalFacts(t, c.why, must(t, Options{}, fileOf(c.file, tableOf("NPS", c.text))), c.want...)
	}
}

func TestHeadingsWithoutTheirYearAreRefusedInWords(t *testing.T) {
	for why, text := range map[string]string{
		"months": "姓名|指标|1月|2月\n张三|NPS|1|2", "months of a KPI": "姓名|1月NPS|2月NPS\n张三|1|2", "days": "姓名|指标|Day1|Day2\n张三|NPS|1|2",
	} {
		_, err := Tables(one("a.xlsx", text), Options{})
		if f := kpi.AsFault(err); f == nil || f.Code != "table.no_year" || !strings.Contains(f.Args["headings"], "姓名") {
			t.Errorf("%s: %v", why, err)
		}
	}
}

// A table is the same whether its months stand over its KPIs or in front of
// them.
func TestOneRowOfHeadingsOrTwoIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		months := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"1月", "2月", "3月", "4月"}), 1, 3, rapid.ID).Draw(t, "months")
		names := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"NPS", "返工工时", "满意度评分"}), 2, 3, rapid.ID).Draw(t, "kpis")
		one, top, leaf, figures := []string{"姓名"}, []string{"姓名"}, []string{""}, []string{"张三"}
		for _, m := range months {
			for i, n := range names {
				one, leaf = append(one, m+n), append(leaf, n)
				figures = append(figures, rapid.SampledFrom([]string{"1", "2", "3", ""}).Draw(t, "figure"))
				if i > 0 {
					m = ""
				}
				top = append(top, m)
				m = months[slices.Index(months, one[len(one)-1][:len("1月")])]
			}
		}
		row := func(cells ...[]string) string {
			var lines []string
			for _, c := range cells {
				lines = append(lines, strings.Join(c, "|"))
			}
			return strings.Join(lines, "\n")
		}
		figures[1] = "4"
		flat, err := Tables([]*sheet.File{fileOf("2025.xlsx", tableOf("Sheet1", row(one, figures)))}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		table := tableOf("Sheet1", row(top, leaf, figures))
		for i := range months {
			table.Merged = append(table.Merged, sheet.Area{Top: 1, Bottom: 1, Left: 2 + i*len(names), Right: 1 + (i+1)*len(names)})
		}
		two, err := Tables([]*sheet.File{fileOf("2025.xlsx", table)}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(facts(flat), facts(two)) {
			t.Fatalf("%v, and under two rows %v\n%s", facts(flat), facts(two), told(two))
		}
	})
}
