package ingest

import (
	"slices"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestCountsWithoutTheirPartnerAreSaid(t *testing.T) {
	for _, c := range []struct {
		why, text string
		want      []string // heading kpi part, of each warning
		missing   string   // of the first
	}{
		{"visits beside the rate they belong to, both of new customers", "姓名|新客户转化率|新客户拜访数\n甲|15%!|20", []string{"新客户拜访数 conversion_rate denominator"}, "成交数, 成交量, 成交客户数, 成交单数"},
		{"deals of this month beside the rate", "姓名|转化率|本月成交数\n甲|15%!|3", []string{"本月成交数 conversion_rate numerator"}, "拜访数, 拜访量, 拜访次数, 拜访客户数"},
		{"visits beside another KPI, in English", "Name|NPS|Visits\nA|15|20", []string{"Visits conversion_rate denominator"}, "deals, deals closed, deals won, closed deals"},
		{"a pair is no single", "姓名|成交数|拜访数\n甲|3|20", nil, ""},
		{"a pair of new customers is no single", "姓名|新客户转化率|新成交数|新客户拜访数\n甲|15%!|3|20", nil, ""},
		{"two singles of two KPIs", "姓名|NPS|成交数|检验数\n甲|1|3|20", []string{"成交数 conversion_rate numerator", "检验数 defect_rate denominator"}, "拜访数, 拜访量, 拜访次数, 拜访客户数"},
	} {
		res := must(t, Options{}, one("a.xlsx", c.text)...)
		var got []string
		for _, d := range res.Diagnostics {
			if d.Code != "column.unpaired" {
				continue
			}
			if got = append(got, d.Args["heading"]+" "+d.Args["kpi"]+" "+d.Args["part"]); len(got) == 1 && d.Args["missing"] != c.missing {
				t.Errorf("%s: missing %q, want %q", c.why, d.Args["missing"], c.missing)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

func TestCountsOfNewOnesAreNotDividedByAll(t *testing.T) {
	res, _ := Tables(one("a.xlsx", "姓名|新成交数|拜访数|NPS\n甲|3|20|1"), Options{})
	if d := find(t, res, "column.scopes_differ"); d.Severity != kpi.Error || d.Args["other"] != "拜访数" {
		t.Errorf("%+v", d)
	}
	equalFacts(t, "only what is sure", res, "all 甲 nps all 1")
}

func TestATableWithoutAKPISaysWhatIsMissing(t *testing.T) {
	for _, c := range []struct {
		why, text, code string
		args            kpi.Args
	}{
		{"counts alone", "姓名|拜访数\n甲|20", "kpi.only_counts", kpi.Args{"heading": "拜访数", "kpi": "conversion_rate", "part": "denominator", "missing": "成交数, 成交量, 成交客户数, 成交单数"}},
		{"periods that nothing says the KPI of", "姓名|2025年1月|2025年2月\n甲|20|30", "kpi.not_named", kpi.Args{"headings": "姓名, 2025年1月, 2025年2月", "first": "2025年1月", "columns": "2"}},
		{"quarters of a fiscal year", "姓名|FY25-Q1|FY25-Q2\n甲|20|30", "table.fiscal_year", kpi.Args{"headings": "姓名, FY25-Q1, FY25-Q2", "suggestions": ""}},
		{"fiscal years", "姓名|2023/24|2024/25\n甲|20|30", "table.fiscal_year", kpi.Args{"headings": "姓名, 2023/24, 2024/25", "suggestions": ""}},
		{"months without their year", "姓名|1月|2月\n甲|20|30", "table.no_year", kpi.Args{"headings": "姓名, 1月, 2月", "suggestions": ""}},
		{"no figures at all", "姓名|城市\n甲|上海", "kpi.none_recognised", kpi.Args{"headings": "姓名, 城市", "suggestions": ""}},
		{"a column that can be named", "姓名|赢单额\n甲|20", "kpi.none_recognised", kpi.Args{"headings": "姓名, 赢单额", "suggestions": `--kpi "赢单额=higher,quantity"`}},
	} {
		res, err := Tables(one("a.xlsx", c.text), Options{})
		f := kpi.AsFault(err)
		if f == nil || f.Code != c.code || f.Args.String() != c.args.String() {
			t.Errorf("%s: %v, want %s %s\n%s", c.why, f, c.code, c.args, told(res))
		}
	}
}

func TestMonthsAreNeverProposedAsKPIs(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "姓名|NPS|1月\n甲|5|20")...)
	if d := find(t, res, "column.no_year"); d.Args["heading"] != "1月" || d.Severity != kpi.Note {
		t.Errorf("%+v", d)
	}
	for _, c := range res.Readings[0].Columns {
		if c.Suggestion != "" || c.Role == RoleUnknown {
			t.Errorf("%+v", c)
		}
	}
}

func TestOnlyReallyNearNamesAreOffered(t *testing.T) {
	v := newVocabulary(kpi.Builtin(), nil)
	for _, c := range []struct{ heading, want string }{
		{"缺勤率", "defect_rate"}, {"转换率", "conversion_rate"}, {"conversion ratee", "conversion_rate"}, {"defect rat", "defect_rate"},
		{"赢单额", ""}, {"培训次数", ""}, {"1月", ""}, {"转化率达成情况说明", ""}, {"sales calls per week", ""},
	} {
		got := ""
		if in := v.mostSimilar(fold(c.heading).key); in != nil {
			got = in.ID
		}
		if got != c.want {
			t.Errorf("%s is near to %q, want %q", c.heading, got, c.want)
		}
	}
}

func TestUnknownKPIsOfLongSheetsAreDefinedByTheirNumbers(t *testing.T) {
	res, _ := Tables(one("a.xlsx", "姓名|指标|数值\n甲|NPS|5\n甲|赢单|0.4\n乙|赢单|0.5\n甲|外呼量|40"), Options{})
	var got []string
	for _, d := range res.Diagnostics {
		if d.Code == "kpi.unknown" {
			got = append(got, d.Args["suggestion"])
		}
	}
	if want := []string{`--kpi "赢单=higher,proportion"`, `--kpi "外呼量=higher,quantity"`}; !slices.Equal(got, want) {
		t.Errorf("%s, want %s", strings.Join(got, " "), want)
	}
}

func TestASecondColumnOfAKPINamesTheFirst(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "姓名|转化率|本月转化率\n甲|15%!|16%!")...)
	if d := find(t, res, "column.surplus_kpi"); d.Args["kpi"] != "conversion_rate" || d.Args["heading"] != "本月转化率" || d.Args["other"] != "转化率" {
		t.Errorf("%+v", d)
	}
	equalFacts(t, "the exact name wins", res, "all 甲 conversion_rate all 0.15")
}
