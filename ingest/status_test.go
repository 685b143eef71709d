package ingest

import (
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

func TestTargetsAndVariancesAreNoFigures(t *testing.T) {
	for _, c := range []struct {
		why, text string
		lines     string // that are set aside
		want      []string
	}{
		{"blocks of rows", `
			姓名|类别|转化率|NPS
			张三|目标|20%|40
			|实际|15%|30
			|差异|-5%|-10
			李四|目标|20%|40
			|实际|22%|45
			|差异|2%|5`, "2, 4, 5, 7",
			[]string{"all 张三 conversion_rate 2025-06 0.15", "all 李四 conversion_rate 2025-06 0.22", "all 张三 nps 2025-06 30", "all 李四 nps 2025-06 45"}},
		{"by KPI in a long sheet", `
			姓名|指标|项目|数值
			张三|转化率|计划|20%
			张三|转化率|实绩|15%
			张三|NPS|计划|40
			张三|NPS|实绩|30`, "2, 4",
			[]string{"all 张三 conversion_rate 2025-06 0.15", "all 张三 nps 2025-06 30"}},
		{"in the name of the KPI", `
			姓名|指标|数值
			张三|转化率目标|20%
			张三|转化率|15%
			张三|NPS目标值|40
			张三|NPS|30`, "2, 4",
			[]string{"all 张三 conversion_rate 2025-06 0.15", "all 张三 nps 2025-06 30"}},
		{"in English", `
			Name|Status|CSAT
			Ann|Target|90%
			Ann|Actual|80%`, "2", []string{"all Ann csat 2025-06 0.8"}},
	} {
		res := must(t, Options{}, fileOf("2025年6月.xlsx", tableOf("Sheet1", c.text)))
		equalFacts(t, c.why, res, c.want...)
		if d := find(t, res, "rows.targets"); d.Args["lines"] != c.lines || d.Severity != kpi.Note {
			t.Errorf("%s: %+v", c.why, d)
		}
	}
}

func TestOneNamePerBlockReachesDown(t *testing.T) {
	for _, c := range []struct {
		why, text string
		want      []string
		filled    string
	}{
		{"one row for each KPI", `
			姓名|部门|指标|2025-05|2025-06
			张三|一部|NPS|1|2
			||返工工时|3|4
			李四|一部|NPS|5|6`,
			[]string{"一部 张三 nps 2025-05 1", "一部 张三 nps 2025-06 2", "一部 李四 nps 2025-05 5", "一部 李四 nps 2025-06 6",
				"一部 张三 rework_hours 2025-05 3", "一部 张三 rework_hours 2025-06 4"}, "3"},
		{"a KPI that comes again is nobody's", `
			姓名|部门|指标|2025-05|2025-06
			张三|一部|NPS|1|2
			||NPS|3|4`,
			[]string{"一部 张三 nps 2025-05 1", "一部 张三 nps 2025-06 2"}, ""},
		{"a blank line ends the block", `
			姓名|部门|指标|2025-05|2025-06
			张三|一部|NPS|1|2

			||返工工时|3|4`,
			[]string{"一部 张三 nps 2025-05 1", "一部 张三 nps 2025-06 2"}, ""},
	} {
		table := tableOf("Sheet1", c.text)
		before := table.Rows[2].At(0).Kind
		res := must(t, Options{}, fileOf("a.xlsx", table))
		equalFacts(t, c.why, res, c.want...)
		if c.filled != "" {
			if d := find(t, res, "rows.filled_down"); d.Args["lines"] != c.filled {
				t.Errorf("%s: %+v", c.why, d)
			}
		} else {
			find(t, res, "employee.missing")
		}
		if before != sheet.Blank || table.Rows[2].At(0).Kind != before {
			t.Errorf("%s: the table that was given has been changed", c.why)
		}
	}
}

func TestWideSheetsAreNotFilledDown(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "姓名|部门|NPS\n甲|一部|1\n|一部|2")...)
	equalFacts(t, "a figure without a name is nobody's", res, "一部 甲 nps all 1")
	find(t, res, "employee.missing")
}

func TestAColumnOfWordsIsOnlyOfStatusesWhenAllAre(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "姓名|状态|NPS\n甲|目标|1\n乙|实际|2\n丙|试用|3")...)
	equalFacts(t, "people whose state is 目标 are people", res, "all 丙 nps all 3", "all 乙 nps all 2", "all 甲 nps all 1")
}
