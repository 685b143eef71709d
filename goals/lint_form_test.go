package goals_test

import (
	"slices"
	"testing"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

func formOf(rows ...[]string) goals.Form {
	var f goals.Form
	for i, row := range rows {
		var cells []goals.Sentence
		for j, text := range row {
			cells = append(cells, goals.Sentence{Text: text, Group: "Plan", Origin: kpi.Origin{File: "plans.xlsx", Sheet: "Plan", Row: i + 1, Col: j + 1}})
		}
		f = append(f, cells)
	}
	return f
}

func places(list []kpi.Diagnostic) []string {
	var out []string
	for _, d := range list {
		s := d.Origin.Cell() + " " + d.Code
		if e := d.Args["element"]; e != "" {
			s += " " + e
		}
		out = append(out, s)
	}
	return out
}

func TestLintOfAForm(t *testing.T) {
	head := []string{"改进事项", "原因", "现状", "目标", "措施", "责任人", "期限", "资源"}
	whole := []string{"客户转化率", "需求挖掘不深", "15%", "20%，团队平均22%", "每周1个行业案例", "周明轩", "2026-12-31", "报告库"}
	for _, c := range []struct {
		sentence string
		form     goals.Form
		want     []string
	}{
		{"a whole row breaks nothing", formOf(head, whole), nil},
		{"a title above the heading is passed over", formOf([]string{"绩效改进计划表", "", "", "", "", "", "", ""}, head, whole), nil},
		{"blank rows are no plans", formOf(head, whole, make([]string, 8)), nil},
		{
			"each blank cell under a heading is named by its address",
			formOf(head, []string{"跟进延误率", "", "30%", "第3个月降至5%", "更新甘特图", "", "第3个月", "培训"}),
			[]string{"B2 element.missing cause", "F2 element.missing owner"},
		},
		{"a column that nobody asked for", formOf(head[:6], whole[:6]), []string{"1 element.missing due", "1 element.missing resources", "D2 deadline.missing"}},
		{"a wish in the target's cell", formOf(head, slices.Concat(whole[:3], []string{"提升"}, whole[4:])), []string{"D2 target.vague"}},
		{"a percent that may be either", formOf(head, slices.Concat(whole[:3], []string{"提升10%"}, whole[4:])), []string{"D2 percent.ambiguous"}},
		{"a trait in the cause's cell", formOf(head, slices.Concat(whole[:1], []string{"粗心"}, whole[2:])), []string{"B2 cause.trait", "B2 tone.label"}},
		{
			"another plan's deadline is not this one's",
			formOf(head, whole, slices.Concat(whole[:6], []string{""}, whole[7:])),
			[]string{"D3 deadline.missing", "G3 element.missing due"},
		},
		{
			"headings down a column with the values beside them",
			formOf([]string{"Item", "Conversion rate"}, []string{"Current level", "15 %"}, []string{"Target", "at least 20 %; colleagues have 22 %"},
				[]string{"Cause", ""}, []string{"Measures", "one case a week"}, []string{"Owner", "TBD"}, []string{"Deadline", "2026-12-31"}, []string{"Resources", "library"}),
			[]string{"A4 element.missing cause", "B6 placeholder.unfilled"},
		},
		{
			"headings down a column that lack some",
			formOf([]string{"KPI", "csat"}, []string{"现状", "85%"}, []string{"目标", "90%，2026年9月，团队平均92%"}, []string{"措施", "培训"}, []string{"短", ""}, []string{}),
			[]string{" element.missing cause", " element.missing due", " element.missing owner", " element.missing resources"},
		},
		{"no form at all: sentences with addresses", formOf([]string{"", "Raise CSAT"}, []string{"+10 %"}), []string{"B1 target.vague", "A2 percent.ambiguous", "A2 base.missing"}},
		{"nothing", nil, nil},
	} {
		if got := places(goals.LintForm(c.form, goals.DefaultLint())); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.sentence, got, c.want)
		}
	}
}

func TestAFindingHasTheAddressOfItsCell(t *testing.T) {
	got := goals.LintForm(formOf([]string{"", ""}, []string{"", "Raise CSAT"}), goals.DefaultLint())
	if len(got) != 1 || got[0].Origin.String() != "plans.xlsx!Plan!B2" {
		t.Errorf("%v", got)
	}
}
