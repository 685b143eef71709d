package ingest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// fiscalName is a fiscal year in a normal text, with its quarter: fy25-q1, 2025财年; or two
// years, 2024/25.
var fiscalName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(^|[^a-z])fy[ _'/.-]?\d{2,4}([-/]\d{2,4})?([ _/.-]*[qhpm]\d{1,2})?|\d{2,4}([-/]\d{2,4})?年?(财年|财政年度|会计年度)(第?[一二三四1-4]季度|q[1-4])?|(^|\D)(\d{4}) ?[-/~–—至] ?(20)?(\d{2})(\D|$)`)
})

// cutFiscal cuts the fiscal years, and the pairs of years, from a name, and returns the
// first year of a pair. A month beside such a year may lie in either of its two.
func cutFiscal(text string) (string, bool, int) {
	fiscal, pair := false, 0
	cut := fiscalName().ReplaceAllStringFunc(text, func(one string) string {
		if m := fiscalName().FindStringSubmatch(one); m[8] != "" {
			first, _ := strconv.Atoi(m[8])
			next, _ := strconv.Atoi(m[10])
			if (first+1)%100 != next || first < firstYear || m[9] == "" && next <= 12 {
				return one
			}
			pair = first
			return m[7] + " " + m[11]
		}
		fiscal = true
		return " "
	})
	return cut, fiscal, pair
}

// onePeriod returns the period of the mentions when there is but one beside
// the longer ones that hold it, and it is no day.
func onePeriod(list []kpi.Period) (kpi.Period, bool) {
	var one kpi.Period
	for _, p := range list {
		if p.Grain == kpi.Day {
			return kpi.Period{}, false
		}
		if one.Grain == 0 || p.Grain < one.Grain && within(p, one) {
			one = p
			continue
		}
		if p != one && !(p.Grain > one.Grain && within(one, p)) {
			return kpi.Period{}, false
		}
	}
	return one, one.Grain != 0
}

func within(p, year kpi.Period) bool { return p.Start >= year.Start && p.Start <= year.End() }

func oneYear(list []kpi.Period) int {
	year := 0
	for _, p := range list {
		if p.Grain == kpi.Day {
			return 0 // the day of the export may lie in the next year
		}
		y := p.Start.Time().Year()
		if p.Grain == kpi.Week {
			y, _ = p.Start.Time().ISOWeek()
		}
		if year != 0 && y != year {
			return 0
		}
		year = y
	}
	return year
}

// joined reports whether the characters on both sides of a position belong
// together: two digits, or two Latin letters.
func joined(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	return unicode.IsDigit(before) && unicode.IsDigit(after) || isLatin(before) && isLatin(after)
}

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' }

// isDash reports whether a text is a dash, 至 or 到, and spaces.
func isDash(text string) bool {
	return slices.Contains(dashes, strings.TrimSpace(text))
}

var dashes = []string{"-", "~", "至", "到", "—", "–"}

// isRange reports whether a number and a dash, 至 or 到 stand before a position.
func isRange(text string, at int) bool {
	head := strings.TrimRight(text[:at], " ")
	for _, dash := range dashes {
		if rest, ok := strings.CutSuffix(head, dash); ok {
			r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(rest, " "))
			return unicode.IsDigit(r) || strings.ContainsRune("年月季度周", r)
		}
	}
	return false
}

func leadingDigits(s string) int { return len(s) - len(strings.TrimLeft(s, "0123456789")) }
