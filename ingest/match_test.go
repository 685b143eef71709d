package ingest

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func vocabularyOf(t *testing.T, named ...string) *vocabulary {
	t.Helper()
	list, cat, err := parseNamings(named, kpi.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	return newVocabulary(cat, list)
}

func TestFold(t *testing.T) {
	for heading, want := range map[string]folded{
		"客户转化率":             {key: "客户转化率"},
		"客户转化率(%)":          {key: "客户转化率", unit: "percent"},
		"客户转化率（％）":          {key: "客户转化率", unit: "percent"},
		"客户转化率 [%]":         {key: "客户转化率", unit: "percent"},
		"客户转化率【%】":          {key: "客户转化率", unit: "percent"},
		"客户转化率（单位：%）":       {key: "客户转化率", unit: "percent"},
		"客户转化率\n(百分比)":      {key: "客户转化率", unit: "percent"},
		"客户转化率%":            {key: "客户转化率", unit: "percent"},
		"Conversion Rate":   {key: "conversionrate"},
		"conversion_rate":   {key: "conversionrate"},
		"CONVERSION-RATE ":  {key: "conversionrate"},
		"Conversion rate %": {key: "conversionrate", unit: "percent"},
		"conversion_pct":    {key: "conversion", unit: "percent"},
		"CSAT percent":      {key: "csat", unit: "percent"},
		"ＣＳＡＴ":              {key: "csat"},
		"返工工时(小时)":          {key: "返工工时", unit: "hours"},
		"处理时长[min]":         {key: "处理时长", unit: "minutes"},
		"1.转化率":             {key: "转化率"},
		"2、转化率(%)":          {key: "转化率", unit: "percent"},
		"(3) 转化率":           {key: "转化率"},
		"12) NPS":           {key: "nps"},
		"360度评估":            {key: "360度评估"},
		"1.5倍速率":            {key: "15倍速率"},
		"2025.转化率":          {key: "2025转化率"},
		"1.":                {key: "1"},
		"转化率(目标)":           {key: "转化率目标"},
		"转化率(上月)(%)":        {key: "转化率上月", unit: "percent"},
		"转化率(":              {key: "转化率"},
		"(%)":               {unit: "percent"},
		"":                  {},
	} {
		got := fold(heading)
		got.text = ""
		if got != want {
			t.Errorf("%q folds to %+v, want %+v", heading, got, want)
		}
	}
}

func TestHeadingsThatMatch(t *testing.T) {
	v := vocabularyOf(t)
	for heading, want := range map[string]string{
		"客户转化率": "conversion_rate", "转化率（%）": "conversion_rate", "Conversion Rate": "conversion_rate", "conversion_rate": "conversion_rate",
		"新客户转化率": "conversion_rate", "本月客户转化率(%)": "conversion_rate", "累计转化率": "conversion_rate", "monthly conversion rate": "conversion_rate",
		"缺陷率": "defect_rate", "平均首次响应时间": "first_response_time", "总返工工时": "rework_hours", "average handling time": "handling_time",
		"净推荐值(NPS)": "nps", "客户转化率（Conversion Rate）": "conversion_rate", "缺陷率 Defect rate (%)": "defect_rate", "NPS/净推荐值": "nps", "转化率/客户转化率": "conversion_rate",
		"满意度": "csat", "Customer Satisfaction": "csat", "NPS": "nps",
	} {
		in, m := v.indicatorOf(heading)
		got := ""
		if in != nil {
			got = in.ID
		}
		if got != want {
			t.Errorf("%q means %q, want %q (%+v)", heading, got, want, m)
		}
	}
}

func TestHeadingsThatAreOnlySimilarDoNotMatch(t *testing.T) {
	v := vocabularyOf(t)
	for _, heading := range []string{
		"缺勤率",                       // absence: as similar to 缺陷率 (defects) as a synonym
		"转化率目标", "转化率(目标)", "目标转化率", // a target is no actual
		"上月转化率", "去年同期转化率", "转化率环比", "转化率排名", "Conversion rate target", "csat change",
		"赢单率", "conversion rat", "convrsion rate", "客户转化", "投诉", "非缺陷率", "转化率/缺陷率", "成交数/拜访数", "转化率(华东)", "NPS Target", "净推荐值(目标)", "newsletter rate", "转化率1月",
	} {
		if m := v.match(heading); len(m.hits) > 0 {
			t.Errorf("%q is taken for %s", heading, m.hits[0].indicator.ID)
		}
	}
}

func TestModifiersAreTold(t *testing.T) {
	v := vocabularyOf(t)
	for heading, want := range map[string][]string{
		"本月客户转化率": {"本月"}, "客户转化率": nil, "本月累计转化率": {"本月", "累计"}, "投诉(%)": {"+率"},
	} {
		m := v.match(heading)
		if !slices.Equal(m.modifiers, want) || len(m.hits) == 0 {
			t.Errorf("%q: modifiers %v, want %v", heading, m.modifiers, want)
		}
	}
	if !v.match("累计转化率").cumulative() || v.match("本月转化率").cumulative() {
		t.Error("cumulative headings are not told from others")
	}
}

func TestDimensions(t *testing.T) {
	v := vocabularyOf(t)
	for heading, want := range map[string]string{
		"姓名": dimName, "员工姓名": dimName, "工号": dimID, "员工编号": dimID, "Employee ID": dimID, "emp_id": dimID, "员工": dimPerson, "employee": dimPerson,
		"部门": dimDepartment, "团队": dimTeam, "Team": dimTeam, "小组": dimGroup, "月份": dimMonth, "季度": dimQuarter, "日期": dimDate, "年月": dimMonth,
		"期间": dimPeriod, "Period": dimPeriod, "KPI": dimKPI, "指标": dimKPI, "指标名称": dimKPI, "数值": dimValue, "value": dimValue, "分子": dimNumerator, "分母": dimDenominator,
		"姓名 Name": dimName, "部门(Department)": dimDepartment, "部门/小组": dimDepartment, "员工姓名/Employee": dimName, "Month 月份": dimMonth, "姓名/部门": "", "工号/姓名": "",
		"岗位": dimRole, "职级": dimLevel, "经理": dimManager, "直属上级": dimManager, "员工类型": dimType, "入职日期": dimHired, "Hire Date": dimHired, "序号": dimIgnored, "备注": dimIgnored,
	} {
		if got := v.match(heading).dimension; got != want {
			t.Errorf("%q is the dimension %q, want %q", heading, got, want)
		}
	}
}

func TestEveryNameOfTheCatalogueMatchesItsIndicator(t *testing.T) {
	v := vocabularyOf(t)
	for _, in := range kpi.Builtin().All() {
		for _, name := range in.Names() {
			if got, m := v.indicatorOf(name); got != in {
				t.Errorf("%q of %s means %+v", name, in.ID, m)
			}
		}
		for _, list := range [][]string{in.Numerator, in.Denominator} {
			for _, name := range list {
				if m := v.match(name); !slices.ContainsFunc(m.hits, func(h hit) bool { return h.indicator == in && h.part != valuePart }) {
					t.Errorf("the part %q of %s is not known: %+v", name, in.ID, m)
				}
			}
		}
	}
}

func TestWidthCaseAndSpaceDoNotMatter(t *testing.T) {
	v := vocabularyOf(t)
	all := kpi.Builtin().All()
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.SampledFrom(all).Draw(t, "indicator")
		name := rapid.SampledFrom(in.Names()).Draw(t, "name")
		mark := rapid.SampledFrom([]string{"", " ", "\n", "*", "："}).Draw(t, "mark")
		got, _ := v.indicatorOf(mark + strings.ToUpper(name) + mark)
		if got != in {
			t.Fatalf("%q means %v, want %s", mark+strings.ToUpper(name)+mark, got, in.ID)
		}
	})
}

func TestIndicatorInAName(t *testing.T) {
	v := vocabularyOf(t)
	for text, want := range map[string]string{
		"转化率": "conversion_rate", "2025年客户转化率月度统计": "conversion_rate", "defect_rate 2025": "defect_rate", "NPS": "nps", "转化率与缺陷率": "",
		"转化率目标": "", "华东一组": "", "snps": "", "": "", "缺勤率": "", "面谈覆盖率统计": "interview_coverage",
	} {
		got := ""
		if in := v.indicatorIn(text); in != nil {
			got = in.ID
		}
		if got != want {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
}

func TestTotalsAndNotes(t *testing.T) {
	d := words()
	for _, text := range []string{"合计", "总计", "小计", "平均", "平均值", "均值", "合 计", "总计：", "销售一部合计", "部门平均", "团队均值", "Total", "TOTAL", "Average", "Mean", "Grand Total", "Team avg", "Dept. average", "sub-total"} {
		if !d.isTotal(text) {
			t.Errorf("%q is no totals line", text)
		}
	}
	for _, text := range []string{"", "张三", "Mean, Robert", "Max", "平均处理时长", "Total Quality Group", "Avery", "E001"} {
		if d.isTotal(text) {
			t.Errorf("%q is a totals line", text)
		}
	}
	for _, label := range []string{"合计", "Grand Total", "一部 汇总", "张三 汇总", "一部 最大值", "North Total", "North  TOTAL:", "Ann Lee Average", "East sub-total"} {
		if !d.isTotalOf(label) {
			t.Errorf("%q is the label of no totals line", label)
		}
	}
	for _, label := range []string{"", "张三", "汇小总", "Mean, Robert", "Robert Mean", "Total Quality Group", "Max", "Ann Sum", "Totalova, Eva", "E001"} {
		if d.isTotalOf(label) {
			t.Errorf("%q is the label of a totals line", label)
		}
	}
	for text, want := range map[string]bool{"注：数据来源 CRM": true, "备注: x": true, "Note: draft": true, "注1：x": true, "※ x": true, "* x": true, "张三": false, "Noteworthy": false, "李：四": false} {
		if d.isNote(text) != want {
			t.Errorf("%q is a note: %v, want %v", text, !want, want)
		}
	}
	for name, want := range map[string]bool{"Sheet1": true, "工作表1": true, "sheet 12": true, "数据": true, "Data": true, "": true, "销售一部": false, "North": false} {
		if d.isPlainSheet(name) != want {
			t.Errorf("%q is a default name: %v, want %v", name, !want, want)
		}
	}
}
