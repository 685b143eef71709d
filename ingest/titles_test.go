package ingest

import (
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// What a title says holds for the table over which it stands.
func TestTitlesOfTablesBesideEachOther(t *testing.T) {
	for _, c := range []struct {
		why, text, merged string
		want              []string
	}{
		{"a team over each", "一组||||二组\n姓名|月份|NPS||姓名|月份|NPS\n张三|2025-06|5||李四|2025-06|6", "",
			[]string{"一组 张三 nps 2025-06 5", "二组 李四 nps 2025-06 6"}},
		{"a month over each, merged", "2025年5月||||2025年6月\n姓名|部门|NPS||姓名|部门|NPS\n张三|一部|5||张三|一部|6", "A1:C1 E1:G1",
			[]string{"一部 张三 nps 2025-05 5", "一部 张三 nps 2025-06 6"}},
		{"a KPI over each", "NPS||||满意度评分\n姓名|2025年1月|2025年2月||姓名|2025年1月|2025年2月\n张三|5|6||张三|80|81", "",
			[]string{"all 张三 csat_score 2025-01 80", "all 张三 csat_score 2025-02 81", "all 张三 nps 2025-01 5", "all 张三 nps 2025-02 6"}},
		{"team, year and KPI over each", "一组 2025年净推荐值||||二组 2025年净推荐值\n姓名|1月|2月||姓名|1月|2月\n张三|5|6||李四|7|8", "",
			[]string{"一组 张三 nps 2025-01 5", "一组 张三 nps 2025-02 6", "二组 李四 nps 2025-01 7", "二组 李四 nps 2025-02 8"}},
		{"one merged over both", "2025年6月\n姓名|部门|NPS||姓名|部门|NPS\n张三|一部|5||李四|一部|6", "A1:G1",
			[]string{"一部 张三 nps 2025-06 5", "一部 李四 nps 2025-06 6"}},
		{"one alone at the left", "2025年6月\n姓名|部门|NPS||姓名|部门|NPS\n张三|一部|5||李四|一部|6", "",
			[]string{"一部 张三 nps 2025-06 5", "一部 李四 nps 2025-06 6"}},
		{"one over both and one over each", "2025年6月\n一组||||二组\n姓名|NPS|||姓名|NPS\n张三|5|||李四|6", "A1:F1",
			[]string{"一组 张三 nps 2025-06 5", "二组 李四 nps 2025-06 6"}},
	} {
		table := tableOf("Sheet1", c.text)
		table.Merged = areas(t, c.merged)
		equalFacts(t, c.why, must(t, Options{}, fileOf("a.xlsx", table)), c.want...)
	}
}

func TestATitleOnTopHoldsForTheTablesBelow(t *testing.T) {
	for _, c := range []struct {
		why, text string
		want      []string
	}{
		{"year and KPI, under the labels of teams", "2025年上半年净推荐值\n团队：一组\n姓名|1月|2月\n张三|5|6\n\n团队：二组\n姓名|1月|2月\n李四|7|8",
			[]string{"一组 张三 nps 2025-01 5", "一组 张三 nps 2025-02 6", "二组 李四 nps 2025-01 7", "二组 李四 nps 2025-02 8"}},
		{"a title of its own counts first", "2025年5月净推荐值\n姓名|数值\n张三|5\n\n2025年6月净推荐值\n姓名|数值\n张三|6",
			[]string{"all 张三 nps 2025-05 5", "all 张三 nps 2025-06 6"}},
	} {
		res := must(t, Options{}, fileOf("a.xlsx", tableOf("Sheet1", c.text)))
		equalFacts(t, c.why, res, c.want...)
		if w := codes(res, kpi.Warning); w != nil {
			t.Errorf("%s: %v", c.why, w)
		}
	}
	res := must(t, Options{}, fileOf("a.xlsx", tableOf("Sheet1", "2025年净推荐值\n姓名|1月|2月\n张三|5|6\n\n幸福程度\n姓名|3月|4月\n张三|7|8")))
	equalFacts(t, "a title that may be another KPI is none that is known", res, "all 张三 nps 2025-01 5", "all 张三 nps 2025-02 6")
}

func TestTheSheetNamesTheTeamBesideAKPIOfItsTitle(t *testing.T) {
	res := must(t, Options{}, fileOf("a.xlsx",
		tableOf("一组", "NPS\n姓名|2025年1月|2025年2月\n张三|5|6"), tableOf("North", "NPS\n姓名|2025年1月|2025年2月\n李四|7|8"),
		tableOf("净推荐值统计", "姓名|2025年1月|2025年2月\n王五|7|8")))
	equalFacts(t, "the contract: no team column, the sheet's name; that of a KPI is none", res,
		"North 李四 nps 2025-01 7", "North 李四 nps 2025-02 8", "all 王五 nps 2025-01 7", "all 王五 nps 2025-02 8", "一组 张三 nps 2025-01 5", "一组 张三 nps 2025-02 6")
}
