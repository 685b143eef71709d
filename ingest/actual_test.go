package ingest

import (
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// The figures that are expected stand under 实际, or under nothing where all else
// says what it is.
func TestTargetsUnderPeriodsAreNotTheFigures(t *testing.T) {
	months := []string{"all 张三 nps 2025-01 10", "all 张三 nps 2025-02 20"}
	for _, c := range []struct {
		why, text, merged string
		want              []string
		aside             string
	}{
		{"目标 and 实际 in a second row", "姓名|1月||2月|\n|目标|实际|目标|实际\n张三|50|10|50|20", "A1:A2 B1:C1 D1:E1", months, "2"},
		{"the target is first and the actual figure is missing", "姓名|1月||2月|\n|目标|实际|目标|实际\n张三|50|10|50|", "A1:A2 B1:C1 D1:E1",
			[]string{"all 张三 nps 2025-01 10", "all 张三 nps 2025-02 none"}, "2"},
		{"months under 目标 and 实际", "姓名|目标||实际|\n|1月|2月|1月|2月\n张三|50|50|10|20", "A1:A2 B1:C1 D1:E1", months, "2"},
		{"behind the month", "姓名|1月目标|1月实际|2月目标|2月实际\n张三|50|10|50|20", "", months, "2"},
		{"in brackets", "姓名|1月(目标)|1月(实际)|2月(目标)|2月(实际)\n张三|50|10|50|20", "", months, "2"},
		{"behind a dash", "姓名|1月-目标|1月-实际|2月-目标|2月-实际\n张三|50|10|50|20", "", months, "2"},
		{"in front of the month", "姓名|目标1月|实际1月|目标2月|实际2月\n张三|50|10|50|20", "", months, "2"},
		{"in English", "Name|Jan 2025 Plan|Jan 2025 Actual|Feb 2025 Plan|Feb 2025 Actual\n张三|50|10|50|20", "", months, "2"},
		{"a plan and its attainment", "姓名|1月计划|1月实际|1月达成率|2月计划|2月实际|2月达成率\n张三|50|10|20%|50|20|40%", "", months, "2"},
		{"last year and this one", "姓名|1月去年|1月今年|2月去年|2月今年\n张三|50|10|50|20", "", months, "2"},
		{"the change beside the month", "姓名|1月|1月同比|2月|2月同比\n张三|10|5|20|5", "", months, "2"},
		{"the names of KPIs in a column", "姓名|指标|1月目标|1月实际|2月目标|2月实际\n张三|NPS|50|10|50|20", "", months, "2"},
		{"one month", "姓名|1月目标|1月实际\n张三|50|10", "", months[:1], "1"},
	} {
		table := tableOf("NPS", c.text)
		table.Merged = areas(t, c.merged)
		res := must(t, Options{}, fileOf("2025.xlsx", table))
		equalFacts(t, c.why, res, c.want...)
		if d := find(t, res, "column.not_actual"); d.Severity != kpi.Note || d.Args["count"] != c.aside {
			t.Errorf("%s: %+v", c.why, d)
		}
	}
}

// 1月 may be the plan where 1月实际 stands beside it.
func TestMonthsBesideActualMonthsAreRefused(t *testing.T) {
	for why, text := range map[string]string{
		"of each month": "姓名|1月|1月实际|2月|2月实际\n张三|50|10|50|20",
		"of one month":  "姓名|1月|2月实际\n张三|50|10",
	} {
		_, err := Tables([]*sheet.File{fileOf("2025.xlsx", tableOf("NPS", text))}, Options{})
		if f := kpi.AsFault(err); f == nil || f.Code != "table.actual_unclear" {
			t.Errorf("%s: %v", why, err)
		}
	}
}

func TestAHeaderOfAYearOverQuartersOverMonths(t *testing.T) {
	table := tableOf("NPS", "姓名|2025年|||\n|第一季度|||第二季度\n|1月|2月|3月|4月\n张三|1|2|3|4")
	table.Merged = areas(t, "A1:A3 B1:E1 B2:D2")
	res := must(t, Options{}, fileOf("a.xlsx", table))
	equalFacts(t, "the year is that above, the quarter says nothing more", res,
		"all 张三 nps 2025-01 1", "all 张三 nps 2025-02 2", "all 张三 nps 2025-03 3", "all 张三 nps 2025-04 4")
}
