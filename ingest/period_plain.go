package ingest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// plainDate is the normal text of a date in the digits of the grammar: without a
// time of day, the years of the Republic (民国114年) and those in Chinese digits
// (二〇二五年) as those of the common era.
func plainDate(text string) string {
	s := cutTime(normal(text))
	if isPlain(s) {
		return s
	}
	return arabicYear(commonEra(s))
}

// commonEra writes a year of the Republic of China, whose first is 1912.
func commonEra(s string) string {
	for _, era := range []string{"民国", "民國"} {
		_, year, found := strings.Cut(s, era)
		if !found {
			continue
		}
		year = strings.TrimLeft(year, " ")
		digits := leadingDigits(year)
		n, err := strconv.Atoi(year[:digits])
		if err == nil && n > 0 && digits <= 3 {
			return strconv.Itoa(1911+n) + year[digits:]
		}
	}
	return s
}

// arabicYear writes the four Chinese digits in front of 年 as others are.
func arabicYear(s string) string {
	head, rest, found := strings.Cut(s, "年")
	runes := []rune(head)
	if !found || len(runes) != 4 {
		return s
	}
	year := make([]byte, 4)
	for i, r := range runes {
		at := slices.Index([]rune("〇一二三四五六七八九"), r)
		if r == '零' || r == '○' {
			at = 0
		}
		if at < 0 {
			return s
		}
		year[i] = byte('0' + at)
	}
	return string(year) + "年" + rest
}

// readLonger reads what is more than one date: a day with its weekday, a period with
// another name for it in brackets, the first and the last day of a period.
func readLonger(s string, opt PeriodOptions) (kpi.Period, string) {
	if day, found := cutWeekday(s); found {
		if p, code := readPlain(day, opt); code != "" || p.Grain == kpi.Day {
			return p, code
		}
	}
	if head, inside, found := strings.Cut(strings.TrimSuffix(s, ")"), "("); found && strings.HasSuffix(s, ")") && sameTwice(head, inside, opt) {
		return readPlain(strings.TrimSpace(head), opt)
	}
	return readSpanOfDays(s, opt)
}

// sameTwice reports whether both texts name one period: Q2(4-6月).
func sameTwice(a, b string, opt PeriodOptions) bool {
	if opt.Year == 0 {
		opt.Year = 2000
	}
	first, codeA := readPlain(strings.TrimSpace(a), opt)
	opt.Bare, opt.Year = first.Grain, first.Start.Time().Year()
	second, codeB := readPlain(strings.TrimSpace(b), opt)
	return codeA == "" && codeB == "" && first == second
}

// cutWeekday cuts the name of a weekday that stands before or behind a date, alone
// or in brackets.
func cutWeekday(s string) (string, bool) {
	bare := strings.TrimSuffix(s, ")")
	for _, week := range []string{"星期", "礼拜", "周"} {
		if head, day, found := strings.Cut(bare, week); found && slices.Contains([]string{"一", "二", "三", "四", "五", "六", "日", "天"}, day) {
			return strings.TrimRight(head, " ,("), true
		}
	}
	for _, day := range []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		for _, name := range []string{day, day[:3]} {
			if rest, found := strings.CutPrefix(s, name); found && strings.TrimLeft(rest, " ,.") != rest {
				return strings.TrimLeft(rest, " ,."), true
			}
			if head, found := strings.CutSuffix(bare, name); found && strings.TrimRight(head, " ,(") != head {
				return strings.TrimRight(head, " ,("), true
			}
		}
	}
	return "", false
}

// readSpanOfDays reads the first and the last day of one week, month, quarter, half
// or year as that: 2025-05-01~2025-05-31, 2025年5月1日-31日. Any other span is none.
func readSpanOfDays(s string, opt PeriodOptions) (kpi.Period, string) {
	for at := 1; at < len(s); at++ {
		for _, dash := range dashes {
			if !strings.HasPrefix(s[at:], dash) {
				continue
			}
			first, code := readPlain(strings.TrimSpace(s[:at]), opt)
			if code != "" || first.Grain != kpi.Day {
				continue
			}
			last, code := readLastDay(strings.TrimSpace(s[at+len(dash):]), first, opt)
			if code != "" || last.Grain != kpi.Day {
				continue
			}
			if p, ok := wholePeriod(first, last); ok {
				return p, ""
			}
		}
	}
	return kpi.Period{}, "period.unreadable"
}

// wholePeriod is the period of which two days are the first and the last.
func wholePeriod(first, last kpi.Period) (kpi.Period, bool) {
	for g := kpi.Week; g <= kpi.Year; g++ {
		if p := kpi.PeriodOf(first.Start, g); p.Start == first.Start && p.End() == last.Start {
			return p, true
		}
	}
	return kpi.Period{}, false
}

// readLastDay reads the last day of a span, which may lack the year and the month of
// the first: 31日, 5.31.
func readLastDay(s string, first kpi.Period, opt PeriodOptions) (kpi.Period, string) {
	opt.Year, opt.Month = first.Start.Time().Year(), int(first.Start.Time().Month())
	tokens, _ := scanPeriod(s)
	if shape, n := shapeOf(tokens); (shape == "N-N" || shape == "N.N") && n[0].len <= 2 {
		return dayOf(digits{opt.Year, 4}, n[0], n[1])
	}
	return readPlain(s, opt)
}

// isFiscal reports whether a text names a fiscal year, whose start nobody can
// know from it: FY25-Q1, 2025财年, 2024/25.
func isFiscal(s string) bool {
	rest, found := strings.CutPrefix(s, "fy")
	if found && strings.TrimLeft(rest, " -'/.")+"x" != "x" && strings.ContainsAny(rest, "0123456789") || strings.HasSuffix(s, "fy") && strings.ContainsAny(s, "0123456789") {
		return true
	}
	for _, word := range []string{"财年", "财政年度", "会计年度", "fiscal"} {
		if strings.Contains(s, word) {
			return true
		}
	}
	return isYearPair(s)
}

// isYearPair reports whether a text is a year and the next one: 2024/25, 2024-2025.
func isYearPair(s string) bool {
	tokens, ok := scanPeriod(strings.TrimRight(s, "年度"))
	if !ok {
		return false
	}
	shape, n := shapeOf(tokens)
	if shape != "N-N" || n[0].len != 4 || n[1].len != 2 && n[1].len != 4 {
		return false
	}
	next := n[0].value + 1
	return n[1].value == next || n[1].len == 2 && n[1].value == next%100 && n[1].value > 12
}
