package ingest

import (
	"strings"
	"testing"
)

// The headings under which systems export the counts of the built-in rates: two
// columns make the rate, whatever else stands beside them.
func TestCountsUnderTheNamesOfSystems(t *testing.T) {
	for _, c := range []struct{ of, numerator, denominator, want string }{
		{"a call centre", "Resolved", "Calls", "resolution_rate"},
		{"its dialler", "Resolved Calls", "Calls Handled", "resolution_rate"},
		{"a hotline", "解决数", "来电数", "resolution_rate"},
		{"a hotline's log", "已解决数", "通话数", "resolution_rate"},
		{"a help desk", "Tickets Solved", "Number of Tickets", "resolution_rate"},
		{"a chat desk", "解决量", "会话量", "resolution_rate"},
		{"a survey", "Satisfied Surveys", "Surveys", "csat"},
		{"a survey in Chinese", "满意量", "参评人数", "csat"},
		{"a shop", "投诉次数", "订单数", "complaint_rate"},
		{"a counter", "投诉数", "接待人次", "complaint_rate"},
		{"a CRM", "Won Deals", "Lead Count", "conversion_rate"},
		{"a field team", "签约单数", "走访数", "conversion_rate"},
		{"a field team's new customers", "新签约数", "新拜访数", "conversion_rate"},
		{"SonarQube", "covered_lines", "lines_to_cover", "test_coverage"},
		{"a plant", "不良品数量", "生产数量", "defect_rate"},
		{"a plant's gate", "一次合格数", "送检量", "first_pass_rate"},
		{"a store", "准时交付单数", "交付单数", "on_time_delivery_rate"},
		{"a school", "考试通过人数", "应考人数", "exam_pass_rate"},
		{"a project office", "跟进延误数", "跟进次数", "followup_delay_rate"},
	} {
		res := must(t, Options{}, one("a.xlsx", "员工|"+c.numerator+"|"+c.denominator+"\nE1|3|20\nE2|4|30")...)
		if got, want := strings.Join(facts(res), "; "), "all E1 "+c.want+" all 3/20; all E2 "+c.want+" all 4/30"; got != want {
			t.Errorf("%s: %s, want %s", c.of, got, want)
		}
	}
}
