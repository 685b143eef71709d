package ingest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// equalFacts compares the observations with those wanted.
func equalFacts(t *testing.T, why string, res *Result, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, facts(res)); diff != "" {
		t.Errorf("%s: observations (-want +got):\n%s%s", why, diff, told(res))
	}
}

func TestWideSheets(t *testing.T) {
	for _, c := range []struct {
		why, name, text string
		want            []string
		errors          []string
	}{
		{"counts", "Sheet1", `
			工号|姓名|部门|月份|成交数|拜访数
			E01|张三|一部|2025-06|45|300
			E02|李四|一部|2025年6月|66|300`,
			[]string{"一部 E01 conversion_rate 2025-06 45/300", "一部 E02 conversion_rate 2025-06 66/300"}, nil},
		{"values", "Sheet1", `
			姓名|团队|季度|NPS|返工工时
			张三|A|2025Q2|-20|3.5
			李四|A|2025Q2|40|`,
			[]string{"A 张三 nps 2025-Q2 -20", "A 李四 nps 2025-Q2 40", "A 张三 rework_hours 2025-Q2 3.5", "A 李四 rework_hours 2025-Q2 none"}, nil},
		{"counts win over a value that stands beside them", "Sheet1", `
			姓名|月份|转化率|成交数|拜访数
			张三|2025-06|15%|45|300`,
			[]string{"all 张三 conversion_rate 2025-06 45/300"}, nil},
		{"a value counts where the counts are blank", "Sheet1", `
			姓名|月份|转化率|成交数|拜访数
			张三|2025-06|15%|||
			李四|2025-06|22%|66|300`,
			[]string{"all 张三 conversion_rate 2025-06 0.15", "all 李四 conversion_rate 2025-06 66/300"}, nil},
		{"one count serves two rates", "Sheet1", `
			姓名|月份|解决数|工单数|缺陷数|检验数
			张三|2025-06|80|100|5|50`,
			[]string{"all 张三 defect_rate 2025-06 5/50", "all 张三 resolution_rate 2025-06 80/100"}, nil},
		{"a numerator without its denominator is passed over", "Sheet1", `
			姓名|月份|成交数|NPS
			张三|2025-06|45|10`,
			[]string{"all 张三 nps 2025-06 10"}, nil},
		{"two columns for one KPI are rivals and neither is used", "Sheet1", `
			姓名|月份|本月转化率|累计转化率|NPS
			张三|2025-06|0.15|0.2|10`,
			[]string{"all 张三 nps 2025-06 10"}, []string{"column.rivals"}},
		{"the exact name wins over one with a modifier", "Sheet1", `
			姓名|月份|累计转化率|转化率
			张三|2025-06|0.2|0.15`,
			[]string{"all 张三 conversion_rate 2025-06 0.15"}, nil},
		{"two denominators are rivals, the value is used", "Sheet1", `
			姓名|月份|成交数|拜访数|线索数|转化率
			张三|2025-06|45|300|500|0.15`,
			[]string{"all 张三 conversion_rate 2025-06 0.15"}, []string{"column.part_rivals"}},
		{"the value tells which of several counts are meant", "Sheet1", `
			姓名|月份|线索数|成交数|拜访数|签约数|转化率
			张三|2025-06|500|45|300|40|15%
			李四|2025-06|400|66|300|60|22%
			王五|2025-06||||33|`,
			[]string{"all 张三 conversion_rate 2025-06 45/300", "all 李四 conversion_rate 2025-06 66/300", "all 王五 conversion_rate 2025-06 none"}, nil},
		{"one row is no proof of which counts are meant", "Sheet1", `
			姓名|月份|线索数|成交数|拜访数|转化率
			张三|2025-06|500|45|300|15%`,
			[]string{"all 张三 conversion_rate 2025-06 0.15"}, []string{"column.part_rivals"}},
		{"two pairs that both give the value are no proof", "Sheet1", `
			姓名|月份|线索数|成交数|拜访数|转化率
			张三|2025-06|300|45|300|15%
			李四|2025-06|300|66|300|22%`,
			[]string{"all 张三 conversion_rate 2025-06 0.15", "all 李四 conversion_rate 2025-06 0.22"}, []string{"column.part_rivals"}},
		{"a row of units below the headings", "Sheet1", `
			姓名|月份|转化率|处理时长|NPS
			||(%)|小时|
			张三|2025-06|1|2|5
			李四|2025-06|0.5|3|6`,
			[]string{"all 张三 conversion_rate 2025-06 0.01", "all 李四 conversion_rate 2025-06 0.005", "all 张三 handling_time 2025-06 120", "all 李四 handling_time 2025-06 180",
				"all 张三 nps 2025-06 5", "all 李四 nps 2025-06 6"}, nil},
		{"a cumulative count is not divided by a monthly one", "Sheet1", `
			姓名|月份|累计成交数|本月拜访数|NPS
			张三|2025-06|45|300|10`,
			[]string{"all 张三 nps 2025-06 10"}, []string{"column.scopes_differ"}},
		{"hours for an indicator in minutes are converted", "Sheet1", `
			姓名|月份|处理时长(小时)|首次响应时间（秒）
			张三|2025-06|1.5|90`,
			[]string{"all 张三 first_response_time 2025-06 1.5", "all 张三 handling_time 2025-06 90"}, nil},
		{"points are no share of satisfied customers", "Sheet1", `
			姓名|月份|满意度(分)|NPS
			张三|2025-06|85|10`,
			[]string{"all 张三 nps 2025-06 10"}, []string{"column.unit_mismatch"}},
		{"people in English", "data", `
			Employee ID|Name|Team|Month|Deals|Visits
			7|Ann Lee|North|Jun 2025|3|20`,
			[]string{"North 7 conversion_rate 2025-06 3/20"}, nil},
	} {
		res := must(t, Options{}, fileOf("a.xlsx", tableOf(c.name, c.text)))
		equalFacts(t, c.why, res, c.want...)
		if got := codes(res, kpi.Error); !slices.Equal(got, c.errors) {
			t.Errorf("%s: errors %v, want %v", c.why, got, c.errors)
		}
		if res.Readings[0].Layout != layoutWide {
			t.Errorf("%s: the layout is %s", c.why, res.Readings[0].Layout)
		}
	}
}

func TestLongSheets(t *testing.T) {
	for _, c := range []struct {
		why, name, text string
		want            []string
		errors          []string
	}{
		{"numerator and denominator", "Sheet1", `
			employee_id|employee_name|team|period|kpi|numerator|denominator
			e1|Ann|north|2025-06|conversion_rate|15|100
			e1|Ann|north|2025-06|defect_rate|5|100`,
			[]string{"north e1 conversion_rate 2025-06 15/100", "north e1 defect_rate 2025-06 5/100"}, nil},
		{"values in the unit of each KPI", "Sheet1", `
			姓名|月份|指标|数值
			张三|2025年6月|客户转化率(%)|15
			李四|2025年6月|客户转化率(%)|0.5
			张三|2025年6月|NPS|30
			李四|2025年6月|返工工时|2`,
			[]string{"all 张三 conversion_rate 2025-06 0.15", "all 李四 conversion_rate 2025-06 0.005", "all 张三 nps 2025-06 30", "all 李四 rework_hours 2025-06 2"}, nil},
		{"values or counts, by row", "Sheet1", `
			姓名|月份|指标|数值|分子|分母
			张三|2025-06|转化率|15%||
			李四|2025-06|转化率||66|300`,
			[]string{"all 张三 conversion_rate 2025-06 0.15", "all 李四 conversion_rate 2025-06 66/300"}, nil},
		{"a unit column converts time and marks percents", "Sheet1", `
			姓名|月份|指标|数值|单位
			张三|2025-06|处理时长|1.5|小时
			李四|2025-06|处理时长|80|分钟
			张三|2025-06|转化率|1|%
			李四|2025-06|转化率|15|%`,
			[]string{"all 张三 conversion_rate 2025-06 0.01", "all 李四 conversion_rate 2025-06 0.15", "all 张三 handling_time 2025-06 90", "all 李四 handling_time 2025-06 80"}, nil},
		{"a unit that can't be the indicator's", "Sheet1", `
			姓名|月份|指标|数值|单位
			张三|2025-06|处理时长|15|%
			李四|2025-06|处理时长|80|分钟`,
			[]string{"all 李四 handling_time 2025-06 80"}, []string{"row.unit_mismatch"}},
		{"an unknown KPI, a similar one and none", "Sheet1", `
			姓名|月份|指标|数值
			张三|2025-06|赢单|3
			张三|2025-06|缺勤率|4
			张三|2025-06||5
			张三|2025-06|NPS|6`,
			[]string{"all 张三 nps 2025-06 6"}, []string{"kpi.missing", "kpi.similar", "kpi.unknown"}},
		{"the sheet's name is the one KPI", "客户转化率", `
			姓名|月份|实际值
			张三|2025-06|0.15`,
			[]string{"all 张三 conversion_rate 2025-06 0.15"}, nil},
		{"daily rows beside a column of months keep their days", "Sheet1", `
			姓名|月份|日期|指标|数值
			张三|2025-06|2025-06-03|NPS|1
			张三|2025-06|2025-06-04|NPS|2
			张三|2025-06|2025-06-05|NPS|3
			张三|2025-06|2025-06-06|NPS|4`,
			[]string{"all 张三 nps 2025-06-03 1", "all 张三 nps 2025-06-04 2", "all 张三 nps 2025-06-05 3", "all 张三 nps 2025-06-06 4"}, nil},
	} {
		res := must(t, Options{}, fileOf("a.xlsx", tableOf(c.name, c.text)))
		equalFacts(t, c.why, res, c.want...)
		if got := codes(res, kpi.Error); !slices.Equal(got, c.errors) {
			t.Errorf("%s: errors %v, want %v", c.why, got, c.errors)
		}
		if res.Readings[0].Layout != layoutLong {
			t.Errorf("%s: the layout is %s", c.why, res.Readings[0].Layout)
		}
	}
}

func TestPeriodsAsColumns(t *testing.T) {
	for _, c := range []struct {
		why, file, name, text string
		want                  []string
	}{
		{"the KPI by the sheet's name, the year by the title", "a.xlsx", "转化率", `
			2025年统计
			姓名|团队|1月|2月
			张三|A|0.15|
			李四|A|0.25|0.3`,
			[]string{"A 张三 conversion_rate 2025-01 0.15", "A 张三 conversion_rate 2025-02 none", "A 李四 conversion_rate 2025-01 0.25", "A 李四 conversion_rate 2025-02 0.3"}},
		{"a KPI column, the year by the file's name", "绩效2025.xlsx", "Sheet1", `
			姓名|指标|一季度|Q2
			张三|转化率|15%|20%
			张三|NPS|15|20`,
			[]string{"all 张三 conversion_rate 2025-Q1 0.15", "all 张三 conversion_rate 2025-Q2 0.2", "all 张三 nps 2025-Q1 15", "all 张三 nps 2025-Q2 20"}},
		{"months in English with their year", "defect rate.xlsx", "Sheet1", `
			Name|Jan 2025|Feb 2025
			Ann|1%|2%`,
			[]string{"all Ann defect_rate 2025-01 0.01", "all Ann defect_rate 2025-02 0.02"}},
		{"dates as headings are months", "a.xlsx", "NPS", `
			姓名|@2025-01-01|@2025-02-01
			张三|5|6`,
			[]string{"all 张三 nps 2025-01 5", "all 张三 nps 2025-02 6"}},
		{"six digits as headings", "a.xlsx", "NPS", `
			姓名|202501|202502
			张三|5|6`,
			[]string{"all 张三 nps 2025-01 5", "all 张三 nps 2025-02 6"}},
		{"years as headings", "a.xlsx", "Sheet1", `
			姓名|指标|2024|2025
			张三|NPS|5|6`,
			[]string{"all 张三 nps 2024 5", "all 张三 nps 2025 6"}},
		{"a column of sums over the year is left out", "a.xlsx", "NPS", `
			姓名|2025-01|2025-02|2025|合计
			张三|5|6|11|11`,
			[]string{"all 张三 nps 2025-01 5", "all 张三 nps 2025-02 6"}},
	} {
		res := must(t, Options{}, fileOf(c.file, tableOf(c.name, c.text)))
		equalFacts(t, c.why, res, c.want...)
		r := res.Readings[0]
		if r.Layout != layoutPeriods || r.PeriodFrom != "columns" {
			t.Errorf("%s: the layout is %s, periods from %s", c.why, r.Layout, r.PeriodFrom)
		}
	}
}

func TestTheHeaderRowIsSearchedFor(t *testing.T) {
	for _, c := range []struct {
		why, text string
		row       int
	}{
		{"at once", "姓名|月份|NPS\n张三|2025-06|5", 1},
		{"below a title", "2025年6月绩效汇总表\n姓名|月份|NPS\n张三|2025-06|5", 2},
		{"below a title, notes and blank rows", "绩效汇总表|||\n制表人：李雷|日期：2025-07-01||\n\n姓名|月份|NPS\n张三|2025-06|5", 4},
		{"below a title that names a KPI", "客户满意度与NPS统计\n姓名|月份|NPS|备注\n张三|2025-06|5|好", 2},
		{"above rows that hold KPI names", "员工|期间|指标|数值\n张三|2025-06|NPS|5\n李四|2025-06|转化率|0.5", 1},
		{"below a row of group headings", "基本情况||绩效|\n姓名|月份|NPS|返工工时\n张三|2025-06|5|3", 2},
		{"above figures that look like years", "姓名|月份|返工工时|销售额\n张三|2025-06|2024|2025", 1},
	} {
		res := must(t, Options{}, fileOf("a.xlsx", tableOf("Sheet1", c.text)))
		if got := res.Readings[0].HeaderRow; got != c.row {
			t.Errorf("%s: the header row is %d, want %d", c.why, got, c.row)
		}
	}
}

func TestMergedCellsReachDown(t *testing.T) {
	table := tableOf("Sheet1", `
		姓名|部门|绩效|
		||NPS|返工工时
		张三|一部|5|3
		李四||6|
		王五|二部|7|4`)
	table.Merged = []sheet.Area{{Top: 1, Left: 1, Bottom: 2, Right: 1}, {Top: 1, Left: 2, Bottom: 2, Right: 2}, {Top: 1, Left: 3, Bottom: 1, Right: 4},
		{Top: 3, Left: 2, Bottom: 4, Right: 2}, {Top: 3, Left: 4, Bottom: 4, Right: 4}, {Top: 90, Left: 1, Bottom: 99, Right: 1}}
	res := must(t, Options{}, fileOf("a.xlsx", table))
	equalFacts(t, "a team merged over two rows is the team of both; a figure is only that of the first", res,
		"一部 张三 nps all 5", "一部 李四 nps all 6", "一部 张三 rework_hours all 3", "一部 李四 rework_hours all none", "二部 王五 nps all 7", "二部 王五 rework_hours all 4")
	if table.Rows[3].At(1).Kind != sheet.Blank {
		t.Error("the table that was given has been changed")
	}
}

func TestASecondTableBelowIsReadUnderItsOwnHeadings(t *testing.T) {
	res := must(t, Options{}, fileOf("a.xlsx", tableOf("Sheet1", `
		姓名|月份|NPS|返工工时
		张三|2025-06|5|3
		姓名|月份|NPS|返工工时
		李四|2025-06|6|4
		姓名|月份|返工工时|NPS
		王五|2025-06|7|8
		合计||7|8`)))
	equalFacts(t, "rows below other headings", res,
		"all 张三 nps 2025-06 5", "all 李四 nps 2025-06 6", "all 王五 nps 2025-06 8",
		"all 张三 rework_hours 2025-06 3", "all 李四 rework_hours 2025-06 4", "all 王五 rework_hours 2025-06 7")
	if d := find(t, res, "table.stacked"); d.Origin.Row != 5 || d.Severity != kpi.Note {
		t.Errorf("the second table is reported as %+v", d)
	}
	if y := res.Inputs[0].Tally; y.RowsRead != 3 || y.RowsUsed != 3 {
		t.Errorf("tally %+v", y)
	}
}
