package ingest

import (
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestNamesThatSayTargets(t *testing.T) {
	v := newVocabulary(kpi.Builtin(), nil)
	for name, want := range map[string]string{
		"目标": "目标", "2025目标": "目标", "2025年销售目标": "目标", "目标表": "目标", "销售额目标值": "目标值", "7月预算": "预算", "目标转化率": "目标", "2026计划": "计划",
		"同比": "同比", "环比": "环比", "去年": "去年", "去年同期": "去年同期", "Target": "target", "Targets 2025": "targets", "Sales target": "target", "Budget": "budget", "Last year": "lastyear",
		"": "", "实际": "", "Sheet1": "", "计划部": "", "目标组": "", "目标完成情况": "", "未达目标": "", "实际vs目标": "", "实际/目标": "", "完成率": "", "计划达成率": "", "2025年": "", "一组": "",
		"Target vs Actual": "", "目标客户": "", "Planet": "", "2025年上半年销售目标完成情况": "", "Actual and target": "", "NPS": "",
	} {
		if got := v.saysNotActual(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestTablesOfTargetsArePassedOver(t *testing.T) {
	row := "姓名|部门|月份|NPS\n张三|一部|2025-06|"
	res := must(t, Options{}, fileOf("a.xlsx", tableOf("实际", row+"10"), tableOf("目标", row+"50"), tableOf("同比", row+"3")))
	equalFacts(t, "sheets", res, "一部 张三 nps 2025-06 10")
	if d := find(t, res, "table.not_actual"); d.Severity != kpi.Note || d.Args["word"] != "目标" || d.Args["place"] != "sheet" {
		t.Errorf("%+v", d)
	}
	res = must(t, Options{}, fileOf("a.xlsx", tableOf("NPS", "2025年目标\n姓名|1月|2月\n张三|50|50\n\n2025年实际\n姓名|1月|2月\n张三|10|20")))
	equalFacts(t, "titles", res, "all 张三 nps 2025-01 10", "all 张三 nps 2025-02 20")
	if d := find(t, res, "table.not_actual"); d.Args["place"] != "title" {
		t.Errorf("%+v", d)
	}
	res = must(t, Options{Sheet: "目标"}, fileOf("a.xlsx", tableOf("实际", row+"10"), tableOf("目标", row+"50")))
	equalFacts(t, "a sheet that is asked for is read", res, "一部 张三 nps 2025-06 50")
	_, err := Tables(one2("a.xlsx", "目标", row+"50", "预算", row+"40"), Options{})
	if f := kpi.AsFault(err); f == nil || f.Code != "table.not_actual" {
		t.Errorf("nothing but targets: %v", err)
	}
}
