package ingest

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestTraditionalHeadingsAreKnown(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "員工編號|姓名|部門|月份|滿意度|投訴率|處理時長(分鐘)|成交數|拜訪數\nE1|陳東|客服一隊|2025年6月|92%|1%|5|3|20\n合計||||92%|1%|5|3|20")...)
	equalFacts(t, "traditional headings, units and totals", res, "客服一隊 E1 complaint_rate 2025-06 0.01", "客服一隊 E1 conversion_rate 2025-06 3/20",
		"客服一隊 E1 csat 2025-06 0.92", "客服一隊 E1 handling_time 2025-06 5")
	if e := codes(res, kpi.Error); e != nil {
		t.Errorf("errors %v", e)
	}
	if res.Dataset.Employees[0].Name != "陳東" {
		t.Errorf("the name of a person stays as it is written: %v", res.Dataset.Employees[0])
	}
}

// Every pair is one character for another, and no simplified one is rewritten.
func TestSimplifiedFormsStay(t *testing.T) {
	if got := simplified.Replace("團隊轉化率 team 团队转化率"); got != "团队转化率 team 团队转化率" {
		t.Error(got)
	}
	for _, word := range []string{"姓名", "部门", "团队", "转化率", "满意度", "投诉率", "平均处理时长", "合计"} {
		if got := simplified.Replace(word); got != word || utf8.RuneCountInString(got) != utf8.RuneCountInString(word) || strings.Contains(got, " ") {
			t.Errorf("%s becomes %s", word, got)
		}
	}
}
