package ingest

import (
	"slices"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

func TestOneSheetPerEmployee(t *testing.T) {
	month := "月份|成交数|拜访数\n2025-05|3|20\n2025-06|4|20"
	for _, c := range []struct {
		why  string
		file *sheet.File
		opt  Options
		sev  kpi.Severity
		want []string
	}{
		{"found out by the names", fileOf("绩效.xlsx", tableOf("张三", month), tableOf("李四", month), tableOf("说明", "本表|由|统计")), Options{}, kpi.Warning,
			[]string{"all 张三 conversion_rate 2025-05 3/20", "all 张三 conversion_rate 2025-06 4/20", "all 李四 conversion_rate 2025-05 3/20", "all 李四 conversion_rate 2025-06 4/20"}},
		{"in English, with periods as columns", fileOf("csat.xlsx", tableOf("Ann Lee", "KPI|2025-05|2025-06\nCSAT|80%|90%"), tableOf("Bob Ray", "KPI|2025-05|2025-06\nCSAT|70%|60%")), Options{}, kpi.Warning,
			[]string{"all Ann Lee csat 2025-05 0.8", "all Ann Lee csat 2025-06 0.9", "all Bob Ray csat 2025-05 0.7", "all Bob Ray csat 2025-06 0.6"}},
		{"said by the configuration", fileOf("绩效.xlsx", tableOf("阿明", month)), Options{Sources: []Source{{Match: "*", Sheets: "per-employee"}}}, kpi.Note,
			[]string{"all 阿明 conversion_rate 2025-05 3/20", "all 阿明 conversion_rate 2025-06 4/20"}},
	} {
		res := must(t, c.opt, c.file)
		equalFacts(t, c.why, res, c.want...)
		if d := find(t, res, "employee.from_sheet"); d.Severity != c.sev {
			t.Errorf("%s: %+v", c.why, d)
		}
		if r := res.Readings[0]; r.EmployeeFrom != "sheet" {
			t.Errorf("%s: the employee is from %q", c.why, r.EmployeeFrom)
		}
	}
}

func TestSheetsOfTeamsAreNobodysSheets(t *testing.T) {
	month := "月份|成交数|拜访数\n2025-05|3|20"
	for _, names := range [][2]string{{"销售一部", "销售二部"}, {"华东", "华北"}, {"North", "South"}, {"汇总", "明细"}, {"5月", "6月"}, {"张三", "汇总"}} {
		_, err := Tables([]*sheet.File{fileOf("2025.xlsx", tableOf(names[0], month), tableOf(names[1], month))}, Options{})
		if f := kpi.AsFault(err); f == nil || f.Code != "table.no_employee" {
			t.Errorf("%v: %v", names, err)
		}
	}
}

func TestNamesOfPeople(t *testing.T) {
	for _, s := range []string{"张三", "李小明", "王 芳", "欧阳", "Ann Lee", "Mary Ann Smith", "E017", "ab12"} {
		if want := s != "欧阳"; namesPerson(s) != want { // a surname of two characters is not among the frequent ones
			t.Errorf("%q: %v", s, !want)
		}
	}
	for _, s := range []string{"", "合计", "平均", "销售部", "高新区", "石家庄分公司", "Sheet1", "North", "ann lee", "Team A1 north", "2025", "A", "目标", "Sales Team", "E1", "Q3", "王者荣耀赛区"} {
		if namesPerson(s) {
			t.Errorf("%q is taken for a person", s)
		}
	}
}

func TestPeopleAsColumns(t *testing.T) {
	res := must(t, Options{}, fileOf("2025年6月.xlsx", tableOf("Sheet1", `
		指标|目标|张三|李四|合计
		转化率|20%|15%|22%|
		NPS|40|30||30
		缺勤次数|1|2|3|5`)))
	equalFacts(t, "KPIs as rows, people as columns", res, "all 张三 conversion_rate 2025-06 0.15", "all 李四 conversion_rate 2025-06 0.22",
		"all 张三 nps 2025-06 30", "all 李四 nps 2025-06 none")
	if r := res.Readings[0]; r.Layout != layoutPeople || r.EmployeeFrom != "columns" {
		t.Errorf("%+v", r)
	}
	if d := find(t, res, "employee.from_headings"); d.Args["names"] != "张三, 李四" || d.Severity != kpi.Warning {
		t.Errorf("%+v", d)
	}
	if e := codes(res, kpi.Error); !slices.Equal(e, []string{"kpi.unknown"}) {
		t.Errorf("errors %v", e)
	}
	_, err := Tables(one("a.xlsx", "指标|张三|张三\nNPS|1|2"), Options{})
	if f := kpi.AsFault(err); f == nil || f.Code != "table.people_twice" {
		t.Errorf("the same name twice: %v", err)
	}
	_, err = Tables(one("a.xlsx", "指标|华东|华北\nNPS|1|2"), Options{})
	if f := kpi.AsFault(err); f == nil {
		t.Error("regions are no people")
	}
}
