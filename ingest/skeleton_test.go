package ingest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A list of events is proposed a mapping of its own headings.
func TestSkeletonsOfEventFiles(t *testing.T) {
	for _, c := range []struct{ why, text, employee, team, period, numerator string }{
		{"a help desk", "Ticket|Agent|Team|Opened|Status|Minutes\n1|Ann Lee|A|@2025-06-01|Solved|12\n2|Bob Ray|B|@2025-06-03|Open|30", "Agent", "Team", "Opened", `Status == "Solved"`},
		{"a hotline", "单号|坐席|来电时间|结果|时长(秒)\n1|张三|2025-06-01 10:00|成功|120\n2|李四|2025-06-02 10:00|失败|60", "坐席", "", "来电时间", `结果 == "成功"`},
		{"yes and no under a heading with signs", "no|handled by|on|First contact? (Y/N)|x\n1|Ann Lee|@2025-06-01|Y|5\n2|Bob Ray|@2025-06-03|N|6", "handled by", "", "on", `col("First contact? (Y/N)") == "Y"`},
		{"a word that comes again", "deal|owner|closed|kind\n1|Ann Lee|@2025-06-01|new\n2|Bob Ray|@2025-06-03|new\n3|Cem Ott|@2025-06-03|old", "owner", "", "closed", `kind == "new"`},
		{"nobody is known", "deal|closed|stage\n1|@2025-06-01|Won\n2|@2025-06-03|Lost", "", "", "closed", `stage == "Won"`},
		{"dates of which only some tell the order", "deal|agent|closed|stage\n1|Ann|25/06/2025|Won\n2|Bob|06/25/2025|Lost", "agent", "", "closed", `stage == "Won"`},
		{"no date", "deal|agent|stage\n1|Ann|Won\n2|Bob|Lost", "", "", "", ""},
		{"nothing to count", "deal|agent|closed\n1|Ann|@2025-06-01\n2|Bob|@2025-06-02", "", "", "", ""},
	} {
		res, err := Tables(one("tickets 2025-06.xlsx", c.text), Options{})
		if err == nil {
			t.Errorf("%s: it was read", c.why)
			continue
		}
		s, ok := Skeleton(res.Readings[0])
		if ok != (c.numerator != "") {
			t.Errorf("%s: proposed %v: %+v", c.why, ok, s)
		}
		if !ok {
			continue
		}
		want := Source{Match: "tickets *.xlsx", Sheet: "Sheet1", Layout: "events", Columns: Columns{Employee: c.employee, Team: c.team, Period: c.period},
			Measures: []Measure{{KPI: SkeletonKPI, Numerator: c.numerator, Denominator: "true"}}}
		if diff := cmp.Diff(want, s); diff != "" {
			t.Errorf("%s (-want +got): %s", c.why, diff)
		}
	}
	if _, ok := Skeleton(must(t, Options{}, one("a.xlsx", "姓名|日期|状态|NPS\n甲|@2025-06-01|好|5")...).Readings[0]); ok {
		t.Error("a table that was read is proposed a mapping")
	}
}
