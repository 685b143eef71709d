package ingest

import (
	"slices"
	"strconv"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// As CRM systems, ledgers and people write amounts and counts.
func TestNumbersWithTheirUnits(t *testing.T) {
	for _, c := range []struct {
		text  string
		value float64
		mark  mark
	}{
		{"USD 49,490.00", 49490, "USD"}, {"US$12", 12, "USD"}, {"$ (12.50)", -12.5, "USD"}, {"($12.50)", -12.5, "USD"}, {"-$12.50", -12.5, "USD"}, {"$-5", -5, "USD"},
		{"12.50 USD", 12.5, "USD"}, {"EUR 1234.50", 1234.5, "EUR"}, {"1234.50€", 1234.5, "EUR"}, {"HK$12", 12, "HKD"}, {"₹1,200", 1200, "INR"}, {"Rs. 12", 12, "INR"},
		{"¥49,490", 49490, "CNY"}, {"￥49,490", 49490, "CNY"}, {"49,490元", 49490, "CNY"}, {"49490 元", 49490, "CNY"}, {"1.2万元", 12000, "CNY"}, {"RMB 12", 12, "CNY"}, {"人民币12.5元", 0, ""},
		{"3次", 3, "count"}, {"45 单", 45, "count"}, {"1,234件", 1234, "count"}, {"－3人", -3, "count"}, {"95分", 95, "points"}, {"95.5 分", 95.5, "points"},
		{"95 points", 95, "points"}, {"12米", 0, ""}, {"次", 0, ""}, {"元", 0, ""}, {"USD", 0, ""}, {"3次5件", 0, ""}, {"$€5", 0, ""}, {"约3次", 0, ""}, {"USD49490", 0, ""}, {"CNY12.5", 0, ""}, {"12rm", 0, ""},
	} {
		n := parseNumber(c.text)
		if read := n.state == used; read != (c.mark != "") || read && (n.value != c.value || n.mark != c.mark) {
			t.Errorf("%q is read as %v %q (%s), want %v %q", c.text, n.value, n.mark, n.fault, c.value, c.mark)
		}
	}
}

func TestDurationsWithTheirUnits(t *testing.T) {
	for text, seconds := range map[string]float64{
		"12 min": 720, "12分钟": 720, "2.5小时": 9000, "2h": 7200, "2h 5m": 7500, "1小时20分": 4800, "1小时20分30秒": 4830, "1d 2h": 93600, "3天": 259200,
		"90s": 90, "90 秒": 90, "5分30秒": 330, "1 hour 1 minute 1 second": 3661, "-2h": -7200, "１２分钟": 720,
	} {
		if n := parseNumber(text); n.state != used || n.value != seconds || n.clock != fullTime {
			t.Errorf("%q is %+v, want %v seconds", text, n, seconds)
		}
	}
	for _, text := range []string{"5m", "5时", "h", "2h 5", "5m 2h", "2 hundred", "12 months", "2.5.1h", "min 12"} {
		if n := parseNumber(text); n.state != rejected {
			t.Errorf("%q is %+v", text, n)
		}
	}
	if n := parseNumber("15分"); n.clock != noClock || n.mark != inPoints {
		t.Errorf("15分 may be points as well as minutes: %+v", n)
	}
}

// What the mark says is held against the indicator: nobody's minutes become points.
func TestUnitsAreHeldAgainstTheIndicator(t *testing.T) {
	for _, c := range []struct{ why, heading, text, want string }{
		{"money under money", "销售额", "1.2万元", "12000"},
		{"a count under a quantity", "NPS", "45分", "45"},
		{"minutes in the indicator's unit", "处理时长", "2小时", "120"},
		{"the unit of the heading is that of bare numbers", "处理时长(小时)", "30分钟", "30"},
		{"money under a share", "转化率", "$5", "value.other_unit"},
		{"a count under a share", "转化率", "3次", "value.other_unit"},
		{"points or minutes under a time", "处理时长", "15分", "value.other_unit"},
		{"a time under a share", "转化率", "15分钟", "value.is_time"},
	} {
		res := must(t, Options{}, one("a.xlsx", "姓名|月份|"+c.heading+"|CSAT\n张三|2026-01|"+c.text+"|80%")...)
		got := ""
		for _, code := range codes(res, kpi.Error) {
			got += code
		}
		for i := range res.Dataset.Len() {
			if o := res.Dataset.At(i); o.Indicator.ID != "csat" && o.Measure.Known() {
				got += strconv.FormatFloat(o.Measure.Level, 'g', -1, 64)
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}

// A sum of dollars and euros is no figure. The first currency of a column is kept.
func TestCurrenciesAreNotAddedUp(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", `
		姓名|月份|销售额
		甲|2026-01|$5
		乙|2026-01|USD 6
		丙|2026-01|€7
		丁|2026-01|8`)...)
	equalFacts(t, "the first currency", res, "all 丁 sales_value 2026-01 8", "all 丙 sales_value 2026-01 none", "all 乙 sales_value 2026-01 6", "all 甲 sales_value 2026-01 5")
	if d := find(t, res, "value.other_currency"); d.Origin.Cell() != "C4" || d.Args["text"] != "€7" {
		t.Errorf("%+v", d)
	}
	files := append(one("a.csv", "姓名|月份|销售额\n甲|2026-01|$5"), one("b.csv", "姓名|月份|销售额\n乙|2026-01|7 EUR")...)
	if res := must(t, Options{}, files...); !slices.Contains(codes(res, kpi.Error), "value.other_currency") {
		t.Error("two files in two currencies are compared")
	}
}

// 3次 is no figure in a row of headings.
func TestUnitsDoNotHideHeadings(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", `
		姓名|月份|转化率|3次|5次
		甲|2026-01|15%|3|4
		乙|2026-01|16%|5|6`)...)
	equalFacts(t, "the header", res, "all 乙 conversion_rate 2026-01 0.16", "all 甲 conversion_rate 2026-01 0.15")
}
