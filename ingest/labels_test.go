package ingest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// A form tells above its table whose it is.
func TestLabelsAboveATableNameThePerson(t *testing.T) {
	const table = "\n\n月份|转化率\n2025-05|15%\n2025-06|18%"
	for _, c := range []struct{ why, above, want string }{
		{"a label and its value in one cell", "工号：1001\n姓名：张三\n部门：销售一部", "销售一部 1001 张三"},
		{"three labels in one cell", "工号：1001　姓名：张三　部门：销售一部", "销售一部 1001 张三"},
		{"commas between them", "部门：销售一部，姓名：张三", "销售一部 张三 张三"},
		{"in neighbouring cells", "工号|1001|姓名|张三|部门|销售一部", "销售一部 1001 张三"},
		{"blank cells between, of merged ones", "工号：||1001||姓名：||张三", "all 1001 张三"},
		{"below each other", "工号|'007\n姓名|张三\n小组|A组", "A组 007 张三"},
		{"the finest of several teams", "公司：总部 部门：销售部 小组：一组\n姓名：张三", "一组 张三 张三"},
		{"in English", "Employee ID: 7|Name: Ann Lee|Team: North", "North 7 Ann Lee"},
		{"in English, one cell", "Name: Ann Lee Employee ID: 7 Department: Field Sales", "Field Sales 7 Ann Lee"},
		{"a name under Employee", "Employee: Ann Lee; Team: North", "North Ann Lee Ann Lee"},
		{"the number of the form is nobody's", "编号：HR-2025-01|姓名：张三", "all 张三 张三"},
		{"a label that is not known ends a value", "姓名：张三 性别：男 工号：1001", "all 1001 张三"},
		{"a time with a colon", "时间：09:30 姓名：张三", "all 张三 张三"},
		{"a label without a value", "部门：\n姓名：张三", "all 张三 张三"},
		{"a dash for a value", "部门：—|姓名：张三", "all 张三 张三"},
		{"said twice: the first counts", "姓名：张三\n姓名：李四", "all 张三 张三"},
	} {
		res := must(t, Options{}, fileOf("a.xlsx", tableOf("Sheet1", c.above+table))) // two figures
		e := res.Dataset.Employees
		if len(e) != 1 || res.Dataset.Len() != 2 {
			t.Errorf("%s: %d people, %v", c.why, len(e), facts(res))
			continue
		}
		if got := strings.Join([]string{res.Dataset.At(0).Team, e[0].ID, e[0].Name}, " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
		if r := res.Readings[0]; r.EmployeeFrom != "title" {
			t.Errorf("%s: the employee is said to be from %s", c.why, r.EmployeeFrom)
		}
	}
}

// The other attributes of a person, and what can't be used of them.
func TestLabelsGiveAttributes(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", `
		绩效考核表
		姓名|张三|岗位|销售代表|职级|P5
		直属上级|王总|入职日期|@2020-03-01|员工类型|待改进
		考核周期：2025年6月
		序号|考核指标|权重|实际值
		1|转化率|30%|15%
		2|NPS|70%|20`)...)
	day := kpi.DateOf(2020, 3, 1)
	want := []kpi.Employee{{ID: "张三", Name: "张三", Role: "销售代表", Level: "P5", Manager: "王总", Type: "needs_improvement", Hired: &day}}
	if diff := cmp.Diff(want, res.Dataset.Employees) + cmp.Diff([]string{"all 张三 conversion_rate 2025-06 0.15", "all 张三 nps 2025-06 20"}, facts(res)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	res = must(t, Options{}, one("a.xlsx", "姓名：张三 入职日期：去年 员工类型：正式\n月份|NPS\n2025-06|1")...)
	if d := find(t, res, "hired.unreadable"); d.Args["text"] != "去年" {
		t.Errorf("%v", d)
	}
	find(t, res, "type.unknown")
}

// Labels are for tables whose columns do not say the same.
func TestColumnsStandBeforeLabels(t *testing.T) {
	for _, c := range []struct{ why, text, want string }{
		{"people in the rows", "姓名：汇总人\n姓名|月份|NPS\n张三|2025-06|5", "all 张三 nps 2025-06 5"},
		{"teams in the rows", "部门：销售中心\n姓名|部门|月份|NPS\n张三|一部|2025-06|5", "一部 张三 nps 2025-06 5"},
		{"a label names the team of everybody", "部门：销售一部\n姓名|月份|NPS\n张三|2025-06|5", "销售一部 张三 nps 2025-06 5"},
		{"a header that looks like labels", "工号|产量|姓名|返工工时\nE1|5|张三|3", "all E1 rework_hours all 3"},
	} {
		res := must(t, Options{}, one("a.xlsx", c.text)...)
		if got := strings.Join(facts(res), "; "); got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}

// A workbook of forms: a sheet for each person, or one under the other.
func TestFormsOfSeveralPeople(t *testing.T) {
	form := func(id, name, team, level string) string {
		return "月度绩效表\n工号|" + id + "|姓名|" + name + "|部门|" + team + "\n月份|NPS\n2025-05|" + level + "\n2025-06|" + level
	}
	want := []string{"一部 1001 nps 2025-05 5", "一部 1001 nps 2025-06 5", "一部 1002 nps 2025-05 7", "一部 1002 nps 2025-06 7", "二部 1003 nps 2025-05 9", "二部 1003 nps 2025-06 9"}
	sheets := must(t, Options{}, fileOf("a.xlsx", tableOf("Sheet1", form("1001", "张三", "一部", "5")),
		tableOf("Sheet2", form("1002", "李四", "一部", "7")), tableOf("Sheet3", form("1003", "王芳", "二部", "9"))))
	stacked := must(t, Options{}, one("a.xlsx", strings.Join([]string{form("1001", "张三", "一部", "5"), form("1002", "李四", "一部", "7"), form("1003", "王芳", "二部", "9")}, "\n\n"))...)
	for why, res := range map[string]*Result{"a sheet each": sheets, "stacked": stacked} {
		if diff := cmp.Diff(sorted(want), sorted(facts(res))); diff != "" {
			t.Errorf("%s (-want +got): %s", why, diff)
		}
	}
	again := Options{Sources: SourcesOf(sheets.Readings)}
	if len(again.Sources) != 1 {
		t.Errorf("forms of one kind make %d sources", len(again.Sources))
	}
	res := must(t, again, fileOf("a.xlsx", tableOf("Sheet1", form("1001", "张三", "一部", "5")), tableOf("Sheet2", form("1004", "赵敏", "一部", "8"))))
	if diff := cmp.Diff([]string{"一部 1001 nps 2025-05 5", "一部 1001 nps 2025-06 5", "一部 1004 nps 2025-05 8", "一部 1004 nps 2025-06 8"}, facts(res)); diff != "" {
		t.Errorf("the next month's workbook: %s", diff)
	}
}

// The same group of two departments are two teams, and a form that was copied
// onto another person's sheet is doubtful.
func TestFormsThatContradict(t *testing.T) {
	form := func(name, team, group string) string {
		return "姓名：" + name + "\n部门：" + team + " 小组：" + group + "\n月份|NPS\n2025-06|5"
	}
	res := must(t, Options{}, fileOf("a.xlsx", tableOf("张三", form("张三", "一部", "A组")), tableOf("李四", form("王五", "二部", "A组"))))
	if diff := cmp.Diff([]string{"一部/A组 张三 nps 2025-06 5", "二部/A组 王五 nps 2025-06 5"}, facts(res)); diff != "" {
		t.Errorf("%s", diff)
	}
	if d := find(t, res, "employee.names_disagree"); d.Args["sheet"] != "李四" || d.Args["employee"] != "王五" || d.Severity != kpi.Warning {
		t.Errorf("%v", d)
	}
}

func FuzzLabels(f *testing.F) {
	for _, s := range []string{"工号：1001　姓名：张三", "Name: Ann Lee Employee ID: 7", "：", "姓名：：", "a:b:c", "部门（组）：x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l := labels{}
		l.readText(text)
		for dim, value := range l {
			if dim == "" || value == "" {
				t.Errorf("%q gives %q = %q", text, dim, value)
			}
		}
		isLabelRow(sheet.Row{Cells: []sheet.Cell{{Kind: sheet.Text, Text: text}, {Kind: sheet.Text, Text: text}}})
	})
}
