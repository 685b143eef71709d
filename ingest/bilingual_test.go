package ingest

import (
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestHeadersInTwoLanguages(t *testing.T) {
	want := []string{"一部 张三 conversion_rate 2025-06 0.15", "一部 张三 sales_value 2025-06 100"}
	for why, text := range map[string]string{
		"in two rows":      "姓名|团队|月份|销售额|转化率\nname|team|month|sales_value|conversion_rate\n张三|一部|2025-06|100|15%",
		"in one cell":      "员工姓名/Name|部门/Dept|月份/Month|销售额/Sales|转化率/Conversion rate\n张三|一部|2025-06|100|15%",
		"with 教师 in front": "教师姓名|所属院系|月份|销售额|转化率\n张三|一部|2025-06|100|15%",
	} {
		equalFacts(t, why, must(t, Options{}, one("a.csv", text)...), want...)
	}
	v := newVocabulary(kpi.Builtin(), nil)
	for _, heading := range []string{"销售额/Target", "销售额/Plan", "成交数/拜访数", "转化率/Q1", "转化率/NPS"} {
		if m := v.match(heading); len(m.hits) > 0 {
			t.Errorf("%q is read as %v", heading, m.hits)
		}
	}
}

// Databases and spreadsheets write a missing value as nan, NULL, N/A; nobody writes
// it like a name.
func TestPeopleWhoseNamesAreWordsForNoData(t *testing.T) {
	res := must(t, Options{}, one("a.csv", "Name|Month|NPS\nNan|2025-06|1\nNa|2025-06|2\nNull|2025-06|3\nNone|2025-06|4\nNil|2025-06|5\nNULL|2025-06|6\nnan|2025-06|7\nN/A|2025-06|8\n无|2025-06|9")...)
	equalFacts(t, "names begin with a capital and go on without", res, "all Na nps 2025-06 2", "all Nan nps 2025-06 1", "all Nil nps 2025-06 5", "all None nps 2025-06 4", "all Null nps 2025-06 3")
}

// A plain export of deals: No, and dates in the order month, day, are its data.
func TestARowOfDataIsNoHeader(t *testing.T) {
	table := tableOf("opps", "Opportunity ID|Owner|Amount|Created|Closed|First contact|Renewal?\n"+
		strings.Repeat("'006000000|Finn|$10|02/13/2025|05/17/2025||Yes\n", 5)+
		"'006000001|Bob|$9,305|01/09/2025|03/10/2025|2025-06-28|No\n"+strings.Repeat("'006000002|Gita||06/14/2025|08/15/2025||\n", 7))
	if at := findHeader(&table, newVocabulary(kpi.Builtin(), nil), nil); at != 0 {
		t.Errorf("the header is found in row %d", at+1)
	}
}

func TestHeadingsThatMovedBelowATitleAreFound(t *testing.T) {
	opt := Options{Sources: []Source{{Match: "a.csv", HeaderRow: 1, Columns: Columns{Employee: "employee", Period: "month"}}}}
	_, err := Tables(one("a.csv", "Sales report Q3\n\nemployee|month|NPS\nA|2025-06|1"), opt)
	if f := kpi.AsFault(err); f == nil || f.Code != "source.no_such_heading" || f.Args["row"] != "3" {
		t.Errorf("%v", err)
	}
}
