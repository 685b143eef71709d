package ingest

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// named is what the name of a sheet or a file, or a title, says about time.
type named struct {
	period kpi.Period // the one period it holds; zero when none
	year   int        // the one year it holds, alone or in its periods; 0 when none, or several
	noYear bool       // it holds a month or a quarter, but no year stands anywhere
}

// findPeriod looks for the one period in a name such as "2025年6月绩效.xlsx" or
// "kpi_2025Q2.csv". Days are not taken: in names they are mostly the day of an
// export. A name with several periods, or a range of them, holds none; 6月 takes
// the year from the name itself or else the one given.
func findPeriod(name string, year int) named {
	if isLong(name) {
		return named{}
	}
	text := normal(name)
	found := scanPeriods(text, PeriodOptions{})
	own := oneYear(found.periods)
	if own != 0 {
		year = own
	}
	if found.noYear && year != 0 {
		found = scanPeriods(text, PeriodOptions{Year: year})
	}
	out := named{year: own, noYear: found.noYear && !found.ranged}
	if p, ok := onePeriod(found.periods); ok && !found.ranged {
		out.period = p
	}
	return out
}

// mentions are the periods found in a text.
type mentions struct {
	periods []kpi.Period
	noYear  bool // a part of a year was found without its year
	ranged  bool // 1-6月, 2025-01~2025-06
}

func scanPeriods(text string, opt PeriodOptions) mentions {
	var m mentions
	list := mentionsIn(text, opt)
	full := slices.ContainsFunc(list, func(one mention) bool { return one.full && one.period.Grain > kpi.Day })
	for i, one := range list {
		if i > 0 {
			m.ranged = m.ranged || isDash(text[list[i-1].end:one.at])
		}
		m.ranged = m.ranged || !one.full && isRange(text, one.at)
		m.noYear = m.noYear || one.code == "period.no_year"
		if one.code == "" && !(full && one.period.Grain == kpi.Day) {
			m.periods = append(m.periods, one.period)
		}
	}
	return m
}

// mention is a period in a text, from at to end.
type mention struct {
	at, end int
	full    bool // the year of four digits first, then its part: no digit in front is the month
	period  kpi.Period
	code    string
}

// mentionsIn finds the periods in a normal text. Those with a full year in front
// are taken first, so that the 3 of team3-2025-06 is no March, whatever stands before
// them; the others from what is left.
func mentionsIn(text string, opt PeriodOptions) []mention {
	list := scanMentions(text, 0, opt, longestFull)
	from := 0
	for _, m := range append(slices.Clone(list), mention{at: len(text)}) {
		list = append(list, scanMentions(text[:m.at], from, opt, longestPeriod)...)
		from = m.end
	}
	slices.SortFunc(list, func(a, b mention) int { return a.at - b.at })
	return list
}

func scanMentions(text string, at int, opt PeriodOptions, read func(string, int, PeriodOptions) mention) []mention {
	var list []mention
	for at < len(text) {
		m := read(text, at, opt)
		if m.end == 0 {
			_, width := utf8.DecodeRuneInString(text[at:])
			at += width
			continue
		}
		list = append(list, m)
		at = m.end
	}
	return list
}

const separators = " -./',_"

// longestFull reads a period that begins with its year, in four digits: 2025-06,
// 202506, 2025年6月. A year alone is none, for it may belong to what stands before it.
func longestFull(text string, at int, _ PeriodOptions) mention {
	digits := len(text[at:]) - len(strings.TrimLeft(text[at:], "0123456789"))
	if digits != 4 && digits != 6 && digits != 8 {
		return mention{}
	}
	m := longestPeriod(text, at, PeriodOptions{})
	if m.end == 0 || m.code != "" || m.period.Grain == kpi.Year {
		return mention{}
	}
	m.full = true
	return m
}

// longestPeriod tries the texts that begin at a boundary, the longest first.
func longestPeriod(text string, at int, opt PeriodOptions) mention {
	if at > 0 && joined(text, at) || strings.IndexByte(separators, text[at]) >= 0 {
		return mention{}
	}
	const longest = 48
	for end := min(len(text), at+longest); end > at; end-- {
		if end < len(text) && (!utf8.RuneStart(text[end]) || joined(text, end)) || strings.IndexByte(separators, text[end-1]) >= 0 {
			continue
		}
		one, ok := inName(text, at, end)
		if !ok {
			continue
		}
		p, code := readPeriod(one, opt)
		if code == "" || code == "period.no_year" {
			return mention{at: at, end: end, period: p, code: code}
		}
	}
	return mention{}
}

// inName is the part of a name from at to end as a period is written: an underscore
// parts as a dash does, but not beside another mark. What begins with a number and has
// its year behind, 06-2025, must be sure to be no number of something else.
func inName(text string, at, end int) (string, bool) {
	one := text[at:end]
	if strings.Contains(one, "_") {
		if strings.ContainsAny(one, "-./~") {
			return "", false
		}
		one = strings.ReplaceAll(one, "_", "-")
	}
	parts := strings.FieldsFunc(one, func(r rune) bool { return strings.ContainsRune(separators, r) })
	year := len(parts[0]) - len(strings.TrimLeft(parts[0], "0123456789"))
	switch {
	case len(parts) == 3 && year == 4 && len(parts[1]) == 2 && parts[1][0] == '0' && len(parts[2]) == 1:
		return "", false // 2025-06_2 is June and a 2: its days would have two digits as well
	case len(parts) == 2 && year == 4 && len(parts[1]) == 2 && strings.Contains(one, " "):
		one = parts[0] + "-" + parts[1]
	case year == 1 || year == 2:
		return one, !endsWord(text[:at]) && (len(parts) != 2 || len(parts[0]) != year || len(parts[1]) != 4 || isMonthInFront(text, at, end))
	}
	return one, true
}

// endsWord reports whether a Latin letter stands at the end of a text: of a number
// behind it, it makes a name.
func endsWord(text string) bool {
	return text != "" && isLatin(rune(text[len(text)-1]))
}

// isMonthInFront reports whether a number in front of a year is its month: it stands
// alone with it, or has two digits, or belongs to it more closely than to what stands before.
func isMonthInFront(text string, at, end int) bool {
	head := strings.TrimRight(text[:at], separators)
	between := text[len(head):at]
	number := strings.TrimLeft(text[at:end], "0123456789")
	switch r, _ := utf8.DecodeLastRuneInString(head); {
	case head == "":
		return true
	case unicode.IsDigit(r) && between != " ":
		return false
	}
	return text[at:end][1] != number[0] || between == "" || between[len(between)-1] != number[0]
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

// baseName is the file's name without folders and suffix, whichever system
// wrote the path.
func baseName(file string) string {
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	return strings.TrimSuffix(base, path.Ext(base))
}
