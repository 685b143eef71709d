package ingest

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded is a heading without what does not tell headings apart.
type folded struct {
	text string // NFKC, lower case, without unit marks
	key  string // letters and digits in lower case, NFKC; no unit mark, space or punctuation
	unit string // the unit that a mark such as (%) or [h] names; ""
}

// mostHeading is how many characters a heading, a title or the name of a person may have: what
// is longer is a note that stands among them, and looking for periods in it takes long.
const mostHeading = 200

// isLong reports whether a text is longer than any heading or name.
func isLong(text string) bool {
	return len(text) > mostHeading && (len(text) > utf8.UTFMax*mostHeading || utf8.RuneCountInString(text) > mostHeading)
}

// normal returns the text in NFKC and lower case, blank space trimmed and runs
// of it made one space.
func normal(s string) string {
	if isNormal(s) {
		return s
	}
	if !isPlain(s) {
		s = norm.NFKC.String(s)
	}
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}

// isNormal reports a text that is normal as it is, as far as plain ASCII tells.
func isNormal(s string) bool {
	space := true
	for i := range len(s) {
		c := s[i]
		if c >= 0x80 || c >= 'A' && c <= 'Z' || c < ' ' || c == ' ' && space {
			return false
		}
		space = c == ' '
	}
	return !space || s == ""
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// squash keeps the letters and digits of normal(s), Chinese ones simplified.
func squash(s string) string {
	s = normal(s)
	if !isPlain(s) {
		s = simplified.Replace(s)
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, s)
}

// fold folds a heading. Only brackets that hold a unit are cut with their
// content: "转化率(目标)" is not 转化率.
func fold(heading string) folded {
	text, unit := cutUnit(cutNumbering(normal(heading)))
	return folded{text: text, key: squash(text), unit: unit}
}

// cutNumbering cuts the number of an item in a list, "1." or "2、" or "(3)",
// but no number that belongs to the name: 360度评估.
func cutNumbering(text string) string {
	rest := strings.TrimPrefix(text, "(")
	name := strings.TrimLeft(rest, "0123456789")
	if n := len(rest) - len(name); n == 0 || n > 2 {
		return text
	}
	for _, mark := range []string{".", "、", ")"} {
		cut, ok := strings.CutPrefix(name, mark)
		if cut = strings.TrimSpace(cut); ok && cut != "" && (cut[0] < '0' || cut[0] > '9') {
			return cut
		}
	}
	return text
}

// holdsWord reports whether a normal text holds one of the words: English ones
// as whole words, for "change" is no part of "exchange".
func holdsWord(text string, list []string) (string, bool) {
	fields := " " + strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ") + " "
	for _, w := range list {
		if isPlain(w) && strings.Contains(fields, " "+w+" ") || !isPlain(w) && strings.Contains(text, w) {
			return w, true
		}
	}
	return "", false
}

const opening, closing = "([{【〔", ")]}】〕"

// cutUnit cuts unit marks from a normal heading: bracketed ones anywhere, a
// percent sign or word at the end.
func cutUnit(text string) (string, string) {
	unit := ""
	for from := 0; from < len(text); {
		at := strings.IndexAny(text[from:], opening)
		if at < 0 {
			break
		}
		at += from
		end := strings.IndexAny(text[at:], closing)
		if end < 0 {
			break
		}
		end += at
		if u := unitOf(text[at:end]); u != "" {
			_, width := utf8.DecodeRuneInString(text[end:])
			text, unit = text[:at]+text[end+width:], u
			from = at
			continue
		}
		from = end
	}
	if head, ok := cutPercentEnd(text); ok {
		return head, "percent"
	}
	return text, unit
}

// unitOf returns the unit named by the inside of a bracket whose opening is
// still there: "(单位:%" is percent.
func unitOf(bracket string) string {
	_, width := utf8.DecodeRuneInString(bracket)
	inside := strings.TrimSpace(bracket[width:])
	for _, label := range []string{"单位", "unit", "in "} {
		inside = strings.TrimSpace(strings.TrimLeft(strings.TrimPrefix(inside, label), ":"))
	}
	if isDateForm(inside) {
		return "date" // so have these
	}
	if words().clocks[strings.ReplaceAll(inside, " ", "")] != "" {
		return "clock" // the cells themselves have their unit
	}
	return unitNamed(inside)
}

// isDateForm reports whether a normal text says how dates are written: yyyy-mm,
// dd.mm.yy, 年/月/日, with hh:mm:ss behind it or not.
func isDateForm(text string) bool {
	return strings.Trim(text, "ymdhs年月日时分秒 -/.:") == "" && (strings.Contains(text, "yy") || strings.ContainsRune(text, '年') && strings.ContainsRune(text, '月'))
}

// unitNamed is the unit that a normal text names, with the multiple in front of
// it behind a star: 万元 is currency*10000, 千 is *1000.
func unitNamed(text string) string {
	text = simplified.Replace(text)
	if unit := words().units[text]; unit != "" {
		return unit
	}
	for _, w := range words().multiples {
		rest, ok := strings.CutPrefix(text, w)
		if rest = strings.TrimSpace(rest); !ok {
			continue
		}
		if unit := words().units[rest]; rest == "" || unit == "count" || unit == "currency" {
			return unit + "*" + strconv.FormatFloat(words().Multiples[w], 'f', -1, 64)
		}
	}
	return ""
}

func cutPercentEnd(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if head, ok := strings.CutSuffix(text, "%"); ok {
		return head, true
	}
	for _, w := range []string{"pct", "percent"} {
		if head, ok := strings.CutSuffix(text, w); ok && head != "" && strings.ContainsAny(head[len(head)-1:], " _-.") {
			return head, true
		}
	}
	return text, false
}
