package ingest

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestParsePeriodReadsWhatExportsWrite(t *testing.T) {
	for text, want := range map[string]string{
		// months
		"2025-06": "2025-06", "2025-6": "2025-06", "2025/6": "2025-06", "2025/06": "2025-06", "2025.06": "2025-06", "2025.6": "2025-06",
		"202506": "2025-06", "2025 06": "?", "06/2025": "2025-06", "6-2025": "2025-06", "6.2025": "2025-06",
		"2025年6月": "2025-06", "2025年06月份": "2025-06", "2025 年 6 月": "2025-06", "２０２５年６月": "2025-06", "2025年6月度": "2025-06",
		"2025年六月": "2025-06", "2025年十二月": "2025-12", "2025年十月": "2025-10", "25年6月": "2025-06", "2025年-6月": "2025-06",
		"Jun 2025": "2025-06", "June 2025": "2025-06", "JUN-2025": "2025-06", "jun. 2025": "2025-06", "2025 Jun": "2025-06", "2025-Jun": "2025-06",
		"Sept 2025": "2025-09", "May 2025": "2025-05", "Mar 25": "2025-03", "Jun-25": "2025-06", "Dec'24": "2024-12", "Dec'31": "2031-12",
		// quarters
		"2025Q2": "2025-Q2", "2025-Q2": "2025-Q2", "2025 q2": "2025-Q2", "Q2 2025": "2025-Q2", "Q2/2025": "2025-Q2", "Q2-25": "2025-Q2", "25Q2": "2025-Q2",
		"2Q25": "2025-Q2", "2Q2025": "2025-Q2", "2025年Q2": "2025-Q2", "2025年第2季度": "2025-Q2", "2025年第二季度": "2025-Q2", "2025年二季度": "2025-Q2",
		"2025年2季": "2025-Q2", "2025年度第四季度": "2025-Q4", "Quarter 2 2025": "2025-Q2",
		// weeks, halves, years
		"2025-W23": "2025-W23", "2025W01": "2025-W01", "2025年第23周": "2025-W23", "W23 2025": "2025-W23", "2020-W53": "2020-W53",
		"2025H1": "2025-H1", "H2 2025": "2025-H2", "1H25": "2025-H1", "2025上半年": "2025-H1", "2025年下半年": "2025-H2", "2025年上半年": "2025-H1",
		"2025": "2025", "2025年": "2025", "2025年度": "2025", "1990": "1990", "2100": "2100",
		// forms of few exports
		"2025-06月": "2025-06", "二〇二五年六月": "2025-06", "二○二五年十二月": "2025-12", "民国114年6月": "2025-06", "民國114年6月": "2025-06", "202506.0": "2025-06", "2025.0": "2025",
		"2025M06": "2025-06", "2025-M6": "2025-06", "Q-II 2025": "2025-Q2", "2025-II季度": "2025-Q2", "2025年Ⅱ季度": "2025-Q2",
		"2025-05-01~2025-05-31": "2025-05", "2025年5月1日-5月31日": "2025-05", "2025年5月1日至31日": "2025-05", "2025/5/1-2025/5/31": "2025-05", "2025.4.1-6.30": "2025-Q2", "2025-06-02 - 2025-06-08": "2025-W23",
		"2024/3/13 下午 3:00": "2024-03-13", "2024/3/13 下午3:00:00": "2024-03-13", "2024年3月13日 星期三": "2024-03-13", "2024-03-13(周三)": "2024-03-13", "Wed, Mar 13 2024": "2024-03-13", "Wednesday, March 13, 2024": "2024-03-13", "2024-03-13 Wed": "2024-03-13",
		"2025Q2(4-6月)": "2025-Q2",
		// days, and times of day that are dropped
		"2025-06-03": "2025-06-03", "2025/6/3": "2025-06-03", "2025.6.3": "2025-06-03", "20250603": "2025-06-03", "2025年6月3日": "2025-06-03",
		"2025年6月3号": "2025-06-03", "2025-06-03T10:00:00": "2025-06-03", "2025-06-03 10:00": "2025-06-03", "2025-06-03T23:59:59.999Z": "2025-06-03",
		"2025-06-03T10:00:00+08:00": "2025-06-03", "2025/6/3 0:00:00": "2025-06-03", "6/13/2025 10:30 AM": "2025-06-13", "2025年6月3日 10:00": "2025-06-03",
		"3 Jun 2025": "2025-06-03", "03-Jun-2025": "2025-06-03", "3-Jun-25": "2025-06-03", "Jun 3, 2025": "2025-06-03", "June 3 2025": "2025-06-03", "2025 Jun 3": "2025-06-03",
		"13/4/2025": "2025-04-13", "4/13/2025": "2025-04-13", "2024-02-29": "2024-02-29",
	} {
		p, err := ParsePeriod(text, PeriodOptions{})
		got := p.String()
		if err != nil {
			got = "?"
		}
		if got != want {
			t.Errorf("%q is read as %s, want %s (%v)", text, got, want, err)
		}
	}
}

func TestParsePeriodRefuses(t *testing.T) {
	for _, c := range []struct{ why, text, code string }{
		{"no text at all", "", "period.unreadable"},
		{"a frequency", "monthly", "period.unreadable"},
		{"a word", "华东", "period.unreadable"},
		{"a fiscal year, whose start is not known", "FY2025", "period.fiscal_year"},
		{"a Chinese fiscal year", "2025财年", "period.fiscal_year"},
		{"a range with other separators", "2025/06-07", "period.unreadable"},
		{"a range of months", "2025年1-6月", "period.unreadable"},
		{"a list", "2025-04,05", "period.unreadable"},
		{"a week of a month", "2025年6月第1周", "period.unreadable"},
		{"a serial outside a column of dates", "45809", "period.unreadable"},
		{"a bare month number", "6", "period.unreadable"},
		{"three digits", "123", "period.unreadable"},
		{"nine digits", "202506031", "period.unreadable"},
		{"digits without end", "20250603202506032025060320250603", "period.unreadable"},
		{"a quarter of a fiscal year", "FY25-Q1", "period.fiscal_year"},
		{"two years", "2024/25", "period.fiscal_year"},
		{"a span that is no period", "2025-05-01~2025-05-30", "period.unreadable"},
		{"a span across months", "2025-05-11~2025-06-10", "period.unreadable"},
		{"a month with something else in brackets", "2025年6月(5月)", "period.unreadable"},
		{"a mark that may be a model", "M6", "period.unreadable"},
		{"a Roman number alone", "II", "period.unreadable"},
		{"a third of a month", "2025年6月上旬", "period.unreadable"},
		{"a time alone", "10:00", "period.unreadable"},
		{"a negative number", "-5", "period.unreadable"},
		{"thousands", "12,500", "period.unreadable"},
		{"month 13", "2025-13", "period.no_such_day"},
		{"month 0", "2025年0月", "period.no_such_day"},
		{"month 99 of six digits", "202599", "period.no_such_day"},
		{"30 February", "2025-02-30", "period.no_such_day"},
		{"29 February of a common year", "2025/2/29", "period.no_such_day"},
		{"31 April", "20250431", "period.no_such_day"},
		{"quarter 5", "2025Q5", "period.no_such_day"},
		{"half 3", "2025H3", "period.no_such_day"},
		{"week 53 of a short year", "2025-W53", "period.no_such_day"},
		{"week 0", "2025-W00", "period.no_such_day"},
		{"a year before 1990", "1989-12", "period.implausible_year"},
		{"a year after 2100", "2101", "period.implausible_year"},
		{"a birth year for a date", "1825-06-03", "period.implausible_year"},
		{"a month without a year", "6月", "period.no_year"},
		{"an English month without a year", "June", "period.no_year"},
		{"a quarter without a year", "Q2", "period.no_year"},
		{"a Chinese quarter without a year", "第二季度", "period.no_year"},
		{"a half without a year", "上半年", "period.no_year"},
		{"a day without a year", "6月3日", "period.no_year"},
		{"day or month first", "3/4/2025", "period.order_ambiguous"},
		{"day or month first, the same number", "4/4/2025", "period.order_ambiguous"},
		{"a year of two digits at any place", "25/3/4", "period.order_ambiguous"},
		{"a year of two digits, though a part is above 12", "13/4/25", "period.order_ambiguous"},
		{"a number that lost its zero, or not", "2025.1", "period.ambiguous"},
		{"June 2003, or the 3rd", "Jun 03", "period.ambiguous"},
		{"the 25th, or 2025", "25 Jun", "period.ambiguous"},
	} {
		p, err := ParsePeriod(c.text, PeriodOptions{})
		f := kpi.AsFault(err)
		if f == nil {
			t.Errorf("%s: %q is read as %s", c.why, c.text, p)
			continue
		}
		if f.Code != c.code || f.Args["text"] != c.text {
			t.Errorf("%s: %q gives %s %v, want %s", c.why, c.text, f.Code, f.Args, c.code)
		}
	}
}

func TestParsePeriodByOptions(t *testing.T) {
	for _, c := range []struct {
		why, text string
		opt       PeriodOptions
		want      string
	}{
		{"the year of 6月", "6月", PeriodOptions{Year: 2025}, "2025-06"},
		{"the year of Q2", "Q2", PeriodOptions{Year: 2025}, "2025-Q2"},
		{"the year of W23", "第23周", PeriodOptions{Year: 2025}, "2025-W23"},
		{"the year of a half", "下半年", PeriodOptions{Year: 2025}, "2025-H2"},
		{"the year of a day", "6月3日", PeriodOptions{Year: 2025}, "2025-06-03"},
		{"the text's own year wins", "2024年6月", PeriodOptions{Year: 2025}, "2024-06"},
		{"a bare month", "6", PeriodOptions{Year: 2025, Bare: kpi.Month}, "2025-06"},
		{"a bare quarter", "2", PeriodOptions{Year: 2025, Bare: kpi.Quarter}, "2025-Q2"},
		{"a bare week", "23", PeriodOptions{Year: 2025, Bare: kpi.Week}, "2025-W23"},
		{"day first", "3/4/2025", PeriodOptions{Order: "dmy"}, "2025-04-03"},
		{"month first", "3/4/2025", PeriodOptions{Order: "mdy"}, "2025-03-04"},
		{"day first, year of two digits", "3/4/25", PeriodOptions{Order: "dmy"}, "2025-04-03"},
		{"year first, of two digits", "25/3/4", PeriodOptions{Order: "ymd"}, "2025-03-04"},
		{"year first by its four digits, whatever the order", "2025/3/4", PeriodOptions{Order: "dmy"}, "2025-03-04"},
		{"January", "2025.1", PeriodOptions{Tenth: 1}, "2025-01"},
		{"October that lost its zero", "2025.1", PeriodOptions{Tenth: 10}, "2025-10"},
		{"a serial", "45809", PeriodOptions{Serials: true}, "2025-06-01"},
	} {
		p, err := ParsePeriod(c.text, c.opt)
		if err != nil || p.String() != c.want {
			t.Errorf("%s: %q is read as %s, want %s (%v)", c.why, c.text, p, c.want, err)
		}
	}
	for _, c := range []struct {
		why, text string
		opt       PeriodOptions
		code      string
	}{
		{"the order contradicts the date", "13/4/2025", PeriodOptions{Order: "mdy"}, "period.no_such_day"},
		{"days stand in the column", "Jun 25", PeriodOptions{Days: true}, "period.ambiguous"},
		{"a bare month without a year", "6", PeriodOptions{Bare: kpi.Month}, "period.no_year"},
		{"a bare month 13", "13", PeriodOptions{Bare: kpi.Month, Year: 2025}, "period.no_such_day"},
		{"a serial of 1905", "02025", PeriodOptions{Serials: true}, "period.implausible_year"},
	} {
		if _, err := ParsePeriod(c.text, c.opt); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != c.code {
			t.Errorf("%s: %q gives %v, want %s", c.why, c.text, err, c.code)
		}
	}
}

func drawPeriod(t *rapid.T) kpi.Period {
	first, last := kpi.DateOf(firstYear, 2, 1), kpi.DateOf(lastYear, 12, 1)
	day := kpi.Date(rapid.Int32Range(int32(first), int32(last)).Draw(t, "day"))
	return kpi.PeriodOf(day, kpi.Grain(rapid.IntRange(int(kpi.Day), int(kpi.Year)).Draw(t, "grain")))
}

func TestPeriodsReadBackWhatTheyWrite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawPeriod(t)
		if got, err := ParsePeriod(want.String(), PeriodOptions{}); err != nil || got != want {
			t.Fatalf("%s is read as %s (%v)", want, got, err)
		}
	})
}

func TestOrderIsNeverGuessed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.IntRange(1, 12).Draw(t, "a"), rapid.IntRange(1, 12).Draw(t, "b")
		sep := rapid.SampledFrom([]string{"/", "-", "."}).Draw(t, "separator")
		text := digitsText(a) + sep + digitsText(b) + sep + "2025"
		if p, err := ParsePeriod(text, PeriodOptions{}); err == nil {
			t.Fatalf("%s is read as %s", text, p)
		}
	})
}

func digitsText(n int) string { return kpi.FromInt(int64(n)).String() }

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"2025-06", "2025年第二季度", "Jun 3, 2025", "3/4/2025", "2025-06-03T10:00:00Z", "上半年", "6月", "十二月", "２０２５Q２", "W53", "99999999", "第", "q", "月月"} {
		f.Add(s, 2025, "dmy")
	}
	f.Fuzz(func(t *testing.T, text string, year int, order string) {
		p, err := ParsePeriod(text, PeriodOptions{Year: year, Order: order, Serials: true, Bare: kpi.Month, Tenth: 1})
		if err != nil {
			return
		}
		if y := p.Start.Time().Year(); y < firstYear-1 || y > lastYear {
			t.Errorf("%q is read as %s", text, p)
		}
		if back, err := ParsePeriod(p.String(), PeriodOptions{}); (err != nil || back != p) && p.Start >= kpi.DateOf(firstYear, 1, 8) {
			t.Errorf("%q is read as %s, and that as %s (%v)", text, p, back, err)
		}
	})
}
