package ingest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// A table with a KPI column may hold the counts of a rate in rows of their own.
func TestCountsInRowsOfTheirOwn(t *testing.T) {
	for _, c := range []struct {
		why, text string
		want      []string
		told      string // warnings and errors, with their cells
	}{
		{"counts beside the rate", `
			姓名|月份|指标|数值
			张三|2025-06|成交率|15%
			张三|2025-06|成交数|15
			张三|2025-06|拜访数|100`, []string{"all 张三 conversion_rate 2025-06 15/100"}, ""},
		{"a rate that the catalogue knows", `
			姓名|月份|指标|数值
			张三|2025-06|转化率|15%
			张三|2025-06|成交数|15
			张三|2025-06|拜访数|100`, []string{"all 张三 conversion_rate 2025-06 15/100"}, ""},
		{"counts alone, two people, two months", `
			姓名|月份|指标|数值
			张三|2025-05|拜访数|40
			张三|2025-05|成交数|8
			张三|2025-06|成交数|9
			张三|2025-06|拜访数|50
			李四|2025-05|成交数|3
			李四|2025-05|拜访数|30`,
			[]string{"all 张三 conversion_rate 2025-05 8/40", "all 张三 conversion_rate 2025-06 9/50", "all 李四 conversion_rate 2025-05 3/30"}, ""},
		{"months as columns", `
			姓名|指标|2025-05|2025-06
			张三|拜访数|40|50
			张三|成交数|8|`,
			[]string{"all 张三 conversion_rate 2025-05 8/40", "all 张三 conversion_rate 2025-06 none"}, "counts.no_numerator!D3"},
		{"people as columns", `
			指标|张三|李四
			Visits|40|50
			Contracts|8|10
			NPS|5|6`,
			[]string{"all 张三 conversion_rate all 8/40", "all 李四 conversion_rate all 10/50", "all 张三 nps all 5", "all 李四 nps all 6"}, "employee.from_headings!1"},
		{"a rate that says something else", `
			姓名|月份|指标|数值
			张三|2025-06|转化率|20%
			张三|2025-06|成交数|15
			张三|2025-06|拜访数|100`, []string{"all 张三 conversion_rate 2025-06 15/100"}, "value.disagrees!D2"},
		{"a rate in doubt that nobody needs", `
			姓名|月份|指标|数值
			张三|2025-06|转化率|1
			张三|2025-06|成交数|1
			张三|2025-06|拜访数|1`, []string{"all 张三 conversion_rate 2025-06 1/1"}, ""},
		{"a rate without counts for one of them", `
			姓名|月份|指标|数值
			张三|2025-06|转化率|15%
			张三|2025-06|成交数|15
			张三|2025-06|拜访数|100
			李四|2025-06|转化率|22%`, []string{"all 张三 conversion_rate 2025-06 15/100", "all 李四 conversion_rate 2025-06 0.22"}, ""},
		{"more contracts than visits", `
			姓名|月份|指标|数值
			张三|2025-06|NPS|5
			张三|2025-06|成交数|15
			张三|2025-06|拜访数|10`, []string{"all 张三 conversion_rate 2025-06 none", "all 张三 nps 2025-06 5"}, "counts.above_denominator!D3"},
		{"none of none is no data", `
			姓名|月份|指标|数值
			张三|2025-06|成交数|0
			张三|2025-06|拜访数|0
			李四|2025-06|成交数|
			李四|2025-06|拜访数|`, []string{"all 张三 conversion_rate 2025-06 none", "all 李四 conversion_rate 2025-06 none"}, ""},
		{"a word for a count", `
			姓名|月份|指标|数值
			张三|2025-06|NPS|5
			张三|2025-06|成交数|15
			张三|2025-06|拜访数|很多`, []string{"all 张三 conversion_rate 2025-06 none", "all 张三 nps 2025-06 5"}, "value.not_a_number!D4"},
		{"one count alone", `
			姓名|月份|指标|数值
			张三|2025-06|NPS|5
			张三|2025-06|拜访数|100
			李四|2025-06|拜访数|90`, []string{"all 张三 nps 2025-06 5"}, "counts.row_unpaired!C3"},
		{"one person lacks the other count", `
			姓名|月份|指标|数值
			张三|2025-06|拜访数|100
			张三|2025-06|成交数|20
			李四|2025-06|拜访数|90`, []string{"all 张三 conversion_rate 2025-06 20/100"}, "counts.row_unpaired!C4"},
		{"two names for one count", `
			姓名|月份|指标|数值
			张三|2025-06|NPS|5
			张三|2025-06|成交数|20
			张三|2025-06|签约数|19
			张三|2025-06|拜访数|100`, []string{"all 张三 nps 2025-06 5"}, "counts.row_rivals!C4 counts.row_unpaired!C5"},
		{"of new customers and of all", `
			姓名|月份|指标|数值
			张三|2025-06|NPS|5
			张三|2025-06|新成交数|20
			张三|2025-06|拜访数|100`, []string{"all 张三 nps 2025-06 5"}, "counts.row_unpaired!C3 counts.row_unpaired!C4"},
	} {
		res := must(t, Options{}, one("a.xlsx", c.text)...)
		var told []string
		for _, d := range res.Diagnostics {
			if d.Severity > kpi.Note {
				told = append(told, d.Code+"!"+d.Origin.Cell())
			}
		}
		if diff := cmp.Diff(c.want, facts(res)) + cmp.Diff(c.told, strings.Join(told, " ")); diff != "" {
			t.Errorf("%s (-want +got): %s", c.why, diff)
		}
	}
}

// A name that the user gave a meaning is no count, and a large file is read as a
// small one is.
func TestCountsInRowsYieldToTheUser(t *testing.T) {
	res := must(t, Options{Named: []string{"拜访数=higher,quantity"}}, one("a.xlsx", "姓名|月份|指标|数值\n张三|2025-06|拜访数|100\n张三|2025-06|NPS|5")...)
	if diff := cmp.Diff([]string{"all 张三 nps 2025-06 5", "all 张三 拜访数 2025-06 100"}, facts(res)); diff != "" {
		t.Error(diff)
	}
	d := find(t, must(t, Options{}, one("a.xlsx", "姓名|月份|指标|数值\n张三|2025-06|拜访数|100\n张三|2025-06|NPS|5")...), "counts.row_unpaired")
	want := kpi.Args{"text": "拜访数", "values": "1", "kpi": "conversion_rate", "part": "denominator", "missing": "成交数, 成交量, 成交客户数, 成交单数",
		"employee": "张三", "suggestion": `--kpi "拜访数=higher,quantity"`}
	if diff := cmp.Diff(want, d.Args); diff != "" {
		t.Error(diff)
	}
}

// Each row of a pair that comes again goes the way of its figure.
func TestCountsInRowsThatComeAgain(t *testing.T) {
	res, err := Tables(one("a.xlsx", `
		姓名|月份|指标|数值
		张三|2025-06|成交数|20
		张三|2025-06|拜访数|100
		张三|2025-06|成交数|20
		张三|2025-06|拜访数|100
		李四|2025-06|成交数|20
		李四|2025-06|拜访数|100
		李四|2025-06|成交数|21
		李四|2025-06|拜访数|100`), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, d := range res.Diagnostics {
		if d.Severity == kpi.Error {
			told = append(told, d.Code+"!"+d.Origin.Cell())
		}
	}
	want := []string{"row.duplicate!D4", "row.duplicate!D5", "row.conflict!D6", "row.conflict!D7", "row.conflict!D8", "row.conflict!D9"}
	if diff := cmp.Diff([]string{"all 张三 conversion_rate 2025-06 20/100", "all 李四 conversion_rate 2025-06 none"}, facts(res)) + cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(Tally{RowsRead: 8, RowsUsed: 2, RowsRejected: 6, ValuesRead: 8, ValuesUsed: 2, ValuesRejected: 6}, res.Inputs[0].Tally); diff != "" {
		t.Error(diff)
	}
}
