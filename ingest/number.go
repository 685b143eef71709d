package ingest

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// number is a cell read as a number, before its unit is decided.
type number struct {
	state  state
	value  float64 // as written; of cells marked as percents the ratio: 0.15 for 15%
	marked bool    // a percent sign, or a percent format
	signed bool    // a percent sign: plain is a hundred times value
	clock  clock   // of durations, in which value counts seconds
	mark   mark    // the unit that stands beside it
	worded bool    // a duration whose parts have their units: 2h 5m
	truth  bool    // yes or no: value is 1 or 0
	plain  string  // the decimal notation of value as written, "" when it can't be shifted
	fault  string  // code of what is wrong
}

// state is what became of a value.
type state uint8

const (
	blank    state = iota // no data; never zero
	used                  // read, or used
	rejected              // wrong
)

func wrong(code string) number { return number{state: rejected, fault: code} }

// readNumber reads a cell. The missing words mean "no data" beside the
// built-in ones.
func readNumber(c sheet.Cell, missing map[string]bool) number {
	if c.Kind == sheet.Blank {
		return number{}
	}
	n := readCell(c)
	if len(missing) > 0 && (missing[normal(c.Text)] || n.state == used && missing[canonical(n)]) {
		return number{}
	}
	return n
}

// canonical is one notation for all of the same number: 0 for 0.00.
func canonical(n number) string {
	s := strconv.FormatFloat(n.value, 'g', -1, 64)
	if n.marked {
		s = "marked " + s
	}
	return s
}

func readCell(c sheet.Cell) number {
	switch c.Kind {
	case sheet.Number:
		return checkRange(number{state: used, value: c.Number, marked: c.Percent, plain: c.Text})
	case sheet.Date:
		return wrong("value.is_date")
	case sheet.Time:
		return number{state: used, value: math.Round(c.Number*86400e3) / 1e3, clock: fullTime}
	case sheet.Bool:
		return number{state: used, value: c.Number, truth: true}
	case sheet.Fault:
		return wrong(faultOf(c.Text))
	}
	return parseNumber(c.Text)
}

// parseNumber reads a text: digits of any width, thousands in commas, a minus
// or accounting brackets, a currency or the word of what was counted, a percent sign.
func parseNumber(text string) number {
	s := text
	if isCode(s) || isLong(s) {
		return wrong("value.not_a_number")
	}
	if !isDigits(s) {
		s = normal(s)
		if n, ok := parseWord(s); ok {
			return n
		}
	}
	s, negative, mark := cutSign(s)
	s, marked := strings.CutSuffix(s, "%")
	perMille := false
	if !marked {
		s, perMille = strings.CutSuffix(s, "‰")
	}
	s, factor := cutMultiple(strings.TrimSpace(s))
	s, code := joinThousands(joinSpaced(strings.TrimSpace(s)))
	if code != "" {
		return wrong(code)
	}
	if negative {
		s = "-" + s
	}
	if perMille {
		s, marked = s+"e-1", true // 12.5‰ is 1.25%
	}
	n := checkRange(parsePlain(s, marked).times(factor))
	n.mark = mark
	return n
}

// parseWord reads what else a normal text may be than a number: nothing, an error, yes or
// no, a duration.
func parseWord(s string) (number, bool) {
	if s == "" || words().blanks[s] {
		return number{}, true
	}
	if isSheetError(s) {
		return wrong(faultOf(s)), true
	}
	if rest, of := cutCurrency(s); of != "" && words().blanks[rest] {
		return number{}, true // the dash of accountants: ¥ -
	}
	if yes, known := words().logical[s]; known {
		return number{state: used, value: map[bool]float64{true: 1}[yes], truth: true}, true
	}
	if n, ok := parseClock(s); ok {
		return n, true
	}
	return parseSpan(s)
}

// cutMultiple cuts 万, 亿 and the like from behind digits: 1.2万.
func cutMultiple(s string) (string, float64) {
	for _, w := range words().multiples {
		if head, ok := strings.CutSuffix(s, w); ok && !isPlain(w) && head != "" && strings.ContainsAny(head[len(head)-1:], "0123456789 ") {
			return head, words().Multiples[w]
		}
	}
	return s, 1
}

// isDigits reports whether s is plain decimal notation that needs no folding.
func isDigits(s string) bool {
	for i := range len(s) {
		if (s[i] < '0' || s[i] > '9') && s[i] != '.' {
			return false
		}
	}
	return s != ""
}

// isSheetError reports whether a text is a spreadsheet's error value or a
// formula that a text export left in.
func isSheetError(s string) bool {
	switch strings.TrimRight(s, "!?") {
	case "#div/0", "#n/a", "#name", "#null", "#num", "#ref", "#value", "#spill", "#calc", "#getting_data":
		return true
	}
	return strings.HasPrefix(s, "=")
}

// faultOf is the code of a spreadsheet's error, or of a formula that has no
// value.
func faultOf(text string) string {
	if strings.HasPrefix(text, "=") {
		return "value.formula_left"
	}
	return "value.spreadsheet_error"
}

// cutSign cuts a minus sign or accounting brackets, and the mark of a unit.
func cutSign(s string) (string, bool, mark) {
	s, of := cutMark(s)
	negative := false
	if inside, ok := strings.CutPrefix(s, "("); ok && strings.HasSuffix(inside, ")") {
		s, negative = strings.TrimSpace(inside[:len(inside)-1]), true
	}
	if rest, ok := strings.CutSuffix(s, "-"); ok && !negative && rest != "" {
		s, negative = strings.TrimSpace(rest), true // as ledgers print it: 12.50-
	}
	s, plus := strings.CutPrefix(s, "+")
	for _, minus := range []string{"-", "−", "–"} {
		if rest, ok := strings.CutPrefix(s, minus); ok && !plus && !negative {
			s, negative = strings.TrimSpace(rest), true
			break
		}
	}
	if of == "" {
		s, of = cutMark(s)
	}
	return s, negative, of
}

// joinSpaced takes out what parts the thousands of a normal text: spaces (of any width) or
// apostrophes, as in 1 234,5 and 1'234.5.
func joinSpaced(s string) string {
	if !strings.ContainsAny(s, spacers) || !spacedThousands().MatchString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(spacers, r) {
			return -1
		}
		return r
	}, s)
}

const spacers = " '’"

var spacedThousands = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[1-9]\d{0,2}(?:[` + spacers + `]\d{3})+(?:[.,]\d*)?$`)
})

// indianThousands are in groups of two but for the last: 12,34,567.
var indianThousands = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[1-9]\d?(?:,\d\d)+,\d{3}$`) })

// joinThousands takes commas out where they part groups of three digits. A
// comma elsewhere may be a decimal one and is refused.
func joinThousands(s string) (string, string) {
	if !strings.Contains(s, ",") {
		return s, ""
	}
	whole, fraction, _ := strings.Cut(s, ".")
	groups := strings.Split(whole, ",")
	if !indianThousands().MatchString(whole) && slices.ContainsFunc(groups[1:], func(g string) bool { return len(g) != 3 }) {
		return "", "value.comma"
	}
	if len(groups[0]) > 3 || groups[0] == "" || groups[0][0] == '0' || slices.ContainsFunc(groups, func(g string) bool { return !isDigits(g) }) {
		return "", "value.comma"
	}
	joined := strings.Join(groups, "")
	if fraction != "" {
		joined += "." + fraction
	}
	return joined, ""
}

// parsePlain reads decimal notation with an optional exponent, nothing else:
// no hexadecimal, no infinities.
func parsePlain(s string, marked bool) number {
	if !isPlainNotation(s) {
		return wrong("value.not_a_number")
	}
	shifted := s
	if marked {
		shifted = shift(s)
	}
	v, err := strconv.ParseFloat(shifted, 64)
	if err != nil {
		return wrong("value.not_a_number")
	}
	return checkRange(number{state: used, value: v, marked: marked, signed: marked, plain: s})
}

func isPlainNotation(s string) bool {
	digit := false
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digit = true
		case c == '.' || (c == 'e' || c == '-' || c == '+') && (digit || c == '-' && i == 0):
		default:
			return false
		}
	}
	return digit
}

func checkRange(n number) number {
	if math.IsNaN(n.value) || math.Abs(n.value) > kpi.MaxDecimal.Float() {
		return wrong("value.out_of_range")
	}
	return n
}

// shift divides decimal notation by 100 in its exponent, so that 15.2 % and
// 0.152 become the same bits.
func shift(plain string) string {
	head, exponent, has := strings.Cut(plain, "e")
	if !has {
		return head + "e-2"
	}
	n, err := strconv.Atoi(exponent)
	if err != nil {
		return plain
	}
	return head + "e" + strconv.Itoa(n-2)
}

// hundredth is the value divided by 100: a number that was found to be a
// percent.
func (n number) hundredth() float64 {
	if v, err := strconv.ParseFloat(shift(strings.ToLower(n.plain)), 64); err == nil && n.plain != "" {
		return v
	}
	return n.value / 100
}

// halfStep is half a unit in the last decimal that is written, in the unit of
// value: how far rounding may have moved the number.
func (n number) halfStep() float64 {
	digits, exponent, _ := strings.Cut(n.plain, "e")
	_, fraction, _ := strings.Cut(digits, ".")
	power, _ := strconv.Atoi(exponent) // of none 0
	step := 0.5 * math.Pow10(power-len(fraction))
	if n.signed {
		step /= 100
	}
	return step
}
