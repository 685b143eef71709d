package ingest

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

func TestPeriodsInTheCellsOfATable(t *testing.T) {
	for _, c := range []struct {
		why, head, row string
		want           string // the period, or the code of the error
	}{
		{"year and quarter in two columns", "年份|季度", "2025|2", "2025-Q2"},
		{"year and quarter, written out", "年度|季度", "2025年|第二季度", "2025-Q2"},
		{"year and Q2", "Year|Quarter", "2025|Q2", "2025-Q2"},
		{"year and month in two columns", "年|月", "2025|6", "2025-06"},
		{"year and English month", "Year|Month", "2025|June", "2025-06"},
		{"year and week in two columns", "年份|周次", "2025|23", "2025-W23"},
		{"year and week, written out", "年份|周", "2025|第23周", "2025-W23"},
		{"the month's own year before that of the column", "年份|月份", "2024|2025-06", "2025-06"},
		{"a month that got a decimal place", "年份|月份", "2025|6.0", "2025-06"},
		{"year and month with decimal places", "年份|月份", "2025.0|6.0", "2025-06"},
		{"a month with its letter", "年份|月份", "2025|M6", "2025-06"},
		{"a third of a month is not the year", "年份|月份", "2025|6月上旬", "period.unreadable"},
		{"a Roman quarter", "年份|季度", "2025|II", "2025-Q2"},
		{"a Roman quarter of one character", "年份|季度", "2025|Ⅱ", "2025-Q2"},
		{"the number of a quarter in front", "年份|季度", "2025|2Q", "2025-Q2"},
		{"a quarter and its months", "年份|季度", "2025|Q2(4-6月)", "2025-Q2"},
		{"a quarter and other months", "年份|季度", "2025|Q2(7-9月)", "period.unreadable"},
		{"the months of a quarter", "年份|季度", "2025|4-6月", "2025-Q2"},
		{"the English months of a quarter", "Year|Quarter", "2025|Apr-Jun", "2025-Q2"},
		{"months that are no quarter", "年份|季度", "2025|5-7月", "period.unreadable"},
		{"an unreadable quarter is not the year", "年份|季度", "2025|S2", "period.unreadable"},
		{"an unreadable month is not the quarter", "年份|季度|月份", "2025|2|六月初", "period.unreadable"},
		{"a blank column of quarters leaves the year", "年份|季度", "2025|", "2025"},
		{"a fiscal quarter", "季度", "FY25-Q1", "period.fiscal_year"},
		{"a year that can't be", "年份|月份", "1905|6月", "period.no_year"},
		{"an English date", "Date", "Mar 25, 2024", "2024-03"},
		{"an English date with the day in front", "Date", "25 March 2024", "2024-03"},
		{"a date with its time", "日期", "2025-06-03 10:20:30", "2025-06"},
		{"an ISO week", "Week", "2025-W23", "2025-W23"},
		{"a Chinese week", "周次", "2025年第23周", "2025-W23"},
		{"a quarter of two digits", "期间", "25Q2", "2025-Q2"},
		{"a cell of a date", "日期", "@2025-06-03", "2025-06"},
		{"a year that was formatted as a date", "日期", "@1905-07-17", "period.implausible_year"},
		{"a serial without a format", "日期", "45811", "2025-06"},
		{"a serial with a time of day", "日期", "45811.75", "2025-06"},
		{"a serial of 1905", "日期", "02025", "period.implausible_year"},
		{"a date that is not in the calendar", "日期", "2025-02-30", "period.no_such_day"},
	} {
		res, err := Tables(one("a.xlsx", "姓名|"+c.head+"|NPS\n甲|"+c.row+"|5"), Options{})
		if res == nil {
			t.Fatal(err)
		}
		got := strings.Join(codes(res, kpi.Error), " ")
		if res.Dataset.Len() > 0 {
			got = res.Dataset.Periods[0].String()
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s\n%s", c.why, got, c.want, told(res))
		}
	}
}

func TestDatesWithYearsOfTwoDigits(t *testing.T) {
	for _, c := range []struct {
		why   string
		cells []string
		want  []string
		code  string
	}{
		{"a month can't be above 12, a year is no 31 years off: day first", []string{"13-04-25", "27-05-25", "31-05-25"}, []string{"2025-04", "2025-05", "2025-05"}, ""},
		{"month first", []string{"04-13-25", "05-27-25", "05-31-25"}, []string{"2025-04", "2025-05", "2025-05"}, ""},
		{"year first", []string{"24-04-13", "25-05-27"}, []string{"2024-04", "2025-05"}, ""},
		{"a day above 12 may be a year", []string{"13-04-25", "14-05-25"}, []string{"", ""}, "period.order_ambiguous"},
		{"nothing above 12", []string{"03-04-05", "04-05-06"}, []string{"", ""}, "period.order_ambiguous"},
		{"no order fits all", []string{"13-04-25", "04-13-25", "31-12-25"}, []string{"", "", ""}, "period.order_ambiguous"},
		{"a slip does not decide", []string{"99-99-99"}, []string{""}, "period.order_ambiguous"},
	} {
		res, got := periodsOf(t, "日期", Options{}, c.cells...)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q\n%s", c.why, got, c.want, told(res))
		}
		if c.code != "" {
			find(t, res, c.code)
		}
	}
}

// Whatever order a column of dates was written in, it is read in that order or
// not at all.
func TestDatesAreReadInTheirOrderOrNotAtAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.SampledFrom([]string{"02-01-06", "01-02-06", "06-01-02", "02/01/2006", "01/02/2006"}).Draw(t, "order")
		var days []kpi.Date
		text := "姓名|日期|NPS\n"
		for i := range rapid.IntRange(1, 8).Draw(t, "rows") {
			d := kpi.DateOf(2023, 1, 1) + kpi.Date(rapid.IntRange(0, 1200).Draw(t, "day"))
			days = append(days, d)
			text += "甲" + string(rune('A'+i)) + "|" + d.Time().Format(order) + "|5\n"
		}
		res, _ := Tables([]*sheet.File{csvOf("a.csv", text)}, Options{})
		for i := range res.Dataset.Len() {
			o := res.Dataset.At(i)
			d := days[[]rune(o.Employee.ID)[1]-'A']
			if o.Period != kpi.PeriodOf(d, o.Period.Grain) {
				t.Fatalf("%s is read as %s in\n%s", d, o.Period, text)
			}
		}
	})
}

func TestOptionsGiveTheMonthOfADay(t *testing.T) {
	for text, want := range map[string]string{"Day5": "2025-06-05", "5日": "2025-06-05", "D30": "2025-06-30", "day 7": "2025-06-07", "第3天": "2025-06-03"} {
		if p, err := ParsePeriod(text, PeriodOptions{Year: 2025, Month: 6}); err != nil || p.String() != want {
			t.Errorf("%q is %s, want %s (%v)", text, p, want, err)
		}
	}
	for text, code := range map[string]string{"Day31": "period.no_such_day", "Day0": "period.no_such_day", "Day123": "period.unreadable"} {
		if _, err := ParsePeriod(text, PeriodOptions{Year: 2025, Month: 6}); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != code {
			t.Errorf("%q: %v, want %s", text, err, code)
		}
	}
	if _, err := ParsePeriod("Day5", PeriodOptions{Year: 2025}); kpi.AsFault(err).Code != "period.no_month" {
		t.Errorf("%v", err)
	}
}

// FuzzHeaders throws headings of two rows at the reader: nothing panics, every
// heading is found by its own name, and what was read reads again.
func FuzzHeaders(f *testing.F) {
	for _, s := range [][2]string{
		{"姓名|1月||2月|", "|成交数|拜访数|成交数|拜访数"}, {"姓名|转化率||", "|目标|实际|差异"}, {"name|csat_2025-01|csat_2025-02", "Ann|1|2"},
		{"工号|姓名|5月转化率(%)|NPS#2|NPS", ""}, {"姓名||姓名|", "|NPS||转化率"}, {"360度评估|(%)|[h]|1-6月|Day1|Q1", "%|分|万元|a/b"},
		{"指标|张三|李四", "NPS|1|2"}, {"姓名|NPS|NPS|NPS#2|[B]", "甲|1|2|3|4"},
	} {
		f.Add(s[0], s[1], true)
	}
	f.Fuzz(func(t *testing.T, top, below string, merged bool) {
		if strings.Contains(top+below, "@") || strings.Contains(top+below, "\n") {
			return
		}
		table := tableOf("2025年6月", top+"\n"+below+"\n甲|1|2|3|4|5\n乙|2|3|4|5|6")
		if merged {
			table.Merged = []sheet.Area{{Top: 1, Left: 1, Bottom: 2, Right: 1}, {Top: 1, Left: 2, Bottom: 1, Right: 3}}
		}
		res, err := Tables([]*sheet.File{fileOf("2025.xlsx", table)}, Options{})
		if err != nil && kpi.AsFault(err) == nil {
			t.Fatalf("no fault: %v", err)
		}
		checkTallies(t, res)
		for _, r := range res.Readings {
			seen := map[string]bool{}
			for _, c := range r.Columns {
				if c.Name == "" || seen[c.Name] {
					t.Fatalf("the column %q of %q is named %q", c.Heading, top, c.Name)
				}
				seen[c.Name] = true
			}
		}
	})
}
