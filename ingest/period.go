package ingest

import (
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// The years that a period may lie in; others are taken for slips.
const (
	firstYear = 1990
	lastYear  = 2100
)

// PeriodOptions settles what a text alone leaves open. The zero value settles
// nothing: such texts are refused.
type PeriodOptions struct {
	Order   string    // of 3/4/2025: dmy, mdy or ymd (of 25/3/4)
	Year    int       // of 6月, Jun, Q2
	Month   int       // of Day5, 5日
	Bare    kpi.Grain // what a bare 1…12 is: Month, Quarter or Week; 0: nothing
	Serials bool      // five digits are a spreadsheet's day count
	From04  bool      // serials count from 1904-01-01, as in workbooks of old Macs; else from 1899-12-30
	Tenth   int       // the month that 2025.1 means, 1 or 10: a number loses the zero of 2025.10; 0: refused
	Turn    int       // parts below this are of the year after Year: 1月 behind 12月; 0: none are
	Wrapped bool      // parts cross a year's end that nothing tells: those without a year are refused
	Days    bool      // "Jun 25" may be a day of June: refuse it instead of reading June 2025
}

// ParsePeriod reads a calendar period in the ways that exports write it:
// 2025-06, 2025/6, 202506, 2025年6月, 2025Q2, 2025年第二季度, 2025-W23, Jun 2025,
// Mar 25, 2024, 2025上半年, 2025, 6月 with a year from the options, and days, with or without a
// time of day, which is dropped. Full-width forms are read as their plain ones.
//
// The error is a [kpi.Fault]: period.unreadable, period.no_year, period.no_month,
// period.no_such_day (month 13, 30 February, week 53 of a short year),
// period.implausible_year (before 1990 or after 2100), period.fiscal_year, whose start
// nobody can know, or, where the text reads two ways, period.order_ambiguous and period.ambiguous.
func ParsePeriod(text string, opt PeriodOptions) (kpi.Period, error) {
	p, code := readPeriod(text, opt)
	if code != "" {
		return kpi.Period{}, &kpi.Fault{Code: code, Args: kpi.Args{"text": text}}
	}
	return p, nil
}

func readPeriod(text string, opt PeriodOptions) (kpi.Period, string) {
	s := plainDate(text)
	p, code := readPlain(s, opt)
	if code == "" || code != "period.unreadable" && !isFiscal(s) {
		return p, code
	}
	if isFiscal(s) {
		return kpi.Period{}, "period.fiscal_year"
	}
	return readLonger(s, opt)
}

// readPlain reads one date or period, in normal text.
func readPlain(s string, opt PeriodOptions) (kpi.Period, string) {
	tokens, ok := scanPeriod(s)
	if !ok {
		return kpi.Period{}, "period.unreadable"
	}
	shape, nums := shapeOf(tokens)
	read := periodShapes[shape]
	if read == nil {
		return kpi.Period{}, "period.unreadable"
	}
	return read(nums, opt)
}

// shapeOf writes the kinds of the tokens; separators that differ, as in
// 2025/06-07, make a shape that no reader has.
func shapeOf(tokens []periodToken) (string, []digits) {
	shape := make([]byte, 0, len(tokens))
	nums := make([]digits, 0, 3)
	var separator byte
	for _, t := range tokens {
		if t.num.len > 0 {
			nums = append(nums, t.num)
		}
		if t.kind == '-' || t.kind == '/' || t.kind == '.' {
			if separator != 0 && separator != t.kind {
				return "?", nil
			}
			separator = t.kind
		}
		if t.kind == '/' {
			t.kind = '-'
		}
		shape = append(shape, t.kind)
	}
	return string(shape), nums
}

// digits is a number and how many digits it was written with.
type digits struct{ value, len int }

// periodToken is a piece of a period text. Its kind is a letter of the shape:
// N a number, R a Roman one, M an English month, Q W H D P the marks of quarter, week, half, day and month in
// front, Y m d q w the marks 年 月 日 季度 周 behind, S a named half, - / . separators, a comma any other.
type periodToken struct {
	kind byte
	num  digits
}

// scanPeriod cuts a normal text into tokens; it fails on anything that is not
// of the grammar.
func scanPeriod(s string) ([]periodToken, bool) {
	var tokens []periodToken
	for s != "" {
		t, width := scanToken(s)
		if width == 0 || len(tokens) > 8 {
			return nil, false
		}
		s = s[width:]
		if t.kind != 0 {
			tokens = append(tokens, t)
		}
	}
	return joinSeparators(tokens), len(tokens) > 0
}

// joinSeparators drops the separators at marks and at the ends, where they say
// nothing ("2025年 6月", "Jun-2025"), and makes a run of them a comma.
func joinSeparators(tokens []periodToken) []periodToken {
	out := tokens[:0:0]
	for i := 0; i < len(tokens); i++ {
		if !tokens[i].isSeparator() {
			out = append(out, tokens[i])
			continue
		}
		run := i
		for i+1 < len(tokens) && tokens[i+1].isSeparator() {
			i++
		}
		if len(out) == 0 || i+1 == len(tokens) || out[len(out)-1].kind != 'N' || tokens[i+1].kind != 'N' {
			continue
		}
		if i > run {
			tokens[i].kind = ','
		}
		out = append(out, tokens[i])
	}
	return out
}

func (t periodToken) isSeparator() bool { return strings.IndexByte("-/.,", t.kind) >= 0 }

func scanToken(s string) (periodToken, int) {
	c := s[0]
	switch {
	case c >= '0' && c <= '9':
		return scanDigits(s)
	case c >= 'a' && c <= 'z':
		return scanWord(s)
	case strings.IndexByte("-/.,", c) >= 0:
		return periodToken{kind: c}, 1
	case strings.IndexByte(" '_", c) >= 0:
		return periodToken{kind: ','}, 1
	}
	for _, m := range periodMarks {
		if strings.HasPrefix(s, m.text) {
			return periodToken{m.kind, digits{m.value, m.value}}, len(m.text)
		}
	}
	return scanChineseNumber(s)
}

func scanDigits(s string) (periodToken, int) {
	n, i := 0, 0
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		if i >= 8 {
			return periodToken{}, 0
		}
		n = 10*n + int(s[i]-'0')
	}
	return periodToken{'N', digits{n, i}}, i
}

// periodMarks are the Chinese marks, longer ones first. The halves carry their
// number; kind 0 is read over.
var periodMarks = []struct {
	text  string
	kind  byte
	value int
}{
	{"上半年", 'S', 1}, {"下半年", 'S', 2}, {"年度", 'Y', 0}, {"年份", 'Y', 0}, {"年", 'Y', 0},
	{"月份", 'm', 0}, {"月度", 'm', 0}, {"月", 'm', 0}, {"日", 'd', 0}, {"号", 'd', 0}, {"天", 'd', 0},
	{"季度", 'q', 0}, {"季", 'q', 0}, {"周", 'w', 0}, {"第", 0, 0},
}

// scanWord reads an English word: a month, or q, w, h.
func scanWord(s string) (periodToken, int) {
	end := strings.IndexFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
	if end < 0 {
		end = len(s)
	}
	word := s[:end]
	switch word {
	case "q", "quarter", "qtr":
		return periodToken{kind: 'Q'}, end
	case "w", "wk", "week":
		return periodToken{kind: 'W'}, end
	case "d", "day":
		return periodToken{kind: 'D'}, end
	case "h", "half":
		return periodToken{kind: 'H'}, end
	case "m", "month":
		return periodToken{kind: 'P'}, end
	case "sept":
		return periodToken{'M', digits{9, 1}}, end
	}
	if at := slices.Index([]string{"i", "ii", "iii", "iv"}, word); at >= 0 {
		return periodToken{'R', digits{at + 1, 1}}, end
	}
	if at := slices.IndexFunc(monthNames, func(name string) bool { return word == name || word == name[:3] }); at >= 0 {
		return periodToken{'M', digits{at + 1, 1}}, end
	}
	return periodToken{}, 0
}

var monthNames = []string{"january", "february", "march", "april", "may", "june",
	"july", "august", "september", "october", "november", "december"}

// scanChineseNumber reads 一 … 九十九, as in 第二季度 and 十二月.
func scanChineseNumber(s string) (periodToken, int) {
	const numerals = "一二三四五六七八九"
	n, width, last := 0, 0, false
	for _, r := range s {
		at := strings.IndexRune(numerals, r)
		switch {
		case r == '十' && n < 10:
			n, last = 10*max(n, 1), false
		case at >= 0 && !last && n%10 == 0:
			n, last = n+at/len("一")+1, true
		default:
			return periodToken{'N', digits{n, 1}}, width
		}
		width += len(string(r))
	}
	return periodToken{'N', digits{n, 1}}, width
}

// cutTime cuts a time of day behind a date: "2025-06-03t10:00:00z".
func cutTime(s string) string {
	colon := strings.IndexByte(s, ':')
	if colon < 0 {
		return s
	}
	at := strings.TrimRight(s[:colon], "0123456789")
	for _, part := range []string{"上午", "下午", "中午", "晚上", "凌晨", "早上", "am", "pm"} {
		if head, ok := strings.CutSuffix(strings.TrimRight(at, " "), part); ok {
			at = strings.TrimRight(head, " ") + " "
		}
	}
	if at == "" || len(at) == colon || !isClock(s[len(at):]) {
		return s
	}
	if head, ok := strings.CutSuffix(at, "t"); ok {
		return head
	}
	if head, ok := strings.CutSuffix(at, " "); ok || strings.HasSuffix(at, "日") {
		return head
	}
	return s
}

// isClock reports whether s is digits, colons and what may follow them: a
// fraction, a zone, am or pm.
func isClock(s string) bool {
	return strings.Trim(s, "0123456789:.,+-z apmutcg上下午") == ""
}
