package ingest

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Numbers as texts often bear their unit: USD 49,490.00, 1.2万元, 3次, 2h 5m. The
// number is read, and what the mark says is held against the indicator, and
// against the other marks: dollars are not added to euros.

// mark is the unit that stands beside a number, "" for none: the code of a
// currency, or one of these.
type mark string

const (
	inCounts mark = "count"
	inPoints mark = "points"
)

// cutMark cuts a currency from either end of a normal text, or the word of what
// was counted from its end.
func cutMark(s string) (string, mark) {
	if s == "" || strings.IndexByte("0123456789.-+(", s[0]) >= 0 && strings.IndexByte("0123456789.-)%", s[len(s)-1]) >= 0 {
		return s, "" // as most are
	}
	rest, of := cutCurrency(s)
	if of != "" {
		return rest, of
	}
	for _, of := range []mark{inCounts, inPoints} {
		for _, w := range words().CountWords[string(of)] {
			if head, ok := strings.CutSuffix(s, w); ok && endsInDigit(head) {
				return strings.TrimSpace(head), of
			}
		}
	}
	return s, ""
}

// cutCurrency cuts the sign, the code or the name of a currency. s is not empty.
func cutCurrency(s string) (string, mark) {
	for _, c := range words().currencies.first[s[0]] {
		if rest, ok := strings.CutPrefix(s, c.word); ok && beginsNumber(rest) && (!c.isLatin() || rest[0] == ' ') {
			return strings.TrimSpace(rest), c.mark
		}
	}
	for _, c := range words().currencies.last[s[len(s)-1]] {
		if rest, ok := strings.CutSuffix(s, c.word); ok && endsInNumber(rest) && (!c.isLatin() || strings.HasSuffix(rest, " ")) {
			return strings.TrimSpace(rest), c.mark
		}
	}
	return s, ""
}

// beginsNumber reports whether what stands behind a currency begins as numbers do.
func beginsNumber(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && (s[0]-'0' <= 9 || strings.ContainsAny(s[:1], ".-+(") || strings.HasPrefix(s, "−") || strings.HasPrefix(s, "–"))
}

// endsInNumber reports whether what stands before a currency ends as numbers do: 1.2万元.
func endsInNumber(s string) bool {
	s = strings.TrimSpace(s)
	return endsInDigit(s) || strings.HasSuffix(s, ")") || slices.ContainsFunc(words().multiples, func(w string) bool {
		return !isPlain(w) && strings.HasSuffix(s, w)
	})
}

func endsInDigit(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && s[len(s)-1]-'0' <= 9
}

// currency is a word for a currency.
type currency struct {
	word string
	mark mark
}

// isLatin reports whether the word is of letters that a code may begin with: RM12.
func (c currency) isLatin() bool { return isPlain(c.word) && isLatin(rune(c.word[len(c.word)-1])) }

// currencies are the words by their first and their last byte, the longest first: most
// texts are no amounts.
type currencies struct{ first, last [256][]currency }

func newCurrencies(lists map[string][]string) *currencies {
	var all []currency
	for code, list := range lists {
		for _, w := range list {
			all = append(all, currency{normal(w), mark(code)})
		}
	}
	slices.SortFunc(all, func(a, b currency) int {
		return cmp.Or(cmp.Compare(len(b.word), len(a.word)), strings.Compare(a.word, b.word))
	})
	out := &currencies{}
	for _, c := range all {
		out.first[c.word[0]] = append(out.first[c.word[0]], c)
		end := c.word[len(c.word)-1]
		out.last[end] = append(out.last[end], c)
	}
	return out
}

// parseSpan reads a duration whose parts have their units: 2h 5m, 12 min, 1小时20分.
// Minutes alone must be spelled out, for 5m may be metres and 15分 points; so must
// hours, for 5时 is a time of day.
func parseSpan(s string) (number, bool) {
	if s == "" || strings.IndexByte("0123456789.-", s[0]) < 0 || s[len(s)-1]-'0' <= 9 || loneUnit().MatchString(s) {
		return number{}, false
	}
	m := spanText().FindStringSubmatch(s)
	if m == nil || strings.Join(m[2:], "") == "" {
		return number{}, false
	}
	seconds := 0.0
	for i, part := range m[2:] {
		v, _ := strconv.ParseFloat(part, 64) // digits, by the expression; none is 0
		seconds += v * []float64{24 * 3600, 3600, 60, 1}[i]
	}
	if m[1] == "-" {
		seconds = -seconds
	}
	return number{state: used, value: seconds, clock: fullTime, worded: true}, true
}

// spanText is an optional sign, then days, hours, minutes and seconds, each with its
// unit.
var spanText = sync.OnceValue(func() *regexp.Regexp {
	const n = `(\d*\.?\d+)\s*`
	return regexp.MustCompile(`^(-?)(?:` + n + `(?:d|days?|天)\s*)?(?:` + n + `(?:h|hrs?|hours?|小时|个小时|时)\s*)?` +
		`(?:` + n + `(?:m|mins?|minutes?|分钟|分)\s*)?(?:` + n + `(?:s|secs?|seconds?|秒钟?))?$`)
})

// loneUnit is a number with a unit that alone may be another.
var loneUnit = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^-?[\d.]+\s*(?:m|分|时)$`) })

// isWord reports whether a cell may be a heading, where these are looked for: it is
// no number, or one with the word of its unit (30天).
func (n number) isWord() bool { return n.state == rejected || n.mark != "" || n.worded }

// settleMark refuses a number of another currency than the first of its column.
func (c *column) settleMark(n number) number {
	if !n.isMoney() {
		return n
	}
	if c.currency == "" {
		c.currency = n.mark
	}
	if c.currency != n.mark {
		return wrong("value.other_currency")
	}
	return n
}

func (n number) isMoney() bool {
	return n.state == used && n.mark != "" && n.mark != inCounts && n.mark != inPoints
}

// checkMark refuses the value of an indicator that is not measured in what its mark
// says, and of another currency than the first one in the run.
func (r *run) checkMark(n number, in *kpi.Indicator) number {
	if n.state != used || n.mark == "" {
		return n
	}
	if in.Scale == kpi.Proportion || secondsIn[in.Unit] > 0 {
		return wrong("value.other_unit")
	}
	if !n.isMoney() {
		return n
	}
	first, known := r.currencies[in.ID]
	if !known {
		r.currencies[in.ID] = n.mark
	} else if first != n.mark {
		return wrong("value.other_currency")
	}
	return n
}
