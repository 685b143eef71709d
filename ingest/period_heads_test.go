package ingest

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// periodsRead are the periods of all figures, in their order.
func periodsRead(res *Result) string {
	var list []string
	for i := range res.Dataset.Len() {
		if o := res.Dataset.At(i); o.Measure.Known() && !slices.Contains(list, o.Period.String()) {
			list = append(list, o.Period.String())
		}
	}
	return strings.Join(list, " ")
}

func TestHeadingsAcrossTheEndOfAYear(t *testing.T) {
	for _, c := range []struct {
		why, file, head string
		want            string // the periods, or the code of the fault
	}{
		{"a fall with one year alone is refused", "2025年度销售额", "10月|11月|12月|1月|2月", "table.year_wrap"},
		{"weeks too", "2025 销售额", "第51周|第52周|第1周|第2周", "table.year_wrap"},
		{"quarters too", "2025 销售额", "Q3|Q4|Q1|Q2", "table.year_wrap"},
		{"the latest first", "2025 销售额", "2月|1月|12月|11月", "table.year_wrap"},
		{"beside a KPI too", "2025", "11月NPS|12月NPS|1月NPS", "table.year_wrap"},
		{"two years in the name tell both", "2024-2025 销售额", "11月|12月|1月", "2024-11 2024-12 2025-01"},
		{"a range of months tells both", "2024年11月-2025年1月销售额", "11月|12月|1月", "2024-11 2024-12 2025-01"},
		{"two years, the latest first", "2024-25 销售额", "2月|1月|12月", "2024-12 2025-01 2025-02"},
		{"two years without a fall tell neither", "2024-2025 销售额", "1月|2月|3月", "table.no_year"},
		{"headings with years carry on", "销售额", "2024年11月|12月|2025年1月|2月", "2024-11 2024-12 2025-01 2025-02"},
		{"over the end of the year", "销售额", "2024年11月|12月|1月", "2024-11 2024-12 2025-01"},
		{"and back", "销售额", "11月|12月|2025年1月", "2024-11 2024-12 2025-01"},
		{"against the name's year", "2025 销售额", "2024年11月|12月|2025年1月|2月", "2024-11 2024-12 2025-01 2025-02"},
		{"beside a KPI they carry on", "x", "2024年12月NPS|1月NPS", "2024-12 2025-01"},
		{"a month that comes again for another KPI is no fall", "2025", "11月NPS|12月NPS|11月质检分|12月质检分", "2025-11 2025-12"},
		{"months from the last to the first", "2025 销售额", "3月|2月|1月", "2025-01 2025-02 2025-03"},
		{"all months, sorted as texts", "2025 销售额", "1月|10月|11月|12月|2月|3月|4月|5月|6月|7月|8月|9月",
			"2025-01 2025-02 2025-03 2025-04 2025-05 2025-06 2025-07 2025-08 2025-09 2025-10 2025-11 2025-12"},
		{"months in no order are of their year", "2025 销售额", "3月|1月|2月", "2025-01 2025-02 2025-03"},
	} {
		width := strings.Count(c.head, "|") + 1
		row := func(name string) string { return name + strings.Repeat("|5", width) + "\n" }
		res, err := Tables(one(c.file+".csv", "姓名|"+c.head+"\n"+row("甲")+row("乙")), Options{})
		got := ""
		if err != nil {
			got = kpi.AsFault(err).Code
		} else {
			got = periodsRead(res)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q\n%s", c.why, got, c.want, told(res))
		}
	}
}

func TestTheFallOfAYearNamesItsHeadings(t *testing.T) {
	_, err := Tables(one("2025年度销售额.csv", "姓名|11月|12月|1月\n甲|1|2|3"), Options{})
	f := kpi.AsFault(err)
	if f == nil || f.Code != "table.year_wrap" || f.Args["first"] != "12月" || f.Args["next"] != "1月" {
		t.Errorf("%v", err)
	}
}

func TestRowsAcrossTheEndOfAYear(t *testing.T) {
	for _, c := range []struct {
		why, file, rows string // of a person, as month or person:month
		want            string
	}{
		{"a fall with one year alone is refused", "2025年销售额", "11月 12月 1月", "period.year_wrap"},
		{"weeks too", "2025年销售额", "第52周 第1周", "period.year_wrap"},
		{"the latest first", "2025年销售额", "2月 1月 12月 11月", "period.year_wrap"},
		{"two years in the name tell both", "2024-2025年销售额", "11月 12月 1月", "2024-11 2024-12 2025-01"},
		{"two years, somebody came late", "2024-2025年NPS", "甲:12月 甲:1月 乙:11月 乙:12月 乙:1月", "2024-11 2024-12 2025-01"},
		{"a person behind another is no fall", "2025年NPS", "甲:11月 甲:12月 乙:1月 乙:2月", "2025-01 2025-02 2025-11 2025-12"},
		{"all months, sorted as texts", "2025年销售额", "1月 10月 11月 12月 2月 3月", "2025-01 2025-02 2025-03 2025-10 2025-11 2025-12"},
		{"and of two years nobody knows which", "2024-2025年销售额", "1月 10月 11月 12月 2月 3月", "period.year_wrap"},
		{"a whole year of quarters", "2024-2025年销售额", "Q4 Q1 Q2 Q3", "2024-Q4 2025-Q1 2025-Q2 2025-Q3"},
		{"rows in no order tell nothing", "2025年销售额", "12月 1月 5月 3月", "2025-01 2025-03 2025-05 2025-12"},
		{"the first and the last month", "2025年销售额", "1月 12月", "2025-01 2025-12"},
		{"months with years", "2025年销售额", "2024年12月 2025年1月", "2024-12 2025-01"},
	} {
		text := "姓名|月份|销售额\n"
		for _, row := range strings.Fields(c.rows) {
			who, month, found := strings.Cut(row, ":")
			if !found {
				who, month = "甲", row
			}
			text += who + "|" + month + "|5\n"
		}
		res, err := Tables(one(c.file+".csv", text), Options{})
		got := periodsRead(res)
		if err != nil {
			got = strings.Join(codes(res, kpi.Error), " ")
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q\n%s", c.why, got, c.want, told(res))
		}
	}
}

// Headings of consecutive months, of which any but one lack their year, are those
// months.
func TestMonthsBesideOneWithItsYear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := kpi.PeriodOf(kpi.DateOf(2023, 1, 1)+kpi.Date(rapid.IntRange(0, 900).Draw(t, "day")), kpi.Month)
		n := rapid.IntRange(2, 12).Draw(t, "months")
		with := rapid.IntRange(0, n-1).Draw(t, "with")
		head, row, want := "姓名", "甲", ""
		for i := range n {
			text := from.Start.Time().Format("1") + "月"
			if i == with {
				text = from.Start.Time().Format("2006年1月")
			}
			head, row, want = head+"|"+text, row+"|5", want+" "+from.String()
			from = from.Next()
		}
		res, err := Tables(one("销售额.csv", head+"\n"+row), Options{})
		if err != nil || periodsRead(res) != want[1:] {
			t.Fatalf("%s: %s, want %s (%v)", head, periodsRead(res), want, err)
		}
	})
}

func TestHeadingsThatAreNumbers(t *testing.T) {
	run := func(n int) string {
		head := ""
		for i := range n {
			head += "|" + string("0123"[(i+1)/10]) + string("0123456789"[(i+1)%10])
		}
		return strings.ReplaceAll(head, "|0", "|")
	}
	for _, c := range []struct {
		why, file, head string
		filled          int // so many columns
		want            string
	}{
		{"the days of a month", "2025年6月销售额", run(30), 30, "2025-06-01 … 2025-06-30"},
		{"a form of 31 days", "2025年6月销售额", run(31), 30, "2025-06-01 … 2025-06-30"},
		{"a day that the month does not have", "2025年6月销售额", run(31), 31, "table.numbered"},
		{"the months of a year", "2025年销售额", run(12), 12, "2025-01 … 2025-12"},
		{"twelve days or months", "2025年6月销售额", run(12), 12, "table.numbered"},
		{"no year", "销售额", run(12), 12, "table.numbered"},
		{"no KPI", "2025年", run(12), 12, "table.numbered"},
		{"days without their month", "2025年销售额", run(31), 31, "table.numbered"},
		{"day counts of months", "销售额", "|45658|45689|45717", 3, "2025-01 … 2025-03"},
		{"day counts of days", "销售额", "|45658|45659|45660", 3, "2025-01-01 … 2025-01-03"},
	} {
		width := strings.Count(c.head, "|")
		row := strings.Repeat("|5", c.filled) + strings.Repeat("|", width-c.filled) + "\n"
		res, err := Tables(one(c.file+".csv", "姓名"+c.head+"\n甲"+row+"乙"+row), Options{})
		got := ""
		if list := strings.Fields(periodsRead(res)); len(list) > 0 {
			got = list[0] + " … " + list[len(list)-1]
		}
		if err != nil {
			got = kpi.AsFault(err).Code
			if strings.Contains(kpi.AsFault(err).Args["suggestions"], "1=") {
				t.Errorf("%s: a period is to become a KPI: %s", c.why, kpi.AsFault(err).Args["suggestions"])
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q\n%s", c.why, got, c.want, told(res))
		}
	}
}
