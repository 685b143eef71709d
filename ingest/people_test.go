package ingest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestTheEmployeesKey(t *testing.T) {
	for _, c := range []struct {
		why, text string
		ids       []string // id name
		note      string   // that must be said
	}{
		{"an id before a name", "姓名|工号|NPS\n张三|E02|1\n李四|E01|2", []string{"E01 李四", "E02 张三"}, ""},
		{"a name alone", "姓名|NPS\n张三|1\n李四|2", []string{"张三 张三", "李四 李四"}, "employee.by_name"},
		{"员工 alone", "员工|NPS\n张三|1", []string{"张三 张三"}, ""},
		{"员工 beside 姓名 holds ids", "员工|姓名|NPS\n7|张三|1", []string{"7 张三"}, ""},
		{"员工 beside 工号 holds names", "员工|工号|NPS\n张三|7|1", []string{"7 张三"}, ""},
		{"ids of digits", "工号|姓名|NPS\n1001|张三|1\n'0007|李四|2", []string{"0007 李四", "1001 张三"}, ""},
		{"ID names people", "ID|Name|NPS\n7|Ann|1\n8|Bob|2", []string{"7 Ann", "8 Bob"}, ""},
		{"ID counts rows", "ID|Name|月份|NPS\n1|Ann|2025-05|1\n2|Ann|2025-06|2\n3|Bob|2025-05|3", []string{"Ann Ann", "Bob Bob"}, "employee.by_name"},
		{"ID alone", "ID|NPS\n7|1", []string{"7 7"}, ""},
		{"spaces in Chinese names are no part of them", "姓名|月份|NPS\n张　三|2025-05|1\n张 三 |2025-06|2\nAnn  Lee|2025-06|3", []string{"Ann Lee Ann Lee", "张三 张三"}, ""},
		{"full-width ids", "工号|月份|NPS\nＥ０１|2025-05|1\nE01|2025-06|2", []string{"E01 E01"}, ""},
	} {
		res := must(t, Options{}, one("a.xlsx", c.text)...)
		var ids []string
		for _, e := range res.Dataset.Employees {
			ids = append(ids, e.ID+" "+e.Name)
		}
		if !slices.Equal(ids, c.ids) {
			t.Errorf("%s: %q, want %q", c.why, ids, c.ids)
		}
		if c.note != "" && !slices.Contains(codes(res, kpi.Note), c.note) {
			t.Errorf("%s: %s is not said", c.why, c.note)
		}
	}
}

func TestAttributesAreKept(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", `
		工号|姓名|部门|岗位|职级|经理|员工类型|入职日期|月份|NPS
		E1|张三|一部|销售|P5|王总|待改进|@2020-03-01|2025-06|1
		E2|李四|一部|销售|P6|王总|正式|2021年4月5日|2025-06|2
		E3|王五|一部|||||去年|2025-06|3`)...)
	day := kpi.DateOf(2020, 3, 1)
	other := kpi.DateOf(2021, 4, 5)
	want := []kpi.Employee{
		{ID: "E1", Name: "张三", Role: "销售", Level: "P5", Manager: "王总", Type: "needs_improvement", Hired: &day},
		{ID: "E2", Name: "李四", Role: "销售", Level: "P6", Manager: "王总", Hired: &other},
		{ID: "E3", Name: "王五"},
	}
	if diff := cmp.Diff(want, res.Dataset.Employees); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if d := find(t, res, "hired.unreadable"); d.Args["text"] != "去年" || d.Severity != kpi.Warning {
		t.Errorf("%+v", d)
	}
	if d := find(t, res, "type.unknown"); d.Args["text"] != "正式" || d.Severity != kpi.Note {
		t.Errorf("%+v", d)
	}
}

func TestRowsWithoutWhomOrWhere(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", `
		工号|姓名|部门|NPS
		E1|张三|一部|1
		|李四|一部|2
		E3|王五||3
		E4|赵六|无|4
		|||5
		E5|钱七|一部|`)...)
	equalFacts(t, "only rows that say who and where are used", res, "一部 E1 nps all 1", "一部 E5 nps all none")
	if got := codes(res, kpi.Error); !slices.Equal(got, []string{"employee.missing", "team.missing"}) {
		t.Errorf("errors %v", got)
	}
	if y := res.Inputs[0].Tally; y != (Tally{RowsRead: 6, RowsUsed: 1, RowsRejected: 4, RowsBlank: 1, ValuesRead: 6, ValuesUsed: 1, ValuesRejected: 4, ValuesBlank: 1}) {
		t.Errorf("tally %+v", y)
	}
	if d := find(t, res, "team.missing"); d.Origin.String() != "a.xlsx!Sheet1!C4" || d.Args["employee"] != "E3" {
		t.Errorf("%+v", d)
	}
}

func TestTeams(t *testing.T) {
	for _, c := range []struct {
		why, file, name, text string
		teams                 []string
		from, note            string
	}{
		{"a column", "a.xlsx", "销售", "姓名|团队|NPS\n甲|A|1\n乙|B|2", []string{"A", "B"}, "column", ""},
		{"the finest column", "a.xlsx", "Sheet1", "姓名|部门|小组|NPS\n甲|销售部|一组|1\n乙|销售部|二组|2", []string{"一组", "二组"}, "column", "column.surplus"},
		{"groups of one name in two departments", "a.xlsx", "Sheet1", "姓名|部门|小组|NPS\n甲|销售部|一组|1\n乙|客服部|一组|2\n丙|客服部|二组|3",
			[]string{"客服部/一组", "客服部/二组", "销售部/一组"}, "column", "team.composed"},
		{"the sheet's name", "a.xlsx", "销售一部", "姓名|NPS\n甲|1", []string{"销售一部"}, "sheet", "team.from_sheet"},
		{"a default name is no team", "a.xlsx", "Sheet1", "姓名|NPS\n甲|1", []string{"all"}, "one", "team.one"},
		{"a plain word is no team", "a.xlsx", "绩效数据", "姓名|NPS\n甲|1", []string{"all"}, "one", "team.one"},
		{"a period is no team", "a.xlsx", "2025年6月", "姓名|NPS\n甲|1", []string{"all"}, "one", "team.one"},
		{"a KPI is no team", "a.xlsx", "NPS", "姓名|月份|NPS\n甲|2025-06|1", []string{"all"}, "one", "team.one"},
		{"the file's own name is no team", "销售.xlsx", "销售", "姓名|NPS\n甲|1", []string{"all"}, "one", "team.one"},
		{"a text file has no sheet", "north.csv", "", "姓名|NPS\n甲|1", []string{"all"}, "one", "team.one"},
	} {
		res := must(t, Options{}, fileOf(c.file, tableOf(c.name, c.text)))
		if !slices.Equal(res.Dataset.Teams, c.teams) || res.Readings[0].TeamFrom != c.from {
			t.Errorf("%s: teams %v from %s, want %v from %s", c.why, res.Dataset.Teams, res.Readings[0].TeamFrom, c.teams, c.from)
		}
		if c.note != "" && !slices.Contains(codes(res, kpi.Note), c.note) {
			t.Errorf("%s: %s is not said\n%s", c.why, c.note, told(res))
		}
	}
}

func TestPeriodsWithoutAColumn(t *testing.T) {
	for _, c := range []struct {
		why, file, name, title string
		period, from, code     string
	}{
		{"the sheet's name", "a.xlsx", "2025年6月", "", "2025-06", "sheet", "period.from_sheet"},
		{"the sheet's month in the file's year", "绩效2025.xlsx", "6月", "", "2025-06", "sheet", "period.from_sheet"},
		{"a title", "a.xlsx", "Sheet1", "2025年第二季度绩效表", "2025-Q2", "title", "period.from_title"},
		{"the file's name", "kpi_2025Q2.xlsx", "Sheet1", "", "2025-Q2", "file", "period.from_file"},
		{"the sheet's quarter, told more finely by the title", "a.xlsx", "2025Q2", "2025年6月", "2025-06", "title", "period.from_title"},
		{"nothing", "a.xlsx", "Sheet1", "绩效表", "all", "one", "period.one"},
		{"a month without a year", "a.xlsx", "6月", "", "all", "one", "period.no_year_in_name"},
		{"a title left over from last month", "a.xlsx", "2025年6月", "2025年5月绩效", "2025-06", "sheet", "period.names_disagree"},
	} {
		res := must(t, Options{}, fileOf(c.file, tableOf(c.name, c.title+"\n姓名|NPS\n甲|1")))
		if got := res.Dataset.Periods[0].String(); got != c.period || res.Readings[0].PeriodFrom != c.from {
			t.Errorf("%s: %s from %s, want %s from %s", c.why, got, res.Readings[0].PeriodFrom, c.period, c.from)
		}
		find(t, res, c.code)
	}
}

func TestSheetsOfMonthsWithoutAYearAreNotMixed(t *testing.T) {
	file := func(path string) (*Result, error) {
		return Tables(one2(path, "5月", "姓名|NPS\n甲|1", "6月", "姓名|NPS\n甲|2"), Options{})
	}
	_, err := file("绩效.xlsx")
	if f := kpi.AsFault(err); f == nil || f.Code != "period.no_year_in_name" || f.Args["headings"] != "姓名, NPS" {
		t.Errorf("%v", err)
	}
	res, err := file("绩效2025.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	equalFacts(t, "with a year they are two months", res, "all 甲 nps 2025-05 1", "all 甲 nps 2025-06 2")
}
